package reachability

import (
	"cmp"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// serve judges what takes the packets where they arrive: each listener claims
// those for its port.
func (w *walk) serve(v *fabric.Visit, flows []flow) []flow {
	var out []flow
	for i := range flows {
		f := &flows[i]
		if f.ended {
			out = append(out, *f)
			continue
		}
		rest := []packet.Box{f.box}
		if w.leg.Target == fabric.None && !w.to.Vacant {
			var portless []packet.Box
			rest, portless = splitPortless(f.box)
			for _, b := range portless {
				g := w.part(f, b)
				g.note(servedStep(w.to.Element, "takes it by itself"))
				out = append(out, g)
			}
		}
		for j := range w.to.Listeners {
			l := &w.to.Listeners[j]
			taken := serviceBox(f.box.Family, l.Service)
			var left []packet.Box
			for _, b := range rest {
				if claimed, ok := b.Intersect(taken); ok {
					out = append(out, w.listen(l, v, w.part(f, claimed))...)
				}
				left = b.AppendSubtract(left, taken)
			}
			rest = left
		}
		for _, b := range rest {
			g := w.part(f, b)
			w.unserved(&g)
			out = append(out, g)
		}
	}
	return out
}

func (w *walk) part(f *flow, b packet.Box) flow {
	w.answer.spend(1)
	g := *f
	g.box = b
	return g
}

func (w *walk) unserved(f *flow) {
	switch {
	case w.to.Anything && w.leg.Target == fabric.None:
		if w.to.AnySwitch != fabric.None {
			w.answer.consult(w.to.AnySwitch)
		}
		f.note(servedStep(w.to.Element, "something is assumed to listen"))
	case w.to.Quiet != nil:
		f.meet(serveStep(w.to.Quiet.Element, w.to.Quiet))
	default:
		f.meet(serveStep(w.to.Element, &fabric.Refusal{
			Element: w.to.Element, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
			Summary: "nothing listens on " + packet.Service{Protocol: f.box.Protocol, Ports: f.box.DestinationPort}.Text() +
				" at " + w.to.Label,
			Needed: "a service that listens there",
		}))
	}
}

func serveStep(e fabric.Element, r *fabric.Refusal) Step {
	return Step{Kind: AtServe, Element: e, Refusal: r, Table: fabric.None, Link: fabric.None}
}

func servedStep(e fabric.Element, says string) Step {
	s := serveStep(e, nil)
	s.Says = says
	return s
}

// listen judges what one listener does with its packets.
func (w *walk) listen(l *fabric.Listener, v *fabric.Visit, f flow) []flow {
	if c := w.leg.Call; c != nil && l.Paths != nil && w.leg.Target == fabric.None && !anyPath(l.Paths, c.Path) {
		r := l.PathMiss
		if r == nil {
			r = &fabric.Refusal{
				Element: l.Element, Code: fabric.CodePathNotServed, Kind: diag.KindBackend,
				Summary: l.Label + " does not serve " + c.Path,
				Needed:  "a service that answers " + c.Path,
			}
		}
		f.meet(serveStep(l.Element, r))
	} else {
		f.note(servedStep(l.Element, "takes it on "+l.Service.Text()))
	}
	flows := []flow{f}
	for i := range l.Gates {
		flows = w.gate(&l.Gates[i], v, Forward, AtGate, flows)
	}
	switch {
	case w.leg.Target != fabric.None && l.Calls:
		return w.call(&w.net.Services[w.leg.Target], v, flows)
	case w.leg.Target != fabric.None:
		for i := range flows {
			w.unserved(&flows[i])
		}
		return flows
	case l.Relay != nil:
		return w.relay(l, v, flows)
	}
	return flows
}

func anyPath(patterns []string, path string) bool {
	for _, p := range patterns {
		if fabric.PathMatches(p, path) {
			return true
		}
	}
	return false
}

// call judges a call to a service, and chooses the backend that answers it.
func (w *walk) call(s *fabric.Service, v *fabric.Visit, flows []flow) []flow {
	for i := range s.Gates {
		flows = w.gate(&s.Gates[i], v, Forward, AtGate, flows)
	}
	for i := range s.Backends {
		b := &s.Backends[i]
		if holds, _ := b.Match.Holds(v); holds {
			for j := range flows {
				flows[j].via = s
			}
			return w.hand([]*fabric.Backend{b}, v, flows)
		}
	}
	if s.NoBackend != nil {
		for i := range flows {
			flows[i].meet(serveStep(s.NoBackend.Element, s.NoBackend))
		}
	}
	return flows
}

// relay hands packets to every backend that a listener may choose.
func (w *walk) relay(l *fabric.Listener, v *fabric.Visit, flows []flow) []flow {
	var chosen []*fabric.Backend
	for i := range l.Relay {
		if holds, _ := l.Relay[i].Match.Holds(v); holds {
			chosen = append(chosen, &l.Relay[i])
		}
	}
	chosen = firstRank(chosen)
	if len(chosen) == 0 && l.NoRelay != nil {
		for i := range flows {
			flows[i].meet(serveStep(l.NoRelay.Element, l.NoRelay))
		}
		return flows
	}
	for i := range flows {
		flows[i].after = l
	}
	return w.hand(w.well(chosen, flows), v, flows)
}

// firstRank are those of the lowest rank.
func firstRank(holding []*fabric.Backend) []*fabric.Backend {
	if len(holding) == 0 {
		return nil
	}
	first := slices.MinFunc(holding, func(a, b *fabric.Backend) int { return cmp.Compare(a.Rank, b.Rank) }).Rank
	return slices.DeleteFunc(holding, func(b *fabric.Backend) bool { return b.Rank != first })
}

func (w *walk) hand(backends []*fabric.Backend, v *fabric.Visit, flows []flow) []flow {
	for _, b := range backends {
		says := "is asked"
		if len(b.To) == 0 {
			says = "answers"
		}
		w.consult(b.Switches)
		for i := range b.Gates {
			flows = w.gate(&b.Gates[i], v, Forward, AtGate, flows)
		}
		for i := range flows {
			flows[i].note(servedStep(b.Element, says))
		}
	}
	for i := range flows {
		flows[i].relay = backends
	}
	return flows
}
