package tracer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/fabric"
)

func TestStatefulFilterLetsRepliesPass(t *testing.T) {
	request := to("10.1.0.0/16", "tcp/3306")
	answer := from("10.1.0.0/16")
	answer.SourcePort = packet.Port(3306)
	server := func(egress, ingress func(*world) []fabric.FilterID) func(*world) {
		return func(w *world) {
			i := w.InterfaceAt(w.server)
			i.Egress, i.Ingress = egress(w), ingress(w)
		}
	}
	client := func(ingress func(*world) []fabric.FilterID) func(*world) {
		return func(w *world) { w.InterfaceAt(w.client).Ingress = ingress(w) }
	}
	none := func(*world) []fabric.FilterID { return nil }
	keeps := func(c ...fabric.Clause) func(*world) []fabric.FilterID {
		return func(w *world) []fabric.FilterID { return w.stateful(c...) }
	}
	forgets := func(c ...fabric.Clause) func(*world) []fabric.FilterID {
		return func(w *world) []fabric.FilterID { return w.stateless(c...) }
	}
	runRows(t, []row{
		{"stateless both ways, answers allowed", server(forgets(allow(answer)), forgets(allow(request))), "", 0},
		{"stateless both ways, answers denied", server(forgets(), forgets(allow(request))), "filter.default", tracer.Return},
		{"ingress remembers, egress forgets", server(forgets(), keeps(allow(request))), "filter.default", tracer.Return},
		{"egress remembers", server(keeps(), forgets(allow(request))), "", 0},
		{"no ingress filter to remember", server(forgets(), none), "filter.default", tracer.Return},
		{"no egress filter to deny", server(none, forgets(allow(request))), "", 0},
		{"client forgets, answers allowed", client(forgets(allow(answer))), "", 0},
		{"client forgets, answers denied", client(forgets()), "filter.default", tracer.Return},
		{"client remembers", client(keeps()), "", 0},
		{"client's egress remembers, its ingress forgets", func(w *world) {
			w.InterfaceAt(w.client).Egress = w.stateful(allow(request))
			w.InterfaceAt(w.client).Ingress = w.stateless()
		}, "filter.default", tracer.Return},
		{"one that remembers before one that forgets", func(w *world) {
			w.InterfaceAt(w.server).Egress = append(w.stateful(), w.stateless(allow(answer))...)
		}, "", 0},
		{"one that forgets behind one that remembers", func(w *world) {
			w.InterfaceAt(w.server).Egress = append(w.stateful(), w.stateless()...)
		}, "filter.default", tracer.Return},
		{"each must let the request pass", func(w *world) {
			w.InterfaceAt(w.server).Ingress = append(w.stateful(allow(request)), w.stateless()...)
		}, "filter.default", tracer.Forward},
	})
}

func TestReplyToAPingIsJudgedAsAPing(t *testing.T) {
	w := newWorld()
	w.header.Protocol, w.header.SourcePort, w.header.DestinationPort = packet.ICMP, 8, 0
	ping := from("10.1.0.0/16")
	ping.Protocol, ping.SourcePort, ping.DestinationPort = packet.Protocol(packet.ICMP), packet.Port(8), packet.Port(0)
	w.InterfaceAt(w.client).Ingress = w.stateless(allow(ping))
	requirePasses(t, w.trace())
}

func TestGateForRepliesSeesTheServer(t *testing.T) {
	back := func(m fabric.Match) func(*world) {
		return func(w *world) {
			g := gate("back.refused", when(m))
			w.leg.Call, w.leg.Back = &fabric.Call{Method: "GET"}, &g
			w.InterfaceAt(w.server).Class = "database"
		}
	}
	runRows(t, []row{
		{"it came back through the client's network", back(fabric.Match{
			Arrival: []fabric.DomainID{0}, ArrivalRegions: []string{"cn-shanghai"},
			SourceRegions: []string{"cn-beijing"}, SourceClasses: []string{"database"},
			Sources: []packet.Box{from("10.1.0.5/32")},
		}), "", 0},
		{"it came back through the server's network", back(fabric.Match{Arrival: []fabric.DomainID{1}}), "back.refused", tracer.Return},
		{"a reply is no call", back(fabric.Match{Methods: []string{"GET"}}), "back.refused", tracer.Return},
	})
}

// shared makes the server's network a provider's, used through two networks:
// the client's, and a second one through which the client's table forwards.
func shared() (w *world, middle fabric.DomainID, middleTable fabric.TableID) {
	w = newWorld()
	w.DomainAt(w.servers).Shared = true
	middle = w.Domain(fabric.Domain{Element: named("middle"), Region: "cn-hangzhou"})
	middleTable = w.table("middle table", middle)
	w.Main(middle, middleTable)
	w.route(w.clientTable, "10.1.0.5/32", fabric.ToTable(middleTable, fabric.None))
	w.route(middleTable, "10.1.0.5/32", fabric.ToTable(w.serverTable, fabric.None))
	return w, middle, middleTable
}

func TestArrivalOnASharedNetworkIsTheLastNetworkBeforeIt(t *testing.T) {
	w, middle, middleTable := shared()
	w.route(middleTable, "10.0.0.0/24", fabric.ToSegment(w.clientSwitch))
	w.InterfaceAt(w.server).Gates = []fabric.Gate{gate("unbound", when(fabric.Match{
		Arrival: []fabric.DomainID{middle}, ArrivalRegions: []string{"cn-hangzhou"},
	}))}
	requirePasses(t, w.trace())

	w.InterfaceAt(w.server).Gates = []fabric.Gate{gate("unbound", when(fabric.Match{
		Arrival: []fabric.DomainID{w.clients, w.servers},
	}))}
	requireFails(t, w.trace(), "unbound", tracer.Forward)
}

func TestReplyFromASharedNetworkLeavesByTheNetworkOfArrival(t *testing.T) {
	w, _, middleTable := shared()
	out := w.trace()
	requireFails(t, out, "route.missing", tracer.Return)
	require.Equal(t, middleTable, out.Table)

	w.route(middleTable, "10.0.0.0/24", fabric.ToTable(w.clientTable, fabric.None))
	w.route(w.serverTable, "10.0.0.4/32", fabric.ToDrop(because("return.drop")))
	requirePasses(t, w.trace())
}

func TestReplyWithinSharedNetworksLeavesByTheServersTable(t *testing.T) {
	w := newWorld()
	w.DomainAt(w.clients).Shared, w.DomainAt(w.servers).Shared = true, true
	requirePasses(t, w.trace())

	w.route(w.serverTable, "10.0.0.4/32", fabric.ToDrop(because("return.drop")))
	requireFails(t, w.trace(), "return.drop", tracer.Return)
}

func TestNetworkOfArrivalWithoutAMainTableHasNoWayBack(t *testing.T) {
	w, middle, _ := shared()
	w.Main(middle, fabric.None)
	out := w.trace()
	requireFails(t, out, "route.missing", tracer.Return)
	require.Equal(t, fabric.TableID(fabric.None), out.Table)
}

func TestReplyToASharedNetworkArrivesThroughTheLastNetworkBeforeIt(t *testing.T) {
	w := newWorld()
	w.DomainAt(w.clients).Shared = true
	g := gate("back.refused", when(fabric.Match{Arrival: []fabric.DomainID{w.servers}}))
	w.leg.Back = &g
	requirePasses(t, w.trace())
}
