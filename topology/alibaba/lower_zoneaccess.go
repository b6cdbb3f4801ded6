package alibaba

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// privateZoneServers are PrivateZone's name servers in every region (grants e.4;
// H).
var privateZoneServers = []netip.Addr{netip.MustParseAddr("100.100.2.136"), netip.MustParseAddr("100.100.2.138")}

// resolverAt is a name server of PrivateZone as it is reached through a VPC, or,
// where that is nil, in a region.
type resolverAt struct {
	region *Region
	vpc    *VPC
	addr   netip.Addr
}

// privateZone is a name server of PrivateZone as it is reached through a VPC. That
// it answers what comes by another way than PrivateZone access is not documented.
func (l *lowering) privateZone(at resolverAt) fabric.InterfaceID {
	if i, ok := l.dns.resolvers[at]; ok {
		return i
	}
	p := l.regions[at.region]
	e := fabric.Element{Label: "PrivateZone of " + at.region.Name + " at " + at.addr.String(), At: at.region.Key}
	if p.resolvers == fabric.None {
		named := fabric.Element{Label: "the name servers of " + at.region.Name, At: at.region.Key}
		p.resolvers = l.b.Segment(fabric.Segment{Element: named, Domain: p.service, Table: p.table})
		for _, a := range privateZoneServers {
			l.b.Route(p.table, fabric.Route{
				Element: named, Prefix: netip.PrefixFrom(a, 32), Kind: fabric.Local, Target: fabric.ToSegment(p.resolvers), Exit: p.service,
			})
		}
	}
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: CodeResolverWay, Kind: diag.KindUnknown,
		Summary: "whether PrivateZone answers queries of a site that do not come by PrivateZone access of a CEN is not documented",
		Needed:  "PrivateZone access of the CEN, in the region of the site's VBR",
	}}
	edge := fabric.DomainID(fabric.None)
	if at.vpc != nil {
		edge = l.vpcs[at.vpc].domain
		gate.Clauses = []fabric.GateClause{{
			Element: e, Match: fabric.Match{Arrival: []fabric.DomainID{edge}}, Says: "the query comes through VPC " + at.vpc.Name,
		}}
	}
	i := l.b.Interface(fabric.Interface{
		Element: e, Segment: p.resolvers, Addresses: []fabric.Address{addressOfIP(at.addr)}, Edge: edge, Gates: []fabric.Gate{gate},
		Listeners: []fabric.Listener{{Element: e, Service: packet.Service{Protocol: packet.Protocol(packet.UDP), Ports: packet.Port(dnsPort)}}},
	})
	l.dns.resolvers[at] = i
	return i
}

// askPrivateZone is what a name is that a site's name server asks PrivateZone for:
// what it is in the host VPC of the PrivateZone access that the site has (routing
// c.2; H).
func (l *lowering) askPrivateZone(host string, i *IDC, e fabric.Element, servers []nameServer, depth int) *fabric.View {
	at := resolverAt{}
	if access := l.accessOf(i); access != nil {
		at.vpc = access.HostVPC.V.To
		at.region = regionOf(&at.vpc.Resource)
	} else if at.region = l.nearest(i); at.region == nil {
		return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
			Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName, Symptom: fabric.SymptomResolver,
			Summary: e.Label + " leads to PrivateZone, and no VBR leads from IDC " + i.Name + " to the cloud",
			Needed:  "a VBR for IDC " + i.Name,
		})}
	}
	ask := fabric.Ask{
		Element: e, From: []fabric.InterfaceID{l.idcs[i].resolver},
		Service: packet.Service{Protocol: packet.Protocol(packet.UDP), Ports: packet.Port(dnsPort)},
	}
	for _, s := range servers {
		if slices.Contains(privateZoneServers, s.addr) {
			at.addr = s.addr
			ask.To = append(ask.To, l.privateZone(at))
		}
	}
	answer := l.asked(host, at.vpc, depth)
	answer.Asks = append([]fabric.Ask{ask}, answer.Asks...)
	return answer
}

