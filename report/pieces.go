package report

import (
	"cmp"
	"slices"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/fabric"
)

// fate is what packets that are told together have in common.
type fate struct {
	stage     int
	verdict   reachability.Verdict
	direction reachability.Direction
	element   fabric.Element
	code      string
	summary   string
	way       string
}

func fateOf(f *reachability.Fate) fate {
	s := f.Decisive
	out := fate{
		stage: f.Stage, verdict: f.Piece.OwnVerdict(), direction: s.Direction, element: s.Element, summary: s.Says,
	}
	if s.Refusal != nil {
		out.element, out.code, out.summary = s.Refusal.Element, string(s.Refusal.Code), s.Refusal.Summary
	}
	return out
}

// waysByLeg finds, for each leg, the forks on which it turns what is told of its
// packets.
func waysByLeg(a *reachability.Answer, fates []reachability.Fate) map[*reachability.Leg]ways {
	told := map[*reachability.Piece]fate{}
	for i := range fates {
		told[fates[i].Piece] = fateOf(&fates[i])
	}
	out := map[*reachability.Leg]ways{}
	for i := range fates {
		leg := fates[i].Leg
		if _, done := out[leg]; !done {
			out[leg] = waysOf(a.Net, leg, func(p, q *reachability.Piece) bool { return told[p] != told[q] })
		}
	}
	return out
}

// fateNames are what is told of a piece's verdict: its packets have one fate.
var fateNames = map[reachability.Verdict]string{
	reachability.Reachable: fatePasses, reachability.Unreachable: fateStops, reachability.Unknown: verdictUnknown,
}

const (
	fatePasses = "passes"
	fateStops  = "stops"
)

// pieces tells what becomes of which packets, stage by stage, in the order of
// their addresses. Those that one thing decides on alike are told in as few
// pieces as are found easily.
func pieces(a *reachability.Answer) []Piece {
	boxes := map[fate][]packet.Box{}
	fates := a.Fates()
	byWay := waysByLeg(a, fates)
	for _, f := range fates {
		key := fateOf(&f)
		key.way = byWay[f.Leg].way(&f)
		boxes[key] = append(boxes[key], f.Piece.Box)
	}
	type placed struct {
		fate
		box packet.Box
	}
	var all []placed
	for key, list := range boxes {
		for _, b := range packet.Merge(withoutRepeats(list)) {
			all = append(all, placed{key, b})
		}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.stage, b.stage), a.box.Compare(b.box), a.compare(b.fate))
	})
	var out []Piece
	for _, p := range all {
		b := boxOf(p.stage, p.box)
		out = append(out, Piece{
			Stage: p.stage, Source: b.Source, Destination: b.Destination, Protocol: b.Protocol,
			SourcePorts: b.SourcePorts, DestinationPorts: b.DestinationPorts,
			Fate: fateNames[p.verdict], Direction: p.direction.String(), Element: p.element.Label, Code: p.code,
			File: p.element.At.File, Line: p.element.At.Start.Line, Column: p.element.At.Start.Column, Summary: p.summary, Way: p.way,
		})
	}
	return out
}

// compare orders fates of the same packets: addresses may be held twice, in
// networks that know nothing of each other. Where things are written comes last: of
// a map the order means nothing.
func (f fate) compare(o fate) int {
	return cmp.Or(
		cmp.Compare(f.way, o.way), cmp.Compare(f.verdict, o.verdict), cmp.Compare(f.direction, o.direction), cmp.Compare(f.element.Label, o.element.Label),
		cmp.Compare(f.code, o.code), cmp.Compare(f.summary, o.summary), f.element.At.Compare(o.element.At),
	)
}

func boxOf(leg int, b packet.Box) Box {
	return Box{
		Leg: leg, Source: b.Source.Text(b.Family), Destination: b.Destination.Text(b.Family),
		Protocol: b.Protocol.Text(), SourcePorts: b.SourcePort.Text(), DestinationPorts: b.DestinationPort.Text(),
	}
}
