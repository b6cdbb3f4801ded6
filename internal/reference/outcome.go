package reference

import (
	"slices"

	"netsim/topology/diag"
)

// Fate is what becomes of a course of events.
type Fate uint8

const (
	// Unknown: the sheets do not say.
	Unknown Fate = iota
	// Arrives: every leg arrives, and its reply returns.
	Arrives
	// Stopped: something is in the way.
	Stopped
	// Impossible: this course of events cannot come about.
	Impossible
)

func (f Fate) String() string {
	return [...]string{"unknown", "arrives", "stopped", "impossible"}[f]
}

// Outcome is the answer to one course of events.
type Outcome struct {
	Fate Fate
	// Code is that of the first obstacle, leg by leg and forward before return; or
	// why it is unknown.
	Code diag.Code
	// Or are codes that the documents justify as well, where several things are
	// wrong in one place, or do not say which of them is told.
	Or []diag.Code
	// Leg counts from 0. Forward is false where the reply is stopped.
	Leg     int
	Forward bool
	Why     string
	// At is where the scenario says it; zero where nothing is written.
	At diag.Range
	// Short is the code of bandwidth that the check's demand is not met by; empty
	// where it is. Only for a course that arrives.
	Short diag.Code
}

// Has reports whether a code is the outcome's, or justified as well.
func (o Outcome) Has(c diag.Code) bool { return o.Code == c || slices.Contains(o.Or, c) }

// Reading settles a point that the documents leave open: the name of the switch,
// the reference of the element that it is about, and the values it may have, of
// which it returns one. It must always return the same for the same.
type Reading func(name, element string, values []string) string

// First reads every switch as its first value.
func First(_, _ string, values []string) string { return values[0] }
