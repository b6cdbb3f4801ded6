package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Schema describes what may be written in a place, in the words of JSON Schema
// (draft 2020-12). It is plain data; nil describes nothing.
type Schema struct {
	Dialect       string           `json:"$schema,omitempty"`
	Ref           string           `json:"$ref,omitempty"`
	Title         string           `json:"title,omitempty"` // a noun, without its article
	Description   string           `json:"description,omitempty"`
	Type          SchemaTypes      `json:"type,omitempty"`
	Default       any              `json:"default,omitempty"`
	Const         any              `json:"const,omitempty"`
	Enum          []string         `json:"enum,omitempty"`
	Pattern       string           `json:"pattern,omitempty"`
	PatternError  string           `json:"patternErrorMessage,omitempty"` // no standard, but what editors show
	MaxLength     int              `json:"maxLength,omitempty"`
	Minimum       json.Number      `json:"minimum,omitempty"`
	Maximum       json.Number      `json:"maximum,omitempty"`
	Examples      []any            `json:"examples,omitempty"`
	MinItems      int              `json:"minItems,omitempty"`
	MaxItems      int              `json:"maxItems,omitempty"`
	UniqueItems   bool             `json:"uniqueItems,omitempty"`
	Items         *Schema          `json:"items,omitempty"`
	Properties    SchemaProperties `json:"properties,omitempty"`
	Required      []string         `json:"required,omitempty"`
	PropertyNames *Schema          `json:"propertyNames,omitempty"`
	Values        *Schema          `json:"-"` // of every key that is no property
	Closed        bool             `json:"-"` // no other key is allowed
	AllOf         []*Schema        `json:"allOf,omitempty"`
	AnyOf         []*Schema        `json:"anyOf,omitempty"`
	OneOf         []*Schema        `json:"oneOf,omitempty"`
	Not           *Schema          `json:"not,omitempty"`
	If            *Schema          `json:"if,omitempty"`
	Then          *Schema          `json:"then,omitempty"`
	Else          *Schema          `json:"else,omitempty"`

	Defs map[string]*Schema `json:"$defs,omitempty"`

	// Table stands for the object of a table; in JSON, a reference to it.
	Table AnyTable `json:"-"`

	phrase string // how messages call it, where Title with an article does not do
}

// SchemaTypes are the types of JSON that a value may have.
type SchemaTypes []string

// SchemaProperties are the fields of an object, in the order of its table.
type SchemaProperties []SchemaProperty

// SchemaProperty is one field of an object.
type SchemaProperty struct {
	Name   string
	Schema *Schema
}

// AnyTable is a Table, of whatever type.
type AnyTable interface {
	title() string
	object() *Schema
	declares(field string) bool
}

// AnyOf describes what one of several describes.
func AnyOf(some ...func() *Schema) func() *Schema {
	return func() *Schema {
		s := &Schema{}
		for _, one := range some {
			s.AnyOf = append(s.AnyOf, one())
		}
		return s
	}
}

// JSONSchema describes the documents that a table accepts. Same table, same
// bytes. It refuses nothing that the decoder takes. What it cannot say is left
// to the decoder: where references lead, arithmetic on addresses, and how a
// number is spelled.
func JSONSchema[T any](t *Table[T], title string) []byte {
	b := schemaBuilder{tables: map[string]AnyTable{}, defs: map[string]*Schema{}}
	root := b.resolve(t.object())
	root.Dialect, root.Title, root.Defs = "https://json-schema.org/draft/2020-12/schema", title, b.defs
	return encode(root, "  ")
}

// schemaBuilder replaces tables by references to their definitions.
type schemaBuilder struct {
	tables map[string]AnyTable
	defs   map[string]*Schema
}

// resolve copies a schema, with every table in it defined once.
func (b *schemaBuilder) resolve(s *Schema) *Schema {
	if s == nil {
		return nil
	}
	out := *s
	if s.Table != nil {
		out.Table, out.Ref = nil, b.define(s.Table)
	}
	for _, child := range []**Schema{&out.Items, &out.PropertyNames, &out.Values, &out.Not, &out.If, &out.Then, &out.Else} {
		*child = b.resolve(*child)
	}
	if out.Pattern != "" && out.PatternError == "" && out.Title != "" {
		out.PatternError = sentences("This is not "+out.noun(), out.sample())
	}
	out.AllOf, out.AnyOf, out.OneOf = b.resolveAll(s.AllOf), b.resolveAll(s.AnyOf), b.resolveAll(s.OneOf)
	out.Properties = nil
	for _, p := range s.Properties {
		out.Properties = append(out.Properties, SchemaProperty{p.Name, b.resolve(p.Schema)})
	}
	return &out
}

