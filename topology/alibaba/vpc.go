package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// VPC is a virtual private cloud.
type VPC struct {
	scenario.Resource
	CIDR             scenario.Value[netip.Prefix]
	SecondaryCIDRs   scenario.Values[netip.Prefix]
	UserCIDRs        scenario.Values[netip.Prefix]
	VSwitches        scenario.Collection[VSwitch]
	Routes           scenario.Collection[Route]
	RoutePropagation scenario.Value[bool]
	RouteTables      scenario.Collection[RouteTable]
	SecurityGroups   scenario.Collection[SecurityGroup]
	NetworkACLs      scenario.Collection[NetworkACL]
	Instances        scenario.Collection[Instance]
	LoadBalancers    scenario.Collection[LoadBalancer]
	CENGrants        []*CENGrant

	HaVips            scenario.Collection[HaVip]
	NetworkInterfaces scenario.Collection[NetworkInterface]
	VPNGateways       scenario.Collection[VPNGateway]
	ResolverEndpoints scenario.Collection[ResolverEndpoint]
}

// VSwitch is a subnet of a VPC, in one zone.
type VSwitch struct {
	scenario.Resource
	CIDR       scenario.Value[netip.Prefix]
	Zone       scenario.Value[string]
	RouteTable scenario.Value[scenario.Ref[RouteTable]]
}

// RouteTable is a custom route table of a VPC.
type RouteTable struct {
	scenario.Resource
	Routes           scenario.Collection[Route]
	RoutePropagation scenario.Value[bool]
}

// Route is a custom route entry.
type Route struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	PrefixList  scenario.Value[scenario.Ref[PrefixList]]
	NextHop     scenario.Value[scenario.AnyRef]
	NextHops    []*NextHop
	NextHopType scenario.Value[string]
	Published   scenario.Value[bool]
}

// NextHop is one of several next hops of a route.
type NextHop struct {
	scenario.At
	NextHop scenario.Value[scenario.AnyRef]
	Weight  scenario.Value[int]
}

// PrefixList is a named list of CIDRs.
type PrefixList struct {
	scenario.Resource
	Entries scenario.Values[netip.Prefix]
}

// CENGrant lets another account's CEN attach the VPC.
type CENGrant struct {
	scenario.At
	CEN   scenario.Value[scenario.Ref[CEN]]
	Owner scenario.Value[string]
}

