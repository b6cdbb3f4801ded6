package aws

import (
	"net/netip"

	"netsim/topology/scenario"
)

// VPC is a virtual private cloud.
type VPC struct {
	scenario.Resource
	CIDR             scenario.Value[netip.Prefix]
	SecondaryCIDRs   scenario.Values[netip.Prefix]
	DNSSupport       scenario.Value[bool]
	DNSHostnames     scenario.Value[bool]
	MainRouteTable   scenario.Value[scenario.Ref[RouteTable]]
	Subnets          scenario.Collection[Subnet]
	RouteTables      scenario.Collection[RouteTable]
	SecurityGroups   scenario.Collection[SecurityGroup]
	NetworkACLs      scenario.Collection[NetworkACL]
	InternetGateways scenario.Collection[InternetGateway]
	NATGateways      scenario.Collection[NATGateway]
	Instances        scenario.Collection[Instance]

	NetworkInterfaces  scenario.Collection[NetworkInterface]
	KubernetesServices scenario.Collection[KubernetesService]
	LoadBalancers      scenario.Collection[LoadBalancer]
	TargetGroups       scenario.Collection[TargetGroup]

	Endpoints scenario.Collection[Endpoint]
}

// Subnet is a part of a VPC in one availability zone.
type Subnet struct {
	scenario.Resource
	CIDR       scenario.Value[netip.Prefix]
	ZoneID     scenario.Value[string]
	RouteTable scenario.Value[scenario.Ref[RouteTable]]
}

// available is the state of what works.
const available = "available"

// InternetGateway leads a VPC to the internet.
type InternetGateway struct{ scenario.Resource }

// NATGateway sends for others, with an address of its own.
type NATGateway struct {
	scenario.Resource
	Subnet       scenario.Value[scenario.Ref[Subnet]]
	Connectivity scenario.Value[string]
	State        scenario.Value[string]
	PrivateIP    scenario.Value[netip.Addr]
	ElasticIP    scenario.Value[netip.Addr]
}

// PrefixList is a managed list of CIDRs.
type PrefixList struct {
	scenario.Resource
	Entries scenario.Values[netip.Prefix]
}

func vpcTable() *scenario.Table[VPC] {
	return scenario.NewTable("AWS VPC", "A virtual private cloud: an address space of its own in one region.",
		scenario.Required("cidr", blockType(),
			func(v *VPC) *scenario.Value[netip.Prefix] { return &v.CIDR }, "The primary IPv4 CIDR block, /16 to /28.").NotCalled("cidr_block"),
		scenario.Optional("secondary_cidrs", scenario.ListOf(blockType()),
			func(v *VPC) *scenario.Values[netip.Prefix] { return &v.SecondaryCIDRs }, "Secondary IPv4 CIDR blocks.").NotCalled("secondary_cidr_blocks", "cidr_block_associations").Absent("none"),
		scenario.Optional("enable_dns_support", scenario.Bool(),
			func(v *VPC) *scenario.Value[bool] { return &v.DNSSupport },
			"Whether the resolver of the VPC answers.").Absent("true"),
		scenario.Optional("enable_dns_hostnames", scenario.Bool(),
			func(v *VPC) *scenario.Value[bool] { return &v.DNSHostnames },
			"Whether instances have DNS names, which private names of endpoints need too.").Absent("false"),
		scenario.Optional("main_route_table", scenario.RefTo[RouteTable](KindRouteTable),
			func(v *VPC) *scenario.Value[scenario.Ref[RouteTable]] { return &v.MainRouteTable },
			"The table of subnets that are associated with none.").NotCalled("main_route_table_id", "default_route_table").Absent("one with the local routes only"),
		scenario.MapOf("subnets", KindSubnet, subnetTable(),
			func(v *VPC) *scenario.Collection[Subnet] { return &v.Subnets }, "Subnets."),
		scenario.MapOf("route_tables", KindRouteTable, routeTableTable(),
			func(v *VPC) *scenario.Collection[RouteTable] { return &v.RouteTables }, "Route tables."),
		scenario.MapOf("security_groups", KindSecurityGroup, securityGroupTable(),
			func(v *VPC) *scenario.Collection[SecurityGroup] { return &v.SecurityGroups }, "Security groups."),
		scenario.MapOf("network_acls", KindNetworkACL, networkACLTable(),
			func(v *VPC) *scenario.Collection[NetworkACL] { return &v.NetworkACLs }, "Network ACLs."),
		scenario.MapOf("internet_gateways", KindInternetGateway, internetGatewayTable(),
			func(v *VPC) *scenario.Collection[InternetGateway] { return &v.InternetGateways }, "Internet gateways that are attached to the VPC."),
		scenario.MapOf("nat_gateways", KindNATGateway, natGatewayTable(),
			func(v *VPC) *scenario.Collection[NATGateway] { return &v.NATGateways }, "NAT gateways."),
		scenario.MapOf("instances", KindInstance, instanceTable(),
			func(v *VPC) *scenario.Collection[Instance] { return &v.Instances }, "EC2 instances."),
		scenario.MapOf("network_interfaces", KindNetworkInterface, networkInterfaceTable(),
			func(v *VPC) *scenario.Collection[NetworkInterface] { return &v.NetworkInterfaces }, "Network interfaces of pods and appliances.").NotCalled("enis", "pods"),
		scenario.MapOf("kubernetes_services", KindKubernetesService, kubernetesServiceTable(),
			func(v *VPC) *scenario.Collection[KubernetesService] { return &v.KubernetesServices }, "Services of Kubernetes clusters."),
		scenario.MapOf("load_balancers", KindLoadBalancer, loadBalancerTable(),
			func(v *VPC) *scenario.Collection[LoadBalancer] { return &v.LoadBalancers }, "Load balancers.").NotCalled("nlbs", "albs", "lbs"),
		scenario.MapOf("target_groups", KindTargetGroup, targetGroupTable(),
			func(v *VPC) *scenario.Collection[TargetGroup] { return &v.TargetGroups }, "Target groups of load balancers."),
		scenario.MapOf("vpc_endpoints", KindEndpoint, endpointTable(),
			func(v *VPC) *scenario.Collection[Endpoint] { return &v.Endpoints }, "VPC endpoints.").NotCalled("endpoints"),
	)
}

