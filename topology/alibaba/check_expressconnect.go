package alibaba

import (
	"fmt"
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// mostInterfaces are the router interfaces of a router (routing d; H).
const mostInterfaces = 5

// expressConnect checks the circuits of all regions, what ends at them, and the
// sites at their other end.
func (c *checker) expressConnect() {
	c.vlans()
	for _, r := range c.doc.Regions.All() {
		for _, v := range r.VBRs.All() {
			c.vbr(v)
		}
		for _, g := range r.SwitchingGroups.All() {
			if a, b := g.VBR.V.To, g.PeerVBR.V.To; a != nil && a == b {
				c.Refuse(g.PeerVBR.Range(), fmt.Sprintf("%s has VBR %q twice", named(&g.Resource), a.Name),
					"A VBR does not stand in for itself. Name another.", cloud.See(g.VBR.Range(), "the first time")...)
			}
		}
	}
	c.routerInterfaces()
	for _, i := range c.doc.IDCs.All() {
		c.site(i)
	}
}

// vlans: a VLAN is used once on a port (routing d; H).
func (c *checker) vlans() {
	type line struct {
		circuit *PhysicalConnection
		vlan    int
	}
	var all []cloud.Written[line]
	add := func(v *VBR, p scenario.Value[scenario.Ref[PhysicalConnection]], vlan scenario.Value[int]) {
		if p.V.To != nil && vlan.Present() {
			all = append(all, cloud.Written[line]{What: line{p.V.To, vlan.V}, Name: v.Name, At: vlan.Range()})
		}
	}
	for _, r := range c.doc.Regions.All() {
		for _, v := range r.VBRs.All() {
			add(v, v.PhysicalConnection, v.VLAN)
			for _, o := range v.Circuits {
				add(v, o.PhysicalConnection, o.VLAN)
			}
		}
	}
	cloud.Twice(all, func(first, second cloud.Written[line]) {
		c.Refuse(second.At, fmt.Sprintf("VLAN %d of %s is used by VBR %q and VBR %q", second.What.vlan, named(&second.What.circuit.Resource), first.Name, second.Name),
			"A VLAN belongs to one VBR on each port. Write another number.", cloud.See(first.At, "the other VBR")...)
	})
}

func (c *checker) vbr(v *VBR) {
	var circuits []cloud.Written[*PhysicalConnection]
	for _, p := range v.ports() {
		if to := p.circuit.V.To; to != nil {
			circuits = append(circuits, cloud.Written[*PhysicalConnection]{What: to, Name: to.Name, At: p.circuit.Range()})
		}
		if !p.inOneSubnet() {
			c.Warn(p.peer.Range(), fmt.Sprintf("%s is inactive: its addresses %q and %q are not in one subnet of mask %q", named(&v.Resource), p.local.V, p.peer.V, p.mask.V),
				"The two ends of a circuit have different addresses of one subnet. Correct the addresses or the mask.", cloud.See(p.local.Range(), "the cloud's address")...)
		}
	}
	cloud.Twice(circuits, func(first, second cloud.Written[*PhysicalConnection]) {
		c.Refuse(second.At, fmt.Sprintf("%s ends at %s twice", named(&second.What.Resource), named(&v.Resource)),
			"A further circuit of a VBR is another physical connection. Name another.", cloud.See(first.At, "the first time")...)
	})
	if v.Node != nil && !v.IDC.Present() {
		c.Warn(v.Key, fmt.Sprintf("%s leads nowhere: nothing is written to be at the other end", named(&v.Resource)),
			"A VBR is joined to a site by its circuits. Write `idc`.")
	}
	c.vbrRoutes(v)
	for _, b := range v.BGPNetworks.V {
		c.NotIPv4(b, "a BGP network of "+named(&v.Resource))
	}
	c.bgp(v)
	for _, g := range v.CENGrants {
		c.cenGrant(&v.Resource, g)
	}
}

func (c *checker) vbrRoutes(v *VBR) {
	type pair struct {
		destination netip.Prefix
		hop         string
	}
	var all []cloud.Written[pair]
	for _, r := range v.Routes.All() {
		if c.NotIPv4(r.Destination, "the destination of "+named(&r.Resource)) {
			continue
		}
		to := r.NextHop.V.To
		if to == nil {
			continue
		}
		all = append(all, cloud.Written[pair]{What: pair{r.Destination.V, to.Ref()}, Name: r.Name, At: r.Destination.Range()})
		switch hop := to.Object.(type) {
		case *PhysicalConnection:
			if p := (&vbrParts{ports: v.ports()}).portOf(to); p == nil {
				c.Warn(r.NextHop.Range(), fmt.Sprintf("%s of %s leads to %s, which does not end there", named(&r.Resource), named(&v.Resource), named(to)),
					"The next hop of a VBR's route is one of its own circuits or router interfaces. Name one.", cloud.See(to.Key, "the physical connection")...)
			}
		case *RouterInterface:
			if hop.Router.V.To != nil && hop.Router.V.To != &v.Resource {
				c.Warn(r.NextHop.Range(), fmt.Sprintf("%s of %s leads to %s, which stands on another router", named(&r.Resource), named(&v.Resource), named(to)),
					"The next hop of a VBR's route is one of its own circuits or router interfaces. Name one.", cloud.See(to.Key, "the router interface")...)
			}
		}
	}
	cloud.Twice(all, func(first, second cloud.Written[pair]) {
		c.Refuse(second.At, fmt.Sprintf("routes %q and %q of %s have the same destination, %q, and the same next hop", first.Name, second.Name, named(&v.Resource), second.What.destination),
			"One of them is enough. Keep it.", cloud.See(first.At, "the other route")...)
	})
}

// bgp tells of sessions that do not come up: the two ends contradict each other.
// One that waits for its circuit is not told of.
func (c *checker) bgp(v *VBR) {
	peers := 0
	for _, g := range v.BGPGroups.All() {
		peers += g.Peers.Len()
		if peers > mostPeers {
			c.Warn(g.Key, fmt.Sprintf("%s has more than %d BGP peers", named(&v.Resource), mostPeers),
				"The cloud refuses more; netsim counts with all of them. Take some away.")
			break
		}
	}
	parts := &vbrParts{ports: v.ports()}
	for i := range parts.ports {
		parts.ports[i].broken = v.broken(&parts.ports[i])
	}
	for _, s := range speechesOf(v, parts) {
		if s.down == nil || s.down.Code != CodeBGPDown || s.peer.Node == nil || s.peer.Status.Present() {
			continue
		}
		c.Warn(s.down.At, fmt.Sprintf("%s of %s is inactive: %s", named(&s.peer.Resource), named(&v.Resource), s.why),
			"A BGP session comes up where both ends agree. Needed: "+s.down.Needed+".", notAt(s.down.At, s.peer.Key, "the peer")...)
	}
}

// notAt is a second place of a finding, where it is another.
func notAt(first, at diag.Range, what string) []diag.Related {
	if at == first {
		return nil
	}
	return cloud.See(at, "%s", what)
}

// routerInterfaces tells of pairs that are not connected, once for each.
func (c *checker) routerInterfaces() {
	count := map[*scenario.Resource]int{}
	for _, region := range c.doc.Regions.All() {
		for _, r := range region.RouterInterfaces.All() {
			to := r.Router.V.To
			if to != nil {
				if home := regionOf(to); home != region {
					c.Refuse(r.Router.Range(), fmt.Sprintf("%s, where %s stands, is in region %q, and not in %q", named(to), named(&r.Resource), home.Name, region.Name),
						"A router interface is in the region of its router. Write it there.", cloud.See(to.Key, "the router")...)
				}
				if count[to]++; count[to] == mostInterfaces+1 {
					c.Warn(r.Key, fmt.Sprintf("%s has more than %d router interfaces", named(to), mostInterfaces),
						"The cloud refuses more; netsim counts with all of them. Take some away.", cloud.See(to.Key, "the router")...)
				}
			}
			c.pairOfInterfaces(r)
		}
	}
}

func (c *checker) pairOfInterfaces(r *RouterInterface) {
	o := r.Opposite.V.To
	paired := o != nil && o.Opposite.V.To == r
	x, why := apart(c.doc, r)
	switch {
	case x == nil, r.Status.Or(interfaceActive) != interfaceActive:
		return // it works, or it is written that it does not
	case paired && (o.Status.Or(interfaceActive) != interfaceActive || r.Ref() > o.Ref()):
		return // or told of at its other end
	case r.Opposite.Present() && o == nil, r.Router.V.To == nil:
		return // an edit took it away
	}
	c.Warn(x.At, fmt.Sprintf("%s is inactive: %s", named(&r.Resource), why),
		"Routes to it lead nowhere. Needed: "+x.Needed+".", notAt(x.At, r.Key, "the router interface")...)
}
