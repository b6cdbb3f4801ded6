package generate

import (
	"fmt"
	"net/netip"
)

// Networks makes a scenario of networks that routers join: VPCs of several
// regions, transit routers or a CEN of Basic Edition between them, and sites of
// the customer. Most of it is right, and one thing or two are wrong.
func Networks(c Choices, o Options) Mapping {
	g := newGenerator(c, o)
	return g.varied(g.networks())
}

func (g *generator) networks() Mapping {
	n := &networks{generator: g, slips: g.IntN(3), enterprise: g.Enterprise && (!g.Sites || g.chance(60)), cen: g.name("cen")}
	for _, i := range g.perm(len(regionIDs))[:1+g.IntN(3)] {
		n.regions = append(n.regions, &netRegion{id: regionIDs[i], tree: Mapping{}})
	}
	for _, r := range n.regions {
		for range 1 + g.IntN(2) {
			n.planVPC(r)
		}
	}
	if g.Sites {
		n.planSites()
	}
	m := Mapping{{"apiVersion", "netsim/v1"}, {"name", "networks"}}
	c := n.joined()
	regions := Mapping{}
	for _, r := range n.regions {
		regions.Put(r.id, n.region(r))
	}
	m.Put("regions", regions)
	m.Put("cens", Mapping{{n.cen, c}})
	if len(n.plans) > 0 {
		m.Put("bandwidth_plans", n.plans)
	}
	if len(n.sites) > 0 {
		sites := Mapping{}
		for _, s := range n.sites {
			sites.Put(s.name, s.tree)
		}
		m.Put("idcs", sites)
	}
	m.Put("checks", n.checks())
	return m
}

// networks is such a scenario being made.
type networks struct {
	*generator
	slips      int // how much may still go wrong
	enterprise bool
	cen        Name
	regions    []*netRegion
	sites      []*netSite
	vpcs       []*netVPC
	routers    []*netRouter
}

type netRegion struct {
	id     string
	vpcs   []*netVPC
	vbrs   []*netVBR
	router *netRouter
	tree   Mapping
}

type netVPC struct {
	name      Name
	region    *netRegion
	cidr      netip.Prefix
	vswitches []Name
	blocks    []netip.Prefix
	tables    []Name
	boxes     []Name
	routes    Mapping // of the system route table
	own       Mapping // of the custom one
	attached  Name    // its attachment to a transit router
	tree      Mapping
}

type netRouter struct {
	name   Name
	region *netRegion
	tables []*netTable
}

type netTable struct {
	name         Name
	routes       Mapping
	destinations map[netip.Prefix]bool
}

// slip reports whether something is to be wrong here.
func (n *networks) slip() bool {
	if n.slips == 0 || !n.chance(7) {
		return false
	}
	n.slips--
	return true
}

func (n *networks) planVPC(r *netRegion) {
	v := &netVPC{name: n.name("vpc"), region: r, cidr: prefixOf(fmt.Sprintf("10.%d.0.0/16", 10+len(n.vpcs)))}
	if len(n.vpcs) > 0 && n.chance(6) {
		v.cidr = pick(n.generator, n.vpcs).cidr // they meet on a router
	}
	at := v.cidr.Addr().As4()
	for i := range 2 - min(n.IntN(2), len(n.vpcs)) {
		at[2] = byte(i + 1)
		v.vswitches = append(v.vswitches, n.name("vsw"))
		v.blocks = append(v.blocks, netip.PrefixFrom(netip.AddrFrom4(at), 24))
	}
	if n.chance(25) {
		v.tables = []Name{n.name("rt")}
	}
	for range v.vswitches {
		v.boxes = append(v.boxes, n.name("ecs"))
	}
	r.vpcs, n.vpcs = append(r.vpcs, v), append(n.vpcs, v)
}

// region writes a region, after all that is joined to its networks was decided.
func (n *networks) region(r *netRegion) Mapping {
	m := r.tree
	vpcs := Mapping{}
	for _, v := range r.vpcs {
		vpcs.Put(v.name, n.vpc(v))
	}
	m.Put("vpcs", vpcs)
	return m
}

