package alibaba

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// mostGroups are the security groups that a network interface may be in
// (grants a.6; H).
const mostGroups = 10

func (c *checker) instance(i *Instance) {
	c.groupsOf(i)
	c.listeners(i)
}

func (c *checker) groupsOf(i *Instance) {
	list := i.SecurityGroups
	if list.Present() && len(list.V) == 0 {
		c.refuse(list.Range(), fmt.Sprintf("%s is in no security group", named(&i.Resource)),
			"An instance of a VPC is in at least one, and without one nothing says what it may send and receive. Name its groups.")
	}
	if n := len(list.V); n > mostGroups {
		c.warn(list.Range(), fmt.Sprintf("%s is in %d security groups, and the quota is %d", named(&i.Resource), n, mostGroups),
			"The cloud refuses more; netsim pools the rules of all of them. Take some away.")
	}
	var first *SecurityGroup
	var firstAt diag.Range
	for _, ref := range list.V {
		g := ref.V.To
		if g == nil {
			continue
		}
		if vpcOf(&g.Resource) != i.Parent {
			c.refuse(ref.Range(), fmt.Sprintf("%s is of %s, and %s is not", named(&g.Resource), named(vpcOf(&g.Resource)), named(&i.Resource)),
				"An instance is in security groups of its own VPC. Name one of "+named(i.Parent)+".", see(g.Key, "the security group")...)
		}
		if first == nil {
			first, firstAt = g, ref.Range()
		}
		if isBasic(g) != isBasic(first) {
			c.refuse(ref.Range(), fmt.Sprintf("%s is in the %s group %q and the %s group %q", named(&i.Resource), typeOf(first), first.Name, typeOf(g), g.Name),
				"The groups of an instance are all of one type: the two do different things where no rule matches. Use groups of one type.",
				see(firstAt, "the first group")...)
		}
	}
}

func typeOf(g *SecurityGroup) string { return g.Type.Or(basicGroup) }

func (c *checker) listeners(i *Instance) {
	for _, ln := range i.Listens {
		c.listenerAddress(i, ln)
		c.paths(ln.Paths, "a path that "+named(&i.Resource)+" answers")
	}
	clashing(i.Listens, func(first, second *Listener) {
		c.warn(second.Port.Range(), fmt.Sprintf("%s listens on %q twice, and the first takes it", named(&i.Resource), second.Port.V.Text()),
			"One service takes a port of an address. Keep one of them, and write all paths there.", see(first.Port.Range(), "the other")...)
	})
}

// clashing calls report for listeners that clash with one before them in the
// list. It goes over them by their ports, so that there may be very many: those
// that are still open at a port do not clash, so they are few.
func clashing(list []*Listener, report func(first, second *Listener)) {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(list[a].boundTo().Compare(list[b].boundTo()),
			cmp.Compare(list[a].Port.V.Ports.From, list[b].Port.V.Ports.From), cmp.Compare(a, b))
	})
	var open []int
	for _, i := range order {
		ln := list[i]
		open = slices.DeleteFunc(open, func(o int) bool {
			return list[o].boundTo() != ln.boundTo() || list[o].Port.V.Ports.To < ln.Port.V.Ports.From
		})
		at := slices.IndexFunc(open, func(o int) bool { return ln.clashes(list[o]) })
		if at < 0 {
			open = append(open, i)
			continue
		}
		report(list[min(i, open[at])], list[max(i, open[at])])
		if ln.Port.V.Ports.To > list[open[at]].Port.V.Ports.To {
			open[at] = i
		}
	}
}

func (ln *Listener) clashes(o *Listener) bool {
	a, b := ln.Port, o.Port
	return a.Present() && b.Present() && a.V.Protocol.Overlaps(b.V.Protocol) && a.V.Ports.Overlaps(b.V.Ports) &&
		ln.boundTo() == o.boundTo()
}

