package fabric

import (
	"cmp"
	"net/netip"
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
	own := make([][]Route, len(n.Tables))
	for i := range n.Tables {
		own[i] = n.Tables[i].routes
	}
	for range maxRounds {
		next := make([][]Route, len(n.Tables))
		changed := false
		for i := range n.Tables {
			if !n.Tables[i].Transit {
				continue
			}
			next[i] = n.learn(TableID(i), own[i], inbound[i])
			changed = changed || !slices.EqualFunc(next[i], n.Tables[i].routes, sameRoute)
		}
		if !changed {
			return
		}
		for i := range n.Tables {
			if n.Tables[i].Transit {
				n.Tables[i].routes = next[i]
				n.Tables[i].index()
			}
		}
	}
	n.Unsettled = &Refusal{
		Code: "unsupported.unsettled-routes", Kind: diag.KindUnknown,
		Summary: "route propagation did not come to rest",
		Needed:  "routes that do not depend on each other in a circle",
	}
}

func sameRoute(a, b Route) bool {
	return a.Prefix == b.Prefix && a.via == b.via && a.Preference == b.Preference &&
		a.Order == b.Order && (a.Inactive == nil) == (b.Inactive == nil) && slices.Equal(a.path, b.path)
}

// learn makes the routes of a transit table from its own and those that its
// neighbours offer now.
func (n *Network) learn(t TableID, own []Route, inbound []SessionID) []Route {
	tab := &n.Tables[t]
	routes := slices.Clone(own)
	for _, id := range inbound {
		s := &n.Sessions[id]
		from := n.Tables[s.From].routes
		for i := range from {
			c, ok := n.offer(s, &from[i])
			if !ok || slices.Contains(from[i].path, t) {
				continue
			}
			r := *c.Route
			r.Kind, r.Target = Learned, c.Target
			r.Preference, r.Switches = c.Preference, c.Switches
			r.via, r.mesh = id, s.Mesh
			if !s.Mesh {
				r.Order, r.orderSwitches = s.Order, s.OrderSwitches
			}
			r.path = append(slices.Clone(r.path), s.From)
			if c.Inactive == nil || c.Inactive.Unknown() {
				c.fault(tab.rejection(r.Prefix))
			}
			r.Inactive, r.faults = c.Inactive, c.Faults
			routes = append(routes, r)
		}
	}
	slices.SortStableFunc(routes, func(a, b Route) int {
		return cmp.Or(comparePrefixes(a.Prefix, b.Prefix),
			compareBool(a.Inactive != nil, b.Inactive != nil), compareRoutes(a, b))
	})
	for i := 1; i < len(routes); i++ {
		a, b := &routes[i-1], &routes[i]
		if a.Prefix == b.Prefix && a.Inactive == nil && b.Inactive == nil {
			b.Inactive, b.faults = tab.lost(a), 1
			a.Switches = union(a.Switches, a.orderSwitches, b.orderSwitches)
			b.Switches = union(b.Switches, a.orderSwitches, b.orderSwitches)
			routes[i-1], routes[i] = routes[i], routes[i-1]
		}
	}
	slices.SortStableFunc(routes, compareRoutes)
	return routes
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

// offer is a route as it comes over a session; ok is false if the session does
// not carry such routes at all.
func (n *Network) offer(s *Session, r *Route) (c Candidate, ok bool) {
	switch {
	case s.Own && (r.via != None || !r.Announce),
		s.Mesh && (r.mesh || r.via == None && !r.Announce),
		// A route is not told to the network it leads to.
		r.Target.Kind == Forward && n.Tables[r.Target.Table].Domain == n.Tables[s.To].Domain:
		return Candidate{}, false
	}
	c = Candidate{
		Route: r, Target: ToTable(s.From, s.Link), Inactive: r.Inactive, Over: s,
		Preference: r.Preference, Switches: r.Switches, Faults: r.blamed(),
	}
	if len(s.Switches) > 0 {
		c.Switches = union(r.Switches, s.Switches)
	}
	c.fault(s.Inactive)
	// What does not stand carries nothing that a policy could deny.
	for _, list := range [2][]RoutePolicy{s.Export, s.Import} {
		if c.Inactive == nil {
			c.fault(n.judge(list, s, r, &c.Preference))
		}
	}
	return c, true
}

// fault notes a reason why a route is not used, if there is one. The first that
// is certain is told.
func (c *Candidate) fault(r *Refusal) {
	if r == nil {
		return
	}
	c.Faults++
	if c.Inactive == nil || c.Inactive.Unknown() && !r.Unknown() {
		c.Inactive = r
	}
}

// judge folds a list of policies over a route. The result is the refusal of
// the rule that denies it, or nil.
func (n *Network) judge(list []RoutePolicy, s *Session, r *Route, preference *int) *Refusal {
	for i := 0; i < len(list); {
		p := &list[i]
		if !n.matches(&p.Match, s, r) {
			i++
			continue
		}
		if p.Deny {
			return p.Refusal
		}
		if p.Preference != 0 {
			*preference = p.Preference
		}
		if p.Next <= i {
			return nil
		}
		i = p.Next
	}
	return nil
}

func (n *Network) matches(m *RouteMatch, s *Session, r *Route) bool {
	exit, peer := &n.Domains[r.Exit], n.Tables[s.To].Domain
	if m.Never ||
		m.Exits != nil && !slices.Contains(m.Exits, r.Exit) ||
		slices.Contains(m.NotExits, r.Exit) ||
		m.ExitRegions != nil && !slices.Contains(m.ExitRegions, exit.Region) ||
		m.ExitClasses != nil && !slices.Contains(m.ExitClasses, exit.Class) ||
		m.Peers != nil && !slices.Contains(m.Peers, peer) ||
		slices.Contains(m.NotPeers, peer) ||
		m.PeerClasses != nil && !slices.Contains(m.PeerClasses, n.Domains[peer].Class) ||
		m.Kinds != nil && !slices.Contains(m.Kinds, r.Announced) {
		return false
	}
	return m.Prefixes == nil || slices.ContainsFunc(m.Prefixes, func(p netip.Prefix) bool {
		if m.Exact {
			return p == r.Prefix
		}
		return p.Bits() <= r.Prefix.Bits() && p.Contains(r.Prefix.Addr())
	})
}
