package reachability

import (
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// explain says why packets went astray: the routes that would have led to the
// destination stand among the candidates of the tables they came through, with
// the reason why they were not used. The latest table is asked first.
func (w *walk) explain(f *flow, d Direction, end *fabric.Refusal) *fabric.Refusal {
	if end.Code == fabric.CodeLoop || end.Kind == diag.KindLink {
		return end // whatever was not used besides
	}
	exit := w.toSeg.Domain
	if d == Return {
		exit = w.fromSeg.Domain
	}
	asked := *f.towards(d)
	var taken *fabric.Route // what the packets followed last
	var better, unsure *fabric.Candidate
	var shadowed, by *fabric.Route
	for t := f.trail; t != nil && t.Direction == d && t.Kind != AtFilter && t.Kind != AtHop; t = t.before {
		if t.Kind != AtRoute || t.Refusal != nil || t.Table != fabric.None && w.net.Tables[t.Table].BySource {
			continue
		}
		if taken == nil {
			taken = t.Route
		}
		later := better // of a table that the packets came to later
		for _, c := range w.net.Candidates(nil, t.Table, f.box.Family, asked) {
			switch {
			case c.Route == t.Route || !covers(c, asked) || !w.leads(c.Exit, exit) && !written(&c):
			case c.Among > 1 && t.Among > 1 && c.Prefix == t.Route.Prefix:
				// It is another way, and no better.
			case c.Inactive != nil && c.IsLearned() && aside(&c, t.Route, taken):
			case c.Inactive != nil && (t.Route == nil || c.Prefix.Bits() >= t.Route.Prefix.Bits()):
				// The one that lacks least is the one to blame.
				if later == nil && (better == nil || c.Faults < better.Faults) {
					better = &c
				}
				if unsure == nil && c.Inactive.Unknown() {
					unsure = &c
				}
			case c.Inactive == nil && t.Route != nil && shadowed == nil && better == nil:
				shadowed, by = c.Route, t.Route
			}
		}
	}
	switch {
	case unsure != nil: // it may lead there: then the packets did not go astray
		return w.whyNot(unsure, taken, end)
	case better != nil:
		return w.whyNot(better, taken, end)
	case shadowed != nil:
		return &fabric.Refusal{
			Element: by.Element, Code: fabric.CodeShadowed, Kind: diag.KindRoute,
			Summary: by.Label + " takes the packet before " + shadowed.Label + " can; " + end.Summary,
			Needed:  "no narrower route than " + shadowed.Label + " on the way, or one that leads on",
			Symptom: end.Symptom,
		}
	default:
		r := *end
		if r.Needed == "" {
			r.Needed = "a route to " + asked.Text(f.box.Family) + " (" + w.endSegment(d).Label + ")"
		}
		// A route that drops has told its own story.
		if taken != nil && taken.Target.Kind != fabric.Drop {
			r.Summary = "the packet matched " + taken.Label + ", and " + r.Summary
		}
		return &r
	}
}

// written reports whether a learned route that is not used was written by somebody
// where it began: where it leads in the end is not told of it.
func written(c *fabric.Candidate) bool {
	return c.Inactive != nil && c.IsLearned() && c.Announced == fabric.Static
}

// aside reports whether a learned route that is not used has nothing to do with it
// that packets went astray: where they left, the route that they followed goes before
// it, or they followed to its end one that somebody wrote for them.
func aside(c *fabric.Candidate, followed, last *fabric.Route) bool {
	before := followed != nil && followed.Prefix == c.Prefix && followed.Kind < fabric.Learned && c.Inactive.Element != followed.Element
	ended := last != nil && last.Kind == fabric.Static && last.Target.Kind == fabric.Drop && !c.Inactive.Unknown() && c.Inactive.Element != last.Element
	return before || ended
}

// leads reports whether routes that come out in a domain lead to another.
func (w *walk) leads(to, exit fabric.DomainID) bool {
	return to == exit || to != fabric.None && slices.Contains(w.net.Domains[to].Behind, exit)
}

func (w *walk) endSegment(d Direction) *fabric.Segment {
	if d == Return {
		return w.fromSeg
	}
	return w.toSeg
}

// covers reports whether a candidate speaks of all the packets.
func covers(c fabric.Candidate, asked packet.Addrs) bool {
	_, prefix := packet.AddrsOfPrefix(c.Prefix)
	return prefix.Covers(asked)
}

// whyNot tells of a route that is not used.
func (w *walk) whyNot(c *fabric.Candidate, taken *fabric.Route, end *fabric.Refusal) *fabric.Refusal {
	r := *c.Inactive
	if r.Code == "" {
		r.Code = fabric.CodeShadowed
	}
	if r.Kind == "" {
		r.Kind = diag.KindRoute
	}
	r.Summary = "no route to " + c.Prefix.String() + ": " + r.Summary
	if taken != nil {
		r.Summary += "; the packet matched " + taken.Label + ", and " + end.Summary
	} else {
		r.Summary += "; " + end.Summary
	}
	if r.Needed == "" {
		r.Needed = c.Label + " in use"
	}
	return &r
}
