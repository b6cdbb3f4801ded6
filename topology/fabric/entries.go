package fabric

import "netsim/topology/diag"

// Codes describes the codes.
func Codes() []diag.Entry {
	return []diag.Entry{
		{Code: CodeNoRoute},
		{Code: CodeShadowed},
		{Code: CodeLoop},
		{Code: CodeMisdelivered},
		{Code: CodeNotListening},
		{Code: CodePathNotServed},
		{Code: CodeInsufficient},
		{Code: CodeRemoved},
		{Code: CodeBudget},
		{Code: CodeIsReachable},
		{Code: CodeIsPartial},
		{Code: CodeIsDecided},
	}
}
