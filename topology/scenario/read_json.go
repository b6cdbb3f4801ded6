package scenario

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"netsim/topology/diag"
)

// readJSON reads JSON (RFC 8259) into the tree. It is written by hand because
// encoding/json keeps neither the end of a value, nor the text of a number,
// nor both of two equal keys. It reports whether the text was JSON; bounds and
// equal keys are findings about JSON, not about its syntax.
func (r *reading) readJSON() bool {
	j := &jsonReader{reading: r, cur: newCursor(r.src)}
	j.blank()
	if j.cur.off == len(r.src) {
		return true // empty, which is for checkRoot to tell
	}
	r.root = j.value(1)
	j.blank()
	if !r.stopped && j.cur.off < len(r.src) {
		j.syntax(1, "The file goes on after the end of its value",
			"A file holds one value. Look for a closing bracket too many, or delete what follows.")
	}
	if r.stopped {
		r.root = nil
	}
	return !j.broken
}

type jsonReader struct {
	*reading
	cur    cursor
	broken bool // the text is not JSON
}

// syntax reports that the text is not JSON at the cursor.
func (j *jsonReader) syntax(width int, summary, detail string) {
	j.syntaxAt(j.spot(j.cur.off, width), summary, detail)
}

func (j *jsonReader) syntaxAt(at diag.Range, summary, detail string) {
	if !j.stopped {
		j.broken = true
		j.fail(at, summary, detail)
	}
}

func (j *jsonReader) blank() {
	for {
		switch j.cur.peek() {
		case ' ', '\t', '\r', '\n':
			j.cur.next()
		default:
			return
		}
	}
}

func (j *jsonReader) from(start diag.Pos) diag.Range {
	return diag.Range{File: j.file, Start: start, End: j.cur.pos}
}

// value reads one value. Nil comes with a finding.
func (j *jsonReader) value(depth int) *Node {
	here := diag.Range{File: j.file, Start: j.cur.pos, End: j.cur.pos}
	if depth > j.limit.depth {
		j.deep(here)
		return nil
	}
	if !j.count(1, here) {
		return nil
	}
	start := j.cur.pos
	switch b := j.cur.peek(); {
	case b == '{':
		return j.object(depth)
	case b == '[':
		return j.array(depth)
	case b == '"':
		text, ok := j.text()
		if !ok {
			return nil
		}
		return &Node{Kind: Scalar, Range: j.from(start), Text: text, Quoted: true}
	case b == '-' || b >= '0' && b <= '9':
		return j.number()
	default:
		return j.word()
	}
}

func (j *jsonReader) object(depth int) *Node {
	n := &Node{Kind: Map}
	start := j.cur.pos
	var seen keyIndex
	if !j.members('}', func() bool {
		at := j.cur.pos
		switch j.cur.peek() {
		case '"':
		case '/', '#':
			j.syntax(1, "A comment stands where a key is expected", noComments)
			return false
		default:
			j.syntax(1, "A key is expected here, in double quotes", "In JSON every key is written in double quotes.")
			return false
		}
		key, ok := j.text()
		if !ok {
			return false
		}
		where := j.from(at)
		j.blank()
		if j.cur.peek() != ':' {
			j.syntax(1, fmt.Sprintf("The key %s has no \":\" after it", quoteName(key)), "Write a colon and a value after the key.")
			return false
		}
		j.cur.next()
		j.blank()
		v := j.value(depth + 1)
		if v == nil {
			return false
		}
		if first := seen.find(n.Entries, key); first != nil {
			j.add(duplicateKey(key, where, first.KeyRange))
			return true
		}
		n.Entries = append(n.Entries, Entry{Key: key, KeyRange: where, Value: v})
		return true
	}) {
		return nil
	}
	n.Range = j.from(start)
	return n
}

func (j *jsonReader) array(depth int) *Node {
	n := &Node{Kind: List}
	start := j.cur.pos
	if !j.members(']', func() bool {
		v := j.value(depth + 1)
		if v == nil {
			return false
		}
		n.Items = append(n.Items, v)
		return true
	}) {
		return nil
	}
	n.Range = j.from(start)
	return n
}

