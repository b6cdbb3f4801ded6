package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// routes checks the custom routes of one table: the system table's owner is the
// VPC.
func (c *checker) routes(v *VPC, owner *scenario.Resource, routes scenario.Collection[Route]) {
	table := "the system route table of " + named(&v.Resource)
	if owner.Kind == KindRouteTable {
		table = named(owner)
	}
	var prefixes []cloud.Written[netip.Prefix]
	var lists []cloud.Written[*PrefixList]
	for _, r := range routes.All() {
		c.nextHop(v, r)
		c.published(owner, r)
		if r.Destination.Present() {
			c.destination(v, r, r.Destination.V, r.Destination.Range())
			prefixes = append(prefixes, cloud.Written[netip.Prefix]{What: r.Destination.V, Name: r.Name, At: r.Destination.Range()})
		}
		if to := r.PrefixList.V.To; to != nil {
			c.prefixList(r.PrefixList.Range(), to, regionOf(&v.Resource))
			for _, p := range to.Entries.V {
				c.destination(v, r, p.V, r.PrefixList.Range())
			}
			lists = append(lists, cloud.Written[*PrefixList]{What: to, Name: r.Name, At: r.PrefixList.Range()})
		}
	}
	cloud.Twice(prefixes, func(first, second cloud.Written[netip.Prefix]) {
		c.duplicateRoute(table, second.What.String(), first.Name, first.At, second.Name, second.At)
	})
	cloud.Twice(lists, func(first, second cloud.Written[*PrefixList]) {
		c.duplicateRoute(table, named(&second.What.Resource), first.Name, first.At, second.Name, second.At)
	})
}

func (c *checker) duplicateRoute(table, destination, first string, at diag.Range, second string, here diag.Range) {
	c.Refuse(here, fmt.Sprintf("routes %q and %q of %s have the same destination, %s", first, second, table, destination),
		"A table has one custom route for a destination. Keep one of them.", cloud.See(at, "the other route")...)
}

// prefixList checks that a prefix list is used in its own region.
func (c *checker) prefixList(at diag.Range, p *PrefixList, r *Region) {
	if home := regionOf(&p.Resource); home != r {
		c.Refuse(at, fmt.Sprintf("%s is of region %q, and not of %q", named(&p.Resource), home.Name, r.Name),
			"A prefix list is used in its own region. Write one in this region.", cloud.See(p.Key, "the prefix list")...)
	}
}

// destination: it may contain a vSwitch of the VPC, and not equal one or lie
// inside it; 100.64.0.0/10 itself is the system's, and a part of it is taken
// with a warning (routing a, custom routes; H, M).
func (c *checker) destination(v *VPC, r *Route, p netip.Prefix, at diag.Range) {
	if s := c.vSwitchAround(v, p); s != nil {
		c.Refuse(at, fmt.Sprintf("the destination %q of %s lies in %s (%s)", p, named(&r.Resource), named(&s.Resource), s.CIDR.V),
			"Within a VPC packets go straight to the vSwitch; a custom route cannot take them. Delete the route, or write a wider destination.",
			cloud.See(s.CIDR.Range(), "the block of the vSwitch")...)
		return
	}
	switch {
	case p == serviceAddresses:
		c.Refuse(at, fmt.Sprintf("the destination of %s is the system route's, %q", named(&r.Resource), p),
			"Every route table of a VPC has a system route for the cloud's services, which cannot be replaced. Write the service's own addresses.")
	case cloud.Within(p, serviceAddresses) && !c.leadsToGateway(r, p):
		c.Warn(at, fmt.Sprintf("the destination %q of %s takes packets for cloud services", p, named(&r.Resource)),
			"It goes before the system route 100.64.0.0/10, so services with these addresses are reached by this route or not at all. Keep it only if that is meant.")
	}
}

// leadsToGateway: a route that leads on to another network, for addresses that an
// API gateway of the scenario has there, is what the documents ask for (routing c.3,
// J5; M).
func (c *checker) leadsToGateway(r *Route, p netip.Prefix) bool {
	if !slices.Contains([]string{"attachment", "router_interface", "ecr"}, r.hopType()) {
		return false
	}
	for _, region := range c.doc.Regions.All() {
		for _, g := range region.APIGateways.All() {
			if slices.ContainsFunc(values(g.VPCEgressCIDRs), func(own netip.Prefix) bool { return cloud.Within(p, own) }) {
				return true
			}
		}
	}
	return false
}

// vSwitchAround finds the vSwitch of a VPC that a block equals or lies in.
func (c *checker) vSwitchAround(v *VPC, p netip.Prefix) *VSwitch {
	index, ok := c.byBlock[v]
	if !ok {
		index = map[netip.Prefix]*VSwitch{}
		for _, s := range slices.Backward(v.VSwitches.All()) { // of two, the first by name
			if s.CIDR.Present() {
				index[s.CIDR.V] = s
			}
		}
		c.byBlock[v] = index
	}
	for bits := p.Bits(); bits >= 0; bits-- {
		wider, err := p.Addr().Prefix(bits)
		if s := index[wider]; err == nil && s != nil {
			return s
		}
	}
	return nil
}

func (c *checker) nextHop(v *VPC, r *Route) {
	hop := r.NextHop
	c.attachmentHop(v, r)
	if to := hop.V.To; to != nil {
		c.peeringHop(v, r, to)
		if home := vpcOf(to); home != nil && home != &v.Resource {
			c.Refuse(hop.Range(), fmt.Sprintf("%s, the next hop of %s, is in %s", named(to), named(&r.Resource), named(home)),
				"The next hop of a route is in the VPC of the route. Name one of "+named(&v.Resource)+".", cloud.See(to.Key, "the %s", kindNames[to.Kind])...)
		}
	}
}

// published: routes of custom tables and routes by prefix list are never
// published (routing a, prefix lists; b.3; H).
func (c *checker) published(table *scenario.Resource, r *Route) {
	why := ""
	switch {
	case !r.Published.V:
		return
	case table.Kind == KindRouteTable:
		why = "it is in a custom route table, and only routes of the system route table are"
	case !r.Destination.Present():
		why = "its destination is a prefix list"
	case !r.publishable():
		why = "routes to a next hop of type " + r.hopType() + " cannot be"
	default:
		return
	}
	c.Warn(r.Published.Range(), fmt.Sprintf("%s is not published: %s", named(&r.Resource), why),
		"The CEN does not learn the route, whatever is written here. Put a route with a CIDR into the system route table, or remove `published`.")
}

// attachmentHop: a route leads to the attachment by which its own VPC is on a
// transit router (routing a, custom routes; H).
func (c *checker) attachmentHop(v *VPC, r *Route) {
	to := r.NextHop.V.To
	if to == nil || to.Kind != KindAttachment {
		return
	}
	why := "of Basic Edition"
	if a, ok := to.Object.(*TransitAttachment); ok {
		switch network, _ := a.network(); network {
		case &v.Resource, nil:
			return
		default:
			why = "of " + named(network)
		}
	}
	c.Refuse(r.NextHop.Range(), fmt.Sprintf("%s, the next hop of %s, is %s", named(to), named(&r.Resource), why),
		"A route leads to the attachment of its own VPC to a transit router. Name one of "+named(&v.Resource)+".", cloud.See(to.Key, "the attachment")...)
}