// boundTo is the address that a listener is bound to; unspecified: all.
func (ln *Listener) boundTo() netip.Addr { return ln.Address.Or(netip.IPv4Unspecified()) }

// listenerAddress: a service cannot be bound to an address that its machine
// does not have.
func (c *checker) listenerAddress(i *Instance, ln *Listener) {
	a := ln.Address
	if !a.Present() || a.V.IsLoopback() || a.V.IsUnspecified() {
		return
	}
	refuse := func(whose string, related []diag.Related) {
		c.refuse(a.Range(), fmt.Sprintf("address %q of a listener is not one of %s", a.V, named(&i.Resource)),
			"A service is bound to an address of its machine: "+whose+", 127.0.0.1, or 0.0.0.0 for all. Write one of these, or leave it out for all.", related...)
	}
	s := i.VSwitch.V.To
	switch {
	case i.PrivateIP.Present() && a.V != i.PrivateIP.V:
		refuse(i.PrivateIP.V.String(), see(i.PrivateIP.Range(), "the address of the instance"))
	case i.PrivateIP.Present(), s == nil, !s.CIDR.Present():
	case !s.CIDR.V.Contains(a.V):
		refuse("one of "+s.CIDR.V.String(), see(s.CIDR.Range(), "the block of its vSwitch"))
	default:
		c.warn(a.Range(), fmt.Sprintf("address %q of a listener may not be the one of %s", a.V, named(&i.Resource)),
			"The instance has no `private_ip`, so the cloud picks its address, and netsim takes the listener to be bound to it. Write the address as `private_ip` of the instance.")
	}
}

// paths checks that paths begin with a slash: others match nothing.
func (c *checker) paths(list scenario.Values[string], what string) {
	for _, p := range list.V {
		c.path(p, what)
	}
}

func (c *checker) path(p scenario.Value[string], what string) {
	if p.Present() && (p.V == "" || p.V[0] != '/') {
		c.refuse(p.Range(), fmt.Sprintf("%s, %q, does not begin with a slash", what, p.V),
			fmt.Sprintf("The path of a request begins with one. Write \"/%s\".", p.V))
	}
}

func (c *checker) loadBalancer(b *LoadBalancer) {
	var ports []writtenAs[packet.Service]
	for _, ln := range b.Listeners {
		if ln.Protocol.Present() && ln.Port.Present() {
			s := packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(uint16(ln.Port.V))}
			if ln.Protocol.V == "udp" {
				s.Protocol = packet.Protocol(packet.UDP)
			}
			ports = append(ports, writtenAs[packet.Service]{s, s.Text(), ln.Port.Range()})
		}
		if ln.ACLEntries.Present() && !ln.ACLType.Present() {
			c.warn(ln.ACLEntries.Range(), fmt.Sprintf("the access control list of a listener of %s is not on", named(&b.Resource)),
				"Without a kind the entries let in or keep out nobody. Write `acl_type`, white or black; or remove the entries.")
		}
		c.servers(b, ln)
	}
	twice(ports, func(first, second writtenAs[packet.Service]) {
		c.refuse(second.at, fmt.Sprintf("two listeners of %s take %q", named(&b.Resource), second.name),
			"One listener takes a port; tcp, http and https share theirs. Keep one of them, and write all servers there.", see(first.at, "the other listener")...)
	})
}

// servers of a load balancer are in its region (grants f, CLB; H).
func (c *checker) servers(b *LoadBalancer, ln *LoadBalancerListener) {
	for _, sv := range ln.Servers {
		i := sv.Instance.V.To
		if i == nil || regionOf(&i.Resource) == regionOf(&b.Resource) {
			continue
		}
		c.refuse(sv.Instance.Range(), fmt.Sprintf("%s is in region %q, and %s is not", named(&i.Resource), regionOf(&i.Resource).Name, named(&b.Resource)),
			"The servers of a load balancer are in its region. Name an instance there.", see(i.Key, "the instance")...)
	}
}
