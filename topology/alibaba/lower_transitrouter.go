package alibaba

import (
	"fmt"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// routerParts is a transit router on the network.
type routerParts struct {
	*TransitRouter
	cen    *CEN
	region *Region // nil: it is gone
	domain fabric.DomainID
	tables map[*TransitRouteTable]fabric.TableID
	own    map[*TransitRouteTable]ownRoutes
}

// joinParts is a network that an attachment joins to a transit router.
type joinParts struct {
	*TransitAttachment
	router *routerParts
	link   fabric.LinkID
	// inactive is why the attachment does not stand, or nil; switches are those on
	// which that hangs.
	inactive *fabric.Refusal
	switches []fabric.SwitchID
	// table is the network's, whose routes are announced. Own: only its own are.
	table fabric.TableID
	own   bool
	exit  fabric.DomainID
	// enter are where packets from the transit router get in: for each packet one
	// is chosen.
	enter []fabric.TableID
	// learn are the network's tables that take routes, each with why it does not.
	learn []learner
	// told are the policies by which the network tells others of its routes.
	told []fabric.RoutePolicy
	site bool // it leads to a site
	// order is its turn in attaching, and the switches on which that hangs.
	order         int
	orderSwitches []fabric.SwitchID
}

// learner is a table that takes routes, if nothing is in the way.
type learner struct {
	table fabric.TableID
	off   *fabric.Refusal
}

// mostTold bounds the sessions that are there only to say what is missing.
const mostTold = 50_000

// transitRouters makes the transit routers and their tables, and finds out what
// is attached to them.
func (l *lowering) transitRouters() {
	for _, c := range l.doc.CENs.All() {
		if c.Edition.V != editionEnterprise {
			continue
		}
		for _, t := range c.TransitRouters.All() {
			l.transitRouter(c, t)
		}
	}
}

func (l *lowering) transitRouter(c *CEN, t *TransitRouter) {
	r := &routerParts{TransitRouter: t, cen: c, region: t.Region.V.To, tables: map[*TransitRouteTable]fabric.TableID{}, own: map[*TransitRouteTable]ownRoutes{}}
	l.routers[t] = r
	e := element(&t.Resource)
	e.Label += " of CEN " + c.Name
	region := ""
	if r.region != nil {
		region = r.region.Name
	}
	r.domain = l.b.Domain(fabric.Domain{Element: e, Region: region, Class: classCEN})
	for _, rt := range t.RouteTables.All() {
		r.tables[rt] = l.b.Table(fabric.Table{
			Element: fabric.Element{Label: r.label(rt), At: rt.Key},
			Domain:  r.domain, Transit: true, Multipath: t.MultiRegionECMP.V, Conflict: &routeConflict, Rejects: transitRejects,
		})
		if rt.Type.V == tableSystem {
			l.b.Main(r.domain, r.tables[rt])
		}
		r.own[rt] = l.ownRoutes(r, rt)
	}
}

// transitRejects are the rules by which a transit router refuses learned routes:
// a static entry goes before one of the same prefix (routing b.3; M).
var transitRejects = []fabric.Rejection{{Against: fabric.Static, Refusal: fabric.Refusal{
	Code: fabric.CodeShadowed, Kind: diag.KindRoute,
	Summary: "a static entry has the same prefix, and goes before a learned route",
	Needed:  "no static entry for this prefix, or one that leads on",
}}}

// label is what a route table of the transit router is called.
func (r *routerParts) label(t *TransitRouteTable) string {
	return "route table " + t.Name + " of transit router " + r.Name
}

// transitAttachments finds out which attachments stand, and where they lead: as
// next hops of VPC routes into the associated table.
func (l *lowering) transitAttachments() {
	for _, r := range l.eachRouter() {
		for _, a := range r.Attachments.All() {
			j := l.join(r, a)
			if j == nil {
				continue // what it attached is gone
			}
			l.joins[a] = j
			h := hop{switches: j.switches}
			switch table, off := j.associated(); {
			case j.inactive != nil:
				h.target = fabric.ToDrop(j.inactive)
			case off != nil:
				h.target = fabric.ToDrop(off)
			default:
				h.target = fabric.ToTable(table, j.link)
			}
			l.hops[&a.Resource] = h
		}
	}
}

// eachRouter are the transit routers, by their CENs and names.
func (l *lowering) eachRouter() (all []*routerParts) {
	for _, c := range l.doc.CENs.All() {
		for _, t := range c.TransitRouters.All() {
			if r := l.routers[t]; r != nil {
				all = append(all, r)
			}
		}
	}
	return all
}

// join finds out what an attachment joins to a transit router; nil: that is gone.
func (l *lowering) join(r *routerParts, a *TransitAttachment) *joinParts {
	e := element(&a.Resource)
	e.Label += " of transit router " + r.Name
	j := &joinParts{TransitAttachment: a, router: r, link: l.b.Link(fabric.Link{Element: e, Plain: true})}
	switch {
	case a.VPC.V.To != nil:
		l.joinVPC(j, a.VPC.V.To)
	case a.VBR.V.To != nil:
		l.joinVBR(j, a.VBR.V.To)
	case a.VPNConnection.V.To != nil:
		l.joinVPN(j, a.VPNConnection.V.To)
	case a.ECR.V.To != nil:
		l.joinECR(j, a.ECR.V.To)
	default:
		return nil
	}
	return j
}

func (l *lowering) joinVPC(j *joinParts, v *VPC) {
	p := l.vpcs[v]
	j.table, j.own, j.exit = p.main, true, p.domain
	j.told = l.unpublished(v, editionEnterprise, "router_interface")
	// The system table takes learned routes unless that is off, a custom table
	// only if it is on (routing a, route choice 5; M).
	j.learn = append(j.learn, learner{p.main, propagationOff("the system route table of VPC "+v.Name, v.RoutePropagation.Or(true), v.RoutePropagation.Range(), v.Key)})
	for _, t := range v.RouteTables.All() {
		j.learn = append(j.learn, learner{p.custom[t], propagationOff(element(&t.Resource).Label, t.RoutePropagation.V, t.RoutePropagation.Range(), t.Key)})
	}
	zones := v.VSwitches.All()
	if j.ZoneMappings != nil {
		zones = nil
		for _, z := range j.ZoneMappings {
			if to := z.VSwitch.V.To; to != nil {
				zones = append(zones, to)
			}
		}
	}
	for _, s := range zones {
		if t := l.b.SegmentAt(l.vsw[s]).Table; !slices.Contains(j.enter, t) {
			j.enter = append(j.enter, t)
		}
	}
	j.inactive = j.unjoined(&v.Resource, v.CENGrants)
	if j.inactive == nil && len(zones) == 0 {
		at := diag.Range{}
		if e := j.Node.Field("zone_mappings"); e != nil {
			at = e.KeyRange
		}
		// Its interfaces stand in vSwitches (routing i: the only mapped vSwitch; H).
		j.inactive = j.refuse(at, CodeUnattached, "attachment "+j.Name+" of VPC "+v.Name+" has no vSwitch for the interfaces of the transit router",
			"a vSwitch of VPC "+v.Name+" in the zone mappings of attachment "+j.Name)
	}
}

// joinVBR: a VBR tells its routes to its site, static ones and those of BGP, and
// learns what is synchronized (routing d; H).
func (l *lowering) joinVBR(j *joinParts, v *VBR) {
	p := l.vbrs[v]
	j.table, j.exit, j.site = p.table, p.domain, true
	j.learn = []learner{{p.table, nil}}
	j.told = l.told(v)
	if j.inactive = j.unjoined(&v.Resource, v.CENGrants); j.inactive == nil && v.Status.Or(vbrActive) != vbrActive {
		j.inactive = v.broken(&p.ports[0])
	}
}

// joinVPN: an IPsec connection that is attached to no VPN gateway tells the routes
// into its tunnel, and what comes out of it enters the associated table (routing f;
// H).
func (l *lowering) joinVPN(j *joinParts, c *VPNConnection) {
	p := l.vpns[c]
	j.table, j.exit, j.site, j.switches = p.table, p.domain, true, p.switches
	j.learn = []learner{{p.table, nil}}
	j.inactive = j.unjoined(&c.Resource, nil)
	if g := c.VPNGateway; g.Present() && j.inactive == nil {
		j.inactive = j.refuse(g.Range(), CodeUnattached, "IPsec connection "+c.Name+" ends at a VPN gateway, and not at transit router "+j.router.Name,
			"an IPsec connection without `vpn_gateway`")
	}
	if j.inactive == nil {
		t, off := j.associated()
		target := fabric.ToTable(t, j.link)
		if off != nil {
			target = fabric.ToDrop(off)
		}
		l.b.Route(p.entry, fabric.Route{Element: element(&j.Resource), Prefix: anywhere, Kind: fabric.Static, Target: target, Exit: j.router.domain})
	}
}

// joinECR: an ECR tells a transit router of the sites behind its VBRs, and sites of
// what the attachment is associated with (routing d; H).
func (l *lowering) joinECR(j *joinParts, e *ECR) {
	p := l.ecrs[e]
	j.exit, j.site = p.domain, true
	if j.inactive = j.unjoined(&e.Resource, nil); j.router.region == nil {
		j.inactive = firstOf(j.inactive, j.refuse(diag.Range{}, CodeUnattached, "transit router "+j.router.Name+" is in no region that stands", "a region"))
		j.table = p.cloud
	} else {
		j.table = p.sites[j.router.region]
	}
	j.learn = []learner{{p.cloud, nil}}
}

func (j *joinParts) refuse(at diag.Range, code diag.Code, why, needed string) *fabric.Refusal {
	return &fabric.Refusal{
		Element: placed(element(&j.Resource).Label, at, j.Key), Code: code, Kind: diag.KindLink, Summary: why, Needed: needed,
	}
}

// unjoined is why the attachment of a network does not stand, or nil.
func (j *joinParts) unjoined(r *scenario.Resource, grants []*CENGrant) *fabric.Refusal {
	c, network := j.router.cen, kindNames[r.Kind]+" "+r.Name
	home := r.Enclosing(KindRegion)
	switch {
	case !c.takes(r, grants):
		// Another account's CEN of either edition needs the grant of the VPC's owner
		// (routing b.6; H); without it, or once it is revoked, the attachment is
		// inactive (ruling 12).
		return j.refuse(diag.Range{}, CodeCENGrantMissing,
			fmt.Sprintf("%s (account %s) is not granted to CEN %s (account %s), so the attachment is inactive", network, orNameless(r.AccountOr("")), c.Name, orNameless(c.AccountOr(""))),
			"a grant of the owner of "+network+" to CEN "+c.Name+" (cen_grants)")
	case j.Status.Or(statusAttached) != statusAttached:
		return j.refuse(j.Status.Range(), CodeUnattached, "attachment "+j.Name+" of "+network+" is "+j.Status.V+", and only what is attached works", "attachment "+j.Name+", attached")
	case home != nil && (j.router.region == nil || home != &j.router.region.Resource):
		_, at := j.network()
		return j.refuse(at, CodeUnattached,
			network+" is in "+home.Name+", and a transit router attaches networks of its own region",
			network+", attached to a transit router of CEN "+c.Name+" in "+home.Name)
	}
	return nil
}

// associated is the table that packets from the network are looked up in, or why
// there is none: then they are dropped (routing b.3, 3; H, ruling 13).
func (j *joinParts) associated() (fabric.TableID, *fabric.Refusal) {
	if t, ok := j.router.tables[j.Association.V.To]; ok {
		return t, nil
	}
	return fabric.None, &fabric.Refusal{
		Element: placed(element(&j.Resource).Label, j.Association.Range(), j.Key), Code: CodeUnassociated, Kind: diag.KindLink,
		Summary: fmt.Sprintf("attachment %s is associated with no route table of transit router %s, which drops what comes from it", j.Name, j.router.Name),
		Needed:  "a route table of transit router " + j.router.Name + " as the association of attachment " + j.Name,
	}
}

// unpropagated is why a table does not learn the routes of the network, or nil
// (routing b.3, 4; H).
func (j *joinParts) unpropagated(t *TransitRouteTable) *fabric.Refusal {
	if learns(j.Propagations, t) {
		return nil
	}
	return &fabric.Refusal{
		Element: placed(element(&j.Resource).Label, j.Propagations.Range(), j.Key), Code: CodeNotPropagated, Kind: diag.KindRoute,
		Summary: j.router.label(t) + " does not learn the routes of attachment " + j.Name,
		Needed:  t.Name + " among the propagations of attachment " + j.Name + ", or a static entry to it",
	}
}

func learns(list scenario.Values[scenario.Ref[TransitRouteTable]], t *TransitRouteTable) bool {
	return slices.ContainsFunc(list.V, func(ref scenario.Value[scenario.Ref[TransitRouteTable]]) bool { return ref.V.To == t })
}

// transitSessions lets transit routers and what they join exchange routes. What
// is missing for that is told by sessions that do not stand.
func (l *lowering) transitSessions() {
	for _, c := range l.doc.CENs.All() {
		if c.Edition.V == editionEnterprise {
			l.transitOrder(c)
		}
	}
	for _, r := range l.eachRouter() {
		for _, a := range r.Attachments.All() {
			if j := l.joins[a]; j != nil {
				l.takeRoutes(j)
				l.giveRoutes(j)
			}
		}
	}
	for _, c := range l.doc.CENs.All() {
		if c.Edition.V == editionEnterprise {
			l.peers(c)
			l.eachVPC(func(v *VPC) { l.unattached(c, &v.Resource, l.vpcs[v].main, true) })
			l.eachVBR(func(v *VBR) {
				if !l.paired(v) {
					l.unattached(c, &v.Resource, l.vbrs[v].table, false)
				}
			})
		}
	}
}

// telling reports whether there is room for one more session that says only what
// is missing.
func (l *lowering) telling() bool {
	l.saidMissing++
	return l.saidMissing <= mostTold
}

// takeRoutes lets the tables of a transit router learn what a network announces.
func (l *lowering) takeRoutes(j *joinParts) {
	for _, t := range j.router.RouteTables.All() {
		why := firstOf(j.inactive, j.unpropagated(t))
		if why != nil && !l.telling() {
			continue
		}
		l.b.Session(fabric.Session{
			Element: l.joinElement(j), From: j.table, To: j.router.tables[t], Link: j.link, Own: j.own, Enter: j.enter,
			Export: append(slices.Clone(j.told), zoneWays(j.VBR.V.To)...), Import: l.tablePolicies(j.router, t, "in"), Inactive: why, Switches: j.switches,
			Order: j.order, OrderSwitches: j.orderSwitches,
		})
	}
}

// giveRoutes lets a network learn the routes of the table that it is associated
// with (route synchronization).
func (l *lowering) giveRoutes(j *joinParts) {
	_, unassociated := j.associated()
	unsynchronized, switches := l.unsynchronized(j)
	switches = append(switches, j.switches...)
	siteToSite, open := l.siteToSite(j)
	switches = append(switches, open...)
	for _, t := range j.router.RouteTables.All() {
		if unassociated == nil && t != j.Association.V.To {
			continue
		}
		for _, to := range j.learn {
			why := firstOf(j.inactive, unassociated, unsynchronized, to.off)
			if why != nil && !l.telling() {
				continue
			}
			s := fabric.Session{
				Element: l.joinElement(j), From: j.router.tables[t], To: to.table, Link: j.link,
				Export: append(l.tablePolicies(j.router, t, "out"), siteToSite...), Inactive: why, Switches: switches,
			}
			l.b.Session(s)
			l.giveOthers(j, t, s)
		}
	}
}

func (l *lowering) joinElement(j *joinParts) fabric.Element {
	e := element(&j.Resource)
	e.Label += " of transit router " + j.router.Name
	return e
}

// firstOf is the first reason that there is.
func firstOf(reasons ...*fabric.Refusal) *fabric.Refusal {
	for _, r := range reasons {
		if r != nil {
			return r
		}
	}
	return nil
}

// unattached tells of a VPC or VBR that is on no transit router of a CEN: as routes
// that are not used.
func (l *lowering) unattached(c *CEN, network *scenario.Resource, table fabric.TableID, own bool) {
	home := network.Enclosing(KindRegion)
	var here, all []*routerParts
	for _, t := range c.TransitRouters.All() {
		r := l.routers[t]
		if slices.ContainsFunc(t.Attachments.All(), func(a *TransitAttachment) bool { return a.of(network) }) {
			return
		}
		if all = append(all, r); r.region != nil && &r.region.Resource == home {
			here = append(here, r)
		}
	}
	if here == nil {
		here = all
	}
	for _, r := range here {
		x := unattachedTo(r, network)
		for _, t := range r.RouteTables.All() {
			for _, s := range [2]fabric.Session{{From: table, To: r.tables[t], Own: own}, {From: r.tables[t], To: table}} {
				if l.telling() {
					s.Element, s.Link, s.Inactive = x.Element, fabric.None, x
					l.b.Session(s)
				}
			}
		}
	}
}

// paired reports whether a VBR is joined to a VPC by router interfaces, and so meant
// to be on no CEN.
func (l *lowering) paired(v *VBR) bool {
	return slices.ContainsFunc(regionOf(&v.Resource).RouterInterfaces.All(), func(r *RouterInterface) bool { return r.Router.V.To == &v.Resource })
}

// of reports whether the attachment is of a network.
func (a *TransitAttachment) of(network *scenario.Resource) bool {
	return a.VPC.V.To != nil && &a.VPC.V.To.Resource == network || a.VBR.V.To != nil && &a.VBR.V.To.Resource == network
}

func unattachedTo(r *routerParts, network *scenario.Resource) *fabric.Refusal {
	home, name := network.Enclosing(KindRegion), kindNames[network.Kind]+" "+network.Name
	x := &fabric.Refusal{
		Element: element(&r.Resource), Code: CodeUnattached, Kind: diag.KindLink,
		Summary: name + " is not attached to transit router " + r.Name + " of CEN " + r.cen.Name,
		Needed:  name + ", attached to transit router " + r.Name,
	}
	if e := r.Node.Field("attachments"); e != nil {
		x.At = e.KeyRange
	}
	if r.region == nil || &r.region.Resource != home {
		x.Element = element(&r.cen.Resource)
		x.Summary = "CEN " + r.cen.Name + " has no transit router in " + home.Name + ", where " + name + " is"
		x.Needed = "a transit router of CEN " + r.cen.Name + " in " + home.Name + ", with " + name + " attached"
	}
	return x
}
