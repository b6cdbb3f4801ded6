package reference

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// transitRouter is a transit router of Enterprise Edition.
type transitRouter struct {
	*resource
	cen         *cen
	region      *region // nil: gone
	tables      []*transitTable
	attachments []*transitAttachment
	static      *bool // passes_static_routes
}

type transitTable struct {
	*resource
	router  *transitRouter
	system  bool
	entries []*transitEntry
}

// transitEntry is a static entry. Without a next hop it is a blackhole, or its next
// hop is gone.
type transitEntry struct {
	*resource
	destination netip.Prefix
	through     *transitAttachment
	over        *peerAttachment
}

type transitAttachment struct {
	*resource
	router      *transitRouter
	vpc         *vpc
	vbr         *vbr
	zones       []*vswitch
	zoned       bool // zone_mappings is written
	association *transitTable
	learners    []*transitTable
	sync        bool
	status      string
}

type peerAttachment struct {
	*resource
	cen      *cen
	ends     [2]peerEnd
	rate     scenario.Bandwidth
	transfer bool // paid by data transfer
	plan     *plan
	status   string
}

type peerEnd struct {
	router      *transitRouter
	association *transitTable
	learners    []*transitTable
	tells       bool // auto_publish_route_enabled
}

func (r *reader) transit(c *cen, n *scenario.Node) {
	for _, e := range entries(n, "transit_routers") {
		t := &transitRouter{cen: c, static: flag(e.Value, "passes_static_routes")}
		t.resource = r.resource("transit_router", c.resource, e, t)
		bind(r, t.resource, e.Value, "region", "region", &t.region)
		for _, v := range entries(e.Value, "route_tables") {
			t.tables = append(t.tables, r.transitTable(t, v))
		}
		for _, v := range entries(e.Value, "attachments") {
			t.attachments = append(t.attachments, r.transitAttachment(t, v))
		}
		c.routers = append(c.routers, t)
	}
	for _, e := range entries(n, "peer_attachments") {
		p := &peerAttachment{cen: c, rate: rate(e.Value, "bandwidth"), status: strings.ToLower(textOr(e.Value, "status", "attached"))}
		kind := textOr(e.Value, "bandwidth_type", "")
		p.transfer = kind == "data_transfer" || kind == "DataTransfer"
		p.resource = r.resource("peer_attachment", c.resource, e, p)
		bind(r, p.resource, e.Value, "plan", "bandwidth_plan", &p.plan)
		for i, v := range items(e.Value, "ends") {
			if i > 1 {
				break
			}
			end := &p.ends[i]
			end.tells = flagOr(v, "auto_publish_route_enabled", false)
			bind(r, p.resource, v, "transit_router", "transit_router", &end.router)
			bind(r, p.resource, v, "association", "transit_router_route_table", &end.association)
			bindAll(r, p.resource, v, "propagations", "transit_router_route_table", &end.learners)
		}
		c.peers = append(c.peers, p)
	}
}

func (r *reader) transitTable(t *transitRouter, e scenario.Entry) *transitTable {
	rt := &transitTable{router: t, system: strings.EqualFold(textOr(e.Value, "type", ""), "system")}
	rt.resource = r.resource("transit_router_route_table", t.resource, e, rt)
	for _, v := range entries(e.Value, "routes") {
		s := &transitEntry{destination: prefix(v.Value, "destination")}
		s.resource = r.resource("transit_router_route", rt.resource, v, s)
		r.transitHop(s, v.Value)
		rt.entries = append(rt.entries, s)
	}
	for _, n := range items(e.Value, "prefix_lists") {
		r.later = append(r.later, func() {
			list := r.find(textOr(n, "prefix_list", ""), t.path, "prefix_list")
			if list == nil {
				return
			}
			for _, p := range list.object.(*prefixList).entries {
				s := &transitEntry{resource: rt.resource, destination: p}
				if v, ok := text(n, "next_hop"); ok {
					s.bound(r.find(v, t.path, "attachment", "peer_attachment"))
				}
				rt.entries = append(rt.entries, s)
			}
		})
	}
	if sums := entries(e.Value, "aggregations"); len(sums) > 0 {
		r.refuse(sums[0].Value, "an aggregate route")
	}
	return rt
}

func (r *reader) transitHop(s *transitEntry, n *scenario.Node) {
	v, ok := text(n, "next_hop")
	if !ok {
		return
	}
	r.later = append(r.later, func() { s.bound(r.find(v, s.path, "attachment", "peer_attachment")) })
}

