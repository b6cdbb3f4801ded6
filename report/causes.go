package report

import (
	"fmt"
	"slices"
	"strings"
)

// cause is why results do not pass: everything that stands in their way, or
// lets them through that should not get through.
type cause struct {
	mark    mark
	results []*Result // in the order of the report; one at least
}

// causes groups what does not pass by why, those of most results first, else in
// the order in which they come up.
func causes(results []*Result) []cause {
	index := map[string]int{}
	var out []cause
	for _, s := range results {
		if s.Pass {
			continue
		}
		why := s.why()
		i, known := index[why]
		if !known {
			i = len(out)
			index[why] = i
			out = append(out, cause{mark: s.mark()})
		}
		out[i].results = append(out[i].results, s)
	}
	slices.SortStableFunc(out, func(a, b cause) int { return len(b.results) - len(a.results) })
	return out
}

// why is the same for results that are to be mended in the same way.
func (s *Result) why() string {
	var b strings.Builder
	add := func(parts ...any) { fmt.Fprintf(&b, "%q\n", parts) }
	because := ""
	if s.Because != nil {
		because = *s.Because
	}
	add(s.File, s.Variant != nil, s.Expect, s.Verdict, because)
	for _, o := range s.Obstacles {
		add(o.Leg, o.Direction, o.Code, o.Element, o.File, o.Line, o.Column)
	}
	for _, a := range s.Assumptions {
		if isOpen(&a) || s.forbidden() && isUndeclared(&a) {
			add(a.Switch, a.Element, a.File, a.Line, a.Column)
		}
	}
	if len(s.Obstacles) > 0 {
		return b.String()
	}
	for _, h := range s.Path {
		if h.Action == actionAllows || h.Action == actionPasses {
			add(h.Leg, h.Direction, h.Element, h.File, h.Line, h.Column)
		}
	}
	return b.String()
}

// obstacle is the one that the results are named for: the first with the code
// of their reason; nil if there is none.
func (c cause) obstacle() *Obstacle {
	s := c.results[0]
	for i := range s.Obstacles {
		if s.Because != nil && s.Obstacles[i].Code == *s.Because {
			return &s.Obstacles[i]
		}
	}
	return nil
}

// row is the line of the overview for all the results of a cause.
func (c cause) row() row {
	s := c.results[0]
	r := s.row()
	r.name = s.title()
	if n := len(c.results); n > 1 {
		r.name = count(n, "check")
		switch in := c.variants(); {
		case in > 1:
			r.name += " in " + count(in, "variant")
		case in == 1:
			r.name += " in the variant: " + *s.Variant
		}
	}
	if element, at := c.where(); element != "" || at != "" {
		r.note = strings.TrimSuffix(r.note+", "+element, ", ")
		if at != "" {
			r.note += " (" + at + ")"
		}
	}
	return r
}

// where is the obstacle that the results are named for, or what nobody declared,
// or else what was the last on the way there to let them through.
func (c cause) where() (element, at string) {
	if o := c.obstacle(); o != nil {
		return o.Element, place(o.File, o.Line, o.Column)
	}
	if s := c.results[0]; s.forbidden() {
		for _, a := range s.Assumptions {
			if isUndeclared(&a) {
				return a.Switch + " of " + a.Element, place(a.File, a.Line, a.Column)
			}
		}
	}
	for _, h := range slices.Backward(c.results[0].Path) {
		if h.Action == actionAllows && h.Direction == directionForward {
			return "let through by " + h.Element, place(h.File, h.Line, h.Column)
		}
	}
	return "", ""
}

func (c cause) variants() int {
	seen := map[string]bool{}
	for _, s := range c.results {
		if s.Variant != nil {
			seen[*s.Variant] = true
		}
	}
	return len(seen)
}

// title names a result in one line: its check, behind the variant that it is in.
func (s *Result) title() string {
	if s.Variant != nil {
		return *s.Variant + "/" + s.Check
	}
	return s.Check
}
