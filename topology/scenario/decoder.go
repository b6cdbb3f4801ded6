package scenario

import (
	"fmt"
	"strconv"
	"strings"

	"netsim/topology/diag"
)

// Options say what a document is decoded against.
type Options struct {
	// Base is the document before it was edited, and Removed are the tree paths
	// that the edit took away. A reference to something that stood in Base under
	// a removed path is gone, which is no finding.
	Base    *Registry
	Removed []string
	// Within is for a part of a document that is read by itself: its references
	// mean the resources that are in here, and not its own.
	Within *Registry
}

// Decoder carries one decoding: where in the tree it is, what it has found
// wrong, which resources it has met and which references wait for them. It
// serves one document and one goroutine.
type Decoder struct {
	opts Options
	root AnyTable // of the whole document
	// aside are the titles of tables of other cases than the one that is being
	// read; nil: there are none. tables are all others, once a finding needs them.
	aside     func() map[string]bool
	tables    []AnyTable
	findings  diag.List
	waiting   int  // resources of the maps being read that are still to come
	over      bool // there are too many resources, and that is reported
	unshown   int  // findings past the bound
	steps     []step
	owner     *Resource // the innermost resource being read
	ownerAt   int       // how many steps lead to it
	resources []*Resource
	pending   []pending
}

// step is one step down the tree: to the value of a key or to an item of a list.
type step struct {
	name  string
	place diag.Range // of the key, or of the item
	value *Node
	item  bool
	must  bool // it cannot be left out
}

// NewDecoder starts the decoding of a document.
func NewDecoder(opts Options) *Decoder { return &Decoder{opts: opts} }

// Decode reads an object by its table. References in it are resolved by
// Finish, in place: what into points to must not be copied before that.
func Decode[T any](d *Decoder, t *Table[T], root *Node, into *T) {
	if t = t.made(); root == nil {
		d.Refuse(diag.Range{}, t.name+" is empty", t.doc)
		return
	}
	if d.root == nil {
		d.root = t // a part of a document is decoded within the whole
	}
	t.decode(d, root, into)
}

// Finish resolves the references and returns all resources and everything that
// was found wrong, in the order of the file.
func (d *Decoder) Finish() (*Registry, diag.List) {
	registry := d.opts.Within
	if registry == nil {
		registry = newRegistry(d.resources)
	}
	for _, p := range d.pending {
		p.settle(d, registry)
	}
	d.pending = nil
	found := d.findings.Sorted()
	if d.unshown > 0 {
		found.Add(diag.Finding{
			Range:   found[len(found)-1].Range,
			Summary: fmt.Sprintf("too many findings: %d more are not shown", d.unshown),
			Detail:  "Mend the first ones: many often have one cause.",
		})
	}
	return registry, found
}

// mostFindings bounds what one decoding reports.
const mostFindings = 1000

// Report adds a finding.
func (d *Decoder) Report(f diag.Finding) {
	if d.full() {
		d.unshown++
		return
	}
	d.findings.Add(f)
}

func (d *Decoder) full() bool { return len(d.findings) >= mostFindings }

// Refuse reports an error: what is wrong, in one line, and why it matters and
// how to mend it, in sentences.
func (d *Decoder) Refuse(at diag.Range, summary, detail string) {
	d.Report(diag.Finding{Range: at, Summary: summary, Detail: detail})
}

// Expect reports whether a node has a kind, and tells why not. The noun says
// what is expected ("a map of VPCs").
func (d *Decoder) Expect(n *Node, kind Kind, noun string) bool {
	return d.expect(n, kind, func() string { return noun })
}

// expect is Expect with a noun that is made where it is told.
func (d *Decoder) expect(n *Node, kind Kind, noun func() string) bool {
	switch {
	case n.Kind == kind && !n.Null && !n.Lost:
		return true
	case n.Lost:
	case d.full():
		d.unshown++ // without the words, which nobody would read
	case n.Kind == Scalar && n.Null:
		d.Refuse(d.place(n), d.here()+" has no value", d.mendNull(noun()+emptyForm(kind)))
	default:
		d.Refuse(n.Range, fmt.Sprintf("%s takes %s, and %s stands there", d.here(), noun(), n.Kind), mendKind(n, kind))
	}
	return false
}

// mendNull says what to write where nothing is written.
func (d *Decoder) mendNull(noun string) string {
	switch s := d.steps; {
	case len(s) == 0 || s[len(s)-1].must:
		return sentences("Write " + noun)
	case s[len(s)-1].item:
		return sentences("Absent and empty are not the same: write " + noun + ", or remove the item")
	default:
		return sentences("Absent and empty are not the same: write " + noun + ", or remove the line")
	}
}

func emptyForm(kind Kind) string {
	switch kind {
	case Map:
		return ", {} for an empty one"
	case List:
		return ", [] for an empty one"
	default:
		return ""
	}
}

// mendKind says how what stands there becomes what is expected, where that is
// plain.
func mendKind(n *Node, want Kind) string {
	switch {
	case want == List && n.Kind == Scalar:
		return "Put it in brackets: [" + n.Text + "]."
	case want == List:
		return "Begin each item on a line of its own, with a dash and a space."
	case want == Map && n.Kind == List:
		return "A dash makes an item of a list: write keys and values, without dashes."
	case want == Map:
		return "Write keys and values on the lines below, indented deeper, or {} for none."
	case n.Kind == List && len(n.Items) == 1 && n.Items[0].Kind == Scalar:
		return "Take it out of the brackets: " + n.Items[0].Text + "."
	case n.Kind == List:
		return "It is one value. Keep one, without brackets."
	default:
		return "It is one value. Write it behind the colon, without keys below."
	}
}

// AtEntry reads what stands at an entry of a map. A Custom field uses it for
// what it reads further down, so that everything there knows its path and key.
func (d *Decoder) AtEntry(e Entry, read func()) {
	d.descend(step{name: e.Key, place: e.KeyRange, value: e.Value}, read)
}

// AtItem reads what stands at an item of a list, counted from 0.
func (d *Decoder) AtItem(i int, n *Node, read func()) {
	d.descend(step{name: strconv.Itoa(i), place: n.Range, value: n, item: true}, read)
}

func (d *Decoder) descend(s step, read func()) {
	d.steps = append(d.steps, s)
	read()
	d.steps = d.steps[:len(d.steps)-1]
}

// place is where something missing from a node is told: at the key of the node.
func (d *Decoder) place(n *Node) diag.Range {
	if len(d.steps) > 0 {
		if s := d.steps[len(d.steps)-1]; s.value == n && !s.place.IsZero() {
			return s.place
		}
	}
	return n.Range
}

// here names what is being read: "cidr", or item 2 of "zones".
func (d *Decoder) here() string {
	for i := len(d.steps) - 1; i >= 0; i-- {
		switch s := d.steps[i]; {
		case !s.item:
			return quote(s.name)
		case i > 0 && !d.steps[i-1].item:
			item, _ := strconv.Atoi(s.name)
			return fmt.Sprintf("item %d of %s", item+1, quote(d.steps[i-1].name))
		}
	}
	return "the document"
}

// treePath is the path of what is being read, as edits write it.
func (d *Decoder) treePath() string {
	var text strings.Builder
	if d.owner != nil {
		text.WriteString(d.owner.TreePath)
	}
	for _, s := range d.steps[d.ownerAt:] {
		if text.Len() > 0 {
			text.WriteByte('.')
		}
		text.WriteString(Segment{Kind: ByKey, Key: s.name}.String())
	}
	return text.String()
}
