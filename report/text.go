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
	Quiet   bool // only what does not pass and what is wrong with the input; nothing if there is nothing
	Width   int  // where sentences are wrapped; 0: 100
}

const (
	defaultWidth = 100
	leastProse   = 30 // sentences keep this much room, however narrow the page
	foldAbove    = 20 // more lines of passes than this are told as a number
	mostResults  = 10 // this many reasons why results do not pass are told in full
	mostOthers   = 8  // this many of those that fail for the same reason are listed
	mostFindings = 40 // this many findings are told in full
	mostFiles    = 60 // more files in which all passes are told as a number

	farthestPlace = 60 // longer names push what stands behind them aside
	mostBoxes     = 8  // this many sets of packets are listed
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
	if p.Quiet {
		groups = badGroups(groups)
	}
	if p.long(groups, r.Counts) {
		p.sum(r.Counts)
	}
	p.findings(r.Files)
	p.overview(groups)
	p.details(groups)
	if !p.Quiet || len(groups) > 0 {
		p.sum(r.Counts)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

// badGroups are the files in which something does not pass, or is wrong.
func badGroups(groups []group) []group {
	return slices.DeleteFunc(groups, func(g group) bool {
		return !g.file.bad() && !slices.ContainsFunc(g.results, func(s *Result) bool { return !s.Pass })
	})
}

// details tells in full what does not pass; in verbose mode, everything.
func (p *printer) details(groups []group) {
	if p.Verbose {
		for _, g := range groups {
			for _, s := range g.results {
				p.result(s)
			}
		}
		return
	}
	told, left := 0, 0
	for _, g := range groups {
		for _, c := range causes(g.bad()) {
			if told++; told > mostResults {
				left += len(c.results)
				continue
			}
			p.result(c.results[0])
			p.others(c.results[1:])
		}
	}
	if left > 0 {
		p.section()
		p.line(p.paint(faint, fmt.Sprintf("... and %d more that %s not pass; -v tells each of them in full", left, verb(left, "does", "do"))))
	}
}

// others lists results that do not pass for the same reason as the one before.
func (p *printer) others(results []*Result) {
	if len(results) == 0 {
		return
	}
	p.section()
	p.line("  ", p.paint(blue, "for the same reason"), fmt.Sprintf(" (%d)", len(results)))
	shown := results[:min(len(results), mostOthers)]
	longest := 0
	for _, s := range shown {
		longest = max(longest, min(width(s.title()), farthestPlace))
	}
	for _, s := range shown {
		p.line("    ", pad(s.title(), longest), "  ", p.paint(faint, place(s.File, s.Line, s.Column)))
	}
	if more := len(results) - len(shown); more > 0 {
		p.line("    ", p.paint(faint, fmt.Sprintf("and %d more; -v tells each of them in full", more)))
	}
}

// bad are the results to be told that do not pass.
func (g group) bad() []*Result {
	var out []*Result
	for _, s := range g.results {
		if !s.Pass && !g.moot(s) {
			out = append(out, s)
		}
	}
	return out
}

// moot reports whether a result is of a variant of a check that does not hold in
// the scenario itself: that has to be mended first.
func (g group) moot(s *Result) bool {
	return s.Variant != nil && !s.Pass && g.broken[s.Check]
}

// sum is the last line.
func (p *printer) sum(c Counts) {
	p.section()
	p.line(c.told(p))
}

// text is the counts in a sentence.
func (c Counts) text() string { return c.told(&printer{}) }

func (c Counts) told(p *printer) string {
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
	if c.Skipped > 0 {
		text += fmt.Sprintf("; %d not selected", c.Skipped)
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
	return text
}

// group is what a run has to say of one file.
type group struct {
	file    File
	results []*Result
	broken  map[string]bool // checks that do not hold in the scenario itself
}

func groupByFile(r *Report) []group {
	var groups []group
	index := map[string]int{}
	of := func(f File) *group {
		i, ok := index[f.File]
		if !ok {
			i = len(groups)
			index[f.File] = i
			groups = append(groups, group{file: f, broken: map[string]bool{}})
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
		if s.Variant == nil && !s.Pass {
			g.broken[s.Check] = true
		}
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
