package alibaba

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// TransitRouter is a transit router of Enterprise Edition: the router of a CEN in
// one region (routing b.1, b.3).
type TransitRouter struct {
	scenario.Resource
	Region          scenario.Value[scenario.Ref[Region]]
	MultiRegionECMP scenario.Value[bool]
	PassesStatic    scenario.Value[bool]
	DefaultPolicy   scenario.Value[bool]
	CIDRBlocks      scenario.Collection[TransitRouterCIDR]
	Attachments     scenario.Collection[TransitAttachment]
	RouteTables     scenario.Collection[TransitRouteTable]
}

// TransitRouterCIDR is an address block of a transit router itself.
type TransitRouterCIDR struct {
	scenario.Resource
	CIDR      scenario.Value[netip.Prefix]
	Published scenario.Value[bool]
}

// TransitAttachment attaches a network to a transit router.
type TransitAttachment struct {
	scenario.Resource
	VPC             scenario.Value[scenario.Ref[VPC]]
	VBR             scenario.Value[scenario.Ref[VBR]]
	ECR             scenario.Value[scenario.Ref[ECR]]
	VPNConnection   scenario.Value[scenario.Ref[VPNConnection]]
	ZoneMappings    []*ZoneMapping
	Association     scenario.Value[scenario.Ref[TransitRouteTable]]
	Propagations    scenario.Values[scenario.Ref[TransitRouteTable]]
	AutoPublish     scenario.Value[bool]
	ApplianceMode   scenario.Value[bool]
	AllowedPrefixes scenario.Values[netip.Prefix]
	Status          scenario.Value[string]
	Order           scenario.Value[int]
}

// ZoneMapping is where a transit router has an interface in a VPC.
type ZoneMapping struct {
	scenario.At
	Zone    scenario.Value[string]
	VSwitch scenario.Value[scenario.Ref[VSwitch]]
}

// TransitRouteTable is a route table of a transit router.
type TransitRouteTable struct {
	scenario.Resource
	Type         scenario.Value[string]
	Routes       scenario.Collection[TransitRoute]
	PrefixLists  []*TransitPrefixList
	Aggregations scenario.Collection[Aggregation]
}

// TransitRoute is a static entry of a transit router's route table.
type TransitRoute struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	NextHop     scenario.Value[scenario.AnyRef]
	Blackhole   scenario.Value[bool]
}

// TransitPrefixList makes static entries of a prefix list.
type TransitPrefixList struct {
	scenario.At
	PrefixList scenario.Value[scenario.Ref[PrefixList]]
	NextHop    scenario.Value[scenario.AnyRef]
	Blackhole  scenario.Value[bool]
}

// Aggregation is an aggregate route, advertised to VPCs instead of what lies
// inside it.
type Aggregation struct {
	scenario.Resource
	CIDR scenario.Value[netip.Prefix]
}

// PeerAttachment joins two transit routers of a CEN: an inter-region connection.
type PeerAttachment struct {
	scenario.Resource
	Ends          []*PeerEnd
	Bandwidth     scenario.Value[scenario.Bandwidth]
	BandwidthType scenario.Value[string]
	Plan          scenario.Value[scenario.Ref[BandwidthPlan]]
	Status        scenario.Value[string]
}

// PeerEnd is one end of an inter-region connection.
type PeerEnd struct {
	scenario.At
	TransitRouter scenario.Value[scenario.Ref[TransitRouter]]
	Association   scenario.Value[scenario.Ref[TransitRouteTable]]
	Propagations  scenario.Values[scenario.Ref[TransitRouteTable]]
	AutoPublish   scenario.Value[bool]
}

const (
	statusAttached = "attached"

	tableSystem = "system"
	tableCustom = "custom"

	fromPlan     = "bandwidth_package"
	dataTransfer = "data_transfer"
)

