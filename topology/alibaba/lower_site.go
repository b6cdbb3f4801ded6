package alibaba

import (
	"net/netip"

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
		Element: fabric.Element{Label: "the routers of IDC " + i.Name, At: i.Key}, Domain: p.domain, Multipath: true,
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
	l.ends.Free[&i.Resource] = l.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: "unoccupied addresses of IDC " + i.Name, At: i.Key},
		Segment: p.segment, Addresses: ofIPv4(free), Vacant: true, Edge: fabric.None,
		Quiet: &fabric.Refusal{
			Element: element(&i.Resource), Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
			Summary: "nothing in IDC " + i.Name + " has this address",
			Needed:  "a host with this address",
		},
	})
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
