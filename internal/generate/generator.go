package generate

import (
	"fmt"
	"net/netip"
	"slices"
)

// Choices is where what is random comes from: a *rand.Rand, or a source that
// shrinks what it found, for which 0 is the simplest.
type Choices interface {
	// IntN is one of 0 to n-1.
	IntN(n int) int
}

// Options narrow what is generated.
type Options struct {
	DenyAll bool // every security group is an enterprise group without rules
	Small   bool // few resources
	// Unequal: nothing is there twice that a cloud would refuse, or that nothing
	// but its name tells apart: service routes of one host, CENs of one VPC, and
	// APIs of one host name.
	Unequal bool
	// NetworkACLs: some vSwitches have one.
	NetworkACLs bool
	// Machines: there are network interfaces, HaVips, and machines of which it is
	// written whether they forward.
	Machines bool
	// Variants: scenarios have variants, which take something away.
	Variants bool
	// LoadBalancers: some VPCs of AWS have one.
	LoadBalancers bool
	// PrivateAPIs: there are interface endpoints, endpoint services and private
	// REST APIs in AWS.
	PrivateAPIs bool
	// Enterprise: networks are joined by transit routers.
	Enterprise bool
	// Sites: there are sites of the customer, with circuits to the cloud.
	Sites bool
	// Cloud is the cloud that it stands in.
	Cloud Cloud
}

// Cloud is one of the clouds that scenarios are made of.
type Cloud uint8

const (
	Alibaba Cloud = iota
	AWS
)

// Clouds are all of them.
func Clouds() []Cloud { return []Cloud{Alibaba, AWS} }

// Any makes a scenario in which anything meets anything, and much is broken. The
// loader may refuse it.
func Any(c Choices, o Options) Mapping {
	g := newGenerator(c, o)
	if o.Cloud == AWS {
		return g.varied(g.aws(chaos))
	}
	return g.varied(g.scenario())
}

// Crossing makes a scenario in which most things work: callers in one region, a
// gateway and its backend in another, a CEN between them. Much of what turns a
// verdict is left open, and a little is broken.
func Crossing(c Choices, o Options) Mapping {
	g := newGenerator(c, o)
	if o.Cloud == AWS {
		return g.varied(g.aws(tidy))
	}
	return g.varied(g.crossing())
}

// generator makes one scenario.
type generator struct {
	Choices
	Options
	names   int
	regions []*region
	cens    []*cen
	plans   Mapping
}

func newGenerator(c Choices, o Options) *generator { return &generator{Choices: c, Options: o} }

// scenario makes a whole one.
func (g *generator) scenario() Mapping {
	m := Mapping{{"apiVersion", "netsim/v1"}, {"name", "random"}}
	g.plan()
	regions := Mapping{}
	for _, r := range g.regions {
		regions.Put(r.id, g.region(r))
	}
	m.Put("regions", regions)
	if cens := g.wideArea(); len(cens) > 0 {
		m.Put("cens", cens)
	}
	if len(g.plans) > 0 {
		m.Put("bandwidth_plans", g.plans)
	}
	m.Put("checks", g.checks())
	return m
}

func (g *generator) chance(percent int) bool { return g.IntN(100) >= 100-percent }

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

// perm is 0 to n-1 in some order.
func (g *generator) perm(n int) []int {
	out := make([]int, n)
	for i := range out {
		j := i - g.IntN(i+1)
		out[i], out[j] = out[j], i
	}
	return out
}

func (g *generator) name(prefix string) Name {
	g.names++
	return Name(fmt.Sprintf("%s-%d", prefix, g.names))
}

func prefixOf(s string) netip.Prefix { return netip.MustParsePrefix(s) }

// addressIn is a random address of a prefix.
func (g *generator) addressIn(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	host := uint32(g.IntN(1 << (32 - p.Bits())))
	n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	n |= host
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// usableIn is an address of a vSwitch or subnet that nobody has and that the cloud gives.
func (g *generator) usableIn(s *vswitch) (netip.Addr, bool) {
	size := 1 << (32 - s.cidr.Bits())
	for range 10 {
		a := g.addressIn(s.cidr)
		b := a.As4()
		low := int(b[3]) & (size - 1)
		if size > 256 {
			low = (int(b[2])<<8 | int(b[3])) & (size - 1)
		}
		if first, last := usableFor(g.Cloud, size); low >= first && low <= last && !slices.Contains(s.used, a) {
			s.used = append(s.used, a)
			return a, true
		}
	}
	return netip.Addr{}, false
}
