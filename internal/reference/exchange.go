package reference

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/topology/diag"
)

// defaultPreference is that of a route which no policy gives another (routing b.4).
const defaultPreference = 50

// exchange is how a Basic Edition CEN exchanges routes, in one reading: every
// member's announcements go to the gateway of its region, from there to the
// gateways of the other regions, and from each gateway to the members of its
// region (routing b.1, b.2).
type exchange struct {
	world   *World
	cen     *cen
	regions []*region
	told    []announcement // by members
	tables  map[*region][]entry
	order   [][2]*vpc // which of two was attached first, where a reading says it
	settled bool
}

// entry is a route that stands in the table of a gateway.
type entry struct {
	announcement
	preference int
	given      *region // at whose gateway it stands
	path, rank int     // of what a VBR brought
}

// attached is the attachment of a VPC; nil if it has none.
func (c *cen) attached(v *vpc) *attachment {
	for _, a := range c.attachments {
		if a.vpc == v && v != nil {
			return a
		}
	}
	return nil
}

// active reports whether an attachment stands: a VPC of another account needs its
// owner's grant to this CEN and the CEN's owner (routing b.6; ruling 12: a grant
// that is gone makes the attachment inactive).
func (a *attachment) active() bool {
	owner := a.cen.account()
	if a.vpc.account() == owner {
		return true
	}
	return slices.ContainsFunc(a.vpc.grants, func(g *grant) bool {
		return g.cen == a.cen && (g.owner == "" || g.owner == owner)
	})
}

// member says why a VPC is no member of a CEN; empty if it is one. A VPC is on one
// CEN of Basic Edition, and the API refuses the second; which that was is written
// nowhere (ruling 25).
func (w *World) member(c *cen, v *vpc) diag.Code {
	if c.enterprise {
		joins := slices.DeleteFunc(w.scenario.joins(v), func(a *transitAttachment) bool { return a.router.cen != c })
		if len(joins) == 0 {
			return "link.unattached"
		}
		if why := joins[0].flaws(); len(why) > 0 {
			return why[0]
		}
		return ""
	}
	switch a := c.attached(v); {
	case a == nil:
		return "link.unattached"
	case !a.active():
		return "grant.cen-attachment-missing"
	}
	var names []string
	for _, o := range w.scenario.cens {
		if a := o.attached(v); !o.enterprise && a != nil && a.active() {
			names = append(names, o.name())
		}
	}
	if slices.Sort(names); len(names) > 1 && w.reading("cen", v.ref(), names) != c.name() {
		return "link.unattached"
	}
	return ""
}

func (w *World) exchange(c *cen) *exchange {
	if x := w.exchanges[c]; x != nil {
		return x
	}
	x := &exchange{world: w, cen: c, tables: map[*region][]entry{}}
	for _, a := range c.attachments {
		if a.vpc == nil || w.member(c, a.vpc) != "" {
			continue
		}
		if !slices.Contains(x.regions, a.vpc.region) {
			x.regions = append(x.regions, a.vpc.region)
		}
		x.told = append(x.told, announcements(a.vpc)...)
	}
	for _, a := range c.attachments {
		if a.vbr == nil || len(w.borderOf(c, a.vbr)) > 0 {
			continue
		}
		if !slices.Contains(x.regions, a.vbr.region) {
			x.regions = append(x.regions, a.vbr.region)
		}
		for _, l := range w.brought(a.vbr) {
			l.announcement.path, l.announcement.order = l.path, l.rank
			x.told = append(x.told, l.announcement)
		}
	}
	x.settle()
	for _, g := range x.regions {
		x.tables[g] = append(x.tables[g], x.services(g)...)
	}
	w.exchanges[c] = x
	return x
}

// publishable are the next hops whose routes a member may publish (routing b.2).
var publishable = []string{
	"instance", "vpn_gateway", "ha_vip", "router_interface", "network_interface", "ipv6_gateway", "nat_gateway",
}

// announcements are the vSwitch routes of a VPC, which are published by
// themselves, and the custom routes of its system route table that were
// published. Routes by a prefix list cannot be (routing a, prefix lists; b.2).
func announcements(v *vpc) []announcement {
	var out []announcement
	for _, s := range v.vswitches {
		out = append(out, announcement{prefix: s.cidr, origin: v})
	}
	for _, t := range v.system.routes {
		if t.published && t.destination.IsValid() && slices.Contains(publishable, t.hopType) && t.destination != serviceNetwork {
			out = append(out, announcement{prefix: t.destination, origin: v, custom: true})
		}
	}
	return out
}

