package run_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/report"
)

var update = flag.Bool("update", false, "rewrite the pages of docs/")

func TestScenariosHold(t *testing.T) {
	t.Parallel()
	for _, s := range shippedScenarios(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range s.report.Files {
				require.Empty(t, f.Findings)
			}
			require.NotEmpty(t, s.base)
			for _, r := range s.report.Results {
				require.True(t, r.Pass, "%s", tell(&r))
			}
		})
	}
}

// What the headline scenario claims, apart from its variants.
func TestHeadlineScenario(t *testing.T) {
	t.Parallel()
	s := scenarioNamed(t, "function-to-api-cross-region")
	require.Equal(t, "function-to-api-cross-region", s.Scenario)

	call := s.base["the function calls the API by its VPC subdomain"]
	require.NotNil(t, call)
	require.True(t, call.Pass)
	require.Equal(t, "reachable", call.Verdict)
	require.Nil(t, call.Because)
	require.Empty(t, call.Obstacles)
	require.Empty(t, call.Denied)
	require.Empty(t, call.VariesBy)
	require.NotNil(t, call.Witness)

	direct := s.base["the function cannot reach the backend directly"]
	require.NotNil(t, direct)
	require.True(t, direct.Pass)
	require.Equal(t, "unreachable", direct.Verdict)
	require.Empty(t, direct.Allowed)

	for variant, because := range map[string]string{
		"Zhangjiakou is not an access region of the service route": "route.service-route-missing",
		"nothing allocated between the two regions":                "bandwidth.test-only",
		"the public subdomain is off":                              "",
	} {
		require.Contains(t, s.varied, variant)
		require.Equal(t, because, reason(s.varied[variant][call.Check]), variant)
	}
}

func TestEveryRowIsProved(t *testing.T) {
	t.Parallel()
	proved := map[[2]string]bool{} // id and scenario
	for _, s := range shippedScenarios(t) {
		for _, v := range s.Variants {
			for _, id := range proves(v) {
				proved[[2]string{id, s.name}] = true
			}
		}
	}
	seen := map[string]bool{}
	for _, l := range loadAcceptance(t) {
		for _, r := range l.rows {
			require.False(t, seen[r.id], "row %s is there twice", r.id)
			seen[r.id] = true
			if r.unmodelled != "" {
				continue // and TestVariantsSayWhatTheirRowsSay lets no variant prove it
			}
			require.NotEmpty(t, r.scenarios, "row %s says where it is proved", r.id)
			for _, name := range r.scenarios {
				scenarioNamed(t, name)
				require.True(t, proved[[2]string{r.id, name}], "no variant of %s proves row %s: %s", name, r.id, r.text)
			}
		}
	}
}

func TestVariantsSayWhatTheirRowsSay(t *testing.T) {
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
				r, ok := rows[id]
				require.True(t, ok, "%s: %q proves row %s, which %s does not have", s.name, v.Name.V, id, acceptanceFile)
				require.Equal(t, []string{r.says()}, says(v), "%s: %q proves row %s", s.name, v.Name.V, id)
			}
		}
	}
}

// A part that is asked for makes a difference when it goes; one that is not
// changes no verdict.
func TestEveryVariantMakesADifferenceUnlessItIsAControl(t *testing.T) {
	t.Parallel()
	controls := map[string]bool{}
	for _, l := range loadAcceptance(t) {
		for _, r := range l.rows {
			controls[r.id] = r.says() == control
		}
	}
	for _, s := range shippedScenarios(t) {
		for _, v := range s.Variants {
			ids := proves(v)
			isControl := len(ids) > 0
			for _, id := range ids {
				isControl = isControl && controls[id]
			}
			verdicts, all := true, true
			for name, base := range s.base {
				now := s.varied[v.Name.V][name]
				require.NotNil(t, now, "%s: %q has no check %q", s.name, v.Name.V, name)
				verdicts = verdicts && base.Verdict == now.Verdict && reason(base) == reason(now)
				all = all && sameAnswer(base, now)
			}
			if isControl {
				require.True(t, verdicts, "%s: %q is a control, and changes a verdict", s.name, v.Name.V)
			} else {
				require.False(t, all, "%s: %q changes nothing, and is no control", s.name, v.Name.V)
				require.False(t, verdicts, "%s: %q changes no verdict, and is no control", s.name, v.Name.V)
			}
		}
	}
}

func TestAcceptanceDocs(t *testing.T) {
	t.Parallel()
	want := acceptancePage(loadAcceptance(t), shippedScenarios(t))
	path := filepath.Join(root, acceptanceDocs)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	// The page is long: a difference of it says nothing that git diff does not say better.
	require.True(t, want == string(got), "%s is stale: go test ./cmd/netsim/internal/run -update", acceptanceDocs)
}

func reason(r *report.Result) string {
	if r.Because == nil {
		return ""
	}
	return *r.Because
}

func sameAnswer(a, b *report.Result) bool {
	if a.Verdict != b.Verdict || reason(a) != reason(b) || len(a.Obstacles) != len(b.Obstacles) {
		return false
	}
	for i := range a.Obstacles {
		if a.Obstacles[i] != b.Obstacles[i] {
			return false
		}
	}
	return true
}

// tell is a result in words, for a test that fails.
func tell(r *report.Result) string {
	var b strings.Builder
	if r.Variant != nil {
		b.WriteString(*r.Variant + ": ")
	}
	b.WriteString(r.Check + ": " + r.Verdict + " " + reason(r) + ", and " + r.Expect + " is expected")
	for _, o := range r.Obstacles {
		b.WriteString("\n  " + o.Code + " (" + o.Direction + "): " + o.Summary)
	}
	return b.String()
}
