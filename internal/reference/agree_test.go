package reference_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
)

var (
	scenarios = flag.Int("scenarios", 300, "how many random scenarios the reference is asked about, at least")
	packets   = flag.Int("packets", 100_000, "how many packets, at least")
	firstSeed = flag.Uint64("seed", 0, "where the seeds of random scenarios start")
)

// The reference reads the sheets, and knows neither lowering nor solver. What
// becomes of a course of events they must all say alike: whether it arrives, and
// else what is in its way first.
func TestReferenceAgrees(t *testing.T) {
	series := &generate.Series{Seed: *firstSeed, Crossings: true, Options: generate.Options{Variants: true}}
	c := newComparison(2)
	for series.Made < *scenarios || c.packets < *packets {
		g := series.Next()
		if err := c.text(g.Text, g.Seed); err != nil {
			t.Fatalf("seed %d: %v\n\n%s", g.Seed, err, g.Text)
		}
	}
	t.Log(series)
	require.NoError(t, series.Err())
	t.Log(c)
}
