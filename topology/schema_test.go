package topology

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

var (
	update  = flag.Bool("update", false, "rewrite docs/netsim.schema.json and docs/language.md")
	mutants = flag.Int("mutants", 400, "how many mutants of a scenario the schema and the loader are to agree on")
)

const schemaFile = "../docs/netsim.schema.json"

func TestSchemaFile(t *testing.T) {
	if *update {
		require.NoError(t, os.WriteFile(schemaFile, Schema(), 0o644))
	}
	got, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	require.True(t, string(got) == string(Schema()), "%s is stale: go test ./topology -update", schemaFile)
}

// Every scenario that ships is what the schema says, and so is what each of its
// variants makes of it.
func TestSchemaTakesShippedScenarios(t *testing.T) {
	schema := compiledSchema(t)
	names, err := filepath.Glob("../scenarios/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		f := Load(onDisk{}, name, Codes())
		require.NotNil(t, f.Base, name)
		require.NoError(t, schema.Validate(plainOf(t, name)), name)
		require.NotEmpty(t, f.Variants)
		for _, v := range f.Variants {
			edits, found := scenario.DecodeEdits(v.set, v.remove, v.merge)
			require.Empty(t, found)
			edited, _, found := scenario.Apply(f.plain, edits)
			require.Empty(t, found)
			require.NoError(t, schema.Validate(plain(edited)), "%s: %s", name, v.Name.V)
		}
	}
}

// Editors find the schema by the first line of a scenario.
func TestScenariosNameTheirSchema(t *testing.T) {
	names, err := filepath.Glob("../scenarios/*.yaml")
	require.NoError(t, err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		line, _, _ := strings.Cut(string(text), "\n")
		path, ok := strings.CutPrefix(line, "# yaml-language-server: $schema=")
		require.True(t, ok, "%s begins with %q", name, line)
		require.Equal(t, filepath.Clean(schemaFile), filepath.Join(filepath.Dir(name), path), name)
	}
}

// beyond is why the schema may take what the loader refuses: a closed list.
var beyond = map[string]string{
	"reference":  "where a name leads, and whether what it leads to may stand there",
	"uniqueness": "two things that may not be the same",
	"address":    "arithmetic on addresses: bits below a mask, overlaps, what lies in what, what is reserved",
	"order":      "two numbers that are compared with each other",
	"spelling":   "how a value is written: JSON has the value only",
	"yaml":       "what no reader of YAML makes one tree of",
	"edit":       "what the edits of a variant make of the scenario",
	"file":       "other files",
}

var verdictOf = regexp.MustCompile(`^# (accepted|refused by both|refused by the loader only \(([a-z]+)\)): .+\n`)

// Each file of the corpus says in its first line who refuses it. What the loader
// refuses stands in a line that is marked with "here".
func TestSchemaAndLoaderAgree(t *testing.T) {
	schema := compiledSchema(t)
	names, err := filepath.Glob("../testdata/schema/*.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(names), 60)
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			says := verdictOf.FindStringSubmatch(string(text))
			require.NotNil(t, says, "the first line says who refuses the file")
			f := Load(onDisk{}, name, Codes())
			refused := f.Findings.HasErrors()
			require.Equal(t, says[1] != "accepted", refused, "the loader: %v", f.Findings)
			for _, found := range f.Findings {
				if found.Severity == diag.Error {
					require.Contains(t, f.Sources.Line(name, found.Range.Start.Line), "here", "%v", found)
				}
			}
			if says[2] != "" {
				require.Contains(t, beyond, says[2])
			}
			if root, _ := scenario.Read(name, text); root != nil {
				err := schema.Validate(plain(root))
				require.Equal(t, says[1] == "refused by both", err != nil, "the schema: %v", err)
			} else {
				require.Equal(t, "yaml", says[2])
			}
		})
	}
}

