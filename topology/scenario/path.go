package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a path. It cannot lead deeper than a file nests.
const (
	maxPath     = 4096 // bytes
	maxSegments = maxDepth
)

// SegmentKind is how a segment of a path finds the next node.
type SegmentKind uint8

const (
	// ByKey takes the value of a key of a map.
	ByKey SegmentKind = iota
	// ByIndex takes an item of a list, from 0. Names made of digits are keys
	// too, so in a map it takes the value of the key with those digits.
	ByIndex
	// ByMatch takes the one item of a list whose field has a value.
	ByMatch
)

// Segment is one step of a path.
type Segment struct {
	Kind  SegmentKind
	Key   string // of ByKey
	Index int    // of ByIndex
	Field string // of ByMatch
	Value string // of ByMatch
}

// Path leads from the root of a tree to a node in it. The empty Path is the
// root. It is written like this:
//
//	regions.cn-shanghai.vpcs."vpc.with.dots".route_policies[priority=20].cidrs[0]
//
// A segment is a name, a name in double quotes, an index ([0], or 0 between
// dots), or [field=value], which has to match exactly one item of a list. Field
// and value may be quoted. Quotes follow the rules of Go.
type Path []Segment

// PathError says why a text is not a path.
type PathError struct {
	Path   string
	Offset int    // in bytes, of what is wrong
	Reason string // one sentence without its full stop
}

func (e *PathError) Error() string {
	return fmt.Sprintf("%s is not a path: %s", quoteName(e.Path), e.Reason)
}

// ParsePath reads a path. The error is a *PathError.
func ParsePath(s string) (Path, error) {
	p := pathParser{text: s}
	switch {
	case s == "":
		return nil, p.fault("it is empty")
	case len(s) > maxPath:
		return nil, p.fault(fmt.Sprintf("it is longer than %d bytes", maxPath))
	case !utf8.ValidString(s):
		return nil, p.fault("it is not valid UTF-8")
	}
	var path Path
	for p.off < len(s) {
		seg, err := p.segment(len(path) == 0)
		if err != nil {
			return nil, err
		}
		if path = append(path, seg); len(path) > maxSegments {
			return nil, p.fault(fmt.Sprintf("it has more than %d segments", maxSegments))
		}
	}
	return path, nil
}

// PathSchema describes the text of a path. Of names without quotes it leaves
// open which characters beyond ASCII they may have.
func PathSchema() *Schema {
	const (
		quoted = `"([^"\\]|\\.)*"`
		name   = `(` + quoted + `|[^.\[\]="'\x60\x00-\x20\x7f]+)`
		value  = `(` + quoted + `|[^\]"\x00-\x1f]+)`
		item   = `\[(0|[1-9][0-9]{0,8}|` + name + `=` + value + `)\]`
	)
	return &Schema{
		Title: "path", Type: written, Minimum: "0", MaxLength: maxPath,
		Pattern:  `^(` + name + `|` + item + `)(\.` + name + `|` + item + `)*$`,
		Examples: []any{"regions.cn-shanghai.vpcs.main"},
	}
}

type pathParser struct {
	text string
	off  int
}

func (p *pathParser) fault(reason string) *PathError {
	return &PathError{Path: p.text, Offset: p.off, Reason: reason}
}

func (p *pathParser) rest() string { return p.text[p.off:] }

func (p *pathParser) segment(first bool) (Segment, error) {
	if strings.HasPrefix(p.rest(), "[") {
		return p.brackets()
	}
	if !first {
		if p.text[p.off] != '.' {
			return Segment{}, p.fault("a dot is missing between two segments")
		}
		p.off++
	}
	name, quoted, err := p.name()
	if err != nil {
		return Segment{}, err
	}
	if i, ok := index(name); ok && !quoted {
		return Segment{Kind: ByIndex, Index: i}, nil
	}
	return Segment{Kind: ByKey, Key: name}, nil
}

// name reads a name, quoted or not.
func (p *pathParser) name() (name string, quoted bool, err error) {
	if strings.HasPrefix(p.rest(), "\"") {
		name, err := p.quoted()
		return name, true, err
	}
	end := strings.IndexFunc(p.rest(), func(c rune) bool { return !bareRune(c) })
	if end < 0 {
		end = len(p.rest())
	}
	if end == 0 {
		return "", false, p.noName()
	}
	name = p.rest()[:end]
	p.off += end
	if p.off < len(p.text) && !strings.ContainsRune(".[]=", rune(p.text[p.off])) {
		return "", false, p.noName()
	}
	return name, false, nil
}

func (p *pathParser) noName() *PathError {
	c, _ := utf8.DecodeRuneInString(p.rest())
	switch {
	case p.rest() == "":
		return p.fault("it ends where a name is expected")
	case c == '.':
		return p.fault("a name is missing before a dot")
	case c == ']':
		return p.fault("a \"]\" stands without its \"[\"")
	default:
		return p.fault(fmt.Sprintf("%q can stand in a name only if the name is in double quotes", string(c)))
	}
}

