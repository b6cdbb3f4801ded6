package reference

import (
	"net/netip"
	"slices"

	"netsim/topology/diag"
)

// goal is where a packet should come out: in a VPC, or in the service network of
// a region.
type goal struct {
	vpc    *vpc
	region *region // of a service
}

// met reports whether a walk ended where it should.
func (g goal) met(k *walk) bool {
	if g.vpc != nil {
		return k.end == atVSwitch && k.last() == g.vpc
	}
	return k.end == atService && k.last().region == g.region
}

// blame says why a walk did not end where it should. Where several things are
// wrong the sheets do not say which is told, so each is justified; the first is
// what the packet meets.
func (w *World) blame(k *walk, to netip.Addr, g goal) Outcome {
	if k.end == nextHop {
		if o := w.followed(k.took.custom); o.Fate == Unknown {
			return o
		}
	}
	codes := append(slices.Clone(k.codes), w.wrongTurn(k, to, g)...)
	if k.end == nextHop {
		codes = append(codes, w.followed(k.took.custom).Code)
	}
	if k.end == inCircles {
		codes = append([]diag.Code{"route.loop"}, codes...)
	}
	// That the right network's route was refused says more than where the packet went
	// instead (ruling 25), and that says more than that there is no such route.
	refused, absent := w.unlearned(k.steps[0].table, to, g)
	codes = append(codes, refused...)
	for _, s := range k.steps[1:] {
		more, _ := w.unlearned(s.table, to, g)
		codes = append(codes, more...)
	}
	if k.end == atVSwitch {
		codes = append(codes, "route.misdelivered")
	}
	codes = append(codes, absent...)
	codes = append(codes, w.lacking(first(k), g.vpc)...)
	if slices.ContainsFunc(w.scenario.cens, func(c *cen) bool { return len(c.routers) > 0 }) {
		// Of the tables on the way any may be the one that has no route.
		codes = append(append(codes, w.clashes()...), "route.missing")
	}
	if w.hidden(k, to, g) {
		codes = append(codes, "route.shadowed")
	}
	if len(codes) == 0 {
		codes = []diag.Code{"route.missing"}
	}
	v := first(k)
	o := stopped(codes[0], v.node, "%s does not come from %s to where it should", to, v.ref())
	o.Or = codes[1:]
	return o
}

// first is the VPC where a walk began.
func first(k *walk) *vpc { return k.steps[0].table.vpc }

// followed is what a custom route's next hop does with a packet.
func (w *World) followed(c *route) Outcome {
	if c.hopType != "instance" && !c.lost {
		return unknown(beyond(c.hopType), c.node, "%s leads to what is not modelled", c.ref())
	}
	if c.hop == nil || c.hop.vswitch == nil {
		return stopped("route.blackhole", c.node, "the next hop of %s is gone", c.ref())
	}
	return stopped("route.next-hop-not-forwarding", c.node, "%s does not forward", c.hop.ref())
}

// wrongTurn finds a VPC on the way in which another route would have been right.
func (w *World) wrongTurn(k *walk, to netip.Addr, g goal) []diag.Code {
	for _, s := range slices.Backward(k.steps) {
		list := w.options(s.table, to)
		for _, o := range list[min(1, len(list)):] {
			if !w.leads(s.table, o, to, g) {
				continue
			}
			if s.took.local {
				return []diag.Code{"route.misdelivered", "route.shadowed", "route.conflict"}
			}
			return []diag.Code{"route.shadowed"}
		}
	}
	return nil
}

// hidden reports whether a route to the goal is not taken on the way, although
// something behind would stop the packet all the same.
func (w *World) hidden(k *walk, to netip.Addr, g goal) bool {
	for _, s := range k.steps {
		list := w.options(s.table, to)
		for _, o := range list[min(1, len(list)):] {
			if e := o.learned; e != nil && (e.origin == g.vpc || e.service != nil && e.service.hostRegion == g.region) {
				return true
			}
		}
	}
	return false
}

// leads reports whether a route that is not taken would have been right.
func (w *World) leads(t *table, o option, to netip.Addr, g goal) bool {
	switch {
	case o.local:
		return g.vpc == t.vpc
	case o.service:
		return g.region == t.vpc.region
	case o.synced != nil:
		return g.vpc != nil && o.synced.origin == g.vpc
	case o.learned == nil:
		return false
	case g.vpc != nil && o.learned.origin == g.vpc:
		return true
	}
	k := &walk{steps: []step{{table: t}}}
	next := w.cross(k, o.by, t.vpc.region, to)
	return next != nil && g.met(w.walk(next, to))
}

