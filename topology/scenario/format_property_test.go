package scenario

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// However a file is laid out: it says the same afterwards, has all its comments
// in their order, and formatting it again changes nothing.
func TestFormatKeepsWhatAFileSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newScrawl(t)
		src := s.file()
		before, l := Read("x.yaml", []byte(src))
		require.Empty(t, l, "the generator writes what can be read:\n%s", src)
		out, l, err := Format("x.yaml", []byte(src))
		require.NoError(t, err, "%s", src)
		require.Empty(t, l)
		after, l := Read("x.yaml", out)
		require.Empty(t, l, "%s", out)
		require.Equal(t, values(before), values(after), "%s", src)
		requireComments(t, s.comments, string(out))
		if !s.texts {
			requireTidy(t, string(out))
		}
		again, l, err := Format("x.yaml", out)
		require.NoError(t, err)
		require.Empty(t, l)
		require.Equal(t, string(out), string(again), "%s", src)
	})
}

// values writes a tree without its places.
func values(n *Node) string {
	switch {
	case n.Kind == Map:
		var b strings.Builder
		for _, e := range n.Entries {
			fmt.Fprintf(&b, "%q: %s, ", e.Key, values(e.Value))
		}
		return "{" + b.String() + "}"
	case n.Kind == List:
		var b strings.Builder
		for _, item := range n.Items {
			b.WriteString(values(item) + ", ")
		}
		return "[" + b.String() + "]"
	default:
		return fmt.Sprintf("%q %v %v", n.Text, n.Quoted, n.Null)
	}
}

func requireComments(t require.TestingT, want []string, text string) {
	rest := text
	for _, c := range want {
		_, behind, found := strings.Cut(rest, c+"\n")
		require.True(t, found, "%s is missing, or in another place:\n%s", c, text)
		rest = behind
	}
	require.Equal(t, len(want), strings.Count(text, "# comment"), "%s", text)
}

// requireTidy is about a file that has no text over several lines.
func requireTidy(t require.TestingT, text string) {
	require.NotContains(t, text, "\r")
	require.NotContains(t, text, "\ufeff")
	require.NotContains(t, text, "\n\n\n")
	require.NotEqual(t, byte('\n'), text[0])
	require.True(t, strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, "\n\n"), "%q", text)
	var above []rune
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		require.Equal(t, strings.TrimRight(line, " \t"), line)
		blanks := indent([]byte(line))
		goesOn := line != "" && line[blanks] == '#' && len(above) > blanks && above[blanks] == '#'
		require.True(t, blanks%2 == 0 || goesOn, "%q below %q", line, string(above))
		above = []rune(line)
	}
}

// scrawl writes YAML by an unsteady hand.
type scrawl struct {
	*rapid.T
	strings.Builder
	texts    bool // over several lines
	lineEnd  string
	keys     int
	comments []string
	anchors  []string
	deepest  int // a comment that comes now may not be indented deeper
}

