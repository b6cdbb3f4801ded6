package diag

import (
	"slices"
	"strings"
)

// Tool is another tool that tells why packets do not arrive.
type Tool string

// The tools whose words people know. The Network Intelligence Service does not
// publish its error codes: its words are the stages that an analysis ends in.
const (
	ReachabilityAnalyzer Tool = "AWS Reachability Analyzer"
	RouteAnalyzer        Tool = "AWS Transit Gateway Route Analyzer"
	ConnectivityTests    Tool = "Google Cloud Connectivity Tests"
	NetworkWatcher       Tool = "Azure Network Watcher"
	NetworkIntelligence  Tool = "Alibaba Cloud Network Intelligence Service"
	NetworkDiagnosis     Tool = "Alibaba Cloud network diagnosis"
)

// Neighbour is what another tool may say where netsim says Code. Tools cut the
// world differently: a code has many neighbours, and a neighbour many codes.
type Neighbour struct {
	Code Code
	Tool Tool
	Says string
}

// For are the neighbours of a code among the words of one tool.
func (t Tool) For(c Code, words ...string) []Neighbour {
	out := make([]Neighbour, len(words))
	for i, w := range words {
		out[i] = Neighbour{Code: c, Tool: t, Says: w}
	}
	return out
}

// Beside finds the entries that stand beside what another tool says, in upper or
// lower case, and which tools say it.
func (r *Registry) Beside(word string) (found []Entry, tools []Tool) {
	for _, e := range r.entries {
		matches := false
		for _, n := range e.Neighbours {
			if !strings.EqualFold(n.Says, word) {
				continue
			}
			matches = true
			if !slices.Contains(tools, n.Tool) {
				tools = append(tools, n.Tool)
			}
		}
		if matches {
			found = append(found, e)
		}
	}
	return found, tools
}
