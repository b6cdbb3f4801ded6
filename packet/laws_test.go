package packet_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/packet"
)

func volume(boxes []packet.Box) *big.Int {
	sum := new(big.Int)
	for _, b := range boxes {
		sum.Add(sum, b.Volume())
	}
	return sum
}

func inAny(boxes []packet.Box, h packet.Header) int {
	n := 0
	for _, b := range boxes {
		if b.Contains(h) {
			n++
		}
	}
	return n
}

func TestLawsOfIntersect(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		a, b, c := anyBox(t, f), anyBox(t, f), anyBox(t, f)
		both, ok := a.Intersect(b)
		mirrored, mirroredOK := b.Intersect(a)
		require.Equal(t, mirrored, both, "commutative")
		require.Equal(t, mirroredOK, ok)
		require.Equal(t, a.Overlaps(b), ok)

		self, _ := a.Intersect(a)
		require.Equal(t, a, self, "idempotent")
		require.True(t, a.Covers(a))
		require.True(t, packet.AllHeaders(f).Covers(a))

		require.Equal(t, ok && both == b, a.Covers(b), "covers is: the intersection is all of it")
		if !ok {
			require.Zero(t, both)
			return
		}
		require.True(t, both.Valid())
		require.True(t, a.Covers(both) && b.Covers(both))
		left, leftOK := both.Intersect(c)
		right, rightOK := packet.Box{}, false
		if bc, ok := b.Intersect(c); ok {
			right, rightOK = a.Intersect(bc)
		}
		require.Equal(t, right, left, "associative")
		require.Equal(t, rightOK, leftOK)
	})
}

// Disjoint pieces inside b, outside o, whose volumes and the intersection's add up
// to b's: together these say that the pieces are b minus o and nothing else.
func TestSubtractPartitions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		b, o := anyBox(t, f), anyBox(t, f)
		kept := anyBox(t, f)
		pieces := b.AppendSubtract([]packet.Box{kept}, o)
		require.Equal(t, kept, pieces[0], "what was there stays")
		pieces = pieces[1:]

		require.LessOrEqual(t, len(pieces), 10)
		require.True(t, packet.Disjoint(pieces))
		for _, p := range pieces {
			require.True(t, p.Valid())
			require.True(t, b.Covers(p))
			require.False(t, o.Overlaps(p))
		}
		whole := volume(pieces)
		both, ok := b.Intersect(o)
		if ok {
			whole.Add(whole, both.Volume())
		} else {
			require.Equal(t, []packet.Box{b}, pieces)
		}
		require.Zero(t, b.Volume().Cmp(whole))
		require.Equal(t, o.Covers(b), len(pieces) == 0)

		random := anyRandom(t)
		for range 20 {
			h := b.Sample(random)
			require.True(t, b.Contains(h))
			want := 1
			if o.Contains(h) {
				want = 0
			}
			require.Equal(t, want, inAny(pieces, h))
		}
	})
}

// subtractAll leaves a list of disjoint boxes, as a solver would have it.
func subtractAll(t *rapid.T, f packet.Family) []packet.Box {
	boxes := []packet.Box{anyBox(t, f)}
	for range rapid.IntRange(0, 4).Draw(t, "rules") {
		boxes = packet.Subtract(boxes, anyBox(t, f))
	}
	return boxes
}

func TestSubtractKeepsListsDisjoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		boxes := subtractAll(t, f)
		require.True(t, packet.Disjoint(boxes))
		o := anyBox(t, f)
		before := slices.Clone(boxes)
		left := packet.Subtract(boxes, o)
		require.Equal(t, before, boxes, "the argument is not changed")
		require.Equal(t, left, packet.Subtract(left, o), "a second time changes nothing")
	})
}

func TestDisjointIsPairwise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		boxes := subtractAll(t, f)
		if rapid.Bool().Draw(t, "one more") {
			boxes = append(boxes, anyBox(t, f))
		}
		want := true
		for i := range boxes {
			for j := range i {
				want = want && !boxes[i].Overlaps(boxes[j])
			}
		}
		require.Equal(t, want, packet.Disjoint(boxes))
	})
}

