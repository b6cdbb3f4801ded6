package scenario

import (
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func TestJSONSchema(t *testing.T) {
	const golden = "testdata/toy.schema.json"
	got := JSONSchema(toyTable, "https://example.com/toy.json", "A toy network")
	require.Equal(t, string(got), string(JSONSchema(toyTable, "https://example.com/toy.json", "A toy network")))
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
	s := parseSchema(t, JSONSchema(toyTable, "", ""))
	for _, c := range structuralCases {
		require.Equal(t, c.want == "", s.accepts(s.root, anyOf(t, c.document)), c.name)
	}
	for _, document := range []string{network, manyVPCs(2)} {
		require.True(t, s.accepts(s.root, anyOf(t, document)))
	}
}

// What a type reads, its schema accepts. The other way round, some refusals
// are beyond a schema: they are listed.
func TestSchemaAgreesWithTypes(t *testing.T) {
	beyond := []string{
		"cidr 10.0.1.1/16", "cidr 10.0.0.0/33", "cidr ::ffff:10.0.0.0/112", // arithmetic on bits
		"cidr 010.0.0.0/16", "address 10.0.1", "address 10.0.1.300", "address 10.0.1.1:80", // and on numbers
		"int 0777", "int 0o777", "int 1_000", "int 0x1f", // a number, to readers of YAML
		"int 99999999999999999999", // no bound to state
		"float .inf",
		"bool OFF", "bool yes", // readers of old YAML see a bool
	}
	for _, c := range typeCases() {
		b := schemaBuilder{tables: map[string]AnyTable{}, defs: map[string]*Schema{}}
		s := parseSchema(t, encode(b.resolve(c.schema), ""))
		accepted := s.accepts(s.root, anyOf(t, c.written))
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
	require.PanicsWithValue(t, `scenario: two tables are named "contact"`, func() { JSONSchema(table, "", "") })
}

// validator knows the part of JSON Schema that this package writes. It reads
// the bytes, so that it shares nothing with what wrote them.
type validator struct {
	root map[string]any
	defs map[string]any
}

func parseSchema(t *testing.T, text []byte) validator {
	var root map[string]any
	require.NoError(t, json.Unmarshal(text, &root))
	defs, _ := root["$defs"].(map[string]any)
	return validator{root, defs}
}

func anyOf(t *testing.T, text string) any {
	var v any
	require.NoError(t, yaml.Unmarshal([]byte(text), &v))
	return v
}

func (s validator) accepts(schema, v any) bool {
	if allowed, ok := schema.(bool); ok {
		return allowed
	}
	for word, arg := range schema.(map[string]any) {
		if !s.holds(word, arg, schema.(map[string]any), v) {
			return false
		}
	}
	return true
}

func (s validator) holds(word string, arg any, schema map[string]any, v any) bool {
	each := func(v any) func(any) bool { return func(sub any) bool { return s.accepts(sub, v) } }
	text, isText := v.(string)
	object, isObject := v.(map[string]any)
	list, _ := v.([]any)
	switch word {
	case "$schema", "$id", "$defs", "title", "description", "examples", "then", "else":
		return true
	case "$ref":
		return s.accepts(s.defs[arg.(string)[len("#/$defs/"):]], v)
	case "type":
		types, many := arg.([]any)
		if !many {
			types = []any{arg}
		}
		return slices.ContainsFunc(types, func(t any) bool { return isType(v, t.(string)) })
	case "enum":
		return slices.Contains(arg.([]any), v)
	case "pattern":
		return !isText || regexp.MustCompile(arg.(string)).MatchString(text)
	case "maxLength":
		return !isText || len(text) <= int(arg.(float64))
	case "minimum":
		return !isType(v, "number") || number(v).Cmp(number(arg)) >= 0
	case "maximum":
		return !isType(v, "number") || number(v).Cmp(number(arg)) <= 0
	case "items":
		return !slices.ContainsFunc(list, func(item any) bool { return !s.accepts(arg, item) })
	case "required":
		return !isObject || !slices.ContainsFunc(arg.([]any), func(k any) bool { _, ok := object[k.(string)]; return !ok })
	case "allOf":
		return !slices.ContainsFunc(arg.([]any), func(sub any) bool { return !s.accepts(sub, v) })
	case "anyOf":
		return slices.ContainsFunc(arg.([]any), each(v))
	case "not":
		return !s.accepts(arg, v)
	case "if":
		if s.accepts(arg, v) {
			return s.accepts(schema["then"], v)
		}
		return s.accepts(schema["else"], v)
	case "properties", "additionalProperties", "propertyNames":
		return s.keysHold(word, arg, schema, object)
	}
	panic("the validator does not know " + word)
}

func (s validator) keysHold(word string, arg any, schema, object map[string]any) bool {
	properties, _ := schema["properties"].(map[string]any)
	for key, v := range object {
		property, listed := properties[key]
		switch {
		case word == "properties" && listed && !s.accepts(property, v),
			word == "additionalProperties" && !listed && !s.accepts(arg, v),
			word == "propertyNames" && !s.accepts(arg, key):
			return false
		}
	}
	return true
}

func isType(v any, name string) bool {
	switch v.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case int, int64, uint64:
		return name == "integer" || name == "number"
	case float64:
		return name == "number"
	case map[string]any:
		return name == "object"
	case []any:
		return name == "array"
	}
	return false
}

func number(v any) *big.Float {
	switch n := v.(type) {
	case int:
		return new(big.Float).SetInt64(int64(n))
	case uint64:
		return new(big.Float).SetUint64(n)
	case float64:
		return new(big.Float).SetFloat64(n)
	}
	panic("not a number")
}
