package scenario_test

import (
	"fmt"
	"net/netip"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

const (
	KindVPC     scenario.ResourceKind = "vpc"
	KindVSwitch scenario.ResourceKind = "vswitch"
)

type Network struct {
	VPCs     scenario.Collection[VPC]
	Peerings []*Peering
}

type VPC struct {
	scenario.Resource
	CIDR      scenario.Value[netip.Prefix]
	VSwitches scenario.Collection[VSwitch]
}

type VSwitch struct {
	scenario.Resource
	CIDR scenario.Value[netip.Prefix]
}

type Peering struct {
	scenario.At
	VPCs      scenario.Values[scenario.Ref[VPC]]
	Bandwidth scenario.Value[scenario.Bandwidth]
}

var vswitchTable = scenario.NewTable("vSwitch", "A stretch of a VPC in one zone.",
	scenario.Required("cidr", scenario.CIDR(), func(v *VSwitch) *scenario.Value[netip.Prefix] { return &v.CIDR },
		"Its addresses, within those of the VPC."),
)

var vpcTable = scenario.NewTable("VPC", "A network of its own.",
	scenario.Required("cidr", scenario.CIDR(), func(v *VPC) *scenario.Value[netip.Prefix] { return &v.CIDR },
		"The addresses of the VPC."),
	scenario.MapOf("vswitches", KindVSwitch, vswitchTable, func(v *VPC) *scenario.Collection[VSwitch] { return &v.VSwitches },
		"The vSwitches by name."),
)

var peeringTable = scenario.NewTable("peering", "A link between VPCs.",
	scenario.Required("vpcs", scenario.ListOf(scenario.RefTo[VPC](KindVPC)),
		func(p *Peering) *scenario.Values[scenario.Ref[VPC]] { return &p.VPCs }, "Its two ends."),
	scenario.Optional("bandwidth", scenario.Rate(), func(p *Peering) *scenario.Value[scenario.Bandwidth] { return &p.Bandwidth },
		"How much it carries."),
)

var networkTable = scenario.NewTable("network", "VPCs and what joins them.",
	scenario.MapOf("vpcs", KindVPC, vpcTable, func(n *Network) *scenario.Collection[VPC] { return &n.VPCs }, "The VPCs by name."),
	scenario.Objects("peerings", peeringTable, func(n *Network) *[]*Peering { return &n.Peerings }, "The peerings."),
)

// Tables turn a tree of nodes into a network, and tell what is wrong with it.
func ExampleDecode() {
	root := object("vpcs", object(
		"web", object("cidr", text("10.0.0.0/16")),
		"store", object("cidr", text("10.1.0.1/16")),
	), "peerings", list(object(
		"vpcs", list(text("web"), text("vpc/stroe")),
		"bandwidth", text("2Mbps"),
	)))

	var network Network
	decoder := scenario.NewDecoder(scenario.Options{})
	scenario.Decode(decoder, networkTable, root, &network)
	_, findings := decoder.Finish()

	for _, f := range findings {
		fmt.Printf("%s\n  %s\n", f.Summary, f.Detail)
	}
	peering := network.Peerings[0]
	fmt.Println(peering.VPCs.V[0].V.To.Ref(), "carries", peering.Bandwidth.V)
	// Output:
	// "10.1.0.1/16" is not a CIDR: bits are set below its mask
	//   Write 10.1.0.0/16 for the block, or 10.1.0.1/32 for the one address.
	// "vpc/stroe" does not name a vpc
	//   Did you mean "vpc/store"?
	// vpc/web carries 2 Mbit/s
}

// A reader makes the nodes; here they are made by hand, without their places.
func text(s string) *scenario.Node { return &scenario.Node{Text: s} }

func list(items ...*scenario.Node) *scenario.Node {
	return &scenario.Node{Kind: scenario.List, Items: items}
}

func object(pairs ...any) *scenario.Node {
	n := &scenario.Node{Kind: scenario.Map}
	for i := 0; i < len(pairs); i += 2 {
		key, value := pairs[i].(string), pairs[i+1].(*scenario.Node)
		n.Entries = append(n.Entries, scenario.Entry{Key: key, KeyRange: diag.Range{}, Value: value})
	}
	return n
}
