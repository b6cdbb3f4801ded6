package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// whoHas is who has an address that a name leads to: in the VPC or the site that
// asks, if that has such addresses, or else in the one place that has it. None:
// it is not known.
func (l *lowering) whoHas(a netip.Addr, at place, e fabric.Element) fabric.InterfaceID {
	home := at.vpc != nil && inBlocks(at.vpc, a) || at.site != nil && at.site.around(a) != nil
	if isPublic(a) && !home {
		return l.onTheInternet(a, e)
	}
	var found []fabric.InterfaceID
	for _, i := range l.dns.holders[a] {
		d := l.b.SegmentAt(l.b.Interfaces()[i].Segment).Domain
		if d != l.internet.Domain && (!home || d == l.domainOf(at)) && !slices.Contains(found, i) {
			found = append(found, i)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) > 1:
		return fabric.None
	}
	return l.freeHolder(a, at, home, e)
}

func (l *lowering) domainOf(at place) fabric.DomainID {
	if at.vpc != nil {
		return l.vpcs[at.vpc].domain
	}
	return l.idcs[at.site].domain
}

// freeHolder is an address of a vSwitch or a site that nothing is written to have:
// nobody, unless the cloud may have given it to somebody. None: it is not known
// which of several, or there is none.
func (l *lowering) freeHolder(a netip.Addr, at place, home bool, e fabric.Element) fabric.InterfaceID {
	var where []*scenario.Resource
	l.eachVPC(func(v *VPC) {
		if home && at.vpc != v {
			return
		}
		for _, s := range v.VSwitches.All() {
			if s.CIDR.Present() && s.CIDR.V.Contains(a) {
				where = append(where, &s.Resource)
			}
		}
	})
	l.eachSite(func(i *IDC) {
		if (!home || at.site == i) && i.around(a) != nil {
			where = append(where, &i.Resource)
		}
	})
	if len(where) != 1 {
		return fabric.None
	}
	free := *l.b.InterfaceAt(l.ends.Free[where[0]])
	asked := addressOfIP(a)
	for _, i := range l.b.Interfaces() {
		if i.Segment == free.Segment && i.Chosen && slices.ContainsFunc(i.Addresses, func(h fabric.Address) bool {
			return h.Family == asked.Family && h.Addrs.Overlaps(asked.Addrs)
		}) {
			return fabric.None
		}
	}
	place := element(where[0]).Label
	free.Element = fabric.Element{Label: "the address " + a.String() + " of " + place, At: e.At}
	free.Addresses = []fabric.Address{asked}
	free.Quiet = &fabric.Refusal{
		Element: e, Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
		Summary: fmt.Sprintf("%s leads to %s, and nothing in %s has this address", e.Label, a, place),
		Needed:  "something with this address, or another address in its place",
	}
	return l.b.Interface(free)
}

// onTheInternet is who has a public address: something of the scenario, or else
// somebody on the internet.
func (l *lowering) onTheInternet(a netip.Addr, e fabric.Element) fabric.InterfaceID {
	for _, i := range l.dns.holders[a] {
		if l.b.Interfaces()[i].Segment == l.internet.Segment {
			return i
		}
	}
	id := l.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: a.String() + " on the internet", At: e.At}, Segment: l.internet.Segment,
		Addresses: []fabric.Address{addressOfIP(a)}, Anything: true, AnySwitch: fabric.None, Edge: fabric.None,
	})
	l.dns.holders[a] = append(l.dns.holders[a], id)
	return id
}
