package generate

import (
	"fmt"
	"net/netip"
)

func (g *generator) function(r *region) Mapping {
	m := Mapping{}
	if g.chance(70) {
		m.Put("generation", pick(g, []string{"fc2", "fc3"}))
	}
	if v := g.near(r); g.chance(80) {
		vswitches := List{}
		for _, s := range v.vswitches {
			if len(vswitches) == 0 || g.chance(30) {
				vswitches = append(vswitches, Ref{To: s.name})
			}
		}
		m.Put("vpc_config", Mapping{
			{"vpc", v.ref(g)}, {"vswitches", vswitches}, {"security_group", pick(g, v.groups).ref()},
		})
	}
	if g.chance(70) {
		role := Mapping{}
		if g.chance(70) {
			role.Put("policies", pick(g, []List{{"AliyunECSNetworkInterfaceManagementAccess"}, {"AliyunECSNetworkInterfaceManagementAccess"}, {"MyPolicy"}, {}}))
		}
		if g.chance(15) {
			role.Put("eni_permission", g.chance(50))
		}
		m.Put("role", role)
	}
	if g.chance(40) {
		m.Put("internet_access", g.chance(40))
	}
	if g.chance(20) {
		m.Put("gpu", g.chance(80))
	}
	return m
}

// gateway makes an API gateway with its groups and APIs.
func (g *generator) gateway(w *gateway) Mapping {
	kind := "dedicated"
	if g.chance(25) {
		kind = "shared"
	}
	m := Mapping{{"type", kind}}
	if g.chance(10) {
		m.Put("internet_egress_cidrs", List{"47.1.2.0/24"})
	}
	if len(w.egress) > 0 || g.chance(30) {
		cidrs := List{}
		for _, p := range w.egress {
			cidrs = append(cidrs, p)
		}
		m.Put("vpc_egress_cidrs", cidrs)
	}
	client := g.near(w.region)
	if g.chance(75) {
		m.Put("client_vpc", client.ref(g))
	} else {
		client = nil
	}
	if in := g.ingress(w, client); in != nil {
		m.Put("ingress", in)
	}
	if len(w.access) > 0 {
		access := Mapping{}
		for _, a := range w.access {
			access.Put(a, g.access(w))
		}
		m.Put("vpc_access", access)
	}
	groups := Mapping{}
	for range 1 + g.IntN(2) {
		groups.Put(g.name("group"), g.apiGroup(w))
	}
	m.Put("groups", groups)
	return m
}

func (g *generator) ingress(w *gateway, client *vpc) any {
	if g.chance(20) {
		return nil
	}
	in := Mapping{}
	mode := pick(g, []string{"service_cidr", "vpc_private_ip", ""})
	if mode != "" {
		in.Put("mode", mode)
	}
	switch {
	case mode == "service_cidr" && len(w.egress) > 0 && g.chance(30):
		in.Put("address", g.addressIn(pick(g, w.egress)))
	case mode == "vpc_private_ip" && client != nil && g.chance(30):
		if a, ok := g.usableIn(pick(g, client.vswitches)); ok {
			in.Put("address", a)
		}
	case client != nil && g.chance(30):
		in.Put("vswitch", Ref{To: pick(g, client.vswitches).name})
	}
	return in
}

