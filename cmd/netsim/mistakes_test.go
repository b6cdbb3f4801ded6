package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/report"
)

// docs/mistakes.md shows the likeliest mistakes, each with the message that it
// gets. It is made of the files of testdata/mistakes: the first line of each is
// its heading, and around each place that the message names stand some lines.
func TestMistakesAreShownAsTheyAreTold(t *testing.T) {
	page, err := filepath.Abs("../../docs/mistakes.md")
	require.NoError(t, err)
	t.Chdir("../../testdata/mistakes")
	files, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	require.Len(t, files, 10)
	var b strings.Builder
	b.WriteString("# Ten mistakes, and what netsim says of them\n\n" +
		"Each part shows what was written and the message that `netsim check` prints. A test makes this page of\n" +
		"`testdata/mistakes` (`go test ./cmd/netsim -run Mistakes -update`), so it shows what the program says.\n")
	for i, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		title, body, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		code, out, errs := netsim("check", name)
		require.Equal(t, report.ExitInput, code, name)
		require.Empty(t, errs)
		message, _, found := strings.Cut(out, "\n"+name)
		require.True(t, found, out)
		fmt.Fprintf(&b, "\n## %d. %s\n\n```yaml\n%s```\n\n```text\n%s\n```\n", i+1, strings.TrimSuffix(title, "."), around(t, body, places(name, message)), strings.TrimSpace(message))
	}
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(b.String()), 0o644))
	}
	shown, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, string(shown), b.String(), "docs/mistakes.md is stale: go test ./cmd/netsim -run Mistakes -update")
}

// places are the lines of a file that a message names, counted without the
// heading.
func places(name, message string) map[int]bool {
	lines := map[int]bool{}
	for _, m := range regexp.MustCompile(regexp.QuoteMeta(name)+`:([0-9]+):`).FindAllStringSubmatch(message, -1) {
		n, _ := strconv.Atoi(m[1]) // digits
		lines[n-1] = true
	}
	return lines
}

// around are the lines of a text, and of those before and behind them one each;
// what is left out is told by dots.
func around(t *testing.T, text string, wanted map[int]bool) string {
	require.NotEmpty(t, wanted)
	var b strings.Builder
	left := false
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if wanted[i] || wanted[i+1] || wanted[i+2] {
			b.WriteString(line + "\n")
			left = false
		} else if !left {
			b.WriteString("# ...\n")
			left = true
		}
	}
	return b.String()
}
