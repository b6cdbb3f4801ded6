package cloud

import (
	"fmt"
	"net/netip"

	"netsim/packet"
	"netsim/topology/scenario"
)

// Peer is the far end of a rule: a CIDR, or a reference to what stands for some.
type Peer struct {
	Prefix netip.Prefix // not valid: a reference
	Ref    scenario.AnyRef
}

// PeerType reads a CIDR or address, or else a reference to one of these kinds.
func PeerType(kinds ...scenario.ResourceKind) scenario.Type[Peer] {
	cidr, ref := scenario.AddressOrCIDR(), scenario.RefAny(kinds...)
	return scenario.Type[Peer]{
		Schema: scenario.AddressOr(cidr.Schema, ref.Schema),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *Peer) bool {
			if n.Kind == scenario.Scalar && scenario.LooksLikeAddress(n.Text) {
				return cidr.Read(d, n, &into.Prefix)
			}
			return ref.Read(d, n, &into.Ref)
		},
	}
}

// PortRanges are the ports that a rule speaks of; absent: all.
func PortRanges(v scenario.Values[[]packet.Ports]) []packet.Ports {
	if !v.Present() {
		return []packet.Ports{packet.AllPorts()}
	}
	var out []packet.Ports
	for _, list := range v.V {
		out = append(out, list.V...)
	}
	return out
}

// allPorts reports whether ports are written as all of them, the -1/-1 of APIs,
// which says that there are none to choose.
func allPorts(v scenario.Values[[]packet.Ports]) bool {
	for _, p := range PortRanges(v) {
		if p != packet.AllPorts() {
			return false
		}
	}
	return len(v.V) > 0
}

// RuleSchemas says what RulePorts and RuleFamily refuse of a rule whose far end
// is in a field of that name, and its ports in `ports` and others.
func RuleSchemas(far string, others ...string) func() []*scenario.Schema {
	return func() []*scenario.Schema {
		all := scenario.OneOrMany(scenario.Ports().Narrowed(scenario.AllPorts)).Schema()
		all.AnyOf[1].MinItems = 1
		none := &scenario.Schema{Properties: scenario.SchemaProperties{{Name: "ports", Schema: all}}}
		for _, o := range others {
			none.Properties = append(none.Properties, scenario.SchemaProperty{Name: o, Schema: all})
		}
		return []*scenario.Schema{
			When("Rules for tcp and udp name ports; other protocols have none.", "protocol", Protocols("[tT][cC][pP]|[uU][dD][pP]", 6, 17),
				WithField("ports", &scenario.Schema{MinItems: 1}), none),
			When("ICMPv6 is a protocol of IPv6.", "protocol", Protocols("[iI][cC][mM][pP][vV]6", 58),
				&scenario.Schema{Not: WithField(far, scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR).Schema())}, nil),
		}
	}
}

func hasPorts(p packet.Protocols) bool {
	return p == packet.Protocol(packet.TCP) || p == packet.Protocol(packet.UDP)
}

// RulePorts: rules for tcp and udp name ports, and no others do.
func (c *Checker) RulePorts(p scenario.Value[packet.Protocols], ports scenario.Values[[]packet.Ports], what string) {
	if !p.Present() || !hasPorts(p.V) {
		c.RuleWithout(p, ports, "ports", what)
		return
	}
	if len(PortRanges(ports)) == 0 || !ports.Present() {
		at := p.Range()
		if ports.Present() {
			at = ports.Range()
		}
		c.Refuse(at, fmt.Sprintf("%s is for %s and names no ports", what, p.V.Text()),
			"A rule for tcp or udp names its destination ports. Write `ports`: 8080, 8000-8100, or 1-65535 for all.")
	}
}

// RuleWithout refuses ports, in some field, beside a protocol that has none.
func (c *Checker) RuleWithout(p scenario.Value[packet.Protocols], ports scenario.Values[[]packet.Ports], field, what string) {
	if p.Present() && !hasPorts(p.V) && ports.Present() && !allPorts(ports) {
		c.Refuse(ports.Range(), fmt.Sprintf("%s names %s, and its protocol %s has none", what, field, p.Node.Text),
			"Only tcp and udp have ports. Write a rule for each of them, or remove the ports.", See(p.Range(), "the protocol")...)
	}
}

// RuleFamily: ICMPv6 is for IPv6 only.
func (c *Checker) RuleFamily(p scenario.Value[packet.Protocols], far netip.Prefix, at *scenario.Node, what string) {
	if far.IsValid() && far.Addr().Is4() && p.Present() && p.V == packet.Protocol(packet.ICMPv6) {
		c.Refuse(at.Range, fmt.Sprintf("%s is for icmpv6, and its far end is the IPv4 block %q", what, far),
			"ICMPv6 is a protocol of IPv6. Write icmp for IPv4, or an IPv6 block.", See(p.Range(), "the protocol")...)
	}
}