func vpcTable() *scenario.Table[VPC] {
	routes := scenario.Later(routeEntryTable)
	return scenario.NewTable("VPC", "A virtual private cloud: an address space of its own in one region.",
		scenario.Required("cidr", scenario.CIDR().Narrowed(scenario.IPv4CIDR(vpcMaskFrom, vpcMaskTo)),
			func(v *VPC) *scenario.Value[netip.Prefix] { return &v.CIDR }, "The primary IPv4 CIDR block.").NotCalled("cidr_block"),
		scenario.Optional("secondary_cidrs", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(vpcMaskFrom, vpcMaskTo))),
			func(v *VPC) *scenario.Values[netip.Prefix] { return &v.SecondaryCIDRs }, "Secondary IPv4 CIDR blocks, at most 5.").Absent("none").NotCalled("secondary_cidr_blocks"),
		scenario.Optional("user_cidrs", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(v *VPC) *scenario.Values[netip.Prefix] { return &v.UserCIDRs },
			"Ranges outside RFC 1918 that the VPC treats as private, at most 3.").Absent("none"),
		scenario.MapOf("vswitches", KindVSwitch, vSwitchTable(),
			func(v *VPC) *scenario.Collection[VSwitch] { return &v.VSwitches }, "vSwitches.").NotCalled("subnets", "switches"),
		scenario.MapOf("routes", KindRoute, routes,
			func(v *VPC) *scenario.Collection[Route] { return &v.Routes }, "Custom routes of the system route table.").NotCalled("route_entries"),
		scenario.Optional("route_propagation", scenario.Bool(),
			func(v *VPC) *scenario.Value[bool] { return &v.RoutePropagation },
			"Whether the system route table takes learned routes.").Absent("true"),
		scenario.MapOf("route_tables", KindRouteTable, scenario.Later(func() *scenario.Table[RouteTable] { return routeTableTable(routes) }),
			func(v *VPC) *scenario.Collection[RouteTable] { return &v.RouteTables }, "Custom route tables."),
		scenario.MapOf("security_groups", KindSecurityGroup, scenario.Later(securityGroupTable),
			func(v *VPC) *scenario.Collection[SecurityGroup] { return &v.SecurityGroups }, "Security groups."),
		scenario.MapOf("network_acls", KindNetworkACL, scenario.Later(networkACLTable),
			func(v *VPC) *scenario.Collection[NetworkACL] { return &v.NetworkACLs }, "Network ACLs."),
		scenario.MapOf("instances", KindInstance, scenario.Later(instanceTable),
			func(v *VPC) *scenario.Collection[Instance] { return &v.Instances }, "ECS instances.").NotCalled("ecs", "servers", "hosts"),
		scenario.MapOf("load_balancers", KindLoadBalancer, scenario.Later(loadBalancerTable),
			func(v *VPC) *scenario.Collection[LoadBalancer] { return &v.LoadBalancers }, "Classic load balancers with a private address."),
		scenario.Objects("cen_grants", cenGrantTable,
			func(v *VPC) *[]*CENGrant { return &v.CENGrants }, "Grants that let a CEN of another account attach the VPC."),
		scenario.MapOf("ha_vips", KindHaVip, scenario.Later(haVipTable),
			func(v *VPC) *scenario.Collection[HaVip] { return &v.HaVips }, "High-availability virtual addresses."),
		scenario.MapOf("network_interfaces", KindNetworkInterface, scenario.Later(networkInterfaceTable),
			func(v *VPC) *scenario.Collection[NetworkInterface] { return &v.NetworkInterfaces }, "Elastic network interfaces besides the first one of an instance."),
		scenario.MapOf("vpn_gateways", KindVPNGateway, scenario.Later(vpnGatewayTable),
			func(v *VPC) *scenario.Collection[VPNGateway] { return &v.VPNGateways }, "VPN gateways."),
		scenario.MapOf("resolver_endpoints", KindResolverEndpoint, scenario.Later(resolverEndpointTable),
			func(v *VPC) *scenario.Collection[ResolverEndpoint] { return &v.ResolverEndpoints }, "Outbound endpoints of PrivateZone."),
	)
}

func vSwitchTable() *scenario.Table[VSwitch] {
	return scenario.NewTable("vSwitch", "A subnet in one zone.",
		scenario.Required("cidr", scenario.CIDR().Narrowed(scenario.IPv4CIDR(vSwitchMaskFrom, vSwitchMaskTo)),
			func(v *VSwitch) *scenario.Value[netip.Prefix] { return &v.CIDR }, "Its IPv4 CIDR block, inside a block of the VPC.").NotCalled("cidr_block"),
		scenario.Optional("zone", scenario.Text(),
			func(v *VSwitch) *scenario.Value[string] { return &v.Zone }, "Its zone, such as cn-shanghai-g.").Absent("not known").NotCalled("zone_id", "availability_zone"),
		scenario.Optional("route_table", scenario.RefTo[RouteTable](KindRouteTable),
			func(v *VSwitch) *scenario.Value[scenario.Ref[RouteTable]] { return &v.RouteTable },
			"The custom route table it is bound to.").Absent("the system route table").NotCalled("route_table_id"),
	)
}

func routeTableTable(routes *scenario.Table[Route]) *scenario.Table[RouteTable] {
	return scenario.NewTable("route table", "A custom route table, for the vSwitches bound to it.",
		scenario.MapOf("routes", KindRoute, routes,
			func(t *RouteTable) *scenario.Collection[Route] { return &t.Routes }, "Custom routes."),
		scenario.Optional("route_propagation", scenario.Bool(),
			func(t *RouteTable) *scenario.Value[bool] { return &t.RoutePropagation },
			"Whether it takes learned routes.").Absent("false"),
	)
}

