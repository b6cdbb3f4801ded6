package reachability_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// forked is a client and a server, in networks of their own, with tables between
// them. It is its own scenario.
type forked struct {
	b              fabric.Builder
	client, server fabric.TableID
	question       fabric.Question
}

const (
	toServer = "10.9.0.0/16"
	toClient = "10.0.0.0/16"
)

func newForked() *forked {
	w := &forked{}
	w.client, w.server = w.table("the client's table"), w.table("the server's table")
	from := w.host("client", w.client, toClient, "10.0.0.1")
	to := w.host("server", w.server, toServer, "10.9.0.1")
	w.b.InterfaceAt(to).Listeners = []fabric.Listener{{Service: tcp(80)}}
	w.question = fabric.Question{
		From:    fabric.Host{Via: []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: from}}},
		To:      []fabric.InterfaceID{to},
		Service: tcp(80), Target: fabric.None, Name: fabric.None,
	}
	return w
}

// table adds a table in a network of its own. It uses equal routes side by side.
func (w *forked) table(label string) fabric.TableID {
	d := w.b.Domain(fabric.Domain{Element: fabric.Element{Label: label}})
	t := w.b.Table(fabric.Table{Element: fabric.Element{Label: label}, Domain: d, Multipath: true})
	w.b.Main(d, t)
	return t
}

func (w *forked) host(label string, t fabric.TableID, prefix, address string) fabric.InterfaceID {
	s := w.b.Segment(fabric.Segment{Element: fabric.Element{Label: label + "'s segment"}, Domain: fabric.DomainID(t), Table: t})
	w.b.Route(t, fabric.Route{
		Element: fabric.Element{Label: "local " + prefix}, Prefix: netip.MustParsePrefix(prefix), Kind: fabric.Local,
		Target: fabric.ToSegment(s), Exit: fabric.DomainID(t),
	})
	f, a := packet.AddrsOfAddr(netip.MustParseAddr(address))
	return w.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: label}, Segment: s, Addresses: []fabric.Address{{Family: f, Addrs: a}},
		AnySwitch: fabric.None, Edge: fabric.None,
	})
}

// route adds a static route; change may be nil.
func (w *forked) route(t fabric.TableID, prefix, label string, to fabric.Target, change func(*fabric.Route)) {
	r := fabric.Route{
		Element: fabric.Element{Label: label}, Prefix: netip.MustParsePrefix(prefix), Kind: fabric.Static, Target: to, Exit: fabric.DomainID(w.server),
	}
	if prefix == toClient {
		r.Exit = fabric.DomainID(w.client)
	}
	if change != nil {
		change(&r)
	}
	w.b.Route(t, r)
}

func (w *forked) Lower(fabric.Reading) (*fabric.Network, []fabric.Question) {
	return w.b.Network(), []fabric.Question{w.question}
}

// prove also compares the pieces of every leg with the tracer.
func (w *forked) prove(t *testing.T) *reachability.Proof {
	t.Helper()
	p, err := reachability.Prove(w, packetsOnly, codes)
	require.NoError(t, err)
	if !p.Answer.OverBudget() {
		c := comparison{random: rand.New(rand.NewPCG(1, 2))}
		for _, leg := range p.Answer.AllLegs() {
			require.NoError(t, partition(leg))
			require.NoError(t, c.leg(p.Answer, leg))
		}
	}
	return p
}

// crossing is two tables, a and b, by each of which packets can go there and
// back: two ways there, and for each two back.
func crossing(change map[string]fabric.Target, edit func(way string, r *fabric.Route)) *forked {
	w := newForked()
	for _, way := range []string{"a", "b"} {
		middle := w.table(way)
		for _, half := range []struct {
			name, prefix string
			from, to     fabric.TableID
		}{{"there", toServer, w.client, w.server}, {"back", toClient, w.server, w.client}} {
			on := fabric.ToTable(half.to, fabric.None)
			if other, ok := change[half.name+" by "+way]; ok {
				on = other
			}
			name := half.name + " by " + way
			w.route(half.from, half.prefix, name, fabric.ToTable(middle, fabric.None), func(r *fabric.Route) {
				if edit != nil {
					edit(name, r)
				}
			})
			w.route(middle, half.prefix, name+", onwards", on, nil)
		}
	}
	return w
}

