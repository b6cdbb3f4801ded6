package report

import (
	"netsim/reachability"
	"netsim/topology/fabric"
)

// mostConsidered bounds the routes that are told as not used, of each lookup.
const mostConsidered = 100

// consider tells which routes a lookup did not use, and why: those of the table
// that speak of the piece's packets, the longest prefix first.
func (h *Hop) consider(n *fabric.Network, p *reachability.Piece, used, asked *reachability.Step) {
	towards := p.Box.Destination
	if asked.Direction == reachability.Return {
		towards = p.Box.Source
	}
	bits := -1
	if used != nil {
		bits = used.Route.Prefix.Bits()
	}
	for _, c := range n.Candidates(nil, asked.Table, p.Box.Family, towards) {
		if used != nil && c.Route == used.Route && c.Over == used.Over {
			continue
		}
		if len(h.Considered) == mostConsidered {
			h.ConsideredMore++
			continue
		}
		out := Candidate{
			Element: c.Label, Prefix: c.Prefix.String(), File: c.At.File, Line: c.At.Start.Line, Column: c.At.Start.Column,
			Summary: "a route with a longer prefix comes first", Better: c.Inactive != nil && c.Prefix.Bits() >= bits,
		}
		if used != nil && c.Among > 1 && used.Among > 1 && c.Prefix == used.Route.Prefix {
			out.Better, out.Summary = true, "it is as good, and the cloud chooses which of them a packet takes"
		}
		if r := c.Inactive; r != nil {
			out.Code, out.Summary = string(r.Code), r.Summary
		}
		h.Considered = append(h.Considered, out)
	}
}

// lookup returns the step that looked a table up, if a hop tells of one, and
// whether a route was used. A route that leads elsewhere has a hop of its own
// before the obstacle.
func lookup(steps []reachability.Step) (used, asked *reachability.Step) {
	s := &steps[len(steps)-1]
	switch {
	case s.Kind != reachability.AtRoute:
		return nil, nil
	case s.Refusal == nil:
		return s, s
	case len(steps) > 1 && steps[len(steps)-2].Kind == reachability.AtRoute && steps[len(steps)-2].Route == nil:
		return nil, s
	}
	return nil, nil
}
