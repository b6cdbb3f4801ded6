package alibaba

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// takeResolvers notes the addresses of a VPC's resolver endpoints.
func (l *lowering) takeResolvers(v *VPC) {
	for _, e := range v.ResolverEndpoints.All() {
		for _, a := range e.IPAddresses.V {
			if s := e.vSwitchOf(a.V); s != nil {
				l.take(s, a)
			}
		}
	}
}

// vSwitchOf is the vSwitch of an endpoint that an address is of, or nil.
func (e *ResolverEndpoint) vSwitchOf(a netip.Addr) *VSwitch {
	for _, ref := range e.VSwitches.V {
		if s := ref.V.To; s != nil && s.CIDR.V.IsValid() && s.CIDR.V.Contains(a) {
			return s
		}
	}
	return nil
}

// resolverEndpoint makes the interfaces by which an endpoint sends queries: they
// stand in vSwitches, behind its security group (grants e.5; the group M).
func (l *lowering) resolverEndpoint(e *ResolverEndpoint) {
	add := func(s *VSwitch, addresses []fabric.Address) {
		i := fabric.Interface{
			Element: element(&e.Resource), Segment: l.vsw[s], Addresses: addresses,
			Chosen: len(addresses) != 1 || !addresses[0].Addrs.Single(), Edge: fabric.None,
		}
		l.behindACL(s, &i)
		id := l.b.Interface(i)
		l.endpoints[e] = append(l.endpoints[e], id)
		l.guarded = append(l.guarded, guarded{at: id, groups: []scenario.Value[scenario.Ref[SecurityGroup]]{e.SecurityGroup}, owner: &e.Resource})
		if g := e.SecurityGroup.V.To; g != nil {
			l.members[g] = append(l.members[g], id)
		}
	}
	if e.IPAddresses.Present() {
		for _, a := range e.IPAddresses.V {
			if s := e.vSwitchOf(a.V); s != nil {
				add(s, []fabric.Address{addressOfIP(a.V)})
			}
		}
		return
	}
	for _, ref := range e.VSwitches.V {
		if s := ref.V.To; s != nil && l.vsw[s] != fabric.None {
			add(s, l.pool(s))
		}
	}
}

// readRules notes which rule forwards what in which VPC: one of the region of its
// endpoint, for VPCs of that region (grants e.5; H).
func (l *lowering) readRules() {
	l.dns.rules = map[zoneOf]*ResolverRule{}
	for _, r := range l.doc.Regions.All() {
		for _, rule := range r.ResolverRules.All() {
			if e := rule.Endpoint.V.To; e != nil && regionOf(&e.Resource) != r {
				continue
			}
			for _, ref := range rule.VPCs.V {
				v := ref.V.To
				if v == nil || regionOf(&v.Resource) != r {
					continue
				}
				if at := (zoneOf{v, rule.ZoneName.V}); l.dns.rules[at] == nil {
					l.dns.rules[at] = rule
				}
			}
		}
	}
}

// forwarded is what a name is that a rule forwards: what the name servers answer
// that the endpoint asks.
func (l *lowering) forwarded(host string, rule *ResolverRule, depth int) *fabric.View {
	e := element(&rule.Resource)
	endpoint := rule.Endpoint.V.To
	if endpoint == nil || len(l.endpoints[endpoint]) == 0 {
		at := placed(e.Label, rule.Endpoint.Range(), rule.Key)
		return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
			Element: at, Code: cloud.CodeNotResolvable, Kind: diag.KindName, Symptom: fabric.SymptomResolver,
			Summary: "the endpoint of " + e.Label + " is gone, so names of " + rule.ZoneName.V + " are not forwarded",
			Needed:  "an outbound endpoint for " + e.Label,
		})}
	}
	var servers []nameServer
	for _, f := range rule.ForwardIPs {
		if f.IP.Present() {
			servers = append(servers, nameServer{f.IP.V, uint16(f.Port.Or(dnsPort))})
		}
	}
	return l.askServers(host, e, place{vpc: endpoint.vpc()}, l.endpoints[endpoint], servers, depth)
}

// vpc is the VPC that an endpoint stands in.
func (e *ResolverEndpoint) vpc() *VPC { return e.Enclosing(KindVPC).Object.(*VPC) }

// nameServer is an address that is asked for names.
type nameServer struct {
	addr netip.Addr
	port uint16
}

// askServers is what a name is that is asked of name servers in turn, by some
// interfaces that stand in a place.
func (l *lowering) askServers(host string, e fabric.Element, at place, from []fabric.InterfaceID, servers []nameServer, depth int) *fabric.View {
	if depth >= cloud.MostAliases {
		return &fabric.View{Gates: cloud.InCircles(e)}
	}
	ask := fabric.Ask{Element: e, From: from}
	var answer *fabric.View
	var said *IDC
	for _, s := range servers {
		if answer == nil {
			ask.Service = packet.Service{Protocol: packet.Protocol(packet.UDP), Ports: packet.Port(s.port)}
		}
		i, site := l.serverAt(s.addr, at, e)
		if i == fabric.None {
			continue
		}
		ask.To = append(ask.To, i)
		switch {
		case site == nil:
		case answer == nil:
			answer, said = l.ofSite(host, site, depth+1), site
			if answer == nil {
				answer = l.unknownHost(host, site)
			}
		case said != site:
			answer = &fabric.View{Answers: answer.Answers, Gates: cloud.Closed(unwrittenServer(e, "asks name servers of several sites, which may answer differently"))}
		}
	}
	switch {
	case len(ask.To) == 0:
		return &fabric.View{Gates: cloud.Closed(unwrittenServer(e, "asks name servers that are not in the scenario"))}
	case answer == nil:
		answer = &fabric.View{Gates: cloud.Closed(unwrittenServer(e, "asks something of which it is not written what names it knows"))}
	}
	answer.Asks = append([]fabric.Ask{ask}, answer.Asks...)
	return answer
}

