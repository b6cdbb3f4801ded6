package scenario

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"netsim/topology/diag"
)

// yamlProblem is a syntax error as the parser knows it, with its places looked
// up in the text.
type yamlProblem struct {
	*reading
	says  string
	at    int // offset of what the parser stumbled over
	begin int // offset of where the construct that it was in begins
}

// yamlSyntax tells a syntax error in words of our own.
func (r *reading) yamlSyntax(dec *yaml.Decoder, err error) {
	p := yamlProblem{reading: r, says: err.Error()}
	if line, column, ok := yamlMark(dec, err); ok {
		p.at = r.offset(line, column)
		parser := yamlParser(dec)
		p.begin = r.offset(markAt(parser, "context_mark"))
		if problem := field(parser, "problem"); problem.Kind() == reflect.String && problem.Len() > 0 {
			p.says = problem.String()
		}
	}
	at, summary, detail := p.tell()
	r.root = nil
	r.fail(at, summary, detail)
}

// The text of the parser's errors has no column, and its line is missing or
// off by one for some errors, while the marks that it keeps are exact. So they
// are read where they are: its struct has been frozen for years, and a test
// pins each kind of error. Without them, the line in the text has to do.

// yamlMark returns line and column, from 0, of what the parser stumbled over.
func yamlMark(dec *yaml.Decoder, err error) (line, column int, ok bool) {
	if strings.Contains(err.Error(), "unknown anchor") {
		if line, column := markAt(field(reflect.ValueOf(dec).Elem(), "parser", "event"), "start_mark"); line >= 0 {
			return line, column, true
		}
	}
	if line, column := markAt(yamlParser(dec), "problem_mark"); line >= 0 {
		return line, column, true
	}
	if m := regexp.MustCompile(`line ([0-9]+)`).FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n - 1, 0, true
		}
	}
	return 0, 0, false
}

func yamlParser(dec *yaml.Decoder) reflect.Value {
	return field(reflect.ValueOf(dec).Elem(), "parser", "parser")
}

// field follows names of fields, through pointers. The zero Value means that
// there is no such field.
func field(v reflect.Value, names ...string) reflect.Value {
	for _, name := range names {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		v = v.FieldByName(name)
	}
	return v
}

// markAt reads a mark of the parser; -1 means that there is none.
func markAt(v reflect.Value, name string) (line, column int) {
	l, c := field(v, name, "line"), field(v, name, "column")
	if !l.IsValid() || !l.CanInt() || !c.IsValid() || !c.CanInt() {
		return -1, -1
	}
	return int(l.Int()), int(c.Int())
}

// offset finds a place, line and column from 0, in the text. What is behind
// the last line is the end.
func (r *reading) offset(line, column int) int {
	c := newCursor(r.src)
	if line < 0 || !c.seek(diag.Pos{Line: line + 1, Column: 1}) {
		return len(r.src)
	}
	for ; column > 0 && c.off < len(r.src) && c.peek() != '\n'; column-- {
		c.next()
	}
	return c.off
}

// tell finds the words for a problem, and the place that a reader should look
// at, which is often not where the parser stumbled.
func (p *yamlProblem) tell() (at diag.Range, summary, detail string) {
	says := func(words string) bool { return strings.Contains(p.says, words) }
	switch {
	case says("cannot start any token"):
		return p.badStart()
	case says("mapping values are not allowed"):
		return p.unexpectedColon()
	case says("could not find expected ':'"):
		return p.noColon()
	case says("block sequence entries are not allowed"):
		if p.firstOnLine(p.at) {
			return p.spot(p.at, 1), "A list item is not expected here", "What comes before is not a list, or is indented otherwise. Align the dashes of one list."
		}
		return p.spot(p.at, 1), "A list begins on the line of its key", "Put the dash on a line of its own, or write the list in brackets: [a, b]."
	case says("mapping keys are not allowed"):
		return p.spot(p.at, 1), "A \"?\" is not expected here", "It begins a key in YAML. Put the value in quotes if it is text."
	case says("did not find expected key"), says("did not find expected '-' indicator"):
		return p.badLine()
	case says("did not find expected ',' or"):
		return p.inBrackets()
	case says("did not find expected node content"):
		return p.noValue()
	case says("unknown anchor"):
		name := p.word(p.at)
		return p.spot(p.at, utf8.RuneCountInString(name)), fmt.Sprintf("The alias %s stands for nothing", quoteName(name)),
			fmt.Sprintf("No anchor \"&%s\" stands before it. Put the value in quotes if the star belongs to the text.", strings.TrimPrefix(name, "*"))
	case says("exceeded max depth"):
		return p.spot(p.at, 1), fmt.Sprintf("Maps and lists are nested deeper than %d levels", p.limit.depth),
			"No field of a scenario stands this deep. Look for a bracket that is not closed, or for an alias to something large."
	}
	return p.tellScalar(says)
}

