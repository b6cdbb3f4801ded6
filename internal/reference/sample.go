package reference

import (
	"math/rand/v2"
	"net/netip"
	"slices"

	"netsim/packet"
)

// Sample draws n courses of events that a check may take. Where nothing sends or
// receives, a course has no legs.
func (s *Scenario) Sample(check string, random *rand.Rand, n int, r Reading) ([]Course, error) {
	return s.Under(r).Sample(check, random, n)
}

// Sample draws n courses of events that a check may take.
func (w *World) Sample(name string, random *rand.Rand, n int) ([]Course, error) {
	c, err := w.scenario.check(name)
	if err != nil {
		return nil, err
	}
	d := &draw{trip: trip{World: w, check: c}, random: random}
	var out []Course
	for range n {
		d.course = nil
		d.run()
		out = append(out, d.course)
	}
	return out, d.err
}

// draw makes up courses.
type draw struct {
	trip
	random *rand.Rand
}

func pick[T any](d *draw, list []T) T { return list[d.random.IntN(len(list))] }

func (d *draw) run() {
	if d.scenario.amazon != nil {
		d.crossing()
		return
	}
	c := d.check
	from := d.scenario.senders(c)
	if c.from.gone() || c.to.gone() || len(from) == 0 {
		return
	}
	x := pick(d, from)
	a := d.scenario.called(c)
	var to sender
	if a == nil && c.to.word == "" {
		pairs := d.scenario.pairs(c)
		if len(pairs) == 0 {
			return
		}
		pair := pick(d, pairs)
		x, to = pair[0], pair[1]
	}
	leg := Leg{From: x.ref, Packet: d.packet()}
	f, isFunction := d.from(x.ref)
	leg.Packet.Source = d.address(x)
	switch {
	case !isFunction && len(x.free) > 0 && !leg.Packet.Source.IsValid():
		return // its vSwitch is full
	case d.public() && f.besideVPC(netip.Addr{}):
		leg.Packet.Source = netip.Addr{}
	}
	switch {
	case a != nil:
		d.call(leg, a)
		return
	case c.to.word != "":
		leg.To = c.to.word
		leg.Packet.Destination = d.onInternet()
		d.course = Course{leg}
		return
	}
	if leg.To, leg.Packet.Destination = to.ref, d.address(to); !leg.Packet.Destination.IsValid() {
		return
	}
	d.course = Course{leg}
	d.balanced(0, to.ref)
}

// from is the function that sends, if one does.
func (d *draw) from(ref string) (*function, bool) {
	r := d.scenario.byRef[ref]
	if r == nil {
		return nil, false
	}
	f, ok := r.object.(*function)
	return f, ok
}

func (d *draw) onInternet() netip.Addr {
	return pick(d, []netip.Addr{netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("47.100.1.2"), netip.MustParseAddr("120.1.2.3")})
}

// otherService is an address of the cloud's that no gateway is written to have.
func (d *draw) otherService() netip.Addr {
	for {
		a := d.inside(serviceNetwork)
		if !slices.ContainsFunc(d.scenario.gateways, func(g *gateway) bool { return within(g.egress, a) }) {
			return a
		}
	}
}

// packet draws protocol and ports of what a check asks about.
func (d *draw) packet() packet.Header {
	p := packet.Header{Protocol: pick(d, []uint8{packet.TCP, packet.TCP, packet.UDP, packet.ICMP, packet.GRE})}
	if s := d.check.service; s != nil && s.Protocol.Single() {
		p.Protocol = s.Protocol.From
	}
	switch p.Protocol {
	case packet.TCP, packet.UDP:
		p.SourcePort = d.clientPort()
		p.DestinationPort = d.port()
	case packet.ICMP:
		p.SourcePort = 8
	}
	return p
}

// port draws a destination port: often one that something in the scenario says,
// or the one before or after it.
func (d *draw) port() uint16 {
	all := packet.AllPorts()
	if s := d.check.service; s != nil {
		all = s.Ports
	}
	if d.random.IntN(2) == 0 {
		if told := slices.DeleteFunc(d.scenario.ports(), func(p uint16) bool { return !all.Contains(p) }); len(told) > 0 {
			return pick(d, told)
		}
	}
	return d.within(all)
}

func (d *draw) within(r packet.Ports) uint16 {
	if d.random.IntN(4) == 0 {
		return pick(d, []uint16{r.From, r.To})
	}
	return r.From + uint16(d.random.IntN(int(r.To)-int(r.From)+1))
}

func (d *draw) clientPort() uint16 {
	if list := d.check.sourcePorts; list != nil {
		return d.within(pick(d, list))
	}
	return d.within(packet.ClientPorts())
}

