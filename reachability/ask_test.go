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

// asked is a network in which a client calls a server by its name, for which two
// resolvers can be asked. Each of the two stands in a segment of its own.
type asked struct {
	b                  *fabric.Builder
	domain             fabric.DomainID
	table              fabric.TableID
	client, server     fabric.InterfaceID
	resolvers, further []fabric.InterfaceID
	name               fabric.NameID
	question           fabric.Question
}

const dns = 53

func udp(port uint16) packet.Service {
	return packet.Service{Protocol: packet.Protocol(packet.UDP), Ports: packet.Port(port)}
}

func newAsked() *asked {
	n := &asked{b: fabric.NewBuilder(8)}
	n.domain = n.b.Domain(fabric.Domain{Element: fabric.Element{Label: "net"}})
	n.table = n.b.Table(fabric.Table{Element: fabric.Element{Label: "table"}, Domain: n.domain})
	n.client, n.server = n.host("client", "10.0.0.0/28", tcp(1)), n.host("server", "10.0.1.1/32", tcp(80))
	for _, at := range []string{"10.0.2.53/32", "10.0.3.53/32"} {
		n.resolvers = append(n.resolvers, n.host("resolver "+at, at, udp(dns)))
	}
	n.further = []fabric.InterfaceID{n.host("a further resolver", "10.0.4.53/32", udp(dns))}
	n.name = n.b.Name(fabric.Name{Element: fabric.Element{Label: "record"}, Host: "www.example.com"})
	n.question = fabric.Question{
		From:    fabric.Host{Via: []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: n.client}}},
		Service: tcp(80), Target: fabric.None, Name: n.name,
	}
	n.view().Answers = []fabric.InterfaceID{n.server}
	n.view().Asks = []fabric.Ask{{Element: fabric.Element{Label: "the resolver"}, To: n.resolvers, Service: udp(dns)}}
	return n
}

// host is something with an address, in a segment and behind a table of its own,
// by which it sends.
func (n *asked) host(label, prefix string, s packet.Service) fabric.InterfaceID {
	e, p := fabric.Element{Label: label}, netip.MustParsePrefix(prefix)
	own := n.b.Table(fabric.Table{Element: fabric.Element{Label: "the table of " + label}, Domain: n.domain})
	n.b.Route(own, fabric.Route{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Target: fabric.ToTable(n.table, fabric.None)})
	segment := n.b.Segment(fabric.Segment{Element: fabric.Element{Label: "segment of " + label}, Domain: n.domain, Table: own})
	n.b.Route(n.table, fabric.Route{Element: fabric.Element{Label: "route to " + label}, Prefix: p, Target: fabric.ToSegment(segment)})
	return n.b.Interface(fabric.Interface{
		Element: e, Segment: segment, Addresses: []fabric.Address{fabric.AddressesOf(p)}, Chosen: !p.IsSingleIP(),
		Listeners: []fabric.Listener{{Element: e, Service: s}}, Edge: fabric.None,
	})
}

func (n *asked) view() *fabric.View { return &n.b.NameAt(n.name).View }

// ask changes the first query.
func (n *asked) ask() *fabric.Ask { return &n.view().Asks[0] }

// deaf takes away what listens.
func (n *asked) deaf(i fabric.InterfaceID) { n.b.InterfaceAt(i).Listeners = nil }

// mute leaves replies of somebody without a route to some addresses.
func (n *asked) mute(i fabric.InterfaceID, to string) {
	n.b.Route(n.b.SegmentAt(n.b.InterfaceAt(i).Segment).Table, fabric.Route{
		Element: fabric.Element{Label: "hole"}, Prefix: netip.MustParsePrefix(to), Kind: fabric.Static,
		Target: fabric.ToDrop(&fabric.Refusal{Code: fabric.CodeBlackhole, Kind: diag.KindRoute}),
	})
}

