package run_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
	"netsim/internal/generate"
	"netsim/reachability"
	"netsim/report"
	"netsim/topology"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// text is a folder with one file in it.
type text string

const theFile = "scenario.yaml"

func (t text) ReadFile(path string) ([]byte, error) {
	if path != theFile {
		return nil, fs.ErrNotExist
	}
	return []byte(t), nil
}

func reportOn(t *testing.T, scenario string) *report.Report {
	t.Helper()
	return reportWith(t, scenario, run.Options{Full: true})
}

func reportWith(t *testing.T, scenario string, o run.Options) *report.Report {
	t.Helper()
	r, err := run.Files(context.Background(), text(scenario), []string{theFile}, o)
	require.NoError(t, err)
	return r
}

// output is everything that a report says, in both forms.
func output(t *testing.T, r *report.Report) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.WriteJSON(&out, r))
	require.NoError(t, report.WriteText(&out, r, report.TextOptions{Verbose: true, Unicode: true}))
	return out.String()
}

// requireSame compares long outputs, and tells the first line that differs.
func requireSame(t *testing.T, want, got, name string) {
	t.Helper()
	if want == got {
		return
	}
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		require.Equal(t, w[i], g[i], "%s: line %d of the output", name, i+1)
	}
	require.Len(t, g, len(w), name)
}

// trees are the shipped scenarios, and some that are made at random.
func trees(t *testing.T, random *generate.Series, n int) map[string]generate.Mapping {
	t.Helper()
	out := map[string]generate.Mapping{}
	for _, s := range shippedScenarios(t) {
		root, _, findings := scenario.Load(disk{}, scenarioDir+"/"+s.name+".yaml")
		require.Empty(t, findings)
		out[s.name] = treeOf(root).(generate.Mapping)
	}
	for range n {
		g := random.Next()
		out[fmt.Sprintf("seed %d", g.Seed)] = g.Tree
	}
	require.NoError(t, random.Err())
	return out
}

// bare is a scalar that is written as it was.
type bare string

// treeOf is a scenario that was read as a tree that can be written.
func treeOf(n *scenario.Node) any {
	switch n.Kind {
	case scenario.Map:
		m := generate.Mapping{}
		for _, e := range n.Entries {
			m.Put(e.Key, treeOf(e.Value))
		}
		return m
	case scenario.List:
		l := generate.List{}
		for _, item := range n.Items {
			l = append(l, treeOf(item))
		}
		return l
	}
	if n.Quoted || strings.ContainsAny(n.Text, ":#{}[],&*!|>'\"%@`\n") {
		quoted, _ := json.Marshal(n.Text)
		return bare(quoted)
	}
	return bare(n.Text)
}

func TestOutputIsTheSameToTheByte(t *testing.T) {
	t.Parallel()
	random := &generate.Series{Seed: 7_000_000, Crossings: true, Options: generate.Options{NetworkACLs: true, Variants: true}}
	for name, tree := range trees(t, random, 3) {
		// Shipped scenarios have some hundred results each: what holds is not told in
		// full.
		o := run.Options{Full: strings.HasPrefix(name, "seed")}
		first := output(t, reportWith(t, tree.Text(), o))
		for range 19 {
			requireSame(t, first, output(t, reportWith(t, tree.Text(), o)), name)
		}
	}
}

// The order of maps changes where things are written, and nothing else.
func TestTheOrderOfMapsChangesLinesOnly(t *testing.T) {
	t.Parallel()
	random := &generate.Series{Seed: 8_000_000, Crossings: true, Options: generate.Options{NetworkACLs: true, Variants: true}}
	for name, tree := range trees(t, random, 8) {
		r := rand.New(rand.NewPCG(8, 8))
		want := output(t, unplaced(reportOn(t, tree.Text())))
		for range 2 {
			shuffled := tree.Write(generate.Writing{Shuffle: r})
			requireSame(t, want, output(t, unplaced(reportOn(t, shuffled))), name)
		}
	}
}