// offered reports whether an announcement comes as far as a gateway, before it is
// compared with others there.
func (x *exchange) offered(a announcement, at *region) (bool, int) {
	ok, preference := x.cen.judge(a.home(), true, a, defaultPreference, nil)
	if ok && at != a.home() {
		if ok, preference = x.cen.judge(a.home(), false, a, preference, nil); ok {
			ok, preference = x.cen.judge(at, true, a, preference, nil)
		}
	}
	return ok, preference
}

// settle fills the tables of the gateways. A gateway gives to other regions only
// what stands in its own table, so it is repeated until nothing changes.
func (x *exchange) settle() {
	for _, g := range x.regions {
		x.tables[g] = x.winners(x.candidates(g, func(announcement) bool { return true }))
	}
	for range 2 * (len(x.told) + 2) {
		x.settled = true
		for _, g := range x.regions {
			next := x.winners(x.candidates(g, func(a announcement) bool { return x.stands(a, a.home()) }))
			if !slices.Equal(next, x.tables[g]) {
				x.tables[g], x.settled = next, false
			}
		}
		if x.settled {
			return
		}
	}
}

// candidates are the announcements that come to a gateway: of its own region, and
// of others those that are given there.
func (x *exchange) candidates(g *region, given func(announcement) bool) []entry {
	var out []entry
	for _, a := range x.told {
		if ok, preference := x.offered(a, g); ok && (a.home() == g || given(a)) {
			out = append(out, entry{announcement: a, preference: preference, given: g, path: a.path, rank: a.order})
		}
	}
	return out
}

func (x *exchange) stands(a announcement, at *region) bool {
	return slices.ContainsFunc(x.tables[at], func(e entry) bool { return e.announcement == a })
}

// winners keeps one of the entries with one prefix: identical prefixes of two
// members are a conflict, and the second is not installed (routing b.2; ruling 25:
// whoever was attached first). Whether a policy's preference counts in this is not
// written.
func (x *exchange) winners(list []entry) []entry {
	var out []entry
	for i, e := range list {
		if slices.ContainsFunc(list[:i], func(o entry) bool { return o.prefix == e.prefix }) {
			continue
		}
		var tied []entry
		for _, o := range list[i:] {
			if o.prefix == e.prefix {
				tied = append(tied, o)
			}
		}
		if slices.ContainsFunc(tied, func(o entry) bool { return o.border != nil }) {
			out = append(out, sharing(tied)...)
			continue
		}
		out = append(out, x.first(tied))
	}
	return out
}

// sharing are those of several routes to a site that are used side by side: of the
// lowest preference, BGP before static, the shortest path, the region itself, and
// then the first region by name (routing b.3, d).
func sharing(tied []entry) []entry {
	compare := func(a, b entry) int {
		far := func(e entry) int {
			if e.home() == e.given {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.preference, b.preference), cmp.Compare(a.rank, b.rank), cmp.Compare(a.path, b.path),
			cmp.Compare(far(a), far(b)), cmp.Compare(a.home().name(), b.home().name()))
	}
	best := slices.MinFunc(tied, compare)
	return slices.DeleteFunc(slices.Clone(tied), func(e entry) bool { return compare(e, best) != 0 })
}

func (x *exchange) first(tied []entry) entry {
	best := slices.MinFunc(tied, func(a, b entry) int { return cmp.Compare(a.preference, b.preference) })
	differs := func(e entry) bool { return e.preference != best.preference }
	if slices.ContainsFunc(tied, differs) &&
		x.world.reading("reference.conflict_preference", x.cen.ref(), []string{"ignored", "counts"}) == "counts" {
		tied = slices.DeleteFunc(slices.Clone(tied), differs)
	}
	var may []entry
	var names []string
	for _, e := range tied {
		if !slices.ContainsFunc(tied, func(o entry) bool { return x.later(e.origin, o.origin) }) {
			may, names = append(may, e), append(names, e.origin.ref())
		}
	}
	if len(may) == 1 {
		return may[0]
	}
	sorted := slices.Sorted(slices.Values(names))
	first := may[slices.Index(names, x.world.reading("attached_order", strings.Join(sorted, " "), sorted))]
	for _, e := range tied {
		if e.origin != first.origin {
			x.order = append(x.order, [2]*vpc{first.origin, e.origin})
		}
	}
	return first
}

// later reports whether a VPC is known to be attached after another: as it is
// written, or was read before.
func (x *exchange) later(v, than *vpc) bool {
	a, b := x.cen.attached(v), x.cen.attached(than)
	if a.order != 0 && b.order != 0 {
		return a.order > b.order
	}
	seen := []*vpc{than}
	for i := 0; i < len(seen); i++ {
		for _, o := range x.after(seen[i]) {
			if o == v {
				return v != than
			}
			if !slices.Contains(seen, o) {
				seen = append(seen, o)
			}
		}
	}
	return false
}

