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

// edge is a network with two subnets and the internet. An instance stands in the
// first, a NAT in the second. The internet gateway stands for what has a public
// address.
type edge struct {
	b                        *fabric.Builder
	private, public, outside fabric.TableID
	instance, nat, internet  fabric.InterfaceID
	face                     fabric.InterfaceID // of the instance on the internet
	igw, natgw               fabric.GatewayID
	inbound                  bool
}

func at(label string) fabric.Element { return fabric.Element{Label: label} }

func newEdge() *edge {
	n := &edge{b: fabric.NewBuilder(8)}
	vpc := n.b.Domain(fabric.Domain{Element: at("vpc"), Closed: &fabric.Refusal{
		Element: at("vpc"), Code: "gateway.private-destination", Kind: diag.KindRoute,
	}})
	world := n.b.Domain(fabric.Domain{Element: at("internet"), Public: true})
	table := func(d fabric.DomainID, label, prefix string) fabric.TableID {
		t := n.b.Table(fabric.Table{Element: at(label), Domain: d})
		n.b.Main(d, t)
		n.b.Route(t, fabric.Route{Element: at("local " + label), Prefix: netip.MustParsePrefix(prefix), Target: fabric.ToDomain(d), Exit: d})
		return t
	}
	n.private, n.public = table(vpc, "private", "10.0.0.0/16"), table(vpc, "public", "10.0.0.0/16")
	arrivals := table(vpc, "arrivals", "10.0.0.0/16")
	n.outside = table(world, "world", "0.0.0.0/0")
	stand := func(label string, d fabric.DomainID, t fabric.TableID, addr string) fabric.InterfaceID {
		f, a := packet.AddrsOfAddr(netip.MustParseAddr(addr))
		return n.b.Interface(fabric.Interface{
			Element: at(label), Segment: n.b.Segment(fabric.Segment{Element: at(label), Domain: d, Table: t}),
			Addresses: []fabric.Address{{Family: f, Addrs: a}}, Anything: true, AnySwitch: fabric.None, Edge: fabric.None,
		})
	}
	n.instance, n.nat = stand("instance", vpc, n.private, "10.0.0.4"), stand("nat", vpc, n.public, "10.0.1.4")
	n.internet = stand("somebody", world, n.outside, "198.51.100.7")
	n.face = stand("instance's public address", world, n.outside, "203.0.113.4")
	natFace := stand("nat's public address", world, n.outside, "203.0.113.5")
	nobody := &fabric.Refusal{Element: at("igw"), Code: "gateway.no-public-address", Kind: diag.KindRoute}
	n.igw = n.b.Gateway(fabric.Gateway{
		Element: at("igw"), Inside: fabric.None, Table: arrivals, NoFace: nobody,
		Faces: []fabric.Face{{Of: []fabric.InterfaceID{n.nat}, As: natFace, Ports: true}},
	})
	n.natgw = n.b.Gateway(fabric.Gateway{
		Element: at("natgw"), Inside: n.nat, Table: n.public, NoFace: nobody, Faces: []fabric.Face{{As: n.nat}},
	})
	n.b.InterfaceAt(n.face).Alias = &fabric.Alias{For: n.instance, Start: arrivals, By: n.igw}
	return n
}

func (n *edge) route(t fabric.TableID, g fabric.GatewayID) *edge {
	n.b.Route(t, fabric.Route{Element: at("default"), Prefix: netip.MustParsePrefix("0.0.0.0/0"), Kind: fabric.Static, Target: fabric.ToGateway(g)})
	return n
}

// address gives the instance a public address.
func (n *edge) address() *edge {
	g := n.b.GatewayAt(n.igw)
	g.Faces = append(g.Faces, fabric.Face{Of: []fabric.InterfaceID{n.instance}, As: n.face, Ports: true})
	return n
}

func (n *edge) into() *edge {
	n.inbound = true
	return n
}

// past has the internet send to the instance's own address.
func (n *edge) past() *edge {
	n.face = n.instance
	return n.into()
}

