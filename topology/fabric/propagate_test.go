package fabric_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// mesh is three hubs that know each other, with one network on each.
type mesh struct {
	lab
	hubs, nets [3]fabric.TableID
}

// newMesh joins network i with hub i: 10.i.0.0/16. change edits each session
// before it is added; its ends are labels.
func newMesh(change func(s *fabric.Session, from, to string)) *mesh {
	m := &mesh{}
	if change == nil {
		change = func(*fabric.Session, string, string) {}
	}
	var labels []string
	add := func(label string, transit bool) fabric.TableID {
		labels = append(labels, label)
		return m.table(fabric.Table{Element: named(label), Transit: transit, Conflict: because("conflict")})
	}
	join := func(s fabric.Session) {
		s.Element = named(labels[s.From] + " to " + labels[s.To])
		change(&s, labels[s.From], labels[s.To])
		m.session(s)
	}
	for i := range 3 {
		m.hubs[i] = add(fmt.Sprintf("hub %d", i), true)
		m.nets[i] = add(fmt.Sprintf("net %d", i), false)
		m.local(m.nets[i], fmt.Sprintf("10.%d.0.0/16", i))
		join(fabric.Session{From: m.nets[i], To: m.hubs[i], Own: true})
		join(fabric.Session{From: m.hubs[i], To: m.nets[i]})
	}
	for i := range 3 {
		for j := range 3 {
			if i != j {
				join(fabric.Session{From: m.hubs[i], To: m.hubs[j], Mesh: true})
			}
		}
	}
	return m
}

func TestEveryNetworkLearnsEveryOther(t *testing.T) {
	m := newMesh(nil)
	n := m.Network()
	require.Nil(t, n.Unsettled)
	require.Equal(t, "10.1.0.0/16 by hub 0", used(n, m.nets[0], "10.1.2.3"))
	require.Equal(t, "10.1.0.0/16 by hub 1", used(n, m.hubs[0], "10.1.2.3"))
	require.Equal(t, "10.1.0.0/16 by net 1", used(n, m.hubs[1], "10.1.2.3"))
	require.Equal(t, "10.1.0.0/16", used(n, m.nets[1], "10.1.2.3"))
}

// What a hub learned from one hub it does not tell another: there is one
// candidate for each network, by the straight way.
func TestAMeshDoesNotPassOnWhatItLearned(t *testing.T) {
	m := newMesh(nil)
	n := m.Network()
	for _, hub := range m.hubs {
		for i := range 3 {
			require.Len(t, candidates(n, hub, fmt.Sprintf("10.%d.2.3", i)), 1)
		}
	}
}

// Nor does a network that passes nothing on.
func TestANetworkTellsOnlyItsOwnRoutes(t *testing.T) {
	m := newMesh(func(s *fabric.Session, from, to string) {
		if from == "hub 1" && to == "hub 2" { // 10.1.0.0/16 could only come by net 0
			s.Export = []fabric.RoutePolicy{{Deny: true, Refusal: because("denied")}}
		}
	})
	require.Equal(t, []string{"10.1.0.0/16 !denied"}, candidates(m.Network(), m.nets[2], "10.1.2.3"))
}

// A session that does not stand carries candidates all the same, with the reason.
func TestRoutesOverAnInactiveSessionStayCandidates(t *testing.T) {
	t.Run("to the hub", func(t *testing.T) {
		m := newMesh(func(s *fabric.Session, from, _ string) {
			if from == "net 1" {
				s.Inactive = because("unattached")
			}
		})
		n := m.Network()
		require.Equal(t, []string{"10.1.0.0/16 !unattached"}, candidates(n, m.hubs[1], "10.1.2.3"))
		require.Equal(t, []string{"10.1.0.0/16 !unattached"}, candidates(n, m.nets[0], "10.1.2.3"))
	})
	t.Run("from the hub", func(t *testing.T) {
		m := newMesh(func(s *fabric.Session, _, to string) {
			if to == "net 0" {
				s.Inactive = because("unattached")
			}
		})
		n := m.Network()
		require.Equal(t, []string{"10.1.0.0/16 !unattached"}, candidates(n, m.nets[0], "10.1.2.3"))
		require.Equal(t, "10.1.0.0/16 by hub 2", used(n, m.nets[2], "10.1.2.3"))
	})
}

