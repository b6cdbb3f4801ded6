package fabric

import (
	"net/netip"

	"netsim/packet"
)

// Host is an end that packets leave from: the interface it uses for a
// destination is that of the longest prefix.
type Host struct {
	Element
	Via []Via // longest prefix first
	// Asker is the interface by which it looks names up; nil: the first of Via.
	Asker *InterfaceID
}

// Via is one choice of a host.
type Via struct {
	Prefix    netip.Prefix
	Interface InterfaceID
}

// Question is one question about a network: whether packets get from a host to
// an interface, or a call to a service, and their replies back.
type Question struct {
	From Host
	// Source narrows the addresses asked about; nil: all that the host's
	// interface has.
	Source []Address
	// To are the interfaces asked about; of a service, those that its name
	// leads to if it is not told.
	To []InterfaceID
	// Destination narrows the addresses; nil: all that To has.
	Destination []Address
	Service     packet.Service
	SourcePorts []packet.Ports
	Call        *Call
	// Target is the service that is called, or None.
	Target ServiceID
	// Name is asked for first, or None.
	Name NameID
	// Refused: the question cannot be put, since an end is gone.
	Refused *Refusal
}

// Leg is one connection that is judged: its packets go from an interface to an
// interface, and replies come back. A question is its first leg; relays make
// the others.
type Leg struct {
	From InterfaceID
	// Start is the table that packets enter; None: that of From's segment.
	Start TableID
	To    InterfaceID
	// Name is asked for before the leg starts, or None. Asker is the interface
	// whose network knows what it is.
	Name  NameID
	Asker InterfaceID
	// Target is the service that is called where the leg arrives, or None; Call
	// is what is said, also to a plain listener; nil: nothing.
	Target ServiceID
	Call   *Call
	// Keeps: a relay sent the packets with its client's address.
	Keeps bool
	// Client is whose packets a relay that Keeps sends on: rules that name their
	// peers mean it, unless the relay is Known to them.
	Client InterfaceID
	Known  bool
	// Hairpin is told where the leg arrives; nil: nothing is.
	Hairpin *Refusal
	// Carried: the relay that sent the packets takes the replies back by itself:
	// what judges them on leaving To does, their way is not judged.
	Carried bool
	// By is the gateway that made the leg for what was sent to an alias: its
	// replies are home when a route leads them there; the zero GatewayID: none did.
	By GatewayID
	// Entered are the gateways that the packets have gone through, one after the
	// other, since a question or a relay sent them.
	Entered []GatewayID
	// Back is judged when the reply is back at From; nil: nothing.
	Back *Gate
}

// Sender is the interface that rules of the leg's destination mean by their peer.
func (l *Leg) Sender() InterfaceID {
	if l.Known {
		return l.From
	}
	return l.Origin()
}

// Origin is the interface whose packets they are.
func (l *Leg) Origin() InterfaceID {
	if l.Keeps {
		return l.Client
	}
	return l.From
}

// HairpinAt is what a backend tells of a leg to one of its interfaces, for a
// client; or nil.
func (b *Backend) HairpinAt(to, client InterfaceID) *Refusal {
	if !b.Keeps || to != client {
		return nil
	}
	return b.Hairpin
}
