package scenario

import (
	"slices"

	"netsim/topology/diag"
)

// maxEdits bounds the edits of one variant. Each may look through a whole map;
// whoever changes more than this writes one merge.
const maxEdits = 1000

// maxEditFindings bounds what Apply reports: each finding may look through a
// whole map for the name that was meant.
const maxEditFindings = 100

// Op is what an edit does.
type Op uint8

const (
	// Set puts a value at a path: in place of what is there, as a new key of a
	// map, or as a new last item of a list. What is around it must be there.
	Set Op = iota
	// Remove takes away what is at a path, which must be there.
	Remove
	// Merge merges a tree into what is at a path, by RFC 7396: maps are merged,
	// null removes a key, everything else replaces. A key that ends in + appends
	// a list to the list of the key without it.
	Merge
)

// Edit is one change of a tree.
type Edit struct {
	Op    Op
	Path  Path
	At    diag.Range // where the edit is written
	Value *Node      // of Set and Merge
}

// Removed is something that an edit took away.
type Removed struct {
	Path  Path
	Range diag.Range // where it stood: from its key to the end of its value
	At    diag.Range // where it is written that it goes
}

// Apply makes the edits, each on what the ones before it left, and returns the
// new tree. The old tree stays as it is, and the new one shares everything
// that no edit changes; what an edit puts in keeps the range of where it was
// written. An edit that cannot be made is a finding, and left out.
func Apply(root *Node, edits []Edit) (*Node, []Removed, diag.List) {
	e := &editor{root: root, owned: map[*Node]bool{}}
	if root == nil {
		return nil, nil, nil // it could not be read, and that is reported
	}
	for _, edit := range edits {
		switch {
		case edit.Op == Merge:
			e.mergeAt(edit)
		case len(edit.Path) == 0:
			e.add(edit.At, "An edit has no path", "The scenario as a whole can be neither set nor removed. Name what is meant.")
		case edit.Op == Remove:
			e.remove(edit)
		default:
			e.set(edit)
		}
	}
	return e.root, e.removed, e.findings
}

type editor struct {
	root     *Node
	owned    map[*Node]bool // made here, so they may still be changed
	removed  []Removed
	findings diag.List
}

func (e *editor) add(at diag.Range, summary, detail string, related ...diag.Related) {
	if len(e.findings) < maxEditFindings {
		e.findings.Add(diag.Finding{Range: at, Summary: summary, Detail: detail, Related: related})
	}
}

// own returns a node that may be changed: the node itself or a copy.
func (e *editor) own(n *Node) *Node {
	if e.owned[n] {
		return n
	}
	c := *n
	c.Entries, c.Items = slices.Clone(n.Entries), slices.Clone(n.Items)
	e.owned[&c] = true
	return &c
}

// open makes everything along a path one's own. The path must be there.
func (e *editor) open(p Path) *Node {
	e.root = e.own(e.root)
	n := e.root
	for _, s := range p {
		slot := s.slots(n)[0]
		c := e.own(n.child(slot))
		n.put(slot, c)
		n = c
	}
	return n
}

// put changes a slot of a node that one owns.
func (n *Node) put(slot int, child *Node) {
	if n.Kind == Map {
		n.Entries[slot].Value = child
	} else {
		n.Items[slot] = child
	}
}

// find looks up a path and reports how it fails.
func (e *editor) find(p Path, at diag.Range) (*Node, bool) {
	n, followed := p.Find(e.root)
	if followed < len(p) {
		e.lost(p, followed, n, at)
		return nil, false
	}
	return n, true
}

func (e *editor) set(edit Edit) {
	last := len(edit.Path) - 1
	parent, ok := e.find(edit.Path[:last], edit.At)
	if !ok {
		return
	}
	value := edit.Value
	if value == nil {
		value = &Node{Kind: Scalar, Null: true, Range: edit.At}
	}
	seg := edit.Path[last]
	slots := seg.slots(parent)
	key, named := seg.name()
	switch {
	case len(slots) == 1:
		n := e.open(edit.Path[:last])
		n.put(slots[0], value)
		if n.Kind == Map {
			n.Entries[slots[0]].KeyRange = edit.At
		}
	case parent.Kind == Map && named:
		n := e.open(edit.Path[:last])
		n.Entries = append(n.Entries, Entry{Key: key, KeyRange: edit.At, Value: value})
	case parent.Kind == List && seg.Kind == ByIndex && seg.Index == len(parent.Items):
		n := e.open(edit.Path[:last])
		n.Items = append(n.Items, value)
	default:
		e.lost(edit.Path, last, parent, edit.At)
	}
}

func (e *editor) remove(edit Edit) {
	if _, ok := e.find(edit.Path, edit.At); !ok {
		return
	}
	last := len(edit.Path) - 1
	n := e.open(edit.Path[:last])
	slot := edit.Path[last].slots(n)[0]
	where := n.child(slot).Range
	if n.Kind == Map {
		where = n.Entries[slot].span()
		n.Entries = slices.Delete(n.Entries, slot, slot+1)
	} else {
		n.Items = slices.Delete(n.Items, slot, slot+1)
	}
	e.removed = append(e.removed, Removed{Path: edit.Path, Range: where, At: edit.At})
}

// span is from the key to the end of the value, or the key alone where the
// value was written elsewhere.
func (e Entry) span() diag.Range {
	r, v := e.KeyRange, e.Value.Range
	if v.File == r.File && !before(v.Start, r.End) && before(r.End, v.End) {
		r.End = v.End
	}
	return r
}

func before(a, b diag.Pos) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
}
