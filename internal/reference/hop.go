package reference

import (
	"slices"

	"netsim/packet"
)

// goesOn reports whether the next hop of a custom route forwards: its operating
// system does, and its network interface does not check whose packets they are
// (ECS, "Source and destination check"). Where either is not written it is open.
func (w *World) goesOn(c *route) bool {
	i := c.hop
	if c.hopType != "instance" || i == nil || i.vswitch == nil {
		return false
	}
	said := func(flag *bool, name string) bool {
		if flag != nil {
			return *flag
		}
		return w.yes(name, i.ref())
	}
	return said(i.forwarding, "ip_forwarding") && !said(i.checks, "source_dest_check")
}

// remembers reports whether an instance that forwards is a stateful appliance.
func (w *World) remembers(i *instance) bool {
	if i.stateful != nil {
		return *i.stateful
	}
	return w.yes("stateful", i.ref())
}

// pass answers what the instances do that forward the first packet of a leg: the
// groups of each judge it on the way in and out.
func (t *trip) pass(k *walk, leg int, p packet.Header, from, to far) Outcome {
	if t.went == nil {
		t.went = map[int][]*instance{}
	}
	t.went[leg] = k.hops
	for _, i := range k.hops {
		if o := judges(i, p, from, to); !o.ok() {
			return o.on(leg, true)
		}
	}
	return Outcome{}
}

func judges(i *instance, p packet.Header, from, to far) Outcome {
	if !permits(i.groups, true, p, from) {
		return stopped("sg.ingress-denied", i.node, "the groups of %s, which would forward it, let no %s in", i.ref(), p.Text())
	}
	if !permits(i.groups, false, p, to) {
		return stopped("sg.egress-denied", i.node, "the groups of %s, which would forward it, let no %s out", i.ref(), p.Text())
	}
	return Outcome{}
}

// passBack is pass for the reply. Groups let it through that have seen the request
// (grants a.9); a stateful appliance drops what it has not seen asked for.
func (t *trip) passBack(k *walk, leg int, r packet.Header, from, to far) Outcome {
	for _, i := range k.hops {
		if slices.Contains(t.went[leg], i) {
			continue
		}
		if !permits(i.groups, true, r, from) {
			return judges(i, r, from, to).on(leg, false)
		}
		if t.remembers(i) {
			return stopped("route.stateful-one-way", i.node, "%s has not seen the request", i.ref()).on(leg, false)
		}
		if o := judges(i, r, from, to); !o.ok() {
			return o.on(leg, false)
		}
	}
	return Outcome{}
}

// passedBoth: a stateful appliance that saw the request needs to see the reply
// (routing g).
func (t *trip) passedBoth(k *walk, leg int) Outcome {
	for _, i := range t.went[leg] {
		if !slices.Contains(k.hops, i) && t.remembers(i) {
			return stopped("route.stateful-one-way", i.node, "%s does not see the reply", i.ref()).on(leg, false)
		}
	}
	return Outcome{}
}
