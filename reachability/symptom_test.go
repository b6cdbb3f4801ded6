package reachability_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// What fails behind two relays is told by both: the one in front has the last
// word.
func TestEveryRelayOnTheWayTellsWhatItSees(t *testing.T) {
	codes := diag.NewRegistry(fabric.Codes())
	for _, row := range []struct {
		name   string
		behind fabric.Listener // the relay in the middle
		want   diag.Symptom
	}{
		{"a relay that tells it as it is", fabric.Listener{}, "HTTP 500"},
		{"a relay with words of its own", fabric.Listener{Otherwise: "HTTP 503"}, "what the middle says"},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newBalanced(false, map[int]string{0: "request", 1: "request"})
			balancer := n.question.To[0]
			n.b.InterfaceAt(balancer).Listeners[0].Otherwise = row.behind.Otherwise
			front := n.host("front", "10.0.0.9")
			n.b.InterfaceAt(front).Listeners = []fabric.Listener{{
				Service: tcp(443),
				Relay: []fabric.Backend{{
					From: front, Start: fabric.None, To: []fabric.InterfaceID{balancer}, Service: tcp(80),
				}},
				Symptoms: map[diag.Symptom]diag.Symptom{
					diag.SymptomTimeout: "HTTP 500", "HTTP 503": "what the middle says",
				},
			}}
			n.question.To, n.question.Service = []fabric.InterfaceID{front}, tcp(443)
			a := reachability.Solve(n.b.Network(), []fabric.Question{n.question})
			require.Equal(t, reachability.Unreachable, a.Verdict())
			obstacles := a.Obstacles(reachability.Demand{AcceptTest: true}, codes)
			require.NotEmpty(t, obstacles)
			for _, o := range obstacles {
				require.Equal(t, row.want, o.Symptom)
			}
		})
	}
}