// tellScalar tells what can be wrong inside one token.
func (p *yamlProblem) tellScalar(says func(string) bool) (at diag.Range, summary, detail string) {
	switch {
	case says("found unexpected end of stream"), says("found unexpected document indicator"):
		return p.spot(p.begin, 1), "The quote is never closed", "The file ends inside the text that begins here. Write the closing quote; a single quote inside single quotes is doubled."
	case says("unknown escape"):
		return p.spot(p.at, 2), fmt.Sprintf("%s is not an escape", quoteText(p.src, p.at, 2)),
			"In double quotes a backslash begins an escape. Write it twice, or use single quotes."
	case says("hexdecimal number"), says("Unicode character escape"):
		return p.spot(p.at, 2), "The escape is no character", "\\x is followed by two digits of base 16, \\u by four and \\U by eight."
	case says("alphabetic or numeric character"):
		mark := quoteText(p.src, p.begin, 1)
		what := "an alias"
		if mark == "\"&\"" {
			what = "an anchor"
		}
		return p.spot(p.begin, 1), fmt.Sprintf("%s begins %s, and no name follows", mark, what),
			"Put the value in quotes if it is text: a name is letters, digits, - and _."
	case says("tab character"):
		return p.spot(p.at, 1), "A tab is used for indentation", "YAML indents with spaces only. Replace the tab by spaces."
	case says("indentation indicator"):
		return p.spot(p.begin, 1), "The indentation of a block of text is 0", "The digit after \"|\" or \">\" is from 1 to 9. It can be left out."
	case says("comment or line break"):
		mark := quoteText(p.src, p.begin, 1)
		return p.spot(p.at, 1), fmt.Sprintf("Text stands on the line of %s", mark),
			fmt.Sprintf("%s begins a block of text on the lines that follow. Put the value in quotes if the mark belongs to it.", mark)
	case says("directive"):
		return p.spot(p.begin, 1), directiveSummary, directiveDetail
	case says("tag"), p.begin < len(p.src) && p.src[p.begin] == '!':
		return p.spot(p.begin, 1), "\"!\" begins a tag, and what follows is not one", "Put the value in quotes if it is text; otherwise delete the tag."
	}
	return p.spot(p.at, 1), "This is not valid YAML", "The text cannot be read from here on. Compare it with a scenario that works: indentation, quotes, brackets, colons."
}

const (
	directiveSummary = "A line begins with \"%\""
	deeperSummary    = "The line is indented deeper than the one before, which has a value already"
	deeperDetail     = "Align it with the keys of the map that it belongs to. A map under a key begins on the line after the colon."
	directiveDetail  = "It is a directive of YAML, which a scenario does not need. Delete the line, or put the value in quotes if it is text."
)

// badStart is about a character that no value begins with.
func (p *yamlProblem) badStart() (diag.Range, string, string) {
	at := p.spot(p.at, 1)
	switch c, _ := utf8.DecodeRune(p.src[p.at:]); {
	case c == '\t' && p.firstOnLine(p.at):
		return at, "A tab is used for indentation", "YAML indents with spaces only. Replace the tab by spaces."
	case c == '\t':
		return at, "A tab stands where a space is expected", "Replace the tab by spaces."
	case c == '|' || c == '>':
		return at, fmt.Sprintf("A block of text (%q) begins inside brackets", string(c)), "Put the value in quotes instead."
	case c == '%' && p.firstOnLine(p.at):
		return at, directiveSummary, directiveDetail
	case p.at >= len(p.src):
		return at, "The file ends where a value is expected", "Write the value."
	default:
		return at, fmt.Sprintf("A value cannot begin with %q", string(c)), "YAML keeps the character for itself. Put the value in quotes."
	}
}

