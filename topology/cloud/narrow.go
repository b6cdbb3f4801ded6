package cloud

import (
	"strconv"

	"netsim/topology/scenario"
)

// What Checks refuse and JSON Schema can say, so that an editor tells of it while
// it is written. Nothing is decided here: a test holds the schema to Check.

// AtLeastOne narrows a list to those that are not empty.
func AtLeastOne(s *scenario.Schema) { s.MinItems = 1 }

// NoTwice narrows a list to those without repetitions.
func NoTwice(s *scenario.Schema) { s.UniqueItems = true }

// OnlyTrue narrows a Bool to true.
func OnlyTrue(s *scenario.Schema) { s.Const = true }

// PathType reads the path of a request.
func PathType() scenario.Type[string] {
	return scenario.Text().Narrowed(func(s *scenario.Schema) {
		s.Title, s.Type, s.Pattern, s.PatternError = "path of a request", scenario.SchemaTypes{"string"}, `^/`, "A path begins with a slash."
	})
}

// When says what holds of an object if a field of it is of some kind, and what
// holds else.
func When(doc, field string, is, then, otherwise *scenario.Schema) *scenario.Schema {
	return &scenario.Schema{Description: doc, If: WithField(field, is), Then: then, Else: otherwise}
}

// WithField is an object that has a field of some kind.
func WithField(field string, is *scenario.Schema) *scenario.Schema {
	return &scenario.Schema{Properties: scenario.SchemaProperties{{Name: field, Schema: is}}, Required: []string{field}}
}

// Having is an object that has a field.
func Having(field string) *scenario.Schema { return &scenario.Schema{Required: []string{field}} }

// Lacking is an object that has none of some fields.
func Lacking(fields ...string) *scenario.Schema {
	s := &scenario.Schema{}
	for _, f := range fields {
		s.AllOf = append(s.AllOf, &scenario.Schema{Not: Having(f)})
	}
	return s
}

// Words are a choice of texts.
func Words(list ...string) *scenario.Schema { return &scenario.Schema{Enum: list} }

// Protocols describes protocols by a pattern of their names, and their numbers.
func Protocols(names string, numbers ...int) *scenario.Schema {
	s := &scenario.Schema{}
	for _, n := range numbers {
		names += "|" + strconv.Itoa(n)
		s.AnyOf = append(s.AnyOf, &scenario.Schema{Const: n})
	}
	s.AnyOf = append(s.AnyOf, &scenario.Schema{Type: scenario.SchemaTypes{"string"}, Pattern: "^(" + names + ")$"})
	return s
}
