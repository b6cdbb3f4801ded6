package reachability_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
	"netsim/topology/diag"
)

// generated is a random scenario, as a tree, as text, and loaded.
type generated struct {
	seed uint64
	tree mapping
	text string
	base *topology.Model
}

// options narrow what is generated.
type options struct {
	denyAll bool // every security group is an enterprise group without rules
	small   bool // few resources
	// crossings: every other scenario is one in which most things work, and
	// much is left open.
	crossings bool
	// unequal: nothing is there twice that a cloud would refuse, or that nothing
	// but its name tells apart: service routes of one host, CENs of one VPC, and
	// APIs of one host name.
	unequal bool
}

// factory makes scenarios, and counts those that the loader refuses.
type factory struct {
	options
	next           uint64
	made, rejected int
	reasons        map[string]int
}

// scenario makes the next scenario that loads.
func (f *factory) scenario() *generated {
	for {
		f.next++
		g := &generator{Rand: rand.New(rand.NewPCG(f.next, 1)), options: f.options}
		tree := g.scenario()
		if f.crossings && f.next%2 == 0 {
			tree = g.crossing()
		}
		text := write(tree)
		base, why := load(text)
		if base == nil {
			f.rejected++
			if f.reasons == nil {
				f.reasons = map[string]int{}
			}
			f.reasons[why]++
			continue
		}
		f.made++
		return &generated{seed: f.next, tree: tree, text: text, base: base}
	}
}

// mostAreAccepted fails if the loader refuses half of what is generated.
func (f *factory) mostAreAccepted(t *testing.T) {
	t.Helper()
	t.Logf("%d scenarios, and %d that the loader refused %v", f.made, f.rejected, f.reasons)
	require.Less(t, f.rejected, f.made, "too much is refused: %v", f.reasons)
}

// oneFile is a folder with one file in it.
type oneFile string

func (f oneFile) ReadFile(path string) ([]byte, error) {
	if path != "scenario.yaml" {
		return nil, fs.ErrNotExist
	}
	return []byte(f), nil
}

var codes = topology.Codes()

// quoted are the names in a finding.
var quoted = regexp.MustCompile(`"[^"]*"|\([^)]*\)`)

// load reads a scenario by the front door. Without a model the string is why.
func load(text string) (*topology.Model, string) {
	f := topology.Load(oneFile(text), "scenario.yaml", codes)
	if f.Base == nil {
		for _, found := range f.Findings {
			if found.Severity == diag.Error {
				return nil, quoted.ReplaceAllString(found.Summary, "…")
			}
		}
		return nil, "no reason"
	}
	return f.Base, ""
}

// generator makes one scenario.
type generator struct {
	*rand.Rand
	options
	names   int
	regions []*region
	cens    []*cen
	plans   mapping
}

type region struct {
	id       string
	vpcs     []*vpc
	lists    []name
	apps     []name
	gateways []*gateway
	funcs    []name
	account  any
}

type vpc struct {
	name      name
	region    *region
	cidr      netip.Prefix
	vswitches []*vswitch
	tables    []name
	groups    []*group
	instances []*instance
	balancers []*balancer
}

type vswitch struct {
	name name
	cidr netip.Prefix
	used []netip.Addr
}

type group struct {
	name name
	kind string
}

type instance struct {
	name    name
	vswitch *vswitch
	addr    netip.Addr // not valid: the cloud picks one
}

type balancer struct {
	name name
	addr netip.Addr
}

type gateway struct {
	name   name
	region *region
	egress []netip.Prefix
	access []name
	apis   []*api
}

type api struct {
	name  name
	hosts []string
	paths []string
}

type cen struct{ name name }

// The world is small, so that things meet: few address plans, ports and paths.
var (
	regionIDs   = []string{"cn-shanghai", "cn-zhangjiakou", "cn-hongkong"}
	vpcCIDRs    = []string{"10.0.0.0/16", "10.1.0.0/16", "172.16.0.0/16", "192.168.0.0/16"}
	vswitchBits = []int{24, 24, 25, 26, 28, 29}
	egressCIDRs = []string{"100.104.255.128/26", "100.104.1.0/26", "100.104.2.0/24", "100.104.1.64/27"}
	services    = []string{"tcp/80", "tcp/443", "tcp/8080", "tcp/22", "udp/53", "tcp/8000-8100", "tcp/8080"}
	paths       = []string{"/web", "/web/orders", "/web/[id]", "/web/*", "/"}
	stages      = []string{"RELEASE", "PRE", "TEST"}
	nextHops    = []string{"vpn_gateway", "nat_gateway", "vpc_peer", "ha_vip", "router_interface"}
	accounts    = []string{"1000000000000001", "1000000000000002"}
)

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

