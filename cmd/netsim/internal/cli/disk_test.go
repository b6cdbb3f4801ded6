package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNoLinkLeadsOutOfTheScenarioFolder(t *testing.T) {
	top := t.TempDir()
	folder := filepath.Join(top, "scenario")
	require.NoError(t, os.Mkdir(folder, 0o755))
	write := func(path string) string {
		require.NoError(t, os.WriteFile(path, []byte("a: 1\n"), 0o644))
		return path
	}
	link := func(to, from string) string {
		require.NoError(t, os.Symlink(to, from))
		return from
	}
	secret := write(filepath.Join(top, "secret"))
	given := write(filepath.Join(folder, "a.yaml"))
	beside := write(filepath.Join(folder, "b.yaml"))
	d := disk{given: []string{given}}
	for path, allowed := range map[string]bool{
		given:  true,
		beside: true,
		link(beside, filepath.Join(folder, "inside.yaml")):  true,
		link(secret, filepath.Join(folder, "outside.yaml")): false,
		secret: false,
		folder: false, // no regular file
	} {
		_, err := d.ReadFile(path)
		require.Equal(t, allowed, err == nil, path)
	}
	// What was given may be a link to anywhere: that was asked for.
	asked := link(secret, filepath.Join(folder, "asked.yaml"))
	_, err := disk{given: []string{asked}}.ReadFile(asked)
	require.NoError(t, err)
}
