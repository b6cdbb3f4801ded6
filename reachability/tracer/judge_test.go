package tracer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/fabric"
)

func TestFirstRuleOfAFilterDecides(t *testing.T) {
	ingress := func(clauses ...fabric.Clause) func(*world) {
		return func(w *world) { w.InterfaceAt(w.server).Ingress = w.stateful(clauses...) }
	}
	peer := func(c fabric.Clause, peers ...fabric.InterfaceID) fabric.Clause {
		c.Peers = peers
		return c
	}
	all := from("0.0.0.0/0")
	runRows(t, []row{
		{"allow, then deny all", ingress(allow(from("10.0.0.0/24")), deny("sg.denied", all)), "", 0},
		{"deny, then allow all", ingress(deny("sg.denied", from("10.0.0.0/24")), allow(all)), "sg.denied", tracer.Forward},
		{"allow another source", ingress(allow(from("10.0.1.0/24"))), "filter.default", tracer.Forward},
		{"allow another port", ingress(allow(to("10.1.0.0/16", "tcp/22"))), "filter.default", tracer.Forward},
		{"allow one of two boxes", ingress(allow(from("10.0.1.0/24"), from("10.0.0.0/24"))), "", 0},
		{"a rule without boxes matches nothing", ingress(allow()), "filter.default", tracer.Forward},
		{"allow the client as a peer", ingress(peer(allow(all), 0)), "", 0},
		{"allow another peer", ingress(peer(allow(all), 1)), "filter.default", tracer.Forward},
		{"allow no peer", func(w *world) {
			c := allow(all)
			c.Peers = []fabric.InterfaceID{}
			ingress(c)(w)
		}, "filter.default", tracer.Forward},
		{"default allow", func(w *world) {
			w.InterfaceAt(w.server).Ingress = []fabric.FilterID{w.Filter(fabric.Filter{Stateful: true, Default: allow()})}
		}, "", 0},
		{"a denial without a reason", ingress(fabric.Clause{Effect: fabric.Deny, Boxes: []packet.Box{all}}), "filter.denied", tracer.Forward},
	})
}

func TestFiltersSeeTheInterfaceAtTheFarEnd(t *testing.T) {
	only := func(w *world, peer fabric.InterfaceID) []fabric.FilterID {
		c := allow(from("0.0.0.0/0"))
		c.Peers = []fabric.InterfaceID{peer}
		return w.stateless(c)
	}
	w := newWorld()
	w.InterfaceAt(w.client).Egress, w.InterfaceAt(w.client).Ingress = only(w, w.server), only(w, w.server)
	w.InterfaceAt(w.server).Egress, w.InterfaceAt(w.server).Ingress = only(w, w.client), only(w, w.client)
	requirePasses(t, w.trace())
}

func TestGateFoldsItsClauses(t *testing.T) {
	call := func(host string) fabric.Match { return fabric.Match{Hosts: []string{host}} }
	at := func(gates ...fabric.Gate) func(*world) {
		return func(w *world) {
			w.leg.Call = &fabric.Call{Host: "api.example.com", Method: "GET"}
			w.InterfaceAt(w.server).Gates = gates
		}
	}
	match := func(m fabric.Match) func(*world) { return at(gate("gate.closed", when(m))) }
	runRows(t, []row{
		{"the zero gate lets pass", at(fabric.Gate{}), "", 0},
		{"a gate without clauses refuses", at(gate("gate.closed")), "gate.closed", tracer.Forward},
		{"a clause that always holds lets pass", match(fabric.Match{}), "", 0},
		{"the first clause that holds decides", at(gate("gate.closed",
			unless("host.other", call("other.example.com")), unless("host.denied", call("*.example.com")), when(fabric.Match{}),
		)), "host.denied", tracer.Forward},
		{"every gate must let pass", at(fabric.Gate{}, gate("gate.closed", when(fabric.Match{})), gate("gate.second")), "gate.second", tracer.Forward},
		{"what no clause claims passes a gate without a reason", at(fabric.Gate{
			Clauses: []fabric.GateClause{unless("host.other", call("other.example.com"))},
		}), "", 0},
		{"arrival through the server's network", match(fabric.Match{Arrival: []fabric.DomainID{1}, ArrivalRegions: []string{"cn-beijing"}}), "", 0},
		{"arrival through the client's network", match(fabric.Match{Arrival: []fabric.DomainID{0}}), "gate.closed", tracer.Forward},
		{"source in the client's region", match(fabric.Match{SourceRegions: []string{"cn-shanghai"}}), "", 0},
		{"source in the server's region", match(fabric.Match{SourceRegions: []string{"cn-beijing"}}), "gate.closed", tracer.Forward},
		{"source is an instance", match(fabric.Match{SourceClasses: []string{"instance"}}), "", 0},
		{"source is a vpc", match(fabric.Match{SourceClasses: []string{"vpc"}}), "gate.closed", tracer.Forward},
		{"headers from the client", match(fabric.Match{Sources: []packet.Box{from("10.9.0.0/16"), from("10.0.0.0/24")}}), "", 0},
		{"headers from elsewhere", match(fabric.Match{Sources: []packet.Box{from("10.9.0.0/16")}}), "gate.closed", tracer.Forward},
		{"headers from nowhere", match(fabric.Match{Sources: []packet.Box{}}), "gate.closed", tracer.Forward},
		{"a condition on the call", match(call("api.example.com")), "", 0},
	})
}

