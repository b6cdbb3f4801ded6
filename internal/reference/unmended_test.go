package reference_test

import (
	"net/netip"
	"strings"

	"netsim/reachability"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// unmended are bugs of the product that the comparison found, by the case in
// testdata/cases that shows each. Courses that meet one are not compared, and its
// case is skipped, until it is mended; then it goes from here.
var unmended = map[string]func(a *asked, way []stretch, refused []reachability.Step) bool{
	// A route for a whole subnet leads to an instance, and the packet is for that.
	"aws-next-hop-is-the-receiver.yaml": func(a *asked, way []stretch, refused []reachability.Step) bool {
		for _, w := range way {
			for _, s := range refused {
				for _, end := range []fabric.InterfaceID{w.leg.From, w.leg.To} {
					label, told := a.net.Interfaces[end].Label, s.Refusal.Summary
					if a.aws && (strings.Contains(told, "hands it to "+label+",") || strings.HasPrefix(told, label+" forwards packets")) {
						return true
					}
				}
			}
		}
		return false
	},
	// A NAT gateway leads to itself: these answers are over budget, and not asked.
	"aws-nat-gateway-leads-to-itself.yaml": func(*asked, []stretch, []reachability.Step) bool { return false },
	// The target of a route for a whole subnet is removed: no course of such a
	// scenario is compared.
	"aws-blackhole-inside-the-vpc.yaml": func(a *asked, _ []stretch, _ []reachability.Step) bool {
		for _, g := range members(a.root, "regions") {
			for _, v := range members(g, "vpcs") {
				if a.aws && leadsNowhere(v) {
					return true
				}
			}
		}
		return false
	},
	// The sender's own subnet has the address of a receiver in another VPC.
	"aws-own-subnet-has-the-address.yaml": func(a *asked, way []stretch, refused []reachability.Step) bool {
		for _, w := range way {
			from, to := a.net.Segments[a.net.Interfaces[w.leg.From].Segment], a.net.Segments[a.net.Interfaces[w.leg.To].Segment]
			if a.aws && from.Domain != to.Domain && blockOf(a.root, a.places[from.At]).Contains(w.packet.Destination) {
				return true
			}
			if a.aws && from.Domain != to.Domain && blockOf(a.root, a.places[to.At]).Contains(w.packet.Source) {
				return true
			}
		}
		return false
	},
}

// leadsNowhere reports whether a route of a VPC for one of its subnets leads to what
// is gone.
func leadsNowhere(vpc *scenario.Node) bool {
	blocks := map[string]bool{}
	for _, s := range members(vpc, "subnets") {
		blocks[at(s, "cidr").Text] = true
	}
	for _, t := range members(vpc, "route_tables") {
		for _, r := range members(t, "routes") {
			to, d := at(r, "target"), at(r, "destination")
			if to == nil || d == nil || !blocks[d.Text] {
				continue
			}
			kind, name, _ := strings.Cut(to.Text, "/")
			if all := at(vpc, kind+"s"); all == nil || at(all, name) == nil {
				return true
			}
		}
	}
	return false
}

// members are the values of a map that a field holds.
func members(n *scenario.Node, field string) []*scenario.Node {
	var out []*scenario.Node
	if m := at(n, field); m != nil {
		for _, e := range m.Entries {
			out = append(out, e.Value)
		}
	}
	return out
}

// blockOf is the block of a subnet, by its reference.
func blockOf(root *scenario.Node, ref string) netip.Prefix {
	var fields []string
	for i, name := range strings.Split(ref, "/")[1:] {
		fields = append(fields, [...]string{"regions", "vpcs", "subnets"}[i], name)
	}
	for _, f := range append(fields, "cidr") {
		if root = at(root, f); root == nil {
			return netip.Prefix{}
		}
	}
	return netip.MustParsePrefix(root.Text)
}

// meets is the bug that a course meets, or empty.
func (a *asked) meets(way []stretch, refused []reachability.Step) string {
	for file, met := range unmended {
		if met(a, way, refused) {
			return file
		}
	}
	return ""
}
