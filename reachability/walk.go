package reachability

import (
	"slices"

	"netsim/packet"
	"netsim/topology/fabric"
)

// maxLookups bounds the tables that a packet goes through.
const maxLookups = 64

// walk follows the packets of one leg.
type walk struct {
	net      *fabric.Network
	leg      fabric.Leg
	from, to *fabric.Interface
	fromSeg  *fabric.Segment
	toSeg    *fabric.Segment
	visit    fabric.Visit
	answer   *Answer
	notes    []Step // told of the leg before anything else

	candidates []fabric.Candidate // scratch
	undecided  []packet.Addrs     // scratch
}

func newWalk(n *fabric.Network, leg fabric.Leg, a *Answer) *walk {
	w := &walk{net: n, leg: leg, answer: a}
	w.from, w.to = &n.Interfaces[leg.From], &n.Interfaces[leg.To]
	w.fromSeg, w.toSeg = &n.Segments[w.from.Segment], &n.Segments[w.to.Segment]
	w.visit = fabric.Visit{
		Arrival:      fabric.None,
		At:           fabric.None,
		SourceRegion: n.Domains[w.fromSeg.Domain].Region,
		SourceClass:  w.from.Class,
		Call:         leg.Call,
	}
	return w
}

// run follows boxes there and back.
func (w *walk) run(boxes []packet.Box) []flow {
	flows := make([]flow, len(boxes))
	for i, b := range boxes {
		flows[i] = flow{box: b, arrival: fabric.None}
		flows[i].note(Step{Kind: AtStart, Element: w.from.Element, Table: fabric.None, Link: fabric.None, Segment: w.from.Segment})
		if r := w.net.Unsettled; r != nil {
			flows[i].meet(Step{Kind: AtStart, Element: r.Element, Refusal: r, Table: fabric.None, Link: fabric.None})
			flows[i].ended = true // what any table has is not known
		}
	}
	flows = w.depart(flows)
	var here, away []flow
	for _, f := range w.travel(flows, Forward) {
		if f.onward != nil {
			away = append(away, f)
		} else {
			here = append(here, f)
		}
	}
	return w.comeBack(append(w.arrive(here), w.translated(away)...))
}

// depart judges what stands before the first lookup: whether the source is on
// the network at all, the name it asks for, and its own filter.
func (w *walk) depart(flows []flow) []flow {
	visit := w.visit
	visit.From(w.net, w.fromSeg.Domain)
	for i := range flows {
		for _, s := range w.notes {
			flows[i].note(s)
		}
	}
	for i := range w.from.Gates {
		flows = w.gate(&w.from.Gates[i], &visit, Forward, AtStart, flows)
	}
	if w.leg.Name != fabric.None {
		name := &w.net.Names[w.leg.Name]
		asker := w.net.Segments[w.net.Interfaces[w.leg.Asker].Segment].Domain
		visit.From(w.net, asker)
		seen := name.SeenFrom(asker)
		w.consult(seen.Switches)
		for i := range seen.Gates {
			flows = w.gate(&seen.Gates[i], &visit, Forward, AtName, flows)
		}
		for i := range flows {
			flows[i].note(Step{Kind: AtName, Element: name.Element, Table: fabric.None, Link: fabric.None})
		}
	}
	return w.filter(w.from.Egress, Forward, w.leg.To, flows)
}

// arrive judges what stands between the destination's edge and the answer.
func (w *walk) arrive(flows []flow) []flow {
	// Where a packet comes from that never was on the network is not known, so
	// the filter has nothing to judge.
	placed := flows[:0:0]
	var unplaced []flow
	for _, f := range flows {
		if f.astray && w.nowhere() {
			unplaced = append(unplaced, f)
		} else {
			placed = append(placed, f)
		}
	}
	flows = append(w.filter(w.to.Ingress, Forward, w.leg.Sender(), placed), unplaced...)
	return w.byArrival(flows, func(v *fabric.Visit, flows []flow) []flow {
		v.At = w.leg.To
		if r := w.leg.Hairpin; r != nil {
			for i := range flows {
				flows[i].meet(serveStep(r.Element, r))
			}
		}
		for i := range w.to.Gates {
			flows = w.gate(&w.to.Gates[i], v, Forward, AtGate, flows)
		}
		if w.to.Alias != nil {
			return w.alias(w.to.Alias, flows)
		}
		return w.serve(v, flows)
	})
}

