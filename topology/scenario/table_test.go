package scenario

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// structuralCases are what the tables refuse by themselves. The JSON Schema
// refuses all of it too.
var structuralCases = []struct{ name, document, want string }{
	{"an empty network has a name", `name: x`, ``},
	{"a missing field is told at the document", `{links: {}}`, `
1:1 toy lacks the field "name"
  What it is called. Add it: name: headline.
`},
	{"a missing field is told at the key of its object", `
name: x
regions: {a: {vpcs: {main: {}}}}`, `
3:22 VPC "main" lacks the field "cidr"
  The addresses of the VPC. Add it: cidr: 10.0.0.0/16.
`},
	{"a misspelt field", `
nmae: x
name: x`, `
2:1 unknown field "nmae" in toy
  Did you mean "name"?
`},
	{"a field from nowhere", `
name: x
contact: {telephone: 1}`, `
3:11 unknown field "telephone" in contact
  It takes "host".
`},
	{"a resource has its header fields and no others", `
name: x
regions: {a: {id: r-1, account: 42, description: here, owner: me}}`, `
3:56 unknown field "owner" in region "a"
  It takes "cloud", "vpcs", "id", "account" and "description".
`},
	{"a list where names are keys", `
name: x
links: [a]`, `
3:8 "links" takes a map (each key names a link), and a list stands there
  A dash makes an item of a list: write keys and values, without dashes.
`},
	{"a map where order matters", `
name: x
checks: {a: b}`, `
3:9 "checks" takes a list (each item is a check), and a map stands there
  Begin each item on a line of its own, with a dash and a space.
`},
	{"a value where an object stands", `
name: x
contact: me`, `
3:10 "contact" takes a map, and a value stands there
  Write keys and values on the lines below, indented deeper, or {} for none.
`},
	{"an item that is no object", `
name: x
checks: [web]`, `
3:10 item 1 of "checks" takes a map, and a value stands there
  Write keys and values on the lines below, indented deeper, or {} for none.
`},
	{"nothing written is not empty", `
name: x
links:
contact:`, `
3:1 "links" has no value
  Absent and empty are not the same: write a map (each key names a link), {} for an empty one, or remove the line.
4:1 "contact" has no value
  Absent and empty are not the same: write a map, {} for an empty one, or remove the line.
`},
	{"a name that is none", `
name: x
regions: {"a b": {}, "": {}}`, `
3:11 "a b" is not a name
  A name starts with a letter or a digit, goes on with letters, digits, dots, dashes and underscores, and has at most 128 characters.
3:22 "" is not a name
  A name starts with a letter or a digit, goes on with letters, digits, dots, dashes and underscores, and has at most 128 characters.
`},
	{"a choice that is none, and nothing else of its entry", `
name: x
regions: {a: {cloud: nera, bogus: 1}, b: {cloud: }, c: {cloud: far, vpcs: {v: {cidr: 10.0.0.0/8}}}}`, `
3:22 "nera" is not "far" or "near"
  Did you mean "near"? Nothing else here is read before "cloud" is known.
3:43 "cloud" has no value
  Absent and empty are not the same: write "far" or "near", or remove the line.
3:80 unknown field "cidr" in far VPC "v"
  Did you mean "cidrs"?
3:86 "cidr" takes a list (each item is a CIDR), and a value stands there
  Put it in brackets: [10.0.0.0/8].
`},
	{"an entry that is no map is read by the default", `
name: x
regions: {a: here}`, `
3:14 "a" takes a map, and a value stands there
  Write keys and values on the lines below, indented deeper, or {} for none.
`},
	{"exactly one of two fields", `
name: x
regions: {a: {vpcs: {v: {cidr: 10.0.0.0/8, vswitches: {s: {}}, instances: {i: {vswitch: s, rules: [
  {priority: 1},
  {source: 10.0.0.1, peer: i},
  {peer: i}]}}}}}}`, `
4:3 rule needs "source" or "peer"
  source: Where packets come from. peer: Who sends them.
5:22 "source" and "peer" cannot stand together in rule
  Keep one of them.
  @5:4 the first of them
`},
	{"fields that conflict", `
name: x
links: {l: {vpcs: [], up: true, bandwidth: 2Mbps}}`, `
3:33 "up" and "bandwidth" cannot stand together in link "l"
  Keep one of them.
  @3:23 the first of them
`},
}

func TestTables(t *testing.T) {
	for _, c := range structuralCases {
		t.Run(c.name, func(t *testing.T) {
			_, _, found := decodeToy(t, c.document, Options{})
			require.Equal(t, strings.TrimPrefix(c.want, "\n"), told(found))
		})
	}
}

