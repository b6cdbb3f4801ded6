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
)

// Document is what a scenario says of Alibaba Cloud.
type Document struct {
	Regions        scenario.Collection[Region]
	BandwidthPlans scenario.Collection[BandwidthPlan]
	CENs           scenario.Collection[CEN]
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
	)
}
