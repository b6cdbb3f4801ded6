package scenario

import (
	"bytes"
	"strings"
)

// layOut writes pieces anew. It gives up, and reports false, where there would be
// more text than allowed.
func layOut(pieces []piece, most int) ([]byte, bool) {
	l := &layout{pieces: pieces, margin: margin{most: most}, last: -1}
	for i := range pieces {
		if l.full {
			return nil, false
		}
		l.place(i)
	}
	l.endLine()
	l.flush()
	if endsOpen(pieces) {
		l.out = bytes.TrimSuffix(l.out, []byte("\n"))
	}
	return l.out, !l.full
}

// endsOpen reports whether the last line is one of a block of text and has no
// end, which would belong to the text. With a minus behind the mark it would not.
func endsOpen(pieces []piece) bool {
	body := len(pieces) - 1
	if body < 1 || pieces[body].kind != bodyPiece || strings.HasSuffix(pieces[body].text, "\n") {
		return false
	}
	mark := body - 1
	if pieces[mark].kind == commentPiece {
		mark--
	}
	return !strings.Contains(pieces[mark].text, "-")
}

// layout is how far the lines have come.
type layout struct {
	margin
	pieces []piece
	line   strings.Builder // the line that is being written
	begun  bool            // there is one
	note   line            // the comment behind it
	open   []int           // for each open bracket, the indentation of its closing
	base   int             // the indentation that a bracket opened here closes at
	last   int             // the last piece so far that is no comment, or -1
	levels []level         // where a comment may stand that comes now; none: not known
}

// place writes one piece.
func (l *layout) place(i int) {
	p := &l.pieces[i]
	first := i == 0 || p.line > l.pieces[i-1].last
	if first {
		l.endLine()
		if i > 0 && p.line > l.pieces[i-1].last+1 {
			l.blankLine()
		}
	}
	switch {
	case p.kind == commentPiece && first:
		l.ownLine(i)
		return
	case p.kind == commentPiece:
		l.note = line{comment: p.text, column: p.column, gap: max(1, p.gap)}
		return
	}
	l.last, l.levels = i, nil
	switch {
	case p.kind == bodyPiece:
		l.body(p)
		return
	case first:
		l.base = l.indentation(p)
		l.begin(l.base)
	case apart(&l.pieces[i-1], p):
		l.line.WriteByte(' ')
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
	l.text(p)
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

// text writes a piece that may have several lines. Blanks around their ends do
// not count; all other lines do, also those that are empty.
func (l *layout) text(p *piece) {
	now, rest, more := strings.Cut(p.text, "\n")
	for more {
		l.line.WriteString(trimLine(now, p.text[0] == '"'))
		l.endLine()
		now, rest, more = strings.Cut(rest, "\n")
		if now = strings.TrimLeft(now, " \t"); more && strings.Trim(now, "\r") == "" {
			l.begin(0)
			continue
		}
		if l.base = p.indent() + perLevel; len(l.open) > 0 {
			l.base = l.open[len(l.open)-1] + perLevel
		} else if p.block != nil {
			l.base = p.block.indent + perLevel
		}
		l.begin(l.base)
	}
	l.line.WriteString(now)
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

// body writes the lines of a block of text.
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
		l.line.WriteString(line)
	}
}

// begin begins a line.
func (l *layout) begin(blanks int) {
	l.begun = true
	l.line.WriteString(strings.Repeat(" ", blanks))
}

// endLine ends the line that is being written, if there is one.
func (l *layout) endLine() {
	if !l.begun {
		return
	}
	now := l.note
	now.text = l.line.String()
	l.add(now)
	l.line.Reset()
	l.begun, l.note = false, line{}
}
