package aws

import (
	"fmt"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// vpcLinks makes the interfaces of VPC links of version 2 (sheet d15; H), and where
// load balancers take what comes by those of version 1 (sheet d12; H).
func (l *lowering) vpcLinks() {
	for _, r := range l.doc.Regions.All() {
		for _, k := range r.VPCLinks.All() {
			if k.version() == 1 {
				for _, ref := range k.Targets.V {
					if b := ref.V.To; b != nil && b.Type.V == network && len(l.nodes[b]) > 0 {
						l.link(b)
					}
				}
				continue
			}
			for _, ref := range k.Subnets.V {
				if s := ref.V.To; s != nil && regionOf(&s.Resource) == r {
					l.linkNodes[k] = append(l.linkNodes[k], l.linkNode(k, s, ref.Range()))
				}
			}
		}
	}
}

func (l *lowering) linkNode(k *VPCLink, s *Subnet, at diag.Range) node {
	label := element(&k.Resource).Label
	i := fabric.Interface{
		Element: placed("the interface of "+label+" in subnet "+s.Name, at, k.Key), Segment: l.subnets[s],
		Addresses: l.pool(s), Chosen: true, Edge: fabric.None,
		Quiet: &fabric.Refusal{
			Element: element(&k.Resource), Code: fabric.CodeNotListening, Kind: diag.KindBackend,
			Summary: label + " takes no connections", Needed: "a destination that listens",
		},
	}
	l.behindACL(s, &i)
	id := l.b.Interface(i)
	if k.SecurityGroups.Present() {
		l.inGroups(&k.Resource, k.SecurityGroups.V, id)
	}
	return node{zone: s.ZoneID.V, subnet: s, at: id}
}

// linked asks by a VPC link.
func (l *lowering) linked(a *apiParts, s Snapshot, i *Integration, b *fabric.Backend) {
	k, why := a.link(s, i)
	if k == nil {
		a.refuse(b, i.ConnectionID.Range(), CodeVPCLinkUnavailable, why, "a VPC link that stands")
		return
	}
	own, open := l.oneAccount(&k.Resource, a.Resource)
	b.Switches = append(b.Switches, open...)
	if at, why := a.unusable(k, own); why != "" {
		e := placed(element(&k.Resource).Label, at, k.Key)
		a.refuseAt(b, e, CodeVPCLinkUnavailable, why, e.Label+", AVAILABLE, in the account and region of the API")
	}
	if k.version() == 1 {
		l.linkedByPrivateLink(a, k, i, b)
	} else {
		l.linkedByInterfaces(a, k, i, b)
	}
}

// link is the VPC link of an integration; nil, and why there is none.
func (a *apiParts) link(s Snapshot, i *Integration) (*VPCLink, string) {
	c := i.ConnectionID.V
	switch {
	case !i.ConnectionID.Present():
		return nil, "no VPC link is named (connection_id)"
	case c.Variable == "":
		if c.Link.To == nil {
			return nil, "VPC link " + c.Link.Text + " is gone"
		}
		return c.Link.To, ""
	}
	v, ok := s.Variables[c.Variable]
	if !ok {
		return nil, "the stage has no variable " + c.Variable + ", which names the VPC link"
	}
	for _, k := range a.gateway.VPCLinks.All() {
		if k.ID.Present() && k.ID.V == v.V || v.V == string(KindVPCLink)+"/"+k.Name {
			return k, ""
		}
	}
	return nil, fmt.Sprintf("there is no VPC link %q, which the stage variable %s names", v.V, c.Variable)
}

// unusable is why a VPC link, of its own account or not, does not work for an API;
// empty: it does (sheet d12, d15; H).
func (a *apiParts) unusable(k *VPCLink, own bool) (at diag.Range, why string) {
	label := element(&k.Resource).Label
	switch {
	case k.Status.Or(statusAvailable) != statusAvailable:
		return k.Status.Range(), label + " is " + k.Status.V
	case regionOf(&k.Resource) != a.gateway.Region:
		return k.Key, label + " is in another region than " + a.label
	case !own:
		return k.Account.Range(), label + " is in another account than " + a.label
	}
	return diag.Range{}, ""
}

// ownedAs reports whether a load balancer is of the account of a VPC link, and so of
// the API's: where that of the link is not written, the API says more.
func (l *lowering) ownedAs(a *apiParts, k *VPCLink, lb *LoadBalancer, b *fabric.Backend) bool {
	as := &k.Resource
	if as.AccountOr("") == "" {
		as = a.Resource
	}
	own, open := l.oneAccount(&lb.Resource, as)
	b.Switches = append(b.Switches, open...)
	return own
}

// linkedByPrivateLink: a link of version 1 is an endpoint service of API Gateway's
// on one network load balancer of the same account and region (sheet d12, d13; H).
// It sends to all nodes, from addresses of API Gateway's own which nobody is told:
// they are any but those of the VPC (sheet c16; H).
func (l *lowering) linkedByPrivateLink(a *apiParts, k *VPCLink, i *Integration, b *fabric.Backend) {
	label := element(&k.Resource).Label
	refuse := func(at diag.Range, why, needed string) {
		a.refuseAt(b, placed(label, at, k.Key), CodeVPCLinkUnavailable, why, needed)
	}
	if len(k.Targets.V) != 1 || k.Targets.V[0].V.To == nil {
		why := fmt.Sprintf("%s of version 1 has %d targets", label, len(k.Targets.V))
		if len(k.Targets.V) == 1 {
			why = "the load balancer " + k.Targets.V[0].V.Text + " of " + label + " is gone"
		}
		refuse(k.Targets.Range(), why, "one network load balancer as its target")
		return
	}
	ref := k.Targets.V[0]
	lb := ref.V.To
	name := element(&lb.Resource).Label
	own := l.ownedAs(a, k, lb, b)
	switch {
	case !a.rest:
		refuse(k.Key, label+" is of version 1, which leads REST APIs only", "a VPC link of version 2")
	case i.Target.Present():
		refuse(i.Target.Range(), label+" is of version 1, and has its load balancer itself", "no integration_target, or a VPC link of version 2")
	case lb.Type.V != network:
		refuse(ref.Range(), label+" is of version 1, and "+name+" is no network load balancer", "a network load balancer as its target")
	case regionOf(&lb.Resource) != a.gateway.Region:
		refuse(ref.Range(), name+" is in another region than "+label+", so the link cannot be made", "a load balancer of the same account and region")
	case !own:
		refuse(ref.Range(), name+" is another account's than "+label+", so the link cannot be made", "a load balancer of the same account and region")
	}
	if s := l.doc.offeredBy(lb); s != nil {
		refuse(ref.Range(), name+" is behind "+element(&s.Resource).Label+" already, and a load balancer is behind one endpoint service only, so the link fails",
			"a load balancer of its own for the VPC link")
	}
	parts := l.links[lb]
	if parts == nil || len(parts.faces) == 0 {
		refuse(ref.Range(), name+" takes nothing by PrivateLink", "a network load balancer that stands in a subnet")
		return
	}
	b.From = l.senderTo(a.gateway, lb, parts)
	b.To = interfacesOf(parts.faces)
}

// offeredBy is the endpoint service that a load balancer is behind; nil: none.
func (d *Document) offeredBy(lb *LoadBalancer) *EndpointService {
	for _, r := range d.Regions.All() {
		for _, s := range r.EndpointServices.All() {
			if slices.ContainsFunc(s.LoadBalancers.V, func(v value[scenario.Ref[LoadBalancer]]) bool { return v.V.To == lb }) && s.State.V != "Deleted" {
				return s
			}
		}
	}
	return nil
}

// senderTo is API Gateway, as a load balancer sees it by PrivateLink.
func (l *lowering) senderTo(g *gatewayParts, lb *LoadBalancer, parts *privateLink) fabric.InterfaceID {
	key := "sender to " + lb.Ref()
	if ids, ok := g.faces[key]; ok {
		return ids[0]
	}
	id := l.b.Interface(fabric.Interface{
		Element: fabric.Element{Label: "API Gateway in region " + g.Name, At: lb.Key}, Segment: parts.segment,
		Addresses: notOf(vpcOf(&lb.Resource)), Chosen: true, Edge: fabric.None,
	})
	g.faces[key] = []fabric.InterfaceID{id}
	return id
}

// linkedByInterfaces: a link of version 2 has interfaces in subnets, from which a
// load balancer is asked as from anywhere in the VPC (sheet d15; H). Which of them
// is used is not told, so each must work.
func (l *lowering) linkedByInterfaces(a *apiParts, k *VPCLink, i *Integration, b *fabric.Backend) {
	lb := i.Target.V.To
	label := element(&k.Resource).Label
	switch {
	case lb == nil:
		why := "no load balancer is named (integration_target), which " + label + " of version 2 needs"
		if i.Target.Present() {
			why = "load balancer " + i.Target.V.Text + " is gone"
		}
		a.refuse(b, i.Target.Range(), CodeVPCLinkUnavailable, why, "integration_target: the load balancer")
		return
	case len(l.linkNodes[k]) == 0:
		a.refuse(b, k.Subnets.Range(), CodeVPCLinkUnavailable, label+" stands in no subnet", "subnets for its network interfaces")
		return
	case len(l.nodes[lb]) == 0:
		a.refuse(b, i.Target.Range(), CodeVPCLinkUnavailable, element(&lb.Resource).Label+" stands in no subnet", "a load balancer that stands in a subnet")
		return
	}
	if !l.ownedAs(a, k, lb, b) {
		a.refuse(b, i.Target.Range(), CodeVPCLinkUnavailable, element(&lb.Resource).Label+" is another account's than "+label, "a load balancer of the same account")
	}
	b.From = a.gateway.at
	b.To = l.entrancesOf(a.gateway, k, lb, b)
}

// entrancesOf are, inside of API Gateway, the interfaces of a link: what is sent
// to one of them goes on from there to the load balancer.
func (l *lowering) entrancesOf(g *gatewayParts, k *VPCLink, lb *LoadBalancer, b *fabric.Backend) []fabric.InterfaceID {
	key := fmt.Sprintf("%s to %s %s %s %s", k.Ref(), lb.Ref(), b.Service.Text(), b.Call.Scheme, b.Call.Host)
	if ids, ok := g.faces[key]; ok {
		return ids
	}
	var ids []fabric.InterfaceID
	for _, n := range l.linkNodes[k] {
		real := l.b.InterfaceAt(n.at)
		e := real.Element
		ids = append(ids, l.b.Interface(fabric.Interface{
			Element: e, Segment: g.inside, Addresses: slices.Clone(real.Addresses), Chosen: true, Edge: fabric.None,
			Listeners: []fabric.Listener{{
				Element: e, Service: packet.Service{Protocol: b.Service.Protocol, Ports: b.Service.Ports},
				Relay: []fabric.Backend{{
					Element: element(&lb.Resource), From: n.at, Start: fabric.None, To: l.answering(lb), Service: b.Service, Transparent: true,
				}},
			}},
		}))
	}
	g.faces[key] = ids
	return ids
}

// answering are the nodes that the name of a load balancer leads to: not those in
// zones without a target (sheet f6; M), but where no zone has one.
func (l *lowering) answering(lb *LoadBalancer) []fabric.InterfaceID {
	var with []fabric.InterfaceID
	for _, n := range l.nodes[lb] {
		if !l.bare[n.at] {
			with = append(with, n.at)
		}
	}
	if with == nil {
		return interfacesOf(l.nodes[lb])
	}
	return with
}
