package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMain makes this binary netsim where it is called by that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "netsim" {
		main()
	}
	os.Exit(m.Run())
}

// block is a part of the README in a fence.
type block struct{ kind, text string }

func blocks(text string) (list []block) {
	for i, part := range strings.Split(text, "```") {
		if kind, text, ok := strings.Cut(part, "\n"); i%2 == 1 && ok {
			list = append(list, block{kind, text})
		}
	}
	return list
}

// cutHere ends an output that is longer than what is shown of it.
const cutHere = "        ...\n"

// What the README tells people to type works, and prints what it shows. Tools
// other than netsim are left to the reader, and to .ci/run.
func TestReadmeCommandsPrintWhatIsShown(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	clone := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(clone, "scenarios"), os.DirFS("../../scenarios")))
	require.NoError(t, os.Mkdir(filepath.Join(clone, "bin"), 0o755))
	require.NoError(t, os.Symlink(self, filepath.Join(clone, "bin", "netsim")))

	list := blocks(string(text))
	ran, compared := 0, 0
	for i, b := range list {
		if b.kind != "sh" {
			continue
		}
		var out string
		for line := range strings.Lines(b.text) {
			command := strings.ReplaceAll(strings.TrimSpace(line), "go run ./cmd/netsim", "netsim")
			if command == "" || strings.HasPrefix(command, "go ") {
				continue
			}
			out = run(t, clone, command)
			ran++
		}
		if i+1 == len(list) || list[i+1].kind != "text" || out == "" {
			continue
		}
		compared++
		shown, rest, isCut := strings.Cut(list[i+1].text, cutHere)
		if isCut {
			require.Empty(t, rest, "the output ends where it is cut")
			require.True(t, strings.HasPrefix(out, shown), "%s\nwant the output to begin with:\n%s\ngot:\n%s", b.text, shown, out)
			continue
		}
		require.Equal(t, shown, out, b.text)
	}
	require.GreaterOrEqual(t, ran, 7)
	require.GreaterOrEqual(t, compared, 4)
}

// run runs a command as the README has it, and returns what it prints. That
// something does not hold is an answer; anything worse fails.
func run(t *testing.T, dir, command string) string {
	t.Helper()
	c := exec.Command("sh", "-c", command)
	c.Dir = dir
	c.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"), "NO_COLOR=1")
	out, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	require.NoError(t, err, command)
	return string(out)
}
