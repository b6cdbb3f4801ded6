package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"netsim/topology/diag"
)

// yamlNode is a node of the parser, for files that do not import it.
type yamlNode = yaml.Node

// readYAML reads YAML into the tree. The parser gives nodes that know where
// they begin; where they end is found by walking the text along with them.
func (r *reading) readYAML() {
	if !r.checkLines() {
		return
	}
	dec := yaml.NewDecoder(bytes.NewReader(r.src))
	var doc, more yaml.Node
	err := decodeYAML(dec, &doc)
	if errors.Is(err, io.EOF) {
		return // no document at all, which is for checkRoot to tell
	}
	if err != nil {
		r.yamlSyntax(dec, err)
		return
	}
	r.doc = &doc
	w := &yamlReader{reading: r, cur: newCursor(r.src), done: map[*yaml.Node]built{}, active: map[*yaml.Node]bool{}}
	if len(doc.Content) == 1 {
		at := diag.Pos{Line: doc.Content[0].Line, Column: doc.Content[0].Column}
		root, _ := w.value(doc.Content[0], 1, at)
		if !r.stopped {
			r.root = root
		}
	}
	if err := decodeYAML(dec, &more); !errors.Is(err, io.EOF) && !r.stopped {
		w.blank()
		at := w.cur.off
		if err == nil {
			at = r.offset(more.Line-1, more.Column-1)
		}
		r.root = nil
		r.goesOn(at)
	}
}

// decodeYAML reads one document. A panic of the parser is an error: the text
// is untrusted, and the parser is known to panic on some of it.
func decodeYAML(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errParserPanic
		}
	}()
	return dec.Decode(into)
}

var errParserPanic = errors.New("the YAML parser panicked")

// yamlReader turns the parser's nodes into ours. It visits them in the order
// of the text, and cur is behind what was read last.
type yamlReader struct {
	*reading
	cur    cursor
	done   map[*yaml.Node]built // what has an anchor
	active map[*yaml.Node]bool  // what has an anchor and is being read
}

// built is a tree that an alias can stand for. Trees are immutable, so the
// alias shares it; what would be counted on expansion is added up.
type built struct {
	node   *Node
	size   int // values in it, aliases expanded
	height int // levels in it
}

// value reads a node and tells how many levels it has. Gap is the place of the
// value if it is empty: just after the colon or the dash.
func (w *yamlReader) value(y *yaml.Node, depth int, gap diag.Pos) (*Node, int) {
	if w.stopped {
		return w.empty(gap), 1
	}
	if y.Kind == yaml.AliasNode {
		return w.alias(y, depth)
	}
	before := w.nodes
	if !w.count(1, w.range1(y)) {
		return w.empty(gap), 1
	}
	if depth > w.limit.depth {
		w.deep(w.range1(y))
		return w.empty(gap), 1
	}
	if y.Anchor != "" {
		w.active[y] = true
	}
	w.checkTag(y)
	var n *Node
	height := 1
	switch y.Kind {
	case yaml.MappingNode:
		n, height = w.mapping(y, depth)
	case yaml.SequenceNode:
		n, height = w.sequence(y, depth)
	default:
		n = w.scalar(y, gap)
	}
	if y.Anchor != "" {
		delete(w.active, y)
		w.done[y] = built{n, w.nodes - before, height}
	}
	return n, height
}

func (w *yamlReader) alias(y *yaml.Node, depth int) (*Node, int) {
	w.seek(y)
	start := w.cur.pos
	for range utf8.RuneCountInString(y.Value) + 1 { // and the star
		w.cur.next()
	}
	at := w.from(start)
	b, ok := w.done[y.Alias]
	switch {
	case !ok && w.active[y.Alias]:
		w.add(diag.Finding{Range: at, Summary: fmt.Sprintf("The alias %s stands inside what it stands for", quoteName("*"+y.Value)),
			Detail:  "Expanded, it would never end. Write out what is meant here.",
			Related: []diag.Related{{Range: w.range1(y.Alias), Message: "the anchor is here"}}})
		return w.lost(start), 1
	case !ok: // in a part that was not read; that is reported
		return w.lost(start), 1
	case depth+b.height-1 > w.limit.depth:
		w.deep(at)
		return w.lost(start), 1
	case !w.count(b.size, at):
		return w.lost(start), 1
	}
	return b.node, b.height
}

