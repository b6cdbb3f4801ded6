package run_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
)

// testdata/facts has a scenario for each subject of the documents' facts: its
// checks and variants are named by the facts that they prove.
func TestFactsHold(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../../testdata/facts/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			r, err := run.Files(context.Background(), folder{}, []string{file}, run.Options{})
			require.NoError(t, err)
			require.NotEmpty(t, r.Results)
			for _, f := range r.Files {
				for _, finding := range f.Findings {
					require.NotEqual(t, "error", finding.Severity, finding.Summary)
				}
			}
			for i := range r.Results {
				require.True(t, r.Results[i].Pass, "%s", tell(&r.Results[i]))
			}
		})
	}
}
