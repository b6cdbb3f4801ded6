package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

const editBase = `name: base
vpcs:
  main:
    cidr: 10.0.0.0/16
    rules:
      - {priority: 1, source: a}
      - {priority: 2, source: b}
      - {priority: 2, source: c}
  spare: {cidr: 10.1.0.0/16}
cens:
  cen-1:
    edition: basic
empty:
`

// edit reads the edits of a variant and makes them.
func edit(t testing.TB, base, variant string) (root, got *Node, removed []Removed, l diag.List) {
	t.Helper()
	root = readText(t, base)
	v, found := Read("variant.yaml", []byte(variant))
	require.Empty(t, found)
	value := func(key string) *Node {
		if e := v.Field(key); e != nil {
			return e.Value
		}
		return nil
	}
	edits, l := DecodeEdits(value("set"), value("remove"), value("merge"))
	got, removed, more := Apply(root, edits)
	return root, got, removed, append(l, more...)
}

// flow writes a tree in braces on one line.
func flow(n *Node) string {
	var parts []string
	switch {
	case n.Kind == Map:
		for _, e := range n.Entries {
			parts = append(parts, e.Key+": "+flow(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case n.Kind == List:
		for _, i := range n.Items {
			parts = append(parts, flow(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Null:
		return "~"
	default:
		return n.Text
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, base, variant, want string
		removed                   []string
	}{
		{"set a value", "{a: {b: 1}, c: 2}", "set: {a.b: 3}", "{a: {b: 3}, c: 2}", nil},
		{"set a tree", "{a: {b: 1}, c: 2}", "set: {a: {x: [1]}}", "{a: {x: [1]}, c: 2}", nil},
		{"set null", "{a: {b: 1}}", "set: {a.b: ~}", "{a: {b: ~}}", nil},
		{"set a new key", "{a: {b: 1}}", "set: {a.c: 2, d: 3}", "{a: {b: 1, c: 2}, d: 3}", nil},
		{"set a new key of digits", "{a: {}}", "set: {a.80: x}", "{a: {80: x}}", nil},
		{"set in what was set before", "{a: {}}", "set: {a.b: {}, a.b.c: 1}", "{a: {b: {c: 1}}}", nil},
		{"set an item", "{a: [1, 2]}", "set: {'a[1]': 3}", "{a: [1, 3]}", nil},
		{"append an item", "{a: [1, 2]}", "set: {'a[2]': 3, a.3: 4}", "{a: [1, 2, 3, 4]}", nil},
		{"set an item by a match", "{a: [{p: 1, s: x}, {p: 2, s: y}]}", "set: {'a[p=2].s': z}", "{a: [{p: 1, s: x}, {p: 2, s: z}]}", nil},
		{"remove a key", "{a: {b: 1, c: 2}}", "remove: [a.b]", "{a: {c: 2}}", []string{"a.b 1:6-10 by 1:10-13"}},
		{"remove the last key", "{a: {b: 1}}", "remove: [a.b]", "{a: {}}", []string{"a.b 1:6-10 by 1:10-13"}},
		{"remove an item", "{a: [1, 2, 3]}", "remove: ['a[1]']", "{a: [1, 3]}", []string{"a[1] 1:9-10 by 1:10-16"}},
		{"remove one after the other", "{a: [1, 2, 3]}", "remove: ['a[0]', 'a[0]']", "{a: [3]}", []string{"a[0] 1:6-7 by 1:10-16", "a[0] 1:9-10 by 1:18-24"}},
		{"set comes before remove", "{a: 1, b: 2}", "{remove: [c], set: {c: 3}}", "{a: 1, b: 2}", []string{"c 1:21-25 by 1:11-12"}},
		{"merge maps", "{a: {b: 1, c: {d: 2}}, e: 3}", "merge: {a: {c: {f: 4}}, e: 5}", "{a: {b: 1, c: {d: 2, f: 4}}, e: 5}", nil},
		{"merge replaces lists", "{a: [1, 2]}", "merge: {a: [3]}", "{a: [3]}", nil},
		{"merge replaces a value by a map", "{a: 1}", "merge: {a: {b: 2}}", "{a: {b: 2}}", nil},
		{"merge replaces a map by a value", "{a: {b: 1}}", "merge: {a: 2}", "{a: 2}", nil},
		{"merge removes", "{a: {b: 1, c: 2}, d: 3}", "merge: {a: {b: ~}, d: null}", "{a: {c: 2}}", []string{"a.b 1:6-10 by 1:13-14", "d 1:19-23 by 1:20-21"}},
		{"merge removes and adds", "{a: 1, b: 2, c: 3}", "merge: {a: ~, x: 4, b: 5, c: ~}", "{b: 5, x: 4}", []string{"a 1:2-6 by 1:9-10", "c 1:14-18 by 1:27-28"}},
		{"null in a list stays", "{a: 1}", "merge: {a: [~, 1]}", "{a: [~, 1]}", nil},
		{"merge appends", "{a: {l: [1]}}", "merge: {a: {l+: [2, ~]}}", "{a: {l: [1, 2, ~]}}", nil},
		{"merge appends to nothing", "{a: {}}", "merge: {a: {l+: [2]}}", "{a: {l: [2]}}", nil},
		{"merge appends in a new map", "{}", "merge: {a: {l+: [2]}}", "{a: {l: [2]}}", nil},
		{"merge replaces and appends", "{l: [1]}", "merge: {l: [2], l+: [3]}", "{l: [2, 3]}", nil},
		{"a key that is + alone", "{}", "merge: {+: 1}", "{+: 1}", nil},
		{"an alias is changed in one place", "{a: &x {b: 1}, c: *x}", "set: {c.b: 2}", "{a: {b: 1}, c: {b: 2}}", nil},
		{"what is set twice is changed in one place", "{a: 1, b: 2}", "set: {a: &v {x: [1]}, b: *v, 'b.x[1]': 2}", "{a: {x: [1]}, b: {x: [1, 2]}}", nil},
		{"what is merged is changed in one place", "{}", "merge: {a: &v {x: [1]}, b: *v, c: {x+: [3]}}", "{a: {x: [1]}, b: {x: [1]}, c: {x: [3]}}", nil},
		{"nothing", "{a: 1}", "{set: , remove: ~, merge: }", "{a: 1}", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root, got, removed, l := edit(t, c.base, c.variant)
			require.Empty(t, l)
			require.Equal(t, c.want, flow(got))
			require.Equal(t, flow(readText(t, c.base)), flow(root), "the old tree stays as it was")
			var told []string
			for _, r := range removed {
				told = append(told, fmt.Sprintf("%s %s by %s", r.Path, place(r.Range), place(r.At)))
				require.Equal(t, "variant.yaml", r.At.File)
			}
			require.Equal(t, c.removed, told)
		})
	}
}

func TestApplyShares(t *testing.T) {
	t.Parallel()
	root, got, _, l := edit(t, editBase, lines("set:", "  vpcs.main.cidr: 10.9.0.0/16", "merge:", "  cens: {cen-1: {note: x}}"))
	require.Empty(t, l)
	find := func(n *Node, path string) *Node {
		p, err := ParsePath(path)
		require.NoError(t, err)
		found, followed := p.Find(n)
		require.Len(t, p, followed)
		return found
	}
	for _, path := range []string{"name", "vpcs.spare", "vpcs.main.rules", "cens.cen-1.edition", "empty"} {
		require.Same(t, find(root, path), find(got, path), path)
	}
	for _, path := range []string{"vpcs", "vpcs.main", "vpcs.main.cidr", "cens", "cens.cen-1"} {
		require.NotSame(t, find(root, path), find(got, path), path)
	}
	// Ranges: what is new stands in the variant, what holds it where it did.
	require.Equal(t, "variant.yaml:2:19", find(got, "vpcs.main.cidr").Range.String())
	require.Equal(t, "x.yaml:4:5", find(got, "vpcs.main").Range.String())
	require.Equal(t, "variant.yaml:2:3", find(got, "vpcs.main").Field("cidr").KeyRange.String())
	require.Equal(t, "variant.yaml:4:18", find(got, "cens.cen-1").Field("note").KeyRange.String())
	require.Equal(t, "x.yaml:11:3", find(got, "cens").Field("cen-1").KeyRange.String())

	same, removed, l := Apply(root, nil)
	require.Same(t, root, same)
	require.Empty(t, removed)
	require.Empty(t, l)
	_, got, _, l = edit(t, editBase, "merge: {vpcs: {}}")
	require.Empty(t, l)
	require.Equal(t, outline(root), outline(got))
	got, _, l = Apply(nil, []Edit{{Op: Remove}})
	require.Nil(t, got)
	require.Empty(t, l)
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		variant, want, detail, related string
	}{
		{"remove: [vpcs.mian]", `1:10-19 There is no "mian" in "vpcs"`, `Did you mean "main"?`, "3:3-9:29"},
		{"remove: [vpc]", `1:10-13 There is no "vpc" in the scenario`, `Did you mean "vpcs"?`, "1:1-13:7"},
		{"remove: [vpcs.other]", `1:10-20 There is no "other" in "vpcs"`, `The keys are "main", "spare".`, "3:3-9:29"},
		{"remove: [cens.x.y]", `1:10-18 There is no "x" in "cens"`, `The only key is "cen-1".`, "11:3-12:19"},
		{"set: {vpcs.mian.cidr: 1}", `1:7-21 There is no "mian" in "vpcs"`, `Did you mean "main"?`, "3:3-9:29"},
		{"set: {name.x: 1}", `1:7-13 "name" is a single value and has no "x" in it`, "The path ends before it", "1:7-11"},
		{"set: {empty.x: 1}", `1:7-14 "empty" is a single value and has no "x" in it`, "", "13:7-7"},
		{"set: {'vpcs.main.rules[4]': 1}", `1:7-27 There is no item 4 in "vpcs.main.rules"`, "The list has 3 items", "6:7-8:33"},
		{"set: {vpcs.main.rules.x: 1}", `1:7-24 "vpcs.main.rules" is a list and has no key "x"`, "[priority=20]", "6:7-8:33"},
		{"set: {'vpcs[a=b]': 1}", `1:7-18 "vpcs" is not a list, so [a=b] picks nothing`, `The keys are "main", "spare".`, "3:3-9:29"},
		{"remove: ['vpcs.main.rules[priority=3]']", `1:10-39 No item of "vpcs.main.rules" has "priority" "3"`, `The values are "1", "2".`, "6:7-8:33"},
		{"remove: ['vpcs.main.rules[priority=2]']", `1:10-39 2 items of "vpcs.main.rules" have "priority" "2"`, "exactly one", "7:9-33"},
		{"merge: {vpcs+: [1]}", `1:9-14 "vpcs+" appends to what is not a list`, `"vpcs" is a map`, "2:1-5"},
		{"merge: {vpcs+: 1}", `1:9-14 "vpcs+" is given a value`, "takes a list", ""},
		{"merge: {vpcs: {mian: ~}}", `1:16-20 Nothing is removed: there is no "mian" in "vpcs"`, `Did you mean "main"?`, ""},
		{"merge: {x: {y: ~}}", `1:13-14 Nothing is removed: there is no "y" in "x"`, "null removes a key", ""},
	} {
		t.Run(c.variant, func(t *testing.T) {
			t.Parallel()
			root, got, removed, l := edit(t, editBase, c.variant)
			require.Equal(t, []string{c.want}, findingsAt(l))
			require.NotEmpty(t, l[0].Detail)
			require.Contains(t, l[0].Detail, c.detail)
			require.Equal(t, "variant.yaml", l[0].Range.File)
			require.Empty(t, removed)
			if c.related != "" {
				require.Equal(t, c.related, place(l[0].Related[0].Range))
			}
			if l.HasErrors() {
				require.Same(t, root, got)
			} else {
				require.Contains(t, l[0].Summary, "Nothing is removed")
			}
		})
	}
	t.Run("one edit that fails does not stop the others", func(t *testing.T) {
		t.Parallel()
		_, got, _, l := edit(t, "{a: 1}", "{set: {b.c: 1, d: 2}, remove: [e, a]}")
		require.Equal(t, []string{`1:8-11 There is no "b" in the scenario`, `1:32-33 There is no "e" in the scenario`}, findingsAt(l))
		require.Equal(t, "{d: 2}", flow(got))
	})
	t.Run("the whole", func(t *testing.T) {
		t.Parallel()
		_, _, l := Apply(&Node{Kind: Map}, []Edit{{Op: Remove}, {Op: Set}})
		require.Len(t, l, 2)
	})
	t.Run("findings are bounded", func(t *testing.T) {
		t.Parallel()
		_, _, l := Apply(&Node{Kind: Map}, slices.Repeat([]Edit{{Op: Remove, Path: Path{{Key: "x"}}}}, 500))
		require.Len(t, l, maxEditFindings)
	})
}

func TestDecodeEdits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, variant string
		want          []string
	}{
		{"set is a list", "set: [a]", []string{"1:6-9 A list stands where a map is expected"}},
		{"remove is a value", "remove: a.b", []string{"1:9-12 A value stands where a list is expected"}},
		{"merge is a list", "merge: [a]", []string{"1:8-11 A list stands where a map is expected"}},
		{"remove holds a map", "remove: [a: b, ~, c]", []string{"1:10-14 A path is expected here", "1:16-17 A path is expected here", `1:19-20 There is no "c" in the scenario`}},
		{"paths that are none", "{set: {a..b: 1, '': 2, 'é.]': 3}, remove: ['a[']}", []string{
			`1:10-11 "a..b" is not a path: a name is missing before a dot`,
			`1:17-19 "" is not a path: it is empty`,
			`1:27-28 "é.]" is not a path: a "]" stands without its "["`,
			`1:46-47 "a[" is not a path: a "[" is not closed`,
		}},
		{"everything at once", "{set: 1, remove: 2, merge: 3}", []string{
			"1:7-8 A value stands where a map is expected", "1:18-19 A value stands where a list is expected", "1:28-29 A value stands where a map is expected"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, _, l := edit(t, "{a: 1}", c.variant)
			require.Equal(t, c.want, findingsAt(l))
			for _, f := range l {
				require.NotEmpty(t, f.Detail)
			}
		})
	}
	t.Run("too many", func(t *testing.T) {
		t.Parallel()
		var b strings.Builder
		for i := range maxEdits + 5 {
			fmt.Fprintf(&b, "k%d: 1\n", i)
		}
		edits, l := DecodeEdits(readText(t, b.String()), nil, nil)
		require.Len(t, edits, maxEdits)
		require.Equal(t, []string{"1001:1-6 A variant has more than 1000 edits"}, findingsAt(l))
	})
}

// FuzzApply makes edits that are read from anything. Nothing panics, the old
// tree stays, the same edits give the same tree, and RFC 7396 is followed.
func FuzzApply(f *testing.F) {
	for _, v := range []string{
		"set: {vpcs.main.cidr: 1, 'vpcs.main.rules[3]': {a: b}}", "remove: ['vpcs.main.rules[priority=1]', cens.cen-1.edition, empty]",
		"merge: {vpcs: {main: ~, spare: {x: {y: ~, z+: [1]}}, rules+: [2]}, name: [~]}", "set: {a: &x {b: 1}, c: *x, c.b: 2}", "set: [a]\nremove: {a: b}\nmerge: 1",
	} {
		f.Add(editBase, v)
	}
	f.Fuzz(func(t *testing.T, base, variant string) {
		if len(base)+len(variant) > 1<<14 {
			t.Skip()
		}
		small := bounds{source: 1 << 16, depth: 20, nodes: 1000, marks: 10000}
		root, v := read("x.yaml", []byte(base), small).root, read("variant.yaml", []byte(variant), small).root
		if root == nil || v == nil {
			t.Skip()
		}
		value := func(key string) *Node {
			if e := v.Field(key); e != nil {
				return e.Value
			}
			return nil
		}
		old := outline(root)
		edits, _ := DecodeEdits(value("set"), value("remove"), value("merge"))
		variantBefore := outline(v)
		got, removed, l := Apply(root, edits)
		again, _, l2 := Apply(root, edits)
		require.Equal(t, outline(got), outline(again))
		require.Equal(t, l, l2)
		require.Equal(t, old, outline(root))
		require.Equal(t, variantBefore, outline(v))
		uniqueKeys(t, got)
		for _, r := range removed {
			require.NotEmpty(t, r.Path)
			require.False(t, before(r.Range.End, r.Range.Start))
		}
		if m := value("merge"); m != nil && m.Kind == Map && !strings.Contains(variant, "+") {
			merged, _, _ := Apply(root, []Edit{{Op: Merge, Value: m}})
			require.Equal(t, rfc7396(plainValue(root), plainValue(m)), plainValue(merged))
		}
	})
}

func uniqueKeys(t *testing.T, n *Node) {
	seen := map[string]bool{}
	for _, e := range n.Entries {
		require.False(t, seen[e.Key], "%q twice", e.Key)
		seen[e.Key] = true
		uniqueKeys(t, e.Value)
	}
	for _, i := range n.Items {
		uniqueKeys(t, i)
	}
}

// plainValue is a tree as encoding/json would have it.
func plainValue(n *Node) any {
	switch {
	case n.Kind == Map:
		m := map[string]any{}
		for _, e := range n.Entries {
			m[e.Key] = plainValue(e.Value)
		}
		return m
	case n.Kind == List:
		l := []any{}
		for _, i := range n.Items {
			l = append(l, plainValue(i))
		}
		return l
	case n.Null:
		return nil
	default:
		return n.Text
	}
}

// rfc7396 is the pseudocode of the RFC, section 2.
func rfc7396(target, patch any) any {
	p, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	out := map[string]any{}
	if t, ok := target.(map[string]any); ok {
		for k, v := range t {
			out[k] = v
		}
	}
	for k, v := range p {
		if v == nil {
			delete(out, k)
		} else {
			out[k] = rfc7396(out[k], v)
		}
	}
	return out
}

func BenchmarkApply(b *testing.B) {
	root := readText(b, string(sample(1<<20)))
	v := readText(b, "set: {regions.cn-shanghai.vpcs.vpc-7.cidr: 10.0.0.0/8}\nremove: [regions.cn-shanghai.vpcs.vpc-8]")
	edits, l := DecodeEdits(v.Field("set").Value, v.Field("remove").Value, nil)
	require.Empty(b, l)
	b.ReportAllocs()
	for b.Loop() {
		if _, removed, _ := Apply(root, edits); len(removed) != 1 {
			b.Fatal("not removed")
		}
	}
}
