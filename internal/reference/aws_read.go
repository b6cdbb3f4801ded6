package reference

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/scenario"
)

// amazon is what a scenario says of AWS. The comments cite rows of its sheet.
type amazon struct {
	vpcs      []*amazonVPC
	peerings  []*peering
	functions []*machine
}

type amazonVPC struct {
	*resource
	region   *resource
	blocks   []netip.Prefix
	main     *routeTable // nil: one with the local routes only, or gone
	subnets  []*subnet
	gateways []*internetGateway
	nats     []*natGateway
	machines []*machine

	balancers []*amazonBalancer
	endpoints []*amazonEndpoint
}

type subnet struct {
	*resource
	vpc  *amazonVPC
	cidr netip.Prefix
	zone string      // empty: not written
	own  *routeTable // nil: the main one
	acl  *networkACL // nil: the default one, which allows everything (b5)
}

type routeTable struct {
	*resource
	vpc    *amazonVPC
	routes []*amazonRoute
}

type amazonRoute struct {
	*resource
	destination netip.Prefix
	list        *prefixList
	target      *resource // nil: gone, or named by its type
	targetType  string
	blackhole   bool // written so
}

type peering struct {
	*resource
	requester, accepter *amazonVPC // nil: gone
	status              string
}

type internetGateway struct {
	*resource
	vpc *amazonVPC
}

type natGateway struct {
	*resource
	vpc     *amazonVPC
	subnet  *subnet // nil: gone
	address netip.Addr
	elastic netip.Addr // not valid: any, or none of a private one
	private bool
	state   string
}

// machine is an EC2 instance, a network interface of its own, or a Lambda function.
type machine struct {
	*resource
	vpc        *amazonVPC
	subnet     *subnet   // nil: gone
	others     []*subnet // of a function, which sends from any of them
	lambda     bool
	address    netip.Addr
	public     netip.Addr // not valid: it has none
	groups     []*amazonGroup
	checks     bool // source and destination of what it gets
	forwarding *bool
	listens    []listener
	listensAll bool
}

func (r *reader) amazonRegion(a *amazon, e scenario.Entry) {
	g := r.resource("region", nil, e, &region{})
	for _, l := range entries(e.Value, "prefix_lists") {
		list := &prefixList{entries: prefixes(l.Value, "entries")}
		list.resource = r.resource("prefix_list", g, l, list)
	}
	for _, f := range entries(e.Value, "lambda_functions") {
		a.functions = append(a.functions, r.lambda(g, f))
	}
	for _, n := range entries(e.Value, "rest_apis") {
		r.privateAPI(g, n)
	}
	for _, n := range entries(e.Value, "vpc_links") {
		r.vpcLink(g, n)
	}
	for _, n := range entries(e.Value, "endpoint_services") {
		r.endpointService(g, n)
	}
	for _, v := range entries(e.Value, "vpcs") {
		a.vpcs = append(a.vpcs, r.amazonVPC(g, v))
	}
}

func (r *reader) amazonVPC(g *resource, e scenario.Entry) *amazonVPC {
	v := &amazonVPC{region: g, blocks: append(prefixes(e.Value, "secondary_cidrs"), prefix(e.Value, "cidr"))}
	v.resource = r.resource("vpc", g, e, v)
	bind(r, v.resource, e.Value, "main_route_table", "route_table", &v.main)
	for _, t := range entries(e.Value, "route_tables") {
		own := &routeTable{vpc: v}
		own.resource = r.resource("route_table", v.resource, t, own)
		own.routes = r.amazonRoutes(own.resource, t.Value)
	}
	for _, s := range entries(e.Value, "subnets") {
		w := &subnet{vpc: v, cidr: prefix(s.Value, "cidr"), zone: textOr(s.Value, "availability_zone_id", "")}
		w.resource = r.resource("subnet", v.resource, s, w)
		bind(r, w.resource, s.Value, "route_table", "route_table", &w.own)
		v.subnets = append(v.subnets, w)
	}
	for _, s := range entries(e.Value, "security_groups") {
		r.amazonGroup(v, s)
	}
	for _, n := range entries(e.Value, "network_acls") {
		r.networkACL(v, n)
	}
	for _, n := range entries(e.Value, "target_groups") {
		r.targetGroup(v, n)
	}
	for _, n := range entries(e.Value, "load_balancers") {
		v.balancers = append(v.balancers, r.amazonBalancer(v, n))
	}
	for _, n := range entries(e.Value, "vpc_endpoints") {
		v.endpoints = append(v.endpoints, r.endpoint(v, n))
	}
	for _, n := range entries(e.Value, "internet_gateways") {
		i := &internetGateway{vpc: v}
		i.resource = r.resource("internet_gateway", v.resource, n, i)
		v.gateways = append(v.gateways, i)
	}
	for _, n := range entries(e.Value, "nat_gateways") {
		t := &natGateway{
			vpc: v, address: address(n.Value, "private_ip"), elastic: address(n.Value, "elastic_ip"), state: textOr(n.Value, "state", "available"),
			private: textOr(n.Value, "connectivity_type", "public") == "private",
		}
		t.resource = r.resource("nat_gateway", v.resource, n, t)
		bind(r, t.resource, n.Value, "subnet", "subnet", &t.subnet)
		v.nats = append(v.nats, t)
	}
	for _, i := range entries(e.Value, "instances") {
		v.machines = append(v.machines, r.machine("instance", v, i))
	}
	for _, i := range entries(e.Value, "network_interfaces") {
		v.machines = append(v.machines, r.machine("network_interface", v, i))
	}
	return v
}

