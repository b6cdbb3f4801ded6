package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Pos is a place in a text file. Both numbers count from 1; a column counts
// code points. The zero Pos is no place.
type Pos struct {
	Line   int
	Column int
}

// Range is a stretch of one file, from Start up to but not including End. The
// zero Range is nowhere.
type Range struct {
	File  string
	Start Pos
	End   Pos
}

// IsZero reports whether r is nowhere.
func (r Range) IsZero() bool { return r == Range{} }

// String is file:line:column, the form that editors and terminals link.
func (r Range) String() string {
	if r.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Column)
}

// Compare orders ranges by file, then start, then end.
func (r Range) Compare(o Range) int {
	return cmp.Or(
		cmp.Compare(r.File, o.File),
		r.Start.compare(o.Start),
		r.End.compare(o.End),
	)
}

func (p Pos) compare(o Pos) int {
	return cmp.Or(cmp.Compare(p.Line, o.Line), cmp.Compare(p.Column, o.Column))
}

// Severity says what a finding does to the run.
type Severity uint8

const (
	// Error: the input cannot be used as it stands.
	Error Severity = iota
	// Warning: the input is used, and something in it is not what it seems.
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Finding is one thing wrong with the input.
type Finding struct {
	Severity Severity
	Range    Range     // what is wrong; the caret goes under it
	Summary  string    // what is wrong, in one line
	Detail   string    // why it matters and how to mend it, in sentences; may be empty
	Related  []Related // other places that are part of the story
}

// Related is a second place that a finding is about, such as the first of two
// equal keys.
type Related struct {
	Range   Range
	Message string
}

// Error makes a finding usable where Go wants an error.
func (f Finding) Error() string { return fmt.Sprintf("%s: %s", f.Range, f.Summary) }

// List collects findings. The zero List is empty and ready to use. Input is
// read to its end and everything wrong with it is reported in one run, so
// functions that check input append to a List and carry on.
type List []Finding

// Add appends a finding.
func (l *List) Add(f Finding) { *l = append(*l, f) }

// HasErrors reports whether any finding is an Error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(f Finding) bool { return f.Severity == Error })
}

// Sorted returns the findings in the order of their places, each once.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(
			a.Range.Compare(b.Range),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Summary, b.Summary),
			cmp.Compare(a.Detail, b.Detail),
		)
	})
	return slices.CompactFunc(out, func(a, b Finding) bool {
		return a.Range == b.Range && a.Severity == b.Severity && a.Summary == b.Summary
	})
}
