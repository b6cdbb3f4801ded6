package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// PhysicalConnection is a circuit of Express Connect.
type PhysicalConnection struct {
	scenario.Resource
	Status      scenario.Value[string]
	AccessPoint scenario.Value[string]
	Bandwidth   scenario.Value[scenario.Bandwidth]
	State       scenario.Value[string]
}

// VBR is a virtual border router: where circuits to a site end.
type VBR struct {
	scenario.Resource
	PhysicalConnection scenario.Value[scenario.Ref[PhysicalConnection]]
	IDC                scenario.Value[scenario.Ref[IDC]]
	VLAN               scenario.Value[int]
	LocalGatewayIP     scenario.Value[netip.Addr]
	PeerGatewayIP      scenario.Value[netip.Addr]
	PeeringSubnetMask  scenario.Value[netip.Addr]
	Circuits           []*Circuit
	Status             scenario.Value[string]
	Bandwidth          scenario.Value[scenario.Bandwidth]
	Routes             scenario.Collection[VBRRoute]
	BGPGroups          scenario.Collection[BGPGroup]
	BGPNetworks        scenario.Values[netip.Prefix]
	HealthCheck        *HealthCheck
	SiteLink           scenario.Value[bool]
	CENGrants          []*CENGrant
}

// Circuit is a further port of a VBR.
type Circuit struct {
	scenario.At
	PhysicalConnection scenario.Value[scenario.Ref[PhysicalConnection]]
	VLAN               scenario.Value[int]
	LocalGatewayIP     scenario.Value[netip.Addr]
	PeerGatewayIP      scenario.Value[netip.Addr]
	PeeringSubnetMask  scenario.Value[netip.Addr]
}

// VBRRoute is a static route of a VBR.
type VBRRoute struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	NextHop     scenario.Value[scenario.AnyRef]
}

// BGPGroup is what BGP peers of a VBR have in common.
type BGPGroup struct {
	scenario.Resource
	PeerASN    scenario.Value[int]
	LocalASN   scenario.Value[int]
	FakeASN    scenario.Value[bool]
	RouteLimit scenario.Value[int]
	Peers      scenario.Collection[BGPPeer]
}

// BGPPeer is a BGP session of a VBR.
type BGPPeer struct {
	scenario.Resource
	PeerIPAddress scenario.Value[netip.Addr]
	BFD           scenario.Value[bool]
	Status        scenario.Value[string]
}

// HealthCheck sends packets over a line, to tell whether it works.
type HealthCheck struct {
	scenario.At
	SourceIP scenario.Value[netip.Addr]
	TargetIP scenario.Value[netip.Addr]
}

// SwitchingGroup is a VBR and the one that stands in for it.
type SwitchingGroup struct {
	scenario.Resource
	VBR      scenario.Value[scenario.Ref[VBR]]
	PeerVBR  scenario.Value[scenario.Ref[VBR]]
	Switches scenario.Value[bool]
}

const (
	stateUp   = "up"
	stateDown = "down"

	circuitEnabled = "enabled"
	vbrActive      = "active"
	peerAvailable  = "available"

	// defaultLocalASN is Alibaba's own, defaultRouteLimit what a peer may announce
	// (routing d; H).
	defaultLocalASN   = 45104
	reservedASN       = 65025
	defaultRouteLimit = 110
)

// vbrHopKinds are the next hops of a VBR's routes.
var vbrHopKinds = []scenario.ResourceKind{KindPhysicalConnection, KindRouterInterface}