func (b *schemaBuilder) resolveAll(list []*Schema) (out []*Schema) {
	for _, s := range list {
		out = append(out, b.resolve(s))
	}
	return out
}

func (b *schemaBuilder) define(t AnyTable) string {
	name := t.title()
	if known, ok := b.tables[name]; !ok {
		b.tables[name] = t
		b.defs[name] = b.resolve(t.object())
	} else if known != t {
		panic(fmt.Sprintf("scenario: two tables are named %q", name))
	}
	return "#/$defs/" + name
}

// object describes the object of a table.
func (t *Table[T]) object() *Schema {
	t = t.made()
	s := &Schema{Description: t.doc, Type: SchemaTypes{"object"}, Closed: true}
	for _, f := range t.fields {
		field := f.schema()
		field.Default, field.Description = f.literal(field), f.describe(field)
		s.Properties = append(s.Properties, SchemaProperty{f.name, field})
		if f.required {
			s.Required = append(s.Required, f.name)
		}
	}
	for _, r := range t.rules {
		s.AllOf = append(s.AllOf, r.schemas()...)
	}
	if t.narrowed != nil {
		s.AllOf = append(s.AllOf, t.narrowed()...)
	}
	return s
}

// describe tells a field in lines: what it is, what it means where it is absent,
// and what its words mean.
func (f *Field[T]) describe(s *Schema) string {
	lines := []string{f.doc}
	if f.absent != "" {
		lines = append(lines, sentences("Absent: "+f.absent))
	}
	if s.Description != "" {
		lines = append(lines, s.Description)
	}
	return strings.Join(lines, "\n")
}

// literal is the value that an absent field has, where it can be written; else
// nil.
func (f *Field[T]) literal(s *Schema) any {
	switch {
	case slices.Contains(s.Enum, f.absent):
		return f.absent
	case slices.Equal(s.Type, SchemaTypes{"boolean"}) && (f.absent == "true" || f.absent == "false"):
		return f.absent == "true"
	case slices.Equal(s.Type, SchemaTypes{"integer"}) && isDecimal(f.absent):
		return json.Number(f.absent)
	default:
		return nil
	}
}

// schemas say the same as the rule.
func (r rule) schemas() (all []*Schema) {
	if r.min > 0 {
		some := &Schema{}
		for _, name := range r.fields {
			some.AnyOf = append(some.AnyOf, &Schema{Required: []string{name}})
		}
		all = append(all, some)
	}
	if r.max > 1 {
		return all
	}
	for i, name := range r.fields {
		for _, other := range r.fields[i+1:] {
			all = append(all, &Schema{Not: &Schema{Required: []string{name, other}}})
		}
	}
	return all
}

// noun is how messages call what is described: "a CIDR".
func (s *Schema) noun() string {
	switch {
	case s.phrase != "":
		return s.phrase
	case s.Title != "":
		return an(s.Title)
	default:
		return "a value"
	}
}

// sample shows what may be written, if an example is known.
func (s *Schema) sample() string {
	if len(s.Examples) == 0 {
		return ""
	}
	return fmt.Sprintf("For example: %v", s.Examples[0])
}

// example is a value that the schema takes, where it tells one.
func (s *Schema) example() (any, bool) {
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0], true
	case len(s.Enum) > 0:
		return s.Enum[0], true
	case s.Items != nil:
		if item, ok := s.Items.example(); ok {
			return fmt.Sprintf("[%v]", item), true
		}
	}
	return nil, false
}

// MarshalJSON writes one type as a word and several as a list.
func (t SchemaTypes) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// additional is what JSON Schema says of the keys that are no properties.
func (s *Schema) additional() any {
	switch {
	case s.Values != nil:
		return s.Values
	case s.Closed:
		return false
	default:
		return nil
	}
}

// MarshalJSON writes a schema, with its additionalProperties last.
func (s *Schema) MarshalJSON() ([]byte, error) {
	type plain Schema
	return encode(struct {
		*plain
		Additional any `json:"additionalProperties,omitempty"`
	}{(*plain)(s), s.additional()}, ""), nil
}

// MarshalJSON writes the fields in the order of the table.
func (p SchemaProperties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, property := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(property.Name, ""))
		b.WriteByte(':')
		b.Write(encode(property.Schema, ""))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes JSON without the escapes that are for HTML. What it is given
// can always be written.
func encode(v any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("scenario: write the schema: %v", err))
	}
	return b.Bytes()
}
