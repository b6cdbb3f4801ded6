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
func (l *layout) ownLine(i int) {
	p := &l.pieces[i]
	if l.continues(p.column) {
		l.add(line{comment: p.text, column: p.column, own: true})
		return
	}
	if n := len(l.open); n > 0 {
		l.begin(l.open[n-1] + perLevel)
	} else {
		l.begin(l.level(i))
	}
	l.line.WriteString(p.text)
}

// level finds the indentation of a comment outside of brackets. A comment
// belongs to what follows; where blocks end, it belongs to the innermost of them
// that it is not left of.
func (l *layout) level(i int) int {
	if l.levels == nil {
		l.findLevels(i)
	}
	at := l.levels[0]
	for _, deeper := range l.levels[1:] {
		if deeper.column > at.column && deeper.column <= l.pieces[i].column {
			at = deeper
		}
	}
	return at.indent
}

// findLevels finds where comments may stand that come between two pieces, from
// the outside inwards.
func (l *layout) findLevels(i int) {
	for i < len(l.pieces) && l.pieces[i].kind == commentPiece {
		i++
	}
	var outer *block // that goes on, or where the file ends, the outermost
	l.levels = []level{{}}
	ends := i == len(l.pieces) || l.pieces[i].kind == boundPiece
	if !ends {
		next := &l.pieces[i]
		if l.levels[0].indent = next.indent(); !next.entry {
			return
		}
		outer = next.block
	}
	if l.last < 0 {
		return
	}
	prev := &l.pieces[l.last]
	var ended []*block
	b := prev.block
	for ; b != nil && b != outer; b = b.parent {
		ended = append(ended, b)
	}
	if b == nil && !ends {
		return // what follows is inside of what came before
	}
	if b != nil {
		l.levels[0].column = b.column
	}
	for _, b := range slices.Backward(ended) {
		l.levels = append(l.levels, level{b.column, b.indent})
	}
	// Where a value could be and none is, a comment may stand in for it.
	switch prev.kind {
	case colonPiece, dashPiece, questionPiece, propertyPiece:
		if prev.block != nil {
			l.levels = append(l.levels, level{prev.block.column + 1, prev.block.indent + perLevel})
		}
	}
}

// line is a line that is written but for its margin.
type line struct {
	text    string
	comment string // behind the text, or below the comment of the line before
	column  int    // in which the comment stood, from 1
	gap     int    // the blanks between the two
	own     bool   // there is no text
}

// margin writes lines. Comments behind neighbouring lines that stood in one
// column are held until all of them are known, and stay in one column.
type margin struct {
	out   []byte
	most  int  // bytes
	full  bool // there would be more
	group []line
}

// add writes a line, or holds it.
func (m *margin) add(n line) {
	if n.comment == "" {
		m.flush()
		m.write(n.text, "", 0)
		return
	}
	if !m.continues(n.column) {
		m.flush()
	}
	m.group = append(m.group, n)
}

// continues reports whether a comment in a column is below one that is held.
func (m *margin) continues(column int) bool {
	return len(m.group) > 0 && m.group[0].column == column
}

// flush writes what is held. The comments go as near to the longest line as the
// nearest was to its own.
func (m *margin) flush() {
	end, gap := 0, 0
	for i, n := range m.group {
		if !n.own {
			end = max(end, utf8.RuneCountInString(n.text))
			if gap = min(gap, n.gap); i == 0 {
				gap = n.gap
			}
		}
	}
	for _, n := range m.group {
		m.write(n.text, n.comment, end+gap-utf8.RuneCountInString(n.text))
	}
	m.group = m.group[:0]
}

func (m *margin) blankLine() {
	m.flush()
	m.write("", "", 0)
}

func (m *margin) write(text, comment string, gap int) {
	if m.full = m.full || len(m.out)+len(text)+gap+len(comment)+1 > m.most; m.full {
		return
	}
	m.out = append(m.out, text...)
	for range gap {
		m.out = append(m.out, ' ')
	}
	m.out = append(append(m.out, comment...), '\n')
}
