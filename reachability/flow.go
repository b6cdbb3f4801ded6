package reachability

import (
	"netsim/packet"
	"netsim/topology/fabric"
)

// Direction is which way a packet goes: the request, or the reply.
type Direction uint8

const (
	Forward Direction = iota
	Return
)

func (d Direction) String() string {
	if d == Return {
		return "return"
	}
	return "forward"
}

// StepKind is what a step of a path is.
type StepKind uint8

const (
	AtStart   StepKind = iota // the leg starts at an interface
	AtName                    // a name was asked for
	AtFilter                  // a filter judged
	AtRoute                   // a table was looked up
	AtLink                    // a link was crossed
	AtDeliver                 // a segment was reached
	AtGate                    // a gate judged
	AtServe                   // something serves or relays the request
	AtResume                  // the stretch before is not judged
	AtHop                     // a machine forwards
)

// Step is one thing that happened to the packets of a piece.
type Step struct {
	Direction Direction
	Kind      StepKind
	// Element is what decided.
	Element fabric.Element
	// Refusal: the step is an obstacle, or something that the model does not
	// know. The walk went on as if it were not there.
	Refusal *fabric.Refusal

	Table fabric.TableID // of a lookup; else None
	Route *fabric.Route  // of a lookup that found one
	// Among is how many routes the table uses side by side, and Choice the place
	// of Route among them, from 0: of each packet one of them is the way, and
	// which one nobody knows.
	Among, Choice int32
	Into          fabric.TableID // where Route leads on; None: to no other table
	// Over is the session that the table was offered the route over; nil: it
	// stands in the table itself.
	Over    *fabric.Session
	Link    fabric.LinkID // of a crossing; else None
	Segment fabric.SegmentID
	Place   *fabric.Element // the filter or gate that Element is a rule of
	Says    string          // what the rule does, in a few words
}

// trail is the steps of a flow, newest first. Flows that were one share it.
type trail struct {
	Step
	before *trail
}

// flow is a box of headers on its way. The box reads as the leg's first packet
// does, also on the way back.
type flow struct {
	box     packet.Box
	table   fabric.TableID
	arrival fabric.DomainID // the last network of a tenant's that it came through
	trail   *trail
	out     outcome
	// astray: on the way there a route led elsewhere.
	astray bool
	// passed are the machines that forwarded it, there and back.
	passed []passage
	// ended: what happens from here on is not known at all.
	ended bool
	// onward: addresses are translated on the way; nil: they are not.
	onward *onward
	relay  []*fabric.Backend
	after  *fabric.Listener
	via    *fabric.Service
}

// note adds a step.
func (f *flow) note(s Step) { f.trail = &trail{Step: s, before: f.trail} }

// meet adds a step that may be a refusal, and takes its consequence.
func (f *flow) meet(s Step) {
	f.note(s)
	switch {
	case s.Refusal == nil:
	case s.Refusal.Unknown():
		f.out |= unsure
	default:
		f.out |= fails
	}
}

// fate is what happens to the packets of the flow at last: one certain obstacle
// is enough to stop them.
func (f *flow) fate() outcome {
	switch {
	case f.out&fails != 0:
		return fails
	case f.out&unsure != 0:
		return unsure
	default:
		return passes
	}
}

// steps returns the trail, oldest first.
func (t *trail) steps() []Step {
	n := 0
	for s := t; s != nil; s = s.before {
		n++
	}
	steps := make([]Step, n)
	for s := t; s != nil; s = s.before {
		n--
		steps[n] = s.Step
	}
	return steps
}
