package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// VPNGateway is a VPN gateway of a VPC (routing f).
type VPNGateway struct {
	scenario.Resource
	VSwitch       scenario.Value[scenario.Ref[VSwitch]]
	AutoPropagate scenario.Value[bool]
	Status        scenario.Value[string]
	Bandwidth     scenario.Value[scenario.Bandwidth]
	Routes        scenario.Collection[VPNRoute]
	PolicyRoutes  []*VPNPolicyRoute
}

// VPNRoute is a destination-based route of a VPN gateway.
type VPNRoute struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	NextHop     scenario.Value[scenario.Ref[VPNConnection]]
	PublishVPC  scenario.Value[bool]
	Published   scenario.Value[bool]
	Weight      scenario.Value[int]
}

// VPNPolicyRoute is a policy-based route of a VPN gateway.
type VPNPolicyRoute struct {
	scenario.At
	Source      scenario.Value[netip.Prefix]
	Destination scenario.Value[netip.Prefix]
	NextHop     scenario.Value[scenario.Ref[VPNConnection]]
	PublishVPC  scenario.Value[bool]
	Weight      scenario.Value[int]
	Priority    scenario.Value[int]
}

// VPNConnection is an IPsec connection.
type VPNConnection struct {
	scenario.Resource
	VPNGateway        scenario.Value[scenario.Ref[VPNGateway]]
	IDC               scenario.Value[scenario.Ref[IDC]]
	CustomerGatewayIP scenario.Value[netip.Addr]
	LocalSubnets      scenario.Values[netip.Prefix]
	RemoteSubnets     scenario.Values[netip.Prefix]
	BGP               *VPNBGP
	Status            scenario.Value[string]
	Bandwidth         scenario.Value[scenario.Bandwidth]
	Routes            scenario.Collection[VCORoute]
}

// VPNBGP is BGP over an IPsec connection.
type VPNBGP struct {
	scenario.At
	LocalASN scenario.Value[int]
	PeerASN  scenario.Value[int]
}

// VCORoute is a route into the tunnel of a connection to a transit router.
type VCORoute struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	Weight      scenario.Value[int]
}

const (
	tunnelEstablished = "ipsec_established"
	vpnActive         = "active"
	activeWeight      = 100 // of the route in use; 0: it stands by
	policyPriority    = 10
	defaultASN        = 45104
)

func vpnGatewayTable() *scenario.Table[VPNGateway] {
	return scenario.NewTable("VPN gateway", "A VPN gateway: where IPsec connections of a VPC end.",
		scenario.Optional("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(g *VPNGateway) *scenario.Value[scenario.Ref[VSwitch]] { return &g.VSwitch }, "The vSwitch that it stands in.").Absent("not known").NotCalled("vswitch_id"),
		scenario.Optional("auto_propagate", scenario.Bool(),
			func(g *VPNGateway) *scenario.Value[bool] { return &g.AutoPropagate },
			"Whether the VPC learns the routes that come over BGP.").Absent("false").NotCalled("auto_propagate_bgp"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(vpnActive, "it works"), scenario.Choice("init", "being made"), scenario.Choice("provisioning", "being made"),
			scenario.Choice("updating", "being changed"), scenario.Choice("deleting", "being taken down")),
			func(g *VPNGateway) *scenario.Value[string] { return &g.Status }, "Its state; packets pass only if it is active.").Absent(vpnActive).NotCalled("state"),
		scenario.Optional("bandwidth", scenario.Rate(),
			func(g *VPNGateway) *scenario.Value[scenario.Bandwidth] { return &g.Bandwidth }, "What each of its connections carries.").Absent("not known"),
		scenario.MapOf("routes", KindRoute, scenario.Later(vpnRouteTable),
			func(g *VPNGateway) *scenario.Collection[VPNRoute] { return &g.Routes }, "Destination-based routes.").NotCalled("route_entries", "destination_routes"),
		scenario.Objects("policy_routes", scenario.Later(vpnPolicyRouteTable),
			func(g *VPNGateway) *[]*VPNPolicyRoute { return &g.PolicyRoutes },
			"Policy-based routes, which go before the destination-based ones.").Absent("none").NotCalled("pbr_routes", "pbr_route_entries"),
	)
}

func vpnRouteTable() *scenario.Table[VPNRoute] {
	return scenario.NewTable("VPN route", "A destination-based route of a VPN gateway.",
		scenario.Required("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *VPNRoute) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").Example("10.9.0.0/16").NotCalled("route_dest", "destination_cidr", "cidr"),
		scenario.Required("next_hop", scenario.RefTo[VPNConnection](KindVPNConnection),
			func(r *VPNRoute) *scenario.Value[scenario.Ref[VPNConnection]] { return &r.NextHop }, "The IPsec connection.").NotCalled("next_hop_id"),
		scenario.Optional("publish_vpc", scenario.Bool(),
			func(r *VPNRoute) *scenario.Value[bool] { return &r.PublishVPC },
			"Whether the route is written into the system route table of the VPC.").Absent("false"),
		scenario.Optional("published", scenario.Bool(),
			func(r *VPNRoute) *scenario.Value[bool] { return &r.Published },
			"Whether the route that publish_vpc writes is published to the CEN (PublishRouteEntries).").Absent("false"),
		scenario.Optional("weight", weight(),
			func(r *VPNRoute) *scenario.Value[int] { return &r.Weight },
			"100 for the route in use, 0 for one that stands by and takes over when the connection of the other is down.").Absent("100"),
	)
}

// weight is of a route in use, or one that stands by.
func weight() scenario.Type[int] {
	return scenario.Int(0, activeWeight).Narrowed(func(s *scenario.Schema) {
		s.AnyOf = []*scenario.Schema{{Const: 0}, {Const: activeWeight}}
	})
}

