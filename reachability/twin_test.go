package reachability_test

import (
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
	"netsim/packet"
	"netsim/reachability"
	"netsim/reachability/tracer"
	"netsim/topology"
	"netsim/topology/fabric"
)

var (
	scenarios = flag.Int("scenarios", 520, "how many random scenarios walk and tracer are compared on, at least")
	packets   = flag.Int("packets", 100_000, "how many packets, at least")
	firstSeed = flag.Uint64("seed", 0, "where the seeds of random scenarios start")
)

// The walk follows sets of packets and the tracer single ones; neither knows the
// other. On random scenarios and for random packets they must agree.
func TestWalkAndTracerAgree(t *testing.T) {
	series := &generate.Series{Seed: *firstSeed, Crossings: true, Clouds: generate.Clouds(), Options: generate.Options{NetworkACLs: true, Machines: true, LoadBalancers: true, PrivateAPIs: true}}
	c := comparison{otherReadings: 1}
	for series.Made < *scenarios || c.packets < *packets {
		g := series.Next()
		if err := c.model(g.Model, g.Seed); err != nil {
			t.Fatalf("seed %d: %v\n\n%s", g.Seed, err, g.Text)
		}
	}
	t.Log(series)
	require.NoError(t, series.Err())
	t.Log(c.String())
	require.GreaterOrEqual(t, series.Made, 500)
	require.GreaterOrEqual(t, c.packets, 100_000)
	for v := reachability.Unknown; v <= reachability.Partial; v++ {
		require.Greater(t, c.verdicts[v], series.Made/10, "too few answers are %s", v)
	}
}

// What the comparison once found stays found.
func TestRegressions(t *testing.T) {
	files, err := filepath.Glob("testdata/regressions/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			base, why := generate.Load(string(text))
			require.NotNil(t, base, why)
			c := comparison{otherReadings: 5}
			for seed := range uint64(20) {
				require.NoError(t, c.model(base, seed))
			}
			require.Positive(t, c.packets)
			for _, check := range base.Checks() {
				require.NoError(t, sameAsExhaustive(base.Case(check)))
				if check.Expect.Present() {
					p, err := reachability.Prove(base.Case(check), packetsOnly, codes)
					require.NoError(t, err)
					require.Equal(t, check.Expect.V, p.Verdict.String(), check.Name.V)
				}
			}
		})
	}
}

// comparison compares answers with the tracer, and counts.
type comparison struct {
	packets, legs, answers, readings int
	verdicts                         [4]int
	passing, ways                    int
	otherReadings                    int
	random                           *rand.Rand
}

func (c *comparison) String() string {
	return fmt.Sprintf("%d answers (%d of them in other readings than the first) with %d legs; %d packets, of which %d pass; unknown, reachable, unreachable, partial: %v",
		c.answers, c.readings, c.legs, c.packets, c.passing, c.verdicts)
}

// model compares all checks of a model, in the first reading and some others.
func (c *comparison) model(m *topology.Model, seed uint64) error {
	c.random = rand.New(rand.NewPCG(seed, 2))
	for _, check := range m.Checks() {
		q := m.Case(check)
		net, err := c.reading(q, fabric.Reading{})
		if err != nil {
			return fmt.Errorf("%q: %w", check.Name.V, err)
		}
		for range c.otherReadings {
			reading := fabric.Reading{}
			for i := range net.Switches {
				if s := &net.Switches[i]; s.Open() {
					reading[s.ID] = c.random.IntN(len(s.Values))
				}
			}
			if len(reading) == 0 {
				break
			}
			c.readings++
			if _, err := c.reading(q, reading); err != nil {
				return fmt.Errorf("%q, reading %v: %w", check.Name.V, reading, err)
			}
		}
	}
	return nil
}

func (c *comparison) reading(q *topology.Case, r fabric.Reading) (*fabric.Network, error) {
	net, questions := q.Lower(r)
	a := reachability.Solve(net, questions)
	c.answers++
	c.verdicts[a.Verdict()]++
	if a.OverBudget() {
		return net, nil
	}
	for _, leg := range a.AllLegs() {
		c.legs++
		if err := partition(leg); err != nil {
			return net, fmt.Errorf("leg %d: %w", leg.Number, err)
		}
		if err := c.leg(a, leg); err != nil {
			return net, err
		}
	}
	return net, nil
}

// partition: the boxes of the pieces of one way are disjoint and together what
// was asked. A packet that is on one of n ways at a table, each as likely, counts
// an nth on each; so the boxes of all ways count as much as what was asked.
func partition(leg *reachability.Leg) error {
	if !packet.Disjoint(leg.Asked) {
		return fmt.Errorf("what is asked overlaps: %s", texts(leg.Asked))
	}
	asked, got := new(big.Rat), new(big.Rat)
	for _, b := range leg.Asked {
		asked.Add(asked, new(big.Rat).SetInt(b.Volume()))
	}
	for i := range leg.Pieces {
		p := &leg.Pieces[i]
		b := p.Box
		if !b.Valid() {
			return fmt.Errorf("piece %s is not a box", b.Text())
		}
		inside := new(big.Int)
		for _, a := range leg.Asked {
			if both, ok := a.Intersect(b); ok {
				inside.Add(inside, both.Volume())
			}
		}
		if inside.Cmp(b.Volume()) != 0 {
			return fmt.Errorf("piece %s lies outside of what is asked", b.Text())
		}
		share := new(big.Rat).SetInt(b.Volume())
		for _, s := range p.Forks() {
			share.Quo(share, big.NewRat(int64(s.Among), 1))
		}
		got.Add(got, share)
	}
	if err := disjoint(leg.Pieces); err != nil {
		return err
	}
	if asked.Cmp(got) != 0 {
		return fmt.Errorf("pieces have %s headers, and %s are asked about", got, asked)
	}
	return nil
}

