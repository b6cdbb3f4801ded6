package fabric

import (
	"net/netip"

	"netsim/packet"
)

// RouteKind is where a route comes from. The order is the order of preference
// for one prefix.
type RouteKind uint8

const (
	Local   RouteKind = iota // comes with the network itself
	Static                   // written by its owner
	Learned                  // came over a session
)

// TargetKind is what a route does with a packet.
type TargetKind uint8

const (
	Deliver TargetKind = iota // to the interfaces of a segment, or of a whole domain
	Forward                   // to another table, perhaps over a link
	Drop                      // the packet ends here, for Refusal's reason
	Through                   // by a gateway, which translates addresses
	Onward                    // by a machine, which forwards
)

// Target is the next hop of a route.
type Target struct {
	Kind    TargetKind
	Segment SegmentID
	Domain  DomainID
	Table   TableID
	Link    LinkID
	Gateway GatewayID
	Hop     HopID
	Refusal *Refusal
	// Machine takes what a Drop ends: what is for that machine arrives there.
	// None: the packets end without one.
	Machine InterfaceID
}

// ToSegment delivers to a segment.
func ToSegment(s SegmentID) Target {
	return Target{Kind: Deliver, Segment: s, Domain: None, Table: None, Link: None, Machine: None}
}

// ToDomain delivers to the segment of a domain where the destination stands.
func ToDomain(d DomainID) Target {
	return Target{Kind: Deliver, Segment: None, Domain: d, Table: None, Link: None, Machine: None}
}

// ToTable forwards to a table, over a link or None.
func ToTable(t TableID, l LinkID) Target {
	return Target{Kind: Forward, Segment: None, Domain: None, Table: t, Link: l, Machine: None}
}

// ToGateway leads through a gateway.
func ToGateway(g GatewayID) Target {
	return Target{Kind: Through, Segment: None, Domain: None, Table: None, Link: None, Gateway: g, Machine: None}
}

// ToDrop ends packets. A refusal of an unknown kind makes what happens unknown.
func ToDrop(r *Refusal) Target {
	return ToMachine(None, r)
}

// ToMachine hands packets to a machine, where they end unless they are for it.
func ToMachine(m InterfaceID, r *Refusal) Target {
	return Target{Kind: Drop, Segment: None, Domain: None, Table: None, Link: None, Refusal: r, Machine: m}
}

// Route is one candidate in a table.
type Route struct {
	Element
	Prefix netip.Prefix // masked
	Kind   RouteKind
	Target Target
	// Inactive says why the table does not use the route; nil: it is in use.
	Inactive *Refusal
	// Exit is the domain where packets that follow the route come out: the
	// network whose prefix it is.
	Exit DomainID
	// Announced is the kind the route had where it was first announced.
	Announced RouteKind
	// Announce: the route is passed on over sessions that carry a table's own
	// routes.
	Announce bool
	// Preference, Rank, the length of ASPath and Order choose among routes of one
	// prefix and kind: lower and shorter first, in this order. Then the one that
	// came through fewer tables is better, and Place is the last word: the first
	// by name.
	Preference int
	Rank       int
	ASPath     []uint32
	Order      int
	Place      string
	Switches   []SwitchID
	// Communities are the marks that policies match and set.
	Communities []string
	// Excludes, if not nil, is why the table refuses routes that it is offered
	// whose prefix equals this one's or lies inside it.
	Excludes *Refusal

	faults        int32        // reasons why it is not used, if it was learned
	addrs         packet.Addrs // of Prefix, in family
	family        packet.Family
	mesh          bool       // learned over a mesh session
	via           SessionID  // None: the table's own
	path          *passage   // tables that the announcement came through
	silent        bool       // another of its prefix and exit is told to others
	orderSwitches []SwitchID // on which Order hangs
}