func (n *networks) vpc(v *netVPC) Mapping {
	group := n.name("sg")
	rules := List{Mapping{{"protocol", "all"}, {"source", "0.0.0.0/0"}}}
	if n.slip() {
		rules = List{Mapping{{"protocol", "tcp"}, {"ports", 80}, {"source", pick(n.generator, n.vpcs).cidr}}}
	}
	vswitches, boxes := Mapping{}, Mapping{}
	for i, name := range v.vswitches {
		s := Mapping{{"cidr", v.blocks[i]}, {"zone", v.region.id + "-" + string(rune('a'+i))}}
		if len(v.tables) > 0 && (i > 0 || n.chance(40)) {
			s.Put("route_table", Ref{To: v.tables[0]})
		}
		vswitches.Put(name, s)
		at := v.blocks[i].Addr().As4()
		at[3] = 10
		box := Mapping{{"vswitch", Ref{To: name}}, {"security_groups", List{Ref{To: group}}}, {"private_ip", netip.AddrFrom4(at)}}
		if n.chance(20) {
			box.Put("listens", List{Mapping{{"port", "tcp/80"}}})
		}
		boxes.Put(v.boxes[i], box)
	}
	m := Mapping{{"cidr", v.cidr}, {"vswitches", vswitches}}
	if n.slip() {
		m.Put("route_propagation", n.chance(20))
	}
	m.Put("security_groups", Mapping{{group, Mapping{{"type", "basic"}, {"ingress", rules}}}})
	m.Put("instances", boxes)
	if len(v.routes) > 0 {
		m.Put("routes", v.routes)
	}
	for _, name := range v.tables {
		t := Mapping{}
		if n.chance(80) {
			t.Put("route_propagation", n.chance(90))
		}
		if len(v.own) > 0 {
			t.Put("routes", v.own)
		}
		m.Put("route_tables", Mapping{{name, t}})
	}
	for _, e := range v.tree {
		m.Put(e.Key, e.Value)
	}
	return m
}

// route gives a VPC a custom route, in all of its tables.
func (v *netVPC) route(n *networks, destination netip.Prefix, hop any) {
	for _, list := range []*Mapping{&v.routes, &v.own} {
		taken := false
		for _, e := range *list {
			taken = taken || e.Value.(Mapping).Field("destination") == destination
		}
		for _, b := range v.blocks {
			taken = taken || b.Bits() <= destination.Bits() && b.Contains(destination.Addr())
		}
		if !taken {
			list.Put(n.name("route"), Mapping{{"destination", destination}, {"next_hop", hop}})
		}
	}
}

// joined makes the CEN.
func (n *networks) joined() Mapping {
	c := Mapping{{"edition", "basic"}}
	if n.enterprise {
		c = Mapping{{"edition", "enterprise"}}
	}
	if n.chance(8) {
		c.Put("account", pick(n.generator, accounts))
		for _, v := range n.vpcs {
			v.tree.Put("account", accounts[0])
			if !n.slip() {
				v.tree.Put("cen_grants", List{Mapping{{"cen", Ref{To: n.cen}}}})
			}
		}
	}
	if n.enterprise {
		n.transit(&c)
	} else {
		n.basic(&c)
	}
	return c
}

func (n *networks) basic(c *Mapping) {
	attachments := Mapping{}
	for _, v := range n.vpcs {
		if !n.slip() {
			attachments.Put(n.name("att"), Mapping{{"vpc", Ref{To: v.name}}})
		}
	}
	for _, r := range n.regions {
		for _, v := range r.vbrs {
			if v.byCEN && !n.slip() {
				attachments.Put(n.name("att"), Mapping{{"vbr", Ref{To: v.name}}})
			}
		}
	}
	c.Put("attachments", attachments)
	if n.chance(20) {
		c.Put("route_policies", n.policies())
	}
}

func (n *networks) transit(c *Mapping) {
	for _, r := range n.regions {
		if n.slip() {
			continue
		}
		t := &netRouter{name: n.name("tr"), region: r}
		for range 1 + n.IntN(2) {
			t.tables = append(t.tables, &netTable{name: n.name("rt"), destinations: map[netip.Prefix]bool{}})
		}
		r.router = t
		n.routers = append(n.routers, t)
	}
	peers := n.peers()
	routers := Mapping{}
	for _, t := range n.routers {
		routers.Put(t.name, n.router(t))
	}
	c.Put("transit_routers", routers)
	if len(peers) > 0 {
		c.Put("peer_attachments", peers)
	}
	if n.chance(25) {
		c.Put("route_policies", n.policies())
	}
}

// static gives a route table an entry, if it has none for the destination.
func (t *netTable) static(n *networks, destination netip.Prefix, hop any) {
	if t.destinations[destination] {
		return
	}
	t.destinations[destination] = true
	e := Mapping{{"destination", destination}}
	if hop == nil {
		e.Put("blackhole", true)
	} else {
		e.Put("next_hop", hop)
	}
	t.routes.Put(n.name("entry"), e)
}