func (n *asked) Lower(fabric.Reading) (*fabric.Network, []fabric.Question) {
	return n.b.Network(), []fabric.Question{n.question}
}

// limited leads everything to a resolver over a link that is for tests.
func (n *asked) limited(i fabric.InterfaceID) {
	l := n.b.Link(fabric.Link{Limit: &fabric.Refusal{Code: "bandwidth.limit", Kind: diag.KindCapacity}})
	behind := n.b.Table(fabric.Table{Domain: n.domain})
	at := n.b.InterfaceAt(i)
	to := netip.PrefixFrom(at.Addresses[0].Addrs.From.Netip(packet.V4), 32)
	n.b.Route(behind, fabric.Route{Prefix: to, Target: fabric.ToSegment(at.Segment)})
	n.b.Route(n.b.SegmentAt(n.b.InterfaceAt(n.client).Segment).Table, fabric.Route{Prefix: to, Target: fabric.ToTable(behind, l)})
}

// What is asked before a name has an answer are legs of their own. Of the
// addresses of one resolver any that answers will do, of resolvers one behind the
// other all must.
func TestQueriesForANameComeBeforeWhatIsSentByIt(t *testing.T) {
	forwards := func(n *asked) {
		n.view().Asks = append(n.view().Asks, fabric.Ask{From: n.resolvers[:1], To: n.further, Service: udp(dns)})
	}
	lost := []string{"forward backend.not-listening", "forward backend.not-listening"}
	for _, row := range []struct {
		name      string
		change    func(*asked)
		want      reachability.Verdict
		obstacles []string
		legs      int
	}{
		{"the first resolver answers", func(*asked) {}, reachability.Reachable, nil, 2},
		{"the first does not listen, the second answers", func(n *asked) { n.deaf(n.resolvers[0]) }, reachability.Reachable, nil, 2},
		{"neither listens", func(n *asked) { n.deaf(n.resolvers[0]); n.deaf(n.resolvers[1]) }, reachability.Unreachable, lost, 3},
		{"there is one, and its answer does not come back", func(n *asked) {
			n.ask().To = n.resolvers[:1]
			n.mute(n.resolvers[0], "10.0.0.0/24")
		}, reachability.Unreachable, []string{"return route.shadowed"}, 2},
		{"it answers half of those that ask", func(n *asked) {
			n.ask().To = n.resolvers[:1]
			n.mute(n.resolvers[0], "10.0.0.0/29")
		}, reachability.Partial, []string{"return route.shadowed"}, 2},
		{"each answers one half", func(n *asked) {
			n.mute(n.resolvers[0], "10.0.0.0/29")
			n.mute(n.resolvers[1], "10.0.0.8/29")
		}, reachability.Reachable, nil, 3},
		{"each answers one half, and some addresses lie in neither", func(n *asked) {
			n.mute(n.resolvers[0], "10.0.0.0/29")
			n.mute(n.resolvers[1], "10.0.0.4/30")
		}, reachability.Partial, []string{"return route.shadowed", "return route.shadowed"}, 3},
		{"the server is judged all the same", func(n *asked) {
			n.ask().To = n.resolvers[:1]
			n.deaf(n.resolvers[0])
			n.deaf(n.server)
		}, reachability.Unreachable, lost, 2},
		{"the resolver forwards", forwards, reachability.Reachable, nil, 3},
		{"the one that it forwards to does not listen", func(n *asked) { forwards(n); n.deaf(n.further[0]) }, reachability.Unreachable, lost[:1], 3},
		{"of those that forward each must be answered", func(n *asked) {
			forwards(n)
			n.view().Asks[1].From = n.resolvers
			n.mute(n.further[0], "10.0.3.0/24")
		}, reachability.Partial, []string{"return route.shadowed"}, 4},
		{"no bandwidth is asked for it", func(n *asked) { n.limited(n.resolvers[0]) }, reachability.Reachable, nil, 2},
		{"a name that leads nowhere is asked for all the same", func(n *asked) {
			n.view().Answers = nil
			n.ask().To = n.resolvers[:1]
			n.deaf(n.resolvers[0])
		}, reachability.Unreachable, []string{"forward backend.not-listening", "forward endpoint.empty"}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newAsked()
			row.change(n)
			p, err := reachability.Prove(n, reachability.Check{Expect: row.want}, diag.NewRegistry(fabric.Codes()))
			require.NoError(t, err)
			require.Equal(t, row.want, p.Verdict)
			require.True(t, p.Pass)
			var got []string
			for _, o := range p.Obstacles {
				got = append(got, o.Direction.String()+" "+string(o.Code))
			}
			require.Equal(t, row.obstacles, got)
			legs := p.Answer.AllLegs()
			require.Len(t, legs, row.legs)
			for i, leg := range legs {
				require.NoError(t, partition(leg))
				if i > 0 {
					require.Greater(t, leg.Number, legs[i-1].Number)
				}
			}
			told := map[*reachability.Leg]bool{}
			for _, f := range p.Answer.Fates() {
				told[f.Leg] = true
			}
			require.Len(t, told, row.legs)
		})
	}
}

