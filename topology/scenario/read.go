package scenario

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"netsim/topology/diag"
)

// A scenario file is untrusted input. These bounds are far above what people
// write and keep what a hostile file can cost to a few seconds and half a
// gigabyte.
const (
	// MaxSource is the size of a file, and of all the files of one scenario
	// together, in bytes. An implementation of Files should not read beyond it.
	MaxSource = 20 << 20
	// maxDepth is how deep maps and lists nest; the root is at depth 1. What
	// netsim knows needs about 15.
	maxDepth = 64
	// maxNodes is the number of values after aliases are expanded. Some nine
	// lines of aliases to aliases would otherwise stand for billions.
	maxNodes = 500_000
	// maxMarks is the number of brackets, commas, colons, dashes and comments,
	// counted before a file is parsed. A parser takes up to 800 bytes for each,
	// so this bounds what it can be made to take before values are counted: to
	// less than 512 MiB. 1,000 VPCs with 20,000 vSwitches, and an instance in
	// each, have 440,000 marks and 275,000 values.
	maxMarks = 600_000
	// maxFindings is how many findings one file may give. A file with more is
	// wrong as a whole, and nobody reads on.
	maxFindings = 1000
)

// bounds are the limits of one reading; tests and includes pass smaller ones.
type bounds struct {
	source, depth, nodes, marks int
	used                        int  // values of the files before this one
	part                        bool // another file includes this one
}

func standardBounds() bounds {
	return bounds{source: MaxSource, depth: maxDepth, nodes: maxNodes, marks: maxMarks}
}

// Read parses the text of a scenario file into a tree. YAML and JSON are both
// read: JSON where the name ends in .json or where the text is JSON. The file
// is only the name that ranges carry; nothing is opened.
//
// Everything that is wrong is reported, and then the tree, which may be nil,
// is what could be made of the rest.
func Read(file string, src []byte) (*Node, diag.List) {
	r := read(file, src, standardBounds())
	return r.root, r.findings
}

// reading is what reading one file has come to.
type reading struct {
	file     string
	src      []byte // without a byte order mark
	limit    bounds
	json     bool      // the text is read as JSON
	doc      *yamlNode // what the parser made of YAML
	root     *Node
	nodes    int // values so far, aliases expanded
	findings diag.List
	stopped  bool // by a bound or a syntax error: what follows is not judged
}

func read(file string, src []byte, limit bounds) *reading {
	r := &reading{file: file, src: trimBOM(src), limit: limit, nodes: limit.used}
	if len(src) > limit.source {
		r.fail(r.start(), fmt.Sprintf("The file is larger than %s", megabytes(limit.source)),
			"A scenario is read into memory as a whole. Split it, and name the parts under \"include\"; all parts together may be as large as this.")
		return r
	}
	if !r.checkText() {
		return r
	}
	if at, over := countMarks(r.src, limit.marks); over {
		r.fail(r.spot(at, 1), fmt.Sprintf("The file has more than %d brackets, commas, colons, dashes and comments", limit.marks),
			"Reading stops here, so that a hostile file cannot use up the memory. Split the scenario if it is really this large.")
		return r
	}
	r.parse()
	r.checkRoot()
	return r
}

// parse chooses the language of the file and reads it.
func (r *reading) parse() {
	switch {
	case strings.HasSuffix(strings.ToLower(r.file), ".json"):
		r.json = true
		r.readJSON()
	case firstByte(r.src) == '{':
		// A YAML file may begin with a map in braces as well. It is JSON if it
		// reads as JSON.
		try := &reading{file: r.file, src: r.src, json: true, limit: r.limit, nodes: r.nodes}
		if try.readJSON() {
			*r = *try
			return
		}
		r.readYAML()
	default:
		r.readYAML()
	}
}

// checkRoot reports a file that holds no fields.
func (r *reading) checkRoot() {
	needs := "A scenario needs at least \"apiVersion: netsim/v1\", a \"name\" and one of the \"regions\"."
	if r.limit.part {
		needs = "A file that is included has some of the fields of a scenario, such as \"regions\". Write them, or delete the include."
	}
	switch n := r.root; {
	case r.stopped:
	case n == nil, n.Kind == Scalar && n.Null:
		at := r.start()
		if n != nil {
			at = n.Range
		}
		what := "The file holds nothing but comments"
		switch {
		case len(bytes.TrimSpace(r.src)) == 0:
			what = "The file is empty"
		case n != nil && n.Text != "":
			what = "The file holds nothing but " + quoteName(n.Text)
		case n != nil:
			what = "The document in the file is empty"
		}
		r.root = nil
		r.fail(at, what, needs)
	case n.Kind == List:
		r.root = nil
		r.fail(n.Range, "The file holds a list where a map of fields is expected", needs)
	case n.Kind == Scalar:
		r.root = nil
		r.fail(n.Range, "The file holds a single value where a map of fields is expected",
			needs+" A key is followed by a colon and a space.")
	}
}

