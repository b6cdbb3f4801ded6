package generate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
)

// Networks load, almost always.
func TestNetworksLoad(t *testing.T) {
	s := &generate.Series{Networks: true, Options: generate.Options{Enterprise: true}}
	for s.Made < 200 {
		s.Next()
	}
	t.Log(s)
	require.Less(t, s.Refused, s.Made/10, s)
}
