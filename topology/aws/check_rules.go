package aws

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// routes checks the static routes of one table.
func (c *checker) routes(v *VPC, t *RouteTable) {
	var prefixes []cloud.Written[netip.Prefix]
	var lists []cloud.Written[*PrefixList]
	for _, r := range t.Routes.All() {
		c.routeTarget(v, r)
		c.endpointRoute(r)
		if d := r.Destination; d.Present() {
			c.destination(v, r)
			prefixes = append(prefixes, cloud.Written[netip.Prefix]{What: d.V, Name: r.Name, At: d.Range()})
		}
		if to := r.PrefixList.V.To; to != nil {
			if home := regionOf(&to.Resource); home != regionOf(&v.Resource) {
				c.Refuse(r.PrefixList.Range(), fmt.Sprintf("%s is of region %q, and not of %q", named(&to.Resource), home.Name, regionOf(&v.Resource).Name),
					"A prefix list is used in its own region. Write one in this region.", cloud.See(to.Key, "the prefix list")...)
			}
			lists = append(lists, cloud.Written[*PrefixList]{What: to, Name: r.Name, At: r.PrefixList.Range()})
		}
	}
	cloud.Twice(prefixes, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("routes %q and %q of %s have the same destination, %s", first.Name, second.Name, named(&t.Resource), second.What),
			"A table has one static route for a destination. Keep one of them.", cloud.See(first.At, "the other route")...)
	})
	cloud.Twice(lists, func(first, second cloud.Written[*PrefixList]) {
		c.Refuse(second.At, fmt.Sprintf("routes %q and %q of %s have the same destination, %s", first.Name, second.Name, named(&t.Resource), named(&second.What.Resource)),
			"A table has one static route for a prefix list. Keep one of them.", cloud.See(first.At, "the other route")...)
	})
}

func (c *checker) routeTarget(v *VPC, r *Route) {
	to := r.Target.V.To
	if to == nil {
		return
	}
	p, peered := to.Object.(*Peering)
	if !peered {
		c.owned(v, r.Target.Range(), to, "the target of "+named(&r.Resource))
		return
	}
	if joins, _ := p.ends(v); !joins && p.Requester.V.To != nil && p.Accepter.V.To != nil {
		c.Refuse(r.Target.Range(), fmt.Sprintf("%s, the target of %s, does not join %s", named(to), named(&r.Resource), named(&v.Resource)),
			"A route leads to a peering connection of its own VPC. Name one of these.", cloud.See(to.Key, "the peering connection")...)
	}
}

// unroutable is what no route of a VPC can be for (sheet a13; H).
var unroutable = netip.MustParsePrefix("169.254.168.0/22")

// destination: inside a block of the VPC a route is for a whole subnet, and leads
// to a NAT gateway, a network interface or an endpoint (sheet a3; H).
func (c *checker) destination(v *VPC, r *Route) {
	d := r.Destination
	switch why := narrowerThanLocal(v, r, d.V, element(&r.Resource)); {
	case cloud.Within(d.V, unroutable):
		c.Refuse(d.Range(), fmt.Sprintf("the destination %q of %s lies in %q, which cannot be routed", d.V, named(&r.Resource), unroutable),
			"These addresses are AWS's own. Write another destination.")
	case slices.ContainsFunc(v.blocks(), func(b scenario.Value[netip.Prefix]) bool { return b.V == d.V }):
		c.Refuse(d.Range(), fmt.Sprintf("the destination of %s is a block of %s, %q, which has its local route", named(&r.Resource), named(&v.Resource), d.V),
			"Every table has the local routes of its VPC. Remove this one.")
	case why != nil:
		c.Warn(d.Range(), fmt.Sprintf("%s is inactive: its destination %q lies in a block of %s", named(&r.Resource), d.V, named(&v.Resource)),
			"Inside a block of the VPC a route is for a whole subnet, and leads to a NAT gateway, a network interface or an endpoint. AWS refuses others.")
	}
}

func (c *checker) securityGroup(g *SecurityGroup) {
	for _, d := range []way{ingress, egress} {
		for n, r := range d.rules(g) {
			what := fmt.Sprintf("%s rule %d of %s", d.name, n+1, named(&g.Resource))
			c.RulePorts(r.Protocol, r.Ports, what)
			c.RuleFamily(r.Protocol, r.Peer.V.Prefix, r.Peer.Node, what)
			c.peerGroup(g, r, what)
		}
	}
}

// peerGroup: a rule names groups of its own VPC, or of one that is peered with it
// in the same region (sheet b2; H). Another rule matches nothing (ruling 26).
func (c *checker) peerGroup(g *SecurityGroup, r *Rule, what string) {
	if r.Peer.V.Ref.To == nil {
		return
	}
	if to, ok := r.Peer.V.Ref.To.Object.(*SecurityGroup); ok && !c.doc.names(g, to) {
		c.Warn(r.Peer.Range(), fmt.Sprintf("%s matches nothing: %s is of %s", what, named(&to.Resource), named(&vpcOf(&to.Resource).Resource)),
			"A rule names groups of its own VPC, or of one in the same region that an active peering connection joins to it. Write the CIDR blocks of the far end.",
			cloud.See(to.Key, "the group")...)
	}
}

// networkACLs: a subnet has one network ACL, of its own VPC (sheet b5; H).
func (c *checker) networkACLs(v *VPC) {
	var bound []cloud.Written[*Subnet]
	for _, a := range v.NetworkACLs.All() {
		for _, ref := range a.Subnets.V {
			if s := ref.V.To; s != nil && c.owned(v, ref.Range(), &s.Resource, "a subnet of "+named(&a.Resource)) {
				bound = append(bound, cloud.Written[*Subnet]{What: s, Name: named(&a.Resource), At: ref.Range()})
			}
		}
		for _, d := range []way{ingress, egress} {
			var numbers []cloud.Written[int]
			for _, e := range d.entries(a) {
				what := fmt.Sprintf("%s entry %d of %s", d.name, e.Number.V, named(&a.Resource))
				c.RulePorts(e.Protocol, e.Ports, what)
				c.RuleFamily(e.Protocol, e.CIDR.V, e.CIDR.Node, what)
				if e.Number.Present() {
					numbers = append(numbers, cloud.Written[int]{What: e.Number.V, Name: what, At: e.Number.Range()})
				}
			}
			cloud.Twice(numbers, func(first, second cloud.Written[int]) {
				c.Refuse(second.At, "there are two "+second.Name[:len(d.name)]+" entries "+fmt.Sprint(second.What)+" of "+named(&a.Resource),
					"An entry is known by its number. Write another.", cloud.See(first.At, "the other entry")...)
			})
		}
	}
	cloud.Twice(bound, func(first, second cloud.Written[*Subnet]) {
		c.Refuse(second.At, fmt.Sprintf("%s is associated with %s and with %s", named(&second.What.Resource), first.Name, second.Name),
			"A subnet has one network ACL. Keep one.", cloud.See(first.At, "the other association")...)
	})
}