// checkText refuses what is not UTF-8 text in lines. It reports whether the
// file can be parsed.
func (r *reading) checkText() bool {
	if name := otherEncoding(r.src); name != "" {
		r.fail(r.start(), fmt.Sprintf("The file is encoded in %s", name),
			"netsim reads UTF-8. Save the file as UTF-8 in the editor, or convert it with iconv.")
		return false
	}
	first := map[string]int{} // the index of the finding that tells of a cause
	more := map[string]int{}
	for i := 0; i < len(r.src); {
		b := r.src[i]
		if b >= ' ' && b < utf8.RuneSelf-1 || b == '\n' || b == '\t' {
			i++
			continue
		}
		c, n := utf8.DecodeRune(r.src[i:])
		if cause := badCharacter(c, n, r.src[i:]); cause != "" {
			if _, told := first[cause]; told {
				more[cause]++
			} else {
				first[cause] = len(r.findings)
				summary, detail := tellCharacter(c, n, r.src[i])
				r.add(diag.Finding{Range: r.spot(i, 1), Summary: summary, Detail: detail})
			}
		}
		i += n
	}
	for cause, at := range first {
		if n := more[cause]; n > 0 {
			r.findings[at].Detail += fmt.Sprintf(" The file has %d more %s.", n, cause)
		}
	}
	r.stopped = len(first) > 0
	return len(first) == 0
}

// badCharacter finds characters that YAML forbids, and those that it takes for
// the end of a line where editors and JSON do not. It tells what others of the
// same cause are called.
func badCharacter(c rune, size int, rest []byte) string {
	switch {
	case c == utf8.RuneError && size == 1:
		return "such bytes"
	case c == 0:
		return "NUL bytes"
	case c == '\r' && bytes.HasPrefix(rest, []byte("\r\n")):
		return ""
	case c == '\r':
		return "such line ends"
	case c == 0x85, c == 0x2028, c == 0x2029:
		return "line separators that are not seen"
	case c < ' ', c >= 0x7f && c < 0xa0, c == 0xfffe, c == 0xffff:
		return "control characters"
	case c == 0xfeff:
		return "byte order marks inside"
	}
	return ""
}

// tellCharacter says what is wrong with a bad character.
func tellCharacter(c rune, size int, b byte) (summary, detail string) {
	const hidden = "Delete it; inside double quotes, write it as an escape."
	switch {
	case c == utf8.RuneError && size == 1:
		return fmt.Sprintf("The byte 0x%02X is not valid UTF-8", b),
			"The file is damaged or in another encoding, such as Latin-1 or GBK. Save it as UTF-8."
	case c == 0:
		return "The file has a NUL byte",
			"Text has none: the file is damaged, or is not a text file. Delete the byte."
	case c == '\r':
		return "A carriage return stands without a line feed",
			"Programs disagree whether a line ends here. End lines with a line feed (LF or CRLF)."
	case c == 0x85, c == 0x2028, c == 0x2029:
		return fmt.Sprintf("The file has a line separator that is not seen (U+%04X)", c),
			"Programs disagree whether a line ends here. " + hidden
	case c == 0xfeff:
		return "A byte order mark (U+FEFF) stands inside the file",
			"It comes from files that were joined. It is only allowed at the very beginning; delete it."
	default:
		return fmt.Sprintf("The file has a control character (U+%04X)", c),
			"It cannot be seen and is not allowed in YAML. " + hidden
	}
}

// otherEncoding names the encoding of text that is not UTF-8, as far as its
// first bytes tell.
func otherEncoding(src []byte) string {
	has := func(mark string) bool { return bytes.HasPrefix(src, []byte(mark)) }
	switch {
	case has("\xff\xfe\x00\x00"), has("\x00\x00\xfe\xff"):
		return "UTF-32"
	case has("\xff\xfe"), has("\xfe\xff"):
		return "UTF-16"
	case len(src) >= 4 && (src[0] == 0) != (src[1] == 0) && (src[0] == 0) == (src[2] == 0) && (src[1] == 0) == (src[3] == 0):
		return "UTF-16" // every second byte is zero: ASCII text without a mark
	}
	return ""
}

// countMarks reports whether the text has more marks than allowed, and where.
func countMarks(src []byte, most int) (int, bool) {
	if len(src) <= most {
		return 0, false // each is a byte at least
	}
	n := 0
	for i, b := range src {
		switch b {
		case '[', '{', ',', ':', '?':
			n++
		case '#':
			if i == 0 || src[i-1] <= ' ' {
				n++
			}
		case '-':
			if i+1 == len(src) || src[i+1] <= ' ' {
				n++
			}
		default:
			continue
		}
		if n > most {
			return i, true
		}
	}
	return 0, false
}