// members reads what stands between two brackets, separated by commas.
func (j *jsonReader) members(closing byte, member func() bool) bool {
	open := j.cur
	j.cur.next()
	j.blank()
	if j.cur.peek() == closing {
		j.cur.next()
		return true
	}
	for {
		if j.cur.off == len(j.src) {
			j.unclosed(open, closing)
			return false
		}
		if !member() {
			return false
		}
		j.blank()
		switch b := j.cur.peek(); {
		case b == closing:
			j.cur.next()
			return true
		case b == ',':
			comma := j.cur
			j.cur.next()
			j.blank()
			if j.cur.peek() == closing {
				j.syntaxAt(j.spot(comma.off, 1), "A comma stands after the last value",
					"JSON allows commas only between values. Delete it.")
				return false
			}
		case j.cur.off == len(j.src):
			j.unclosed(open, closing)
			return false
		case b == ']' || b == '}':
			j.syntax(1, fmt.Sprintf("%q closes what %q opened", string(b), string(open.peek())),
				fmt.Sprintf("Look for a %q that is missing before it.", string(closing)))
			return false
		default:
			j.syntax(1, fmt.Sprintf("A comma or %q is missing before this", string(closing)), "Values are separated by commas.")
			return false
		}
	}
}

func (j *jsonReader) unclosed(open cursor, closing byte) {
	j.syntaxAt(j.spot(open.off, 1), fmt.Sprintf("%q is never closed", string(open.peek())),
		fmt.Sprintf("The file ends before its %q. Look where it should stand.", string(closing)))
}

// number reads a number and keeps it as it is written.
func (j *jsonReader) number() *Node {
	start, from := j.cur.pos, j.cur.off
	for strings.IndexByte("+-.0123456789eE", j.cur.peek()) >= 0 && j.cur.off < len(j.src) {
		j.cur.next()
	}
	text := string(j.src[from:j.cur.off])
	if !jsonNumber(text) {
		j.syntaxAt(j.from(start), fmt.Sprintf("%s is not a number", quoteName(text)),
			"A number has no leading zero or plus and no letters. Put it in double quotes if it is text.")
		return nil
	}
	return &Node{Kind: Scalar, Range: j.from(start), Text: text}
}