// Of all files that are kept for tests, the schema refuses none that the loader
// takes.
func TestSchemaTakesWhatTheLoaderTakes(t *testing.T) {
	schema := compiledSchema(t)
	names, err := filepath.Glob("../testdata/*/*")
	require.NoError(t, err)
	taken := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // a folder
		}
		f := Load(onDisk{}, name, Codes())
		if f.Findings.HasErrors() || len(f.Sources) > 1 {
			continue // refused, or in several files, of which each need not be whole
		}
		taken++
		root, found := scenario.Read(name, text)
		require.False(t, found.HasErrors(), name)
		require.NoError(t, schema.Validate(plain(root)), name)
	}
	require.Greater(t, taken, 20)
}

// Whatever is done to a scenario, the schema refuses nothing that the loader
// takes; and what it takes, the loader refuses for one of a few reasons.
func TestSchemaAndLoaderAgreeOnMutants(t *testing.T) {
	schema := compiledSchema(t)
	var roots []*scenario.Node
	for _, name := range []string{"../scenarios/function-to-api-cross-region.yaml", "../testdata/schema/accepted-everything.yaml"} {
		root := withoutVariants(rootOf(t, name))
		root.Entries = slices.DeleteFunc(root.Entries, func(e scenario.Entry) bool { return e.Key == "include" }) // as Load does
		roots = append(roots, root)
	}
	taken, refused := 0, 0
	for seed := range uint64(*mutants) {
		m := mutator{rand.New(rand.NewPCG(seed, 1))}
		root := m.mutate(roots[seed%uint64(len(roots))], m.IntN(4)+1)
		_, found := newModel(root, scenario.Options{})
		err := schema.Validate(plain(root))
		switch {
		case !found.HasErrors():
			taken++
			require.NoError(t, err, "seed %d: the loader takes it", seed)
		case err == nil:
			for _, f := range found {
				require.True(t, f.Severity != diag.Error || beyondSchema.MatchString(f.Summary), "seed %d: the schema takes it: %v", seed, f)
			}
		default:
			refused++
		}
	}
	require.Positive(t, taken)
	require.Positive(t, refused)
}

// beyondSchema is what the loader says where the schema cannot.
var beyondSchema = regexp.MustCompile(strings.Join([]string{
	"does not name", "is ambiguous", // references
	"bits are set below its mask", "in IPv6 clothes", "overlaps", "lies in", "is not in", "is reserved", "is in no ", "is not one of", "is the system route's", // addresses
	"have the same", "of the same", "both have", "is written twice", "for the same", "two listeners", " twice", "and the basic group", "and the enterprise group", // uniqueness
	"goes on with priority", "the range is reversed", // order
	"is of ", "is in region", "is in VPC", // what stands where
	`^"10\.0" is not`, // spelling: an integer, to JSON
}, "|"))

type mutator struct{ *rand.Rand }

// words are what somebody may write anywhere.
var words = []string{
	"", "true", "false", "yes", "True", "0", "1", "5", "7", "80", "100", "101", "110", "443", "5000", "65535", "65536", "-1", "1.5", "6",
	"10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.0.1", "10.0.0.1/16", "10.0.0.300", "fd00::/48", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0/0", "10.0.0.0/33", "10.0",
	"tcp", "TCP", "udp", "icmp", "icmpv6", "gre", "all", "any", "17", "tcp/80", "tcp/443,444", "icmp/8", "tcp/0", "udp/53-60", "80,443", "8000-8100", "-1/-1",
	"2Mbps", "2 Mbit/s", "2MBps", "basic", "enterprise", "normal", "accept", "drop", "allow", "deny", "Deny", "in", "out", "instance", "vpn_gateway",
	"http", "https", "GET", "get", "ANY", "none", "app", "/web", "web", "/", "https://a.example.com/x", "http://", "http://u@a/", "http://a/#x", "ftp://a",
	"a.example.com", "a..b", "-a", "a b", "name/a.example.com", "name/", "internet", "console-debug", "vpc_subdomain", "vpcs", "current", "stale",
	"dedicated", "shared", "service_cidr", "fc2", "China", "Europe", "reachable", "unknown", "netsim/v1", "alibaba", "aws", "white", "declared",
	"instance/ecs-backend", "vpc/vpc-fc-access", "sg-fc", "route.missing",
}

