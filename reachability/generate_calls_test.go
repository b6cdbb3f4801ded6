package reachability_test

import (
	"fmt"
	"net/netip"
	"slices"
)

// gateway makes an API gateway with its groups and APIs.
func (g *generator) gateway(w *gateway) mapping {
	kind := "dedicated"
	if g.chance(25) {
		kind = "shared"
	}
	m := mapping{{"type", kind}}
	if len(w.egress) > 0 || g.chance(30) {
		cidrs := list{}
		for _, p := range w.egress {
			cidrs = append(cidrs, p)
		}
		m.put("vpc_egress_cidrs", cidrs)
	}
	client := g.near(w.region)
	if g.chance(75) {
		m.put("client_vpc", ref{to: client.name})
	} else {
		client = nil
	}
	if in := g.ingress(w, client); in != nil {
		m.put("ingress", in)
	}
	if len(w.access) > 0 {
		access := mapping{}
		for _, a := range w.access {
			access.put(a, g.access(w))
		}
		m.put("vpc_access", access)
	}
	groups := mapping{}
	for range 1 + g.IntN(2) {
		groups.put(g.name("group"), g.apiGroup(w))
	}
	m.put("groups", groups)
	return m
}

func (g *generator) ingress(w *gateway, client *vpc) any {
	if g.chance(20) {
		return nil
	}
	in := mapping{}
	mode := pick(g, []string{"service_cidr", "vpc_private_ip", ""})
	if mode != "" {
		in.put("mode", mode)
	}
	switch {
	case mode == "service_cidr" && len(w.egress) > 0 && g.chance(30):
		in.put("address", g.addressIn(pick(g, w.egress)))
	case mode == "vpc_private_ip" && client != nil && g.chance(30):
		if a, ok := g.usableIn(pick(g, client.vswitches)); ok {
			in.put("address", a)
		}
	case client != nil && g.chance(30):
		in.put("vswitch", ref{to: pick(g, client.vswitches).name})
	}
	return in
}

// access authorizes a target: an instance, a load balancer, or an address.
func (g *generator) access(w *gateway) mapping {
	v := g.near(w.region)
	m := mapping{{"vpc", ref{to: v.name}}, {"port", pick(g, []int{80, 8080, 443})}}
	switch {
	case len(v.instances) > 0 && g.chance(55):
		m.put("target", ref{"instance", pick(g, v.instances).name})
	case len(v.balancers) > 0 && g.chance(60):
		m.put("target", ref{"load_balancer", pick(g, v.balancers).name})
	default:
		m.put("target", g.target(v))
	}
	if g.chance(20) {
		m.put("host", "backend.example.com")
	}
	return m
}

func (g *generator) target(v *vpc) netip.Addr {
	if g.chance(30) {
		v = pick(g, g.allVPCs())
	}
	if len(v.instances) > 0 && g.chance(50) {
		if i := pick(g, v.instances); i.addr.IsValid() {
			return i.addr
		}
	}
	if a, ok := g.usableIn(pick(g, v.vswitches)); ok && g.chance(80) {
		return a
	}
	return netip.MustParseAddr("10.9.9.9")
}

func (g *generator) apiGroup(w *gateway) mapping {
	id := g.names
	m := mapping{}
	base := ""
	if g.chance(20) {
		base = "/base"
		m.put("base_path", base)
	}
	var hosts []string
	if g.chance(80) {
		hosts = append(hosts, fmt.Sprintf("g%d-%s-vpc.alicloudapi.com", id, w.region.id))
		m.put("vpc_subdomain", hosts[0])
	}
	if g.chance(40) {
		m.put("vpc_subdomain_https", g.chance(50))
	}
	if g.chance(60) {
		host := fmt.Sprintf("g%d-%s.alicloudapi.com", id, w.region.id)
		hosts = append(hosts, host)
		m.put("public_subdomain", host)
	}
	if g.chance(30) {
		m.put("internet", g.chance(50))
	}
	if g.chance(30) {
		host := fmt.Sprintf("api%d.example.com", id)
		hosts = append(hosts, host)
		d := mapping{{"cname", pick(g, []string{"vpc_subdomain", "public_subdomain"})}}
		if g.chance(50) {
			d.put("https", g.chance(70))
		}
		m.put("custom_domains", mapping{{host, d}})
	}
	if g.chance(25) {
		m.put("resolves_in", pick(g, []any{"vpcs", "any", list{ref{to: pick(g, g.allVPCs()).name}}}))
	}
	apis := mapping{}
	for range 1 + g.IntN(2) {
		a := &api{name: g.name("api"), hosts: hosts}
		w.apis = append(w.apis, a)
		def := g.definition(w, a, base)
		if g.chance(90) {
			def.put("published", g.published(w, a, base))
		}
		apis.put(a.name, def)
	}
	m.put("apis", apis)
	return m
}

