package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// cenServiceRoute installs a service route in the gateway of every region: in
// use where it was asked for and works, and else with the reason why not
// (routing c.1).
func (l *lowering) cenServiceRoute(p *cenParts, s *ServiceRoute) {
	exit := l.serviceOf(s)
	turn, open := l.turnOf(p, s)
	for _, r := range l.doc.Regions.All() {
		inactive, switches := l.whyUnserved(p, s, r)
		target := l.serviceTarget(p, s, r)
		if inactive != nil {
			// It leads nowhere, and so it is told also to the VPC it would lead to.
			target = fabric.ToDrop(inactive)
		}
		route := fabric.Route{
			Element: fabric.Element{Label: "service route " + s.Name + " (" + s.Host.V.String() + ") of CEN " + p.Name, At: s.Key},
			Prefix:  s.Host.V, Kind: fabric.Static, Announced: fabric.Static,
			Inactive: inactive, Exit: exit, Switches: append(switches, open...),
			Target: target, Order: turn,
		}
		l.b.Route(p.gateways[r], route)
	}
}

// turnOf ranks the service routes of one host in a CEN. The documents do not say
// that there can be two, nor which is used.
func (l *lowering) turnOf(p *cenParts, s *ServiceRoute) (int, []fabric.SwitchID) {
	sw := fabric.Switch{
		Element: element(&p.Resource), ID: "service routes of " + p.Ref() + " for " + s.Host.V.String(),
		Name: "service_routes", Code: "open.service-route-order",
		Text: "which of the service routes of CEN " + p.Name + " for " + s.Host.V.String() + " is used",
	}
	mine := 0
	for _, o := range p.ServiceRoutes.All() {
		if o.Host.V == s.Host.V {
			if o == s {
				mine = len(sw.Values)
			}
			sw.Values = append(sw.Values, o.Name)
		}
	}
	if len(sw.Values) < 2 {
		return 0, nil
	}
	first, id := l.Read(sw)
	if first == mine {
		return 0, []fabric.SwitchID{id}
	}
	return 1, []fabric.SwitchID{id}
}

// serviceOf is the service network that has the addresses of a service route:
// that of the host region if a gateway there has them, else that of the region
// where one does, else that of the host region all the same.
func (l *lowering) serviceOf(s *ServiceRoute) fabric.DomainID {
	host := s.HostRegion.V.To
	if host != nil && host.hasService(s.Host.V) {
		return l.regions[host].service
	}
	for _, r := range l.doc.Regions.All() {
		if r.hasService(s.Host.V) {
			return l.regions[r].service
		}
	}
	if host != nil {
		return l.regions[host].service
	}
	return fabric.None
}

// hasService reports whether a gateway of the region has addresses in a prefix.
func (r *Region) hasService(p netip.Prefix) bool {
	for _, g := range r.APIGateways.All() {
		if slices.ContainsFunc(values(g.VPCEgressCIDRs), p.Overlaps) {
			return true
		}
	}
	return false
}

// serviceTarget leads from an access region to the host region, and there to
// the host VPC, whose own 100.64.0.0/10 route delivers.
func (l *lowering) serviceTarget(p *cenParts, s *ServiceRoute, r *Region) fabric.Target {
	v := s.HostVPC.V.To
	if v == nil {
		return fabric.ToDrop(l.unusable(s, s.Key, CodeServiceRouteInvalid, "its host VPC is gone"))
	}
	host := regionOf(&v.Resource)
	if host == r {
		return fabric.ToTable(l.vpcs[v].main, p.links[v])
	}
	return fabric.ToTable(p.gateways[host], p.between[pairOf(r, host)])
}

func (l *lowering) unusable(s *ServiceRoute, at diag.Range, code diag.Code, why string) *fabric.Refusal {
	return &fabric.Refusal{
		Element: placed("service route "+s.Name, at, s.Key), Code: code, Kind: diag.KindRoute,
		Summary: fmt.Sprintf("service route %s (line %d) does not serve it: %s", s.Name, s.Key.Start.Line, why),
	}
}