// asked is what PrivateZone answers on behalf of a VPC.
func (l *lowering) asked(host string, v *VPC, depth int) *fabric.View {
	if v == nil {
		// Nothing gets there: what lies behind is judged as if it did.
		for _, other := range l.dns.asking {
			if l.dns.zone(host, other) != nil {
				v = other
				break
			}
		}
	}
	if v == nil {
		if view := l.publicly(host); view != nil {
			view.Gates = nil
			return view
		}
		return &fabric.View{}
	}
	view := l.led(host, l.dns.element(host), place{vpc: v}, depth)
	seen := *view
	seen.Gates = l.asFrom(view.Gates, l.vpcs[v].domain)
	return &seen
}

func (d *directory) element(host string) fabric.Element {
	if n := d.hosts[host]; n != nil {
		return n.Element
	}
	return fabric.Element{Label: "name " + host}
}

// asFrom are gates of names as they judge somebody who asks from a domain, for
// whoever asks in its place.
func (l *lowering) asFrom(gates []fabric.Gate, d fabric.DomainID) []fabric.Gate {
	domain := l.b.DomainAt(d)
	visit := fabric.Visit{Arrival: d, ArrivalRegion: domain.Region, ArrivalClass: domain.Class, At: fabric.None}
	out := make([]fabric.Gate, len(gates))
	for n, g := range gates {
		out[n] = fabric.Gate{Element: g.Element, Refusal: g.Refusal, Switches: g.Switches}
		for _, c := range g.Clauses {
			if holds, _ := c.Match.Holds(&visit); holds {
				c.Match = fabric.Match{}
				out[n].Clauses = []fabric.GateClause{c}
				break
			}
		}
	}
	return out
}

// accessOf is the PrivateZone access that serves a site: the first that stands for
// a VBR of the site.
func (l *lowering) accessOf(i *IDC) *ZoneAccess {
	for _, c := range l.doc.CENs.All() {
		for _, r := range l.doc.Regions.All() {
			for _, v := range vbrsOf(i, r) {
				if a, why := c.accessFor(v); c.attachesVBR(v) && why == nil {
					return a
				}
			}
		}
	}
	return nil
}

// attachesVBR and attachesVPC report whether a CEN of either edition has an
// attachment of something.
func (c *CEN) attachesVBR(v *VBR) bool {
	return c.attaches(func(a *Attachment) bool { return a.VBR.V.To == v }, func(a *TransitAttachment) bool { return a.VBR.V.To == v })
}

func (c *CEN) attachesVPC(v *VPC) bool {
	return c.attaches(func(a *Attachment) bool { return a.VPC.V.To == v }, func(a *TransitAttachment) bool { return a.VPC.V.To == v })
}

func (c *CEN) attaches(basic func(*Attachment) bool, enterprise func(*TransitAttachment) bool) bool {
	if c.Edition.V != editionEnterprise {
		return slices.ContainsFunc(c.Attachments.All(), basic)
	}
	return slices.ContainsFunc(c.TransitRouters.All(), func(r *TransitRouter) bool {
		return slices.ContainsFunc(r.Attachments.All(), enterprise)
	})
}

// accessFor is the PrivateZone access of a CEN for a VBR, and why it does not
// stand: it is for VBRs of its access region, which is the host region too, and
// the host VPC is of that region and attached (routing c.2, grants e.4; H).
func (c *CEN) accessFor(v *VBR) (*ZoneAccess, *fabric.Refusal) {
	e := placed("PrivateZone access of CEN "+c.Name, accessRange(c), c.Key)
	refuse := func(e fabric.Element, why, needed string) *fabric.Refusal {
		return &fabric.Refusal{Element: e, Code: CodeZoneAccessMissing, Kind: diag.KindName, Summary: why, Needed: needed}
	}
	region := regionOf(&v.Resource)
	why := refuse(e, "CEN "+c.Name+" has no PrivateZone access for "+region.Name+", where VBR "+v.Name+" is",
		"PrivateZone access of CEN "+c.Name+" with the access region "+region.Name)
	for _, a := range c.PrivateZones.All() {
		if a.AccessRegion.V.To != region {
			continue
		}
		host, e := a.HostVPC.V.To, element(&a.Resource)
		switch {
		case host == nil:
			why = refuse(placed(e.Label, a.HostVPC.Range(), a.Key), "the host VPC of "+e.Label+" is gone", "a host VPC")
		case a.HostRegion.V.To != region:
			why = refuse(placed(e.Label, a.HostRegion.Range(), a.Key), e.Label+" has another host region than its access region "+region.Name, "the host region "+region.Name)
		case regionOf(&host.Resource) != region:
			why = refuse(placed(e.Label, a.HostVPC.Range(), a.Key), "the host VPC of "+e.Label+" is not in its host region "+region.Name, "a host VPC of "+region.Name)
		case !c.attachesVPC(host):
			why = refuse(placed(e.Label, a.HostVPC.Range(), a.Key), "VPC "+host.Name+", the host VPC of "+e.Label+", is not attached to CEN "+c.Name, "VPC "+host.Name+", attached to CEN "+c.Name)
		default:
			return a, nil
		}
	}
	return nil, why
}

