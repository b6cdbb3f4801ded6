package reference

import (
	"math/rand/v2"
	"net/netip"
	"slices"

	"netsim/packet"
)

// Leg is one connection of a course of events.
type Leg struct {
	// From and To are references of who sends and who is meant to receive, such as
	// instance/cn-shanghai/main/web. The gateway of a call is its api_gateway. The
	// internet is "internet" or "console-debug", as the check writes it.
	From, To string
	// Packet is the first packet, sent by From. A message of ICMP has type 8 and
	// code 0 in place of ports; other protocols without ports have zeros. Addresses
	// that nothing says anything about are not valid. Behind a load balancer the
	// source is the client's where security groups judge that, else one of
	// 100.64.0.0/10.
	Packet packet.Header
}

// Course is one course of events: the legs up to the last receiver, as they come
// about if nothing stops them.
type Course []Leg

// sender is an end that a check sends from.
type sender struct {
	ref    string
	ranges []netip.Prefix // its address is in one of these
	free   []*vswitch     // where the cloud picks its address: one of these
	fixed  netip.Addr
}

// senders are the interfaces that a check sends from: a set-valued end means all
// that are declared in it (design 3).
func (s *Scenario) senders(c *check) []sender {
	e := c.from
	if e.word != "" {
		return []sender{{ref: e.word}}
	}
	if e.target != nil {
		if f, ok := e.target.object.(*function); ok {
			return []sender{{ref: f.ref(), free: f.vswitches}}
		}
	}
	var out []sender
	for _, i := range s.instances(e) {
		out = append(out, i.sender(e.block))
	}
	return out
}

func (i *instance) sender(block netip.Prefix) sender {
	x := sender{ref: i.ref(), fixed: i.address}
	if i.vswitch != nil {
		x.free = []*vswitch{i.vswitch}
	}
	if block.IsValid() {
		x.ranges = []netip.Prefix{block}
	}
	return x
}

// instances are the instances that an end means.
func (s *Scenario) instances(e end) []*instance {
	var out []*instance
	for _, v := range s.vpcs {
		for _, i := range v.instances {
			if s.means(e, i.resource, i.vswitch, i.address) {
				out = append(out, i)
			}
		}
	}
	return out
}

// means reports whether an end means what stands in a vSwitch.
func (s *Scenario) means(e end, r *resource, in *vswitch, a netip.Addr) bool {
	switch {
	case e.target == r:
		return true
	case in == nil:
		return false
	case e.block.IsValid() && a.IsValid():
		return e.block.Contains(a)
	case e.block.IsValid():
		return s.mayHold(in, e.block)
	case e.target == nil:
		return false
	}
	return e.target == in.resource || e.target == in.vpc.resource
}

// mayHold reports whether the cloud can pick an address of a block for what stands
// in a vSwitch and writes none.
func (s *Scenario) mayHold(in *vswitch, block netip.Prefix) bool {
	if !block.Overlaps(in.cidr) {
		return false
	}
	if block.Bits() < in.cidr.Bits() {
		block = in.cidr
	}
	for a := block.Addr(); block.Contains(a); a = a.Next() {
		if in.usable(a) && !s.held(in, a) {
			return true
		}
	}
	return false
}

// receivers are the interfaces that an end means as a destination.
func (s *Scenario) receivers(e end) []sender {
	var out []sender
	for _, i := range s.instances(e) {
		out = append(out, i.sender(e.block))
	}
	for _, v := range s.vpcs {
		for _, b := range v.balancers {
			if !s.means(e, b.resource, b.vswitch, b.address) {
				continue
			}
			x := sender{ref: b.ref(), fixed: b.address}
			if b.vswitch != nil {
				x.free = []*vswitch{b.vswitch}
			}
			if e.block.IsValid() {
				x.ranges = []netip.Prefix{e.block}
			}
			out = append(out, x)
		}
	}
	return out
}

// pairs are the senders and receivers of a check: nobody sends to itself.
func (s *Scenario) pairs(c *check) [][2]sender {
	var out [][2]sender
	for _, x := range s.senders(c) {
		for _, y := range s.receivers(c.to) {
			if x.ref != y.ref {
				out = append(out, [2]sender{x, y})
			}
		}
	}
	return out
}

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
	leg.Packet.Source = d.address(x)
	switch {
	case a != nil:
		d.call(leg, a)
		return
	case c.to.word != "":
		leg.To = c.to.word
		leg.Packet.Destination = pick(d, []netip.Addr{netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("47.100.1.2")})
		d.course = Course{leg}
		return
	}
	leg.To, leg.Packet.Destination = to.ref, d.address(to)
	d.course = Course{leg}
	d.balanced(0, to.ref)
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
	if k.https {
		leg.Packet.DestinationPort = 443
	}
	if k.known && !k.public {
		leg.Packet.Destination = d.gatewayAddress(g)
	}
	d.course = Course{leg}
	def := k.definition()
	if def == nil || def.backend == nil || def.backend.access == nil || def.backend.access.stands(k).Fate == Stopped || len(g.egress) == 0 {
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
		if g.address.IsValid() || len(g.doors()) == 0 {
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
		next.Packet.Source = d.inside(serviceNetwork)
	}
	d.course = append(d.course, next)
}