// in are the fields that say which tables of a router are used.
func (n *networks) in(m *Mapping, t *netRouter) *netTable {
	from := t.tables[0]
	if n.chance(30) {
		from = pick(n.generator, t.tables)
	}
	if !n.slip() {
		m.Put("association", Ref{To: from.name})
	}
	learn := List{}
	for _, rt := range t.tables {
		if !n.slip() && n.chance(95) {
			learn = append(learn, Ref{To: rt.name})
		}
	}
	if len(learn) > 0 || n.chance(50) {
		m.Put("propagations", learn)
	}
	return from
}

func (n *networks) router(t *netRouter) Mapping {
	m := Mapping{{"region", t.region.id}}
	if n.chance(10) {
		m.Put("multi_region_ecmp", n.chance(50))
	}
	if n.chance(25) {
		m.Put("passes_static_routes", n.chance(50))
	}
	if n.chance(25) {
		m.Put("default_route_policy", n.chance(50))
	}
	attachments := Mapping{}
	for _, v := range t.region.vpcs {
		if n.slip() {
			continue
		}
		v.attached = n.name("att")
		attachments.Put(v.attached, n.attachVPC(t, v))
	}
	for _, v := range t.region.vbrs {
		if !v.byCEN || n.slip() {
			continue
		}
		a := Mapping{{"vbr", Ref{To: v.name}}}
		n.in(&a, t)
		if !n.slip() {
			a.Put("auto_publish_route_enabled", true)
		}
		v.attached = n.name("att")
		attachments.Put(v.attached, a)
	}
	m.Put("attachments", attachments)
	tables := Mapping{}
	for i, rt := range t.tables {
		n.entries(t, rt)
		e := Mapping{}
		if i == 0 && n.chance(80) {
			e.Put("type", "system")
		} else if n.chance(30) {
			e.Put("type", "custom")
		}
		if len(rt.routes) > 0 {
			e.Put("routes", rt.routes)
		}
		tables.Put(rt.name, e)
	}
	m.Put("route_tables", tables)
	return m
}

func (n *networks) attachVPC(t *netRouter, v *netVPC) Mapping {
	a := Mapping{{"vpc", Ref{To: v.name}}}
	if n.chance(70) {
		zones := List{}
		for i, s := range v.vswitches {
			if i == 0 || n.chance(50) {
				z := Mapping{{"vswitch", Ref{To: s}}}
				if n.chance(50) {
					z.Put("zone", v.region.id+"-"+string(rune('a'+i)))
				}
				zones = append(zones, z)
			}
		}
		if n.slip() {
			zones = List{}
		}
		a.Put("zone_mappings", zones)
	}
	n.in(&a, t)
	switch {
	case n.chance(70) && !n.slip():
		a.Put("auto_publish_route_enabled", true)
	case !n.slip():
		v.route(n, pick(n.generator, []netip.Prefix{prefixOf("10.0.0.0/8"), prefixOf("10.0.0.0/8"), prefixOf("10.8.0.0/13"), pick(n.generator, n.vpcs).cidr}), Ref{Kind: "attachment", To: v.attached})
	}
	if n.chance(10) {
		a.Put("appliance_mode_support", n.chance(50))
	}
	if n.slip() {
		a.Put("status", pick(n.generator, []string{"attached", "attaching", "detaching"}))
	}
	return a
}

// entries adds static entries to a table: some that are needed nowhere, some that
// lead elsewhere.
func (n *networks) entries(t *netRouter, rt *netTable) {
	v := pick(n.generator, n.vpcs)
	to := pick(n.generator, []netip.Prefix{v.cidr, v.blocks[0], prefixOf("10.0.0.0/8"), netip.PrefixFrom(v.blocks[0].Addr(), 25)})
	switch k := n.IntN(100); {
	case k >= 95:
		rt.static(n, to, nil)
	case k >= 75:
		for _, o := range t.region.vpcs {
			if o.attached != "" && (o == v || n.chance(20)) {
				rt.static(n, to, Ref{Kind: "attachment", To: o.attached})
			}
		}
	}
}

