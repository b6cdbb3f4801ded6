package scenario

import "netsim/topology/diag"

// Value is a leaf and the node it was read from. Absent is not empty: an absent
// Value has no Node, an empty one has. The zero Value is absent.
type Value[V any] struct {
	V    V
	Node *Node
}

// Values is a leaf that is a list. The list has a node of its own and so has
// each of its items; an item that could not be read is absent.
type Values[V any] = Value[[]Value[V]]

// Present reports whether the value was written.
func (v Value[V]) Present() bool { return v.Node != nil }

// Or returns what was written, or def where nothing was.
func (v Value[V]) Or(def V) V {
	if !v.Present() {
		return def
	}
	return v.V
}

// Range is where the value was written; zero when absent.
func (v Value[V]) Range() diag.Range {
	if !v.Present() {
		return diag.Range{}
	}
	return v.Node.Range
}

// At gives an object its place: a type that embeds it knows the node that it
// was decoded from.
type At struct{ Node *Node }

// SetNode is called by the decoder of any object that has it.
func (a *At) SetNode(n *Node) { a.Node = n }

// placed is an object that wants to know its node.
type placed interface{ SetNode(*Node) }
