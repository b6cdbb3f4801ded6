package run_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
)

type folder struct{}

func (folder) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

// Whoever reads a path wants to know of every hop what decided, where that is
// written, and what it decided.
func TestEveryHopSaysWhatItDecided(t *testing.T) {
	for _, file := range []string{"function-to-api-cross-region.yaml", "function-to-api-same-region.yaml", "aws-private-api-cross-account.yaml"} {
		r, err := run.Files(context.Background(), folder{}, []string{"../../../../scenarios/" + file}, run.Options{Full: true})
		require.NoError(t, err)
		require.NotEmpty(t, r.Results)
		for _, result := range r.Results {
			require.NotEmpty(t, result.Path, result.Check)
			for _, h := range result.Path {
				require.NotEmpty(t, h.Element, "%s: %+v", result.Check, h)
				require.NotEmpty(t, h.Action, "%s: %+v", result.Check, h)
				require.NotEmpty(t, h.Summary, "%s: %+v", result.Check, h)
				if h.Element != "the internet" { // which nobody writes
					require.Positive(t, h.Line, "%s: %+v", result.Check, h)
				}
			}
			for _, o := range result.Obstacles {
				require.NotEmpty(t, o.Summary, "%s: %+v", result.Check, o)
				require.NotEmpty(t, o.Needed, "%s: %+v", result.Check, o)
				require.NotEmpty(t, o.Source, "%s: %+v", result.Check, o)
			}
		}
	}
}
