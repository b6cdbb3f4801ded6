package generate

import (
	"fmt"
	"net/netip"
	"slices"
)

type region struct {
	id       string
	vpcs     []*vpc
	lists    []Name
	apps     []Name
	gateways []*gateway
	funcs    []Name
	account  any
}

type vpc struct {
	name      Name
	id        string // empty: the cloud's id is not written
	region    *region
	cidr      netip.Prefix
	second    netip.Prefix // not valid: there is no secondary block
	vswitches []*vswitch
	tables    []Name
	groups    []*group
	instances []*instance
	balancers []*balancer
	hops      []Ref // other next hops of routes
}

type vswitch struct {
	name Name
	cidr netip.Prefix
	used []netip.Addr
}

// shared is a name that groups of several VPCs have: a reference from outside says
// of which it is.
const shared Name = "default"

type group struct {
	name Name
	vpc  *vpc
	kind string
}

type instance struct {
	name    Name
	vswitch *vswitch
	addr    netip.Addr // not valid: the cloud picks one
}

type balancer struct {
	name Name
	addr netip.Addr
}

type gateway struct {
	name   Name
	region *region
	egress []netip.Prefix
	access []Name
	apis   []*api
}

type api struct {
	name  Name
	hosts []string
	paths []string
}

type cen struct{ name Name }

// The world is small, so that things meet: few address plans, ports and paths.
var (
	regionIDs   = []string{"cn-shanghai", "cn-zhangjiakou", "cn-hongkong"}
	vpcCIDRs    = []string{"10.0.0.0/16", "10.1.0.0/16", "172.16.0.0/16", "192.168.0.0/16"}
	vswitchBits = []int{24, 24, 25, 26, 28, 29}
	egressCIDRs = []string{"100.104.255.128/26", "100.104.1.0/26", "100.104.2.0/24", "100.104.1.64/27"}
	services    = []string{"tcp/80", "tcp/443", "tcp/8080", "tcp/22", "udp/53", "tcp/8000-8100", "tcp/8080"}
	paths       = []string{"/web", "/web/orders", "/web/[id]", "/web/*", "/"}
	stages      = []string{"RELEASE", "PRE", "TEST"}
	nextHops    = []string{
		"vpn_gateway", "nat_gateway", "vpc_peer", "ha_vip", "router_interface", "network_interface", "ipv4_gateway",
		"ipv6_gateway", "attachment", "gateway_endpoint", "ecr", "gateway_load_balancer_endpoint",
	}
	accounts = []string{"1000000000000001", "1000000000000002"}
)

// plan decides what there is, so that what is written first can refer to what
// is written later.
func (g *generator) plan() {
	for _, i := range g.perm(len(regionIDs))[:1+g.IntN(3)] {
		r := &region{id: regionIDs[i]}
		if g.chance(15) {
			r.account = pick(g, accounts)
		}
		g.regions = append(g.regions, r)
	}
	vpcs := 1 + g.IntN(5)
	if g.Small {
		vpcs = 1 + g.IntN(3)
	}
	for range vpcs {
		g.planVPC(pick(g, g.regions))
	}
	for _, r := range g.regions {
		for range g.IntN(3) {
			r.lists = append(r.lists, g.name("list"))
		}
		for range g.IntN(3) {
			r.apps = append(r.apps, g.name("app"))
		}
		for range g.IntN(3) {
			r.funcs = append(r.funcs, g.name("func"))
		}
		for range g.IntN(2) {
			g.planGateway(r)
		}
	}
	cens := g.IntN(3)
	if g.Unequal {
		cens = min(cens, 1)
	}
	for range cens {
		g.cens = append(g.cens, &cen{name: g.name("cen")})
	}
}

