package run_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The rows that the documents number are there, each by itself or by ways to get
// it wrong.
func TestTheListsOfTheDocumentsAreWhole(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, l := range loadAcceptance(t) {
		for _, r := range l.rows {
			ids = append(ids, r.id)
		}
	}
	for list, rows := range map[string]int{
		"P": 36, "J1.": 12, "J2.": 20, "J3.": 8, "J4.": 12, "J5.": 14, "c3.": 5,
		"j1.": 12, "j2.": 7, "j3.": 9, "j4.": 8, "j5.": 6,
	} {
		for n := range rows {
			want := list + strconv.Itoa(n+1)
			require.True(t, slices.ContainsFunc(ids, func(id string) bool {
				return id == want || strings.HasPrefix(id, want+".")
			}), "no row %s", want)
		}
	}
}

func TestAListThatTellsSymptomsTellsThemOfEachRefusal(t *testing.T) {
	t.Parallel()
	told := 0
	for _, l := range loadAcceptance(t) {
		tells := slices.ContainsFunc(l.rows, func(r acceptanceRow) bool { return r.symptom != "" })
		for _, r := range l.rows {
			require.Equal(t, tells && r.refused(), r.symptom != "", "the symptom of row %s", r.id)
			if r.symptom != "" {
				told++
			}
		}
	}
	require.Positive(t, told)
}

// What stops a call is where the documents say, and its caller sees what they say.
func TestTheFirstObstacleIsWhatItsRowTells(t *testing.T) {
	t.Parallel()
	rows := map[string]acceptanceRow{}
	for _, l := range loadAcceptance(t) {
		for _, r := range l.rows {
			rows[r.id] = r
		}
	}
	for _, s := range shippedScenarios(t) {
		for _, v := range s.Variants {
			for _, id := range proves(v) {
				r := rows[id]
				if !r.tells() {
					continue
				}
				t.Run(id, func(t *testing.T) {
					require.NotEmpty(t, v.Fails)
					for check := range v.Fails {
						result := s.varied[v.Name.V][check]
						require.NotNil(t, result)
						require.NotEmpty(t, result.Obstacles, "%s", tell(result))
						first := result.Obstacles[0]
						if r.symptom != "" && r.symptom != unsaid {
							require.Regexp(t, beginsWith(r.symptom), first.Symptom, "%s", tell(result))
						}
						require.Contains(t, first.Symptom, r.message, "%s", tell(result))
						require.Contains(t, first.Element, r.element, "%s", tell(result))
						if r.direction != "" {
							require.Equal(t, r.direction, first.Direction, "%s", tell(result))
						}
						verdict := r.verdict
						if verdict == "" {
							verdict = "unreachable"
						}
						require.Equal(t, verdict, result.Verdict, "%s", tell(result))
					}
				})
			}
		}
	}
}

// beginsWith is a pattern for texts that begin with another, in which x among
// digits is any digit.
func beginsWith(text string) string {
	return "^" + regexp.MustCompile(`\b(\d)xx\b`).ReplaceAllString(regexp.QuoteMeta(text), `$1\d\d`)
}
