package aws

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/scenario"
)

// LoadBalancer is a Network Load Balancer or an Application Load Balancer.
type LoadBalancer struct {
	scenario.Resource
	Type           scenario.Value[string]
	Scheme         scenario.Value[string]
	State          scenario.Value[string]
	DNSName        scenario.Value[string]
	Subnets        scenario.Values[scenario.Ref[Subnet]]
	SubnetMappings []*SubnetMapping
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
	// EnforceOnPrivateLink: its groups judge what comes by PrivateLink, too.
	EnforceOnPrivateLink scenario.Value[string]
	CrossZone            scenario.Value[bool]
	Listeners            []*LoadBalancerListener
}

// SubnetMapping is a subnet of a load balancer, with the addresses there.
type SubnetMapping struct {
	scenario.At
	Subnet    scenario.Value[scenario.Ref[Subnet]]
	PrivateIP scenario.Value[netip.Addr]
	ElasticIP scenario.Value[netip.Addr]
}

// LoadBalancerListener is one listener of a load balancer.
type LoadBalancerListener struct {
	scenario.At
	Protocol         scenario.Value[string]
	Port             scenario.Value[int]
	TargetGroup      scenario.Value[scenario.Ref[TargetGroup]]
	CertificateNames scenario.Values[string]
	Rules            []*ListenerRule
}

// ListenerRule is one rule of a listener of an Application Load Balancer.
type ListenerRule struct {
	scenario.At
	Hosts       scenario.Values[string]
	Paths       scenario.Values[string]
	Methods     scenario.Values[string]
	TargetGroup scenario.Value[scenario.Ref[TargetGroup]]
}

// The words of load balancers.
const (
	network        = "network"
	application    = "application"
	internal       = "internal"
	internetFacing = "internet-facing"
	active         = "active"
	on, off        = "on", "off"
)

// The protocols of listeners and target groups.
const (
	protocolTCP    = "TCP"
	protocolUDP    = "UDP"
	protocolTCPUDP = "TCP_UDP"
	protocolTLS    = "TLS"
	protocolHTTP   = "HTTP"
	protocolHTTPS  = "HTTPS"
)

func loadBalancerProtocols() []scenario.Option[string] {
	return []scenario.Option[string]{
		scenario.Choice(protocolTCP, "connections; network load balancers", "tcp"),
		scenario.Choice(protocolUDP, "datagrams; network load balancers", "udp"),
		scenario.Choice(protocolTCPUDP, "both; network load balancers", "tcp_udp"),
		scenario.Choice(protocolTLS, "connections whose TLS ends here; network load balancers", "tls"),
		scenario.Choice(protocolHTTP, "requests; application load balancers", "http"),
		scenario.Choice(protocolHTTPS, "requests by TLS; application load balancers", "https"),
	}
}

func loadBalancerTable() *scenario.Table[LoadBalancer] {
	return scenario.NewTable("AWS load balancer", "A Network Load Balancer or an Application Load Balancer.",
		scenario.Required("type", scenario.Enum(
			scenario.Choice(network, "forwards connections and datagrams"), scenario.Choice(application, "relays requests")),
			func(b *LoadBalancer) *scenario.Value[string] { return &b.Type }, "network or application.").NotCalled("load_balancer_type"),
		scenario.Optional("scheme", scenario.Enum(
			scenario.Choice(internal, "private addresses only"), scenario.Choice(internetFacing, "public addresses")),
			func(b *LoadBalancer) *scenario.Value[string] { return &b.Scheme }, "Whether its name leads to private or to public addresses.").Absent(internetFacing),
		scenario.Optional("state", scenario.Enum(
			scenario.Choice(active, "it works"), scenario.Choice("active_impaired", "it works, and cannot grow", "active-impaired"),
			scenario.Choice("provisioning", "being made"), scenario.Choice("failed", "could not be made")),
			func(b *LoadBalancer) *scenario.Value[string] { return &b.State }, "Its state; it takes traffic when it is active.").Absent(active).NotCalled("status"),
		scenario.Optional("dns_name", scenario.Text(),
			func(b *LoadBalancer) *scenario.Value[string] { return &b.DNSName }, "Its name, as AWS gave it.").Absent("not known"),
		scenario.Optional("subnets", scenario.ListOf(scenario.RefTo[Subnet](KindSubnet)),
			func(b *LoadBalancer) *scenario.Values[scenario.Ref[Subnet]] { return &b.Subnets },
			"Its subnets, one for each zone that it is enabled in. AWS picks its addresses, and each must work.").Absent("as subnet_mappings say").NotCalled("subnet_ids"),
		scenario.Objects("subnet_mappings", subnetMappingTable(),
			func(b *LoadBalancer) *[]*SubnetMapping { return &b.SubnetMappings }, "Its subnets, with its addresses there.").NotCalled("subnet_mapping"),
		scenario.Optional("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)),
			func(b *LoadBalancer) *scenario.Values[scenario.Ref[SecurityGroup]] { return &b.SecurityGroups },
			"Its security groups; an application load balancer has at least one.").Absent("none: a network load balancer without filters nothing"),
		scenario.Optional("enforce_security_group_inbound_rules_on_private_link_traffic", scenario.Enum(
			scenario.Choice(on, "the inbound rules judge the client's address"), scenario.Choice(off, "the inbound rules do not judge it")),
			func(b *LoadBalancer) *scenario.Value[string] { return &b.EnforceOnPrivateLink },
			"Whether the security groups judge what comes by PrivateLink.").Absent(on),
		scenario.Optional("cross_zone", scenario.Bool(),
			func(b *LoadBalancer) *scenario.Value[bool] { return &b.CrossZone },
			"Whether a node uses the targets of other zones; an application load balancer always does.").Absent("false").
			NotCalled("enable_cross_zone_load_balancing", "cross_zone_load_balancing"),
		scenario.Objects("listeners", loadBalancerListenerTable(),
			func(b *LoadBalancer) *[]*LoadBalancerListener { return &b.Listeners }, "Listeners.").NotCalled("listener"),
	).ExactlyOne("subnets", "subnet_mappings")
}

