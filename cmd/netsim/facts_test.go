package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// facts is testdata/facts.yaml.
type facts struct {
	Facts []struct {
		Section string
		About   []fact
	}
}

// A fact is proved by what tests say of it, or by rows of testdata/acceptance.yaml;
// or there is a reason why it is not.
type fact struct {
	ID, Text, Reason string
	Rows, Tests      []string
}

// place is where a test says which fact it proves.
type place struct {
	File, Says string
	Line       int
}

var inBrackets = regexp.MustCompile(`\(RT-[^)]*\)$`)

var nameOf = regexp.MustCompile(`^\s*- \{?name: "?([^"}]*)`)

var factID = regexp.MustCompile(`\bRT-[0a-g][0-9]+\b`)

// Every fact of the documents that can change a verdict has a test that says so,
// or a reason why it has none; and every id that a test says is one of the list.
func TestFactsAreProved(t *testing.T) {
	text, err := os.ReadFile("../../testdata/facts.yaml")
	require.NoError(t, err)
	var list facts
	require.NoError(t, yaml.Unmarshal(text, &list))
	acceptance, err := os.ReadFile("../../testdata/acceptance.yaml")
	require.NoError(t, err)
	rows := string(acceptance)
	proved := provedIn(t, "../..")
	known := map[string]bool{}
	var b strings.Builder
	b.WriteString("# Facts and their tests\n\n<!-- Written by `go test ./cmd/netsim -update` from testdata/facts.yaml and the tests. Do not edit. -->\n\n" +
		"What the documents of Alibaba Cloud say of routing, as far as it can change a verdict, and the tests that prove that\nnetsim does so.\n")
	for _, s := range list.Facts {
		fmt.Fprintf(&b, "\n## %s\n\n| id | fact | proved by |\n|---|---|---|\n", s.Section)
		for _, f := range s.About {
			require.Regexp(t, `^`+factID.String()+`$`, f.ID)
			require.False(t, known[f.ID], "two facts are called %s", f.ID)
			known[f.ID] = true
			for _, row := range f.Rows {
				require.Contains(t, rows, "{id: "+row+",", "%s names a row that is not there", f.ID)
			}
			for _, name := range f.Tests {
				require.NotEmpty(t, proved[name], "%s names a test that is not there", f.ID)
				proved[f.ID] = append(proved[f.ID], proved[name][0])
			}
			tested := len(f.Rows) > 0 || len(proved[f.ID]) > 0
			require.True(t, tested || f.Reason != "", "no test says that it proves %s: %s", f.ID, f.Text)
			require.False(t, tested && f.Reason != "", "%s has a test, and a reason to have none", f.ID)
			fmt.Fprintf(&b, "| %s | %s | %s |\n", f.ID, cell(f.Text), evidence(f, proved[f.ID]))
		}
	}
	require.Greater(t, len(known), 50)
	for id, places := range proved {
		require.True(t, known[id] || !factID.MatchString(id) || factID.FindString(id) != id, "%s:%d says %s, which is no fact of the list", places[0].File, places[0].Line, id)
	}
	if *update {
		require.NoError(t, os.WriteFile("../../docs/facts.md", []byte(b.String()), 0o644))
	}
	shown, err := os.ReadFile("../../docs/facts.md")
	require.NoError(t, err)
	require.Equal(t, string(shown), b.String(), "docs/facts.md is stale: go test ./cmd/netsim -run Facts -update")
}

func evidence(f fact, places []place) string {
	if f.Reason != "" {
		return "*not:* " + cell(f.Reason)
	}
	const most = 3
	var told []string
	if len(f.Rows) > 0 {
		told = append(told, "[acceptance](acceptance.md): "+strings.Join(f.Rows, ", "))
	}
	for _, p := range places[:min(most, len(places))] {
		says := strings.Trim(inBrackets.ReplaceAllString(factID.ReplaceAllString(p.Says, ""), ""), " ,:()")
		told = append(told, fmt.Sprintf("[%s](../%s): %s", filepath.Base(p.File), p.File, cell(says)))
	}
	if more := len(places) - most; more > 0 {
		told = append(told, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(told, "<br>")
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// provedIn finds what tests say: texts in Go tests, and names in testdata/facts.
func provedIn(t *testing.T, root string) map[string][]place {
	t.Helper()
	proved := map[string][]place{}
	note := func(file string, line int, says, ids string) {
		for _, id := range append(factID.FindAllString(ids, -1), says) {
			proved[id] = append(proved[id], place{File: file, Line: line, Says: says})
		}
	}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
				return filepath.SkipDir
			}
			return err
		}
		file, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		file = filepath.ToSlash(file)
		switch {
		case strings.HasSuffix(file, "_test.go"):
			return textsOf(path, func(line int, says string) { note(file, line, says, inBrackets.FindString(says)) })
		case strings.HasPrefix(file, "testdata/facts/") && strings.HasSuffix(file, ".yaml"):
			text, err := os.ReadFile(path)
			for i, line := range strings.Split(string(text), "\n") {
				if m := nameOf.FindStringSubmatch(line); m != nil {
					note(file, i+1, m[1], m[1])
				}
			}
			return err
		}
		return nil
	}))
	for _, places := range proved {
		slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	}
	return proved
}

// textsOf calls yield with the first line of every text of a Go file.
func textsOf(path string, yield func(line int, says string)) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				for i, line := range strings.Split(text, "\n") {
					yield(set.Position(l.Pos()).Line+i, line)
				}
			}
		}
		return true
	})
	return nil
}
