package report

import (
	"fmt"
	"strings"
)

// row is a line of the overview.
type row struct {
	mark    mark
	kind    string // a verdict, or "variant"
	name    string
	note    string
	under   bool // a result of the variant above
	variant bool
	moot    bool    // stands for variants that cannot show anything
	holds   tallied // stands for so many that pass
}

// mark says whether a result passes.
type mark uint8

const (
	passed mark = iota
	failed
	undecided
)

func (s *Result) mark() mark {
	switch {
	case s.Pass:
		return passed
	case s.undecided():
		return undecided
	}
	return failed
}

func (p *printer) mark(m mark) string {
	switch m {
	case passed:
		return p.paint(green, "PASS")
	case undecided:
		return p.paint(yellow, "????")
	default:
		return p.paint(red, "FAIL")
	}
}

// overview prints a line for each check and variant. Where too many of them
// pass, those are told as a number; where too many do not, by their causes.
func (p *printer) overview(groups []group) {
	rows := make([][]row, len(groups))
	crowded := p.crowded(groups)
	passes := 0
	for i, g := range groups {
		rows[i] = g.rows(p.Verbose)
		if crowded {
			rows[i] = g.causeRows(rows[i])
		}
		if p.Quiet {
			rows[i], _ = tally(rows[i])
		}
		for _, r := range rows[i] {
			if r.mark == passed {
				passes++
			}
		}
	}
	if p.Verbose || passes <= foldAbove && len(groups) <= foldAbove {
		for i, g := range groups {
			p.group(g, rows[i])
		}
		return
	}
	if checks := passingChecks(rows); checks <= foldAbove && len(groups) <= foldAbove {
		for i, g := range groups {
			p.group(g, foldVariants(rows[i]))
		}
		return
	}
	p.folded(groups, rows)
}

// group prints the lines of one file under its name.
func (p *printer) group(g group, rows []row) {
	p.section()
	title := p.paint(bold, g.file.File)
	if g.file.Scenario != "" {
		title += ": " + g.file.Scenario
	}
	p.line(title)
	if state := p.state(g); state != "" {
		p.line("  ", state)
	}
	for _, r := range rows {
		p.row(r)
	}
}

// state is what there is to say of a file besides its results, if there is.
func (p *printer) state(g group) string {
	switch {
	case len(g.results) == 0 && g.file.bad():
		return p.paint(red, "not checked") + ": " + errorsOf(g.file)
	case len(g.results) == 0 && g.file.Skipped > 0:
		return "none of its checks is selected"
	case len(g.results) == 0:
		return "no checks in it"
	case g.file.bad():
		return p.paint(red, "checked in part") + ": " + errorsOf(g.file)
	}
	return ""
}

func errorsOf(f File) string {
	n := 0
	for _, g := range f.Findings {
		if g.isError() {
			n++
		}
	}
	return count(n, "error") + ", above"
}

// row prints one line; its note goes on a line of its own where there is no room
// behind the name.
func (p *printer) row(r row) {
	before := "  "
	if r.under {
		before = "        "
	}
	at := len(before) + len("PASS  ")
	before += p.mark(r.mark) + "  "
	if r.kind != "" {
		kind := pad(r.kind, len("unreachable"))
		before += p.paintIf(r.kind == "variant", faint, kind) + "  "
		at += width(kind) + 2
	}
	colour := faint
	if r.mark != passed {
		colour = bold
	}
	switch {
	case r.note == "":
		p.line(before, r.name)
	case at+width(r.name)+2+width(r.note) <= p.Width:
		p.line(before, r.name, "  ", p.paint(colour, r.note))
	default:
		p.line(before, r.name)
		for _, l := range wrap(r.note, max(p.Width-at, leastProse)) {
			p.line(strings.Repeat(" ", at), p.paint(colour, l))
		}
	}
}

// rows are the lines of a file: its checks as written, then its variants. Those
// variants that fail only because a check does not hold in the first place are
// told as a number, unless all is wanted.
func (g group) rows(all bool) []row {
	var rows []row
	var names []string
	variants := map[string][]*Result{}
	for _, s := range g.results {
		if s.Variant == nil {
			rows = append(rows, s.row())
			continue
		}
		if _, seen := variants[*s.Variant]; !seen {
			names = append(names, *s.Variant)
		}
		variants[*s.Variant] = append(variants[*s.Variant], s)
	}
	moot := 0
	for _, name := range names {
		if !all && g.allMoot(variants[name]) {
			moot++
			continue
		}
		rows = append(rows, variantRows(name, variants[name])...)
	}
	if moot > 0 {
		rows = append(rows, row{mark: failed, kind: "variant", variant: true, moot: true, name: count(moot, "variant") +
			verb(moot, " does not show what it should", " do not show what they should") + ", since a check above fails"})
	}
	return rows
}

// allMoot reports whether everything that a variant has to say is moot.
func (g group) allMoot(results []*Result) bool {
	bad := 0
	for _, s := range results {
		if s.Pass {
			continue
		}
		bad++
		if !g.moot(s) {
			return false
		}
	}
	return bad > 0
}

func (s *Result) row() row {
	r := row{mark: s.mark(), kind: s.Verdict, name: s.Check}
	if s.Pass {
		return r
	}
	should, told := s.should()
	switch {
	case s.forbidden():
		r.note = *s.Because
	case told && s.Because != nil:
		r.note = *s.Because + ", should " + should
	case told:
		r.note = "should " + should
	case s.Because != nil:
		r.note = *s.Because
	default:
		r.note = "expected " + s.Expect
	}
	return r
}

// should is what a variant demands of a result besides a verdict.
func (s *Result) should() (string, bool) {
	how, code, told := strings.Cut(s.Expect, " ")
	switch {
	case !told:
		return "", false
	case how == verdictUnknown:
		return "be unknown with " + code, true
	default:
		return "fail with " + code, true
	}
}

// proof is what a result shows that a variant makes demands of.
func (s *Result) proof() string {
	how, code, _ := strings.Cut(s.Expect, " ")
	if how == verdictUnknown {
		return "unknown as it should be: " + code
	}
	return "fails as it should: " + code
}

// variantRows is one line for a variant that passes; for another, also a line
// for each result that does not pass.
func variantRows(name string, results []*Result) []row {
	var bad []row
	var proved []string
	worst := passed
	for _, s := range results {
		switch _, told := s.should(); {
		case !s.Pass:
			r := s.row()
			r.under = true
			bad = append(bad, r)
			if worst != failed {
				worst = r.mark
			}
		case told:
			proved = append(proved, s.proof())
		}
	}
	head := row{mark: worst, kind: "variant", name: name, variant: true}
	switch {
	case len(bad) > 0:
		head.note = fmt.Sprintf("%d of %s", len(bad), count(len(results), "check"))
	case len(proved) > 0:
		head.note = strings.Join(distinct(proved), "; ")
	default:
		head.note = count(len(results), "check") + verb(len(results), " holds", " hold")
	}
	return append([]row{head}, bad...)
}
