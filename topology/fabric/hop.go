package fabric

// HopID is the place of a hop in a Network, counted from 1; the zero HopID is
// none.
type HopID int32

// Hop is a machine that forwards, as routes lead to it. What is for the machine
// itself arrives at In. What is for others is judged by In's ingress filters and
// Out's egress filters, and then looked up in Table. Its stateful filters let the
// replies of a connection pass that began through their interface.
type Hop struct {
	Element
	// In is the interface by which packets get in, Out the one by which they leave.
	In, Out InterfaceID
	// Table is where Out's packets are looked up.
	Table TableID
	// Device is the first interface of the machine: hops of one machine have one.
	Device InterfaceID
	// Stateful: the machine drops replies of connections that it has not seen begin,
	// and needs to see the replies of those that it has.
	Stateful bool
	// StatefulSwitches are those on which Stateful hangs: where both directions go
	// through the machine it does not matter.
	StatefulSwitches []SwitchID
}

// ToHop hands packets to a machine that forwards.
func ToHop(h HopID) Target {
	return Target{Kind: Onward, Segment: None, Domain: None, Table: None, Link: None, Machine: None, Hop: h}
}

// Hop returns a hop.
func (n *Network) Hop(id HopID) *Hop { return &n.Hops[id-1] }

// Hop adds a hop.
func (b *Builder) Hop(h Hop) HopID {
	b.net.Hops = append(b.net.Hops, h)
	return HopID(len(b.net.Hops))
}
