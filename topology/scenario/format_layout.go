package scenario

import (
	"bytes"
	"strings"
)

// layout writes pieces anew, and how far its lines have come.
type layout struct {
	margin
	line   []byte // that is being written
	begun  bool   // there is one
	note   note   // the comment behind it
	open   []int  // for each open bracket, the indentation of its closing
	base   int    // the indentation that a bracket opened here closes at
	prev   piece  // the last piece
	last   piece  // the last piece that is no comment
	levels []level
	ragged bool // the last line must not end
}

// result is what was written. It gives up, and reports false, where there would be
// more than allowed.
func (l *layout) result() ([]byte, bool) {
	l.endLine()
	l.flush()
	if l.ragged {
		l.out = bytes.TrimSuffix(l.out, []byte("\n"))
	}
	return l.out, !l.full
}

// place writes one piece. It reports whether there is room for more.
func (l *layout) place(p piece) bool {
	first := p.line > l.prev.last
	if first {
		l.endLine()
		if l.prev.last > 0 && p.line > l.prev.last+1 {
			l.blankLine()
		}
	}
	switch {
	case p.kind == commentPiece && first:
		l.ownLine(&p)
	case p.kind == commentPiece:
		l.note = note{text: p.text, column: p.column, gap: max(1, p.gap)}
	default:
		l.move(&p, first)
		l.last, l.levels = p, nil
	}
	l.ragged = p.kind == bodyPiece && l.ragged
	l.prev = p
	return !l.full
}

// move writes a piece that is no comment.
func (l *layout) move(p *piece, first bool) {
	switch {
	case p.kind == bodyPiece:
		l.body(p)
		return
	case first:
		l.base = l.indentation(p)
		l.begin(l.base)
	case apart(&l.prev, p):
		l.line = append(l.line, ' ')
	}
	switch {
	case p.kind == dashPiece, p.kind == questionPiece, p.kind == colonPiece && first && len(l.open) == 0:
		l.base = p.indent() + perLevel
	case p.entry:
		l.base = p.indent()
	case p.kind == openPiece:
		l.open = append(l.open, l.base)
	case p.kind == closePiece:
		l.open = l.open[:len(l.open)-1]
	}
	l.lines(p)
}

// indentation is that of a line which begins with a piece.
func (l *layout) indentation(p *piece) int {
	switch n := len(l.open); {
	case n == 0:
		return p.indent()
	case p.kind == closePiece:
		return l.open[n-1]
	default:
		return l.open[n-1] + perLevel
	}
}

// apart reports whether a blank stands between two pieces of a line. Where YAML
// might take what a comma or bracket follows for more, the author's blank stays.
func apart(a, b *piece) bool {
	switch {
	case a.kind == openPiece:
		return false
	case b.kind == commaPiece || b.kind == closePiece:
		return b.gap > 0 && (a.kind == colonPiece || a.kind == propertyPiece || a.kind == questionPiece)
	case b.kind == colonPiece:
		return a.kind == questionPiece
	default:
		return true
	}
}

// lines writes a piece that may have several lines. Blanks around their ends do
// not count; all other lines do, also those that are empty.
func (l *layout) lines(p *piece) {
	now, rest, more := strings.Cut(p.text, "\n")
	for more {
		l.line = append(l.line, trimLine(now, p.text[0] == '"')...)
		l.endLine()
		now, rest, more = strings.Cut(rest, "\n")
		if now = strings.TrimLeft(now, " \t"); more && strings.Trim(now, "\r") == "" {
			l.begin(0)
			continue
		}
		if n := len(l.open); n > 0 {
			l.base = l.open[n-1] + perLevel
		} else {
			l.base = p.block.indent + perLevel
		}
		l.begin(l.base)
	}
	l.line = append(l.line, now...)
}

// trimLine takes away the blanks at the end of a line of text, but in double
// quotes not one that a backslash makes part of the text.
func trimLine(s string, double bool) string {
	s = strings.TrimSuffix(s, "\r")
	t := strings.TrimRight(s, " \t")
	slashes := len(t) - len(strings.TrimRight(t, `\`))
	if double && slashes%2 == 1 && len(t) < len(s) {
		t = s[:len(t)+1]
	}
	return t
}

// body writes the lines of a block of text. An end of its last line would belong
// to the text, if there is none; but not with a minus behind the mark.
func (l *layout) body(p *piece) {
	deeper := perLevel
	if p.digit > 0 {
		deeper = p.digit
	}
	for line := range strings.Lines(p.text) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		line = line[min(indent([]byte(line)), p.column-1):]
		l.endLine()
		if l.begin(0); line != "" {
			l.begin(p.block.indent + deeper)
		}
		l.line = append(l.line, line...)
	}
	l.ragged = !strings.HasSuffix(p.text, "\n") && !strings.Contains(l.last.text, "-")
}

// begin begins a line.
func (l *layout) begin(blanks int) {
	l.begun = true
	l.line = append(l.line, strings.Repeat(" ", blanks)...)
}

// endLine ends the line that is being written, if there is one.
func (l *layout) endLine() {
	if !l.begun {
		return
	}
	l.add(l.line, l.note)
	l.line, l.begun, l.note = l.line[:0], false, note{}
}
