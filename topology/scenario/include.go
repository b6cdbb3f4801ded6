package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"netsim/topology/diag"
)

const (
	// maxFiles is the number of files of one scenario.
	maxFiles = 1000
	// maxLine is how much of a line is shown, in bytes.
	maxLine = 64 << 10
)

// stdin is the name under which standard input is read.
const stdin = "-"

// Files reads the files of a scenario. Its reader of "-" is standard input. A
// scenario is untrusted and names other files: an implementation should refuse
// what is not a regular file, and need not read more than MaxSource bytes.
type Files interface {
	ReadFile(path string) ([]byte, error)
}

// Load reads a scenario file and the files that it includes, and joins them
// into one tree. A field "include" at the top of a file lists the others, by
// paths relative to that file. Maps are joined; anything else may be given in
// one file only. The fields apiVersion, name and description of an included
// file are its own and left out, but its apiVersion has to be the same. A file
// that is included twice counts once.
//
// The tree is nil if the first file could not be read, and without those
// files that could not.
func Load(files Files, file string) (*Node, Sources, diag.List) {
	l := newLoader(files, standardBounds())
	if file != stdin {
		file = filepath.Clean(file)
	}
	l.folder = filepath.Dir(file)
	l.load(file, diag.Range{})
	return l.root, l.sources, l.findings
}

func newLoader(files Files, limit bounds) *loader {
	return &loader{files: files, limit: limit, seen: map[string]bool{}, sources: Sources{}, index: map[*Node]map[string]int{}}
}

type loader struct {
	files    Files
	folder   string // of the first file: what it includes is in there
	limit    bounds
	size     int             // of the files so far
	seen     map[string]bool // files that were read, or could not be
	sources  Sources
	chain    []string // of the files that are being read
	version  *Entry   // apiVersion of the first file
	root     *Node
	index    map[*Node]map[string]int // of the maps that were made here
	findings diag.List
}

func (l *loader) add(at diag.Range, summary, detail string, related ...diag.Related) {
	if len(l.findings) < maxFindings {
		l.findings.Add(diag.Finding{Range: at, Summary: summary, Detail: detail, Related: related})
	}
}

// load reads one file, joins it to the root, and then the files it includes.
// At is where it is included; the first file is included nowhere.
func (l *loader) load(file string, at diag.Range) {
	l.seen[file] = true
	src, err := l.files.ReadFile(file)
	if err != nil {
		if at.IsZero() {
			start := diag.Pos{Line: 1, Column: 1}
			at = diag.Range{File: file, Start: start, End: start}
		}
		l.add(at, fmt.Sprintf("%s cannot be read: %s", fileName(file), reason(err)), howToInclude(file))
		return
	}
	if l.size += len(src); l.size > l.limit.source && !at.IsZero() {
		l.add(at, fmt.Sprintf("The files of the scenario are larger than %s together", megabytes(l.limit.source)), "This one and those after it are not read. Leave out what no check needs.")
		return
	}
	limit := l.limit
	limit.part = len(l.chain) > 0
	r := read(file, src, limit)
	l.limit.used = r.nodes
	l.sources[file] = NewSource(src)
	l.findings = append(l.findings, r.findings...)
	if r.root == nil {
		return
	}
	l.chain = append(l.chain, file)
	defer func() { l.chain = l.chain[:len(l.chain)-1] }()
	includes := r.root.Field("include")
	l.joinRoot(l.own(r.root))
	if includes != nil {
		l.includeAll(file, includes)
	}
}

// own returns the fields of a file that are for the whole.
func (l *loader) own(root *Node) *Node {
	first := len(l.chain) == 1
	out := *root
	out.Entries = nil
	for _, e := range root.Entries {
		switch e.Key {
		case "include":
			continue
		case "apiVersion":
			if first {
				l.version = &e
			} else {
				l.checkVersion(e)
			}
		}
		if first || e.Key != "apiVersion" && e.Key != "name" && e.Key != "description" {
			out.Entries = append(out.Entries, e)
		}
	}
	return &out
}

