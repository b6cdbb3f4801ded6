package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// TextOptions say how the text looks, never what it says.
type TextOptions struct {
	Color   bool // with the colours of terminals
	Unicode bool // with marks that are not ASCII
	Verbose bool // everything in full, also what passes
	Width   int  // where sentences are wrapped; 0: 100
}

const (
	defaultWidth = 100
	leastProse   = 30 // sentences keep this much room, however narrow the page
	foldAbove    = 20 // more lines of passes than this are told as a number
	mostResults  = 20 // this many results that do not pass are told in full
	mostBoxes    = 8  // this many sets of packets are listed
)

// WriteText writes the report for people: what is wrong with the input; a line
// for each check and variant; all about those that do not pass; and the sum.
//
// Everything it says is in the report's structs. Text that came from a scenario
// is printed so that it cannot act on a terminal.
func WriteText(w io.Writer, r *Report, o TextOptions) error {
	p := newPrinter(o)
	r = r.printable()
	groups := groupByFile(r)
	p.findings(r.Files)
	p.overview(groups)
	p.details(groups)
	p.sum(r.Counts)
	_, err := w.Write(p.out.Bytes())
	return err
}

// details tells in full what does not pass; in verbose mode, everything.
func (p *printer) details(groups []group) {
	told, left := 0, 0
	for _, g := range groups {
		for _, s := range g.results {
			switch {
			case s.Pass && !p.Verbose, !p.Verbose && g.moot(s):
			case told >= mostResults && !p.Verbose:
				left++
			default:
				told++
				p.result(s)
			}
		}
	}
	if left > 0 {
		p.section()
		p.line(p.paint(faint, fmt.Sprintf("... and %d more that do not pass, listed above; -v tells each of them in full", left)))
	}
}

// moot reports whether a result is of a variant of a check that does not hold in
// the scenario itself: that has to be mended first.
func (g group) moot(s *Result) bool {
	return s.Variant != nil && !s.Pass && slices.ContainsFunc(g.results, func(base *Result) bool {
		return base.Variant == nil && base.Check == s.Check && !base.Pass
	})
}

// sum is the last line.
func (p *printer) sum(c Counts) {
	p.section()
	fails := c.Failed - c.Unknown
	parts := []string{
		p.paintIf(c.Passed > 0 && c.Failed == 0, green, fmt.Sprintf("%d %s", c.Passed, verb(c.Passed, "holds", "hold"))),
		p.paintIf(fails > 0, red, fmt.Sprintf("%d %s", fails, verb(fails, "fails", "fail"))),
		p.paintIf(c.Unknown > 0, yellow, fmt.Sprintf("%d unknown", c.Unknown)),
	}
	text := count(c.Results, "check") + ": " + strings.Join(parts, ", ")
	if c.Variants > 0 {
		text += " (" + count(c.Variants, "variant") + ")"
	}
	var input []string
	if c.Errors > 0 {
		input = append(input, p.paint(red, count(c.Errors, "error")))
	}
	if c.Warnings > 0 {
		input = append(input, p.paint(yellow, count(c.Warnings, "warning")))
	}
	if len(input) > 0 {
		text += "; " + strings.Join(input, " and ") + " in the input"
	}
	p.line(text)
}

// group is what a run has to say of one file.
type group struct {
	file    File
	results []*Result
}

func groupByFile(r *Report) []group {
	var groups []group
	index := map[string]int{}
	of := func(f File) *group {
		i, ok := index[f.File]
		if !ok {
			i = len(groups)
			index[f.File] = i
			groups = append(groups, group{file: f})
		}
		return &groups[i]
	}
	for _, f := range r.Files {
		of(f)
	}
	for i := range r.Results {
		s := &r.Results[i]
		g := of(File{File: s.File, Scenario: s.Scenario})
		g.results = append(g.results, s)
	}
	return groups
}

// printer collects the text.
type printer struct {
	TextOptions
	tracing bool // one question is told, and not a list of checks
	out     bytes.Buffer
}

func newPrinter(o TextOptions) *printer {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	return &printer{TextOptions: o}
}

// line prints a line of parts that are ready to print.
func (p *printer) line(parts ...string) {
	p.out.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	p.out.WriteByte('\n')
}

// section leaves a line empty, except at the top.
func (p *printer) section() {
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
}

// prose prints sentences, wrapped and aligned behind what stands before their
// first line.
func (p *printer) prose(before string, plain int, text string) {
	for _, l := range wrap(text, max(p.Width-plain, leastProse)) {
		p.line(before, l)
		before = strings.Repeat(" ", plain)
	}
}

// style is a way to print text, as the parameters of the terminal's SGR
// sequence.
type style string

const (
	bold   style = "1"
	faint  style = "2"
	red    style = "1;31"
	green  style = "32"
	yellow style = "1;33"
	blue   style = "36"
)

func (p *printer) paint(s style, text string) string {
	if !p.Color || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (p *printer) paintIf(cond bool, s style, text string) string {
	if !cond {
		return text
	}
	return p.paint(s, text)
}

// either is the first, or where that is not wanted, the plain second.
func (p *printer) either(unicode, ascii string) string {
	if p.Unicode {
		return unicode
	}
	return ascii
}

// place is file:line:column, as much of it as there is.
func place(file string, line, column int) string {
	switch {
	case file == "" || line < 1:
		return file
	case column < 1:
		return fmt.Sprintf("%s:%d", file, line)
	}
	return fmt.Sprintf("%s:%d:%d", file, line, column)
}

// count tells how many there are of something.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// distinct leaves out what was said before.
func distinct[E comparable](words []E) []E {
	var out []E
	for _, w := range words {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
