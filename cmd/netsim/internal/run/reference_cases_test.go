package run_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
)

// What the documents say of points that are easily got wrong is written for the
// reference; netsim has to say the same.
func TestTheCasesOfTheReferenceHold(t *testing.T) {
	const folder = "internal/reference/testdata"
	files, err := filepath.Glob(filepath.Join(root, folder, "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := folder + "/" + filepath.Base(file)
		t.Run(filepath.Base(file), func(t *testing.T) {
			r, err := run.Files(context.Background(), disk{}, []string{name}, run.Options{})
			require.NoError(t, err)
			for _, s := range r.Results {
				require.True(t, s.Pass, "%s, in variant %v: %s", s.Check, s.Variant, s.Verdict)
			}
			require.Equal(t, report.ExitHolds, report.ExitCode(r, false))
		})
	}
}
