package fabric

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"netsim/topology/diag"
)

// Ids are positions in the lists of a Network. None is the id of nothing.
type (
	DomainID    int32
	TableID     int32
	SegmentID   int32
	InterfaceID int32
	LinkID      int32
	FilterID    int32
	ServiceID   int32
	NameID      int32
	SwitchID    int32
	SessionID   int32
)

// None is the id of nothing, of every kind of id.
const None = -1

// Element is something of the scenario that can decide: what people call it,
// and where it is written. At is where the nearest thing that stands is
// written when the element itself is absent.
type Element struct {
	Label string
	At    diag.Range
}

// Refusal is why something does not let a packet through, or why the model
// does not say (its Kind is then diag.KindUnknown).
type Refusal struct {
	Element
	Code    diag.Code
	Kind    diag.Kind
	Summary string       // what happened, in one sentence
	Needed  string       // what would have been needed
	Symptom diag.Symptom // empty: the symptom of the code
}

// Unknown reports whether the refusal says that the model does not know.
func (r *Refusal) Unknown() bool { return r != nil && r.Kind == diag.KindUnknown }

// Domain is one address space with its own routing: a virtual network, the
// gateway of a wide-area network in a region, a provider's service network, the
// internet.
type Domain struct {
	Element
	Region string
	// Class lets gates and names speak of a sort of network, such as all
	// virtual networks.
	Class string
	// Shared: a provider's network that many networks use side by side. A
	// reply from it leaves by the network that the request came through.
	Shared bool
	// Public: the internet.
	Public bool
	// Closed is told of what the internet sends to an address of the domain: all
	// ways in are modelled, and none of them was taken. nil: not all are.
	Closed *Refusal
	// Entrance: a way into other domains. What its tables deliver there came
	// through it, and not through the domain where it is delivered.
	Entrance bool
	// Behind are networks that are reached by way of this one: routes that lead to
	// it lead to them.
	Behind []DomainID
	// Main is the table for packets that enter from another domain.
	Main TableID
}

// Segment is a stretch of a domain where interfaces stand.
type Segment struct {
	Element
	Domain DomainID
	Table  TableID // where its interfaces' packets are looked up
	// Direct: packets between its own interfaces are not looked up at all.
	Direct bool
}

// Link joins two tables. Packets cross it in both directions.
type Link struct {
	Element
	// Rate is what the link carries, in bits per second. 0: not stated.
	Rate int64
	// Limit says why the link carries no more than a test rate. Packets pass;
	// a demand above the test rate is not met.
	Limit *Refusal
	// Plain: the link has no bandwidth of its own to speak of, and is told only
	// as part of the route that uses it.
	Plain bool
}

// Switch is a point that the documents leave open, or an assumption. The
// network was lowered under the reading Values[Value].
type Switch struct {
	Element
	ID       string // unique: name and what it belongs to
	Name     string // as written in a scenario, such as "ingress.mode"
	Code     diag.Code
	Ruling   int      // the row of the rulings that it follows; 0: none
	Values   []string // the readings; one only: an assumption without alternative
	Value    int
	Declared bool   // written in the scenario, so not open
	Text     string // the assumption in a sentence
	// Declare are the fields that settle it, all of them to be written; empty
	// where the language has none.
	Declare []Declaration
}

// Declaration is a field of the scenario that settles a switch.
type Declaration struct {
	Path   string   // of the field, as edits write it
	Values []string // what may be written there, in YAML
}

// Reading says how the open switches are read: by ID, the position among the
// values. A switch that is not named is read as its first value.
type Reading map[string]int

// Key names a reading: two that read every switch alike have one key.
func (r Reading) Key() string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(r)) {
		if r[id] != 0 {
			fmt.Fprintf(&b, "%q=%d,", id, r[id])
		}
	}
	return b.String()
}

// Open reports whether other readings must be tried.
func (s *Switch) Open() bool { return !s.Declared && len(s.Values) > 1 }