func newScrawl(t *rapid.T) *scrawl {
	return &scrawl{T: t, texts: rapid.Bool().Draw(t, "texts"), lineEnd: rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end"), deepest: 99}
}

func (s *scrawl) roll(n int) int            { return rapid.IntRange(0, n-1).Draw(s.T, "roll") }
func (s *scrawl) one(of ...string) string   { return rapid.SampledFrom(of).Draw(s.T, "word") }
func (s *scrawl) blanks(least, most int)    { s.write(strings.Repeat(" ", least+s.roll(most-least+1))) }
func (s *scrawl) write(text string)         { s.WriteString(text) }
func (s *scrawl) writef(f string, a ...any) { fmt.Fprintf(&s.Builder, f, a...) }
func (s *scrawl) chance(one int) bool       { return s.roll(one) == 0 }

func (s *scrawl) file() string {
	if s.chance(8) {
		s.write("\ufeff")
	}
	s.noise()
	if s.chance(6) {
		s.write("---")
		s.endLine()
	}
	s.noise()
	if s.chance(8) {
		s.flow(3)
		s.endLine()
	} else {
		s.block(s.roll(4), 4, false)
	}
	s.noise()
	if s.chance(6) {
		s.write("...")
		s.endLine()
		s.noise()
	}
	text := s.String()
	if s.chance(4) && !s.texts {
		text = strings.TrimSuffix(text, s.lineEnd)
		if n := len(s.comments); n > 0 && strings.HasSuffix(text, s.comments[n-1]) {
			return text
		}
	}
	return text
}

func (s *scrawl) comment() {
	c := fmt.Sprintf("# comment %d.", len(s.comments))
	s.comments = append(s.comments, c)
	s.write(c)
}

// endLine ends a line, perhaps with a comment.
func (s *scrawl) endLine() {
	switch s.roll(6) {
	case 0:
		s.blanks(1, 4)
		s.comment()
		s.blanks(0, 1)
	case 1: // in a column of its own
		line := s.String()[strings.LastIndexByte(s.String(), '\n')+1:]
		s.write(strings.Repeat(" ", max(1, 30-len([]rune(line)))))
		s.comment()
	case 2:
		s.blanks(0, 2)
	}
	s.write(s.lineEnd)
}

// noise writes blank lines, and comments on lines of their own.
func (s *scrawl) noise() {
	for range max(0, s.roll(6)-2) {
		if s.chance(2) {
			s.blanks(0, 3)
		} else {
			s.write(strings.Repeat(" ", min(s.roll(12), s.deepest)))
			s.comment()
			s.deepest = 99
		}
		s.write(s.lineEnd)
	}
}

func (s *scrawl) key() string {
	s.keys++
	return fmt.Sprintf(s.one("k%d", "k%d", "'k %d'", "\"k\\\"%d\"", "k-%d é"), s.keys)
}

// block writes a map in a column, or a list. Begun says that the first entry
// stands on a line that is begun.
func (s *scrawl) block(column, depth int, list bool) {
	for i := range 1 + s.roll(3) {
		if i > 0 || !s.begun() {
			s.noise()
			s.write(strings.Repeat(" ", column))
		}
		s.deepest = 99
		if list {
			s.write("-")
			s.item(column, depth)
			continue
		}
		if s.chance(12) {
			s.write("?")
			s.blanks(1, 2)
			s.write(s.key())
			s.endLine()
			s.noise()
			s.write(strings.Repeat(" ", column) + ":")
			s.value(column, depth, true)
			continue
		}
		s.write(s.key())
		s.blanks(0, 1)
		s.write(":")
		s.value(column, depth, false)
	}
}

// begun reports whether a line is begun with more than blanks.
func (s *scrawl) begun() bool {
	line := s.String()[strings.LastIndexByte(s.String(), '\n')+1:]
	return strings.Trim(line, " \ufeff") != ""
}

func (s *scrawl) column() int {
	line := s.String()[strings.LastIndexByte(s.String(), '\n')+1:]
	return len([]rune(strings.TrimPrefix(line, "\ufeff")))
}

// item writes what stands behind a dash.
func (s *scrawl) item(column, depth int) {
	if depth > 0 && s.chance(3) {
		s.blanks(1, 4)
		s.block(s.column(), depth-1, s.chance(4))
		return
	}
	s.value(column, depth, true)
}

// value writes what stands behind a colon or a dash, and ends the line.
func (s *scrawl) value(column, depth int, deeper bool) {
	anchor := ""
	if s.chance(10) {
		anchor = fmt.Sprintf("a%d", s.keys)
		s.keys++
		s.write("  &" + anchor)
	}
	switch n := s.roll(10); {
	case n < 4 && depth > 0:
		list := s.chance(2)
		s.endLine()
		least := 1
		if list && !deeper {
			least = 0
		}
		s.block(column+least+s.roll(4), depth-1, list)
	case n < 6:
		s.blanks(1, 3)
		s.flow(2)
		s.endLine()
	case n == 6 && s.texts:
		s.blanks(1, 2)
		s.blockText(column)
	case n == 7 && s.texts:
		s.blanks(1, 2)
		s.text(column)
		s.endLine()
	case n == 8 && anchor == "" && len(s.anchors) > 0:
		s.write(" *" + s.one(s.anchors...))
		s.endLine()
	case n == 9:
		s.endLine() // nothing
	default:
		if s.chance(6) {
			s.endLine()
			s.noise()
			s.write(strings.Repeat(" ", column+1+s.roll(4)))
		} else {
			s.blanks(1, 3)
		}
		s.write(s.one("web", "10.0.0.0/8", "a b", "x#y", "é", "true", "0777", "~", "http://x", "- b"[2:], "'it''s # no'", `"\t # no"`, "!!str 1"))
		s.endLine()
	}
	if anchor != "" {
		s.anchors = append(s.anchors, anchor)
	}
}

// flow writes a map or a list in brackets.
func (s *scrawl) flow(depth int) {
	isMap := depth == 3 || s.chance(2)
	open, closing := "[", "]"
	if isMap {
		open, closing = "{", "}"
	}
	s.write(open)
	n := s.roll(4)
	for i := range n {
		s.gap()
		if isMap {
			s.write(s.key())
			s.blanks(0, 1)
			s.write(": ")
		}
		switch {
		case depth > 0 && s.chance(3):
			s.flow(depth - 1)
		case isMap && s.chance(5):
		case !isMap && s.chance(6):
			s.writef("%s:  b", s.key())
		case s.texts && s.chance(5):
			s.write("plain" + s.lineEnd + "   text")
		default:
			s.write(s.one("web", "10.0.0.0/8", "a b", "x#y", "'it''s, no'", `"]"`, "-1"))
		}
		s.gap()
		if i < n-1 || s.chance(3) {
			s.write(",")
		}
	}
	s.gap()
	s.write(closing)
}

// gap is what may stand between two pieces in brackets.
func (s *scrawl) gap() {
	switch s.roll(6) {
	case 0:
		s.endLine()
		s.noise()
		s.blanks(1, 8)
	case 1:
		s.blanks(0, 3)
	}
}

// text writes a text over several lines, plain or in quotes.
func (s *scrawl) text(column int) {
	quote := s.one("", "'", `"`)
	s.write(quote + "one")
	for range 1 + s.roll(3) {
		if quote == `"` {
			s.write(s.one("", `\`, `\  `, `\\ `))
		}
		s.blanks(0, 2)
		s.write(s.lineEnd)
		if s.chance(3) {
			s.write(s.lineEnd)
		}
		s.blanks(column+1, column+4)
		s.write(s.one("two", "- three", "four#"))
	}
	s.write(quote)
}

// blockText writes a text in lines, and what comes next may not be taken for
// more of it.
func (s *scrawl) blockText(column int) {
	deeper := 1 + s.roll(4)
	s.write(s.one("|", ">"))
	first := ""
	if s.chance(3) {
		s.writef("%d", deeper)
		first = s.one("", " ", "   ")
	}
	s.write(s.one("", "-", "+"))
	s.endLine()
	for i := range s.roll(4) {
		if s.chance(3) {
			s.write(s.lineEnd)
		}
		s.blanks(column+deeper, column+deeper)
		if i == 0 {
			s.write(first)
		} else {
			s.blanks(0, 2)
		}
		s.write(s.one("one", "two: 2", "# no", "- x  "))
		s.write(s.lineEnd)
	}
	s.deepest = column
}