func transitRouterTable() *scenario.Table[TransitRouter] {
	return scenario.NewTable("transit router", "A transit router of Enterprise Edition: the router of the CEN in one region.",
		scenario.Required("region", scenario.RefTo[Region](KindRegion),
			func(t *TransitRouter) *scenario.Value[scenario.Ref[Region]] { return &t.Region }, "The region it is in.").NotCalled("region_id"),
		scenario.Optional("multi_region_ecmp", scenario.Bool(),
			func(t *TransitRouter) *scenario.Value[bool] { return &t.MultiRegionECMP },
			"Whether equal routes that lead to VBRs of several regions are all used.").Absent("false").NotCalled("support_multi_region_ecmp", "multi_region_vbr_ecmp"),
		scenario.Optional("passes_static_routes", scenario.Bool(),
			func(t *TransitRouter) *scenario.Value[bool] { return &t.PassesStatic },
			"Whether it advertises static entries over inter-region connections, besides what it learned.").Absent("not known"),
		scenario.Optional("default_route_policy", scenario.Bool(),
			func(t *TransitRouter) *scenario.Value[bool] { return &t.DefaultPolicy },
			"Whether it has the cloud's own policy of priority 5000, by which sites get no routes of other sites.").Absent("not known"),
		scenario.MapOf("cidr_blocks", KindTransitRouterCIDR, scenario.Later(transitRouterCIDRTable),
			func(t *TransitRouter) *scenario.Collection[TransitRouterCIDR] { return &t.CIDRBlocks },
			"Address blocks of the transit router, for IPsec connections in private networks.").NotCalled("cidrs", "transit_router_cidrs"),
		scenario.MapOf("attachments", KindAttachment, scenario.Later(transitAttachmentTable),
			func(t *TransitRouter) *scenario.Collection[TransitAttachment] { return &t.Attachments }, "Attached networks.").NotCalled("vpc_attachments", "connections"),
		scenario.MapOf("route_tables", KindTransitRouteTable, scenario.Later(transitRouteTableTable),
			func(t *TransitRouter) *scenario.Collection[TransitRouteTable] { return &t.RouteTables }, "Its route tables."),
	)
}

func transitRouterCIDRTable() *scenario.Table[TransitRouterCIDR] {
	return scenario.NewTable("transit router CIDR", "An address block of a transit router.",
		scenario.Required("cidr", scenario.CIDR().Narrowed(scenario.IPv4CIDR(16, 24)),
			func(c *TransitRouterCIDR) *scenario.Value[netip.Prefix] { return &c.CIDR }, "The block.").NotCalled("cidr_block"),
		scenario.Optional("publish_cidr_route", scenario.Bool(),
			func(c *TransitRouterCIDR) *scenario.Value[bool] { return &c.Published },
			"Whether a blackhole for the block is put into the route tables, and advertised to VBRs.").Absent("true"),
	)
}

// statuses are the states of an attachment, as the API tells them.
func statuses() scenario.Type[string] {
	return scenario.Enum(
		scenario.Choice(statusAttached, "it works", "Attached"),
		scenario.Choice("attaching", "not yet", "Attaching"), scenario.Choice("detaching", "", "Detaching"), scenario.Choice("detached", "not any more", "Detached"))
}

func transitAttachmentTable() *scenario.Table[TransitAttachment] {
	return scenario.NewTable("transit router attachment", "A network attached to a transit router.",
		scenario.Optional("vpc", scenario.RefTo[VPC](KindVPC),
			func(a *TransitAttachment) *scenario.Value[scenario.Ref[VPC]] { return &a.VPC }, "The VPC.").Absent("not a VPC").NotCalled("vpc_id"),
		scenario.Optional("vbr", scenario.RefTo[VBR](KindVBR),
			func(a *TransitAttachment) *scenario.Value[scenario.Ref[VBR]] { return &a.VBR }, "The VBR.").Absent("not a VBR").NotCalled("vbr_id"),
		scenario.Optional("ecr", scenario.RefTo[ECR](KindECR),
			func(a *TransitAttachment) *scenario.Value[scenario.Ref[ECR]] { return &a.ECR }, "The Express Connect router.").Absent("not an ECR").NotCalled("ecr_id"),
		scenario.Optional("vpn_connection", scenario.RefTo[VPNConnection](KindVPNConnection),
			func(a *TransitAttachment) *scenario.Value[scenario.Ref[VPNConnection]] { return &a.VPNConnection }, "The IPsec connection.").Absent("not an IPsec connection").NotCalled("vpn_id", "vpn_attachment_id"),
		scenario.Objects("zone_mappings", scenario.Later(zoneMappingTable),
			func(a *TransitAttachment) *[]*ZoneMapping { return &a.ZoneMappings },
			"Where the transit router has its interfaces in the VPC: packets that it sends there are looked up in the route tables of these vSwitches.").Absent("not known: any vSwitch of the VPC"),
		scenario.Optional("association", scenario.RefTo[TransitRouteTable](KindTransitRouteTable),
			func(a *TransitAttachment) *scenario.Value[scenario.Ref[TransitRouteTable]] { return &a.Association },
			"The route table that packets from the attachment are looked up in (associated forwarding).").Absent("none, and they are dropped").NotCalled("route_table", "route_table_association", "associations"),
		scenario.Optional("propagations", scenario.ListOf(scenario.RefTo[TransitRouteTable](KindTransitRouteTable)),
			func(a *TransitAttachment) *scenario.Values[scenario.Ref[TransitRouteTable]] { return &a.Propagations },
			"The route tables that learn the routes of the attached network (route learning).").Absent("none").NotCalled("propagation", "route_table_propagations", "route_learning"),
		scenario.Optional("auto_publish_route_enabled", scenario.Bool(),
			func(a *TransitAttachment) *scenario.Value[bool] { return &a.AutoPublish },
			"Route synchronization: whether the attached network learns the routes of the associated table.").Absent("false; of an IPsec connection true").NotCalled("route_sync", "route_synchronization", "auto_publish"),
		scenario.Optional("appliance_mode_support", scenario.Bool(),
			func(a *TransitAttachment) *scenario.Value[bool] { return &a.ApplianceMode },
			"Whether a connection keeps to one zone, for the sake of appliances.").Absent("false").NotCalled("options", "appliance_mode"),
		scenario.Optional("allowed_prefixes", scenario.ListOf(scenario.CIDR()),
			func(a *TransitAttachment) *scenario.Values[netip.Prefix] { return &a.AllowedPrefixes },
			"Of an ECR: what it announces of the transit router's routes.").Absent("all of them"),
		scenario.Optional("status", statuses(),
			func(a *TransitAttachment) *scenario.Value[string] { return &a.Status }, "Its state: only what is attached works.").Absent(statusAttached),
		scenario.Optional("attached_order", scenario.Int(1, 1_000_000),
			func(a *TransitAttachment) *scenario.Value[int] { return &a.Order },
			"Its turn in attaching: of two prefixes that clash the first attached is used (rulings.md, 25).").Absent("not known"),
	).ExactlyOne("vpc", "vbr", "ecr", "vpn_connection").Narrow(attachmentSchemas)
}

