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
	block        *block // that it stands in, if any; of a comment, that the next piece stands in
	entry        bool   // begins an entry of its block; of a comment, the next piece does
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

// pieceStream gives pieces away in the order of the text. There may be many
// more of them than values, so they are not collected.
type pieceStream struct {
	yield  func(piece) bool
	end    diag.Pos // of the last piece
	enough bool     // nobody wants more
}

// add gives away the piece that a cursor went over since start.
func (s *pieceStream) add(p piece, start, cur cursor) string {
	p.line, p.column, p.last = start.pos.Line, start.pos.Column, cur.pos.Line
	p.text = string(cur.src[start.off:cur.off])
	if p.line == s.end.Line {
		p.gap = p.column - s.end.Column
	}
	if p.kind == commentPiece {
		p.text = strings.TrimRight(p.text, " \t\r")
	}
	s.end = cur.pos
	s.give(p)
	return p.text
}

func (s *pieceStream) give(p piece) { s.enough = s.enough || !s.yield(p) }

// jsonPieces takes JSON apart. It was read, so all that is to be found is where
// pieces end.
func (r *reading) jsonPieces(yield func(piece) bool) error {
	w := yamlReader{reading: r, cur: newCursor(r.src)} // its quotes are those of JSON, too
	for s := (pieceStream{yield: yield}); !s.enough; {
		for b := w.cur.peek(); b == ' ' || b == '\t' || b == '\r' || b == '\n'; b = w.cur.peek() {
			w.cur.next()
		}
		start, kind := w.cur, textPiece
		switch b := w.cur.peek(); {
		case w.cur.off == len(r.src):
			return nil
		case b == '{', b == '[':
			kind = openPiece
		case b == '}', b == ']':
			kind = closePiece
		case b == ',':
			kind = commaPiece
		case b == ':':
			kind = colonPiece
		case b == '"':
			w.quoted('"')
		default:
			for ; b > ' ' && strings.IndexByte(",:]}", b) < 0; b = w.cur.peek() {
				w.cur.next()
			}
		}
		if kind != textPiece {
			w.cur.next()
		}
		if w.cur.off == start.off {
			return errLost
		}
		s.add(piece{kind: kind}, start, w.cur)
	}
	return nil
}
