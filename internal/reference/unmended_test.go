package reference_test

import (
	"netsim/reachability"
	"netsim/topology/fabric"
)

// unmended are bugs of the product that the comparison found, with the cases in
// testdata/unmended that show them. Courses that meet one are not compared until it
// is mended, and then both go.
var unmended = []struct {
	file string
	met  func(a *asked, way []stretch, refused []reachability.Step) bool
}{
	{"from-the-internet.yaml", func(a *asked, _ []stretch, refused []reachability.Step) bool {
		return a.sourced && a.from != "" && len(refused) > 0 && refused[0].Refusal.Code == fabric.CodeInternet
	}},
	{"private-destination-at-internet-gateway.yaml", func(a *asked, way []stretch, _ []reachability.Step) bool {
		for _, s := range way {
			if a.sourced && a.from == "" && a.net.DomainOf(s.leg.From).Class == "internet" && s.packet.Destination.IsPrivate() {
				return true
			}
		}
		return false
	}},
}

// meets is the bug that a course meets, or empty.
func (a *asked) meets(way []stretch, refused []reachability.Step) string {
	for _, u := range unmended {
		if u.met(a, way, refused) {
			return u.file
		}
	}
	return ""
}
