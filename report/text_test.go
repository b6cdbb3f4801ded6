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

// Of very many results that do not pass, all are listed and some are told.
func TestTextTellsSomeInFull(t *testing.T) {
	var results []Result
	for i := range 25 {
		s := passing(fmt.Sprintf("check %d", i), "unreachable")
		s.Expect, s.Pass, s.Because = "reachable", false, ptr("route.missing")
		results = append(results, s)
	}
	r := finish([]File{headlineFile()}, results)
	got := text(t, r, TextOptions{})
	require.Equal(t, 25, strings.Count(got, "  FAIL  unreachable"))
	require.Equal(t, mostResults, strings.Count(got, "\nFAIL  check"))
	require.Contains(t, got, "\n... and 5 more that do not pass, listed above; -v tells each of them in full\n")
	require.Equal(t, 25, strings.Count(text(t, r, TextOptions{Verbose: true}), "\nFAIL  check"))
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
