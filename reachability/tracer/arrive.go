package tracer

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/fabric"
)

// arrive takes a packet that was delivered to To through its gates to what
// listens there, and to what that calls or relays to.
func (t *trip) arrive(h packet.Header) *fabric.Refusal {
	if t.leg.Hairpin != nil {
		return t.leg.Hairpin
	}
	s := subject{visit: visitOf(t.n, t.arrival, t.leg.From, t.leg.Call), header: h}
	s.visit.At = t.leg.To
	if r := s.gates(t.to.Gates); r != nil {
		return r
	}
	if t.to.Alias != nil {
		t.standIn(h)
		return nil
	}
	if !t.needsListener(h) {
		return nil
	}
	l := t.listener(h)
	switch {
	case l == nil && t.to.Anything && t.leg.Target == fabric.None:
		return nil
	case l == nil:
		return quiet(t.to, h)
	}
	if r := t.heard(l, &s); r != nil {
		return r
	}
	switch {
	case t.leg.Target == fabric.None:
		return t.relay(l, &s)
	case l.Calls:
		return t.call(&t.n.Services[t.leg.Target], &s)
	default:
		return quiet(t.to, h)
	}
}

// needsListener: a call always does, and tcp and udp do. What else there is,
// the host takes itself, if there is one.
func (t *trip) needsListener(h packet.Header) bool {
	if t.leg.Target != fabric.None || t.to.Vacant {
		return true
	}
	return h.Protocol == packet.TCP || h.Protocol == packet.UDP
}

// listener is the first that serves the header's protocol and port, or nil.
func (t *trip) listener(h packet.Header) *fabric.Listener {
	for i := range t.to.Listeners {
		l := &t.to.Listeners[i]
		if l.Service.Protocol.Contains(h.Protocol) && l.Service.Ports.Contains(h.DestinationPort) {
			return l
		}
	}
	return nil
}

// heard judges whether a listener answers the path and lets the visitor in.
func (t *trip) heard(l *fabric.Listener, s *subject) *fabric.Refusal {
	if c := t.leg.Call; c != nil && l.Paths != nil {
		serves := func(pattern string) bool { return fabric.PathMatches(pattern, c.Path) }
		if !slices.ContainsFunc(l.Paths, serves) {
			return pathMissed(l, c.Path)
		}
	}
	return s.gates(l.Gates)
}

// call asks a service: the first backend whose condition holds answers.
func (t *trip) call(service *fabric.Service, s *subject) *fabric.Refusal {
	if r := s.gates(service.Gates); r != nil {
		return r
	}
	for i := range service.Backends {
		b := &service.Backends[i]
		yes, maybe := s.matches(&b.Match)
		if maybe {
			return arrivalUnknown(b.Element)
		}
		if yes {
			return t.hand(b, s)
		}
	}
	return noBackend(service)
}

// relay hands the packet to every backend whose condition holds: the relay
// chooses among them, so all must work. A listener without any serves itself.
func (t *trip) relay(l *fabric.Listener, s *subject) *fabric.Refusal {
	if l.Relay == nil {
		return nil
	}
	var chosen []*fabric.Backend
	for i := range l.Relay {
		b := &l.Relay[i]
		yes, maybe := s.matches(&b.Match)
		if maybe {
			return arrivalUnknown(b.Element)
		}
		if yes {
			chosen = append(chosen, b)
		}
	}
	chosen = lowest(chosen)
	if len(chosen) == 0 {
		return l.NoRelay
	}
	for _, b := range t.kept(chosen) {
		if r := t.hand(b, s); r != nil {
			return r
		}
	}
	return nil
}

// lowest are the backends of the lowest rank.
func lowest(holding []*fabric.Backend) []*fabric.Backend {
	var chosen []*fabric.Backend
	for _, b := range holding {
		beaten := slices.ContainsFunc(holding, func(o *fabric.Backend) bool { return o.Rank < b.Rank })
		if !beaten {
			chosen = append(chosen, b)
		}
	}
	return chosen
}

// kept are the backends that a relay does not do without; all, if it would do
// without all.
func (t *trip) kept(chosen []*fabric.Backend) []*fabric.Backend {
	var kept []*fabric.Backend
	for _, b := range chosen {
		if !slices.Contains(t.without, b) {
			kept = append(kept, b)
		}
	}
	if len(kept) == 0 {
		return chosen
	}
	return kept
}

// hand notes the legs that a backend starts, one for each interface it may go
// to. A backend that goes to none answers itself.
func (t *trip) hand(b *fabric.Backend, s *subject) *fabric.Refusal {
	if r := s.gates(b.Gates); r != nil {
		return r
	}
	for _, to := range b.To {
		sources := t.n.Interfaces[b.From].Addresses
		if b.Keeps {
			sources = []fabric.Address{only(s.header.Source)}
		}
		t.next = append(t.next, Next{
			Leg: fabric.Leg{
				From: b.From, Start: b.Start, To: to,
				Name: fabric.None, Target: fabric.None,
				Call: b.CallFor(t.leg.Call), Back: b.Back,
				Keeps: b.Keeps, Client: t.leg.Origin(), Known: b.Known, Hairpin: b.HairpinAt(to, t.leg.Origin()), Carried: b.Carries,
			},
			Sources:      sources,
			Destinations: t.n.Interfaces[to].Addresses,
			Service:      b.Service,
		})
	}
	return nil
}

func only(a netip.Addr) fabric.Address {
	family, single := packet.AddrsOfAddr(a)
	return fabric.Address{Family: family, Addrs: single}
}
