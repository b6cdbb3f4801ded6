package topology_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// folder is files by their names.
type folder map[string]string

func (f folder) ReadFile(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

var _ scenario.Files = folder{}

// network has two VPCs with an instance each, joined by nothing, and a third
// instance beside the first.
const network = `apiVersion: netsim/v1
name: small
regions:
  cn-shanghai:
    vpcs:
      left:
        cidr: 10.0.0.0/16
        vswitches: {web: {cidr: 10.0.1.0/24}, idle: {cidr: 10.0.9.0/24}}
        security_groups: {open: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances:
          a: {vswitch: web, private_ip: 10.0.1.10, security_groups: [open], listens: [{port: tcp/80}]}
          b: {vswitch: web, private_ip: 10.0.1.11, security_groups: [open], listens: []}
      right:
        cidr: 10.1.0.0/16
        vswitches: {db: {cidr: 10.1.1.0/24}}
        security_groups: {open: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances: {c: {vswitch: db, private_ip: 10.1.1.10, security_groups: [open]}}
`

func TestEndsOfChecks(t *testing.T) {
	for _, row := range []struct{ check, verdict, because string }{
		{"from: instance/b, to: instance/a, port: tcp/80", "reachable", ""},
		{"from: instance/a, to: instance/b, port: tcp/80", "unreachable", "backend.not-listening"},
		{"from: instance/a, to: instance/b, port: icmp", "reachable", ""},
		{"from: instance/a, to: instance/c, port: tcp/80", "unreachable", "route.missing"},
		{"from: 10.0.1.11, to: 10.0.1.10, port: tcp/80", "reachable", ""},
		{"from: instance/b, to: 10.0.1.0/24, port: tcp/80", "reachable", ""}, // a, and not b itself
		{"from: instance/b, to: vswitch/web, port: tcp/80", "reachable", ""},
		{"from: instance/b, to: vswitch/web, port: tcp/80, addresses: all", "partial", "endpoint.unoccupied"},
		{"from: instance/b, to: vswitch/web, port: icmp, addresses: all", "partial", "endpoint.unoccupied"},
		{"from: instance/b, to: vswitch/idle, addresses: all", "unreachable", "endpoint.unoccupied"}, // nobody answers a ping either
		{"from: vpc/left, to: instance/a, port: tcp/80", "reachable", ""},
		{"from: vswitch/idle, to: instance/a, port: tcp/80, addresses: all", "reachable", ""},
		{"from: instance/b, to: instance/a, port: tcp/80-81", "partial", "backend.not-listening"},
		{"from: instance/b, to: instance/a, port: tcp/80, source_ports: 1-1023", "reachable", ""},
		{"from: internet, to: instance/a, port: tcp/80", "unknown", "unsupported.internet-access"},
		{"from: instance/a, to: internet, port: tcp/443", "unknown", "unsupported.internet-access"},
	} {
		t.Run(row.check, func(t *testing.T) {
			f := loaded(t, network+"checks:\n  - {name: it, "+row.check+"}\n")
			p := prove(t, f.Base)
			require.Equal(t, row.verdict, p.Verdict.String())
			require.Equal(t, row.because, string(p.Because))
		})
	}
}

func TestLoadTellsEverythingThatIsWrong(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"an end with nothing in it", "checks:\n  - {name: it, from: vswitch/idle, to: instance/a}\n",
			[]string{`19:22 vswitch/cn-shanghai/left/idle holds no interface that packets could be sent from or to`}},
		{"an address that nothing holds", "checks:\n  - {name: it, from: instance/a, to: 10.0.1.99}\n",
			[]string{`19:38 nothing in the scenario has an address of 10.0.1.99`}},
		{"two checks of one name", "checks:\n  - {name: it, from: instance/a, to: instance/b}\n  - {name: it, from: instance/b, to: instance/a}\n",
			[]string{`20:12 two checks are named "it"`}},
		{"a variant of a check that is not there",
			"checks:\n  - {name: it, from: instance/a, to: instance/b}\nvariants:\n  - {name: v, remove: [regions.cn-shanghai.vpcs.right], fails: {its: route.missing}}\n",
			[]string{`21:65 there is no check "its"`}},
		{"a code that is not there",
			"checks:\n  - {name: it, from: instance/a, to: instance/b}\nvariants:\n  - {name: v, remove: [regions.cn-shanghai.vpcs.right], fails: {it: route.mising}}\n",
			[]string{`21:69 there is no code "route.mising"`}},
		{"an edit of what is not there",
			"variants:\n  - {name: v, remove: [regions.cn-shanghai.vpcs.rigth]}\n",
			[]string{`19:24 There is no "rigth" in "regions.cn-shanghai.vpcs"`}},
		{"a variant that points at nothing",
			"variants:\n  - {name: v, set: {regions.cn-shanghai.vpcs.left.instances.a.vswitch: wep}}\n",
			[]string{`19:72 "wep" does not name a vswitch`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := topology.Load(folder{"s.yaml": network + row.text}, "s.yaml", topology.Codes())
			require.Nil(t, f.Base)
			var got []string
			for _, finding := range f.Findings {
				got = append(got, fmt.Sprintf("%d:%d %s", finding.Range.Start.Line, finding.Range.Start.Column, finding.Summary))
			}
			require.Len(t, got, len(row.want), strings.Join(got, "\n"))
			for i, want := range row.want {
				require.Equal(t, want, got[i])
			}
		})
	}
}

