package alibaba

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"netsim/topology/cloud"
)

// serviceRoutes checks the service routes of a CEN (routing c.1). What does not
// work is inactive (rulings 3, 4, 26).
func (c *checker) serviceRoutes(n *CEN) {
	var hosts []cloud.Written[netip.Prefix]
	for _, s := range n.ServiceRoutes.All() {
		if s.Host.Present() {
			hosts = append(hosts, cloud.Written[netip.Prefix]{What: s.Host.V, Name: s.Name, At: s.Host.Range()})
			c.serviceHost(s)
		}
		c.hostVPC(n, s)
		c.accessRegions(s)
	}
	cloud.Twice(hosts, func(first, second cloud.Written[netip.Prefix]) {
		c.Warn(second.At, fmt.Sprintf("service routes %q and %q of %s are for the same host, %q", first.Name, second.Name, named(&n.Resource), second.What),
			"A CEN has one service route for a host. Keep one, and list all access regions there.", cloud.See(first.At, "the other service route")...)
	})
}

// serviceHost: the host is the addresses of a service, in the host region.
func (c *checker) serviceHost(s *ServiceRoute) {
	if c.NotIPv4(s.Host, "the host of "+named(&s.Resource)) {
		return
	}
	owners, written := c.ownersOf(s.Host.V)
	to := s.HostRegion.V.To
	switch {
	case len(owners) == 0 && written:
		c.Warn(s.Host.Range(), fmt.Sprintf("no API gateway has the host %q of %s", s.Host.V, named(&s.Resource)),
			"The route leads to addresses that nothing in the scenario has. Write the outbound addresses of the gateway, as the console shows them.")
	case len(owners) == 0, to == nil, slices.ContainsFunc(owners, func(g *APIGateway) bool { return regionOf(&g.Resource) == to }):
	default:
		g := owners[0]
		home := regionOf(&g.Resource).Name
		c.Warn(s.HostRegion.Range(), fmt.Sprintf("%s is inactive: %s is in region %q, and not in %q", named(&s.Resource), named(&g.Resource), home, to.Name),
			"The host region is the region of the service. Write \""+home+"\".", cloud.See(g.VPCEgressCIDRs.Range(), "the addresses of the gateway")...)
	}
}

// ownersOf are the gateways that have some of a host's addresses; written: some
// gateway tells its addresses. Regions may use the same ones.
func (c *checker) ownersOf(host netip.Prefix) (owners []*APIGateway, written bool) {
	for _, r := range c.doc.Regions.All() {
		for _, g := range r.APIGateways.All() {
			cidrs := values(g.VPCEgressCIDRs)
			written = written || len(cidrs) > 0
			if slices.ContainsFunc(cidrs, host.Overlaps) {
				owners = append(owners, g)
			}
		}
	}
	return owners, written
}

// hostVPC: the VPC that the service is reached through is in the host region,
// and on the CEN.
func (c *checker) hostVPC(n *CEN, s *ServiceRoute) {
	v := s.HostVPC.V.To
	if v == nil {
		return
	}
	home := regionOf(&v.Resource)
	if to := s.HostRegion.V.To; to != nil && to != home {
		c.Warn(s.HostVPC.Range(), fmt.Sprintf("%s is inactive: its host VPC is in region %q, and its host region is %q", named(&s.Resource), home.Name, to.Name),
			"The host VPC hands packets to the services of its own region. Name a VPC of the host region.", cloud.See(s.HostRegion.Range(), "the host region")...)
	}
	attached := slices.ContainsFunc(n.Attachments.All(), func(a *Attachment) bool { return a.VPC.V.To == v })
	if !attached {
		c.Warn(s.HostVPC.Range(), fmt.Sprintf("%s is inactive: its host VPC %q is not attached to %s", named(&s.Resource), v.Name, named(&n.Resource)),
			"The CEN leads packets for the service into the host VPC. Attach it, or name a VPC that is attached.", cloud.See(v.Key, "the VPC")...)
	}
}

func (c *checker) accessRegions(s *ServiceRoute) {
	list, host := s.AccessRegions, s.HostRegion.V.To
	if list.Present() && len(list.V) == 0 {
		c.Warn(list.Range(), fmt.Sprintf("%s has no access region, so it serves nobody", named(&s.Resource)),
			"Only networks of the access regions use the route. Name the regions of the callers.")
		return
	}
	if host == nil || len(list.V) == 0 {
		return
	}
	var far []string
	listed, gone := false, false
	for _, r := range list.V {
		switch to := r.V.To; to {
		case nil:
			gone = true
		case host:
			listed = true
		default:
			far = append(far, fmt.Sprintf("%q", to.Name))
		}
	}
	if !listed && !gone && !s.HostRegionServed.Present() {
		c.Warn(list.Range(), fmt.Sprintf("the access regions of %s omit its host region %q", named(&s.Resource), host.Name),
			"Whether the service works from the host region then is not documented (rulings.md, 4); a check that turns on it is unknown. Add the region, or write `host_region_served`.",
			cloud.See(s.HostRegion.Range(), "the host region")...)
	}
	if len(far) > 0 {
		c.acrossRegions(s, host, strings.Join(far, ", "))
	}
}

// acrossRegions: across regions only the CEN team makes a service route, on a
// ticket (routing 0.1, ruling 3; H).
func (c *checker) acrossRegions(s *ServiceRoute, host *Region, far string) {
	p := s.Provisioning
	related := cloud.See(s.AccessRegions.Range(), "the access regions")
	switch {
	case !p.Present():
		c.Warn(s.Key, fmt.Sprintf("how %s was made is open", named(&s.Resource)),
			fmt.Sprintf("It leads across regions, to %q, which works only if the CEN team made it on a ticket (rulings.md, 3); a check that turns on it is unknown. Write `provisioning`.", host.Name),
			related...)
	case p.V == selfService:
		c.Warn(p.Range(), fmt.Sprintf("%s is inactive from %s: it leads across regions", named(&s.Resource), far),
			"The console and the API make a service route within the host region only. Open a ticket to the CEN team, and write `provisioning: ticket`.",
			related...)
	}
}
