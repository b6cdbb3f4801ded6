package tracer

import (
	"netsim/packet"
	"netsim/topology/fabric"
)

// Trace follows the packet h along a leg, and its reply back. Where tables have
// several routes to choose among, choices say which it takes. Relays do without
// the backends named, unless that leaves them with none.
func Trace(n *fabric.Network, leg fabric.Leg, h packet.Header, choices Choices, without ...*fabric.Backend) Outcome {
	t := trip{
		n: n, leg: leg, choices: choices, without: without,
		from: &n.Interfaces[leg.From], to: &n.Interfaces[leg.To],
		arrival: fabric.None, table: fabric.None,
	}
	direction := Forward
	refusal := n.Unsettled
	if refusal == nil {
		refusal = t.forward(h)
	}
	if refusal == nil {
		direction = Return
		refusal = t.back(h.Reverse())
	}
	switch {
	case refusal == nil:
		return Outcome{Verdict: Passes, Table: fabric.None, Next: t.next, Forks: t.forks}
	case refusal.Unknown():
		return Outcome{Verdict: Unknown, Refusal: refusal, Direction: direction, Table: t.table, Forks: t.forks}
	default:
		return Outcome{Verdict: Fails, Refusal: refusal, Direction: direction, Table: t.table, Forks: t.forks}
	}
}

// trip is one packet under way. Its steps return what refuses the packet, or nil.
type trip struct {
	n        *fabric.Network
	leg      fabric.Leg
	from, to *fabric.Interface
	// arrival is the network through which the request came to To; None: it
	// never left the shared networks, or is not there yet.
	arrival fabric.DomainID
	table   fabric.TableID // of the lookup that ended the packet, or None
	next    []Next
	without []*fabric.Backend
	choices Choices
	forks   []Met // so far
	// replying: the reply is under way.
	replying bool
	// entered is the gateway that the request went into, instead of arriving.
	entered   *fabric.Gateway
	enteredBy fabric.GatewayID
	packet    packet.Header // under way
	ways      ways
	found     []fabric.Candidate // kept between lookups for its room only
}

// forward takes the request from From into what listens at To.
func (t *trip) forward(h packet.Header) *fabric.Refusal {
	if r := t.depart(h); r != nil {
		return r
	}
	if r := filtered(t.n, t.from.Egress, t.leg.To, h); r != nil {
		return r
	}
	start := t.leg.Start
	if start == fabric.None {
		start = t.n.Segments[t.from.Segment].Table
	}
	t.packet = h
	arrival, r := t.route(start, h.Destination, t.to.Segment)
	if r != nil {
		return r
	}
	t.arrival = arrival
	if t.entered != nil {
		return t.translate(h)
	}
	if r := filtered(t.n, t.to.Ingress, t.leg.Sender(), h); r != nil {
		return r
	}
	return t.arrive(h)
}

// depart asks whether From may stand where it does, and then for the name. The
// asker's own network is the arrival for both.
func (t *trip) depart(h packet.Header) *fabric.Refusal {
	own := t.n.Segments[t.from.Segment].Domain
	standing := subject{visit: visitOf(t.n, own, t.leg.From, nil), header: h}
	if r := standing.gates(t.from.Gates); r != nil {
		return r
	}
	if t.leg.Name == fabric.None {
		return nil
	}
	own = t.n.Segments[t.n.Interfaces[t.leg.Asker].Segment].Domain
	asking := subject{visit: visitOf(t.n, own, t.leg.From, t.leg.Call), header: h}
	return asking.gates(t.n.Names[t.leg.Name].SeenFrom(own).Gates)
}

// back takes the reply from To to From.
func (t *trip) back(reply packet.Header) *fabric.Refusal {
	t.replying = true
	answering := t.to
	if t.entered != nil {
		answering = t.inside()
	}
	if r := filtered(t.n, forgetful(t.n, answering.Egress), t.leg.Sender(), reply); r != nil {
		return r
	}
	if t.leg.Carried {
		return nil // the relay takes it from here
	}
	t.packet = reply
	arrival, r := t.route(t.replyTable(), reply.Destination, t.from.Segment)
	if r != nil {
		return r
	}
	if r := t.steady(); r != nil {
		return r
	}
	if r := filtered(t.n, forgetful(t.n, t.from.Ingress), t.leg.To, reply); r != nil {
		return r
	}
	if t.leg.Back == nil {
		return nil
	}
	returned := subject{visit: visitOf(t.n, arrival, t.leg.To, nil), header: reply}
	return returned.gate(t.leg.Back)
}

// replyTable is where To looks up replies. On a shared network they leave by
// the network that the request came through, if it came through one.
func (t *trip) replyTable() fabric.TableID {
	if t.entered != nil {
		return t.entered.Table
	}
	segment := &t.n.Segments[t.to.Segment]
	if t.n.Domains[segment.Domain].Shared && t.arrival != fabric.None {
		return t.n.Domains[t.arrival].Main
	}
	return segment.Table
}