// deny keeps packets to a port from an interface, or from leaving it.
func (n *edge) deny(i fabric.InterfaceID, port packet.Ports, ingress bool) *edge {
	box := packet.AllHeaders(packet.V4)
	box.DestinationPort = port
	f := n.b.Filter(fabric.Filter{Clauses: []fabric.Clause{{
		Effect: fabric.Deny, Boxes: []packet.Box{box}, Refusal: &fabric.Refusal{Element: at("acl"), Code: "acl.denied", Kind: diag.KindFilter},
	}}})
	to := n.b.InterfaceAt(i)
	if ingress {
		to.Ingress = append(to.Ingress, f)
	} else {
		to.Egress = append(to.Egress, f)
	}
	return n
}

func (n *edge) Lower(fabric.Reading) (*fabric.Network, []fabric.Question) {
	from, to := n.instance, n.internet
	if n.inbound {
		from, to = n.internet, n.face
	}
	return n.b.Network(), []fabric.Question{{
		From: fabric.Host{Via: []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: from}}},
		To:   []fabric.InterfaceID{to}, Service: tcp(443), Target: fabric.None, Name: fabric.None,
	}}
}

func TestGatewaysTranslate(t *testing.T) {
	out := func() *edge { n := newEdge(); return n.route(n.private, n.natgw).route(n.public, n.igw) }
	own := func() *edge { n := newEdge().address(); return n.route(n.private, n.igw) }
	for _, row := range []struct {
		name    string
		network *edge
		want    reachability.Verdict
		because diag.Code
		leg     int
	}{
		{"by a NAT and the internet gateway", out(), reachability.Reachable, "", 0},
		{"the NAT has no way out", func() *edge { n := newEdge(); return n.route(n.private, n.natgw) }(), reachability.Unreachable, "route.missing", 2},
		{"no route at all", newEdge(), reachability.Unreachable, "route.missing", 1},
		{"the NAT's subnet lets nothing in", func() *edge { n := out(); return n.deny(n.nat, packet.Port(443), true) }(), reachability.Unreachable, "acl.denied", 1},
		{"the NAT's subnet lets nothing out", func() *edge { n := out(); return n.deny(n.nat, packet.Port(443), false) }(), reachability.Unreachable, "acl.denied", 2},
		{"the NAT's subnet lets no reply out", func() *edge { n := out(); return n.deny(n.nat, packet.ClientPorts(), false) }(), reachability.Unreachable, "acl.denied", 1},
		{"the NAT's subnet lets no reply in", func() *edge { n := out(); return n.deny(n.nat, packet.ClientPorts(), true) }(), reachability.Unreachable, "acl.denied", 2},
		{"by its own address", own(), reachability.Reachable, "", 0},
		{"without an address", func() *edge { n := newEdge(); return n.route(n.private, n.igw) }(), reachability.Unreachable, "gateway.no-public-address", 1},
		{"from the internet", own().into(), reachability.Reachable, "", 0},
		{"from the internet, and refused", func() *edge { n := own().into(); return n.deny(n.instance, packet.Port(443), true) }(), reachability.Unreachable, "acl.denied", 2},
		{"from the internet, and no way back", newEdge().address().into(), reachability.Unreachable, "route.missing", 2},
		{"from the internet, and back by the NAT", func() *edge { n := newEdge().address().into(); return n.route(n.private, n.natgw) }(), reachability.Unreachable, "route.reply-translated", 2},
		{"from the internet to a private address", own().past(), reachability.Unreachable, "gateway.private-destination", 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, err := reachability.Prove(row.network, packetsOnly, codes)
			require.NoError(t, err)
			require.Equal(t, row.want, p.Verdict)
			require.Equal(t, row.because, p.Because)
			if row.leg > 0 {
				require.Equal(t, row.leg, p.Obstacles[0].Leg)
				require.Len(t, p.Obstacles, 1, "one thing is wrong")
			}
		})
	}
}
