package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/cli"
)

// The README shows what netsim prints, so it must be what netsim prints.
func TestReadmeShowsRealOutput(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	blocks := strings.Split(string(text), "```text\n")[1:]
	for i := range blocks {
		blocks[i], _, _ = strings.Cut(blocks[i], "```")
	}

	scenario, err := os.ReadFile("../../scenarios/function-to-api-cross-region.yaml")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	name := filepath.Join("scenarios", "function-to-api-cross-region.yaml")
	require.NoError(t, os.Mkdir("scenarios", 0o755))
	require.NoError(t, os.WriteFile(name, scenario, 0o644))
	require.Equal(t, blocks[0], check(t, 0, name))

	broken := strings.ReplaceAll(string(scenario), "access_regions: [cn-zhangjiakou, cn-shanghai]", "access_regions: [cn-shanghai]")
	require.NoError(t, os.WriteFile("broken.yaml", []byte(broken), 0o644))
	shown, rest, cut := strings.Cut(blocks[1], "        ...\n")
	require.True(t, cut && rest == "", "the second output ends where it is cut")
	require.True(t, strings.HasPrefix(check(t, 1, "broken.yaml"), shown), "want the output to begin with:\n%s\ngot:\n%s", shown, check(t, 1, "broken.yaml"))
}

func check(t *testing.T, code int, file string) string {
	var out, errs bytes.Buffer
	got := cli.Main([]string{"check", file}, cli.Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" },
	})
	require.Equal(t, code, got, errs.String())
	return out.String()
}
