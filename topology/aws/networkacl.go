package aws

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// NetworkACL filters what enters and leaves subnets. It remembers no flows.
// Ingress and Egress are absent, or the entries in the order of the file.
type NetworkACL struct {
	scenario.Resource
	Subnets scenario.Values[scenario.Ref[Subnet]]
	Ingress []*Entry
	Egress  []*Entry
}

// Entry is one numbered rule of a network ACL.
type Entry struct {
	scenario.At
	Number   scenario.Value[int]
	Action   scenario.Value[string]
	Protocol scenario.Value[packet.Protocols]
	Ports    scenario.Values[[]packet.Ports]
	CIDR     scenario.Value[netip.Prefix]
}

const (
	allow = "allow"
	deny  = "deny"
)

func networkACLTable() *scenario.Table[NetworkACL] {
	return scenario.NewTable("AWS network ACL", "A stateless filter of what enters and leaves subnets. The lowest number that matches decides, and what matches none is denied.",
		scenario.Required("subnets", scenario.ListOf(scenario.RefTo[Subnet](KindSubnet)).Narrowed(cloud.NoTwice),
			func(a *NetworkACL) *scenario.Values[scenario.Ref[Subnet]] { return &a.Subnets },
			"The subnets that it is associated with. A subnet without one has the VPC's default ACL, which allows everything."),
		scenario.Objects("ingress", entryTable("network ACL ingress entry", "source"),
			func(a *NetworkACL) *[]*Entry { return &a.Ingress }, "Entries for what enters; []: nothing may.").Absent("nothing may"),
		scenario.Objects("egress", entryTable("network ACL egress entry", "destination"),
			func(a *NetworkACL) *[]*Entry { return &a.Egress }, "Entries for what leaves; []: nothing may.").Absent("nothing may"),
	)
}

func entryTable(name, far string) *scenario.Table[Entry] {
	return scenario.NewTable(name, "A numbered rule of a network ACL.",
		scenario.Required("number", scenario.Int(1, 32766),
			func(e *Entry) *scenario.Value[int] { return &e.Number }, "1 to 32766, lower first.").NotCalled("rule_number", "rule_no", "priority").Example(100),
		scenario.Required("action", scenario.Enum(scenario.Choice(allow, "let pass"), scenario.Choice(deny, "drop without an answer")),
			func(e *Entry) *scenario.Value[string] { return &e.Action }, "allow or deny.").NotCalled("rule_action", "effect").Example(allow),
		scenario.Required("protocol", scenario.Protocol(),
			func(e *Entry) *scenario.Value[packet.Protocols] { return &e.Protocol }, "tcp, udp, icmp, icmpv6, gre or all.").Example("tcp"),
		scenario.Optional("ports", scenario.OneOrMany(scenario.Ports()),
			func(e *Entry) *scenario.Values[[]packet.Ports] { return &e.Ports },
			"Destination ports; needed for tcp and udp. Those of a reply are the client's.").Absent("none").Example("1024-65535"),
		scenario.Required(far, scenario.AddressOrCIDR(),
			func(e *Entry) *scenario.Value[netip.Prefix] { return &e.CIDR }, "The far end, as a CIDR.").Example("0.0.0.0/0").NotCalled("cidr_blocks", "cidr_block", "cidr_ipv4", "cidr"),
	).Narrow(cloud.RuleSchemas(far))
}
