package diag_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

func sample() *diag.Registry {
	return diag.NewRegistry(
		[]diag.Entry{{Code: "route.missing", Title: "No route"}},
		[]diag.Entry{{Code: "link.unattached", Title: "Not attached"}, {Code: "sg.denied", Title: "Denied"}},
	)
}

func TestACodeIsRegisteredOnce(t *testing.T) {
	require.PanicsWithValue(t, `diag: code "a.b" is registered twice`, func() {
		diag.NewRegistry([]diag.Entry{{Code: "a.b"}}, []diag.Entry{{Code: "a.b"}})
	})
}

func TestWithAddsToCodesOfAnyRoom(t *testing.T) {
	r := sample()
	one := diag.Addition{Remedies: []diag.Remedy{{Code: "route.missing", Cloud: "One"}}}
	two := diag.Addition{
		Remedies: []diag.Remedy{{Code: "route.missing", Cloud: "Two"}},
		Examples: []diag.Example{{Code: "sg.denied", File: "a.yaml", Variant: "closed"}},
	}
	both := r.With(one, two)
	e, ok := both.Lookup("route.missing")
	require.True(t, ok)
	require.Equal(t, []diag.Remedy{one.Remedies[0], two.Remedies[0]}, e.Remedies)
	e, _ = both.Lookup("sg.denied")
	require.Equal(t, two.Examples, e.Examples)

	e, _ = r.Lookup("route.missing")
	require.Empty(t, e.Remedies, "the registry that was added to stays as it is")
	again := r.With(one).With(two)
	require.Equal(t, both.Entries(), again.Entries())
	require.PanicsWithValue(t, `diag: an addition to code "a.b", which is not registered`, func() {
		r.With(diag.Addition{Examples: []diag.Example{{Code: "a.b"}}})
	})
}

func TestBeside(t *testing.T) {
	aws, google := diag.ReachabilityAnalyzer, diag.ConnectivityTests
	r := sample().With(diag.Addition{Neighbours: append(aws.For("route.missing", "NO_ROUTE", "CANNOT_ROUTE"),
		append(google.For("route.missing", "NO_ROUTE"), google.For("link.unattached", "NO_ROUTE")...)...)})
	for _, row := range []struct {
		word  string
		codes []diag.Code
		tools []diag.Tool
	}{
		{"NO_ROUTE", []diag.Code{"link.unattached", "route.missing"}, []diag.Tool{google, aws}},
		{"cannot_route", []diag.Code{"route.missing"}, []diag.Tool{aws}},
		{"CANNOT", nil, nil},
	} {
		t.Run(row.word, func(t *testing.T) {
			found, tools := r.Beside(row.word)
			var codes []diag.Code
			for _, e := range found {
				codes = append(codes, e.Code)
			}
			require.Equal(t, row.codes, codes)
			require.Equal(t, row.tools, tools)
		})
	}
}
