package tracer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/fabric"
)

// listening makes the server listen to exactly these.
func listening(listeners ...fabric.Listener) func(*world) {
	return func(w *world) {
		i := w.InterfaceAt(w.server)
		i.Anything, i.Listeners = false, listeners
	}
}

func serving(s string) fabric.Listener { return fabric.Listener{Service: service(s)} }

func both(changes ...func(*world)) func(*world) {
	return func(w *world) {
		for _, c := range changes {
			c(w)
		}
	}
}

func TestListenersServeTCPAndUDP(t *testing.T) {
	protocol := func(p uint8) func(*world) { return func(w *world) { w.header.Protocol = p } }
	closed := serving("tcp/3306")
	closed.Gates = []fabric.Gate{gate("listener.closed")}
	runRows(t, []row{
		{"its port", listening(serving("tcp/22"), serving("tcp/3000-4000")), "", 0},
		{"another port", listening(serving("tcp/22")), "backend.not-listening", tracer.Forward},
		{"another protocol", listening(serving("udp/3306")), "backend.not-listening", tracer.Forward},
		{"udp to its port", both(listening(serving("udp/3306")), protocol(packet.UDP)), "", 0},
		{"another port, but anything is taken to be served", func(w *world) {
			w.InterfaceAt(w.server).Listeners = []fabric.Listener{serving("tcp/22")}
		}, "", 0},
		{"nothing listens", listening(), "backend.not-listening", tracer.Forward},
		{"icmp needs no listener", both(listening(serving("tcp/22")), protocol(packet.ICMP)), "", 0},
		{"icmpv6 needs no listener", both(listening(serving("tcp/22")), protocol(packet.ICMPv6)), "", 0},
		{"gre needs no listener", both(listening(serving("tcp/22")), protocol(packet.GRE)), "", 0},
		{"a gate of the listener", listening(closed), "listener.closed", tracer.Forward},
		{"the first listener decides", listening(closed, serving("tcp")), "listener.closed", tracer.Forward},
	})
}

func TestListenerAnswersItsPaths(t *testing.T) {
	answering := func(paths ...string) fabric.Listener {
		l := serving("tcp/3306")
		l.Paths = paths
		return l
	}
	asking := func(path string) func(*world) {
		return func(w *world) { w.leg.Call = &fabric.Call{Path: path} }
	}
	missing := answering("/ready")
	missing.PathMiss = because("backend.404")
	runRows(t, []row{
		{"one of its paths", both(listening(answering("/ready", "/v1/**")), asking("/v1/users/7")), "", 0},
		{"another path", both(listening(answering("/ready")), asking("/v1")), "backend.path-not-served", tracer.Forward},
		{"another path, with a reason", both(listening(missing), asking("/v1")), "backend.404", tracer.Forward},
		{"no call is made", listening(answering("/ready")), "", 0},
		{"a listener of all paths", both(listening(serving("tcp")), asking("/v1")), "", 0},
		{"a listener of no paths", both(listening(answering([]string{}...)), asking("/v1")), "backend.path-not-served", tracer.Forward},
	})
}

// calling makes the leg a call to a service at the server.
func calling(s fabric.Service) func(*world) {
	return func(w *world) {
		l := serving("tcp")
		l.Calls = true
		listening(l)(w)
		w.leg.Target = w.Service(s)
		w.leg.Call = &fabric.Call{Method: "GET", Path: "/v1"}
	}
}

func TestCallIsJudgedByTheService(t *testing.T) {
	get, put := fabric.Match{Methods: []string{"GET"}}, fabric.Match{Methods: []string{"PUT"}}
	closed := fabric.Backend{Match: get, Gates: []fabric.Gate{gate("backend.closed")}}
	runRows(t, []row{
		{"a backend that answers itself", calling(fabric.Service{Backends: []fabric.Backend{{}}}), "", 0},
		{"a gate of the service", calling(fabric.Service{
			Gates: []fabric.Gate{{}, gate("api.unpublished")}, Backends: []fabric.Backend{{}},
		}), "api.unpublished", tracer.Forward},
		{"no backend for the method", calling(fabric.Service{
			Backends: []fabric.Backend{{Match: put}}, NoBackend: because("api.no-method"),
		}), "api.no-method", tracer.Forward},
		{"no backend at all", calling(fabric.Service{}), "backend.missing", tracer.Forward},
		{"the first backend that holds is asked", calling(fabric.Service{
			Backends: []fabric.Backend{{Match: put}, closed, {}},
		}), "backend.closed", tracer.Forward},
		{"a listener that takes no calls", both(calling(fabric.Service{Backends: []fabric.Backend{{}}}),
			listening(serving("tcp"))), "backend.not-listening", tracer.Forward},
		{"no listener, though anything is taken to be served", both(calling(fabric.Service{Backends: []fabric.Backend{{}}}),
			func(w *world) { w.InterfaceAt(w.server).Listeners, w.InterfaceAt(w.server).Anything = nil, true },
		), "backend.not-listening", tracer.Forward},
		{"a call needs a listener even in icmp", both(calling(fabric.Service{Backends: []fabric.Backend{{}}}),
			func(w *world) { w.header.Protocol = packet.ICMP }), "backend.not-listening", tracer.Forward},
		{"a connection that calls nothing", both(calling(fabric.Service{}),
			func(w *world) { w.leg.Target = fabric.None }), "", 0},
	})
}