// Policies are folded in order: the first that matches decides, unless it
// permits and says where to go on.
func TestRoutePolicies(t *testing.T) {
	ten1 := fabric.RouteMatch{Prefixes: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	wide := fabric.RouteMatch{Prefixes: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	exactWide := wide
	exactWide.Exact = true
	for _, r := range []struct {
		policy string
		list   []fabric.RoutePolicy
		want   diag.Code // the code of the refusal; empty: the route is used
	}{
		{"none: permit", nil, ""},
		{"deny", []fabric.RoutePolicy{denies(ten1, "a")}, "a"},
		{"permit before deny", []fabric.RoutePolicy{{Match: ten1}, denies(ten1, "a")}, ""},
		{"deny before permit", []fabric.RoutePolicy{denies(ten1, "a"), {Match: ten1}}, "a"},
		{"one that does not match decides nothing", []fabric.RoutePolicy{{Match: fabric.RouteMatch{Never: true}}, denies(ten1, "b")}, "b"},
		{"inside a prefix", []fabric.RoutePolicy{denies(wide, "a")}, "a"},
		{"inside is not equal", []fabric.RoutePolicy{denies(exactWide, "a")}, ""},
		{"permit and go on", []fabric.RoutePolicy{{Match: ten1, Next: 2}, denies(ten1, "skipped"), denies(ten1, "c")}, "c"},
		{"permit and go on past the end", []fabric.RoutePolicy{{Match: ten1, Next: 1}, denies(fabric.RouteMatch{Never: true}, "a")}, ""},
		{"a permit that goes back stops", []fabric.RoutePolicy{denies(fabric.RouteMatch{Never: true}, "a"), {Match: ten1, Next: 1}, denies(ten1, "b")}, ""},
		{"of another network", []fabric.RoutePolicy{denies(fabric.RouteMatch{Exits: []fabric.DomainID{99}}, "a")}, ""},
		{"of all networks but another", []fabric.RoutePolicy{denies(fabric.RouteMatch{NotExits: []fabric.DomainID{99}}, "a")}, "a"},
		{"of the region it leads to", []fabric.RoutePolicy{denies(fabric.RouteMatch{ExitRegions: []string{"net 1"}}, "a")}, "a"},
		{"of no region", []fabric.RoutePolicy{denies(fabric.RouteMatch{ExitRegions: []string{}}, "a")}, ""},
		{"of static routes", []fabric.RoutePolicy{denies(fabric.RouteMatch{Kinds: []fabric.RouteKind{fabric.Static}}, "a")}, ""},
		{"of local routes", []fabric.RoutePolicy{denies(fabric.RouteMatch{Kinds: []fabric.RouteKind{fabric.Local}}, "a")}, "a"},
		{"to another peer", []fabric.RoutePolicy{denies(fabric.RouteMatch{Peers: []fabric.DomainID{99}}, "a")}, ""},
		{"to every peer but another", []fabric.RoutePolicy{denies(fabric.RouteMatch{NotPeers: []fabric.DomainID{99}}, "a")}, "a"},
		{"to a class of peers", []fabric.RoutePolicy{denies(fabric.RouteMatch{PeerClasses: []string{"vpc"}}, "a")}, "a"},
		{"to another class", []fabric.RoutePolicy{denies(fabric.RouteMatch{PeerClasses: []string{"cen"}}, "a")}, ""},
	} {
		for _, where := range []string{"export", "import"} {
			t.Run(r.policy+", on "+where, func(t *testing.T) {
				m := newMesh(func(s *fabric.Session, from, to string) {
					switch {
					case from != "hub 1" || to != "hub 0":
					case where == "export":
						s.Export = r.list
					default:
						s.Import = r.list
					}
				})
				want := []string{"10.1.0.0/16"}
				if r.want != "" {
					want[0] += " !" + string(r.want)
				}
				n := m.Network()
				require.Equal(t, want, candidates(n, m.hubs[0], "10.1.2.3"))
				require.Equal(t, want, candidates(n, m.nets[0], "10.1.2.3"))
				require.Equal(t, []string{"10.1.0.0/16"}, candidates(n, m.hubs[2], "10.1.2.3"))
			})
		}
	}
}

func denies(m fabric.RouteMatch, code diag.Code) fabric.RoutePolicy {
	return fabric.RoutePolicy{Match: m, Deny: true, Refusal: because(code)}
}

// The permits of a policy list set the preference; the last that matches wins,
// and a lower one is better.
func TestPreferenceChoosesAmongHubs(t *testing.T) {
	for _, r := range []struct {
		policy       string
		one, two     []fabric.RoutePolicy
		want, reason string
	}{
		{"equal: the first attached", nil, nil, "one", "10.9.0.0/16 !conflict"},
		{"the second is preferred", []fabric.RoutePolicy{{Preference: new(60)}}, []fabric.RoutePolicy{{Preference: new(40)}}, "two", "10.9.0.0/16 !conflict"},
		{"the last permit sets it", []fabric.RoutePolicy{{Preference: new(10), Next: 1}, {Preference: new(60)}}, []fabric.RoutePolicy{{Preference: new(40)}}, "two", "10.9.0.0/16 !conflict"},
	} {
		t.Run(r.policy, func(t *testing.T) {
			l := &lab{}
			hub := l.table(fabric.Table{Element: named("hub"), Transit: true, Conflict: because("conflict")})
			for i, imports := range [][]fabric.RoutePolicy{r.one, r.two} {
				net := l.table(fabric.Table{Element: named([]string{"one", "two"}[i])})
				l.local(net, "10.9.0.0/16")
				l.session(fabric.Session{From: net, To: hub, Own: true, Order: i + 1, Import: imports})
			}
			n := l.Network()
			require.Equal(t, "10.9.0.0/16 by "+r.want, used(n, hub, "10.9.0.1"))
			require.Contains(t, candidates(n, hub, "10.9.0.1"), r.reason)
		})
	}
}

// Routes that depend on each other in a circle do not come to rest: each of
// three hubs likes the way by the next better than its own.
func TestRoutesThatNeverSettle(t *testing.T) {
	build := func(preferNext bool) *fabric.Network {
		l := &lab{}
		origin := l.table(fabric.Table{Element: named("origin"), Transit: true})
		l.local(origin, "10.0.0.0/8")
		var hubs []fabric.TableID
		for i := range 3 {
			hubs = append(hubs, l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true}))
		}
		for i, h := range hubs {
			l.session(fabric.Session{From: origin, To: h, Order: 1, Import: []fabric.RoutePolicy{{Preference: new(50)}}})
			next := fabric.Session{From: hubs[(i+1)%3], To: h, Order: 2, Import: []fabric.RoutePolicy{{Preference: new(90)}}}
			if preferNext {
				// Only what the next hub has straight from the origin is wanted.
				next.Import = []fabric.RoutePolicy{{Preference: new(10)}}
			}
			l.session(next)
		}
		return l.Network()
	}
	require.Nil(t, build(false).Unsettled)
	unsettled := build(true).Unsettled
	require.NotNil(t, unsettled)
	require.True(t, unsettled.Unknown())
}