func physicalConnectionTable() *scenario.Table[PhysicalConnection] {
	return scenario.NewTable("physical connection", "A circuit of Express Connect, from a port of the cloud to a site.",
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(circuitEnabled, "in use", "Enabled"),
			scenario.Choice("initial", "applied for", "Initial"),
			scenario.Choice("approved", "", "Approved"),
			scenario.Choice("allocating", "", "Allocating"),
			scenario.Choice("allocated", "the port is given", "Allocated"),
			scenario.Choice("confirmed", "paid, and not enabled yet", "Confirmed"),
			scenario.Choice("rejected", "", "Rejected"),
			scenario.Choice("canceled", "", "Canceled"),
			scenario.Choice("allocation_failed", "", "Allocation Failed", "AllocationFailed"),
			scenario.Choice("terminating", "", "Terminating"),
			scenario.Choice("terminated", "", "Terminated")),
			func(p *PhysicalConnection) *scenario.Value[string] { return &p.Status }, "How far it is; nothing crosses one that is not enabled.").Absent("enabled"),
		scenario.Optional("access_point", scenario.Text(),
			func(p *PhysicalConnection) *scenario.Value[string] { return &p.AccessPoint }, "Where its port is.").Absent("not known").NotCalled("access_point_id"),
		scenario.Optional("bandwidth", scenario.Rate(),
			func(p *PhysicalConnection) *scenario.Value[scenario.Bandwidth] { return &p.Bandwidth }, "How much it carries.").Absent("not known, and a check that demands some is answered unknown").Example("1Gbps"),
		scenario.Optional("state", scenario.Enum(
			scenario.Choice(stateUp, "it carries packets"), scenario.Choice(stateDown, "it is cut")),
			func(p *PhysicalConnection) *scenario.Value[string] { return &p.State },
			"Whether the line works. BGP goes down with it; a static route over it stays, unless a health check watches the line.").Absent("up"),
	)
}

func gatewayIP[T any](name string, at func(*T) *scenario.Value[netip.Addr], doc string) scenario.Field[T] {
	return scenario.Optional(name, scenario.Address(), at, doc).Absent("not known")
}

func vlan[T any](at func(*T) *scenario.Value[int]) scenario.Field[T] {
	return scenario.Required("vlan", scenario.Int(0, 2999), at, "Its VLAN on the port.").Example(101).NotCalled("vlan_id")
}

func subnetMask[T any](at func(*T) *scenario.Value[netip.Addr]) scenario.Field[T] {
	return scenario.Optional("peering_subnet_mask", scenario.Address(), at, "The mask of the subnet of both addresses, such as 255.255.255.252.").Absent("not known")
}

func circuitOf[T any](at func(*T) *scenario.Value[scenario.Ref[PhysicalConnection]]) scenario.Field[T] {
	return scenario.Required("physical_connection", scenario.RefTo[PhysicalConnection](KindPhysicalConnection), at,
		"The circuit.").NotCalled("physical_connection_id", "circuit")
}

const (
	ofLocalIP = "The cloud's address on the circuit."
	ofPeerIP  = "The site's address on the circuit."
)

