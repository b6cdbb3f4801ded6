package fabric_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/topology/fabric"
)

// inUse are the routes of a table that an address may take, told as "route by
// table".
func inUse(n *fabric.Network, t fabric.TableID, address string) []string {
	f, a := packet.AddrsOfAddr(netip.MustParseAddr(address))
	var out []string
	for _, c := range n.Candidates(nil, t, f, a) {
		if c.Inactive != nil {
			continue
		}
		text := c.Label
		if c.Target.Kind == fabric.Forward {
			text += " by " + n.Tables[c.Target.Table].Label
		}
		out = append(out, text)
	}
	return out
}

// choosing is a table that is offered one prefix by each of several neighbours,
// and what these are told by label.
type choosing struct {
	lab
	table fabric.TableID
}

// newChoosing makes a table that passes on what it learns, or one that looks at
// its neighbours.
func newChoosing(transit bool, t fabric.Table) *choosing {
	c := &choosing{}
	t.Element, t.Transit, t.Conflict = named("table"), transit, because("conflict")
	c.table = c.lab.table(t)
	return c
}

// neighbour offers 10.9.0.0/16.
func (c *choosing) neighbour(label string, route func(*fabric.Route), session func(*fabric.Session)) fabric.TableID {
	t := c.lab.table(fabric.Table{Element: named(label), Transit: true})
	r := fabric.Route{
		Element: named("prefix"), Prefix: netip.MustParsePrefix("10.9.0.0/16"), Kind: fabric.Static,
		Target: fabric.ToSegment(c.segment(t)), Exit: fabric.DomainID(t), Announce: true,
	}
	if route != nil {
		route(&r)
	}
	c.Route(t, r)
	s := fabric.Session{Element: named("session"), From: t, To: c.table}
	if session != nil {
		session(&s)
	}
	c.session(s)
	return t
}

// Attributes decide in this order, whether a table learns its routes or looks at
// its neighbours when it is asked.
func TestAttributesChooseInOrder(t *testing.T) {
	type change = func(*fabric.Route, *fabric.Session)
	preference := func(v int) change { return func(r *fabric.Route, _ *fabric.Session) { r.Preference = v } }
	rank := func(v int) change { return func(r *fabric.Route, _ *fabric.Session) { r.Rank = v } }
	path := func(v ...uint32) change { return func(r *fabric.Route, _ *fabric.Session) { r.ASPath = v } }
	order := func(v int) change { return func(_ *fabric.Route, s *fabric.Session) { s.Order = v } }
	place := func(v string) change { return func(r *fabric.Route, _ *fabric.Session) { r.Place = v } }
	crossing := func(asn uint32) change { return func(_ *fabric.Route, s *fabric.Session) { s.ASN = asn } }
	prepending := func(asns ...uint32) change {
		return func(_ *fabric.Route, s *fabric.Session) { s.Export = []fabric.RoutePolicy{{Prepend: asns}} }
	}
	for _, row := range []struct {
		policy     string
		first, two []change
	}{
		{"the lower preference", []change{preference(2)}, []change{preference(1), rank(9), path(1, 2, 3)}},
		{"then the lower rank", []change{rank(1)}, []change{path(1, 2, 3), order(9)}},
		{"then the shorter AS path", []change{path(1, 2)}, []change{path(9), order(9)}},
		{"which is longer by the AS that it crossed", []change{crossing(7)}, []change{order(9)}},
		{"or by what a policy puts before it", []change{prepending(7, 7)}, []change{crossing(7), order(9)}},
		{"then who came first", []change{order(2)}, []change{order(1), place("z")}},
		{"then the place by name", []change{place("b")}, []change{place("a")}},
	} {
		for _, transit := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, learned %t", row.policy, transit), func(t *testing.T) {
				c := newChoosing(transit, fabric.Table{})
				for i, changes := range [][]change{row.first, row.two} {
					var r fabric.Route
					var s fabric.Session
					for _, change := range changes {
						change(&r, &s)
					}
					c.neighbour([]string{"one", "two"}[i],
						func(to *fabric.Route) {
							to.Preference, to.Rank, to.ASPath, to.Place = r.Preference, r.Rank, r.ASPath, r.Place
						},
						func(to *fabric.Session) { to.Order, to.ASN, to.Export = s.Order, s.ASN, s.Export })
				}
				n := c.Network()
				require.Equal(t, []string{"prefix by two"}, inUse(n, c.table, "10.9.0.1"))
				require.Equal(t, []string{"prefix", "prefix !conflict"}, candidates(n, c.table, "10.9.0.1"))
			})
		}
	}
}

