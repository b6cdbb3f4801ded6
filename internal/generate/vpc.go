package generate

import (
	"net/netip"
	"slices"
)

func (g *generator) region(r *region) Mapping {
	m := Mapping{}
	m.Put("account", r.account)
	if g.chance(10) {
		m.Put("cloud", "alibaba")
	}
	if g.chance(10) {
		m.Put("area", pick(g, []string{"China", "Asia-Pacific", "Europe"}))
	}
	if len(r.lists) > 0 {
		lists := Mapping{}
		for _, l := range r.lists {
			entries := List{}
			for range 1 + g.IntN(3) {
				entries = append(entries, g.prefix())
			}
			lists.Put(l, Mapping{{"entries", entries}})
		}
		m.Put("prefix_lists", lists)
	}
	if len(r.apps) > 0 {
		apps := Mapping{}
		for _, a := range r.apps {
			app := Mapping{}
			if g.chance(60) {
				app.Put("app_code", "code-"+string(a))
			}
			apps.Put(a, app)
		}
		m.Put("apps", apps)
	}
	if len(r.vpcs) > 0 {
		vpcs := Mapping{}
		for _, v := range r.vpcs {
			vpcs.Put(v.name, g.vpc(v))
		}
		m.Put("vpcs", vpcs)
	}
	if len(r.funcs) > 0 {
		funcs := Mapping{}
		for _, f := range r.funcs {
			funcs.Put(f, g.function(r))
		}
		m.Put("functions", funcs)
	}
	if len(r.gateways) > 0 {
		gateways := Mapping{}
		for _, w := range r.gateways {
			gateways.Put(w.name, g.gateway(w))
		}
		m.Put("api_gateways", gateways)
	}
	return m
}

func (g *generator) vpc(v *vpc) Mapping {
	m := Mapping{{"cidr", v.cidr}}
	g.describe(&m, v.id)
	if v.second.IsValid() {
		m.Put("secondary_cidrs", List{v.second})
	}
	if g.chance(10) {
		m.Put("account", pick(g, accounts))
	}
	if g.chance(10) {
		m.Put("user_cidrs", List{"30.0.0.0/8"})
	}
	vswitches, groups, instances := Mapping{}, Mapping{}, Mapping{}
	for _, s := range v.vswitches {
		sw := Mapping{{"cidr", s.cidr}}
		if g.chance(10) {
			sw.Put("zone", v.region.id+"-b")
		}
		if len(v.tables) > 0 && g.chance(60) {
			sw.Put("route_table", Ref{To: pick(g, v.tables)})
		}
		vswitches.Put(s.name, sw)
	}
	for _, s := range v.groups {
		groups.Put(s.name, g.group(v, s))
	}
	for _, i := range v.instances {
		instances.Put(i.name, g.instance(v, i))
	}
	m.Put("vswitches", vswitches)
	m.Put("security_groups", groups)
	if len(instances) > 0 {
		m.Put("instances", instances)
	}
	g.machines(v, &m)
	if len(v.balancers) > 0 {
		balancers := Mapping{}
		for _, b := range v.balancers {
			balancers.Put(b.name, g.balancer(v, b))
		}
		m.Put("load_balancers", balancers)
	}
	if acls := g.networkACLs(v); len(acls) > 0 {
		m.Put("network_acls", acls)
	}
	g.routing(v, &m)
	if g.chance(25) && len(g.cens) > 0 {
		grant := Mapping{{"cen", Ref{To: pick(g, g.cens).name}}}
		if g.chance(30) {
			grant.Put("owner", pick(g, accounts))
		}
		m.Put("cen_grants", List{grant})
	}
	return m
}

// networkACLs binds ACLs to some of the vSwitches of a VPC.
func (g *generator) networkACLs(v *vpc) Mapping {
	acls := Mapping{}
	for _, s := range v.vswitches {
		if !g.NetworkACLs || !g.chance(20) {
			continue
		}
		acl := Mapping{{"vswitches", List{Ref{To: s.name}}}}
		for _, way := range [][2]string{{"ingress", "source"}, {"egress", "destination"}} {
			if g.chance(70) {
				acl.Put(way[0], g.aclRules(way[1]))
			}
		}
		acls.Put(g.name("acl"), acl)
	}
	return acls
}

