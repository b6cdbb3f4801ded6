package report

import (
	"slices"
	"strconv"

	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// Judge writes a proof's verdict into a result.
func (r *Result) Judge(p *reachability.Proof) {
	r.Verdict = p.Verdict.String()
	r.Pass = p.Pass
	if p.Because != "" {
		because := string(p.Because)
		r.Because = &because
	}
}

// Fill writes a proof's evidence into a result.
func (r *Result) Fill(p *reachability.Proof, lines Sources) {
	legs := p.Answer.AllLegs()
	r.VariesBy = variesBy(p.Answer, legs)
	r.Pieces = pieces(p.Answer)
	r.Path = path(p.Answer)
	for _, o := range p.Obstacles {
		r.Obstacles = append(r.Obstacles, obstacle(o, lines))
	}
	for _, leg := range legs {
		r.Allowed = append(r.Allowed, boxes(leg, true)...)
		r.Denied = append(r.Denied, boxes(leg, false)...)
	}
	r.Witness = witness(p.Answer)
	if first := p.Answer.Legs; r.Question != nil && len(first) > 0 && first[0].Call != nil {
		r.Question.Call = callText(first[0].Call)
	}
	for _, a := range p.Assumptions {
		r.Assumptions = append(r.Assumptions, assumption(a, p.Turns))
	}
}

func obstacle(o reachability.Obstacle, lines Sources) Obstacle {
	return Obstacle{
		Leg: o.Leg, Direction: o.Direction.String(), Element: o.Label, Code: string(o.Code), Kind: string(o.Kind),
		File: o.At.File, Line: o.At.Start.Line, Column: o.At.Start.Column, Source: lines.Line(o.At.File, o.At.Start.Line),
		Summary: o.Summary, Asked: asked(o), Symptom: string(o.Symptom), Needed: o.Needed,
	}
}

// asked tells what an obstacle stops, where it turns on that: packets at a
// filter or a backend, the call at a gate.
func asked(o reachability.Obstacle) string {
	switch {
	case o.Box == packet.Box{}:
		return ""
	case o.Kind == diag.KindFilter, o.Kind == diag.KindBackend && o.Call == nil:
		return o.Box.Text()
	case o.Kind == diag.KindBackend:
		return callText(o.Call) + ", " + o.Box.Text()
	case o.Kind == diag.KindGate && o.Call != nil:
		return callText(o.Call)
	default:
		return ""
	}
}

// callText tells a call in a line: GET http://host/path (stage RELEASE).
func callText(c *fabric.Call) string {
	text := c.Method + " " + c.Scheme + "://" + c.Host + c.Path
	if c.Stage != "" {
		text += " (stage " + c.Stage + ")"
	}
	return text
}

func assumption(a reachability.Assumption, turns *reachability.Turn) Assumption {
	out := Assumption{
		Ruling: a.Ruling, Code: string(a.Code), Switch: a.Name, Element: a.Label, Value: a.Values[a.Value], Read: a.Values[a.Value], Declared: a.Declared,
		File: a.At.File, Line: a.At.Start.Line, Column: a.At.Start.Column, Text: a.Text,
	}
	switch {
	case turns != nil && turns.ID == a.ID:
		out.Value = valueOpen
		out.Text += "; "
		for i, v := range turns.Values {
			if i > 0 {
				out.Text += ", "
			}
			out.Text += v + " gives " + turns.Gives[i]
		}
	case a.Indifferent:
		out.Value = valueEither
	}
	if !a.Declared {
		for _, d := range a.Declare {
			out.Declare = append(out.Declare, Declaration{Path: d.Path, Values: d.Values})
		}
	}
	return out
}

// Forbid makes a result that would pass fail, if its proof consulted a switch
// that is not declared.
func (r *Result) Forbid(p *reachability.Proof) {
	if r.Pass && p.Verdict != reachability.Unknown && slices.ContainsFunc(p.Assumptions, func(a reachability.Assumption) bool { return !a.Declared }) {
		because := string(fabric.CodeDefaulted)
		r.Pass, r.Because = false, &because
	}
}

// forbidden reports whether a result does not pass only since it rests on what
// is not declared.
func (r Result) forbidden() bool {
	return !r.Pass && r.Because != nil && *r.Because == string(fabric.CodeDefaulted)
}

// boxes are the packets of a leg that pass, whatever way they go, or those that do
// not, in as few boxes as are found easily.
func boxes(leg *reachability.Leg, pass bool) []Box {
	var passing, stopped []packet.Box
	for i := range leg.Pieces {
		if leg.Pieces[i].OwnVerdict() == reachability.Reachable {
			passing = append(passing, leg.Pieces[i].Box)
		} else {
			stopped = append(stopped, leg.Pieces[i].Box)
		}
	}
	list := stopped
	if pass {
		list = onEveryWay(passing, stopped)
	}
	var out []Box
	for _, b := range packet.Merge(withoutRepeats(list)) {
		out = append(out, boxOf(leg.Number, b))
	}
	return out
}

// witness is a packet of the first leg that gets through, whatever way it goes.
func witness(a *reachability.Answer) *Witness {
	for _, leg := range a.Legs {
		var stopped []packet.Box
		for i := range leg.Pieces {
			if leg.Pieces[i].Verdict() != reachability.Reachable {
				stopped = append(stopped, leg.Pieces[i].Box)
			}
		}
		for i := range leg.Pieces {
			if leg.Pieces[i].Verdict() != reachability.Reachable {
				continue
			}
			rest := onEveryWay([]packet.Box{leg.Pieces[i].Box}, stopped)
			if len(rest) == 0 {
				continue
			}
			h := rest[0].First()
			return &Witness{
				Source: h.Source.String(), Destination: h.Destination.String(),
				Protocol:   packet.Protocol(h.Protocol).Text(),
				SourcePort: int(h.SourcePort), DestinationPort: int(h.DestinationPort),
			}
		}
	}
	return nil
}

// dimension is one range of a box, for telling what a verdict varies by.
type dimension struct {
	name   string
	same   func(a, b *packet.Box) bool // they share values of it
	chosen func(from, to *fabric.Interface) string
}

const (
	asAsked  = "what was asked"
	byCloud  = "what the cloud chooses"
	bySender = "what the sender chooses"
)

func alwaysAsked(*fabric.Interface, *fabric.Interface) string { return asAsked }

func whoChose(i *fabric.Interface) string {
	if i.Chosen {
		return byCloud
	}
	return asAsked
}

var dimensions = []dimension{
	{
		"source address",
		func(a, b *packet.Box) bool { return a.Family == b.Family && a.Source.Overlaps(b.Source) },
		func(from, _ *fabric.Interface) string { return whoChose(from) },
	},
	{
		"destination address",
		func(a, b *packet.Box) bool { return a.Family == b.Family && a.Destination.Overlaps(b.Destination) },
		func(_, to *fabric.Interface) string { return whoChose(to) },
	},
	{"protocol", func(a, b *packet.Box) bool { return a.Protocol.Overlaps(b.Protocol) }, alwaysAsked},
	{
		"source port",
		func(a, b *packet.Box) bool { return a.SourcePort.Overlaps(b.SourcePort) },
		func(*fabric.Interface, *fabric.Interface) string { return bySender },
	},
	{"destination port", func(a, b *packet.Box) bool { return a.DestinationPort.Overlaps(b.DestinationPort) }, alwaysAsked},
}

// variesBy tells in what packets differ that pass and that do not: two packets
// that differ in one thing only have two fates. What a question asks for is
// told from what the cloud or the sender picks.
func variesBy(a *reachability.Answer, legs []*reachability.Leg) []string {
	var out []string
	if slices.ContainsFunc(a.Legs, func(l *reachability.Leg) bool { return l.Verdict() != a.Legs[0].Verdict() }) {
		out = append(out, "the end ("+asAsked+")")
	}
	for _, leg := range legs {
		where := "leg " + strconv.Itoa(leg.Number) + ": "
		if len(a.Legs) > 1 && slices.Contains(a.Legs, leg) {
			where = "" // one of many pairs of ends
		}
		for _, d := range dimensions {
			if varies(leg, d) {
				who := d.chosen(&a.Net.Interfaces[leg.From], &a.Net.Interfaces[leg.To])
				out = append(out, where+d.name+" ("+who+")")
			}
		}
		passes := func(p, q *reachability.Piece) bool { return p.OwnVerdict() != q.OwnVerdict() }
		if routes := waysOf(a.Net, leg, passes).text(); routes != "" {
			out = append(out, where+"which of the equal routes is taken: "+routes+" ("+byCloud+")")
		}
		if slices.ContainsFunc(leg.Pieces, backendsDiffer) {
			out = append(out, where+"the backend ("+byCloud+")")
		}
	}
	return distinct(out)
}

// backendsDiffer reports whether it matters which backend a relay chooses.
func backendsDiffer(p reachability.Piece) bool {
	return slices.ContainsFunc(p.Next, func(l *reachability.Leg) bool { return l.Verdict() != p.Next[0].Verdict() })
}

// maxCompared bounds the pieces that are compared with each other.
const maxCompared = 400

func varies(leg *reachability.Leg, d dimension) bool {
	if len(leg.Pieces) > maxCompared {
		return false
	}
	for i := range leg.Pieces {
		p := &leg.Pieces[i]
		if p.OwnVerdict() != reachability.Reachable {
			continue
		}
		for j := range leg.Pieces {
			q := &leg.Pieces[j]
			if q.OwnVerdict() != reachability.Unreachable || !differOnlyIn(d, &p.Box, &q.Box) {
				continue
			}
			if _, _, parted := p.Parted(q); !parted {
				return true
			}
		}
	}
	return false
}

func differOnlyIn(d dimension, a, b *packet.Box) bool {
	for _, o := range dimensions {
		if o.name != d.name && !o.same(a, b) {
			return false
		}
	}
	return true
}

// path is the way of one piece: of one that does not get through, if there is
// one, and the ways of the legs behind it. The queries for its name come first.
func path(a *reachability.Answer) []Hop {
	var hops []Hop
	for _, asked := range asking(a) {
		hops = append(hops, way(a, asked.Legs)...)
	}
	if a.Refused != nil {
		r := a.Refused
		h := Hop{
			Direction: "forward", Element: r.Label, Action: "blocks", Code: string(r.Code),
			File: r.At.File, Line: r.At.Start.Line, Column: r.At.Start.Column, Summary: r.Summary,
		}
		if r.Unknown() {
			h.Action = "unknown"
		}
		return append(hops, h)
	}
	return append(hops, way(a, a.Legs)...)
}

// asking are the queries for the name of the leg that is told.
func asking(a *reachability.Answer) []*reachability.Inquiry {
	if leg, _ := telling(a.Legs); leg != nil {
		return leg.Asks
	}
	return a.Queries()
}

// way is the way of one piece of some legs, and of the legs behind it.
func way(a *reachability.Answer, legs []*reachability.Leg) []Hop {
	var hops []Hop
	for len(legs) > 0 {
		leg, piece := telling(legs)
		if piece == nil {
			break
		}
		steps := piece.Steps()
		for i, s := range steps {
			h, ok := hopOf(a.Net, leg, piece, s)
			if !ok {
				continue
			}
			if used, asked := lookup(steps[:i+1]); asked != nil {
				h.consider(a.Net, piece, used, asked)
			}
			hops = append(hops, h)
		}
		legs = piece.Next
	}
	return hops
}

// telling is the piece whose way is told: the first that does not pass, or else
// the first.
func telling(legs []*reachability.Leg) (*reachability.Leg, *reachability.Piece) {
	for _, leg := range legs {
		for i := range leg.Pieces {
			if leg.Pieces[i].Verdict() != reachability.Reachable {
				return leg, &leg.Pieces[i]
			}
		}
	}
	for _, leg := range legs {
		if len(leg.Pieces) > 0 {
			return leg, &leg.Pieces[0]
		}
	}
	return nil, nil
}

// hopOf tells a step. Steps that only repeat what another says are left out.
func hopOf(n *fabric.Network, leg *reachability.Leg, p *reachability.Piece, s reachability.Step) (Hop, bool) {
	h := Hop{
		Leg: leg.Number, Direction: s.Direction.String(), Element: s.Element.Label,
		File: s.Element.At.File, Line: s.Element.At.Start.Line, Column: s.Element.At.Start.Column,
	}
	if r := s.Refusal; r != nil {
		h.Action, h.Code, h.Summary = "blocks", string(r.Code), r.Summary
		if r.Unknown() {
			h.Action = "unknown"
		}
		return h, true
	}
	towards := p.Box.Destination.Text(p.Box.Family)
	if s.Direction == reachability.Return {
		towards = p.Box.Source.Text(p.Box.Family)
	}
	switch s.Kind {
	case reachability.AtStart:
		if s.Place != nil {
			h.Action, h.Summary = "passes", s.Says
			break
		}
		h.Action = "starts"
		h.Summary = "from " + p.Box.Source.Text(p.Box.Family) + " in " + n.Segments[s.Segment].Label + ", to " +
			packet.Service{Protocol: p.Box.Protocol, Ports: p.Box.DestinationPort}.Text()
	case reachability.AtName:
		if s.Place != nil {
			return Hop{}, false
		}
		if s.Says != "" {
			h.Action, h.Summary = "resolves", s.Says
			break
		}
		h.Action, h.Summary = "resolves", n.Names[leg.Name].Host+" is "+towards
	case reachability.AtFilter:
		h.Action, h.Summary = "allows", s.Says
	case reachability.AtRoute:
		if s.Route == nil {
			return Hop{}, false
		}
		h.Action, h.Summary = "routes", towards+", by "+n.Tables[s.Table].Label
		if s.Among > 1 {
			h.Summary += ", one of " + strconv.Itoa(int(s.Among)) + " equal routes"
		}
		over := s.Over
		if over == nil {
			over = n.Over(s.Route)
		}
		if over != nil {
			h.Summary += ", learned from " + n.Tables[over.From].Label
		}
	case reachability.AtLink:
		h.Action, h.Summary = "crosses", linkRate(&n.Links[s.Link])
	case reachability.AtDeliver:
		h.Action, h.Summary = "delivers", towards
	case reachability.AtGate:
		h.Action, h.Summary = "passes", s.Says
	case reachability.AtServe:
		h.Action, h.Summary = "serves", s.Says
	case reachability.AtHop:
		h.Action, h.Summary = "forwards", s.Says
	case reachability.AtResume:
		h.Action, h.Summary = "resumes", "the stretch between there and here is not judged"
	}
	return h, true
}

func linkRate(l *fabric.Link) string {
	switch {
	case l.Limit != nil:
		return "1 kbit/s, for tests"
	case l.Rate == 0:
		return "the bandwidth is not stated"
	}
	return reachability.RateText(l.Rate)
}
