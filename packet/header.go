package packet

import (
	"fmt"
	"net/netip"
)

// Header is the header of one packet. SourcePort is the type, and DestinationPort
// the code, of an ICMP message.
type Header struct {
	Source, Destination         netip.Addr
	Protocol                    uint8
	SourcePort, DestinationPort uint16
}

// Reverse returns the header of the reply, by the rule of [Box.Reverse]: type and
// code of ICMP stay, ports of anything else change places.
func (h Header) Reverse() Header {
	h.Source, h.Destination = h.Destination, h.Source
	if !isICMP(h.Protocol) {
		h.SourcePort, h.DestinationPort = h.DestinationPort, h.SourcePort
	}
	return h
}

// Text returns the header in one line. Ports are left out for protocols that
// have none:
//
//	10.0.0.4:40000 -> 10.1.0.5:443 tcp
//	[2001:db8::4]:40000 -> [2001:db8::5]:443 tcp
//	10.0.0.4 -> 10.1.0.5 icmp type 8 code 0
//	10.0.0.4 -> 10.1.0.5 gre
func (h Header) Text() string {
	name := protocolText(h.Protocol)
	switch {
	case isICMP(h.Protocol):
		return fmt.Sprintf("%s -> %s %s type %d code %d", h.Source, h.Destination, name, h.SourcePort, h.DestinationPort)
	case hasPorts(h.Protocol):
		from := netip.AddrPortFrom(h.Source, h.SourcePort)
		to := netip.AddrPortFrom(h.Destination, h.DestinationPort)
		return fmt.Sprintf("%s -> %s %s", from, to, name)
	}
	return fmt.Sprintf("%s -> %s %s", h.Source, h.Destination, name)
}

// numberIn returns the number of a as an address of f; ok is false when a cannot
// be read as one.
func numberIn(f Family, a netip.Addr) (n Addr, ok bool) {
	switch f {
	case V4:
		a = a.Unmap()
		if !a.Is4() {
			return Addr{}, false
		}
		return AddrFrom(a), true
	case V6:
		return addrFrom16(a), a.Is6()
	}
	return Addr{}, false
}
