package topology_test

import (
	"fmt"
	"os"
	"testing"

	"netsim/reachability"
	"netsim/topology"
)

type dir struct{}

func (dir) ReadFile(p string) ([]byte, error) { return os.ReadFile(p) }

func TestTry(t *testing.T) {
	codes := topology.Codes()
	f := topology.Load(dir{}, "../scenarios/function-to-api-cross-region.yaml", codes)
	for _, x := range f.Findings {
		fmt.Println(x.Severity, x.Range, x.Summary, "|", x.Detail)
	}
	show := func(m *topology.Model) {
		for _, c := range m.Checks() {
			e, _ := reachability.ParseVerdict(c.Expect.Or("reachable"))
			p, err := reachability.Prove(m.Case(c), reachability.Check{Expect: e}, codes)
			if err != nil {
				fmt.Println("ERR", err)
				continue
			}
			fmt.Println("*", c.Name.V, "=>", p.Verdict, p.Pass, p.Because)
			for _, o := range p.Obstacles {
				fmt.Println("    ", o.Leg, o.Direction, o.Code, o.At, o.Summary, "| needed:", o.Needed, "|", o.Symptom)
			}
			for _, a := range p.Assumptions {
				fmt.Println("     assume", a.Name, a.Values[a.Value], a.Declared, a.Indifferent)
			}
		}
	}
	if f.Base == nil {
		return
	}
	show(f.Base)
	for _, v := range f.Variants {
		fmt.Println("VARIANT", v.Name.V, v.Fails, v.Unknown)
		show(v.Model)
	}
}
