package run

import (
	"netsim/topology"
	"netsim/topology/diag"
)

// Codes are all the codes that a report may have.
func Codes() *diag.Registry { return topology.Codes() }
