package fabric

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"netsim/topology/diag"
)

// offer appends a route as it comes over a session: once for each table where
// packets may get in that follow it. Some routes a session does not carry at all.
func (n *Network) offer(dst []Candidate, id SessionID, r *Route) []Candidate {
	s := &n.Sessions[id]
	switch {
	case r.silent,
		s.Own && (r.via != None || !r.Announce),
		s.Mesh && (r.mesh || r.via == None && !r.Announce),
		// A route is not told to the network it leads to.
		r.Target.Kind == Forward && n.Tables[r.Target.Table].Domain == n.Tables[s.To].Domain:
		return dst
	}
	c := standing(r)
	c.Over, c.via, c.hops, c.Target = s, id, c.hops+1, ToTable(s.From, s.Link)
	if !s.Mesh {
		c.Order = s.Order
	}
	if len(s.Switches) > 0 {
		c.Switches = union(r.Switches, s.Switches)
	}
	c.fault(s.Inactive)
	c.cross(n)
	if len(s.Enter) == 0 {
		return append(dst, c)
	}
	for _, t := range s.Enter {
		c.Target = ToTable(t, s.Link)
		dst = append(dst, c)
		if c.Inactive != nil {
			break // one tells why
		}
	}
	return dst
}

// cross has the policies of a session judge what it carries, and the speakers
// note the way. What does not stand carries nothing that a policy could deny.
func (c *Candidate) cross(n *Network) {
	s := c.Over
	if c.Inactive == nil {
		c.fault(n.judge(s.Export, c))
	}
	if s.ASN != 0 {
		c.prepend(s.ASN)
	}
	to := &n.Tables[s.To]
	if to.ASN != 0 && slices.Contains(c.ASPath(), to.ASN) {
		c.fault(&Refusal{
			Element: to.Element, Code: CodeNoRoute, Kind: diag.KindRoute,
			Summary: fmt.Sprintf("%s does not take a route that has come through AS %d, its own", to.Label, to.ASN),
			Needed:  "an AS path without AS " + strconv.Itoa(int(to.ASN)),
		})
	}
	if c.Inactive == nil {
		c.fault(n.judge(s.Import, c))
	}
}

func (c *Candidate) prepend(more ...uint32) {
	m := c.marked()
	m.path = slices.Concat(more, m.path)
}

// tellOnce keeps, of what a session offers for one prefix, one route in use for
// each table where packets get in: its neighbour chooses among the others. What
// is offered of the prefix begins at first.
func tellOnce(dst []Candidate, first int) []Candidate {
	if len(dst)-first < 2 {
		return dst
	}
	kept := dst[:first]
	for _, c := range dst[first:] {
		i := slices.IndexFunc(kept[first:], func(k Candidate) bool {
			return k.Inactive == nil && c.Inactive == nil && k.Target == c.Target
		})
		if i < 0 {
			kept = append(kept, c)
			continue
		}
		k := &kept[first+i]
		if c.compare(k) < 0 {
			c, *k = *k, c
		}
		if len(c.Switches) > 0 {
			k.Switches = union(k.Switches, c.Switches)
		}
	}
	return kept
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

// judge folds a list of policies over a route that crosses a session. The result
// is the refusal of the rule that denies it, or nil.
func (n *Network) judge(list []RoutePolicy, c *Candidate) *Refusal {
	for i := 0; i < len(list); {
		p := &list[i]
		if !n.matches(&p.Match, c) {
			i++
			continue
		}
		if p.Deny {
			return p.Refusal
		}
		p.mark(c)
		if p.Next <= i {
			return nil
		}
		i = p.Next
	}
	return nil
}

// mark does to a route what a permit does.
func (p *RoutePolicy) mark(c *Candidate) {
	if p.Preference != nil {
		c.Preference = *p.Preference
	}
	if len(p.Prepend) > 0 {
		c.prepend(p.Prepend...)
	}
	if p.Communities == nil {
		return
	}
	marks := slices.Clone(p.Communities)
	if p.Additive {
		marks = append(marks, c.Communities()...)
	}
	slices.Sort(marks)
	c.marked().communities = slices.Compact(marks)
}

func (n *Network) matches(m *RouteMatch, c *Candidate) bool {
	s, r := c.Over, c.Route
	exit, peer := &n.Domains[r.Exit], n.Tables[s.To].Domain
	if m.Never ||
		m.Exits != nil && !slices.Contains(m.Exits, r.Exit) ||
		slices.Contains(m.NotExits, r.Exit) ||
		m.ExitRegions != nil && !slices.Contains(m.ExitRegions, exit.Region) ||
		m.ExitClasses != nil && !slices.Contains(m.ExitClasses, exit.Class) ||
		m.Peers != nil && !slices.Contains(m.Peers, peer) ||
		slices.Contains(m.NotPeers, peer) ||
		m.PeerClasses != nil && !slices.Contains(m.PeerClasses, n.Domains[peer].Class) ||
		m.Kinds != nil && !slices.Contains(m.Kinds, r.Announced) ||
		m.From != nil && !slices.Contains(m.From, s.From) ||
		m.To != nil && !slices.Contains(m.To, s.To) ||
		m.Communities != nil && !has(c.Communities(), m.Communities, m.CommunitiesExactly) ||
		m.ASNs != nil && !has(c.ASPath(), m.ASNs, m.ASNsExactly) {
		return false
	}
	return m.Prefixes == nil || slices.ContainsFunc(m.Prefixes, func(p netip.Prefix) bool {
		if m.Exact {
			return p == r.Prefix
		}
		return p.Bits() <= r.Prefix.Bits() && p.Contains(r.Prefix.Addr())
	})
}

// has reports whether a route has any of what is asked for; exactly: all of it,
// and nothing else.
func has[T comparable](have, asked []T, exactly bool) bool {
	strange := func(v T) bool { return !slices.Contains(asked, v) }
	missing := func(v T) bool { return !slices.Contains(have, v) }
	if !exactly {
		return slices.ContainsFunc(asked, func(v T) bool { return !missing(v) })
	}
	return !slices.ContainsFunc(have, strange) && !slices.ContainsFunc(asked, missing)
}