func (s *transitEntry) bound(to *resource) {
	if to == nil {
		return
	}
	switch o := to.object.(type) {
	case *transitAttachment:
		s.through = o
	case *peerAttachment:
		s.over = o
	}
}

func (r *reader) transitAttachment(t *transitRouter, e scenario.Entry) *transitAttachment {
	a := &transitAttachment{
		router: t, zoned: value(e.Value, "zone_mappings") != nil, sync: flagOr(e.Value, "auto_publish_route_enabled", false),
		status: strings.ToLower(textOr(e.Value, "status", "attached")),
	}
	a.resource = r.resource("attachment", t.resource, e, a)
	bind(r, a.resource, e.Value, "vpc", "vpc", &a.vpc)
	bind(r, a.resource, e.Value, "vbr", "vbr", &a.vbr)
	bind(r, a.resource, e.Value, "association", "transit_router_route_table", &a.association)
	bindAll(r, a.resource, e.Value, "propagations", "transit_router_route_table", &a.learners)
	for _, z := range items(e.Value, "zone_mappings") {
		r.later = append(r.later, func() {
			if found := r.find(textOr(z, "vswitch", ""), a.path, "vswitch"); found != nil {
				a.zones = append(a.zones, found.object.(*vswitch))
			}
		})
	}
	for _, other := range []string{"ecr", "vpn_connection"} {
		if n := value(e.Value, other); n != nil {
			r.refuse(n, "an attachment of another kind")
		}
	}
	return a
}

// gone reports whether what it attaches was taken away.
func (a *transitAttachment) gone() bool { return a.vpc == nil && a.vbr == nil }

// flaws are why an attachment does not stand; none if it does.
func (a *transitAttachment) flaws() []diag.Code {
	var out []diag.Code
	switch {
	case a.gone():
		return []diag.Code{"link.unattached", "route.blackhole"}
	case a.vpc != nil:
		// Routing b.6, ruling 12; its region (routing b.1); interfaces stand in
		// vSwitches (routing i).
		if !granted(a.router.cen, a.vpc.resource, a.vpc.grants) {
			out = append(out, "grant.cen-attachment-missing")
		}
		if a.vpc.region != a.router.region || len(a.doors()) == 0 {
			out = append(out, "link.unattached")
		}
	case a.vbr != nil:
		if !granted(a.router.cen, a.vbr.resource, a.vbr.grants) {
			out = append(out, "grant.cen-attachment-missing")
		}
		if a.vbr.region != a.router.region {
			out = append(out, "link.unattached")
		}
		if a.vbr.status != "active" {
			out = append(out, "link.vbr-inactive")
		}
	}
	if a.status != "attached" {
		out = append(out, "link.unattached")
	}
	return out
}

func granted(c *cen, r *resource, grants []*grant) bool {
	owner := c.account()
	return r.account() == owner || slices.ContainsFunc(grants, func(g *grant) bool {
		return g.cen == c && (g.owner == "" || g.owner == owner)
	})
}

