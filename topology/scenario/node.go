package scenario

import (
	"slices"

	"netsim/topology/diag"
)

// Kind is the shape of a node.
type Kind uint8

const (
	Scalar Kind = iota
	Map
	List
)

func (k Kind) String() string {
	switch k {
	case Map:
		return "a map"
	case List:
		return "a list"
	default:
		return "a value"
	}
}

// Node is one node of a scenario file: a scalar, a map or a list, with its
// place. A Node is immutable once built and may be shared between trees: an
// edit makes new nodes along the path it changes and keeps the rest.
type Node struct {
	Kind  Kind
	Range diag.Range // of the whole value; of the key's value, not of the key

	// Of a scalar.
	Text   string // as read, unquoted
	Quoted bool   // was written in quotes, so it is text whatever it looks like
	Null   bool   // was written as null, ~ or left empty
	Lost   bool   // could not be read, and that is reported

	// Of a map, in the order of the file. Keys are unique.
	Entries []Entry

	// Of a list.
	Items []*Node
}

// Entry is one key of a map and its value.
type Entry struct {
	Key      string
	KeyRange diag.Range
	Value    *Node
}

// Field returns the entry with a key, or nil.
func (n *Node) Field(key string) *Entry {
	if n == nil || n.Kind != Map {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// Keys returns the keys of a map in the order of the file.
func (n *Node) Keys() []string {
	keys := make([]string, 0, len(n.Entries))
	for _, e := range n.Entries {
		keys = append(keys, e.Key)
	}
	return slices.Clip(keys)
}