// Which routes stand side by side.
func TestEqualRoutesStandSideBySide(t *testing.T) {
	at := func(place string) func(*fabric.Route) { return func(r *fabric.Route) { r.Place = place } }
	longer := func(r *fabric.Route) { r.ASPath = []uint32{1} }
	off := func(s *fabric.Session) { s.Inactive = because("off") }
	for _, row := range []struct {
		policy    string
		multipath bool
		routes    [3]func(*fabric.Route)
		sessions  [3]func(*fabric.Session)
		want      []string
	}{
		{"several paths: all that are equal", true, [3]func(*fabric.Route){}, [3]func(*fabric.Session){}, []string{"one", "two", "three"}},
		{"several paths: of any place", true, [3]func(*fabric.Route){at("a"), at("b"), at("a")}, [3]func(*fabric.Session){}, []string{"one", "three", "two"}},
		{"several paths: and no worse one", true, [3]func(*fabric.Route){nil, longer}, [3]func(*fabric.Session){}, []string{"one", "three"}},
		{"several paths: nor one that is not in use", true, [3]func(*fabric.Route){}, [3]func(*fabric.Session){off}, []string{"two", "three"}},
		{"one path: the first", false, [3]func(*fabric.Route){}, [3]func(*fabric.Session){}, []string{"one"}},
		{"one path: those of one place", false, [3]func(*fabric.Route){at("b"), at("a"), at("a")}, [3]func(*fabric.Session){}, []string{"two", "three"}},
		{"one path: no place is not one place", false, [3]func(*fabric.Route){nil, nil, at("a")}, [3]func(*fabric.Session){}, []string{"one"}},
	} {
		for _, transit := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, learned %t", row.policy, transit), func(t *testing.T) {
				c := newChoosing(transit, fabric.Table{Multipath: row.multipath})
				for i, label := range []string{"one", "two", "three"} {
					c.neighbour(label, row.routes[i], row.sessions[i])
				}
				var want []string
				for _, w := range row.want {
					want = append(want, "prefix by "+w)
				}
				n := c.Network()
				require.Equal(t, want, inUse(n, c.table, "10.9.0.1"))
				f, a := packet.AddrsOfAddr(netip.MustParseAddr("10.9.0.1"))
				for i, found := range n.Candidates(nil, c.table, f, a) {
					if i < len(want) {
						require.EqualValues(t, len(want), found.Among)
					} else {
						require.Zero(t, found.Among)
					}
				}
			})
		}
	}
}

// Routes that a table owns stand side by side as those do that it learns.
func TestOwnRoutesStandSideBySide(t *testing.T) {
	for _, multipath := range []bool{true, false} {
		l := &lab{}
		id := l.table(fabric.Table{Element: named("table"), Multipath: multipath})
		for i, label := range []string{"worse", "one", "two", "off"} {
			r := fabric.Route{Element: named(label), Prefix: netip.MustParsePrefix("10.9.0.0/16"), Kind: fabric.Static, Target: fabric.ToDrop(nil)}
			switch i {
			case 0:
				r.Preference = 1
			case 3:
				r.Inactive = because("off")
			}
			l.Route(id, r)
		}
		want := []string{"one", "two", "worse !", "off !off"}
		if !multipath {
			want[1] = "two !"
		}
		require.Equal(t, want, candidates(l.Network(), id, "10.9.0.1"))
	}
}

