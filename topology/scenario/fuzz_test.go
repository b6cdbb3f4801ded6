package scenario

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

// FuzzLoad reads two files that may include each other. Nothing panics, a tree
// or an error comes back, the same one twice, and every place is in a file that
// was read.
func FuzzLoad(f *testing.F) {
	f.Add("include: [b.yaml]\nname: a", "name: b\nregions: {}")
	f.Add("include: [b.yaml, ./b.yaml, c.yaml]", "include: [a.yaml]")
	f.Add("include: [a.yaml, '*.yaml', ~, {}]\na: 1", "a: 2")
	f.Add("include: b.yaml", "")
	f.Add("apiVersion: x\ninclude: [b.yaml]\na: {b: {c: 1}}", "apiVersion: y\na: {b: {d: 1, c: 2}}")
	f.Add("include: [b.yaml]\na: &a [1]\nb: [*a, *a]", "c: *a")
	parts, err := filepath.Glob("../../testdata/hostile/includes/*.yaml")
	require.NoError(f, err)
	for _, name := range parts {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(strings.ReplaceAll(string(text), "parts/", ""), "include: [a.yaml]\nregions: {cn-shanghai: {}}")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 1<<14 {
			t.Skip()
		}
		files := memory{"a.yaml": a, "b.yaml": b}
		load := func() *loader {
			l := newLoader(files, bounds{source: 1 << 15, depth: 20, nodes: 5000, marks: 10000})
			l.folder = "."
			l.load("a.yaml", diag.Range{})
			return l
		}
		first, again := load(), load()
		require.True(t, first.root != nil || first.findings.HasErrors(), "neither a tree nor an error")
		require.Equal(t, first.findings, again.findings)
		for _, found := range first.findings {
			require.NotEmpty(t, found.Summary)
			require.NotEmpty(t, found.Detail)
			checkRange(t, found.Range, NewSource([]byte(files[found.Range.File])))
		}
	})
}

// FuzzValues reads what is written for single values. What is accepted is told
// back in one form, which is accepted and means the same.
func FuzzValues(f *testing.F) {
	for _, c := range typeCases() {
		f.Add(c.written)
	}
	for _, s := range []string{"10.0.0.0/255.255.0.0", "fe80::1%eth0/64", "10.0.0.1:80", "“10.0.0.0/16”", "10.0.0.0/16,", "::ffff:1.2.3.4", "http://a.example/x", "999999999.999G", "0bps", ".5M"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		same(t, Rate(), text, Bandwidth.String)
		same(t, CIDR(), text, netip.Prefix.String)
		same(t, AddressOrCIDR(), text, netip.Prefix.String)
		same(t, Address(), text, netip.Addr.String)
		same(t, HostName(), text, strings.ToLower)
		same(t, Name(), text, strings.Clone)
		same(t, Account(), text, strings.Clone)
		same(t, Label(), text, strings.Clone)
		if _, ok := readOne(t, AddressOrCIDR(), text); ok {
			require.True(t, LooksLikeAddress(text), "an address is not taken for one")
		}
	})
}

// same reads a text, and once more what is told of it.
func same[V comparable](t *testing.T, kind Type[V], text string, tell func(V) string) {
	t.Helper()
	v, ok := readOne(t, kind, text)
	if !ok {
		return
	}
	again, ok := readOne(t, kind, tell(v))
	require.True(t, ok, "%q is read, and %q is told of it and not read", text, tell(v))
	require.Equal(t, v, again)
}

// readOne reads a single value; whatever is not accepted is told with a reason.
func readOne[V any](t *testing.T, kind Type[V], text string) (v V, ok bool) {
	t.Helper()
	d := NewDecoder(Options{})
	ok = kind.Read(d, &Node{Text: text}, &v)
	_, found := d.Finish()
	require.Equal(t, ok, len(found) == 0)
	for _, f := range found {
		require.NotEmpty(t, f.Detail)
		require.True(t, utf8.ValidString(f.Summary+f.Detail) || !utf8.ValidString(text))
	}
	return v, ok
}

// FuzzReferences looks up what anybody writes for a reference. It means one
// resource, or it is told why not, and what every resource is called means it.
func FuzzReferences(f *testing.F) {
	for _, s := range []string{"vpc/main", "main", "vpc/cn-a/main", "vpc:main", "/", "vpc/", "//", "", "instance/web", "Instance/web", "vpc-uf1", "s", "vpc/cn-a/main/x", "internet"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, registry, _ := decodeToy(t, fmt.Sprintf(towns, "db", "main"), Options{})
		for _, kinds := range [][]ResourceKind{nil, {"vpc"}, {"instance", "vswitch"}} {
			found := registry.Lookup(kinds, text, []string{"cn-a", "main"})
			q := query{kinds: kinds, text: text, words: []string{"internet"}}
			why := registry.explain(q)
			require.NotEmpty(t, why)
			require.Less(t, len(why), 2000+10*len(text))
			for _, r := range found {
				require.Contains(t, registry.Lookup(nil, r.Ref(), nil), r)
			}
		}
	})
}