// ports are the ports at which something may change.
func (s *Scenario) ports() []uint16 {
	var out []uint16
	add := func(list ...packet.Ports) {
		for _, p := range list {
			out = append(out, p.From, p.To, p.From-1, p.To+1)
		}
	}
	for _, r := range s.byRef {
		switch o := r.object.(type) {
		case *amazonGroup:
			for _, u := range slices.Concat(o.ingress, o.egress) {
				add(u.ports...)
			}
		case *networkACL:
			for _, u := range slices.Concat(o.ingress, o.egress) {
				add(u.ports...)
			}
		case *machine:
			for _, l := range o.listens {
				add(l.service.Ports)
			}
		case *securityGroup:
			for _, u := range slices.Concat(o.ingress, o.egress) {
				add(u.ports...)
			}
		case *instance:
			for _, l := range o.listens {
				add(l.service.Ports)
			}
		case *balancer:
			for _, l := range o.listeners {
				add(packet.Port(l.port))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// address draws an address of an end.
func (d *draw) address(x sender) netip.Addr {
	if x.fixed.IsValid() || len(x.free) == 0 {
		return x.fixed
	}
	return d.free(pick(d, x.free), x.ranges)
}

// free draws an address of a vSwitch that the cloud could pick: not reserved, and
// not written to be another's.
func (d *draw) free(s *vswitch, only []netip.Prefix) netip.Addr {
	for range 1000 {
		a := d.inside(s.cidr)
		if only != nil && d.random.IntN(2) == 0 && s.cidr.Contains(only[0].Addr()) {
			a = d.inside(only[0])
		}
		if s.usable(a) && !d.scenario.held(s, a) && (only == nil || within(only, a)) {
			return a
		}
	}
	return netip.Addr{}
}

// held reports whether an address of a vSwitch is written to be somebody's.
func (s *Scenario) held(in *vswitch, a netip.Addr) bool {
	for _, i := range in.vpc.instances {
		if i.address == a {
			return true
		}
	}
	for _, b := range in.vpc.balancers {
		if b.address == a {
			return true
		}
	}
	return slices.ContainsFunc(s.gateways, func(g *gateway) bool { return g.client == in.vpc && g.address == a })
}

// inside draws an address of a block, often one at its edges.
func (d *draw) inside(p netip.Prefix) netip.Addr {
	size := uint64(1) << (p.Addr().BitLen() - p.Bits())
	n := d.random.Uint64N(size)
	if d.random.IntN(3) == 0 {
		n = pick(d, []uint64{0, 1, size / 2, size - 1, max(size, 5) - 5})
	}
	base := packet.AddrFrom(p.Addr())
	base.Lo += min(n, size-1)
	return base.Netip(packet.V4)
}

// call draws the legs of a call.
func (d *draw) call(leg Leg, a *api) {
	g := a.group.gateway
	k := d.check.call(a)
	leg.To = g.ref()
	leg.Packet.Protocol, leg.Packet.DestinationPort, leg.Packet.SourcePort = packet.TCP, 80, d.clientPort()
	if s := d.check.service; s != nil {
		leg.Packet.DestinationPort = s.Ports.From
	}
	switch {
	case k.known && k.public:
		leg.Packet.Destination = d.onInternet()
	case k.known:
		leg.Packet.Destination = d.gatewayAddress(g)
		to := leg.Packet.Destination
		if !to.IsValid() {
			to = serviceNetwork.Addr()
		}
		if f, _ := d.from(leg.From); f.besideVPC(to) {
			leg.Packet.Source = netip.Addr{}
		}
	}
	d.course = Course{leg}
	def := k.definition()
	if def == nil || def.backend == nil || def.backend.access == nil || d.grants(k).Fate == Stopped || len(g.egress) == 0 {
		return
	}
	access := def.backend.access
	ref, ok := d.scenario.holder(access)
	if !ok {
		return
	}
	next := Leg{From: g.ref(), To: ref, Packet: packet.Header{
		Source: d.inside(pick(d, g.egress)), Destination: access.address, Protocol: packet.TCP,
		SourcePort: d.within(packet.ClientPorts()), DestinationPort: access.port,
	}}
	if !next.Packet.Destination.IsValid() {
		r := access.target
		for _, x := range d.scenario.receivers(end{target: r}) {
			next.Packet.Destination = d.address(x)
		}
	}
	d.course = append(d.course, next)
	d.balanced(1, ref)
}

func (d *draw) gatewayAddress(g *gateway) netip.Addr {
	if d.mode(g) == "vpc_private_ip" {
		switch {
		case len(g.doors()) == 0:
			return netip.Addr{}
		case g.address.IsValid():
			return g.address
		}
		return d.free(pick(d, g.doors()), nil)
	}
	if b := d.block(g); b.IsValid() {
		return d.inside(b)
	}
	return netip.Addr{}
}

// balanced draws the leg behind a load balancer.
func (d *draw) balanced(leg int, ref string) {
	b, ok := d.scenario.byRef[ref].object.(*balancer)
	if !ok {
		return
	}
	p := d.course[leg].Packet
	l, _ := b.listener(p)
	if l == nil {
		return
	}
	s := pick(d, l.standing())
	next := Leg{From: ref, To: s.instance.ref(), Packet: packet.Header{
		Protocol: l.transport(), SourcePort: p.SourcePort, DestinationPort: s.port,
		Destination: d.address(s.instance.sender(netip.Prefix{})),
	}}
	next.Packet.Source = p.Source
	if !d.judgesClient(b, l) {
		next.Packet.Source = d.otherService()
	}
	d.course = append(d.course, next)
}
