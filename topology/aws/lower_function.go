package aws

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// classFunction is the class of what functions send from.
const classFunction = "aws-lambda"

// eachFunction calls do with every function.
func (l *lowering) eachFunction(do func(*Function)) {
	for _, r := range l.doc.Regions.All() {
		for _, f := range r.Functions.All() {
			do(f)
		}
	}
}

// function makes the places that a function sends from. One in a VPC sends
// everything there: it has no way to the internet but the VPC's. It may run in any
// of its subnets, so it is an end in each.
func (l *lowering) function(f *Function) {
	if f.VPCConfig == nil {
		l.ends.Hosts[&f.Resource] = []fabric.Host{l.withoutVPC(f)}
		return
	}
	for _, s := range f.subnets() {
		i := fabric.Interface{
			Element: fabric.Element{Label: element(&f.Resource).Label + " in subnet " + s.Name, At: f.Key},
			Segment: l.subnets[s], Addresses: l.pool(s), Chosen: true, Class: classFunction, Edge: fabric.None,
			Quiet: &fabric.Refusal{
				Element: element(&f.Resource), Code: fabric.CodeNotListening, Kind: diag.KindBackend,
				Summary: "a function takes no connections", Needed: "a destination that listens",
			},
		}
		l.behindACL(s, &i)
		id := l.b.Interface(i)
		l.inGroups(&f.Resource, f.VPCConfig.SecurityGroups.V, id)
		l.ends.Hosts[&f.Resource] = append(l.ends.Hosts[&f.Resource], fabric.Host{
			Element: element(&f.Resource), Via: []fabric.Via{{Prefix: anywhere, Interface: id}},
		})
	}
	if len(l.ends.Hosts[&f.Resource]) == 0 {
		l.ends.Refused[&f.Resource] = l.nowhere(f)
	}
}

// nowhere: without a subnet that stands a function has nothing to send from.
func (l *lowering) nowhere(f *Function) *fabric.Refusal {
	e := placed(element(&f.Resource).Label, f.VPCConfig.Subnets.Range(), f.Key)
	r := &fabric.Refusal{
		Element: e, Code: cloud.CodeOutsideVPC, Kind: diag.KindEndpoint,
		Summary: e.Label + " has a VPC config that names no subnet, so it stands in no VPC",
		Needed:  "subnets of the VPC, and a security group",
	}
	if refs := f.VPCConfig.Subnets.V; len(refs) > 0 {
		r.Code = fabric.CodeRemoved
		r.Summary = e.Label + " stands nowhere: subnet " + refs[0].V.Text + " is gone, or of another region"
		r.Needed = "subnet " + refs[0].V.Text
	}
	return r
}

// subnets are those that a function stands in, each once. Those of other regions
// are refused (ruling 26).
func (f *Function) subnets() []*Subnet {
	var list []*Subnet
	for _, ref := range f.VPCConfig.Subnets.V {
		if s := ref.V.To; s != nil && regionOf(&s.Resource) == regionOf(&f.Resource) && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// privateRanges are the addresses that nothing has on the internet, so that what
// is sent to them from there gets nowhere (sheet a15; H).
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("169.254.0.0/16"),
}

// withoutVPC is a function without a VPC: it sends from AWS's own network, by which
// it reaches the internet, and nothing in a VPC.
func (l *lowering) withoutVPC(f *Function) fabric.Host {
	inside := l.nothingPrivate(f)
	host := fabric.Host{Element: element(&f.Resource)}
	for _, p := range privateRanges {
		host.Via = append(host.Via, fabric.Via{Prefix: p, Interface: inside})
	}
	slices.SortStableFunc(host.Via, func(a, b fabric.Via) int { return b.Prefix.Bits() - a.Prefix.Bits() })
	host.Via = append(host.Via, fabric.Via{Prefix: anywhere, Interface: l.b.Interface(fabric.Interface{
		Element: element(&f.Resource), Segment: l.internet.Segment, Addresses: publicAddresses(), Chosen: true, Class: classFunction, Edge: fabric.None,
	})})
	return host
}

// nothingPrivate is where a function outside of any VPC sends to private addresses
// from, which gets nowhere.
func (l *lowering) nothingPrivate(f *Function) fabric.InterfaceID {
	r := regionOf(&f.Resource)
	e := element(&f.Resource)
	refusal := &fabric.Refusal{
		Element: e, Code: cloud.CodeOutsideVPC, Kind: diag.KindEndpoint,
		Summary: e.Label + " sends this from outside of any VPC: it has no VPC config",
		Needed:  "a VPC config: subnets of a VPC that leads to the destination, and a security group",
	}
	own := fabric.Element{Label: "the network of Lambda in " + r.Name, At: r.Key}
	domain := l.b.Domain(fabric.Domain{Element: own, Region: r.Name, Class: classFunction, Shared: true})
	table := l.b.Table(fabric.Table{Element: own, Domain: domain})
	l.b.Main(domain, table)
	l.b.Route(table, fabric.Route{Element: own, Prefix: anywhere, Kind: fabric.Local, Exit: domain, Target: fabric.ToDrop(refusal)})
	return l.b.Interface(fabric.Interface{
		Element: e, Segment: l.b.Segment(fabric.Segment{Element: own, Domain: domain, Table: table}),
		Addresses: publicAddresses(), Chosen: true, Class: classFunction, Edge: fabric.None,
		// It gets nowhere, whatever the address is that it asks for.
		Gates: []fabric.Gate{{Element: e, Refusal: refusal}},
	})
}

// publicAddresses are those of the internet.
func publicAddresses() []fabric.Address {
	ranges := packet.PublicIPv4()
	out := make([]fabric.Address, len(ranges))
	for i, r := range ranges {
		out[i] = fabric.Address{Family: packet.V4, Addrs: r}
	}
	return out
}