// jsonNumber reports whether s is a number by the grammar of JSON.
func jsonNumber(s string) bool {
	digits := func() bool {
		n := len(s)
		s = strings.TrimLeft(s, "0123456789")
		return len(s) < n
	}
	s = strings.TrimPrefix(s, "-")
	if rest, zero := strings.CutPrefix(s, "0"); zero {
		s = rest
	} else if !digits() {
		return false
	}
	if rest, dot := strings.CutPrefix(s, "."); dot {
		if s = rest; !digits() {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return s == ""
}

// word reads true, false or null.
func (j *jsonReader) word() *Node {
	start, from := j.cur.pos, j.cur.off
	for b := j.cur.peek(); b >= utf8.RuneSelf || b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'; b = j.cur.peek() {
		j.cur.next()
	}
	switch text := string(j.src[from:j.cur.off]); {
	case text == "true", text == "false":
		return &Node{Kind: Scalar, Range: j.from(start), Text: text}
	case text == "null":
		return &Node{Kind: Scalar, Range: j.from(start), Text: text, Null: true}
	case text != "" && from == firstText(j.src):
		j.syntaxAt(j.from(start), fmt.Sprintf("%s is not a JSON value", quoteName(text)),
			"A file whose name ends in .json is read as JSON, and begins with a brace. If this is YAML, end its name in .yaml.")
	case text != "":
		j.syntaxAt(j.from(start), fmt.Sprintf("%s is not a JSON value", quoteName(text)),
			"Text is written in double quotes; without quotes stand only numbers, true, false and null.")
	case j.cur.off == len(j.src):
		j.syntax(0, "The file ends where a value is expected", "Write the value, or delete the comma or colon before it.")
	case j.cur.peek() == '\'':
		j.syntax(1, "A value begins with a single quote", "In JSON text is written in double quotes.")
	case j.cur.peek() == '/' || j.cur.peek() == '#':
		j.syntax(1, "A comment stands where a value is expected", noComments)
	default:
		c, _ := utf8.DecodeRune(j.src[j.cur.off:])
		j.syntax(1, fmt.Sprintf("%q stands where a value is expected", string(c)),
			"A value is text in double quotes, a number, true, false, null, or a map or list in brackets.")
	}
	return nil
}

const noComments = "JSON has no comments. Delete it, or write the file in YAML."

// firstText is the offset of the first character that is not blank.
func firstText(src []byte) int { return len(src) - len(bytes.TrimLeft(src, " \t\r\n")) }

// text reads a string and resolves its escapes.
func (j *jsonReader) text() (string, bool) {
	open := j.cur
	j.cur.next()
	var out []byte
	for {
		from := j.cur.off
		for b := j.cur.peek(); b != '"' && b != '\\' && b >= ' '; b = j.cur.peek() {
			j.cur.next()
		}
		out = append(out, j.src[from:j.cur.off]...)
		switch j.cur.peek() {
		case '"':
			j.cur.next()
			return string(out), true
		case '\\':
			c, ok := j.escape()
			if !ok {
				return "", false
			}
			out = utf8.AppendRune(out, c)
		case '\t':
			j.syntax(1, "A tab stands inside a text", "In JSON a tab inside quotes is written as \\t.")
			return "", false
		default: // the end of the line or of the file
			j.syntaxAt(j.spot(open.off, 1), "The quote is not closed on its line",
				"Write the closing quote. A line break inside quotes is written as \\n.")
			return "", false
		}
	}
}

// escape reads one escape, or the two that stand for one character.
func (j *jsonReader) escape() (rune, bool) {
	start := j.cur
	j.cur.next()
	b := j.cur.peek()
	if i := strings.IndexByte(`"\/bfnrt`, b); i >= 0 && j.cur.off < len(j.src) {
		j.cur.next()
		return rune("\"\\/\b\f\n\r\t"[i]), true
	}
	if b != 'u' {
		j.syntaxAt(j.spot(start.off, 2), fmt.Sprintf("%s is not an escape", quoteText(j.src, start.off, 2)),
			"Write \\\\ for a backslash. The escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits.")
		return 0, false
	}
	c, ok := j.hex()
	if ok && utf16.IsSurrogate(c) {
		low := rune(0)
		if c < 0xdc00 && j.cur.peek() == '\\' && j.cur.off+1 < len(j.src) && j.src[j.cur.off+1] == 'u' {
			j.cur.next()
			low, ok = j.hex()
		}
		if c = utf16.DecodeRune(c, low); c == utf8.RuneError {
			ok = false
		}
	}
	if !ok {
		j.syntaxAt(j.spot(start.off, j.cur.off-start.off), "The escape is no character",
			"\\u is followed by four digits of base 16. A character above U+FFFF takes two such escapes, or is written as itself.")
	}
	return c, ok
}

// hex reads u and four digits of base 16.
func (j *jsonReader) hex() (rune, bool) {
	j.cur.next()
	var c rune
	for range 4 {
		b := j.cur.peek()
		switch {
		case b >= '0' && b <= '9':
			c = c<<4 | rune(b-'0')
		case b >= 'a' && b <= 'f', b >= 'A' && b <= 'F':
			c = c<<4 | rune(b|0x20-'a'+10)
		default:
			return 0, false
		}
		j.cur.next()
	}
	return c, true
}

// duplicateKey is the finding about a key that a map has already.
func duplicateKey(key string, at, first diag.Range) diag.Finding {
	return diag.Finding{
		Range:   at,
		Summary: fmt.Sprintf("The key %s stands twice in one map", quoteName(key)),
		Detail:  "Only one of the two could count. Rename one, or join what they hold under one key.",
		Related: []diag.Related{{Range: first, Message: "it stands here first"}},
	}
}

// keyIndex finds the keys of a map that is being read. Most maps are small, and
// looked through; a large one is indexed, so that it takes no quadratic time.
type keyIndex map[string]int32

// find returns the entry that has a key, or nil. What was appended since the
// last call is taken in.
func (x *keyIndex) find(entries []Entry, key string) *Entry {
	const few = 12
	if len(entries) <= few {
		for i := range entries {
			if entries[i].Key == key {
				return &entries[i]
			}
		}
		return nil
	}
	if *x == nil {
		*x = make(keyIndex, 4*few)
	}
	for i := len(*x); i < len(entries); i++ {
		(*x)[entries[i].Key] = int32(i)
	}
	if i, ok := (*x)[key]; ok {
		return &entries[i]
	}
	return nil
}

// quoteText quotes some characters of the source for a message.
func quoteText(src []byte, offset, width int) string {
	end := min(offset, len(src))
	for ; width > 0 && end < len(src) && src[end] != '\n' && src[end] != '\r'; width-- {
		_, n := utf8.DecodeRune(src[end:])
		end += n
	}
	return "\"" + string(src[min(offset, end):end]) + "\""
}
