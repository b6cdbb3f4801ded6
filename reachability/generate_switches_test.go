package reachability_test

import (
	"fmt"
	"net/netip"
)

// crossing makes a scenario in which most things work: callers in one region, a
// gateway and its backend in another, a CEN between them. Much of what turns a
// verdict is left open, and a little is broken.
func (g *generator) crossing() mapping {
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
	functions := mapping{}
	for range 1 + g.IntN(2) {
		functions.put(x.function(caller))
	}
	gateways := x.gateway()
	regions := mapping{}
	for _, id := range []string{x.home, x.away} {
		if regions.field(id) != nil {
			continue
		}
		r, in := mapping{}, mapping{}
		for _, v := range vpcs {
			if v.region == id {
				in.put(v.name, v.tree)
			}
		}
		r.put("vpcs", in)
		if id == x.away {
			r.put("functions", functions)
		}
		if id == x.home {
			r.put("api_gateways", gateways)
		}
		regions.put(id, r)
	}
	m := mapping{{"apiVersion", "netsim/v1"}, {"name", "crossing"}, {"regions", regions}}
	m.put("cens", x.wideArea(vpcs))
	checks := list{}
	ask := func(from, to, request any) {
		c := mapping{{"name", fmt.Sprintf("check %d", len(checks)+1)}, {"from", from}, {"to", to}}
		if request != nil {
			c.put("request", request)
			if g.chance(25) {
				c.put("port", "tcp/443")
			}
		}
		checks = append(checks, c)
	}
	for range 4 {
		from := pick(g, x.callers)
		var request any = mapping{{"domain", "vpc_subdomain"}}
		if g.chance(20) {
			request = mapping{{"domain", pick(g, []string{"public_subdomain", "api.example.com"})}}
		}
		ask(from, ref{"api", x.api}, request)
	}
	for i := range vpcs {
		if from, to := pick(g, vpcs).instance, vpcs[i].instance; from != to && g.chance(60) {
			ask(from, to, nil)
		}
	}
	m.put("checks", checks)
	return m
}

type crossing struct {
	*generator
	home, away      string
	cen             name
	egress          []netip.Prefix
	plan            []string
	client, backend *crossedVPC
	callers         []any
	api             name
}

type crossedVPC struct {
	name, vswitch, group name
	region               string
	instance             ref
	tree                 mapping
}

// open leaves a switch out in half of the cases, and else writes a value.
func (x *crossing) open(m *mapping, key string, values ...any) {
	if x.chance(50) {
		m.put(key, pick(x.generator, values))
	}
}

func (x *crossing) vpc(region string, i int) *crossedVPC {
	cidr := prefixOf(x.plan[i])
	at := cidr.Addr().As4()
	at[2] = 1
	vsw := netip.PrefixFrom(netip.AddrFrom4(at), 24)
	at[3] = 10
	v := &crossedVPC{name: x.name("vpc"), vswitch: x.name("vsw"), group: x.name("sg"), region: region}
	v.instance = ref{"instance", x.name("ecs")}
	rules := list{mapping{{"protocol", "all"}, {"source", "0.0.0.0/0"}}}
	if x.chance(20) {
		rules = append(rules, mapping{{"protocol", "tcp"}, {"ports", pick(x.generator, []any{80, 8080, "1-65535"})}, {"source", x.plan[x.IntN(3)]}, {"policy", "drop"}})
	}
	box := mapping{{"vswitch", ref{to: v.vswitch}}, {"security_groups", list{ref{to: v.group}}}, {"private_ip", netip.AddrFrom4(at)}}
	x.open(&box, "ip_forwarding", true, false)
	v.tree = mapping{
		{"cidr", cidr}, {"vswitches", mapping{{v.vswitch, mapping{{"cidr", vsw}}}}},
		{"security_groups", mapping{{v.group, mapping{{"type", "basic"}, {"ingress", rules}}}}},
		{"instances", mapping{{v.instance.to, box}}},
	}
	if x.chance(20) {
		target := []netip.Prefix{x.egress[0], prefixOf(x.plan[x.IntN(5)]), prefixOf("100.104.0.0/16")}[x.IntN(3)]
		if target != cidr {
			v.tree.put("routes", mapping{{x.name("route"), mapping{{"destination", target}, {"next_hop", ref{to: v.instance.to}}}}})
		}
	}
	x.callers = append(x.callers, v.instance)
	return v
}

func (x *crossing) function(v *crossedVPC) (name, mapping) {
	n := x.name("func")
	m := mapping{{"generation", "fc2"}, {"vpc_config", mapping{
		{"vpc", ref{to: v.name}}, {"vswitches", list{ref{to: v.vswitch}}}, {"security_group", ref{to: v.group}},
	}}}
	role := mapping{{"policies", list{pick(x.generator, []string{"AliyunECSNetworkInterfaceManagementAccess", "MyPolicy"})}}}
	if x.chance(20) {
		role.put("eni_permission", x.chance(50))
	}
	m.put("role", role)
	x.callers = append(x.callers, ref{"function", n})
	return n, m
}

