package aws

import (
	"slices"

	"netsim/topology/diag"
)

// Addition is what the cloud adds to the codes, its own and those that it shares.
func Addition() diag.Addition {
	return diag.Addition{
		Remedies:   slices.Concat(networkRemedies(), balanceRemedies(), endpointRemedies(), apiRemedies()),
		Examples:   slices.Concat(examples(), zoneExamples(), balanceExamples(), endpointExamples(), apiExamples()),
		Neighbours: neighbours(),
	}
}
