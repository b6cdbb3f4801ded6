package reference

import (
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// amazonEndpoint is an interface endpoint (c.2).
type amazonEndpoint struct {
	*resource
	vpc     *amazonVPC
	aws     bool             // it leads to a service of AWS
	service *endpointService // nil: gone, or of AWS
	state   string           // empty: not written
	groups  []*amazonGroup
	nodes   []*lbNode
}

func (e *amazonEndpoint) members() []*amazonGroup {
	if e == nil {
		return nil
	}
	return e.groups
}

// endpointService is what a provider offers by PrivateLink (c.1).
type endpointService struct {
	*resource
	region     *resource
	balancers  []*amazonBalancer
	principals []string
	acceptance bool
	accepted   []*amazonEndpoint
	state      string
	regions    bool // it may be used from other regions
}

func (r *reader) endpoint(v *amazonVPC, n scenario.Entry) *amazonEndpoint {
	e := &amazonEndpoint{vpc: v, state: textOr(n.Value, "state", "")}
	e.resource = r.resource("vpc_endpoint", v.resource, n, e)
	if textOr(n.Value, "type", "gateway") != "interface" {
		r.refuse(n.Value, "an endpoint that is not an interface endpoint")
	}
	if value(n.Value, "security_groups") == nil {
		r.later = append(r.later, func() { // only members of the default group get in
			if found := r.find("default", v.path, "security_group"); found != nil {
				r.refuse(n.Value, "an endpoint with the default group, which is written")
			}
		})
	}
	bindAll(r, e.resource, n.Value, "security_groups", "security_group", &e.groups)
	for _, c := range items(n.Value, "subnet_configurations") {
		at := &lbNode{address: address(c, "ipv4")}
		bind(r, e.resource, c, "subnet", "subnet", &at.subnet)
		e.nodes = append(e.nodes, at)
	}
	r.later = append(r.later, func() {
		for _, c := range items(n.Value, "subnets") {
			if found := r.find(c.Text, e.path, "subnet"); found != nil {
				e.nodes = append(e.nodes, &lbNode{subnet: found.object.(*subnet)})
			}
		}
		if e.state == "deleted" {
			e.nodes = nil // it has no addresses any more
		}
		name := textOr(n.Value, "service_name", "")
		if i := strings.LastIndex(name, ".vpce-svc-"); i >= 0 {
			name = name[i+1:]
		}
		e.aws = strings.Contains(name, ".")
		if found := r.find(name, e.path, "endpoint_service"); found != nil && !e.aws {
			e.service = found.object.(*endpointService)
		}
	})
	return e
}

func (r *reader) endpointService(g *resource, n scenario.Entry) {
	s := &endpointService{
		region: g, acceptance: flagOr(n.Value, "acceptance_required", true), state: textOr(n.Value, "state", "Available"),
		regions: value(n.Value, "supported_regions") != nil,
	}
	s.resource = r.resource("endpoint_service", g, n, s)
	bindAll(r, s.resource, n.Value, "network_load_balancers", "load_balancer", &s.balancers)
	bindAll(r, s.resource, n.Value, "accepted", "vpc_endpoint", &s.accepted)
	for _, p := range items(n.Value, "allowed_principals") {
		s.principals = append(s.principals, p.Text)
	}
}

// at is the place of an endpoint that has an address.
func (e *amazonEndpoint) at(a netip.Addr) *lbNode {
	for _, n := range e.nodes {
		if n.subnet != nil && has(n.subnet, n.address, a) {
			return n
		}
	}
	return nil
}

// endpoint is the one that a leg is sent to, or nil.
func (s *Scenario) endpoint(leg Leg) *amazonEndpoint {
	if r := s.byRef[leg.To]; r != nil {
		e, _ := r.object.(*amazonEndpoint)
		return e
	}
	return nil
}

// endpoints are the places of endpoints that an end means.
func (s *Scenario) endpoints(e end) []sender {
	if s.amazon == nil {
		return nil
	}
	var out []sender
	for _, v := range s.amazon.vpcs {
		for _, o := range v.endpoints {
			for _, n := range o.nodes {
				if n.subnet == nil {
					continue
				}
				x := sender{ref: o.ref(), fixed: n.address, in: n.subnet}
				switch {
				case e.target == o.resource:
				case e.block.IsValid() && n.address.IsValid() && e.block.Contains(n.address):
				case e.block.IsValid() && !n.address.IsValid() && n.subnet.mayHold(e.block):
					x.ranges = []netip.Prefix{e.block}
				case e.target != nil && (e.target == n.subnet.resource || e.target == v.resource):
				default:
					continue
				}
				out = append(out, x)
			}
		}
	}
	return out
}

// unconnected is what keeps an endpoint from being connected to its service: all
// of it, in no particular order (c2, c3, c4). Not ok: that is not covered.
func (w *World) unconnected(e *amazonEndpoint, at *lbNode) (codes []diag.Code, ok bool) {
	s := e.service
	switch e.state {
	case "", "available":
	case "pendingAcceptance":
		codes = append(codes, "endpoint.unaccepted", "endpoint.not-available")
	case "rejected", "expired":
		codes = append(codes, "endpoint.not-available", "endpoint.unaccepted")
	default:
		codes = append(codes, "endpoint.not-available")
	}
	if s == nil {
		return append(codes, "endpoint.service-missing"), true
	}
	if s.region != e.vpc.region {
		if s.regions {
			return nil, false // details are not in the sheet (c5)
		}
		codes = append(codes, "endpoint.service-missing")
	}
	if s.state != "Available" {
		codes = append(codes, "endpoint.service-missing", "endpoint.not-available")
	}
	if !slices.ContainsFunc(s.balancers, func(b *amazonBalancer) bool { return w.owns(s, b) && !b.displaced() }) {
		codes = append(codes, "backend.no-server", "endpoint.service-missing", "endpoint.zone-not-served")
	}
	if e.state == "" { // planned: permission and acceptance are both needed
		allowed, known := s.allows(e.account())
		if !known && slices.ContainsFunc(s.balancers, func(b *amazonBalancer) bool { return (b.account() == "") != (s.account() == "") }) {
			return nil, false // nor whose the load balancer is
		}
		if s.acceptance && !slices.Contains(s.accepted, e) {
			codes = append(codes, "endpoint.unaccepted")
		}
		if !known {
			return codes, len(codes) > 0
		}
		if !allowed {
			codes = append(codes, "endpoint.principal-not-allowed")
		}
	}
	if at.subnet.zone == "" {
		return codes, len(codes) > 0
	}
	if w.nodeOf(s, at.subnet.zone) == nil {
		codes = append(codes, "endpoint.zone-not-served")
	}
	return codes, true
}

// allows reports whether an account may make endpoints to a service, if that is
// known: not where an account is not written, or where a part of it may.
func (s *endpointService) allows(account string) (allowed, known bool) {
	if slices.Contains(s.principals, "*") {
		return true, true
	}
	if account == "" && s.account() == "" && len(s.principals) == 0 {
		return true, true // one account for all
	}
	if account == "" || s.account() == "" {
		return false, false
	}
	if account == s.account() {
		return true, true
	}
	for _, p := range s.principals {
		switch owner, who, _ := strings.Cut(strings.TrimPrefix(p, "arn:aws:iam::"), ":"); {
		case owner == account && who == "root":
			return true, true
		case owner == account:
			return false, false
		}
	}
	return false, true
}

// owns reports whether a load balancer can stand behind a service: it is of the
// same account and region.
func (w *World) owns(s *endpointService, b *amazonBalancer) bool {
	return b.vpc.region == s.region && w.oneAccount(b.resource, s.resource)
}

// oneAccount reports whether two resources are of one account. Where one of them only
// says of which it is, that is a matter of reading.
func (w *World) oneAccount(a, b *resource) bool {
	x, y := a.account(), b.account()
	switch {
	case x == y, x != "" && y != "":
		return x == y
	case x != "":
		a, y = b, x
	}
	return w.reading("account", a.ref()+" as "+y, []string{"another", y}) == y
}

// nodeOf is the load balancer of a service in a zone, with its node there.
func (w *World) nodeOf(s *endpointService, zone string) *station {
	for _, b := range s.balancers {
		for _, n := range b.nodes {
			if n.subnet != nil && n.subnet.zone == zone && w.owns(s, b) {
				return &station{b.resource, b.vpc, n.subnet, nil, false, b, nil}
			}
		}
	}
	return nil
}

// linked answers what has come to an endpoint, and the legs behind it (c.3).
func (t *trip) linked(i int, from, at station) Outcome {
	e, p := at.endpoint, t.course[i].Packet
	if !t.scenario.allows(e.groups, true, p, peer{p.Source, from.machine, nil}) {
		return stopped("sg.ingress-denied", e.node, "the security groups of %s let no %s in", e.ref(), p.Text()).on(i, true)
	}
	if e.aws {
		return t.invoked(i, from, at)
	}
	codes, ok := t.unconnected(e, e.at(p.Destination))
	if !ok {
		return t.uncovered("%s: whether the endpoint is connected is not written", e.ref())
	}
	if len(codes) > 0 {
		o := stopped(codes[0], e.node, "%s is not connected to its service", e.ref()).on(i, true)
		o.Or = codes
		return o
	}
	node := *t.nodeOf(e.service, at.subnet.zone)
	if p.Protocol == packet.UDP && node.balancer.listener(p) != nil {
		return unknown("unsupported.privatelink-udp", e.node, "UDP by PrivateLink is not sure (c6)").on(i, true)
	}
	if node.balancer.listener(p) == nil {
		return stopped("backend.listener-missing", e.node, "no load balancer of %s has a listener for %s", e.service.ref(), p.Text()).on(i, true)
	}
	back := t.back(at, from, reply(p)).on(i, false)
	if !back.ok() && back.Fate != Unknown {
		return back
	}
	return t.despite(back, t.byLink(i+1, node, p.Source))
}

// byLink answers the leg from PrivateLink to a load balancer, and what is behind.
// Groups judge the client's address, and know no group of its (b2, c16). Replies
// return by themselves (g4).
func (t *trip) byLink(i int, node station, source netip.Addr) Outcome {
	if len(t.course) <= i {
		return impossible
	}
	b, p := node.balancer, t.course[i].Packet
	if p.Destination != b.addressIn(node.subnet) || p.Source != source {
		return impossible
	}
	if b.filters && b.enforced && !t.scenario.allows(b.groups, true, p, peer{p.Source, nil, nil}) {
		return stopped("sg.ingress-denied", b.node, "the security groups of %s let no %s in by PrivateLink", b.ref(), p.Text()).on(i, true)
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
	if len(t.course) <= i+1 {
		return impossible
	}
	leg := t.course[i+1]
	for _, x := range t.well(node, l.group) {
		if x.machine.ref() == leg.To && x.port == int(leg.Packet.DestinationPort) {
			return t.target(i+1, node, x.machine, leg.Packet, false)
		}
	}
	return impossible
}

// linked draws the legs behind an endpoint.
func (d *draw) linked(leg Leg) {
	at, ok := d.station(leg.To, leg.Packet.Destination)
	if !ok || at.endpoint == nil || at.endpoint.aws {
		return
	}
	if codes, ok := d.unconnected(at.endpoint, at.endpoint.at(leg.Packet.Destination)); !ok || len(codes) > 0 {
		return
	}
	node := *d.nodeOf(at.endpoint.service, at.subnet.zone)
	l := node.balancer.listener(leg.Packet)
	if l == nil || leg.Packet.Protocol == packet.UDP {
		return
	}
	leg.From, leg.To = node.ref(), node.ref()
	leg.Packet.Destination = node.balancer.addressIn(node.subnet)
	d.course = append(d.course, leg)
	if l.group == nil || l.group.elsewhere || node.balancer.state != "active" {
		return
	}
	list := d.well(node, l.group)
	if len(list) == 0 {
		return
	}
	x := pick(d, list)
	leg.To = x.machine.ref()
	leg.Packet.Source, leg.Packet.SourcePort = leg.Packet.Destination, d.within(packet.ClientPorts())
	leg.Packet.Destination, leg.Packet.DestinationPort = x.machine.address, uint16(x.port)
	d.course = append(d.course, leg)
}
