package fabric

import (
	"netsim/packet"
	"netsim/topology/diag"
)

// SymptomResolver is what somebody sees whose queries for a name, or the answers
// to them, do not get through: that is not the answer that there is no such name.
const SymptomResolver diag.Symptom = "the name does not resolve: its resolver does not answer (a timeout of the resolver, or SERVFAIL)"

// Ask is a query that the answer to a name takes: packets to a resolver, and its
// answer back.
type Ask struct {
	Element // of what says that this resolver is asked
	// From are the interfaces by which it is asked: for each query one is chosen.
	// nil: whoever looks the name up asks by an interface of its own.
	From []InterfaceID
	// To are the addresses of the resolver. They are asked in turn until one
	// answers, so one that does will do.
	To      []InterfaceID
	Service packet.Service
}

// SentBy reports whether whoever looks the name up sends the query.
func (a *Ask) SentBy() bool { return a.From == nil }

// AskerOf is the interface by which a host looks names up.
func (h *Host) AskerOf() InterfaceID {
	if h.Asker != nil {
		return *h.Asker
	}
	return h.Via[0].Interface
}
