package cloud

import (
	"strings"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// NextHop is a sort of next hop that netsim does not follow packets to (ruling 20).
type NextHop = scenario.Option[string]

// Unfollowed is the code of a next hop that is not followed.
func Unfollowed(hop string) diag.Code {
	return diag.Code("unsupported." + strings.ReplaceAll(hop, "_", "-"))
}

// UnfollowedCodes describes the codes of next hops that clouds do not follow. What
// several of them have is one code.
func UnfollowedCodes(clouds ...[]NextHop) []diag.Entry {
	var entries []diag.Entry
	seen := map[diag.Code]bool{}
	for _, hops := range clouds {
		for _, t := range hops {
			code := Unfollowed(t.Name)
			if seen[code] {
				continue
			}
			seen[code] = true
			what := strings.TrimPrefix(strings.TrimPrefix(t.Doc, "an "), "a ")
			entries = append(entries, diag.Entry{
				Code: code, Kind: diag.KindUnknown,
				Title:   "A next hop of type " + what + " is not followed",
				Meaning: "A custom route hands the packet to " + t.Doc + ", which netsim does not model. Whether it arrives is not known.",
				Fix:     "Check this stretch by hand, or remove the route if the packet should not take it.",
			})
		}
	}
	return entries
}

// UnfollowedNeighbours are what other tools call next hops that are not followed,
// and everything else that is not modelled.
func UnfollowedNeighbours(entries []diag.Entry) []diag.Neighbour {
	var all []diag.Neighbour
	for _, e := range entries {
		all = append(all, diag.ReachabilityAnalyzer.For(e.Code, "UNSUPPORTED_COMPONENT", "UNKNOWN_RESOURCE")...)
		all = append(all, diag.ConnectivityTests.For(e.Code, "UNSUPPORTED")...)
	}
	return all
}
