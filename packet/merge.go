package packet

import (
	"cmp"
	"slices"
)

// dimension is one of the five ranges of a Box.
type dimension uint8

const (
	source dimension = iota
	destination
	protocol
	sourcePort
	destinationPort
)

// Merge joins boxes that differ in one range only and touch there, until there
// are no such two, and returns the result in the order of Compare. It is for
// printing: the same set of headers, in fewer lines, though not always the fewest
// possible. The result depends on the set of boxes, not on their order. Disjoint
// boxes stay disjoint; the argument is not changed.
func Merge(boxes []Box) []Box {
	merged := slices.Clone(boxes)
	for {
		before := len(merged)
		// The last range first: Subtract cuts it last, so this undoes it best.
		for d := range destinationPort + 1 {
			merged = mergeAlong(merged, destinationPort-d)
		}
		if len(merged) == before {
			break
		}
	}
	slices.SortFunc(merged, Box.Compare)
	return merged
}

// mergeAlong joins, in place, what differs only in d. Sorting by the other ranges
// first brings all boxes of one row together, from its low end to its high end.
func mergeAlong(boxes []Box, d dimension) []Box {
	slices.SortFunc(boxes, func(a, b Box) int {
		return cmp.Or(compareBut(&a, &b, d), compareIn(&a, &b, d))
	})
	joined := boxes[:0]
	for _, b := range boxes {
		if n := len(joined); n > 0 && compareBut(&joined[n-1], &b, d) == 0 && joined[n-1].join(&b, d) {
			continue
		}
		joined = append(joined, b)
	}
	return joined
}

// compareBut compares family and all ranges except d.
func compareBut(a, b *Box, d dimension) int {
	if c := cmp.Compare(a.Family, b.Family); c != 0 {
		return c
	}
	for e := range destinationPort + 1 {
		if e == d {
			continue
		}
		if c := compareIn(a, b, e); c != 0 {
			return c
		}
	}
	return 0
}

func compareIn(a, b *Box, d dimension) int {
	switch d {
	case source:
		return a.Source.compare(b.Source)
	case destination:
		return a.Destination.compare(b.Destination)
	case protocol:
		return a.Protocol.compare(b.Protocol)
	case sourcePort:
		return a.SourcePort.compare(b.SourcePort)
	}
	return a.DestinationPort.compare(b.DestinationPort)
}

// join makes b the union of b and o, which is equal but for d and not below b
// there, and tells whether it could.
func (b *Box) join(o *Box, d dimension) bool {
	u, ok := *b, false
	switch d {
	case source:
		u.Source, ok = b.Source.join(o.Source)
	case destination:
		u.Destination, ok = b.Destination.join(o.Destination)
	case protocol:
		u.Protocol, ok = b.Protocol.join(o.Protocol)
	case sourcePort:
		u.SourcePort, ok = b.SourcePort.join(o.SourcePort)
	case destinationPort:
		u.DestinationPort, ok = b.DestinationPort.join(o.DestinationPort)
	}
	if ok {
		*b = u
	}
	return ok
}