// count takes one more value into account, or several at once.
func (r *reading) count(n int, at diag.Range) bool {
	r.nodes += n
	if r.nodes <= r.limit.nodes {
		return true
	}
	if !r.stopped {
		r.fail(at, fmt.Sprintf("The scenario has more than %d values", r.limit.nodes),
			"Reading stops here, so that a hostile file cannot use up the memory. An alias counts as all the values it stands for.")
	}
	return false
}

// deep reports a value that is nested too deeply.
func (r *reading) deep(at diag.Range) {
	if !r.stopped {
		r.fail(at, fmt.Sprintf("Maps and lists are nested deeper than %d levels", r.limit.depth),
			"No field of a scenario stands this deep. Look for a bracket that is not closed, or for an alias to something large.")
	}
}

// fail reports what ends the reading.
func (r *reading) fail(at diag.Range, summary, detail string) {
	r.add(diag.Finding{Range: at, Summary: summary, Detail: detail})
	r.stopped = true
}

func (r *reading) add(f diag.Finding) {
	switch {
	case len(r.findings) < maxFindings:
		r.findings.Add(f)
	case len(r.findings) == maxFindings:
		r.stopped = true // so the others are not looked for either
		r.findings.Add(diag.Finding{Range: f.Range, Summary: fmt.Sprintf("There are more than %d problems in the file", maxFindings),
			Detail: "The others are not shown. Mend these first."})
	}
}

// start is the beginning of the file.
func (r *reading) start() diag.Range {
	p := diag.Pos{Line: 1, Column: 1}
	return diag.Range{File: r.file, Start: p, End: p}
}

// spot is the place of some characters of a line, given the offset of the
// first. It looks from the beginning of the file, so it is for findings.
func (r *reading) spot(offset, width int) diag.Range {
	offset = min(offset, len(r.src))
	before := r.src[:offset]
	line := bytes.LastIndexByte(before, '\n') + 1
	start := diag.Pos{Line: bytes.Count(before, []byte{'\n'}) + 1, Column: utf8.RuneCount(before[line:]) + 1}
	end := start
	for rest := r.src[offset:]; width > 0 && len(rest) > 0 && rest[0] != '\n' && rest[0] != '\r'; width-- {
		_, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		end.Column++
	}
	return diag.Range{File: r.file, Start: start, End: end}
}

// cursor walks over text and knows the line and column of where it is.
type cursor struct {
	src []byte
	off int
	pos diag.Pos
}

func newCursor(src []byte) cursor {
	return cursor{src: src, pos: diag.Pos{Line: 1, Column: 1}}
}

// peek returns the next byte, or 0 at the end.
func (c *cursor) peek() byte {
	if c.off < len(c.src) {
		return c.src[c.off]
	}
	return 0
}

// next steps over one character.
func (c *cursor) next() {
	if c.off >= len(c.src) {
		return
	}
	switch b := c.src[c.off]; {
	case b == '\n':
		c.off++
		c.pos = diag.Pos{Line: c.pos.Line + 1, Column: 1}
	case b < utf8.RuneSelf:
		c.off++
		c.pos.Column++
	default:
		_, n := utf8.DecodeRune(c.src[c.off:])
		c.off += n
		c.pos.Column++
	}
}

// pass steps over a text if it comes next, on one line.
func (c *cursor) pass(text string) bool {
	if end := c.off + len(text); end > len(c.src) || string(c.src[c.off:end]) != text || strings.Contains(text, "\n") {
		return false
	}
	c.off += len(text)
	c.pos.Column += utf8.RuneCountInString(text)
	return true
}

// seek goes forward to a place. It reports false, and stays, when the place is
// behind or not in the text.
func (c *cursor) seek(to diag.Pos) bool {
	at := *c
	for at.pos.Line < to.Line {
		i := bytes.IndexByte(at.src[at.off:], '\n')
		if i < 0 {
			return false
		}
		at.off += i + 1
		at.pos = diag.Pos{Line: at.pos.Line + 1, Column: 1}
	}
	for at.pos.Line == to.Line && at.pos.Column < to.Column && at.off < len(at.src) {
		at.next()
	}
	if at.pos != to {
		return false
	}
	*c = at
	return true
}

func trimBOM(src []byte) []byte { return bytes.TrimPrefix(src, []byte("\ufeff")) }

// firstByte returns the first byte that is not blank, or 0.
func firstByte(src []byte) byte {
	if rest := bytes.TrimLeft(src, " \t\r\n"); len(rest) > 0 {
		return rest[0]
	}
	return 0
}

// quoteName quotes something from a file for a message: cut to a length that
// fits a line, and without characters that a terminal would obey.
func quoteName(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		cut := 0
		for range most - 3 {
			_, n := utf8.DecodeRuneInString(s[cut:])
			cut += n
		}
		s = s[:cut] + "..."
	}
	return strconv.Quote(s)
}

func megabytes(n int) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
