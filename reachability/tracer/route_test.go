package tracer_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability/tracer"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

func TestLongestPrefixDecides(t *testing.T) {
	runRows(t, []row{
		{"a longer prefix drops", func(w *world) {
			w.route(w.clientTable, "10.1.0.0/24", fabric.ToDrop(because("route.drop")))
		}, "route.drop", tracer.Forward},
		{"a longer prefix beside the destination does nothing", func(w *world) {
			w.route(w.clientTable, "10.1.0.128/25", fabric.ToDrop(because("route.drop")))
		}, "", 0},
		{"a shorter prefix does nothing", func(w *world) {
			w.route(w.clientTable, "0.0.0.0/0", fabric.ToDrop(because("route.drop")))
		}, "", 0},
		{"a longer prefix that is not in use does nothing", func(w *world) {
			w.Route(w.clientTable, fabric.Route{
				Prefix: netip.MustParsePrefix("10.1.0.5/32"), Kind: fabric.Static,
				Target: fabric.ToDrop(because("route.drop")), Inactive: because("link.unattached"),
			})
		}, "", 0},
	})
}

func TestRoutesOfferedByNeighboursAreFollowed(t *testing.T) {
	hubbed := func(inactive *fabric.Refusal) *world {
		w := newWorld()
		other := w.table("other table", w.clients)
		w.clientsUse(other)
		w.route(other, "10.0.0.0/24", fabric.ToSegment(w.clientSwitch))
		w.Route(w.serverTable, fabric.Route{
			Prefix: netip.MustParsePrefix("10.1.0.5/32"), Kind: fabric.Local,
			Target: fabric.ToSegment(w.serverSwitch), Announce: true,
		})
		w.Session(fabric.Session{From: w.serverTable, To: other, Link: fabric.None, Own: true, Inactive: inactive})
		return w
	}
	requirePasses(t, hubbed(nil).trace())

	out := hubbed(because("link.unattached")).trace()
	requireFails(t, out, "route.missing", tracer.Forward)
}

func TestWhereAPacketEndsWithoutArriving(t *testing.T) {
	for _, r := range []struct {
		policy    string
		change    func(w *world)
		want      diag.Code
		wantKind  diag.Kind
		direction tracer.Direction
		table     func(w *world) fabric.TableID
	}{
		{"no table at all", func(w *world) { w.clientsUse(fabric.None) },
			"route.missing", diag.KindRoute, tracer.Forward, func(*world) fabric.TableID { return fabric.None }},
		{"no route in the second table", func(w *world) {
			empty := w.table("empty table", w.servers)
			w.route(w.clientTable, "10.1.0.5/32", fabric.ToTable(empty, fabric.None))
		}, "route.missing", diag.KindRoute, tracer.Forward, func(w *world) fabric.TableID { return w.serverTable + 1 }},
		{"a table that says why it has no route", func(w *world) {
			empty := w.Table(fabric.Table{Domain: w.servers, NoRoute: because("route.service-route-missing")})
			w.route(w.clientTable, "10.1.0.5/32", fabric.ToTable(empty, fabric.None))
		}, "route.service-route-missing", diag.KindGate, tracer.Forward, func(w *world) fabric.TableID { return w.serverTable + 1 }},
		{"a drop without a reason", func(w *world) {
			w.route(w.serverTable, "10.1.0.5/32", fabric.ToDrop(nil))
		}, "route.blackhole", diag.KindRoute, tracer.Forward, func(w *world) fabric.TableID { return w.serverTable }},
		{"delivery to another segment", func(w *world) {
			w.route(w.clientTable, "10.1.0.5/32", fabric.ToSegment(w.clientSwitch))
		}, "route.misdelivered", diag.KindRoute, tracer.Forward, func(w *world) fabric.TableID { return w.clientTable }},
		{"two tables that point at each other", func(w *world) {
			w.route(w.serverTable, "10.1.0.5/32", fabric.ToTable(w.clientTable, fabric.None))
		}, "route.loop", diag.KindRoute, tracer.Forward, func(w *world) fabric.TableID { return w.serverTable }},
		{"a reply delivered to another segment", func(w *world) {
			w.route(w.serverTable, "10.0.0.4/32", fabric.ToSegment(w.serverSwitch))
		}, "route.misdelivered", diag.KindRoute, tracer.Return, func(w *world) fabric.TableID { return w.serverTable }},
		{"a reply without a route", func(w *world) {
			w.header = tcp("172.16.0.4", "10.1.0.5", 3306)
		}, "route.missing", diag.KindRoute, tracer.Return, func(w *world) fabric.TableID { return w.serverTable }},
	} {
		t.Run(r.policy, func(t *testing.T) {
			w := newWorld()
			r.change(w)
			out := w.trace()
			requireFails(t, out, r.want, r.direction)
			require.Equal(t, r.wantKind, out.Refusal.Kind)
			require.Equal(t, r.table(w), out.Table)
		})
	}
}