// unexpectedColon is about a colon after something that cannot be a key.
func (p *yamlProblem) unexpectedColon() (diag.Range, string, string) {
	line := p.lineStart(p.at)
	first := line + indent(p.src[line:])
	if i := bytes.Index(p.src[line:p.at], []byte(": ")); i >= 0 {
		return p.spot(p.at, 1), "A second \": \" stands on the line",
			"Put the value in quotes if the colon belongs to it, or begin the second key on a line of its own."
	}
	prev, ok := p.lineBefore(line)
	if ok {
		if at, summary, detail, ok := p.dashWithoutSpace(prev); ok {
			return at, summary, detail
		}
	}
	if !ok || p.column(prev) > first-line {
		return p.spot(p.at, 1), "A \":\" is not expected here", "It ends a key in YAML. Put the value in quotes if it is text."
	}
	if text := p.lineText(prev); p.column(prev) == first-line {
		if strings.Contains(text+" ", ": ") {
			return p.spot(p.at, 1), "A \":\" is not expected here", "It ends a key in YAML. Put the value in quotes if it is text."
		}
		return p.spot(prev, utf8.RuneCountInString(text)), fmt.Sprintf("%s has no \": \" after its key", quoteName(text)),
			"A line of a map is a key, a colon, a space and a value."
	}
	return p.spot(first, p.at-first), deeperSummary, deeperDetail
}

// noColon is about a line that should be a key and a value.
func (p *yamlProblem) noColon() (diag.Range, string, string) {
	text := p.lineText(p.begin)
	if at, summary, detail, ok := p.foreignMark(text); ok {
		return at, summary, detail
	}
	if len(text) >= 1024 {
		return p.spot(p.begin, 1), "A line begins with more than 1024 characters and no \": \"",
			"YAML looks no further for the colon of a key. Shorten the key, or indent the line if it continues the text above."
	}
	if i := strings.IndexByte(text, ':'); i > 0 && text[0] != '"' && text[0] != '\'' && i+1 < len(text) {
		return p.spot(p.begin+i, 1), fmt.Sprintf("No space follows the colon in %s", quoteName(text)),
			"A line of a map is a key, a colon, a space and a value."
	}
	return p.spot(p.begin, utf8.RuneCountInString(text)), fmt.Sprintf("%s has no \": \" after its key", quoteName(text)),
		"A line of a map is a key, a colon, a space and a value. If the line continues the text above, indent it deeper."
}

// badLine is about what does not go on with the map or list around it.
func (p *yamlProblem) badLine() (diag.Range, string, string) {
	at := p.spot(p.at, 1)
	rest := p.src[p.at:]
	switch {
	case len(rest) > 0 && (rest[0] == ']' || rest[0] == '}'):
		return at, fmt.Sprintf("%q closes nothing", string(rest[:1])), "No bracket is open here. Delete it, or look for the opening one before it."
	case len(rest) > 0 && rest[0] == ',':
		return at, "A comma stands outside brackets", "Commas separate values inside [ ] and { } only. Delete it, or put the value in quotes if it belongs to the text."
	case len(rest) > 0 && rest[0] == ':':
		return at, "A key is missing before the colon", "Write a name before the colon, or put the value in quotes if the colon belongs to it."
	case !p.firstOnLine(p.at):
		if begin, ok := p.longQuote(p.at); ok {
			return p.spot(begin, 1), longQuoteSummary, longQuoteDetail
		}
		return at, "Something follows the end of the value", "Delete it, or put the whole value in quotes, of the other kind if it has quotes in it."
	case len(rest) > 1 && rest[0] == '-' && rest[1] <= ' ':
		return at, "A list item stands among the keys of a map", "Indent it below the key that it belongs to, like the other items."
	case strings.Contains(p.says, "'-'") && p.column(p.at) == p.column(p.begin):
		return at, "A key stands among the items of a list", "Begin the line with a dash, or indent it like the map that the key belongs to."
	}
	if prev, ok := p.lineBefore(p.lineStart(p.at)); ok && p.column(prev) < p.column(p.at) && !strings.HasSuffix(p.lineText(prev), ":") {
		return at, deeperSummary, deeperDetail
	}
	return at, "The indentation matches no line above", "Keys of one map begin in the same column, and so do the dashes of one list. Align the line with those it belongs to."
}

