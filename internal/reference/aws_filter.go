package reference

import (
	"cmp"
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/scenario"
)

// amazonGroup is a security group of AWS: its rules allow (b1).
type amazonGroup struct {
	*resource
	vpc             *amazonVPC
	ingress, egress []*amazonRule
	sendsAll        bool // egress is not written: a new group lets everything out
}

type amazonRule struct {
	protocols packet.Protocols
	ports     []packet.Ports
	far       []netip.Prefix
	peer      *amazonGroup
}

func (r *reader) amazonGroup(v *amazonVPC, e scenario.Entry) {
	g := &amazonGroup{vpc: v, sendsAll: value(e.Value, "egress") == nil}
	g.resource = r.resource("security_group", v.resource, e, g)
	for _, n := range items(e.Value, "ingress") {
		g.ingress = append(g.ingress, r.amazonRule(g, n, "source"))
	}
	for _, n := range items(e.Value, "egress") {
		g.egress = append(g.egress, r.amazonRule(g, n, "destination"))
	}
}

func (r *reader) amazonRule(g *amazonGroup, n *scenario.Node, far string) *amazonRule {
	u := &amazonRule{ports: ports(n, "ports")}
	u.protocols, _ = packet.ParseProtocol(textOr(n, "protocol", ""))
	peer, _ := text(n, far)
	if scenario.LooksLikeAddress(peer) {
		u.far = []netip.Prefix{prefixOf(peer)}
		return u
	}
	r.later = append(r.later, func() {
		found := r.find(peer, g.path, "prefix_list", "security_group")
		if found == nil {
			return // gone, so nobody is meant by it
		}
		switch o := found.object.(type) {
		case *prefixList:
			u.far = o.entries
		case *amazonGroup:
			u.peer = o
		}
	})
	return u
}

// peer is the far end of a packet as a security group sees it: its address, and
// the instance whose private address that is, if it is one's. What a NAT gateway
// sends for an instance is not from that (b2).
type peer struct {
	address netip.Addr
	machine *machine
	owner   owner // of the load balancer or the endpoint that has it; nil: neither has
}

// owner has addresses, and security groups.
type owner interface{ members() []*amazonGroup }

func (f peer) groups() []*amazonGroup {
	switch {
	case f.machine != nil:
		return f.machine.groups
	case f.owner != nil:
		return f.owner.members()
	}
	return nil
}

// allows is the verdict of an interface's groups (b1).
func (s *Scenario) allows(groups []*amazonGroup, ingress bool, p packet.Header, f peer) bool {
	for _, g := range groups {
		rules := g.egress
		switch {
		case ingress:
			rules = g.ingress
		case g.sendsAll:
			return true
		}
		for _, u := range rules {
			if speaksOf(u.protocols, u.ports, p.Protocol, p.DestinationPort) && s.amazon.means(g, u, f) {
				return true
			}
		}
	}
	return false
}

// means reports whether the far end is one that a rule is for. A group stands for
// the private addresses of its members, in the same VPC or in one of the same
// region that an active peering connection joins to it (b2, b4).
func (a *amazon) means(g *amazonGroup, u *amazonRule, f peer) bool {
	if u.peer == nil {
		return within(u.far, f.address)
	}
	if !slices.Contains(f.groups(), u.peer) {
		return false
	}
	if u.peer.vpc == g.vpc {
		return true
	}
	return u.peer.vpc.region == g.vpc.region &&
		slices.ContainsFunc(a.peerings, func(p *peering) bool { return p.from(g.vpc) == u.peer.vpc })
}

// speaksOf reports whether a rule is for a protocol and port. Ports are those of
// tcp and udp.
func speaksOf(protocols packet.Protocols, ports []packet.Ports, protocol uint8, port uint16) bool {
	if !protocols.Contains(protocol) {
		return false
	}
	return protocol != packet.TCP && protocol != packet.UDP || anyPort(ports, port)
}

// networkACL filters what enters and leaves subnets, and remembers nothing (b5).
type networkACL struct {
	*resource
	ingress, egress []*aclEntry // by number
}

type aclEntry struct {
	number    int
	deny      bool
	protocols packet.Protocols
	ports     []packet.Ports
	far       netip.Prefix
}

func (r *reader) networkACL(v *amazonVPC, e scenario.Entry) {
	l := &networkACL{}
	l.resource = r.resource("network_acl", v.resource, e, l)
	l.ingress, l.egress = aclEntries(e.Value, "ingress", "source"), aclEntries(e.Value, "egress", "destination")
	r.later = append(r.later, func() {
		for _, n := range items(e.Value, "subnets") {
			if found := r.find(n.Text, l.path, "subnet"); found != nil {
				found.object.(*subnet).acl = l
			}
		}
	})
}

func aclEntries(n *scenario.Node, field, far string) []*aclEntry {
	var out []*aclEntry
	for _, n := range items(n, field) {
		e := &aclEntry{
			number: number(n, "number", 0), deny: textOr(n, "action", "") == "deny",
			ports: ports(n, "ports"), far: prefix(n, far),
		}
		e.protocols, _ = packet.ParseProtocol(textOr(n, "protocol", ""))
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b *aclEntry) int { return cmp.Compare(a.number, b.number) })
	return out
}

// lets reports whether the ACL of a subnet lets a packet in or out. The lowest
// number that matches decides, and what matches none is denied (b5).
func (s *subnet) lets(in bool, p packet.Header) bool {
	if s.acl == nil {
		return true
	}
	list, far := s.acl.egress, p.Destination
	if in {
		list, far = s.acl.ingress, p.Source
	}
	for _, e := range list {
		if e.far.Contains(far) && speaksOf(e.protocols, e.ports, p.Protocol, p.DestinationPort) {
			return !e.deny
		}
	}
	return false
}

// reply is the packet that answers another.
func reply(p packet.Header) packet.Header {
	p.Source, p.Destination = p.Destination, p.Source
	p.SourcePort, p.DestinationPort = p.DestinationPort, p.SourcePort
	return p
}
