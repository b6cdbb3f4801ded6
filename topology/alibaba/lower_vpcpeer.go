package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// peered makes a way into a VPC for what comes over peering connections: it is
// delivered to a vSwitch, or ends. A VPC passes nothing on that comes from a peer
// (routing e; H), and that its cloud services could be used from there is not
// documented (routing e; uncertain).
func (l *lowering) peered(v *VPC) fabric.TableID {
	p := l.vpcs[v]
	if p.arrivals != nil {
		return *p.arrivals
	}
	e := fabric.Element{Label: "the peers' way into VPC " + v.Name, At: v.Key}
	d := l.b.Domain(fabric.Domain{Element: e, Region: regionOf(&v.Resource).Name, Class: classPeering, Entrance: true})
	refuse := func(why string) *fabric.Refusal {
		return &fabric.Refusal{
			Element: e, Code: cloud.CodeNotTransitive, Kind: diag.KindRoute,
			Summary: "VPC " + v.Name + " takes from a peer only what is for its own vSwitches: " + why,
			Needed:  "a peering connection with the VPC of the destination itself, or a CEN that joins the two",
		}
	}
	t := l.b.Table(fabric.Table{Element: e, Domain: d, NoRoute: refuse("peering is not transitive")})
	l.b.Main(d, t)
	for _, s := range v.VSwitches.All() {
		l.b.Route(t, fabric.Route{
			Element: placed("system route "+s.CIDR.V.String()+" of VPC "+v.Name, s.CIDR.Range(), s.Key),
			Prefix:  s.CIDR.V, Kind: fabric.Local, Target: fabric.ToSegment(l.vsw[s]), Exit: p.domain,
		})
	}
	services := refuse("that a peer could use its cloud services is not documented")
	l.b.Route(t, fabric.Route{
		Element: e, Prefix: serviceAddresses, Kind: fabric.Local, Target: fabric.ToDrop(services), Exit: l.regions[regionOf(&v.Resource)].service,
	})
	p.arrivals = &t
	return t
}

// peering lets routes of either end lead to the other.
func (l *lowering) peering(p *VPCPeer) {
	e := element(&p.Resource)
	link := l.b.Link(p.link(e))
	l.hops[&p.Resource] = hop{toward: func(v *VPC) hop {
		here, there := p.ends(v)
		switch {
		case !here:
			return l.deadEnd(v, e, fabric.CodeBlackhole, e.Label+" does not join VPC "+v.Name, "a peering connection of VPC "+v.Name)
		case there == nil:
			return l.deadEnd(v, e, fabric.CodeBlackhole, "the other VPC of "+e.Label+" is gone", "a VPC at the other end")
		}
		state, switches := l.peeringState(p)
		if state != peeringActivated {
			h := l.deadEnd(v, placed(e.Label, p.stateAt(), p.Key), cloud.CodePeeringInactive, e.Label+" is in the state "+state+", and only an activated one lets packets pass",
				e.Label+", accepted and activated")
			h.target.Refusal.Kind, h.switches = diag.KindLink, switches
			return h
		}
		return hop{target: fabric.ToTable(l.peered(there), link), switches: switches, exit: &l.vpcs[there].domain}
	}}
}

// deadEnd is where a route of a VPC leads whose next hop stands and is of no use
// to it.
func (l *lowering) deadEnd(v *VPC, e fabric.Element, code diag.Code, why, needed string) hop {
	return hop{
		target: fabric.ToDrop(&fabric.Refusal{Element: e, Code: code, Kind: diag.KindRoute, Summary: why, Needed: needed}),
		exit:   &l.vpcs[v].domain,
	}
}

// stateAt is where the state of a connection is written.
func (p *VPCPeer) stateAt() diag.Range {
	if p.Status.Present() {
		return p.Status.Range()
	}
	return p.Accepted.Range()
}

// peeringState is the state of a connection. Within one account it is accepted by
// itself, and between two it has to be accepted (routing e; H). Whether it is one
// account is not known where only one of the two is written.
func (l *lowering) peeringState(p *VPCPeer) (string, []fabric.SwitchID) {
	if p.Status.Present() {
		return p.Status.V, nil
	}
	same, known := p.whose()
	accepted, switches := same || p.Accepted.V, []fabric.SwitchID(nil)
	if !known {
		var id fabric.SwitchID
		accepted, id = l.ReadBool(p.Accepted, fabric.Switch{
			Element: element(&p.Resource), ID: "accepted of " + p.Ref(), Name: "accepted", Code: "open.peering-accepted",
			Text:    "whether " + element(&p.Resource).Label + " is accepted: the account of only one of its VPCs is written",
			Declare: cloud.At(p.TreePath, "accepted"),
		})
		switches = []fabric.SwitchID{id}
	}
	if accepted {
		return peeringActivated, switches
	}
	return peeringAccepting, switches
}

// link is what a connection carries: between two regions its bandwidth, which has
// no documented default (ruling 14), and within one whatever its VPCs do.
func (p *VPCPeer) link(e fabric.Element) fabric.Link {
	a, b := p.VPC.V.To, p.AcceptingVPC.V.To
	if a == nil || b == nil || regionOf(&a.Resource) == regionOf(&b.Resource) {
		return fabric.Link{Element: e, Plain: true}
	}
	e = placed(e.Label, p.Bandwidth.Range(), p.Key)
	return fabric.Link{Element: e, Rate: int64(p.Bandwidth.V)}
}
