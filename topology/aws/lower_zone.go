package aws

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// zones puts what hosted zones say over the names that stand: the public zones,
// and in each VPC the private ones that it is associated with.
func (l *lowering) zones() {
	if l.doc.Zones.Len() == 0 {
		return
	}
	l.directory = l.zoneDirectory()
	for _, z := range l.doc.Zones.All() {
		for _, r := range z.Records {
			l.name(z.host(r), z.element(r))
		}
	}
	type found struct {
		name *hostName
		at   *VPC // nil: everybody
		view *fabric.View
		off  *fabric.Refusal
	}
	var all []found
	for _, host := range slices.Sorted(maps.Keys(l.hosts)) {
		n := l.hosts[host]
		if z := l.directory.zone(host, nil); z != nil && l.directory.record(z, host) != nil {
			all = append(all, found{name: n, view: l.seenIn(host, nil, 0)})
		}
		for _, v := range l.directory.asking {
			z := l.directory.zone(host, v)
			if z == nil {
				continue
			}
			f := found{name: n, at: v}
			if f.off = zoneOff(z, v); f.off != nil {
				f.view = l.answer(z, host, v, 0)
			} else {
				f.view = l.seenIn(host, v, 0)
			}
			all = append(all, f)
		}
	}
	for _, f := range all {
		switch {
		case f.at == nil:
			f.name.public = f.view
		case f.off != nil:
			f.name.off(l.vpcs[f.at].domain, f.view.Answers, f.off)
		default:
			f.view.Domains = []fabric.DomainID{l.vpcs[f.at].domain}
			f.name.views = slices.Insert(f.name.views, 0, *f.view)
		}
	}
}

func (z *HostedZone) element(r *Record) fabric.Element {
	return fabric.Element{Label: "record " + z.host(r) + " of " + element(&z.Resource).Label, At: r.Node.Range}
}

// zoneOff is why a VPC does not ask its private zones; nil: it does (sheet f1; H).
// Without its resolver it asks nobody, which is told of every name.
func zoneOff(z *HostedZone, v *VPC) *fabric.Refusal {
	if v.DNSHostnames.V || !v.DNSSupport.Or(true) {
		return nil
	}
	return &fabric.Refusal{
		Element: placed("VPC "+v.Name, v.DNSHostnames.Range(), v.Key), Code: CodePrivateDNSOff, Kind: diag.KindName,
		Summary: "VPC " + v.Name + " has enable_dns_hostnames: false, so it does not ask " + element(&z.Resource).Label,
		Needed:  "enable_dns_hostnames: true",
	}
}

// seenIn is what a name is in a VPC, or to everybody where it is nil. Nil: there
// is no such name.
func (l *lowering) seenIn(host string, v *VPC, depth int) *fabric.View {
	n := l.hosts[host]
	if v != nil {
		z := l.directory.zone(host, v)
		if z != nil && zoneOff(z, v) != nil {
			z = nil
		}
		// Names of endpoints are in zones of AWS's own, which are longer than all but
		// one for the very name.
		if own := l.ownView(n, v); own != nil && (z == nil || z.Domain.V != host) {
			return own
		}
		if z != nil {
			return l.answer(z, host, v, depth)
		}
	}
	z := l.directory.zone(host, nil)
	switch {
	case z != nil && (l.directory.record(z, host) != nil || n == nil || n.public == nil):
		return l.answer(z, host, v, depth)
	case n != nil && n.public != nil:
		return n.public
	}
	return nil
}

// ownView is what AWS itself makes of a name in a VPC, or nil.
func (l *lowering) ownView(n *hostName, v *VPC) *fabric.View {
	if n == nil {
		return nil
	}
	for i := range n.views {
		if slices.Contains(n.views[i].Domains, l.vpcs[v].domain) {
			return &n.views[i]
		}
	}
	return nil
}