// By each of the tables of a session packets may get in; to its own neighbours a
// table is one way.
func TestEnterIsOneRouteForEachTable(t *testing.T) {
	for _, transit := range []bool{true, false} {
		c := newChoosing(transit, fabric.Table{})
		var zones []fabric.TableID
		for _, z := range []string{"zone a", "zone b", "zone a"} {
			if z == "zone a" && len(zones) > 0 {
				zones = append(zones, zones[0]) // told twice, it is one
				continue
			}
			zones = append(zones, c.lab.table(fabric.Table{Element: named(z)}))
		}
		c.neighbour("one", nil, func(s *fabric.Session) { s.Enter = zones })
		further := c.lab.table(fabric.Table{Element: named("further")})
		c.session(fabric.Session{From: c.table, To: further})
		n := c.Network()
		require.Equal(t, []string{"prefix by zone a", "prefix by zone b"}, inUse(n, c.table, "10.9.0.1"))
		if transit {
			require.Equal(t, []string{"prefix by table"}, inUse(n, further, "10.9.0.1"))
		}
	}
}

// A speaker takes nothing that has come through itself.
func TestASPathsHaveNoCircles(t *testing.T) {
	for _, transit := range []bool{true, false} {
		for _, row := range []struct {
			policy string
			own    uint32
			want   []string
		}{
			{"another number", 65001, []string{"prefix"}},
			{"no number", 0, []string{"prefix"}},
			{"of the route", 65010, []string{"prefix !route.missing"}},
			{"of its neighbour", 65020, []string{"prefix !route.missing"}},
			{"that an export policy put there", 65030, []string{"prefix !route.missing"}},
			{"that its own import policy puts there", 65040, []string{"prefix"}},
		} {
			t.Run(fmt.Sprintf("%s, learned %t", row.policy, transit), func(t *testing.T) {
				c := newChoosing(transit, fabric.Table{ASN: row.own})
				c.neighbour("one", func(r *fabric.Route) { r.ASPath = []uint32{65010} }, func(s *fabric.Session) {
					s.ASN = 65020
					s.Export = []fabric.RoutePolicy{{Prepend: []uint32{65030}}}
					s.Import = []fabric.RoutePolicy{{Prepend: []uint32{65040}}}
				})
				n := c.Network()
				require.Equal(t, row.want, candidates(n, c.table, "10.9.0.1"))
				f, a := packet.AddrsOfAddr(netip.MustParseAddr("10.9.0.1"))
				if found := n.Candidates(nil, c.table, f, a)[0]; found.Inactive == nil {
					require.Equal(t, []uint32{65040, 65020, 65030, 65010}, found.ASPath())
				}
			})
		}
	}
}