// whyUnserved is why a service route is not in use in a region, or nil.
func (l *lowering) whyUnserved(p *cenParts, s *ServiceRoute, r *Region) (*fabric.Refusal, []fabric.SwitchID) {
	host, v := s.HostRegion.V.To, s.HostVPC.V.To
	refuse := func(at diag.Range, code diag.Code, why, needed string) *fabric.Refusal {
		x := l.unusable(s, at, code, why)
		x.Needed = needed
		return x
	}
	access := slices.ContainsFunc(s.AccessRegions.V, func(ref scenario.Value[scenario.Ref[Region]]) bool { return ref.V.To == r })
	if !access && r != host {
		return refuse(s.AccessRegions.Range(), CodeServiceRouteMissing,
			r.Name+" is not an access region of it", r.Name+" among the access regions of service route "+s.Name), nil
	}
	var vpcName string
	if v != nil {
		vpcName = v.Name
	} else {
		vpcName = s.HostVPC.V.Text
	}
	switch {
	case host == nil:
		return refuse(s.HostRegion.Range(), CodeServiceRouteInvalid, "its host region is gone", "the region of the service"), nil
	case v == nil:
		x := refuse(s.HostVPC.Range(), CodeUnattached, "its host VPC "+vpcName+" is gone", "a host VPC that is attached to CEN "+p.Name)
		x.Kind = diag.KindLink
		return x, nil
	case regionOf(&v.Resource) != host:
		return refuse(s.HostVPC.Range(), CodeServiceRouteInvalid,
			"its host VPC "+vpcName+" is in "+regionOf(&v.Resource).Name+", and its host region is "+host.Name,
			"a host VPC in the host region, which is the region of the service"), nil
	case l.serviceOf(s) != l.regions[host].service:
		return refuse(s.HostRegion.Range(), CodeServiceRouteInvalid,
			"the service is not in its host region "+host.Name, "the region of the service as the host region"), nil
	case p.attached[v] == nil:
		x := refuse(s.HostVPC.Range(), CodeUnattached, "its host VPC "+vpcName+" is not attached to CEN "+p.Name,
			"VPC "+vpcName+", attached to CEN "+p.Name)
		x.Kind = diag.KindLink
		return x, nil
	}
	inactive, joins := l.inactive(p, v, p.attached[v])
	if inactive != nil {
		return inactive, joins
	}
	if r != host {
		inactive, switches := l.needsTicket(s, r, host)
		return inactive, append(switches, joins...)
	}
	if !access {
		served, id := l.ReadBool(s.HostRegionServed, fabric.Switch{
			Element: placed("service route "+s.Name, s.AccessRegions.Range(), s.Key),
			ID:      "host_region_served of " + s.Ref(), Name: "host_region_served", Code: "open.host-region-served", Ruling: 4,
			Text:    "whether service route " + s.Name + " works although its access regions omit the host region " + host.Name,
			Declare: cloud.At(s.TreePath, "host_region_served"),
		})
		if !served {
			return refuse(s.AccessRegions.Range(), CodeServiceRouteMissing,
				"its access regions omit the host region "+host.Name, host.Name+" among the access regions of service route "+s.Name), append(joins, id)
		}
		return nil, append(joins, id)
	}
	return nil, joins
}

// uncovered tells of the service routes of a CEN that lead to the region of a
// gateway, where none is for the gateway's addresses: as candidates that are not
// in use.
func (l *lowering) uncovered(p *cenParts) {
	for _, r := range l.doc.Regions.All() {
		for _, g := range r.APIGateways.All() {
			for _, c := range values(g.VPCEgressCIDRs) {
				if !slices.ContainsFunc(p.ServiceRoutes.All(), func(s *ServiceRoute) bool { return contains(s.Host.V, c) }) {
					l.tellUncovered(p, r, g, c)
				}
			}
		}
	}
}

func (l *lowering) tellUncovered(p *cenParts, r *Region, g *APIGateway, c netip.Prefix) {
	for _, s := range p.ServiceRoutes.All() {
		if s.HostRegion.V.To != r {
			continue
		}
		x := l.unusable(s, s.Host.Range(), CodeServiceRouteMissing,
			fmt.Sprintf("it is for %s, and API gateway %s has %s", s.Host.V, g.Name, c))
		x.Needed = fmt.Sprintf("%s as the host of service route %s, or a service route of its own", c, s.Name)
		for _, from := range l.doc.Regions.All() {
			l.b.Route(p.gateways[from], fabric.Route{
				Element: element(&s.Resource), Prefix: c, Kind: fabric.Static, Announced: fabric.Static,
				Inactive: x, Exit: l.regions[r].service, Target: fabric.ToDrop(x),
			})
		}
	}
}

// contains reports whether a prefix has all addresses of another.
func contains(p, of netip.Prefix) bool { return p.Bits() <= of.Bits() && p.Contains(of.Addr()) }

// needsTicket: across regions only the CEN team makes a service route, on a
// ticket (routing 0.1, ruling 3; H).
func (l *lowering) needsTicket(s *ServiceRoute, r, host *Region) (*fabric.Refusal, []fabric.SwitchID) {
	sw := fabric.Switch{
		Element: placed("service route "+s.Name, s.Provisioning.Range(), s.Key),
		ID:      "provisioning of " + s.Ref(), Name: "provisioning", Code: "open.provisioning", Ruling: 3,
		Values: []string{selfService, ticket}, Declared: s.Provisioning.Present(),
		Declare: cloud.At(s.TreePath, "provisioning", selfService, ticket),
		Text:    "service route " + s.Name + " was made by the CEN team on a ticket (ticket), or by the console or the API (self_service), which does not work across regions",
	}
	if s.Provisioning.V == ticket {
		sw.Value = 1
	}
	n, id := l.Read(sw)
	if n == 1 {
		return nil, []fabric.SwitchID{id}
	}
	x := l.unusable(s, s.Provisioning.Range(), CodeServiceRouteNeedsTicket,
		fmt.Sprintf("it leads from %s to %s, and across regions only the CEN team makes it, on a ticket", r.Name, host.Name))
	x.Needed = "a ticket to the CEN team (provisioning: ticket)"
	return x, []fabric.SwitchID{id}
}
