package run_test

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/report"
	"netsim/topology"
	"netsim/topology/diag"
)

// codesDir has small scenarios that show what those that ship do not.
const codesDir = "testdata/codes"

var codeScenarios = sync.OnceValues(func() ([]*shipped, error) {
	paths, err := filepath.Glob(filepath.Join(root, codesDir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var out []*shipped
	for _, p := range paths {
		s, err := check(disk{}, codesDir+"/"+filepath.Base(p))
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
})

// shownBy are the scenarios that examples may name, by their files.
func shownBy(t *testing.T) map[string]*shipped {
	t.Helper()
	small, err := codeScenarios()
	require.NoError(t, err)
	require.NotEmpty(t, small)
	byFile := map[string]*shipped{}
	for _, s := range slices.Concat(shippedScenarios(t), small) {
		byFile[s.Name] = s
	}
	return byFile
}

func TestCodeScenariosHold(t *testing.T) {
	t.Parallel()
	small, err := codeScenarios()
	require.NoError(t, err)
	for _, s := range small {
		require.Empty(t, s.Findings, s.name)
		require.NotEmpty(t, s.base, s.name)
		for _, r := range s.report.Results {
			require.True(t, r.Pass, "%s: %s", s.name, tell(&r))
		}
	}
}

// Each code has a check that does not show it, and the same check under a
// variant that does: it is neither never told nor always.
func TestEveryCodeIsShown(t *testing.T) {
	t.Parallel()
	scenarios := shownBy(t)
	for _, e := range topology.ExplainedCodes().Entries() {
		if e.Unshown != "" {
			require.Empty(t, e.Examples, "%s: an example, and a reason why there is none", e.Code)
			for _, s := range scenarios {
				for _, r := range s.report.Results {
					require.False(t, mentions(&r, e.Code), "%s: there could be an example of %s", s.name, e.Code)
				}
			}
			continue
		}
		require.NotEmpty(t, e.Examples, "nothing shows %s: name an example, or write in %s a scenario whose variant shows it", e.Code, codesDir)
		for _, x := range e.Examples {
			s := scenarios[x.File]
			require.NotNil(t, s, "%s: there is no scenario %s", e.Code, x.File)
			require.Contains(t, s.varied, x.Variant, "%s: variant of %s", e.Code, x.File)
			require.True(t, differs(s, x), "%s: the variant %q of %s does not show it where the scenario itself does not", e.Code, x.Variant, x.File)
		}
	}
}

// differs reports whether a check shows a code in the variant, and does not in
// the scenario itself: as the reason of its result, or, where that holds, as
// something that its verdict rests on.
func differs(s *shipped, x diag.Example) bool {
	for name, now := range s.varied[x.Variant] {
		base := s.base[name]
		switch {
		case base == nil:
		case reason(now) == string(x.Code) && !mentions(base, x.Code):
			return true
		case now.Because == nil && rests(now, x.Code) && !rests(base, x.Code):
			return true
		}
	}
	return false
}

// rests reports whether a verdict rests on a switch, declared or not.
func rests(r *report.Result, c diag.Code) bool {
	return slices.ContainsFunc(r.Assumptions, func(a report.Assumption) bool { return a.Code == string(c) })
}

// mentions reports whether a code is in a result at all, but for switches that it
// declares.
func mentions(r *report.Result, c diag.Code) bool {
	return reason(r) == string(c) ||
		slices.ContainsFunc(r.Obstacles, func(o report.Obstacle) bool { return o.Code == string(c) }) ||
		slices.ContainsFunc(r.Assumptions, func(a report.Assumption) bool { return a.Code == string(c) && !a.Declared })
}

// An example is a result that has the code as its reason, where any can have: a
// verdict that rests on a switch says less than one that turns on it.
func TestExamplesAreReasonsWhereTheyCanBe(t *testing.T) {
	t.Parallel()
	scenarios := shownBy(t)
	reasons := map[string]bool{}
	for _, s := range scenarios {
		for _, r := range s.report.Results {
			reasons[reason(&r)] = true
		}
	}
	for _, e := range topology.ExplainedCodes().Entries() {
		for _, x := range e.Examples {
			given := slices.ContainsFunc(scenarios[x.File].report.Results, func(r report.Result) bool {
				return r.Variant != nil && *r.Variant == x.Variant && reason(&r) == string(e.Code)
			})
			require.Equal(t, reasons[string(e.Code)], given, "%s: %q of %s", e.Code, x.Variant, x.File)
		}
	}
}

// What no code is shown by has no place among the small scenarios.
func TestEveryVariantOfTheCodeScenariosIsAnExample(t *testing.T) {
	t.Parallel()
	named := map[[2]string]bool{}
	for _, e := range topology.ExplainedCodes().Entries() {
		for _, x := range e.Examples {
			named[[2]string{x.File, x.Variant}] = true
		}
	}
	small, err := codeScenarios()
	require.NoError(t, err)
	for _, s := range small {
		for _, v := range s.Variants {
			require.True(t, named[[2]string{s.Name, v.Name.V}], "%s: %s", s.Name, v.Name.V)
		}
	}
}
