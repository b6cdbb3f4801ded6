package fabric

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
)

// Address is a range of addresses of one family.
type Address struct {
	Family packet.Family
	Addrs  packet.Addrs
}

// AddressesOf are the addresses of a prefix.
func AddressesOf(p netip.Prefix) Address {
	f, a := packet.AddrsOfPrefix(p)
	return Address{Family: f, Addrs: a}
}

// Interface is an endpoint: an attachment to a segment with its addresses.
type Interface struct {
	Element
	Segment SegmentID
	// Addresses are those it has, or, if Chosen, those that the cloud may give
	// it: each of them must work.
	Addresses []Address
	Chosen    bool
	// Class lets gates speak of a sort of endpoint.
	Class string
	// Gates are conditions for standing there at all.
	Gates []Gate
	// Egress judge in turn what it sends, Ingress what is sent to it.
	Egress, Ingress []FilterID
	// Listeners serve what arrives. Anything: nothing is known of what listens,
	// and everything is taken to be served under the assumption AnySwitch.
	Listeners []Listener
	Anything  bool
	AnySwitch SwitchID
	// Quiet is told when nothing listens where a packet arrives.
	Quiet *Refusal
	// Alias: everything that is sent to it goes on to another; nil: nothing does.
	Alias *Alias
	// Vacant: no host has the addresses, so Quiet is told of any protocol that no
	// listener takes.
	Vacant bool
	// Edge is the domain through which its clients come, for an interface on a
	// shared domain: where a walk resumes that an obstacle stopped. None: not
	// known.
	Edge DomainID
}

// Listener takes what arrives for a protocol and port.
type Listener struct {
	Element
	Service packet.Service
	// Paths are the request paths it answers, as patterns; nil: all.
	Paths    []string
	PathMiss *Refusal // told of another path
	Gates    []Gate
	// Relay are the backends among which it chooses: each must work.
	Relay []Backend
	// NoRelay is told when there is no backend to choose.
	NoRelay *Refusal
	// Calls: what arrives is a call, judged by the service that is asked for.
	Calls bool
	// Symptoms are what the caller sees for a symptom behind the relay.
	Symptoms  map[diag.Symptom]diag.Symptom
	Otherwise diag.Symptom
}

// Service is something that is called by name and path.
type Service struct {
	Element
	// Interfaces are where it is called, Names by which names.
	Interfaces []InterfaceID
	// Gates are judged in order, when a call has arrived.
	Gates []Gate
	// Backends: the first whose Match holds answers the call.
	Backends  []Backend
	NoBackend *Refusal
	// Symptoms are what the caller sees for a symptom behind the service;
	// Otherwise for one that is not listed.
	Symptoms  map[diag.Symptom]diag.Symptom
	Otherwise diag.Symptom
}

// Backend is what a relay hands a request to.
type Backend struct {
	Element
	Match Match
	// Rank: of the backends of a listener whose Match holds, those of the lowest
	// Rank are there to choose.
	Rank  int
	Gates []Gate
	// From is the relay's own interface for the next leg, Start the table that
	// the leg enters (None: that of From's segment). To are the interfaces that
	// the leg may go to: all must work. Empty: the relay answers itself.
	From  InterfaceID
	Start TableID
	To    []InterfaceID
	// Keeps: the leg carries the client's own address instead of From's. To rules
	// that name their peers it is the client's, unless Known says that they know
	// the relay.
	Keeps, Known bool
	// Hairpin is told of a leg that keeps the address of the client and leads back
	// to it; nil: that works.
	Hairpin *Refusal
	// Carries: the relay takes the replies back by itself.
	Carries bool
	Service packet.Service
	// Call is what it asks the backend: where method or path are empty, the
	// caller's; nil: nothing but the connection. If Below is not empty, what the
	// caller's path has below it is put after the path of Call.
	Call  *Call
	Below string
	// Transparent: what Call leaves empty is the caller's, also its scheme and
	// host.
	Transparent bool
	// Back is judged when the reply has come back to From.
	Back     *Gate
	Switches []SwitchID
	// Probe: a relay leaves the backend out while this fails for certain, unless
	// that leaves it with none; nil: it does not look.
	Probe *Probe
}

// Probe is how a relay finds out whether a backend is well: packets from the
// backend's From to its To.
type Probe struct {
	Service packet.Service
	Call    *Call // nil: a connection is enough
}

// CallFor is what the backend is asked on behalf of a caller.
func (b *Backend) CallFor(caller *Call) *Call {
	if caller == nil || b.Call == nil && !b.Transparent {
		return b.Call
	}
	var c Call
	if b.Call != nil {
		c = *b.Call
	}
	if b.Transparent {
		c.Scheme, c.Host = cmp.Or(c.Scheme, caller.Scheme), cmp.Or(c.Host, caller.Host)
	}
	if rest, ok := strings.CutPrefix(caller.Path, b.Below); ok && b.Below != "" {
		c.Path += rest
	}
	c.Method, c.Path = cmp.Or(c.Method, caller.Method), cmp.Or(c.Path, caller.Path)
	return &c
}

// Name is a host name: who sees it, and where it leads.
type Name struct {
	Element
	Host string
	// View is what everybody sees who has no view of their own among Views.
	View
	Views []View
}

// View is what a name is to somebody who asks for it.
type View struct {
	// Domains are who has a view of their own: those that ask from there.
	Domains []DomainID
	// Gates are judged in order; the asker's domain is the arrival.
	Gates []Gate
	// Asks are the queries that have to be answered, one behind the other.
	Asks    []Ask
	Answers []InterfaceID
	// Switches on which the answer hangs.
	Switches []SwitchID
}

// SeenFrom is what a name is to somebody who asks from a domain.
func (n *Name) SeenFrom(d DomainID) *View {
	for i := range n.Views {
		if slices.Contains(n.Views[i].Domains, d) {
			return &n.Views[i]
		}
	}
	return &n.View
}
