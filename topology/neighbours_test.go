package topology_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
	"netsim/topology/diag"
)

func TestNeighboursAreToldOnce(t *testing.T) {
	seen := map[diag.Neighbour]bool{}
	for _, e := range topology.ExplainedCodes().Entries() {
		for _, n := range e.Neighbours {
			require.NotEmpty(t, n.Tool)
			require.Regexp(t, `^[A-Za-z0-9_]+$`, n.Says)
			require.False(t, seen[n], "%v is there twice", n)
			seen[n] = true
		}
	}
	require.NotEmpty(t, seen)
}
