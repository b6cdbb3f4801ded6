package alibaba

import (
	"fmt"
	"slices"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// peerParts is an inter-region connection on the network.
type peerParts struct {
	*PeerAttachment
	ends [2]peerSide
	link fabric.LinkID
	// inactive is why the connection does not stand, or nil.
	inactive *fabric.Refusal
}

// peerSide is one end of an inter-region connection.
type peerSide struct {
	*PeerEnd
	router *routerParts
}

// end is the side of a transit router, and the other one; ok if it has one.
func (p *peerParts) end(r *routerParts) (near, far peerSide, ok bool) {
	for i, e := range p.ends {
		if e.router == r {
			return e, p.ends[1-i], true
		}
	}
	return near, far, false
}

// peerAttachments makes the inter-region connections whose transit routers stand.
func (l *lowering) peerAttachments() {
	for _, c := range l.doc.CENs.All() {
		for _, a := range c.PeerAttachments.All() {
			if len(a.Ends) != 2 {
				continue
			}
			one, other := l.routers[a.Ends[0].TransitRouter.V.To], l.routers[a.Ends[1].TransitRouter.V.To]
			if one == nil || other == nil || one == other {
				continue
			}
			e := fabric.Element{Label: "peer attachment " + a.Name + " of CEN " + c.Name, At: a.Key}
			p := &peerParts{PeerAttachment: a, ends: [2]peerSide{{a.Ends[0], one}, {a.Ends[1], other}}, inactive: l.unpeered(c, a, e)}
			p.link = l.b.Link(fabric.Link{Element: e, Rate: int64(a.Bandwidth.V)})
			l.peerings[a] = p
		}
	}
}

// unpeered is why an inter-region connection does not stand, or nil: without
// bandwidth that the cloud grants there is none (routing b.3, 5; b.5; rulings 7, 26).
func (l *lowering) unpeered(c *CEN, a *PeerAttachment, e fabric.Element) *fabric.Refusal {
	refuse := func(at diag.Range, code diag.Code, why, needed string) *fabric.Refusal {
		return &fabric.Refusal{Element: placed(e.Label, at, a.Key), Code: code, Kind: diag.KindLink, Summary: why, Needed: needed}
	}
	plan := a.Plan.V.To
	switch {
	case a.Status.Or(statusAttached) != statusAttached:
		return refuse(a.Status.Range(), CodeUnattached, e.Label+" is "+a.Status.V+", and only what is attached works", "peer attachment "+a.Name+", attached")
	case a.Bandwidth.V == 0:
		return refuse(a.Bandwidth.Range(), CodeNoBandwidth, e.Label+" has no bandwidth", "more than 0 as the bandwidth of peer attachment "+a.Name)
	case a.BandwidthType.V == dataTransfer:
		return nil
	case plan == nil:
		why := e.Label + " has no bandwidth plan"
		if a.Plan.Present() {
			why = "bandwidth plan " + a.Plan.V.Text + " of " + e.Label + " is gone"
		}
		return refuse(a.Plan.Range(), CodeNoBandwidth, why, "a bandwidth plan for peer attachment "+a.Name+", or bandwidth_type: data_transfer")
	case plan.CEN.V.To != c:
		x := refuse(a.Plan.Range(), CodeNoBandwidth, "bandwidth plan "+plan.Name+" of "+e.Label+" is not bound to CEN "+c.Name, "bandwidth plan "+plan.Name+", bound to CEN "+c.Name)
		x.Element = placed(e.Label, plan.CEN.Range(), plan.Key)
		return x
	case !slices.Equal(plan.areas(), a.areas()) || slices.Contains(a.areas(), ""):
		x := refuse(a.Plan.Range(), CodePlanArea,
			fmt.Sprintf("bandwidth plan %s is for %s, and not for the areas of %s", plan.Name, strings.Join(plan.areas(), " - "), e.Label),
			"a bandwidth plan for the areas of this pair: "+strings.Join(a.areas(), " - "))
		x.Element = placed(e.Label, plan.Areas.Range(), plan.Key)
		return x
	}
	if sum := l.allocated(plan); sum > plan.Bandwidth.V {
		return refuse(a.Bandwidth.Range(), CodeOverAllocated,
			fmt.Sprintf("%s are allocated from bandwidth plan %s, which has %s", sum, plan.Name, plan.Bandwidth.V),
			fmt.Sprintf("at most %s allocated from bandwidth plan %s in all, or a larger plan", plan.Bandwidth.V, plan.Name))
	}
	return nil
}

// areas are the areas of the regions of an inter-region connection, sorted; empty
// is one that is not known.
func (a *PeerAttachment) areas() []string {
	var areas []string
	for _, e := range a.Ends {
		area := ""
		if t := e.TransitRouter.V.To; t != nil && t.Region.V.To != nil {
			area = t.Region.V.To.AreaOf()
		}
		areas = append(areas, area)
	}
	slices.Sort(areas)
	return areas
}

// peers lets the transit routers of a CEN exchange routes over its inter-region
// connections, and tells where there is none.
func (l *lowering) peers(c *CEN) {
	joined := map[[2]*routerParts]bool{}
	for _, a := range c.PeerAttachments.All() {
		p := l.peerings[a]
		if p == nil {
			continue
		}
		for i, near := range p.ends {
			far := p.ends[1-i]
			joined[[2]*routerParts{near.router, far.router}] = true
			l.learnFromPeer(p, near, far)
		}
	}
	all := c.TransitRouters.All()
	for i, a := range all {
		for _, b := range all[i+1:] {
			one, other := l.routers[a], l.routers[b]
			if !joined[[2]*routerParts{one, other}] {
				l.notPeered(one, other)
				l.notPeered(other, one)
			}
		}
	}
}

// learnFromPeer lets the tables at the near end learn the routes of the table
// that the connection is associated with at the far end. Packets go the other way,
// and are looked up in that table (routing b.3, 4 to 6; H).
func (l *lowering) learnFromPeer(p *peerParts, near, far peerSide) {
	_, unassociated := p.associated(far)
	for _, from := range far.router.RouteTables.All() {
		if unassociated == nil && from != far.Association.V.To {
			continue
		}
		kept, open := l.keptStatic(far.router, from)
		for _, to := range near.router.RouteTables.All() {
			why := firstOf(p.inactive, p.unpropagated(near, to), p.unadvertised(near, far), unassociated)
			if why != nil && !l.telling() {
				continue
			}
			l.b.Session(fabric.Session{
				Element: fabric.Element{Label: "peer attachment " + p.Name, At: p.Key},
				From:    far.router.tables[from], To: near.router.tables[to], Link: p.link, Mesh: true, Switches: open,
				Export: append(l.tablePolicies(far.router, from, "out"), kept...), Import: l.tablePolicies(near.router, to, "in"), Inactive: why,
			})
		}
	}
}

// associated is the table at an end that packets from the peer are looked up in,
// or why there is none.
func (p *peerParts) associated(s peerSide) (fabric.TableID, *fabric.Refusal) {
	if t, ok := s.router.tables[s.Association.V.To]; ok {
		return t, nil
	}
	return fabric.None, &fabric.Refusal{
		Element: placed("peer attachment "+p.Name, s.Association.Range(), s.at(p)), Code: CodeUnassociated, Kind: diag.KindLink,
		Summary: fmt.Sprintf("peer attachment %s is associated with no route table of transit router %s, which drops what comes over it", p.Name, s.router.Name),
		Needed:  "a route table of transit router " + s.router.Name + " as the association of that end of peer attachment " + p.Name,
	}
}

// at is where the end is written.
func (s peerSide) at(p *peerParts) diag.Range {
	if s.Node != nil {
		return s.Node.Range
	}
	return p.Key
}

func (p *peerParts) unpropagated(near peerSide, t *TransitRouteTable) *fabric.Refusal {
	if learns(near.Propagations, t) {
		return nil
	}
	return &fabric.Refusal{
		Element: placed("peer attachment "+p.Name, near.Propagations.Range(), near.at(p)), Code: CodeNotPropagated, Kind: diag.KindRoute,
		Summary: near.router.label(t) + " does not learn the routes of peer attachment " + p.Name,
		Needed:  t.Name + " among the propagations of peer attachment " + p.Name + " at transit router " + near.router.Name + ", or a static entry to it",
	}
}

func (p *peerParts) unadvertised(near, far peerSide) *fabric.Refusal {
	if far.AutoPublish.V {
		return nil
	}
	return &fabric.Refusal{
		Element: placed("peer attachment "+p.Name, far.AutoPublish.Range(), far.at(p)), Code: CodeNotAdvertised, Kind: diag.KindRoute,
		Summary: "transit router " + far.router.Name + " does not advertise routes over peer attachment " + p.Name,
		Needed:  "auto_publish_route_enabled: true at the end of peer attachment " + p.Name + " at transit router " + far.router.Name + ", or a static entry of transit router " + near.router.Name,
	}
}

// notPeered tells of the routes that a transit router would learn from another
// one of its CEN, if there were a connection (ruling 7).
func (l *lowering) notPeered(near, far *routerParts) {
	x := &fabric.Refusal{
		Element: element(&near.cen.Resource), Code: CodePeerMissing, Kind: diag.KindLink,
		Summary: "CEN " + near.cen.Name + " has no inter-region connection between transit routers " + near.Name + " and " + far.Name,
		Needed:  "a peer attachment between transit routers " + near.Name + " and " + far.Name,
	}
	if e := near.cen.Node.Field("peer_attachments"); e != nil {
		x.At = e.KeyRange
	}
	for _, from := range far.RouteTables.All() {
		for _, to := range near.RouteTables.All() {
			if l.telling() {
				l.b.Session(fabric.Session{
					Element: x.Element, From: far.tables[from], To: near.tables[to], Link: fabric.None, Mesh: true, Inactive: x,
				})
			}
		}
	}
}
