package aws

import (
	"net/netip"

	"netsim/packet"
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
	Peer        scenario.Value[Peer]
	Description scenario.Value[string]
}

// Peer is the far end of a rule: a CIDR, or a prefix list or security group.
type Peer struct {
	Prefix netip.Prefix // not valid: a reference
	Ref    scenario.AnyRef
}

func securityGroupTable() *scenario.Table[SecurityGroup] {
	return scenario.NewTable("AWS security group", "A security group. Its rules allow; what no rule of any group of an interface allows is dropped. Replies pass.",
		scenario.Objects("ingress", ruleTable("AWS ingress rule", "source"),
			func(g *SecurityGroup) *[]*Rule { return &g.Ingress }, "What may arrive; absent or []: nothing."),
		scenario.Objects("egress", ruleTable("AWS egress rule", "destination"),
			func(g *SecurityGroup) *[]*Rule { return &g.Egress },
			"What may be sent; absent: everything, as in a group that was just made; []: nothing."),
	)
}

func ruleTable(name, far string) *scenario.Table[Rule] {
	return scenario.NewTable(name, "A rule of a security group, which allows something.",
		scenario.Required("protocol", protocolType(),
			func(r *Rule) *scenario.Value[packet.Protocols] { return &r.Protocol }, "tcp, udp, icmp, icmpv6, gre or all.").Example("tcp"),
		scenario.Optional("ports", scenario.OneOrMany(portsType()),
			func(r *Rule) *scenario.Values[[]packet.Ports] { return &r.Ports },
			"Destination ports: 443, 8000-8100, a list. Needed for tcp and udp.").Example(443),
		scenario.Required(far, peerType(),
			func(r *Rule) *scenario.Value[Peer] { return &r.Peer },
			"The far end: a CIDR, a prefix list or a security group.").Example("10.0.0.0/8"),
		scenario.Optional("description", scenario.Text(),
			func(r *Rule) *scenario.Value[string] { return &r.Description }, "What it is for, in words."),
	)
}

func protocolType() scenario.Type[packet.Protocols] {
	return scenario.Parsed("protocol", scenario.Schema{Type: scenario.SchemaTypes{"string", "integer"}, Examples: []any{"tcp"}}, packet.ParseProtocol)
}

func portsType() scenario.Type[[]packet.Ports] {
	return scenario.Parsed("port range", scenario.Schema{Type: scenario.SchemaTypes{"string", "integer"}, Examples: []any{443}}, packet.ParsePorts)
}

// peerType reads a CIDR or address, or else a reference.
func peerType() scenario.Type[Peer] {
	cidr, ref := scenario.AddressOrCIDR(), scenario.RefAny(KindPrefixList, KindSecurityGroup)
	return scenario.Type[Peer]{
		Schema: &scenario.Schema{AnyOf: []*scenario.Schema{cidr.Schema, ref.Schema}},
		Read: func(d *scenario.Decoder, n *scenario.Node, into *Peer) bool {
			if n.Kind == scenario.Scalar && scenario.LooksLikeAddress(n.Text) {
				return cidr.Read(d, n, &into.Prefix)
			}
			return ref.Read(d, n, &into.Ref)
		},
	}
}
