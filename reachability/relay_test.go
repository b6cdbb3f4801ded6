package reachability_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// backends changes those of the load balancer.
func (n *balanced) backends(change func(servers []fabric.Backend)) {
	change(n.b.InterfaceAt(n.question.To[0]).Listeners[0].Relay)
}

func (n *balanced) verdict(t *testing.T) reachability.Verdict {
	t.Helper()
	p, err := reachability.Prove(n, reachability.Check{Expect: reachability.Reachable}, diag.NewRegistry(fabric.Codes()))
	require.NoError(t, err)
	return p.Verdict
}

func TestARelayChoosesAmongTheBackendsOfTheLowestRank(t *testing.T) {
	post := fabric.Match{Methods: []string{"POST"}}
	for _, row := range []struct {
		name   string
		change func(servers []fabric.Backend)
		want   reachability.Verdict
	}{
		{"of one rank: any", func([]fabric.Backend) {}, reachability.Partial},
		{"the second is for what is left", func(s []fabric.Backend) { s[1].Rank = 1 }, reachability.Reachable},
		{"the first is for what is left", func(s []fabric.Backend) { s[0].Rank = 1 }, reachability.Unreachable},
		{"what does not match has no rank", func(s []fabric.Backend) { s[0].Rank, s[1].Match = 1, post }, reachability.Reachable},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newBalanced(false, map[int]string{1: "request"})
			n.question.Call = &fabric.Call{Method: "GET", Path: "/"}
			n.backends(row.change)
			require.Equal(t, row.want, n.verdict(t))
		})
	}
}

// Where a relay keeps its client's address, rules that name their peers mean the
// client, or the relay if they know it.
func TestRulesThatNameTheirPeersMeanTheClientOrTheRelay(t *testing.T) {
	const client, relay = 0, 1
	for _, row := range []struct {
		name   string
		known  bool
		admits fabric.InterfaceID
		want   reachability.Verdict
	}{
		{"the client", false, client, reachability.Reachable},
		{"the relay is not meant", false, relay, reachability.Unreachable},
		{"the relay, which is known", true, relay, reachability.Reachable},
		{"the client is not meant then", true, client, reachability.Unreachable},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newBalanced(false, nil)
			n.backends(func(s []fabric.Backend) {
				for i := range s {
					s[i].Keeps, s[i].Carries, s[i].Known = true, true, row.known
				}
			})
			peers := n.b.Filter(fabric.Filter{
				Stateful: true,
				Clauses:  []fabric.Clause{{Boxes: []packet.Box{packet.AllHeaders(packet.V4)}, Peers: []fabric.InterfaceID{row.admits}}},
				Default:  fabric.Clause{Effect: fabric.Deny, Refusal: &fabric.Refusal{Code: fabric.CodeIngressDenied, Kind: diag.KindFilter}},
			})
			for _, s := range n.servers {
				n.b.InterfaceAt(s).Ingress = []fabric.FilterID{peers}
			}
			require.Equal(t, row.want, n.verdict(t))
		})
	}
}

// What calls itself by way of a relay that keeps its address may get no answer.
func TestARelayThatLeadsBackToItsClient(t *testing.T) {
	for _, row := range []struct {
		name  string
		keeps bool
		asks  fabric.InterfaceID
		want  reachability.Verdict
	}{
		{"its address is kept, at one of two", true, 2, reachability.Partial},
		{"its address is not kept", false, 2, reachability.Reachable},
		{"another asks", true, 0, reachability.Reachable},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newBalanced(false, nil)
			n.backends(func(s []fabric.Backend) {
				for i := range s {
					s[i].Keeps, s[i].Carries, s[i].Known = row.keeps, row.keeps, true
					s[i].Hairpin = &fabric.Refusal{Code: fabric.CodeNotListening, Kind: diag.KindBackend}
				}
			})
			n.question.From.Via[0].Interface = row.asks
			require.Equal(t, row.want, n.verdict(t))
		})
	}
}
