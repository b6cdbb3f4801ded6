package reference

import (
	"net/netip"
	"slices"

	"netsim/packet"
)

// crossing draws the legs of a check of packets in AWS.
func (d *draw) crossing() {
	c := d.check
	if c.from.gone() || c.to.gone() || len(d.scenario.senders(c)) == 0 {
		return
	}
	if a := c.calledOf(); a != nil {
		d.calling(a)
		return
	}
	leg := Leg{Packet: d.packet()}
	if c.from.word != "" {
		d.fromInternet(leg)
		return
	}
	var to netip.Addr
	from := pick(d, d.scenario.senders(c))
	if c.to.word != "" {
		leg.To, to = c.to.word, d.onNet()
	} else {
		pairs := d.scenario.pairs(c)
		if len(pairs) == 0 {
			return
		}
		pair := pick(d, pairs)
		from, leg.To, to = pair[0], pair[1].ref, d.standsAt(pair[1])
	}
	leg.From, leg.Packet.Source, leg.Packet.Destination = from.ref, d.standsAt(from), to
	if from.net {
		leg.Packet.Source = d.onNet()
		d.course = Course{leg}
		return
	}
	if !leg.Packet.Source.IsValid() || !to.IsValid() {
		return // its subnet is full
	}
	d.course = Course{leg}
	d.onwards()
}

func (d *draw) fromInternet(leg Leg) {
	list := d.scenario.receivers(d.check.to)
	if len(list) == 0 {
		return
	}
	x := pick(d, list)
	m, ok := d.scenario.machine(x.ref)
	leg.From, leg.To, leg.Packet.Source = d.check.from.word, x.ref, d.onNet()
	if !ok || !m.public.IsValid() || d.check.to.block.IsValid() && x.fixed != m.public {
		if leg.Packet.Destination = d.standsAt(x); leg.Packet.Destination.IsValid() {
			d.course = Course{leg} // who asks for an address means that one
		}
		return
	}
	leg.Packet.Destination = m.public
	d.course = Course{leg}
	d.inwards(leg, m)
}

// inwards draws the leg that comes in by an internet gateway.
func (d *draw) inwards(leg Leg, m *machine) {
	if len(m.vpc.gateways) == 0 {
		return
	}
	if leg.Packet.Destination = d.standsAt(sender{fixed: m.address, in: m.subnet}); !leg.Packet.Destination.IsValid() {
		d.course = nil
		return
	}
	d.course = append(d.course, leg)
}

// onNet is an address on the internet, often one that something speaks of.
func (d *draw) onNet() netip.Addr {
	return pick(d, []netip.Addr{
		netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("1.2.3.4"), netip.MustParseAddr("198.51.99.7"),
		netip.MustParseAddr("130.0.0.1"), netip.MustParseAddr("9.255.255.255"),
	})
}

// onwards draws the legs behind NAT and internet gateways.
func (d *draw) onwards() {
	var before []*natGateway
	for {
		leg := d.course[len(d.course)-1]
		from, ok := d.station(leg.From, leg.Packet.Source)
		if !ok {
			return
		}
		k := d.amazonWay(from.subnet, leg.Packet.Destination, d.scenario.standing(leg))
		switch {
		case k.end == inVPC || k.end == inSubnet:
			d.relayed(leg)
			d.linked(leg)
			return
		case k.end == atInternet && from.public && !within(private, leg.Packet.Destination):
			leg.Packet.Source = d.outside(from)
			d.course = append(d.course, leg)
			if m, ok := d.scenario.machine(leg.To); ok {
				d.inwards(leg, m)
			}
			return
		case k.end != atNAT || slices.Contains(before, k.nat):
			return
		}
		before = append(before, k.nat)
		leg.From = k.nat.ref()
		leg.Packet.Source = d.standsAt(sender{fixed: k.nat.address, in: k.nat.subnet})
		if p := leg.Packet.Protocol; p == packet.TCP || p == packet.UDP {
			leg.Packet.SourcePort = d.within(packet.ClientPorts())
		}
		if !leg.Packet.Source.IsValid() {
			d.course = nil
			return
		}
		d.course = append(d.course, leg)
	}
}

// outside draws the address that a sender has on the internet.
func (d *draw) outside(from station) netip.Addr {
	if from.machine != nil {
		return from.machine.public
	}
	if n := from.object.(*natGateway); n.elastic.IsValid() {
		return n.elastic
	}
	return d.onNet()
}

// standsAt draws an address of an end: the one that is written, or one that AWS
// could pick.
func (d *draw) standsAt(x sender) netip.Addr {
	if x.fixed.IsValid() || x.in == nil {
		return x.fixed
	}
	for range 1000 {
		a := d.inside(x.in.cidr)
		if x.ranges != nil && d.random.IntN(2) == 0 && x.in.cidr.Contains(x.ranges[0].Addr()) {
			a = d.inside(x.ranges[0])
		}
		if x.in.usable(a) && !x.in.vpc.held(a) && (x.ranges == nil || within(x.ranges, a)) {
			return a
		}
	}
	return netip.Addr{}
}
