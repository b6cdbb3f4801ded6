package report

import (
	"fmt"
	"strings"
)

// long reports whether the answer would stand too far down to be seen first.
func (p *printer) long(groups []group, c Counts) bool {
	return c.Errors+c.Warnings > foldAbove || p.crowded(groups)
}

// crowded reports whether more lines than are read one by one tell of what does
// not pass.
func (p *printer) crowded(groups []group) bool {
	bad := 0
	for _, g := range groups {
		for _, r := range g.rows(false) {
			if r.mark != passed {
				bad++
			}
		}
	}
	return !p.Verbose && bad > foldAbove
}

// causeRows puts a line for each cause in the place of those that do not pass.
func (g group) causeRows(rows []row) []row {
	var out []row
	more, checks, worst := 0, 0, undecided
	for i, c := range causes(g.bad()) {
		if i >= foldAbove {
			more++
			checks += len(c.results)
			if c.mark == failed {
				worst = failed
			}
			continue
		}
		out = append(out, c.row())
	}
	if more > 0 {
		out = append(out, row{mark: worst, name: fmt.Sprintf("%s for %s", count(checks, "more check"), count(more, "more reason"))})
	}
	for _, r := range rows {
		if r.moot {
			out = append(out, r)
		}
	}
	if _, t := tally(rows); t.any() {
		out = append(out, t.row())
	}
	return out
}

func passingChecks(rows [][]row) int {
	n := 0
	for _, list := range rows {
		_, t := tally(list)
		n += t.checks
	}
	return n
}

// foldVariants tells the variants that pass as a number.
func foldVariants(rows []row) []row {
	var out []row
	var t tallied
	for _, r := range rows {
		if r.mark == passed && r.variant {
			t.variants++
			continue
		}
		out = append(out, r)
	}
	if t.any() {
		out = append(out, row{mark: passed, kind: "variant", variant: true, name: t.String()})
	}
	return out
}

// folded prints the files in which something does not pass, then the others.
func (p *printer) folded(groups []group, rows [][]row) {
	var good, worse []int
	var all tallied
	for i, g := range groups {
		bad, t := tally(rows[i])
		if len(bad) == 0 && len(rows[i]) > 0 && !g.file.bad() {
			good = append(good, i)
			all.add(t)
			continue
		}
		if t.any() {
			bad = append(bad, t.row())
		}
		worse = append(worse, i)
		rows[i] = bad
	}
	if len(worse) > foldAbove {
		p.badFiles(groups, worse)
	} else {
		for _, i := range worse {
			p.group(groups[i], rows[i])
		}
	}
	if len(good) == 0 {
		return
	}
	p.section()
	if len(good) > mostFiles {
		p.line("  ", p.mark(passed), "  ", count(len(good), "file"), ": ", all.String())
		return
	}
	for _, i := range good {
		_, t := tally(rows[i])
		p.line("  ", p.mark(passed), "  ", groups[i].file.File, ": ", t.String())
	}
}

// badFiles prints a line for each of the files in which something does not pass.
func (p *printer) badFiles(groups []group, which []int) {
	p.section()
	for n, i := range which {
		if n == mostFiles {
			p.line("  ", p.mark(failed), "  ", count(len(which)-n, "more file"), "; -v lists them")
			return
		}
		g := groups[i]
		if state := p.state(g); state != "" {
			p.line("        ", g.file.File, ": ", state)
			continue
		}
		worst := undecided
		var results []Result
		for _, s := range g.results {
			results = append(results, *s)
			if s.mark() == failed {
				worst = failed
			}
		}
		p.line("  ", p.mark(worst), "  ", g.file.File, ": ", Tally([]File{g.file}, results).told(p))
	}
}

// tallied counts lines that pass.
type tallied struct{ checks, variants int }

// tally counts the lines that pass, and returns the others.
func tally(rows []row) (bad []row, t tallied) {
	for _, r := range rows {
		switch {
		case r.mark != passed:
			bad = append(bad, r)
		case r.holds.any():
			t.add(r.holds)
		case r.variant:
			t.variants++
		default:
			t.checks++
		}
	}
	return bad, t
}

func (t *tallied) add(o tallied) { t.checks += o.checks; t.variants += o.variants }

func (t tallied) any() bool { return t != tallied{} }

// row is the line that stands for all of them.
func (t tallied) row() row { return row{mark: passed, name: t.String(), holds: t} }

func (t tallied) String() string {
	var parts []string
	if t.checks > 0 {
		parts = append(parts, count(t.checks, "check"))
	}
	if t.variants > 0 {
		parts = append(parts, count(t.variants, "variant"))
	}
	return strings.Join(parts, " and ") + verb(t.checks+t.variants, " holds", " hold")
}
