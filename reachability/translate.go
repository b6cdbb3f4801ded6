package reachability

import (
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// onward is how packets go on once their addresses have been translated.
type onward struct {
	gateway *fabric.Gateway // that they went into; nil: they were sent to an alias
	leg     fabric.Leg      // the leg that they go on as
	source  bool            // they keep their source address
	ports   bool            // they keep their source ports
}

// enter takes a flow into a gateway. Without a face that stands for the sender it
// does not get out again.
func (w *walk) enter(f *flow, id fabric.GatewayID) {
	g := w.net.Gateway(id)
	face := g.FaceOf(w.leg.From)
	switch {
	case slices.Contains(w.leg.Entered, id):
		w.stray(f, Forward, loopThrough(g))
		return
	case face == nil:
		w.stray(f, Forward, g.NoFace)
		return
	}
	f.onward = &onward{gateway: g, ports: face.Ports, leg: fabric.Leg{
		From: face.As, Start: fabric.None, To: w.leg.To, Name: fabric.None, Target: w.leg.Target, Call: w.leg.Call,
		Entered: append(slices.Clip(w.leg.Entered), id),
	}}
}

func loopThrough(g *fabric.Gateway) *fabric.Refusal {
	return &fabric.Refusal{
		Element: g.Element, Code: fabric.CodeLoop, Kind: diag.KindRoute,
		Summary: "what " + g.Label + " sends is led to it again, so the packet goes round in a circle",
		Needed:  "routes where " + g.Label + " stands that do not lead back to it",
	}
}

// home ends a reply that was led to a gateway: it is back with the sender if the
// gateway stands for that.
func (w *walk) home(f *flow, c *fabric.Candidate) {
	g := w.net.Gateway(c.Target.Gateway)
	if w.leg.By == c.Target.Gateway {
		f.note(Step{Direction: Return, Kind: AtDeliver, Element: g.Element, Segment: w.from.Segment, Table: fabric.None, Link: fabric.None})
		return
	}
	if f.onward != nil && f.onward.gateway == g {
		w.stray(f, Return, loopThrough(g))
		return
	}
	w.stray(f, Return, &fabric.Refusal{
		Element: c.Element, Code: fabric.CodeMistranslated, Kind: diag.KindRoute,
		Summary: "the reply goes out through " + g.Label + ", which the request did not come through, and gets another source address",
		Needed:  "a route for replies the way that requests come",
	})
}

// translated judges what went into gateways, and leaves it there.
func (w *walk) translated(flows []flow) []flow {
	var out []flow
	for len(flows) > 0 {
		g := flows[0].onward.gateway
		var here, rest []flow
		for _, f := range flows {
			if f.onward.gateway == g {
				here = append(here, f)
			} else {
				rest = append(rest, f)
			}
		}
		if g.Inside != fabric.None {
			here = w.filter(w.net.Interfaces[g.Inside].Ingress, Forward, w.leg.Sender(), here)
		}
		here = w.byArrival(here, func(v *fabric.Visit, flows []flow) []flow {
			for i := range g.Gates {
				flows = w.gate(&g.Gates[i], v, Forward, AtGate, flows)
			}
			for i := range flows {
				flows[i].note(servedStep(g.Element, "sends it on as "+w.net.Interfaces[flows[i].onward.leg.From].Label))
			}
			return flows
		})
		out, flows = append(out, here...), rest
	}
	return out
}

// alias sends on what was sent to an interface that stands for another.
func (w *walk) alias(a *fabric.Alias, flows []flow) []flow {
	for i := range flows {
		if flows[i].ended {
			continue
		}
		flows[i].note(servedStep(w.to.Element, "stands for "+w.net.Interfaces[a.For].Label))
		flows[i].onward = &onward{source: true, ports: true, leg: fabric.Leg{
			From: w.leg.From, Start: a.Start, To: a.For, Name: fabric.None, Target: w.leg.Target, Call: w.leg.Call, By: a.By,
		}}
	}
	return flows
}

// onwards solves the leg that a flow goes on as. Flows that go on alike share it.
func (a *Answer) onwards(before *Leg, f *flow, made *[]*Leg) *Leg {
	o := f.onward
	to := &a.Net.Interfaces[o.leg.To]
	leg := &Leg{Leg: o.leg, depth: before.depth + 1, After: before.After, Via: before.Via, before: before.before, of: before.of}
	destinations := to.Addresses
	if !o.source {
		destinations = []fabric.Address{{Family: f.box.Family, Addrs: f.box.Destination}}
	}
	sources := a.Net.Interfaces[o.leg.From].Addresses
	if o.source {
		sources = []fabric.Address{{Family: f.box.Family, Addrs: f.box.Source}}
	}
	ports := []packet.Ports{packet.ClientPorts()}
	if o.ports && hasPorts(f.box) {
		ports = []packet.Ports{f.box.SourcePort}
	}
	leg.Asked = headers(sources, destinations, packet.Service{Protocol: f.box.Protocol, Ports: f.box.DestinationPort}, ports)
	for _, m := range *made {
		if m.From == leg.From && m.To == leg.To && m.By == leg.By && slices.Equal(m.Asked, leg.Asked) {
			return m
		}
	}
	a.solve(leg)
	*made = append(*made, leg)
	return leg
}

func hasPorts(b packet.Box) bool {
	_, portless := splitPortless(b)
	return len(portless) == 0
}
