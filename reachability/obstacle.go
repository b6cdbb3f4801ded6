package reachability

import (
	"fmt"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// TestRate is what a link carries that has no bandwidth of its own: enough to
// test whether packets arrive. In bits per second.
const TestRate = 1000

// Demand is what a check asks of the links besides that packets arrive.
type Demand struct {
	Rate       int64 // bits per second; 0: more than a test rate
	AcceptTest bool  // a test rate will do
}

// Obstacle is one thing in the way, with what its caller sees of it.
type Obstacle struct {
	Leg       int
	Direction Direction
	*fabric.Refusal
	// Symptom is what the first caller sees, if this were the only obstacle.
	Symptom diag.Symptom
	// Box are packets that it stops, as the leg's first packets read; the zero
	// Box where a question could not be put. Call is what they say, or nil.
	Box  packet.Box
	Call *fabric.Call
}

// Obstacles returns everything in the way of an answer's packets, each once:
// leg by leg, the way there before the way back, in path order. Links that do
// not meet the demand are among them, with the kind diag.KindCapacity.
func (a *Answer) Obstacles(d Demand, codes *diag.Registry) []Obstacle {
	g := gatherer{answer: a, demand: d, codes: codes, seen: map[obstacleKey]bool{}, links: map[fabric.LinkID]bool{}}
	if a.Refused != nil {
		g.add(&Leg{}, Forward, a.Refused, packet.Box{})
	}
	for _, leg := range a.AllLegs() {
		for _, dir := range [2]Direction{Forward, Return} {
			for i := range leg.Pieces {
				g.piece(leg, dir, &leg.Pieces[i])
			}
		}
	}
	return g.found
}

type obstacleKey struct {
	leg     int
	dir     Direction
	code    diag.Code
	element fabric.Element
	summary string
}

type gatherer struct {
	answer *Answer
	demand Demand
	codes  *diag.Registry
	found  []Obstacle
	seen   map[obstacleKey]bool
	links  map[fabric.LinkID]bool
	steps  []*Step // scratch
}

func (g *gatherer) piece(leg *Leg, dir Direction, p *Piece) {
	g.steps = g.steps[:0]
	for t := p.path; t != nil; t = t.before {
		if t.Direction == dir && (t.Refusal != nil || t.Link != fabric.None) {
			g.steps = append(g.steps, &t.Step)
		}
	}
	for _, s := range slices.Backward(g.steps) {
		if s.Refusal != nil {
			g.add(leg, dir, s.Refusal, p.Box)
		}
		if s.Link != fabric.None && !g.links[s.Link] {
			g.links[s.Link] = true
			if r := g.demand.unmet(&g.answer.Net.Links[s.Link]); r != nil {
				g.add(leg, dir, r, p.Box)
			}
		}
	}
}

func (g *gatherer) add(leg *Leg, dir Direction, r *fabric.Refusal, b packet.Box) {
	key := obstacleKey{leg.Number, dir, r.Code, r.Element, r.Summary}
	if g.seen[key] {
		return
	}
	g.seen[key] = true
	g.found = append(g.found, Obstacle{
		Leg: leg.Number, Direction: dir, Refusal: r, Symptom: g.symptom(leg, r),
		Box: b, Call: leg.Call,
	})
}

// symptom is what the caller of the first leg sees: each relay on the way tells
// its own story.
func (g *gatherer) symptom(leg *Leg, r *fabric.Refusal) diag.Symptom {
	s := r.Symptom
	if s == "" {
		e, _ := g.codes.Lookup(r.Code)
		s = e.Symptom
	}
	if s == "" {
		return ""
	}
	for ; leg != nil; leg = leg.before {
		switch {
		case leg.Via != nil:
			s = translate(s, leg.Via.Symptoms, leg.Via.Otherwise)
		case leg.After != nil:
			s = translate(s, leg.After.Symptoms, leg.After.Otherwise)
		}
	}
	return s
}

func translate(s diag.Symptom, table map[diag.Symptom]diag.Symptom, otherwise diag.Symptom) diag.Symptom {
	if t, ok := table[s]; ok {
		return t
	}
	if otherwise != "" {
		return otherwise
	}
	return s
}

// unmet is why a link does not meet the demand, or nil.
func (d Demand) unmet(l *fabric.Link) *fabric.Refusal {
	switch {
	case l.Limit != nil && (!d.AcceptTest || d.Rate > TestRate):
		return l.Limit
	case l.Limit == nil && l.Rate == 0 && d.Rate > 0:
		return &fabric.Refusal{
			Element: l.Element, Code: fabric.CodeUnstatedRate, Kind: diag.KindUnknown,
			Summary: fmt.Sprintf("what %s carries is not stated, and %s is asked for", l.Label, RateText(d.Rate)),
			Needed:  "the bandwidth of " + l.Label,
		}
	case l.Limit == nil && d.Rate > l.Rate:
		return &fabric.Refusal{
			Element: l.Element, Code: fabric.CodeInsufficient, Kind: diag.KindCapacity,
			Summary: fmt.Sprintf("%s carries %s, and %s is asked for", l.Label, RateText(l.Rate), RateText(d.Rate)),
			Needed:  fmt.Sprintf("%s on %s", RateText(d.Rate), l.Label),
		}
	}
	return nil
}

// RateText tells bits per second in the largest unit that divides them.
func RateText(bits int64) string {
	for _, u := range []struct {
		of   int64
		name string
	}{{1e9, "Gbit/s"}, {1e6, "Mbit/s"}, {1e3, "kbit/s"}} {
		if bits >= u.of && bits%u.of == 0 {
			return fmt.Sprintf("%d %s", bits/u.of, u.name)
		}
	}
	return fmt.Sprintf("%d bit/s", bits)
}
