package reachability

import (
	"netsim/packet"
	"netsim/topology/fabric"
)

// checkup is how a relay finds a backend.
type checkup struct {
	legs    []*Leg
	failing bool // for certain
}

// checkup follows the probe of a backend, once. A backend that is reached by way
// of itself is taken to be well.
func (a *Answer) checkup(b *fabric.Backend) *checkup {
	if c, ok := a.checkups[b]; ok {
		return c
	}
	if a.checkups == nil {
		a.checkups = map[*fabric.Backend]*checkup{}
	}
	c := &checkup{}
	a.checkups[b] = c
	probing := &Answer{Net: a.Net, checkups: a.checkups}
	failing := len(b.To) > 0
	for _, to := range b.To {
		leg := &Leg{
			Leg: fabric.Leg{
				From: b.From, Start: b.Start, To: to, Name: fabric.None, Target: fabric.None, Call: b.Probe.Call,
				Carried: b.Carries && !b.Keeps, // replies to a relay that asks for itself come back to it
			},
			Asked: headers(a.Net.Interfaces[b.From].Addresses, a.Net.Interfaces[to].Addresses, b.Probe.Service, []packet.Ports{packet.ClientPorts()}),
		}
		failing = probing.solve(leg) == fails && failing
		c.legs = append(c.legs, leg)
	}
	a.spend(probing.boxes)
	for _, s := range probing.Consulted {
		a.consult(s)
	}
	c.failing = failing && !probing.OverBudget()
	return c
}

// well are the backends among which a relay chooses: those whose probe does not
// fail, or all if it fails for all of them. The others are noted.
func (w *walk) well(chosen []*fabric.Backend, flows []flow) []*fabric.Backend {
	var well, ill []*fabric.Backend
	for _, b := range chosen {
		if b.Probe != nil && w.answer.checkup(b).failing {
			ill = append(ill, b)
		} else {
			well = append(well, b)
		}
	}
	says := "is left out, since its health check fails"
	if len(well) == 0 && len(ill) > 0 {
		well, says = ill, "its health check fails, as all do, so it is asked all the same"
	}
	for _, b := range ill {
		says := says
		if code := w.answer.checkups[b].code(); code != "" {
			says += " (" + code + ")"
		}
		for i := range flows {
			flows[i].note(servedStep(b.Element, says))
		}
	}
	return well
}

// code is of the first thing in the way of a probe.
func (c *checkup) code() string {
	for _, leg := range c.legs {
		for i := range leg.Pieces {
			if s := leg.Pieces[i].first(); s != nil {
				return string(s.Refusal.Code)
			}
			for _, n := range leg.Pieces[i].Next {
				if code := (&checkup{legs: []*Leg{n}}).code(); code != "" {
					return code
				}
			}
		}
	}
	return ""
}

// LeftOut are the backends whose probes fail, in no particular order.
func (a *Answer) LeftOut() []*fabric.Backend {
	var out []*fabric.Backend
	for b, c := range a.checkups {
		if c.failing {
			out = append(out, b)
		}
	}
	return out
}
