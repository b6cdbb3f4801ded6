package report

import (
	"fmt"
	"strconv"
	"strings"

	"netsim/topology/diag"
)

// result tells all about one result.
func (p *printer) result(s *Result) {
	p.section()
	p.line(p.mark(s.mark()), "  ", p.paint(bold, s.Check))
	if s.Variant != nil {
		p.line("      in the variant: ", *s.Variant)
	}
	p.line("      ", p.paint(faint, place(s.File, s.Line, s.Column)))
	p.prose("      ", 6, s.outcome())
	p.open(s)
	p.undeclared(s)
	told, more := *s, 0
	if !p.Verbose {
		told.Obstacles, more = alike(s.Obstacles)
	}
	p.obstacles(&told) // the answer before the evidence
	p.notTold(more)
	p.path(&told)
	p.packets(s)
	p.assumptions(s)
}

// outcome is what was expected and what came of it, in a sentence.
func (s *Result) outcome() string {
	got := s.Verdict
	if s.Because != nil {
		got += ": because " + *s.Because
	}
	should, told := s.should()
	switch {
	case s.forbidden():
		return s.Verdict + ", as expected, but it rests on what is not declared, and that is forbidden: because " + *s.Because
	case s.Pass && told:
		return s.Verdict + "; " + s.proof()
	case s.Pass && s.Because == nil:
		return got + ", as expected"
	case s.Pass:
		return got
	case told:
		return fmt.Sprintf("expected to %s, got %s", should, got)
	case s.Verdict == s.Expect && s.Because != nil:
		return fmt.Sprintf("%s, as expected, but the check does not hold: because %s", s.Verdict, *s.Because)
	}
	return fmt.Sprintf("expected %s, got %s", s.Expect, got)
}

// path prints the steps of the packets, numbered, under the legs.
func (p *printer) path(s *Result) {
	if len(s.Path) == 0 {
		return
	}
	const farthest = 44 // longer names push their place aside
	c := columns{number: len(strconv.Itoa(len(s.Path)))}
	for _, h := range s.Path {
		if w := width(h.Element); w <= farthest {
			c.element = max(c.element, w)
		}
	}
	legs := s.legs()
	for i, h := range s.Path {
		if i == 0 || h.Leg != s.Path[i-1].Leg || h.Direction != s.Path[i-1].Direction {
			p.section()
			p.line("  ", p.paint(blue, wayTitle(h.Leg, h.Direction, legs)))
		}
		p.hop(c, i+1, s.shortened(h))
	}
}

// shortened is a hop that leaves to the obstacle what both would say.
func (s *Result) shortened(h Hop) Hop {
	for i, o := range s.Obstacles {
		if o.Direction == h.Direction && o.Code == h.Code && o.Summary == h.Summary {
			h.Summary = fmt.Sprintf("see %d above", i+1)
			break
		}
	}
	return h
}

// legs is how many legs a path has. Others than those of the path that is told
// have obstacles too: the first legs from and to each part of an end that is a
// set are of no more interest than what they meet.
func (s *Result) legs() int {
	seen := map[int]bool{}
	for _, h := range s.Path {
		seen[h.Leg] = true
	}
	if len(seen) > 0 {
		return len(seen)
	}
	for _, o := range s.Obstacles {
		seen[o.Leg] = true
	}
	return len(seen)
}

func wayTitle(leg int, direction string, legs int) string {
	if legs > 1 {
		return fmt.Sprintf("leg %d, %s", leg, direction)
	}
	return direction
}

// columns are the widths of what stands in the lines of a path.
type columns struct{ number, element int }

// actionWidth is the width of the longest action.
const actionWidth = len("delivers")

func (p *printer) hop(c columns, n int, h Hop) {
	sign := " "
	if h.Code != "" {
		sign = p.paint(red, p.either("✗", "x"))
	}
	action := pad(h.Action, actionWidth)
	left := 2 + 1 + 1 + c.number + 2 + width(action) + 2
	element := h.Element
	at := place(h.File, h.Line, h.Column)
	if at != "" {
		element = pad(element, c.element) + "  " + p.paint(faint, at)
	}
	p.line("  ", sign, " ", p.paint(faint, fmt.Sprintf("%*d", c.number, n)), "  ", p.paintIf(h.Code != "", red, action), "  ", element)
	blank := strings.Repeat(" ", left)
	summary := h.Summary
	if h.Code != "" {
		summary = h.Code + ": " + summary
	}
	p.prose(blank, left, summary)
	p.considered(left, h)
}

// obstacles prints everything in the way.
func (p *printer) obstacles(s *Result) {
	if len(s.Obstacles) == 0 {
		return
	}
	title := "what the model does not say"
	for _, o := range s.Obstacles {
		if o.Kind != string(diag.KindUnknown) {
			title = "in the way"
		}
	}
	if first := s.firstReading(); first != "" {
		title += ", if " + first
	}
	p.section()
	p.line("  ", p.paint(blue, fmt.Sprintf("%s (%d)", title, len(s.Obstacles))))
	legs := s.legs()
	for i := range s.Obstacles {
		if i > 0 {
			p.section()
		}
		p.obstacle(i+1, legs, &s.Obstacles[i])
	}
}

// firstReading is how the switch is read for which obstacles and path are told,
// where the verdict turns on it.
func (s *Result) firstReading() string {
	for _, a := range s.Assumptions {
		if a.Value == valueOpen && a.Read != "" {
			return a.Switch + " is " + a.Read
		}
	}
	return ""
}

func (p *printer) obstacle(n, legs int, o *Obstacle) {
	number := fmt.Sprintf("  %d. ", n)
	left := len(number)
	where := ""
	if legs > 1 || o.Direction != directionForward {
		where = p.paint(faint, "  ("+wayTitle(o.Leg, o.Direction, legs)+")")
	}
	p.line(number, p.paint(red, o.Code), "  ", o.Element, where)
	blank := strings.Repeat(" ", left)
	p.prose(blank, left, o.Summary)
	m := margin{printer: p, indent: blank, digits: digits(o.Line)}
	m.excerpt(spot{
		arrow: "-->", file: o.File, line: o.Line, column: o.Column,
		source: o.Source, mark: "^", colour: red,
	})
	if o.Asked != "" {
		p.prose(blank+p.paint(bold, "asked:   "), left+len("asked:   "), o.Asked)
	}
	if o.Symptom != "" {
		p.prose(blank+p.paint(bold, "you see: "), left+len("you see: "), o.Symptom)
	}
	if o.Needed != "" {
		p.prose(blank+p.paint(bold, "needed:  "), left+len("needed:  "), o.Needed)
	}
}
