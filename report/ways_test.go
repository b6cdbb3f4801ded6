package report

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// twoLines is a client and a server with two lines between them, line a and line
// b, in both directions. What is cut is told as half and line: "there by line a".
type twoLines struct {
	b        fabric.Builder
	question fabric.Question
}

func newTwoLines(cut ...string) *twoLines {
	n := &twoLines{}
	table := func(label string) fabric.TableID {
		d := n.b.Domain(fabric.Domain{Element: fabric.Element{Label: label}})
		return n.b.Table(fabric.Table{Element: fabric.Element{Label: label}, Domain: d, Multipath: true})
	}
	route := func(t fabric.TableID, prefix, label string, to fabric.Target) {
		n.b.Route(t, fabric.Route{Element: fabric.Element{Label: label}, Prefix: netip.MustParsePrefix(prefix), Kind: fabric.Static, Target: to})
	}
	host := func(label string, t fabric.TableID, prefix, address string) fabric.InterfaceID {
		s := n.b.Segment(fabric.Segment{Element: fabric.Element{Label: label + "'s segment"}, Domain: fabric.DomainID(t), Table: t})
		route(t, prefix, "local "+prefix, fabric.ToSegment(s))
		f, a := packet.AddrsOfAddr(netip.MustParseAddr(address))
		return n.b.Interface(fabric.Interface{
			Element: fabric.Element{Label: label}, Segment: s, Addresses: []fabric.Address{{Family: f, Addrs: a}},
			Anything: true, AnySwitch: fabric.None, Edge: fabric.None,
		})
	}
	client, server := table("the client's table"), table("the server's table")
	from, to := host("client", client, "10.0.0.0/16", "10.0.0.1"), host("server", server, "10.9.0.0/16", "10.9.0.1")
	for _, line := range []string{"line a", "line b"} {
		t := table(line)
		for _, half := range []struct {
			name, prefix string
			from, to     fabric.TableID
		}{{"there", "10.9.0.0/16", client, server}, {"back", "10.0.0.0/16", server, client}} {
			name := half.name + " by " + line
			route(half.from, half.prefix, "the route "+name, fabric.ToTable(t, fabric.None))
			on := fabric.ToTable(half.to, fabric.None)
			for _, c := range cut {
				if c == name {
					on = fabric.ToDrop(&fabric.Refusal{
						Element: fabric.Element{Label: line}, Code: fabric.CodeBlackhole, Kind: diag.KindRoute, Summary: line + " is cut " + half.name,
					})
				}
			}
			route(t, half.prefix, line+" "+half.name, on)
		}
	}
	all := netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	n.question = fabric.Question{
		From: fabric.Host{Via: []fabric.Via{{Prefix: all, Interface: from}}}, To: []fabric.InterfaceID{to},
		Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(80)}, Target: fabric.None, Name: fabric.None,
	}
	return n
}

func (n *twoLines) Lower(fabric.Reading) (*fabric.Network, []fabric.Question) {
	return n.b.Network(), []fabric.Question{n.question}
}

func (n *twoLines) result(t *testing.T) Result {
	t.Helper()
	p, err := reachability.Prove(n, reachability.Check{Expect: reachability.Reachable}, diag.NewRegistry(fabric.Codes()))
	require.NoError(t, err)
	r := Result{Check: "the client reaches the server", Expect: "reachable", Question: &Question{From: "client", To: "server", Port: "tcp/80"}}
	r.Judge(p)
	r.Fill(p, nowhere{})
	return r
}

// nowhere are sources without a line.
type nowhere struct{}

func (nowhere) Line(string, int) string { return "" }

func TestWhichOfTheEqualRoutesMatters(t *testing.T) {
	for _, row := range []struct {
		policy  string
		cut     []string
		verdict string
		varies  []string
		ways    []string // of the pieces
	}{
		{"both lines work: it does not matter", nil, "reachable", nil, []string{""}},
		{
			"one does not, on the way there", []string{"there by line a"}, "partial",
			[]string{"leg 1: which of the equal routes is taken: the route there by line a or the route there by line b (what the cloud chooses)"},
			[]string{"by the route there by line a", "by the route there by line b"},
		},
		{
			"one does not, on the way back", []string{"back by line b"}, "partial",
			[]string{"leg 1: which of the equal routes is taken: the route back by line a or the route back by line b (what the cloud chooses)"},
			[]string{"back by the route back by line a", "back by the route back by line b"},
		},
		{
			"one does not there, and the other not back", []string{"there by line a", "back by line b"}, "partial",
			[]string{"leg 1: which of the equal routes is taken: the route there by line a or the route there by line b; " +
				"the route back by line a or the route back by line b (what the cloud chooses)"},
			[]string{
				"by the route there by line a",
				"by the route there by line b, back by the route back by line a", "by the route there by line b, back by the route back by line b",
			},
		},
		{"none does", []string{"there by line a", "there by line b"}, "unreachable", nil, []string{"by the route there by line a", "by the route there by line b"}},
	} {
		t.Run(row.policy, func(t *testing.T) {
			r := newTwoLines(row.cut...).result(t)
			require.Equal(t, row.verdict, r.Verdict)
			require.Equal(t, row.varies, r.VariesBy)
			var ways []string
			for _, p := range r.Pieces {
				ways = append(ways, p.Way)
			}
			require.ElementsMatch(t, row.ways, ways)
			if row.verdict == "reachable" {
				require.Len(t, r.Allowed, 1)
				require.Empty(t, r.Denied)
				require.NotNil(t, r.Witness)
				return
			}
			require.Empty(t, r.Allowed, "no packet gets through whatever the cloud chooses")
			require.Len(t, r.Denied, 1)
			require.Nil(t, r.Witness)
		})
	}
}

func TestTraceTellsTheWays(t *testing.T) {
	for name, cut := range map[string][]string{
		"trace-ways.txt": nil, "trace-ways-one.txt": {"there by line a"}, "trace-ways-both.txt": {"there by line a", "back by line b"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, WriteTrace(&out, finish(nil, []Result{newTwoLines(cut...).result(t)}), TextOptions{Width: 120}))
			golden(t, name, out.Bytes())
		})
	}
}