// answer is what a zone answers for a name. Where it has no record there is no
// such name, whatever other zones say (sheet f8; M).
func (l *lowering) answer(z *HostedZone, host string, v *VPC, depth int) *fabric.View {
	r := l.directory.record(z, host)
	if r == nil {
		e := placed(element(&z.Resource).Label, recordsRange(z), z.Key)
		return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
			Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
			Summary: e.Label + " answers for " + z.Domain.V + ", and has no record " + host,
			Needed:  "a record " + host + " in " + e.Label,
		})}
	}
	e := z.element(r)
	switch {
	case r.Alias.Present():
		return l.aliasOf(r, e, v, depth)
	case r.Type.V == recordCNAME && len(r.Values.V) > 0:
		return l.led(strings.ToLower(strings.TrimSuffix(r.Values.V[0].V, ".")), e, v, depth)
	}
	view := &fabric.View{}
	for _, a := range r.Values.V {
		at, err := netip.ParseAddr(a.V)
		if err != nil || !at.Is4() {
			continue // told by the check
		}
		if i := l.whoHas(at, v, e); i != fabric.None {
			view.Answers = append(view.Answers, i)
			continue
		}
		view.Gates = append(view.Gates, cloud.Unwritten(e, "has the address "+at.String())...)
	}
	return view
}

func recordsRange(z *HostedZone) diag.Range {
	if f := z.Node.Field("records"); f != nil {
		return f.KeyRange
	}
	return diag.Range{}
}

// led is what a name is that another one leads to.
func (l *lowering) led(host string, e fabric.Element, v *VPC, depth int) *fabric.View {
	if depth == cloud.MostAliases {
		return &fabric.View{Gates: cloud.InCircles(e)}
	}
	if view := l.seenIn(host, v, depth+1); view != nil {
		copied := *view
		return &copied
	}
	if n := l.hosts[host]; n != nil {
		for _, off := range n.offs {
			if v != nil && slices.Contains(off.Domains, l.vpcs[v].domain) {
				return &off
			}
		}
		view := n.others(host)
		return &view
	}
	return &fabric.View{Gates: cloud.Unwritten(e, "has the name "+host)}
}

// aliasOf is what an alias leads to: the addresses of a load balancer or an
// endpoint, as its own name does.
func (l *lowering) aliasOf(r *Record, e fabric.Element, v *VPC, depth int) *fabric.View {
	if r.Alias.V.To == nil {
		return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
			Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
			Summary: e.Label + " is an alias of " + r.Alias.V.Text + ", which is gone",
			Needed:  r.Alias.V.Text,
		})}
	}
	own, to := value[string]{}, []fabric.InterfaceID{}
	switch o := r.Alias.V.To.Object.(type) {
	case *LoadBalancer:
		own, to = o.DNSName, l.ends.Interfaces[&o.Resource]
	case *Endpoint:
		own, to = o.DNSName, interfacesOf(l.endpoints[o])
	}
	if host := strings.ToLower(strings.TrimSuffix(own.V, ".")); own.Present() && l.hosts[host] != nil {
		return l.led(host, e, v, depth)
	}
	if len(to) == 0 {
		return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
			Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
			Summary: e.Label + " is an alias of " + r.Alias.V.To.Ref() + ", which has no addresses",
			Needed:  "an alias of something that stands",
		})}
	}
	return &fabric.View{Answers: to}
}

// whoHas is who has an address that a name leads to: in the VPC that asks, if that
// has such addresses, or else in the one place that has it. None: it is not known.
func (l *lowering) whoHas(a netip.Addr, v *VPC, e fabric.Element) fabric.InterfaceID {
	if isPublic(a) && (v == nil || !v.holds(a)) {
		return l.publicHolder(a, e)
	}
	if v != nil && v.holds(a) {
		return l.holder(a, []*VPC{v}, e)
	}
	var all []*VPC
	l.eachVPC(func(w *VPC) {
		if w.holds(a) {
			all = append(all, w)
		}
	})
	return l.holder(a, all, e)
}

