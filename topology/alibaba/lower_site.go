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

// siteParts is an on-premises site on the network.
type siteParts struct {
	domain  fabric.DomainID
	table   fabric.TableID // of its routers
	segment fabric.SegmentID
}

func (l *lowering) eachSite(do func(*IDC)) {
	for _, i := range l.doc.IDCs.All() {
		do(i)
	}
}

// site makes the network of a site. Its hosts reach each other directly; what
// leaves it is looked up in the table of its routers.
func (l *lowering) site(i *IDC) {
	p := &siteParts{}
	l.idcs[i] = p
	p.domain = l.b.Domain(fabric.Domain{Element: element(&i.Resource), Class: classSite})
	p.table = l.b.Table(fabric.Table{
		Element: fabric.Element{Label: "the routers of IDC " + i.Name, At: i.Key}, Domain: p.domain, Multipath: true, ASN: uint32(i.ASN.V),
		Outside: &fabric.Refusal{
			Element: element(&i.Resource), Code: fabric.CodeInternet, Kind: diag.KindUnknown,
			Summary: "whether IDC " + i.Name + " has a way to the internet is not modelled",
			Needed:  "a way that netsim models",
		},
	})
	l.b.Main(p.domain, p.table)
	p.segment = l.b.Segment(fabric.Segment{Element: element(&i.Resource), Domain: p.domain, Table: p.table, Direct: true})
	for _, b := range i.Prefixes.V {
		if b.Present() {
			l.b.Route(p.table, fabric.Route{
				Element: placed("the block "+b.V.String()+" of IDC "+i.Name, b.Range(), i.Key),
				Prefix:  b.V, Kind: fabric.Local, Target: fabric.ToSegment(p.segment), Exit: p.domain,
			})
		}
	}
}

// siteHosts makes the interfaces of a site: of its hosts, and one for the
// addresses that nobody has.
func (l *lowering) siteHosts(i *IDC) {
	p := l.idcs[i]
	var free []packet.Addrs
	for _, b := range values(i.Prefixes) {
		free = append(packet.Without(free, fabric.AddressesOf(b).Addrs), fabric.AddressesOf(b).Addrs)
	}
	for _, h := range i.Hosts.All() {
		a := addressOfIP(h.Address.V)
		free = packet.Without(free, a.Addrs)
		iface := fabric.Interface{
			Element: element(&h.Resource), Segment: p.segment, Addresses: []fabric.Address{a}, Edge: fabric.None,
		}
		l.Listen(h.machine(i), &iface)
		id := l.b.Interface(iface)
		end := fabric.Host{Element: element(&h.Resource), Via: []fabric.Via{{Prefix: anywhere, Interface: id}}}
		for _, r := range []*scenario.Resource{&h.Resource, &i.Resource} {
			l.ends.Interfaces[r] = append(l.ends.Interfaces[r], id)
			l.ends.Hosts[r] = append(l.ends.Hosts[r], end)
		}
	}
	rest := l.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: "unoccupied addresses of IDC " + i.Name, At: i.Key},
		Segment: p.segment, Addresses: ofIPv4(free), Vacant: true, Edge: fabric.None,
		Quiet: &fabric.Refusal{
			Element: element(&i.Resource), Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
			Summary: "nothing in IDC " + i.Name + " has this address",
			Needed:  "a host with this address",
		},
	})
	l.ends.Free[&i.Resource] = rest
	l.siteFirewall(i, append(slices.Clone(l.ends.Interfaces[&i.Resource]), rest))
}

// machine is a host as what services listen on.
func (h *SiteHost) machine(i *IDC) cloud.Machine {
	m := cloud.Machine{Resource: &h.Resource, Kind: kindNames[KindSiteHost], Listens: h.Listens, Address: h.Address, PoolOf: kindNames[KindIDC]}
	if b := i.around(h.Address.V); b != nil {
		m.Pool = *b
	}
	return m
}