// serverAt is who has the address of a name server, and the site whose it is; nil
// if it is none that is written.
func (l *lowering) serverAt(a netip.Addr, at place, e fabric.Element) (fabric.InterfaceID, *IDC) {
	for _, i := range l.doc.IDCs.All() {
		if i.Resolver != nil && i.Resolver.Address.V == a && l.idcs[i].resolver != fabric.None {
			return l.idcs[i].resolver, i
		}
	}
	return l.whoHas(a, at, e), nil
}

func unwrittenServer(e fabric.Element, what string) *fabric.Refusal {
	return &fabric.Refusal{
		Element: e, Code: CodeOutsideResolver, Kind: diag.KindUnknown,
		Summary: e.Label + " " + what, Needed: "the name server of a site, with the names that it knows",
	}
}

// siteResolver makes the name server of a site: one of its hosts, or a machine of
// its own.
func (l *lowering) siteResolver(i *IDC) {
	p := l.idcs[i]
	p.resolver = fabric.None
	if i.Resolver == nil || !i.Resolver.Address.Present() {
		return
	}
	for _, h := range i.Hosts.All() {
		if h.Address.V == i.Resolver.Address.V {
			p.resolver = l.ends.Interfaces[&h.Resource][0]
			return
		}
	}
	e := placed("the name server of IDC "+i.Name, i.Resolver.Address.Range(), i.Key)
	p.resolver = l.b.Interface(fabric.Interface{
		Element: e, Segment: p.segment, Addresses: []fabric.Address{addressOfIP(i.Resolver.Address.V)}, Edge: fabric.None,
		Listeners: []fabric.Listener{
			{Element: e, Service: packet.Service{Protocol: packet.Protocol(packet.UDP), Ports: packet.Port(dnsPort)}},
			{Element: e, Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(dnsPort)}},
		},
	})
}

func siteRecord(i *IDC, r *SiteRecord) fabric.Element {
	return fabric.Element{Label: "record " + r.Host + " of the name server of IDC " + i.Name, At: r.At}
}

// inSite is what a name is to the hosts of a site, which ask its name server.
func (l *lowering) inSite(host string, i *IDC) *fabric.View {
	view := l.ofSite(host, i, 0)
	if view == nil {
		view = l.unknownHost(host, i)
	}
	if r := l.idcs[i].resolver; r != fabric.None {
		ask := fabric.Ask{
			Element: l.b.InterfaceAt(r).Element, To: []fabric.InterfaceID{r},
			Service: packet.Service{Protocol: packet.Protocol(packet.UDP), Ports: packet.Port(dnsPort)},
		}
		view.Asks = append([]fabric.Ask{ask}, view.Asks...)
	}
	return view
}

// unknownHost is a private name that a site's name server does not know, nor
// forward.
func (l *lowering) unknownHost(host string, i *IDC) *fabric.View {
	e := placed("the name server of IDC "+i.Name, i.Resolver.Node.Range, i.Key)
	return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
		Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: e.Label + " has no record " + host + " and forwards no zone that it is of",
		Needed:  "a record " + host + ", or a forward to name servers that know it",
	})}
}

// ofSite is what a name is to the name server of a site. Nil: nothing that it
// knows, and nothing to public name servers.
func (l *lowering) ofSite(host string, i *IDC, depth int) *fabric.View {
	at := place{site: i}
	for n := range i.Resolver.Records {
		r := &i.Resolver.Records[n]
		if r.Host != host {
			continue
		}
		view, e := &fabric.View{}, siteRecord(i, r)
		for _, v := range r.Values.V {
			if !v.V.Address.IsValid() {
				return l.led(v.V.Host, e, at, depth)
			}
			l.leadsTo(view, v.V.Address, at, e)
		}
		return view
	}
	if f := i.Resolver.forward(host); f != nil {
		return l.forward(host, i, f, depth)
	}
	return l.publicly(host)
}

// forward is the forward of a name server for a name: the one of the longest
// zone. nil: it has none.
func (r *SiteResolver) forward(host string) *SiteForward {
	for _, domain := range cloud.Zones(host) {
		n := slices.IndexFunc(r.Forwards, func(f *SiteForward) bool { return f.Zone.V == domain })
		if n >= 0 {
			return r.Forwards[n]
		}
	}
	return nil
}

// forward is what a name is that a site's name server asks others for.
func (l *lowering) forward(host string, i *IDC, f *SiteForward, depth int) *fabric.View {
	e := fabric.Element{Label: "the forward of " + f.Zone.V + " of IDC " + i.Name, At: f.Node.Range}
	var servers []nameServer
	for _, a := range f.To.V {
		if a.Present() {
			servers = append(servers, nameServer{a.V, dnsPort})
		}
	}
	if slices.ContainsFunc(servers, func(s nameServer) bool { return slices.Contains(privateZoneServers, s.addr) }) {
		return l.askPrivateZone(host, i, e, servers, depth)
	}
	return l.askServers(host, e, place{site: i}, []fabric.InterfaceID{l.idcs[i].resolver}, servers, depth)
}