// A query that does not get through is no answer that there is no such name
// (grants i.31).
func TestAResolverThatDoesNotAnswerIsATimeoutOfTheResolver(t *testing.T) {
	n := newAsked()
	n.deaf(n.resolvers[0])
	n.deaf(n.resolvers[1])
	n.deaf(n.server)
	p, err := reachability.Prove(n, reachability.Check{Expect: reachability.Reachable}, diag.NewRegistry(fabric.Codes()))
	require.NoError(t, err)
	require.Len(t, p.Obstacles, 3)
	require.Equal(t, fabric.SymptomResolver, p.Obstacles[0].Symptom)
	require.Equal(t, fabric.SymptomResolver, p.Obstacles[1].Symptom)
	require.Equal(t, diag.SymptomRefused, p.Obstacles[2].Symptom)
}

// It is said where an address of the resolver does not answer, and another is
// asked instead.
func TestTheNextAddressOfAResolverIsAsked(t *testing.T) {
	n := newAsked()
	n.deaf(n.resolvers[0])
	p, err := reachability.Prove(n, reachability.Check{Expect: reachability.Reachable}, diag.NewRegistry(fabric.Codes()))
	require.NoError(t, err)
	var says []string
	for _, s := range p.Answer.AllLegs()[0].Pieces[0].Steps() {
		if s.Kind == reachability.AtName {
			says = append(says, s.Element.Label+" "+s.Says)
		}
	}
	require.Equal(t, []string{
		"the resolver asks for www.example.com",
		"resolver 10.0.2.53/32 does not answer (backend.not-listening), so the next is asked",
	}, says)
}

// Whoever asks by another interface than it sends by, sees what is seen from
// there.
func TestAHostLooksNamesUpByOneInterface(t *testing.T) {
	n := newAsked()
	other := n.b.Domain(fabric.Domain{Element: fabric.Element{Label: "elsewhere"}})
	at := n.b.Segment(fabric.Segment{Domain: other, Table: n.table})
	asker := n.b.Interface(fabric.Interface{Element: fabric.Element{Label: "asker"}, Segment: at, Edge: fabric.None})
	why := &fabric.Refusal{Code: "dns.private", Kind: diag.KindName}
	name := n.b.NameAt(n.name)
	name.Views = []fabric.View{{Domains: []fabric.DomainID{other}, Answers: []fabric.InterfaceID{n.server}, Gates: []fabric.Gate{{Refusal: why}}}}
	n.question.From.Asker = &asker
	p, err := reachability.Prove(n, reachability.Check{Expect: reachability.Reachable}, diag.NewRegistry(fabric.Codes()))
	require.NoError(t, err)
	require.Equal(t, reachability.Unreachable, p.Verdict)
	require.Equal(t, diag.Code("dns.private"), p.Because)
}
