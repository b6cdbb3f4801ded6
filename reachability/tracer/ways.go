package tracer

import (
	"iter"

	"netsim/packet"
	"netsim/topology/fabric"
)

// Fork is a table that uses several routes of one prefix side by side, on the
// way there or on the way back.
type Fork struct {
	Direction Direction
	Table     fabric.TableID
}

// Choices say which of its routes a packet takes at a fork, by their place among
// those in use, from 0. Where nothing is said it takes the first. A packet that
// comes to a fork twice takes the same route twice.
type Choices map[Fork]int

// Met is a fork that a packet came to: how many routes there were, and which it
// took.
type Met struct {
	Fork
	Among, Taken int
}

// Ways traces a packet by every way that it may take, one after the other, each
// with the choices that make it. There may be very many: who asks stops.
func Ways(n *fabric.Network, leg fabric.Leg, h packet.Header, without ...*fabric.Backend) iter.Seq2[Choices, Outcome] {
	return func(yield func(Choices, Outcome) bool) {
		for choices := (Choices{}); choices != nil; {
			out := Trace(n, leg, h, choices, without...)
			if !yield(chosen(out.Forks), out) {
				return
			}
			choices = following(out.Forks)
		}
	}
}

func chosen(met []Met) Choices {
	c := Choices{}
	for _, m := range met {
		c[m.Fork] = m.Taken
	}
	return c
}

// following are the choices after those that led to these forks: the next route
// at the last fork that has one. nil: there is none.
func following(met []Met) Choices {
	for i := len(met) - 1; i >= 0; i-- {
		if met[i].Taken+1 < met[i].Among {
			c := chosen(met[:i])
			c[met[i].Fork] = met[i].Taken + 1
			return c
		}
	}
	return nil
}

// choose picks one of the routes that a table has for a packet.
func (t *trip) choose(at fabric.TableID, equal []*fabric.Candidate) *fabric.Candidate {
	if len(equal) < 2 {
		return equal[0]
	}
	f := Fork{Direction: Forward, Table: at}
	if t.replying {
		f.Direction = Return
	}
	taken := t.choices[f]
	if taken >= len(equal) {
		taken = 0
	}
	for _, m := range t.forks {
		if m.Fork == f {
			return equal[taken]
		}
	}
	t.forks = append(t.forks, Met{Fork: f, Among: len(equal), Taken: taken})
	return equal[taken]
}