// byArrival groups flows by the network they arrived through, in the order in
// which these first occur, and judges each group.
func (w *walk) byArrival(flows []flow, judge func(*fabric.Visit, []flow) []flow) []flow {
	var out []flow
	for len(flows) > 0 {
		at := flows[0].arrival
		visit := w.visit
		visit.From(w.net, at)
		elsewhere := func(f flow) bool { return f.arrival != at }
		if !slices.ContainsFunc(flows, elsewhere) {
			return append(out, judge(&visit, flows)...)
		}
		var group, rest []flow
		for _, f := range flows {
			if elsewhere(f) {
				rest = append(rest, f)
			} else {
				group = append(group, f)
			}
		}
		out = append(out, judge(&visit, group)...)
		flows = rest
	}
	return out
}

// comeBack follows the replies.
func (w *walk) comeBack(flows []flow) []flow {
	var out, replies, carried, inside []flow
	for _, f := range flows {
		if f.onward != nil && f.onward.gateway != nil && !f.ended {
			inside = append(inside, f)
			continue
		}
		shared := w.net.Domains[w.toSeg.Domain].Shared
		switch {
		case w.leg.Carried && !f.ended:
			carried = append(carried, f)
			continue
		case f.ended,
			f.astray && w.untranslated(),
			shared && f.arrival == fabric.None:
			out = append(out, f) // where the reply would start or end is not known
			continue
		case shared:
			f.table = w.net.Domains[f.arrival].Main
		default:
			f.table = w.toSeg.Table
		}
		replies = append(replies, f)
	}
	replies = w.filter(w.to.Egress, Return, w.leg.Sender(), replies)
	var beside []flow // replies of gateways on the sender's own segment
	for _, f := range inside {
		// What went into a gateway is answered from there.
		g := f.onward.gateway
		f.table = g.Table
		from := []flow{f}
		if g.Inside != fabric.None {
			from = w.filter(w.net.Interfaces[g.Inside].Egress, Return, w.leg.Sender(), from)
		}
		switch {
		case w.leg.Carried:
			out = append(out, from...) // the relay takes it from here
		case g.Inside != fabric.None && w.net.Interfaces[g.Inside].Segment == w.from.Segment && w.fromSeg.Direct:
			for i := range from {
				if !from[i].ended {
					w.arriveAt(&from[i], Return, w.from.Segment)
				}
			}
			beside = append(beside, from...)
		default:
			replies = append(replies, from...)
		}
	}
	replies = w.bothWays(append(w.route(replies, Return), beside...))
	replies = w.filter(w.from.Ingress, Return, w.leg.To, replies)
	if w.leg.Back != nil {
		replies = w.byArrival(replies, func(v *fabric.Visit, flows []flow) []flow {
			v.SourceRegion, v.SourceClass, v.Call = w.net.Domains[w.toSeg.Domain].Region, w.to.Class, nil
			return w.gate(w.leg.Back, v, Return, AtGate, flows)
		})
	}
	// What a relay takes back by itself still leaves the interface that answers.
	out = append(out, w.filter(w.to.Egress, Return, w.leg.Sender(), carried)...)
	return append(out, replies...)
}

// nowhere reports whether the leg starts outside of every tenant's network: a
// packet that does not get into one has no address there.
func (w *walk) nowhere() bool {
	return w.leg.Start == fabric.None && w.net.Domains[w.fromSeg.Domain].Shared
}

// untranslated reports whether a leg that went astray had an end that has no
// address at the other: what would have translated it is not known.
func (w *walk) untranslated() bool {
	return w.nowhere() || w.leg.Start == fabric.None && w.net.Domains[w.fromSeg.Domain].Public || w.net.Domains[w.toSeg.Domain].Public
}

// travel takes departed flows to the destination's edge.
func (w *walk) travel(flows []flow, d Direction) []flow {
	start := w.leg.Start
	if start == fabric.None {
		start = w.fromSeg.Table
	}
	for i := range flows {
		flows[i].table = start
	}
	return w.route(flows, d)
}

// consult notes the switches that the answer turns on.
func (w *walk) consult(switches []fabric.SwitchID) {
	for _, s := range switches {
		w.answer.consult(s)
	}
}