func TestGatesAtTheStartSeeTheNetworkOfTheClient(t *testing.T) {
	own := gate("elsewhere", when(fabric.Match{
		Arrival: []fabric.DomainID{0}, ArrivalRegions: []string{"cn-shanghai"},
		SourceRegions: []string{"cn-shanghai"}, SourceClasses: []string{"instance"},
	}))
	called := gate("no.call", when(fabric.Match{Methods: []string{"GET"}}))
	ask := func(w *world, gates ...fabric.Gate) {
		w.leg.Call = &fabric.Call{Method: "GET"}
		w.leg.Name = w.Name(fabric.Name{View: fabric.View{Gates: gates}})
	}
	runRows(t, []row{
		{"standing there", func(w *world) { w.InterfaceAt(w.client).Gates = []fabric.Gate{own} }, "", 0},
		{"asking for a name", func(w *world) { ask(w, own) }, "", 0},
		{"the name sees the call", func(w *world) { ask(w, called) }, "", 0},
		{"standing there is no call", func(w *world) {
			ask(w)
			w.InterfaceAt(w.client).Gates = []fabric.Gate{called}
		}, "no.call", tracer.Forward},
	})
}

func TestConditionOnAnArrivalThatIsNotKnownLeavesItUnknown(t *testing.T) {
	bound := fabric.Match{Arrival: []fabric.DomainID{0}}
	for _, r := range []struct {
		policy string
		change func(w *world)
		want   tracer.Verdict
	}{
		{"a clause on the arrival", func(w *world) {
			w.InterfaceAt(w.server).Gates = []fabric.Gate{gate("unbound", when(bound))}
		}, tracer.Unknown},
		{"a clause before it that holds", func(w *world) {
			w.InterfaceAt(w.server).Gates = []fabric.Gate{gate("unbound", when(fabric.Match{}), when(bound))}
		}, tracer.Passes},
		{"a clause on the arrival and another source", func(w *world) {
			m := bound
			m.Sources = []packet.Box{from("10.9.0.0/16")}
			w.InterfaceAt(w.server).Gates = []fabric.Gate{gate("unbound", when(m))}
		}, tracer.Fails},
		{"a relay that chooses by arrival", func(w *world) {
			i := w.InterfaceAt(w.server)
			i.Listeners = []fabric.Listener{{Service: service("tcp"), Relay: []fabric.Backend{{Match: bound}}}}
		}, tracer.Unknown},
		{"a service that chooses by arrival", func(w *world) {
			i := w.InterfaceAt(w.server)
			i.Listeners = []fabric.Listener{{Service: service("tcp"), Calls: true}}
			w.leg.Target = w.Service(fabric.Service{Backends: []fabric.Backend{{Match: bound}}})
		}, tracer.Unknown},
	} {
		t.Run(r.policy, func(t *testing.T) {
			w := newWorld()
			w.DomainAt(w.clients).Shared, w.DomainAt(w.servers).Shared = true, true
			r.change(w)
			out := w.trace()
			require.Equal(t, r.want, out.Verdict)
			if r.want == tracer.Unknown {
				require.True(t, out.Refusal.Unknown())
			}
		})
	}
}
