package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"netsim/topology/diag"
)

func (e *editor) mergeAt(edit Edit) {
	target, ok := e.find(edit.Path, edit.At)
	if !ok || edit.Value == nil {
		return
	}
	merged := e.merge(target, edit.Value, edit.Path)
	switch {
	case merged == target:
	case len(edit.Path) == 0:
		e.root = merged
	default:
		last := len(edit.Path) - 1
		n := e.open(edit.Path[:last])
		n.put(edit.Path[last].slots(n)[0], merged)
	}
}

// merge returns target, which may be nil, with a patch merged into it.
func (e *editor) merge(target, patch *Node, path Path) *Node {
	if patch.Kind != Map || (target == nil || target.Kind != Map) && mergesAsIs(patch) {
		return patch
	}
	if target == nil || target.Kind != Map {
		target = &Node{Kind: Map, Range: patch.Range}
	}
	m := merger{editor: e, node: target, path: path, slot: make(map[string]int, len(target.Entries))}
	for i := range target.Entries {
		m.slot[target.Entries[i].Key] = i
	}
	for _, entry := range patch.Entries {
		m.entry(entry)
	}
	if m.holes {
		m.node.Entries = slices.DeleteFunc(m.node.Entries, func(e Entry) bool { return e.Value == nil })
	}
	return m.node
}

// mergesAsIs reports whether a tree is what merging it into nothing gives.
func mergesAsIs(n *Node) bool {
	for _, e := range n.Entries {
		if _, appends := appendKey(e.Key); appends || e.Value.Kind == Scalar && e.Value.Null || !mergesAsIs(e.Value) {
			return false
		}
	}
	return true
}

// appendKey splits the + off a key of a merge.
func appendKey(key string) (string, bool) {
	k, ok := strings.CutSuffix(key, "+")
	return k, ok && k != ""
}

// merger merges one map into one map.
type merger struct {
	*editor
	node  *Node
	path  Path
	slot  map[string]int // of each key; those that are removed are gone
	holes bool           // removed entries are still there, without a value
}

func (m *merger) change() *Node {
	m.node = m.own(m.node)
	return m.node
}

func (m *merger) to(key string) Path {
	return append(slices.Clip(m.path), Segment{Kind: ByKey, Key: key})
}

func (m *merger) entry(patch Entry) {
	if key, ok := appendKey(patch.Key); ok {
		m.append(key, patch)
		return
	}
	slot, there := m.slot[patch.Key]
	switch null := patch.Value.Kind == Scalar && patch.Value.Null; {
	case null && !there:
		m.absent(patch)
	case null:
		n := m.change()
		m.removed = append(m.removed, Removed{Path: m.to(patch.Key), Range: n.Entries[slot].span(), At: patch.KeyRange})
		n.Entries[slot].Value = nil
		m.holes = true
		delete(m.slot, patch.Key)
	case !there:
		m.insert(patch.Key, patch.KeyRange, m.merge(nil, patch.Value, m.to(patch.Key)))
	default:
		old := m.node.Entries[slot].Value
		merged := m.merge(old, patch.Value, m.to(patch.Key))
		if merged == old {
			return
		}
		n := m.change()
		n.Entries[slot].Value = merged
		if old.Kind != Map || patch.Value.Kind != Map {
			n.Entries[slot].KeyRange = patch.KeyRange
		}
	}
}

func (m *merger) insert(key string, at diag.Range, value *Node) {
	n := m.change()
	m.slot[key] = len(n.Entries)
	n.Entries = append(n.Entries, Entry{Key: key, KeyRange: at, Value: value})
}

// append adds the items of a list to the list of a key.
func (m *merger) append(key string, patch Entry) {
	slot, there := m.slot[key]
	switch {
	case patch.Value.Kind != List:
		m.add(patch.KeyRange, fmt.Sprintf("%s is given %s", quoteName(patch.Key), patch.Value.Kind),
			fmt.Sprintf("A key that ends in + appends items to the list %s, so it takes a list.", quoteName(key)))
	case !there:
		m.insert(key, patch.KeyRange, patch.Value)
	case m.node.Entries[slot].Value.Kind != List:
		old := m.node.Entries[slot]
		m.add(patch.KeyRange, fmt.Sprintf("%s appends to what is not a list", quoteName(patch.Key)),
			fmt.Sprintf("%s is %s. Write %s without the + to replace it.", quoteName(key), old.Value.Kind, quoteName(key)),
			diag.Related{Range: old.KeyRange, Message: "it is given here"})
	case len(patch.Value.Items) > 0:
		n := m.change()
		list := m.own(n.Entries[slot].Value)
		list.Items = append(list.Items, patch.Value.Items...)
		n.Entries[slot].Value = list
	}
}

// absent warns of the removal of what is not there. RFC 7396 lets it pass; in
// a variant it is most likely a name that is misspelt.
func (m *merger) absent(patch Entry) {
	if len(m.findings) >= maxEditFindings {
		return
	}
	keys := slices.Collect(maps.Keys(m.slot))
	m.findings.Add(diag.Finding{
		Severity: diag.Warning,
		Range:    patch.KeyRange,
		Summary:  fmt.Sprintf("Nothing is removed: there is no %s in %s", quoteName(patch.Key), m.path.where()),
		Detail:   strings.TrimSpace("In a merge, null removes a key. " + Hint("key", patch.Key, keys)),
	})
}
