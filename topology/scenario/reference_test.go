package scenario

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// towns is a document to refer into; %s is written as the end of a check at
// the top, and in VPC main of cn-a.
const towns = `name: towns
regions:
  cn-a:
    vpcs:
      main:
        id: vpc-uf1
        cidr: 10.0.0.0/16
        vswitches: {s: {}, only: {}}
        instances: {web: {vswitch: s, rules: [{peer: %[2]s}]}}
      spare: {cidr: 10.0.0.0/16, instances: {db: {vswitch: vswitch/main/s}}}
  cn-b:
    vpcs:
      main: {cidr: 10.0.0.0/16, vswitches: {s: {}}, instances: {web: {vswitch: s}, cn-a: {vswitch: s}}}
  us: {cloud: far, vpcs: {main: {cidrs: []}, lone: {cidrs: []}}}
links: {l: {vpcs: [vpc/cn-a/main, vpc/cn-b/main]}}
checks:
  - from: %[1]s
`

func TestReferences(t *testing.T) {
	for _, c := range []struct{ name, text, fromTop, fromWeb string }{
		{"a name at the top, where there is one", "db", "instance/cn-a/spare/db", "instance/cn-a/spare/db"},
		{"the nearest wins", "web", ambiguous("instance/cn-a/main/web", "instance/cn-b/main/web"), "instance/cn-a/main/web"},
		{"kind and name", "instance/db", "instance/cn-a/spare/db", "instance/cn-a/spare/db"},
		{"a suffix of the path", "instance/spare/db", "instance/cn-a/spare/db", "instance/cn-a/spare/db"},
		{"the whole path", "instance/cn-b/main/web", "instance/cn-b/main/web", "instance/cn-b/main/web"},
		{"a suffix that several have, and one is near", "instance/main/web", ambiguous("instance/cn-a/main/web", "instance/cn-b/main/web"), "instance/cn-a/main/web"},
		{"the cloud's id", "vpc-uf1", "vpc/cn-a/main", "vpc/cn-a/main"},
		{"a name that two kinds have", "main", ambiguous("vpc/cn-a/main", "vpc/cn-b/main", "vpc/us/main"), "vpc/cn-a/main"},
		{"of a kind that the field does not take", "s", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fromTop := fmt.Sprintf(towns, c.text, "vpc/cn-a/main")
			out, _, found := decodeToy(t, fromTop, Options{})
			require.Equal(t, c.fromTop, meant(out.Checks[0].From.V, told(found)))

			fromWeb := fmt.Sprintf(towns, "l", c.text)
			out, _, found = decodeToy(t, fromWeb, Options{})
			rule := out.East.Get("cn-a").VPCs.Get("main").Instances.Get("web").Rules[0]
			require.Equal(t, c.fromWeb, meant(rule.Peer.V, told(found)))
		})
	}
}

// meant is what a reference resolved to, or the forms that it could have.
func meant(r AnyRef, findings string) string {
	if r.To != nil {
		return r.To.Ref()
	}
	_, forms, _ := strings.Cut(findings, "  It could be ")
	forms, _, _ = strings.Cut(forms, ". ")
	return forms
}

func ambiguous(forms ...string) string { return join(forms, "or") }