// disjoint: pieces overlap only where they part.
func disjoint(pieces []reachability.Piece) error {
	boxes := make([]packet.Box, len(pieces))
	for i := range pieces {
		boxes[i] = pieces[i].Box
	}
	if packet.Disjoint(boxes) {
		return nil
	}
	for i := range pieces {
		for j := range i {
			p, q := &pieces[i], &pieces[j]
			if _, _, parted := p.Parted(q); !parted && p.Box.Overlaps(q.Box) {
				return fmt.Errorf("pieces of one way overlap: %s and %s", p.Box.Text(), q.Box.Text())
			}
		}
	}
	return nil
}

func texts(boxes []packet.Box) []string {
	var out []string
	for _, b := range boxes {
		out = append(out, b.Text())
	}
	return out
}

const (
	uniform  = 12 // packets of a leg that are drawn from what is asked
	cornered = 6  // pieces of a leg of which the corners are tried
)

func (c *comparison) leg(a *reachability.Answer, leg *reachability.Leg) error {
	if len(leg.Asked) == 0 {
		return nil
	}
	for range uniform {
		if err := c.packet(a, leg, leg.Asked[c.random.IntN(len(leg.Asked))].Sample(c.random)); err != nil {
			return err
		}
	}
	for range min(cornered, len(leg.Pieces)) {
		b := leg.Pieces[c.random.IntN(len(leg.Pieces))].Box
		if err := c.packet(a, leg, c.corner(b)); err != nil {
			return err
		}
		if err := c.packet(a, leg, b.Sample(c.random)); err != nil {
			return err
		}
	}
	return nil
}

// corner is a random corner of a box.
func (c *comparison) corner(b packet.Box) packet.Header {
	h := b.First()
	for i, to := range []func(){
		func() { h.Source = b.Source.To.Netip(b.Family) },
		func() { h.Destination = b.Destination.To.Netip(b.Family) },
		func() { h.Protocol = b.Protocol.To },
		func() { h.SourcePort = b.SourcePort.To },
		func() { h.DestinationPort = b.DestinationPort.To },
	} {
		if c.random.IntN(32)>>i&1 == 1 {
			to()
		}
	}
	return h
}

// packet: it is in one piece of each way, and the tracer, told that way, agrees
// with that; and each way of the tracer's is the way of a piece.
func (c *comparison) packet(a *reachability.Answer, leg *reachability.Leg, h packet.Header) error {
	c.packets++
	in, err := piecesOf(leg, h)
	if err != nil {
		return fmt.Errorf("leg %d: packet %s: %w", leg.Number, h.Text(), err)
	}
	passes := true
	for _, p := range in {
		passes = passes && p.OwnVerdict() == reachability.Reachable
		if err := leg.Agrees(a, p, h); err != nil {
			return err
		}
	}
	if passes {
		c.passing++
	}
	if len(in) == 1 {
		return nil
	}
	c.ways += len(in)
	for choices := range tracer.Ways(a.Net, leg.Leg, h, a.LeftOut()...) {
		if !slices.ContainsFunc(in, func(p *reachability.Piece) bool { return goes(p, choices) }) {
			return fmt.Errorf("leg %d: packet %s: no piece goes the way %v", leg.Number, h.Text(), choices)
		}
	}
	return nil
}

// piecesOf are the pieces that a packet is in: it has one on each way.
func piecesOf(leg *reachability.Leg, h packet.Header) ([]*reachability.Piece, error) {
	var in []*reachability.Piece
	share := new(big.Rat)
	for i := range leg.Pieces {
		p := &leg.Pieces[i]
		if !p.Box.Contains(h) {
			continue
		}
		for _, q := range in {
			if _, _, parted := p.Parted(q); !parted {
				return nil, fmt.Errorf("is in two pieces of one way: %s and %s", p.Box.Text(), q.Box.Text())
			}
		}
		in = append(in, p)
		part := big.NewRat(1, 1)
		for _, s := range p.Forks() {
			part.Quo(part, big.NewRat(int64(s.Among), 1))
		}
		share.Add(share, part)
	}
	if share.Cmp(big.NewRat(1, 1)) != 0 {
		return nil, fmt.Errorf("has %d pieces, which are %s of its ways", len(in), share)
	}
	return in, nil
}

// goes reports whether a piece has made these choices, as far as they go.
func goes(p *reachability.Piece, choices tracer.Choices) bool {
	mine := p.Choices()
	for fork, choice := range choices {
		if made, ok := mine[fork]; !ok || made != choice {
			return false
		}
	}
	return true
}