func (g *generator) name(prefix string) name {
	g.names++
	return name(fmt.Sprintf("%s-%d", prefix, g.names))
}

func prefixOf(s string) netip.Prefix { return netip.MustParsePrefix(s) }

// addressIn is a random address of a prefix.
func (g *generator) addressIn(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	host := uint32(g.Uint64N(1 << (32 - p.Bits())))
	n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	n |= host
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// usableIn is an address of a vSwitch that nobody has and that the cloud gives.
func (g *generator) usableIn(s *vswitch) (netip.Addr, bool) {
	size := 1 << (32 - s.cidr.Bits())
	for range 10 {
		a := g.addressIn(s.cidr)
		b := a.As4()
		low := int(b[3]) & (size - 1)
		if size > 256 {
			low = (int(b[2])<<8 | int(b[3])) & (size - 1)
		}
		if low > 0 && low < size-3 && !slices.Contains(s.used, a) {
			s.used = append(s.used, a)
			return a, true
		}
	}
	return netip.Addr{}, false
}

// scenario makes a whole one.
func (g *generator) scenario() mapping {
	m := mapping{{"apiVersion", "netsim/v1"}, {"name", "random"}}
	g.plan()
	regions := mapping{}
	for _, r := range g.regions {
		regions.put(r.id, g.region(r))
	}
	m.put("regions", regions)
	if cens := g.wideArea(); len(cens) > 0 {
		m.put("cens", cens)
	}
	if len(g.plans) > 0 {
		m.put("bandwidth_plans", g.plans)
	}
	m.put("checks", g.checks())
	return m
}

// plan decides what there is, so that what is written first can refer to what
// is written later.
func (g *generator) plan() {
	for _, i := range g.Perm(len(regionIDs))[:1+g.IntN(3)] {
		r := &region{id: regionIDs[i]}
		if g.chance(15) {
			r.account = pick(g, accounts)
		}
		g.regions = append(g.regions, r)
	}
	vpcs := 1 + g.IntN(5)
	if g.small {
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
	if g.unequal {
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
	r.vpcs = append(r.vpcs, v)
	for range 1 + g.IntN(3) {
		at := v.cidr.Addr().As4()
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
		if g.denyAll {
			kind = "enterprise"
		}
		v.groups = append(v.groups, &group{name: g.name("sg"), kind: kind})
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
	for _, i := range g.Perm(len(egressCIDRs))[:g.IntN(4)] {
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

func (g *generator) region(r *region) mapping {
	m := mapping{}
	m.put("account", r.account)
	if len(r.lists) > 0 {
		lists := mapping{}
		for _, l := range r.lists {
			entries := list{}
			for range 1 + g.IntN(3) {
				entries = append(entries, g.prefix())
			}
			lists.put(l, mapping{{"entries", entries}})
		}
		m.put("prefix_lists", lists)
	}
	if len(r.apps) > 0 {
		apps := mapping{}
		for _, a := range r.apps {
			app := mapping{}
			if g.chance(60) {
				app.put("app_code", "code-"+string(a))
			}
			apps.put(a, app)
		}
		m.put("apps", apps)
	}
	if len(r.vpcs) > 0 {
		vpcs := mapping{}
		for _, v := range r.vpcs {
			vpcs.put(v.name, g.vpc(v))
		}
		m.put("vpcs", vpcs)
	}
	if len(r.funcs) > 0 {
		funcs := mapping{}
		for _, f := range r.funcs {
			funcs.put(f, g.function(r))
		}
		m.put("functions", funcs)
	}
	if len(r.gateways) > 0 {
		gateways := mapping{}
		for _, w := range r.gateways {
			gateways.put(w.name, g.gateway(w))
		}
		m.put("api_gateways", gateways)
	}
	return m
}

func (g *generator) vpc(v *vpc) mapping {
	m := mapping{{"cidr", v.cidr}}
	if g.chance(10) {
		m.put("account", pick(g, accounts))
	}
	if g.chance(10) {
		m.put("user_cidrs", list{"30.0.0.0/8"})
	}
	vswitches, groups, instances := mapping{}, mapping{}, mapping{}
	for _, s := range v.vswitches {
		sw := mapping{{"cidr", s.cidr}}
		if len(v.tables) > 0 && g.chance(60) {
			sw.put("route_table", ref{to: pick(g, v.tables)})
		}
		vswitches.put(s.name, sw)
	}
	for _, s := range v.groups {
		groups.put(s.name, g.group(v, s))
	}
	for _, i := range v.instances {
		instances.put(i.name, g.instance(v, i))
	}
	m.put("vswitches", vswitches)
	m.put("security_groups", groups)
	if len(instances) > 0 {
		m.put("instances", instances)
	}
	if len(v.balancers) > 0 {
		balancers := mapping{}
		for _, b := range v.balancers {
			balancers.put(b.name, g.balancer(v, b))
		}
		m.put("load_balancers", balancers)
	}
	g.routing(v, &m)
	if g.chance(25) && len(g.cens) > 0 {
		grant := mapping{{"cen", ref{to: pick(g, g.cens).name}}}
		if g.chance(30) {
			grant.put("owner", pick(g, accounts))
		}
		m.put("cen_grants", list{grant})
	}
	return m
}

func (g *generator) routing(v *vpc, m *mapping) {
	if g.chance(15) {
		m.put("route_propagation", g.chance(50))
	}
	if routes := g.routes(v); len(routes) > 0 {
		m.put("routes", routes)
	}
	if len(v.tables) == 0 {
		return
	}
	tables := mapping{}
	for _, t := range v.tables {
		table := mapping{}
		if g.chance(60) {
			table.put("route_propagation", g.chance(70))
		}
		if routes := g.routes(v); len(routes) > 0 {
			table.put("routes", routes)
		}
		tables.put(t, table)
	}
	m.put("route_tables", tables)
}

func (g *generator) routes(v *vpc) mapping {
	routes := mapping{}
	var taken []netip.Prefix
	for range max(0, g.IntN(7)-4) {
		r := mapping{}
		if len(v.region.lists) > 0 && g.chance(10) {
			r.put("destination_prefix_list", ref{to: pick(g, v.region.lists)})
		} else {
			p := g.prefix()
			if slices.Contains(taken, p) || slices.ContainsFunc(v.vswitches, func(s *vswitch) bool { return s.cidr == p }) && g.chance(90) {
				continue
			}
			taken = append(taken, p)
			r.put("destination", p)
		}
		if len(v.instances) > 0 && g.chance(70) {
			r.put("next_hop", ref{to: pick(g, v.instances).name})
		} else {
			r.put("next_hop_type", pick(g, nextHops))
		}
		if g.chance(35) {
			r.put("published", g.chance(80))
		}
		routes.put(g.name("route"), r)
	}
	return routes
}

func (g *generator) group(v *vpc, s *group) mapping {
	m := mapping{{"type", s.kind}}
	if g.denyAll {
		return m
	}
	if s.kind == "basic" && g.chance(25) {
		m.put("inner_access_policy", pick(g, []string{"accept", "drop"}))
	}
	if rules := g.rules(v, "source", 75); len(rules) > 0 {
		m.put("ingress", rules)
	}
	often := 70 // an enterprise group sends nothing without a rule
	if s.kind == "basic" {
		often = 20
	}
	if rules := g.rules(v, "destination", often); len(rules) > 0 {
		m.put("egress", rules)
	}
	return m
}

func (g *generator) rules(v *vpc, far string, often int) list {
	rules := list{}
	if g.chance(often / 2) {
		rules = append(rules, mapping{{"protocol", "all"}, {far, "0.0.0.0/0"}, {"priority", 1 + g.IntN(5)}})
	}
	if !g.chance(often) {
		return rules
	}
	for range 1 + g.IntN(4) {
		r := mapping{}
		protocol := pick(g, []string{"tcp", "tcp", "tcp", "udp", "icmp", "all", "all", "gre"})
		r.put("protocol", protocol)
		if protocol == "tcp" || protocol == "udp" {
			r.put("ports", pick(g, []any{80, 443, 8080, "8000-8100", "1-65535", "22", list{80, "440-450"}, "80,8080"}))
			if g.chance(15) {
				r.put("source_ports", pick(g, []any{"1024-40000", "30000-65535", 5000}))
			}
		}
		switch {
		case len(v.region.lists) > 0 && g.chance(15):
			r.put(far, ref{"prefix_list", pick(g, v.region.lists)})
		case g.chance(15):
			peer := v
			if g.chance(10) {
				peer = g.near(v.region)
			}
			r.put(far, ref{"security_group", pick(g, peer.groups).name})
		case g.chance(25):
			r.put(far, "0.0.0.0/0")
		default:
			r.put(far, g.prefix())
		}
		if g.chance(70) {
			r.put("policy", pick(g, []string{"accept", "accept", "accept", "accept", "drop"}))
		}
		if g.chance(70) {
			r.put("priority", 1+g.IntN(4))
		}
		rules = append(rules, r)
	}
	return rules
}

// someGroups are one or two groups of a VPC, of one type.
func (g *generator) someGroups(v *vpc) list {
	first := pick(g, v.groups)
	out := list{ref{to: first.name}}
	for _, s := range v.groups {
		if s != first && s.kind == first.kind && g.chance(40) {
			out = append(out, ref{to: s.name})
		}
	}
	return out
}

func (g *generator) instance(v *vpc, i *instance) mapping {
	m := mapping{{"vswitch", ref{to: i.vswitch.name}}, {"security_groups", g.someGroups(v)}}
	if i.addr.IsValid() {
		m.put("private_ip", i.addr)
	}
	if g.chance(40) {
		listens := list{}
		for range g.IntN(4) {
			l := mapping{{"port", pick(g, services)}}
			if g.chance(30) {
				l.put("paths", list{pick(g, []string{"/web", "/web/orders", "/web/*", "/*"})})
			}
			if g.chance(10) {
				l.put("address", pick(g, []string{"0.0.0.0", "127.0.0.1"}))
			}
			listens = append(listens, l)
		}
		m.put("listens", listens)
	}
	if g.chance(40) {
		m.put("ip_forwarding", g.chance(50))
	}
	return m
}

func (g *generator) balancer(v *vpc, b *balancer) mapping {
	s := pick(g, v.vswitches)
	m := mapping{{"vswitch", ref{to: s.name}}}
	if g.chance(70) {
		if a, ok := g.usableIn(s); ok {
			b.addr = a
			m.put("address", a)
		}
	}
	listeners := list{}
	ports := g.Perm(4)
	for i := range g.IntN(4) {
		l := mapping{
			{"protocol", pick(g, []string{"tcp", "udp", "http", "https"})},
			{"port", []int{80, 443, 8080, 53}[ports[i]]},
		}
		servers := list{}
		for range g.IntN(4) {
			if len(v.instances) == 0 {
				break
			}
			sv := mapping{{"instance", ref{to: pick(g, v.instances).name}}, {"port", pick(g, []int{80, 8080, 443, 53})}}
			if g.chance(30) {
				sv.put("weight", pick(g, []int{0, 50}))
			}
			servers = append(servers, sv)
		}
		l.put("servers", servers)
		if g.chance(30) {
			l.put("acl_type", pick(g, []string{"white", "black"}))
			entries := list{}
			for range g.IntN(3) {
				entries = append(entries, g.prefix())
			}
			l.put("acl_entries", entries)
		}
		if g.chance(50) {
			l.put("client_address", g.chance(50))
		}
		listeners = append(listeners, l)
	}
	m.put("listeners", listeners)
	return m
}

func (g *generator) function(r *region) mapping {
	m := mapping{}
	if g.chance(70) {
		m.put("generation", pick(g, []string{"fc2", "fc3"}))
	}
	if v := g.near(r); g.chance(80) {
		vswitches := list{}
		for _, s := range v.vswitches {
			if len(vswitches) == 0 || g.chance(30) {
				vswitches = append(vswitches, ref{to: s.name})
			}
		}
		m.put("vpc_config", mapping{
			{"vpc", ref{to: v.name}}, {"vswitches", vswitches}, {"security_group", ref{to: pick(g, v.groups).name}},
		})
	}
	if g.chance(70) {
		role := mapping{}
		if g.chance(70) {
			role.put("policies", pick(g, []list{{"AliyunECSNetworkInterfaceManagementAccess"}, {"AliyunECSNetworkInterfaceManagementAccess"}, {"MyPolicy"}, {}}))
		}
		if g.chance(15) {
			role.put("eni_permission", g.chance(50))
		}
		m.put("role", role)
	}
	if g.chance(40) {
		m.put("internet_access", g.chance(40))
	}
	if g.chance(20) {
		m.put("gpu", g.chance(80))
	}
	return m
}