// doors are the route tables that packets of the transit router may be looked up
// in (routing b.3: an interface for each listed vSwitch).
func (a *transitAttachment) doors() []*table {
	zones := a.zones
	if !a.zoned {
		zones = a.vpc.vswitches
	}
	var out []*table
	for _, s := range zones {
		if t := s.table(); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// flaws are why an inter-region connection does not stand (routing b.3, 5; b.5).
func (p *peerAttachment) flaws(s *Scenario) []diag.Code {
	var out []diag.Code
	if p.ends[0].router == nil || p.ends[1].router == nil {
		return []diag.Code{"route.blackhole", "link.peer-missing"}
	}
	if p.status != "attached" {
		out = append(out, "link.unattached")
	}
	if p.rate == 0 {
		out = append(out, "bandwidth.missing")
	}
	if p.transfer {
		return out
	}
	area := func(i int) string {
		if g := p.ends[i].router.region; g != nil {
			return g.area()
		}
		return ""
	}
	switch {
	case p.plan == nil || p.plan.cen != p.cen:
		out = append(out, "bandwidth.missing")
	case !p.plan.between(area(0), area(1)):
		out = append(out, "bandwidth.plan-area-mismatch")
	case s.allocated(p.plan) > p.plan.rate:
		out = append(out, "bandwidth.over-allocated")
	}
	return out
}

// sides are the end at a router, and the other.
func (p *peerAttachment) sides(t *transitRouter) (near, far peerEnd) {
	if p.ends[0].router == t {
		return p.ends[0], p.ends[1]
	}
	return p.ends[1], p.ends[0]
}

// line is a route that stands in a table of a transit router.
type line struct {
	announcement
	static     *transitEntry
	through    *transitAttachment
	over       *peerAttachment
	preference int
	path       int // how long its AS path is
	rank       int // of what VBRs bring: BGP before static (routing b.3)
}

// transit is how the transit routers of a CEN exchange routes.
type transit struct {
	world   *World
	cen     *cen
	lines   map[*transitTable][]line
	settled bool
}

func (w *World) transit(c *cen) *transit {
	if x := w.transits[c]; x != nil {
		return x
	}
	x := &transit{world: w, cen: c, lines: map[*transitTable][]line{}}
	w.transits[c] = x
	for range 40 {
		next := map[*transitTable][]line{}
		x.settled = true
		for _, t := range c.routers {
			for _, rt := range t.tables {
				next[rt] = x.chosen(rt, x.offers(rt))
				x.settled = x.settled && slices.Equal(next[rt], x.lines[rt])
			}
		}
		if x.lines = next; x.settled {
			break
		}
	}
	return x
}

// offers are all routes that come to a table: its static entries, what attached
// networks announce, and what other regions tell (routing b.3).
func (x *transit) offers(rt *transitTable) []line {
	var out []line
	t := rt.router
	for _, s := range rt.entries {
		if s.destination == serviceNetwork {
			continue // never (routing b.3)
		}
		l := line{static: s, through: s.through, over: s.over, preference: defaultPreference}
		l.prefix, l.custom = s.destination, true
		if a := s.through; a != nil {
			l.origin, l.border = a.vpc, a.vbr
		}
		out = append(out, l)
	}
	for _, a := range t.attachments {
		if len(a.flaws()) > 0 || !slices.Contains(a.learners, rt) {
			continue
		}
		for _, l := range x.world.announced(a) {
			ok, preference := ruled(x.policies(rt, true), l.announcement, defaultPreference, nil)
			if ok {
				l.through, l.preference = a, preference
				out = append(out, l)
			}
		}
	}
	for _, p := range x.cen.peers {
		near, far := p.sides(t)
		if near.router != t || len(p.flaws(x.world.scenario)) > 0 || !slices.Contains(near.learners, rt) || !far.tells || far.association == nil {
			continue
		}
		for _, l := range x.lines[far.association] {
			if l.over != nil && l.static == nil || l.static != nil && !x.passes(far.router) {
				continue // no detour through a third region (routing i)
			}
			ok, preference := ruled(x.policies(far.association, false), l.announcement, l.preference, nil)
			if !ok {
				continue
			}
			if ok, preference = ruled(x.policies(rt, true), l.announcement, preference, nil); ok {
				l.static, l.through, l.over, l.preference = nil, nil, p, preference
				l.path++
				out = append(out, l)
			}
		}
	}
	return out
}

// passes reports whether a transit router tells its static entries to others.
func (x *transit) passes(t *transitRouter) bool {
	if t.static != nil {
		return *t.static
	}
	return x.world.yes("passes_static_routes", t.ref())
}

// announced are the routes that an attached network brings.
func (w *World) announced(a *transitAttachment) []line {
	var out []line
	if a.vpc != nil {
		for _, n := range announcements(a.vpc) {
			out = append(out, line{announcement: n})
		}
		return out
	}
	return w.brought(a.vbr)
}

// policies are those of a table in a direction: of the table that they name, or
// else of the default one (routing b.4).
func (x *transit) policies(rt *transitTable, in bool) []*policy {
	var out []*policy
	for _, p := range x.cen.policies {
		if p.in == in && p.region != nil && p.region == rt.router.region && (p.tabled && p.table == rt || !p.tabled && rt.system) {
			out = append(out, p)
		}
	}
	return out
}

// chosen are the routes that are used: static before learned, then by preference,
// BGP before static among what VBRs brought, and the length of the AS path. Those
// of VBRs that are equal then are used side by side, and of VPCs one is
// (routing b.2, b.3).
func (x *transit) chosen(rt *transitTable, list []line) []line {
	var out []line
	for i, l := range list {
		if slices.ContainsFunc(list[:i], func(o line) bool { return o.prefix == l.prefix }) {
			continue
		}
		var same []line
		for _, o := range list {
			if o.prefix == l.prefix {
				same = append(same, o)
			}
		}
		if same = x.firstAttached(l.prefix, same); len(same) == 1 {
			out = append(out, same[0])
			continue
		}
		slices.SortStableFunc(same, func(a, b line) int {
			return cmp.Or(staticFirst(a, b), cmp.Compare(a.preference, b.preference), cmp.Compare(a.rank, b.rank), cmp.Compare(a.path, b.path))
		})
		n := 1
		for n < len(same) && staticFirst(same[0], same[n]) == 0 && same[0].preference == same[n].preference && same[0].rank == same[n].rank && same[0].path == same[n].path {
			n++
		}
		same = same[:n]
		out = append(out, same...)
	}
	return out
}

// firstAttached keeps of learned routes of one prefix, if VPCs announced them, those
// of the VPC that was attached first (ruling 25). Whether a policy's preference
// counts in this is not written.
func (x *transit) firstAttached(p netip.Prefix, list []line) []line {
	var names []string
	best := 0
	for i, l := range list {
		if l.static != nil || l.border != nil {
			return list
		}
		if l.preference < list[best].preference {
			best = i
		}
		names = append(names, l.whose())
	}
	differs := func(l line) bool { return l.preference != list[best].preference }
	if len(list) > 1 && slices.ContainsFunc(list, differs) &&
		x.world.reading("reference.conflict_preference", x.cen.ref(), []string{"ignored", "counts"}) == "counts" {
		return x.firstAttached(p, slices.DeleteFunc(slices.Clone(list), differs))
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) < 2 {
		return list
	}
	first := x.world.reading("attached_order", strings.Join(names, " "), names)
	return slices.DeleteFunc(slices.Clone(list), func(l line) bool { return l.whose() != first })
}

// whose is the network that a route is of; a blackhole that came from another
// region is of none.
func (l line) whose() string {
	if l.origin == nil {
		return "none"
	}
	return l.origin.ref()
}

func staticFirst(a, b line) int {
	switch {
	case a.static != nil && b.static == nil:
		return -1
	case a.static == nil && b.static != nil:
		return 1
	}
	return 0
}

// joins are the attachments of a VPC to transit routers.
func (s *Scenario) joins(v *vpc) []*transitAttachment {
	var out []*transitAttachment
	for _, c := range s.cens {
		for _, t := range c.routers {
			for _, a := range t.attachments {
				if a.vpc == v && v != nil && c.enterprise {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// synchronized are the routes to a destination that a table takes from transit
// routers by route synchronization (routing b.3).
func (w *World) synchronized(t *table, to netip.Addr) []option {
	var out []option
	for _, a := range w.scenario.joins(t.vpc) {
		if len(a.flaws()) > 0 || !a.sync || a.association == nil || w.onBasic(t.vpc) {
			continue
		}
		x := w.transit(a.router.cen)
		var seen []netip.Prefix
		for _, l := range x.lines[a.association] {
			if !l.prefix.Contains(to) || l.through == a || !t.vpc.accepts(l.prefix) || t.interfaceRouteTakes(l.prefix) || slices.Contains(seen, l.prefix) {
				continue
			}
			if ok, _ := ruled(x.policies(a.association, false), l.announcement, l.preference, t.vpc); !ok {
				continue
			}
			seen = append(seen, l.prefix)
			out = append(out, option{prefix: l.prefix, rank: 2, synced: &l, join: a})
		}
	}
	return out
}

// onBasic reports whether a VPC is on a CEN of Basic Edition: then it synchronizes
// with no transit router (routing b.3).
func (w *World) onBasic(v *vpc) bool {
	return slices.ContainsFunc(w.scenario.cens, func(c *cen) bool {
		a := c.attached(v)
		return !c.enterprise && a != nil && a.active()
	})
}

// enterTransit follows a packet that a network sends by its attachment. It returns
// the table of the VPC that it comes out in; nil where the walk ends.
func (w *World) enterTransit(k *walk, a *transitAttachment, to netip.Addr) *table {
	if why := a.flaws(); len(why) > 0 {
		return k.cut(why...)
	}
	rt := a.association
	if rt == nil {
		return k.cut("link.unassociated")
	}
	for range maxSteps {
		l, ok := w.lookedUp(rt, to)
		switch {
		case !ok:
			k.transited = append(k.transited, rt)
			return k.cut()
		case l.over != nil:
			if why := l.over.flaws(w.scenario); len(why) > 0 {
				return k.cut(why...)
			}
			_, far := l.over.sides(rt.router)
			if far.association == nil {
				return k.cut("link.unassociated")
			}
			k.crossed = append(k.crossed, crossing{cen: rt.router.cen, peer: l.over})
			k.transited = append(k.transited, rt)
			rt = far.association
			continue
		case l.through == nil:
			return k.cut("route.blackhole")
		}
		if why := l.through.flaws(); len(why) > 0 {
			return k.cut(why...)
		}
		k.transited = append(k.transited, rt)
		if b := l.through.vbr; b != nil {
			return w.enterVBR(k, b, to)
		}
		doors := l.through.doors()
		return doors[w.way(l.through.ref()+" "+to.String(), len(doors))]
	}
	k.end = inCircles
	return nil
}

// lookedUp is the entry of a table that takes a packet.
func (w *World) lookedUp(rt *transitTable, to netip.Addr) (line, bool) {
	var best []line
	for _, l := range w.transit(rt.router.cen).lines[rt] {
		if !l.prefix.Contains(to) {
			continue
		}
		if len(best) > 0 && l.prefix.Bits() > best[0].prefix.Bits() {
			best = nil
		}
		if len(best) == 0 || l.prefix.Bits() == best[0].prefix.Bits() {
			best = append(best, l)
		}
	}
	if len(best) == 0 {
		return line{}, false
	}
	return best[w.way(rt.ref()+" "+to.String(), len(best))], true
}

// way is which of n equal ways a packet takes: all must work (ruling 18).
func (w *World) way(where string, n int) int {
	if n < 2 {
		return 0
	}
	names := []string{"0", "1", "2", "3", "4", "5", "6", "7"}[:min(n, 8)]
	return slices.Index(names, w.reading("reference.way", where, names))
}

// cut ends a walk where something is broken.
func (k *walk) cut(codes ...diag.Code) *table {
	k.end, k.codes = cutOff, codes
	return nil
}

// lacking are the things between two places that an Enterprise Edition CEN lacks,
// or that are in the way there: each may be told.
func (w *World) lacking(from, to *vpc) []diag.Code {
	var out []diag.Code
	for _, c := range w.scenario.cens {
		if !c.enterprise || len(c.routers) == 0 {
			continue
		}
		for _, v := range []*vpc{from, to} {
			if v == nil {
				continue
			}
			here := slices.DeleteFunc(w.scenario.joins(v), func(a *transitAttachment) bool { return a.router.cen != c })
			if len(here) == 0 {
				out = append(out, "link.unattached")
			}
			for _, a := range here {
				out = append(out, a.lacks()...)
			}
		}
		for i, t := range c.routers {
			for _, a := range t.attachments {
				if a.vbr != nil {
					out = append(out, a.lacks()...)
				}
			}
			for _, o := range c.routers[i+1:] {
				if !slices.ContainsFunc(c.peers, func(p *peerAttachment) bool {
					near, far := p.sides(t)
					return near.router == t && far.router == o
				}) {
					out = append(out, "link.peer-missing")
				}
			}
			for _, rt := range t.tables {
				if len(rt.entries) > 0 && !w.transit(c).passes(t) {
					out = append(out, "route.not-advertised")
				}
				if len(rt.entries) > 0 {
					out = append(out, "route.shadowed", "route.misdelivered", "route.loop", "route.blackhole")
				}
			}
		}
		for _, p := range c.peers {
			out = append(out, p.flaws(w.scenario)...)
			for _, e := range p.ends {
				if e.association == nil {
					out = append(out, "link.unassociated")
				}
				if !e.tells {
					out = append(out, "route.not-advertised")
				}
				if e.router == nil || slices.ContainsFunc(e.router.tables, func(rt *transitTable) bool { return !slices.Contains(e.learners, rt) }) {
					out = append(out, "route.not-propagated")
				}
			}
		}
		if slices.ContainsFunc(c.policies, func(p *policy) bool { return p.deny }) {
			out = append(out, "route.policy-denied")
		}
	}
	return out
}

// clashes are the codes of VPCs with overlapping vSwitches, if there are some.
func (w *World) clashes() (out []diag.Code) {
	for _, v := range w.scenario.vpcs {
		for _, o := range w.scenario.vpcs {
			if v != o && slices.ContainsFunc(v.vswitches, func(s *vswitch) bool {
				return slices.ContainsFunc(o.vswitches, func(z *vswitch) bool { return s.cidr.Overlaps(z.cidr) })
			}) {
				out = append(out, "route.conflict", "route.misdelivered")
			}
		}
	}
	return out
}

// lacks are what an attachment lacks.
func (a *transitAttachment) lacks() []diag.Code {
	out := a.flaws()
	if a.association == nil {
		out = append(out, "link.unassociated")
	}
	if !a.sync {
		out = append(out, "route.not-synchronized")
	}
	if slices.ContainsFunc(a.router.tables, func(rt *transitTable) bool { return !slices.Contains(a.learners, rt) }) {
		out = append(out, "route.not-propagated")
	}
	return out
}
