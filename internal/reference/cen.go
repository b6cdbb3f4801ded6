package reference

import (
	"net/netip"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

type cen struct {
	*resource
	enterprise  bool
	attachments []*attachment
	allocations []*allocation
	services    []*serviceRoute
	policies    []*policy
	routers     []*transitRouter
	peers       []*peerAttachment
}

type attachment struct {
	*resource
	cen   *cen
	vpc   *vpc // nil: gone
	vbr   *vbr // in its place
	order int  // 0: not written
}

type allocation struct {
	*resource
	regions []*region
	plan    *plan // nil: none, or gone
	rate    scenario.Bandwidth
}

type plan struct {
	*resource
	areas []string
	rate  scenario.Bandwidth
	cen   *cen
}

type serviceRoute struct {
	*resource
	cen          *cen
	host         netip.Prefix
	hostRegion   *region
	hostVPC      *vpc
	access       []*region
	provisioning string // empty: not written
	served       *bool
	backend      *bool
}

type policy struct {
	region              *region
	in                  bool
	priority            int
	deny                bool
	sourceRegions       []*region
	sources             []*vpc
	sourcesReversed     bool
	targets             []*vpc
	targetsReversed     bool
	cidrs               []netip.Prefix
	complete            bool
	types               []string
	preference          int // 0: none
	next                int // 0: none
	bySourceRegion      bool
	bySource, byTarget  bool
	byCIDR, byRouteType bool
	table               *transitTable // of Enterprise Edition
	tabled              bool
	at                  diag.Range
}

func (r *reader) plan(e scenario.Entry) *plan {
	p := &plan{rate: rate(e.Value, "bandwidth")}
	p.resource = r.resource("bandwidth_plan", nil, e, p)
	for _, a := range texts(e.Value, "areas") {
		p.areas = append(p.areas, strings.ToLower(a))
	}
	bind(r, p.resource, e.Value, "cen", "cen", &p.cen)
	return p
}

func rate(n *scenario.Node, field string) scenario.Bandwidth {
	b, _ := scenario.ParseBandwidth(textOr(n, field, ""))
	return b
}

func (r *reader) cen(e scenario.Entry) *cen {
	c := &cen{enterprise: textOr(e.Value, "edition", "") == "enterprise"}
	c.resource = r.resource("cen", nil, e, c)
	for _, v := range entries(e.Value, "attachments") {
		a := &attachment{cen: c, order: number(v.Value, "attached_order", 0)}
		a.resource = r.resource("attachment", c.resource, v, a)
		bind(r, a.resource, v.Value, "vpc", "vpc", &a.vpc)
		bind(r, a.resource, v.Value, "vbr", "vbr", &a.vbr)
		c.attachments = append(c.attachments, a)
	}
	for _, v := range entries(e.Value, "region_bandwidth") {
		a := &allocation{rate: rate(v.Value, "bandwidth")}
		a.resource = r.resource("region_bandwidth", c.resource, v, a)
		bindAll(r, a.resource, v.Value, "regions", "region", &a.regions)
		bind(r, a.resource, v.Value, "plan", "bandwidth_plan", &a.plan)
		c.allocations = append(c.allocations, a)
	}
	for _, v := range entries(e.Value, "service_routes") {
		t := &serviceRoute{
			cen: c, host: prefix(v.Value, "host"), provisioning: textOr(v.Value, "provisioning", ""),
			served: flag(v.Value, "host_region_served"), backend: flag(v.Value, "backend_return"),
		}
		t.resource = r.resource("service_route", c.resource, v, t)
		bind(r, t.resource, v.Value, "host_region", "region", &t.hostRegion)
		bind(r, t.resource, v.Value, "host_vpc", "vpc", &t.hostVPC)
		bindAll(r, t.resource, v.Value, "access_regions", "region", &t.access)
		c.services = append(c.services, t)
	}
	if c.enterprise {
		r.transit(c, e.Value)
	}
	for _, n := range items(e.Value, "route_policies") {
		c.policies = append(c.policies, r.policy(c, n))
	}
	return c
}

func (r *reader) policy(c *cen, n *scenario.Node) *policy {
	direction := textOr(n, "direction", "")
	p := &policy{
		in: direction == "in" || direction == "RegionIn", priority: number(n, "priority", 0),
		deny:            textOr(n, "action", "") == "deny" || textOr(n, "action", "") == "Deny",
		sourcesReversed: flagOr(n, "source_instances_reversed", false),
		targetsReversed: flagOr(n, "destination_instances_reversed", false),
		cidrs:           prefixes(n, "destination_cidrs"), preference: number(n, "preference", 0), next: number(n, "next_priority", 0),
		bySourceRegion: value(n, "source_regions") != nil, bySource: value(n, "source_instances") != nil,
		byTarget: value(n, "destination_instances") != nil, byCIDR: value(n, "destination_cidrs") != nil,
		byRouteType: value(n, "route_types") != nil, at: n.Range,
	}
	mode := textOr(n, "cidr_match_mode", "include")
	p.complete = mode == "complete" || mode == "Complete"
	for _, t := range texts(n, "route_types") {
		p.types = append(p.types, strings.ToLower(t))
	}
	p.tabled = value(n, "transit_router_route_table") != nil
	bind(r, c.resource, n, "transit_router_route_table", "transit_router_route_table", &p.table)
	bind(r, c.resource, n, "region", "region", &p.region)
	bindAll(r, c.resource, n, "source_regions", "region", &p.sourceRegions)
	bindAll(r, c.resource, n, "source_instances", "vpc", &p.sources)
	bindAll(r, c.resource, n, "destination_instances", "vpc", &p.targets)
	return p
}
