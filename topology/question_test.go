package topology_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
)

func typed(flag, text string, field ...string) topology.Typed {
	return topology.Typed{Field: field, Flag: "--" + flag, Text: text}
}

const questions = network + `checks:
  - {name: it, from: instance/b, to: instance/a, port: tcp/80, expect: reachable, demand: 1Mbps, request: {method: GET, headers: {X-Ca-Stage: TEST, A: b}}}
variants:
  - {name: a is gone, remove: [regions.cn-shanghai.vpcs.left.instances.a]}
  - {name: b moves, set: {regions.cn-shanghai.vpcs.left.instances.b.private_ip: 10.0.1.77}}
  - {name: the check asks something else, set: {checks.0.port: icmp}}
  - {name: no check is left, set: {checks: []}}
  - {name: it is wrong, set: {regions.cn-shanghai.vpcs.left.instances.b.vswitch: wep}}
`

func TestQuestions(t *testing.T) {
	from, to := typed("from", "instance/b", "from"), typed("to", "instance/a", "to")
	check := typed("check", "it")
	in := func(name string) *topology.Typed { v := typed("variant", name); return &v }
	for _, row := range []struct {
		name    string
		ask     topology.Question
		verdict string
	}{
		{"two ends and a port", topology.Question{Fields: []topology.Typed{from, to, typed("port", "tcp/80", "port")}}, "reachable"},
		{"two ends alone are any packet, and only one port is listened on", topology.Question{Fields: []topology.Typed{from, to}}, "partial"},
		{"addresses", topology.Question{Fields: []topology.Typed{typed("from", "10.0.1.11", "from"), typed("to", "10.0.1.0/24", "to"), typed("port", "tcp/80", "port")}}, "reachable"},
		{"a check of the file", topology.Question{Check: &check}, "reachable"},
		{"a check with another end", topology.Question{Check: &check, Fields: []topology.Typed{typed("to", "instance/c", "to")}}, "unreachable"},
		{"several source ports", topology.Question{Check: &check, Fields: []topology.Typed{
			typed("source-ports", "1-2", "source_ports"), typed("source-ports", "4", "source_ports"),
		}}, "reachable"},
		{"what a variant removed is gone", topology.Question{Variant: in("a is gone"), Fields: []topology.Typed{from, to}}, "unreachable"},
		{"an address that only a variant has", topology.Question{Variant: in("b moves"), Fields: []topology.Typed{typed("from", "10.0.1.77", "from"), to}}, "partial"},
		{"a variant cannot change what is asked", topology.Question{Variant: in("no check is left"), Fields: []topology.Typed{from, to}}, "partial"},
		{"a variant changes its check", topology.Question{Variant: in("the check asks something else"), Check: &check}, "reachable"},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := topology.Open(folder{"s.yaml": questions}, "s.yaml", topology.Codes())
			a := f.Ask(row.ask)
			require.Empty(t, f.Findings)
			p, err := reachability.Prove(a.Model.Case(a.Check), reachability.Check{Expect: reachability.Reachable}, topology.Codes())
			require.NoError(t, err)
			require.Equal(t, row.verdict, p.Verdict.String())
		})
	}
}

// What is typed replaces what the check says, field by field, and header by
// header. What the check claims is not asked.
func TestAQuestionGoesOverItsCheck(t *testing.T) {
	f := topology.Open(folder{"s.yaml": questions}, "s.yaml", topology.Codes())
	check := typed("check", "it")
	a := f.Ask(topology.Question{Check: &check, Fields: []topology.Typed{
		typed("port", "udp/53", "port"), typed("method", "POST", "request", "method"), typed("header", "PROD", "request", "headers", "x-ca-stage"),
	}})
	require.Empty(t, f.Findings)
	c := a.Check
	require.Equal(t, "it", c.Name.V)
	require.Same(t, f.Base.Checks()[0], a.From)
	require.Equal(t, "instance/b", c.From.V.Ref.Text)
	require.Equal(t, "udp/53", c.Port.V.Text())
	require.True(t, c.Demand.Present())
	require.False(t, c.Expect.Present())
	require.Equal(t, "POST", c.Request.Method.V)
	require.Equal(t, map[string]string{"x-ca-stage": "PROD", "a": "b"}, c.Request.Headers)
	require.Equal(t, "tcp/80", f.Base.Checks()[0].Port.V.Text(), "the check of the file stays as it is")
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	from, to := typed("from", "instance/b", "from"), typed("to", "instance/a", "to")
	nobody, broken := typed("variant", "b move"), typed("variant", "it is wrong")
	for _, row := range []struct {
		name string
		ask  topology.Question
		want []string
	}{
		{"an end that is not there", topology.Question{Fields: []topology.Typed{typed("from", "instance/z", "from"), to}},
			[]string{`--from:1:1-11 "instance/z" does not name an instance`}},
		{"an end with nothing in it", topology.Question{Fields: []topology.Typed{from, typed("to", "10.9.0.0/16", "to")}},
			[]string{`--to:1:1-12 nothing in the scenario has an address of 10.9.0.0/16`}},
		{"the second of two values", topology.Question{Fields: []topology.Typed{
			from, to, typed("source-ports", "1", "source_ports"), typed("source-ports", "\n0", "source_ports"),
		}}, []string{`--source-ports:2:1-3 "\n0" is not a port range: "\n0" is not a port`}},
		{"a variant that is not there", topology.Question{Variant: &nobody, Fields: []topology.Typed{from, to}},
			[]string{`--variant:1:1-7 there is no variant "b move"`}},
		{"a variant that cannot be made", topology.Question{Variant: &broken, Fields: []topology.Typed{from, to}},
			[]string{`s.yaml:25:82-85 "wep" does not name a vswitch`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := topology.Open(folder{"s.yaml": questions}, "s.yaml", topology.Codes())
			require.Nil(t, f.Ask(row.ask))
			var got []string
			for _, g := range f.Findings {
				got = append(got, fmt.Sprintf("%s-%d %s", g.Range, g.Range.End.Column, g.Summary))
				require.NotEmpty(t, f.Sources.Line(g.Range.File, g.Range.Start.Line))
			}
			require.Equal(t, row.want, got)
		})
	}
}

func TestNamesThatAQuestionCanName(t *testing.T) {
	twice := network + "    functions: {fn: {}}\n  cn-beijing: {vpcs: {left: {cidr: 10.7.0.0/16, vswitches: {web: {cidr: 10.7.1.0/24}}}}}\n" +
		"checks:\n  - {name: one, from: instance/a, to: internet}\n  - {from: instance/a}\nvariants: [{name: v, remove: [a]}]\n"
	n := topology.NamesIn(folder{"s.yaml": twice}, "s.yaml")
	require.Equal(t, []string{
		"instance/a", "instance/b", "instance/c", "function/fn", "vswitch/cn-beijing/left/web", "vswitch/idle", "vswitch/cn-shanghai/left/web",
		"vswitch/db", "vpc/cn-beijing/left", "vpc/cn-shanghai/left", "vpc/right", "internet", "console-debug",
	}, n.Sources())
	require.Equal(t, []string{"one", ""}, n.Checks())
	require.Equal(t, []string{"v"}, n.Variants())
	require.Empty(t, n.Hosts(), "a file with errors in it is not lowered")
	require.Empty(t, topology.NamesIn(folder{}, "s.yaml").Checks())
}
