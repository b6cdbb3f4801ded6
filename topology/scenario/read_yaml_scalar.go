package scenario

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"netsim/topology/diag"
)

const (
	quotes = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle
	blocks = yaml.LiteralStyle | yaml.FoldedStyle
)

func (w *yamlReader) scalar(y *yaml.Node, gap diag.Pos) *Node {
	n := &Node{Kind: Scalar, Text: y.Value}
	n.Quoted = y.Style&(quotes|blocks) != 0 || y.Style&yaml.TaggedStyle != 0 && y.Tag == "!!str"
	if !n.Quoted {
		switch y.Value {
		case "", "~", "null", "Null", "NULL":
			n.Null = true
		}
	}
	n.Range = w.scalarRange(y, gap)
	return n
}

// scalarRange goes behind a scalar and tells where it is. Gap is the place of
// one that is empty.
func (w *yamlReader) scalarRange(y *yaml.Node, gap diag.Pos) diag.Range {
	if y.Value == "" && y.Style&(quotes|blocks) == 0 {
		if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 {
			w.seek(y)
			w.properties()
		}
		return diag.Range{File: w.file, Start: gap, End: gap}
	}
	w.seek(y)
	w.properties()
	start := w.cur.pos
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		w.quoted('"')
	case y.Style&yaml.SingleQuotedStyle != 0:
		w.quoted('\'')
	case y.Style&blocks != 0:
		w.block(y.Value)
	default:
		w.match(y.Value)
	}
	return w.from(start)
}

// quoted goes behind the closing quote.
func (w *yamlReader) quoted(quote byte) {
	w.cur.next()
	for w.cur.off < len(w.src) {
		b := w.cur.peek()
		w.cur.next()
		switch {
		case b == '\\' && quote == '"':
			w.cur.next()
		case b == quote && quote == '\'' && w.cur.peek() == quote:
			w.cur.next()
		case b == quote:
			return
		}
	}
}

// block goes behind the last line of a block of text that has anything in it,
// or behind the mark that begins it.
func (w *yamlReader) block(value string) {
	for w.cur.peek() > ' ' {
		w.cur.next()
	}
	end := w.cur
	for b := w.cur.peek(); b != '\n' && b != 0; b = w.cur.peek() {
		w.cur.next()
	}
	if !w.match(value) {
		w.cur = end
	}
}

// match goes behind the text of a value that is written without quotes. Lines
// may be folded in it, so blanks are left out of the comparison. It reports
// whether there is any text.
func (w *yamlReader) match(value string) bool {
	if last := len(value) - 1; last >= 0 && value[last] > ' ' && w.cur.pass(value) {
		return true // as nearly always
	}
	any := false
	for i := 0; i < len(value); {
		c, n := utf8.DecodeRuneInString(value[i:])
		i += n
		if c == ' ' || c == '\t' || c == '\n' {
			continue
		}
		at := w.cur
		for b := w.cur.peek(); b == ' ' || b == '\t' || b == '\n' || b == '\r'; b = w.cur.peek() {
			w.cur.next()
		}
		if got, _ := utf8.DecodeRune(w.src[w.cur.off:]); got != c {
			w.cur = at
			return any
		}
		w.cur.next()
		any = true
	}
	return any
}

// properties goes behind the anchor and the tag that stand before a value.
func (w *yamlReader) properties() {
	for {
		end := w.cur
		w.blank()
		switch w.cur.peek() {
		case '&':
		case '!':
			if w.cur.off+1 < len(w.src) && w.src[w.cur.off+1] == '<' {
				for w.cur.peek() > ' ' && w.cur.peek() != '>' {
					w.cur.next()
				}
			}
		case 0, ',', ']', '}', ':':
			w.cur = end
			return
		default:
			return
		}
		for b := w.cur.peek(); b > ' ' && bytes.IndexByte([]byte(",[]{}"), b) < 0; b = w.cur.peek() {
			w.cur.next()
		}
	}
}

// blank skips blanks, line ends and comments.
func (w *yamlReader) blank() {
	for {
		switch b := w.cur.peek(); {
		case b == ' ' || b == '\t' || b == '\n' || b == '\r':
			w.cur.next()
		case b == '#' && (w.cur.off == 0 || w.src[w.cur.off-1] <= ' '):
			for b := w.cur.peek(); b != '\n' && b != 0; b = w.cur.peek() {
				w.cur.next()
			}
		default:
			return
		}
	}
}

// checkTag reports a tag that says what the field says already, or that asks
// for a type that netsim does not have.
func (w *yamlReader) checkTag(y *yaml.Node) {
	tag := y.Tag
	if y.Style&yaml.TaggedStyle == 0 {
		if y.Kind != yaml.ScalarNode {
			return
		}
		at := w.cur
		if tag = ""; at.seek(diag.Pos{Line: y.Line, Column: y.Column}) && at.peek() == '!' {
			tag = "!"
		}
	}
	switch {
	case tag == "":
		return
	case y.Kind == yaml.MappingNode && tag == "!!map", y.Kind == yaml.SequenceNode && tag == "!!seq":
		return
	case y.Kind == yaml.ScalarNode:
		switch tag {
		case "!!str", "!!int", "!!bool", "!!float", "!!null":
			return
		}
	}
	w.add(diag.Finding{Range: w.range1(y), Summary: fmt.Sprintf("The tag %s is not supported here", quoteName(tag)),
		Detail: "A value is read as what its field takes. Delete the tag, and put the value in quotes if it is text."})
}

// lost stands for what could not be read. Nothing more is said about it.
func (w *yamlReader) lost(at diag.Pos) *Node {
	n := w.empty(at)
	n.Lost = true
	return n
}

func (w *yamlReader) empty(at diag.Pos) *Node {
	return &Node{Kind: Scalar, Null: true, Range: diag.Range{File: w.file, Start: at, End: at}}
}
