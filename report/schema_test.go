package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"netsim/reachability"
)

// fieldSchema is one field of an object as the schema has it.
type fieldSchema struct {
	Description string          `json:"description"`
	Ref         string          `json:"$ref"`
	Type        any             `json:"type"`
	Const       any             `json:"const"`
	Enum        []string        `json:"enum"`
	Items       *fieldSchema    `json:"items"`
	AnyOf       []fieldSchema   `json:"anyOf"`
	Properties  json.RawMessage `json:"properties"`
	Required    []string        `json:"required"`
}

type schemaText struct {
	fieldSchema
	Defs map[string]fieldSchema `json:"$defs"`
}

func readSchema(t *testing.T) schemaText {
	var s schemaText
	require.NoError(t, json.Unmarshal(Schema(), &s))
	return s
}

// fields are the properties of an object, in their order.
func fields(t *testing.T, object fieldSchema) (names []string, byName map[string]fieldSchema) {
	require.NoError(t, json.Unmarshal(object.Properties, &byName))
	d := json.NewDecoder(bytes.NewReader(object.Properties))
	_, err := d.Token()
	require.NoError(t, err)
	for d.More() {
		name, err := d.Token()
		require.NoError(t, err)
		var skipped json.RawMessage
		require.NoError(t, d.Decode(&skipped))
		names = append(names, name.(string))
	}
	return names, byName
}

// Every field of the structs is in the schema, by its type and described, and
// nothing else is.
func TestSchemaHasTheFieldsOfTheReport(t *testing.T) {
	s := readSchema(t)
	seen := map[string]bool{}
	var walk func(object fieldSchema, of reflect.Type)
	var compare func(p fieldSchema, of reflect.Type, where string)
	named := func(of reflect.Type) string { return strings.ToLower(of.Name()) }
	compare = func(p fieldSchema, of reflect.Type, where string) {
		require.NotEmpty(t, p.Description, where)
		switch of.Kind() {
		case reflect.String:
			require.Equal(t, "string", p.Type, where)
		case reflect.Bool:
			require.Equal(t, "boolean", p.Type, where)
		case reflect.Int:
			require.True(t, p.Type == "integer" || p.Const == float64(FormatVersion), where)
		case reflect.Pointer:
			if of.Elem().Kind() == reflect.String {
				require.Equal(t, []any{"string", "null"}, p.Type, where)
				return
			}
			require.Len(t, p.AnyOf, 2, where)
			require.Equal(t, "#/$defs/"+named(of.Elem()), p.AnyOf[0].Ref, where)
			require.Equal(t, "null", p.AnyOf[1].Type, where)
			walk(s.Defs[named(of.Elem())], of.Elem())
		case reflect.Slice:
			require.Equal(t, "array", p.Type, where)
			if of.Elem().Kind() == reflect.String {
				require.Equal(t, "string", p.Items.Type, where)
				return
			}
			require.Equal(t, "#/$defs/"+named(of.Elem()), p.Items.Ref, where)
			walk(s.Defs[named(of.Elem())], of.Elem())
		case reflect.Struct:
			require.Equal(t, "#/$defs/"+named(of), p.Ref, where)
			walk(s.Defs[named(of)], of)
		default:
			require.Fail(t, "a kind of field that the schema is not compared for", where)
		}
	}
	walk = func(object fieldSchema, of reflect.Type) {
		if seen[of.Name()] {
			return
		}
		seen[of.Name()] = true
		require.Equal(t, "object", object.Type, of.Name())
		require.NotEmpty(t, object.Description, of.Name())
		var want []string
		names, byName := fields(t, object)
		for i := range of.NumField() {
			name := of.Field(i).Tag.Get("json")
			want = append(want, name)
			compare(byName[name], of.Field(i).Type, of.Name()+"."+name)
		}
		require.Equal(t, want, names, of.Name())
		require.Equal(t, want, object.Required, of.Name())
	}
	walk(s.fieldSchema, reflect.TypeFor[Report]())
	require.Len(t, s.Defs, len(seen)-1, "what is defined is used")
}

// The words that the schema allows are those that are written.
func TestSchemaHasTheWordsOfTheReport(t *testing.T) {
	s := readSchema(t)
	enum := func(object, field string) []string {
		_, byName := fields(t, s.Defs[object])
		require.NotEmpty(t, byName[field].Enum)
		return byName[field].Enum
	}
	require.ElementsMatch(t, constants(t, "../topology/diag/code.go", "Kind"), enum("obstacle", "kind"))
	require.ElementsMatch(t, actions(t), enum("hop", "action"))
	verdicts := enum("result", "verdict")
	require.Len(t, verdicts, 4)
	for i, word := range verdicts {
		v, ok := reachability.ParseVerdict(word)
		require.True(t, ok, word)
		require.Equal(t, reachability.Verdict(i), v)
	}
	for _, object := range []string{"hop", "obstacle"} {
		require.Equal(t, []string{reachability.Forward.String(), reachability.Return.String()}, enum(object, "direction"))
	}
	require.Equal(t, []string{"error", "warning"}, enum("finding", "severity"))
}

// constants are the values of the constants of a type.
func constants(t *testing.T, file, typeName string) (values []string) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); ok && of.Name == typeName {
			for _, v := range spec.Values {
				values = append(values, literal(t, v))
			}
		}
		return true
	})
	require.NotEmpty(t, values)
	return values
}

// actions are the words that the package gives to hops as their actions.
func actions(t *testing.T) (words []string) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if to, ok := left.(*ast.SelectorExpr); ok && to.Sel.Name == "Action" {
						words = append(words, literal(t, n.Rhs[i]))
					}
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Action" {
					words = append(words, literal(t, n.Value))
				}
			}
			return true
		})
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func literal(t *testing.T, e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	require.True(t, ok, "a word that is written where it is given")
	word, err := strconv.Unquote(lit.Value)
	require.NoError(t, err)
	return word
}

// What WriteJSON writes is what the schema says, and a report that breaks the
// contract is not.
func TestSchemaTakesReports(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("report.schema.json", doc))
	schema, err := c.Compile("report.schema.json")
	require.NoError(t, err)
	validate := func(text []byte) error {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		return schema.Validate(v)
	}
	for name, r := range map[string]*Report{"all pass": allPass(), "unreachable": unreachable(), "findings": findings(), "empty": {}} {
		var b bytes.Buffer
		require.NoError(t, WriteJSON(&b, r))
		require.NoError(t, validate(b.Bytes()), name)
	}
	golden, err := os.ReadFile("testdata/unreachable.json")
	require.NoError(t, err)
	require.NoError(t, validate(golden))
	for _, broken := range [][2]string{
		{`"format_version": 1`, `"format_version": 2`},
		{`"verdict": "unreachable"`, `"verdict": "blocked"`},
		{`"direction": "forward"`, `"direction": "outbound"`},
		{`"kind": "filter"`, `"kind": "rule"`},
		{`"pass": false`, `"pass": "no"`},
		{`"line": 71`, `"line": "71"`},
		{`"witness": null`, `"witness": []`},
		{`"varies_by": []`, `"varies_by": null`},
		{`"because": `, `"reason": `},
		{`"counts": {`, `"sums": {`},
	} {
		text := bytes.ReplaceAll(golden, []byte(broken[0]), []byte(broken[1]))
		require.NotEqual(t, string(golden), string(text), "the golden has %s", broken[0])
		require.Error(t, validate(text), broken[1])
	}
}
