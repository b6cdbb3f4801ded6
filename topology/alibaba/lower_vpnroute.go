package alibaba

import (
	"cmp"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// tunnelRoute is a route into a tunnel, of any sort.
type tunnelRoute struct {
	fabric.Element
	source, destination netip.Prefix
	at                  diag.Range // of the destination
	to                  scenario.Value[scenario.Ref[VPNConnection]]
	publish, announce   bool
	weight, priority    int
}

// refused is why a route is not used that takes addresses of cloud services, or
// everything (routing c.3; H).
func (r *tunnelRoute) refused() *fabric.Refusal {
	if !takesServices(r.destination) {
		return nil
	}
	return &fabric.Refusal{
		Element: fabric.Element{Label: r.Label, At: r.at}, Code: CodeVPNRouteRefused, Kind: diag.KindRoute,
		Summary: r.Label + " takes addresses of cloud services, and such a route of a VPN is not used",
		Needed:  "a route for the site's own blocks, none of which contains, or lies in, 100.64.0.0/10",
	}
}

// takesServices reports whether a block overlaps the addresses of cloud services.
func takesServices(p netip.Prefix) bool { return p.IsValid() && p.Overlaps(serviceAddresses) }

// lead makes a tunnel route one of the fabric.
func (l *lowering) lead(r *tunnelRoute) fabric.Route {
	out := fabric.Route{
		Element: r.Element, Prefix: r.destination, Kind: fabric.Static, Announced: fabric.Static, Announce: true,
		Rank: activeWeight - r.weight, Inactive: r.refused(), Exit: fabric.None,
	}
	c := r.to.V.To
	if c == nil {
		gone := &fabric.Refusal{
			Element: r.Element, Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
			Summary: "the IPsec connection of " + r.Label + " is gone", Needed: "an IPsec connection",
		}
		out.Target, out.Inactive, out.Exit = fabric.ToDrop(gone), cmp.Or(out.Inactive, gone), l.internet.Domain
		return out
	}
	p := l.vpns[c]
	out.Inactive, out.Switches = cmp.Or(out.Inactive, p.down), p.switches
	if site := c.IDC.V.To; site != nil {
		out.Exit = l.idcs[site].domain
	} else {
		out.Exit = p.domain
	}
	out.Target = fabric.ToTable(p.into, fabric.None)
	if p.down != nil {
		out.Target = fabric.ToDrop(p.down)
	}
	return out
}

// destinationRoutes are the destination-based routes of a gateway.
func destinationRoutes(g *VPNGateway) (list []tunnelRoute) {
	for _, r := range g.Routes.All() {
		list = append(list, tunnelRoute{
			Element:     fabric.Element{Label: "route " + r.Destination.V.String() + " of VPN gateway " + g.Name, At: r.Key},
			destination: r.Destination.V, at: r.Destination.Range(), to: r.NextHop, publish: r.PublishVPC.V, announce: r.Published.V,
			weight: r.Weight.Or(activeWeight),
		})
	}
	return list
}

// policyRoutes are the policy-based routes of a gateway, those first that are
// asked first.
func policyRoutes(g *VPNGateway) (list []tunnelRoute) {
	for _, r := range g.PolicyRoutes {
		list = append(list, tunnelRoute{
			Element: fabric.Element{Label: "policy-based route " + r.Source.V.String() + " - " + r.Destination.V.String() + " of VPN gateway " + g.Name, At: r.Node.Range},
			source:  r.Source.V, destination: r.Destination.V, at: r.Destination.Range(), to: r.NextHop, publish: r.PublishVPC.V,
			weight: r.Weight.Or(activeWeight), priority: r.Priority.Or(policyPriority),
		})
	}
	slices.SortStableFunc(list, func(a, b tunnelRoute) int {
		return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(b.weight, a.weight))
	})
	return list
}

// vpnGatewayRoutes fills the tables of a gateway, and those of its VPC with what
// is published there.
func (l *lowering) vpnGatewayRoutes(v *VPC, g *VPNGateway) {
	p := l.vgws[g]
	plain, policies := destinationRoutes(g), policyRoutes(g)
	for i := range plain {
		l.b.Route(p.table, l.lead(&plain[i]))
	}
	if len(policies) > 0 {
		l.policyTables(g, policies)
	}
	for _, list := range [][]tunnelRoute{plain, policies} {
		for i := range list {
			if list[i].publish {
				l.publishVPN(v, g, &list[i])
			}
		}
	}
	for _, r := range l.doc.Regions.All() {
		for _, c := range r.VPNConnections.All() {
			if c.VPNGateway.V.To == g && c.BGP != nil {
				l.vpnBGP(c, p.dynamics, l.vpcs[v].main, true)
			}
		}
	}
	l.propagate(v, g)
}

// publishVPN writes a route of a gateway into the system route table of the VPC
// (routing f; H). It goes with the tunnel.
func (l *lowering) publishVPN(v *VPC, g *VPNGateway, r *tunnelRoute) {
	out := l.lead(r)
	out.Label += ", published to VPC " + v.Name
	out.Announce, out.Order = r.announce, out.Rank+1
	out.Rank = 0
	if out.Announce {
		out.Exit = l.vpcs[v].domain
	}
	if out.Inactive == nil {
		out.Target = l.hops[&g.Resource].target
	}
	l.b.Route(l.vpcs[v].main, out)
}

