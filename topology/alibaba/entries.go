package alibaba

import "netsim/topology/diag"

// Codes describes the codes of what this cloud refuses.
func Codes() []diag.Entry {
	return nil
}
