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
func (r *reading) yamlPieces() ([]piece, error) {
	w := &pieceWalk{yamlReader: yamlReader{reading: r, cur: newCursor(r.src)}}
	w.skip()
	w.bound("---")
	for _, y := range r.doc.Content {
		w.node(y)
	}
	for w.skip(); w.bound("..."); w.skip() {
	}
	if w.lost || w.cur.off < len(r.src) {
		return nil, fmt.Errorf("line %d: %w", w.cur.pos.Line, errLost)
	}
	return w.pieces, nil
}

// pieceWalk goes over the text along with the tree of the parser.
type pieceWalk struct {
	yamlReader
	pieceList
	here  *block
	entry bool // an entry of the block begins
	lost  bool // the text is not what the tree says
}

// put adds the piece since start.
func (w *pieceWalk) put(kind pieceKind, start cursor) {
	p := piece{kind: kind, block: w.here}
	if kind != commentPiece {
		p.entry, w.entry = w.entry, false
	}
	w.add(p, start, w.cur)
}

// mark takes a mark of one character, which must come next.
func (w *pieceWalk) mark(kind pieceKind, b byte) {
	if w.lost = w.lost || w.cur.peek() != b; w.lost {
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
// another kind begins with #.
func (w *pieceWalk) skip() {
	for {
		switch w.cur.peek() {
		case ' ', '\t', '\r', '\n':
			w.cur.next()
		case '#':
			w.comment()
		default:
			return
		}
	}
}

func (w *pieceWalk) comment() {
	start := w.cur
	for b := w.cur.peek(); b != '\n' && b != 0; b = w.cur.peek() {
		w.cur.next()
	}
	w.put(commentPiece, start)
}

// node takes a key or a value with all that is in it.
func (w *pieceWalk) node(y *yaml.Node) {
	w.skip()
	w.marks(y)
	switch {
	case w.lost:
	case y.Kind == yaml.AliasNode:
		w.alias(y)
	case y.Kind == yaml.ScalarNode:
		w.scalar(y)
	case y.Style&yaml.FlowStyle != 0:
		w.flow(y)
	case w.blockDepth() > w.limit.depth:
		w.lost = true
	default:
		w.entries(y)
	}
}

func (w *pieceWalk) blockDepth() int {
	n := 0
	for b := w.here; b != nil; b = b.parent {
		n++
	}
	return n
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
	// A lone ! leaves no trace in the tree of a map or a list.
	lone := func() bool { return y.Kind != yaml.ScalarNode && w.cur.peek() == '!' && w.blankAt(1) }
	for ; (left > 0 || lone()) && !w.lost; left-- {
		start := w.cur
		if b := w.cur.peek(); b != '&' && b != '!' {
			w.lost = true
			return
		}
		if bytes.HasPrefix(w.src[w.cur.off:], []byte("!<")) {
			for w.cur.peek() > ' ' && w.cur.peek() != '>' {
				w.cur.next()
			}
		}
		for b := w.cur.peek(); b > ' ' && strings.IndexByte(",[]{}", b) < 0; b = w.cur.peek() {
			w.cur.next()
		}
		w.put(propertyPiece, start)
		w.skip()
	}
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
	case y.Value == "":
		return // nothing is written
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
	if y.Kind == yaml.SequenceNode {
		for _, item := range y.Content {
			w.skip()
			w.entry = true
			w.mark(dashPiece, '-')
			w.node(item)
		}
	} else {
		for i := 0; i+1 < len(y.Content) && !w.lost; i += 2 {
			w.skip()
			w.entry = true
			w.pair(y.Content[i], y.Content[i+1], false)
		}
	}
	w.here = b.parent
}

// pair takes a key and its value. In brackets the parser takes ? and : for marks
// without a blank behind them, too.
func (w *pieceWalk) pair(key, value *yaml.Node, brackets bool) {
	apart := w.cur.peek() == '?' && (brackets || w.blankAt(1))
	if apart {
		w.mark(questionPiece, '?')
	}
	w.node(key)
	w.skip()
	if w.cur.peek() == ':' && (!apart || brackets || w.blankAt(1)) {
		w.mark(colonPiece, ':')
	}
	w.node(value)
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
	for i := 0; i+each <= len(y.Content) && !w.lost; i += each {
		if w.skip(); i > 0 {
			w.mark(commaPiece, ',')
			w.skip()
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
	if w.skip(); w.cur.peek() == ',' {
		w.mark(commaPiece, ',')
		w.skip()
	}
	w.mark(closePiece, closing)
}

// blockText takes | or > and the lines below.
func (w *pieceWalk) blockText() {
	start := w.cur
	for strings.IndexByte("|>+-0123456789", w.cur.peek()) >= 0 && w.cur.off < len(w.src) {
		w.cur.next()
	}
	w.put(textPiece, start)
	header := w.pieces[len(w.pieces)-1].text
	for b := w.cur.peek(); b == ' ' || b == '\t' || b == '\r'; b = w.cur.peek() {
		w.cur.next()
	}
	if w.cur.peek() == '#' {
		w.comment()
	}
	if w.lost = w.here == nil || w.cur.off < len(w.src) && w.cur.peek() != '\n'; w.lost {
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
	column := w.here.column - 1 + p.digit
	if p.digit == 0 {
		column = max(w.here.column, deepestBlank(w.src[w.cur.off:]))
	}
	p.column = column + 1
	keep := strings.Contains(header, "+")
	lines, at, end := 0, w.cur.off, w.cur.off
	for at < len(w.src) {
		line, _, ended := bytes.Cut(w.src[at:], []byte("\n"))
		blanks := min(indent(line), column)
		empty := len(bytes.TrimSuffix(line[blanks:], []byte("\r"))) == 0
		if empty && !ended || !empty && blanks < column {
			break
		}
		lines++
		if at = min(at+len(line)+1, len(w.src)); !empty || keep {
			end, p.last = at, p.line+lines-1
		}
	}
	if p.last == 0 {
		return
	}
	p.text = string(w.src[w.cur.off:end])
	w.pieces = append(w.pieces, p)
	w.cur.off = end
	w.cur.pos.Line, w.cur.pos.Column = p.last+1, 1
	w.end = w.cur.pos
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
