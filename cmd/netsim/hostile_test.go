package main

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/cli"
	"netsim/report"
)

var update = flag.Bool("update", false, "rewrite what is expected of testdata/hostile and docs/mistakes.md")

const hostile = "../../testdata/hostile"

// What is wrong with a file is told with its place: a line, a column and a
// caret. All of it is told in one run, and netsim is never at fault itself.
//
// The files of the folder warned can be used: their exit code is 0. That of all
// others is 2. The folders named parts hold what the others include.
func TestHostileFiles(t *testing.T) {
	t.Chdir(hostile)
	files := hostileFiles(t)
	require.GreaterOrEqual(t, len(files), 110)
	golden := map[string]string{}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			expected := strings.TrimSuffix(name, filepath.Ext(name)) + ".txt"
			require.NotContains(t, golden, expected, "two files share what is expected of them")
			golden[expected] = name
			want := report.ExitInput
			if strings.HasPrefix(name, "warned/") {
				want = report.ExitHolds
			}
			code, out, errs := netsim("check", name)
			require.Equal(t, want, code, out+errs)
			require.Empty(t, errs)
			require.True(t, utf8.ValidString(out))
			require.Regexp(t, placed, out)
			if *update {
				require.NoError(t, os.WriteFile(expected, []byte(out), 0o644))
			}
			text, err := os.ReadFile(expected)
			require.NoError(t, err)
			require.Equal(t, string(text), out)
		})
	}
	stale(t, golden)
}

// placed is a finding with its place, and a caret under it.
var placed = regexp.MustCompile(`(?m)^(error|warning): (.|\n)+?^ +--> .+:\d+:\d+\n(.*\|\n.*\|.*\n +\| *\^|.*=)`)

// hostileFiles are the files to be checked, by their names in the folder.
func hostileFiles(t *testing.T) []string {
	var files []string
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "parts":
			return fs.SkipDir
		case !d.IsDir() && filepath.Ext(path) != ".txt":
			files = append(files, filepath.ToSlash(path))
		}
		return nil
	}))
	return files
}

// stale refuses what is expected of a file that is gone.
func stale(t *testing.T, golden map[string]string) {
	for _, name := range []string{"*/*.txt"} {
		texts, err := filepath.Glob(name)
		require.NoError(t, err)
		for _, text := range texts {
			require.Contains(t, golden, filepath.ToSlash(text), "its file is gone")
		}
	}
}

// netsim runs the program.
func netsim(args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = cli.Main(args, cli.Env{
		Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" },
	})
	return code, stdout.String(), stderr.String()
}
