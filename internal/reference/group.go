package reference

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

type securityGroup struct {
	*resource
	vpc             *vpc
	enterprise      bool
	innerDrop       bool
	ingress, egress []*rule
}

type rule struct {
	protocols   packet.Protocols
	ports       []packet.Ports // nil: any
	sourcePorts []packet.Ports // nil: any
	far         []netip.Prefix
	peer        *securityGroup
	drop        bool
	priority    int
	at          diag.Range
}

func (r *reader) securityGroup(v *vpc, e scenario.Entry) {
	g := &securityGroup{vpc: v}
	g.resource = r.resource("security_group", v.resource, e, g)
	kind := textOr(e.Value, "type", "basic")
	g.enterprise = kind == "enterprise" || kind == "advanced"
	g.innerDrop = isDrop(textOr(e.Value, "inner_access_policy", "accept"))
	for _, n := range items(e.Value, "ingress") {
		g.ingress = append(g.ingress, r.rule(g, n, "source"))
	}
	for _, n := range items(e.Value, "egress") {
		g.egress = append(g.egress, r.rule(g, n, "destination"))
	}
}

func isDrop(policy string) bool { return policy == "drop" || policy == "Drop" || policy == "deny" }

func (r *reader) rule(g *securityGroup, n *scenario.Node, far string) *rule {
	u := &rule{
		ports: ports(n, "ports"), sourcePorts: ports(n, "source_ports"),
		drop: isDrop(textOr(n, "policy", "accept")), priority: number(n, "priority", 1), at: n.Range,
	}
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
		case *securityGroup:
			u.peer = o
		}
	})
	return u
}

// far is the other end of a packet as a security group sees it: its address, and
// the interface that the packet comes from or goes to, if that is one of the VPC.
type far struct {
	address netip.Addr
	vpc     *vpc
	groups  []*securityGroup
}

// matches reports whether the rule of a group is for the packet.
func (u *rule) matches(g *securityGroup, p packet.Header, f far) bool {
	if !u.protocols.Contains(p.Protocol) {
		return false
	}
	// Ports are those of tcp and udp; in both directions "ports" is the destination
	// port (grants a.3, a.4).
	if p.Protocol == packet.TCP || p.Protocol == packet.UDP {
		if !anyPort(u.ports, p.DestinationPort) || !anyPort(u.sourcePorts, p.SourcePort) {
			return false
		}
	}
	if u.peer == nil {
		return within(u.far, f.address)
	}
	// A group is a peer of basic groups of its own VPC only, and stands for the
	// private addresses of its members (grants a.8). What the API refuses does not
	// stand (ruling 26).
	if g.enterprise || u.peer.enterprise || u.peer.vpc != g.vpc {
		return false
	}
	return f.vpc == g.vpc && slices.Contains(f.groups, u.peer)
}

func anyPort(list []packet.Ports, n uint16) bool {
	return list == nil || slices.ContainsFunc(list, func(r packet.Ports) bool { return r.Contains(n) })
}

// permits is the verdict of an interface's groups on a packet (grants a.6): the
// rules of all groups are pooled; the lowest priority number decides, and at one
// number a drop wins (a.5); without a rule, members of a basic group reach each
// other unless it is isolated (a.7); or else the default of the type (a.2).
func permits(groups []*securityGroup, ingress bool, p packet.Header, f far) bool {
	best, drop, found := 0, false, false
	for _, g := range groups {
		rules := g.egress
		if ingress {
			rules = g.ingress
		}
		for _, u := range rules {
			if !u.matches(g, p, f) {
				continue
			}
			switch {
			case !found || u.priority < best:
				best, drop, found = u.priority, u.drop, true
			case u.priority == best:
				drop = drop || u.drop
			}
		}
	}
	if found {
		return !drop
	}
	for _, g := range groups {
		if !g.enterprise && !g.innerDrop && f.vpc == g.vpc && slices.Contains(f.groups, g) {
			return true
		}
	}
	// An interface whose groups are all gone has nothing that lets packets pass.
	return len(groups) > 0 && !groups[0].enterprise && !ingress
}
