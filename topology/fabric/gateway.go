package fabric

// GatewayID is the place of a gateway in a Network, counted from 1; the zero
// GatewayID is none.
type GatewayID int32

// Gateway translates addresses. Packets that a route leads to it end there, and
// go on, as a leg of their own, from the interface that stands for their sender
// on the other side.
type Gateway struct {
	Element
	// Inside is the interface by which packets get in and replies out, whose
	// filters judge both; None: there is none that would.
	Inside InterfaceID
	// Table is where replies to senders are looked up.
	Table TableID
	// Gates are judged of what comes in.
	Gates []Gate
	// Faces: the first that is of the sender stands for it.
	Faces  []Face
	NoFace *Refusal
}

// Face is an interface that stands for senders.
type Face struct {
	Element
	Of []InterfaceID // sorted; nil: everybody
	As InterfaceID
	// Ports: source ports stay as they are; else they are any that a client uses.
	Ports bool
}

// Alias is an interface that stands for another to whoever sends to it: packets
// go on from their own sender, and replies are home when a route leads them to
// the gateway.
type Alias struct {
	For   InterfaceID
	Start TableID
	By    GatewayID
}

// FaceOf is what stands for a sender, or nil.
func (g *Gateway) FaceOf(sender InterfaceID) *Face {
	for i := range g.Faces {
		f := &g.Faces[i]
		if f.Of == nil {
			return f
		}
		for _, o := range f.Of {
			if o == sender {
				return f
			}
		}
	}
	return nil
}
