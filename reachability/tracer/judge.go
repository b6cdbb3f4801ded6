package tracer

import (
	"netsim/packet"
	"netsim/topology/fabric"
)

// filtered judges a header by a filter, with the interface at the far end: the
// first rule that matches decides, else the default. No filter lets all pass.
func filtered(n *fabric.Network, id fabric.FilterID, far fabric.InterfaceID, h packet.Header) *fabric.Refusal {
	if id == fabric.None {
		return nil
	}
	f := &n.Filters[id]
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

// stateful tells whether replies to what a filter let through pass unjudged.
func stateful(n *fabric.Network, id fabric.FilterID) bool {
	return id != fabric.None && n.Filters[id].Stateful
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