func (g *generator) planVPC(r *region) {
	v := &vpc{name: g.name("vpc"), region: r, cidr: prefixOf(pick(g, vpcCIDRs))}
	if g.chance(60) {
		v.cidr = prefixOf(fmt.Sprintf("10.%d.0.0/16", 10+g.names))
	}
	if g.chance(20) {
		v.id = "id-of-" + string(v.name)
	}
	if g.chance(15) {
		v.second = prefixOf(pick(g, []string{"10.5.0.0/16", "172.20.0.0/16"}))
	}
	r.vpcs = append(r.vpcs, v)
	for range 1 + g.IntN(3) {
		at := v.cidr.Addr().As4()
		if v.second.IsValid() && g.chance(40) {
			at = v.second.Addr().As4()
		}
		at[2] = byte(g.IntN(3))
		at[3] = byte(g.IntN(2) * 128)
		p := netip.PrefixFrom(netip.AddrFrom4(at), pick(g, vswitchBits)).Masked()
		if slices.ContainsFunc(v.vswitches, func(s *vswitch) bool { return s.cidr.Overlaps(p) }) {
			continue
		}
		v.vswitches = append(v.vswitches, &vswitch{name: g.name("vsw"), cidr: p})
	}
	if g.chance(30) {
		v.tables = append(v.tables, g.name("rt"))
	}
	for range 1 + g.IntN(3) {
		kind := pick(g, []string{"basic", "enterprise"})
		if g.DenyAll {
			kind = "enterprise"
		}
		s := &group{name: g.name("sg"), vpc: v, kind: kind}
		if len(v.groups) == 0 && g.chance(30) {
			s.name = shared
		}
		v.groups = append(v.groups, s)
	}
	for range g.IntN(4) {
		i := &instance{name: g.name("ecs"), vswitch: pick(g, v.vswitches)}
		if g.chance(65) {
			i.addr, _ = g.usableIn(i.vswitch)
		}
		v.instances = append(v.instances, i)
	}
	if g.chance(35) {
		v.balancers = append(v.balancers, &balancer{name: g.name("clb")})
	}
}

func (g *generator) planGateway(r *region) {
	w := &gateway{name: g.name("gw"), region: r}
	for _, i := range g.perm(len(egressCIDRs))[:g.IntN(4)] {
		w.egress = append(w.egress, prefixOf(egressCIDRs[i]))
	}
	for range g.IntN(4) {
		w.access = append(w.access, g.name("auth"))
	}
	r.gateways = append(r.gateways, w)
}

func (g *generator) allVPCs() []*vpc {
	var out []*vpc
	for _, r := range g.regions {
		out = append(out, r.vpcs...)
	}
	return out
}

// near is a VPC of the region if there is one, and now and then any.
func (g *generator) near(r *region) *vpc {
	if len(r.vpcs) == 0 || g.chance(10) {
		return pick(g, g.allVPCs())
	}
	return pick(g, r.vpcs)
}

// ref is a reference to a VPC, in one of the ways to write it.
func (v *vpc) ref(g *generator) any {
	switch {
	case v.id != "" && g.chance(50):
		return v.id
	case g.chance(15):
		return Ref{Kind: "vpc", To: v.name}
	}
	return Ref{To: v.name}
}

// ref is a reference to a group from anywhere.
func (s *group) ref() Ref { return Ref{Kind: "security_group", In: s.vpc.name, To: s.name} }

// describe says who something is to the cloud, and what it is for.
func (g *generator) describe(m *Mapping, id string) {
	if id != "" {
		m.Put("id", id)
	}
	if g.chance(5) {
		m.Put("description", "what it is for: \"quotes\", and # more")
	}
}

// prefix is a block that has to do with something here: one of the scenario's,
// half of one, one address of it, or a wide one.
func (g *generator) prefix() netip.Prefix {
	v := pick(g, g.allVPCs())
	p := v.cidr
	switch g.IntN(8) {
	case 0:
		return prefixOf(pick(g, []string{"0.0.0.0/0", "10.0.0.0/8", "100.64.0.0/10", "100.104.0.0/16", "0.0.0.0/1"}))
	case 1:
		p = prefixOf(pick(g, egressCIDRs))
	case 2, 3, 4:
		p = pick(g, v.vswitches).cidr
	case 5:
		if len(v.instances) > 0 {
			if i := pick(g, v.instances); i.addr.IsValid() {
				return netip.PrefixFrom(i.addr, 32)
			}
		}
	}
	switch g.IntN(6) {
	case 0:
		if p.Bits() < 32 {
			return netip.PrefixFrom(g.addressIn(p), p.Bits()+1).Masked()
		}
	case 1:
		return netip.PrefixFrom(g.addressIn(p), 32)
	}
	return p
}
