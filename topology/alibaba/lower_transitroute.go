package alibaba

import (
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// transitEntry is what makes a static entry of a transit router's route table.
type transitEntry struct {
	element   fabric.Element
	prefix    netip.Prefix
	hop       scenario.Value[scenario.AnyRef]
	blackhole bool
}

// entries are the static entries of a route table, prefix lists spelled out.
func (r *routerParts) entries(t *TransitRouteTable) (all []transitEntry) {
	add := func(p netip.Prefix, at diag.Range, hop scenario.Value[scenario.AnyRef], blackhole bool) {
		all = append(all, transitEntry{
			fabric.Element{Label: "static entry " + p.String() + " of " + r.label(t), At: at}, p, hop, blackhole,
		})
	}
	for _, e := range t.Routes.All() {
		add(e.Destination.V, e.Key, e.NextHop, e.Blackhole.V)
	}
	for _, list := range t.PrefixLists {
		if to := list.PrefixList.V.To; to != nil {
			var seen []netip.Prefix
			for _, p := range values(to.Entries) {
				if p.Addr().Is4() && !slices.Contains(seen, p) {
					seen = append(seen, p)
					add(p, list.Node.Range, list.NextHop, list.Blackhole.V)
				}
			}
		}
	}
	return all
}

// transitRoutes adds the static entries of transit routers' route tables. A
// prefix of 100.64.0.0/10 is taken if it is narrower (routing c.3; M).
func (l *lowering) transitRoutes() {
	for _, r := range l.eachRouter() {
		for _, t := range r.RouteTables.All() {
			for _, e := range r.entries(t) {
				exit, targets, switches := l.transitHop(r, e)
				for _, target := range targets {
					l.b.Route(r.tables[t], fabric.Route{
						Element: e.element, Prefix: e.prefix, Kind: fabric.Static, Announced: fabric.Static, Announce: true,
						Target: target, Exit: exit, Switches: switches, Communities: []string{staticEntry}, Inactive: untaken(e),
					})
				}
			}
		}
	}
}

// untaken is why a transit router does not take an entry, or nil: 100.64.0.0/10
// is what every VPC reaches the services of its own region by (routing b.3; H).
func untaken(e transitEntry) *fabric.Refusal {
	if e.prefix != serviceAddresses {
		return nil
	}
	return &fabric.Refusal{
		Element: e.element, Code: fabric.CodeNoRoute, Kind: diag.KindRoute,
		Summary: e.element.Label + " is not taken: it is for all cloud services",
		Needed:  "an entry for the addresses of the service that is meant",
	}
}

// transitHop is where a static entry of a transit router leads: the network where
// packets come out, and the tables where they get in.
func (l *lowering) transitHop(r *routerParts, e transitEntry) (fabric.DomainID, []fabric.Target, []fabric.SwitchID) {
	drop := func(x *fabric.Refusal) []fabric.Target { return []fabric.Target{fabric.ToDrop(x)} }
	gone := nextHopGone(e.element, e.hop)
	if e.blackhole {
		gone.Summary, gone.Needed = e.element.Label+" is a blackhole", "no blackhole for this prefix, or an entry with a narrower one that leads on"
		return r.domain, drop(gone), nil
	}
	if e.hop.V.To == nil {
		return r.domain, drop(gone), nil
	}
	switch to := e.hop.V.To.Object.(type) {
	case *TransitAttachment:
		j := l.joins[to]
		if j == nil {
			return r.domain, drop(gone), nil
		}
		exit := l.exitThrough(j, e.prefix)
		if j.inactive != nil {
			return exit, drop(j.inactive), j.switches
		}
		var targets []fabric.Target
		for _, t := range j.ways() {
			targets = append(targets, fabric.ToTable(t, j.link))
		}
		return exit, targets, j.switches
	case *PeerAttachment:
		p := l.peerings[to]
		if p == nil {
			return r.domain, drop(gone), nil
		}
		_, far, _ := p.end(r)
		switch table, off := p.associated(far); {
		case p.inactive != nil:
			return far.router.domain, drop(p.inactive), nil
		case off != nil:
			return far.router.domain, drop(off), nil
		default:
			return l.exitBeyond(far, e.prefix), []fabric.Target{fabric.ToTable(table, p.link)}, nil
		}
	}
	return r.domain, drop(gone), nil
}

// ways are the tables where packets from the transit router get into a network.
func (j *joinParts) ways() []fabric.TableID {
	if len(j.enter) == 0 {
		return []fabric.TableID{j.table}
	}
	return j.enter
}

// exitThrough is the network where packets come out that an attachment takes: of
// cloud services those of its region, through a VPC's own system route.
func (l *lowering) exitThrough(j *joinParts, p netip.Prefix) fabric.DomainID {
	if v := j.VPC.V.To; v != nil && cloud.Within(p, serviceAddresses) {
		return l.regions[regionOf(&v.Resource)].service
	}
	return j.exit
}

// exitBeyond is the same for packets that go to another transit router: where its
// own entry for the prefix leads, if there is one.
func (l *lowering) exitBeyond(far peerSide, p netip.Prefix) fabric.DomainID {
	t := far.Association.V.To
	for _, e := range far.router.entries(t) {
		if e.prefix == p && e.hop.V.To != nil {
			if a, ok := e.hop.V.To.Object.(*TransitAttachment); ok && l.joins[a] != nil {
				return l.exitThrough(l.joins[a], p)
			}
		}
	}
	return far.router.domain
}
