package packet_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
)

// hole is in the middle of everything, in every range: the worst Subtract.
func hole(f packet.Family) packet.Box {
	b := packet.AllHeaders(f)
	b.Source = packet.Addrs{From: packet.Addr{Lo: 1000}, To: packet.Addr{Lo: 2000}}
	b.Destination = b.Source
	b.Protocol = packet.Protocol(packet.TCP)
	b.SourcePort, b.DestinationPort = packet.ClientPorts(), packet.Port(443)
	b.SourcePort.To = 60000
	return b
}

func TestAlgebraDoesNotAllocate(t *testing.T) {
	for _, f := range []packet.Family{packet.V4, packet.V6} {
		all, inner, dst := packet.AllHeaders(f), hole(f), make([]packet.Box, 0, 10)
		require.Zero(t, testing.AllocsPerRun(100, func() {
			_, _ = all.Intersect(inner)
			_ = all.AppendSubtract(dst, inner)
			_ = all.AppendSplitICMP(dst)
			_ = all.Covers(inner) && all.Overlaps(inner.Reverse())
		}), f.String())
	}
}

func BenchmarkIntersect(b *testing.B) {
	for _, f := range []packet.Family{packet.V4, packet.V6} {
		all, inner := packet.AllHeaders(f), hole(f)
		apart := inner
		apart.DestinationPort = packet.Port(444)
		b.Run(f.String()+"/meet", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				all.Intersect(inner)
			}
		})
		b.Run(f.String()+"/apart", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				apart.Intersect(inner)
			}
		})
	}
}

func BenchmarkAppendSubtract(b *testing.B) {
	for _, f := range []packet.Family{packet.V4, packet.V6} {
		all, inner, dst := packet.AllHeaders(f), hole(f), make([]packet.Box, 0, 10)
		port := all
		port.Protocol = inner.Protocol
		onePort := port
		onePort.DestinationPort = packet.Port(443)
		apart := inner
		apart.DestinationPort = packet.Port(444)
		for _, row := range []struct {
			name string
			from packet.Box
			take packet.Box
		}{{"ten", all, inner}, {"two", port, onePort}, {"none", inner, all}, {"apart", apart, inner}} {
			b.Run(f.String()+"/"+row.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					row.from.AppendSubtract(dst, row.take)
				}
			})
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{10, 1000, 10_000} {
		var boxes []packet.Box
		for i := range n {
			box := packet.AllHeaders(packet.V4)
			box.Source = packet.Addrs{From: packet.Addr{Lo: uint64(i / 10)}, To: packet.Addr{Lo: uint64(i / 10)}}
			box.DestinationPort = packet.Port(uint16(i % 10 * (1 + i/10%2)))
			boxes = append(boxes, box)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				packet.Merge(boxes)
			}
		})
	}
}

func BenchmarkParseService(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := packet.ParseService("tcp/8000-8100"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkContains(b *testing.B) {
	inner := hole(packet.V4)
	h := inner.First()
	b.ReportAllocs()
	for b.Loop() {
		inner.Contains(h)
	}
}
