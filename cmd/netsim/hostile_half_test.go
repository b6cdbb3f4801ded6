package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
)

// Half a file is what an upload that broke off leaves, or an editor that
// crashed. Wherever a scenario is cut, it is read or refused with a place in it.
func TestHalfOfAScenario(t *testing.T) {
	const step = 389 // a prime, so that cuts fall anywhere in a line
	codes := topology.Codes()
	for _, name := range []string{"function-to-api-cross-region", "function-to-api-same-region", "aws-private-api-cross-account"} {
		text, err := os.ReadFile("../../scenarios/" + name + ".yaml")
		require.NoError(t, err)
		refused := 0
		for end := 0; end < len(text); end += step {
			half := text[:end]
			f := topology.Open(oneFile(half), name, codes)
			require.Equal(t, f.Findings.HasErrors(), f.Base == nil)
			lines := strings.Count(string(half), "\n") + 1
			for _, found := range f.Findings {
				require.Equal(t, name, found.Range.File)
				require.Positive(t, found.Range.Start.Column)
				require.LessOrEqual(t, found.Range.Start.Line, lines, found.Summary)
				require.NotEmpty(t, found.Detail, found.Summary)
			}
			if f.Base == nil {
				refused++
			}
		}
		require.Greater(t, refused, len(text)/step/3, "most halves lack something")
	}
}

// oneFile is the only file there is, by any name.
type oneFile []byte

func (f oneFile) ReadFile(string) ([]byte, error) { return f, nil }
