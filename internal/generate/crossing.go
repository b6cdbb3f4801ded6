package generate

import (
	"fmt"
	"net/netip"
)

func (g *generator) crossing() Mapping {
	x := &crossing{generator: g, home: "cn-shanghai", away: "cn-zhangjiakou", cen: g.name("cen")}
	if g.chance(20) {
		x.away = x.home
	}
	for range 1 + g.IntN(2) {
		x.egress = append(x.egress, prefixOf(egressCIDRs[len(x.egress)]))
	}
	x.plan = []string{"10.20.0.0/16", "10.21.0.0/16", "192.168.0.0/16", "10.0.0.0/16", "10.30.0.0/16"}
	if g.chance(40) { // VPCs of equal blocks, so that who attached first matters
		x.plan[1+g.IntN(4)] = x.plan[g.IntN(2)]
	}
	caller, rival := x.vpc(x.away, 0), x.vpc(pick(g, []string{x.home, x.away}), 1)
	client, backend := x.vpc(x.home, 2), x.vpc(x.home, 3)
	vpcs := []*crossedVPC{caller, rival, client, backend}
	if g.chance(30) {
		vpcs = append(vpcs, x.vpc(pick(g, []string{x.home, x.away}), 4))
	}
	x.client, x.backend = client, backend
	functions := Mapping{}
	for range 1 + g.IntN(2) {
		functions.Put(x.function(caller))
	}
	gateways := x.gateway()
	regions := Mapping{}
	for _, id := range []string{x.home, x.away} {
		if regions.Field(id) != nil {
			continue
		}
		r, in := Mapping{}, Mapping{}
		for _, v := range vpcs {
			if v.region == id {
				in.Put(v.name, v.tree)
			}
		}
		r.Put("vpcs", in)
		if id == x.away {
			r.Put("functions", functions)
		}
		if id == x.home {
			r.Put("api_gateways", gateways)
			if len(x.apps) > 0 {
				r.Put("apps", Mapping{{x.apps[0], Mapping{}}, {x.apps[1], Mapping{}}})
			}
		}
		regions.Put(id, r)
	}
	m := Mapping{{"apiVersion", "netsim/v1"}, {"name", "crossing"}, {"regions", regions}}
	m.Put("cens", x.wideArea(vpcs))
	if len(x.plans) > 0 {
		m.Put("bandwidth_plans", x.plans)
	}
	checks := List{}
	ask := func(from, to, request any) {
		c := Mapping{{"name", fmt.Sprintf("check %d", len(checks)+1)}, {"from", from}, {"to", to}}
		if request != nil {
			c.Put("request", request)
			if g.chance(25) {
				c.Put("port", "tcp/443")
			}
		}
		if g.chance(15) {
			c.Put("demand", pick(g, []string{"1Mbps", "10Mbps"}))
		}
		checks = append(checks, c)
	}
	for range 4 {
		from := pick(g, x.callers)
		request := Mapping{{"domain", "vpc_subdomain"}}
		if g.chance(20) {
			request = Mapping{{"domain", pick(g, []string{"public_subdomain", "api.example.com"})}}
		}
		if len(x.apps) > 0 && g.chance(80) {
			request.Put("app", Ref{To: pick(g, x.apps)})
		}
		ask(from, Ref{Kind: "api", To: x.api}, request)
	}
	for i := range vpcs {
		if from, to := pick(g, vpcs).instance, vpcs[i].instance; from != to && g.chance(60) {
			ask(from, to, nil)
		}
	}
	m.Put("checks", checks)
	return m
}

type crossing struct {
	*generator
	home, away      string
	cen             Name
	egress          []netip.Prefix
	plan            []string
	client, backend *crossedVPC
	callers         []any
	api             Name
	apps            []Name
}

type crossedVPC struct {
	name, vswitch, group Name
	region               string
	instance             Ref
	tree                 Mapping
}

// open leaves a switch out in half of the cases, and else writes a value.
func (x *crossing) open(m *Mapping, key string, values ...any) {
	if x.chance(50) {
		m.Put(key, pick(x.generator, values))
	}
}