// aclRules let most of what is asked about through, here and there not.
func (g *generator) aclRules(far string) List {
	rules := List{}
	for range g.IntN(3) {
		r := Mapping{{"policy", pick(g, []string{"accept", "drop"})}}
		protocol := pick(g, []string{"tcp", "udp", "icmp", "all"})
		r.Put("protocol", protocol)
		if protocol == "tcp" || protocol == "udp" {
			r.Put("ports", pick(g, []any{80, 8080, "1024-65535", "1-65535", List{53, 443}}))
		}
		r.Put(far, g.prefix())
		if g.chance(10) {
			r.Put("description", "a rule")
		}
		rules = append(rules, r)
	}
	if g.chance(75) {
		rules = append(rules, Mapping{{"policy", "accept"}, {"protocol", "all"}, {far, "0.0.0.0/0"}})
	}
	return rules
}

func (g *generator) routing(v *vpc, m *Mapping) {
	if g.chance(15) {
		m.Put("route_propagation", g.chance(50))
	}
	if routes := g.routes(v); len(routes) > 0 {
		m.Put("routes", routes)
	}
	if len(v.tables) == 0 {
		return
	}
	tables := Mapping{}
	for _, t := range v.tables {
		table := Mapping{}
		if g.chance(60) {
			table.Put("route_propagation", g.chance(70))
		}
		if routes := g.routes(v); len(routes) > 0 {
			table.Put("routes", routes)
		}
		tables.Put(t, table)
	}
	m.Put("route_tables", tables)
}

func (g *generator) routes(v *vpc) Mapping {
	routes := Mapping{}
	var taken []netip.Prefix
	for range max(0, g.IntN(7)-4) {
		r := Mapping{}
		if len(v.region.lists) > 0 && g.chance(10) {
			r.Put("destination_prefix_list", Ref{To: pick(g, v.region.lists)})
		} else {
			p := g.prefix()
			if slices.Contains(taken, p) || slices.ContainsFunc(v.vswitches, func(s *vswitch) bool { return s.cidr == p }) && g.chance(90) {
				continue
			}
			taken = append(taken, p)
			r.Put("destination", p)
		}
		if len(v.instances) > 0 && g.chance(70) {
			r.Put("next_hop", g.nextHop(v))
		} else {
			r.Put("next_hop_type", pick(g, nextHops))
		}
		if g.chance(35) {
			r.Put("published", g.chance(80))
		}
		routes.Put(g.name("route"), r)
	}
	return routes
}

func (g *generator) group(v *vpc, s *group) Mapping {
	m := Mapping{{"type", s.kind}}
	if g.DenyAll {
		return m
	}
	if s.kind == "basic" && g.chance(25) {
		m.Put("inner_access_policy", pick(g, []string{"accept", "drop"}))
	}
	if rules := g.rules(v, "source", 75); len(rules) > 0 {
		m.Put("ingress", rules)
	}
	often := 70 // an enterprise group sends nothing without a rule
	if s.kind == "basic" {
		often = 20
	}
	if rules := g.rules(v, "destination", often); len(rules) > 0 {
		m.Put("egress", rules)
	}
	return m
}

