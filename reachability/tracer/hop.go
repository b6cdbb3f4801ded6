package tracer

import (
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// codeOneWay is of connections that a stateful machine sees one direction of.
const codeOneWay diag.Code = "route.stateful-one-way"

// ways are the machines that forwarded a request, and its reply.
type ways struct{ there, back []fabric.HopID }

// forwarded takes the packet under way through a machine: in by the filters of one
// interface, out by those of another.
func (t *trip) forwarded(id fabric.HopID) *fabric.Refusal {
	h := t.n.Hop(id)
	way, from, to := &t.ways.there, t.leg.Sender(), t.leg.To
	if t.replying {
		way, from, to = &t.ways.back, t.leg.To, t.leg.Sender()
	}
	if slices.Contains(*way, id) {
		return &fabric.Refusal{
			Element: h.Element, Code: codeLoop, Kind: diag.KindRoute,
			Summary: "the packet comes back to a machine that has forwarded it",
			Needed:  "a route that leads on",
		}
	}
	if r := filtered(t.n, t.judging(h.In, t.n.Interfaces[h.In].Ingress), from, t.packet); r != nil {
		return r
	}
	if t.replying && h.Stateful && !t.went(t.ways.there, h.Device) {
		return oneWay(h)
	}
	if r := filtered(t.n, t.judging(h.Out, t.n.Interfaces[h.Out].Egress), to, t.packet); r != nil {
		return r
	}
	*way = append(*way, id)
	return nil
}

// judging are the filters of a machine's interface that judge the packet: all of
// a request; of a reply those without memory, and the others too if the request
// did not go through the interface.
func (t *trip) judging(at fabric.InterfaceID, ids []fabric.FilterID) []fabric.FilterID {
	if !t.replying {
		return ids
	}
	for _, id := range t.ways.there {
		if h := t.n.Hop(id); h.In == at || h.Out == at {
			return forgetful(t.n, ids)
		}
	}
	return ids
}

// went reports whether a machine is among hops.
func (t *trip) went(hops []fabric.HopID, device fabric.InterfaceID) bool {
	return slices.ContainsFunc(hops, func(id fabric.HopID) bool { return t.n.Hop(id).Device == device })
}

// steady: every stateful machine that forwarded the request forwarded the reply.
func (t *trip) steady() *fabric.Refusal {
	for _, id := range t.ways.there {
		if h := t.n.Hop(id); h.Stateful && !t.went(t.ways.back, h.Device) {
			return oneWay(h)
		}
	}
	return nil
}

func oneWay(h *fabric.Hop) *fabric.Refusal {
	return &fabric.Refusal{
		Element: h.Element, Code: codeOneWay, Kind: diag.KindRoute,
		Summary: "a machine that remembers connections sees one direction only",
		Needed:  "both directions by way of the machine",
	}
}