// unlearned says why a route that a table should learn from a CEN is not there:
// refused on its way, or with nothing that would bring it.
func (w *World) unlearned(from *table, to netip.Addr, g goal) (refused, absent []diag.Code) {
	if g.region != nil {
		return w.noService(from, to), nil
	}
	if from.vpc == g.vpc {
		return nil, nil
	}
	somewhere, together := false, false
	var more []diag.Code // of CENs that would not do
	for _, c := range w.scenario.cens {
		if c.enterprise {
			somewhere = true
			for _, v := range []*vpc{from.vpc, g.vpc} {
				if why := w.member(c, v); why != "" {
					more = append(more, why)
				}
			}
			continue
		}
		here, there := c.attached(from.vpc) != nil, c.attached(g.vpc) != nil
		somewhere = true
		if !here || !there {
			more = append(more, "link.unattached")
			for _, v := range []*vpc{from.vpc, g.vpc} {
				if why := w.member(c, v); why != "" {
					more = append(more, why)
				}
			}
			for _, a := range announcements(g.vpc) {
				if a.prefix.Contains(to) && !a.custom {
					more = append(more, w.exchange(c).lost(a, from)...)
				}
			}
			continue
		}
		together = true
		for _, v := range []*vpc{from.vpc, g.vpc} {
			if why := w.member(c, v); why != "" {
				refused = append(refused, why)
			}
		}
		for _, a := range announcements(g.vpc) {
			if a.prefix.Contains(to) && !a.custom {
				refused = append(refused, w.exchange(c).lost(a, from)...)
			}
		}
	}
	if !together {
		absent = append([]diag.Code{"route.missing"}, absent...)
	}
	if !together && somewhere {
		absent = append([]diag.Code{"link.unattached"}, absent...)
	} else if !together && len(w.scenario.cens) > 0 {
		absent = append(absent, "link.unattached")
	}
	if !together {
		absent = append(absent, "route.missing")
	}
	return refused, append(absent, more...)
}

// member reports whether the network that announces something is a member.
func (x *exchange) member(a announcement) bool { return x.world.member(x.cen, a.origin) == "" }

// lost says why an announcement does not come into a table: everything that
// keeps it from there.
func (x *exchange) lost(a announcement, t *table) (codes []diag.Code) {
	at := t.vpc.region
	if ok, _ := x.offered(a, at); !ok {
		codes = append(codes, "route.policy-denied")
	} else if x.member(a) && !x.stands(a, at) {
		codes = append(codes, "route.conflict")
	}
	if ok, _ := x.offered(a, a.home()); ok && x.member(a) && a.service == nil && !x.stands(a, a.home()) {
		codes = append(codes, "route.conflict")
	}
	if !x.gives(entry{announcement: a, preference: defaultPreference}, t.vpc) {
		codes = append(codes, "route.policy-denied")
	}
	if !t.vpc.accepts(a.prefix) {
		codes = append(codes, "route.conflict")
	}
	if !t.propagation {
		codes = append(codes, "route.missing")
	}
	return codes
}

// noService says why a table has no service route to an address of a service in
// another region. A packet then matches the system route of its own VPC and ends
// in the service network of the wrong region (ruling 11).
func (w *World) noService(t *table, to netip.Addr) []diag.Code {
	var codes []diag.Code
	for _, c := range w.scenario.cens {
		if why := w.member(c, t.vpc); c.enterprise && why != "" {
			codes = append(codes, why)
		}
		for _, s := range c.services {
			if s.host.Contains(to) {
				codes = append(codes, w.unserved(c, s, t)...)
			}
		}
	}
	return append(codes, "route.service-route-missing")
}

// unserved says why a service route does not serve a table.
func (w *World) unserved(c *cen, s *serviceRoute, t *table) []diag.Code {
	x := w.exchange(c)
	codes := x.flaws(s, t.vpc.region)
	if why := w.member(c, t.vpc); why != "" {
		codes = append(codes, why)
	}
	if s.hostVPC == nil {
		return codes
	}
	a := announcement{prefix: s.host, origin: s.hostVPC, custom: true, service: s}
	codes = append(codes, x.lost(a, t)...)
	if t.vpc.region != s.hostRegion {
		codes = append(codes, x.flaws(s, s.hostRegion)...)
	}
	for _, o := range c.services {
		if o != s && o.host == s.host {
			codes = append(codes, "route.conflict") // one of them is used
		}
	}
	return codes
}
