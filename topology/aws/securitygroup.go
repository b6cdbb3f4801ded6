package aws

import (
	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// SecurityGroup lists what the network interfaces in it may send and receive.
// Ingress absent is none; Egress absent is everything, as in a group that was
// just made.
type SecurityGroup struct {
	scenario.Resource
	Ingress []*Rule
	Egress  []*Rule
}

// Rule allows something.
type Rule struct {
	scenario.At
	Protocol    scenario.Value[packet.Protocols]
	Ports       scenario.Values[[]packet.Ports]
	Peer        scenario.Value[cloud.Peer]
	Description scenario.Value[string]
}

func securityGroupTable() *scenario.Table[SecurityGroup] {
	return scenario.NewTable("AWS security group", "A security group. Its rules allow; what no rule of any group of an interface allows is dropped. Replies pass.",
		scenario.Objects("ingress", ruleTable("AWS ingress rule", "source"),
			func(g *SecurityGroup) *[]*Rule { return &g.Ingress }, "What may arrive; []: nothing.").Absent("nothing"),
		scenario.Objects("egress", ruleTable("AWS egress rule", "destination"),
			func(g *SecurityGroup) *[]*Rule { return &g.Egress },
			"What may be sent; []: nothing.").Absent("everything, as in a group that was just made"),
	)
}

func ruleTable(name, far string) *scenario.Table[Rule] {
	return scenario.NewTable(name, "A rule of a security group, which allows something.",
		scenario.Required("protocol", scenario.Protocol(),
			func(r *Rule) *scenario.Value[packet.Protocols] { return &r.Protocol }, "tcp, udp, icmp, icmpv6, gre or all.").NotCalled("ip_protocol").Example("tcp"),
		scenario.Optional("ports", scenario.OneOrMany(scenario.Ports()),
			func(r *Rule) *scenario.Values[[]packet.Ports] { return &r.Ports },
			"Destination ports: 443, 8000-8100, a list. Needed for tcp and udp.").NotCalled("from_port", "to_port", "port").Absent("none").Example(443),
		scenario.Required(far, cloud.PeerType(KindPrefixList, KindSecurityGroup),
			func(r *Rule) *scenario.Value[cloud.Peer] { return &r.Peer },
			"The far end: a CIDR, a prefix list or a security group.").Example("10.0.0.0/8").NotCalled("cidr_blocks", "cidr_block", "cidr_ipv4", "cidr"),
		scenario.Optional("description", scenario.Text(),
			func(r *Rule) *scenario.Value[string] { return &r.Description }, "What it is for, in words.").Absent("none"),
	).Narrow(cloud.RuleSchemas(far))
}
