package fabric_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

func named(label string) fabric.Element { return fabric.Element{Label: label} }

func because(code diag.Code) *fabric.Refusal {
	return &fabric.Refusal{Element: named("because"), Code: code, Kind: diag.KindRoute, Summary: "because"}
}

// lab builds small networks: a domain for each table.
type lab struct{ fabric.Builder }

func (l *lab) table(t fabric.Table) fabric.TableID {
	t.Domain = l.Domain(fabric.Domain{Element: t.Element, Region: t.Label, Class: "vpc"})
	id := l.Table(t)
	l.Main(t.Domain, id)
	return id
}

func (l *lab) segment(t fabric.TableID) fabric.SegmentID {
	return l.Segment(fabric.Segment{Element: named("segment"), Domain: fabric.DomainID(t), Table: t})
}

// local announces a prefix that is delivered in the table's own domain.
func (l *lab) local(t fabric.TableID, prefix string) {
	l.Route(t, fabric.Route{
		Element: named(prefix), Prefix: netip.MustParsePrefix(prefix), Kind: fabric.Local,
		Target: fabric.ToSegment(l.segment(t)), Exit: fabric.DomainID(t), Announce: true,
	})
}

func (l *lab) session(s fabric.Session) {
	s.Link = fabric.None
	l.Session(s)
}

// candidates are the routes of a table for an address, told as "prefix kind"
// with "!code" for those that are not in use.
func candidates(n *fabric.Network, t fabric.TableID, address string) []string {
	f, a := packet.AddrsOfAddr(netip.MustParseAddr(address))
	var out []string
	for _, c := range n.Candidates(nil, t, f, a) {
		s := c.Label
		if c.Inactive != nil {
			s += " !" + string(c.Inactive.Code)
		}
		out = append(out, s)
	}
	return out
}

// used is the label of the route that an address takes, and the table it leads to.
func used(n *fabric.Network, t fabric.TableID, address string) string {
	f, a := packet.AddrsOfAddr(netip.MustParseAddr(address))
	for _, c := range n.Candidates(nil, t, f, a) {
		if c.Inactive == nil {
			if c.Target.Kind == fabric.Forward {
				return c.Label + " by " + n.Tables[c.Target.Table].Label
			}
			return c.Label
		}
	}
	return ""
}

// The search over an index finds what looking at every route finds.
func TestCandidatesEqualALinearScan(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		l := &lab{}
		id := l.table(fabric.Table{Element: named("table")})
		var all []netip.Prefix
		for i := range r.IntN(201) {
			p := randomPrefix(r)
			if !slices.Contains(all, p) {
				all = append(all, p)
				l.Route(id, fabric.Route{Element: named(fmt.Sprint(i)), Prefix: p, Kind: fabric.Static, Target: fabric.ToDrop(nil)})
			}
		}
		n := l.Network()
		for range 40 {
			f, asked := randomRange(r)
			want := slices.DeleteFunc(slices.Clone(all), func(p netip.Prefix) bool {
				pf, a := packet.AddrsOfPrefix(p)
				return pf != f || !a.Overlaps(asked)
			})
			slices.SortFunc(want, func(a, b netip.Prefix) int {
				return cmp.Or(cmp.Compare(b.Bits(), a.Bits()), a.Addr().Compare(b.Addr()))
			})
			var got []netip.Prefix
			for _, c := range n.Candidates(nil, id, f, asked) {
				require.Nil(t, c.Inactive)
				got = append(got, c.Prefix)
			}
			if len(want) == 0 {
				want = nil
			}
			require.Equal(t, want, got, "seed %d, %s", seed, asked.Text(f))
		}
	}
}

// randomPrefix is of a small world, so that prefixes nest.
func randomPrefix(r *rand.Rand) netip.Prefix {
	if r.IntN(2) == 0 {
		a := netip.AddrFrom4([4]byte{10, byte(r.IntN(3)), byte(r.IntN(4)), byte(r.IntN(256))})
		return netip.PrefixFrom(a, r.IntN(33)).Masked()
	}
	b := [16]byte{0x20, 1, 0xd, 0xb8, 14: byte(r.IntN(3)), 15: byte(r.IntN(256))}
	return netip.PrefixFrom(netip.AddrFrom16(b), []int{0, 16, 32, 64, 112, 120, 121, 127, 128}[r.IntN(9)]).Masked()
}

func randomRange(r *rand.Rand) (packet.Family, packet.Addrs) {
	f, a := packet.AddrsOfPrefix(randomPrefix(r))
	if g, b := packet.AddrsOfPrefix(randomPrefix(r)); r.IntN(2) == 0 && f == g && a.From.Compare(b.To) < 0 {
		a.To = b.To
	}
	return f, a
}

// The longest prefix stands first, whatever the kinds of the routes.
func TestTheLongestPrefixDecides(t *testing.T) {
	l := &lab{}
	id := l.table(fabric.Table{Element: named("table")})
	for _, r := range []struct {
		prefix string
		kind   fabric.RouteKind
	}{
		{"0.0.0.0/0", fabric.Local}, {"10.0.0.0/8", fabric.Local}, {"10.1.0.0/16", fabric.Static}, {"10.1.2.0/24", fabric.Learned},
	} {
		l.Route(id, fabric.Route{Element: named(r.prefix), Prefix: netip.MustParsePrefix(r.prefix), Kind: r.kind, Target: fabric.ToDrop(nil)})
	}
	n := l.Network()
	require.Equal(t, []string{"10.1.2.0/24", "10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0"}, candidates(n, id, "10.1.2.3"))
	require.Equal(t, []string{"10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0"}, candidates(n, id, "10.1.3.3"))
	require.Equal(t, []string{"0.0.0.0/0"}, candidates(n, id, "11.1.2.3"))
	require.Empty(t, candidates(n, id, "2001:db8::1"))
}

