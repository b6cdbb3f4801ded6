package packet

import (
	"cmp"
	"fmt"
	"strconv"
)

// Ports is an inclusive range of ports, or of the type or the code of an ICMP
// message; From <= To always.
type Ports struct{ From, To uint16 }

// AllPorts returns 0-65535. Port 0 is in it, because a rule without a port
// condition matches every header, also one that no host would send.
func AllPorts() Ports { return Ports{0, 65535} }

// ClientPorts returns 1024-65535: the ports a client may send from when nothing
// is known about it. IANA's ephemeral range is narrower (49152-65535, RFC 6335
// section 6), but Linux, NAT gateways and load balancers choose below it, and
// cloud documentation asks for 1024-65535 in stateless rules.
func ClientPorts() Ports { return Ports{1024, 65535} }

// Port returns the range of the one port n.
func Port(n uint16) Ports { return Ports{n, n} }

// Contains tells whether n is in r.
func (r Ports) Contains(n uint16) bool { return r.From <= n && n <= r.To }

// Covers tells whether every port of o is in r.
func (r Ports) Covers(o Ports) bool { return r.From <= o.From && o.To <= r.To }

// Overlaps tells whether r and o share a port.
func (r Ports) Overlaps(o Ports) bool { return r.From <= o.To && o.From <= r.To }

// Intersect returns what r and o share; ok is false when that is nothing.
func (r Ports) Intersect(o Ports) (both Ports, ok bool) {
	if !r.Overlaps(o) {
		return Ports{}, false
	}
	return r.clip(o), true
}

// Single tells whether r is one port.
func (r Ports) Single() bool { return r.From == r.To }

// Text returns "443", "8000-8100", or "any" for all 65,536 ports.
func (r Ports) Text() string {
	switch {
	case r == AllPorts():
		return "any"
	case r.Single():
		return strconv.Itoa(int(r.From))
	}
	return fmt.Sprintf("%d-%d", r.From, r.To)
}

// clip, below, above and join are as those of Addrs.
func (r Ports) clip(o Ports) Ports { return Ports{max(r.From, o.From), min(r.To, o.To)} }

func (r Ports) below(o Ports) (Ports, bool) { return Ports{r.From, o.From - 1}, r.From < o.From }

func (r Ports) above(o Ports) (Ports, bool) { return Ports{o.To + 1, r.To}, o.To < r.To }

func (r Ports) join(o Ports) (both Ports, ok bool) {
	return Ports{r.From, max(r.To, o.To)}, int(o.From) <= int(r.To)+1
}

func (r Ports) compare(o Ports) int {
	return cmp.Or(cmp.Compare(r.From, o.From), cmp.Compare(r.To, o.To))
}

func (r Ports) size() int64 { return int64(r.To) - int64(r.From) + 1 }