func TestAllOfTheEqualWaysMustPass(t *testing.T) {
	broken := fabric.ToDrop(&fabric.Refusal{Element: fabric.Element{Label: "cut"}, Code: fabric.CodeBlackhole, Kind: diag.KindRoute, Summary: "it is cut"})
	open := fabric.ToDrop(&fabric.Refusal{Element: fabric.Element{Label: "open"}, Code: "unsupported.something", Kind: diag.KindUnknown, Summary: "nobody knows"})
	off := func(which string, reason diag.Kind) func(string, *fabric.Route) {
		return func(way string, r *fabric.Route) {
			if way == which {
				r.Inactive = &fabric.Refusal{Element: r.Element, Code: "off", Kind: reason, Summary: "it is off"}
			}
		}
	}
	worse := func(way string, r *fabric.Route) {
		if way == "there by b" {
			r.Preference = 1
		}
	}
	type ways = map[string]fabric.Target
	for _, row := range []struct {
		policy    string
		change    ways
		edit      func(string, *fabric.Route)
		want      reachability.Verdict
		pieces    int
		obstacles int
	}{
		{"two ways there and two back", nil, nil, reachability.Reachable, 4, 0},
		{"one way there is cut", ways{"there by a": broken}, nil, reachability.Partial, 4, 1},
		{"the other way there is cut", ways{"there by b": broken}, nil, reachability.Partial, 4, 1},
		{"both ways there are cut", ways{"there by a": broken, "there by b": broken}, nil, reachability.Unreachable, 4, 1},
		{"one way back is cut", ways{"back by a": broken}, nil, reachability.Partial, 4, 1},
		{"both ways back are cut", ways{"back by a": broken, "back by b": broken}, nil, reachability.Unreachable, 4, 1},
		{"one is cut there, and the other back", ways{"there by a": broken, "back by b": broken}, nil, reachability.Partial, 4, 2},
		{"of one way there nothing is known", ways{"there by a": open}, nil, reachability.Unknown, 3, 1},
		{"one is not known, and the other cut", ways{"there by a": open, "there by b": broken}, nil, reachability.Unknown, 3, 2},
		{"one is not known there, and one of those back is cut", ways{"there by a": open, "back by a": broken}, nil, reachability.Partial, 3, 2},
		{"a route that is not in use is no way", ways{"there by a": broken}, off("there by a", diag.KindRoute), reachability.Reachable, 2, 0},
		{"nor is one of which it is not known whether it is", ways{"there by a": broken}, off("there by a", diag.KindUnknown), reachability.Reachable, 2, 0},
		{"nor a worse one", ways{"there by b": broken}, worse, reachability.Reachable, 2, 0},
		{"the better one alone is the way", ways{"there by a": broken}, worse, reachability.Unreachable, 2, 1},
	} {
		t.Run(row.policy, func(t *testing.T) {
			p := crossing(row.change, row.edit).prove(t)
			require.Equal(t, row.want, p.Verdict)
			require.Len(t, p.Answer.Legs[0].Pieces, row.pieces)
			require.Len(t, p.Obstacles, row.obstacles)
		})
	}
}

// A step tells among how many routes its own was chosen.
func TestStepsTellAmongHowManyRoutesTheyChoose(t *testing.T) {
	p := crossing(nil, nil).prove(t)
	var told []string
	for i := range p.Answer.Legs[0].Pieces {
		piece := &p.Answer.Legs[0].Pieces[i]
		text := ""
		for _, s := range piece.Forks() {
			text += fmt.Sprintf("%s %d of %d; ", s.Element.Label, s.Choice+1, s.Among)
		}
		told = append(told, text)
	}
	require.ElementsMatch(t, []string{
		"there by a 1 of 2; back by a 1 of 2; ", "there by a 1 of 2; back by b 2 of 2; ",
		"there by b 2 of 2; back by a 1 of 2; ", "there by b 2 of 2; back by b 2 of 2; ",
	}, told)
}

// Ways multiply: what is too much is unknown, and soon so.
func TestTooManyWaysAreUnknown(t *testing.T) {
	chain := func(diamonds int) *forked {
		w := newForked()
		at := w.client
		for i := range diamonds {
			next := w.table(fmt.Sprint("next ", i))
			for _, way := range []string{"a", "b"} {
				middle := w.table(fmt.Sprint(way, " ", i))
				w.route(at, toServer, way, fabric.ToTable(middle, fabric.None), nil)
				w.route(middle, toServer, way, fabric.ToTable(next, fabric.None), nil)
			}
			at = next
		}
		w.route(at, toServer, "last", fabric.ToTable(w.server, fabric.None), nil)
		w.route(w.server, toClient, "back", fabric.ToTable(w.client, fabric.None), nil)
		return w
	}
	p := chain(6).prove(t)
	require.Equal(t, reachability.Reachable, p.Verdict)
	require.Len(t, p.Answer.Legs[0].Pieces, 64)
	p = chain(31).prove(t)
	require.Equal(t, reachability.Unknown, p.Verdict)
	require.Equal(t, fabric.CodeBudget, p.Because)
}

