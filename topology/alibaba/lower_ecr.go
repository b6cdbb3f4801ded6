package alibaba

import (
	"cmp"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// ecrParts is an ECR on the network. It joins sites to networks of the cloud, and
// neither two networks nor two sites (routing d; H): so it has two sorts of
// tables, with routes to the one and to the other.
//
// A transit router that is attached learns from sites of its region, where its
// packets enter, and tells cloud what it is associated with.
type ecrParts struct {
	domain fabric.DomainID
	sites  map[*Region]fabric.TableID // routes to sites, for what comes from a region
	cloud  fabric.TableID             // routes to VPCs and transit routers
}

// ecr makes the tables of an ECR.
func (l *lowering) ecr(e *ECR) {
	p := &ecrParts{sites: map[*Region]fabric.TableID{}}
	l.ecrs[e] = p
	p.domain = l.b.Domain(fabric.Domain{Element: element(&e.Resource), Class: classECR})
	table := func(label string) fabric.TableID {
		return l.b.Table(fabric.Table{
			Element: fabric.Element{Label: label + " of " + element(&e.Resource).Label, At: e.Key}, Domain: p.domain, Transit: true, Multipath: true,
		})
	}
	p.cloud = table("the routes to the cloud")
	l.b.Main(p.domain, p.cloud)
	for _, r := range l.doc.Regions.All() {
		p.sites[r] = table("the routes to sites from " + r.Name)
	}
	l.hops[&e.Resource] = hop{toward: func(v *VPC) hop {
		for _, a := range e.Associations.All() {
			if a.VPC.V.To == v {
				return hop{target: fabric.ToTable(p.sites[regionOf(&v.Resource)], fabric.None), inactive: l.unjoined(e, &a.Resource, &v.Resource)}
			}
		}
		return l.deadEnd(v, element(&e.Resource), CodeECRUnassociated, "VPC "+v.Name+" is not associated with "+element(&e.Resource).Label, "an association of VPC "+v.Name)
	}}
}

// ecrSessions joins an ECR to its VBRs and VPCs.
func (l *lowering) ecrSessions(e *ECR) {
	for _, ref := range e.VBRs.V {
		if v := ref.V.To; v != nil {
			l.ecrVBR(e, v)
		}
	}
	for _, a := range e.Associations.All() {
		if v := a.VPC.V.To; v != nil {
			l.ecrVPC(e, a, v)
		}
	}
}

// ecrVBR: over all VBRs side by side, or in the mode nearby over those of the
// region first, and over others when these fail (routing d; H).
func (l *lowering) ecrVBR(e *ECR, v *VBR) {
	p, table := l.ecrs[e], l.vbrs[v].table
	at := element(&e.Resource)
	link := l.b.Link(fabric.Link{Element: at, Plain: true})
	off := cmp.Or(l.unjoined(e, &v.Resource, &v.Resource), e.misnumbered(v))
	back := []fabric.RoutePolicy{{
		Element: at, Deny: true, Match: fabric.RouteMatch{ExitClasses: []string{classVPC, classVPN, classCEN, classServiceNetwork}},
		Refusal: &fabric.Refusal{Element: at, Code: fabric.CodeNoRoute, Kind: diag.KindRoute, Summary: at.Label + " joins sites to the cloud, and not VPCs to each other", Needed: "a CEN that joins the VPCs"},
	}}
	for _, r := range l.doc.Regions.All() {
		s := fabric.Session{Element: at, From: table, To: p.sites[r], Link: link, Inactive: off, Export: back}
		if m := e.Regions.Get(r.Name); m != nil && m.TransitMode.V == transitNearby {
			near := 2
			if regionOf(&v.Resource) == r {
				near = 1
			}
			s.Import = []fabric.RoutePolicy{{Element: at, Preference: new(near)}}
		}
		l.b.Session(s)
	}
	l.b.Session(fabric.Session{Element: at, From: p.cloud, To: table, Link: link, Inactive: off})
}

// misnumbered is why a VBR is not joined to an ECR whose AS number is another than
// that of its BGP groups (routing d; H).
func (e *ECR) misnumbered(v *VBR) *fabric.Refusal {
	for _, g := range v.BGPGroups.All() {
		if g.localASN() != e.AlibabaSideASN.V {
			return &fabric.Refusal{
				Element: placed(element(&e.Resource).Label, g.LocalASN.Range(), g.Key), Code: CodeECRUnassociated, Kind: diag.KindLink,
				Summary: "VBR " + v.Name + " is not joined to " + element(&e.Resource).Label + ": its BGP group " + g.Name + " has another AS number",
				Needed:  "the AS number of the ECR as the local_asn of BGP group " + g.Name,
			}
		}
	}
	return nil
}

// ecrVPC has a VPC learn the routes to sites, and the ECR those to the VPC: its
// vSwitches, or in their place the allowed prefixes (routing d; M).
func (l *lowering) ecrVPC(e *ECR, a *ECRAssociation, v *VPC) {
	p, vp := l.ecrs[e], l.vpcs[v]
	at := element(&a.Resource)
	link := l.b.Link(fabric.Link{Element: at, Plain: true})
	off := cmp.Or(l.unjoined(e, &a.Resource, &v.Resource), l.otherSource(a, v))
	if !a.AllowedPrefixes.Present() {
		l.b.Session(fabric.Session{
			Element: at, From: vp.main, To: p.cloud, Link: link, Own: true, Inactive: off,
			Export: []fabric.RoutePolicy{{Element: at, Deny: true, Match: fabric.RouteMatch{Kinds: []fabric.RouteKind{fabric.Static}}, Refusal: &fabric.Refusal{
				Element: at, Code: fabric.CodeNoRoute, Kind: diag.KindRoute, Summary: "custom routes of a VPC are not told to an ECR", Needed: "a CEN",
			}}},
		})
	}
	for _, prefix := range values(a.AllowedPrefixes) {
		l.b.Route(p.cloud, fabric.Route{
			Element: fabric.Element{Label: "allowed prefix " + prefix.String() + " of " + at.Label, At: a.AllowedPrefixes.Range()}, Prefix: prefix,
			Kind: fabric.Static, Announced: fabric.Local, Announce: true, Inactive: off, Target: fabric.ToTable(vp.main, link), Exit: vp.domain,
		})
	}
	l.taught(v, fabric.Session{Element: at, From: p.sites[regionOf(&v.Resource)], Link: link, Inactive: off})
}

// otherSource is why a VPC is not joined: it learns routes from another source
// already (routing a, route choice 4; H).
func (l *lowering) otherSource(a *ECRAssociation, v *VPC) *fabric.Refusal {
	for _, g := range v.VPNGateways.All() {
		if g.AutoPropagate.V {
			return &fabric.Refusal{
				Element: placed(element(&a.Resource).Label, g.AutoPropagate.Range(), a.Key), Code: CodeECRUnassociated, Kind: diag.KindLink,
				Summary: element(&a.Resource).Label + " is inactive: VPC " + v.Name + " learns from VPN gateway " + g.Name + ", and a VPC learns from one source at a time",
				Needed:  "auto_propagate: false for VPN gateway " + g.Name,
			}
		}
	}
	return nil
}

// unjoined is why an instance of another account takes no part in an ECR: its owner
// has to grant that (routing d; H).
func (l *lowering) unjoined(e *ECR, at, instance *scenario.Resource) *fabric.Refusal {
	owner, mine := e.AccountOr(""), instance.AccountOr("")
	if owner == mine || slices.ContainsFunc(e.Grants, func(g *ECRGrant) bool { return g.Instance.V.To == instance }) {
		return nil
	}
	r := &fabric.Refusal{
		Element: element(at), Code: CodeECRGrantMissing, Kind: diag.KindLink,
		Summary: element(instance).Label + " (account " + orNameless(mine) + ") is not granted to " + element(&e.Resource).Label + " (account " + orNameless(owner) + ")",
		Needed:  "a grant of the owner of " + element(instance).Label + " (grants)",
	}
	if owner == "" || mine == "" {
		r.Code, r.Kind = CodeECRAccount, diag.KindUnknown
		r.Summary = "whether " + element(instance).Label + " and " + element(&e.Resource).Label + " are of one account is not written, and between two a grant is needed"
		r.Needed = "the account of both"
	}
	return r
}
