package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

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
		Detail:   strings.TrimSpace("In a merge, null removes a key. " + hint("key", patch.Key, keys)),
	})
}

// lost reports that a path ends too early: its segment number i leads nowhere
// from node n.
func (e *editor) lost(p Path, i int, n *Node, at diag.Range) {
	if len(e.findings) >= maxEditFindings {
		return
	}
	seg, where := p[i], p[:i].where()
	key, named := seg.name()
	switch {
	case n.Kind == Map && named:
		e.add(at, fmt.Sprintf("There is no %s in %s", quoteName(key), where), hint("key", key, n.Keys()),
			diag.Related{Range: n.Range, Message: "it is looked for in this"})
	case n.Kind == Map:
		e.add(at, fmt.Sprintf("%s is not a list, so %s picks nothing", capital(where), seg), "A map is followed by the name of a key. "+hint("key", "", n.Keys()),
			diag.Related{Range: n.Range, Message: "this is a map"})
	case n.Kind == Scalar:
		e.add(at, fmt.Sprintf("%s is a single value and has no %s in it", capital(where), quoteName(seg.String())), "Only maps and lists have something inside. The path ends before it.",
			diag.Related{Range: n.Range, Message: "this is the value"})
	case seg.Kind == ByIndex:
		e.add(at, fmt.Sprintf("There is no item %d in %s", seg.Index, where), fmt.Sprintf("The list has %s; the first is [0].", plural(len(n.Items), "item")),
			diag.Related{Range: n.Range, Message: "this is the list"})
	case seg.Kind == ByMatch:
		e.unmatched(seg, where, n, at)
	default:
		e.add(at, fmt.Sprintf("%s is a list and has no key %s", capital(where), quoteName(seg.Key)), "An item is picked by its index, as [0], or by a field that tells it from the others, as [priority=20].",
			diag.Related{Range: n.Range, Message: "this is the list"})
	}
}

// unmatched reports that [field=value] matches no item of a list, or several.
func (e *editor) unmatched(seg Segment, where string, list *Node, at diag.Range) {
	slots := seg.slots(list)
	if len(slots) == 0 {
		var values []string
		for _, item := range list.Items {
			if f := item.Field(seg.Field); f != nil && f.Value.Kind == Scalar && !f.Value.Null {
				values = append(values, f.Value.Text)
			}
		}
		e.add(at, fmt.Sprintf("No item of %s has %s %s", where, quoteName(seg.Field), quoteName(seg.Value)), hint("value", seg.Value, values),
			diag.Related{Range: list.Range, Message: "this is the list"})
		return
	}
	var related []diag.Related
	for _, i := range slots[:min(len(slots), 10)] {
		related = append(related, diag.Related{Range: list.Items[i].Range, Message: fmt.Sprintf("item [%d] matches", i)})
	}
	e.add(at, fmt.Sprintf("%d items of %s have %s %s", len(slots), where, quoteName(seg.Field), quoteName(seg.Value)),
		"A path has to match exactly one. Use another field or the index.", related...)
}

// hint helps with a name that is not there: the one that was meant, or those
// that are.
func hint(what, name string, names []string) string {
	if near, ok := Nearest(name, names); ok {
		return fmt.Sprintf("Did you mean %s?", quoteName(near))
	}
	if len(names) == 0 || len(names) > nearestAmong {
		return ""
	}
	const most = 8
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	var shown []string
	for _, n := range sorted[:min(len(sorted), most)] {
		shown = append(shown, quoteName(n))
	}
	s := strings.Join(shown, ", ")
	if more := len(sorted) - most; more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	if len(sorted) == 1 {
		return fmt.Sprintf("The only %s is %s.", what, s)
	}
	return fmt.Sprintf("The %ss are %s.", what, s)
}

// where names a place in the tree for a sentence.
func (p Path) where() string {
	if len(p) == 0 {
		return "the scenario"
	}
	return quoteName(p.String())
}

