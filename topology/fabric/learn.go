package fabric

import (
	"cmp"
	"slices"
)

// learner is a transit table that takes in what its neighbours offer.
type learner struct {
	net     *Network
	id      TableID
	own     []Route
	inbound []SessionID
	learned []Route     // in the last round
	offered []Candidate // kept between rounds for its room only
}

// passage is a table that an announcement came through, and those before it.
// Routes that were one share it.
type passage struct {
	table  TableID
	count  int32 // with those before
	before *passage
}

// after is the passage through one table more.
func (p *passage) after(t TableID) *passage { return &passage{t, p.length() + 1, p} }

func (p *passage) length() int32 {
	if p == nil {
		return 0
	}
	return p.count
}

func (p *passage) contains(t TableID) bool {
	for ; p != nil; p = p.before {
		if p.table == t {
			return true
		}
	}
	return false
}

func (p *passage) equal(o *passage) bool {
	for p != o {
		if p == nil || o == nil || p.table != o.table {
			return false
		}
		p, o = p.before, o.before
	}
	return true
}

// hears reports whether a neighbour has changed.
func (l *learner) hears(changed []bool) bool {
	return slices.ContainsFunc(l.inbound, func(s SessionID) bool { return changed[l.net.Sessions[s].From] })
}

// learn makes the routes of the table from its own and those that its
// neighbours offer now.
func (l *learner) learn() {
	tab := &l.net.Tables[l.id]
	found := l.offered[:0]
	for i := range l.own {
		found = append(found, standing(&l.own[i]))
	}
	for _, id := range l.inbound {
		from := l.net.Tables[l.net.Sessions[id].From].routes
		first := len(found) // of what the session offers for one prefix
		for i := range from {
			if first < len(found) && found[first].Prefix != from[i].Prefix {
				found = tellOnce(found, first)
				first = len(found)
			}
			if !from[i].path.contains(l.id) {
				found = l.net.offer(found, id, &from[i])
			}
		}
		found = tellOnce(found, first)
	}
	l.offered = found
	order := make([]*Candidate, len(found))
	for i := range found {
		order[i] = &found[i]
		if found[i].Over != nil {
			found[i].refuse(tab, l.own)
		}
	}
	slices.SortStableFunc(order, func(a, b *Candidate) int {
		return cmp.Or(comparePrefixes(a.Prefix, b.Prefix), compareBool(a.Inactive != nil, b.Inactive != nil), a.compare(b))
	})
	routes := make([]Route, 0, len(found))
	for len(order) > 0 {
		n := 1
		for n < len(order) && order[n].Prefix == order[0].Prefix {
			n++
		}
		same := order[:n]
		tab.choose(same)
		for _, c := range same {
			routes = append(routes, c.taken())
		}
		hush(routes[len(routes)-n:])
		order = order[n:]
	}
	l.learned = routes
}

// taken is a candidate as a route of the table that learned it.
func (c *Candidate) taken() Route {
	r := *c.Route
	r.Target, r.Inactive, r.faults, r.Switches = c.Target, c.Inactive, c.Faults, c.Switches
	if c.Over == nil {
		return r
	}
	r.Kind = Learned
	r.Preference, r.Order, r.ASPath, r.Communities = c.Preference, c.Order, c.ASPath(), c.Communities()
	r.via, r.mesh, r.orderSwitches = c.via, c.Over.Mesh, c.orderSwitches()
	r.path = r.path.after(c.Over.From)
	return r
}

// hush silences, among routes of one prefix, those that are not in use where
// another that leads to the same network tells the neighbours as much: one in
// use, or one with fewer reasons against it. Else a net of tables would try all
// ways through itself. What is not known is told beside what is.
func hush(same []Route) {
	if len(same) < 2 {
		return
	}
	type speaker struct {
		exit    DomainID
		unknown bool
	}
	speakers := make(map[speaker]*Route, len(same))
	for i := range same {
		r := &same[i]
		r.silent = false
		if r.Inactive == nil {
			speakers[speaker{r.Exit, false}], speakers[speaker{r.Exit, true}] = r, r
		}
	}
	for i := range same {
		r := &same[i]
		if r.Inactive == nil {
			continue
		}
		key := speaker{r.Exit, r.Inactive.Unknown()}
		switch s := speakers[key]; {
		case s == nil:
			speakers[key] = r
		case s.Inactive != nil && r.blamed() < s.blamed():
			s.silent = true
			speakers[key] = r
		default:
			r.silent = true
		}
	}
}

// sameRoute reports whether nothing has changed that another table could see.
func sameRoute(a, b Route) bool {
	return a.Prefix == b.Prefix && a.Kind == b.Kind && a.Target == b.Target && a.via == b.via &&
		a.Preference == b.Preference && a.Rank == b.Rank && a.Order == b.Order && a.Place == b.Place &&
		a.Exit == b.Exit && a.faults == b.faults && a.silent == b.silent && sameRefusal(a.Inactive, b.Inactive) &&
		slices.Equal(a.ASPath, b.ASPath) && slices.Equal(a.Communities, b.Communities) &&
		slices.Equal(a.Switches, b.Switches) && a.path.equal(b.path)
}

func sameRefusal(a, b *Refusal) bool { return a == b || a != nil && b != nil && *a == *b }