func zoneMappingTable() *scenario.Table[ZoneMapping] {
	return scenario.NewTable("zone mapping", "Where a transit router has an interface in a VPC.",
		scenario.Optional("zone", scenario.Text(),
			func(z *ZoneMapping) *scenario.Value[string] { return &z.Zone }, "The zone.").Absent("that of the vSwitch").NotCalled("zone_id"),
		scenario.Required("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(z *ZoneMapping) *scenario.Value[scenario.Ref[VSwitch]] { return &z.VSwitch }, "The vSwitch that the interface has its address from.").NotCalled("vswitch_id"),
	)
}

func transitRouteTableTable() *scenario.Table[TransitRouteTable] {
	return scenario.NewTable("transit router route table", "A route table of a transit router.",
		scenario.Optional("type", scenario.Enum(
			scenario.Choice(tableSystem, "the default route table", "System"), scenario.Choice(tableCustom, "one that was added", "Custom")),
			func(t *TransitRouteTable) *scenario.Value[string] { return &t.Type }, "system or custom; a transit router has one system table.").Absent(tableCustom).NotCalled("transit_router_route_table_type"),
		scenario.MapOf("routes", KindTransitRoute, scenario.Later(transitRouteEntryTable),
			func(t *TransitRouteTable) *scenario.Collection[TransitRoute] { return &t.Routes }, "Static entries.").NotCalled("route_entries", "entries"),
		scenario.Objects("prefix_lists", scenario.Later(transitPrefixListTable),
			func(t *TransitRouteTable) *[]*TransitPrefixList { return &t.PrefixLists }, "Prefix lists that make static entries.").NotCalled("prefix_list_associations"),
		scenario.MapOf("aggregations", KindAggregation, scenario.Later(aggregationTable),
			func(t *TransitRouteTable) *scenario.Collection[Aggregation] { return &t.Aggregations },
			"Aggregate routes, advertised to VPCs that are associated with the table and learn its routes.").NotCalled("aggregate_routes", "aggregation_routes"),
	)
}

// nextHopOf are the two fields that say what a static entry does.
func nextHopOf[T any](hop func(*T) *scenario.Value[scenario.AnyRef], blackhole func(*T) *scenario.Value[bool]) [2]scenario.Field[T] {
	return [2]scenario.Field[T]{
		scenario.Optional("next_hop", scenario.RefAny(KindAttachment, KindPeerAttachment), hop,
			"The attachment or inter-region connection that packets go to, as kind/name.").Absent("none: a blackhole").NotCalled("next_hop_id", "transit_router_attachment_id"),
		scenario.Optional("blackhole", scenario.Bool().Narrowed(cloud.OnlyTrue), blackhole, "true: packets are dropped.").Absent("false").NotCalled("black_hole"),
	}
}

func transitRouteEntryTable() *scenario.Table[TransitRoute] {
	hops := nextHopOf(func(r *TransitRoute) *scenario.Value[scenario.AnyRef] { return &r.NextHop },
		func(r *TransitRoute) *scenario.Value[bool] { return &r.Blackhole })
	return scenario.NewTable("transit router route", "A static entry of a transit router's route table.",
		scenario.Required("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *TransitRoute) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").NotCalled("destination_cidr_block", "cidr"),
		hops[0], hops[1],
	).ExactlyOne("next_hop", "blackhole")
}

func transitPrefixListTable() *scenario.Table[TransitPrefixList] {
	hops := nextHopOf(func(r *TransitPrefixList) *scenario.Value[scenario.AnyRef] { return &r.NextHop },
		func(r *TransitPrefixList) *scenario.Value[bool] { return &r.Blackhole })
	return scenario.NewTable("transit router prefix list", "A prefix list that makes static entries of a route table.",
		scenario.Required("prefix_list", scenario.RefTo[PrefixList](KindPrefixList),
			func(r *TransitPrefixList) *scenario.Value[scenario.Ref[PrefixList]] { return &r.PrefixList }, "The prefix list.").NotCalled("prefix_list_id"),
		hops[0], hops[1],
	).ExactlyOne("next_hop", "blackhole")
}

func aggregationTable() *scenario.Table[Aggregation] {
	return scenario.NewTable("aggregate route", "A prefix that VPCs learn instead of what lies inside it.",
		scenario.Required("cidr", scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32)),
			func(a *Aggregation) *scenario.Value[netip.Prefix] { return &a.CIDR }, "The prefix.").NotCalled("transit_route_table_aggregation_cidr"),
	)
}

