package alibaba

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// NetworkACL filters what enters and leaves the vSwitches that it is bound to.
// It remembers no flows. Ingress and Egress are absent, or the rules in order.
type NetworkACL struct {
	scenario.Resource
	VSwitches scenario.Values[scenario.Ref[VSwitch]]
	Ingress   []*Rule
	Egress    []*Rule
}

func networkACLTable() *scenario.Table[NetworkACL] {
	return scenario.NewTable("network ACL", "A stateless filter of what enters and leaves vSwitches. The first rule that matches decides.",
		scenario.Required("vswitches", scenario.ListOf(scenario.RefTo[VSwitch](KindVSwitch)).Narrowed(cloud.NoTwice),
			func(a *NetworkACL) *scenario.Values[scenario.Ref[VSwitch]] { return &a.VSwitches },
			"The vSwitches that it is bound to."),
		scenario.Objects("ingress", aclRuleTable("network ACL ingress rule", "source"),
			func(a *NetworkACL) *[]*Rule { return &a.Ingress },
			"Rules for what enters, in order; []: nothing may.").Absent("everything, as in an ACL that was just made"),
		scenario.Objects("egress", aclRuleTable("network ACL egress rule", "destination"),
			func(a *NetworkACL) *[]*Rule { return &a.Egress },
			"Rules for what leaves, in order; []: nothing may.").Absent("everything, as in an ACL that was just made"),
	)
}

func aclRuleTable(name, far string) *scenario.Table[Rule] {
	cidr := scenario.AddressOrCIDR()
	block := scenario.Type[cloud.Peer]{
		Schema: cidr.Schema,
		Read: func(d *scenario.Decoder, n *scenario.Node, into *cloud.Peer) bool {
			return cidr.Read(d, n, &into.Prefix)
		},
	}
	return scenario.NewTable(name, "A rule of a network ACL.",
		scenario.Required("policy", policyType(),
			func(r *Rule) *scenario.Value[string] { return &r.Policy }, "accept or drop.").Example("accept"),
		scenario.Required("protocol", scenario.Protocol().Narrowed(ruleProtocols),
			func(r *Rule) *scenario.Value[packet.Protocols] { return &r.Protocol }, "tcp, udp, icmp, icmpv6, gre or all.").Example("tcp"),
		scenario.Optional("ports", scenario.OneOrMany(scenario.Ports()),
			func(r *Rule) *scenario.Values[[]packet.Ports] { return &r.Ports },
			"Destination ports: 8080, 8000-8100, a list. Needed for tcp and udp; other protocols have none. Those of a reply are the client's.").Absent("none").Example(8080),
		scenario.Required(far, block,
			func(r *Rule) *scenario.Value[cloud.Peer] { return &r.Peer }, "The far end, as a CIDR.").Example(netip.MustParsePrefix("10.0.0.0/8").String()),
		scenario.Optional("description", scenario.Text(),
			func(r *Rule) *scenario.Value[string] { return &r.Description }, "What it is for, in words.").Absent("none"),
	).Narrow(cloud.RuleSchemas(far))
}
