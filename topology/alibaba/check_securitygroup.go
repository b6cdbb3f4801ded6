package alibaba

import (
	"fmt"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Priorities (grants a.4, a.5; H).
const (
	lastPriority   = 100
	systemPriority = 110 // of system rules made before 2020
)

// securityGroup: members of an enterprise group are always apart, which cannot
// be set (grants a.7; H).
func (c *checker) securityGroup(g *SecurityGroup) {
	if g.InnerAccess.Present() && !isBasic(g) {
		c.warn(g.InnerAccess.Range(), fmt.Sprintf("%s is of type enterprise and has no inner access policy", named(&g.Resource)),
			"Members of an enterprise group never reach each other without a rule, so this does nothing. Remove it, and write rules.",
			see(g.Type.Range(), "the type")...)
	}
	for _, way := range []way{ingress, egress} {
		for n, r := range way.rules(g) {
			c.rule(g, r, fmt.Sprintf("%s rule %d of %s", way.name, n+1, named(&g.Resource)))
		}
	}
}

func (c *checker) rule(g *SecurityGroup, r *Rule, what string) {
	c.ruleProtocol(r, what)
	c.rulePeer(g, r, what)
	if p := r.Priority; p.V > lastPriority && p.V != systemPriority {
		c.refuse(p.Range(), fmt.Sprintf("the priority of %s is %d", what, p.V),
			fmt.Sprintf("Priorities are from 1 to %d; only system rules made before 2020 have %d. Write one of these.", lastPriority, systemPriority))
	}
}

// ruleProtocol: tcp and udp have ports, and nothing else has (grants a.3, a.4;
// H).
func (c *checker) ruleProtocol(r *Rule, what string) {
	p := r.Protocol
	if !p.Present() {
		return
	}
	switch p.V {
	case packet.Protocol(packet.TCP), packet.Protocol(packet.UDP):
		if len(portRanges(r.Ports)) == 0 || !r.Ports.Present() {
			at := p.Range()
			if r.Ports.Present() {
				at = r.Ports.Range()
			}
			c.refuse(at, fmt.Sprintf("%s is for %s and names no ports", what, p.V.Text()),
				"A rule for tcp or udp names its destination ports. Write `ports`: 8080, 8000-8100, or 1-65535 for all.")
		}
		return
	case packet.AllProtocols(), packet.Protocol(packet.ICMP), packet.Protocol(packet.ICMPv6), packet.Protocol(packet.GRE):
	default:
		c.refuse(p.Range(), fmt.Sprintf("%s is for the protocol %s", what, p.V.Text()),
			"Rules tell tcp, udp, icmp, icmpv6 and gre apart, and no other protocols. Write one of these, or all.")
		return
	}
	for name, ports := range map[string]scenario.Values[[]packet.Ports]{"ports": r.Ports, "source ports": r.SourcePorts} {
		if ports.Present() && !allPorts(ports) {
			c.refuse(ports.Range(), fmt.Sprintf("%s names %s, and its protocol %s has none", what, name, r.Protocol.Node.Text),
				"Only tcp and udp have ports. Write a rule for each of them, or remove the ports.", see(p.Range(), "the protocol")...)
		}
	}
}

// allPorts reports whether ports are written as all of them, the -1/-1 of the
// API, which says that there are none to choose.
func allPorts(v scenario.Values[[]packet.Ports]) bool {
	for _, p := range portRanges(v) {
		if p != packet.AllPorts() {
			return false
		}
	}
	return len(v.V) > 0
}

// ruleFamily: ICMPv6 is for IPv6 only.
func (c *checker) ruleFamily(r *Rule, what string) {
	p := r.Peer.V.Prefix
	if p.IsValid() && p.Addr().Is4() && r.Protocol.Present() && r.Protocol.V == packet.Protocol(packet.ICMPv6) {
		c.refuse(r.Peer.Range(), fmt.Sprintf("%s is for icmpv6, and its far end is the IPv4 block %q", what, p),
			"ICMPv6 is a protocol of IPv6. Write icmp for IPv4, or an IPv6 block.", see(r.Protocol.Range(), "the protocol")...)
	}
}

func (c *checker) rulePeer(g *SecurityGroup, r *Rule, what string) {
	at := r.Peer.Range()
	c.ruleFamily(r, what)
	if r.Peer.V.Ref.To == nil {
		return
	}
	switch to := r.Peer.V.Ref.To.Object.(type) {
	case *PrefixList:
		c.prefixList(at, to, regionOf(&g.Resource))
	case *SecurityGroup:
		c.peerGroup(g, to, at, what)
	}
}

// peerGroup: only basic groups name groups and are named, within one VPC
// (grants a.8; H). Another rule matches nothing (ruling 26).
func (c *checker) peerGroup(g, to *SecurityGroup, at diag.Range, what string) {
	const mend = " The cloud refuses such a rule, so it is inactive. Write the CIDR blocks of the far end."
	switch {
	case !isBasic(g):
		c.warn(at, what+" matches nothing: its group is of type enterprise",
			"An enterprise group cannot name another group."+mend, see(g.Type.Range(), "the type")...)
	case !isBasic(to):
		c.warn(at, fmt.Sprintf("%s matches nothing: %s is of type enterprise", what, named(&to.Resource)),
			"An enterprise group cannot be named by another group."+mend, see(to.Type.Range(), "the type")...)
	case vpcOf(&g.Resource) != vpcOf(&to.Resource):
		c.warn(at, fmt.Sprintf("%s matches nothing: %s is of %s", what, named(&to.Resource), named(vpcOf(&to.Resource))),
			"A group names groups of its own VPC."+mend, see(to.Key, "the group")...)
	}
}
