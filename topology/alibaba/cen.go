package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// CEN is a Cloud Enterprise Network instance.
type CEN struct {
	scenario.Resource
	Edition         scenario.Value[string]
	Attachments     scenario.Collection[Attachment]
	RegionBandwidth scenario.Collection[Allocation]
	ServiceRoutes   scenario.Collection[ServiceRoute]
	RoutePolicies   []*RoutePolicy
	TransitRouters  scenario.Collection[TransitRouter]
	PeerAttachments scenario.Collection[PeerAttachment]
	PrivateZones    scenario.Collection[ZoneAccess]
}

// Attachment attaches a VPC or a VBR.
type Attachment struct {
	scenario.Resource
	VPC   scenario.Value[scenario.Ref[VPC]]
	VBR   scenario.Value[scenario.Ref[VBR]]
	Order scenario.Value[int]
}

// Allocation is bandwidth of a plan that is given to a pair of regions.
type Allocation struct {
	scenario.Resource
	Regions   scenario.Values[scenario.Ref[Region]]
	Plan      scenario.Value[scenario.Ref[BandwidthPlan]]
	Bandwidth scenario.Value[scenario.Bandwidth]
}

// BandwidthPlan is bandwidth bought for a pair of areas.
type BandwidthPlan struct {
	scenario.Resource
	Areas     scenario.Values[string]
	Bandwidth scenario.Value[scenario.Bandwidth]
	CEN       scenario.Value[scenario.Ref[CEN]]
}

// ServiceRoute makes a cloud service reachable through a CEN
// (ResolveAndRouteServiceInCen; routing c.1).
type ServiceRoute struct {
	scenario.Resource
	Host             scenario.Value[netip.Prefix]
	HostRegion       scenario.Value[scenario.Ref[Region]]
	HostVPC          scenario.Value[scenario.Ref[VPC]]
	AccessRegions    scenario.Values[scenario.Ref[Region]]
	Provisioning     scenario.Value[string]
	HostRegionServed scenario.Value[bool]
	BackendReturn    scenario.Value[bool]
}

// RoutePolicy is one route map of a regional gateway (routing b.4).
type RoutePolicy struct {
	scenario.At
	Region                       scenario.Value[scenario.Ref[Region]]
	Direction                    scenario.Value[string]
	Priority                     scenario.Value[int]
	Action                       scenario.Value[string]
	SourceRegions                scenario.Values[scenario.Ref[Region]]
	SourceInstances              scenario.Values[scenario.AnyRef]
	SourceInstancesReversed      scenario.Value[bool]
	DestinationInstances         scenario.Values[scenario.AnyRef]
	DestinationInstancesReversed scenario.Value[bool]
	DestinationCIDRs             scenario.Values[netip.Prefix]
	CIDRMatchMode                scenario.Value[string]
	RouteTypes                   scenario.Values[string]
	Preference                   scenario.Value[int]
	NextPriority                 scenario.Value[int]
	Table                        scenario.Value[scenario.Ref[TransitRouteTable]]
	SourceTables                 scenario.Values[scenario.AnyRef]
	DestinationTables            scenario.Values[scenario.AnyRef]
	SourceTypes                  scenario.Values[string]
	DestinationTypes             scenario.Values[string]
	MatchASNs                    scenario.Values[int]
	ASPathMatchMode              scenario.Value[string]
	MatchCommunities             scenario.Values[string]
	CommunityMatchMode           scenario.Value[string]
	OperateCommunities           scenario.Values[string]
	CommunityOperateMode         scenario.Value[string]
	PrependASPath                scenario.Values[int]
}

const (
	editionBasic      = "basic"
	editionEnterprise = "enterprise"

	modeInclude  = "include"
	modeComplete = "complete"
	modeAdditive = "additive"

	ticket      = "ticket"
	selfService = "self_service"
)

