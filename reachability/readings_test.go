package reachability_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/fabric"
)

// Prove tries the readings of those switches only that the walk consulted. What
// it answers must be what all readings of all open switches of the network
// give: a switch that decides something and does not say so is found here.
func TestProveEqualsAllReadings(t *testing.T) {
	series := &generate.Series{Seed: 1_000_000 + *firstSeed, Options: generate.Options{Small: true, NetworkACLs: true}, Crossings: true}
	asked, scenarios, turned := 0, 0, 0
	for scenarios < 120 {
		g := series.Next()
		net, _ := g.Model.Case(g.Model.Checks()[0]).Lower(fabric.Reading{})
		if n := len(openSwitches(net)); n < 1 || n > 5 {
			continue
		}
		scenarios++
		for _, check := range g.Model.Checks() {
			q := g.Model.Case(check)
			asked++
			if err := sameAsExhaustive(q); err != nil {
				t.Fatalf("seed %d: %q: %v\n\n%s", g.Seed, check.Name.V, err, g.Text)
			}
			if p, _ := reachability.Prove(q, packetsOnly, codes); p.Turns != nil {
				turned++
			}
		}
	}
	t.Logf("%d checks of %d scenarios with open switches; %d turn on one", asked, scenarios, turned)
	require.Greater(t, turned, asked/50, "too few answers turn on a switch")
}

var codes = topology.Codes()

// packetsOnly asks for no bandwidth.
var packetsOnly = reachability.Check{
	Expect: reachability.Reachable, Demand: reachability.Demand{AcceptTest: true},
}

func openSwitches(n *fabric.Network) []*fabric.Switch {
	var open []*fabric.Switch
	for i := range n.Switches {
		if s := &n.Switches[i]; s.Open() {
			open = append(open, s)
		}
	}
	return open
}

// sameAsExhaustive compares what Prove answers with what all readings give.
func sameAsExhaustive(q *topology.Case) error {
	proof, err := reachability.Prove(q, packetsOnly, codes)
	if err != nil {
		return err
	}
	gives := map[reachability.Verdict]fabric.Reading{}
	readings := 0
	var explore func(fabric.Reading)
	explore = func(r fabric.Reading) {
		net, questions := q.Lower(r)
		for _, s := range openSwitches(net) {
			if _, set := r[s.ID]; set {
				continue
			}
			for v := range s.Values {
				below := maps.Clone(r)
				below[s.ID] = v
				explore(below)
			}
			return
		}
		readings++
		v := reachability.Solve(net, questions).Verdict()
		if _, ok := gives[v]; !ok {
			gives[v] = r
		}
	}
	explore(fabric.Reading{})
	want := reachability.Unknown
	if len(gives) == 1 {
		for v := range gives {
			want = v
		}
	}
	if proof.Verdict != want {
		var told []string
		for v, r := range gives {
			told = append(told, fmt.Sprintf("%s in %v", v, r))
		}
		slices.Sort(told)
		return fmt.Errorf("proved %s (%v), but %d readings give %v", proof.Verdict, proof.Turns, readings, told)
	}
	return nil
}