func (r *reader) amazonRoutes(owner *resource, n *scenario.Node) []*amazonRoute {
	var out []*amazonRoute
	for _, e := range entries(n, "routes") {
		t := &amazonRoute{
			destination: prefix(e.Value, "destination"), targetType: textOr(e.Value, "target_type", ""),
			blackhole: textOr(e.Value, "state", "active") == "blackhole",
		}
		t.resource = r.resource("route", owner, e, t)
		bind(r, t.resource, e.Value, "destination_prefix_list", "prefix_list", &t.list)
		if v, ok := text(e.Value, "target"); ok {
			r.later = append(r.later, func() {
				t.target = r.find(v, t.path, "vpc_peering_connection", "internet_gateway", "nat_gateway", "instance", "network_interface")
			})
		}
		out = append(out, t)
	}
	return out
}

func (r *reader) machine(kind string, v *amazonVPC, e scenario.Entry) *machine {
	i := &machine{
		vpc: v, address: address(e.Value, "private_ip"), public: address(e.Value, "public_ip"),
		checks: flagOr(e.Value, "source_dest_check", true), forwarding: flag(e.Value, "ip_forwarding"), listensAll: value(e.Value, "listens") == nil,
	}
	i.resource = r.resource(kind, v.resource, e, i)
	bind(r, i.resource, e.Value, "subnet", "subnet", &i.subnet)
	bindAll(r, i.resource, e.Value, "security_groups", "security_group", &i.groups)
	for _, n := range items(e.Value, "listens") {
		service, _ := packet.ParseService(textOr(n, "port", ""))
		i.listens = append(i.listens, listener{service: service, address: address(n, "address"), any: true, at: n.Range})
	}
	return i
}

// lambda reads a function. Without a VPC config it sends from outside of any VPC.
func (r *reader) lambda(g *resource, e scenario.Entry) *machine {
	f := &machine{lambda: true, checks: true}
	f.resource = r.resource("lambda_function", g, e, f)
	n := value(e.Value, "vpc_config")
	if n == nil {
		return f
	}
	bindAll(r, f.resource, n, "security_groups", "security_group", &f.groups)
	var in []*subnet
	bindAll(r, f.resource, n, "subnets", "subnet", &in)
	r.later = append(r.later, func() {
		if len(in) > 0 {
			f.subnet, f.others, f.vpc = in[0], in[1:], in[0].vpc
		}
	})
	return f
}

// outside reports whether a function sends from outside of any VPC.
func (m *machine) outside() bool { return m.lambda && value(m.node, "vpc_config") == nil }

func (r *reader) peering(e scenario.Entry) *peering {
	p := &peering{status: textOr(e.Value, "status", "")}
	p.resource = r.resource("vpc_peering_connection", nil, e, p)
	bind(r, p.resource, e.Value, "requester", "vpc", &p.requester)
	bind(r, p.resource, e.Value, "accepter", "vpc", &p.accepter)
	return p
}

// from is the VPC at the other end of a peering connection that works; nil: it
// does not. VPCs that overlap cannot be peered (a21, a23).
func (p *peering) from(v *amazonVPC) *amazonVPC {
	if p.status != "active" || p.requester == nil || p.accepter == nil {
		return nil
	}
	for _, b := range p.requester.blocks {
		if slices.ContainsFunc(p.accepter.blocks, b.Overlaps) {
			return nil
		}
	}
	switch v {
	case p.requester:
		return p.accepter
	case p.accepter:
		return p.requester
	}
	return nil
}

// table is the route table of a subnet (a1).
func (s *subnet) table() *routeTable {
	switch {
	case s.own != nil:
		return s.own
	case s.vpc.main != nil:
		return s.vpc.main
	}
	return &routeTable{resource: s.vpc.resource, vpc: s.vpc}
}

// usable reports whether AWS gives away an address of a subnet: the first four and
// the last are reserved.
func (s *subnet) usable(a netip.Addr) bool {
	if !s.cidr.Contains(a) || !s.cidr.Contains(a.Next()) {
		return false
	}
	for range 4 {
		if a = a.Prev(); !s.cidr.Contains(a) {
			return false
		}
	}
	return true
}

// held reports whether an address of a VPC is written to be somebody's.
func (v *amazonVPC) held(a netip.Addr) bool {
	return slices.ContainsFunc(v.machines, func(m *machine) bool { return m.address == a }) ||
		slices.ContainsFunc(v.nats, func(n *natGateway) bool { return n.address == a }) ||
		slices.ContainsFunc(v.endpoints, func(e *amazonEndpoint) bool {
			return slices.ContainsFunc(e.nodes, func(n *lbNode) bool { return n.address == a })
		}) ||
		slices.ContainsFunc(v.balancers, func(b *amazonBalancer) bool {
			return slices.ContainsFunc(b.nodes, func(n *lbNode) bool { return n.address == a })
		})
}