// blockType reads a block of a VPC or subnet.
func blockType() scenario.Type[netip.Prefix] {
	return scenario.CIDR().Narrowed(scenario.IPv4CIDR(maskFrom, maskTo))
}

func subnetTable() *scenario.Table[Subnet] {
	return scenario.NewTable("subnet", "A part of a VPC in one availability zone.",
		scenario.Required("cidr", blockType(),
			func(s *Subnet) *scenario.Value[netip.Prefix] { return &s.CIDR }, "Its IPv4 CIDR block, inside a block of the VPC.").NotCalled("cidr_block"),
		scenario.Optional("availability_zone_id", scenario.Text(),
			func(s *Subnet) *scenario.Value[string] { return &s.ZoneID },
			"The id of its zone, such as use1-az1, which is the same in every account.").NotCalled("availability_zone", "zone", "zone_id", "az").Absent("not known"),
		scenario.Optional("route_table", scenario.RefTo[RouteTable](KindRouteTable),
			func(s *Subnet) *scenario.Value[scenario.Ref[RouteTable]] { return &s.RouteTable },
			"The route table it is associated with.").NotCalled("route_table_id").Absent("the main one"),
	)
}

func internetGatewayTable() *scenario.Table[InternetGateway] {
	return scenario.NewTable[InternetGateway]("internet gateway", "A gateway between a VPC and the internet, for what has a public address.")
}

func natGatewayTable() *scenario.Table[NATGateway] {
	return scenario.NewTable("NAT gateway", "A gateway that sends for others with an address of its own.",
		scenario.Required("subnet", scenario.RefTo[Subnet](KindSubnet),
			func(n *NATGateway) *scenario.Value[scenario.Ref[Subnet]] { return &n.Subnet }, "The subnet it stands in."),
		scenario.Optional("connectivity_type", scenario.Enum(
			scenario.Choice("public", "to the internet"), scenario.Choice("private", "to other private networks")),
			func(n *NATGateway) *scenario.Value[string] { return &n.Connectivity }, "public or private.").NotCalled("connectivity").Absent("public"),
		scenario.Optional("state", scenario.Enum(
			scenario.Choice(available, "it works"), scenario.Choice("pending", "being made"), scenario.Choice("failed", "could not be made"),
			scenario.Choice("deleting", "being taken down"), scenario.Choice("deleted", "taken down")),
			func(n *NATGateway) *scenario.Value[string] { return &n.State }, "Its state.").Absent("available"),
		scenario.Optional("private_ip", scenario.Address(),
			func(n *NATGateway) *scenario.Value[netip.Addr] { return &n.PrivateIP },
			"Its private address.").Absent("AWS picks one, and each must work"),
		scenario.Optional("elastic_ip", scenario.Address(),
			func(n *NATGateway) *scenario.Value[netip.Addr] { return &n.ElasticIP },
			"Its public address.").NotCalled("allocation_id", "public_ip", "eip").Absent("any, and none if it is private"),
	)
}

func prefixListTable() *scenario.Table[PrefixList] {
	return scenario.NewTable("managed prefix list", "A named list of CIDRs.",
		scenario.Required("entries", scenario.ListOf(scenario.AddressOrCIDR()),
			func(p *PrefixList) *scenario.Values[netip.Prefix] { return &p.Entries }, "The CIDRs."),
	)
}
