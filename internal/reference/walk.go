package reference

import (
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// serviceNetwork is the block of the system route to cloud services, which every
// route table has (routing a, system routes).
var serviceNetwork = netip.MustParsePrefix("100.64.0.0/10")

// World is a scenario in one reading. It remembers what it worked out, so it
// serves one goroutine.
type World struct {
	scenario  *Scenario
	reading   Reading
	exchanges map[*cen]*exchange
	// forwarded: a machine forwards on the way, which is not covered.
	forwarded *resource
	transits  map[*cen]*transit
}

// Under is the scenario in a reading.
func (s *Scenario) Under(r Reading) *World {
	return &World{scenario: s, reading: r, exchanges: map[*cen]*exchange{}, transits: map[*cen]*transit{}}
}

// yes reads a switch that is true or false.
func (w *World) yes(name, element string) bool {
	return w.reading(name, element, []string{"true", "false"}) == "true"
}

// option is one route of a VPC that covers a destination.
type option struct {
	prefix  netip.Prefix
	rank    int // at one prefix: system, then custom, then learned (routing a, route choice 2)
	local   bool
	service bool
	custom  *route
	learned *entry
	by      *exchange
	synced  *line
	join    *transitAttachment // that synced came by
}

// options are the routes of a table that cover a destination, the one that is
// taken first: the longest prefix, then the rank.
func (w *World) options(t *table, to netip.Addr) []option {
	var out []option
	for _, s := range t.vpc.vswitches {
		if s.cidr.Contains(to) {
			out = append(out, option{prefix: s.cidr, local: true})
		}
	}
	if serviceNetwork.Contains(to) {
		out = append(out, option{prefix: serviceNetwork, service: true})
	}
	for _, c := range t.routes {
		for _, p := range c.prefixes() {
			if p.Contains(to) {
				out = append(out, option{prefix: p, rank: 1, custom: c})
			}
		}
	}
	if t.propagation {
		out = append(out, w.learned(t, to)...)
		out = append(out, w.synchronized(t, to)...)
	}
	slices.SortStableFunc(out, func(a, b option) int {
		if a.prefix.Bits() != b.prefix.Bits() {
			return b.prefix.Bits() - a.prefix.Bits()
		}
		return a.rank - b.rank
	})
	return out
}

func (c *route) prefixes() []netip.Prefix {
	if c.list != nil {
		return c.list.entries
	}
	if c.destination.IsValid() {
		return []netip.Prefix{c.destination}
	}
	return nil // its list is gone
}

// learned are the routes to a destination that a table takes from CENs.
func (w *World) learned(t *table, to netip.Addr) []option {
	var out []option
	for _, c := range w.scenario.cens {
		if c.enterprise || w.member(c, t.vpc) != "" {
			continue
		}
		x := w.exchange(c)
		for _, e := range x.tables[t.vpc.region] {
			if !e.prefix.Contains(to) || !x.gives(e, t.vpc) || !t.vpc.accepts(e.prefix) || t.interfaceRouteTakes(e.prefix) {
				continue
			}
			out = append(out, option{prefix: e.prefix, rank: 2, learned: &e, by: x})
		}
	}
	slices.SortStableFunc(out, func(a, b option) int { return b.prefix.Bits() - a.prefix.Bits() })
	return out
}

// interfaceRouteTakes reports whether a learned prefix equals or lies inside a
// static route to a router interface, which goes before it (routing a, route
// choice 2).
func (t *table) interfaceRouteTakes(p netip.Prefix) bool {
	return slices.ContainsFunc(t.routes, func(c *route) bool {
		return c.hopType == "router_interface" && slices.ContainsFunc(c.prefixes(), func(own netip.Prefix) bool { return inside(p, own) })
	})
}

// table is the route table that packets of a vSwitch are looked up in.
func (s *vswitch) table() *table {
	if s.own != nil {
		return s.own
	}
	return s.vpc.system
}

// ended says how a walk ended.
type ended uint8

const (
	atVSwitch ended = iota // in a vSwitch of the last VPC
	atService              // in the service network of the last VPC's region
	noRoute                // in a VPC
	noEntry                // at the gateway of a region
	nextHop                // a custom route took it
	inCircles
	atSite
	cutOff // at something that is broken, or that is not there
)

// walk is the way of one packet.
type walk struct {
	end      ended
	steps    []step // the VPCs it was looked up in, the last one last
	took     option // the route that took it last
	services []*serviceRoute
	crossed  []crossing
	hops     []*instance // that forwarded it
	// codes are those of what a walk was cut off at; none: no route there.
	codes     []diag.Code
	transited []*transitTable
	borders   []*vbr
	site      *idc // where it ended
	turns     int
}

type step struct {
	table *table
	took  option
}

// crossing is a stretch between two regions of a CEN.
type crossing struct {
	cen      *cen
	from, to *region
	peer     *peerAttachment    // of Enterprise Edition, in place of the regions
	line     scenario.Bandwidth // of a circuit; 0: not written
}

func (k *walk) last() *vpc { return k.steps[len(k.steps)-1].table.vpc }

// maxSteps is more than any way without a circle takes.
const maxSteps = 100

// walk follows a packet from a route table.
func (w *World) walk(t *table, to netip.Addr) *walk {
	return w.walkOn(&walk{}, t, to)
}

// walkOn follows a packet on from a route table.
func (w *World) walkOn(k *walk, t *table, to netip.Addr) *walk {
	for len(k.steps) < maxSteps {
		list := w.options(t, to)
		s := step{table: t}
		if len(list) > 0 {
			s.took = list[0]
		}
		k.steps = append(k.steps, s)
		if len(list) == 0 {
			k.end = noRoute
			return k
		}
		k.took = list[0]
		switch {
		case k.took.local:
			k.end = atVSwitch
			return k
		case k.took.service:
			k.end = atService
			return k
		case k.took.synced != nil:
			if t = w.enterTransit(k, k.took.join, to); t == nil {
				return k
			}
			continue
		case k.took.custom != nil && k.took.custom.join != nil:
			if t = w.enterTransit(k, k.took.custom.join, to); t == nil {
				return k
			}
			continue
		case k.took.custom != nil && len(k.took.custom.pairs) > 0:
			c := k.took.custom
			if t = w.overPair(k, c.pairs[w.way(c.ref(), len(c.pairs))], t.vpc.resource, to); t == nil {
				return k
			}
			continue
		case k.took.custom != nil:
			if !w.goesOn(k.took.custom) {
				k.end = nextHop
				return k
			}
			i := k.took.custom.hop
			if slices.Contains(k.hops, i) {
				k.end = inCircles
				return k
			}
			k.hops, t = append(k.hops, i), i.vswitch.table()
			continue
		}
		if t = w.cross(k, k.took.by, t.vpc.region, to); t == nil {
			return k
		}
	}
	k.end = inCircles
	return k
}

// cross follows a packet through the gateways of a CEN to the VPC that it comes
// out in, whose system route table it is looked up in (routing a, route choice 5:
// only the main table is read). It returns nil where the walk ends.
func (w *World) cross(k *walk, x *exchange, at *region, to netip.Addr) *table {
	for range maxSteps {
		var all []*entry
		for _, e := range x.tables[at] {
			if e.prefix.Contains(to) && (len(all) == 0 || e.prefix.Bits() >= all[0].prefix.Bits()) {
				if len(all) > 0 && e.prefix.Bits() > all[0].prefix.Bits() {
					all = nil
				}
				all = append(all, &e)
			}
		}
		if len(all) == 0 {
			k.end = noEntry
			return nil
		}
		best := all[0]
		if len(all) > 1 && best.border != nil {
			best = all[w.way(x.cen.ref()+" "+at.ref()+" "+to.String(), len(all))]
		}
		if best.home() == at {
			if best.border != nil {
				return w.enterVBR(k, best.border, to)
			}
			if best.service != nil {
				k.services = append(k.services, best.service)
			}
			return best.origin.system
		}
		k.crossed = append(k.crossed, crossing{cen: x.cen, from: at, to: best.home()})
		at = best.home()
	}
	k.end = inCircles
	return nil
}

// beyond is what a next hop that is not an instance is called in codes.
func beyond(hopType string) diag.Code {
	code := []byte("unsupported." + hopType)
	for i, c := range code {
		if c == '_' {
			code[i] = '-'
		}
	}
	return diag.Code(code)
}
