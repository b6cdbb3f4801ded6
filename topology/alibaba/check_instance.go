package alibaba

import (
	"fmt"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// mostGroups are the security groups that a network interface may be in
// (grants a.6; H).
const mostGroups = 10

func (c *checker) instance(i *Instance) {
	c.groupsOf(&i.Resource, i.SecurityGroups)
	c.Listens(i.machine())
	c.forwardsTo(&i.Resource, i, i.ForwardsTo)
}

// groupsOf checks the security groups of an instance or a network interface.
func (c *checker) groupsOf(r *scenario.Resource, list scenario.Values[scenario.Ref[SecurityGroup]]) {
	if list.Present() && len(list.V) == 0 {
		c.Refuse(list.Range(), fmt.Sprintf("%s is in no security group", named(r)),
			"An instance or interface of a VPC is in at least one, and without one nothing says what it may send and receive. Name its groups.")
	}
	if n := len(list.V); n > mostGroups {
		c.Warn(list.Range(), fmt.Sprintf("%s is in %d security groups, and the quota is %d", named(r), n, mostGroups),
			"The cloud refuses more; netsim pools the rules of all of them. Take some away.")
	}
	var first *SecurityGroup
	var firstAt diag.Range
	for _, ref := range list.V {
		g := ref.V.To
		if g == nil {
			continue
		}
		if vpcOf(&g.Resource) != r.Parent {
			c.Refuse(ref.Range(), fmt.Sprintf("%s is of %s, and %s is not", named(&g.Resource), named(vpcOf(&g.Resource)), named(r)),
				"It is in security groups of its own VPC. Name one of "+named(r.Parent)+".", cloud.See(g.Key, "the security group")...)
		}
		if first == nil {
			first, firstAt = g, ref.Range()
		}
		if isBasic(g) != isBasic(first) {
			c.Refuse(ref.Range(), fmt.Sprintf("%s is in the %s group %q and the %s group %q", named(r), typeOf(first), first.Name, typeOf(g), g.Name),
				"The groups of an interface are all of one type: the two do different things where no rule matches. Use groups of one type.",
				cloud.See(firstAt, "the first group")...)
		}
	}
}

func typeOf(g *SecurityGroup) string { return g.Type.Or(basicGroup) }

func (c *checker) loadBalancer(b *LoadBalancer) {
	var ports []cloud.Written[packet.Service]
	for _, ln := range b.Listeners {
		if ln.Protocol.Present() && ln.Port.Present() {
			s := packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(uint16(ln.Port.V))}
			if ln.Protocol.V == "udp" {
				s.Protocol = packet.Protocol(packet.UDP)
			}
			ports = append(ports, cloud.Written[packet.Service]{What: s, Name: s.Text(), At: ln.Port.Range()})
		}
		if ln.ACLEntries.Present() && !ln.ACLType.Present() {
			c.Warn(ln.ACLEntries.Range(), fmt.Sprintf("the access control list of a listener of %s is not on", named(&b.Resource)),
				"Without a kind the entries let in or keep out nobody. Write `acl_type`, white or black; or remove the entries.")
		}
		c.servers(b, ln)
	}
	cloud.Twice(ports, func(first, second cloud.Written[packet.Service]) {
		c.Refuse(second.At, fmt.Sprintf("two listeners of %s take %q", named(&b.Resource), second.Name),
			"One listener takes a port; tcp, http and https share theirs. Keep one of them, and write all servers there.", cloud.See(first.At, "the other listener")...)
	})
}

// servers of a load balancer are in its region (grants f, CLB; H).
func (c *checker) servers(b *LoadBalancer, ln *LoadBalancerListener) {
	for _, sv := range ln.Servers {
		i := sv.Instance.V.To
		if i == nil || regionOf(&i.Resource) == regionOf(&b.Resource) {
			continue
		}
		c.Refuse(sv.Instance.Range(), fmt.Sprintf("%s is in region %q, and %s is not", named(&i.Resource), regionOf(&i.Resource).Name, named(&b.Resource)),
			"The servers of a load balancer are in its region. Name an instance there.", cloud.See(i.Key, "the instance")...)
	}
}
