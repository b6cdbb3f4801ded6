package scenario

import (
	"math/rand"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"netsim/topology/diag"
)

// A small language with everything in it that tables can say.

const (
	kindRegion   ResourceKind = "region"
	kindVPC      ResourceKind = "vpc"
	kindVSwitch  ResourceKind = "vswitch"
	kindInstance ResourceKind = "instance"
	kindLink     ResourceKind = "link"
)

type toy struct {
	At
	Name    Value[string]
	East    Collection[region]
	West    Collection[farRegion]
	Links   Collection[link]
	Checks  []*check
	Contact *contact
}

type region struct {
	Resource
	Cloud Value[string]
	VPCs  Collection[vpc]
}

type farRegion struct {
	Resource
	Cloud Value[string]
	VPCs  Collection[farVPC]
}

type farVPC struct {
	Resource
	CIDRs Values[netip.Prefix]
}

type vpc struct {
	Resource
	CIDR      Value[netip.Prefix]
	VSwitches Collection[vswitch]
	Instances Collection[instance]
}

type vswitch struct {
	Resource
	Zone Value[string]
}

type instance struct {
	Resource
	VSwitch   Value[Ref[vswitch]]
	PrivateIP Value[netip.Addr]
	Size      Value[size]
	Rules     []*toyRule
}

type size string

const (
	small size = "small"
	large size = "large"
)

type toyRule struct {
	At
	Ports    Values[int]
	Source   Value[netip.Prefix]
	Peer     Value[AnyRef]
	Priority Value[int]
}

type link struct {
	Resource
	VPCs      Values[Ref[vpc]]
	Bandwidth Value[Bandwidth]
	Up        Value[bool]
}

type check struct {
	At
	From, To Value[AnyRef]
}

type contact struct {
	At
	Host Value[string]
}

var (
	ruleTable = NewTable("rule", "One rule.",
		Optional("ports", OneOrMany(Int(1, 65535)), func(r *toyRule) *Values[int] { return &r.Ports }, "The ports it is about."),
		Optional("source", AddressOrCIDR(), func(r *toyRule) *Value[netip.Prefix] { return &r.Source }, "Where packets come from."),
		Optional("peer", RefAny(kindInstance, kindVPC), func(r *toyRule) *Value[AnyRef] { return &r.Peer }, "Who sends them."),
		Optional("priority", Int(1, 100), func(r *toyRule) *Value[int] { return &r.Priority }, "The lowest wins."),
	).ExactlyOne("source", "peer")

	instanceTable = NewTable("instance", "A machine.",
		Required("vswitch", RefTo[vswitch](kindVSwitch), func(i *instance) *Value[Ref[vswitch]] { return &i.VSwitch }, "The vSwitch it stands in."),
		Optional("private_ip", Address(), func(i *instance) *Value[netip.Addr] { return &i.PrivateIP }, "Its address."),
		Optional("size", Enum(Choice(small, "One core.", "tiny"), Choice(large, "Many.")), func(i *instance) *Value[size] { return &i.Size }, "How large it is."),
		Objects("rules", ruleTable, func(i *instance) *[]*toyRule { return &i.Rules }, "Who may talk to it, in order."),
	)

	vswitchTable = NewTable("vSwitch", "A stretch of a VPC in one zone.",
		Optional("zone", Name(), func(v *vswitch) *Value[string] { return &v.Zone }, "The zone."),
	)

	vpcTable = NewTable("VPC", "A network of its own.",
		Required("cidr", CIDR(), func(v *vpc) *Value[netip.Prefix] { return &v.CIDR }, "The addresses of the VPC."),
		MapOf("vswitches", kindVSwitch, vswitchTable, func(v *vpc) *Collection[vswitch] { return &v.VSwitches }, "Its vSwitches."),
		MapOf("instances", kindInstance, instanceTable, func(v *vpc) *Collection[instance] { return &v.Instances }, "Its machines."),
	)

	farVPCTable = NewTable("far VPC", "A network of the other cloud.",
		Required("cidrs", ListOf(CIDR()), func(v *farVPC) *Values[netip.Prefix] { return &v.CIDRs }, "Its addresses."),
	)

	regionTable = NewTable("region", "A region of the near cloud.",
		Optional("cloud", Enum(Choice("near", "The near cloud.")), func(r *region) *Value[string] { return &r.Cloud }, "The cloud."),
		MapOf("vpcs", kindVPC, vpcTable, func(r *region) *Collection[vpc] { return &r.VPCs }, "Its VPCs."),
	)

	farRegionTable = NewTable("far region", "A region of the far cloud.",
		Optional("cloud", Enum(Choice("far", "The far cloud.")), func(r *farRegion) *Value[string] { return &r.Cloud }, "The cloud."),
		MapOf("vpcs", kindVPC, farVPCTable, func(r *farRegion) *Collection[farVPC] { return &r.VPCs }, "Its VPCs."),
	)

	linkTable = NewTable("link", "A link between VPCs.",
		Required("vpcs", ListOf(RefTo[vpc](kindVPC)), func(l *link) *Values[Ref[vpc]] { return &l.VPCs }, "Its ends."),
		Optional("bandwidth", Rate(), func(l *link) *Value[Bandwidth] { return &l.Bandwidth }, "How much it carries."),
		Optional("up", Bool(), func(l *link) *Value[bool] { return &l.Up }, "Whether it is in service.").Conflicts("bandwidth"),
	)

	checkTable = NewTable("check", "A question.",
		Required("from", RefAny(kindInstance, kindLink, kindVPC), func(c *check) *Value[AnyRef] { return &c.From }, "Who asks."),
		Optional("to", RefAny(), func(c *check) *Value[AnyRef] { return &c.To }, "Who is asked."),
	)

	contactTable = NewTable("contact", "Whom to ask.",
		Optional("host", HostName(), func(c *contact) *Value[string] { return &c.Host }, "Where they are."),
	)

	toyTable = NewTable("toy", "A toy network.",
		Required("name", Text(), func(t *toy) *Value[string] { return &t.Name }, "What it is called.").Example("headline"),
		MapSwitch("regions", "cloud", "near", map[string]Field[toy]{
			"near": MapOf("regions", kindRegion, regionTable, func(t *toy) *Collection[region] { return &t.East }, ""),
			"far":  MapOf("regions", kindRegion, farRegionTable, func(t *toy) *Collection[farRegion] { return &t.West }, ""),
		}, "What stands where."),
		MapOf("links", kindLink, linkTable, func(t *toy) *Collection[link] { return &t.Links }, "What joins VPCs."),
		Objects("checks", checkTable, func(t *toy) *[]*check { return &t.Checks }, "What is asked."),
		Object("contact", contactTable, func(t *toy) **contact { return &t.Contact }, "Whom to ask."),
	)
)