func vbrTable() *scenario.Table[VBR] {
	return scenario.NewTable("VBR", "A virtual border router: the cloud's end of circuits to a site.",
		circuitOf(func(v *VBR) *scenario.Value[scenario.Ref[PhysicalConnection]] { return &v.PhysicalConnection }),
		scenario.Optional("idc", scenario.RefTo[IDC](KindIDC),
			func(v *VBR) *scenario.Value[scenario.Ref[IDC]] { return &v.IDC }, "The site at the other end of its circuits.").Absent("one that is not written, and where packets to it end").NotCalled("site", "data_center"),
		vlan(func(v *VBR) *scenario.Value[int] { return &v.VLAN }),
		gatewayIP("local_gateway_ip", func(v *VBR) *scenario.Value[netip.Addr] { return &v.LocalGatewayIP }, ofLocalIP),
		gatewayIP("peer_gateway_ip", func(v *VBR) *scenario.Value[netip.Addr] { return &v.PeerGatewayIP }, ofPeerIP),
		subnetMask(func(v *VBR) *scenario.Value[netip.Addr] { return &v.PeeringSubnetMask }),
		scenario.Objects("circuits", scenario.Later(circuitTable),
			func(v *VBR) *[]*Circuit { return &v.Circuits }, "Further circuits that end at it.").NotCalled("associated_physical_connections", "pconn_associations"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(vbrActive, "in use", "Active"),
			scenario.Choice("unconfirmed", "the owner of the circuit has not confirmed it", "Unconfirmed"),
			scenario.Choice("terminating", "", "Terminating"),
			scenario.Choice("terminated", "switched off", "Terminated"),
			scenario.Choice("recovering", "", "Recovering"),
			scenario.Choice("deleting", "", "Deleting")),
			func(v *VBR) *scenario.Value[string] { return &v.Status }, "How far it is; one that is not active passes nothing.").Absent("active"),
		scenario.Optional("bandwidth", scenario.Rate(),
			func(v *VBR) *scenario.Value[scenario.Bandwidth] { return &v.Bandwidth }, "How much it carries.").Absent("that of its circuits").Example("200Mbps"),
		scenario.MapOf("routes", KindRoute, scenario.Later(vbrRouteTable),
			func(v *VBR) *scenario.Collection[VBRRoute] { return &v.Routes }, "Static routes of its route table.").NotCalled("route_entries", "static_routes"),
		scenario.MapOf("bgp_groups", KindBGPGroup, scenario.Later(bgpGroupTable),
			func(v *VBR) *scenario.Collection[BGPGroup] { return &v.BGPGroups }, "BGP groups."),
		scenario.Optional("bgp_networks", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(v *VBR) *scenario.Values[netip.Prefix] { return &v.BGPNetworks },
			"Blocks that it announces to the site besides what comes from a CEN: those behind router interfaces.").Absent("none").NotCalled("networks", "dst_cidr_block"),
		scenario.Object("health_check", healthCheckTable,
			func(v *VBR) **HealthCheck { return &v.HealthCheck }, "The health check of the CEN that it is attached to.").Absent("none").NotCalled("vbr_health_check", "health_checks"),
		scenario.Optional("sitelink_enable", scenario.Bool(),
			func(v *VBR) *scenario.Value[bool] { return &v.SiteLink }, "Whether sites reach each other by way of it.").Absent("false"),
		scenario.Objects("cen_grants", cenGrantTable,
			func(v *VBR) *[]*CENGrant { return &v.CENGrants }, "Grants that let a CEN of another account attach it."),
	)
}

func circuitTable() *scenario.Table[Circuit] {
	return scenario.NewTable("circuit", "A further circuit that ends at a VBR.",
		circuitOf(func(c *Circuit) *scenario.Value[scenario.Ref[PhysicalConnection]] { return &c.PhysicalConnection }),
		vlan(func(c *Circuit) *scenario.Value[int] { return &c.VLAN }),
		gatewayIP("local_gateway_ip", func(c *Circuit) *scenario.Value[netip.Addr] { return &c.LocalGatewayIP }, ofLocalIP),
		gatewayIP("peer_gateway_ip", func(c *Circuit) *scenario.Value[netip.Addr] { return &c.PeerGatewayIP }, ofPeerIP),
		subnetMask(func(c *Circuit) *scenario.Value[netip.Addr] { return &c.PeeringSubnetMask }),
	)
}

func vbrRouteTable() *scenario.Table[VBRRoute] {
	return scenario.NewTable("VBR route", "A static route of a VBR.",
		scenario.Required("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *VBRRoute) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").Example("10.9.0.0/16").NotCalled("destination_cidr_block", "destination_cidr", "cidr"),
		scenario.Required("next_hop", scenario.RefAny(vbrHopKinds...),
			func(r *VBRRoute) *scenario.Value[scenario.AnyRef] { return &r.NextHop }, "What packets go to: a circuit of the VBR, or its router interface.").NotCalled("next_hop_id"),
	)
}

