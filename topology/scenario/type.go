package scenario

import (
	"errors"
	"fmt"
	"slices"
)

// Type says what may be written for a V, and how it is read.
type Type[V any] struct {
	// Schema describes what may be written. Its Title is the noun of messages.
	// It makes a schema of its own for everybody who asks, which are messages and
	// the JSON Schema: what is read without a finding needs none.
	Schema func() *Schema
	// Read reads a node in place. It reports what it finds wrong to d, and
	// returns false if nothing usable was written.
	Read func(d *Decoder, n *Node, into *V) bool
}

func (t Type[V]) readValue(d *Decoder, n *Node, into *Value[V]) {
	if t.Read(d, n, &into.V) {
		into.Node = n
	}
}

// Narrowed is the same type with a JSON Schema that says more: what is refused
// of the value after it was read.
func (t Type[V]) Narrowed(by func(*Schema)) Type[V] {
	wide := t.Schema
	t.Schema = func() *Schema {
		schema := wide()
		by(schema)
		return schema
	}
	return t
}

// reasoned is an error that also says how to mend what it refuses. The parsers
// of Parsed may return one.
type reasoned interface {
	error
	Reason() (why, fix string)
}

// Refusal is an error with a reason.
type Refusal struct {
	Why string // follows "is not a CIDR:"; may be empty
	Fix string // sentences
}

func (r Refusal) Error() string { return r.Why }

// Reason returns why, and how to mend it.
func (r Refusal) Reason() (why, fix string) { return r.Why, r.Fix }

// Parsed makes a Type from a parser of text. The name is a noun, without its
// article: "port range". Where only text may stand, what others take for a number
// or a bool is refused: so a JSON Schema refuses nothing that is read.
func Parsed[V any](name string, describe func() *Schema, parse func(string) (V, error)) Type[V] {
	schema := func() *Schema {
		s := describe()
		s.Title = name
		if s.Type == nil {
			s.Type = SchemaTypes{"string"}
		}
		return s
	}
	return scalar(schema, func(n *Node) (V, error) {
		v, err := parse(n.Text)
		if err != nil {
			return v, err
		}
		if other := n.otherType(); other != "" && slices.Equal(schema().Type, SchemaTypes{"string"}) {
			err = Refusal{Why: "to other readers of YAML it is " + other, Fix: "Put it in quotes: \"" + n.Text + "\"."}
		}
		return v, err
	})
}

// otherType is what YAML takes text without quotes for, where that is no text.
func (n *Node) otherType() string {
	switch {
	case n.Quoted:
		return ""
	case slices.Contains([]string{"true", "True", "TRUE", "false", "False", "FALSE"}, n.Text):
		return "true or false"
	case isYAMLNumber(n.Text):
		return "a number"
	default:
		return ""
	}
}

// scalar makes a Type from a reader of single values.
func scalar[V any](schema func() *Schema, read func(*Node) (V, error)) Type[V] {
	return Type[V]{
		Schema: schema,
		Read: func(d *Decoder, n *Node, into *V) bool {
			if !d.expect(n, Scalar, func() string { return schema().noun() }) {
				return false
			}
			v, err := read(n)
			if err != nil {
				d.refuseText(n, schema(), err)
				return false
			}
			*into = v
			return true
		},
	}
}

// refuseText tells why a parser refused what was written.
func (d *Decoder) refuseText(n *Node, schema *Schema, err error) {
	if d.full() {
		d.unshown++
		return
	}
	why, fix := err.Error(), schema.sample()
	if r, ok := errors.AsType[reasoned](err); ok {
		why, fix = r.Reason()
	}
	summary := fmt.Sprintf("%s is not %s", quote(n.Text), schema.noun())
	if why != "" {
		summary += ": " + why
	}
	d.Refuse(n.Range, summary, sentences(capital(fix)))
}

// ListOf reads a list. Absent and empty lists differ; an item that cannot be
// read is reported, and absent from its place.
func ListOf[V any](item Type[V]) Type[[]Value[V]] {
	noun := func() string { return "a list (each item is " + item.Schema().noun() + ")" }
	return Type[[]Value[V]]{
		Schema: func() *Schema { return &Schema{Type: SchemaTypes{"array"}, Items: item.Schema()} },
		Read: func(d *Decoder, n *Node, into *[]Value[V]) bool {
			if !d.expect(n, List, noun) {
				return false
			}
			*into = readItems(d, item, n.Items)
			return true
		},
	}
}

// OneOrMany reads a list, or a single value as a list of one.
func OneOrMany[V any](item Type[V]) Type[[]Value[V]] {
	many := ListOf(item)
	noun := func() string { return item.Schema().noun() + ", or a list" }
	return Type[[]Value[V]]{
		Schema: AnyOf(item.Schema, many.Schema),
		Read: func(d *Decoder, n *Node, into *[]Value[V]) bool {
			switch n.Kind {
			case List:
				return many.Read(d, n, into)
			case Map:
				return d.expect(n, Scalar, noun)
			}
			one := make([]Value[V], 1)
			*into = one
			item.readValue(d, n, &one[0])
			return one[0].Present()
		},
	}
}

// readItems reads into a slice of the final length: references wait for their
// resolution by the address of the item.
func readItems[V any](d *Decoder, item Type[V], nodes []*Node) []Value[V] {
	values := make([]Value[V], len(nodes))
	for i, n := range nodes {
		d.AtItem(i, n, func() { item.readValue(d, n, &values[i]) })
	}
	return values
}
