package scenario

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// yamlPieces takes YAML apart. The tree of the parser says what comes next, the
// text where it stands. What is not where the tree has it ends the walk.
func (r *reading) yamlPieces(yield func(piece) bool) error {
	w := &pieceWalk{yamlReader: yamlReader{reading: r, cur: newCursor(r.src)}, pieceStream: pieceStream{yield: yield}}
	w.skip(false)
	if w.bound("---") {
		w.skip(false)
	}
	for _, y := range r.doc.Content {
		w.node(y)
	}
	for w.skip(true); w.bound("..."); w.skip(true) {
	}
	if w.lost || w.cur.off < len(r.src) && !w.enough {
		return fmt.Errorf("line %d: %w", w.cur.pos.Line, errLost)
	}
	return nil
}

// pieceWalk goes over the text along with the tree of the parser.
type pieceWalk struct {
	yamlReader
	pieceStream
	here  *block
	entry bool // an entry of the block begins
	lost  bool // the text is not what the tree says
}

// put gives away the piece since start.
func (w *pieceWalk) put(kind pieceKind, start cursor) string {
	p := piece{kind: kind, block: w.here, entry: w.entry}
	w.entry = false
	return w.add(p, start, w.cur)
}

// over reports whether the walk is.
func (w *pieceWalk) over() bool { return w.lost || w.enough }

// mark takes a mark of one character, which must come next.
func (w *pieceWalk) mark(kind pieceKind, b byte) {
	if w.over() {
		return
	}
	if w.cur.peek() != b {
		w.lost = true
		return
	}
	start := w.cur
	w.cur.next()
	w.put(kind, start)
}

// bound takes a mark of the beginning or the end of a document, if there is one.
func (w *pieceWalk) bound(text string) bool {
	if w.cur.pos.Column != 1 || !bytes.HasPrefix(w.src[w.cur.off:], []byte(text)) || !w.blankAt(len(text)) {
		return false
	}
	start := w.cur
	for range len(text) {
		w.cur.next()
	}
	w.put(boundPiece, start)
	return true
}

// blankAt reports whether a blank, a line end or the end of the text stands some
// bytes ahead.
func (w *pieceWalk) blankAt(ahead int) bool {
	at := w.cur.off + ahead
	return at >= len(w.src) || w.src[at] <= ' '
}

// skip goes to what comes next, over blanks, line ends and comments. No piece of
// another kind begins with #. Entry says that an entry of the block comes next,
// or that the document ends, and not a value.
func (w *pieceWalk) skip(entry bool) {
	for !w.over() {
		switch w.cur.peek() {
		case ' ', '\t', '\r', '\n':
			w.cur.next()
		case '#':
			w.comment(entry)
		default:
			return
		}
	}
}

func (w *pieceWalk) comment(entry bool) {
	start := w.cur
	for b := w.cur.peek(); b != '\n' && b != 0; b = w.cur.peek() {
		w.cur.next()
	}
	w.add(piece{kind: commentPiece, block: w.here, entry: entry}, start, w.cur)
}

// node takes a key or a value with all that is in it.
func (w *pieceWalk) node(y *yaml.Node) {
	w.marks(y)
	if unwritten(y) {
		return // what follows is not in its place
	}
	w.skip(false)
	switch {
	case w.over():
	case y.Kind == yaml.AliasNode:
		w.alias(y)
	case y.Kind == yaml.ScalarNode:
		w.scalar(y)
	case y.Style&yaml.FlowStyle != 0:
		w.flow(y)
	default:
		w.entries(y)
	}
}

// unwritten reports whether a value is null by having nothing written.
func unwritten(y *yaml.Node) bool {
	const written = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return y.Kind == yaml.ScalarNode && y.Value == "" && y.Style&written == 0
}

// marks takes the anchor and the tag before a node.
func (w *pieceWalk) marks(y *yaml.Node) {
	left := 0
	if y.Anchor != "" {
		left++
	}
	if y.Style&yaml.TaggedStyle != 0 {
		left++
	}
	for ; left > 0; left-- {
		w.skip(false)
		w.property()
	}
	if y.Kind == yaml.MappingNode || y.Kind == yaml.SequenceNode {
		// A lone ! leaves no trace in the tree.
		for w.skip(false); w.cur.peek() == '!' && w.blankAt(1) && !w.over(); w.skip(false) {
			w.property()
		}
	}
}

// property takes an anchor or a tag.
func (w *pieceWalk) property() {
	if w.over() {
		return
	}
	if b := w.cur.peek(); b != '&' && b != '!' {
		w.lost = true
		return
	}
	start := w.cur
	if bytes.HasPrefix(w.src[w.cur.off:], []byte("!<")) {
		for w.cur.peek() > ' ' && w.cur.peek() != '>' {
			w.cur.next()
		}
	}
	for b := w.cur.peek(); b > ' ' && strings.IndexByte(",[]{}", b) < 0; b = w.cur.peek() {
		w.cur.next()
	}
	w.put(propertyPiece, start)
}

func (w *pieceWalk) alias(y *yaml.Node) {
	start := w.cur
	w.lost = !bytes.HasPrefix(w.src[w.cur.off:], []byte("*"+y.Value))
	for range utf8.RuneCountInString(y.Value) + 1 { // and the star
		w.cur.next()
	}
	w.put(textPiece, start)
}

func (w *pieceWalk) scalar(y *yaml.Node) {
	start := w.cur
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		w.quoted('"')
	case y.Style&yaml.SingleQuotedStyle != 0:
		w.quoted('\'')
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		w.blockText()
		return
	default:
		w.lost = !w.match(y.Value)
	}
	w.put(textPiece, start)
}

