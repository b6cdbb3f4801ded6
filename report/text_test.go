package report

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func text(t *testing.T, r *Report, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteText(&b, r, o))
	return b.String()
}

func TestText(t *testing.T) {
	for name, row := range map[string]struct {
		report  *Report
		options TextOptions
	}{
		"all-pass":            {allPass(), TextOptions{}},
		"all-pass-verbose":    {allPass(), TextOptions{Verbose: true}},
		"unreachable":         {unreachable(), TextOptions{}},
		"unreachable-80":      {unreachable(), TextOptions{Width: 80}},
		"unreachable-200":     {unreachable(), TextOptions{Width: 200}},
		"unreachable-unicode": {unreachable(), TextOptions{Unicode: true, Color: true}},
		"partial":             {partial(), TextOptions{}},
		"unknown":             {unknown(), TextOptions{}},
		"findings":            {findings(), TextOptions{}},
		"findings-80":         {findings(), TextOptions{Width: 80}},
		"findings-unicode":    {findings(), TextOptions{Unicode: true, Color: true}},
		"many-files":          {manyFiles(12), TextOptions{}},
		"very-many-files":     {manyFiles(40), TextOptions{}},
		"hostile":             {hostileNames(), TextOptions{}},
		"empty":               {&Report{}, TextOptions{}},
		"same-cause":          {sameCause(30), TextOptions{}},
		"many-causes":         {manyCauses(30), TextOptions{}},
		"bad-files":           {badFiles(25), TextOptions{}},
		"many-findings":       {manyFindings(45), TextOptions{}},
		"variants-fail":       {variantsFail(8), TextOptions{}},
		"quiet":               {manyFiles(12), TextOptions{Quiet: true}},
		"forbidden":           {forbidden(), TextOptions{}},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".txt", []byte(text(t, row.report, row.options)))
		})
	}
}

// manyFiles has two checks and a variant in each file; in one of them, one fails.
func manyFiles(n int) *Report {
	var files []File
	var results []Result
	for i := range n {
		f := File{File: fmt.Sprintf("s/%02d.yaml", i+1), Scenario: fmt.Sprintf("s%d", i+1)}
		files = append(files, f)
		for _, s := range []Result{passing("a", "reachable"), passing("b", "reachable"), inVariant(passing("a", "reachable"), "v")} {
			s.File, s.Scenario = f.File, f.Scenario
			if i == 4 && s.Check == "b" {
				s.Expect, s.Pass = "unreachable", false
				s.Witness = &Witness{Source: "fd00::1", Destination: "fd00::2", Protocol: "icmpv6", SourcePort: 128}
			}
			results = append(results, s)
		}
	}
	return finish(files, results)
}

// manyCauses is n checks that fail, each at a place of its own.
func manyCauses(n int) *Report {
	r := sameCause(n)
	for i := range n {
		o := &r.Results[i].Obstacles[0]
		o.Line, o.Element = 100+i, fmt.Sprintf("security group db-%d", i+1)
	}
	return r
}

// badFiles are files in each of which a check fails, and two that cannot be
// checked.
func badFiles(n int) *Report {
	r := &Report{}
	for i := range n {
		one := sameCause(1).Results[0]
		one.File = fmt.Sprintf("s/%02d.yaml", i+1)
		one.Obstacles[0].File = one.File
		r.Files = append(r.Files, File{File: one.File, Scenario: one.Scenario})
		r.Results = append(r.Results, one)
	}
	r.Files = append(r.Files, findings().Files[:2]...)
	return finish(r.Files, r.Results)
}

// manyFindings are more than anybody reads.
func manyFindings(n int) *Report {
	f := File{File: "a.yaml"}
	for i := range n {
		g := findings().Files[0].Findings[0]
		g.Line += i
		f.Findings = append(f.Findings, g)
	}
	return finish([]File{f}, nil)
}

// variantsFail is n variants of which none shows what it should: one edit is in
// the way of all their checks.
func variantsFail(n int) *Report {
	results := []Result{passing(callsAPI, "reachable")}
	for i := range n {
		for _, s := range sameCause(3).Results[:3] {
			s.Expect = "fails route.missing"
			s = inVariant(s, fmt.Sprintf("way %d", i+1))
			s.Obstacles[0].Line = 200 + i
			results = append(results, s)
		}
	}
	return finish([]File{headlineFile()}, results)
}

// Of very many reasons why results do not pass some are told in full, each once,
// and with -v all of them for each result.
func TestTextTellsSomeInFull(t *testing.T) {
	for name, row := range map[string]struct {
		report          *Report
		inFull, results int
		rest            string
	}{
		"a reason each":         {manyCauses(25), mostResults, 27, "\n... and 16 more that do not pass; -v tells each of them in full\n"},
		"one reason for most":   {sameCause(25), 2, 27, "\n    and 16 more; -v tells each of them in full\n"},
		"a variant is a reason": {variantsFail(12), mostResults, 36, "\n... and 6 more that do not pass; -v tells each of them in full\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := text(t, row.report, TextOptions{})
			require.Equal(t, row.inFull, strings.Count(got, "\nFAIL  "))
			require.Contains(t, got, row.rest)
			require.Equal(t, row.results, strings.Count(text(t, row.report, TextOptions{Verbose: true}), "\nFAIL  "))
		})
	}
}