func TestSixtyFourLookupsAreNotALoopAndOneMoreIs(t *testing.T) {
	chained := func(tables int) *world {
		w := newWorld()
		at := w.clientTable
		for range tables - 2 {
			next := w.table("hop", w.clients)
			w.route(at, "10.1.0.5/32", fabric.ToTable(next, fabric.None))
			at = next
		}
		w.route(at, "10.1.0.5/32", fabric.ToTable(w.serverTable, fabric.None))
		return w
	}
	requirePasses(t, chained(64).trace())
	requireFails(t, chained(65).trace(), "route.loop", tracer.Forward)
}

// The winner among random routes is the longest that contains the destination,
// in a table that is searched linearly as in one that is indexed.
func TestLongestPrefixAmongRandomRoutes(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, seed))
	for range 300 {
		w := newWorld()
		destination := netip.AddrFrom4([4]byte{10, 1, byte(random.IntN(2)), byte(random.IntN(256))})
		longest, want := -1, diag.Code("route.missing")
		only := w.table("random table", w.clients)
		w.clientsUse(only)
		seen := map[netip.Prefix]bool{}
		for i := range random.IntN(40) {
			a := netip.AddrFrom4([4]byte{10, 1, byte(random.IntN(2)), byte(random.IntN(256))})
			p, err := a.Prefix(8 + random.IntN(25))
			require.NoError(t, err)
			if seen[p] {
				continue
			}
			seen[p] = true
			code := diag.Code("drop." + p.String())
			r := fabric.Route{Prefix: p, Kind: fabric.Static, Target: fabric.ToDrop(because(code))}
			if i%3 == 0 {
				r.Inactive = because("link.unattached")
			} else if p.Contains(destination) && p.Bits() > longest {
				longest, want = p.Bits(), code
			}
			w.Route(only, r)
		}
		w.header.Destination = destination
		requireFails(t, w.trace(), want, tracer.Forward)
	}
}

func TestIPv6IsRoutedByItsOwnRoutes(t *testing.T) {
	w := newWorld()
	w.header = tcp("2001:db8::4", "2001:db8:1::5", 443)
	requireFails(t, w.trace(), "route.missing", tracer.Forward)

	w.route(w.clientTable, "2001:db8:1::/48", fabric.ToTable(w.serverTable, fabric.None))
	w.route(w.serverTable, "2001:db8:1::/64", fabric.ToSegment(w.serverSwitch))
	requireFails(t, w.trace(), "route.missing", tracer.Return)

	w.route(w.serverTable, "2001:db8::/64", fabric.ToTable(w.clientTable, fabric.None))
	w.route(w.clientTable, "2001:db8::/64", fabric.ToSegment(w.clientSwitch))
	requirePasses(t, w.trace())
}

func TestIPv4WrittenAsIPv6IsIPv4(t *testing.T) {
	w := newWorld()
	w.header = tcp("::ffff:10.0.0.4", "::ffff:10.1.0.5", 3306)
	requirePasses(t, w.trace())
}
