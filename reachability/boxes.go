package reachability

import (
	"slices"

	"netsim/packet"
	"netsim/topology/fabric"
)

// serviceBox is all headers of a protocol and port.
func serviceBox(f packet.Family, s packet.Service) packet.Box {
	b := packet.AllHeaders(f)
	b.Protocol, b.DestinationPort = s.Protocol, s.Ports
	return b
}

// splitPortless parts what a listener takes, TCP and UDP, from what the host
// answers itself.
func splitPortless(b packet.Box) (ported, portless []packet.Box) {
	portless = []packet.Box{b}
	for _, protocol := range [2]uint8{packet.TCP, packet.UDP} {
		all := serviceBox(b.Family, packet.Service{Protocol: packet.Protocol(protocol), Ports: packet.AllPorts()})
		var left []packet.Box
		for _, p := range portless {
			if claimed, ok := p.Intersect(all); ok {
				ported = append(ported, claimed)
			}
			left = p.AppendSubtract(left, all)
		}
		portless = left
	}
	return ported, portless
}

// headers are the boxes of a leg's first packets, disjoint even if addresses or
// ports are given twice. Clients send from the ports given; what has no ports is
// asked about whole.
func headers(from, to []fabric.Address, s packet.Service, ports []packet.Ports) []packet.Box {
	var boxes []packet.Box
	for _, src := range from {
		for _, dst := range to {
			if src.Family != dst.Family {
				continue
			}
			b := serviceBox(src.Family, s)
			b.Source, b.Destination = src.Addrs, dst.Addrs
			ported, portless := splitPortless(b)
			for _, p := range ported {
				for _, r := range ports {
					p.SourcePort = r
					boxes = appendNew(boxes, p)
				}
			}
			for _, p := range portless {
				for _, split := range p.AppendSplitICMP(nil) {
					boxes = appendNew(boxes, split)
				}
			}
		}
	}
	return boxes
}

// appendNew appends what b has beyond the boxes that are there.
func appendNew(boxes []packet.Box, b packet.Box) []packet.Box {
	if !slices.ContainsFunc(boxes, b.Overlaps) {
		return append(boxes, b)
	}
	rest := []packet.Box{b}
	for _, have := range boxes {
		rest = packet.Subtract(rest, have)
	}
	return append(boxes, rest...)
}

// within are the parts of addresses that lie inside others; nil limits nothing.
func within(have, limit []fabric.Address) []fabric.Address {
	if limit == nil {
		return have
	}
	var out []fabric.Address
	for _, h := range have {
		for _, l := range limit {
			if h.Family != l.Family {
				continue
			}
			if both, ok := h.Addrs.Intersect(l.Addrs); ok {
				out = append(out, fabric.Address{Family: h.Family, Addrs: both})
			}
		}
	}
	return out
}

// choice is the part of a host's destinations for which it uses an interface.
type choice struct {
	via          fabric.InterfaceID
	destinations []fabric.Address
}

// choices parts destinations by the interface that a host uses for them: the
// longest prefix decides, and Via has those first.
func choices(h fabric.Host, destinations []fabric.Address) []choice {
	if len(h.Via) == 1 && h.Via[0].Prefix.Bits() == 0 {
		return []choice{{via: h.Via[0].Interface, destinations: destinations}}
	}
	var out []choice
	for _, v := range h.Via {
		f, prefix := packet.AddrsOfPrefix(v.Prefix)
		c := choice{via: v.Interface}
		var left []fabric.Address
		for _, d := range destinations {
			both, ok := d.Addrs.Intersect(prefix)
			if d.Family != f || !ok {
				left = append(left, d)
				continue
			}
			c.destinations = append(c.destinations, fabric.Address{Family: f, Addrs: both})
			for _, rest := range cut([]packet.Addrs{d.Addrs}, 0, both) {
				left = append(left, fabric.Address{Family: f, Addrs: rest})
			}
		}
		destinations = left
		if c.destinations != nil {
			out = append(out, c)
		}
	}
	return out
}
