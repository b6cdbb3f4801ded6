package packet

import "slices"

// Intersect returns what b and o share; ok is false when that is nothing.
func (b Box) Intersect(o Box) (both Box, ok bool) {
	if !b.Overlaps(o) {
		return Box{}, false
	}
	return b.clip(o), true
}

// clip is Intersect for boxes that are known to overlap.
func (b Box) clip(o Box) Box {
	return Box{
		Family:          b.Family,
		Source:          b.Source.clip(o.Source),
		Destination:     b.Destination.clip(o.Destination),
		Protocol:        b.Protocol.clip(o.Protocol),
		SourcePort:      b.SourcePort.clip(o.SourcePort),
		DestinationPort: b.DestinationPort.clip(o.DestinationPort),
	}
}

// AppendSubtract appends b minus o to dst as disjoint boxes: nothing when o covers
// b, b itself when they do not meet, and at most ten boxes otherwise.
//
// The boxes come in a fixed order: range by range, in the order of the fields of
// Box, first what lies below o and then what lies above it; what is left is as
// narrow as o in that range when the next one is cut. Nothing is allocated but
// the growth of dst. dst must not be a slice that the caller still reads behind
// its length.
func (b Box) AppendSubtract(dst []Box, o Box) []Box {
	if !b.Overlaps(o) {
		return append(dst, b)
	}
	piece, both := b, b.clip(o)
	if part, ok := b.Source.below(o.Source); ok {
		piece.Source = part
		dst = append(dst, piece)
	}
	if part, ok := b.Source.above(o.Source); ok {
		piece.Source = part
		dst = append(dst, piece)
	}
	piece.Source = both.Source
	if part, ok := b.Destination.below(o.Destination); ok {
		piece.Destination = part
		dst = append(dst, piece)
	}
	if part, ok := b.Destination.above(o.Destination); ok {
		piece.Destination = part
		dst = append(dst, piece)
	}
	piece.Destination = both.Destination
	if part, ok := b.Protocol.below(o.Protocol); ok {
		piece.Protocol = part
		dst = append(dst, piece)
	}
	if part, ok := b.Protocol.above(o.Protocol); ok {
		piece.Protocol = part
		dst = append(dst, piece)
	}
	piece.Protocol = both.Protocol
	return piece.appendSubtractPorts(dst, o)
}

// appendSubtractPorts is the rest of AppendSubtract, for a box that is already
// inside o but for its ports.
func (b Box) appendSubtractPorts(dst []Box, o Box) []Box {
	piece := b
	if part, ok := b.SourcePort.below(o.SourcePort); ok {
		piece.SourcePort = part
		dst = append(dst, piece)
	}
	if part, ok := b.SourcePort.above(o.SourcePort); ok {
		piece.SourcePort = part
		dst = append(dst, piece)
	}
	piece.SourcePort = b.SourcePort.clip(o.SourcePort)
	if part, ok := b.DestinationPort.below(o.DestinationPort); ok {
		piece.DestinationPort = part
		dst = append(dst, piece)
	}
	if part, ok := b.DestinationPort.above(o.DestinationPort); ok {
		piece.DestinationPort = part
		dst = append(dst, piece)
	}
	return dst
}

// Subtract returns the boxes without the headers of o, in a new slice. Disjoint
// boxes stay disjoint. It is nil when nothing is left.
func Subtract(boxes []Box, o Box) []Box {
	var left []Box
	for _, b := range boxes {
		left = b.AppendSubtract(left, o)
	}
	return left
}

// AppendSplitICMP appends b, cut so that the protocols of every box are exactly
// ICMP, exactly ICMPv6, or neither of them: at most five boxes, in the order of
// their protocols. Only then do the ports of a box have one meaning.
func (b Box) AppendSplitICMP(dst []Box) []Box {
	piece := b
	for _, n := range [...]uint8{ICMP, ICMPv6} {
		if !piece.Protocol.Contains(n) {
			continue
		}
		rest, icmp := piece, Protocol(n)
		if part, ok := piece.Protocol.below(icmp); ok {
			piece.Protocol = part
			dst = append(dst, piece)
		}
		piece.Protocol = icmp
		dst = append(dst, piece)
		part, ok := rest.Protocol.above(icmp)
		if !ok {
			return dst
		}
		piece.Protocol = part
	}
	return append(dst, piece)
}

// Disjoint tells whether no header is in two of the boxes. Boxes are compared
// only while their destinations overlap, so it is quick for lists that differ
// there and quadratic for lists that do not.
func Disjoint(boxes []Box) bool {
	sorted := slices.Clone(boxes)
	slices.SortFunc(sorted, func(a, b Box) int { return a.Destination.From.Compare(b.Destination.From) })
	for i, b := range sorted {
		for _, o := range sorted[i+1:] {
			if b.Destination.To.less(o.Destination.From) {
				break
			}
			if b.Overlaps(o) {
				return false
			}
		}
	}
	return true
}
