package alibaba

import (
	"fmt"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
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
		c.Warn(g.InnerAccess.Range(), fmt.Sprintf("%s is of type enterprise and has no inner access policy", named(&g.Resource)),
			"Members of an enterprise group never reach each other without a rule, so this does nothing. Remove it, and write rules.",
			cloud.See(g.Type.Range(), "the type")...)
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
		c.Refuse(p.Range(), fmt.Sprintf("the priority of %s is %d", what, p.V),
			fmt.Sprintf("Priorities are from 1 to %d; only system rules made before 2020 have %d. Write one of these.", lastPriority, systemPriority))
	}
}

// ruleProtocol: rules tell few protocols apart; tcp and udp have ports, and
// nothing else has (grants a.3, a.4; H).
func (c *checker) ruleProtocol(r *Rule, what string) {
	p := r.Protocol
	switch p.V {
	case packet.Protocol(packet.TCP), packet.Protocol(packet.UDP), packet.AllProtocols(),
		packet.Protocol(packet.ICMP), packet.Protocol(packet.ICMPv6), packet.Protocol(packet.GRE):
		c.RulePorts(p, r.Ports, what)
		c.RuleWithout(p, r.SourcePorts, "source ports", what)
	default:
		if p.Present() {
			c.Refuse(p.Range(), fmt.Sprintf("%s is for the protocol %s", what, p.V.Text()),
				"Rules tell tcp, udp, icmp, icmpv6 and gre apart, and no other protocols. Write one of these, or all.")
		}
	}
	c.RuleFamily(p, r.Peer.V.Prefix, r.Peer.Node, what)
}

func (c *checker) rulePeer(g *SecurityGroup, r *Rule, what string) {
	at := r.Peer.Range()
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
		c.Warn(at, what+" matches nothing: its group is of type enterprise",
			"An enterprise group cannot name another group."+mend, cloud.See(g.Type.Range(), "the type")...)
	case !isBasic(to):
		c.Warn(at, fmt.Sprintf("%s matches nothing: %s is of type enterprise", what, named(&to.Resource)),
			"An enterprise group cannot be named by another group."+mend, cloud.See(to.Type.Range(), "the type")...)
	case vpcOf(&g.Resource) != vpcOf(&to.Resource):
		c.Warn(at, fmt.Sprintf("%s matches nothing: %s is of %s", what, named(&to.Resource), named(vpcOf(&to.Resource))),
			"A group names groups of its own VPC."+mend, cloud.See(to.Key, "the group")...)
	}
}
