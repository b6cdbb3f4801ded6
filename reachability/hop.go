package reachability

import (
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// passage is a machine that forwarded packets.
type passage struct {
	hop       fabric.HopID
	direction Direction
}

// take takes a flow over a route: it goes on to another lookup, perhaps in
// several parts, or it is done.
func (w *walk) take(f flow, d Direction, c *fabric.Candidate, choice int32, next, done []flow) (n, dn []flow) {
	if c.Target.Kind == fabric.Onward {
		f.note(Step{
			Direction: d, Kind: AtRoute, Element: c.Element, Table: f.table, Route: c.Route, Over: c.Over,
			Among: c.Among, Choice: choice, Into: c.Target.Table, Link: fabric.None,
		})
		return w.pass(f, d, c.Target.Hop, next, done)
	}
	if w.follow(&f, d, c, choice) {
		return append(next, f), done
	}
	return next, append(done, f)
}

// pass takes a flow through a machine that forwards.
func (w *walk) pass(f flow, d Direction, id fabric.HopID, next, done []flow) (n, dn []flow) {
	h := w.net.Hop(id)
	switch {
	case h.In == w.goal(d):
		w.arriveAt(&f, d, w.net.Interfaces[h.In].Segment)
		return next, append(done, f)
	case slices.Contains(f.passed, passage{id, d}):
		w.stray(&f, d, circleRefusal(h))
		return next, append(done, f)
	}
	from, to := w.leg.Sender(), w.leg.To
	if d == Return {
		from, to = to, from
	}
	flows := w.filterAt(h.In, w.net.Interfaces[h.In].Ingress, d, from, []flow{f})
	for i := range flows {
		g := &flows[i]
		if d == Return && !g.ended && !w.sawDevice(g, h.Device, Forward) {
			w.remembers(g, h, unseenRefusal(h))
		}
	}
	flows = w.filterAt(h.Out, w.net.Interfaces[h.Out].Egress, d, to, flows)
	for _, g := range flows {
		if g.ended {
			done = append(done, g)
			continue
		}
		g.note(w.hopStep(d, h, nil))
		g.passed = append(slices.Clip(g.passed), passage{id, d})
		if s := w.endSegmentID(d); w.net.Segments[s].Direct && w.net.Interfaces[h.Out].Segment == s {
			w.arriveAt(&g, d, s)
			done = append(done, g)
			continue
		}
		g.table = h.Table
		g.arrival = w.tenant(g.table, g.arrival)
		next = append(next, g)
	}
	return next, done
}

// filterAt folds the filters of a machine's interface over flows. Those that
// remember connections let the replies of one pass that they have seen begin.
func (w *walk) filterAt(at fabric.InterfaceID, ids []fabric.FilterID, d Direction, far fabric.InterfaceID, flows []flow) []flow {
	for _, id := range ids {
		filter := &w.net.Filters[id]
		out := make([]flow, 0, len(flows))
		for i := range flows {
			if f := &flows[i]; d == Return && filter.Stateful && w.saw(f, at) {
				out = append(out, *f)
			} else {
				out = w.filterOne(filter, d, far, f, out)
			}
		}
		flows = out
	}
	return flows
}

// saw reports whether the first packets of a flow went through an interface of a
// machine. Where they went astray that is not known, and nothing is held against
// the replies.
func (w *walk) saw(f *flow, at fabric.InterfaceID) bool {
	return f.astray || slices.ContainsFunc(f.passed, func(p passage) bool {
		h := w.net.Hop(p.hop)
		return p.direction == Forward && (h.In == at || h.Out == at)
	})
}

// sawDevice reports whether the packets of one direction went through a machine.
func (w *walk) sawDevice(f *flow, device fabric.InterfaceID, d Direction) bool {
	return f.astray || slices.ContainsFunc(f.passed, func(p passage) bool {
		return p.direction == d && w.net.Hop(p.hop).Device == device
	})
}

// bothWays judges replies that are back: a machine that remembers connections
// needs to see both directions.
func (w *walk) bothWays(replies []flow) []flow {
	for i := range replies {
		f := &replies[i]
		if f.ended || f.trail.Kind == AtResume {
			continue // it did not come back by itself
		}
		for _, p := range f.passed {
			h := w.net.Hop(p.hop)
			if p.direction == Forward && !w.sawDevice(f, h.Device, Return) {
				w.remembers(f, h, oneWayRefusal(h))
			}
		}
	}
	return replies
}

// remembers stops a connection at a machine that sees one direction of it, if it
// is one that minds.
func (w *walk) remembers(f *flow, h *fabric.Hop, r *fabric.Refusal) {
	w.consult(h.StatefulSwitches)
	if h.Stateful {
		f.meet(w.hopStep(Return, h, r))
	}
}

func (w *walk) endSegmentID(d Direction) fabric.SegmentID {
	if d == Return {
		return w.from.Segment
	}
	return w.to.Segment
}

func (w *walk) hopStep(d Direction, h *fabric.Hop, r *fabric.Refusal) Step {
	says := "to be looked up in " + w.net.Tables[h.Table].Label
	if h.Out != h.In {
		says = "by " + w.net.Interfaces[h.Out].Label + ", " + says
	}
	return Step{
		Direction: d, Kind: AtHop, Element: h.Element, Refusal: r, Says: says,
		Table: fabric.None, Link: fabric.None,
	}
}

func circleRefusal(h *fabric.Hop) *fabric.Refusal {
	return &fabric.Refusal{
		Element: h.Element, Code: fabric.CodeLoop, Kind: diag.KindRoute,
		Summary: "what " + h.Label + " forwards is led to it again, so the packet goes round in a circle",
		Needed:  "routes where " + h.Label + " stands that do not lead back to it",
	}
}

func unseenRefusal(h *fabric.Hop) *fabric.Refusal {
	return &fabric.Refusal{
		Element: h.Element, Code: fabric.CodeOneWay, Kind: diag.KindRoute,
		Summary: "the reply comes to " + h.Label + ", which has not seen the request, and drops it",
		Needed:  "requests by way of " + h.Label + " too, or replies by another way",
	}
}

func oneWayRefusal(h *fabric.Hop) *fabric.Refusal {
	return &fabric.Refusal{
		Element: h.Element, Code: fabric.CodeOneWay, Kind: diag.KindRoute,
		Summary: "the request goes through " + h.Label + ", and the reply does not: " + h.Label + " never sees the connection stand, and drops what follows",
		Needed:  "replies by way of " + h.Label + " too, or requests by another way",
	}
}
