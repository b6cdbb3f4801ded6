package generate

import (
	"fmt"
	"net/netip"
	"slices"
)

// order is how much of a scenario works: much in a tidy one, and little in chaos.
type order bool

const (
	tidy  order = true
	chaos order = false
)

// amazon makes one scenario of AWS.
type amazon struct {
	*generator
	order
	accounts []string
	vpcs     []*amazonVPC
	peerings []*amazonPeering
	lists    map[string][]Name // of a region
	public   int               // public addresses that were given
	elastics map[*instance]netip.Addr
	pods     map[*instance]bool // what is a network interface of its own

	services []*amazonService
	links    []amazonLink
	apis     []*amazonAPI
	made     int // endpoints
}

type amazonVPC struct {
	name      Name
	region    string
	cidr      netip.Prefix
	second    netip.Prefix // not valid: there is no secondary block
	subnets   []*vswitch
	tables    []Name
	groups    []Name
	instances []*instance
	igw       Name // empty: there is none
	lambda    Name // likewise
	balancer  Name // likewise
	nats      []Name
	endpoints []*amazonEndpoint
	id        string // empty: not written
	other     bool   // it is of another account than its region
}

type amazonPeering struct {
	name Name
	ends [2]*amazonVPC
}

var amazonRegions = []string{"us-east-1", "eu-west-1"}

// mostly is a chance that is better where things are in order.
func (a *amazon) mostly(inOrder, otherwise int) bool {
	if a.order == tidy {
		return a.chance(inOrder)
	}
	return a.chance(otherwise)
}

// aws makes a whole scenario.
func (g *generator) aws(how order) Mapping {
	a := &amazon{generator: g, order: how, lists: map[string][]Name{}, elastics: map[*instance]netip.Addr{}, pods: map[*instance]bool{}}
	a.accounts = []string{"111122223333", "444455556666"}
	a.plan()
	regions := Mapping{}
	for _, id := range amazonRegions {
		if r := a.region(id); len(r) > 1 {
			regions.Put(id, r)
		}
	}
	m := Mapping{{"apiVersion", "netsim/v1"}, {"name", "random"}, {"regions", regions}}
	if len(a.peerings) > 0 {
		m.Put("vpc_peering_connections", a.connections())
	}
	m.Put("checks", a.checks())
	return m
}

// plan decides what there is, so that what is written first can refer to what is
// written later.
func (a *amazon) plan() {
	home := pick(a.generator, amazonRegions)
	n := 1 + a.IntN(4)
	if a.order == tidy {
		n = 2 + a.IntN(2)
	}
	if a.Small {
		n = min(n, 2)
	}
	for range n {
		region := home
		if a.chance(15) {
			region = pick(a.generator, amazonRegions)
		}
		a.planVPC(region)
	}
	if a.PrivateAPIs {
		a.planPrivate()
	}
	for i, one := range a.vpcs {
		for _, other := range a.vpcs[:i] {
			if a.mostly(85, 45) {
				a.peerings = append(a.peerings, &amazonPeering{name: a.name("pcx"), ends: [2]*amazonVPC{one, other}})
			}
		}
		if a.chance(40) {
			a.lists[one.region] = append(a.lists[one.region], a.name("pl"))
		}
	}
}

func (a *amazon) planVPC(region string) {
	v := &amazonVPC{name: a.name("vpc"), region: region, cidr: prefixOf(pick(a.generator, vpcCIDRs))}
	if a.mostly(92, 50) {
		v.cidr = prefixOf(fmt.Sprintf("10.%d.0.0/16", 10+len(a.vpcs)))
	}
	if a.chance(15) {
		v.second = prefixOf(pick(a.generator, []string{"10.5.0.0/16", "172.20.0.0/16"}))
	}
	a.vpcs = append(a.vpcs, v)
	for range 1 + a.IntN(3) {
		block := v.cidr
		if v.second.IsValid() && a.chance(40) {
			block = v.second
		}
		at := block.Addr().As4()
		at[2], at[3] = byte(a.IntN(3)), byte(a.IntN(2)*128)
		p := netip.PrefixFrom(netip.AddrFrom4(at), pick(a.generator, []int{24, 24, 25, 26, 28})).Masked()
		if !slices.ContainsFunc(v.subnets, func(s *vswitch) bool { return s.cidr.Overlaps(p) }) {
			v.subnets = append(v.subnets, &vswitch{name: a.name("subnet"), cidr: p})
		}
	}
	for range 1 + a.IntN(2) {
		v.tables = append(v.tables, a.name("rt"))
	}
	for range 1 + a.IntN(3) {
		s := a.name("sg")
		if len(v.groups) == 0 && a.chance(30) {
			s = shared
		}
		v.groups = append(v.groups, s)
	}
	for range 1 + a.IntN(3) {
		i := &instance{name: a.name("i"), vswitch: pick(a.generator, v.subnets)}
		if a.chance(65) {
			i.addr, _ = a.usableIn(i.vswitch)
		}
		if a.chance(40) {
			a.elastics[i] = a.elastic()
		}
		a.pods[i] = len(v.instances) > 0 && a.chance(25)
		v.instances = append(v.instances, i)
	}
	if a.mostly(70, 50) {
		v.igw = a.name("igw")
	}
	if a.chance(30) {
		v.lambda = a.name("fn")
	}
	often := 50
	if a.PrivateAPIs {
		often = 80
	}
	if a.LoadBalancers && len(v.fixed()) > 0 && a.chance(often) {
		v.balancer = a.name("nlb")
	}
	for range 2 {
		if !a.chance(30) {
			continue
		}
		v.nats = append(v.nats, a.name("nat"))
	}
}

// other is the other end of a peering; nil: the VPC is no end of it.
func (p *amazonPeering) other(v *amazonVPC) *amazonVPC {
	switch v {
	case p.ends[0]:
		return p.ends[1]
	case p.ends[1]:
		return p.ends[0]
	}
	return nil
}

func (a *amazon) connections() Mapping {
	out := Mapping{}
	for _, p := range a.peerings {
		status := "active"
		if !a.mostly(94, 75) {
			status = pick(a.generator, []string{"pending-acceptance", "rejected", "expired", "deleted", "failed", "provisioning"})
		}
		one, other := p.ends[0], p.ends[1]
		if a.chance(50) {
			one, other = other, one
		}
		out.Put(p.name, Mapping{{"requester", Ref{To: one.name}}, {"accepter", Ref{Kind: "vpc", To: other.name}}, {"status", status}})
	}
	return out
}

// block is a block that has to do with something here.
func (a *amazon) block() netip.Prefix {
	v := pick(a.generator, a.vpcs)
	p := v.cidr
	switch a.IntN(8) {
	case 0:
		return prefixOf(pick(a.generator, []string{"0.0.0.0/0", "10.0.0.0/8", "0.0.0.0/1", "8.8.8.0/24", "203.0.113.0/24", "128.0.0.0/1"}))
	case 1, 2, 3:
		p = pick(a.generator, v.subnets).cidr
	case 4, 5:
		if i := pick(a.generator, v.instances); i.addr.IsValid() {
			return netip.PrefixFrom(i.addr, 32)
		}
	}
	switch a.IntN(6) {
	case 0:
		return netip.PrefixFrom(a.addressIn(p), p.Bits()+1).Masked()
	case 1:
		return netip.PrefixFrom(a.addressIn(p), 32)
	}
	return p
}

// elastic is a public address that nothing else has.
func (a *amazon) elastic() netip.Addr {
	a.public++
	return netip.AddrFrom4([4]byte{203, 0, 113, byte(a.public)})
}