func (x *crossing) vpc(region string, i int) *crossedVPC {
	cidr := prefixOf(x.plan[i])
	at := cidr.Addr().As4()
	at[2] = 1
	vsw := netip.PrefixFrom(netip.AddrFrom4(at), 24)
	at[3] = 10
	v := &crossedVPC{name: x.name("vpc"), vswitch: x.name("vsw"), group: x.name("sg"), region: region}
	v.instance = Ref{Kind: "instance", To: x.name("ecs")}
	rules := List{Mapping{{"protocol", "all"}, {"source", "0.0.0.0/0"}}}
	if x.chance(20) {
		rules = append(rules, Mapping{{"protocol", "tcp"}, {"ports", pick(x.generator, []any{80, 8080, "1-65535"})}, {"source", x.plan[x.IntN(3)]}, {"policy", "drop"}})
	}
	box := Mapping{{"vswitch", Ref{To: v.vswitch}}, {"security_groups", List{Ref{To: v.group}}}, {"private_ip", netip.AddrFrom4(at)}}
	x.open(&box, "ip_forwarding", true, false)
	if x.chance(20) {
		box.Put("listens", pick(x.generator, []List{
			{}, {Mapping{{"port", "tcp/80"}, {"paths", List{"/web"}}}}, {Mapping{{"port", "tcp/8080"}, {"paths", List{"/other/*"}}}},
			{Mapping{{"port", "tcp/1-65535"}}, Mapping{{"port", "udp/53"}}},
		}))
	}
	v.tree = Mapping{
		{"cidr", cidr}, {"vswitches", Mapping{{v.vswitch, Mapping{{"cidr", vsw}}}}},
		{"security_groups", Mapping{{v.group, Mapping{{"type", "basic"}, {"ingress", rules}}}}},
		{"instances", Mapping{{v.instance.To, box}}},
	}
	if x.chance(20) {
		target := []netip.Prefix{x.egress[0], prefixOf(x.plan[x.IntN(5)]), prefixOf("100.104.0.0/16")}[x.IntN(3)]
		if target != cidr {
			v.tree.Put("routes", Mapping{{x.name("route"), Mapping{{"destination", target}, {"next_hop", Ref{To: v.instance.To}}}}})
		}
	}
	x.callers = append(x.callers, v.instance)
	return v
}

func (x *crossing) function(v *crossedVPC) (Name, Mapping) {
	n := x.name("func")
	m := Mapping{{"generation", "fc2"}, {"vpc_config", Mapping{
		{"vpc", Ref{To: v.name}}, {"vswitches", List{Ref{To: v.vswitch}}}, {"security_group", Ref{To: v.group}},
	}}}
	role := Mapping{{"policies", List{pick(x.generator, []string{"AliyunECSNetworkInterfaceManagementAccess", "MyPolicy"})}}}
	if x.chance(20) {
		role.Put("eni_permission", x.chance(50))
	}
	m.Put("role", role)
	x.callers = append(x.callers, Ref{Kind: "function", To: n})
	return n, m
}

func (x *crossing) gateway() Mapping {
	cidrs := List{}
	for _, p := range x.egress {
		cidrs = append(cidrs, p)
	}
	auth, access := x.name("auth"), Mapping{{"vpc", Ref{To: x.backend.name}}, {"port", 8080}}
	if x.chance(30) {
		clb := x.name("clb")
		ln := Mapping{{"protocol", pick(x.generator, []string{"tcp", "http"})}, {"port", 8080}, {"servers", List{Mapping{{"instance", Ref{To: x.backend.instance.To}}, {"port", 80}}}}}
		x.open(&ln, "client_address", true, false)
		x.backend.tree.Put("load_balancers", Mapping{{clb, Mapping{{"vswitch", Ref{To: x.backend.vswitch}}, {"listeners", List{ln}}}}})
		access.Put("target", Ref{Kind: "load_balancer", To: clb})
	} else {
		access.Put("target", x.backend.instance)
	}
	w := Mapping{{"type", "dedicated"}, {"vpc_egress_cidrs", cidrs}, {"client_vpc", Ref{To: x.client.name}}, {"vpc_access", Mapping{{auth, access}}}}
	in := Mapping{}
	x.open(&in, "mode", "service_cidr", "service_cidr", "vpc_private_ip")
	if len(in) > 0 && in[0].Value == "service_cidr" && x.chance(30) {
		in.Put("address", x.addressIn(pick(x.generator, x.egress)))
	}
	w.Put("ingress", in)
	x.api = x.name("api")
	backend := Mapping{{"vpc_access", Ref{To: auth}}}
	if x.chance(15) {
		backend = Mapping{{"function", x.callers[len(x.callers)-1]}}
		if f, ok := backend[0].Value.(Ref); !ok || f.Kind != "function" {
			backend = Mapping{{"mock", true}}
		}
		if backend.Field("function") != nil {
			x.open(&backend, "role", "none", "AliyunServiceRoleForApiGateway")
		}
	}
	group := Mapping{
		{"vpc_subdomain", "g-vpc.alicloudapi.com"}, {"public_subdomain", "g.alicloudapi.com"},
		{"custom_domains", Mapping{{"api.example.com", Mapping{{"cname", "vpc_subdomain"}}}}},
		{"apis", Mapping{{x.api, x.definition(backend)}}},
	}
	x.open(&group, "vpc_subdomain_https", true, false)
	w.Put("groups", Mapping{{x.name("group"), group}})
	return Mapping{{x.name("gw"), w}}
}