func (l *loader) checkVersion(e Entry) {
	if l.version == nil || l.version.Value.Text == e.Value.Text {
		return
	}
	l.add(e.Value.Range, fmt.Sprintf("The file has the apiVersion %s, and the file that includes it %s", quoteName(e.Value.Text), quoteName(l.version.Value.Text)),
		"All files of a scenario are in one version of the language. Delete it here; the first file's counts.",
		diag.Related{Range: l.version.Value.Range, Message: "this one counts"})
}

func (l *loader) includeAll(file string, includes *Entry) {
	list := includes.Value
	switch {
	case list.Null:
		return
	case file == stdin:
		l.add(includes.KeyRange, "Standard input cannot include files", "There is no directory that the paths could be relative to. Give the scenario as a file.")
		return
	case list.Kind != List:
		l.add(list.Range, fmt.Sprintf("%s stands where a list of paths is expected", capital(list.Kind.String())), "Write the paths in a list, such as include: [network.yaml].")
		return
	}
	for _, item := range list.Items {
		l.include(file, item)
	}
}

func (l *loader) include(file string, item *Node) {
	if item.Kind != Scalar || item.Null {
		l.add(item.Range, "A path is expected here", "\"include\" takes a list of paths, such as [network.yaml].")
		return
	}
	if why, how := notLocal(item.Text); why != "" {
		l.add(item.Range, fmt.Sprintf("%s %s", quoteName(item.Text), why), how)
		return
	}
	path := filepath.Join(filepath.Dir(file), filepath.FromSlash(item.Text))
	if !inside(l.folder, path) {
		l.add(item.Range, fmt.Sprintf("%s is outside of the folder of the first file", quoteName(item.Text)),
			"A scenario may come from anybody, so it reads nothing but what lies beside it or below. Move the file there, or start from one further up.")
		return
	}
	if i := slices.Index(l.chain, path); i >= 0 {
		names := append(slices.Clone(l.chain[i:]), path)
		for i := range names {
			names[i] = filepath.ToSlash(names[i])
		}
		l.add(item.Range, fmt.Sprintf("%s includes itself", quoteName(names[0])), fmt.Sprintf("Files include each other in a circle: %s. Delete one of the includes.", strings.Join(names, " -> ")))
		return
	}
	switch {
	case l.seen[path], l.size > l.limit.source, l.limit.used > l.limit.nodes:
		// Read already, or past a bound that is reported.
	case len(l.seen) == maxFiles:
		l.seen[path] = true
		l.add(item.Range, fmt.Sprintf("The scenario has more than %d files", maxFiles), "Reading stops here. Look for files that include many others, or join some.")
	case len(l.seen) < maxFiles:
		l.load(path, item.Range)
	}
}

// Include is the field that Load follows. It takes the field out of every file,
// so one that is still met was put there by an edit.
func Include[T any]() Field[T] {
	schema := func() *Schema {
		return &Schema{Type: SchemaTypes{"array", "null"}, Items: &Schema{
			Title: "path of a file", Type: written, Pattern: `.`, MaxLength: maxPath, Examples: []any{"network.yaml"},
			Not: &Schema{Type: SchemaTypes{"string"}, Pattern: `^/|\\|://|^[\x00-\x7f]:|[\x00-\x1f]|^(\./+)*\.\.(/|$)|^(\./+)*-$`},
		}}
	}
	return Custom("include", schema, func(d *Decoder, n *Node, _ *T) {
		d.Refuse(d.place(n), "an edit cannot include files",
			"Files are joined before a variant edits them. Write \"include\" at the top of the file.")
	}, "Other files of the scenario, by paths relative to this one: beside it or below. Their maps are joined with those here.").Absent("none")
}

// howToInclude says how a file is named, to whoever named one that cannot be
// read.
func howToInclude(file string) string {
	const relative = "Paths under \"include\" are relative to the file that they stand in."
	if strings.ContainsAny(file, "*?") {
		return relative + " They are no patterns: name each file."
	}
	return relative
}