// around is the block of a site that an address is in, or nil.
func (i *IDC) around(a netip.Addr) *scenario.Value[netip.Prefix] {
	for n := range i.Prefixes.V {
		if b := &i.Prefixes.V[n]; b.Present() && a.IsValid() && b.V.Contains(a) {
			return b
		}
	}
	return nil
}

// beyond stands for everything that sites reach over their circuits: static
// routes of theirs do not say which of it they lead to.
func (l *lowering) beyond() fabric.DomainID {
	d := fabric.Domain{Element: fabric.Element{Label: "what lies behind circuits"}, Class: classBeyond}
	for _, r := range l.doc.Regions.All() {
		d.Behind = append(d.Behind, l.regions[r].service)
		for _, v := range r.VPCs.All() {
			d.Behind = append(d.Behind, l.vpcs[v].domain)
		}
	}
	for _, i := range l.doc.IDCs.All() {
		d.Behind = append(d.Behind, l.idcs[i].domain)
	}
	return l.b.Domain(d)
}

// siteRoutes adds the static routes of a site: to a VBR by each of its ports, and
// of those to one destination the ones of the lowest preference are used side by
// side.
func (l *lowering) siteRoutes(i *IDC) {
	if i.Routes.Len() == 0 {
		return
	}
	p, exit := l.idcs[i], l.beyond()
	for _, r := range i.Routes.All() {
		e := fabric.Element{Label: "static route " + r.Destination.V.String() + " of IDC " + i.Name, At: r.Key}
		rt := fabric.Route{
			Element: e, Prefix: r.Destination.V, Kind: fabric.Static, Announced: fabric.Static,
			Exit: exit, Preference: r.preference(), Place: r.Name,
		}
		to := r.NextHop.V.To
		switch {
		case to == nil:
			rt.Target = gone(e, r.NextHop)
			l.b.Route(p.table, rt)
		case to.Kind == KindVBR:
			l.toVBR(i, to.Object.(*VBR), r, rt)
		default:
			l.byOther(p, to, r, rt)
		}
	}
}

// byOther adds a static route of a site to something that is no VBR.
func (l *lowering) byOther(p *siteParts, to *scenario.Resource, r *SiteRoute, rt fabric.Route) {
	h, ok := l.siteHops[to]
	if !ok {
		h.target = fabric.ToDrop(&fabric.Refusal{
			Element: placed(rt.Label, r.NextHop.Range(), r.Key), Code: cloud.Unfollowed(string(to.Kind)), Kind: diag.KindUnknown,
			Summary: rt.Label + " leads to a next hop that netsim does not follow: " + element(to).Label,
			Needed:  "a next hop that netsim follows",
		})
	}
	rt.Target, rt.Switches, rt.Inactive = h.target, h.switches, h.inactive
	if h.exit != nil {
		rt.Exit = *h.exit
	}
	l.b.Route(p.table, rt)
}

// toVBR adds a static route of a site that leads to a VBR, by each of its ports.
// A line that is broken keeps its route, and so its share of the packets, unless a
// health check watches it.
func (l *lowering) toVBR(i *IDC, v *VBR, r *SiteRoute, rt fabric.Route) {
	p, q := l.idcs[i], l.vbrs[v]
	if v.IDC.V.To != i {
		rt.Target = fabric.ToDrop(&fabric.Refusal{
			Element: placed(rt.Label, r.NextHop.Range(), r.Key), Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
			Summary: "VBR " + v.Name + " is not joined to IDC " + i.Name,
			Needed:  "a VBR whose idc is " + i.Name,
		})
		l.b.Route(p.table, rt)
		return
	}
	for n := range q.ports {
		line := &q.ports[n]
		one := rt
		one.Target = fabric.ToTable(q.table, line.link)
		if line.broken != nil {
			one.Target = fabric.ToDrop(line.broken)
			one.Inactive, one.Switches = l.siteGivesUp(v, line)
		}
		l.b.Route(p.table, one)
	}
}
