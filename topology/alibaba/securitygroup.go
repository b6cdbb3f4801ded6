package alibaba

import (
	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// SecurityGroup filters what the network interfaces in it send and receive.
type SecurityGroup struct {
	scenario.Resource
	Type        scenario.Value[string]
	InnerAccess scenario.Value[string]
	Ingress     []*Rule
	Egress      []*Rule
}

// Rule is one rule of a security group.
type Rule struct {
	scenario.At
	Protocol    scenario.Value[packet.Protocols]
	Ports       scenario.Values[[]packet.Ports]
	SourcePorts scenario.Values[[]packet.Ports]
	Peer        scenario.Value[cloud.Peer]
	Policy      scenario.Value[string]
	Priority    scenario.Value[int]
	Description scenario.Value[string]
}

const (
	basicGroup      = "basic"
	enterpriseGroup = "enterprise"
)

func securityGroupTable() *scenario.Table[SecurityGroup] {
	return scenario.NewTable("security group", "A security group. Rules are matched by priority; at one priority a drop wins.",
		scenario.Optional("type", scenario.Enum(
			scenario.Choice(basicGroup, "no ingress but from members, all egress", "normal"),
			scenario.Choice(enterpriseGroup, "nothing without a rule", "advanced")),
			func(g *SecurityGroup) *scenario.Value[string] { return &g.Type }, "The type.").Absent("basic"),
		scenario.Optional("inner_access_policy", policyType(),
			func(g *SecurityGroup) *scenario.Value[string] { return &g.InnerAccess },
			"Whether members of a basic group reach each other.").Absent("accept"),
		scenario.Objects("ingress", scenario.Later(func() *scenario.Table[Rule] { return ruleTable("ingress rule", "source") }),
			func(g *SecurityGroup) *[]*Rule { return &g.Ingress }, "Rules for what arrives."),
		scenario.Objects("egress", scenario.Later(func() *scenario.Table[Rule] { return ruleTable("egress rule", "destination") }),
			func(g *SecurityGroup) *[]*Rule { return &g.Egress }, "Rules for what is sent."),
	)
}

func policyType() scenario.Type[string] {
	return scenario.Enum(
		scenario.Choice("accept", "let pass", "Accept", "allow"),
		scenario.Choice("drop", "drop without an answer", "Drop", "deny"))
}

func ruleTable(name, far string) *scenario.Table[Rule] {
	return scenario.NewTable(name, "A rule of a security group.",
		scenario.Required("protocol", scenario.Protocol().Narrowed(ruleProtocols),
			func(r *Rule) *scenario.Value[packet.Protocols] { return &r.Protocol }, "tcp, udp, icmp, icmpv6, gre or all.").Example("tcp").NotCalled("ip_protocol"),
		scenario.Optional("ports", scenario.OneOrMany(scenario.Ports()),
			func(r *Rule) *scenario.Values[[]packet.Ports] { return &r.Ports },
			"Destination ports: 8080, 8000-8100, a list. Needed for tcp and udp; other protocols have none.").Absent("none").Example(8080).NotCalled("port_range", "destination_ports", "dest_port"),
		scenario.Optional("source_ports", scenario.OneOrMany(scenario.Ports()),
			func(r *Rule) *scenario.Values[[]packet.Ports] { return &r.SourcePorts }, "Source ports.").Absent("any"),
		scenario.Required(far, cloud.PeerType(KindPrefixList, KindSecurityGroup),
			func(r *Rule) *scenario.Value[cloud.Peer] { return &r.Peer },
			"The far end: a CIDR, a prefix list or a security group.").Example("10.0.0.0/8").
			NotCalled("source", "destination", "cidr", "cidr_ip", "source_cidr_ip", "dest_cidr_ip", "from", "to"),
		scenario.Optional("policy", policyType(),
			func(r *Rule) *scenario.Value[string] { return &r.Policy }, "accept or drop.").Absent("accept").NotCalled("action"),
		// Priority 1-100 (grants a.4); 110 in system rules made before 2020 (a.5).
		scenario.Optional("priority", scenario.Int(1, systemPriority).Narrowed(priorities(systemPriority)),
			func(r *Rule) *scenario.Value[int] { return &r.Priority }, "1 to 100, lower first.").Absent("1"),
		scenario.Optional("description", scenario.Text(),
			func(r *Rule) *scenario.Value[string] { return &r.Description }, "What it is for, in words.").Absent("none"),
	).Narrow(cloud.RuleSchemas(far, "source_ports"))
}