func accessRange(c *CEN) diag.Range {
	if f := c.Node.Field("private_zones"); f != nil {
		return f.KeyRange
	}
	return diag.Range{}
}

// byZoneAccess marks routes to PrivateZone: they are for VBRs and their sites, and
// not for the VPCs of the CEN (routing c.2; H).
const byZoneAccess = "PrivateZone access"

// zoneWays keeps them there; nil: of something else than a VBR.
func zoneWays(v *VBR) []fabric.RoutePolicy {
	if v == nil {
		return nil
	}
	e := element(&v.Resource)
	return []fabric.RoutePolicy{{
		Element: e, Deny: true, Match: fabric.RouteMatch{Communities: []string{byZoneAccess}},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodePolicyDenied, Kind: diag.KindRoute,
			Summary: "the way to PrivateZone is for VBR " + v.Name + " and its site alone", Needed: "the name servers of the VPC itself",
		},
	}}
}

// zoneAccess gives VBRs the way to PrivateZone that their CENs have, or the reason
// why there is none.
func (l *lowering) zoneAccess() {
	if len(l.dns.resolvers) == 0 {
		return
	}
	for _, c := range l.doc.CENs.All() {
		l.eachVBR(func(v *VBR) {
			access, why := c.accessFor(v)
			switch {
			case c.attachesVBR(v):
				l.zoneWay(c, v, access, why)
			case access != nil: // it would lead there
				l.zoneWay(c, v, access, &fabric.Refusal{
					Element: element(&c.Resource), Code: CodeUnattached, Kind: diag.KindLink,
					Summary: "VBR " + v.Name + " is not attached to CEN " + c.Name + ", which has PrivateZone access",
					Needed:  "VBR " + v.Name + ", attached to CEN " + c.Name,
				})
			}
		})
	}
}

// zoneWay is the way to PrivateZone that a VBR has by the access of a CEN; why is
// the reason why it has not, or nil.
func (l *lowering) zoneWay(c *CEN, v *VBR, access *ZoneAccess, why *fabric.Refusal) {
	region := regionOf(&v.Resource)
	e := fabric.Element{Label: "PrivateZone access of CEN " + c.Name, At: c.Key}
	target := fabric.ToDrop(why)
	if access != nil {
		e = element(&access.Resource)
		target = fabric.ToTable(l.vpcs[access.HostVPC.V.To].main, fabric.None)
	}
	t := l.b.Table(fabric.Table{Element: e, Domain: l.vbrs[v].domain})
	for _, a := range privateZoneServers {
		l.b.Route(t, fabric.Route{
			Element: fabric.Element{Label: "the way to " + a.String() + " by " + e.Label, At: e.At}, Prefix: netip.PrefixFrom(a, 32),
			Kind: fabric.Static, Announced: fabric.Static, Announce: true, Target: target, Exit: l.regions[region].service,
			Communities: []string{byZoneAccess},
		})
	}
	l.b.Session(fabric.Session{Element: e, From: t, To: l.vbrs[v].table, Link: fabric.None, Own: true, Inactive: why})
}

// nearest is the first region that has a VBR of a site, or nil.
func (l *lowering) nearest(i *IDC) *Region {
	for _, r := range l.doc.Regions.All() {
		if len(vbrsOf(i, r)) > 0 {
			return r
		}
	}
	return nil
}

// vbrsOf are the VBRs of a site in a region.
func vbrsOf(i *IDC, r *Region) []*VBR {
	var out []*VBR
	for _, v := range r.VBRs.All() {
		if v.IDC.V.To == i {
			out = append(out, v)
		}
	}
	return out
}