func isPublic(a netip.Addr) bool {
	return slices.ContainsFunc(packet.PublicIPv4(), func(r packet.Addrs) bool { return r.Covers(single(a).Addrs) })
}

// holder is who has a private address in one of several VPCs: an interface with
// this address, or nobody at all. None: more than one may have it.
func (l *lowering) holder(a netip.Addr, of []*VPC, e fabric.Element) fabric.InterfaceID {
	var home *Subnet
	for _, v := range of {
		for _, s := range v.Subnets.All() {
			if s.CIDR.Present() && s.CIDR.V.Contains(a) {
				if home != nil {
					return fabric.None
				}
				home = s
			}
		}
	}
	if home == nil {
		return fabric.None
	}
	chosen := false
	for id, i := range l.b.Interfaces() {
		if i.Segment != l.subnets[home] || !has(i.Addresses, a) {
			continue
		}
		if isSingle(i.Addresses) {
			return fabric.InterfaceID(id)
		}
		chosen = chosen || i.Chosen
	}
	if chosen {
		return fabric.None
	}
	free := fabric.Interface{
		Element: fabric.Element{Label: "the address " + a.String() + " of subnet " + home.Name, At: e.At}, Segment: l.subnets[home],
		Addresses: []fabric.Address{single(a)}, Vacant: true, Edge: fabric.None,
		Quiet: &fabric.Refusal{
			Element: e, Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
			Summary: fmt.Sprintf("%s leads to %s, and nothing in subnet %s has this address", e.Label, a, home.Name),
			Needed:  "something with this address, or another address in the record",
		},
	}
	l.behindACL(home, &free)
	return l.b.Interface(free)
}

// publicHolder is who has a public address: something of the scenario, or else
// somebody on the internet.
func (l *lowering) publicHolder(a netip.Addr, e fabric.Element) fabric.InterfaceID {
	for id, i := range l.b.Interfaces() {
		if i.Segment == l.internet.Segment && i.Alias != nil && isSingle(i.Addresses) && has(i.Addresses, a) {
			return fabric.InterfaceID(id)
		}
	}
	return l.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: a.String() + " on the internet", At: e.At}, Segment: l.internet.Segment,
		Addresses: []fabric.Address{single(a)}, Anything: true, AnySwitch: fabric.None, Edge: fabric.None,
	})
}

// machineNames names what has a public address, where the VPC gives host names:
// by its public name, which leads to the private address in the VPC, and in those
// peered with it that may ask so (sheet f1, f7; H).
func (l *lowering) machineNames(v *VPC) {
	if !v.DNSHostnames.V || !v.DNSSupport.Or(true) {
		return
	}
	name := func(r *scenario.Resource, public value[netip.Addr]) {
		for _, i := range l.ends.Interfaces[r] {
			face, ok := l.ends.Public[i]
			if !ok || !public.Present() {
				continue
			}
			n := l.name(publicName(regionOf(r).Name, public.V), element(r))
			n.leads([]fabric.InterfaceID{face})
			n.in(l.vpcs[v].domain, []fabric.InterfaceID{i})
			for _, c := range l.doc.Peerings.All() {
				if here, there := c.ends(v); here && there != nil && c.RemoteDNS.V && c.Status.V == peeringActive {
					n.in(l.vpcs[there].domain, []fabric.InterfaceID{i})
				}
			}
		}
	}
	for _, i := range v.Instances.All() {
		name(&i.Resource, i.PublicIP)
	}
	for _, i := range v.NetworkInterfaces.All() {
		name(&i.Resource, i.PublicIP)
	}
}

// publicName is the public host name of an address (VPC User Guide, "DNS
// hostnames"; H).
func publicName(region string, a netip.Addr) string {
	host := "ec2-" + strings.ReplaceAll(a.String(), ".", "-")
	if region == "us-east-1" {
		return host + ".compute-1.amazonaws.com"
	}
	return host + "." + region + ".compute.amazonaws.com"
}
