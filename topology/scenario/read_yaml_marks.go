package scenario

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"netsim/topology/diag"
)

// What follows looks around a place that the parser stumbled over for the mark
// that was left out, or does not belong there.

// foreignMark is about a line with marks that are not those of YAML.
func (p *yamlProblem) foreignMark(text string) (at diag.Range, summary, detail string, ok bool) {
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
		if strings.HasPrefix(text, mark) {
			return p.spot(p.begin, utf8.RuneCountInString(text)), "A merge of two versions has left its marks here",
				"Keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.", true
		}
	}
	if i := strings.Index(text, "："); i > 0 {
		return p.spot(p.begin+i, 1), "A full-width colon stands where a colon is expected",
			"It looks like one and is another character (U+FF1A). Write \": \", a colon and a space.", true
	}
	return diag.Range{}, "", "", false
}

// dashWithoutSpace finds a line that begins with a dash and no space after it,
// which was most likely meant as an item of a list.
func (p *yamlProblem) dashWithoutSpace(line int) (diag.Range, string, string, bool) {
	text := p.lineText(line)
	if len(text) < 2 || text[0] != '-' || text[1] == '-' || text[1] == ' ' {
		return diag.Range{}, "", "", false
	}
	return p.spot(line, 1), "No space follows the dash", "An item of a list begins with a dash and a space.", true
}

// longQuote finds the quote of a text that ends just before an offset and begins
// on a line before that, since its own closing quote is missing.
func (p *yamlProblem) longQuote(until int) (int, bool) {
	before := len(bytes.TrimRight(p.src[:until], " \t\r\n"))
	if before == 0 || p.src[before-1] != '"' && p.src[before-1] != '\'' {
		return 0, false
	}
	begin, end := p.lastQuote(until)
	return begin, end == before && bytes.IndexByte(p.src[begin:end], '\n') >= 0
}

// lastQuote finds the last text in quotes before an offset. It does not know
// blocks of text, so it is for findings.
func (p *yamlProblem) lastQuote(until int) (begin, end int) {
	last := byte('\n')
	for i := 0; i < until; i++ {
		b := p.src[i]
		switch {
		case b == '#' && last <= ' ':
			n := bytes.IndexByte(p.src[i:until], '\n')
			if n < 0 {
				return begin, end
			}
			i += n
			b = '\n'
		case (b == '"' || b == '\'') && (last <= ' ' || strings.IndexByte("[{,:", last) >= 0):
			n := bytes.IndexByte(p.src[i+1:until], b)
			if n < 0 {
				return begin, end
			}
			begin, end = i, i+n+2
			i += n + 1
		}
		last = b
	}
	return begin, end
}

const (
	longQuoteSummary = "The quote is not closed on its line"
	longQuoteDetail  = "The text goes on to the next quote, lines below, and what follows that makes no sense. Write the closing quote."
)

// openBracket finds the innermost bracket that is open at an offset, or the
// end of the text. It does not know blocks of text, so it is for findings.
func (p *yamlProblem) openBracket(until int) int {
	var open []int
	before := byte('\n')
	for i := 0; i < until; i++ {
		b := p.src[i]
		starts := before <= ' ' || bytes.IndexByte([]byte("[{,:"), before) >= 0
		switch {
		case b == '#' && before <= ' ':
			if n := bytes.IndexByte(p.src[i:until], '\n'); n >= 0 {
				i += n
			} else {
				i = until
			}
			b = '\n'
		case (b == '"' || b == '\'') && starts:
			if n := bytes.IndexByte(p.src[i+1:until], b); n >= 0 {
				i += n + 1
			}
		case (b == '[' || b == '{') && (starts || len(open) > 0):
			open = append(open, i)
		case (b == ']' || b == '}') && len(open) > 0:
			open = open[:len(open)-1]
		}
		before = b
	}
	if len(open) == 0 {
		return len(p.src)
	}
	return open[len(open)-1]
}

// wordBefore is the last word before an offset, on its line.
func (p *yamlProblem) wordBefore(at int) (word, width int) {
	line := p.lineStart(at)
	word = line + bytes.LastIndexByte(p.src[line:at], ' ') + 1
	return word, utf8.RuneCount(p.src[word:at])
}