// inBrackets is about what does not go on with the brackets around it.
func (p *yamlProblem) inBrackets() (diag.Range, string, string) {
	open, want := "{", "}"
	if strings.Contains(p.says, "']'") {
		open, want = "[", "]"
	}
	begin := p.begin
	if begin >= len(p.src) || string(p.src[begin]) != open {
		begin = p.openBracket(p.at)
	}
	if quote, ok := p.longQuote(p.at); ok {
		return p.spot(quote, 1), longQuoteSummary, longQuoteDetail
	}
	rest := bytes.TrimLeft(p.src[p.at:], " \t\r\n")
	switch {
	case len(rest) == 0, p.leaves(begin):
		return p.spot(begin, 1), fmt.Sprintf("%q is never closed", open), fmt.Sprintf("Write %q where the value ends.", want)
	case rest[0] == ']' || rest[0] == '}':
		return p.spot(p.at, 1), fmt.Sprintf("%q closes what %q opened", string(rest[:1]), open), fmt.Sprintf("Look for a %q that is missing before it.", want)
	}
	if p.at > 0 && rest[0] == '{' && p.src[p.at-1] == '$' {
		return p.spot(p.at-1, 2), "\"${\" begins a placeholder that was not filled in",
			"netsim fills in nothing. Write the value, or have the template filled in before."
	}
	at := p.spot(p.at, 1)
	if rest[0] == ':' { // the key before it is where the next value begins
		if word, width := p.wordBefore(p.at); width > 0 {
			at = p.spot(word, width)
		}
	}
	return at, fmt.Sprintf("A comma or %q is missing before this", want),
		"Values in brackets are separated by commas. Put a value in quotes if it has brackets, commas or \": \" in it."
}

// leaves reports whether the line of the problem is a later one, and not
// indented deeper, than the line of an opening bracket, so that it is likely
// not meant to be inside.
func (p *yamlProblem) leaves(begin int) bool {
	line, first := p.lineStart(p.at), p.lineStart(begin)
	text := bytes.TrimLeft(p.src[line:], " ")
	return line > first && indent(p.src[line:]) <= indent(p.src[first:]) && len(text) > 0 && text[0] != ']' && text[0] != '}'
}

// noValue is about a place where a value should be.
func (p *yamlProblem) noValue() (diag.Range, string, string) {
	rest := p.src[p.at:]
	switch {
	case len(bytes.TrimSpace(rest)) == 0:
		begin := p.openBracket(len(p.src))
		if begin >= len(p.src) {
			return p.spot(p.at, 0), "The file ends where a value is expected", "Write the value."
		}
		return p.spot(begin, 1), fmt.Sprintf("%q is never closed", string(p.src[begin])), "Write the closing bracket where the value ends."
	case rest[0] == ',':
		return p.spot(p.at, 1), "A value is missing before the comma", "Write the value, or delete the comma."
	case rest[0] == ']' || rest[0] == '}':
		return p.spot(p.at, 1), fmt.Sprintf("%q closes nothing", string(rest[:1])), "No such bracket is open here. Delete it, or look for the opening one before it."
	case rest[0] == ':':
		return p.spot(p.at, 1), "A key is missing before the colon", "Write a name before the colon, or put the value in quotes if the colon belongs to it."
	case rest[0] == '-':
		return p.spot(p.at, 1), "A dash stands inside brackets", "Inside [ ] values are separated by commas and have no dashes."
	}
	return p.spot(p.at, 1), "A value is expected here", "Put the value in quotes if it is text that begins with a mark."
}

// firstOnLine reports whether only blanks stand before an offset on its line.
func (p *yamlProblem) firstOnLine(at int) bool {
	return len(bytes.TrimLeft(p.src[p.lineStart(at):at], " \t")) == 0
}

// behindBracket reports whether a closing bracket comes before an offset.
func (p *yamlProblem) behindBracket(at int) bool {
	before := bytes.TrimRight(p.src[:at], " \t\r\n")
	return len(before) > 0 && (before[len(before)-1] == '}' || before[len(before)-1] == ']')
}

func (p *yamlProblem) lineStart(at int) int { return bytes.LastIndexByte(p.src[:at], '\n') + 1 }

func (p *yamlProblem) column(at int) int { return at - p.lineStart(at) }

// lineBefore finds the text of the last line before one that has more than a
// comment.
func (p *yamlProblem) lineBefore(start int) (int, bool) {
	for start > 0 {
		start = p.lineStart(start - 1)
		if text := p.lineText(start); text != "" && text[0] != '#' {
			return start + indent(p.src[start:]), true
		}
	}
	return 0, false
}

// lineText is the rest of a line, without blanks around it.
func (p *yamlProblem) lineText(at int) string {
	line, _, _ := bytes.Cut(p.src[at:], []byte{'\n'})
	return strings.TrimSpace(string(line[:min(len(line), 1024)]))
}

// word is the text from an offset to the next blank or bracket.
func (p *yamlProblem) word(at int) string {
	rest := p.src[at:]
	if i := bytes.IndexAny(rest, " \t\r\n,[]{}"); i >= 0 {
		rest = rest[:i]
	}
	return string(rest[:min(len(rest), 1024)])
}

// indent counts the blanks that a line begins with.
func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }
