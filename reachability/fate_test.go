package reachability_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
	"netsim/reachability"
)

// Every piece of every leg has one fate, and what is said to have decided it
// did: it stops packets that are stopped, is not known where they are not, and
// lets pass what passes.
func TestWhatDecidesIsWhatHappened(t *testing.T) {
	told := map[reachability.Verdict]int{}
	laws(t, &generate.Series{Seed: 9_000_000, Crossings: true, Options: generate.Options{NetworkACLs: true}}, func(g *generate.Scenario) error {
		for i := range g.Model.Checks() {
			_, a := solve(g.Model, i)
			if a.OverBudget() {
				continue
			}
			seen := map[*reachability.Piece]bool{}
			pieces := 0
			for _, leg := range a.AllLegs() {
				pieces += len(leg.Pieces)
			}
			for _, f := range a.Fates() {
				if seen[f.Piece] {
					return fmt.Errorf("check %d: leg %d: a piece is told twice", i+1, f.Leg.Number)
				}
				seen[f.Piece] = true
				v := f.Piece.OwnVerdict()
				told[v]++
				if r := f.Decisive.Refusal; (r != nil) != (v != reachability.Reachable) || r.Unknown() != (v == reachability.Unknown) {
					return fmt.Errorf("check %d: leg %d: %s is %s, and %s decides", i+1, f.Leg.Number, f.Piece.Box.Text(), v, f.Decisive.Element.Label)
				}
				if !steps(f.Piece)[f.Decisive.Element.Label] {
					return fmt.Errorf("check %d: leg %d: %s is not on the way", i+1, f.Leg.Number, f.Decisive.Element.Label)
				}
			}
			if len(seen) != pieces {
				return fmt.Errorf("check %d: %d of %d pieces are told", i+1, len(seen), pieces)
			}
		}
		return nil
	})
	for _, v := range []reachability.Verdict{reachability.Reachable, reachability.Unreachable, reachability.Unknown} {
		require.Greater(t, told[v], 20, v)
	}
}

func steps(p *reachability.Piece) map[string]bool {
	met := map[string]bool{}
	for _, s := range p.Steps() {
		met[s.Element.Label] = true
	}
	return met
}
