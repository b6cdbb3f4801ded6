package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/report"
)

// stream is an output that takes nothing.
type stream struct{ err error }

func (s stream) Write([]byte) (int, error) { return 0, s.err }

func TestStandardOutputThatFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.yaml")
	require.NoError(t, os.WriteFile(file, []byte("fails"), 0o600))
	for name, row := range map[string]struct {
		err    error
		code   int
		stderr string
	}{
		"closed early is quiet": {syscall.EPIPE, report.ExitFails, ""},
		"a full disk is told":   {syscall.ENOSPC, report.ExitInput, "netsim: cannot write standard output: no space left on device\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			a := &App{Env: Env{Stdout: stream{row.err}, Stderr: &stderr, Getenv: func(string) string { return "" }}, Check: pretend}
			require.Equal(t, row.code, a.Main([]string{"check", file}))
			require.Equal(t, row.stderr, stderr.String())
		})
	}
}

// A checker that gives nothing back is netsim's fault, not a success.
func TestNoReport(t *testing.T) {
	var stderr bytes.Buffer
	a := &App{
		Env:   Env{Stdout: stream{errors.New("nothing is written")}, Stderr: &stderr, Getenv: func(string) string { return "" }},
		Check: func(context.Context, []string, CheckOptions) (*report.Report, error) { return nil, nil },
	}
	require.Equal(t, report.ExitInternal, a.Main([]string{"check", "-"}))
	require.Contains(t, stderr.String(), "internal error: the checker returned no report\n")
}

func TestStdinIsPassedOn(t *testing.T) {
	var got []string
	in := &bytes.Buffer{}
	a := &App{
		Env: Env{Stdin: in, Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Getenv: func(string) string { return "" }},
		Check: func(_ context.Context, files []string, o CheckOptions) (*report.Report, error) {
			got = files
			require.Same(t, in, o.Stdin)
			return &report.Report{}, nil
		},
	}
	require.Equal(t, report.ExitHolds, a.Main([]string{"check", "-", "-"}))
	require.Equal(t, []string{"-"}, got)
}

func TestVersion(t *testing.T) {
	v := versionOf(&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123abc"}, {Key: "vcs.time", Value: "2026-03-01T10:00:00Z"}, {Key: "vcs.modified", Value: "true"},
	}})
	v.Go, v.Platform = "go1.26.8", "linux/amd64"
	require.Equal(t, "netsim v1.2.3\ngo1.26.8 linux/amd64\ncommit 0123abc of 2026-03-01T10:00:00Z, modified\n", v.text())
	require.Equal(t, "(unknown)", versionOf(nil).Version)
}

func TestUTF8Locale(t *testing.T) {
	for name, row := range map[string]struct {
		vars map[string]string
		want bool
	}{
		"nothing set":          {nil, false},
		"LANG":                 {map[string]string{"LANG": "en_US.UTF-8"}, true},
		"LC_ALL before LANG":   {map[string]string{"LC_ALL": "C", "LANG": "en_US.UTF-8"}, false},
		"without a hyphen":     {map[string]string{"LC_CTYPE": "C.utf8"}, true},
		"empty counts as none": {map[string]string{"LC_ALL": "", "LANG": "C.UTF-8"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, utf8Locale(Env{Getenv: func(n string) string { return row.vars[n] }}))
		})
	}
}
