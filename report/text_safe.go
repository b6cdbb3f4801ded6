package report

// printable is the report with all text made printable, once and for all, so
// that no line of the text form can forget to. Lines of source are left as they
// are, since columns count in them; excerpt makes them printable.
func (r *Report) printable() *Report {
	n := r.normal()
	for i := range n.Files {
		n.Files[i].printable()
	}
	for i := range n.Results {
		n.Results[i].printable()
	}
	return n
}

func (f *File) printable() {
	clean(&f.File, &f.Scenario)
	for i := range f.Findings {
		g := &f.Findings[i]
		clean(&g.Severity, &g.Summary, &g.Detail, &g.File)
		for j := range g.Related {
			clean(&g.Related[j].Message, &g.Related[j].File)
		}
	}
}

func (s *Result) printable() {
	clean(&s.File, &s.Scenario, &s.Check, &s.Expect, &s.Verdict)
	s.Variant = cleaned(s.Variant)
	s.Because = cleaned(s.Because)
	for i := range s.VariesBy {
		clean(&s.VariesBy[i])
	}
	for i := range s.Path {
		h := &s.Path[i]
		clean(&h.Direction, &h.Element, &h.Action, &h.Code, &h.File, &h.Summary)
		for j := range h.Considered {
			c := &h.Considered[j]
			clean(&c.Element, &c.Prefix, &c.Code, &c.File, &c.Summary)
		}
	}
	for i := range s.Obstacles {
		o := &s.Obstacles[i]
		clean(&o.Direction, &o.Element, &o.Code, &o.Kind, &o.File, &o.Summary, &o.Asked, &o.Symptom, &o.Needed)
	}
	for _, boxes := range [][]Box{s.Allowed, s.Denied} {
		for i := range boxes {
			b := &boxes[i]
			clean(&b.Source, &b.Destination, &b.Protocol, &b.SourcePorts, &b.DestinationPorts)
		}
	}
	for i := range s.Pieces {
		p := &s.Pieces[i]
		clean(&p.Source, &p.Destination, &p.Protocol, &p.SourcePorts, &p.DestinationPorts)
		clean(&p.Fate, &p.Direction, &p.Element, &p.Code, &p.File, &p.Summary)
	}
	if s.Question != nil {
		q := *s.Question
		clean(&q.From, &q.To, &q.Port, &q.Call, &q.Check, &q.Expects)
		s.Question = &q
	}
	if s.Witness != nil {
		w := *s.Witness
		clean(&w.Source, &w.Destination, &w.Protocol)
		s.Witness = &w
	}
	for i := range s.Assumptions {
		a := &s.Assumptions[i]
		clean(&a.Switch, &a.Element, &a.Value, &a.Read, &a.File, &a.Text)
		for j := range a.Declare {
			clean(&a.Declare[j].Path)
			for k := range a.Declare[j].Values {
				clean(&a.Declare[j].Values[k])
			}
		}
	}
}

func clean(texts ...*string) {
	for _, t := range texts {
		*t = Printable(*t)
	}
}

func cleaned(s *string) *string {
	if s == nil {
		return nil
	}
	c := Printable(*s)
	return &c
}
