package alibaba

import (
	"cmp"
	"fmt"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// cenParts is a CEN on the network: one gateway in each region.
type cenParts struct {
	*CEN
	gateways map[*Region]fabric.TableID
	// attached are the attachments that name a VPC which stands.
	attached map[*VPC]*Attachment
	links    map[*VPC]fabric.LinkID
	between  map[regionPair]fabric.LinkID
	// order is who attached before whom, and the switches on which that hangs.
	order    map[*VPC]int
	switches map[*VPC][]fabric.SwitchID
}

type regionPair [2]*Region

func pairOf(a, b *Region) regionPair {
	if a.Name > b.Name {
		a, b = b, a
	}
	return regionPair{a, b}
}

// cen lowers one CEN of Basic Edition: every gateway learns the system routes
// of the VPCs of its region, tells them to the others, and every attached VPC
// learns all (routing b.1, b.2; H). Different CENs are isolated.
func (l *lowering) cen(c *CEN) *cenParts {
	p := &cenParts{
		CEN: c, gateways: map[*Region]fabric.TableID{}, attached: map[*VPC]*Attachment{},
		links: map[*VPC]fabric.LinkID{}, between: map[regionPair]fabric.LinkID{},
		order: map[*VPC]int{}, switches: map[*VPC][]fabric.SwitchID{},
	}
	for _, a := range c.Attachments.All() {
		if v := a.VPC.V.To; v != nil && p.attached[v] == nil {
			p.attached[v] = a
		}
	}
	regions := l.doc.Regions.All()
	for _, r := range regions {
		d := l.b.Domain(fabric.Domain{
			Element: fabric.Element{Label: "CEN " + c.Name + " in " + r.Name, At: c.Key}, Region: r.Name, Class: classCEN,
		})
		t := l.b.Table(fabric.Table{
			Element: fabric.Element{Label: "the gateway of CEN " + c.Name + " in " + r.Name, At: c.Key},
			Domain:  d, Transit: true, Conflict: &routeConflict,
		})
		l.b.Main(d, t)
		p.gateways[r] = t
	}
	l.attachOrder(p, func(v *VPC) bool {
		why, _ := l.inactive(p, v, p.attached[v])
		return why == nil
	})
	for _, r := range regions {
		for _, v := range r.VPCs.All() {
			l.attach(p, r, v)
		}
		for _, v := range r.VBRs.All() {
			l.attachVBR(p, r, v)
		}
	}
	for i, a := range regions {
		for _, b := range regions[i+1:] {
			l.regionLink(p, a, b)
		}
	}
	for _, s := range c.ServiceRoutes.All() {
		l.cenServiceRoute(p, s)
	}
	l.uncovered(p)
	return p
}

// attach joins a VPC and the gateway of its region. What is not attached is
// told why: its routes stay candidates.
func (l *lowering) attach(p *cenParts, r *Region, v *VPC) {
	vp := l.vpcs[v]
	a := p.attached[v]
	inactive, switches := l.inactive(p, v, a)
	e := fabric.Element{Label: "attachment of VPC " + v.Name + " to CEN " + p.Name, At: p.Key}
	if a != nil {
		e.At = a.Key
	}
	link := l.b.Link(fabric.Link{Element: e, Plain: true})
	p.links[v] = link
	in, out := l.policies(p, r, "in"), l.policies(p, r, "out")
	l.b.Session(fabric.Session{
		Element: e, From: vp.main, To: p.gateways[r], Link: link, Own: true, Import: in,
		Export: l.unpublished(v, editionBasic, "ipv4_gateway"), Inactive: inactive, Switches: switches, Order: p.order[v], OrderSwitches: p.switches[v],
	})
	give := func(t fabric.TableID, off *fabric.Refusal) {
		l.b.Session(fabric.Session{
			Element: e, From: p.gateways[r], To: t, Link: link, Export: out,
			Inactive: cmp.Or(inactive, off), Switches: switches,
		})
	}
	// The system table takes learned routes unless that is off, a custom table
	// only if it is on (routing a, route choice 5; M).
	give(vp.main, propagationOff("the system route table of VPC "+v.Name, v.RoutePropagation.Or(true), v.RoutePropagation.Range(), v.Key))
	for _, t := range v.RouteTables.All() {
		give(vp.custom[t], propagationOff(element(&t.Resource).Label, t.RoutePropagation.V, t.RoutePropagation.Range(), t.Key))
	}
}

// propagationOff is why a route table takes no learned routes, or nil.
func propagationOff(table string, on bool, at, else_ diag.Range) *fabric.Refusal {
	if on {
		return nil
	}
	return &fabric.Refusal{
		Element: placed(table, at, else_), Code: fabric.CodeNoRoute, Kind: diag.KindRoute,
		Summary: table + " takes no learned routes",
		Needed:  "route_propagation: true for " + table,
	}
}

// inactive is why a VPC takes no part in a CEN, or nil, and the switches on
// which that hangs.
func (l *lowering) inactive(p *cenParts, v *VPC, a *Attachment) (*fabric.Refusal, []fabric.SwitchID) {
	if a == nil {
		r := &fabric.Refusal{
			Element: fabric.Element{Label: "CEN " + p.Name, At: p.Key}, Code: CodeUnattached, Kind: diag.KindLink,
			Summary: "VPC " + v.Name + " is not attached to CEN " + p.Name,
			Needed:  "VPC " + v.Name + ", attached to CEN " + p.Name,
		}
		if p.Attachments.Present() {
			if e := p.Node.Field("attachments"); e != nil {
				r.At = e.KeyRange
			}
		}
		return r, nil
	}
	owner, mine := p.AccountOr(""), v.AccountOr("")
	if p.allowed(v) {
		return l.elsewhere(p, v, a)
	}
	// Another account's CEN of either edition needs the grant of the VPC's owner
	// (routing b.6; H); without it, or once it is revoked, the attachment is inactive (ruling 12).
	return &fabric.Refusal{
		Element: element(&a.Resource), Code: CodeCENGrantMissing, Kind: diag.KindLink,
		Summary: fmt.Sprintf("VPC %s (account %s) is not granted to CEN %s (account %s), so the attachment is inactive", v.Name, orNameless(mine), p.Name, orNameless(owner)),
		Needed:  "a grant of the VPC's owner to CEN " + p.Name + " (cen_grants)",
	}, nil
}

// elsewhere is why a VPC takes no part in a CEN that could have it: another one
// does. A VPC is on one CEN of Basic Edition; the cloud refuses the second
// (AttachCenChildInstance, InvalidOperation.ChildInstanceAlreadyAttached,
// August 2025). Which was first cannot be written, so it is a switch.
func (l *lowering) elsewhere(p *cenParts, v *VPC, a *Attachment) (*fabric.Refusal, []fabric.SwitchID) {
	s := fabric.Switch{
		Element: element(&v.Resource), ID: "CEN of " + v.Ref(), Name: "cen", Code: "open.attached-cen", Ruling: 25,
		Text: "which of the CENs that attach VPC " + v.Name + " it is on: the cloud refuses the second",
	}
	mine := 0
	for _, c := range l.doc.CENs.All() {
		if !c.couldAttach(v) {
			continue
		}
		if c == p.CEN {
			mine = len(s.Values)
		}
		s.Values = append(s.Values, c.Name)
	}
	if len(s.Values) < 2 {
		return nil, nil
	}
	first, id := l.Read(s)
	if first == mine {
		return nil, []fabric.SwitchID{id}
	}
	return &fabric.Refusal{
		Element: element(&a.Resource), Code: CodeUnattached, Kind: diag.KindLink,
		Summary: "VPC " + v.Name + " is on CEN " + s.Values[first] + ", and a VPC is on one CEN of Basic Edition",
		Needed:  "VPC " + v.Name + ", attached to CEN " + p.Name + " only",
	}, []fabric.SwitchID{id}
}

// couldAttach reports whether a CEN of Basic Edition attaches a VPC, and may.
func (c *CEN) couldAttach(v *VPC) bool {
	return c.Edition.V != editionEnterprise && c.allowed(v) &&
		slices.ContainsFunc(c.Attachments.All(), func(a *Attachment) bool { return a.VPC.V.To == v })
}

// allowed reports whether a CEN may attach a VPC: one of its own account, or one
// that is granted to it.
func (c *CEN) allowed(v *VPC) bool {
	return c.takes(&v.Resource, v.CENGrants)
}

// takes is the same for a network with the grants of its owner.
func (c *CEN) takes(r *scenario.Resource, grants []*CENGrant) bool {
	owner := c.AccountOr("")
	return owner == r.AccountOr("") || slices.ContainsFunc(grants, func(g *CENGrant) bool {
		return g.CEN.V.To == c && g.Owner.Or(owner) == owner
	})
}

func orNameless(account string) string { return cmp.Or(account, "not written") }

// areas are the areas of the regions of an allocation, sorted; empty is one that
// is not known.
func (al *Allocation) areas() []string {
	var areas []string
	for _, r := range al.Regions.V {
		areas = append(areas, r.V.To.AreaOf())
	}
	slices.Sort(areas)
	return areas
}
