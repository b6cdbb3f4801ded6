package topology_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/fabric"
)

var sizes = []int{1, 10, 100, 1000}

type memory map[string]string

func (m memory) ReadFile(path string) ([]byte, error) {
	if text, ok := m[path]; ok {
		return []byte(text), nil
	}
	return nil, os.ErrNotExist
}

var codes = topology.Codes()

func load(t testing.TB, text string) *topology.Model {
	t.Helper()
	f := topology.Load(memory{"scenario.yaml": text}, "scenario.yaml", codes)
	require.Empty(t, f.Findings)
	require.NotNil(t, f.Base)
	return f.Base
}

// estate is so many VPCs on one CEN over three regions, each with two vSwitches,
// a group and three instances. The check is from the first VPC to the last.
func estate(vpcs int) string {
	regions := []string{"cn-shanghai", "cn-zhangjiakou", "cn-hongkong"}
	var in [3]strings.Builder
	var attachments strings.Builder
	for i := range vpcs {
		net := fmt.Sprintf("10.%d.%d", i/64, i%64*4)
		b := &in[i%3]
		fmt.Fprintf(b, "      vpc-%d:\n        cidr: %s.0/22\n        vswitches:\n", i, net)
		fmt.Fprintf(b, "          vsw-%d-a: {cidr: %s.0/24}\n          vsw-%d-b: {cidr: 10.%d.%d.0/24}\n", i, net, i, i/64, i%64*4+1)
		fmt.Fprintf(b, "        security_groups:\n          sg-%d: {ingress: [{protocol: tcp, ports: 8080, source: 10.0.0.0/8}]}\n        instances:\n", i)
		for j := range 3 {
			fmt.Fprintf(b, "          ecs-%d-%d: {vswitch: vsw-%d-a, private_ip: %s.%d, security_groups: [sg-%d], listens: [{port: tcp/8080}]}\n", i, j, i, net, 10+j, i)
		}
		fmt.Fprintf(&attachments, "      att-%d: {vpc: vpc-%d}\n", i, i)
	}
	var out strings.Builder
	out.WriteString("apiVersion: netsim/v1\nname: estate\nregions:\n")
	for i, r := range regions {
		if in[i].Len() == 0 {
			fmt.Fprintf(&out, "  %s: {}\n", r)
			continue
		}
		fmt.Fprintf(&out, "  %s:\n    vpcs:\n%s", r, in[i].String())
	}
	fmt.Fprintf(&out, "cens:\n  cen:\n    edition: basic\n    attachments:\n%s", attachments.String())
	fmt.Fprintf(&out, "checks:\n  - {name: first to last, from: instance/ecs-0-0, to: instance/ecs-%d-1, port: tcp/8080}\n", vpcs-1)
	return out.String()
}

func headline(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "scenarios", "function-to-api-cross-region.yaml"))
	require.NoError(t, err)
	return string(text)
}

// bySize runs a benchmark on estates of all sizes and on the headline scenario.
func bySize(b *testing.B, run func(b *testing.B, text string)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("vpcs=%d", n), func(b *testing.B) { run(b, estate(n)) })
	}
	b.Run("headline", func(b *testing.B) { run(b, headline(b)) })
}

func BenchmarkLoad(b *testing.B) {
	bySize(b, func(b *testing.B, text string) {
		b.ReportAllocs()
		for b.Loop() {
			load(b, text)
		}
	})
}

// A model lowers a reading once, so each round has a reading that it has not
// seen: one of a switch that is not there.
func BenchmarkLower(b *testing.B) {
	bySize(b, func(b *testing.B, text string) {
		m := load(b, text)
		q := m.Case(m.Checks()[0])
		b.ReportAllocs()
		round := 0
		for b.Loop() {
			if round++; round%64 == 0 {
				b.StopTimer() // the model keeps what it lowered
				m = load(b, text)
				q = m.Case(m.Checks()[0])
				b.StartTimer()
			}
			q.Lower(fabric.Reading{"nothing": round})
		}
	})
}

func BenchmarkSolve(b *testing.B) {
	bySize(b, func(b *testing.B, text string) {
		m := load(b, text)
		net, questions := m.Case(m.Checks()[0]).Lower(fabric.Reading{})
		b.ReportAllocs()
		for b.Loop() {
			if a := reachability.Solve(net, questions); a.Verdict() != reachability.Reachable {
				b.Fatal(a.Verdict())
			}
		}
	})
}

func BenchmarkProve(b *testing.B) {
	claim := reachability.Check{Expect: reachability.Reachable, Demand: reachability.Demand{AcceptTest: true}}
	bySize(b, func(b *testing.B, text string) {
		m := load(b, text)
		q := m.Case(m.Checks()[0])
		b.ReportAllocs()
		for b.Loop() {
			if p, err := reachability.Prove(q, claim, codes); err != nil || !p.Pass {
				b.Fatal(p, err)
			}
		}
	})
}
