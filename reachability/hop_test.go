package reachability_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// middle is a network with a client, a server and an appliance with two
// interfaces between them. Each stands on a segment with a table of its own.
type middle struct {
	b                                   *fabric.Builder
	domain                              fabric.DomainID
	clients, servers, nearside, farside fabric.TableID
	client, server, near, far           fabric.InterfaceID
	clientPlace, serverPlace            fabric.SegmentID
	towards, back                       fabric.HopID
	from, to                            fabric.InterfaceID
}

func newMiddle() *middle {
	m := &middle{b: fabric.NewBuilder(8)}
	m.domain = m.b.Domain(fabric.Domain{Element: at("net")})
	stand := func(label, addr string) (fabric.TableID, fabric.SegmentID, fabric.InterfaceID) {
		t := m.b.Table(fabric.Table{Element: at(label + "s"), Domain: m.domain})
		s := m.b.Segment(fabric.Segment{Element: at("at " + label), Domain: m.domain, Table: t})
		f, a := packet.AddrsOfAddr(netip.MustParseAddr(addr))
		return t, s, m.b.Interface(fabric.Interface{
			Element: at(label), Segment: s, Addresses: []fabric.Address{{Family: f, Addrs: a}},
			Anything: true, AnySwitch: fabric.None, Edge: fabric.None,
		})
	}
	m.clients, m.clientPlace, m.client = stand("client", "10.0.0.4")
	m.servers, m.serverPlace, m.server = stand("server", "10.0.1.4")
	m.nearside, _, m.near = stand("near", "10.0.2.4")
	m.farside, _, m.far = stand("far", "10.0.3.4")
	m.towards = m.b.Hop(fabric.Hop{Element: at("box"), In: m.near, Out: m.far, Table: m.farside, Device: m.near})
	m.back = m.b.Hop(fabric.Hop{Element: at("box"), In: m.far, Out: m.near, Table: m.nearside, Device: m.near})
	m.from, m.to = m.client, m.server
	return m
}

func (m *middle) route(t fabric.TableID, prefix string, to fabric.Target) *middle {
	m.b.Route(t, fabric.Route{Element: at("route " + prefix), Prefix: netip.MustParsePrefix(prefix), Kind: fabric.Static, Target: to, Exit: m.domain})
	return m
}

const (
	ofClients = "10.0.0.0/24"
	ofServers = "10.0.1.0/24"
)

// through has both directions go through the box.
func through() *middle {
	m := newMiddle().there()
	return m.route(m.servers, ofClients, fabric.ToHop(m.back)).route(m.nearside, ofClients, fabric.ToSegment(m.clientPlace))
}

// there has requests go through the box.
func (m *middle) there() *middle {
	return m.route(m.clients, ofServers, fabric.ToHop(m.towards)).route(m.farside, ofServers, fabric.ToSegment(m.serverPlace))
}

// straight has replies go past the box, or requests.
func (m *middle) straight(t fabric.TableID, prefix string, s fabric.SegmentID) *middle {
	return m.route(t, prefix, fabric.ToSegment(s))
}

// remembers makes the box a stateful one.
func (m *middle) remembers() *middle {
	n := m.b.Network()
	n.Hop(m.towards).Stateful, n.Hop(m.back).Stateful = true, true
	return m
}

// opens lets an interface take, or send, what goes to some ports and nothing else.
func (m *middle) opens(i fabric.InterfaceID, in, stateful bool, ports ...packet.Ports) *middle {
	f := fabric.Filter{Element: at("filter"), Stateful: stateful, Default: fabric.Clause{Effect: fabric.Deny, Refusal: &fabric.Refusal{
		Element: at("filter"), Code: "filter.closed", Kind: diag.KindFilter,
	}}}
	for _, p := range ports {
		box := packet.AllHeaders(packet.V4)
		box.DestinationPort = p
		f.Clauses = append(f.Clauses, fabric.Clause{Element: at("rule"), Boxes: []packet.Box{box}})
	}
	id := m.b.Filter(f)
	if to := m.b.InterfaceAt(i); in {
		to.Ingress = append(to.Ingress, id)
	} else {
		to.Egress = append(to.Egress, id)
	}
	return m
}

func (m *middle) Lower(fabric.Reading) (*fabric.Network, []fabric.Question) {
	return m.b.Network(), []fabric.Question{{
		From: fabric.Host{Via: []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: m.from}}},
		To:   []fabric.InterfaceID{m.to}, Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Ports{From: 80, To: 81}},
		Target: fabric.None, Name: fabric.None,
	}}
}

