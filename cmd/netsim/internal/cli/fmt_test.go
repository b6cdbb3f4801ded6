package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/report"
	"netsim/topology/diag"
)

// A text that would not say the same is netsim's fault: the file is left alone,
// and the others are laid out.
func TestFmtLeavesAFileAloneThatItCannotKeep(t *testing.T) {
	dir := t.TempDir()
	bad, good := filepath.Join(dir, "bad.yaml"), filepath.Join(dir, "good.yaml")
	for _, file := range []string{bad, good} {
		require.NoError(t, os.WriteFile(file, []byte("a:  1\n"), 0o600))
	}
	var stdout, stderr bytes.Buffer
	f := formatting{
		session: &session{App: &App{Env: Env{Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" }}}},
		format: func(file string, _ []byte) ([]byte, diag.List, error) {
			if file == bad {
				return nil, nil, errors.New("format bad.yaml: the formatted text has other values")
			}
			return []byte("a: 1\n"), nil, nil
		},
	}
	require.NoError(t, f.run([]string{bad, good, filepath.Join(dir, "missing.yaml")}))
	require.Equal(t, report.ExitInternal, f.code)
	require.Contains(t, stderr.String(), "netsim: internal error: format bad.yaml: the formatted text has other values\n")
	require.Equal(t, good+"\n", stdout.String())
	for file, want := range map[string]string{bad: "a:  1\n", good: "a: 1\n"} {
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
}

func TestFmtTellsWhatItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.yaml")
	for name, row := range map[string]struct {
		err    error
		code   int
		stderr string
	}{
		"closed early is quiet": {syscall.EPIPE, report.ExitHolds, ""},
		"a full disk is told":   {syscall.ENOSPC, report.ExitInput, "netsim: cannot write standard output: no space left on device\n"},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(file, []byte("a:  1\n"), 0o600))
			var stderr bytes.Buffer
			a := &App{Env: Env{Stdout: stream{row.err}, Stderr: &stderr, Getenv: func(string) string { return "" }}}
			require.Equal(t, row.code, a.Main([]string{"fmt", file}))
			require.Equal(t, row.stderr, stderr.String())
			got, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, "a: 1\n", string(got))
		})
	}
}
