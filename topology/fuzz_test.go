package topology_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
	"netsim/topology/diag"
)

// corpus adds the texts of the hostile files and of the mistakes, the smaller
// ones of them, and the scenarios that ship.
func corpus(f *testing.F) {
	for _, folder := range []string{"../testdata/hostile", "../testdata/mistakes", "../scenarios"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) == ".txt" {
				return err
			}
			text, err := os.ReadFile(path)
			f.Add(string(text))
			return err
		})
		require.NoError(f, err)
	}
}

// FuzzOpen opens anything as a scenario, with its variants. Nothing panics, it
// can be used or is refused with a reason, and the same is said twice.
func FuzzOpen(f *testing.F) {
	corpus(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			t.Skip()
		}
		files := memory{"a.yaml": text}
		open := func() diag.List {
			file := topology.Open(files, "a.yaml", codes)
			require.Equal(t, file.Findings.HasErrors(), file.Base == nil)
			if file.Base != nil && strings.Count(text, "\n") < 100 {
				file.Each(func(int, *topology.Model, *topology.Variant) {})
			}
			return file.Findings
		}
		first := open()
		for _, found := range first {
			require.Equal(t, "a.yaml", found.Range.File, found.Summary)
			require.Positive(t, found.Range.Start.Line, found.Summary)
			require.NotEmpty(t, found.Summary)
			require.NotEmpty(t, found.Detail, found.Summary)
		}
		require.Equal(t, first, open())
	})
}