// network has two regions and everything in them.
const network = `
name: network
regions:
  cn-b:
    account: "7"
    vpcs:
      main: {cidr: 10.1.0.0/16, vswitches: {a: {}}}
  cn-a:
    vpcs:
      main:
        id: vpc-1
        cidr: 10.0.0.0/16
        vswitches: {b: {zone: z}, a: {account: 8}}
        instances:
          web: {vswitch: a, private_ip: 10.0.0.1, rules: [{ports: 80, peer: db}, {source: 10.0.0.0/8}]}
          db: {vswitch: vswitch/main/b, size: tiny, rules: []}
  us: {cloud: far, vpcs: {far.1: {cidrs: [10.2.0.0/16]}}}
links:
  l: {vpcs: [vpc-1, vpc/cn-b/main], bandwidth: 2Mbps}
checks:
  - {from: web, to: l}
  - {from: vpc/far.1}
`

func TestWhatIsDecoded(t *testing.T) {
	out, registry, found := decodeToy(t, network, Options{})
	require.Empty(t, told(found))

	cna, cnb := out.East.Get("cn-a"), out.East.Get("cn-b")
	require.Equal(t, []*region{cna, cnb}, out.East.All())
	main := cna.VPCs.Get("main")
	web, db := main.Instances.Get("web"), main.Instances.Get("db")
	a, b := main.VSwitches.Get("a"), main.VSwitches.Get("b")

	require.Same(t, a, web.VSwitch.V.To)
	require.Same(t, b, db.VSwitch.V.To)
	require.Equal(t, small, db.Size.V)
	require.False(t, web.Size.Present())
	require.Equal(t, large, web.Size.Or(large))
	require.Len(t, web.Rules, 2)
	require.Same(t, &db.Resource, web.Rules[0].Peer.V.To)
	require.Equal(t, "15:59", strings.TrimPrefix(web.Rules[0].Node.Range.String(), "toy.yaml:"))
	require.NotNil(t, db.Rules, "an empty list is not absent")
	require.Equal(t, web.VSwitch.Node.Range, web.VSwitch.Range())
	require.True(t, web.Size.Range().IsZero())
	require.Nil(t, main.VSwitches.Get("c"))
	require.Equal(t, 2, main.VSwitches.Len())
	require.False(t, cnb.VPCs.Get("main").Instances.Present())

	require.Equal(t, []string{"cn-a", "main", "web"}, web.Path)
	require.Equal(t, "instance/cn-a/main/web", web.Ref())
	require.Equal(t, "regions.cn-a.vpcs.main.instances.web", web.TreePath)
	require.Same(t, &main.Resource, web.Parent)
	require.Same(t, &cna.Resource, web.Enclosing(kindRegion))
	require.Same(t, web, web.Object)
	require.Equal(t, `regions.us.vpcs."far.1"`, out.West.Get("us").VPCs.Get("far.1").TreePath)

	require.Equal(t, "8", a.AccountOr("1"))
	require.Equal(t, "1", b.AccountOr("1"))
	require.Equal(t, "7", cnb.VPCs.Get("main").AccountOr("1"))

	l := out.Links.Get("l")
	require.Same(t, main, l.VPCs.V[0].V.To)
	require.Same(t, cnb.VPCs.Get("main"), l.VPCs.V[1].V.To)
	require.Equal(t, 2*megabit, l.Bandwidth.V)
	require.Same(t, &l.Resource, out.Checks[0].To.V.To)
	require.Nil(t, out.Contact)
	require.Len(t, registry.OfKind(kindVPC), 3)
	require.Len(t, registry.All(), 12)
}

func TestTheOrderOfMapsMeansNothing(t *testing.T) {
	broken := strings.NewReplacer("web,", "wbe,", "10.1.0.0/16", "10.1.0.1/16", "size", "siez").Replace(network)
	for _, text := range []string{network, broken} {
		root := tree(t, text)
		_, wantAll, wantFound := decodeTree(root, Options{})
		for seed := range int64(50) {
			_, all, found := decodeTree(shuffled(root, rand.New(rand.NewSource(seed))), Options{})
			require.Equal(t, told(wantFound), told(found), "seed %d", seed)
			require.Equal(t, summary(wantAll), summary(all), "seed %d", seed)
		}
	}
}

// summary tells all resources and what their references mean.
func summary(r *Registry) string {
	var b strings.Builder
	for _, res := range r.All() {
		fmt.Fprintf(&b, "%s %s %s %s\n", res.Ref(), res.TreePath, res.Key, res.AccountOr("-"))
		switch o := res.Object.(type) {
		case *instance:
			if o.VSwitch.V.To != nil {
				fmt.Fprintf(&b, "  %s %v\n", o.VSwitch.V.To.Ref(), o.Size.V)
			}
		case *link:
			for _, v := range o.VPCs.V {
				fmt.Fprintf(&b, "  %s\n", v.V.To.Ref())
			}
		}
	}
	return b.String()
}

func TestFindingsAreBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString("name: x\nchecks:\n")
	for range mostFindings {
		text.WriteString("- {from: nobody, form: x}\n")
	}
	_, _, found := decodeToy(t, text.String(), Options{})
	require.Len(t, found, mostFindings+1)
	last := found[mostFindings]
	require.Equal(t, "too many findings: 1000 more are not shown", last.Summary)
	require.Equal(t, found[mostFindings-1].Range, last.Range)
}