// A chain of hubs settles as long as the bound on rounds allows, and is told if
// it is longer.
func TestLongChainsSettleWithinTheBound(t *testing.T) {
	build := func(length int) (*fabric.Network, fabric.TableID) {
		l := &lab{}
		last := l.table(fabric.Table{Element: named("origin"), Transit: true})
		l.local(last, "10.0.0.0/8")
		for i := range length {
			hub := l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true})
			l.session(fabric.Session{From: last, To: hub})
			last = hub
		}
		return l.Network(), last
	}
	n, last := build(50)
	require.Nil(t, n.Unsettled)
	require.Equal(t, "10.0.0.0/8 by hub 48", used(n, last, "10.1.2.3"))
	n, _ = build(100)
	require.NotNil(t, n.Unsettled)
}

// What changes nothing but the marks of a route, or its AS path, is news to the
// tables behind all the same.
func TestMarksAndPathsTravelAsFarAsRoutes(t *testing.T) {
	l := &lab{}
	origin := l.table(fabric.Table{Element: named("origin"), Transit: true})
	l.local(origin, "10.0.0.0/8")
	last := origin
	for i := range 4 {
		hub := l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true})
		l.session(fabric.Session{From: last, To: hub, ASN: uint32(i + 1), Export: []fabric.RoutePolicy{
			{Communities: []string{fmt.Sprint(i)}, Additive: true},
		}})
		last = hub
	}
	end := l.table(fabric.Table{Element: named("end")})
	l.session(fabric.Session{From: last, To: end})
	n := l.Network()
	f, a := packet.AddrsOfAddr(netip.MustParseAddr("10.1.2.3"))
	found := n.Candidates(nil, end, f, a)
	require.Len(t, found, 1)
	require.Equal(t, []string{"0", "1", "2", "3"}, found[0].Communities())
	require.Equal(t, []uint32{4, 3, 2, 1}, found[0].ASPath())
}

