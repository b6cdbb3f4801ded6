package reachability

import (
	"slices"

	"netsim/packet"
	"netsim/topology/fabric"
)

// gate folds a gate over flows that share a visit: the first clause that holds
// decides. Only a condition on addresses can hold for one part of the packets
// and not for another.
func (w *walk) gate(g *fabric.Gate, v *fabric.Visit, d Direction, kind StepKind, flows []flow) []flow {
	if !slices.ContainsFunc(g.Clauses, onAddresses) {
		w.gateWhole(g, v, d, kind, flows)
		return flows
	}
	out := make([]flow, 0, len(flows))
	for i := range flows {
		if flows[i].ended {
			out = append(out, flows[i])
			continue
		}
		out = w.gateOne(g, v, d, kind, &flows[i], out)
	}
	return out
}

func onAddresses(c fabric.GateClause) bool { return c.Match.Sources != nil }

// gateWhole folds a gate without conditions on addresses: one clause decides on
// all of the packets.
func (w *walk) gateWhole(g *fabric.Gate, v *fabric.Visit, d Direction, kind StepKind, flows []flow) {
	step := Step{
		Direction: d, Kind: kind, Element: g.Element, Refusal: g.Refusal, Place: &g.Element,
		Table: fabric.None, Link: fabric.None,
	}
	switches := g.Switches
	for i := range g.Clauses {
		c := &g.Clauses[i]
		if holds, maybe := c.Match.Holds(v); holds && !(maybe && c.Refusal != nil) {
			step.Element, step.Refusal, step.Says, switches = c.Element, c.Refusal, c.Says, c.Switches
			break
		}
	}
	for i := range flows {
		if !flows[i].ended {
			w.consult(switches)
			w.answer.spend(1)
			flows[i].meet(step)
		}
	}
}

func (w *walk) gateOne(g *fabric.Gate, v *fabric.Visit, d Direction, kind StepKind, f *flow, out []flow) []flow {
	rest := []packet.Box{oriented(f.box, d)}
	decide := func(b packet.Box, e fabric.Element, r *fabric.Refusal, says string) {
		w.answer.spend(1)
		h := *f
		h.box = oriented(b, d)
		h.meet(Step{
			Direction: d, Kind: kind, Element: e, Refusal: r, Place: &g.Element, Says: says,
			Table: fabric.None, Link: fabric.None,
		})
		out = append(out, h)
	}
	for i := range g.Clauses {
		c := &g.Clauses[i]
		holds, maybe := c.Match.Holds(v)
		if !holds || maybe && c.Refusal != nil {
			continue
		}
		// A clause that turns on an arrival which is not known, since an
		// obstacle lies before, lets pass: it is not judged.
		w.consult(c.Switches)
		rules := c.Match.Sources
		if rules == nil {
			for _, b := range rest {
				decide(b, c.Element, c.Refusal, c.Says)
			}
			return out
		}
		for _, rule := range rules {
			var left []packet.Box
			for _, b := range rest {
				if claimed, ok := b.Intersect(rule); ok {
					decide(claimed, c.Element, c.Refusal, c.Says)
				}
				left = b.AppendSubtract(left, rule)
			}
			rest = left
		}
	}
	if len(rest) > 0 {
		w.consult(g.Switches)
	}
	for _, b := range rest {
		decide(b, g.Element, g.Refusal, "")
	}
	return out
}
