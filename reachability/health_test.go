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

// balanced is a network in which a client asks a load balancer with two servers.
// Those that are shut take nothing on the port that health checks go to, or on
// the port that requests go to.
type balanced struct {
	b        *fabric.Builder
	segment  fabric.SegmentID
	question fabric.Question
	servers  [2]fabric.InterfaceID
}

func newBalanced(probed bool, shut map[int]string) *balanced {
	n := &balanced{b: fabric.NewBuilder(8)}
	d := n.b.Domain(fabric.Domain{Element: fabric.Element{Label: "net"}})
	t := n.b.Table(fabric.Table{Element: fabric.Element{Label: "table"}, Domain: d})
	n.segment = n.b.Segment(fabric.Segment{Element: fabric.Element{Label: "segment"}, Domain: d, Table: t, Direct: true})
	client, balancer := n.host("client", "10.0.0.1"), n.host("balancer", "10.0.0.2")
	listener := fabric.Listener{Element: fabric.Element{Label: "listener"}, Service: tcp(80)}
	for i := range n.servers {
		n.servers[i] = n.host("server", "10.0.0."+string(rune('3'+i)))
		closed := &fabric.Refusal{Element: fabric.Element{Label: "group"}, Code: "sg.ingress-denied", Kind: diag.KindFilter}
		filter := fabric.Filter{Stateful: true}
		if port := shut[i]; port != "" {
			box := packet.AllHeaders(packet.V4)
			box.DestinationPort = map[string]packet.Ports{"health": packet.Port(81), "request": packet.Port(8080)}[port]
			filter.Clauses = []fabric.Clause{{Effect: fabric.Deny, Boxes: []packet.Box{box}, Refusal: closed}}
		}
		at := n.b.InterfaceAt(n.servers[i])
		at.Ingress = []fabric.FilterID{n.b.Filter(filter)}
		at.Listeners = []fabric.Listener{{Service: tcp(8080)}, {Service: tcp(81)}}
		backend := fabric.Backend{From: balancer, Start: fabric.None, To: []fabric.InterfaceID{n.servers[i]}, Service: tcp(8080)}
		if probed {
			backend.Probe = &fabric.Probe{Service: tcp(81)}
		}
		listener.Relay = append(listener.Relay, backend)
	}
	n.b.InterfaceAt(balancer).Listeners = []fabric.Listener{listener}
	n.question = fabric.Question{
		From:    fabric.Host{Via: []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: client}}},
		To:      []fabric.InterfaceID{balancer},
		Service: tcp(80), Target: fabric.None, Name: fabric.None,
	}
	return n
}

func (n *balanced) host(label, addr string) fabric.InterfaceID {
	f, a := packet.AddrsOfAddr(netip.MustParseAddr(addr))
	return n.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: label}, Segment: n.segment, Addresses: []fabric.Address{{Family: f, Addrs: a}},
		AnySwitch: fabric.None, Edge: fabric.None,
	})
}

func (n *balanced) Lower(fabric.Reading) (*fabric.Network, []fabric.Question) {
	return n.b.Network(), []fabric.Question{n.question}
}

func tcp(port uint16) packet.Service {
	return packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(port)}
}

func TestARelayLeavesOutWhatItsHealthChecksDoNotReach(t *testing.T) {
	for _, row := range []struct {
		name   string
		probed bool
		shut   map[int]string
		want   reachability.Verdict
	}{
		{"all is well", true, nil, reachability.Reachable},
		{"one fails its health check and is left out", true, map[int]string{1: "health"}, reachability.Reachable},
		{"one that is left out need not answer", true, map[int]string{0: "health", 1: ""}, reachability.Reachable},
		{"all fail, so all are asked", true, map[int]string{0: "health", 1: "health"}, reachability.Reachable},
		{"one is well and does not take requests", true, map[int]string{1: "request"}, reachability.Partial},
		{"nobody looks", false, map[int]string{1: "health"}, reachability.Reachable},
		{"nobody looks, and one takes no requests", false, map[int]string{1: "request"}, reachability.Partial},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, err := reachability.Prove(newBalanced(row.probed, row.shut), packetsOnly, codes)
			require.NoError(t, err)
			require.Equal(t, row.want, p.Verdict)
		})
	}
}

func TestRelaysInACircleEnd(t *testing.T) {
	n := newBalanced(false, nil)
	at := n.b.InterfaceAt(n.question.To[0])
	at.Listeners[0].Relay = []fabric.Backend{{From: n.servers[0], Start: fabric.None, To: n.question.To, Service: tcp(80)}}
	p, err := reachability.Prove(n, packetsOnly, codes)
	require.NoError(t, err)
	require.Equal(t, reachability.Unknown, p.Verdict)
	require.Equal(t, fabric.CodeBudget, p.Because)
}