// Tables in a circle tell each other their routes, and come to rest: what came
// through a table does not come back to it, and the shorter way is the better one.
func TestTablesInACircleComeToRest(t *testing.T) {
	for _, both := range []bool{false, true} {
		for _, length := range []int{2, 3, 4, 9} {
			t.Run(fmt.Sprintf("%d tables, both ways round %t", length, both), func(t *testing.T) {
				l := &lab{}
				var hubs []fabric.TableID
				for i := range length {
					hubs = append(hubs, l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true, Conflict: because("conflict")}))
					l.local(hubs[i], fmt.Sprintf("10.%d.0.0/16", i))
				}
				// All of them lead what is nobody's round in a circle.
				for i, h := range hubs {
					next := hubs[(i+1)%length]
					l.Route(h, fabric.Route{
						Element: named("round"), Prefix: netip.MustParsePrefix("172.16.0.0/12"), Kind: fabric.Static,
						Target: fabric.ToTable(next, fabric.None), Exit: fabric.DomainID(next), Announce: true,
					})
					l.session(fabric.Session{From: next, To: h})
					if both {
						l.session(fabric.Session{From: h, To: next})
					}
				}
				n := l.Network()
				require.Nil(t, n.Unsettled)
				for i, h := range hubs {
					for j := range hubs {
						want := fmt.Sprintf("10.%d.0.0/16", j)
						up, down := (j-i+length)%length, (i-j+length)%length
						switch {
						case i == j:
						case both && up == down:
							continue // both ways are as long
						case both && down < up:
							want += fmt.Sprint(" by hub ", (i-1+length)%length)
						default:
							want += fmt.Sprint(" by hub ", (i+1)%length)
						}
						require.Equal(t, want, used(n, h, fmt.Sprintf("10.%d.2.3", j)))
					}
					require.Equal(t, fmt.Sprint("round by hub ", (i+1)%length), used(n, h, "172.16.0.1"))
				}
			})
		}
	}
}

// So it is where speakers count autonomous systems.
func TestTheShorterWayRoundACircle(t *testing.T) {
	const length = 7
	l := &lab{}
	var hubs []fabric.TableID
	for i := range length {
		hubs = append(hubs, l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true, ASN: uint32(65000 + i)}))
		l.local(hubs[i], fmt.Sprintf("10.%d.0.0/16", i))
	}
	for i, h := range hubs {
		next := (i + 1) % length
		l.session(fabric.Session{From: h, To: hubs[next], ASN: uint32(65000 + i)})
		l.session(fabric.Session{From: hubs[next], To: h, ASN: uint32(65000 + next)})
	}
	n := l.Network()
	require.Nil(t, n.Unsettled)
	for i, h := range hubs {
		for away := 1; away <= length/2; away++ {
			up, down := (i+away)%length, (i-away+length)%length
			require.Equal(t, fmt.Sprintf("10.%d.0.0/16 by hub %d", up, (i+1)%length), used(n, h, fmt.Sprintf("10.%d.2.3", up)))
			require.Equal(t, fmt.Sprintf("10.%d.0.0/16 by hub %d", down, (i-1+length)%length), used(n, h, fmt.Sprintf("10.%d.2.3", down)))
		}
	}
}

