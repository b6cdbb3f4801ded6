package packet_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/packet"
)

// The twin: a universe of a few hundred headers, in which a box is five pairs of
// small numbers and a set is a list of yes and no. It shares no arithmetic with
// the package; only bases, the addresses of the small number 0, tie them together.
const (
	twinAddrs = 4
	twinSmall = 3 // protocols, source ports, destination ports
	twinSize  = twinAddrs * twinAddrs * twinSmall * twinSmall * twinSmall
)

type twinPoint [5]int

type twinBox struct{ from, to twinPoint }

func (b twinBox) has(p twinPoint) bool {
	for i := range p {
		if p[i] < b.from[i] || p[i] > b.to[i] {
			return false
		}
	}
	return true
}

type twinUniverse struct {
	family   packet.Family
	address  []packet.Addr // by small number
	protocol uint8
	port     uint16
	points   []twinPoint
}

func newTwinUniverse(t *rapid.T) twinUniverse {
	u := twinUniverse{
		family:   anyFamily(t),
		protocol: rapid.SampledFrom([]uint8{0, 1, 57, 253}).Draw(t, "first protocol"),
		port:     rapid.SampledFrom([]uint16{0, 442, 65533}).Draw(t, "first port"),
	}
	bases := map[packet.Family][]string{
		packet.V4: {"0.0.0.0", "10.0.0.254", "127.255.255.254", "255.255.255.252"},
		packet.V6: {"::", "::ffff:ffff:ffff:fffe", "::fffe:ffff:fffe", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc"},
	}
	a := ip(rapid.SampledFrom(bases[u.family]).Draw(t, "first address"))
	for range twinAddrs {
		n := packet.AddrFrom(a)
		if u.family == packet.V6 && a.Is4In6() {
			n.Lo |= 0xffff_0000_0000
		}
		u.address = append(u.address, n)
		a = a.Next()
	}
	for i := range twinSize {
		rest, p := i, twinPoint{}
		for d, size := range [5]int{twinAddrs, twinAddrs, twinSmall, twinSmall, twinSmall} {
			p[d], rest = rest%size, rest/size
		}
		u.points = append(u.points, p)
	}
	return u
}

func (u twinUniverse) draw(t *rapid.T) twinBox {
	var b twinBox
	for d, size := range [5]int{twinAddrs, twinAddrs, twinSmall, twinSmall, twinSmall} {
		x, y := rapid.IntRange(0, size-1).Draw(t, "x"), rapid.IntRange(0, size-1).Draw(t, "y")
		b.from[d], b.to[d] = min(x, y), max(x, y)
	}
	return b
}

func (u twinUniverse) box(b twinBox) packet.Box {
	ports := func(d int) packet.Ports {
		return packet.Ports{From: u.port + uint16(b.from[d]), To: u.port + uint16(b.to[d])}
	}
	return packet.Box{
		Family:          u.family,
		Source:          packet.Addrs{From: u.address[b.from[0]], To: u.address[b.to[0]]},
		Destination:     packet.Addrs{From: u.address[b.from[1]], To: u.address[b.to[1]]},
		Protocol:        packet.Protocols{From: u.protocol + uint8(b.from[2]), To: u.protocol + uint8(b.to[2])},
		SourcePort:      ports(3),
		DestinationPort: ports(4),
	}
}

func (u twinUniverse) header(p twinPoint) packet.Header {
	return packet.Header{
		Source:          u.address[p[0]].Netip(u.family),
		Destination:     u.address[p[1]].Netip(u.family),
		Protocol:        u.protocol + uint8(p[2]),
		SourcePort:      u.port + uint16(p[3]),
		DestinationPort: u.port + uint16(p[4]),
	}
}

// requireSame walks every header of the universe, one by one.
func (u twinUniverse) requireSame(t *rapid.T, want func(twinPoint) bool, boxes []packet.Box) {
	for _, p := range u.points {
		h, n := u.header(p), 0
		if want(p) {
			n = 1
		}
		require.Equal(t, n, inAny(boxes, h), "%s", h.Text())
	}
}

func TestBoxesAgreeWithTheTwin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		u := newTwinUniverse(t)
		x, y := u.draw(t), u.draw(t)
		a, b := u.box(x), u.box(y)

		var meet []packet.Box
		both, ok := a.Intersect(b)
		if ok {
			meet = append(meet, both)
		}
		u.requireSame(t, x.has, []packet.Box{a})
		u.requireSame(t, func(p twinPoint) bool { return x.has(p) && y.has(p) }, meet)
		u.requireSame(t, func(p twinPoint) bool { return x.has(p) && !y.has(p) }, a.AppendSubtract(nil, b))
		u.requireSame(t, x.has, a.AppendSplitICMP(nil))

		overlaps, covers, size := false, true, int64(0)
		for _, p := range u.points {
			overlaps = overlaps || x.has(p) && y.has(p)
			covers = covers && (x.has(p) || !y.has(p))
			if x.has(p) {
				size++
			}
		}
		require.Equal(t, overlaps, a.Overlaps(b))
		require.Equal(t, covers, a.Covers(b))
		require.Equal(t, size, a.Volume().Int64())
	})
}

func TestRuleListsAgreeWithTheTwin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		u := newTwinUniverse(t)
		asked := u.draw(t)
		left, denies := []packet.Box{u.box(asked)}, []twinBox(nil)
		for range rapid.IntRange(1, 6).Draw(t, "rules") {
			deny := u.draw(t)
			denies = append(denies, deny)
			left = packet.Subtract(left, u.box(deny))
		}
		want := func(p twinPoint) bool {
			for _, deny := range denies {
				if deny.has(p) {
					return false
				}
			}
			return asked.has(p)
		}
		u.requireSame(t, want, left)
		merged := packet.Merge(left)
		u.requireSame(t, want, merged)
		for i := range merged {
			for j := range i {
				pair := []packet.Box{merged[i], merged[j]}
				require.Len(t, packet.Merge(pair), 2, "neighbours left apart: %v", texts(pair))
			}
		}
	})
}
