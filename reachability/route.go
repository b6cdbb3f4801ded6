package reachability

import (
	"iter"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// route follows flows from table to table until they are delivered, or end. A
// flow that a route took elsewhere goes on at the destination's edge.
func (w *walk) route(flows []flow, d Direction) []flow {
	if w.direct() {
		for i := range flows {
			if !flows[i].ended {
				w.arriveAt(&flows[i], d, w.to.Segment)
			}
		}
		return flows
	}
	var done, next []flow
	for i := range flows {
		flows[i].arrival = w.tenant(flows[i].table, fabric.None)
	}
	for lookups := 0; len(flows) > 0; lookups++ {
		next = next[:0]
		for i := range flows {
			f := &flows[i]
			switch {
			case f.ended:
				done = append(done, *f)
			case lookups == maxLookups:
				w.stray(f, d, loopRefusal(&w.net.Tables[f.table]))
				done = append(done, *f)
			default:
				next, done = w.lookup(f, d, next, done)
			}
		}
		flows, next = next, flows
	}
	return done
}

// direct reports whether the leg's packets, there and back, stay on a segment
// that needs no lookup.
func (w *walk) direct() bool {
	return w.from.Segment == w.to.Segment && w.leg.Start == fabric.None && w.toSeg.Direct
}

// tenant is the network that a packet came through when it is looked up in a
// table: a provider's shared network does not count.
func (w *walk) tenant(t fabric.TableID, before fabric.DomainID) fabric.DomainID {
	d := w.net.Tables[t].Domain
	if w.net.Domains[d].Shared {
		return before
	}
	return d
}

// towards is the range of addresses that a packet is routed by.
func (f *flow) towards(d Direction) *packet.Addrs {
	if d == Return {
		return &f.box.Source
	}
	return &f.box.Destination
}

// key is the range of addresses that the flow's table asks for.
func (w *walk) key(f *flow, d Direction) *packet.Addrs {
	if !w.net.Tables[f.table].BySource {
		return f.towards(d)
	}
	if d == Return {
		return f.towards(Forward)
	}
	return f.towards(Return)
}

// lookup lets the routes of the flow's table claim its packets, longest prefix
// first.
func (w *walk) lookup(f *flow, d Direction, next, done []flow) (n, dn []flow) {
	w.candidates = w.net.Candidates(w.candidates[:0], f.table, f.box.Family, *w.key(f, d))
	w.undecided = append(w.undecided[:0], *w.key(f, d))
	for i := range w.candidates {
		c := &w.candidates[i]
		_, prefix := packet.AddrsOfPrefix(c.Prefix)
		for j := 0; j < len(w.undecided); j++ {
			part, ok := w.undecided[j].Intersect(prefix)
			if !ok {
				continue
			}
			w.consultPrefix(i)
			if c.Inactive != nil {
				continue
			}
			w.undecided = cut(w.undecided, j, part)
			j--
			for choice := range w.ways(f, d, c) {
				g := *f
				*w.key(&g, d) = part
				w.answer.spend(1)
				next, done = w.take(g, d, &w.candidates[i+int(choice)], choice, next, done)
			}
		}
	}
	for _, part := range w.undecided {
		g := *f
		*w.key(&g, d) = part
		t := &w.net.Tables[f.table]
		g.note(Step{Direction: d, Kind: AtRoute, Element: t.Element, Table: f.table, Link: fabric.None})
		r := t.NoRoute
		switch {
		case t.Outside != nil && w.net.Domains[w.endSegment(d).Domain].Public:
			r = t.Outside
		case r == nil:
			r = noRouteRefusal(t)
		}
		w.stray(&g, d, r)
		done = append(done, g)
	}
	return next, done
}

// consultPrefix notes the switches of a candidate and of those of its prefix
// that stand behind it: what another reading would use decides as much as what
// this one uses.
func (w *walk) consultPrefix(i int) {
	prefix := w.candidates[i].Prefix
	for ; i < len(w.candidates) && w.candidates[i].Prefix == prefix; i++ {
		w.consult(w.candidates[i].Switches)
	}
}

// cut takes part out of the j-th of disjoint ranges; what remains of it goes to
// the end.
func cut(ranges []packet.Addrs, j int, part packet.Addrs) []packet.Addrs {
	whole := ranges[j]
	ranges = slices.Delete(ranges, j, j+1)
	if before, ok := part.From.Prev(); ok && whole.From.Compare(part.From) < 0 {
		ranges = append(ranges, packet.Addrs{From: whole.From, To: before})
	}
	if after, ok := part.To.Next(); ok && part.To.Compare(whole.To) < 0 {
		ranges = append(ranges, packet.Addrs{From: after, To: whole.To})
	}
	return ranges
}

// ways are the places, among the routes that a table uses side by side, of those
// that a flow goes by: a copy of it by each. A packet that comes to the table
// again takes the same way again.
func (w *walk) ways(f *flow, d Direction, first *fabric.Candidate) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if first.Among > 1 {
			if choice, again := f.took(d); again {
				yield(choice)
				return
			}
		}
		for choice := range max(first.Among, 1) {
			// Beyond the budget nothing is told: copies would only take time.
			if !yield(choice) || w.answer.OverBudget() {
				return
			}
		}
	}
}

// took is which of the routes of its table a flow went by when it was there
// before, if it was.
func (f *flow) took(d Direction) (choice int32, again bool) {
	for t := f.trail; t != nil; t = t.before {
		if t.Kind == AtRoute && t.Direction == d && t.Table == f.table && t.Among > 1 {
			return t.Choice, true
		}
	}
	return 0, false
}

