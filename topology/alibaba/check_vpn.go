package alibaba

import (
	"fmt"
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// vpnGateway checks a VPN gateway and its routes (routing f; H).
func (c *checker) vpnGateway(v *VPC, g *VPNGateway) {
	if s := g.VSwitch.V.To; s != nil && vpcOf(&s.Resource) != &v.Resource {
		c.Refuse(g.VSwitch.Range(), fmt.Sprintf("%s is in %s, and %s is not", named(&s.Resource), named(vpcOf(&s.Resource)), named(&g.Resource)),
			"A VPN gateway stands in a vSwitch of its VPC. Name one of "+named(&v.Resource)+".", cloud.See(s.Key, "the vSwitch")...)
	}
	for _, r := range g.Routes.All() {
		c.tunnelHop(g, r.NextHop)
		c.tunnelRoute(named(&r.Resource)+" of "+named(&g.Resource), r.Destination, r.Weight)
		if r.Published.V && !r.PublishVPC.V {
			c.Warn(r.Published.Range(), named(&r.Resource)+" of "+named(&g.Resource)+" is not published: it is not in the route table of the VPC",
				"Only a route of the system route table is published to a CEN. Write `publish_vpc: true`, which puts it there.")
		}
	}
	for _, r := range g.PolicyRoutes {
		c.tunnelHop(g, r.NextHop)
		c.tunnelRoute("a policy-based route of "+named(&g.Resource), r.Destination, r.Weight)
	}
}

// tunnelHop: a route of a gateway leads to a connection of its own.
func (c *checker) tunnelHop(g *VPNGateway, hop scenario.Value[scenario.Ref[VPNConnection]]) {
	if to := hop.V.To; to != nil && to.VPNGateway.V.To != g && to.VPNGateway.V.Gone == nil {
		c.Refuse(hop.Range(), fmt.Sprintf("%s is not of %s", named(&to.Resource), named(&g.Resource)),
			"A route of a VPN gateway leads to an IPsec connection of that gateway. Name one of these, or write `vpn_gateway` in the connection.",
			cloud.See(to.Key, "the IPsec connection")...)
	}
}

// tunnelRoute checks the destination and the weight of a route into a tunnel.
// Those that take addresses of cloud services must not be (routing c.3; H).
func (c *checker) tunnelRoute(what string, destination scenario.Value[netip.Prefix], weight scenario.Value[int]) {
	if takesServices(destination.V) {
		c.Warn(destination.Range(), fmt.Sprintf("%s is not used: %q takes addresses of cloud services", what, destination.V),
			"A VPN has no routes to 100.64.0.0/10, to a part of it, or to what contains it, such as 0.0.0.0/0. Write the blocks of the site.")
	}
	if weight.Present() && weight.V != 0 && weight.V != activeWeight {
		c.Refuse(weight.Range(), fmt.Sprintf("%s has the weight %d", what, weight.V),
			"A route into a tunnel is in use (100), or stands by (0). Write one of the two.")
	}
}

// vpnConnection checks an IPsec connection.
func (c *checker) vpnConnection(r *Region, n *VPNConnection) {
	if g := n.VPNGateway.V.To; g != nil {
		if home := regionOf(&g.Resource); home != r {
			c.Refuse(n.VPNGateway.Range(), fmt.Sprintf("%s is in region %q, and %s in %q", named(&g.Resource), home.Name, named(&n.Resource), r.Name),
				"An IPsec connection is in the region of its VPN gateway. Write it there.", cloud.See(g.Key, "the VPN gateway")...)
		}
	}
	for _, o := range n.Routes.All() {
		what := named(&o.Resource) + " of " + named(&n.Resource)
		if n.VPNGateway.Present() {
			c.Warn(o.Key, what+" is of no effect: the connection is of a VPN gateway",
				"What goes into the tunnel of a VPN gateway, the routes of the gateway say. Write the route there.", cloud.See(n.VPNGateway.Range(), "the VPN gateway")...)
		}
		c.tunnelRoute(what, o.Destination, o.Weight)
	}
	site := n.IDC.V.To
	if b := n.BGP; b != nil && site != nil && b.PeerASN.Present() && (!site.ASN.Present() || site.ASN.V != b.PeerASN.V) {
		c.Warn(b.PeerASN.Range(), fmt.Sprintf("BGP of %s does not come up: AS %d is not that of %s", named(&n.Resource), b.PeerASN.V, named(&site.Resource)),
			"The two ends of a BGP session name each other's AS numbers. Write the `asn` of the site.", cloud.See(site.Key, "the site")...)
	}
}