func peerAttachmentTable() *scenario.Table[PeerAttachment] {
	return scenario.NewTable("peer attachment", "An inter-region connection between two transit routers of the CEN.",
		scenario.Objects("ends", scenario.Later(peerEndTable),
			func(p *PeerAttachment) *[]*PeerEnd { return &p.Ends }, "The two ends, in any order.").Required().NotCalled("transit_routers", "peers"),
		scenario.Required("bandwidth", scenario.Rate(),
			func(p *PeerAttachment) *scenario.Value[scenario.Bandwidth] { return &p.Bandwidth }, "How much it carries.").Example("2Mbps"),
		scenario.Optional("bandwidth_type", scenario.Enum(
			scenario.Choice(fromPlan, "allocated from a bandwidth plan", "BandwidthPackage"),
			scenario.Choice(dataTransfer, "paid by data transfer; bandwidth is a cap", "DataTransfer")),
			func(p *PeerAttachment) *scenario.Value[string] { return &p.BandwidthType }, "Where the bandwidth comes from.").Absent(fromPlan),
		scenario.Optional("plan", scenario.RefTo[BandwidthPlan](KindBandwidthPlan),
			func(p *PeerAttachment) *scenario.Value[scenario.Ref[BandwidthPlan]] { return &p.Plan }, "The bandwidth plan it is taken from.").Absent("none").NotCalled("cen_bandwidth_package_id", "bandwidth_plan"),
		scenario.Optional("status", statuses(),
			func(p *PeerAttachment) *scenario.Value[string] { return &p.Status }, "Its state: only what is attached works.").Absent(statusAttached),
	).Narrow(peerSchemas)
}

func peerEndTable() *scenario.Table[PeerEnd] {
	return scenario.NewTable("end of a peer attachment", "One end of an inter-region connection.",
		scenario.Required("transit_router", scenario.RefTo[TransitRouter](KindTransitRouter),
			func(e *PeerEnd) *scenario.Value[scenario.Ref[TransitRouter]] { return &e.TransitRouter }, "The transit router.").NotCalled("transit_router_id", "peer_transit_router_id"),
		scenario.Optional("association", scenario.RefTo[TransitRouteTable](KindTransitRouteTable),
			func(e *PeerEnd) *scenario.Value[scenario.Ref[TransitRouteTable]] { return &e.Association },
			"The route table of this transit router that packets from the peer are looked up in.").Absent("none, and they are dropped"),
		scenario.Optional("propagations", scenario.ListOf(scenario.RefTo[TransitRouteTable](KindTransitRouteTable)),
			func(e *PeerEnd) *scenario.Values[scenario.Ref[TransitRouteTable]] { return &e.Propagations },
			"The route tables of this transit router that learn the routes of the peer.").Absent("none"),
		scenario.Optional("auto_publish_route_enabled", scenario.Bool(),
			func(e *PeerEnd) *scenario.Value[bool] { return &e.AutoPublish },
			"Whether this transit router advertises the routes of its associated table to the peer.").Absent("false"),
	)
}
