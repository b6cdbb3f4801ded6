package scenario

import (
	"slices"
	"strings"
)

// Ref is a reference to an E. Finish resolves it.
type Ref[E any] struct {
	Text string
	Node *Node
	To   *E        // nil if it did not resolve
	Gone *Resource // what it meant in the base document, if an edit removed that
}

// AnyRef is a reference to a resource of one of several kinds.
type AnyRef struct {
	Text string
	Node *Node
	To   *Resource
	Gone *Resource
}

// RefTo reads a reference to an E, of one of the kinds.
func RefTo[E any, P interface {
	*E
	Header() *Resource
}](kinds ...ResourceKind) Type[Ref[E]] {
	accept := func(r *Resource) bool { _, ok := r.Object.(*E); return ok }
	return refType(kinds, nil, accept, func(into *Ref[E], n *Node) func(to, gone *Resource) {
		into.Text, into.Node = n.Text, n
		return func(to, gone *Resource) {
			if into.Gone = gone; to != nil {
				into.To = to.Object.(*E)
			}
		}
	})
}

// RefAny reads a reference to a resource of one of the kinds, or of any kind if
// none is given.
func RefAny(kinds ...ResourceKind) Type[AnyRef] { return RefOr(nil, kinds...) }

// RefOr is RefAny where one of a few words, or an address, may be written as
// well. They are read elsewhere, and told to whoever writes something else.
func RefOr(words []string, kinds ...ResourceKind) Type[AnyRef] {
	return refType(kinds, words, nil, func(into *AnyRef, n *Node) func(to, gone *Resource) {
		into.Text, into.Node = n.Text, n
		return func(to, gone *Resource) { into.To, into.Gone = to, gone }
	})
}

// refType reads a reference now and has it settled later, where it stands.
func refType[R any](kinds []ResourceKind, words []string, accept func(*Resource) bool, bind func(*R, *Node) func(to, gone *Resource)) Type[R] {
	schema := func() *Schema {
		if len(kinds) == 0 {
			return &Schema{Type: written, Title: "reference"}
		}
		return &Schema{Type: written, Title: "reference to " + kindsOr(kinds), Examples: []any{string(kinds[0]) + "/name"}}
	}
	return Type[R]{
		Schema: schema,
		Read: func(d *Decoder, n *Node, into *R) bool {
			if !d.expect(n, Scalar, func() string { return schema().noun() }) {
				return false
			}
			d.pending = append(d.pending, pending{
				query: query{kinds: kinds, words: words, text: n.Text, scope: d.scope(), accept: accept},
				node:  n,
				set:   bind(into, n),
			})
			return true
		},
	}
}

// scope is the path of the resource being read.
func (d *Decoder) scope() []string {
	if d.owner == nil {
		return nil
	}
	return d.owner.Path
}

// mostKinds are the kinds that are told one by one.
const mostKinds = 5

// kindsOr tells kinds in words: "an instance or a function".
func kindsOr(kinds []ResourceKind) string {
	if len(kinds) > mostKinds {
		return "a resource that can stand here"
	}
	words := make([]string, 0, len(kinds))
	for _, k := range kinds {
		words = append(words, an(strings.ReplaceAll(string(k), "_", " ")))
	}
	return join(words, "or")
}

// pending is a reference that waits until all resources are known.
type pending struct {
	query query
	node  *Node
	set   func(to, gone *Resource)
}

// settle resolves a reference, or reports why it cannot be.
func (p pending) settle(d *Decoder, now *Registry) {
	found := now.lookup(p.query)
	if gone := d.gone(p.query, found, now); gone != nil {
		p.set(nil, gone)
		return
	}
	switch len(found) {
	case 1:
		p.set(found[0], nil)
	case 0:
		d.refuseDangling(p, now)
	default:
		d.refuseAmbiguous(p, found)
	}
}

// gone returns what a reference meant before an edit took it away.
//
// It stays gone where the text would now mean another resource that stood
// before the edit: a cloud does not move a reference to a namesake. Only what
// the edit itself put in place takes over.
func (d *Decoder) gone(q query, found []*Resource, now *Registry) *Resource {
	if d.opts.Base == nil || len(d.opts.Removed) == 0 {
		return nil
	}
	before := d.opts.Base.lookup(q)
	if len(before) != 1 || !d.removed(before[0].TreePath) || now.byTree[before[0].TreePath] != nil {
		return nil
	}
	if len(found) == 1 && d.opts.Base.byTree[found[0].TreePath] == nil {
		return nil
	}
	return before[0]
}

func (d *Decoder) removed(treePath string) bool {
	return slices.ContainsFunc(d.opts.Removed, func(gone string) bool {
		return treePath == gone || strings.HasPrefix(treePath, gone+".")
	})
}
