package alibaba

import (
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// routerInterfaces lets routes of VPCs lead over router interfaces, and makes a
// way into each VPC for what comes over one.
func (l *lowering) routerInterfaces() {
	for _, region := range l.doc.Regions.All() {
		for _, r := range region.RouterInterfaces.All() {
			l.hops[&r.Resource] = hop{toward: func(v *VPC) hop {
				return l.toInterface(&r.Resource, &v.Resource, element(&r.Resource))
			}}
			if to := r.Router.V.To; to != nil && to.Kind == KindVPC {
				l.byInterface(to.Object.(*VPC))
			}
		}
	}
}

// toInterface is where a route of a router leads that has a router interface as
// its next hop: to the router at the other end of the pair, and no further
// (routing d; H).
func (l *lowering) toInterface(to, router *scenario.Resource, e fabric.Element) hop {
	r := to.Object.(*RouterInterface)
	drop := func(x *fabric.Refusal) hop { return hop{target: fabric.ToDrop(x)} }
	if r.Router.V.To != router {
		return drop(&fabric.Refusal{
			Element: e, Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
			Summary: element(to).Label + " does not stand on " + element(router).Label,
			Needed:  "a router interface of " + element(router).Label,
		})
	}
	if x, _ := apart(l.doc, r); x != nil {
		return drop(x)
	}
	far := r.Opposite.V.To.Router.V.To
	link := l.b.Link(fabric.Link{Element: element(to), Plain: true})
	if v, ok := far.Object.(*VPC); ok {
		return hop{target: fabric.ToTable(l.byInterface(v), link), exit: &l.vpcs[v].domain}
	}
	v := far.Object.(*VBR)
	h := hop{target: fabric.ToTable(l.vbrs[v].inward, link), exit: &l.vbrs[v].domain}
	h.inactive, h.switches = l.lineCheck(r, v)
	return h
}

// apart is why a router interface joins nothing, or nil: both ends name each
// other and are active, one asks and the other is asked, a VBR's asks, and no
// other pair joins the two routers (routing d; H).
func apart(doc *Document, r *RouterInterface) (x *fabric.Refusal, why string) {
	refuse := func(at, else_ diag.Range, why, needed string) (*fabric.Refusal, string) {
		return &fabric.Refusal{
			Element: placed(element(&r.Resource).Label, at, else_), Code: CodeInterfaceInactive, Kind: diag.KindLink, Summary: why, Needed: needed,
		}, why
	}
	o := r.Opposite.V.To
	if o == nil {
		why := "router interface " + r.Name + " is connected to none"
		if r.Opposite.Present() {
			why = "router interface " + r.Opposite.V.Text + ", the other end of " + r.Name + ", is gone"
		}
		return refuse(r.Opposite.Range(), r.Key, why, "a router interface at the other end")
	}
	if o.Opposite.V.To != r {
		return refuse(o.Opposite.Range(), o.Key, "router interface "+o.Name+" does not name "+r.Name+" as its other end", "two router interfaces that name each other")
	}
	for _, i := range [2]*RouterInterface{r, o} {
		switch to := i.Router.V.To; {
		case to == nil:
			return refuse(i.Router.Range(), i.Key, i.Router.V.Text+", the router of router interface "+i.Name+", is gone", "a router at both ends")
		case i.Status.Or(interfaceActive) != interfaceActive:
			return refuse(i.Status.Range(), i.Key, "router interface "+i.Name+" is in the state "+i.Status.V+", and only an active one passes packets", "both router interfaces, active")
		case to.Kind == KindVBR && i.Role.V != roleInitiator:
			return refuse(i.Role.Range(), i.Key, "router interface "+i.Name+" stands on a VBR and is the acceptor, and a VBR's is always the initiator", "the VBR's router interface as the initiator")
		}
	}
	switch a, b := r.Router.V.To, o.Router.V.To; {
	case r.Role.V == o.Role.V:
		return refuse(o.Role.Range(), o.Key, "router interfaces "+r.Name+" and "+o.Name+" both are the "+r.Role.V, "an initiator and an acceptor")
	case a == b:
		return refuse(r.Router.Range(), r.Key, "router interfaces "+r.Name+" and "+o.Name+" stand on one router", "two routers")
	case a.Kind == KindVBR && b.Kind == KindVBR:
		return refuse(r.Router.Range(), r.Key, "router interfaces "+r.Name+" and "+o.Name+" both stand on VBRs, and one of a pair stands on a VPC", "a VPC at one end")
	}
	if first := firstPair(doc, r, o); first != r && first != o {
		return refuse(r.Router.Range(), r.Key, "router interface "+first.Name+" joins the same two routers already, and the cloud refuses the second pair", "one pair of router interfaces between two routers")
	}
	return nil, ""
}

// firstPair is the initiator of the first pair, by name, that joins the routers
// of a pair.
func firstPair(doc *Document, r, o *RouterInterface) *RouterInterface {
	for _, region := range doc.Regions.All() {
		for _, i := range region.RouterInterfaces.All() {
			to := i.Opposite.V.To
			if to == nil || to.Opposite.V.To != i {
				continue
			}
			ends := []*scenario.Resource{i.Router.V.To, to.Router.V.To}
			if slices.Contains(ends, r.Router.V.To) && slices.Contains(ends, o.Router.V.To) {
				return i
			}
		}
	}
	return r
}

// byInterface makes a way into a VPC for what comes over router interfaces: to its
// vSwitches, its cloud services and its own machines, and not to a third network
// (routing d; H).
func (l *lowering) byInterface(v *VPC) fabric.TableID {
	p := l.vpcs[v]
	if p.byInterface != nil {
		return *p.byInterface
	}
	e := fabric.Element{Label: "the way of router interfaces into VPC " + v.Name, At: v.Key}
	t := l.b.Table(fabric.Table{Element: e, Domain: p.domain, NoRoute: notExtended(element(&v.Resource))})
	p.byInterface = &t
	l.systemRoutes(v, t)
	return t
}

// notExtended is told of what came over a router interface and would go on to a
// third network.
func notExtended(e fabric.Element) *fabric.Refusal {
	return &fabric.Refusal{
		Element: e, Code: CodeInterfaceNotTransitive, Kind: diag.KindLink,
		Summary: e.Label + " passes nothing on to a third network that comes over a router interface",
		Needed:  "a CEN that joins the networks",
	}
}
