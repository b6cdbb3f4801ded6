package fabric

import (
	"slices"
)

// Network is a lowered scenario under one reading of its switches. It is not
// changed once Builder.Network has returned it, and may be read concurrently.
type Network struct {
	Domains    []Domain
	Tables     []Table
	Segments   []Segment
	Interfaces []Interface
	Links      []Link
	Filters    []Filter
	Services   []Service
	Names      []Name
	Sessions   []Session
	Gateways   []Gateway // by ID, from 1: see Gateway
	Hops       []Hop     // by ID, from 1: see Hop
	Switches   []Switch
	// Unsettled is told of every verdict when route propagation did not come
	// to rest in its bounded number of rounds; else nil.
	Unsettled *Refusal
}

// DomainOf returns the domain of an interface.
func (n *Network) DomainOf(i InterfaceID) *Domain {
	return &n.Domains[n.Segments[n.Interfaces[i].Segment].Domain]
}

// Gateway returns a gateway.
func (n *Network) Gateway(id GatewayID) *Gateway { return &n.Gateways[id-1] }

// Over returns the session that a table learned a route over, or nil.
func (n *Network) Over(r *Route) *Session {
	if r.via == None {
		return nil
	}
	return &n.Sessions[r.via]
}

// Builder collects the parts of a network. The zero Builder is ready to use.
type Builder struct {
	net      Network
	switches map[string]SwitchID
}

// NewBuilder makes a Builder with room for a network of about so many
// resources.
func NewBuilder(resources int) *Builder {
	return &Builder{net: Network{
		Domains:    make([]Domain, 0, resources),
		Tables:     make([]Table, 0, resources),
		Segments:   make([]Segment, 0, resources),
		Interfaces: make([]Interface, 0, resources),
		Links:      make([]Link, 0, resources),
		Sessions:   make([]Session, 0, 2*resources),
	}}
}

func add[ID ~int32, T any](list *[]T, v T) ID {
	*list = append(*list, v)
	return ID(len(*list) - 1)
}

// Domain adds a domain.
func (b *Builder) Domain(d Domain) DomainID { return add[DomainID](&b.net.Domains, d) }

// Main makes a table the one for packets that enter a domain from another.
func (b *Builder) Main(d DomainID, t TableID) { b.net.Domains[d].Main = t }

// Table adds a table.
func (b *Builder) Table(t Table) TableID { return add[TableID](&b.net.Tables, t) }

// Route adds a route to a table.
func (b *Builder) Route(t TableID, r Route) {
	r.via = None
	b.net.Tables[t].routes = append(b.net.Tables[t].routes, r)
}

// Segment adds a segment.
func (b *Builder) Segment(s Segment) SegmentID { return add[SegmentID](&b.net.Segments, s) }

// Interface adds an interface.
func (b *Builder) Interface(i Interface) InterfaceID {
	return add[InterfaceID](&b.net.Interfaces, i)
}

// InterfaceAt gives access to an interface that was added, to complete it. The
// pointer is good until the next one is added.
func (b *Builder) InterfaceAt(i InterfaceID) *Interface { return &b.net.Interfaces[i] }

// Interfaces are those that were added, by their ids. They are not to be changed
// here.
func (b *Builder) Interfaces() []Interface { return b.net.Interfaces }

// SegmentAt returns a segment that was added.
func (b *Builder) SegmentAt(s SegmentID) *Segment { return &b.net.Segments[s] }

// TableAt returns a table that was added.
func (b *Builder) TableAt(t TableID) *Table { return &b.net.Tables[t] }

// DomainAt returns a domain that was added.
func (b *Builder) DomainAt(d DomainID) *Domain { return &b.net.Domains[d] }

// FilterAt returns a filter that was added.
func (b *Builder) FilterAt(f FilterID) *Filter { return &b.net.Filters[f] }

// Link adds a link.
func (b *Builder) Link(l Link) LinkID { return add[LinkID](&b.net.Links, l) }

// Filter adds a filter.
func (b *Builder) Filter(f Filter) FilterID { return add[FilterID](&b.net.Filters, f) }

// Service adds a service.
func (b *Builder) Service(s Service) ServiceID { return add[ServiceID](&b.net.Services, s) }

// Name adds a name.
func (b *Builder) Name(n Name) NameID { return add[NameID](&b.net.Names, n) }

// NameAt gives access to a name that was added, to complete it. The pointer is
// good until the next one is added.
func (b *Builder) NameAt(id NameID) *Name { return &b.net.Names[id] }

// Session adds a session.
func (b *Builder) Session(s Session) SessionID { return add[SessionID](&b.net.Sessions, s) }

// Gateway adds a gateway.
func (b *Builder) Gateway(g Gateway) GatewayID {
	b.net.Gateways = append(b.net.Gateways, g)
	return GatewayID(len(b.net.Gateways))
}

// GatewayAt gives access to a gateway that was added, to complete it. The pointer
// is good until the next one is added.
func (b *Builder) GatewayAt(id GatewayID) *Gateway { return b.net.Gateway(id) }

// Switch adds a switch, or finds the one with its ID.
func (b *Builder) Switch(s Switch) SwitchID {
	if id, ok := b.switches[s.ID]; ok {
		return id
	}
	if b.switches == nil {
		b.switches = map[string]SwitchID{}
	}
	id := add[SwitchID](&b.net.Switches, s)
	b.switches[s.ID] = id
	return id
}

// Network ends the building: routes are propagated and tables indexed.
func (b *Builder) Network() *Network {
	n := &b.net
	for i := range n.Tables {
		n.Tables[i].sort()
		n.Tables[i].index()
	}
	n.propagate()
	for i := range n.Interfaces {
		n.Interfaces[i].Gates = slices.Clip(n.Interfaces[i].Gates)
	}
	return n
}
