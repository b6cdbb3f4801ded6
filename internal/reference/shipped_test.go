package reference_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/reference"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// courses is how many courses of events are drawn of each check in each reading.
const courses = 60

// variant is a what-if of a scenario that is shipped: its edits, and what it says
// of checks.
type variant struct {
	name            string
	base, root      *scenario.Node
	fails, unknowns map[string]diag.Code
}

// shipped reads a scenario and makes its variants; the first is the scenario as
// it is written.
func shipped(t *testing.T, file string) []variant {
	t.Helper()
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	root, findings := scenario.Read(file, src)
	require.False(t, findings.HasErrors(), "%v", findings)
	out := []variant{{name: "as written", base: root, root: root}}
	list := root.Field("variants")
	if list == nil {
		return out
	}
	for _, n := range list.Value.Items {
		edits, findings := scenario.DecodeEdits(at(n, "set"), at(n, "remove"), at(n, "merge"))
		require.False(t, findings.HasErrors(), "%v", findings)
		edited, _, findings := scenario.Apply(root, edits)
		require.False(t, findings.HasErrors(), "%v", findings)
		out = append(out, variant{
			name: at(n, "name").Text, base: root, root: edited, fails: codes(at(n, "fails")), unknowns: codes(at(n, "unknown")),
		})
	}
	return out
}

func at(n *scenario.Node, field string) *scenario.Node {
	if e := n.Field(field); e != nil {
		return e.Value
	}
	return nil
}

func codes(n *scenario.Node) map[string]diag.Code {
	out := map[string]diag.Code{}
	if n != nil {
		for _, e := range n.Entries {
			out[e.Key] = diag.Code(e.Value.Text)
		}
	}
	return out
}

// readings collects the switches that are asked for and goes through all of their
// values.
type readings struct {
	values map[string][]string
	order  []string
	chosen map[string]int
}

func (r *readings) read(name, element string, values []string) string {
	id := name + " " + element
	if _, ok := r.values[id]; !ok {
		r.values[id], r.order = values, append(r.order, id)
	}
	return values[r.chosen[id]]
}

// each calls do once for every reading; do must ask for the same switches if it
// is given the same values.
func (r *readings) each(do func()) {
	*r = readings{values: map[string][]string{}, chosen: map[string]int{}}
	for {
		do()
		i := len(r.order) - 1
		for ; i >= 0; i-- {
			id := r.order[i]
			if r.chosen[id]++; r.chosen[id] < len(r.values[id]) {
				break
			}
			delete(r.chosen, id)
			delete(r.values, id)
			r.order = r.order[:i]
		}
		if i < 0 {
			return
		}
	}
}

// told is what courses of a check came to, over all readings.
type told struct {
	fates    map[reference.Fate]int
	outcomes []reference.Outcome // that did not arrive
	short    []diag.Code
	switches []string
}

func ask(t *testing.T, s *reference.Scenario, check string) told {
	t.Helper()
	out := told{fates: map[reference.Fate]int{}}
	var r readings
	r.each(func() {
		w := s.Under(r.read)
		list, err := w.Sample(check, rand.New(rand.NewPCG(1, 2)), courses)
		require.NoError(t, err)
		require.Len(t, list, courses)
		for _, c := range list {
			o, err := w.Ask(check, c)
			require.NoError(t, err)
			require.NotEqual(t, reference.Impossible, o.Fate, "a course that was drawn cannot come about: %v", c)
			out.fates[o.Fate]++
			if o.Fate != reference.Arrives {
				out.outcomes = append(out.outcomes, o)
			} else if !slices.Contains(out.short, o.Short) {
				out.short = append(out.short, o.Short)
			}
		}
		for _, id := range r.order {
			name, _, _ := strings.Cut(id, " ")
			if !slices.Contains(out.switches, name) {
				out.switches = append(out.switches, name)
			}
		}
	})
	return out
}

func openCode(name string) diag.Code {
	return diag.Code("open." + strings.NewReplacer(".", "-", "_", "-").Replace(name))
}