// after are the VPCs that are known to be attached after one, without those
// between.
func (x *exchange) after(v *vpc) []*vpc {
	var out []*vpc
	for _, o := range x.order {
		if o[0] == v {
			out = append(out, o[1])
		}
	}
	at := x.cen.attached(v).order
	for _, a := range x.cen.attachments {
		if at != 0 && a.vpc != nil && a.order > at {
			out = append(out, a.vpc)
		}
	}
	return out
}

// flaws are what keeps a service route from standing at the gateway of a region
// (routing c.1), in no particular order; none if it stands.
func (x *exchange) flaws(t *serviceRoute, at *region) []diag.Code {
	var out []diag.Code
	listed := slices.Contains(t.access, at)
	if !listed && at == t.hostRegion {
		// Ruling 4.
		if t.served != nil {
			listed = *t.served
		} else {
			listed = x.world.yes("host_region_served", t.ref())
		}
	}
	if !listed {
		out = append(out, "route.service-route-missing")
	}
	if at != t.hostRegion {
		// Ruling 3.
		how := t.provisioning
		if how == "" {
			how = x.world.reading("provisioning", t.ref(), []string{"ticket", "self_service"})
		}
		if how != "ticket" {
			out = append(out, "route.service-route-needs-ticket")
		}
	}
	if t.hostVPC == nil || t.hostVPC.region != t.hostRegion || x.world.scenario.elsewhere(t) {
		out = append(out, "route.service-route-invalid")
	}
	if t.hostVPC == nil {
		return append(out, "link.unattached")
	}
	if why := x.world.member(x.cen, t.hostVPC); why != "" {
		out = append(out, why)
	}
	return out
}

// elsewhere reports whether the service that a route is for is known, and not in
// the host region: then the cloud does not make the route (routing c.1).
func (s *Scenario) elsewhere(t *serviceRoute) bool {
	known := false
	for _, g := range s.gateways {
		if slices.ContainsFunc(g.egress, t.host.Overlaps) {
			if g.region == t.hostRegion {
				return false
			}
			known = true
		}
	}
	return known
}

// services are the entries of service routes at the gateway of a region.
func (x *exchange) services(at *region) []entry {
	byHost := map[netip.Prefix][]entry{}
	var hosts []netip.Prefix
	for _, t := range x.cen.services {
		if len(x.flaws(t, at)) > 0 {
			continue
		}
		a := announcement{prefix: t.host, origin: t.hostVPC, custom: true, service: t}
		if ok, _ := x.offered(a, at); !ok && x.servicePolicies(t) == "propagated" {
			continue
		}
		if byHost[t.host] == nil {
			hosts = append(hosts, t.host)
		}
		byHost[t.host] = append(byHost[t.host], entry{announcement: a, preference: defaultPreference, given: at})
	}
	var out []entry
	for _, h := range hosts {
		list := byHost[h]
		if len(list) == 1 {
			out = append(out, list[0])
			continue
		}
		var names []string
		for _, e := range list {
			names = append(names, e.service.ref())
		}
		slices.Sort(names)
		chosen := x.world.reading("service_route_order", strings.Join(names, " "), names)
		for _, e := range list {
			if e.service.ref() == chosen {
				out = append(out, e)
			}
		}
	}
	return out
}

// gives reports whether the gateway of a VPC's region gives an entry to the VPC.
func (x *exchange) gives(e entry, v *vpc) bool {
	if e.origin == v {
		return false
	}
	ok, _ := x.cen.judge(v.region, false, e.announcement, e.preference, v)
	if !ok && e.service != nil && x.servicePolicies(e.service) == "exempt" {
		return true
	}
	return ok
}

// servicePolicies says which policies a service route is subject to, which is not
// written: those towards the members of an access region, as a route that was
// installed in its table (routing c.1); or all on its way from the host VPC, as a
// route that was announced; or none.
func (x *exchange) servicePolicies(t *serviceRoute) string {
	return x.world.reading("reference.service_route_policies", t.ref(), []string{"installed", "propagated", "exempt"})
}

// accepts reports whether a VPC takes a learned prefix: none that equals or lies
// inside one of its vSwitches (routing a, route choice 3).
func (v *vpc) accepts(p netip.Prefix) bool {
	return !slices.ContainsFunc(v.vswitches, func(s *vswitch) bool { return inside(p, s.cidr) })
}
