package reachability

import (
	"slices"

	"netsim/reachability/tracer"
)

// Forks are the steps of a piece at which a table had several routes in use: what
// its way is. A table that the packets came to twice is told once.
func (p *Piece) Forks() []Step {
	var forks []Step
	for t := p.path; t != nil; t = t.before {
		if t.Kind == AtRoute && t.Among > 1 {
			forks = slices.DeleteFunc(forks, t.sameFork)
			forks = append(forks, t.Step)
		}
	}
	slices.Reverse(forks)
	return forks
}

// sameFork reports whether two steps are of one table, in one direction.
func (s *Step) sameFork(o Step) bool { return s.Direction == o.Direction && s.Table == o.Table }

// Parted returns where two pieces went different ways: the steps of each at the
// first table of which they took different routes. ok is false if they are of one
// way, as far as they have one in common.
func (p *Piece) Parted(o *Piece) (mine, other Step, ok bool) {
	theirs := o.Forks()
	for _, s := range p.Forks() {
		i := slices.IndexFunc(theirs, s.sameFork)
		if i >= 0 && theirs[i].Choice != s.Choice {
			return s, theirs[i], true
		}
	}
	return Step{}, Step{}, false
}

// Choices tell the tracer the way of a piece.
func (p *Piece) Choices() tracer.Choices {
	var choices tracer.Choices
	for _, s := range p.Forks() {
		if choices == nil {
			choices = tracer.Choices{}
		}
		choices[tracer.Fork{Direction: tracer.Direction(s.Direction), Table: s.Table}] = int(s.Choice)
	}
	return choices
}
