package tracer_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// world is two networks, with a client at 10.0.0.4 and a server at 10.1.0.5 of
// which nothing is known, joined so that packets pass both ways. Tests change
// it, and then send something.
type world struct {
	fabric.Builder
	clients, servers           fabric.DomainID
	clientTable, serverTable   fabric.TableID
	clientSwitch, serverSwitch fabric.SegmentID
	client, server             fabric.InterfaceID
	leg                        fabric.Leg
	header                     packet.Header
}

func newWorld() *world {
	w := &world{}
	w.clients = w.Domain(fabric.Domain{Element: named("clients"), Region: "cn-shanghai", Class: "vpc"})
	w.servers = w.Domain(fabric.Domain{Element: named("servers"), Region: "cn-beijing", Class: "vpc"})
	w.clientTable, w.serverTable = w.table("client table", w.clients), w.table("server table", w.servers)
	w.clientSwitch = w.segment("client vswitch", w.clients, w.clientTable)
	w.serverSwitch = w.segment("server vswitch", w.servers, w.serverTable)
	w.client = w.endpoint("client", w.clientSwitch, "10.0.0.4")
	w.server = w.endpoint("server", w.serverSwitch, "10.1.0.5")
	w.InterfaceAt(w.client).Class = "instance"
	w.InterfaceAt(w.server).Anything = true
	w.route(w.clientTable, "10.0.0.0/24", fabric.ToSegment(w.clientSwitch))
	w.route(w.clientTable, "10.1.0.0/16", fabric.ToTable(w.serverTable, fabric.None))
	w.route(w.serverTable, "10.1.0.0/24", fabric.ToSegment(w.serverSwitch))
	w.route(w.serverTable, "10.0.0.0/16", fabric.ToTable(w.clientTable, fabric.None))
	w.leg = legFrom(w.client, w.server)
	w.header = tcp("10.0.0.4", "10.1.0.5", 3306)
	return w
}

func named(label string) fabric.Element { return fabric.Element{Label: label} }

func legFrom(from, to fabric.InterfaceID) fabric.Leg {
	return fabric.Leg{From: from, Start: fabric.None, To: to, Name: fabric.None, Target: fabric.None}
}

func tcp(from, to string, port uint16) packet.Header {
	return packet.Header{
		Source: netip.MustParseAddr(from), Destination: netip.MustParseAddr(to),
		Protocol: packet.TCP, SourcePort: 40000, DestinationPort: port,
	}
}

func (w *world) table(label string, d fabric.DomainID) fabric.TableID {
	return w.Table(fabric.Table{Element: named(label), Domain: d})
}

func (w *world) segment(label string, d fabric.DomainID, t fabric.TableID) fabric.SegmentID {
	return w.Segment(fabric.Segment{Element: named(label), Domain: d, Table: t})
}

func (w *world) endpoint(label string, s fabric.SegmentID, addr string) fabric.InterfaceID {
	return w.Interface(fabric.Interface{
		Element: named(label), Segment: s, Addresses: []fabric.Address{address(addr)},
		AnySwitch: fabric.None, Edge: fabric.None,
	})
}

func (w *world) route(t fabric.TableID, prefix string, target fabric.Target) {
	w.Route(t, fabric.Route{
		Element: named("route " + prefix), Prefix: netip.MustParsePrefix(prefix),
		Kind: fabric.Static, Target: target,
	})
}

// clientsUse gives the client's segment another table.
func (w *world) clientsUse(t fabric.TableID) { w.SegmentAt(w.clientSwitch).Table = t }

// stateless adds a filter that forgets what it let through.
func (w *world) stateless(clauses ...fabric.Clause) []fabric.FilterID {
	return []fabric.FilterID{w.Filter(fabric.Filter{Element: named("filter"), Clauses: clauses, Default: deny("filter.default")})}
}

func (w *world) stateful(clauses ...fabric.Clause) []fabric.FilterID {
	ids := w.stateless(clauses...)
	w.FilterAt(ids[0]).Stateful = true
	return ids
}

func (w *world) trace() tracer.Outcome { return tracer.Trace(w.Network(), w.leg, w.header, nil) }

func address(a string) fabric.Address {
	f, r := packet.AddrsOfAddr(netip.MustParseAddr(a))
	return fabric.Address{Family: f, Addrs: r}
}

func service(s string) packet.Service {
	v, err := packet.ParseService(s)
	if err != nil {
		panic(err)
	}
	return v
}

// from is the box of all headers from a prefix, and to of all to it.
func from(prefix string) packet.Box {
	f, r := packet.AddrsOfPrefix(netip.MustParsePrefix(prefix))
	b := packet.AllHeaders(f)
	b.Source = r
	return b
}

func to(prefix, s string) packet.Box {
	b := from(prefix)
	b.Source, b.Destination = packet.AllAddrs(b.Family), b.Source
	b.Protocol, b.DestinationPort = service(s).Protocol, service(s).Ports
	return b
}

func because(code diag.Code) *fabric.Refusal {
	return &fabric.Refusal{Element: named("because"), Code: code, Kind: diag.KindGate}
}

func openQuestion(code diag.Code) *fabric.Refusal {
	return &fabric.Refusal{Element: named("open"), Code: code, Kind: diag.KindUnknown}
}

func allow(boxes ...packet.Box) fabric.Clause {
	return fabric.Clause{Effect: fabric.Allow, Boxes: boxes}
}

func deny(code diag.Code, boxes ...packet.Box) fabric.Clause {
	return fabric.Clause{Effect: fabric.Deny, Boxes: boxes, Refusal: because(code)}
}

// when is a clause that lets pass, and unless one that refuses.
func when(m fabric.Match) fabric.GateClause { return fabric.GateClause{Match: m} }

func unless(code diag.Code, m fabric.Match) fabric.GateClause {
	return fabric.GateClause{Match: m, Refusal: because(code)}
}

func gate(code diag.Code, clauses ...fabric.GateClause) fabric.Gate {
	return fabric.Gate{Clauses: clauses, Refusal: because(code)}
}

// row is a policy, the change that makes it, and what becomes of the packet:
// want is empty if it passes, else a code.
type row struct {
	policy    string
	change    func(w *world)
	want      diag.Code
	direction tracer.Direction
}

func runRows(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.policy, func(t *testing.T) {
			w := newWorld()
			r.change(w)
			out := w.trace()
			if r.want == "" {
				requirePasses(t, out)
				return
			}
			requireFails(t, out, r.want, r.direction)
		})
	}
}

func requirePasses(t *testing.T, out tracer.Outcome) {
	t.Helper()
	require.Nil(t, out.Refusal)
	require.Equal(t, tracer.Passes, out.Verdict)
	require.Equal(t, fabric.TableID(fabric.None), out.Table)
}

func requireFails(t *testing.T, out tracer.Outcome, code diag.Code, d tracer.Direction) {
	t.Helper()
	require.Equal(t, tracer.Fails, out.Verdict)
	require.Equal(t, code, out.Refusal.Code)
	require.Equal(t, d, out.Direction)
	require.Empty(t, out.Next)
}
