package report

import (
	"fmt"
	"strconv"
	"strings"
)

// findings tells what is wrong with the input. Very many are told in a line
// each, from some number on.
func (p *printer) findings(files []File) {
	told := 0
	for _, f := range files {
		for i := range f.Findings {
			g := &f.Findings[i]
			if told++; told <= mostFindings || p.Verbose {
				p.section()
				p.finding(g)
				continue
			}
			if told == mostFindings+1 {
				p.section()
			}
			p.line(p.paint(g.colour(), g.Severity), ": ", strings.TrimPrefix(place(g.File, g.Line, g.Column)+": "+g.Summary, ": "))
		}
	}
}

func (f *Finding) colour() style {
	if f.isError() {
		return red
	}
	return yellow
}

func (p *printer) finding(f *Finding) {
	colour := f.colour()
	before := f.Severity + ": "
	p.prose(p.paint(colour, f.Severity)+": ", width(before), f.Summary)
	m := margin{printer: p, digits: digits(f.Line)}
	for _, r := range f.Related {
		if r.Source != "" {
			m.digits = max(m.digits, digits(r.Line))
		}
	}
	end := f.EndColumn
	if f.EndLine > f.Line {
		end = len(f.Source) + 1 // not before its last code point
	}
	m.excerpt(spot{
		arrow: "-->", file: f.File, line: f.Line, column: f.Column, end: end,
		source: f.Source, mark: "^", colour: colour,
	})
	var elsewhere []Related
	for _, r := range f.Related {
		if r.Source == "" {
			elsewhere = append(elsewhere, r)
			continue
		}
		m.excerpt(spot{
			arrow: ":::", file: r.File, line: r.Line, column: r.Column,
			source: r.Source, mark: "-", colour: blue, label: r.Message,
		})
	}
	m.note(f.Detail)
	for _, r := range elsewhere {
		m.note(strings.TrimPrefix(r.Message+": "+place(r.File, r.Line, r.Column), ": "))
	}
}

// margin is where line numbers stand, left of lines of source.
type margin struct {
	*printer
	indent string
	digits int
}

// spot is a place to be shown.
type spot struct {
	arrow               string
	file                string
	line, column        int
	end                 int // the column after its last; 0: not known
	source, mark, label string
	colour              style
}

// excerpt shows where something is written, and the line itself.
func (m margin) excerpt(s spot) {
	at := place(s.file, s.line, s.column)
	if at == "" {
		return
	}
	blank := m.indent + strings.Repeat(" ", m.digits)
	m.line(blank, m.paint(blue, s.arrow), " ", at)
	if s.source == "" || s.line < 1 {
		return
	}
	bar := m.paint(blue, m.either("│", "|"))
	left := width(blank) + len(" | ")
	e := window{max(m.Width-left, leastProse), m.either("…", "...")}.excerpt(s.source, s.column, s.end)
	m.line(blank, " ", bar)
	m.line(m.indent, m.paint(blue, fmt.Sprintf("%*d", m.digits, s.line)), " ", bar, " ", e.text)
	if s.column < 1 {
		if s.label != "" {
			m.note(s.label)
		}
		return
	}
	marks := m.paint(s.colour, strings.Repeat(s.mark, e.width))
	before := strings.Repeat(" ", e.at)
	switch {
	case s.label == "":
		m.line(blank, " ", bar, " ", before, marks)
	case left+e.at+e.width+1+width(s.label) <= m.Width:
		m.line(blank, " ", bar, " ", before, marks, " ", m.paint(s.colour, s.label))
	default:
		m.line(blank, " ", bar, " ", before, marks)
		m.note(s.label)
	}
}

// note prints sentences under an excerpt.
func (m margin) note(text string) {
	if text == "" {
		return
	}
	blank := m.indent + strings.Repeat(" ", m.digits)
	m.prose(blank+m.paint(blue, " = "), width(blank)+len(" = "), text)
}

// digits is how many digits a line number has; room for two at least, so that
// most margins of a report are alike.
func digits(line int) int { return max(2, len(strconv.Itoa(line))) }