// decodeToy decodes a document of the toy language.
// anything is the schema of a field that may be written in any way.
func anything() *Schema { return &Schema{} }

func decodeToy(t testing.TB, text string, opts Options) (*toy, *Registry, diag.List) {
	return decodeTree(tree(t, text), opts)
}

func decodeTree(root *Node, opts Options) (*toy, *Registry, diag.List) {
	d := NewDecoder(opts)
	out := new(toy)
	Decode(d, toyTable, root, out)
	registry, found := d.Finish()
	return out, registry, found
}

// tree makes nodes of YAML, without any of the care that a reader takes.
func tree(t testing.TB, text string) *Node {
	var doc yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(text), &doc))
	return fromYAML(doc.Content[0])
}

func fromYAML(y *yaml.Node) *Node {
	n := &Node{Range: rangeOf(y)}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Map
		for i := 0; i < len(y.Content); i += 2 {
			key := y.Content[i]
			n.Entries = append(n.Entries, Entry{Key: key.Value, KeyRange: rangeOf(key), Value: fromYAML(y.Content[i+1])})
		}
	case yaml.SequenceNode:
		n.Kind = List
		for _, item := range y.Content {
			n.Items = append(n.Items, fromYAML(item))
		}
	default:
		n.Text, n.Null = y.Value, y.Tag == "!!null"
		n.Quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
	}
	return n
}

func rangeOf(y *yaml.Node) diag.Range {
	start := diag.Pos{Line: y.Line, Column: y.Column}
	return diag.Range{File: "toy.yaml", Start: start, End: diag.Pos{Line: y.Line, Column: y.Column + len(y.Value)}}
}

// shuffled is the same tree with the entries of every map in another order.
func shuffled(n *Node, r *rand.Rand) *Node {
	out := *n
	out.Entries, out.Items = nil, nil
	for _, i := range r.Perm(len(n.Entries)) {
		e := n.Entries[i]
		e.Value = shuffled(e.Value, r)
		out.Entries = append(out.Entries, e)
	}
	for _, item := range n.Items {
		out.Items = append(out.Items, shuffled(item, r))
	}
	return &out
}

// told writes findings as people read them: place, summary, detail.
func told(found diag.List) string {
	var b strings.Builder
	for _, f := range found {
		b.WriteString(strings.TrimPrefix(f.Range.String(), "toy.yaml:") + " " + f.Summary + "\n")
		if f.Detail != "" {
			b.WriteString("  " + f.Detail + "\n")
		}
		for _, r := range f.Related {
			b.WriteString("  @" + strings.TrimPrefix(r.Range.String(), "toy.yaml:") + " " + r.Message + "\n")
		}
	}
	return b.String()
}