func (g *generator) definition(w *gateway, a *api, base string) mapping {
	path := pick(g, paths)
	a.paths = append(a.paths, base+path)
	m := mapping{{"method", pick(g, []string{"GET", "GET", "POST", "ANY"})}, {"path", path}}
	if g.chance(25) {
		m.put("protocols", pick(g, []any{"http", "https", list{"http", "https"}}))
	}
	apps := w.region.apps
	if len(apps) > 0 && g.chance(25) {
		m.put("auth", "app")
		if g.chance(50) {
			m.put("app_code", g.chance(70))
		}
		authorized := list{}
		for range g.IntN(3) {
			authorized = append(authorized, mapping{{"app", ref{to: pick(g, apps)}}, {"stages", list{pick(g, stages), pick(g, stages)}}})
		}
		m.put("authorized_apps", authorized)
	} else {
		m.put("auth", "none")
	}
	if b := g.backend(w); b != nil {
		m.put("backend", b)
	}
	return m
}

func (g *generator) backend(w *gateway) any {
	m := mapping{}
	switch {
	case len(w.access) > 0 && g.chance(70):
		m.put("vpc_access", ref{to: pick(g, w.access)})
		if g.chance(15) {
			m.put("scheme", "https")
		}
		if g.chance(50) {
			m.put("path", pick(g, []string{"/web", "/web/orders", "/other"}))
		}
	case len(w.region.funcs) > 0 && g.chance(40):
		m.put("function", ref{to: pick(g, w.region.funcs)})
		if g.chance(60) {
			m.put("role", pick(g, []string{"none", "AliyunServiceRoleForApiGateway"}))
		}
	case g.chance(30):
		m.put("http", pick(g, []string{"https://backend.example.com/web", "http://10.0.0.5/web"}))
	case g.chance(80):
		m.put("mock", true)
	default:
		return nil
	}
	return m
}

func (g *generator) published(w *gateway, a *api, base string) any {
	if g.chance(70) {
		out := list{}
		for _, i := range g.Perm(len(stages))[:g.IntN(3)] {
			out = append(out, stages[i])
		}
		if len(out) == 0 && g.chance(80) {
			out = list{"RELEASE"}
		}
		return out
	}
	m := mapping{}
	for _, i := range g.Perm(len(stages))[:1+g.IntN(2)] {
		switch g.IntN(3) {
		case 0:
			m.put(stages[i], "current")
		case 1:
			m.put(stages[i], "stale")
		default:
			m.put(stages[i], g.definition(w, a, base))
		}
	}
	return m
}

// wideArea makes the CENs, and the bandwidth plans.
func (g *generator) wideArea() mapping {
	m := mapping{}
	for _, c := range g.cens {
		m.put(c.name, g.cen(c))
	}
	return m
}

func (g *generator) cen(c *cen) mapping {
	m := mapping{{"edition", "basic"}}
	if g.chance(8) {
		m = mapping{{"edition", "enterprise"}}
	}
	if g.chance(15) {
		m.put("account", pick(g, accounts))
	}
	attachments := mapping{}
	ordered := g.chance(40)
	for i, v := range g.allVPCs() {
		if !g.chance(80) {
			continue
		}
		a := mapping{{"vpc", ref{to: v.name}}}
		if ordered && g.chance(90) {
			a.put("attached_order", 10-i)
		}
		attachments.put(g.name("att"), a)
	}
	m.put("attachments", attachments)
	if len(g.regions) > 1 && g.chance(60) {
		m.put("region_bandwidth", g.bandwidth(c))
	}
	if g.chance(70) {
		routes := mapping{}
		var hosts []netip.Prefix
		for range 1 + g.IntN(3) {
			r := g.serviceRoute()
			host := r.field("host").(netip.Prefix)
			if g.unequal && slices.ContainsFunc(hosts, host.Overlaps) {
				continue
			}
			hosts = append(hosts, host)
			routes.put(g.name("sr"), r)
		}
		m.put("service_routes", routes)
	}
	if g.chance(30) {
		m.put("route_policies", g.routePolicies())
	}
	return m
}