func cenTable() *scenario.Table[CEN] {
	return scenario.NewTable("CEN", "A Cloud Enterprise Network instance.",
		scenario.Required("edition", scenario.Enum(
			scenario.Choice(editionBasic, "Basic Edition: routes are exchanged by themselves"),
			scenario.Choice(editionEnterprise, "Enterprise Edition: transit routers with route tables, association and propagation")),
			func(c *CEN) *scenario.Value[string] { return &c.Edition }, "basic or enterprise.").Example(editionBasic),
		scenario.MapOf("attachments", KindAttachment, attachmentTable(),
			func(c *CEN) *scenario.Collection[Attachment] { return &c.Attachments }, "Attached networks."),
		scenario.MapOf("region_bandwidth", KindAllocation, allocationTable(),
			func(c *CEN) *scenario.Collection[Allocation] { return &c.RegionBandwidth },
			"Bandwidth allocated to pairs of regions; a pair without has 1 kbit/s, for tests.").NotCalled("bandwidth_limits", "region_bandwidths"),
		scenario.MapOf("service_routes", KindServiceRoute, scenario.Later(serviceRouteTable),
			func(c *CEN) *scenario.Collection[ServiceRoute] { return &c.ServiceRoutes },
			"Routes to cloud services (ResolveAndRouteServiceInCen)."),
		scenario.Objects("route_policies", scenario.Later(routePolicyTable),
			func(c *CEN) *[]*RoutePolicy { return &c.RoutePolicies }, "Route policies of the regional gateways."),
		scenario.MapOf("transit_routers", KindTransitRouter, scenario.Later(transitRouterTable),
			func(c *CEN) *scenario.Collection[TransitRouter] { return &c.TransitRouters }, "Transit routers of Enterprise Edition, one in a region."),
		scenario.MapOf("peer_attachments", KindPeerAttachment, scenario.Later(peerAttachmentTable),
			func(c *CEN) *scenario.Collection[PeerAttachment] { return &c.PeerAttachments },
			"Inter-region connections of Enterprise Edition.").NotCalled("inter_region_connections", "transit_router_peer_attachments"),
		scenario.MapOf("private_zones", KindZoneAccess, scenario.Later(zoneAccessTable),
			func(c *CEN) *scenario.Collection[ZoneAccess] { return &c.PrivateZones }, "Access of sites to PrivateZone (RoutePrivateZoneInCenToVpc)."),
	)
}

func attachmentTable() *scenario.Table[Attachment] {
	return scenario.NewTable("attachment", "A network attached to the CEN.",
		scenario.Optional("vpc", scenario.RefTo[VPC](KindVPC),
			func(a *Attachment) *scenario.Value[scenario.Ref[VPC]] { return &a.VPC }, "The VPC.").Absent("a VBR").NotCalled("vpc_id", "child_instance_id", "instance"),
		scenario.Optional("vbr", scenario.RefTo[VBR](KindVBR),
			func(a *Attachment) *scenario.Value[scenario.Ref[VBR]] { return &a.VBR }, "The VBR.").Absent("a VPC").NotCalled("vbr_id"),
		scenario.Optional("attached_order", scenario.Int(1, 1_000_000),
			func(a *Attachment) *scenario.Value[int] { return &a.Order },
			"Its turn in attaching: of two equal prefixes the first attached is used (rulings.md, 25).").Absent("not known"),
	).ExactlyOne("vpc", "vbr")
}

func allocationTable() *scenario.Table[Allocation] {
	return scenario.NewTable("region bandwidth", "Bandwidth between two regions.",
		scenario.Required("regions", scenario.ListOf(scenario.RefTo[Region](KindRegion)).Narrowed(pairOfDifferent),
			func(a *Allocation) *scenario.Values[scenario.Ref[Region]] { return &a.Regions }, "The two regions."),
		scenario.Optional("plan", scenario.RefTo[BandwidthPlan](KindBandwidthPlan),
			func(a *Allocation) *scenario.Value[scenario.Ref[BandwidthPlan]] { return &a.Plan }, "The bandwidth plan it is taken from.").Absent("none, and the allocation is inactive").NotCalled("bandwidth_plan", "bandwidth_package_id"),
		scenario.Required("bandwidth", scenario.Rate(),
			func(a *Allocation) *scenario.Value[scenario.Bandwidth] { return &a.Bandwidth }, "How much.").Example("2Mbps"),
	)
}

