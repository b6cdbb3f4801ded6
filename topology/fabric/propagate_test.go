package fabric_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

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
		{"the second is preferred", []fabric.RoutePolicy{{Preference: 60}}, []fabric.RoutePolicy{{Preference: 40}}, "two", "10.9.0.0/16 !conflict"},
		{"the last permit sets it", []fabric.RoutePolicy{{Preference: 10, Next: 1}, {Preference: 60}}, []fabric.RoutePolicy{{Preference: 40}}, "two", "10.9.0.0/16 !conflict"},
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
			l.session(fabric.Session{From: origin, To: h, Order: 1, Import: []fabric.RoutePolicy{{Preference: 50}}})
			next := fabric.Session{From: hubs[(i+1)%3], To: h, Order: 2, Import: []fabric.RoutePolicy{{Preference: 90}}}
			if preferNext {
				// Only what the next hub has straight from the origin is wanted.
				next.Import = []fabric.RoutePolicy{{Preference: 10}}
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