// name is the key that the segment stands for in a map.
func (s Segment) name() (string, bool) {
	if s.Kind == ByIndex {
		return strconv.Itoa(s.Index), true
	}
	return s.Key, s.Kind == ByKey
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// DecodeEdits reads the edits of a variant from its fields: set, a map from
// paths to values; remove, a list of paths; and merge, a tree. Each may be nil
// or empty. The edits come in this order, and within it as they are written.
func DecodeEdits(set, remove, merge *Node) ([]Edit, diag.List) {
	d := editDecoder{}
	if d.want(set, Map, "\"set\" takes a map from paths to values, such as {cens.cen-1.edition: basic}.") {
		for _, e := range set.Entries {
			if p, ok := d.path(e.Key, e.KeyRange); ok {
				d.edit(Edit{Op: Set, Path: p, At: e.KeyRange, Value: e.Value})
			}
		}
	}
	if d.want(remove, List, "\"remove\" takes a list of paths, such as [cens.cen-1].") {
		for _, item := range remove.Items {
			if item.Kind != Scalar || item.Null {
				d.findings.Add(diag.Finding{Range: item.Range, Summary: "A path is expected here", Detail: "\"remove\" takes a list of paths, such as [cens.cen-1]."})
				continue
			}
			if p, ok := d.path(item.Text, item.Range); ok {
				d.edit(Edit{Op: Remove, Path: p, At: item.Range})
			}
		}
	}
	if d.want(merge, Map, "\"merge\" takes a tree that is laid over the scenario.") {
		d.edit(Edit{Op: Merge, At: merge.Range, Value: merge})
	}
	return d.edits, d.findings
}

type editDecoder struct {
	edits    []Edit
	findings diag.List
	over     bool
}

// want reports whether a node is there and has the kind it should have.
func (d *editDecoder) want(n *Node, kind Kind, detail string) bool {
	if n == nil || n.Kind == Scalar && n.Null {
		return false
	}
	if n.Kind != kind {
		d.findings.Add(diag.Finding{Range: n.Range, Summary: fmt.Sprintf("%s stands where %s is expected", capital(n.Kind.String()), kind), Detail: detail})
	}
	return n.Kind == kind
}

func (d *editDecoder) edit(e Edit) {
	if len(d.edits) < maxEdits {
		d.edits = append(d.edits, e)
		return
	}
	if !d.over {
		d.over = true
		d.findings.Add(diag.Finding{Range: e.At, Summary: fmt.Sprintf("A variant has more than %d edits", maxEdits),
			Detail: "Each is a search through the scenario. Write one \"merge\" instead."})
	}
}

func (d *editDecoder) path(text string, at diag.Range) (Path, bool) {
	p, err := ParsePath(text)
	if err == nil {
		return p, true
	}
	reason := err.Error()
	if e, ok := err.(*PathError); ok {
		reason = e.Reason
		at = within(at, text, e.Offset)
	}
	d.findings.Add(diag.Finding{Range: at, Summary: fmt.Sprintf("%s is not a path: %s", quoteName(text), reason),
		Detail: "A path is names with dots between them, such as regions.cn-shanghai.vpcs.main. A name with dots or blanks in it is put in double quotes, and an item of a list is [0] or [field=value]."})
	return nil, false
}

// within narrows the range of a text to what begins at an offset of it, where
// the text stands in the file as it is: on one line and without escapes.
func within(r diag.Range, text string, offset int) diag.Range {
	width := r.End.Column - r.Start.Column
	runes := []rune(text)
	at := len([]rune(text[:min(offset, len(text))]))
	switch {
	case r.Start.Line != r.End.Line || at >= len(runes):
		return r
	case width == len(runes)+2: // in quotes
		at++
	case width != len(runes):
		return r
	}
	r.Start.Column += at
	r.End = diag.Pos{Line: r.Start.Line, Column: r.Start.Column + 1}
	return r
}