// inside reports whether a path leads into a folder.
func inside(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// notLocal says why a path is not the relative path of a local file.
func notLocal(path string) (why, how string) {
	const relative = "A scenario includes local files, by paths relative to itself, so that it reads the same on every machine."
	slash := filepath.ToSlash(path)
	switch {
	case path == "":
		return "is not a path", "Write the path of a file, relative to this one."
	case strings.Contains(path, "://"):
		return "is an address and not a path", "netsim works offline. Copy the file next to this one, and include it by its path."
	case strings.HasPrefix(slash, "/"), strings.HasPrefix(path, "\\"), filepath.IsAbs(path), len(path) > 1 && path[1] == ':':
		return "is not a relative path", relative
	case strings.Contains(path, "\\"):
		return "has a backslash in it", "Write \"/\" between directories; it works on every system."
	case filepath.Clean(path) == stdin:
		return "is standard input and cannot be included", relative
	case strings.ContainsFunc(path, func(c rune) bool { return c < ' ' || c == utf8.RuneError }), len(path) > maxPath:
		return "is not a path", "Write the path of a file, relative to this one."
	}
	return "", ""
}

// reason is why a file could not be read, without the name, which the message
// has already.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

func fileName(file string) string {
	if file == stdin {
		return "Standard input"
	}
	return quoteName(file)
}

// joinRoot joins the fields of one more file to the whole.
func (l *loader) joinRoot(n *Node) {
	if l.root == nil {
		l.root = n
		return
	}
	l.root = l.join(l.root, n)
}

// join returns a map with the entries of two. What both have is joined if both
// are maps, and is an error otherwise.
func (l *loader) join(a, b *Node) *Node {
	if len(b.Entries) == 0 {
		return a
	}
	a, slots := l.open(a)
	for _, e := range b.Entries {
		slot, twice := slots[e.Key]
		if !twice {
			slots[e.Key] = len(a.Entries)
			a.Entries = append(a.Entries, e)
			continue
		}
		first := &a.Entries[slot]
		if first.Value.Kind == Map && e.Value.Kind == Map {
			first.Value = l.join(first.Value, e.Value)
		} else {
			l.add(e.KeyRange, fmt.Sprintf("%s is given in two files", quoteName(e.Key)),
				"Only maps are joined across files; a value or a list stands in one of them. Delete it in one, or give it another name.",
				diag.Related{Range: first.KeyRange, Message: "it is given here as well"})
		}
	}
	return a
}

// open returns a map that entries can be added to, and the places of its keys.
func (l *loader) open(n *Node) (*Node, map[string]int) {
	if slots, ok := l.index[n]; ok {
		return n, slots
	}
	c := *n
	c.Entries = slices.Clone(n.Entries)
	slots := make(map[string]int, len(c.Entries))
	for i := range c.Entries {
		slots[c.Entries[i].Key] = i
	}
	l.index[&c] = slots
	return &c, slots
}

// Sources are the texts of the files that were read, by name, so that messages
// can show lines of them.
type Sources map[string]Source

// Line returns line n, from 1, of a file, without its line end. A line is cut
// at 64 KiB. What does not exist is empty.
func (s Sources) Line(file string, n int) string { return s[file].Line(n) }

// Source is the text of one file. It is not changed after NewSource.
type Source struct {
	text  []byte
	marks []int // offsets of every markedLines-th line
}

const markedLines = 64

// NewSource prepares a text for Line. The text must not be changed after that.
func NewSource(text []byte) Source {
	s := Source{text: text, marks: []int{len(text) - len(trimBOM(text))}}
	for at, line := 0, 0; ; {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return s
		}
		at += i + 1
		if line++; line%markedLines == 0 {
			s.marks = append(s.marks, at)
		}
	}
}

// Line returns line n, from 1, as Sources.Line does.
func (s Source) Line(n int) string {
	mark := (n - 1) / markedLines
	if n < 1 || mark >= len(s.marks) {
		return ""
	}
	rest := s.text[s.marks[mark]:]
	for range (n - 1) % markedLines {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return ""
		}
		rest = rest[i+1:]
	}
	line, _, _ := bytes.Cut(rest, []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if len(line) > maxLine {
		cut := maxLine
		for i := 0; i < utf8.UTFMax && !utf8.RuneStart(line[cut]); i++ {
			cut--
		}
		line = line[:cut]
	}
	return string(line)
}
