package reference

import (
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

type region struct {
	*resource
	vpcs      []*vpc
	functions []*function
	gateways  []*gateway
	vbrs      []*vbr
	pairs     []*routerInterface
}

type vpc struct {
	*resource
	region    *region
	blocks    []netip.Prefix
	users     []netip.Prefix // user CIDRs
	vswitches []*vswitch
	system    *table
	instances []*instance
	balancers []*balancer
	grants    []*grant
}

type vswitch struct {
	*resource
	vpc  *vpc
	cidr netip.Prefix
	own  *table // the custom table that it is bound to; nil: the system route table
}

// table is a route table without its system routes, which every table has.
type table struct {
	*resource   // nil of a system route table
	vpc         *vpc
	routes      []*route
	propagation bool
}

type route struct {
	*resource
	destination netip.Prefix
	list        *prefixList // in place of destination
	hop         *instance   // nil: gone, or of another type
	hopType     string
	join        *transitAttachment // next_hop is one
	pairs       []*routerInterface // next_hop is one, or next_hops are
	lost        bool               // next_hop is gone
	published   bool
}

type prefixList struct {
	*resource
	entries []netip.Prefix
}

// grant lets a CEN of another account attach the VPC.
type grant struct {
	cen   *cen
	owner string // empty: the account that the CEN has
}

type instance struct {
	*resource
	vpc        *vpc
	vswitch    *vswitch // nil: gone
	address    netip.Addr
	groups     []*securityGroup
	listens    []listener
	listensAll bool // listens is not written
	forwarding *bool
	checks     *bool // source and destination of what it gets
	stateful   *bool
	site       *idc // of a host
}

type listener struct {
	service packet.Service
	address netip.Addr
	paths   []string
	any     bool // paths are not written
	at      diag.Range
}

type balancer struct {
	*resource
	vpc       *vpc
	vswitch   *vswitch // nil: gone
	address   netip.Addr
	listeners []*balancerListener
}

type balancerListener struct {
	protocol      string
	port          uint16
	servers       []*server
	acl           string
	entries       []netip.Prefix
	clientAddress *bool
	at            diag.Range
}

type server struct {
	instance *instance // nil: gone
	port     uint16
	weight   int
}

func (r *reader) region(e scenario.Entry) *region {
	g := &region{}
	g.resource = r.resource("region", nil, e, g)
	for _, v := range entries(e.Value, "vpcs") {
		g.vpcs = append(g.vpcs, r.vpc(g, v))
	}
	for _, v := range entries(e.Value, "prefix_lists") {
		l := &prefixList{entries: prefixes(v.Value, "entries")}
		l.resource = r.resource("prefix_list", g.resource, v, l)
	}
	for _, v := range entries(e.Value, "functions") {
		g.functions = append(g.functions, r.function(g, v))
	}
	for _, v := range entries(e.Value, "api_gateways") {
		g.gateways = append(g.gateways, r.gateway(g, v))
	}
	for _, v := range entries(e.Value, "apps") {
		a := &app{code: textOr(v.Value, "app_code", "")}
		a.resource = r.resource("app", g.resource, v, a)
	}
	r.lines(g, e.Value)
	return g
}

func (r *reader) vpc(g *region, e scenario.Entry) *vpc {
	v := &vpc{region: g}
	v.resource = r.resource("vpc", g.resource, e, v)
	v.blocks = append(prefixes(e.Value, "secondary_cidrs"), prefix(e.Value, "cidr"))
	v.users = prefixes(e.Value, "user_cidrs")
	for _, field := range [][2]string{{"network_acls", "a network ACL"}, {"network_interfaces", "a network interface"}, {"ha_vips", "a HaVip"}} {
		if n := value(e.Value, field[0]); n != nil {
			r.refuse(n, "%s", field[1])
		}
	}
	// The system route table takes learned routes by default, a custom one does not
	// (routing a, route choice 5, and the language).
	v.system = &table{vpc: v, propagation: flagOr(e.Value, "route_propagation", true)}
	v.system.routes = r.routes(v.resource, e.Value)
	for _, t := range entries(e.Value, "route_tables") {
		own := &table{vpc: v, propagation: flagOr(t.Value, "route_propagation", false)}
		own.resource = r.resource("route_table", v.resource, t, own)
		own.routes = r.routes(own.resource, t.Value)
	}
	for _, s := range entries(e.Value, "vswitches") {
		w := &vswitch{vpc: v, cidr: prefix(s.Value, "cidr")}
		w.resource = r.resource("vswitch", v.resource, s, w)
		// Where the table was removed it was unbound first, and the vSwitch is back at
		// the system route table (routing a, route tables).
		bind(r, w.resource, s.Value, "route_table", "route_table", &w.own)
		v.vswitches = append(v.vswitches, w)
	}
	for _, s := range entries(e.Value, "security_groups") {
		r.securityGroup(v, s)
	}
	for _, i := range entries(e.Value, "instances") {
		v.instances = append(v.instances, r.instance(v, i))
	}
	for _, b := range entries(e.Value, "load_balancers") {
		v.balancers = append(v.balancers, r.balancer(v, b))
	}
	for _, n := range items(e.Value, "cen_grants") {
		g := &grant{owner: textOr(n, "owner", "")}
		bind(r, v.resource, n, "cen", "cen", &g.cen)
		v.grants = append(v.grants, g)
	}
	return v
}

func (r *reader) routes(owner *resource, n *scenario.Node) []*route {
	var out []*route
	for _, e := range entries(n, "routes") {
		t := &route{destination: prefix(e.Value, "destination"), published: flagOr(e.Value, "published", false)}
		t.resource = r.resource("route", owner, e, t)
		t.hopType = snake(textOr(e.Value, "next_hop_type", "instance"))
		r.nextHop(t, e.Value)
		bind(r, t.resource, e.Value, "destination_prefix_list", "prefix_list", &t.list)
		if _, ok := text(e.Value, "next_hop"); !ok && t.hopType == "instance" {
			r.refuse(e.Value, "the route leads to an instance that is not named")
		}
		out = append(out, t)
	}
	return out
}

// nextHop finds what a route leads to, of any kind.
func (r *reader) nextHop(t *route, n *scenario.Node) {
	v, ok := text(n, "next_hop")
	if !ok {
		return
	}
	if kind, _, cut := strings.Cut(v, "/"); cut && kind != "instance" {
		t.hopType = kind
	}
	r.later = append(r.later, func() {
		found := r.find(v, t.path, "instance", "attachment", "router_interface")
		if found == nil {
			t.lost = true
			return
		}
		t.hopType = found.kind
		switch o := found.object.(type) {
		case *instance:
			t.hop = o
		case *transitAttachment:
			t.join = o
		case *routerInterface:
			t.pairs = append(t.pairs, o)
		}
	})
}

// snake writes a type of next hop as the language does: NatGateway is nat_gateway.
func snake(s string) string {
	var out []rune
	for i, c := range s {
		if 'A' <= c && c <= 'Z' {
			if i > 0 && s != "IPv6Gateway" {
				out = append(out, '_')
			}
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	if s == "IPv6Gateway" {
		return "ipv6_gateway"
	}
	return string(out)
}

func (r *reader) instance(v *vpc, e scenario.Entry) *instance {
	i := &instance{vpc: v, address: address(e.Value, "private_ip"), forwarding: flag(e.Value, "ip_forwarding"), checks: flag(e.Value, "source_dest_check"), stateful: flag(e.Value, "stateful")}
	i.resource = r.resource("instance", v.resource, e, i)
	bind(r, i.resource, e.Value, "vswitch", "vswitch", &i.vswitch)
	bindAll(r, i.resource, e.Value, "security_groups", "security_group", &i.groups)
	i.listensAll = value(e.Value, "listens") == nil
	i.listens = listeners(e.Value)
	return i
}

func listeners(n *scenario.Node) []listener {
	var out []listener
	for _, n := range items(n, "listens") {
		service, _ := packet.ParseService(textOr(n, "port", ""))
		out = append(out, listener{
			service: service, address: address(n, "address"), paths: texts(n, "paths"),
			any: value(n, "paths") == nil, at: n.Range,
		})
	}
	return out
}

func (r *reader) balancer(v *vpc, e scenario.Entry) *balancer {
	b := &balancer{vpc: v, address: address(e.Value, "address")}
	b.resource = r.resource("load_balancer", v.resource, e, b)
	bind(r, b.resource, e.Value, "vswitch", "vswitch", &b.vswitch)
	for _, n := range items(e.Value, "listeners") {
		l := &balancerListener{
			protocol: textOr(n, "protocol", ""), port: uint16(number(n, "port", 0)), acl: textOr(n, "acl_type", ""),
			entries: prefixes(n, "acl_entries"), clientAddress: flag(n, "client_address"), at: n.Range,
		}
		for _, m := range items(n, "servers") {
			s := &server{port: uint16(number(m, "port", 0)), weight: number(m, "weight", 100)}
			bind(r, b.resource, m, "instance", "instance", &s.instance)
			l.servers = append(l.servers, s)
		}
		b.listeners = append(b.listeners, l)
	}
	return b
}

// has reports whether an address is of one of the vSwitches.
func (v *vpc) has(a netip.Addr) bool {
	return slices.ContainsFunc(v.vswitches, func(s *vswitch) bool { return s.cidr.Contains(a) })
}