// peers makes the inter-region connections, and static entries where routes are
// not learned over them.
func (n *networks) peers() Mapping {
	m := Mapping{}
	for i, a := range n.routers {
		for _, b := range n.routers[i+1:] {
			if n.slip() {
				continue
			}
			name := n.name("peer")
			ends := List{}
			for _, t := range []*netRouter{a, b} {
				e := Mapping{{"transit_router", Ref{To: t.name}}}
				n.in(&e, t)
				if n.chance(85) && !n.slip() {
					e.Put("auto_publish_route_enabled", true)
				} else if !n.slip() {
					far := a
					if t == a {
						far = b
					}
					for _, v := range t.region.vpcs {
						for _, rt := range far.tables {
							rt.static(n, v.cidr, Ref{Kind: "peer_attachment", To: name})
						}
					}
				}
				ends = append(ends, e)
			}
			p := Mapping{{"ends", ends}, {"bandwidth", pick(n.generator, []string{"2Mbps", "2Mbps", "10Mbps"})}}
			switch {
			case n.chance(70):
				p.Put("bandwidth_type", "data_transfer")
			case !n.slip():
				p.Put("plan", Ref{To: n.bandwidthPlan(a.region, b.region)})
				if n.chance(30) {
					p.Put("bandwidth_type", "bandwidth_package")
				}
			}
			if n.slip() {
				p.Put("status", pick(n.generator, []string{"attaching", "detached"}))
			}
			m.Put(name, p)
		}
	}
	return m
}

func (n *networks) bandwidthPlan(a, b *netRegion) Name {
	area := func(r *netRegion) string {
		if r.id == "cn-hongkong" != n.slip() {
			return "Asia-Pacific"
		}
		return "China"
	}
	areas := List{area(a), area(b)}
	for _, e := range n.plans {
		if o := e.Value.(Mapping).Field("areas").(List); o[0] == areas[0] && o[1] == areas[1] || o[0] == areas[1] && o[1] == areas[0] {
			return e.Key.(Name)
		}
	}
	plan := n.name("plan")
	p := Mapping{{"areas", areas}, {"bandwidth", pick(n.generator, []string{"5Mbps", "20Mbps", "20Mbps"})}}
	if !n.slip() {
		p.Put("cen", Ref{To: n.cen})
	}
	n.plans.Put(plan, p)
	return plan
}

func (n *networks) policies() List {
	out := List{}
	for i := range 1 + n.IntN(2) {
		r := pick(n.generator, n.regions)
		direction := pick(n.generator, []string{"in", "out"})
		p := Mapping{{"region", r.id}, {"direction", direction}, {"priority", 1 + 10*i + n.IntN(9)}, {"action", pick(n.generator, []string{"permit", "permit", "deny"})}}
		if r.router != nil && n.chance(60) {
			p.Put("transit_router_route_table", Ref{To: pick(n.generator, r.router.tables).name})
		}
		if n.chance(60) {
			p.Put("destination_cidrs", List{pick(n.generator, pick(n.generator, n.vpcs).blocks)})
			if n.chance(50) {
				p.Put("cidr_match_mode", pick(n.generator, []string{"include", "complete"}))
			}
		}
		if n.chance(30) {
			p.Put("source_instances", List{Ref{Kind: "vpc", To: pick(n.generator, n.vpcs).name}})
		}
		if direction == "out" && n.chance(30) {
			p.Put("destination_instances", List{Ref{Kind: "vpc", To: pick(n.generator, n.vpcs).name}})
		}
		if n.chance(20) {
			p.Put("source_regions", List{pick(n.generator, n.regions).id})
		}
		if p.Field("action") == "permit" && n.chance(50) {
			p.Put("preference", 1+n.IntN(100))
		}
		out = append(out, p)
	}
	return out
}

func (n *networks) checks() List {
	var ends []any
	for _, v := range n.vpcs {
		for _, b := range v.boxes {
			ends = append(ends, Ref{Kind: "instance", To: b})
		}
	}
	for range 2 {
		for _, s := range n.sites {
			for _, h := range s.hosts {
				ends = append(ends, Ref{Kind: "host", To: h})
			}
		}
	}
	out := List{}
	for range 4 + n.IntN(3) {
		from, to := pick(n.generator, ends), pick(n.generator, ends)
		if from == to {
			continue
		}
		c := Mapping{{"name", fmt.Sprintf("check %d", len(out)+1)}, {"from", from}, {"to", to}, {"port", pick(n.generator, []string{"tcp/80", "tcp/80", "tcp/8080", "tcp", "any"})}}
		if n.chance(20) {
			c.Put("demand", pick(n.generator, []string{"1Mbps", "5Mbps", "50Mbps"}))
		}
		if !n.enterprise {
			c.Put("accept_test_bandwidth", true)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		out = append(out, Mapping{{"name", "check 1"}, {"from", ends[0]}, {"to", ends[1]}})
	}
	return out
}
