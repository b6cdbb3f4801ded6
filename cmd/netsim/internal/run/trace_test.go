package run_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
	"netsim/topology"
)

// Who traces a check sees what the check saw, in the scenario as written and in
// its variants. What the check claims, and what came of that, is another matter.
func TestATraceOfACheckIsTheCheck(t *testing.T) {
	const every = 19 // variants take time
	for _, file := range []string{"../../../../scenarios/function-to-api-cross-region.yaml", "../../../../scenarios/function-to-api-same-region.yaml", "../../../../scenarios/aws-private-api-cross-account.yaml"} {
		checked, err := run.Files(context.Background(), folder{}, []string{file}, run.Options{Full: true})
		require.NoError(t, err)
		compared := 0
		for i, want := range checked.Results {
			if want.Variant != nil && i%every != 0 {
				continue
			}
			q := topology.Question{Check: &topology.Typed{Flag: "--check", Text: want.Check}}
			if want.Variant != nil {
				q.Variant = &topology.Typed{Flag: "--variant", Text: *want.Variant}
			}
			traced, err := run.Trace(context.Background(), folder{}, file, q)
			require.NoError(t, err)
			require.Len(t, traced.Results, 1, "%+v", traced.Files)
			got := traced.Results[0]
			require.Equal(t, "reachable", got.Expect)
			require.Equal(t, got.Verdict == "reachable" && got.Because == nil, got.Pass)
			require.Equal(t, want.Check, got.Question.Check)
			got.Expect, got.Pass, got.Because, got.Question = want.Expect, want.Pass, want.Because, want.Question
			got.Line, got.Column = want.Line, want.Column // of a variant's result: the variant
			require.Equal(t, want, got)
			compared++
		}
		require.Greater(t, compared, 5)
	}
}

// Every piece says what becomes of it, what decided, and where that is written.
func TestEveryPieceSaysWhatDecided(t *testing.T) {
	for _, file := range []string{"function-to-api-cross-region.yaml", "function-to-api-same-region.yaml", "aws-private-api-cross-account.yaml"} {
		r, err := run.Files(context.Background(), folder{}, []string{"../../../../scenarios/" + file}, run.Options{Full: true})
		require.NoError(t, err)
		fates := map[string]int{}
		for _, s := range r.Results {
			passed := map[bool]int{}
			for _, p := range s.Pieces {
				fates[p.Fate]++
				require.NotEmpty(t, p.Element, "%s: %+v", s.Check, p)
				require.Equal(t, p.Fate == "passes", p.Code == "", "%s: %+v", s.Check, p)
				if p.Element != "the internet" { // which nobody writes
					require.Positive(t, p.Line, "%s: %+v", s.Check, p)
				}
				passed[p.Fate == "passes"]++
			}
			require.Equal(t, len(s.Allowed) > 0, passed[true] > 0, s.Check)
			require.Equal(t, len(s.Denied) > 0, passed[false] > 0, s.Check)
		}
		require.Positive(t, fates["passes"])
		require.Positive(t, fates["stops"])
	}
}

// A route that was not used says why.
func TestEveryRouteThatWasConsideredSaysWhyNot(t *testing.T) {
	var all []report.Candidate
	r, err := run.Files(context.Background(), folder{}, []string{"../../../../scenarios/function-to-api-cross-region.yaml"}, run.Options{Full: true})
	require.NoError(t, err)
	for _, s := range r.Results {
		for _, h := range s.Path {
			require.True(t, len(h.Considered) == 0 || h.Action == "routes" || h.Code != "", "%s: %+v", s.Check, h)
			for _, c := range h.Considered {
				require.NotEqual(t, h.Element+h.Summary, c.Element+c.Summary)
				require.NotEmpty(t, c.Summary, "%s: %+v", s.Check, c)
				require.NotEmpty(t, c.Prefix, "%s: %+v", s.Check, c)
				all = append(all, c)
			}
		}
	}
	require.Greater(t, len(all), 20)
}