func (g *generator) bandwidth(c *cen) mapping {
	m := mapping{}
	a, b := g.regions[0], g.regions[1]
	al := mapping{{"regions", list{a.id, b.id}}, {"bandwidth", pick(g, []string{"0Mbps", "2Mbps", "8Mbps"})}}
	if g.chance(85) {
		plan := g.name("plan")
		p := mapping{{"areas", list{"China", pick(g, []string{"China", "China", "Asia-Pacific"})}}, {"bandwidth", "5Mbps"}}
		if g.chance(90) {
			p.put("cen", ref{to: c.name})
		}
		g.plans.put(plan, p)
		al.put("plan", ref{to: plan})
	}
	m.put(g.name("rb"), al)
	return m
}

func (g *generator) serviceRoute() mapping {
	r := pick(g, g.regions)
	host := prefixOf(pick(g, egressCIDRs))
	for _, o := range g.regions {
		for _, w := range o.gateways {
			if len(w.egress) > 0 && g.chance(80) {
				r, host = w.region, pick(g, w.egress)
			}
		}
	}
	if g.chance(10) {
		host = netip.PrefixFrom(g.addressIn(host), host.Bits()+1).Masked()
	}
	m := mapping{
		{"host", host}, {"host_region", r.id}, {"host_vpc", ref{to: g.near(r).name}},
	}
	access := list{}
	for _, o := range g.regions {
		if g.chance(75) {
			access = append(access, o.id)
		}
	}
	m.put("access_regions", access)
	if g.chance(60) {
		m.put("provisioning", pick(g, []string{"ticket", "ticket", "self_service"}))
	}
	if g.chance(30) {
		m.put("host_region_served", g.chance(50))
	}
	if g.chance(40) {
		m.put("backend_return", g.chance(50))
	}
	return m
}

func (g *generator) routePolicies() list {
	out := list{}
	used := map[string]bool{}
	for range 1 + g.IntN(4) {
		r := pick(g, g.regions)
		direction := pick(g, []string{"in", "out"})
		priority := 1 + g.IntN(10)
		if key := fmt.Sprint(r.id, direction, priority); used[key] {
			continue
		} else {
			used[key] = true
		}
		p := mapping{
			{"region", r.id}, {"direction", direction}, {"priority", priority},
			{"action", pick(g, []string{"permit", "permit", "deny"})},
		}
		if g.chance(30) {
			p.put("source_regions", list{pick(g, g.regions).id})
		}
		if g.chance(30) {
			p.put("source_instances", list{ref{to: pick(g, g.allVPCs()).name}})
			if g.chance(30) {
				p.put("source_instances_reversed", true)
			}
		}
		if direction == "out" && g.chance(30) {
			p.put("destination_instances", list{ref{to: pick(g, g.allVPCs()).name}})
			if g.chance(30) {
				p.put("destination_instances_reversed", true)
			}
		}
		if g.chance(40) {
			p.put("destination_cidrs", list{g.prefix()})
			if g.chance(50) {
				p.put("cidr_match_mode", pick(g, []string{"include", "complete"}))
			}
		}
		if g.chance(20) {
			p.put("route_types", list{pick(g, []string{"system", "custom"})})
		}
		if p.field("action") == "permit" {
			if g.chance(50) {
				p.put("preference", 1+g.IntN(100))
			}
			if g.chance(40) {
				p.put("next_priority", priority+1+g.IntN(5))
			}
		}
		out = append(out, p)
	}
	return out
}

// checks makes what is asked.
func (g *generator) checks() list {
	out := list{}
	for i := range 3 + g.IntN(3) {
		c := mapping{{"name", fmt.Sprintf("check %d", i+1)}}
		from, at, wide := g.source()
		c.put("from", from)
		to, call, set := g.destination(at)
		for to == from {
			to, call, set = g.destination(nil)
		}
		wide = wide || set
		if call != nil {
			c.put("to", to)
			g.call(call, &c)
		} else {
			c.put("to", to)
			if g.chance(85) {
				c.put("port", pick(g, []string{"tcp/80", "tcp/8080", "tcp", "tcp/8000-8100", "udp/53", "udp", "icmp", "gre", "any"}))
			}
		}
		if g.chance(15) {
			c.put("source_ports", pick(g, []any{"1024-65535", 5000, "1-65535", list{"2000-3000", "30000-40000"}, list{"2000-3000", "2500-4000"}}))
		}
		if wide {
			c.put("addresses", pick(g, []string{"all", "all", "all", "all", "all", "declared"}))
		}
		c.put("accept_test_bandwidth", true)
		out = append(out, c)
	}
	return out
}

