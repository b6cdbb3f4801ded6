package fabric

import (
	"slices"

	"netsim/topology/diag"
)

// maxRounds bounds route propagation. A route needs one round for each table
// that it comes through.
const maxRounds = 64

// propagate fills the transit tables. A table that passes nothing on learns by
// looking at its neighbours when it is asked: a thousand networks on one hub
// then hold no million routes.
func (n *Network) propagate() {
	inbound := make([][]SessionID, len(n.Tables))
	for i := range n.Sessions {
		s := &n.Sessions[i]
		if n.Tables[s.To].Transit {
			inbound[s.To] = append(inbound[s.To], SessionID(i))
		} else {
			n.Tables[s.To].imports = append(n.Tables[s.To].imports, SessionID(i))
		}
	}
	var learners []*learner
	for i := range n.Tables {
		if t := TableID(i); n.Tables[t].Transit {
			learners = append(learners, &learner{net: n, id: t, own: n.Tables[t].routes, inbound: inbound[t]})
		}
	}
	news := make([]bool, len(n.Tables)) // what changed in the round before
	for round := range maxRounds {
		next := make([]bool, len(n.Tables))
		var changed []*learner
		for _, l := range learners {
			if round > 0 && !l.hears(news) {
				continue
			}
			l.learn()
			if !slices.EqualFunc(l.learned, n.Tables[l.id].routes, sameRoute) {
				next[l.id] = true
				changed = append(changed, l)
			}
		}
		if len(changed) == 0 {
			return
		}
		for _, l := range changed {
			n.Tables[l.id].routes = l.learned
			n.Tables[l.id].index()
		}
		news = next
	}
	n.Unsettled = &Refusal{
		Code: "unsupported.unsettled-routes", Kind: diag.KindUnknown,
		Summary: "route propagation did not come to rest",
		Needed:  "routes that do not depend on each other in a circle",
	}
}

// union joins sets of switches into a new one, sorted.
func union(sets ...[]SwitchID) []SwitchID {
	var all []SwitchID
	for _, s := range sets {
		all = append(all, s...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