// entries takes a map or a list that is written without brackets.
func (w *pieceWalk) entries(y *yaml.Node) {
	b := &block{parent: w.here, column: w.cur.pos.Column}
	if w.here != nil {
		b.indent = w.here.indent + perLevel
	}
	w.here = b
	each := 2
	if y.Kind == yaml.SequenceNode {
		each = 1
	}
	for i := 0; i+each <= len(y.Content) && !w.over(); i += each {
		w.skip(true)
		w.entry = true
		if each == 2 {
			w.pair(y.Content[i], y.Content[i+1], false)
			continue
		}
		w.mark(dashPiece, '-')
		w.node(y.Content[i])
	}
	w.here = b.parent
}

// pair takes a key and its value. In brackets the parser takes ? and : for marks
// without a blank behind them, too.
func (w *pieceWalk) pair(key, value *yaml.Node, brackets bool) {
	if w.cur.peek() != '?' || !brackets && !w.blankAt(1) {
		w.node(key)
		if w.skip(true); !brackets || w.cur.peek() == ':' {
			w.mark(colonPiece, ':')
		}
		w.node(value)
		return
	}
	w.mark(questionPiece, '?')
	w.node(key)
	ahead := *w // a comment may be one of what follows, and the colon be left out
	ahead.yield = func(piece) bool { return true }
	ahead.skip(true)
	if ahead.cur.peek() == ':' && (brackets || ahead.blankAt(1)) {
		w.skip(true)
		w.mark(colonPiece, ':')
		w.node(value)
	}
}

// flow takes a map or a list in brackets, or a pair in a list without its own.
func (w *pieceWalk) flow(y *yaml.Node) {
	open, closing, each := byte('['), byte(']'), 1
	if y.Kind == yaml.MappingNode {
		open, closing, each = '{', '}', 2
	}
	bracketed := each == 1 || w.cur.peek() == open
	if bracketed {
		w.mark(openPiece, open)
	}
	for i := 0; i+each <= len(y.Content) && !w.over(); i += each {
		if w.skip(false); i > 0 {
			w.mark(commaPiece, ',')
			w.skip(false)
		}
		if each == 1 {
			w.node(y.Content[i])
		} else {
			w.pair(y.Content[i], y.Content[i+1], true)
		}
	}
	if !bracketed {
		return
	}
	if w.skip(false); w.cur.peek() == ',' {
		w.mark(commaPiece, ',')
		w.skip(false)
	}
	w.mark(closePiece, closing)
}

// blockText takes | or > and the lines below.
func (w *pieceWalk) blockText() {
	start := w.cur
	for strings.IndexByte("|>+-0123456789", w.cur.peek()) >= 0 && w.cur.off < len(w.src) {
		w.cur.next()
	}
	header := w.put(textPiece, start)
	for b := w.cur.peek(); b == ' ' || b == '\t' || b == '\r'; b = w.cur.peek() {
		w.cur.next()
	}
	if w.cur.peek() == '#' {
		w.comment(false)
	}
	if w.here == nil || w.cur.off < len(w.src) && w.cur.peek() != '\n' {
		w.lost = true
		return
	}
	w.cur.next()
	w.body(header)
}

// body takes the lines of a block of text, if there are any. As the parser has
// it, the blank lines that follow belong to it only with a plus behind the mark.
func (w *pieceWalk) body(header string) {
	p := piece{kind: bodyPiece, block: w.here, line: w.cur.pos.Line}
	if i := strings.IndexAny(header, "123456789"); i >= 0 {
		p.digit = int(header[i] - '0')
	}
	blanks := w.here.column - 1 + p.digit
	if p.digit == 0 {
		blanks = max(w.here.column, deepestBlank(w.src[w.cur.off:]))
	}
	p.column = blanks + 1
	keep := strings.Contains(header, "+")
	number, at, end := p.line, w.cur.off, w.cur.off
	for at < len(w.src) {
		line, _, ended := bytes.Cut(w.src[at:], []byte("\n"))
		before := min(indent(line), blanks)
		empty := len(bytes.TrimSuffix(line[before:], []byte("\r"))) == 0
		if empty && !ended || !empty && before < blanks {
			break
		}
		if at = min(at+len(line)+1, len(w.src)); !empty || keep {
			end, p.last = at, number
		}
		number++
	}
	if p.last == 0 {
		return
	}
	p.text = string(w.src[w.cur.off:end])
	w.cur.off, w.cur.pos.Line, w.cur.pos.Column = end, p.last+1, 1
	w.end = w.cur.pos
	w.give(p)
}

// deepestBlank is the indentation of the first line of a text, or of a deeper
// one of the blank lines before it.
func deepestBlank(src []byte) int {
	deepest := 0
	for len(src) > 0 {
		n := indent(src)
		deepest = max(deepest, n)
		rest := bytes.TrimPrefix(src[n:], []byte("\r"))
		if len(rest) == 0 || rest[0] != '\n' {
			break
		}
		src = rest[1:]
	}
	return deepest
}

// sameYAML compares what the parser sees: styles, tags, anchors and aliases.
func sameYAML(a, b *yaml.Node) error {
	if a.Kind != b.Kind || a.Style != b.Style || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || len(a.Content) != len(b.Content) {
		return fmt.Errorf("the formatted text has another value on line %d than line %d had", b.Line, a.Line)
	}
	for i := range a.Content {
		if err := sameYAML(a.Content[i], b.Content[i]); err != nil {
			return err
		}
	}
	return nil
}
