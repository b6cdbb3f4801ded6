package scenario

import (
	"strings"

	"netsim/topology/diag"
)

// pieceKind is what a piece of a file is.
type pieceKind uint8

const (
	textPiece     pieceKind = iota // a key or a value, an alias, or the mark before a body
	bodyPiece                      // the lines below | or >
	propertyPiece                  // an anchor or a tag
	dashPiece                      // of an item
	questionPiece                  // of a key that is told apart
	colonPiece
	openPiece // a bracket
	closePiece
	commaPiece
	boundPiece   // --- or ...
	commentPiece // from its # to the end of the line
)

// piece is the smallest thing that formatting moves. A file is its pieces, and
// blanks and line ends between them.
type piece struct {
	kind         pieceKind
	text         string // as it is written, with line ends if it has several lines
	line, column int    // where it begins, from 1; of a body, the column of its lines
	last         int    // the line that it ends on
	gap          int    // the blanks before it, if it is not the first of its line
	block        *block // that it stands in, if any
	entry        bool   // begins an entry of its block
	digit        int    // of a body: its indentation as the mark before it says, or 0
}

// block is a map or a list that is written without brackets.
type block struct {
	parent *block
	column int // in which its entries stand, from 1
	indent int // of its entries once they are formatted
}

// indent is how deep a piece that begins a line is indented, outside brackets.
func (p *piece) indent() int {
	switch {
	case p.block == nil || p.kind == boundPiece:
		return 0
	case p.entry || p.kind == colonPiece:
		return p.block.indent
	default:
		return p.block.indent + perLevel
	}
}

// pieceList collects pieces in the order of the text.
type pieceList struct {
	pieces []piece
	end    diag.Pos // of the last piece
}

// add appends the piece that a cursor went over since start.
func (l *pieceList) add(p piece, start, cur cursor) {
	p.line, p.column, p.last = start.pos.Line, start.pos.Column, cur.pos.Line
	p.text = string(cur.src[start.off:cur.off])
	if p.line == l.end.Line {
		p.gap = p.column - l.end.Column
	}
	if p.kind == commentPiece {
		p.text = strings.TrimRight(p.text, " \t\r")
	}
	l.pieces = append(l.pieces, p)
	l.end = cur.pos
}

// jsonPieces takes JSON apart. It was read, so all that is to be found is where
// pieces end.
func (r *reading) jsonPieces() ([]piece, error) {
	w := yamlReader{reading: r, cur: newCursor(r.src)} // its quotes are those of JSON, too
	var list pieceList
	for {
		for b := w.cur.peek(); b == ' ' || b == '\t' || b == '\r' || b == '\n'; b = w.cur.peek() {
			w.cur.next()
		}
		start, kind := w.cur, textPiece
		switch w.cur.peek() {
		case 0:
			return list.pieces, nil
		case '{', '[':
			kind = openPiece
		case '}', ']':
			kind = closePiece
		case ',':
			kind = commaPiece
		case ':':
			kind = colonPiece
		}
		switch b := w.cur.peek(); {
		case kind != textPiece:
			w.cur.next()
		case b == '"':
			w.quoted('"')
		default:
			for b > ' ' && strings.IndexByte(",:]}", b) < 0 {
				w.cur.next()
				b = w.cur.peek()
			}
		}
		if w.cur.off == start.off {
			return nil, errLost
		}
		list.add(piece{kind: kind}, start, w.cur)
	}
}
