package reference_test

import (
	"net/netip"
	"strings"

	"netsim/reachability"
	"netsim/topology/scenario"
)

// unmended are bugs of the product that the comparison found, by the case in
// testdata/cases that shows each. Courses that meet one are not compared, and its
// case is skipped, until it is mended; then it goes from here.
var unmended = map[string]func(a *asked, way []stretch, refused []reachability.Step) bool{
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
