package reference

import (
	"cmp"
	"net/netip"
	"slices"
)

// announcement is a route that somebody brings to a CEN.
type announcement struct {
	prefix  netip.Prefix
	origin  *vpc
	custom  bool          // else of a vSwitch
	service *serviceRoute // nil: a VPC's own route
	border  *vbr          // that brought it, in place of a VPC
	path    int           // of what a VBR brought: how long its AS path is,
	order   int           // and BGP before static
}

// home is the region whose gateway the announcement stands at first.
func (a announcement) home() *region {
	switch {
	case a.border != nil:
		return a.border.region
	case a.origin == nil:
		return nil
	}
	return a.origin.region
}

// conditions reports whether all conditions of a policy match an announcement
// that is given to a VPC, or to no VPC in particular (routing b.4).
func (p *policy) conditions(a announcement, to *vpc) bool {
	if p.bySourceRegion && !slices.Contains(p.sourceRegions, a.home()) {
		return false
	}
	if p.bySource && (a.origin != nil && slices.Contains(p.sources, a.origin)) == p.sourcesReversed {
		return false
	}
	// Destination conditions are for the gateway's giving to instances of its own
	// region.
	if p.byTarget && (to == nil || slices.Contains(p.targets, to) == p.targetsReversed) {
		return false
	}
	if p.byCIDR && !slices.ContainsFunc(p.cidrs, func(c netip.Prefix) bool {
		return a.prefix == c || !p.complete && inside(a.prefix, c)
	}) {
		return false
	}
	kind := "system"
	if a.custom {
		kind = "custom"
	}
	return !p.byRouteType || slices.Contains(p.types, kind)
}

// judge folds the policies of a gateway over an announcement: by priority, the
// first whose conditions all match decides; a permit may hand on to a later one;
// and what none matches is permitted (routing b.4). It returns the preference,
// which a permit may change.
func (c *cen) judge(at *region, in bool, a announcement, preference int, to *vpc) (bool, int) {
	var list []*policy
	for _, p := range c.policies {
		if p.region == at && p.in == in {
			list = append(list, p)
		}
	}
	return ruled(list, a, preference, to)
}

// ruled is ruledSaid without whether a policy said so.
func ruled(list []*policy, a announcement, preference int, to *vpc) (bool, int) {
	ok, preference, _ := ruledSaid(list, a, preference, to)
	return ok, preference
}

// ruledSaid folds policies over an announcement.
func ruledSaid(list []*policy, a announcement, preference int, to *vpc) (ok bool, preferred int, said bool) {
	slices.SortStableFunc(list, func(a, b *policy) int { return cmp.Compare(a.priority, b.priority) })
	from := 0
	for _, p := range list {
		if p.priority < from || !p.conditions(a, to) {
			continue
		}
		if p.deny {
			return false, preference, true
		}
		if p.preference != 0 {
			preference = p.preference
		}
		if p.next == 0 {
			return true, preference, true
		}
		from, said = p.next, true
	}
	return true, preference, said
}
