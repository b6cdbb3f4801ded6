package reachability

import (
	"fmt"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/diag"
)

// replay has the tracer follow one packet of every piece of an answer, and
// compares what becomes of it. The tracer knows nothing of the walk, so an error
// is a bug in one of the two.
func replay(a *Answer) error {
	if a.OverBudget() {
		return nil // the answer is not told
	}
	legs := a.AllLegs()
	for _, c := range a.checkups {
		for _, leg := range c.legs {
			walkLegs([]*Leg{leg}, func(l *Leg) { legs = append(legs, l) })
		}
	}
	for _, leg := range legs {
		for i := range leg.Pieces {
			if err := leg.agrees(a, &leg.Pieces[i], leg.Pieces[i].Box.First()); err != nil {
				return err
			}
		}
	}
	return nil
}

// agrees compares what the tracer says of a packet with the piece it is in.
func (l *Leg) agrees(a *Answer, p *Piece, h packet.Header) error {
	choices := p.Choices()
	got := tracer.Trace(a.Net, l.Leg, h, choices, a.LeftOut()...)
	for _, f := range got.Forks {
		if choice, told := choices[f.Fork]; !told || choice != f.Taken {
			return fmt.Errorf("bug: leg %d, packet %s: the tracer comes to %d routes of %s, of which the walk does not choose alike",
				l.Number, h.Text(), f.Among, a.Net.Tables[f.Table].Label)
		}
	}
	first := p.first()
	want := tracer.Passes
	switch {
	case first == nil:
	case first.Refusal.Unknown():
		want = tracer.Unknown
	default:
		want = tracer.Fails
	}
	switch {
	case want == got.Verdict && want == tracer.Passes:
		return nil
	case first == nil || got.Refusal == nil:
	case want == got.Verdict && first.sameAs(got):
		return nil
	case want == tracer.Unknown && first.Kind == AtRoute && got.Refusal.Kind == diag.KindRoute:
		// The walk says unknown where a route that the model does not know would
		// lead on; the tracer only sees that no route it knows does.
		return nil
	}
	return fmt.Errorf("bug: leg %d, packet %s: the walk says %s, and the tracer says %s", l.Number, h.Text(), first.tell(), outcomeText(got))
}

// first is the first thing that stopped the piece's packets, or nil.
func (p *Piece) first() *Step {
	var found *Step
	for t := p.path; t != nil; t = t.before {
		if t.Refusal != nil {
			found = &t.Step
		}
	}
	return found
}

// sameAs compares a refusal with the tracer's. Of a packet that went astray the
// walk tells the cause, which the tracer does not look for.
func (s *Step) sameAs(o tracer.Outcome) bool {
	if s.Direction.String() != o.Direction.String() {
		return false
	}
	if s.Kind == AtRoute {
		return true
	}
	return s.Refusal.Code == o.Refusal.Code && s.Refusal.At == o.Refusal.At
}

func (s *Step) tell() string {
	if s == nil {
		return "passes"
	}
	return fmt.Sprintf("%s %s at %s", s.Direction, s.Refusal.Code, s.Refusal.At)
}

func outcomeText(o tracer.Outcome) string {
	if o.Refusal == nil {
		return o.Verdict.String()
	}
	return fmt.Sprintf("%s %s %s at %s", o.Verdict, o.Direction, o.Refusal.Code, o.Refusal.At)
}
