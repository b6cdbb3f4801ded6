package scenario

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"netsim/topology/diag"
)

// perLevel is how much deeper each level of a formatted file is indented.
const perLevel = 2

// Format lays out the text of a scenario file, YAML or JSON, and changes
// nothing that it says:
//
//   - Maps, lists and what stands in brackets over several lines are indented
//     by two blanks for each level; a closing bracket that begins a line stands
//     below the line that opened it.
//   - One blank follows a colon, a dash and a comma; none stands before a colon
//     or a comma, or inside a bracket.
//   - No line ends in blanks, at most one blank line stands in a row, lines end
//     in LF, and there is no byte order mark.
//   - A comment on a line of its own moves with the block that it stands in. One
//     behind something keeps its distance, and those of neighbouring lines stay
//     aligned if they were.
//
// Order, spelling, quotes, line breaks and the lines of texts are the author's.
// Formatted text stays as it is.
//
// What cannot be read is told as Read tells it, and there is no text then. An
// error is a bug: the text that was made would not say the same.
func Format(file string, src []byte) ([]byte, diag.List, error) {
	return format(file, src, standardBounds())
}

func format(file string, src []byte, limit bounds) ([]byte, diag.List, error) {
	r := read(file, src, limit)
	if r.findings.HasErrors() {
		return nil, r.findings, nil
	}
	l := &layout{margin: margin{most: limit.source}}
	if err := r.pieces(l.place); err != nil {
		return nil, nil, fmt.Errorf("format %s: %w", file, err)
	}
	out, fits := l.result()
	if !fits {
		r.fail(r.start(), fmt.Sprintf("Formatted, the file would be larger than %s", megabytes(limit.source)),
			"Its indentation would be deeper than it is, and netsim reads no more of a file. Split it, and name the parts under \"include\".")
		return nil, r.findings, nil
	}
	found, err := r.saysTheSame(out)
	if err != nil {
		return nil, nil, fmt.Errorf("format %s: %w", file, err)
	}
	if found.HasErrors() {
		return nil, found, nil
	}
	return out, r.findings, nil
}

// pieces takes the text apart.
func (r *reading) pieces(yield func(piece) bool) error {
	if r.json {
		return r.jsonPieces(yield)
	}
	return r.yamlPieces(yield)
}

// errLost is about text in which the pieces are not where the tree has them.
var errLost = errors.New("the text and its tree disagree")

// saysTheSame reads formatted text again and compares all that was read. An
// error says what is not the same. Findings are about bounds: by its deeper
// indentation the formatted text may go beyond them where the text did not.
func (r *reading) saysTheSame(out []byte) (diag.List, error) {
	again := read(r.file, out, r.limit)
	if again.findings.HasErrors() {
		wide := r.limit
		wide.depth *= 4
		if again := read(r.file, out, wide); again.findings.HasErrors() {
			return nil, fmt.Errorf("the formatted text cannot be read: %w", again.findings[0])
		}
		f := again.findings[0]
		return diag.List{{Range: r.start(), Summary: "Formatted, the file could not be read: " + f.Summary, Detail: f.Detail}}, nil
	}
	if !sameNode(r.root, again.root) {
		return nil, errors.New("the formatted text has other values")
	}
	if !r.json {
		if err := sameYAML(r.doc, again.doc); err != nil {
			return nil, err
		}
	}
	return nil, samePieces(r, again)
}

// sameNode compares trees without their places.
func sameNode(a, b *Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || a.Quoted != b.Quoted || a.Null != b.Null ||
		len(a.Entries) != len(b.Entries) || len(a.Items) != len(b.Items) {
		return false
	}
	for i, e := range a.Entries {
		if e.Key != b.Entries[i].Key || !sameNode(e.Value, b.Entries[i].Value) {
			return false
		}
	}
	for i, n := range a.Items {
		if !sameNode(n, b.Items[i]) {
			return false
		}
	}
	return true
}

// samePieces compares what texts are made of, comments above all, and where
// lines begin. Lines of a text may be indented otherwise: its value is compared
// with the tree.
func samePieces(before, after *reading) error {
	var failed error // of taking the formatted text apart
	next, stop := iter.Pull(func(yield func(piece) bool) { failed = after.pieces(yield) })
	defer stop()
	var differ error
	lastA, lastB := 0, 0
	err := before.pieces(func(a piece) bool {
		b, ok := next()
		lines := a.kind == bodyPiece || strings.Contains(a.text, "\n")
		switch {
		case !ok:
			differ = fmt.Errorf("the formatted text lacks %s of line %d", quoteName(a.text), a.line)
		case a.kind != b.kind || a.text != b.text && !lines:
			differ = fmt.Errorf("the formatted text has %s on line %d, not %s", quoteName(b.text), b.line, quoteName(a.text))
		case (a.line > lastA) != (b.line > lastB):
			differ = fmt.Errorf("the formatted text breaks line %d otherwise", a.line)
		}
		lastA, lastB = a.last, b.last
		return differ == nil
	})
	if b, more := next(); more && differ == nil {
		differ = fmt.Errorf("the formatted text has %s on line %d as well", quoteName(b.text), b.line)
	}
	return errors.Join(err, differ, failed)
}
