package report

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func junit(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteJUnit(&b, r))
	return b.Bytes()
}

func TestJUnit(t *testing.T) {
	for name, r := range map[string]*Report{
		"unreachable": unreachable(), "unknown": unknown(), "findings": findings(), "hostile": hostileNames(), "empty": {},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".junit.xml", junit(t, r))
		})
	}
}

// Whatever a scenario is made of, the file is XML, and says what the report does.
func TestJUnitReadsBack(t *testing.T) {
	evil := hostile()
	evil.Files[1].File = "another" // a file is in a report once
	for name, r := range map[string]*Report{"hostile": evil, "names": hostileNames(), "unreachable": unreachable(), "findings": findings()} {
		t.Run(name, func(t *testing.T) {
			var got suites
			require.NoError(t, xml.Unmarshal(junit(t, r), &got))
			failures, errors, tests := 0, 0, 0
			for _, s := range got.Suites {
				for _, c := range s.Cases {
					tests++
					require.NotEmpty(t, c.Name)
					require.NotEmpty(t, c.Class)
					if c.Failure != nil {
						failures++
						require.NotEmpty(t, c.Failure.Type)
						require.NotEmpty(t, c.Failure.Message)
					}
					if c.Error != nil {
						errors++
					}
				}
			}
			tally := Tally(r.Files, r.Results)
			require.Equal(t, tested{tally.Results + tally.Errors, tally.Failed, tally.Errors}, got.tested)
			require.Equal(t, tested{tests, failures, errors}, got.tested)
		})
	}
}

// A failure is told in the words of the text form.
func TestJUnitTellsFailuresAsTextDoes(t *testing.T) {
	r := unreachable()
	var got suites
	require.NoError(t, xml.Unmarshal(junit(t, r), &got))
	want := text(t, r, TextOptions{Verbose: true})
	told := 0
	for _, c := range got.Suites[0].Cases {
		if c.Failure != nil {
			told++
			require.Contains(t, want, strings.TrimSpace(c.Failure.Text))
		}
	}
	require.Equal(t, 3, told)
}
