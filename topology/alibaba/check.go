package alibaba

import "netsim/topology/diag"

// Check reports what is malformed in a document.
func Check(doc *Document) diag.List { return nil }
