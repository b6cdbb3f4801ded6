package alibaba

import "netsim/topology/scenario"

// The kinds of resources, as references write them.
const (
	KindRegion        scenario.ResourceKind = "region"
	KindVPC           scenario.ResourceKind = "vpc"
	KindVSwitch       scenario.ResourceKind = "vswitch"
	KindRouteTable    scenario.ResourceKind = "route_table"
	KindRoute         scenario.ResourceKind = "route"
	KindSecurityGroup scenario.ResourceKind = "security_group"
	KindNetworkACL    scenario.ResourceKind = "network_acl"
	KindPrefixList    scenario.ResourceKind = "prefix_list"
	KindInstance      scenario.ResourceKind = "instance"
	KindLoadBalancer  scenario.ResourceKind = "load_balancer"
	KindFunction      scenario.ResourceKind = "function"
	KindAPIGateway    scenario.ResourceKind = "api_gateway"
	KindVPCAccess     scenario.ResourceKind = "vpc_access"
	KindAPIGroup      scenario.ResourceKind = "api_group"
	KindCustomDomain  scenario.ResourceKind = "custom_domain"
	KindAPI           scenario.ResourceKind = "api"
	KindApp           scenario.ResourceKind = "app"
	KindCEN           scenario.ResourceKind = "cen"
	KindAttachment    scenario.ResourceKind = "attachment"
	KindAllocation    scenario.ResourceKind = "region_bandwidth"
	KindServiceRoute  scenario.ResourceKind = "service_route"
	KindBandwidthPlan scenario.ResourceKind = "bandwidth_plan"

	KindTransitRouter      scenario.ResourceKind = "transit_router"
	KindTransitRouteTable  scenario.ResourceKind = "transit_router_route_table"
	KindTransitRoute       scenario.ResourceKind = "transit_router_route"
	KindTransitRouterCIDR  scenario.ResourceKind = "transit_router_cidr"
	KindAggregation        scenario.ResourceKind = "transit_router_aggregation"
	KindPeerAttachment     scenario.ResourceKind = "peer_attachment"
	KindPhysicalConnection scenario.ResourceKind = "physical_connection"
	KindVBR                scenario.ResourceKind = "vbr"
	KindRouterInterface    scenario.ResourceKind = "router_interface"
	KindECRRegion          scenario.ResourceKind = "ecr_region"
	KindECRAssociation     scenario.ResourceKind = "ecr_association"
	KindECR                scenario.ResourceKind = "ecr"
	KindVPNGateway         scenario.ResourceKind = "vpn_gateway"
	KindVPNConnection      scenario.ResourceKind = "vpn_connection"
	KindVPCPeer            scenario.ResourceKind = "vpc_peer_connection"
	KindIDC                scenario.ResourceKind = "idc"
	KindSiteHost           scenario.ResourceKind = "host"
	KindHaVip              scenario.ResourceKind = "ha_vip"
	KindNetworkInterface   scenario.ResourceKind = "network_interface"

	KindPrivateZone      scenario.ResourceKind = "private_zone"
	KindZoneAccess       scenario.ResourceKind = "cen_private_zone"
	KindResolverEndpoint scenario.ResourceKind = "resolver_endpoint"
	KindResolverRule     scenario.ResourceKind = "resolver_rule"

	KindBGPGroup       scenario.ResourceKind = "bgp_group"
	KindBGPPeer        scenario.ResourceKind = "bgp_peer"
	KindSwitchingGroup scenario.ResourceKind = "vbr_switching_group"
)

// Document is what a scenario says of Alibaba Cloud.
type Document struct {
	Regions        scenario.Collection[Region]
	BandwidthPlans scenario.Collection[BandwidthPlan]
	CENs           scenario.Collection[CEN]
	ECRs           scenario.Collection[ECR]
	IDCs           scenario.Collection[IDC]
	PrivateZones   scenario.Collection[PrivateZone]
}

// Regions is the field of the regions of this cloud.
func Regions[T any](at func(*T) *Document) scenario.Field[T] {
	return scenario.MapOf("regions", KindRegion, regionTable(),
		func(t *T) *scenario.Collection[Region] { return &at(t).Regions },
		"Regions by their ids, such as cn-shanghai, and what stands in them.")
}