// After a removal the verdict follows: what is gone is no error, unless a check
// is set to point at it (rulings, 21).
func TestWhatARemovalLeaves(t *testing.T) {
	f := loaded(t, network+`checks: [{name: it, from: instance/b, to: instance/a, port: tcp/80}]
variants:
  - {name: the target, remove: [regions.cn-shanghai.vpcs.left.instances.a]}
  - {name: the group of the target, remove: [regions.cn-shanghai.vpcs.left.security_groups.open]}
  - {name: the vSwitch of both, remove: [regions.cn-shanghai.vpcs.left.vswitches.web]}
  - {name: the VPC of neither, remove: [regions.cn-shanghai.vpcs.right]}
`)
	var got []string
	for _, v := range f.Variants {
		got = append(got, v.Name.V+": "+string(prove(t, v.Model).Because))
	}
	require.Equal(t, []string{
		"the target: endpoint.removed",
		"the group of the target: sg.egress-denied",
		"the vSwitch of both: endpoint.removed",
		"the VPC of neither: ",
	}, got)
}

func TestIncludesJoin(t *testing.T) {
	files := folder{
		"main.yaml": network + "include: [checks/one.json]\n",
		"checks/one.json": `{"apiVersion": "netsim/v1", "name": "part",
			"checks": [{"name": "it", "from": "instance/b", "to": "instance/a", "port": "tcp/80"}]}`,
	}
	f := topology.Load(files, "main.yaml", topology.Codes())
	require.Empty(t, f.Findings)
	require.Equal(t, "small", f.Scenario)
	require.Equal(t, reachability.Reachable, prove(t, f.Base).Verdict)
	require.Equal(t, "checks/one.json", f.Base.Checks()[0].Name.Range().File)
}

func loaded(t *testing.T, text string) *topology.File {
	t.Helper()
	f := topology.Load(folder{"s.yaml": text}, "s.yaml", topology.Codes())
	for _, finding := range f.Findings {
		require.Equal(t, diag.Warning, finding.Severity, "%s: %s", finding.Range, finding.Summary)
	}
	require.NotNil(t, f.Base)
	return f
}

func prove(t *testing.T, m *topology.Model) *reachability.Proof {
	t.Helper()
	p, err := reachability.Prove(m.Case(m.Checks()[0]), reachability.Check{Expect: reachability.Reachable}, topology.Codes())
	require.NoError(t, err)
	return p
}