// Many tables that all know each other do not try all ways through each other:
// of what is not in use one candidate stands for the others.
func TestManyTablesThatKnowEachOtherComeToRestSoon(t *testing.T) {
	const tables = 12
	l := &lab{}
	var hubs []fabric.TableID
	for i := range tables {
		hubs = append(hubs, l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true, ASN: uint32(1 + i)}))
		net := l.table(fabric.Table{Element: named(fmt.Sprint("net ", i))})
		l.local(net, fmt.Sprintf("10.%d.0.0/16", i))
		attached := fabric.Session{From: net, To: hubs[i], Own: true}
		if i == 0 {
			attached.Inactive = because("unattached")
		}
		l.session(attached)
	}
	for i, a := range hubs {
		for _, b := range hubs[:i] {
			l.session(fabric.Session{From: a, To: b, ASN: uint32(1 + i)})
			l.session(fabric.Session{From: b, To: a, ASN: 1 + uint32(b)/2})
		}
	}
	n := l.Network()
	require.Nil(t, n.Unsettled)
	for _, h := range hubs {
		require.Contains(t, candidates(n, h, "10.0.0.1"), "10.0.0.0/16 !unattached")
		require.LessOrEqual(t, len(n.Tables[h].Routes()), tables*tables)
	}
}

// Two speakers that each like the other's way better than their own never agree,
// by marks as by preference.
func TestMarksThatNeverSettle(t *testing.T) {
	build := func(wanted string) *fabric.Network {
		l := &lab{}
		origin := l.table(fabric.Table{Element: named("origin"), Transit: true})
		l.local(origin, "10.0.0.0/8")
		a := l.table(fabric.Table{Element: named("a"), Transit: true})
		b := l.table(fabric.Table{Element: named("b"), Transit: true})
		for _, to := range []fabric.TableID{a, b} {
			l.session(fabric.Session{From: origin, To: to, Import: []fabric.RoutePolicy{{Preference: new(50), Communities: []string{"direct"}}}})
		}
		for _, ends := range [][2]fabric.TableID{{a, b}, {b, a}} {
			l.session(fabric.Session{From: ends[0], To: ends[1], Import: []fabric.RoutePolicy{
				{Match: fabric.RouteMatch{Communities: []string{wanted}}, Preference: new(10), Communities: []string{"by the other"}},
				{Preference: new(90)},
			}})
		}
		return l.Network()
	}
	require.Nil(t, build("another mark").Unsettled)
	unsettled := build("direct").Unsettled
	require.NotNil(t, unsettled)
	require.True(t, unsettled.Unknown())
}

// BenchmarkPropagate is a hub of four tables that tell each other what they
// learned, and a thousand networks with two prefixes each: all tables learn from
// all networks, and each network looks at one table.
func BenchmarkPropagate(b *testing.B) {
	build := func(apart bool) *lab {
		l := &lab{}
		var hubs []fabric.TableID
		for i := range 4 {
			hubs = append(hubs, l.table(fabric.Table{Element: named(fmt.Sprint("hub ", i)), Transit: true, Multipath: true, Conflict: because("conflict")}))
		}
		for i := range 1000 {
			net := l.table(fabric.Table{Element: named("net")})
			l.local(net, fmt.Sprintf("10.%d.%d.0/25", i/250, i%250))
			l.local(net, fmt.Sprintf("10.%d.%d.128/25", i/250, i%250))
			for h, hub := range hubs {
				if !apart || h == i%4 {
					l.session(fabric.Session{From: net, To: hub, Own: true})
				}
			}
			l.session(fabric.Session{From: hubs[i%4], To: net})
		}
		for _, from := range hubs {
			for _, to := range hubs {
				if apart && from != to {
					l.session(fabric.Session{From: from, To: to, ASN: uint32(from)})
				}
			}
		}
		return l
	}
	for _, bench := range []struct {
		name  string
		apart bool
	}{{"each table learns from every network", false}, {"each learns from its own, and from the other tables", true}} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				l := build(bench.apart)
				b.StartTimer()
				if n := l.Network(); n.Unsettled != nil {
					b.Fatal(n.Unsettled.Summary)
				}
			}
		})
	}
}