// Fields are the fields at the top of a scenario that are this cloud's own.
func Fields[T any](at func(*T) *Document) []scenario.Field[T] {
	return []scenario.Field[T]{
		scenario.MapOf("bandwidth_plans", KindBandwidthPlan, scenario.Later(bandwidthPlanTable),
			func(t *T) *scenario.Collection[BandwidthPlan] { return &at(t).BandwidthPlans },
			"Bandwidth plans: bandwidth bought for an area pair and bound to a CEN instance."),
		scenario.MapOf("cens", KindCEN, scenario.Later(cenTable),
			func(t *T) *scenario.Collection[CEN] { return &at(t).CENs },
			"Cloud Enterprise Network instances."),
		scenario.MapOf("ecrs", KindECR, scenario.Later(ecrTable),
			func(t *T) *scenario.Collection[ECR] { return &at(t).ECRs },
			"Express Connect routers."),
		scenario.MapOf("idcs", KindIDC, scenario.Later(idcTable),
			func(t *T) *scenario.Collection[IDC] { return &at(t).IDCs },
			"On-premises sites."),
		scenario.MapOf("private_zones", KindPrivateZone, scenario.Later(privateZoneTable),
			func(t *T) *scenario.Collection[PrivateZone] { return &at(t).PrivateZones },
			"Zones of PrivateZone.").NotCalled("zones", "pvtz_zones"),
	}
}

// Region is one region.
type Region struct {
	scenario.Resource
	Cloud       scenario.Value[string]
	Area        scenario.Value[string]
	VPCs        scenario.Collection[VPC]
	PrefixLists scenario.Collection[PrefixList]
	Functions   scenario.Collection[Function]
	APIGateways scenario.Collection[APIGateway]
	Apps        scenario.Collection[App]

	PhysicalConnections scenario.Collection[PhysicalConnection]
	VBRs                scenario.Collection[VBR]
	SwitchingGroups     scenario.Collection[SwitchingGroup]
	RouterInterfaces    scenario.Collection[RouterInterface]
	VPNConnections      scenario.Collection[VPNConnection]
	VPCPeers            scenario.Collection[VPCPeer]
	ResolverRules       scenario.Collection[ResolverRule]
}

func regionTable() *scenario.Table[Region] {
	return scenario.NewTable("region", "A region and what stands in it.",
		scenario.Optional("cloud", scenario.Enum(scenario.Choice("alibaba", "Alibaba Cloud")),
			func(r *Region) *scenario.Value[string] { return &r.Cloud },
			"Whose region it is.").Absent("alibaba"),
		scenario.Optional("area", areaType(),
			func(r *Region) *scenario.Value[string] { return &r.Area },
			"The area that bandwidth plans count the region to.").Absent("the documented one"),
		scenario.MapOf("vpcs", KindVPC, vpcTable(),
			func(r *Region) *scenario.Collection[VPC] { return &r.VPCs }, "Virtual private clouds."),
		scenario.MapOf("prefix_lists", KindPrefixList, scenario.Later(prefixListTable),
			func(r *Region) *scenario.Collection[PrefixList] { return &r.PrefixLists }, "Prefix lists."),
		scenario.MapOf("functions", KindFunction, scenario.Later(functionTable),
			func(r *Region) *scenario.Collection[Function] { return &r.Functions }, "Functions of Function Compute."),
		scenario.MapOf("api_gateways", KindAPIGateway, scenario.Later(apiGatewayTable),
			func(r *Region) *scenario.Collection[APIGateway] { return &r.APIGateways }, "API Gateway instances."),
		scenario.MapOf("apps", KindApp, scenario.Later(appTable),
			func(r *Region) *scenario.Collection[App] { return &r.Apps },
			"Apps of API Gateway: who calls APIs that ask for one."),
		scenario.MapOf("physical_connections", KindPhysicalConnection, scenario.Later(physicalConnectionTable),
			func(r *Region) *scenario.Collection[PhysicalConnection] { return &r.PhysicalConnections }, "Physical connections: circuits of Express Connect."),
		scenario.MapOf("vbrs", KindVBR, scenario.Later(vbrTable),
			func(r *Region) *scenario.Collection[VBR] { return &r.VBRs }, "Virtual border routers."),
		scenario.MapOf("vbr_switching_groups", KindSwitchingGroup, scenario.Later(switchingGroupTable),
			func(r *Region) *scenario.Collection[SwitchingGroup] { return &r.SwitchingGroups }, "VBRs that stand in for each other."),
		scenario.MapOf("router_interfaces", KindRouterInterface, scenario.Later(routerInterfaceTable),
			func(r *Region) *scenario.Collection[RouterInterface] { return &r.RouterInterfaces }, "Router interfaces, each one end of a pair."),
		scenario.MapOf("vpn_connections", KindVPNConnection, scenario.Later(vpnConnectionTable),
			func(r *Region) *scenario.Collection[VPNConnection] { return &r.VPNConnections }, "IPsec connections."),
		scenario.MapOf("vpc_peer_connections", KindVPCPeer, scenario.Later(vpcPeerTable),
			func(r *Region) *scenario.Collection[VPCPeer] { return &r.VPCPeers }, "VPC peering connections, in the region of the requester."),
		scenario.MapOf("resolver_rules", KindResolverRule, scenario.Later(resolverRuleTable),
			func(r *Region) *scenario.Collection[ResolverRule] { return &r.ResolverRules }, "Forwarding rules of PrivateZone."),
	)
}
