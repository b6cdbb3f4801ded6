package aws

import "netsim/topology/diag"

// apiExamples name a variant for each code, see examples.
func apiExamples() []diag.Example {
	return nil
}
