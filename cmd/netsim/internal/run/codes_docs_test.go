package run_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
	"netsim/topology/diag"
)

const codesDocs = "docs/codes.md"

func TestCodesDocs(t *testing.T) {
	t.Parallel()
	want := codesPage(topology.ExplainedCodes().Entries())
	path := filepath.Join(root, codesDocs)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, want == string(got), "%s is stale: go test ./cmd/netsim/internal/run -update", codesDocs)
}

// codesPage is docs/codes.md.
func codesPage(entries []diag.Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Codes\n\n"+
		"<!-- Written by `go test ./cmd/netsim/internal/run -update` from the entries in topology/. Do not edit. -->\n\n"+
		"Why a check does not hold: %d codes, which stay what they are. `netsim explain CODE` tells the same in a terminal.\n"+
		"`unsupported.*` and `open.*` go with the verdict *unknown* only. In commands, words in capitals stand for what you have.\n\n", len(entries))
	for _, group := range grouped(entries) {
		for _, e := range group {
			fmt.Fprintf(&b, "- [`%s`](#%s) %s\n", e.Code, e.Code, e.Title)
		}
	}
	b.WriteString("- [What other tools say](#neighbours)\n")
	for _, group := range grouped(entries) {
		fmt.Fprintf(&b, "\n## %s\n", group[0].Code.Prefix())
		for _, e := range group {
			writeCode(&b, e)
		}
	}
	writeNeighbours(&b, entries)
	return b.String()
}

// grouped are the entries, which are sorted, by the part before the dot.
func grouped(entries []diag.Entry) [][]diag.Entry {
	var groups [][]diag.Entry
	for _, e := range entries {
		if n := len(groups); n == 0 || groups[n-1][0].Code.Prefix() != e.Code.Prefix() {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], e)
	}
	return groups
}

func writeCode(b *strings.Builder, e diag.Entry) {
	fmt.Fprintf(b, "\n<a id=\"%s\"></a>\n### %s\n\n**%s.** %s\n\n", e.Code, e.Code, e.Title, e.Meaning)
	if e.Symptom != "" {
		fmt.Fprintf(b, "- You see: %s\n", e.Symptom)
	}
	fmt.Fprintf(b, "- Mend it: %s\n", e.Fix)
	for _, m := range e.Remedies {
		writeRemedy(b, m)
	}
	byTool := map[diag.Tool][]string{}
	for _, n := range e.Neighbours {
		byTool[n.Tool] = append(byTool[n.Tool], "`"+n.Says+"`")
	}
	for _, tool := range slices.Sorted(maps.Keys(byTool)) {
		fmt.Fprintf(b, "- %s: %s\n", tool, strings.Join(byTool[tool], ", "))
	}
	for _, x := range e.Examples {
		fmt.Fprintf(b, "- Shown by [%s](../%s): %s\n", x.File, x.File, x.Variant)
	}
	if e.Unshown != "" {
		fmt.Fprintf(b, "- Not shown: %s\n", e.Unshown)
	}
}

func writeRemedy(b *strings.Builder, m diag.Remedy) {
	if m.Symptom != "" {
		fmt.Fprintf(b, "- %s, you see: %s\n", m.Cloud, m.Symptom)
	}
	if m.Fix != "" {
		fmt.Fprintf(b, "- %s, mend it: %s\n", m.Cloud, m.Fix)
	}
	if m.Console != "" {
		fmt.Fprintf(b, "- %s, console: %s\n", m.Cloud, m.Console)
	}
	if len(m.CLI) > 0 {
		fmt.Fprintf(b, "- %s, CLI:\n\n  ```sh\n", m.Cloud)
		for _, c := range m.CLI {
			fmt.Fprintf(b, "  %s\n", c)
		}
		b.WriteString("  ```\n\n")
	}
	for _, s := range m.Terraform {
		fmt.Fprintf(b, "- %s, Terraform: `%s`", m.Cloud, s.Resource)
		if len(s.Arguments) > 0 {
			fmt.Fprintf(b, " with `%s`", strings.Join(s.Arguments, "`, `"))
		}
		b.WriteString("\n")
	}
}

// writeNeighbours tells the other way round: from what another tool says to the
// codes that stand beside it.
func writeNeighbours(b *strings.Builder, entries []diag.Entry) {
	beside := map[diag.Tool]map[string][]string{}
	for _, e := range entries {
		for _, n := range e.Neighbours {
			if beside[n.Tool] == nil {
				beside[n.Tool] = map[string][]string{}
			}
			beside[n.Tool][n.Says] = append(beside[n.Tool][n.Says], fmt.Sprintf("[`%s`](#%s)", e.Code, e.Code))
		}
	}
	b.WriteString("\n<a id=\"neighbours\"></a>\n## What other tools say\n\n" +
		"Tools cut the world differently: one word of theirs may stand beside several codes here, and the other way round.\n" +
		"The Network Intelligence Service does not publish its error codes; its words are the stages that an analysis ends in.\n\n" +
		"| tool | says | here |\n|---|---|---|\n")
	for _, tool := range slices.Sorted(maps.Keys(beside)) {
		for _, word := range slices.Sorted(maps.Keys(beside[tool])) {
			fmt.Fprintf(b, "| %s | `%s` | %s |\n", tool, word, strings.Join(beside[tool][word], ", "))
		}
	}
}
