package reference

import (
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// amazonBalancer is a network load balancer.
type amazonBalancer struct {
	*resource
	vpc       *amazonVPC
	state     string
	groups    []*amazonGroup
	filters   bool // it has groups (c15)
	enforced  bool // by what comes by PrivateLink, too (c16)
	crossZone bool
	nodes     []*lbNode
	listeners []*lbListener
}

// lbNode is its interface in one zone (c7).
type lbNode struct {
	subnet  *subnet // nil: gone
	address netip.Addr
}

type lbListener struct {
	protocol string
	port     int
	group    *targetGroup // nil: none, or gone
}

type targetGroup struct {
	*resource
	vpc        *amazonVPC
	byAddress  bool
	protocol   string
	port       int
	preserve   *bool
	crossZone  string
	healthPort int // 0: that of the traffic
	// elsewhere: a target is the address of an endpoint, which is not covered.
	elsewhere bool
	targets   []*target
}

type target struct {
	machine *machine // nil: gone, or an endpoint
	at      *lbNode  // of the endpoint that it is, or nil
	port    int
}

// in is the subnet of a target; nil: it is gone.
func (t *target) in() *subnet {
	switch {
	case t.at != nil:
		return t.at.subnet
	case t.machine != nil:
		return t.machine.subnet
	}
	return nil
}

func (r *reader) amazonBalancer(v *amazonVPC, e scenario.Entry) *amazonBalancer {
	b := &amazonBalancer{
		vpc: v, state: textOr(e.Value, "state", "active"), filters: value(e.Value, "security_groups") != nil,
		crossZone: flagOr(e.Value, "cross_zone", false),
		enforced:  textOr(e.Value, "enforce_security_group_inbound_rules_on_private_link_traffic", "on") == "on",
	}
	b.resource = r.resource("load_balancer", v.resource, e, b)
	bindAll(r, b.resource, e.Value, "security_groups", "security_group", &b.groups)
	if textOr(e.Value, "type", "") != "network" || textOr(e.Value, "scheme", "internet-facing") != "internal" {
		r.refuse(e.Value, "a load balancer that is not an internal network load balancer")
	}
	for _, n := range items(e.Value, "subnet_mappings") {
		node := &lbNode{address: address(n, "private_ip")}
		bind(r, b.resource, n, "subnet", "subnet", &node.subnet)
		b.nodes = append(b.nodes, node)
		if !node.address.IsValid() {
			r.refuse(n, "a node without an address")
		}
	}
	if n := value(e.Value, "subnets"); n != nil {
		r.refuse(n, "a node without an address")
	}
	for _, n := range items(e.Value, "listeners") {
		l := &lbListener{protocol: textOr(n, "protocol", ""), port: number(n, "port", 0)}
		bind(r, b.resource, n, "target_group", "target_group", &l.group)
		b.listeners = append(b.listeners, l)
	}
	return b
}

func (r *reader) targetGroup(v *amazonVPC, e scenario.Entry) {
	g := &targetGroup{
		vpc: v, byAddress: textOr(e.Value, "target_type", "instance") == "ip", protocol: textOr(e.Value, "protocol", ""),
		port: number(e.Value, "port", 0), preserve: flag(e.Value, "preserve_client_ip"), crossZone: textOr(e.Value, "cross_zone", "load_balancer"),
	}
	g.resource = r.resource("target_group", v.resource, e, g)
	if h := value(e.Value, "health_check"); h != nil && textOr(h, "port", "") != "traffic-port" {
		g.healthPort = number(h, "port", 0)
	}
	for _, n := range items(e.Value, "targets") {
		t := &target{port: number(n, "port", g.port)}
		text, _ := text(n, "target")
		r.later = append(r.later, func() {
			if !strings.Contains(text, "/") {
				a, _ := netip.ParseAddr(text)
				for _, m := range v.machines {
					if m.address == a {
						t.machine = m
					}
				}
				if t.at = v.ofEndpoint(a); t.at != nil {
					g.elsewhere = true
				} else if t.machine == nil {
					r.refuse(n, "a target that is nobody's address, as far as it is written")
				}
			} else if found := r.find(text, g.path, "instance", "network_interface"); found != nil {
				t.machine = found.object.(*machine)
			}
			if t.machine != nil && !t.machine.address.IsValid() {
				r.refuse(n, "a target whose address AWS picks")
			}
		})
		g.targets = append(g.targets, t)
	}
}

// keeps reports whether targets see the client's address (c12).
func (g *targetGroup) keeps() bool {
	switch {
	case g.protocol == "UDP":
		return true
	case g.preserve != nil:
		return *g.preserve
	}
	return !g.byAddress
}

// ofEndpoint is the place of an endpoint that has an address; nil: none has.
func (v *amazonVPC) ofEndpoint(a netip.Addr) *lbNode {
	for _, e := range v.endpoints {
		for _, n := range e.nodes {
			if n.address == a {
				return n
			}
		}
	}
	return nil
}

// inZone are the targets that a node uses, whether they are well or not (c11).
func (b *amazonBalancer) inZone(n *lbNode, g *targetGroup) []*target {
	cross := g.crossZone == "true" || g.crossZone == "load_balancer" && b.crossZone
	var out []*target
	for _, t := range g.targets {
		if t.in() == nil || n.subnet == nil {
			continue
		}
		enabled := slices.ContainsFunc(b.nodes, func(o *lbNode) bool { return o.subnet != nil && o.subnet.zone == t.in().zone })
		if t.in().zone == n.subnet.zone || cross && enabled { // c10: unused in another zone
			out = append(out, t)
		}
	}
	return out
}

func (b *amazonBalancer) nodeAt(a netip.Addr) *lbNode {
	for _, n := range b.nodes {
		if n.address == a {
			return n
		}
	}
	return nil
}

// nodes are the nodes of load balancers that an end means: those of zones with
// targets, for the others leave its name (c11), or all if none has one.
func (s *Scenario) nodes(e end) []sender {
	if s.amazon == nil {
		return nil
	}
	var with, all []sender
	for _, v := range s.amazon.vpcs {
		for _, b := range v.balancers {
			for _, n := range b.nodes {
				named := e.target == b.resource
				if n.subnet == nil || !named && (e.target == nil || e.target != n.subnet.resource && e.target != v.resource) && !(e.block.IsValid() && e.block.Contains(n.address)) {
					continue
				}
				x := sender{ref: b.ref(), fixed: n.address}
				all = append(all, x)
				if !named || slices.ContainsFunc(b.listeners, func(l *lbListener) bool { return l.group != nil && len(b.inZone(n, l.group)) > 0 }) {
					with = append(with, x)
				}
			}
		}
	}
	if len(with) > 0 {
		return with
	}
	return all
}

// balancer is the load balancer that a leg is sent to, or nil.
func (s *Scenario) balancer(leg Leg) *amazonBalancer {
	if r := s.byRef[leg.To]; r != nil {
		b, _ := r.object.(*amazonBalancer)
		return b
	}
	return nil
}

// home is the VPC of the private address that a leg is sent to; nil: none.
func (s *Scenario) home(leg Leg) *amazonVPC {
	if m := s.standing(leg); m != nil {
		return m.vpc
	}
	if b := s.balancer(leg); b != nil {
		return b.vpc
	}
	if e := s.endpoint(leg); e != nil {
		return e.vpc
	}
	return nil
}

// owner is the load balancer or the endpoint that a leg is sent to; nil: neither.
func (s *Scenario) owner(leg Leg) owner {
	if e := s.endpoint(leg); e != nil {
		return e
	}
	return s.balancer(leg)
}

func (b *amazonBalancer) members() []*amazonGroup {
	if b == nil {
		return nil
	}
	return b.groups
}

func (b *amazonBalancer) listener(p packet.Header) *lbListener {
	for _, l := range b.listeners {
		udp := l.protocol == "UDP" && p.Protocol == packet.UDP
		tcp := l.protocol == "TCP" && p.Protocol == packet.TCP
		if (tcp || udp) && l.port == int(p.DestinationPort) {
			return l
		}
	}
	return nil
}

// balance answers what has come to a node of a load balancer, and the leg behind.
func (t *trip) balance(i int, from, node station) Outcome {
	b, p := node.balancer, t.course[i].Packet
	if b.filters && !t.scenario.allows(b.groups, true, p, peer{p.Source, from.machine, nil}) {
		return stopped("sg.ingress-denied", b.node, "the security groups of %s let no %s in", b.ref(), p.Text()).on(i, true)
	}
	if b.state != "active" {
		return stopped("link.load-balancer-inactive", b.node, "%s is %s", b.ref(), b.state).on(i, true)
	}
	l := b.listener(p)
	if l == nil {
		return stopped("backend.listener-missing", b.node, "%s has no listener for %s", b.ref(), p.Text()).on(i, true)
	}
	if l.group != nil && l.group.elsewhere {
		return t.uncovered("%s: a target that is an endpoint", l.group.ref())
	}
	if l.group == nil || len(b.inZone(b.nodeAt(p.Destination), l.group)) == 0 {
		o := stopped("backend.no-server", b.node, "%s has no target for %s", b.ref(), p.Destination).on(i, true)
		o.Or = append(o.Or, "backend.no-target-in-zone", "backend.target-unused")
		return o
	}
	back := t.back(node, from, reply(p)).on(i, false)
	if !back.ok() && back.Fate != Unknown {
		return back
	}
	if len(t.course) <= i+1 {
		return impossible
	}
	leg := t.course[i+1]
	for _, x := range t.well(node, l.group) {
		if x.machine.ref() == leg.To && x.port == int(leg.Packet.DestinationPort) {
			if l.group.keeps() && from.machine == x.machine {
				o := stopped("backend.client-address-kept", b.node, "%s does not answer itself", leg.To).on(i+1, true) // c19
				o.Or = []diag.Code{t.target(i+1, node, x.machine, leg.Packet, true).Code}                              // of several things
				return t.despite(back, o)
			}
			return t.despite(back, t.target(i+1, node, x.machine, leg.Packet, l.group.keeps()))
		}
	}
	return impossible
}

// target answers the leg from a node to a target. Replies to an address that was
// kept return by the node (c12); whether ACLs see them is not in the sheet.
func (t *trip) target(i int, node station, m *machine, p packet.Header, kept bool) Outcome {
	b := node.balancer
	if b.filters && !t.scenario.allows(b.groups, false, p, peer{p.Destination, m, nil}) {
		return stopped("sg.egress-denied", b.node, "the security groups of %s let no packet to %s out", b.ref(), p.Destination).on(i, true)
	}
	k := t.amazonWay(node.subnet, p.Destination, m)
	if k.end != inSubnet && !node.subnet.lets(false, p) {
		return stopped("acl.egress-denied", node.subnet.node, "the ACL of %s lets no %s out", node.subnet.ref(), p.Text()).on(i, true)
	}
	met := func(k amazonWay) bool { return (k.end == inVPC || k.end == inSubnet) && k.vpc == m.vpc }
	if !met(k) {
		return t.astray(node.subnet, k, p.Destination, met).on(i, true)
	}
	to, ok := t.station(m.ref(), p.Destination)
	if !ok {
		return impossible
	}
	if k.end != inSubnet && !to.subnet.lets(true, p) {
		return stopped("acl.ingress-denied", to.subnet.node, "the ACL of %s lets no %s in", to.subnet.ref(), p.Text()).on(i, true)
	}
	f := peer{p.Source, nil, b}
	if kept && t.reading("reference.balancer_group_of_kept", b.ref(), []string{"meant", "not meant"}) == "not meant" {
		f.owner = nil
	}
	if o := t.admits(m, p, f); !o.ok() {
		return o.on(i, true)
	}
	r := reply(p)
	if !kept {
		if o := t.back(to, node, r); !o.ok() {
			return o.on(i, false)
		}
		return Outcome{Fate: Arrives}
	}
	if k.end != inSubnet && t.reading("reference.kept_replies", b.ref(), []string{"seen", "unseen"}) == "seen" {
		switch {
		case !to.subnet.lets(false, r):
			return stopped("acl.egress-denied", to.subnet.node, "the ACL of %s lets no %s out", to.subnet.ref(), r.Text()).on(i, false)
		case !node.subnet.lets(true, r):
			return stopped("acl.ingress-denied", node.subnet.node, "the ACL of %s lets no %s in", node.subnet.ref(), r.Text()).on(i, false)
		}
	}
	return Outcome{Fate: Arrives}
}

// well are the targets that a node sends to: all but those whose health checks
// fail for certain, unless that is all of them (c17).
func (t *trip) well(node station, g *targetGroup) []*target {
	all := node.balancer.inZone(node.balancer.nodeAt(node.balancer.addressIn(node.subnet)), g)
	var out []*target
	for _, x := range all {
		if !t.fails(node, g, x) {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

func (b *amazonBalancer) addressIn(s *subnet) netip.Addr {
	for _, n := range b.nodes {
		if n.subnet == s {
			return n.address
		}
	}
	return netip.Addr{}
}

// fails reports whether no check of a target's health can succeed, from whatever
// port it is sent.
func (t *trip) fails(node station, g *targetGroup, x *target) bool {
	p := packet.Header{Protocol: packet.TCP, Source: node.balancer.addressIn(node.subnet), Destination: x.machine.address, DestinationPort: uint16(x.port)}
	if g.healthPort != 0 {
		p.DestinationPort = uint16(g.healthPort)
	}
	for _, port := range append(t.scenario.ports(), 1024, 65535) {
		if !packet.ClientPorts().Contains(port) {
			continue
		}
		p.SourcePort = port
		if o := t.target(0, node, x.machine, p, false); o.Fate != Stopped {
			return false
		}
	}
	return true
}

// relayed draws the leg behind a load balancer.
func (d *draw) relayed(leg Leg) {
	node, ok := d.station(leg.To, leg.Packet.Destination)
	if !ok || node.balancer == nil {
		return
	}
	l := node.balancer.listener(leg.Packet)
	if l == nil || l.group == nil || l.group.elsewhere || node.balancer.state != "active" {
		return
	}
	list := d.well(node, l.group)
	if len(list) == 0 {
		return
	}
	x := pick(d, list)
	leg.From, leg.To = leg.To, x.machine.ref()
	leg.Packet.Destination, leg.Packet.DestinationPort = x.machine.address, uint16(x.port)
	if !l.group.keeps() {
		leg.Packet.Source, leg.Packet.SourcePort = node.balancer.addressIn(node.subnet), d.within(packet.ClientPorts())
	}
	d.course = append(d.course, leg)
}
