package tracer

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/fabric"
)

// maxLookups is how many tables a packet may visit: as many hops as its usual
// time to live.
const maxLookups = 64

// route sends a packet from table to table until a route delivers it, which
// must be to the segment goal. arrival is the network through which it came.
func (t *trip) route(start fabric.TableID, destination netip.Addr, goal fabric.SegmentID) (arrival fabric.DomainID, refusal *fabric.Refusal) {
	if t.neighbours() {
		return t.arrivalAt(goal, fabric.None), nil
	}
	if start == fabric.None {
		return fabric.None, noTable(destination)
	}
	tenant := fabric.DomainID(fabric.None) // the last network visited that is not shared
	at := start
	for range maxLookups {
		t.table = at
		table := &t.n.Tables[at]
		if !t.n.Domains[table.Domain].Shared {
			tenant = table.Domain
		}
		asked := destination
		if table.BySource {
			asked = t.packet.Source
		}
		best := t.lookup(at, asked)
		if best == nil {
			return fabric.None, missing(table, destination)
		}
		switch best.Target.Kind {
		case fabric.Deliver:
			if !t.leadsTo(&best.Target, goal) {
				return fabric.None, misdelivered(best.Route, t.delivered(&best.Target), destination)
			}
			t.table = fabric.None
			return t.arrivalAt(goal, tenant), nil
		case fabric.Drop:
			if m := best.Target.Machine; m != fabric.None && m == t.goal() {
				t.table = fabric.None
				return t.arrivalAt(t.n.Interfaces[m].Segment, tenant), nil
			}
			return fabric.None, dropped(best, destination)
		case fabric.Through:
			return t.through(best, tenant)
		case fabric.Onward:
			h := t.n.Hop(best.Target.Hop)
			in, out := &t.n.Interfaces[h.In], &t.n.Interfaces[h.Out]
			t.table = fabric.None
			if h.In == t.goal() {
				return t.arrivalAt(in.Segment, tenant), nil
			}
			if r := t.forwarded(best.Target.Hop); r != nil {
				return fabric.None, r
			}
			if out.Segment == goal && t.n.Segments[goal].Direct {
				return t.arrivalAt(goal, tenant), nil
			}
			at = h.Table
			continue
		}
		at = best.Target.Table
	}
	return fabric.None, loop(&t.n.Tables[t.table], destination)
}

// goal is the interface that the packet under way is for.
func (t *trip) goal() fabric.InterfaceID {
	if t.replying {
		return t.leg.From
	}
	return t.leg.To
}

// leadsTo reports whether a delivery reaches a segment: it names the segment, or
// the domain that the segment is of.
func (t *trip) leadsTo(target *fabric.Target, s fabric.SegmentID) bool {
	if target.Segment == fabric.None {
		return target.Domain == t.n.Segments[s].Domain
	}
	return target.Segment == s
}

// delivered names where a delivery ends.
func (t *trip) delivered(target *fabric.Target) string {
	if target.Segment == fabric.None {
		return t.n.Domains[target.Domain].Label
	}
	return t.n.Segments[target.Segment].Label
}

// neighbours reports whether both ends stand on one segment that carries packets
// between its interfaces by itself.
func (t *trip) neighbours() bool {
	if t.entered != nil && t.replying {
		// What went into a gateway is answered from there.
		return t.entered.Inside != fabric.None && t.inside().Segment == t.from.Segment && t.n.Segments[t.from.Segment].Direct
	}
	return t.leg.Start == fabric.None && t.from.Segment == t.to.Segment && t.n.Segments[t.to.Segment].Direct
}

// arrivalAt is the network through which a packet came to a segment: the
// segment's own, or for a shared one the last before it, as for any that was got
// into by an entrance.
func (t *trip) arrivalAt(s fabric.SegmentID, tenant fabric.DomainID) fabric.DomainID {
	d := t.n.Segments[s].Domain
	if t.n.Domains[d].Shared || tenant != fabric.None && t.n.Domains[tenant].Entrance {
		return tenant
	}
	return d
}

// lookup returns the route in use with the longest prefix that contains the
// destination, or nil; of several, that of the packet's choice. It is good until
// the next lookup.
func (t *trip) lookup(at fabric.TableID, destination netip.Addr) *fabric.Candidate {
	family, single := packet.AddrsOfAddr(destination)
	t.found = t.n.Candidates(t.found[:0], at, family, single)
	var room [4]*fabric.Candidate
	best := room[:0] // as good as each other
	for i := range t.found {
		c := &t.found[i]
		if c.Inactive != nil || !c.Prefix.Contains(destination.Unmap()) {
			continue
		}
		switch {
		case len(best) == 0 || c.Prefix.Bits() > best[0].Prefix.Bits():
			best = append(best[:0], c)
		case c.Prefix.Bits() == best[0].Prefix.Bits():
			best = append(best, c)
		}
	}
	if len(best) == 0 {
		return nil
	}
	return t.choose(at, best)
}