func areaType() scenario.Type[string] {
	return scenario.Enum(
		scenario.Choice("China", "the Chinese mainland", "china"),
		scenario.Choice("Asia-Pacific", "with Hong Kong", "asia-pacific"),
		scenario.Choice("North-America", "", "north-america"),
		scenario.Choice("Europe", "", "europe"),
		scenario.Choice("Australia", "", "australia"),
		scenario.Choice("Middle-East", "", "middle-east"))
}

func bandwidthPlanTable() *scenario.Table[BandwidthPlan] {
	return scenario.NewTable("bandwidth plan", "Bandwidth bought for a pair of areas.",
		scenario.Required("areas", scenario.ListOf(areaType()).Narrowed(pairOfAny),
			func(p *BandwidthPlan) *scenario.Values[string] { return &p.Areas }, "The two areas, which may be the same."),
		scenario.Required("bandwidth", scenario.Rate(),
			func(p *BandwidthPlan) *scenario.Value[scenario.Bandwidth] { return &p.Bandwidth }, "How much.").Example("2Mbps"),
		scenario.Optional("cen", scenario.RefTo[CEN](KindCEN),
			func(p *BandwidthPlan) *scenario.Value[scenario.Ref[CEN]] { return &p.CEN }, "The CEN instance it is bound to.").Absent("none"),
	)
}

func serviceRouteTable() *scenario.Table[ServiceRoute] {
	return scenario.NewTable("service route", "A route to a cloud service through the CEN.",
		scenario.Required("host", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *ServiceRoute) *scenario.Value[netip.Prefix] { return &r.Host }, "The addresses of the service."),
		scenario.Required("host_region", scenario.RefTo[Region](KindRegion),
			func(r *ServiceRoute) *scenario.Value[scenario.Ref[Region]] { return &r.HostRegion }, "The region of the service."),
		scenario.Required("host_vpc", scenario.RefTo[VPC](KindVPC),
			func(r *ServiceRoute) *scenario.Value[scenario.Ref[VPC]] { return &r.HostVPC },
			"The VPC, attached to the CEN, through which the service is reached."),
		scenario.Required("access_regions", scenario.ListOf(scenario.RefTo[Region](KindRegion)),
			func(r *ServiceRoute) *scenario.Values[scenario.Ref[Region]] { return &r.AccessRegions }, "The regions whose networks may use it."),
		scenario.Optional("provisioning", scenario.Enum(
			scenario.Choice(selfService, "by the console or the API"),
			scenario.Choice(ticket, "by the CEN team, on a ticket")),
			func(r *ServiceRoute) *scenario.Value[string] { return &r.Provisioning },
			"How it was made; across regions only a ticket does.").Absent("not known"),
		scenario.Optional("host_region_served", scenario.Bool(),
			func(r *ServiceRoute) *scenario.Value[bool] { return &r.HostRegionServed },
			"Whether it works where access_regions omits the host region.").Absent("not known (rulings.md, 4)"),
		scenario.Optional("backend_return", scenario.Bool(),
			func(r *ServiceRoute) *scenario.Value[bool] { return &r.BackendReturn },
			"Whether the gateway takes a backend's replies that come by this route.").Absent("not known (rulings.md, 28)"),
	)
}

// matchMode is how a list is matched.
func matchMode(any, all string) scenario.Type[string] {
	return scenario.Enum(scenario.Choice(modeInclude, any, "Include"), scenario.Choice(modeComplete, all, "Complete"))
}

