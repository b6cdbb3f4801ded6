package run

import (
	"netsim/topology"
	"netsim/topology/diag"
)

// Codes are all the codes that a report may have, with all that is known of them.
func Codes() *diag.Registry { return topology.ExplainedCodes() }