// mutate makes some changes to a copy of a tree.
func (m mutator) mutate(root *scenario.Node, changes int) *scenario.Node {
	root = cloned(root)
	for range changes {
		all := nodes(root, nil)
		n := all[m.IntN(len(all))]
		switch m.IntN(8) {
		case 0, 1, 2:
			m.scalar(n)
		case 3:
			*n = scenario.Node{Kind: scenario.List, Range: n.Range, Items: []*scenario.Node{cloned(n)}}
		case 4:
			if len(n.Entries) > 0 {
				i := m.IntN(len(n.Entries))
				n.Entries = slices.Delete(n.Entries, i, i+1)
			}
			if len(n.Items) > 0 {
				i := m.IntN(len(n.Items))
				n.Items = slices.Delete(n.Items, i, i+1)
			}
		case 5, 6: // something that stands elsewhere
			if from := all[m.IntN(len(all))]; n.Kind == scenario.Map && len(from.Entries) > 0 {
				e := from.Entries[m.IntN(len(from.Entries))]
				if n.Field(e.Key) == nil {
					n.Entries = append(n.Entries, scenario.Entry{Key: e.Key, KeyRange: e.KeyRange, Value: cloned(e.Value)})
				}
			}
		case 7:
			if len(n.Entries) > 0 {
				n.Entries[m.IntN(len(n.Entries))].Value = cloned(all[m.IntN(len(all))])
			}
		}
	}
	return root
}

func (m mutator) scalar(n *scenario.Node) {
	if n.Kind != scenario.Scalar && m.IntN(4) > 0 {
		return
	}
	*n = scenario.Node{Range: n.Range, Text: words[m.IntN(len(words))], Quoted: m.IntN(3) == 0}
	n.Null = n.Text == "" && !n.Quoted
}

func nodes(n *scenario.Node, all []*scenario.Node) []*scenario.Node {
	all = append(all, n)
	for _, e := range n.Entries {
		all = nodes(e.Value, all)
	}
	for _, item := range n.Items {
		all = nodes(item, all)
	}
	return all
}

func cloned(n *scenario.Node) *scenario.Node {
	c := *n
	c.Entries, c.Items = slices.Clone(n.Entries), slices.Clone(n.Items)
	for i := range c.Entries {
		c.Entries[i].Value = cloned(c.Entries[i].Value)
	}
	for i := range c.Items {
		c.Items[i] = cloned(c.Items[i])
	}
	return &c
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("netsim.schema.json", doc))
	s, err := c.Compile("netsim.schema.json")
	require.NoError(t, err)
	return s
}

func rootOf(t *testing.T, name string) *scenario.Node {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	root, found := scenario.Read(name, text)
	require.Empty(t, found)
	return root
}

func plainOf(t *testing.T, name string) any { return plain(rootOf(t, name)) }

// onDisk reads files.
type onDisk struct{}

func (onDisk) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

var (
	decimalNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	basedNumber   = regexp.MustCompile(`^0o[0-7]{1,20}$|^0x[0-9a-fA-F]{1,15}$`)
	otherNumber   = regexp.MustCompile(`^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)
)

// plain is a tree as the values of JSON that an editor sees (YAML 1.2, core
// schema).
func plain(n *scenario.Node) any {
	switch {
	case n.Kind == scenario.Map:
		m := map[string]any{}
		for _, e := range n.Entries {
			m[e.Key] = plain(e.Value)
		}
		return m
	case n.Kind == scenario.List:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = plain(item)
		}
		return list
	case n.Null:
		return nil
	case n.Quoted:
		return n.Text
	case slices.Contains([]string{"true", "True", "TRUE"}, n.Text):
		return true
	case slices.Contains([]string{"false", "False", "FALSE"}, n.Text):
		return false
	case basedNumber.MatchString(n.Text):
		v, _ := strconv.ParseUint(n.Text, 0, 64)
		return v
	case decimalNumber.MatchString(n.Text):
		return json.Number(n.Text)
	case otherNumber.MatchString(n.Text):
		text := strings.TrimLeft(strings.TrimPrefix(n.Text, "+"), "0")
		if text == "" || strings.ContainsAny(text[:1], ".eE") {
			text = "0" + text
		}
		return json.Number(strings.TrimSuffix(text, "."))
	}
	return n.Text
}
