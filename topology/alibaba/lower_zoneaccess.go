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

// accessOf is the PrivateZone access that serves a site: the first whose access
// region has a VBR of the site.
func (l *lowering) accessOf(i *IDC) *ZoneAccess {
	for _, c := range l.doc.CENs.All() {
		for _, a := range c.PrivateZones.All() {
			if a.HostVPC.V.To != nil && a.AccessRegion.V.To != nil && len(vbrsOf(i, a.AccessRegion.V.To)) > 0 {
				return a
			}
		}
	}
	return nil
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