// Of one prefix the kind decides, then the preference, then the order; those
// that lose stay, with the winner's name.
func TestOneOfEqualPrefixesIsUsed(t *testing.T) {
	kinds := []fabric.Route{
		{Element: named("learned"), Kind: fabric.Learned},
		{Element: named("local"), Kind: fabric.Local},
		{Element: named("static, worse"), Kind: fabric.Static, Preference: 20, Order: 1},
		{Element: named("static, later"), Kind: fabric.Static, Preference: 10, Order: 2},
		{Element: named("static, first"), Kind: fabric.Static, Preference: 10, Order: 1},
	}
	l := &lab{}
	id := l.table(fabric.Table{Element: named("table"), Conflict: because("conflict")})
	for _, r := range kinds {
		r.Prefix, r.Target = netip.MustParsePrefix("10.0.0.0/8"), fabric.ToDrop(nil)
		l.Route(id, r)
	}
	n := l.Network()
	got := candidates(n, id, "10.1.2.3")
	require.Equal(t, "local", used(n, id, "10.1.2.3"))
	slices.Sort(got)
	require.Equal(t, []string{
		"learned !conflict", "local", "static, first !conflict", "static, later !conflict", "static, worse !conflict",
	}, got)

	for _, r := range []struct {
		policy string
		drop   int // so many of the best are not there
		want   string
	}{
		{"local before static", 0, "local"},
		{"static by preference and order", 1, "static, first"},
		{"then by order", 2, "static, later"},
		{"then by preference", 3, "static, worse"},
		{"learned last", 4, "learned"},
	} {
		t.Run(r.policy, func(t *testing.T) {
			best := []string{"local", "static, first", "static, later", "static, worse", "learned"}[r.drop:]
			l := &lab{}
			id := l.table(fabric.Table{Element: named("table")})
			for _, k := range kinds {
				if slices.Contains(best, k.Label) {
					k.Prefix, k.Target = netip.MustParsePrefix("10.0.0.0/8"), fabric.ToDrop(nil)
					l.Route(id, k)
				}
			}
			require.Equal(t, r.want, used(l.Network(), id, "10.1.2.3"))
		})
	}
}

// A table refuses what it is offered on account of its own routes.
func TestRejections(t *testing.T) {
	delivering := fabric.Rejection{Against: fabric.Local, Delivering: true, Within: true, Refusal: *because("inside")}
	equal := fabric.Rejection{Against: fabric.Static, Refusal: *because("equal")}
	for _, r := range []struct {
		policy, offered string
		want            []string
	}{
		{"equal to an own segment", "10.0.1.0/24", []string{"10.0.1.0/24 !inside", "10.0.1.0/24"}},
		{"inside an own segment", "10.0.1.128/25", []string{"10.0.1.128/25 !inside", "10.0.1.0/24"}},
		{"around an own segment", "10.0.0.0/16", []string{"10.0.1.0/24", "10.0.0.0/16"}},
	} {
		t.Run(r.policy, func(t *testing.T) {
			l := &lab{}
			from := l.table(fabric.Table{Element: named("from")})
			to := l.table(fabric.Table{Element: named("to"), Rejects: []fabric.Rejection{delivering, equal}})
			l.local(from, r.offered)
			l.local(to, "10.0.1.0/24")
			l.session(fabric.Session{From: from, To: to})
			got := candidates(l.Network(), to, "10.0.1.130")
			slices.Sort(got)
			slices.Sort(r.want)
			require.Equal(t, r.want, got)
		})
	}
	t.Run("equal to a custom route, and not inside one", func(t *testing.T) {
		l := &lab{}
		from := l.table(fabric.Table{Element: named("from")})
		to := l.table(fabric.Table{Element: named("to"), Rejects: []fabric.Rejection{delivering, equal}})
		l.local(from, "10.2.0.0/16")
		l.local(from, "10.2.3.0/24")
		for _, p := range []string{"10.2.0.0/16", "10.3.0.0/16"} {
			l.Route(to, fabric.Route{Element: named("custom " + p), Prefix: netip.MustParsePrefix(p), Kind: fabric.Static, Target: fabric.ToDrop(nil)})
		}
		l.Route(to, fabric.Route{
			Element: named("off"), Prefix: netip.MustParsePrefix("10.2.3.0/24"), Kind: fabric.Static,
			Target: fabric.ToDrop(nil), Inactive: because("off"),
		})
		l.session(fabric.Session{From: from, To: to})
		require.Equal(t, []string{"10.2.3.0/24", "off !off", "custom 10.2.0.0/16", "10.2.0.0/16 !equal"}, candidates(l.Network(), to, "10.2.3.4"))
	})
	t.Run("a local route that does not deliver refuses nothing", func(t *testing.T) {
		l := &lab{}
		from := l.table(fabric.Table{Element: named("from")})
		to := l.table(fabric.Table{Element: named("to"), Rejects: []fabric.Rejection{delivering, equal}})
		l.local(from, "100.100.0.0/16")
		l.Route(to, fabric.Route{Element: named("services"), Prefix: netip.MustParsePrefix("100.64.0.0/10"), Kind: fabric.Local, Target: fabric.ToTable(from, fabric.None)})
		l.session(fabric.Session{From: from, To: to})
		require.Equal(t, "100.100.0.0/16 by from", used(l.Network(), to, "100.100.0.1"))
	})
}