// Names change nothing but names.
func TestNamesChangeNamesOnly(t *testing.T) {
	t.Parallel()
	random := &generate.Series{Seed: 9_000_000, Crossings: true, Options: generate.Options{NetworkACLs: true, Variants: true, Unequal: true}}
	whole := 0
	for range 20 {
		g := random.Next()
		rename, old := generate.NewNames(rand.New(rand.NewPCG(g.Seed, 9))), map[string]string{}
		renamed := g.Tree.Write(generate.Writing{Rename: func(n generate.Name) string {
			to := rename(n)
			old[to] = string(n)
			return to
		}})
		encoded, err := json.Marshal(reportOn(t, renamed))
		require.NoError(t, err)
		encoded = newName.ReplaceAllFunc(encoded, func(name []byte) []byte { return []byte(old[string(name)]) })
		got := &report.Report{}
		require.NoError(t, json.Unmarshal(encoded, got))
		got = unplaced(got)
		want := unplaced(reportOn(t, g.Text))
		whole += unordered(t, g.Text, want)
		unordered(t, g.Text, got)
		requireSame(t, output(t, want), output(t, got), fmt.Sprintf("seed %d", g.Seed))
	}
	require.NoError(t, random.Err())
	require.Greater(t, whole, 100)
}

// newName is what generate.NewNames makes.
var newName = regexp.MustCompile(`\b[a-z]\d+-x\b`)

// unplaced is a report without the lines of anything, what stands on them included.
func unplaced(r *report.Report) *report.Report {
	encoded, _ := json.Marshal(r)
	encoded = source.ReplaceAll(encoded, []byte(`"source":""`))
	encoded = inWords.ReplaceAll(placement.ReplaceAll(encoded, []byte(`"$1":0`)), []byte("(line 0)"))
	out := &report.Report{}
	if err := json.Unmarshal(encoded, out); err != nil {
		panic(err)
	}
	for i := range out.Files {
		// Of two that are in each other's way a finding is about the one that is
		// written later.
		f := &out.Files[i]
		for j := range f.Findings {
			f.Findings[j] = report.Finding{Severity: f.Findings[j].Severity, Summary: named.ReplaceAllString(f.Findings[j].Summary, "")}
		}
		slices.SortFunc(f.Findings, func(a, b report.Finding) int { return cmp.Compare(a.Summary, b.Summary) })
	}
	return out
}

// unordered takes from a report what the order of names decides: the order of
// lists, and of results of which there are several tellings, which of them it is.
// It returns how many results are there whole.
func unordered(t *testing.T, scenario string, r *report.Report) (whole int) {
	file := topology.Load(text(scenario), theFile, topology.Codes())
	require.NotNil(t, file.Base)
	for i := range r.Results {
		result := &r.Results[i]
		m := file.Base
		for _, v := range file.Variants {
			if result.Variant != nil && *result.Variant == v.Name.V {
				m = v.Model
			}
		}
		if toldInOneWay(m, result) {
			whole++
			sortByText(result.Path)
			sortByText(result.Obstacles)
			sortByText(result.Allowed)
			sortByText(result.Denied)
			sortByText(result.Assumptions)
			continue
		}
		*result = report.Result{Check: result.Check, Variant: result.Variant, Verdict: result.Verdict, Pass: result.Pass}
	}
	return whole
}

// toldInOneWay reports whether a result is about one leg and what hangs on it,
// and no order of attaching is open: else path and obstacles are those of the
// first leg, or of the first reading, by name.
func toldInOneWay(m *topology.Model, r *report.Result) bool {
	for _, a := range r.Assumptions {
		if a.Switch == "attached_order" && !a.Declared {
			return false
		}
	}
	for _, c := range m.Checks() {
		if c.Name.V != r.Check {
			continue
		}
		a := reachability.Solve(m.Case(c).Lower(fabric.Reading{}))
		return len(a.Legs) <= 1
	}
	return false
}

func sortByText[T any](list []T) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

var (
	named     = regexp.MustCompile(`"[^"]*"`)
	placement = regexp.MustCompile(`"(line|column|end_line|end_column)":\d+`)
	source    = regexp.MustCompile(`"source":"([^"\\]|\\.)*"`)
	inWords   = regexp.MustCompile(`\(line \d+\)`)
)
