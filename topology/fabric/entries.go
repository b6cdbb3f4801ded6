package fabric

import "netsim/topology/diag"

// Codes describes the codes of what is the same in every cloud.
func Codes() []diag.Entry {
	return []diag.Entry{
		{Code: CodeNoRoute, Kind: diag.KindRoute, Title: "No route", Symptom: diag.SymptomTimeout},
	}
}
