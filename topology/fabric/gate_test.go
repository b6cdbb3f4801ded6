package fabric_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/fabric"
)

func TestWildcard(t *testing.T) {
	for _, row := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "", true},
		{"*", "test/GET/pets", true},
		{"test/*/pets", "test/GET/pets", true},
		{"test/*/pets", "test/GET/a/b/pets", true}, // it stands for slashes too
		{"test/GET/pets", "test/GET/pets", true},
		{"test/GET/pets", "test/GET/pets/1", false},
		{"test/G?T/*", "test/GET/", true},
		{"test/G?T/*", "test/GT/", false},
		{"*a*b", "xaxxab", true},
		{"*a*b", "xaxxac", false},
		{"", "", true},
		{"", "a", false},
		{"a**", "a", true},
	} {
		require.Equal(t, row.want, fabric.Wildcard(row.pattern, row.text), "%q in %q", row.text, row.pattern)
	}
}

func TestMatchOfWhereItArrivedAndWhatIsRequested(t *testing.T) {
	call := &fabric.Call{Host: "a.b.example.com", Stage: "test", Method: "GET", Path: "/pets/1"}
	for _, row := range []struct {
		name  string
		match fabric.Match
		at    fabric.InterfaceID
		want  bool
	}{
		{"there", fabric.Match{At: []fabric.InterfaceID{1, 2}}, 2, true},
		{"elsewhere", fabric.Match{At: []fabric.InterfaceID{1, 2}}, 3, false},
		{"nowhere that counts", fabric.Match{At: []fabric.InterfaceID{}}, 3, false},
		{"not arrived", fabric.Match{At: []fabric.InterfaceID{1}}, fabric.None, false},
		{"the request", fabric.Match{Requests: []string{"prod/*", "test/GET/pets/*"}}, 1, true},
		{"another request", fabric.Match{Requests: []string{"test/POST/*"}}, 1, false},
		{"a request that is left out", fabric.Match{NotRequests: []string{"prod/*", "test/GET/pets/?"}}, 1, false},
		{"another is left out", fabric.Match{NotRequests: []string{"prod/*"}}, 1, true},
		{"one of those, and left out again", fabric.Match{Requests: []string{"test/*"}, NotRequests: []string{"*/pets/*"}}, 1, false},
		{"a host of the form", fabric.Match{HostForms: []string{"b?.example.com", "*.example.com"}}, 1, true},
		{"a host of another form", fabric.Match{HostForms: []string{"a?.example.com"}}, 1, false},
		{"a path of the form", fabric.Match{PathForms: []string{"/p*/?"}}, 1, true},
		{"a path of another form", fabric.Match{PathForms: []string{"/p*/"}}, 1, false},
	} {
		got, maybe := row.match.Holds(&fabric.Visit{At: row.at, Call: call})
		require.Equal(t, row.want, got, row.name)
		require.False(t, maybe)
	}
	none := fabric.Match{NotRequests: []string{"prod/*"}}
	got, _ := none.Holds(&fabric.Visit{At: 1})
	require.False(t, got, "where nothing is requested, nothing is left out of it")
}

func TestANameIsWhatTheAskerSees(t *testing.T) {
	n := fabric.Name{
		View:  fabric.View{Answers: []fabric.InterfaceID{1}},
		Views: []fabric.View{{Domains: []fabric.DomainID{7}, Answers: []fabric.InterfaceID{2}}, {Domains: []fabric.DomainID{7, 8}, Answers: []fabric.InterfaceID{3}}},
	}
	require.Equal(t, []fabric.InterfaceID{2}, n.SeenFrom(7).Answers, "the first view that is for the asker")
	require.Equal(t, []fabric.InterfaceID{3}, n.SeenFrom(8).Answers)
	require.Equal(t, []fabric.InterfaceID{1}, n.SeenFrom(9).Answers)
}

func TestWhatARelayPassesOnOfACall(t *testing.T) {
	caller := &fabric.Call{Scheme: "https", Host: "a.example.com", Method: "POST", Path: "/x", Stage: "test"}
	for _, row := range []struct {
		name    string
		backend fabric.Backend
		want    *fabric.Call
	}{
		{"nothing", fabric.Backend{}, nil},
		{"method and path", fabric.Backend{Call: &fabric.Call{Scheme: "http", Host: "b"}}, &fabric.Call{Scheme: "http", Host: "b", Method: "POST", Path: "/x"}},
		{"all that a connection carries", fabric.Backend{Transparent: true}, &fabric.Call{Scheme: "https", Host: "a.example.com", Method: "POST", Path: "/x"}},
		{"all but the scheme, where TLS ends", fabric.Backend{Transparent: true, Call: &fabric.Call{Scheme: "http"}}, &fabric.Call{Scheme: "http", Host: "a.example.com", Method: "POST", Path: "/x"}},
		{"what the caller asks below a path", fabric.Backend{Call: &fabric.Call{Path: "/y/"}, Below: "/"}, &fabric.Call{Method: "POST", Path: "/y/x"}},
		{"what is not below it stays", fabric.Backend{Call: &fabric.Call{Path: "/y/"}, Below: "/z"}, &fabric.Call{Method: "POST", Path: "/y/"}},
	} {
		require.Equal(t, row.want, row.backend.CallFor(caller), row.name)
	}
	transparent := fabric.Backend{Transparent: true}
	require.Nil(t, transparent.CallFor(nil), "a connection without a call")
}