// definition is that of the API: open to all, or to one of two apps.
func (x *crossing) definition(backend Mapping) Mapping {
	m := Mapping{{"method", "GET"}, {"path", "/web"}}
	if x.chance(25) {
		x.apps = []Name{x.name("app"), x.name("app")}
		m.Put("auth", "app")
		m.Put("authorized_apps", List{Mapping{{"app", Ref{To: x.apps[0]}}, {"stages", List{pick(x.generator, stages)}}}})
	} else {
		m.Put("auth", "none")
	}
	m.Put("backend", backend)
	m.Put("published", List{"RELEASE"})
	return m
}

// bandwidth allocates some to the two regions, most of the time in vain.
func (x *crossing) bandwidth(c *Mapping) {
	if x.home == x.away || x.chance(40) {
		return
	}
	plan := x.name("plan")
	x.plans = Mapping{{plan, Mapping{{"areas", List{"China", pick(x.generator, []string{"China", "Europe"})}}, {"bandwidth", "2Mbps"}, {"cen", Ref{To: x.cen}}}}}
	al := Mapping{{"regions", List{x.home, x.away}}, {"bandwidth", pick(x.generator, []string{"0Mbps", "2Mbps", "5Mbps"})}, {"plan", Ref{To: plan}}}
	c.Put("region_bandwidth", Mapping{{x.name("rb"), al}})
}

func (x *crossing) wideArea(vpcs []*crossedVPC) Mapping {
	attachments := Mapping{}
	ordered := x.chance(30)
	for i, v := range vpcs {
		if v == x.backend && x.chance(60) || x.chance(8) {
			continue
		}
		a := Mapping{{"vpc", Ref{To: v.name}}}
		if ordered {
			a.Put("attached_order", i+1)
		}
		attachments.Put(x.name("att"), a)
	}
	routes := Mapping{}
	for i := range 1 + x.IntN(3) {
		if x.Unequal && i >= len(x.egress) {
			break
		}
		host := x.egress[i%len(x.egress)]
		if x.chance(15) {
			host = netip.PrefixFrom(host.Addr(), host.Bits()+1)
		}
		r := Mapping{{"host", host}, {"host_region", x.home}, {"host_vpc", Ref{To: x.client.name}}}
		if x.chance(15) {
			for _, v := range vpcs {
				if v.region == x.home {
					r[2].Value = Ref{To: v.name}
				}
			}
		}
		access := List{x.away}
		if x.chance(60) && x.home != x.away {
			access = append(access, x.home)
		}
		r.Put("access_regions", access)
		x.open(&r, "provisioning", "ticket", "ticket", "self_service")
		x.open(&r, "host_region_served", true, false)
		x.open(&r, "backend_return", true, false)
		routes.Put(x.name("sr"), r)
	}
	c := Mapping{{"edition", "basic"}, {"attachments", attachments}, {"service_routes", routes}}
	if x.chance(20) {
		p := Mapping{{"region", x.away}, {"direction", pick(x.generator, []string{"in", "out"})}, {"priority", 1 + x.IntN(9)}, {"action", pick(x.generator, []string{"deny", "permit"})}}
		if x.chance(60) {
			p.Put("destination_cidrs", List{x.plan[x.IntN(5)]})
		}
		c.Put("route_policies", List{p})
	}
	x.bandwidth(&c)
	m := Mapping{{x.cen, c}}
	if x.chance(20) && !x.Unequal { // a second CEN that joins the same networks
		more := Mapping{}
		for _, v := range vpcs {
			if x.chance(60) {
				more.Put(x.name("att"), Mapping{{"vpc", Ref{To: v.name}}})
			}
		}
		m.Put(x.name("cen"), Mapping{{"edition", "basic"}, {"attachments", more}})
	}
	return m
}