// memberTypes are the sorts of networks that route policies speak of.
func memberTypes() scenario.Type[string] {
	return scenario.Enum(
		scenario.Choice("vpc", "", "VPC"), scenario.Choice("vbr", "", "VBR"), scenario.Choice("ccn", "Cloud Connect Network, which netsim does not model", "CCN"),
		scenario.Choice("ecr", "an Express Connect router", "ECR"), scenario.Choice("vpn", "an IPsec connection", "VPN"))
}

func routePolicyTable() *scenario.Table[RoutePolicy] {
	members := []scenario.ResourceKind{KindVPC, KindVBR, KindECR, KindVPNConnection}
	return scenario.NewTable("route policy", "A rule on the routes that a regional gateway takes or gives.",
		scenario.Required("region", scenario.RefTo[Region](KindRegion),
			func(p *RoutePolicy) *scenario.Value[scenario.Ref[Region]] { return &p.Region }, "The region of the gateway."),
		scenario.Required("direction", scenario.Enum(
			scenario.Choice("in", "routes that the gateway takes", "RegionIn"),
			scenario.Choice("out", "routes that the gateway gives", "RegionOut")),
			func(p *RoutePolicy) *scenario.Value[string] { return &p.Direction }, "in or out."),
		scenario.Required("priority", scenario.Int(1, 5000).Narrowed(priorities()),
			func(p *RoutePolicy) *scenario.Value[int] { return &p.Priority }, "1 to 100, lower first; unique per region and direction."),
		scenario.Required("action", scenario.Enum(
			scenario.Choice("permit", "pass the route on", "Permit"), scenario.Choice("deny", "do not", "Deny")),
			func(p *RoutePolicy) *scenario.Value[string] { return &p.Action }, "permit or deny."),
		scenario.Optional("source_regions", scenario.ListOf(scenario.RefTo[Region](KindRegion)),
			func(p *RoutePolicy) *scenario.Values[scenario.Ref[Region]] { return &p.SourceRegions }, "Regions that the route leads to.").Absent("any"),
		scenario.Optional("source_instances", scenario.ListOf(scenario.RefAny(members...)),
			func(p *RoutePolicy) *scenario.Values[scenario.AnyRef] { return &p.SourceInstances }, "Networks that the route leads to.").Absent("any"),
		scenario.Optional("source_instances_reversed", scenario.Bool(),
			func(p *RoutePolicy) *scenario.Value[bool] { return &p.SourceInstancesReversed }, "All but these networks.").Absent("false"),
		scenario.Optional("destination_instances", scenario.ListOf(scenario.RefAny(members...)),
			func(p *RoutePolicy) *scenario.Values[scenario.AnyRef] { return &p.DestinationInstances }, "Networks that the route is given to (out only).").Absent("any"),
		scenario.Optional("destination_instances_reversed", scenario.Bool(),
			func(p *RoutePolicy) *scenario.Value[bool] { return &p.DestinationInstancesReversed }, "All but these networks.").Absent("false"),
		scenario.Optional("destination_cidrs", scenario.ListOf(scenario.CIDR()),
			func(p *RoutePolicy) *scenario.Values[netip.Prefix] { return &p.DestinationCIDRs }, "Prefixes of routes.").Absent("any"),
		scenario.Optional("cidr_match_mode", scenario.Enum(
			scenario.Choice("include", "the route lies inside a prefix", "Include"), scenario.Choice("complete", "the route equals a prefix", "Complete")),
			func(p *RoutePolicy) *scenario.Value[string] { return &p.CIDRMatchMode }, "include or complete.").Absent("include"),
		scenario.Optional("route_types", scenario.ListOf(scenario.Enum(
			scenario.Choice("system", "of vSwitches", "System"), scenario.Choice("custom", "published custom routes, and static ones", "Custom"), scenario.Choice("bgp", "learned from a site", "BGP"))),
			func(p *RoutePolicy) *scenario.Values[string] { return &p.RouteTypes }, "Types of routes.").Absent("any"),
		scenario.Optional("preference", scenario.Int(1, 100),
			func(p *RoutePolicy) *scenario.Value[int] { return &p.Preference }, "The preference a permit gives; lower is better.").Absent("50"),
		scenario.Optional("next_priority", scenario.Int(1, 5000),
			func(p *RoutePolicy) *scenario.Value[int] { return &p.NextPriority }, "After a permit, the policy to go on with.").Absent("stop"),
		scenario.Optional("transit_router_route_table", scenario.RefTo[TransitRouteTable](KindTransitRouteTable),
			func(p *RoutePolicy) *scenario.Value[scenario.Ref[TransitRouteTable]] { return &p.Table },
			"On Enterprise Edition, the route table it is of.").Absent("the system table").NotCalled("transit_router_route_table_id"),
		scenario.Optional("source_route_tables", scenario.ListOf(scenario.RefAny(KindRouteTable, KindTransitRouteTable)),
			func(p *RoutePolicy) *scenario.Values[scenario.AnyRef] { return &p.SourceTables }, "Route tables that the route comes from.").Absent("any").NotCalled("source_route_table_ids"),
		scenario.Optional("destination_route_tables", scenario.ListOf(scenario.RefAny(KindRouteTable, KindTransitRouteTable)),
			func(p *RoutePolicy) *scenario.Values[scenario.AnyRef] { return &p.DestinationTables }, "Route tables that the route is given to (out only).").Absent("any").NotCalled("destination_route_table_ids"),
		scenario.Optional("source_child_instance_types", scenario.ListOf(memberTypes()),
			func(p *RoutePolicy) *scenario.Values[string] { return &p.SourceTypes }, "Sorts of networks that the route leads to.").Absent("any"),
		scenario.Optional("destination_child_instance_types", scenario.ListOf(memberTypes()),
			func(p *RoutePolicy) *scenario.Values[string] { return &p.DestinationTypes }, "Sorts of networks that the route is given to (out only).").Absent("any"),
		scenario.Optional("match_asns", scenario.ListOf(asn()),
			func(p *RoutePolicy) *scenario.Values[int] { return &p.MatchASNs }, "AS numbers in the AS path.").Absent("any"),
		scenario.Optional("as_path_match_mode", matchMode("the path has one of them", "the path has these and no others"),
			func(p *RoutePolicy) *scenario.Value[string] { return &p.ASPathMatchMode }, "include or complete.").Absent(modeInclude),
		scenario.Optional("match_community_set", scenario.ListOf(scenario.Label()),
			func(p *RoutePolicy) *scenario.Values[string] { return &p.MatchCommunities }, "Communities of the route, such as 65001:1000.").Absent("any"),
		scenario.Optional("community_match_mode", matchMode("the route has one of them", "the route has these and no others"),
			func(p *RoutePolicy) *scenario.Value[string] { return &p.CommunityMatchMode }, "include or complete.").Absent(modeInclude),
		scenario.Optional("operate_community_set", scenario.ListOf(scenario.Label()),
			func(p *RoutePolicy) *scenario.Values[string] { return &p.OperateCommunities }, "Communities that a permit gives the route.").Absent("none"),
		scenario.Optional("community_operate_mode", scenario.Enum(
			scenario.Choice(modeAdditive, "besides those that it has", "Additive"), scenario.Choice("replace", "instead of them", "Replace")),
			func(p *RoutePolicy) *scenario.Value[string] { return &p.CommunityOperateMode }, "additive or replace.").Absent("replace"),
		scenario.Optional("prepend_as_path", scenario.ListOf(asn()),
			func(p *RoutePolicy) *scenario.Values[int] { return &p.PrependASPath }, "AS numbers that a permit puts before the AS path, which makes the route worse.").Absent("none"),
	).Narrow(routePolicySchemas)
}
