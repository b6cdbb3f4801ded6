package report

import "slices"

// cause is why results do not pass: a code, and the place where it stands in the
// way.
type cause struct {
	mark     mark
	code     string
	obstacle *Obstacle // the first with the code; nil if there is none
	results  []*Result
}

// causes groups what does not pass by why, those of most results first, else in
// the order in which they come up.
func causes(results []*Result) []cause {
	type key struct {
		mark          mark
		code, element string
		place         string
	}
	index := map[key]int{}
	var out []cause
	for _, s := range results {
		if s.Pass {
			continue
		}
		c := cause{mark: s.mark()}
		if s.Because != nil {
			c.code = *s.Because
			c.obstacle = s.obstacle(c.code)
		}
		k := key{mark: c.mark, code: c.code}
		if o := c.obstacle; o != nil {
			k.element, k.place = o.Element, place(o.File, o.Line, o.Column)
		}
		i, known := index[k]
		if !known {
			i = len(out)
			index[k] = i
			out = append(out, c)
		}
		out[i].results = append(out[i].results, s)
	}
	slices.SortStableFunc(out, func(a, b cause) int { return len(b.results) - len(a.results) })
	return out
}

// obstacle is the first with a code; nil if there is none.
func (s *Result) obstacle(code string) *Obstacle {
	for i := range s.Obstacles {
		if s.Obstacles[i].Code == code {
			return &s.Obstacles[i]
		}
	}
	return nil
}

// title names a result in one line: its check, behind the variant that it is in.
func (s *Result) title() string {
	if s.Variant != nil {
		return *s.Variant + "/" + s.Check
	}
	return s.Check
}
