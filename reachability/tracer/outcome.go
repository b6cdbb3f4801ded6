package tracer

import (
	"fmt"

	"netsim/packet"
	"netsim/topology/fabric"
)

// Verdict is what becomes of a packet.
type Verdict uint8

const (
	Unknown Verdict = iota // the model does not say
	Passes                 // it arrives, and its reply returns
	Fails                  // it, or its reply, is stopped
)

func (v Verdict) String() string {
	switch v {
	case Unknown:
		return "unknown"
	case Passes:
		return "passes"
	case Fails:
		return "fails"
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// Direction is the half of a leg.
type Direction uint8

const (
	Forward Direction = iota
	Return
)

func (d Direction) String() string {
	switch d {
	case Forward:
		return "forward"
	case Return:
		return "return"
	}
	return fmt.Sprintf("Direction(%d)", uint8(d))
}

// Outcome is what became of one packet.
type Outcome struct {
	Verdict Verdict
	// Refusal is what stopped it first, or what the model does not know; nil if
	// it passes.
	Refusal *fabric.Refusal
	// Direction is where it stopped: Forward if it passes.
	Direction Direction
	// Table is where the lookup was done that ended it; None if something else
	// than a lookup did, or if it passes.
	Table fabric.TableID
	// Forks are the tables that it came to which had several routes to choose
	// among, each once, in the order in which it did.
	Forks []Met
	// Next is what relays start, if it passes; all of it must work.
	Next []Next
}

// Next is a leg that a relay starts. Any source goes with any destination. The
// slices belong to the network and must not be changed.
type Next struct {
	Leg fabric.Leg
	// Sources are the addresses of Leg.From, or the client's own if the relay
	// keeps it. Destinations are the addresses of Leg.To.
	Sources, Destinations []fabric.Address
	Service               packet.Service
}