func vpnPolicyRouteTable() *scenario.Table[VPNPolicyRoute] {
	return scenario.NewTable("VPN policy route", "A policy-based route of a VPN gateway: by source and destination.",
		scenario.Required("source", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *VPNPolicyRoute) *scenario.Value[netip.Prefix] { return &r.Source }, "Where packets come from.").Example("192.168.0.0/16").NotCalled("route_source", "source_cidr"),
		scenario.Required("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *VPNPolicyRoute) *scenario.Value[netip.Prefix] { return &r.Destination }, "Where they go to.").Example("10.9.0.0/16").NotCalled("route_dest", "destination_cidr"),
		scenario.Required("next_hop", scenario.RefTo[VPNConnection](KindVPNConnection),
			func(r *VPNPolicyRoute) *scenario.Value[scenario.Ref[VPNConnection]] { return &r.NextHop }, "The IPsec connection.").NotCalled("next_hop_id"),
		scenario.Optional("publish_vpc", scenario.Bool(),
			func(r *VPNPolicyRoute) *scenario.Value[bool] { return &r.PublishVPC },
			"Whether the destination is written into the system route table of the VPC.").Absent("false"),
		scenario.Optional("weight", weight(),
			func(r *VPNPolicyRoute) *scenario.Value[int] { return &r.Weight }, "100 for the route in use, 0 for one that stands by.").Absent("100"),
		scenario.Optional("priority", scenario.Int(1, 100),
			func(r *VPNPolicyRoute) *scenario.Value[int] { return &r.Priority }, "The lowest number is asked first.").Absent("10"),
	)
}

func vpnConnectionTable() *scenario.Table[VPNConnection] {
	return scenario.NewTable("IPsec connection", "An IPsec connection to a site, of a VPN gateway or of a transit router.",
		scenario.Optional("vpn_gateway", scenario.RefTo[VPNGateway](KindVPNGateway),
			func(c *VPNConnection) *scenario.Value[scenario.Ref[VPNGateway]] { return &c.VPNGateway }, "The VPN gateway that it is of.").Absent("it is attached to a transit router").NotCalled("vpn_gateway_id"),
		scenario.Required("idc", scenario.RefTo[IDC](KindIDC),
			func(c *VPNConnection) *scenario.Value[scenario.Ref[IDC]] { return &c.IDC }, "The site at the other end.").NotCalled("site"),
		scenario.Optional("customer_gateway_ip", scenario.Address(),
			func(c *VPNConnection) *scenario.Value[netip.Addr] { return &c.CustomerGatewayIP }, "The public address of the site's gateway.").Absent("not known").NotCalled("customer_gateway_id", "peer_ip"),
		scenario.Optional("local_subnets", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(c *VPNConnection) *scenario.Values[netip.Prefix] { return &c.LocalSubnets },
			"The blocks on the cloud's side that the tunnel takes.").Absent("0.0.0.0/0: all").NotCalled("local_subnet"),
		scenario.Optional("remote_subnets", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(c *VPNConnection) *scenario.Values[netip.Prefix] { return &c.RemoteSubnets },
			"The blocks on the site's side that the tunnel takes.").Absent("0.0.0.0/0: all").NotCalled("remote_subnet"),
		scenario.Object("bgp", scenario.Later(vpnBGPTable),
			func(c *VPNConnection) **VPNBGP { return &c.BGP }, "BGP over the tunnel.").Absent("none").NotCalled("bgp_config", "tunnel_bgp_config"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(tunnelEstablished, "the tunnel stands", "ipsec_sa_established"),
			scenario.Choice("ipsec_not_established", "it does not", "ipsec_sa_not_established"),
			scenario.Choice("ike_established", "it does not yet", "ike_sa_established"),
			scenario.Choice("ike_not_established", "it does not", "ike_sa_not_established")),
			func(c *VPNConnection) *scenario.Value[string] { return &c.Status },
			"The state of the tunnel; what is between its two ends is not modelled.").Absent("assumed to stand, and that is told").NotCalled("state"),
		scenario.Optional("bandwidth", scenario.Rate(),
			func(c *VPNConnection) *scenario.Value[scenario.Bandwidth] { return &c.Bandwidth }, "What it carries.").Absent("the bandwidth of the VPN gateway, or not known"),
		scenario.MapOf("routes", KindRoute, scenario.Later(vcoRouteTable),
			func(c *VPNConnection) *scenario.Collection[VCORoute] { return &c.Routes }, "Routes into the tunnel, of a connection to a transit router.").NotCalled("vco_routes", "route_entries"),
	)
}

func vpnBGPTable() *scenario.Table[VPNBGP] {
	return scenario.NewTable("IPsec BGP", "BGP over an IPsec connection.",
		scenario.Optional("local_asn", asn(),
			func(b *VPNBGP) *scenario.Value[int] { return &b.LocalASN }, "The AS number on the cloud's side.").Absent("45104"),
		scenario.Required("peer_asn", asn(),
			func(b *VPNBGP) *scenario.Value[int] { return &b.PeerASN }, "The AS number of the site.").Example(65010).NotCalled("asn", "remote_asn"),
	)
}

func vcoRouteTable() *scenario.Table[VCORoute] {
	return scenario.NewTable("IPsec connection route", "A route into the tunnel of an IPsec connection.",
		scenario.Required("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *VCORoute) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").Example("10.9.0.0/16").NotCalled("route_dest", "destination_cidr", "cidr"),
		scenario.Optional("weight", weight(),
			func(r *VCORoute) *scenario.Value[int] { return &r.Weight }, "100 or 0.").Absent("100"),
	)
}
