package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func gitHub(t *testing.T, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteGitHub(&b, r))
	return b.String()
}

func TestGitHub(t *testing.T) {
	for name, r := range map[string]*Report{
		"unreachable": unreachable(), "unknown": unknown(), "findings": findings(), "hostile": hostileNames(), "empty": {},
		"same-cause": sameCause(14),
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".github.txt", []byte(gitHub(t, r)))
		})
	}
}

// sameCause is n checks that fail at one place, and two that are reachable and
// should not be.
func sameCause(n int) *Report {
	var results []Result
	for i := range n {
		s := passing(fmt.Sprintf("web %d reaches the database", i+1), "unreachable")
		s.Expect, s.Pass, s.Because, s.Line = "reachable", false, ptr("sg.ingress-denied"), 40+i
		s.Obstacles = []Obstacle{{
			Leg: 1, Direction: "forward", Code: "sg.ingress-denied", Kind: "filter", Element: "security group db",
			File: headline, Line: 12, Column: 9, Source: "        db: {ingress: []}",
			Summary: "no ingress rule of security group db accepts it", Symptom: "timeout: nothing answers",
			Needed: "an ingress rule that accepts it",
		}}
		results = append(results, s)
	}
	for _, name := range []string{"the office is kept out", "the internet is kept out"} {
		s := passing(name, "reachable")
		s.Expect, s.Pass, s.Because = "unreachable", false, ptr("verdict.reachable")
		results = append(results, s)
	}
	return finish([]File{headlineFile()}, results)
}

// One command is one line, and nothing that a scenario says is a command or a
// property of one.
func TestGitHubForgesNothing(t *testing.T) {
	evil := "a%0A::error::b,file=c:d\n::warning::e\r"
	s := passing(evil, "unreachable")
	s.Expect, s.Pass, s.File = "reachable", false, evil
	for name, r := range map[string]*Report{"evil": finish([]File{{File: evil}}, []Result{s}), "hostile": hostile()} {
		t.Run(name, func(t *testing.T) {
			out := gitHub(t, r)
			for l := range strings.Lines(out) {
				require.Regexp(t, `^::(error|warning|notice) [^:]*::[^\r\n]*\n$`, l)
			}
		})
	}
	require.Contains(t, gitHub(t, finish([]File{{File: evil}}, []Result{s})),
		`title=a%250A%3A%3Aerror%3A%3Ab%2Cfile=c%3Ad\n%3A%3Awarning%3A%3Ae\r::`)
}