func TestBackendOfACallIsTheNextLeg(t *testing.T) {
	w := newWorld()
	relay := w.endpoint("relay", w.serverSwitch, "10.1.0.9")
	db := w.endpoint("db", w.serverSwitch, "10.1.0.6")
	back := gate("back.refused")
	behind := &fabric.Call{Method: "GET", Path: "/behind"}
	calling(fabric.Service{Backends: []fabric.Backend{{
		From: relay, Start: w.serverTable, To: []fabric.InterfaceID{db, w.client},
		Service: service("tcp/5432"), Call: behind, Back: &back,
	}}})(w)
	leg := fabric.Leg{
		From: relay, Start: w.serverTable, To: db,
		Name: fabric.None, Target: fabric.None, Call: behind, Back: &back,
	}
	other := leg
	other.To = w.client
	out := w.trace()
	requirePasses(t, out)
	require.Equal(t, []tracer.Next{
		{leg, []fabric.Address{address("10.1.0.9")}, []fabric.Address{address("10.1.0.6")}, service("tcp/5432")},
		{other, []fabric.Address{address("10.1.0.9")}, []fabric.Address{address("10.0.0.4")}, service("tcp/5432")},
	}, out.Next)

	w.route(w.serverTable, "10.0.0.4/32", fabric.ToDrop(because("return.drop")))
	requireFails(t, w.trace(), "return.drop", tracer.Return)
}

func TestRelayStartsALegForEveryBackendThatHolds(t *testing.T) {
	w := newWorld()
	one, two := w.endpoint("one", w.serverSwitch, "10.1.0.6"), w.endpoint("two", w.serverSwitch, "10.1.0.7")
	backend := func(to fabric.InterfaceID, m fabric.Match) fabric.Backend {
		return fabric.Backend{Match: m, From: w.server, Start: fabric.None, To: []fabric.InterfaceID{to}, Service: service("tcp/80")}
	}
	l := serving("tcp")
	keeping := backend(two, fabric.Match{})
	keeping.Keeps, keeping.Carries = true, true
	l.Relay = []fabric.Backend{
		backend(one, fabric.Match{}),
		backend(two, fabric.Match{SourceRegions: []string{"cn-beijing"}}),
		keeping,
	}
	listening(l)(w)
	out := w.trace()
	requirePasses(t, out)
	kept := legFrom(w.server, two)
	kept.Keeps, kept.Carried = true, true
	require.Equal(t, []tracer.Next{
		{legFrom(w.server, one), []fabric.Address{address("10.1.0.5")}, []fabric.Address{address("10.1.0.6")}, service("tcp/80")},
		{kept, []fabric.Address{address("10.0.0.4")}, []fabric.Address{address("10.1.0.7")}, service("tcp/80")},
	}, out.Next)
}

func TestRelayNeedsABackend(t *testing.T) {
	relaying := func(noRelay *fabric.Refusal, backends []fabric.Backend) func(*world) {
		l := serving("tcp")
		l.Relay, l.NoRelay = backends, noRelay
		return listening(l)
	}
	elsewhere := fabric.Backend{Match: fabric.Match{SourceRegions: []string{"cn-beijing"}}}
	closed := fabric.Backend{Gates: []fabric.Gate{gate("backend.closed")}}
	runRows(t, []row{
		{"no backends", relaying(because("relay.empty"), []fabric.Backend{}), "relay.empty", tracer.Forward},
		{"none whose condition holds", relaying(because("relay.empty"), []fabric.Backend{elsewhere}), "relay.empty", tracer.Forward},
		{"no backends, and nothing to tell of it", relaying(nil, []fabric.Backend{}), "", 0},
		{"not a relay", relaying(because("relay.empty"), nil), "", 0},
		{"one that refuses among those that do not", relaying(nil, []fabric.Backend{{}, closed, {}}), "backend.closed", tracer.Forward},
	})
}
