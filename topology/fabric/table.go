package fabric

import (
	"cmp"
	"net/netip"
	"slices"
	"sort"

	"netsim/packet"
)

// Candidate is a route as one table sees it.
type Candidate struct {
	*Route
	Target   Target
	Inactive *Refusal // why this table does not use it; nil: it does
	// Over is the session that offers it, for a route that the table looks up
	// in a neighbour; nil: it stands in the table itself.
	Over       *Session
	Preference int
	Switches   []SwitchID
	// Faults is how many reasons there are why it is not used, as far as they are
	// looked for.
	Faults int
}

// kind is what the route is to the table that looks at it.
func (c *Candidate) kind() RouteKind {
	if c.Over != nil {
		return Learned
	}
	return c.Kind
}

// index sorts the table's routes and notes which prefix lengths there are.
func (t *Table) index() {
	slices.SortStableFunc(t.routes, compareRoutes)
	t.lengths = [2][]int{}
	for i := range t.routes {
		r := &t.routes[i]
		r.family, r.addrs = packet.AddrsOfPrefix(r.Prefix)
		f := family(r.Prefix)
		if !slices.Contains(t.lengths[f], r.Prefix.Bits()) {
			t.lengths[f] = append(t.lengths[f], r.Prefix.Bits())
		}
	}
	for f := range t.lengths {
		slices.SortFunc(t.lengths[f], func(a, b int) int { return cmp.Compare(b, a) })
	}
}

func family(p netip.Prefix) int {
	if p.Addr().Is4() {
		return 0
	}
	return 1
}

func comparePrefixes(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}

func compareRoutes(a, b Route) int {
	return cmp.Or(
		comparePrefixes(a.Prefix, b.Prefix),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Preference, b.Preference),
		cmp.Compare(a.Order, b.Order),
		cmp.Compare(a.via, b.via),
	)
}

// fewRoutes is up to where looking at every route beats searching.
const fewRoutes = 12

// overlapping calls yield with each route whose prefix overlaps r, in table
// order within each step of the search.
func (t *Table) overlapping(f packet.Family, r packet.Addrs, yield func(*Route)) {
	if len(t.routes) <= fewRoutes {
		for i := range t.routes {
			if o := &t.routes[i]; o.family == f && o.addrs.Overlaps(r) {
				yield(o)
			}
		}
		return
	}
	first, last := r.From.Netip(f), r.To.Netip(f)
	// Prefixes that start inside r.
	from := sort.Search(len(t.routes), func(i int) bool {
		return t.routes[i].Prefix.Addr().Compare(first) >= 0
	})
	for i := from; i < len(t.routes) && t.routes[i].Prefix.Addr().Compare(last) <= 0; i++ {
		yield(&t.routes[i])
	}
	// Prefixes that start before r and reach into it: they cover r's first address.
	fam := 0
	if !first.Is4() {
		fam = 1
	}
	for _, bits := range t.lengths[fam] {
		p, err := first.Prefix(bits)
		if err != nil || p.Addr() == first {
			continue
		}
		i := sort.Search(len(t.routes), func(i int) bool {
			return comparePrefixes(t.routes[i].Prefix, p) >= 0
		})
		for ; i < len(t.routes) && t.routes[i].Prefix == p; i++ {
			yield(&t.routes[i])
		}
	}
}

// Candidates appends every route of a table that overlaps r, in use or not:
// its own, and those that its neighbours offer it. The order is: longest
// prefix first, then address, then those in use before those not.
func (n *Network) Candidates(dst []Candidate, t TableID, f packet.Family, r packet.Addrs) []Candidate {
	start := len(dst)
	tab := &n.Tables[t]
	tab.overlapping(f, r, func(rt *Route) {
		dst = append(dst, Candidate{
			Route: rt, Target: rt.Target, Inactive: rt.Inactive,
			Preference: rt.Preference, Switches: rt.Switches, Faults: rt.blamed(),
		})
	})
	for _, s := range tab.imports {
		ses := &n.Sessions[s]
		n.Tables[ses.From].overlapping(f, r, func(rt *Route) {
			if c, ok := n.offer(ses, rt); ok {
				if c.Inactive == nil || c.Inactive.Unknown() {
					c.fault(tab.rejection(rt.Prefix))
				}
				dst = append(dst, c)
			}
		})
	}
	found := dst[start:]
	slices.SortStableFunc(found, func(a, b Candidate) int {
		return cmp.Or(
			cmp.Compare(b.Prefix.Bits(), a.Prefix.Bits()),
			a.Prefix.Addr().Compare(b.Prefix.Addr()),
			compareBool(a.Inactive != nil, b.Inactive != nil),
			compareBool(a.Over != nil, b.Over != nil),
			cmp.Compare(a.kind(), b.kind()),
			cmp.Compare(a.Preference, b.Preference),
			compareRoutes(*a.Route, *b.Route),
		)
	})
	n.settle(tab, found)
	return dst
}

// settle leaves one of the usable routes of each prefix in use: found is
// sorted so that the better ones come first.
func (n *Network) settle(t *Table, found []Candidate) {
	for i := 1; i < len(found); i++ {
		a, b := &found[i-1], &found[i]
		if b.Inactive == nil && a.Inactive == nil && a.Prefix == b.Prefix {
			b.Inactive, b.Faults = t.lost(a.Route), 1
			a.Switches = union(a.Switches, a.orderSwitches, b.orderSwitches)
			b.Switches = union(b.Switches, a.orderSwitches, b.orderSwitches)
			// The loser goes behind, and a stays the one to compare with.
			found[i-1], found[i] = found[i], found[i-1]
		}
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// covers reports whether a prefix equals another or has it inside.
func covers(p, other netip.Prefix) bool { return p.Bits() <= other.Bits() && p.Contains(other.Addr()) }

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

// blamed is how many reasons there are why a route is not used where it stands.
func (r *Route) blamed() int {
	if r.Inactive == nil {
		return 0
	}
	return max(r.faults, 1)
}

// rejection is why a table refuses an offered prefix on account of its own
// routes, or nil.
func (t *Table) rejection(p netip.Prefix) *Refusal {
	for i := range t.routes {
		if own := &t.routes[i]; own.Excludes != nil && own.Inactive == nil && own.via == None && covers(own.Prefix, p) {
			return own.Excludes
		}
	}
	for i := range t.Rejects {
		rule := &t.Rejects[i]
		for j := range t.routes {
			own := &t.routes[j]
			if own.Kind != rule.Against || own.Inactive != nil || own.via != None || rule.Delivering && own.Target.Kind != Deliver {
				continue
			}
			hit := own.Prefix == p
			if rule.Within {
				hit = covers(own.Prefix, p)
			}
			if hit {
				r := rule.Refusal
				r.Element = own.Element
				r.Summary += ": " + own.Label
				return &r
			}
		}
	}
	return nil
}