func (o told) codes() []string {
	var out []string
	for _, x := range o.outcomes {
		out = append(out, fmt.Sprint(x.Fate, " ", x.Code, " ", x.Or))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// beyond are scenarios that ask for what the reference does not know, and what that
// is.
var beyond = map[string]string{
	"hub-and-spoke.yaml":                  "machines that forward between the tables of a transit router",
	"on-premises-client.yaml":             "sites that call APIs",
	"on-premises-client-enterprise.yaml":  "sites that call APIs",
	"on-premises-backend.yaml":            "backends of API gateways at sites",
	"on-premises-backend-enterprise.yaml": "backends of API gateways at sites",
}

// TestShippedScenarios: what every variant of the shipped scenarios says, and every
// saved regression that says its verdict, is what the reference finds by itself. In
// testdata is what the sheets say of points that are easily got wrong.
func TestShippedScenarios(t *testing.T) {
	shown, err := filepath.Glob("../../scenarios/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, shown)
	saved, err := filepath.Glob("../../reachability/testdata/regressions/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, saved)
	found, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	for _, file := range slices.Concat(shown, saved, found) {
		if why := beyond[filepath.Base(file)]; why != "" {
			t.Run(filepath.Base(file), func(t *testing.T) { t.Skip("the reference does not cover it: " + why) })
			continue
		}
		for _, v := range shipped(t, file) {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml")+"/"+v.name, func(t *testing.T) {
				s, err := reference.ReadEdited(v.base, v.root)
				if errors.Is(err, reference.ErrUncovered) {
					t.Skip(err)
				}
				require.NoError(t, err)
				for _, n := range at(v.root, "checks").Items {
					if slices.Contains(shown, file) || at(n, "expect") != nil {
						v.holds(t, s, n)
					}
				}
			})
		}
	}
}

// networks reports whether a variant has transit routers or sites: there several
// things can be told of one that is missing.
func (v variant) networks() bool {
	if at(v.root, "idcs") != nil {
		return true
	}
	cens := at(v.root, "cens")
	return cens != nil && slices.ContainsFunc(cens.Entries, func(e scenario.Entry) bool { return at(e.Value, "transit_routers") != nil })
}

// holds compares what a variant says of a check with what its courses come to.
func (v variant) holds(t *testing.T, s *reference.Scenario, n *scenario.Node) {
	check := at(n, "name").Text
	o := ask(t, s, check)
	expect := "reachable"
	if e := at(n, "expect"); e != nil {
		expect = e.Text
	}
	if v.fails[check] == "verdict.reachable" {
		require.Equal(t, map[reference.Fate]int{reference.Arrives: o.fates[reference.Arrives]}, o.fates, "%q: %v", check, o.codes())
		return
	}
	if code, ok := v.fails[check]; ok {
		require.Zero(t, o.fates[reference.Unknown], "%q: %v", check, o.codes())
		if o.fates[reference.Stopped] == 0 {
			require.Equal(t, []diag.Code{code}, o.short, "%q", check)
			return
		}
		for _, x := range o.outcomes {
			if v.networks() {
				require.True(t, x.Has(code), "%q: %s is told, and the reference says %v", check, code, o.codes())
			} else {
				require.Equal(t, code, x.Code, "%q: %v", check, o.codes())
			}
		}
		return
	}
	if code, ok := v.unknowns[check]; ok {
		if !strings.HasPrefix(string(code), "open.") || code == "open.stage-definition" {
			require.NotZero(t, o.fates[reference.Unknown])
			for _, x := range o.outcomes {
				require.Equal(t, code, x.Code, "%q", check)
			}
			return
		}
		require.Greater(t, len(o.fates), 1, "%q: all readings agree: %v", check, o.codes())
		require.True(t, slices.ContainsFunc(o.switches, func(name string) bool { return openCode(name) == code }), "%q: %v", check, o.switches)
		return
	}
	switch expect {
	case "reachable":
		require.Equal(t, map[reference.Fate]int{reference.Arrives: o.fates[reference.Arrives]}, o.fates, "%q: %v", check, o.codes())
		require.Equal(t, []diag.Code{""}, o.short, "%q", check)
	case "unreachable":
		require.Equal(t, map[reference.Fate]int{reference.Stopped: o.fates[reference.Stopped]}, o.fates, "%q: %v", check, o.codes())
	case "partial":
		require.NotZero(t, o.fates[reference.Arrives], "%q: %v", check, o.codes())
		require.NotZero(t, o.fates[reference.Stopped], "%q: %v", check, o.codes())
	case "unknown":
		require.Greater(t, len(o.fates), 1, "%q: all readings agree: %v", check, o.codes())
	default:
		t.Fatalf("%q expects %s", check, expect)
	}
}
