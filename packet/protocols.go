package packet

import (
	"cmp"
	"fmt"
	"strconv"
)

// The protocols that have names here (IANA, Assigned Internet Protocol Numbers).
const (
	ICMP   uint8 = 1
	TCP    uint8 = 6
	UDP    uint8 = 17
	GRE    uint8 = 47
	ICMPv6 uint8 = 58
)

// The other protocols whose header begins with two 16-bit ports.
const (
	dccp    uint8 = 33
	sctp    uint8 = 132
	udpLite uint8 = 136
)

// Protocols is an inclusive range of IP protocol numbers; From <= To always.
type Protocols struct{ From, To uint8 }

// AllProtocols returns 0-255.
func AllProtocols() Protocols { return Protocols{0, 255} }

// Protocol returns the range of the one protocol n.
func Protocol(n uint8) Protocols { return Protocols{n, n} }

// Contains tells whether n is in r.
func (r Protocols) Contains(n uint8) bool { return r.From <= n && n <= r.To }

// Covers tells whether every protocol of o is in r.
func (r Protocols) Covers(o Protocols) bool { return r.From <= o.From && o.To <= r.To }

// Overlaps tells whether r and o share a protocol.
func (r Protocols) Overlaps(o Protocols) bool { return r.From <= o.To && o.From <= r.To }

// Intersect returns what r and o share; ok is false when that is nothing.
func (r Protocols) Intersect(o Protocols) (both Protocols, ok bool) {
	if !r.Overlaps(o) {
		return Protocols{}, false
	}
	return r.clip(o), true
}

// Single tells whether r is one protocol.
func (r Protocols) Single() bool { return r.From == r.To }

// Text returns a name ("tcp"), a number ("89"), a range ("2-57"), or "any".
func (r Protocols) Text() string {
	switch {
	case r == AllProtocols():
		return "any"
	case r.Single():
		return protocolText(r.From)
	}
	return fmt.Sprintf("%d-%d", r.From, r.To)
}

func protocolText(n uint8) string {
	switch n {
	case ICMP:
		return "icmp"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case GRE:
		return "gre"
	case ICMPv6:
		return "icmpv6"
	}
	return strconv.Itoa(int(n))
}

// isICMP tells whether the messages of protocol n have a type and a code. The
// number decides, not the family: protocol 1 inside IPv6 is still read as ICMP.
func isICMP(n uint8) bool { return n == ICMP || n == ICMPv6 }

// hasPorts tells whether the packets of protocol n have ports.
func hasPorts(n uint8) bool {
	switch n {
	case TCP, UDP, dccp, sctp, udpLite:
		return true
	}
	return false
}

// clip, below, above and join are as those of Addrs.
func (r Protocols) clip(o Protocols) Protocols {
	return Protocols{max(r.From, o.From), min(r.To, o.To)}
}

func (r Protocols) below(o Protocols) (Protocols, bool) {
	return Protocols{r.From, o.From - 1}, r.From < o.From
}

func (r Protocols) above(o Protocols) (Protocols, bool) {
	return Protocols{o.To + 1, r.To}, o.To < r.To
}

func (r Protocols) join(o Protocols) (both Protocols, ok bool) {
	return Protocols{r.From, max(r.To, o.To)}, int(o.From) <= int(r.To)+1
}

func (r Protocols) compare(o Protocols) int {
	return cmp.Or(cmp.Compare(r.From, o.From), cmp.Compare(r.To, o.To))
}

func (r Protocols) size() int64 { return int64(r.To) - int64(r.From) + 1 }
