package scenario

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func TestJSONSchema(t *testing.T) {
	const golden = "testdata/toy.schema.json"
	got := JSONSchema(toyTable, "A toy network")
	require.Equal(t, string(got), string(JSONSchema(toyTable, "A toy network")))
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// The schema and the tables agree on everything that is a matter of shape.
func TestSchemaAgreesWithTables(t *testing.T) {
	s := compiled(t, JSONSchema(toyTable, ""))
	for _, c := range structuralCases {
		require.Equal(t, c.want == "", s.Validate(anyOf(t, c.document)) == nil, c.name)
	}
	for _, document := range []string{network, manyVPCs(2)} {
		require.NoError(t, s.Validate(anyOf(t, document)))
	}
}

// What a type reads, its schema accepts. The other way round, some refusals
// are beyond a schema: they are listed.
func TestSchemaAgreesWithTypes(t *testing.T) {
	beyond := []string{
		"cidr 10.0.1.1/16", "cidr ::ffff:10.0.0.0/112", // arithmetic on bits
		"int 0777", "int 0o777", "int 1_000", "int 0x1f", // a number, to readers of YAML
		"int 99999999999999999999", // no bound to state
		"float .inf",
		"bool OFF", "bool yes", // readers of old YAML see a bool
	}
	for _, c := range typeCases() {
		b := schemaBuilder{tables: map[string]AnyTable{}, defs: map[string]*Schema{}}
		s := compiled(t, encode(b.resolve(c.schema), ""))
		accepted := s.Validate(anyOf(t, c.written)) == nil
		if c.finding == "" || !slices.Contains(beyond, c.name) {
			require.Equal(t, c.finding == "", accepted, c.name)
		}
	}
}

func TestTwoTablesOfOneName(t *testing.T) {
	type pair struct{ a, b *contact }
	again := NewTable[contact]("contact", "")
	table := NewTable("pair", "",
		Object("a", contactTable, func(p *pair) **contact { return &p.a }, ""),
		Object("b", again, func(p *pair) **contact { return &p.b }, ""),
	)
	require.PanicsWithValue(t, `scenario: two tables are named "contact"`, func() { JSONSchema(table, "") })
}

// compiled is a schema as others read it.
func compiled(t *testing.T, text []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return s
}

func anyOf(t *testing.T, text string) any {
	var v any
	require.NoError(t, yaml.Unmarshal([]byte(text), &v))
	return v
}
