package tracer

import (
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// codeMistranslated is of replies that another gateway translates.
const codeMistranslated diag.Code = "route.reply-translated"

// through is where a route to a gateway ends: a request goes in, and a reply is
// at home if the gateway made the leg.
func (t *trip) through(c *fabric.Candidate, tenant fabric.DomainID) (fabric.DomainID, *fabric.Refusal) {
	g := t.n.Gateway(c.Target.Gateway)
	if t.replying {
		if t.leg.By == c.Target.Gateway {
			t.table = fabric.None
			return tenant, nil
		}
		if t.enteredBy == c.Target.Gateway {
			return fabric.None, circle(g)
		}
		return fabric.None, &fabric.Refusal{
			Element: c.Element, Code: codeMistranslated, Kind: diag.KindRoute,
			Summary: "the reply is translated by a gateway that the request did not come through",
			Needed:  "a way back like the way there",
		}
	}
	if slices.Contains(t.leg.Entered, c.Target.Gateway) {
		return fabric.None, circle(g)
	}
	if g.FaceOf(t.leg.From) == nil {
		return fabric.None, g.NoFace
	}
	t.entered, t.enteredBy = g, c.Target.Gateway
	t.table = fabric.None
	return tenant, nil
}

// inside is the interface by which packets get into the gateway; one without
// filters if there is none.
func (t *trip) inside() *fabric.Interface {
	if t.entered.Inside == fabric.None {
		return &fabric.Interface{}
	}
	return &t.n.Interfaces[t.entered.Inside]
}

// translate judges a request that went into a gateway, and sends it on.
func (t *trip) translate(h packet.Header) *fabric.Refusal {
	if r := filtered(t.n, t.inside().Ingress, t.leg.Sender(), h); r != nil {
		return r
	}
	s := subject{visit: visitOf(t.n, t.arrival, t.leg.From, t.leg.Call), header: h}
	if r := s.gates(t.entered.Gates); r != nil {
		return r
	}
	face := t.entered.FaceOf(t.leg.From)
	t.next = append(t.next, Next{
		Leg: fabric.Leg{
			From: face.As, Start: fabric.None, To: t.leg.To,
			Name: fabric.None, Target: t.leg.Target, Call: t.leg.Call,
			Entered: append(slices.Clip(t.leg.Entered), t.enteredBy),
		},
		Sources:      t.n.Interfaces[face.As].Addresses,
		Destinations: []fabric.Address{only(h.Destination)},
		Service:      sameService(h),
	})
	return nil
}

// standIn sends on what was sent to an alias.
func (t *trip) standIn(h packet.Header) {
	a := t.to.Alias
	t.next = append(t.next, Next{
		Leg: fabric.Leg{
			From: t.leg.From, Start: a.Start, To: a.For,
			Name: fabric.None, Target: t.leg.Target, Call: t.leg.Call, By: a.By,
		},
		Sources:      []fabric.Address{only(h.Source)},
		Destinations: t.n.Interfaces[a.For].Addresses,
		Service:      sameService(h),
	})
}

func sameService(h packet.Header) packet.Service {
	return packet.Service{Protocol: packet.Protocol(h.Protocol), Ports: packet.Port(h.DestinationPort)}
}

// circle is a gateway that is led to by what it sends itself.
func circle(g *fabric.Gateway) *fabric.Refusal {
	return &fabric.Refusal{
		Element: g.Element, Code: codeLoop, Kind: diag.KindRoute,
		Summary: "the packet comes back to a gateway that it has gone through",
		Needed:  "a route that leads on",
	}
}
