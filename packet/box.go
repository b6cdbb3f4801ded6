package packet

import (
	"cmp"
	"math/big"
	"math/rand/v2"
)

// Box is a set of headers: the product of five ranges, in one family.
//
// A Box is never empty, provided that each of its ranges has From <= To and its
// addresses are of its family; Valid tells. Operations on valid boxes give valid
// boxes, and on other boxes mean nothing. The zero Box is not valid, because it
// has no family; start from AllHeaders and narrow.
type Box struct {
	Family              Family
	Source, Destination Addrs
	Protocol            Protocols
	// SourcePort is the type, and DestinationPort the code, of an ICMP message.
	SourcePort, DestinationPort Ports
}

// AllHeaders returns every header of f.
func AllHeaders(f Family) Box {
	return Box{
		Family:          f,
		Source:          AllAddrs(f),
		Destination:     AllAddrs(f),
		Protocol:        AllProtocols(),
		SourcePort:      AllPorts(),
		DestinationPort: AllPorts(),
	}
}

// Valid tells whether b keeps the promise of its type. It is for tests and for
// the border where a box is made of outside data; nothing here calls it.
func (b Box) Valid() bool {
	return b.Source.To.fits(b.Family) && !b.Source.To.less(b.Source.From) &&
		b.Destination.To.fits(b.Family) && !b.Destination.To.less(b.Destination.From) &&
		b.Protocol.From <= b.Protocol.To &&
		b.SourcePort.From <= b.SourcePort.To &&
		b.DestinationPort.From <= b.DestinationPort.To
}

// Overlaps tells whether b and o share a header. The cheap ranges, which decide
// most pairs of firewall rules, are compared first.
func (b Box) Overlaps(o Box) bool {
	return b.Family == o.Family &&
		b.Protocol.Overlaps(o.Protocol) &&
		b.DestinationPort.Overlaps(o.DestinationPort) &&
		b.SourcePort.Overlaps(o.SourcePort) &&
		b.Destination.Overlaps(o.Destination) &&
		b.Source.Overlaps(o.Source)
}

// Covers tells whether every header of o is in b.
func (b Box) Covers(o Box) bool {
	return b.Family == o.Family &&
		b.Protocol.Covers(o.Protocol) &&
		b.DestinationPort.Covers(o.DestinationPort) &&
		b.SourcePort.Covers(o.SourcePort) &&
		b.Destination.Covers(o.Destination) &&
		b.Source.Covers(o.Source)
}

// Contains tells whether the header h is in b. An address written as
// ::ffff:10.0.0.1 is 10.0.0.1 to a box of IPv4 and itself to a box of IPv6, so
// that every header made from a box is in that box. The zero address is in none.
func (b Box) Contains(h Header) bool {
	source, ok := numberIn(b.Family, h.Source)
	if !ok {
		return false
	}
	destination, ok := numberIn(b.Family, h.Destination)
	return ok &&
		b.Source.Contains(source) &&
		b.Destination.Contains(destination) &&
		b.Protocol.Contains(h.Protocol) &&
		b.SourcePort.Contains(h.SourcePort) &&
		b.DestinationPort.Contains(h.DestinationPort)
}

// Reverse returns the headers of the replies: the addresses change places, and so
// do the ports.
//
// A box of exactly ICMP or exactly ICMPv6 keeps its type and code, which are not
// ports. So the reverse of "echo request from A to B" reads "echo request from B
// to A" and stands for the answer to it, whatever its type: a reply belongs to
// the flow that asked, and is judged as that flow. A rule that matches on the
// type of the reply itself needs a box made for it, not this one.
//
// Every other box changes its ports. That is exact, header by header, for one
// protocol and for ranges without ICMP; in a range that has ICMP among others it
// would change type and code too, so split it with AppendSplitICMP first. The
// protocols alone decide, and they stay, so reversing twice gives b again.
func (b Box) Reverse() Box {
	b.Source, b.Destination = b.Destination, b.Source
	if !b.isICMP() {
		b.SourcePort, b.DestinationPort = b.DestinationPort, b.SourcePort
	}
	return b
}

// isICMP tells whether b has messages of ICMP, or of ICMPv6, and nothing else.
func (b Box) isICMP() bool { return b.Protocol.Single() && isICMP(b.Protocol.From) }

// Volume returns the number of headers in b.
func (b Box) Volume() *big.Int {
	v := b.Source.size()
	v.Mul(v, b.Destination.size())
	v.Mul(v, big.NewInt(b.Protocol.size()))
	v.Mul(v, big.NewInt(b.SourcePort.size()))
	return v.Mul(v, big.NewInt(b.DestinationPort.size()))
}

// First returns the header in the lowest corner of b.
func (b Box) First() Header {
	return Header{
		Source:          b.Source.From.Netip(b.Family),
		Destination:     b.Destination.From.Netip(b.Family),
		Protocol:        b.Protocol.From,
		SourcePort:      b.SourcePort.From,
		DestinationPort: b.DestinationPort.From,
	}
}

// Sample returns a header of b, drawn uniformly. Generators with the same seed
// give the same headers.
func (b Box) Sample(r *rand.Rand) Header {
	return Header{
		Source:          b.Source.sample(r).Netip(b.Family),
		Destination:     b.Destination.sample(r).Netip(b.Family),
		Protocol:        b.Protocol.From + uint8(r.IntN(int(b.Protocol.size()))),
		SourcePort:      b.SourcePort.From + uint16(r.IntN(int(b.SourcePort.size()))),
		DestinationPort: b.DestinationPort.From + uint16(r.IntN(int(b.DestinationPort.size()))),
	}
}

// sample draws numbers of just enough bits until one is in the range: at most two
// draws on average, and no bias.
func (r Addrs) sample(random *rand.Rand) Addr {
	last := r.To.minus(r.From)
	mask := lowBits(last.bitLen())
	for {
		n := Addr{Hi: random.Uint64(), Lo: random.Uint64()}.and(mask)
		if !last.less(n) {
			return r.From.plus(n)
		}
	}
}

// Compare orders boxes by family, source, destination, protocol, source port and
// destination port: the order in which lists of boxes are printed.
func (b Box) Compare(o Box) int {
	return cmp.Or(
		cmp.Compare(b.Family, o.Family),
		b.Source.compare(o.Source),
		b.Destination.compare(o.Destination),
		b.Protocol.compare(o.Protocol),
		b.SourcePort.compare(o.SourcePort),
		b.DestinationPort.compare(o.DestinationPort),
	)
}

// Text returns the box in one line, so that different boxes read differently:
//
//	10.0.0.0/24 -> 10.1.0.5 tcp/443
//	10.0.0.0/24 -> 10.1.0.5 tcp/443 from port 1024-65535
//	10.0.0.0/24 -> 10.1.0.5 icmp type 8 code 0
func (b Box) Text() string {
	text := b.Source.Text(b.Family) + " -> " + b.Destination.Text(b.Family) + " "
	if b.isICMP() {
		text += b.Protocol.Text()
		if b.SourcePort != AllPorts() {
			text += " type " + b.SourcePort.Text()
		}
		if b.DestinationPort != AllPorts() {
			text += " code " + b.DestinationPort.Text()
		}
		return text
	}
	text += Service{b.Protocol, b.DestinationPort}.Text()
	if b.SourcePort != AllPorts() {
		text += " from port " + b.SourcePort.Text()
	}
	return text
}
