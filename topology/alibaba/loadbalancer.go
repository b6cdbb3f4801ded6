package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// LoadBalancer is a Classic Load Balancer (CLB) with a private address.
type LoadBalancer struct {
	scenario.Resource
	VSwitch   scenario.Value[scenario.Ref[VSwitch]]
	Address   scenario.Value[netip.Addr]
	Listeners []*LoadBalancerListener
}

// LoadBalancerListener is one listener with its backend servers.
type LoadBalancerListener struct {
	scenario.At
	Protocol   scenario.Value[string]
	Port       scenario.Value[int]
	Servers    []*Server
	ACLType    scenario.Value[string]
	ACLEntries scenario.Values[netip.Prefix]
	// ClientAddress: the security groups of servers judge the client's address.
	ClientAddress scenario.Value[bool]
}

// Server is one backend server of a listener.
type Server struct {
	scenario.At
	Instance scenario.Value[scenario.Ref[Instance]]
	Port     scenario.Value[int]
	Weight   scenario.Value[int]
}

func loadBalancerTable() *scenario.Table[LoadBalancer] {
	return scenario.NewTable("load balancer", "A Classic Load Balancer with a private address.",
		scenario.Required("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(l *LoadBalancer) *scenario.Value[scenario.Ref[VSwitch]] { return &l.VSwitch }, "The vSwitch that its address is from."),
		scenario.Optional("address", scenario.Address(),
			func(l *LoadBalancer) *scenario.Value[netip.Addr] { return &l.Address },
			"Its private address.").Absent("the cloud picks one, and each must work"),
		scenario.Objects("listeners", loadBalancerListenerTable(),
			func(l *LoadBalancer) *[]*LoadBalancerListener { return &l.Listeners }, "Listeners."),
	)
}

func loadBalancerListenerTable() *scenario.Table[LoadBalancerListener] {
	return scenario.NewTable("load balancer listener", "A listener and the servers it forwards to.",
		scenario.Required("protocol", scenario.Enum(
			scenario.Choice("tcp", "forwards connections"), scenario.Choice("udp", "forwards datagrams"),
			scenario.Choice("http", "relays requests"), scenario.Choice("https", "relays requests")),
			func(l *LoadBalancerListener) *scenario.Value[string] { return &l.Protocol }, "The protocol it takes."),
		scenario.Required("port", scenario.Int(1, 65535),
			func(l *LoadBalancerListener) *scenario.Value[int] { return &l.Port }, "The port it takes."),
		scenario.Objects("servers", serverTable(),
			func(l *LoadBalancerListener) *[]*Server { return &l.Servers }, "Backend servers: all of them must work."),
		scenario.Optional("acl_type", scenario.Enum(
			scenario.Choice("white", "only the entries pass"), scenario.Choice("black", "all but the entries pass")),
			func(l *LoadBalancerListener) *scenario.Value[string] { return &l.ACLType }, "The access control list's kind.").Absent("none is on"),
		scenario.Optional("acl_entries", scenario.ListOf(scenario.AddressOrCIDR()),
			func(l *LoadBalancerListener) *scenario.Values[netip.Prefix] { return &l.ACLEntries }, "The access control list's entries.").Absent("none"),
		scenario.Optional("client_address", scenario.Bool(),
			func(l *LoadBalancerListener) *scenario.Value[bool] { return &l.ClientAddress },
			"Whether security groups of servers judge the client's address (tcp and udp).").Absent("not known"),
	)
}

func serverTable() *scenario.Table[Server] {
	return scenario.NewTable("server", "A backend server.",
		scenario.Required("instance", scenario.RefTo[Instance](KindInstance),
			func(s *Server) *scenario.Value[scenario.Ref[Instance]] { return &s.Instance }, "The instance."),
		scenario.Required("port", scenario.Int(1, 65535),
			func(s *Server) *scenario.Value[int] { return &s.Port }, "The port on the instance."),
		scenario.Optional("weight", scenario.Int(0, 100),
			func(s *Server) *scenario.Value[int] { return &s.Weight }, "Its weight; 0: no traffic.").Absent("100"),
	)
}
