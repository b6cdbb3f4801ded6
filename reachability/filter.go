package reachability

import (
	"netsim/packet"
	"netsim/topology/fabric"
)

// filter folds filters over flows, one after the other: each rule of one claims
// what it matches of what no rule before it claimed.
func (w *walk) filter(ids []fabric.FilterID, d Direction, far fabric.InterfaceID, flows []flow) []flow {
	for _, id := range ids {
		filter := &w.net.Filters[id]
		if d == Return && filter.Stateful {
			continue
		}
		out := make([]flow, 0, len(flows))
		for i := range flows {
			out = w.filterOne(filter, d, far, &flows[i], out)
		}
		flows = out
	}
	return flows
}

func (w *walk) filterOne(filter *fabric.Filter, d Direction, far fabric.InterfaceID, f *flow, out []flow) []flow {
	if f.ended {
		return append(out, *f)
	}
	rest := []packet.Box{oriented(f.box, d)}
	for i := range filter.Clauses {
		c := &filter.Clauses[i]
		if len(rest) == 0 {
			return out
		}
		if !c.MatchesPeer(far) {
			continue
		}
		for _, rule := range c.Boxes {
			var left []packet.Box
			for _, b := range rest {
				claimed, ok := b.Intersect(rule)
				if !ok {
					left = append(left, b)
					continue
				}
				out = append(out, w.claim(filter, c, d, f, claimed))
				left = b.AppendSubtract(left, rule)
			}
			rest = left
		}
	}
	for _, b := range rest {
		out = append(out, w.claim(filter, &filter.Default, d, f, b))
	}
	return out
}

func (w *walk) claim(filter *fabric.Filter, c *fabric.Clause, d Direction, f *flow, b packet.Box) flow {
	w.consult(c.Switches)
	w.answer.spend(1)
	g := *f
	g.box = oriented(b, d)
	g.meet(Step{
		Direction: d, Kind: AtFilter, Element: c.Element, Refusal: c.Refusal, Place: &filter.Element, Says: c.Says,
		Table: fabric.None, Link: fabric.None,
	})
	return g
}

// oriented turns a box of the leg's first packets into one of the packets that
// go in direction d, and back.
func oriented(b packet.Box, d Direction) packet.Box {
	if d == Return {
		return b.Reverse()
	}
	return b
}
