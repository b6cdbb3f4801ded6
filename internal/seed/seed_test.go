package seed_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/internal/seed"
)

func TestMain(m *testing.M) { seed.Run(m) }

// Two tests that ask for the same are drawn the same, so two runs are.
func TestWhatIsDrawnIsTheSame(t *testing.T) {
	if flag.Lookup("rapid.seed").Value.String() == "0" {
		t.Skip("new seeds are asked for")
	}
	drawn := func() (all []uint64) {
		rapid.Check(t, func(t *rapid.T) { all = append(all, rapid.Uint64().Draw(t, "number")) })
		return all
	}
	want := drawn()
	require.Greater(t, len(want), 10)
	require.Equal(t, want, drawn())
}
