package alibaba

import (
	"fmt"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// attachVBR joins a VBR and the gateway of its region: its routes to the site go
// to the CEN by themselves, and it gets all that the gateway has (routing b.2, d;
// H). What is not attached is told why: its routes stay candidates.
func (l *lowering) attachVBR(p *cenParts, r *Region, v *VBR) {
	var a *Attachment
	for _, at := range p.Attachments.All() {
		if at.VBR.V.To == v && a == nil {
			a = at
		}
	}
	if a == nil && l.hasInterface(v) {
		return // it is joined to a VPC in another way
	}
	vp := l.vbrs[v]
	inactive := l.vbrInactive(p, v, a)
	e := fabric.Element{Label: "attachment of VBR " + v.Name + " to CEN " + p.Name, At: p.Key}
	if a != nil {
		e.At = a.Key
	}
	link := l.b.Link(fabric.Link{Element: e, Plain: true})
	l.b.Session(fabric.Session{
		Element: e, From: vp.table, To: p.gateways[r], Link: link,
		Export: append(l.told(v), zoneWays(v)...), Import: l.policies(p, r, "in"), Inactive: inactive,
	})
	l.b.Session(fabric.Session{
		Element: e, From: p.gateways[r], To: vp.table, Link: link,
		Export: append(l.policies(p, r, "out"), l.noSiteToSite(p, r)), Inactive: inactive,
	})
}

// hasInterface reports whether a router interface stands on a VBR.
func (l *lowering) hasInterface(v *VBR) bool {
	for _, r := range l.doc.Regions.All() {
		for _, i := range r.RouterInterfaces.All() {
			if i.Router.V.To == &v.Resource {
				return true
			}
		}
	}
	return false
}

// noSiteToSite is the default policy of every gateway, of priority 5000: a VBR
// gets no routes of other VBRs (routing b.2; H).
func (l *lowering) noSiteToSite(p *cenParts, r *Region) fabric.RoutePolicy {
	e := fabric.Element{Label: fmt.Sprintf("the default route policy 5000 (out) of CEN %s in %s", p.Name, r.Name), At: p.Key}
	return fabric.RoutePolicy{
		Element: e, Deny: true, Match: fabric.RouteMatch{ExitClasses: []string{classVBR}, PeerClasses: []string{classVBR}},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodePolicyDenied, Kind: diag.KindRoute,
			Summary: e.Label + " denies the route: VBRs do not reach each other through a CEN",
			Needed:  "a route policy with a lower priority number that permits it, in each direction",
		},
	}
}

// vbrInactive is why a VBR takes no part in a CEN, or nil.
func (l *lowering) vbrInactive(p *cenParts, v *VBR, a *Attachment) *fabric.Refusal {
	owner, mine := p.AccountOr(""), v.AccountOr("")
	switch {
	case a == nil:
		r := &fabric.Refusal{
			Element: fabric.Element{Label: "CEN " + p.Name, At: p.Key}, Code: CodeUnattached, Kind: diag.KindLink,
			Summary: "VBR " + v.Name + " is not attached to CEN " + p.Name,
			Needed:  "VBR " + v.Name + ", attached to CEN " + p.Name,
		}
		if p.Attachments.Present() {
			if e := p.Node.Field("attachments"); e != nil {
				r.At = e.KeyRange
			}
		}
		return r
	case !p.allowedVBR(v):
		return &fabric.Refusal{
			Element: element(&a.Resource), Code: CodeCENGrantMissing, Kind: diag.KindLink,
			Summary: fmt.Sprintf("VBR %s (account %s) is not granted to CEN %s (account %s), so the attachment is inactive", v.Name, orNameless(mine), p.Name, orNameless(owner)),
			Needed:  "a grant of the VBR's owner to CEN " + p.Name + " (cen_grants)",
		}
	case v.Status.Or(vbrActive) != vbrActive:
		return v.broken(&l.vbrs[v].ports[0])
	default:
		return nil
	}
}

// allowedVBR reports whether a CEN may attach a VBR: one of its own account, or
// one that is granted to it (routing b.6; H).
func (c *CEN) allowedVBR(v *VBR) bool {
	return c.takes(&v.Resource, v.CENGrants)
}
