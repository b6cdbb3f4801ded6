package generate_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/internal/generate"
)

// What the generator writes is mostly accepted, in every way of using it.
func TestMostIsAccepted(t *testing.T) {
	for _, o := range []generate.Options{
		{}, {DenyAll: true}, {Small: true}, {Unequal: true}, {NetworkACLs: true}, {Variants: true},
		{Cloud: generate.AWS}, {Cloud: generate.AWS, Small: true}, {Cloud: generate.AWS, Variants: true, LoadBalancers: true}, {Cloud: generate.AWS, Variants: true, LoadBalancers: true, PrivateAPIs: true},
	} {
		s := generate.Series{Options: o, Crossings: true}
		for range 50 {
			require.NotEmpty(t, s.Next().Model.Checks())
		}
		require.NoError(t, s.Err(), "%+v", o)
		t.Log(&s)
	}
}

// rapid makes scenarios too: not so few of them load.
func TestRapidMakesScenarios(t *testing.T) {
	loaded := 0
	rapid.Check(t, func(t *rapid.T) {
		text := generate.Drawn(generate.Options{}).Draw(t, "scenario").Text()
		require.NotNil(t, generate.Read(text))
		if m, _ := generate.Load(text); m != nil {
			loaded++
		}
	})
	require.Greater(t, loaded, 30)
}