// Session carries routes From one table To another. Packets that follow them
// go the other way.
type Session struct {
	Element
	From, To TableID
	Link     LinkID
	// Enter are the tables where packets that follow the routes get in: for each
	// packet one is chosen. None of them: From.
	Enter []TableID
	// ASN is put before the AS path of what crosses the session, after Export and
	// before Import; 0: nothing is.
	ASN uint32
	// Own: only the routes that From marks for announcement are passed on, and
	// none that it learned.
	Own bool
	// Mesh: From and To are of one mesh, in which what was learned from one
	// peer is not passed to another.
	Mesh bool
	// Export and Import are folded in order: From's, then To's.
	Export, Import []RoutePolicy
	// Inactive: the session does not stand. What would come over it is kept as
	// candidates that are not used, for this reason.
	Inactive *Refusal
	// Order ranks who came first, where two announce one prefix; OrderSwitches
	// are those on which that hangs.
	Order         int
	OrderSwitches []SwitchID
	// Switches are those on which it hangs whether the session stands.
	Switches []SwitchID
}

// RoutePolicy is one rule on routes that cross a session. The first rule whose
// Match holds decides, unless it says to go on; no match lets the route pass.
type RoutePolicy struct {
	Element
	Match      RouteMatch
	Deny       bool
	Preference *int // nil: unchanged
	// Prepend is put before the AS path. Communities replace those of the route,
	// or, if Additive, join them; nil: they stay.
	Prepend     []uint32
	Communities []string
	Additive    bool
	// Next is the position of the rule to go on with after a permit; 0: stop.
	Next    int
	Refusal *Refusal // of a deny
}

// RouteMatch is a condition on a route: every field that is set must hold.
type RouteMatch struct {
	Prefixes []netip.Prefix
	Exact    bool        // the route's prefix equals one listed; else lies inside one
	Kinds    []RouteKind // of the route where it was first announced
	// Exits are networks that the route leads to; NotExits the same, reversed.
	Exits, NotExits []DomainID
	ExitRegions     []string
	ExitClasses     []string
	// Peers are networks at the other end of the session; NotPeers reversed.
	Peers, NotPeers []DomainID
	PeerClasses     []string
	// From and To are the tables that the session joins.
	From, To []TableID
	// Communities and ASNs are marks and AS numbers: the route has any of them,
	// or, if they are Exactly, these and no others.
	Communities        []string
	CommunitiesExactly bool
	ASNs               []uint32
	ASNsExactly        bool
	Never              bool // a condition on something that was taken away
}

// Rejection is a rule by which a table refuses routes that it is offered,
// because of a route of its own.
type Rejection struct {
	Against RouteKind
	// Delivering: only an own route that delivers to a segment counts.
	Delivering bool
	Within     bool // the offered prefix lies inside the own one; else equals it
	Refusal    Refusal
}

// Table is where a packet is looked up: the longest prefix decides.
type Table struct {
	Element
	Domain DomainID
	// Rejects are the rules by which offered routes are refused.
	Rejects []Rejection
	// Conflict is told of a route that loses to one of the same prefix.
	Conflict *Refusal
	// BySource: packets are looked up by where they come from, and not by where
	// they go to.
	BySource bool
	// Transit: the table passes on what it learns.
	Transit bool
	// Multipath: of routes of one prefix that are as good as the best in everything
	// but Place, all are in use, and for each packet one is chosen. Else those of
	// one Place, if that is written, or else the first.
	Multipath bool
	// ASN is the number of the table's own speaker, who takes no route that has
	// come through it already; 0: it takes any.
	ASN uint32
	// NoRoute is told when nothing matches.
	NoRoute *Refusal
	// Outside is told instead of a packet between a tenant's network and the
	// internet: nil where the model knows all ways between the two.
	Outside *Refusal

	routes  []Route
	lengths [2][]int // prefix lengths present, longest first, by family
	imports []SessionID
}

// Routes returns the table's own candidates and, for a transit table, those it
// learned, ordered by prefix. The slice must not be changed.
func (t *Table) Routes() []Route { return t.routes }
