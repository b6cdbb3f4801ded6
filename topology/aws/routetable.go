package aws

import (
	"net/netip"

	"netsim/topology/scenario"
)

// RouteTable says where packets that leave a subnet go. Every table has the local
// routes of its VPC besides.
type RouteTable struct {
	scenario.Resource
	Routes scenario.Collection[Route]
}

// Route is one entry of a route table.
type Route struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	PrefixList  scenario.Value[scenario.Ref[PrefixList]]
	Target      scenario.Value[scenario.AnyRef]
	TargetType  scenario.Value[string]
	State       scenario.Value[string]
}

const blackhole = "blackhole"

// targetTypes are targets that can be named by their type only: netsim does not
// follow packets to them (sheet a.1 to a.4).
var targetTypes = []scenario.Option[string]{
	scenario.Choice("transit_gateway", "a transit gateway"),
	scenario.Choice("vpn_gateway", "a virtual private gateway"),
	scenario.Choice("vpc_endpoint", "a gateway load balancer endpoint"),
	scenario.Choice("network_interface", "a network interface of something that is not written"),
	scenario.Choice("egress_only_internet_gateway", "an egress-only internet gateway"),
	scenario.Choice("local_gateway", "a local gateway"),
	scenario.Choice("carrier_gateway", "a carrier gateway"),
	scenario.Choice("core_network", "a core network of Cloud WAN"),
}

func routeTableTable() *scenario.Table[RouteTable] {
	return scenario.NewTable("AWS route table", "A route table, for the subnets that are associated with it.",
		scenario.MapOf("routes", KindRoute, routeTable(),
			func(t *RouteTable) *scenario.Collection[Route] { return &t.Routes }, "Static routes."),
	)
}

func routeTable() *scenario.Table[Route] {
	return scenario.NewTable("AWS route", "A static route.",
		scenario.Optional("destination", scenario.AddressOrCIDR(),
			func(r *Route) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").NotCalled("destination_cidr_block", "cidr_block", "cidr").Absent("it is `destination_prefix_list`"),
		scenario.Optional("destination_prefix_list", scenario.RefTo[PrefixList](KindPrefixList),
			func(r *Route) *scenario.Value[scenario.Ref[PrefixList]] { return &r.PrefixList }, "The prefix list of destinations.").Absent("it is `destination`"),
		scenario.Optional("target", scenario.RefAny(KindPeering, KindInternetGateway, KindNATGateway, KindInstance, KindNetworkInterface, KindEndpoint),
			func(r *Route) *scenario.Value[scenario.AnyRef] { return &r.Target },
			"What packets are sent to: vpc_peering_connection/name, internet_gateway/name, nat_gateway/name, instance/name, network_interface/name, or vpc_endpoint/name of a gateway endpoint.").NotCalled("gateway_id", "nat_gateway_id", "vpc_peering_connection_id", "network_interface_id", "next_hop").Absent("it is named by `target_type`"),
		scenario.Optional("target_type", scenario.Enum(targetTypes...),
			func(r *Route) *scenario.Value[string] { return &r.TargetType },
			"The type of a target that netsim does not follow; what takes the route is answered unknown.").Absent("it is `target`"),
		scenario.Optional("state", scenario.Enum(
			scenario.Choice("active", "in use"), scenario.Choice(blackhole, "its target is gone or unusable")),
			func(r *Route) *scenario.Value[string] { return &r.State },
			"active or blackhole.").Absent("as its target says"),
	).ExactlyOne("destination", "destination_prefix_list").ExactlyOne("target", "target_type")
}