func TestAnEmptyDocument(t *testing.T) {
	_, _, found := decodeTree(nil, Options{})
	require.Equal(t, "- toy is empty\n  A toy network.\n", told(found))
}

// Tables that contradict themselves are bugs, and say so when they are built.
func TestTablesThatContradictThemselves(t *testing.T) {
	name := func(s string) Field[toy] {
		return Optional(s, Text(), func(t *toy) *Value[string] { return &t.Name }, "")
	}
	links := MapOf("links", kindLink, linkTable, func(t *toy) *Collection[link] { return &t.Links }, "")
	for want, build := range map[string]func(){
		`scenario: table "t" lists the field "a" twice`:                             func() { NewTable("t", "", name("a"), name("a")) },
		`scenario: a rule of table "t" names the field "b", which it does not have`: func() { NewTable("t", "", name("a").Conflicts("b")) },
		`scenario: case "x" of "name" is no MapOf`:                                  func() { MapSwitch("name", "how", "x", map[string]Field[toy]{"x": name("name")}, "") },
		`scenario: the table of case "x" has no field "how"`:                        func() { MapSwitch("links", "how", "x", map[string]Field[toy]{"x": links}, "").schema() },
		`scenario: "links" has no case "x"`:                                         func() { MapSwitch("links", "up", "x", map[string]Field[toy]{"y": links}, "") },
		`scenario: table "link" lists the field "id" twice`: func() {
			NewTable("link", "", Optional("id", Text(), func(l *link) *Value[string] { return &l.ID }, ""))
		},
	} {
		require.PanicsWithValue(t, want, build)
	}
}

// A table that is made later is the same table, made once, where it is needed.
func TestLater(t *testing.T) {
	t.Parallel()
	made := 0
	later := Later(func() *Table[contact] {
		made++
		return contactTable
	})
	table := NewTable("toy", "A toy.", Object("contact", later, func(t *toy) **contact { return &t.Contact }, "Whom to ask."))
	decode := func(document string) string {
		d := NewDecoder(Options{})
		Decode(d, table, tree(t, document), &toy{})
		_, found := d.Finish()
		return told(found)
	}
	require.Empty(t, decode(`{}`))
	require.Zero(t, made)
	for range 2 {
		require.Equal(t, "1:12 unknown field \"nobody\" in contact\n  It takes \"host\".\n", decode(`{contact: {nobody: x}}`))
		require.Equal(t, 1, made)
	}
	direct := NewTable("toy", "A toy.", Object("contact", contactTable, func(t *toy) **contact { return &t.Contact }, "Whom to ask."))
	require.Equal(t, string(JSONSchema(direct, "")), string(JSONSchema(table, "")))
}

func TestAtLeastOne(t *testing.T) {
	table := NewTable("contact", "",
		Optional("host", HostName(), func(c *contact) *Value[string] { return &c.Host }, "Where."),
		Optional("name", Name(), func(c *contact) *Value[string] { return &c.Host }, "Who."),
	).AtLeastOne("host", "name")
	for document, want := range map[string]string{
		`{}`:                   "1:1 contact needs \"host\" or \"name\"\n  host: Where. name: Who.\n",
		`{host: a}`:            "",
		`{host: a, name: a}`:   "",
		`{host: a, name: "-"}`: "1:17 \"-\" is not a name\n  " + nameRule + "\n",
	} {
		d := NewDecoder(Options{})
		Decode(d, table, tree(t, document), new(contact))
		_, found := d.Finish()
		require.Equal(t, want, told(found), document)
	}
	require.Len(t, table.object().AllOf, 1)
}

// A custom field reads two shapes, and what stands in them keeps its place.
func TestCustomField(t *testing.T) {
	type group struct{ links []*link }
	table := NewTable("group", "", Custom("links", anything, func(d *Decoder, n *Node, into *group) {
		for i, item := range n.Items {
			d.AtItem(i, item, func() {
				l := new(link)
				Decode(d, linkTable, item, l)
				into.links = append(into.links, l)
			})
		}
		for _, e := range n.Entries {
			d.AtEntry(e, func() { Decode(d, linkTable, e.Value, new(link)) })
		}
	}, ""))
	for document, want := range map[string]string{
		`links: [{vpcs: []}, {}]`: "1:21 link lacks the field \"vpcs\"\n  Its ends. Add it: vpcs: [vpc/name].\n",
		`links: {a: {}}`:          "1:9 link lacks the field \"vpcs\"\n  Its ends. Add it: vpcs: [vpc/name].\n",
		`links: {a: []}`:          "1:12 \"a\" takes a map, and a list stands there\n  A dash makes an item of a list: write keys and values, without dashes.\n",
	} {
		d := NewDecoder(Options{})
		Decode(d, table, tree(t, document), new(group))
		_, found := d.Finish()
		require.Equal(t, want, told(found), document)
	}
}