func (w *yamlReader) mapping(y *yaml.Node, depth int) (*Node, int) {
	n := &Node{Kind: Map, Entries: make([]Entry, 0, len(y.Content)/2)}
	start, brace := w.open(y, '{')
	height := 0
	var seen keyIndex
	for i := 0; i+1 < len(y.Content) && !w.stopped; i += 2 {
		key, where, ok := w.key(y.Content[i], depth)
		if i == 0 && !brace {
			start = where.Start
		}
		v, h := w.value(y.Content[i+1], depth+1, w.colon(where.End))
		height = max(height, h)
		if !ok {
			continue
		}
		if first := seen.find(n.Entries, key); first != nil {
			w.add(duplicateKey(key, where, first.KeyRange))
			continue
		}
		n.Entries = append(n.Entries, Entry{Key: key, KeyRange: where, Value: v})
	}
	w.close(brace, '}')
	n.Range = w.from(start)
	return n, height + 1
}

func (w *yamlReader) sequence(y *yaml.Node, depth int) (*Node, int) {
	n := &Node{Kind: List, Items: make([]*Node, 0, len(y.Content))}
	start, bracket := w.open(y, '[')
	height := 0
	for _, item := range y.Content {
		if w.stopped {
			break
		}
		if !bracket {
			w.skipTo('-')
		}
		v, h := w.value(item, depth+1, w.cur.pos)
		height = max(height, h)
		n.Items = append(n.Items, v)
	}
	w.close(bracket, ']')
	n.Range = w.from(start)
	return n, height + 1
}

// open goes to the beginning of a map or list, behind its anchor and tag, and
// reports whether it is in brackets.
func (w *yamlReader) open(y *yaml.Node, bracket byte) (diag.Pos, bool) {
	w.seek(y)
	flow := y.Style&yaml.FlowStyle != 0
	if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 || flow && w.cur.peek() == '!' {
		w.properties()
	}
	start := w.cur.pos
	if flow && w.cur.peek() == bracket {
		w.cur.next()
		return start, true
	}
	return start, false
}

// close goes behind the closing bracket, if there is one.
func (w *yamlReader) close(bracketed bool, bracket byte) {
	if !bracketed || w.stopped {
		return
	}
	at := w.cur
	for {
		w.blank()
		switch w.cur.peek() {
		case bracket:
			w.cur.next()
			return
		case ',', ':', '?':
			w.cur.next()
		default:
			w.cur = at
			return
		}
	}
}

// key reads the key of a map. What is not a name is reported.
func (w *yamlReader) key(y *yaml.Node, depth int) (string, diag.Range, bool) {
	if y.Kind != yaml.ScalarNode {
		detail := "A key is a name. Write the name itself; lists and maps can only stand as values."
		if y.Kind == yaml.AliasNode {
			detail = "A key is a name. Write the name itself; an alias can only stand as a value."
		}
		at := w.range1(y)
		w.add(diag.Finding{Range: at, Summary: "A key is not a name", Detail: detail})
		w.value(y, depth+1, w.cur.pos) // goes behind it
		return "", w.from(at.Start), false
	}
	w.checkTag(y)
	plain := y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
	if plain && y.Value == "" {
		w.seek(y)
		at := w.from(w.cur.pos)
		w.add(diag.Finding{Range: at, Summary: "A key is empty", Detail: "Write a name before the colon."})
		return "", at, false
	}
	where := w.scalarRange(y, w.cur.pos)
	if plain && y.Value == "<<" {
		w.add(diag.Finding{Range: where, Summary: "The merge key \"<<\" is not supported",
			Detail: "Whoever reads the file should see what applies. Write the fields out here; to change a few fields of a whole, use \"merge\" in a variant."})
		return "", where, false
	}
	return y.Value, where, true
}

// colon goes behind the colon of a key and returns that place. Without a colon
// it is the end of the key, and the cursor stays.
func (w *yamlReader) colon(end diag.Pos) diag.Pos {
	if !w.skipTo(':') {
		return end
	}
	return w.cur.pos
}

// skipTo goes behind a mark if it comes next.
func (w *yamlReader) skipTo(mark byte) bool {
	at := w.cur
	if w.blank(); w.cur.peek() != mark {
		w.cur = at
		return false
	}
	w.cur.next()
	return true
}

// seek goes to where a node begins. The cursor is never behind it; should it
// be, it stays, and a range is a little off rather than the run at an end.
func (w *yamlReader) seek(y *yaml.Node) {
	w.cur.seek(diag.Pos{Line: y.Line, Column: y.Column})
}

func (w *yamlReader) from(start diag.Pos) diag.Range {
	return diag.Range{File: w.file, Start: start, End: w.cur.pos}
}

// range1 is the first character of a node, for findings about it.
func (w *yamlReader) range1(y *yaml.Node) diag.Range {
	at := diag.Pos{Line: y.Line, Column: y.Column}
	return diag.Range{File: w.file, Start: at, End: diag.Pos{Line: y.Line, Column: y.Column + 1}}
}