func TestReferencesThatDoNotResolve(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"ambiguous", "web", `
17:11 "web" is ambiguous
  It could be instance/cn-a/main/web or instance/cn-b/main/web. Write one of these.
  @9:21 instance/cn-a/main/web
  @13:65 instance/cn-b/main/web
`},
		{"misspelt", "spore", `
17:11 "spore" does not name an instance, a link or a vpc
  Did you mean "spare"?
`},
		{"nothing like it", "elsewhere", `
17:11 "elsewhere" does not name an instance, a link or a vpc
  Declared are "cn-a", "db", "l", "lone", "main", "spare" and "web".
`},
		{"of a kind that the field does not take", "s", `
17:11 "s" does not name an instance, a link or a vpc
  This field cannot take what has that name: vswitch/cn-a/main/s and vswitch/cn-b/main/s.
`},
		{"with such a kind written", "vswitch/only", `
17:11 "vswitch/only" does not name an instance, a link or a vpc
  This field cannot take what has that name: vswitch/cn-a/main/only.
`},
		{"a kind that is none, and a name that is there", "vm/db", `
17:11 "vm/db" does not name an instance, a link or a vpc
  Did you mean instance/cn-a/spare/db?
`},
		{"a colon for the slash", "vpc:main", `
17:11 "vpc:main" does not name an instance, a link or a vpc
  Did you mean "vpc/main"? A slash stands between the kind and the name.
`},
		{"a kind that is none", "vm/dbs", `
17:11 "vm/dbs" does not name an instance, a link or a vpc
  "vm" is not a kind. A reference is a kind, a slash and a name; the kinds are "instance", "link" and "vpc".
`},
		{"the kind forgotten", "spare/db", `
17:11 "spare/db" does not name an instance, a link or a vpc
  Did you mean instance/cn-a/spare/db?
`},
		{"the wrong place", "instance/cn-b/spare/db", `
17:11 "instance/cn-b/spare/db" does not name an instance
  Did you mean instance/cn-a/spare/db?
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, found := decodeToy(t, fmt.Sprintf(towns, c.text, "main"), Options{})
			require.Equal(t, strings.TrimPrefix(c.want, "\n"), told(found))
		})
	}
}

func TestAReferenceTakesItsOwnType(t *testing.T) {
	_, _, found := decodeToy(t, `
name: x
regions:
  cn: {vpcs: {main: {cidr: 10.0.0.0/8}}}
  us: {cloud: far, vpcs: {main: {cidrs: []}, lone: {cidrs: []}}}
links: {l: {vpcs: [main, lone]}}
`, Options{})
	require.Equal(t, `6:26 "lone" does not name a vpc
  This field cannot take what has that name: vpc/us/lone.
`, told(found), "main is the one VPC of the near cloud; lone is of the far one")
}

func TestANameThatIsAlsoAnID(t *testing.T) {
	_, _, found := decodeToy(t, `
name: x
regions: {cn: {vpcs: {a: {id: b, cidr: 10.0.0.0/8}, b: {cidr: 10.0.0.0/8}}}}
links: {l: {vpcs: [b, vpc/b]}}
`, Options{})
	require.Equal(t, `4:20 "b" is ambiguous
  It could be vpc/cn/b or vpc/cn/a. Write one of these.
  @3:53 vpc/cn/b
  @3:23 vpc/cn/a
`, told(found))
}

func TestWhatAnEditTookAway(t *testing.T) {
	base := fmt.Sprintf(towns, "instance/spare/db", "main")
	_, before, found := decodeToy(t, base, Options{})
	require.Empty(t, told(found))
	without := func(old, new string) string { return strings.Replace(base, old, new, 1) }
	const spare = "      spare: {cidr: 10.0.0.0/16, instances: {db: {vswitch: vswitch/main/s}}}\n"

	t.Run("gone with what it stood in", func(t *testing.T) {
		out, _, found := decodeToy(t, without(spare, ""), Options{Base: before, Removed: []string{"regions.cn-a.vpcs.spare"}})
		require.Empty(t, told(found))
		require.Nil(t, out.Checks[0].From.V.To)
		require.Equal(t, "instance/cn-a/spare/db", out.Checks[0].From.V.Gone.Ref())
	})
	t.Run("dangling, where something else was removed", func(t *testing.T) {
		_, _, found := decodeToy(t, without(spare, ""), Options{Base: before, Removed: []string{"regions.cn-a.vpcs.spa"}})
		require.Len(t, found, 1)
	})
	t.Run("dangling, where it never stood", func(t *testing.T) {
		text := without("instance/spare/db", "instance/spare/nobody")
		_, _, found := decodeToy(t, text, Options{Base: before, Removed: []string{"regions.cn-a.vpcs.spare"}})
		require.Len(t, found, 1)
	})
	t.Run("not moved to a namesake", func(t *testing.T) {
		text := without("s: {}, ", "")
		out, _, found := decodeToy(t, text, Options{Base: before, Removed: []string{"regions.cn-a.vpcs.main.vswitches.s"}})
		require.Empty(t, told(found))
		web := out.East.Get("cn-a").VPCs.Get("main").Instances.Get("web")
		require.Nil(t, web.VSwitch.V.To, "the vSwitch s of cn-b is not what was meant")
		require.Equal(t, "vswitch/cn-a/main/s", web.VSwitch.V.Gone.Ref())
	})
	t.Run("taken over by what the edit put in place", func(t *testing.T) {
		moved := strings.Replace(without(spare, ""), "web: {vswitch: s}", "web: {vswitch: s}, db: {vswitch: s}", 1)
		moved = strings.Replace(moved, "instance/spare/db", "db", 1)
		out, _, found := decodeToy(t, moved, Options{Base: before, Removed: []string{"regions.cn-a.vpcs.spare"}})
		require.Empty(t, told(found))
		require.Equal(t, "instance/cn-b/main/db", out.Checks[0].From.V.To.Ref())
	})
}

// Where two kinds of things hold one kind, two resources can have one path.
func TestTwinsCannotBeToldApart(t *testing.T) {
	type pair struct{ left, right Collection[link] }
	table := NewTable("pair", "",
		MapOf("left", kindLink, linkTable, func(p *pair) *Collection[link] { return &p.left }, ""),
		MapOf("right", kindLink, linkTable, func(p *pair) *Collection[link] { return &p.right }, ""),
		Custom("of", anything, func(d *Decoder, n *Node, _ *pair) { RefAny(kindLink).Read(d, n, new(AnyRef)) }, ""),
	)
	d := NewDecoder(Options{})
	Decode(d, table, tree(t, "{of: a, left: {a: {vpcs: []}}, right: {a: {vpcs: []}}}"), new(pair))
	_, found := d.Finish()
	require.Equal(t, `1:6 "a" is ambiguous
  It could be link/a or link/a. Write one of these. Two of them have the same kind and path: rename one.
  @1:16 link/a
  @1:40 link/a
`, told(found))
}

func TestManyFormsAreCutShort(t *testing.T) {
	_, _, found := decodeToy(t, manyVPCs(13)+"checks: [{from: web}]\n", Options{})
	require.Len(t, found, 1)
	require.Contains(t, found[0].Detail, "instance/cn/vpc-6/web or 3 more. Write one of these.")
	require.Len(t, found[0].Related, listed)
}

func TestLookup(t *testing.T) {
	_, r, _ := decodeToy(t, network, Options{})
	require.Len(t, r.Lookup(nil, "main", nil), 2)
	require.Len(t, r.Lookup([]ResourceKind{kindVPC}, "main", []string{"cn-a"}), 1)
	require.Len(t, r.Lookup([]ResourceKind{kindVPC}, "main", []string{"cn-a", "main", "web"}), 1)
	require.Empty(t, r.Lookup([]ResourceKind{kindVPC}, "vswitch/a", nil))
	require.Empty(t, r.Lookup([]ResourceKind{kindVPC}, "", nil))
}

// manyVPCs is a document with n VPCs that hold equally named things.
func manyVPCs(n int) string {
	var b strings.Builder
	b.WriteString("name: many\nregions:\n  cn:\n    vpcs:\n")
	for i := range n {
		fmt.Fprintf(&b, "      vpc-%d: {cidr: 10.0.0.0/16, vswitches: {a: {zone: z}, b: {}}, instances: {web: {vswitch: a, rules: [{peer: db}, {source: 10.0.0.1}]}, db: {vswitch: vswitch/vpc-%d/b}}}\n", i, i)
	}
	return b.String()
}

func BenchmarkDecode(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 10000} {
		root := tree(b, manyVPCs(n))
		b.Run(fmt.Sprintf("%d VPCs", n), func(b *testing.B) {
			for b.Loop() {
				if _, _, found := decodeTree(root, Options{}); len(found) > 0 {
					b.Fatal(told(found[:1]))
				}
			}
		})
	}
}

func BenchmarkDecodeAllDangling(b *testing.B) {
	root := tree(b, strings.ReplaceAll(manyVPCs(1000), "vswitch: a", "vswitch: c"))
	for b.Loop() {
		decodeTree(root, Options{})
	}
}