// A circle of tables is told, however long it is and wherever it begins, there
// and back.
func TestCirclesOfTablesAreTold(t *testing.T) {
	for _, d := range []reachability.Direction{reachability.Forward, reachability.Return} {
		for _, before := range []int{0, 1, 5, 40} {
			for _, length := range []int{1, 2, 3, 16, 63, 64, 65, 100} {
				t.Run(fmt.Sprintf("%s, %d tables after %d others", d, length, before), func(t *testing.T) {
					w := newForked()
					at, prefix := w.client, toServer
					if d == reachability.Return {
						w.route(w.client, toServer, "there", fabric.ToTable(w.server, fabric.None), nil)
						at, prefix = w.server, toClient
					} else {
						w.route(w.server, toClient, "back", fabric.ToTable(w.client, fabric.None), nil)
					}
					on := func() {
						next := w.table("on the way")
						w.route(at, prefix, "on", fabric.ToTable(next, fabric.None), nil)
						at = next
					}
					for range before {
						on()
					}
					on()
					first := at
					for range length - 1 {
						on()
					}
					w.route(at, prefix, "round", fabric.ToTable(first, fabric.None), nil)
					p := w.prove(t)
					require.Equal(t, reachability.Unreachable, p.Verdict)
					require.Equal(t, fabric.CodeLoop, p.Because)
					require.Len(t, p.Obstacles, 1)
					require.Equal(t, d, p.Obstacles[0].Direction)
				})
			}
		}
	}
}

// A packet that comes to a table again takes the same route again: of two routes
// one leads round, and the other out.
func TestOneOfTwoWaysLeadsRound(t *testing.T) {
	w := newForked()
	round := w.table("round")
	w.route(w.client, toServer, "round", fabric.ToTable(round, fabric.None), nil)
	w.route(w.client, toServer, "out", fabric.ToTable(w.server, fabric.None), nil)
	w.route(round, toServer, "and again", fabric.ToTable(w.client, fabric.None), nil)
	w.route(w.server, toClient, "back", fabric.ToTable(w.client, fabric.None), nil)
	p := w.prove(t)
	require.Equal(t, reachability.Partial, p.Verdict)
	require.Len(t, p.Answer.Legs[0].Pieces, 2)
	require.Len(t, p.Obstacles, 1)
	require.Equal(t, fabric.CodeLoop, p.Obstacles[0].Code)
}

// Where packets may get into a network by several tables, each must lead on.
func TestPacketsGetInByAnyOfTheTablesOfASession(t *testing.T) {
	build := func(works ...bool) *forked {
		w := newForked()
		hub := w.b.Domain(fabric.Domain{Element: fabric.Element{Label: "hub"}})
		table := w.b.Table(fabric.Table{Element: fabric.Element{Label: "hub"}, Domain: hub, Transit: true})
		enter := []fabric.TableID{}
		for i, ok := range works {
			in := w.b.Table(fabric.Table{Element: fabric.Element{Label: fmt.Sprint("zone ", i)}, Domain: fabric.DomainID(w.server)})
			if ok {
				w.route(in, toServer, "in", fabric.ToTable(w.server, fabric.None), nil)
			}
			enter = append(enter, in)
		}
		announced := fabric.ToTable(w.server, fabric.None)
		from := w.b.Table(fabric.Table{Element: fabric.Element{Label: "announces"}, Domain: w.b.Domain(fabric.Domain{})})
		w.route(from, toServer, "the server's network", announced, func(r *fabric.Route) { r.Announce = true })
		w.b.Session(fabric.Session{Element: fabric.Element{Label: "attachment"}, From: from, To: table, Link: fabric.None, Own: true, Enter: enter})
		w.b.Session(fabric.Session{Element: fabric.Element{Label: "sync"}, From: table, To: w.client, Link: fabric.None})
		w.route(w.server, toClient, "back", fabric.ToTable(w.client, fabric.None), nil)
		return w
	}
	for _, row := range []struct {
		policy string
		works  []bool
		want   reachability.Verdict
		pieces int
	}{
		{"both lead on", []bool{true, true}, reachability.Reachable, 2},
		{"one does not", []bool{true, false}, reachability.Partial, 2},
		{"none does", []bool{false, false}, reachability.Unreachable, 2},
		{"three, of which one does not", []bool{true, false, true}, reachability.Partial, 3},
		{"one only", []bool{true}, reachability.Reachable, 1},
	} {
		t.Run(row.policy, func(t *testing.T) {
			p := build(row.works...).prove(t)
			require.Equal(t, row.want, p.Verdict)
			require.Len(t, p.Answer.Legs[0].Pieces, row.pieces)
		})
	}
}
