package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/fabric"
)

// fork is a table that uses several routes side by side, there or back.
type fork struct {
	direction reachability.Direction
	table     fabric.TableID
}

func forkOf(s reachability.Step) fork { return fork{s.Direction, s.Table} }

// ways are the forks of a leg at which it matters which route is taken: two pieces
// part there, and have two fates.
type ways struct {
	matter map[fork]bool
	names  map[choice]string // of the routes at them
}

type choice struct {
	fork
	route int32
}

// waysOf finds where the pieces of a leg part that have packets in common and of
// which other things are told. Of two that part at more forks than others do it
// is not known which fork it is.
func waysOf(n *fabric.Network, leg *reachability.Leg, differ func(a, b *reachability.Piece) bool) ways {
	forks := make([][]reachability.Step, len(leg.Pieces))
	some := false
	for i := range leg.Pieces {
		forks[i] = leg.Pieces[i].Forks()
		some = some || len(forks[i]) > 0
	}
	if !some || len(leg.Pieces) > maxCompared {
		return ways{}
	}
	found, fewest := map[fork]bool{}, 0
	for i := range leg.Pieces {
		for j := range i {
			p, q := &leg.Pieces[i], &leg.Pieces[j]
			if !p.Box.Overlaps(q.Box) || !differ(p, q) {
				continue
			}
			parted := partings(forks[i], forks[j])
			if fewest == 0 || len(parted) < fewest {
				found, fewest = map[fork]bool{}, len(parted)
			}
			if len(parted) == fewest {
				for _, f := range parted {
					found[f] = true
				}
			}
		}
	}
	return ways{matter: found, names: routeNames(n, forks, found)}
}

// routeNames names the routes at forks: where two of a fork have one name, as
// where a network is entered by several tables, by the table that they lead to.
func routeNames(n *fabric.Network, forks [][]reachability.Step, matter map[fork]bool) map[choice]string {
	names := map[choice]string{}
	steps := map[choice]reachability.Step{}
	named := map[fork]map[string]int{}
	for _, f := range slices.Concat(forks...) {
		at := forkOf(f)
		c := choice{at, f.Choice}
		if _, seen := steps[c]; seen || !matter[at] {
			continue
		}
		steps[c], names[c] = f, f.Element.Label
		if named[at] == nil {
			named[at] = map[string]int{}
		}
		named[at][f.Element.Label]++
	}
	for c, s := range steps {
		if named[c.fork][s.Element.Label] > 1 && s.Into != fabric.None {
			names[c] += " into " + n.Tables[s.Into].Label
		}
	}
	return names
}

// partings are the forks at which two ways take different routes.
func partings(a, b []reachability.Step) []fork {
	var out []fork
	for _, s := range a {
		if slices.ContainsFunc(b, func(o reachability.Step) bool { return forkOf(o) == forkOf(s) && o.Choice != s.Choice }) {
			out = append(out, forkOf(s))
		}
	}
	return out
}

// way tells the routes of packets at the forks that matter; empty: none does. What
// stops on the way there has no way back.
func (w ways) way(f *reachability.Fate) string {
	if len(w.matter) == 0 {
		return ""
	}
	var there, back []string
	for _, s := range f.Piece.Forks() {
		switch name := w.names[choice{forkOf(s), s.Choice}]; {
		case name == "":
		case s.Direction == reachability.Forward:
			there = append(there, name)
		case f.Decisive.Refusal == nil || f.Decisive.Direction == reachability.Return:
			back = append(back, name)
		}
	}
	var out []string
	if len(there) > 0 {
		out = append(out, "by "+strings.Join(there, ", "))
	}
	if len(back) > 0 {
		out = append(out, "back by "+strings.Join(back, ", "))
	}
	return strings.Join(out, ", ")
}

// text tells between which routes the cloud chooses where that matters, fork by
// fork.
func (w ways) text() string {
	forks := slices.Collect(maps.Keys(w.matter))
	slices.SortFunc(forks, func(a, b fork) int {
		return cmp.Or(cmp.Compare(a.direction, b.direction), cmp.Compare(a.table, b.table))
	})
	var out []string
	for _, f := range forks {
		var routes []choice
		for c := range w.names {
			if c.fork == f {
				routes = append(routes, c)
			}
		}
		slices.SortFunc(routes, func(a, b choice) int { return cmp.Compare(a.route, b.route) })
		var names []string
		for _, c := range routes {
			names = append(names, w.names[c])
		}
		out = append(out, strings.Join(names, " or "))
	}
	return strings.Join(out, "; ")
}

// onEveryWay leaves, of the boxes of pieces that pass, what no other way stops.
func onEveryWay(pass, stopped []packet.Box) []packet.Box {
	for _, b := range stopped {
		if slices.ContainsFunc(pass, b.Overlaps) {
			pass = packet.Subtract(pass, b)
		}
	}
	return pass
}

// withoutRepeats has what boxes have in common only once.
func withoutRepeats(boxes []packet.Box) []packet.Box {
	if packet.Disjoint(boxes) {
		return boxes
	}
	var out []packet.Box
	for _, b := range boxes {
		rest := []packet.Box{b}
		for _, have := range out {
			rest = packet.Subtract(rest, have)
		}
		out = append(out, rest...)
	}
	return out
}