// nextHopTypes are the next hops of a VPC route besides instances (routing a, custom routes; H).
// The names are those of the API in snake_case.
var nextHopTypes = []scenario.Option[string]{
	scenario.Choice("ha_vip", "a high-availability virtual address", "HaVip"),
	scenario.Choice("router_interface", "a router interface", "RouterInterface"),
	scenario.Choice("network_interface", "an elastic network interface", "NetworkInterface"),
	scenario.Choice("vpn_gateway", "a VPN gateway", "VpnGateway"),
	scenario.Choice("ipv4_gateway", "an IPv4 gateway", "Ipv4Gateway"),
	scenario.Choice("ipv6_gateway", "an IPv6 gateway", "IPv6Gateway"),
	scenario.Choice("nat_gateway", "a NAT gateway", "NatGateway"),
	scenario.Choice("attachment", "a transit router attachment", "Attachment"),
	scenario.Choice("vpc_peer", "a VPC peering connection", "VpcPeer"),
	scenario.Choice("gateway_endpoint", "a gateway endpoint", "GatewayEndpoint"),
	scenario.Choice("ecr", "an Express Connect router", "Ecr"),
	scenario.Choice("gateway_load_balancer_endpoint", "a gateway load balancer endpoint", "GatewayLoadBalancerEndpoint"),
}

// nextHopKinds are the next hops that netsim follows.
var nextHopKinds = []scenario.ResourceKind{
	KindInstance, KindHaVip, KindNetworkInterface, KindRouterInterface, KindVPNGateway,
	KindAttachment, KindVPCPeer, KindECR,
}

func routeEntryTable() *scenario.Table[Route] {
	return scenario.NewTable("route", "A custom route.",
		scenario.Optional("destination", scenario.AddressOrCIDR(),
			func(r *Route) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").Absent("a prefix list").NotCalled("destination_cidr_block", "destination_cidr", "cidr"),
		scenario.Optional("destination_prefix_list", scenario.RefTo[PrefixList](KindPrefixList),
			func(r *Route) *scenario.Value[scenario.Ref[PrefixList]] { return &r.PrefixList }, "The prefix list of destinations.").Absent("a CIDR"),
		scenario.Optional("next_hop", scenario.RefAny(nextHopKinds...),
			func(r *Route) *scenario.Value[scenario.AnyRef] { return &r.NextHop }, "What packets go to, as kind/name.").Absent("none, and next_hop_type says what else").NotCalled("next_hop_id"),
		scenario.Objects("next_hops", scenario.Later(nextHopTable),
			func(r *Route) *[]*NextHop { return &r.NextHops }, "Several router interfaces, which share the packets (ECMP).").Absent("one next hop"),
		scenario.Optional("next_hop_type", scenario.Enum(nextHopTypes...),
			func(r *Route) *scenario.Value[string] { return &r.NextHopType },
			"The type of the next hop, where it is not written as `next_hop`: what takes it is answered unknown.").Absent("that of next_hop"),
		scenario.Optional("published", scenario.Bool(),
			func(r *Route) *scenario.Value[bool] { return &r.Published },
			"Whether the route is published to the CEN (PublishRouteEntries).").Absent("false"),
	).ExactlyOne("destination", "destination_prefix_list").ExactlyOne("next_hop", "next_hops", "next_hop_type")
}

func nextHopTable() *scenario.Table[NextHop] {
	return scenario.NewTable("next hop", "One of several next hops of a route, which share the packets by their weights.",
		scenario.Required("next_hop", scenario.RefAny(KindRouterInterface),
			func(n *NextHop) *scenario.Value[scenario.AnyRef] { return &n.NextHop }, "The router interface.").NotCalled("nexthop_id", "next_hop_id"),
		scenario.Optional("weight", scenario.Int(1, 255),
			func(n *NextHop) *scenario.Value[int] { return &n.Weight }, "Its share of the packets, as a part of all weights.").Absent("100"),
	)
}

func prefixListTable() *scenario.Table[PrefixList] {
	return scenario.NewTable("prefix list", "A named list of CIDRs.",
		scenario.Required("entries", scenario.ListOf(scenario.AddressOrCIDR()),
			func(p *PrefixList) *scenario.Values[netip.Prefix] { return &p.Entries }, "The CIDRs."),
	)
}

// cenGrantTable is one for all that CENs attach: the schema defines it once.
var cenGrantTable = scenario.Later(func() *scenario.Table[CENGrant] {
	return scenario.NewTable("CEN grant", "A grant of a network's owner to another account's CEN.",
		scenario.Required("cen", scenario.RefTo[CEN](KindCEN),
			func(g *CENGrant) *scenario.Value[scenario.Ref[CEN]] { return &g.CEN }, "The CEN instance that may attach it."),
		scenario.Optional("owner", scenario.Account(),
			func(g *CENGrant) *scenario.Value[string] { return &g.Owner }, "The account of the CEN.").Absent("the one the CEN has"),
	)
})