func (x *crossing) gateway() mapping {
	cidrs := list{}
	for _, p := range x.egress {
		cidrs = append(cidrs, p)
	}
	auth, access := x.name("auth"), mapping{{"vpc", ref{to: x.backend.name}}, {"port", 8080}}
	if x.chance(30) {
		clb := x.name("clb")
		ln := mapping{{"protocol", pick(x.generator, []string{"tcp", "http"})}, {"port", 8080}, {"servers", list{mapping{{"instance", ref{to: x.backend.instance.to}}, {"port", 80}}}}}
		x.open(&ln, "client_address", true, false)
		x.backend.tree.put("load_balancers", mapping{{clb, mapping{{"vswitch", ref{to: x.backend.vswitch}}, {"listeners", list{ln}}}}})
		access.put("target", ref{"load_balancer", clb})
	} else {
		access.put("target", x.backend.instance)
	}
	w := mapping{{"type", "dedicated"}, {"vpc_egress_cidrs", cidrs}, {"client_vpc", ref{to: x.client.name}}, {"vpc_access", mapping{{auth, access}}}}
	in := mapping{}
	x.open(&in, "mode", "service_cidr", "service_cidr", "vpc_private_ip")
	if len(in) > 0 && in[0].value == "service_cidr" && x.chance(30) {
		in.put("address", x.addressIn(pick(x.generator, x.egress)))
	}
	w.put("ingress", in)
	x.api = x.name("api")
	backend := mapping{{"vpc_access", ref{to: auth}}}
	if x.chance(15) {
		backend = mapping{{"function", x.callers[len(x.callers)-1]}}
		if f, ok := backend[0].value.(ref); !ok || f.kind != "function" {
			backend = mapping{{"mock", true}}
		}
		if backend.field("function") != nil {
			x.open(&backend, "role", "none", "AliyunServiceRoleForApiGateway")
		}
	}
	group := mapping{
		{"vpc_subdomain", "g-vpc.alicloudapi.com"}, {"public_subdomain", "g.alicloudapi.com"},
		{"custom_domains", mapping{{"api.example.com", mapping{{"cname", "vpc_subdomain"}}}}},
		{"apis", mapping{{x.api, mapping{{"method", "GET"}, {"path", "/web"}, {"auth", "none"}, {"backend", backend}, {"published", list{"RELEASE"}}}}}},
	}
	x.open(&group, "vpc_subdomain_https", true, false)
	w.put("groups", mapping{{x.name("group"), group}})
	return mapping{{x.name("gw"), w}}
}

func (x *crossing) wideArea(vpcs []*crossedVPC) mapping {
	attachments := mapping{}
	ordered := x.chance(30)
	for i, v := range vpcs {
		if v == x.backend && x.chance(60) || x.chance(8) {
			continue
		}
		a := mapping{{"vpc", ref{to: v.name}}}
		if ordered {
			a.put("attached_order", i+1)
		}
		attachments.put(x.name("att"), a)
	}
	routes := mapping{}
	for i := range 1 + x.IntN(3) {
		if x.unequal && i >= len(x.egress) {
			break
		}
		host := x.egress[i%len(x.egress)]
		if x.chance(15) {
			host = netip.PrefixFrom(host.Addr(), host.Bits()+1)
		}
		r := mapping{{"host", host}, {"host_region", x.home}, {"host_vpc", ref{to: x.client.name}}}
		if x.chance(15) {
			for _, v := range vpcs {
				if v.region == x.home {
					r[2].value = ref{to: v.name}
				}
			}
		}
		access := list{x.away}
		if x.chance(60) && x.home != x.away {
			access = append(access, x.home)
		}
		r.put("access_regions", access)
		x.open(&r, "provisioning", "ticket", "ticket", "self_service")
		x.open(&r, "host_region_served", true, false)
		x.open(&r, "backend_return", true, false)
		routes.put(x.name("sr"), r)
	}
	c := mapping{{"edition", "basic"}, {"attachments", attachments}, {"service_routes", routes}}
	if x.chance(20) {
		p := mapping{{"region", x.away}, {"direction", pick(x.generator, []string{"in", "out"})}, {"priority", 1 + x.IntN(9)}, {"action", pick(x.generator, []string{"deny", "permit"})}}
		if x.chance(60) {
			p.put("destination_cidrs", list{x.plan[x.IntN(5)]})
		}
		c.put("route_policies", list{p})
	}
	m := mapping{{x.cen, c}}
	if x.chance(20) && !x.unequal { // a second CEN that joins the same networks
		more := mapping{}
		for _, v := range vpcs {
			if x.chance(60) {
				more.put(x.name("att"), mapping{{"vpc", ref{to: v.name}}})
			}
		}
		m.put(x.name("cen"), mapping{{"edition", "basic"}, {"attachments", more}})
	}
	return m
}