// policyTables has the packets of each source look up, of the policies that are
// for it, the one that comes first; what none takes goes on to the
// destination-based routes.
func (l *lowering) policyTables(g *VPNGateway, policies []tunnelRoute) {
	p := l.vgws[g]
	var sources []netip.Prefix
	for _, r := range policies {
		if !slices.Contains(sources, r.source) {
			sources = append(sources, r.source)
		}
	}
	for _, s := range sources {
		e := fabric.Element{Label: "the policy-based routes of VPN gateway " + g.Name + " for " + s.String(), At: g.Key}
		t := l.b.Table(fabric.Table{Element: e, Domain: p.domain})
		l.b.Route(p.policies, fabric.Route{Element: e, Prefix: s, Kind: fabric.Static, Target: fabric.ToTable(t, fabric.None), Exit: p.domain})
		for _, d := range policies {
			if !contains(d.source, s) {
				continue
			}
			// For a narrower prefix a wider one may come first.
			for turn, r := range policies {
				if contains(r.source, s) && contains(r.destination, d.destination) {
					out := l.lead(&r)
					out.Prefix, out.Rank, out.Order = d.destination, 0, turn
					l.b.Route(t, out)
				}
			}
		}
		l.otherwise(t, p.table)
	}
	l.otherwise(p.policies, p.table)
}

// vpnConnectionRoutes fills the table of a connection that is attached to a
// transit router.
func (l *lowering) vpnConnectionRoutes(c *VPNConnection) {
	if c.VPNGateway.Present() {
		return
	}
	p := l.vpns[c]
	for _, r := range c.Routes.All() {
		l.b.Route(p.table, l.lead(&tunnelRoute{
			Element:     fabric.Element{Label: "route " + r.Destination.V.String() + " of " + element(&c.Resource).Label, At: r.Key},
			destination: r.Destination.V, at: r.Destination.Range(), weight: r.Weight.Or(activeWeight),
			to: scenario.Value[scenario.Ref[VPNConnection]]{V: scenario.Ref[VPNConnection]{To: c}},
		}))
	}
	if c.BGP != nil {
		l.vpnBGP(c, p.table, p.table, false)
	}
}

// vpnBGP has a site and the cloud's end of a tunnel tell each other their routes:
// the site its blocks, to one table, and the cloud what another table has.
func (l *lowering) vpnBGP(c *VPNConnection, to, from fabric.TableID, own bool) {
	site := c.IDC.V.To
	if site == nil {
		return
	}
	p, s := l.vpns[c], l.idcs[site]
	e := placed("BGP over "+element(&c.Resource).Label, c.BGP.PeerASN.Range(), c.Key)
	down := cmp.Or(p.down, c.unpeered(e, site))
	for _, b := range site.Prefixes.V {
		if !b.Present() {
			continue
		}
		target := fabric.ToTable(p.into, fabric.None)
		if down != nil {
			target = fabric.ToDrop(down)
		}
		l.b.Route(to, fabric.Route{
			Element: fabric.Element{Label: b.V.String() + " by " + e.Label, At: e.At}, Prefix: b.V, Kind: fabric.Learned, Announced: fabric.Learned, Announce: true,
			ASPath: []uint32{uint32(site.ASN.V)}, Inactive: down, Target: target, Exit: s.domain, Switches: p.switches,
		})
	}
	l.b.Session(fabric.Session{
		Element: e, From: from, To: s.table, Link: p.link, Enter: []fabric.TableID{p.out}, Own: own,
		ASN: uint32(c.BGP.LocalASN.Or(defaultASN)), Inactive: down, Switches: p.switches,
	})
}

// unpeered is why BGP over a tunnel does not come up, or nil: the two ends must
// name each other's AS numbers.
func (c *VPNConnection) unpeered(e fabric.Element, site *IDC) *fabric.Refusal {
	if site.ASN.Present() && site.ASN.V == c.BGP.PeerASN.V {
		return nil
	}
	return &fabric.Refusal{
		Element: e, Code: CodeVPNDown, Kind: diag.KindLink,
		Summary: e.Label + " does not come up: its `peer_asn` is not the AS number of IDC " + site.Name,
		Needed:  "the AS number of the site as `peer_asn`",
	}
}

// propagate has a VPC learn what BGP brings to its gateway, if that is on
// (routing f; H).
func (l *lowering) propagate(v *VPC, g *VPNGateway) {
	if p := l.vgws[g]; g.AutoPropagate.V {
		l.taught(v, fabric.Session{Element: element(&g.Resource), From: p.dynamics, Link: fabric.None, Enter: []fabric.TableID{p.policies}, Own: true})
	}
}

// taught has the tables of a VPC learn over a session: the system table, unless it
// takes no routes, and the custom ones that do (routing a, route choice 5; M).
func (l *lowering) taught(v *VPC, s fabric.Session) {
	off := s.Inactive
	s.To = l.vpcs[v].main
	s.Inactive = cmp.Or(off, propagationOff("the system route table of VPC "+v.Name, v.RoutePropagation.Or(true), v.RoutePropagation.Range(), v.Key))
	l.b.Session(s)
	for _, t := range v.RouteTables.All() {
		s.To = l.vpcs[v].custom[t]
		s.Inactive = cmp.Or(off, propagationOff(element(&t.Resource).Label, t.RoutePropagation.V, t.RoutePropagation.Range(), t.Key))
		l.b.Session(s)
	}
}
