package scenario

import (
	"cmp"
	"fmt"
	"slices"

	"netsim/topology/diag"
)

// Field is one field that may stand in the object of a T.
type Field[T any] struct {
	name, doc string
	absent    string // what it means that the field is not written
	required  bool
	notCalled []string // what other programs call it, as plainKey gives it
	conflicts []string
	schema    func() *Schema
	read      func(d *Decoder, n *Node, into *T)
	readSome  entriesReader[T] // of a MapOf: what MapSwitch hands entries to
}

// Optional is a leaf that may be absent.
func Optional[T, V any](name string, t Type[V], at func(*T) *Value[V], doc string) Field[T] {
	return Custom(name, t.Schema, func(d *Decoder, n *Node, into *T) { t.readValue(d, n, at(into)) }, doc)
}

// Required is a leaf that must stand.
func Required[T, V any](name string, t Type[V], at func(*T) *Value[V], doc string) Field[T] {
	return Optional(name, t, at, doc).Required()
}

// Object is a nested object; absent, its pointer is nil.
func Object[T, E any](name string, t *Table[E], at func(*T) **E, doc string) Field[T] {
	return Custom(name, func() *Schema { return &Schema{Table: t} }, func(d *Decoder, n *Node, into *T) {
		e := new(E)
		*at(into) = e
		t.decode(d, n, e)
	}, doc)
}

// Objects is a list of objects, in the order of the file. Absent, it is nil;
// empty, it is not. Where that makes a difference, the field says so by Absent.
func Objects[T, E any](name string, t *Table[E], at func(*T) *[]*E, doc string) Field[T] {
	schema := func() *Schema { return &Schema{Type: SchemaTypes{"array"}, Items: &Schema{Table: t}} }
	noun := func() string { return "a list (each item is " + an(t.made().name) + ")" }
	return Custom(name, schema, func(d *Decoder, n *Node, into *T) {
		if !d.expect(n, List, noun) {
			return
		}
		list := make([]*E, len(n.Items))
		for i, item := range n.Items {
			list[i] = new(E)
			d.AtItem(i, item, func() { t.decode(d, item, list[i]) })
		}
		*at(into) = list
	}, doc).Absent("none")
}

// Custom is a field of a shape that nothing else fits. What it reads further
// down it reads within Decoder.AtEntry and Decoder.AtItem.
func Custom[T any](name string, schema func() *Schema, read func(d *Decoder, n *Node, into *T), doc string) Field[T] {
	return Field[T]{name: name, doc: doc, schema: schema, read: read}
}

// Required makes any field one that must stand.
func (f Field[T]) Required() Field[T] {
	f.required = true
	return f
}

// Absent says what it means that the field is not written: the value that it has
// then, or a few words.
func (f Field[T]) Absent(means string) Field[T] {
	f.absent = means
	return f
}

// Conflicts says that the field cannot stand together with any of the others.
func (f Field[T]) Conflicts(with ...string) Field[T] {
	f.conflicts = slices.Concat(f.conflicts, with)
	return f
}

// NotCalled lists what people write for the field who know it from elsewhere.
// It is no more accepted than any other misspelling, but the field is named.
func (f Field[T]) NotCalled(names ...string) Field[T] {
	for _, name := range names {
		f.notCalled = append(f.notCalled[:len(f.notCalled):len(f.notCalled)], plainKey(name))
	}
	return f
}

// Example gives a value to show where the field is missing, and in the JSON
// Schema.
func (f Field[T]) Example(value any) Field[T] {
	plain := f.schema
	f.schema = func() *Schema {
		schema := plain()
		schema.Examples = []any{value}
		return schema
	}
	return f
}

func (f Field[T]) sample() string {
	example, ok := f.schema().example()
	if !ok {
		return "Add it"
	}
	return fmt.Sprintf("Add it: %s: %v", f.name, example)
}

// refuseTogether tells of fields that cannot stand together: at the later one,
// whichever way round the table lists them.
func (d *Decoder) refuseTogether(present []*Entry, subject string, r rule) {
	slices.SortFunc(present, func(a, b *Entry) int {
		return cmp.Or(a.KeyRange.Compare(b.KeyRange), cmp.Compare(a.Key, b.Key))
	})
	var names []string
	for _, e := range present {
		names = append(names, quote(e.Key))
	}
	first, last := present[0], present[len(present)-1]
	d.Report(diag.Finding{
		Range:   last.KeyRange,
		Summary: fmt.Sprintf("%s cannot stand together in %s", join(names, "and"), subject),
		Detail:  "Keep one of them.",
		Related: []diag.Related{{Range: first.KeyRange, Message: "the first of them"}},
	})
}