func bgpGroupTable() *scenario.Table[BGPGroup] {
	return scenario.NewTable("BGP group", "What BGP peers of a VBR have in common.",
		scenario.Required("peer_asn", asn(),
			func(g *BGPGroup) *scenario.Value[int] { return &g.PeerASN }, "The AS number of the site's routers.").Example(65010),
		scenario.Optional("local_asn", asn(),
			func(g *BGPGroup) *scenario.Value[int] { return &g.LocalASN }, "The cloud's AS number.").Absent("45104"),
		scenario.Optional("is_fake_asn", scenario.Bool(),
			func(g *BGPGroup) *scenario.Value[bool] { return &g.FakeASN }, "Whether local_asn is another than the VBR's own (a fake ASN).").Absent("false").NotCalled("fake_asn"),
		scenario.Optional("route_limit", scenario.Int(1, 100_000),
			func(g *BGPGroup) *scenario.Value[int] { return &g.RouteLimit }, "How many routes a peer may announce.").Absent("110"),
		scenario.MapOf("peers", KindBGPPeer, scenario.Later(bgpPeerTable),
			func(g *BGPGroup) *scenario.Collection[BGPPeer] { return &g.Peers }, "Its peers.").NotCalled("bgp_peers"),
	)
}

func bgpPeerTable() *scenario.Table[BGPPeer] {
	return scenario.NewTable("BGP peer", "A BGP session of a VBR with a router of the site.",
		scenario.Required("peer_ip_address", scenario.Address(),
			func(p *BGPPeer) *scenario.Value[netip.Addr] { return &p.PeerIPAddress }, "The site's address on the circuit.").Example("10.255.0.2"),
		scenario.Optional("bfd", scenario.Bool(),
			func(p *BGPPeer) *scenario.Value[bool] { return &p.BFD }, "Whether BFD watches the line, so that a failure is seen at once.").Absent("false").NotCalled("enable_bfd"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(peerAvailable, "in use", "Available"),
			scenario.Choice("unavailable", "the session is down", "Unavailable"),
			scenario.Choice("pending", "", "Pending"),
			scenario.Choice("modifying", "", "Modifying"),
			scenario.Choice("deleting", "", "Deleting"),
			scenario.Choice("deleted", "", "Deleted")),
			func(p *BGPPeer) *scenario.Value[string] { return &p.Status }, "How far it is.").Absent("available"),
	)
}

// healthCheckTable is one for all that have health checks: the schema defines it
// once.
var healthCheckTable = scenario.Later(func() *scenario.Table[HealthCheck] {
	return scenario.NewTable("line health check", "Packets that are sent over a line all the time, to tell whether it works.",
		scenario.Optional("source_ip", scenario.Address(),
			func(h *HealthCheck) *scenario.Value[netip.Addr] { return &h.SourceIP },
			"Where they come from: the site's routers need a route back to it.").Absent("the cloud takes one of 100.96.0.0/16").NotCalled("health_check_source_ip", "source"),
		scenario.Optional("target_ip", scenario.Address(),
			func(h *HealthCheck) *scenario.Value[netip.Addr] { return &h.TargetIP },
			"Where they go to.").Absent("the site's address on the circuit").NotCalled("health_check_target_ip", "target"),
	)
})

func switchingGroupTable() *scenario.Table[SwitchingGroup] {
	return scenario.NewTable("VBR switching group", "A VBR and the one that stands in for it.",
		scenario.Required("vbr", scenario.RefTo[VBR](KindVBR),
			func(g *SwitchingGroup) *scenario.Value[scenario.Ref[VBR]] { return &g.VBR }, "The VBR.").NotCalled("vbr_id"),
		scenario.Required("peer_vbr", scenario.RefTo[VBR](KindVBR),
			func(g *SwitchingGroup) *scenario.Value[scenario.Ref[VBR]] { return &g.PeerVBR }, "The other one.").NotCalled("peer_vbr_id"),
		scenario.Optional("switches_static_routes", scenario.Bool(),
			func(g *SwitchingGroup) *scenario.Value[bool] { return &g.Switches },
			"Whether static routes go over the other VBR where the line of one is broken.").Absent("not known"),
	)
}
