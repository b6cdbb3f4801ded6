package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Collection is a map of resources by name, as a scenario file writes them. Its
// order is that of the names, whatever the order of the file. The zero
// Collection is absent.
type Collection[E any] struct {
	members *members[E] // one word in each of the resources that have none
}

type members[E any] struct {
	names []string
	list  []*E
}

// Present reports whether the collection was written, if only as {}.
func (c Collection[E]) Present() bool { return c.members != nil }

// Len is the number of resources.
func (c Collection[E]) Len() int {
	if c.members == nil {
		return 0
	}
	return len(c.members.list)
}

// All returns the resources, sorted by name.
func (c Collection[E]) All() []*E {
	if c.members == nil {
		return nil
	}
	return slices.Clone(c.members.list)
}

// Get returns a resource by its name, or nil.
func (c Collection[E]) Get(name string) *E {
	if c.members == nil {
		return nil
	}
	i, ok := slices.BinarySearch(c.members.names, name)
	if !ok {
		return nil
	}
	return c.members.list[i]
}

// entriesReader reads some entries of a map of resources.
type entriesReader[T any] func(d *Decoder, n *Node, entries []Entry, into *T)

// MapOf is a collection: resources of one kind by their names. *E embeds
// Resource.
func MapOf[T, E any, P interface {
	*E
	Header() *Resource
}](name string, kind ResourceKind, t *Table[E], at func(*T) *Collection[E], doc string) Field[T] {
	readSome := func(d *Decoder, n *Node, entries []Entry, into *T) {
		entries = slices.Clone(d.room(entries))
		slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
		d.waiting += len(entries)
		c := &members[E]{names: make([]string, len(entries)), list: make([]*E, len(entries))}
		at(into).members = c
		for i, e := range entries {
			d.waiting--
			c.names[i], c.list[i] = e.Key, new(E)
			object := c.list[i]
			d.AtEntry(e, func() {
				d.atResource(P(object).Header(), Resource{Kind: kind, Name: e.Key, Node: e.Value, Key: e.KeyRange, Object: object},
					func() { t.decode(d, e.Value, object) })
			})
		}
	}
	schema := func() *Schema {
		return &Schema{
			Type:          SchemaTypes{"object"},
			PropertyNames: &Schema{Title: "name", Pattern: namePattern},
			Values:        &Schema{Table: t},
		}
	}
	noun := func() string { return "a map (each key names " + an(t.made().name) + ")" }
	f := Custom(name, schema, func(d *Decoder, n *Node, into *T) {
		if d.expect(n, Map, noun) {
			readSome(d, n, n.Entries, into)
		}
	}, doc)
	f.readSome = readSome
	return f.Absent("none")
}

// atResource fills in a header and reads what it heads.
func (d *Decoder) atResource(r *Resource, given Resource, read func()) {
	*r = given
	r.TreePath = d.treePath()
	r.Parent = d.owner
	if r.Parent != nil {
		r.Path = append(append(make([]string, 0, len(r.Parent.Path)+1), r.Parent.Path...), r.Name)
	} else {
		r.Path = []string{r.Name}
	}
	if !isName(r.Name) {
		d.Refuse(r.Key, quote(r.Name)+" is not a name", nameRule)
	}
	d.resources = append(d.resources, r)
	around := d.ownerAt
	d.owner, d.ownerAt = r, len(d.steps)
	read()
	d.owner, d.ownerAt = r.Parent, around
}

// mostResources bounds the resources of one document: each may take kilobytes,
// and be written in a few characters.
const mostResources = 100_000

// room are the entries that there is room for. That there are more is reported
// once.
func (d *Decoder) room(entries []Entry) []Entry {
	left := mostResources - len(d.resources) - d.waiting
	if len(entries) <= left {
		return entries
	}
	if !d.over {
		d.over = true
		d.Refuse(entries[max(left, 0)].KeyRange, fmt.Sprintf("The scenario has more than %d resources", mostResources),
			"Those that follow are not read. Split the scenario, and leave out what no check needs.")
	}
	return entries[:max(left, 0)]
}

// MapSwitch is a collection whose entries are of several types. Each entry says
// in its own field, the discriminator, which of the cases reads it; one that
// does not say is read by the case def. The cases are fields made by MapOf,
// whose tables list the discriminator.
func MapSwitch[T any](name, discriminator, def string, cases map[string]Field[T], doc string) Field[T] {
	options := slices.Sorted(maps.Keys(cases))
	for _, option := range options {
		if cases[option].readSome == nil {
			panic(fmt.Sprintf("scenario: case %q of %q is no MapOf", option, name))
		}
	}
	if _, ok := cases[def]; !ok {
		panic(fmt.Sprintf("scenario: %q has no case %q", name, def))
	}
	schema := func() *Schema { return switchSchema(discriminator, def, options, cases) }
	return Custom(name, schema, func(d *Decoder, n *Node, into *T) {
		if !d.Expect(n, Map, "a map") {
			return
		}
		chosen := map[string][]Entry{}
		for _, e := range d.room(n.Entries) {
			d.AtEntry(e, func() {
				if option, ok := d.choose(e.Value, discriminator, def, options); ok {
					if chosen[option] == nil {
						chosen[option] = make([]Entry, 0, min(len(n.Entries), mostResources))
					}
					chosen[option] = append(chosen[option], e)
				}
			})
		}
		for _, option := range options {
			d.leaveAside(func() map[string]bool {
				aside := map[string]bool{}
				for _, other := range options {
					aside[cases[other].schema().Values.Table.title()] = other != option
				}
				return aside
			})
			cases[option].readSome(d, n, chosen[option], into)
		}
		d.leaveAside(nil)
	}, doc).Absent("none")
}

// choose reads the discriminator of an entry. An entry that is no map goes to
// the default, which refuses it.
func (d *Decoder) choose(n *Node, discriminator, def string, options []string) (string, bool) {
	e := n.Field(discriminator)
	if e == nil {
		return def, true
	}
	ok := false
	d.AtEntry(*e, func() {
		switch word := e.Value.Text; {
		case !d.Expect(e.Value, Scalar, join(quoted(options), "or")):
		case slices.Contains(options, word):
			ok = true
		default:
			d.Refuse(e.Value.Range, fmt.Sprintf("%s is not %s", quote(word), join(quoted(options), "or")),
				sentences(didYouMean(word, options), fmt.Sprintf("Nothing else here is read before %s is known", quote(discriminator))))
		}
	})
	return e.Value.Text, ok
}

// switchSchema says the same in JSON Schema: if an entry names a case, then its
// table, else the next.
func switchSchema[T any](discriminator, def string, options []string, cases map[string]Field[T]) *Schema {
	for _, option := range options {
		if !cases[option].schema().Values.Table.declares(discriminator) {
			panic(fmt.Sprintf("scenario: the table of case %q has no field %q", option, discriminator))
		}
	}
	value := cases[def].schema().Values
	for _, option := range slices.Backward(options) {
		if option == def {
			continue
		}
		value = &Schema{
			If: &Schema{
				Properties: SchemaProperties{{discriminator, &Schema{Enum: []string{option}}}},
				Required:   []string{discriminator},
			},
			Then: cases[option].schema().Values,
			Else: value,
		}
	}
	return &Schema{Type: SchemaTypes{"object"}, PropertyNames: &Schema{Title: "name", Pattern: namePattern}, Values: value}
}
