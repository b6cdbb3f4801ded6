package tracer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

func TestPacketAndReplyPassWhereNothingRefuses(t *testing.T) {
	requirePasses(t, newWorld().trace())
}

func TestZeroVerdictIsUnknown(t *testing.T) {
	require.Equal(t, tracer.Unknown, tracer.Outcome{}.Verdict)
	require.Equal(t, "unknown passes fails Verdict(9)",
		tracer.Unknown.String()+" "+tracer.Passes.String()+" "+tracer.Fails.String()+" "+tracer.Verdict(9).String())
	require.Equal(t, "forward return Direction(9)",
		tracer.Forward.String()+" "+tracer.Return.String()+" "+tracer.Direction(9).String())
}

func TestUnsettledRoutesLeaveAllUnknown(t *testing.T) {
	w := newWorld()
	w.InterfaceAt(w.client).Gates = []fabric.Gate{gate("endpoint.removed")}
	n := w.Network()
	n.Unsettled = openQuestion("unsupported.unsettled-routes")
	out := tracer.Trace(n, w.leg, w.header, nil)
	require.Equal(t, tracer.Unknown, out.Verdict)
	require.Same(t, n.Unsettled, out.Refusal)
}

// obstacles are refusals at every station of a packet, in the order in which it
// meets them; each way to raise one leaves the others alone.
func obstacles() []row {
	return []row{
		{"the client is gone", func(w *world) {
			w.InterfaceAt(w.client).Gates = []fabric.Gate{gate("client.gone")}
		}, "client.gone", tracer.Forward},
		{"the name is not seen", func(w *world) {
			w.leg.Name = w.Name(fabric.Name{View: fabric.View{Gates: []fabric.Gate{gate("name.unseen")}, Answers: []fabric.InterfaceID{w.server}}})
		}, "name.unseen", tracer.Forward},
		{"the client may send only answers", func(w *world) {
			w.InterfaceAt(w.client).Egress = w.stateless(deny("client.egress", to("10.1.0.0/16", "tcp/3306")), allow(from("0.0.0.0/0")))
		}, "client.egress", tracer.Forward},
		{"the route drops", func(w *world) {
			w.route(w.clientTable, "10.1.0.5/32", fabric.ToDrop(because("route.drop")))
		}, "route.drop", tracer.Forward},
		{"the server may receive nothing", func(w *world) {
			w.InterfaceAt(w.server).Ingress = w.stateful()
		}, "filter.default", tracer.Forward},
		{"the server is gone", func(w *world) {
			w.InterfaceAt(w.server).Gates = []fabric.Gate{gate("server.gone")}
		}, "server.gone", tracer.Forward},
		{"the server listens elsewhere", func(w *world) {
			i := w.InterfaceAt(w.server)
			i.Anything, i.Listeners = false, []fabric.Listener{{Service: service("tcp/22")}}
			i.Quiet = because("server.quiet")
		}, "server.quiet", tracer.Forward},
		{"the server may not answer", func(w *world) {
			w.InterfaceAt(w.server).Egress = w.stateless(deny("server.egress", from("0.0.0.0/0")))
		}, "server.egress", tracer.Return},
		{"the way back drops", func(w *world) {
			w.route(w.serverTable, "10.0.0.4/32", fabric.ToDrop(because("return.drop")))
		}, "return.drop", tracer.Return},
		{"the client may not receive answers", func(w *world) {
			w.InterfaceAt(w.client).Ingress = w.stateless(deny("client.ingress", from("10.1.0.0/16")))
		}, "client.ingress", tracer.Return},
		{"the reply is not taken", func(w *world) {
			back := gate("back.refused")
			w.leg.Back = &back
		}, "back.refused", tracer.Return},
	}
}

func TestEachStationCanRefuse(t *testing.T) { runRows(t, obstacles()) }

func TestFirstStationThatRefusesDecides(t *testing.T) {
	all := obstacles()
	for i, first := range all {
		for _, later := range all[i+1:] {
			t.Run(first.policy+", "+later.policy, func(t *testing.T) {
				w := newWorld()
				later.change(w)
				first.change(w)
				requireFails(t, w.trace(), first.want, first.direction)
			})
		}
	}
}

func TestRefusalOfAnUnknownKindLeavesTheVerdictUnknown(t *testing.T) {
	unknown := openQuestion("unsupported.firewall")
	for _, r := range []struct {
		policy string
		change func(w *world)
		want   tracer.Direction
	}{
		{"a gate of the client", func(w *world) {
			w.InterfaceAt(w.client).Gates = []fabric.Gate{{Refusal: unknown}}
		}, tracer.Forward},
		{"a route on the way", func(w *world) {
			w.route(w.clientTable, "10.1.0.5/32", fabric.ToDrop(unknown))
		}, tracer.Forward},
		{"no route in a table that is not modelled", func(w *world) {
			unmodelled := w.Table(fabric.Table{Domain: w.servers, NoRoute: unknown})
			w.route(w.clientTable, "10.1.0.5/32", fabric.ToTable(unmodelled, fabric.None))
		}, tracer.Forward},
		{"a rule on the way back", func(w *world) {
			w.InterfaceAt(w.server).Egress = w.stateless(fabric.Clause{
				Effect: fabric.Deny, Boxes: []packet.Box{from("10.1.0.0/16")}, Refusal: unknown,
			})
		}, tracer.Return},
	} {
		t.Run(r.policy, func(t *testing.T) {
			w := newWorld()
			r.change(w)
			out := w.trace()
			require.Equal(t, tracer.Unknown, out.Verdict)
			require.Equal(t, diag.Code("unsupported.firewall"), out.Refusal.Code)
			require.Equal(t, r.want, out.Direction)
		})
	}
}

func TestRelayedLegEntersItsOwnTable(t *testing.T) {
	w := newWorld()
	w.leg.Start = w.serverTable
	w.route(w.clientTable, "10.1.0.5/32", fabric.ToDrop(because("route.drop")))
	requirePasses(t, w.trace())

	w.InterfaceAt(w.client).Egress = w.stateful(deny("client.egress", to("10.1.0.0/16", "tcp")))
	requireFails(t, w.trace(), "client.egress", tracer.Forward)
}