func (g *generator) rules(v *vpc, far string, often int) List {
	rules := List{}
	if g.chance(often / 2) {
		rules = append(rules, Mapping{{"protocol", "all"}, {far, "0.0.0.0/0"}, {"priority", 1 + g.IntN(5)}})
	}
	if !g.chance(often) {
		return rules
	}
	for range 1 + g.IntN(4) {
		r := Mapping{}
		protocol := pick(g, []string{"tcp", "tcp", "tcp", "udp", "icmp", "all", "all", "gre"})
		r.Put("protocol", protocol)
		if protocol == "tcp" || protocol == "udp" {
			r.Put("ports", pick(g, []any{80, 443, 8080, "8000-8100", "1-65535", "22", List{80, "440-450"}, "80,8080", "8000/8100"}))
			if g.chance(15) {
				r.Put("source_ports", pick(g, []any{"1024-40000", "30000-65535", 5000}))
			}
		}
		switch {
		case len(v.region.lists) > 0 && g.chance(15):
			r.Put(far, Ref{Kind: "prefix_list", To: pick(g, v.region.lists)})
		case g.chance(15):
			peer := v
			if g.chance(10) {
				peer = g.near(v.region)
			}
			r.Put(far, pick(g, peer.groups).ref())
		case g.chance(25):
			r.Put(far, "0.0.0.0/0")
		default:
			r.Put(far, g.prefix())
		}
		if g.chance(70) {
			r.Put("policy", pick(g, []string{"accept", "accept", "accept", "accept", "drop"}))
		}
		if g.chance(70) {
			r.Put("priority", pick(g, []int{1, 1, 1, 2, 2, 3, 4, 110}))
		}
		if g.chance(5) {
			r.Put("description", "a rule")
		}
		rules = append(rules, r)
	}
	return rules
}

// someGroups are one or two groups of a VPC, of one type.
func (g *generator) someGroups(v *vpc) List {
	first := pick(g, v.groups)
	out := List{Ref{To: first.name}}
	for _, s := range v.groups {
		if s != first && s.kind == first.kind && g.chance(40) {
			out = append(out, Ref{To: s.name})
		}
	}
	return out
}

func (g *generator) instance(v *vpc, i *instance) Mapping {
	m := Mapping{{"vswitch", Ref{To: i.vswitch.name}}, {"security_groups", g.someGroups(v)}}
	g.describe(&m, "")
	if g.chance(10) {
		m.Put("account", pick(g, accounts))
	}
	if i.addr.IsValid() {
		m.Put("private_ip", i.addr)
	}
	if g.chance(40) {
		listens := List{}
		for range g.IntN(4) {
			l := Mapping{{"port", pick(g, services)}}
			if g.chance(30) {
				l.Put("paths", List{pick(g, []string{"/web", "/web/orders", "/web/*", "/*"})})
			}
			if g.chance(10) {
				l.Put("address", pick(g, []string{"0.0.0.0", "127.0.0.1"}))
			}
			listens = append(listens, l)
		}
		m.Put("listens", listens)
	}
	if g.chance(40) {
		m.Put("ip_forwarding", g.chance(50))
	}
	if g.Machines {
		g.forwards(&m)
	}
	return m
}

func (g *generator) balancer(v *vpc, b *balancer) Mapping {
	s := pick(g, v.vswitches)
	m := Mapping{{"vswitch", Ref{To: s.name}}}
	if g.chance(70) {
		if a, ok := g.usableIn(s); ok {
			b.addr = a
			m.Put("address", a)
		}
	}
	listeners := List{}
	ports := g.perm(4)
	for i := range g.IntN(4) {
		l := Mapping{
			{"protocol", pick(g, []string{"tcp", "udp", "http", "https"})},
			{"port", []int{80, 443, 8080, 53}[ports[i]]},
		}
		servers := List{}
		for range g.IntN(4) {
			if len(v.instances) == 0 {
				break
			}
			sv := Mapping{{"instance", Ref{To: pick(g, v.instances).name}}, {"port", pick(g, []int{80, 8080, 443, 53})}}
			if g.chance(30) {
				sv.Put("weight", pick(g, []int{0, 50}))
			}
			servers = append(servers, sv)
		}
		l.Put("servers", servers)
		if g.chance(30) {
			l.Put("acl_type", pick(g, []string{"white", "black"}))
			entries := List{}
			for range g.IntN(3) {
				entries = append(entries, g.prefix())
			}
			l.Put("acl_entries", entries)
		}
		if g.chance(50) {
			l.Put("client_address", g.chance(50))
		}
		listeners = append(listeners, l)
	}
	m.Put("listeners", listeners)
	return m
}