func TestMergePreservesTheUnion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		boxes := subtractAll(t, f)
		merged := packet.Merge(boxes)
		require.True(t, packet.Disjoint(merged))
		require.LessOrEqual(t, len(merged), len(boxes))
		require.Zero(t, volume(boxes).Cmp(volume(merged)))
		rest := boxes
		for _, b := range merged {
			rest = packet.Subtract(rest, b)
		}
		require.Empty(t, rest, "nothing is lost")
		require.True(t, slices.IsSortedFunc(merged, packet.Box.Compare))

		require.Equal(t, merged, packet.Merge(merged), "merging is finished")
		anyRandom(t).Shuffle(len(boxes), func(i, j int) { boxes[i], boxes[j] = boxes[j], boxes[i] })
		require.Equal(t, merged, packet.Merge(boxes), "the order of the boxes does not matter")
	})
}

func TestMergeUndoesSubtract(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		b, o := anyBox(t, f), anyBox(t, f)
		pieces := b.AppendSubtract(nil, o)
		if both, ok := b.Intersect(o); ok {
			pieces = append(pieces, both)
		}
		require.Equal(t, []packet.Box{b}, packet.Merge(pieces))
	})
}

func TestReverseIsExactWhereICMPIsSplit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := anyBox(t, anyFamily(t))
		require.Equal(t, b, b.Reverse().Reverse(), "involution")
		require.Equal(t, b.Volume(), b.Reverse().Volume())
		random := anyRandom(t)
		pieces := b.AppendSplitICMP(nil)
		require.LessOrEqual(t, len(pieces), 5)
		require.True(t, packet.Disjoint(pieces))
		require.Equal(t, []packet.Box{b}, packet.Merge(pieces))
		for _, p := range pieces {
			for range 5 {
				h := p.Sample(random)
				require.Equal(t, h, h.Reverse().Reverse())
				require.True(t, p.Reverse().Contains(h.Reverse()))
				back := p.Reverse().Sample(random)
				require.True(t, p.Contains(back.Reverse()))
			}
		}
	})
}

func TestFirstAndSample(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := anyBox(t, anyFamily(t))
		require.True(t, b.Contains(b.First()))
		seed := rapid.Uint64().Draw(t, "seed")
		one, two := rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, 0))
		for range 10 {
			h := b.Sample(one)
			require.True(t, b.Contains(h))
			require.Equal(t, h, b.Sample(two), "the same seed, the same headers")
		}
	})
}

func TestSampleReachesEveryValue(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	b := flow(t, "10.0.0.254-10.0.1.3", "10.1.0.5", "tcp/443")
	seen := map[string]int{}
	for range 6000 {
		seen[b.Sample(random).Source.String()]++
	}
	require.Len(t, seen, 6)
	for address, n := range seen {
		require.InDelta(t, 1000, n, 200, address)
	}
}

func TestTextTellsBoxesApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		a, b := anyBox(t, f), anyBox(t, f)
		require.Equal(t, a == b, a.Text() == b.Text())
		require.Equal(t, a == b, a.Compare(b) == 0)
		require.Equal(t, -a.Compare(b), b.Compare(a))
	})
}

// The ranges have an Intersect of their own, which boxes do not go through.
func TestRangesIntersectAsBoxesDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		a, b := anyBox(t, f), anyBox(t, f)
		source, sourceOK := a.Source.Intersect(b.Source)
		protocol, protocolOK := a.Protocol.Intersect(b.Protocol)
		port, portOK := a.DestinationPort.Intersect(b.DestinationPort)
		require.Equal(t, a.Source.Overlaps(b.Source), sourceOK)
		require.Equal(t, a.Protocol.Overlaps(b.Protocol), protocolOK)
		require.Equal(t, a.DestinationPort.Overlaps(b.DestinationPort), portOK)
		for _, row := range []struct {
			ok         bool
			empty, got any
		}{
			{sourceOK, packet.Addrs{}, source},
			{protocolOK, packet.Protocols{}, protocol},
			{portOK, packet.Ports{}, port},
		} {
			require.True(t, row.ok || row.got == row.empty, "nothing is shared, nothing is returned")
		}
		if both, ok := a.Intersect(b); ok {
			require.Equal(t, both.Source, source)
			require.Equal(t, both.Protocol, protocol)
			require.Equal(t, both.DestinationPort, port)
		}
	})
}