// follow takes a flow over a route. It reports whether there is a next lookup.
func (w *walk) follow(f *flow, d Direction, c *fabric.Candidate, choice int32) bool {
	f.note(Step{
		Direction: d, Kind: AtRoute, Element: c.Element, Table: f.table, Route: c.Route, Over: c.Over,
		Among: c.Among, Choice: choice, Into: c.Target.Table, Link: fabric.None,
	})
	switch kind := c.Target.Kind; {
	case kind == fabric.Forward:
		if l := c.Target.Link; l != fabric.None && !w.net.Links[l].Plain {
			f.note(Step{
				Direction: d, Kind: AtLink, Element: w.net.Links[l].Element, Link: l, Table: fabric.None,
			})
		}
		f.table = c.Target.Table
		f.arrival = w.tenant(f.table, f.arrival)
		return true
	case kind == fabric.Deliver:
		w.deliver(f, d, &c.Target)
	case kind == fabric.Through:
		if d == Return {
			w.home(f, c)
		} else {
			w.enter(f, c.Target.Gateway)
		}
	case c.Target.Machine != fabric.None && c.Target.Machine == w.goal(d):
		w.arriveAt(f, d, w.net.Interfaces[c.Target.Machine].Segment)
	default:
		w.stray(f, d, c.Target.Refusal)
	}
	return false
}

// goal is the interface that packets of a direction are for.
func (w *walk) goal(d Direction) fabric.InterfaceID {
	if d == Return {
		return w.leg.From
	}
	return w.leg.To
}

func (w *walk) deliver(f *flow, d Direction, t *fabric.Target) {
	want := w.to.Segment
	if d == Return {
		want = w.from.Segment
	}
	if t.Segment == want || t.Segment == fabric.None && t.Domain == w.net.Segments[want].Domain {
		w.arriveAt(f, d, want)
		return
	}
	got, domain := w.place(t)
	r := misdeliveredRefusal(got, &w.net.Segments[want])
	switch t := &w.net.Tables[f.table]; {
	case domain.Public && w.net.Domains[w.net.Segments[want].Domain].Closed != nil:
		r = w.net.Domains[w.net.Segments[want].Domain].Closed
	case t.Outside != nil && domain.Public:
		r = t.Outside
	case t.NoRoute != nil && domain.Shared:
		r = t.NoRoute // who else stands on a provider's network is none of the tenant's business
	}
	w.stray(f, d, r)
}

// place is where a target delivers to.
func (w *walk) place(t *fabric.Target) (fabric.Element, *fabric.Domain) {
	if t.Segment != fabric.None {
		s := &w.net.Segments[t.Segment]
		return s.Element, &w.net.Domains[s.Domain]
	}
	d := &w.net.Domains[t.Domain]
	return d.Element, d
}

// arriveAt notes that a flow was delivered to a segment.
func (w *walk) arriveAt(f *flow, d Direction, s fabric.SegmentID) {
	seg := &w.net.Segments[s]
	f.note(Step{
		Direction: d, Kind: AtDeliver, Element: seg.Element, Segment: s, Table: fabric.None, Link: fabric.None,
	})
	switch last := w.net.Tables[f.table].Domain; {
	case w.net.Domains[last].Entrance:
		f.arrival = last
	case !w.net.Domains[seg.Domain].Shared:
		f.arrival = seg.Domain
	}
}

// stray notes that a route led elsewhere, or nowhere, and takes the flow to the
// destination's edge. What an unknown element does to a packet is not known, so
// nothing is said of the rest of its way.
func (w *walk) stray(f *flow, d Direction, r *fabric.Refusal) {
	if r.Unknown() {
		f.meet(Step{Direction: d, Kind: AtRoute, Element: r.Element, Refusal: r, Table: f.table, Link: fabric.None})
		f.ended = true
		return
	}
	r = w.explain(f, d, r)
	f.meet(Step{Direction: d, Kind: AtRoute, Element: r.Element, Refusal: r, Table: f.table, Link: fabric.None})
	end := w.from
	f.arrival = fabric.None // a reply that went astray comes back by no network
	if d == Forward {
		end = w.to
		f.astray = true
		f.arrival = w.toSeg.Domain
		if w.net.Domains[f.arrival].Shared {
			f.arrival = end.Edge
		}
	}
	f.note(Step{Direction: d, Kind: AtResume, Element: end.Element, Table: fabric.None, Link: fabric.None})
}

func noRouteRefusal(t *fabric.Table) *fabric.Refusal {
	return &fabric.Refusal{
		Element: t.Element, Code: fabric.CodeNoRoute, Kind: diag.KindRoute,
		Summary: t.Label + " has no route",
	}
}

func loopRefusal(t *fabric.Table) *fabric.Refusal {
	return &fabric.Refusal{
		Element: t.Element, Code: fabric.CodeLoop, Kind: diag.KindRoute,
		Summary: "the packet goes round in a circle, through " + t.Label,
		Needed:  "routes that lead on",
	}
}

func misdeliveredRefusal(got fabric.Element, want *fabric.Segment) *fabric.Refusal {
	return &fabric.Refusal{
		Element: got, Code: fabric.CodeMisdelivered, Kind: diag.KindRoute,
		Summary: "the packet was delivered to " + got.Label,
		Needed:  "a route to " + want.Label,
	}
}