func (p *pathParser) quoted() (string, error) {
	q, err := strconv.QuotedPrefix(p.rest())
	if err != nil {
		return "", p.fault("a quote is not closed, or has an escape in it that is none")
	}
	s, err := strconv.Unquote(q)
	if err != nil || !utf8.ValidString(s) {
		return "", p.fault("a quote has an escape in it that is not text")
	}
	p.off += len(q)
	return s, nil
}

// brackets reads [0] or [field=value].
func (p *pathParser) brackets() (Segment, error) {
	open := p.off
	unclosed := &PathError{Path: p.text, Offset: open, Reason: "a \"[\" is not closed"}
	p.off++
	if p.rest() == "" {
		return Segment{}, unclosed
	}
	field, quoted, err := p.name()
	if err != nil {
		return Segment{}, err
	}
	switch {
	case p.rest() == "":
		return Segment{}, unclosed
	case p.rest()[0] == ']':
		i, ok := index(field)
		if !ok || quoted {
			p.off = open
			return Segment{}, p.fault("in brackets stands an index such as [0], or a field and its value such as [priority=20]")
		}
		p.off++
		return Segment{Kind: ByIndex, Index: i}, nil
	case p.rest()[0] != '=':
		return Segment{}, p.fault("a \"=\" is expected after the field")
	}
	p.off++
	var value string
	if strings.HasPrefix(p.rest(), "\"") {
		if value, err = p.quoted(); err != nil {
			return Segment{}, err
		}
		if !strings.HasPrefix(p.rest(), "]") {
			return Segment{}, p.fault("a \"]\" is expected after the quote")
		}
	} else {
		end := strings.IndexByte(p.rest(), ']')
		if end < 0 {
			return Segment{}, unclosed
		}
		value = p.rest()[:end]
		if !bareValue(value) {
			return Segment{}, p.fault("the value has to be in double quotes")
		}
		p.off += end
	}
	p.off++
	return Segment{Kind: ByMatch, Field: field, Value: value}, nil
}

// index reads an index: digits, without leading zeros.
func index(s string) (int, bool) {
	if len(s) == 0 || len(s) > 9 || s[0] == '0' && len(s) > 1 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// bareRune reports whether a character may stand in a name without quotes.
func bareRune(c rune) bool {
	return !strings.ContainsRune(".[]=\"'`", c) && c != utf8.RuneError && unicode.IsGraphic(c) && !unicode.IsSpace(c)
}

// bareName reports whether a name is written without quotes. Digits in quotes
// are a key, and without quotes an index.
func bareName(s string) bool {
	_, digits := index(s)
	return s != "" && !digits && strings.IndexFunc(s, func(c rune) bool { return !bareRune(c) }) < 0
}

// bareValue reports whether the value of [field=value] is written without
// quotes. Blanks may stand inside: checks are named in sentences.
func bareValue(s string) bool {
	return s != "" && strings.TrimSpace(s) == s &&
		strings.IndexFunc(s, func(c rune) bool { return c == ']' || c == '"' || c == utf8.RuneError || !strconv.IsPrint(c) }) < 0
}

// String writes the path as ParsePath reads it.
func (p Path) String() string {
	var b strings.Builder
	for i, s := range p {
		if s.Kind == ByKey && i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.String())
	}
	return b.String()
}

func (s Segment) String() string {
	switch s.Kind {
	case ByIndex:
		return "[" + strconv.Itoa(s.Index) + "]"
	case ByMatch:
		field, value := s.Field, s.Value
		if _, digits := index(field); !bareName(field) && !digits {
			field = strconv.Quote(field)
		}
		if !bareValue(value) {
			value = strconv.Quote(value)
		}
		return "[" + field + "=" + value + "]"
	default:
		if bareName(s.Key) {
			return s.Key
		}
		return strconv.Quote(s.Key)
	}
}

// Find follows the path from a root. It returns the node that it came to and
// how many segments it could follow; the path was found if that is all.
func (p Path) Find(root *Node) (*Node, int) {
	n := root
	for i, s := range p {
		at := s.slots(n)
		if len(at) != 1 {
			return n, i
		}
		n = n.child(at[0])
	}
	return n, len(p)
}

// slots returns where in a node the segment leads: positions among the entries
// of a map or the items of a list. Only ByMatch may find several.
func (s Segment) slots(n *Node) []int {
	switch {
	case n == nil:
	case n.Kind == Map && s.Kind != ByMatch:
		key := s.Key
		if s.Kind == ByIndex {
			key = strconv.Itoa(s.Index)
		}
		for i := range n.Entries {
			if n.Entries[i].Key == key {
				return []int{i}
			}
		}
	case n.Kind == List && s.Kind == ByIndex:
		if s.Index >= 0 && s.Index < len(n.Items) {
			return []int{s.Index}
		}
	case n.Kind == List && s.Kind == ByMatch:
		var at []int
		for i, item := range n.Items {
			if e := item.Field(s.Field); e != nil && e.Value.Kind == Scalar && !e.Value.Null && e.Value.Text == s.Value {
				at = append(at, i)
			}
		}
		return at
	}
	return nil
}

// child returns the value in a slot of a map or list.
func (n *Node) child(slot int) *Node {
	if n.Kind == Map {
		return n.Entries[slot].Value
	}
	return n.Items[slot]
}