// source is an end that sends, and the VPC that it is in, if one; wide if it is
// a set.
func (g *generator) source() (end any, at *vpc, wide bool) {
	v := pick(g, g.allVPCs())
	r := pick(g, g.regions)
	switch n := g.IntN(20); {
	case n < 9 && len(v.instances) > 0:
		return ref{"instance", pick(g, v.instances).name}, v, false
	case n < 15 && len(r.funcs) > 0:
		return ref{"function", pick(g, r.funcs)}, nil, false
	case n < 16:
		return ref{"vswitch", pick(g, v.vswitches).name}, v, true
	case n < 17:
		return ref{"vpc", v.name}, v, true
	case n < 18:
		return pick(g, []string{"internet", "console-debug"}), nil, false
	default:
		return g.prefixIn(pick(g, v.vswitches)), v, true
	}
}

// prefixIn is a block or an address of a vSwitch.
func (g *generator) prefixIn(s *vswitch) any {
	if len(s.used) > 0 && g.chance(40) {
		return pick(g, s.used)
	}
	if g.chance(50) {
		return s.cidr
	}
	return netip.PrefixFrom(g.addressIn(s.cidr), s.cidr.Bits()+g.IntN(33-s.cidr.Bits())).Masked()
}

// destination is an end that is sent to, often in the sender's VPC, or an API
// that is called.
func (g *generator) destination(from *vpc) (end any, call *api, wide bool) {
	v := pick(g, g.allVPCs())
	if from != nil && g.chance(40) {
		v = from
	}
	var apis []*api
	for _, r := range g.regions {
		for _, w := range r.gateways {
			apis = append(apis, w.apis...)
		}
	}
	switch n := g.IntN(20); {
	case n < 9 && len(apis) > 0:
		a := pick(g, apis)
		if len(a.hosts) > 0 && g.chance(15) && !g.unequal {
			return "name/" + pick(g, a.hosts), a, false
		}
		return ref{"api", a.name}, a, false
	case n < 13 && len(v.instances) > 0:
		return ref{"instance", pick(g, v.instances).name}, nil, false
	case n < 15 && len(v.balancers) > 0:
		return ref{"load_balancer", pick(g, v.balancers).name}, nil, false
	case n < 16:
		return ref{"vswitch", pick(g, v.vswitches).name}, nil, true
	case n < 17:
		return ref{"vpc", v.name}, nil, true
	case n < 18:
		return "internet", nil, false
	default:
		return g.prefixIn(pick(g, v.vswitches)), nil, true
	}
}

func (g *generator) call(a *api, c *mapping) {
	if g.chance(30) {
		c.put("port", pick(g, []string{"tcp/80", "tcp/443", "tcp/443", "tcp/8080", "any"}))
	}
	q := mapping{}
	switch n := g.IntN(10); {
	case n < 4:
		q.put("domain", "vpc_subdomain")
	case n < 6:
		q.put("domain", "public_subdomain")
	case n < 8 && len(a.hosts) > 0:
		q.put("domain", pick(g, a.hosts))
	}
	if g.chance(15) {
		q.put("method", pick(g, []string{"GET", "POST"}))
	}
	if g.chance(30) {
		q.put("path", pick(g, append([]string{"/web", "/web/7", "/nowhere"}, a.paths...)))
	}
	if g.chance(20) {
		q.put("stage", pick(g, append([]string{"PROD"}, stages...)))
	}
	var apps []name
	for _, r := range g.regions {
		apps = append(apps, r.apps...)
	}
	if len(apps) > 0 && g.chance(40) {
		app := pick(g, apps)
		q.put("app", ref{to: app})
		if g.chance(40) {
			q.put("headers", mapping{{"Authorization", "APPCODE code-" + string(app)}})
		}
	}
	if len(q) > 0 {
		c.put("request", q)
	}
}