// Policies match the marks, AS numbers and tables of a route, and mark it.
func TestPoliciesOfMarksAndASPaths(t *testing.T) {
	marked := func(exactly bool, marks ...string) fabric.RouteMatch {
		return fabric.RouteMatch{Communities: marks, CommunitiesExactly: exactly}
	}
	through := func(exactly bool, asns ...uint32) fabric.RouteMatch {
		return fabric.RouteMatch{ASNs: asns, ASNsExactly: exactly}
	}
	set := func(additive bool, marks ...string) fabric.RoutePolicy {
		return fabric.RoutePolicy{Communities: marks, Additive: additive, Next: 1}
	}
	for _, row := range []struct {
		policy string
		list   []fabric.RoutePolicy // on import of a route marked a and b that came through 1, 2 and 2
		denied bool
	}{
		{"one of its marks", []fabric.RoutePolicy{denies(marked(false, "a", "x"), "denied")}, true},
		{"none of its marks", []fabric.RoutePolicy{denies(marked(false, "x"), "denied")}, false},
		{"exactly its marks", []fabric.RoutePolicy{denies(marked(true, "b", "a"), "denied")}, true},
		{"one of its marks is not all", []fabric.RoutePolicy{denies(marked(true, "a"), "denied")}, false},
		{"one more is too many", []fabric.RoutePolicy{denies(marked(true, "a", "b", "c"), "denied")}, false},
		{"no mark at all", []fabric.RoutePolicy{denies(marked(true, []string{}...), "denied")}, false},
		{"marks that were set in their place", []fabric.RoutePolicy{set(false, "x"), denies(marked(true, "x"), "denied")}, true},
		{"marks that were replaced are gone", []fabric.RoutePolicy{set(false, "x"), denies(marked(false, "a"), "denied")}, false},
		{"marks that were added", []fabric.RoutePolicy{set(true, "x", "a"), denies(marked(true, "a", "b", "x"), "denied")}, true},
		{"marks that were taken away", []fabric.RoutePolicy{{Communities: []string{}, Next: 1}, denies(marked(false, "a", "b"), "denied")}, false},
		{"an AS on its path", []fabric.RoutePolicy{denies(through(false, 2, 9), "denied")}, true},
		{"no AS on its path", []fabric.RoutePolicy{denies(through(false, 9), "denied")}, false},
		{"exactly those on its path", []fabric.RoutePolicy{denies(through(true, 2, 1), "denied")}, true},
		{"fewer than those on its path", []fabric.RoutePolicy{denies(through(true, 1), "denied")}, false},
		{"an AS that was put before it", []fabric.RoutePolicy{{Prepend: []uint32{9}, Next: 1}, denies(through(false, 9), "denied")}, true},
		{"from its table", []fabric.RoutePolicy{denies(fabric.RouteMatch{From: []fabric.TableID{1}}, "denied")}, true},
		{"from another table", []fabric.RoutePolicy{denies(fabric.RouteMatch{From: []fabric.TableID{0}}, "denied")}, false},
		{"to its table", []fabric.RoutePolicy{denies(fabric.RouteMatch{To: []fabric.TableID{0, 7}}, "denied")}, true},
		{"to another table", []fabric.RoutePolicy{denies(fabric.RouteMatch{To: []fabric.TableID{}}, "denied")}, false},
	} {
		for _, transit := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, learned %t", row.policy, transit), func(t *testing.T) {
				c := newChoosing(transit, fabric.Table{})
				require.Equal(t, fabric.TableID(0), c.table)
				from := c.neighbour("one", func(r *fabric.Route) {
					r.Communities, r.ASPath = []string{"a", "b"}, []uint32{1, 2, 2}
				}, func(s *fabric.Session) { s.Import = row.list })
				require.Equal(t, fabric.TableID(1), from)
				want := []string{"prefix"}
				if row.denied {
					want = []string{"prefix !denied"}
				}
				require.Equal(t, want, candidates(c.Network(), c.table, "10.9.0.1"))
			})
		}
	}
}

// A table that learns and one that looks at its neighbours choose alike, whatever
// the routes are.
func TestLearnersAndLookersChooseAlike(t *testing.T) {
	for seed := range uint64(300) {
		build := func(transit bool) []string {
			r := rand.New(rand.NewPCG(seed, 3))
			c := newChoosing(transit, fabric.Table{Multipath: r.IntN(2) == 0, ASN: 1})
			if r.IntN(4) == 0 {
				c.local(c.table, "10.9.0.0/16")
			}
			zones := []fabric.TableID{c.lab.table(fabric.Table{Element: named("zone a")}), c.lab.table(fabric.Table{Element: named("zone b")})}
			for i := range 1 + r.IntN(5) {
				c.neighbour(fmt.Sprint(i), func(to *fabric.Route) {
					to.Preference, to.Rank, to.Place = r.IntN(2), r.IntN(2), []string{"", "a", "b"}[r.IntN(3)]
					for range r.IntN(3) {
						to.ASPath = append(to.ASPath, uint32(1+r.IntN(4)))
					}
				}, func(s *fabric.Session) {
					s.Order, s.ASN = r.IntN(2), uint32(r.IntN(3))
					if r.IntN(4) == 0 {
						s.Enter = zones
					}
					if r.IntN(3) == 0 {
						s.Import = []fabric.RoutePolicy{{Match: fabric.RouteMatch{ASNs: []uint32{2}}, Preference: new(1), Prepend: []uint32{9}}}
					}
				})
			}
			n := c.Network()
			return append(inUse(n, c.table, "10.9.0.1"), candidates(n, c.table, "10.9.0.1")...)
		}
		learned, looked := build(true), build(false)
		slices.Sort(learned)
		slices.Sort(looked)
		require.Equal(t, learned, looked, "seed %d", seed)
	}
}
