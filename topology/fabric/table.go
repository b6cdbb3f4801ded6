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
	Over *Session
	// Among is how many routes of the prefix are in use side by side, this one
	// among them: for each packet one is chosen. 0: it is not in use.
	Among      int32
	Preference int
	Order      int
	Switches   []SwitchID
	// Faults is how many reasons there are why it is not used, as far as they are
	// looked for.
	Faults int32

	via   SessionID
	hops  int32    // how many tables the announcement came through
	marks *marking // on the session that offers it; nil: those of the route
}

// marking is what the speakers of a session have made of a route's marks.
type marking struct {
	path        []uint32
	communities []string
}

// ASPath is the AS path of the route as the table sees it.
func (c *Candidate) ASPath() []uint32 {
	if c.marks != nil {
		return c.marks.path
	}
	return c.Route.ASPath
}

// Communities are the marks of the route as the table sees it.
func (c *Candidate) Communities() []string {
	if c.marks != nil {
		return c.marks.communities
	}
	return c.Route.Communities
}

// marked are the marks of a candidate, to be changed.
func (c *Candidate) marked() *marking {
	if c.marks == nil {
		c.marks = &marking{c.Route.ASPath, c.Route.Communities}
	}
	return c.marks
}

// orderSwitches are those on which Order hangs.
func (c *Candidate) orderSwitches() []SwitchID {
	if c.Over != nil && !c.Over.Mesh {
		return c.Over.OrderSwitches
	}
	return c.Route.orderSwitches
}

// standing is a route of the table itself.
func standing(r *Route) Candidate {
	return Candidate{
		Route: r, Target: r.Target, Inactive: r.Inactive,
		Preference: r.Preference, Order: r.Order,
		Switches: r.Switches, Faults: r.blamed(), via: r.via, hops: r.path.length(),
	}
}

// sort puts the table's own routes in order.
func (t *Table) sort() {
	slices.SortStableFunc(t.routes, func(a, b Route) int {
		return cmp.Or(
			comparePrefixes(a.Prefix, b.Prefix),
			cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Preference, b.Preference),
			cmp.Compare(a.Rank, b.Rank),
			cmp.Compare(len(a.ASPath), len(b.ASPath)),
			cmp.Compare(a.Order, b.Order),
			cmp.Compare(a.Place, b.Place),
		)
	})
	for i := range t.routes {
		r := &t.routes[i]
		r.family, r.addrs = packet.AddrsOfPrefix(r.Prefix)
	}
}

// index notes which prefix lengths the table's routes have.
func (t *Table) index() {
	t.lengths = [2][]int{}
	for i := range t.routes {
		r := &t.routes[i]
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
	tab.overlapping(f, r, func(rt *Route) { dst = append(dst, standing(rt)) })
	for _, id := range tab.imports {
		first := len(dst) // of what the session offers for one prefix
		n.Tables[n.Sessions[id].From].overlapping(f, r, func(rt *Route) {
			if first < len(dst) && dst[first].Prefix != rt.Prefix {
				dst = tellOnce(dst, first)
				first = len(dst)
			}
			dst = n.offer(dst, id, rt)
		})
		dst = tellOnce(dst, first)
	}
	found := dst[start:]
	for i := range found {
		if found[i].Over != nil {
			found[i].refuse(tab, tab.routes)
		}
	}
	slices.SortStableFunc(found, compareFound)
	var room [8]*Candidate
	for len(found) > 0 {
		same := room[:0]
		for i := 0; i < len(found) && found[i].Prefix == found[0].Prefix; i++ {
			same = append(same, &found[i])
		}
		tab.choose(same)
		found = found[len(same):]
	}
	return dst
}

// compareFound orders candidates as Candidates does.
func compareFound(a, b Candidate) int {
	if r := cmp.Compare(b.Prefix.Bits(), a.Prefix.Bits()); r != 0 {
		return r
	}
	if r := a.Prefix.Addr().Compare(b.Prefix.Addr()); r != 0 {
		return r
	}
	return cmp.Or(compareBool(a.Inactive != nil, b.Inactive != nil), a.compare(&b))
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

// blamed is how many reasons there are why a route is not used where it stands.
func (r *Route) blamed() int32 {
	if r.Inactive == nil {
		return 0
	}
	return max(r.faults, 1)
}

// rejection is why a table refuses an offered prefix on account of its own
// routes, or nil.
func (t *Table) rejection(p netip.Prefix, owned []Route) *Refusal {
	for i := range owned {
		if own := &owned[i]; own.Excludes != nil && own.Inactive == nil && covers(own.Prefix, p) {
			return own.Excludes
		}
	}
	for i := range t.Rejects {
		rule := &t.Rejects[i]
		for j := range owned {
			own := &owned[j]
			if own.Kind != rule.Against || own.Inactive != nil || rule.Delivering && own.Target.Kind != Deliver {
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

// refuse notes why a table does not take what it is offered, on account of the
// routes that it owns.
func (c *Candidate) refuse(t *Table, owned []Route) {
	if c.Inactive == nil || c.Inactive.Unknown() {
		c.fault(t.rejection(c.Prefix, owned))
	}
}
