package alibaba

import (
	"fmt"
	"math"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// mostPeers are the BGP peers of a VBR (routing d; H).
const mostPeers = 8

// speech is a BGP session of a VBR with its site, or why there is none.
type speech struct {
	group *BGPGroup
	peer  *BGPPeer
	site  *SitePeer // nil: the site takes whoever fits
	port  *port
	down  *fabric.Refusal
	why   string // in a few words
}

// speeches are the BGP sessions of a VBR: one for each of its peers. A session
// that does not fit the site is down.
func (l *lowering) speeches(v *VBR) []speech { return speechesOf(v, l.vbrs[v]) }

func speechesOf(v *VBR, parts *vbrParts) []speech {
	var all []speech
	for _, g := range v.BGPGroups.All() {
		if g.Peers.Len() == 0 {
			all = append(all, peerless(v, g, parts))
		}
		for _, p := range g.Peers.All() {
			s := speech{group: g, peer: p}
			s.fit(v, parts)
			if s.down == nil && slices.ContainsFunc(all, func(o speech) bool { return o.down == nil && o.port == s.port }) {
				s.down = s.refuse(p.Key, "its port has a session already", "one peer for each port")
			}
			all = append(all, s)
		}
	}
	return all
}

// peerless is the session that a group without peers does not have.
func peerless(v *VBR, g *BGPGroup, parts *vbrParts) speech {
	s := speech{group: g, peer: &BGPPeer{Resource: scenario.Resource{Kind: KindBGPPeer, Name: "of BGP group " + g.Name, Key: g.Key}}, port: &parts.ports[0]}
	if s.down = s.port.broken; s.down == nil {
		s.down = s.refuse(g.Key, "BGP group "+g.Name+" of VBR "+v.Name+" has no peer", "a peer in BGP group "+g.Name)
	}
	return s
}

func (s *speech) refuse(at diag.Range, why, needed string) *fabric.Refusal {
	s.why = why
	return &fabric.Refusal{
		Element: placed("BGP peer "+s.peer.Name, at, s.peer.Key), Code: CodeBGPDown, Kind: diag.KindLink,
		Summary: "the session of BGP peer " + s.peer.Name + " is down: " + why, Needed: needed,
	}
}

// fit finds the port of a session, and why it is down.
func (s *speech) fit(v *VBR, p *vbrParts) {
	for i := range p.ports {
		q := &p.ports[i]
		if q.peer.Present() && q.peer.V == s.peer.PeerIPAddress.V || !q.peer.Present() && len(p.ports) == 1 {
			s.port = q
			break
		}
	}
	site, asn := v.IDC.V.To, s.group.PeerASN
	switch {
	case s.port == nil:
		s.port = &p.ports[0]
		s.down = s.refuse(s.peer.PeerIPAddress.Range(), "no port of VBR "+v.Name+" has "+s.peer.PeerIPAddress.V.String()+" as the address of the site", "the site's address on the circuit")
		return
	case s.port.broken != nil:
		s.down = s.port.broken
		return
	}
	if slices.ContainsFunc(site.BGPPeers.All(), func(p *SitePeer) bool { return p.VBR.V.To == v }) {
		s.site = site.BGPPeers.All()[slices.IndexFunc(site.BGPPeers.All(), func(p *SitePeer) bool { return p.VBR.V.To == v })]
	}
	limit := s.group.RouteLimit.Or(defaultRouteLimit)
	switch {
	case s.peer.Status.Or(peerAvailable) != peerAvailable:
		s.down = s.refuse(s.peer.Status.Range(), "it is in the state "+s.peer.Status.V, "a peer that is available")
	case asn.V == reservedASN:
		s.down = s.refuse(asn.Range(), fmt.Sprintf("AS %d is reserved", reservedASN), "another AS number")
	case s.group.localASN() == reservedASN:
		s.down = s.refuse(s.group.LocalASN.Range(), fmt.Sprintf("AS %d is reserved", reservedASN), "another AS number")
	case !site.ASN.Present():
		s.down = s.refuse(site.Key, "IDC "+site.Name+" has no AS number, so its routers speak no BGP", "the asn of IDC "+site.Name)
	case asn.V != site.ASN.V:
		s.down = s.refuse(asn.Range(), fmt.Sprintf("it expects AS %d, and IDC %s is AS %d", asn.V, site.Name, site.ASN.V), fmt.Sprintf("peer_asn: %d in BGP group %s", site.ASN.V, s.group.Name))
	case site.BGPPeers.Present() && s.site == nil:
		s.down = s.refuse(site.Node.Field("bgp_peers").Value.Range, "IDC "+site.Name+" has no session with VBR "+v.Name, "VBR "+v.Name+" among the bgp_peers of IDC "+site.Name)
	case len(s.announced(site)) > limit:
		s.down = s.refuse(s.group.RouteLimit.Range(), fmt.Sprintf("IDC %s announces %d routes, and the limit is %d", site.Name, len(s.announced(site)), limit), "fewer routes, or a higher route_limit")
	}
}

func (g *BGPGroup) localASN() int { return g.LocalASN.Or(defaultLocalASN) }

// announced are the blocks that a site announces in a session.
func (s *speech) announced(site *IDC) []netip.Prefix {
	if s.site != nil && s.site.Announces.Present() {
		return values(s.site.Announces)
	}
	return values(site.Prefixes)
}

// speaks reports whether a VBR has a BGP session over a port.
func (l *lowering) speaks(v *VBR, q *port) bool {
	return slices.ContainsFunc(l.speeches(v), func(s speech) bool { return s.down == nil && s.port == q })
}

// bgp makes the BGP sessions of a VBR: with a site across the circuit only
// (routing d; H).
func (l *lowering) bgp(v *VBR) {
	site := v.IDC.V.To
	if site == nil {
		return
	}
	p := l.vbrs[v]
	networks := l.networksOf(v)
	for _, s := range l.speeches(v) {
		e := placed("BGP peer "+s.peer.Name+" of VBR "+v.Name, s.peer.Key, v.Key)
		own := fabric.Session{
			Element: e, From: l.announcements(v, site, &s), Link: s.port.link, Own: true,
			Enter: []fabric.TableID{l.idcs[site].table}, ASN: uint32(site.ASN.V), Inactive: s.down,
		}
		if s.site != nil {
			if n := s.site.Prepend.V; n > 0 {
				own.Import = []fabric.RoutePolicy{{Element: e, Prepend: slices.Repeat([]uint32{uint32(site.ASN.V)}, n)}}
			}
		}
		for _, t := range [2]fabric.TableID{p.table, p.inward} {
			own.To = t
			l.b.Session(own)
		}
		// Of what comes over BGP a site prefers the highest local preference, and the
		// fabric the lowest.
		local := localPreference
		if s.site != nil {
			local = s.site.LocalPreference.Or(localPreference)
		}
		told := fabric.Session{
			Element: e, From: p.table, To: l.idcs[site].table, Link: s.port.link, ASN: uint32(s.group.localASN()), Inactive: s.down,
			Export: l.told(v), Import: []fabric.RoutePolicy{{Element: e, Preference: new(math.MaxUint32 + 1 - local)}},
		}
		l.b.Session(told)
		told.From, told.Own, told.Export, told.Enter = networks, true, nil, []fabric.TableID{p.table}
		l.b.Session(told)
	}
}

// announcements are what a site tells a VBR, as a table of its own: packets that
// follow them enter the table of its routers.
func (l *lowering) announcements(v *VBR, site *IDC, s *speech) fabric.TableID {
	e := fabric.Element{Label: "what IDC " + site.Name + " announces to VBR " + v.Name, At: site.Key}
	if s.site != nil {
		e.At = s.site.Key
	}
	to := l.idcs[site]
	t := l.b.Table(fabric.Table{Element: e, Domain: to.domain})
	for _, b := range s.announced(site) {
		l.b.Route(t, fabric.Route{
			Element: fabric.Element{Label: b.String() + " of IDC " + site.Name + ", by BGP", At: e.At},
			Prefix:  b, Kind: fabric.Local, Announced: fabric.Learned, Announce: true,
			Target: fabric.ToTable(to.table, fabric.None), Exit: l.vbrs[v].domain, Place: regionOf(&v.Resource).Name,
		})
	}
	return t
}

// networksOf are the blocks that a VBR announces to its site by hand.
func (l *lowering) networksOf(v *VBR) fabric.TableID {
	p := l.vbrs[v]
	e := placed("the BGP networks of VBR "+v.Name, v.BGPNetworks.Range(), v.Key)
	t := l.b.Table(fabric.Table{Element: e, Domain: p.domain})
	for _, b := range values(v.BGPNetworks) {
		l.b.Route(t, fabric.Route{
			Element: fabric.Element{Label: "BGP network " + b.String() + " of VBR " + v.Name, At: e.At},
			Prefix:  b, Kind: fabric.Local, Announced: fabric.Learned, Announce: true,
			Target: fabric.ToTable(p.table, fabric.None), Exit: l.exitOf(v, b),
		})
	}
	return t
}

// exitOf is the network that a BGP network of a VBR is of: that behind the router
// interface where the VBR's own route leads.
func (l *lowering) exitOf(v *VBR, b netip.Prefix) fabric.DomainID {
	exit, bits := l.vbrs[v].domain, -1
	for _, r := range v.Routes.All() {
		i, ok := (*RouterInterface)(nil), false
		if to := r.NextHop.V.To; to != nil {
			i, ok = to.Object.(*RouterInterface)
		}
		if !ok || !r.Destination.V.Overlaps(b) || r.Destination.V.Bits() <= bits || i.Opposite.V.To == nil {
			continue
		}
		if far := i.Opposite.V.To.Router.V.To; far != nil {
			if vpc, ok := far.Object.(*VPC); ok {
				exit, bits = l.vpcs[vpc].domain, r.Destination.V.Bits()
			}
		}
	}
	return exit
}
