package tracer

import (
	"netsim/packet"
	"netsim/topology/fabric"
)

// filtered judges a header by filters, with the interface at the far end. All
// must let it pass; the first that does not tells why.
func filtered(n *fabric.Network, ids []fabric.FilterID, far fabric.InterfaceID, h packet.Header) *fabric.Refusal {
	for _, id := range ids {
		if r := judged(&n.Filters[id], far, h); r != nil {
			return r
		}
	}
	return nil
}

// judged: the first rule of a filter that matches decides, else the default.
func judged(f *fabric.Filter, far fabric.InterfaceID, h packet.Header) *fabric.Refusal {
	decides := &f.Default
	for i := range f.Clauses {
		if c := &f.Clauses[i]; anyContains(c.Boxes, h) && c.MatchesPeer(far) {
			decides = c
			break
		}
	}
	if decides.Effect == fabric.Allow {
		return nil
	}
	if decides.Refusal != nil {
		return decides.Refusal
	}
	return denied(decides, f)
}

// forgetful are the filters that judge replies too.
func forgetful(n *fabric.Network, ids []fabric.FilterID) []fabric.FilterID {
	var all []fabric.FilterID
	for _, id := range ids {
		if !n.Filters[id].Stateful {
			all = append(all, id)
		}
	}
	return all
}

func anyContains(boxes []packet.Box, h packet.Header) bool {
	for _, b := range boxes {
		if b.Contains(h) {
			return true
		}
	}
	return false
}

// subject is what a gate judges.
type subject struct {
	visit  fabric.Visit
	header packet.Header
}

// visitOf is the visit of what started at source and came through arrival, or
// through no known network (None).
func visitOf(n *fabric.Network, arrival fabric.DomainID, source fabric.InterfaceID, call *fabric.Call) fabric.Visit {
	v := fabric.Visit{
		Arrival:      arrival,
		At:           fabric.None,
		SourceRegion: n.DomainOf(source).Region,
		SourceClass:  n.Interfaces[source].Class,
		Call:         call,
	}
	if arrival != fabric.None {
		v.ArrivalRegion, v.ArrivalClass = n.Domains[arrival].Region, n.Domains[arrival].Class
	}
	return v
}

// matches judges a condition. maybe: it turns on the arrival, which is not known.
func (s *subject) matches(m *fabric.Match) (yes, maybe bool) {
	if m.Sources != nil && !anyContains(m.Sources, s.header) {
		return false, false
	}
	return m.Holds(&s.visit)
}

// gates judges one gate after the other. All must let pass.
func (s *subject) gates(gates []fabric.Gate) *fabric.Refusal {
	for i := range gates {
		if r := s.gate(&gates[i]); r != nil {
			return r
		}
	}
	return nil
}

// gate: the first clause that matches decides, else the gate's own refusal.
func (s *subject) gate(g *fabric.Gate) *fabric.Refusal {
	for i := range g.Clauses {
		c := &g.Clauses[i]
		yes, maybe := s.matches(&c.Match)
		if maybe {
			return arrivalUnknown(c.Element)
		}
		if yes {
			return c.Refusal
		}
	}
	return g.Refusal
}
