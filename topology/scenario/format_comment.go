package scenario

import (
	"slices"
	"unicode/utf8"
)

// level is a depth at which a comment on a line of its own may stand.
type level struct {
	column int // from which on a comment belongs to it, from 1
	indent int // of the comment then
}

// ownLine writes a comment that stands on a line of its own.
func (l *layout) ownLine(p *piece) {
	if l.continues(p.column) {
		l.add(nil, note{text: p.text, column: p.column})
		return
	}
	if n := len(l.open); n > 0 {
		l.begin(l.open[n-1] + perLevel)
	} else {
		l.begin(l.level(p))
	}
	l.line = append(l.line, p.text...)
}

// level finds the indentation of a comment outside of brackets. A comment
// belongs to what follows; where blocks end, it belongs to the innermost of them
// that it is not left of.
func (l *layout) level(p *piece) int {
	if l.levels == nil {
		l.findLevels(p)
	}
	at := l.levels[0]
	for _, deeper := range l.levels[1:] {
		if deeper.column > at.column && deeper.column <= p.column {
			at = deeper
		}
	}
	return at.indent
}

// findLevels finds where comments may stand that come now, from the outside
// inwards.
func (l *layout) findLevels(p *piece) {
	l.levels = []level{{indent: p.indent()}}
	if !p.entry {
		return
	}
	if p.block != nil {
		l.levels[0].column = p.block.column
	}
	var ended []*block
	for b := l.last.block; b != nil && b != p.block; b = b.parent {
		ended = append(ended, b)
	}
	for _, b := range slices.Backward(ended) {
		l.levels = append(l.levels, level{b.column, b.indent})
	}
	// Where a value could be and none is, a comment may stand in for it.
	switch l.last.kind {
	case colonPiece, dashPiece, questionPiece, propertyPiece:
		if b := l.last.block; b != nil {
			l.levels = append(l.levels, level{b.column + 1, b.indent + perLevel})
		}
	}
}

// note is a comment behind a line, or below the comment of the line before.
type note struct {
	text   string
	column int // in which it stood, from 1
	gap    int // the blanks before it; 0: there is nothing before it
}

// margin writes lines. Comments behind neighbouring lines that stood in one
// column are held until all of them are known, and stay in one column.
type margin struct {
	out    []byte
	most   int        // bytes
	full   bool       // there would be more
	text   []byte     // that is held
	held   []heldLine // of it
	column int        // in which its comments stood
	end    int        // of its longest line
	gap    int        // the least between a line and its comment
}

// heldLine is how much of the text that is held is a line and its comment, in
// bytes, and how wide the line is.
type heldLine struct{ text, note, width int32 }

// add writes a line, or holds it.
func (m *margin) add(text []byte, n note) {
	if n.text == "" {
		m.flush()
		m.write(text, nil, 0)
		return
	}
	if !m.continues(n.column) {
		m.flush()
		m.column, m.end, m.gap = n.column, 0, n.gap
	}
	width := utf8.RuneCount(text)
	if n.gap > 0 {
		m.end, m.gap = max(m.end, width), min(m.gap, n.gap)
	}
	m.text = append(append(m.text, text...), n.text...)
	m.held = append(m.held, heldLine{int32(len(text)), int32(len(n.text)), int32(width)})
}

// continues reports whether a comment in a column is below one that is held.
func (m *margin) continues(column int) bool { return len(m.held) > 0 && m.column == column }

// flush writes what is held. The comments go as near to the longest line as the
// nearest was to its own.
func (m *margin) flush() {
	rest := m.text
	for _, n := range m.held {
		m.write(rest[:n.text], rest[n.text:n.text+n.note], m.end+m.gap-int(n.width))
		rest = rest[n.text+n.note:]
	}
	m.text, m.held = m.text[:0], m.held[:0]
}

func (m *margin) blankLine() {
	m.flush()
	m.write(nil, nil, 0)
}

func (m *margin) write(text, note []byte, gap int) {
	if m.full = m.full || len(m.out)+len(text)+gap+len(note)+1 > m.most; m.full {
		return
	}
	m.out = append(m.out, text...)
	for range gap {
		m.out = append(m.out, ' ')
	}
	m.out = append(append(m.out, note...), '\n')
}