// The answer is on the first screen: how many do not hold, why, and where.
func TestTheFirstScreenIsTheAnswer(t *testing.T) {
	const screen = 24
	for name, r := range map[string]*Report{
		"one cause": sameCause(500), "many causes": manyCauses(500), "many files": badFiles(500),
		"many findings": manyFindings(500), "many variants": variantsFail(200), "all pass": manyFiles(500),
	} {
		t.Run(name, func(t *testing.T) {
			for _, o := range []TextOptions{{}, {Width: 80}, {Width: 200, Color: true, Unicode: true}, {Quiet: true}} {
				lines := strings.SplitAfter(text(t, r, o), "\n")
				first := strings.Join(lines[:min(screen, len(lines))], "")
				require.Contains(t, first, r.Counts.told(&printer{TextOptions: o}))
			}
		})
	}
}

func TestQuietTellsWhatDoesNotHold(t *testing.T) {
	require.Empty(t, text(t, allPass(), TextOptions{Quiet: true}))
	require.Empty(t, text(t, &Report{}, TextOptions{Quiet: true}))
	for name, r := range map[string]*Report{"fail": unreachable(), "unknown": unknown(), "findings": findings(), "many": manyFiles(12)} {
		got := text(t, r, TextOptions{Quiet: true})
		require.NotContains(t, got, "PASS", name)
		require.Contains(t, got, r.Counts.text(), name)
		for l := range strings.Lines(got) {
			require.Contains(t, text(t, r, TextOptions{}), l, name)
		}
	}
	warned := findings()
	warned.Files = warned.Files[2:3]
	require.Equal(t, text(t, finish(warned.Files, nil), TextOptions{Quiet: true}), text(t, finish(warned.Files, warned.Results), TextOptions{Quiet: true}))
	require.Contains(t, text(t, finish(warned.Files, warned.Results), TextOptions{Quiet: true}), "warning: there are no regions")
}

// The width moves words to other lines, and does nothing else.
func TestWidthChangesNoFacts(t *testing.T) {
	for name, r := range map[string]*Report{"pass": allPass(), "fail": unreachable(), "partial": partial(), "unknown": unknown()} {
		for i := range r.Results {
			for j := range r.Results[i].Obstacles {
				r.Results[i].Obstacles[j].Source = "" // lines of source are cut
			}
		}
		want := strings.Fields(text(t, r, TextOptions{Verbose: true}))
		for _, width := range []int{1, 40, 80, 133, 1000} {
			require.Equal(t, want, strings.Fields(text(t, r, TextOptions{Verbose: true, Width: width})), "%s at %d", name, width)
		}
	}
}

// Colours change nothing but colours.
func TestColorChangesNoText(t *testing.T) {
	for _, r := range []*Report{allPass(), unreachable(), partial(), unknown(), findings(), hostile()} {
		got := text(t, r, TextOptions{Color: true, Verbose: true})
		for _, s := range []style{bold, faint, red, green, yellow, blue, "0"} {
			got = strings.ReplaceAll(got, "\x1b["+string(s)+"m", "")
		}
		var trimmed []string
		for l := range strings.SplitSeq(got, "\n") {
			trimmed = append(trimmed, strings.TrimRight(l, " "))
		}
		require.Equal(t, text(t, r, TextOptions{Verbose: true}), strings.Join(trimmed, "\n"))
	}
}

// attack is what nobody may write to a terminal.
const attack = "\x1b[2J\x1b]0;owned\a\r\n\tPASS\u0085\u009b31m\u202egnp.exe\u2066\u2028\ufeff\U000e0041\xff<&>"

// attackAll puts the attack into every text of a value, lists and pointers
// included.
func attackAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + attack)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		attackAll(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			attackAll(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			attackAll(v.Field(i))
		}
	}
}

// hostile is a report in which every text is an attack, those included that a
// later version adds.
func hostile() *Report {
	var r Report
	attackAll(reflect.ValueOf(&r).Elem())
	return &r
}

// hostileNames has attacks where scenarios have names.
func hostileNames() *Report {
	file := File{File: "a\nPASS.yaml", Scenario: "\x1b[2Jclear", Findings: []Finding{{
		Severity: "warning", Summary: "\"\x1b]0;owned\a\" is not a name", Detail: "\u202eturned",
		File: "a\nPASS.yaml", Line: 1, Column: 8, EndLine: 1, EndColumn: 9, Source: "name: \"\x1b]0;owned\a\"\r",
	}}}
	s := passing("x\r\nPASS  reachable    y", "unreachable")
	s.File, s.Expect, s.Pass, s.Because = file.File, "reachable", false, ptr("route.missing")
	s.Path = []Hop{{Leg: 1, Direction: "forward", Action: "starts", Element: "instance/\u009b31m", Summary: "\tfrom\u2028there"}}
	return finish([]File{file}, []Result{s})
}

func TestNothingActsOnTheTerminal(t *testing.T) {
	for _, o := range []TextOptions{{}, {Verbose: true}, {Unicode: true}} {
		got := text(t, hostile(), o)
		for _, r := range got {
			require.True(t, r == '\n' || unicode.IsGraphic(r) && r != unicode.ReplacementChar, "%U is printed", r)
		}
		for l := range strings.SplitSeq(got, "\n") {
			require.False(t, strings.HasPrefix(strings.TrimSpace(l), "PASS"), "a line is forged: %s", l)
		}
	}
	var b bytes.Buffer
	require.NoError(t, WriteJSON(&b, hostile()))
	for _, r := range b.String() {
		require.True(t, r == '\n' || unicode.IsGraphic(r), "%U is printed", r)
	}
}

func TestTextLeavesTheReportAlone(t *testing.T) {
	r, same := hostile(), hostile()
	text(t, r, TextOptions{Verbose: true})
	require.Equal(t, same, r)
}

func TestTextTellsWriteErrors(t *testing.T) {
	full := errors.New("full")
	require.ErrorIs(t, WriteText(failing{full}, allPass(), TextOptions{}), full)
	require.ErrorIs(t, WriteJSON(failing{full}, allPass()), full)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
