package fabric

import (
	"cmp"
	"slices"
)

// kind is what the route is to the table that looks at it.
func (c *Candidate) kind() RouteKind {
	if c.Over != nil {
		return Learned
	}
	return c.Kind
}

// IsLearned reports whether the table that looks at the route learned it.
func (c *Candidate) IsLearned() bool { return c.kind() == Learned }

// compare orders routes of one prefix: the better one first. It is the same for
// a table that learns its routes and one that looks at its neighbours.
func (c *Candidate) compare(o *Candidate) int {
	if r := c.rank(o); r != 0 {
		return r
	}
	return cmp.Or(cmp.Compare(c.Place, o.Place), cmp.Compare(c.via, o.via))
}

// rank compares what makes routes of one prefix better or worse, and not only
// another.
func (c *Candidate) rank(o *Candidate) int {
	if r := cmp.Compare(c.kind(), o.kind()); r != 0 {
		return r
	}
	return cmp.Or(
		cmp.Compare(c.Preference, o.Preference),
		cmp.Compare(c.Rank, o.Rank),
		cmp.Compare(len(c.ASPath()), len(o.ASPath())),
		cmp.Compare(c.Order, o.Order),
		cmp.Compare(c.hops, o.hops),
	)
}

// besides reports whether a table uses a route together with the best of its
// prefix: the other tables where packets that follow that one may get in,
// routes of its place, and, where there are several paths, all that are as good.
func (t *Table) besides(best, c *Candidate) bool {
	if best.rank(c) != 0 {
		return false
	}
	return t.Multipath || best.Place == c.Place && (c.Place != "" || c.via != None && c.via == best.via)
}

// choose leaves in use, of the routes of one prefix, the best and those besides
// it. What can be used stands in front, the better ones first.
func (t *Table) choose(same []*Candidate) {
	usable := slices.IndexFunc(same, func(c *Candidate) bool { return c.Inactive != nil })
	if usable < 0 {
		usable = len(same)
	}
	if usable == 0 {
		return
	}
	best, among := same[0], 1
	for among < usable && t.besides(best, same[among]) {
		among++
	}
	for i, c := range same[:usable] {
		if i > 0 && len(best.orderSwitches())+len(c.orderSwitches()) > 0 {
			best.Switches = union(best.Switches, best.orderSwitches(), c.orderSwitches())
			c.Switches = union(c.Switches, best.orderSwitches(), c.orderSwitches())
		}
		if i < among {
			c.Among = int32(among)
		} else {
			c.Inactive, c.Faults = t.lost(best.Route), 1
		}
	}
}

// lost is why a table does not use a route that has another's prefix.
func (t *Table) lost(winner *Route) *Refusal {
	if t.Conflict == nil {
		return &Refusal{Element: winner.Element, Summary: "another route has the same prefix: " + winner.Label}
	}
	r := *t.Conflict
	r.Element = winner.Element
	r.Summary += ": " + winner.Label
	return &r
}
