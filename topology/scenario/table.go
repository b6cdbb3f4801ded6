package scenario

import (
	"fmt"
	"strings"
	"sync"
)

// Table lists the fields of an object that becomes a T. It is built once and
// not changed after that; the same table decodes, reports and describes.
//
// The table of a type that embeds Resource has the fields that every resource
// may carry, without listing them.
type Table[T any] struct {
	name, doc string
	fields    []Field[T]
	index     map[string]int
	rules     []rule
	narrowed  func() []*Schema // nil: in no way
	later     func() *Table[T] // the table that this one stands for
}

// Later is a table that is made where the first object of it is read, or told
// of. Few scenarios have an object of every table.
func Later[T any](table func() *Table[T]) *Table[T] { return &Table[T]{later: sync.OnceValue(table)} }

// made is the table itself.
func (t *Table[T]) made() *Table[T] {
	if t.later != nil {
		return t.later()
	}
	return t
}

// NewTable makes a table. The name is the noun that people use for the object,
// and what the object is called in the JSON Schema: no two tables of a language
// share it. A table that contradicts itself is a bug, and panics.
func NewTable[T any](name, doc string, fields ...Field[T]) *Table[T] {
	t := &Table[T]{name: name, doc: doc, index: map[string]int{}}
	t.fields = append(fields[:len(fields):len(fields)], headerFields[T]()...)
	for i, f := range t.fields {
		if _, dup := t.index[f.name]; dup {
			panic(fmt.Sprintf("scenario: table %q lists the field %q twice", name, f.name))
		}
		t.index[f.name] = i
	}
	for _, f := range t.fields {
		for _, other := range f.conflicts {
			t.AtMostOne(f.name, other)
		}
	}
	return t
}

// rule bounds how many of some fields stand together.
type rule struct {
	fields   []string
	min, max int
}

// ExactlyOne demands one of the fields, and refuses two.
func (t *Table[T]) ExactlyOne(fields ...string) *Table[T] { return t.rule(rule{fields, 1, 1}) }

// AtMostOne refuses two of the fields.
func (t *Table[T]) AtMostOne(fields ...string) *Table[T] { return t.rule(rule{fields, 0, 1}) }

// AtLeastOne demands one of the fields.
func (t *Table[T]) AtLeastOne(fields ...string) *Table[T] {
	return t.rule(rule{fields, 1, len(fields)})
}

// Narrow says in the JSON Schema what is refused of an object after it was read:
// the schemas hold for it as well. The decoder takes no notice.
func (t *Table[T]) Narrow(schemas func() []*Schema) *Table[T] {
	t.narrowed = schemas
	return t
}

func (t *Table[T]) rule(r rule) *Table[T] {
	for _, name := range r.fields {
		if !t.declares(name) {
			panic(fmt.Sprintf("scenario: a rule of table %q names the field %q, which it does not have", t.name, name))
		}
	}
	t.rules = append(t.rules, r)
	return t
}

// decode reads an object. It reports at the nearest place that stands, and goes
// on.
func (t *Table[T]) decode(d *Decoder, n *Node, into *T) {
	t = t.made()
	if p, ok := any(into).(placed); ok {
		p.SetNode(n)
	}
	if !d.Expect(n, Map, "a map") {
		return
	}
	u := unknowns[T]{table: t, meant: map[string]bool{}}
	for _, e := range n.Entries {
		i, ok := t.index[e.Key]
		if !ok {
			// What is misspelt is read all the same: otherwise everything that
			// refers into it would be told as well.
			if i, ok = u.refuse(d, e, into); !ok || n.Field(t.fields[i].name) != nil {
				continue
			}
		}
		u.see(e)
		d.descend(step{name: e.Key, place: e.KeyRange, value: e.Value, must: t.fields[i].required},
			func() { t.fields[i].read(d, e.Value, into) })
	}
	t.checkRequired(d, n, into, u.meant)
	for i := range t.rules {
		t.checkRule(d, n, into, &t.rules[i], u.meant)
	}
}

// subject names the object in messages: VPC "main".
func (t *Table[T]) subject(into *T) string {
	if h, ok := any(into).(header); ok && h.Header().Name != "" {
		return t.name + " " + quote(h.Header().Name)
	}
	return t.name
}

func (t *Table[T]) checkRequired(d *Decoder, n *Node, into *T, meant map[string]bool) {
	for i := range t.fields {
		f := &t.fields[i]
		if f.required && !meant[f.name] && n.Field(f.name) == nil {
			d.Refuse(d.place(n), fmt.Sprintf("%s lacks the field %s", t.subject(into), quote(f.name)),
				sentences(f.doc, f.sample()))
		}
	}
}

func (t *Table[T]) checkRule(d *Decoder, n *Node, into *T, r *rule, meant map[string]bool) {
	var present []*Entry
	for _, name := range r.fields {
		if meant[name] {
			return // it is there, misspelt
		}
		if e := n.Field(name); e != nil {
			present = append(present, e)
		}
	}
	switch {
	case len(present) < r.min:
		var docs []string
		for _, name := range r.fields {
			docs = append(docs, name+": "+t.fields[t.index[name]].doc)
		}
		d.Refuse(d.place(n), fmt.Sprintf("%s needs %s", t.subject(into), join(quoted(r.fields), "or")), sentences(docs...))
	case len(present) > r.max:
		d.refuseTogether(present, t.subject(into), *r)
	}
}

// declares reports whether the table has a field.
func (t *Table[T]) declares(field string) bool {
	_, ok := t.made().index[field]
	return ok
}

// title is how the JSON Schema calls the object.
func (t *Table[T]) title() string { return strings.ReplaceAll(t.made().name, " ", "_") }