func subnetMappingTable() *scenario.Table[SubnetMapping] {
	return scenario.NewTable("subnet mapping", "A subnet of a load balancer, and its addresses there.",
		scenario.Required("subnet", scenario.RefTo[Subnet](KindSubnet),
			func(m *SubnetMapping) *scenario.Value[scenario.Ref[Subnet]] { return &m.Subnet }, "The subnet.").NotCalled("subnet_id"),
		scenario.Optional("private_ip", scenario.Address(),
			func(m *SubnetMapping) *scenario.Value[netip.Addr] { return &m.PrivateIP },
			"The private address there.").Absent("AWS picks one, and each must work").NotCalled("private_ipv4_address"),
		scenario.Optional("elastic_ip", scenario.Address(),
			func(m *SubnetMapping) *scenario.Value[netip.Addr] { return &m.ElasticIP },
			"The public address there, of an internet-facing network load balancer.").Absent("AWS picks one").NotCalled("allocation_id", "eip"),
	)
}

func loadBalancerListenerTable() *scenario.Table[LoadBalancerListener] {
	return scenario.NewTable("AWS load balancer listener", "A listener, and where it sends what it takes.",
		scenario.Required("protocol", scenario.Enum(loadBalancerProtocols()...),
			func(l *LoadBalancerListener) *scenario.Value[string] { return &l.Protocol }, "The protocol it takes.").Example(protocolTCP),
		scenario.Required("port", scenario.Int(1, 65535),
			func(l *LoadBalancerListener) *scenario.Value[int] { return &l.Port }, "The port it takes.").Example(443),
		scenario.Optional("target_group", scenario.RefTo[TargetGroup](KindTargetGroup),
			func(l *LoadBalancerListener) *scenario.Value[scenario.Ref[TargetGroup]] { return &l.TargetGroup },
			"The target group that it forwards to by default.").Absent("none: it forwards nothing by default").NotCalled("default_action", "target_group_arn", "forward"),
		scenario.Optional("certificate_names", scenario.ListOf(scenario.Text()),
			func(l *LoadBalancerListener) *scenario.Values[string] { return &l.CertificateNames },
			"The host names of its certificate, of a TLS or HTTPS listener.").Absent("not judged").NotCalled("certificate", "certificate_arn"),
		scenario.Objects("rules", listenerRuleTable(),
			func(l *LoadBalancerListener) *[]*ListenerRule { return &l.Rules },
			"Rules of an application load balancer, the first that holds goes before the default."),
	)
}

func listenerRuleTable() *scenario.Table[ListenerRule] {
	return scenario.NewTable("listener rule", "A rule of a listener: all conditions that are written must hold.",
		scenario.Optional("hosts", scenario.ListOf(scenario.Text()),
			func(r *ListenerRule) *scenario.Values[string] { return &r.Hosts },
			"Host names, in which * stands for any text and ? for one character.").Absent("any").NotCalled("host_header"),
		scenario.Optional("paths", scenario.ListOf(scenario.Text()),
			func(r *ListenerRule) *scenario.Values[string] { return &r.Paths },
			"Paths, in which * stands for any text and ? for one character.").Absent("any").NotCalled("path_pattern"),
		scenario.Optional("methods", scenario.ListOf(scenario.Text()),
			func(r *ListenerRule) *scenario.Values[string] { return &r.Methods }, "Methods, such as GET.").Absent("any").NotCalled("http_request_method"),
		scenario.Required("target_group", scenario.RefTo[TargetGroup](KindTargetGroup),
			func(r *ListenerRule) *scenario.Value[scenario.Ref[TargetGroup]] { return &r.TargetGroup }, "The target group that it forwards to."),
	).AtLeastOne("hosts", "paths", "methods")
}

// transports are the protocols of the packets that a listener takes.
func (ln *LoadBalancerListener) transports() []uint8 {
	switch ln.Protocol.V {
	case protocolUDP:
		return []uint8{packet.UDP}
	case protocolTCPUDP:
		return []uint8{packet.TCP, packet.UDP}
	default:
		return []uint8{packet.TCP}
	}
}