func TestMachinesForward(t *testing.T) {
	web, all := packet.Ports{From: 80, To: 81}, packet.AllPorts()
	for _, row := range []struct {
		name    string
		network func() *middle
		want    reachability.Verdict
		because diag.Code
		back    bool
	}{
		{"there and back", through, reachability.Reachable, "", false},
		{"what is for the machine arrives there", func() *middle {
			m := newMiddle()
			m.to = m.near
			return m.route(m.clients, "10.0.2.0/24", fabric.ToHop(m.towards)).straight(m.nearside, ofClients, m.clientPlace)
		}, reachability.Reachable, "", false},
		{"it takes nothing in", func() *middle { m := through(); return m.opens(m.near, true, true) }, reachability.Unreachable, "filter.closed", false},
		{"it sends nothing out", func() *middle { m := through(); return m.opens(m.far, false, true) }, reachability.Unreachable, "filter.closed", false},
		{"it takes one of two ports", func() *middle { m := through(); return m.opens(m.near, true, true, packet.Port(80)) }, reachability.Partial, "filter.closed", false},
		{"replies of what its group has seen begin pass by themselves", func() *middle {
			m := through()
			return m.opens(m.near, true, true, web).opens(m.near, false, true).opens(m.far, true, true).opens(m.far, false, true, web)
		}, reachability.Reachable, "", false},
		{"what forgets judges replies too", func() *middle { m := through(); return m.opens(m.far, true, false, web) }, reachability.Unreachable, "filter.closed", true},
		{"it has no route on", func() *middle {
			m := newMiddle()
			return m.route(m.clients, ofServers, fabric.ToHop(m.towards)).straight(m.servers, ofClients, m.clientPlace)
		}, reachability.Unreachable, "route.missing", false},
		{"replies go past it", func() *middle {
			m := newMiddle().there()
			return m.straight(m.servers, ofClients, m.clientPlace)
		}, reachability.Reachable, "", false},
		{"replies go past it, and it remembers", func() *middle {
			m := newMiddle().there()
			return m.straight(m.servers, ofClients, m.clientPlace).remembers()
		}, reachability.Unreachable, "route.stateful-one-way", true},
		{"requests go past it", func() *middle {
			m := through()
			return m.straight(m.clients, "10.0.1.4/32", m.serverPlace)
		}, reachability.Reachable, "", false},
		{"requests go past it, and its group has not seen them", func() *middle {
			m := through()
			return m.straight(m.clients, "10.0.1.4/32", m.serverPlace).opens(m.far, true, true, web)
		}, reachability.Unreachable, "filter.closed", true},
		{"requests go past it, and its group takes replies as new", func() *middle {
			m := through()
			return m.straight(m.clients, "10.0.1.4/32", m.serverPlace).opens(m.far, true, true, all)
		}, reachability.Reachable, "", false},
		{"requests go past it, and it remembers", func() *middle {
			m := through()
			return m.straight(m.clients, "10.0.1.4/32", m.serverPlace).remembers()
		}, reachability.Unreachable, "route.stateful-one-way", true},
		{"both directions, and it remembers", func() *middle { return through().remembers() }, reachability.Reachable, "", false},
		{"it is led to again", func() *middle {
			m := newMiddle()
			return m.route(m.clients, ofServers, fabric.ToHop(m.towards)).route(m.farside, ofServers, fabric.ToHop(m.towards)).straight(m.servers, ofClients, m.clientPlace)
		}, reachability.Unreachable, "route.loop", false},
		{"two interfaces lead to each other", func() *middle {
			m := newMiddle()
			m.route(m.clients, ofServers, fabric.ToHop(m.towards)).route(m.farside, ofServers, fabric.ToHop(m.back)).route(m.nearside, ofServers, fabric.ToHop(m.towards))
			return m.straight(m.servers, ofClients, m.clientPlace)
		}, reachability.Unreachable, "route.loop", false},
		{"it stands beside the server", func() *middle {
			m := newMiddle()
			m.route(m.clients, ofServers, fabric.ToHop(m.towards))
			m.b.InterfaceAt(m.far).Segment = m.serverPlace
			m.b.SegmentAt(m.serverPlace).Direct = true
			return m.straight(m.servers, ofClients, m.clientPlace)
		}, reachability.Reachable, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, err := reachability.Prove(row.network(), packetsOnly, codes)
			require.NoError(t, err)
			require.Equal(t, row.want, p.Verdict)
			if row.because == "" {
				require.Empty(t, p.Obstacles)
				return
			}
			require.Len(t, p.Obstacles, 1, "one thing is wrong")
			require.Equal(t, row.because, p.Obstacles[0].Code)
			require.Equal(t, row.back, p.Obstacles[0].Direction == reachability.Return)
		})
	}
}