// access authorizes a target: an instance, a load balancer, or an address.
func (g *generator) access(w *gateway) Mapping {
	v := g.near(w.region)
	m := Mapping{{"vpc", v.ref(g)}, {"port", pick(g, []int{80, 8080, 443})}}
	switch {
	case len(v.instances) > 0 && g.chance(55):
		m.Put("target", Ref{Kind: "instance", To: pick(g, v.instances).name})
	case len(v.balancers) > 0 && g.chance(60):
		m.Put("target", Ref{Kind: "load_balancer", To: pick(g, v.balancers).name})
	default:
		m.Put("target", g.target(v))
	}
	if g.chance(20) {
		m.Put("host", "backend.example.com")
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

func (g *generator) apiGroup(w *gateway) Mapping {
	id := g.names
	m := Mapping{}
	base := ""
	if g.chance(20) {
		base = "/base"
		m.Put("base_path", base)
	}
	var hosts []string
	if g.chance(80) {
		hosts = append(hosts, fmt.Sprintf("g%d-%s-vpc.alicloudapi.com", id, w.region.id))
		m.Put("vpc_subdomain", hosts[0])
	}
	if g.chance(40) {
		m.Put("vpc_subdomain_https", g.chance(50))
	}
	if g.chance(60) {
		host := fmt.Sprintf("g%d-%s.alicloudapi.com", id, w.region.id)
		hosts = append(hosts, host)
		m.Put("public_subdomain", host)
	}
	if g.chance(30) {
		m.Put("internet", g.chance(50))
	}
	if g.chance(30) {
		host := fmt.Sprintf("api%d.example.com", id)
		hosts = append(hosts, host)
		d := Mapping{{"cname", pick(g, []string{"vpc_subdomain", "public_subdomain"})}}
		if g.chance(50) {
			d.Put("https", g.chance(70))
		}
		m.Put("custom_domains", Mapping{{host, d}})
	}
	if g.chance(25) {
		m.Put("resolves_in", pick(g, []any{"vpcs", "any", List{pick(g, g.allVPCs()).ref(g)}}))
	}
	apis := Mapping{}
	for range 1 + g.IntN(2) {
		a := &api{name: g.name("api"), hosts: hosts}
		w.apis = append(w.apis, a)
		def := g.definition(w, a, base)
		if g.chance(90) {
			def.Put("published", g.published(w, a, base))
		}
		apis.Put(a.name, def)
	}
	m.Put("apis", apis)
	return m
}

func (g *generator) definition(w *gateway, a *api, base string) Mapping {
	path := pick(g, paths)
	a.paths = append(a.paths, base+path)
	m := Mapping{{"method", pick(g, []string{"GET", "GET", "POST", "ANY"})}, {"path", path}}
	if g.chance(25) {
		m.Put("protocols", pick(g, []any{"http", "https", List{"http", "https"}}))
	}
	apps := w.region.apps
	if len(apps) > 0 && g.chance(25) {
		m.Put("auth", "app")
		if g.chance(50) {
			m.Put("app_code", g.chance(70))
		}
		authorized := List{}
		for range g.IntN(3) {
			authorized = append(authorized, Mapping{{"app", Ref{To: pick(g, apps)}}, {"stages", List{pick(g, stages), pick(g, stages)}}})
		}
		m.Put("authorized_apps", authorized)
	} else {
		m.Put("auth", "none")
	}
	if b := g.backend(w); b != nil {
		m.Put("backend", b)
	}
	return m
}

func (g *generator) backend(w *gateway) any {
	m := Mapping{}
	switch {
	case len(w.access) > 0 && g.chance(70):
		m.Put("vpc_access", Ref{To: pick(g, w.access)})
		if g.chance(15) {
			m.Put("scheme", "https")
		}
		if g.chance(50) {
			m.Put("path", pick(g, []string{"/web", "/web/orders", "/other"}))
		}
		if g.chance(15) {
			m.Put("method", pick(g, []string{"GET", "POST"}))
		}
	case len(w.region.funcs) > 0 && g.chance(40):
		m.Put("function", Ref{To: pick(g, w.region.funcs)})
		if g.chance(60) {
			m.Put("role", pick(g, []string{"none", "AliyunServiceRoleForApiGateway"}))
		}
	case g.chance(30):
		m.Put("http", pick(g, []string{"https://backend.example.com/web", "http://10.0.0.5/web"}))
	case g.chance(80):
		m.Put("mock", true)
	default:
		return nil
	}
	return m
}

func (g *generator) published(w *gateway, a *api, base string) any {
	if g.chance(70) {
		out := List{}
		for _, i := range g.perm(len(stages))[:g.IntN(3)] {
			out = append(out, stages[i])
		}
		if len(out) == 0 && g.chance(80) {
			out = List{"RELEASE"}
		}
		return out
	}
	m := Mapping{}
	for _, i := range g.perm(len(stages))[:1+g.IntN(2)] {
		switch g.IntN(3) {
		case 0:
			m.Put(stages[i], "current")
		case 1:
			m.Put(stages[i], "stale")
		default:
			m.Put(stages[i], g.definition(w, a, base))
		}
	}
	return m
}
