package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/cli"
	"netsim/report"
)

// FuzzCheck gives anything to the program as standard input. It is never itself
// at fault, and what it prints does nothing to a terminal.
func FuzzCheck(f *testing.F) {
	err := filepath.WalkDir(hostile, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".txt" {
			return err
		}
		text, err := os.ReadFile(path)
		f.Add(text)
		return err
	})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<14 {
			t.Skip()
		}
		var out, errs bytes.Buffer
		code := cli.Main([]string{"check", "-"}, cli.Env{
			Stdin: bytes.NewReader(text), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" },
		})
		require.Less(t, code, report.ExitInternal, errs.String())
		require.Empty(t, errs.String())
		require.True(t, utf8.Valid(out.Bytes()))
		require.False(t, strings.ContainsFunc(out.String(), func(c rune) bool {
			return unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Bidi_Control, c)
		}))
	})
}
