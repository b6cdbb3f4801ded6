package cloud

import (
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// Internet is where clouds join: one network that all of them make the ends of
// their own on.
type Internet struct {
	Domain  fabric.DomainID
	Table   fabric.TableID
	Segment fabric.SegmentID
}

// Ends are what checks can ask about: clouds add to them as they are lowered.
type Ends struct {
	// Hosts are where a resource sends from: all of them are asked about.
	Hosts map[*scenario.Resource][]fabric.Host
	// Interfaces are where a resource is sent to.
	Interfaces map[*scenario.Resource][]fabric.InterfaceID
	// Parts are further interfaces of a resource: only their addresses lead to them.
	Parts map[*scenario.Resource][]fabric.InterfaceID
	// Public are interfaces on the internet that stand for one in a network: what
	// the internet sends to that, it sends to them.
	Public map[fabric.InterfaceID]fabric.InterfaceID
	// Refused are resources that cannot be an end, and why.
	Refused map[*scenario.Resource]*fabric.Refusal
	// APIs are the resources that are called.
	APIs map[*scenario.Resource]*API
	// Names are host names that lead to no API.
	Names map[string]fabric.NameID
	// Free are interfaces for the addresses that nothing holds, by subnet.
	Free map[*scenario.Resource]fabric.InterfaceID
}

// NewEnds makes Ends without any.
func NewEnds() *Ends {
	return &Ends{
		Hosts:      map[*scenario.Resource][]fabric.Host{},
		Interfaces: map[*scenario.Resource][]fabric.InterfaceID{},
		Parts:      map[*scenario.Resource][]fabric.InterfaceID{},
		Public:     map[fabric.InterfaceID]fabric.InterfaceID{},
		Refused:    map[*scenario.Resource]*fabric.Refusal{},
		APIs:       map[*scenario.Resource]*API{},
		Names:      map[string]fabric.NameID{},
		Free:       map[*scenario.Resource]fabric.InterfaceID{},
	}
}

// Named finds a host name: itself, or else the nearest pattern above it, *.x.
func (e *Ends) Named(host string) (fabric.NameID, bool) {
	return nearest(e.Names, host)
}

func nearest(names map[string]fabric.NameID, host string) (fabric.NameID, bool) {
	id, ok := names[host]
	for rest := host; !ok; id, ok = names["*."+rest] {
		var more bool
		if _, rest, more = strings.Cut(rest, "."); !more {
			return fabric.None, false
		}
	}
	return id, ok
}

// API is how something is called.
type API struct {
	Service fabric.ServiceID
	// Names are the names it is called by: a host name, or the cloud's word for
	// one of its own. Default is the one that is called if none is told.
	Names   map[string]fabric.NameID
	Default string
	// Unknown is what a caller sees who asks for another name; empty: as the code
	// says.
	Unknown diag.Symptom
	// Shared are names that it has together with others.
	Shared map[string]fabric.NameID
	// Missing is why another name does not resolve; nil: it is not known that it
	// does not.
	Missing func(domain string) *fabric.Refusal
	// Port is where it is called if none is told.
	Port packet.Service
	// Call is the call that the API is made for, without a host.
	Call fabric.Call
	// Say completes a call with what else a request says; nil: that is nothing
	// to the API.
	Say func(*fabric.Call, Said)
	// Takes reports whether a call is this API's, where several have one name.
	Takes func(*fabric.Call) bool
}

// Name finds a name of the API. Of those that it shares also a pattern, *.x.
func (a *API) Name(domain string) (fabric.NameID, bool) {
	if id, ok := a.Names[domain]; ok {
		return id, true
	}
	return nearest(a.Shared, domain)
}

// Said is what a request says besides its method, path, stage and domain.
type Said struct {
	App     *scenario.Resource // nil: it names none
	Headers map[string]string  // by their names in lower case
}
