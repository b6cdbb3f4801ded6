package run_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
	"netsim/topology"
	"netsim/topology/scenario"
)

// The files, from the folder of this test.
const (
	root           = "../../../.."
	acceptanceFile = "testdata/acceptance.yaml"
	acceptanceDocs = "docs/acceptance.md"
	scenarioDir    = "scenarios"
)

// disk reads files by their paths from the root of the repository.
type disk struct{}

func (disk) ReadFile(path string) ([]byte, error) { return os.ReadFile(filepath.Join(root, path)) }

// acceptanceList is one list of what must be got right.
type acceptanceList struct {
	id, title string
	rows      []acceptanceRow
}

// acceptanceRow is one row of a list.
type acceptanceRow struct {
	id, text, note string
	code           string   // empty if the verdict is unknown
	unknown        string   // why the verdict is unknown; else empty
	unmodelled     string   // why nothing can prove the row; else empty
	scenarios      []string // where it must be proved
	// What is told of the first obstacle besides.
	symptom, message, element, direction, verdict string
}

// control is the code of a row whose part is not asked for.
const control = "control"

// unsaid is the symptom where the documents do not say what the caller sees.
const unsaid = "open"

// refused: what the row is about stops somebody.
func (r acceptanceRow) refused() bool { return r.code != "" && r.code != control }

// tells: the row says more of the first obstacle than its code.
func (r acceptanceRow) tells() bool {
	return r.symptom+r.message+r.element+r.direction+r.verdict != ""
}

// says is what a variant that proves the row has to say.
func (r acceptanceRow) says() string {
	switch {
	case r.unknown != "":
		return "unknown: " + r.unknown
	default:
		return r.code
	}
}

func loadAcceptance(t *testing.T) []acceptanceList {
	t.Helper()
	tree, _, findings := scenario.Load(disk{}, acceptanceFile)
	require.Empty(t, findings)
	var lists []acceptanceList
	for _, n := range tree.Field("lists").Value.Items {
		fields := readFields(t, n, "id", "title", "scenarios", "rows")
		l := acceptanceList{id: fields["id"].Text, title: fields["title"].Text}
		for _, item := range fields["rows"].Items {
			row := readFields(t, item, "id", "text", "code", "unknown", "unmodelled", "scenarios", "note", "symptom", "message", "element", "direction", "verdict")
			text := func(key string) string {
				if row[key] == nil {
					return ""
				}
				return row[key].Text
			}
			r := acceptanceRow{
				id: text("id"), text: text("text"), note: text("note"), code: text("code"), unknown: text("unknown"), unmodelled: text("unmodelled"),
				scenarios: texts(fields["scenarios"]),
				symptom:   text("symptom"), message: text("message"), element: text("element"), direction: text("direction"), verdict: text("verdict"),
			}
			if own := row["scenarios"]; own != nil {
				r.scenarios = texts(own)
			}
			require.NotEmpty(t, r.text, "%s: a row says what is asked for", item.Range)
			answers := slices.DeleteFunc([]string{r.code, r.unknown, r.unmodelled}, func(s string) bool { return s == "" })
			require.Len(t, answers, 1, "%s: row %s has a code, or a reason why it is unknown or cannot be proved", item.Range, r.id)
			require.True(t, r.refused() || !r.tells(), "%s: row %s stops nobody, and tells of an obstacle", item.Range, r.id)
			require.True(t, ofList(r.id, l.id), "%s: row %s is of list %s", item.Range, r.id, l.id)
			l.rows = append(l.rows, r)
		}
		lists = append(lists, l)
	}
	return lists
}

// ofList reports whether a row is of a list: J1.9 is of J1, and P9 of P.
func ofList(row, list string) bool {
	rest, ok := strings.CutPrefix(row, list)
	switch {
	case !ok:
		return false
	case list[len(list)-1] >= '0' && list[len(list)-1] <= '9':
		return rest == "" || rest[0] == '.'
	default:
		return rest != "" && rest[0] >= '0' && rest[0] <= '9'
	}
}

// readFields returns the fields of a map, and fails on one that is not among
// the names.
func readFields(t *testing.T, n *scenario.Node, names ...string) map[string]*scenario.Node {
	t.Helper()
	fields := map[string]*scenario.Node{}
	for _, e := range n.Entries {
		require.Contains(t, names, e.Key, "%s", e.KeyRange)
		fields[e.Key] = e.Value
	}
	return fields
}

func texts(n *scenario.Node) []string {
	var out []string
	for _, item := range n.Items {
		out = append(out, item.Text)
	}
	return out
}

// shipped is a scenario that ships with netsim, and what its checks gave.
type shipped struct {
	*topology.File
	name   string // of the file, without its ending
	report *report.Report
	base   map[string]*report.Result            // by check
	varied map[string]map[string]*report.Result // by variant and check
}

// everything reads and checks the scenarios once for all tests.
var everything = sync.OnceValues(func() ([]*shipped, error) {
	paths, err := filepath.Glob(filepath.Join(root, scenarioDir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var out []*shipped
	for _, p := range paths {
		s, err := check(disk{}, scenarioDir+"/"+filepath.Base(p))
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
})

func check(files scenario.Files, path string) (*shipped, error) {
	s := &shipped{
		File: topology.Load(files, path, topology.Codes()),
		name: strings.TrimSuffix(filepath.Base(path), ".yaml"),
		base: map[string]*report.Result{}, varied: map[string]map[string]*report.Result{},
	}
	var err error
	if s.report, err = run.Files(context.Background(), files, []string{path}, run.Options{Full: true}); err != nil {
		return nil, err
	}
	for i := range s.report.Results {
		r := &s.report.Results[i]
		if r.Variant == nil {
			s.base[r.Check] = r
			continue
		}
		if s.varied[*r.Variant] == nil {
			s.varied[*r.Variant] = map[string]*report.Result{}
		}
		s.varied[*r.Variant][r.Check] = r
	}
	return s, nil
}

func shippedScenarios(t *testing.T) []*shipped {
	t.Helper()
	all, err := everything()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

func scenarioNamed(t *testing.T, name string) *shipped {
	t.Helper()
	all := shippedScenarios(t)
	i := slices.IndexFunc(all, func(s *shipped) bool { return s.name == name })
	require.GreaterOrEqual(t, i, 0, "scenario %s", name)
	return all[i]
}

// proves are the ids of the rows that a variant proves.
func proves(v *topology.Variant) []string {
	var ids []string
	for _, id := range v.Proves.V {
		ids = append(ids, id.V)
	}
	return ids
}

// says are what a variant states, in the words of acceptanceRow.says, each once.
func says(v *topology.Variant) []string {
	var out []string
	for _, b := range v.Fails {
		out = append(out, string(b.Code))
	}
	for _, b := range v.Unknown {
		out = append(out, "unknown: "+string(b.Code))
	}
	if out == nil {
		return []string{control}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
