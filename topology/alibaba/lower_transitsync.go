package alibaba

import (
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// unsynchronized is why a network does not learn the routes of the table that it
// is associated with, or nil, and the switches on which that hangs (routing b.3,
// 2, and its limits; H).
func (l *lowering) unsynchronized(j *joinParts) (*fabric.Refusal, []fabric.SwitchID) {
	x := &fabric.Refusal{
		Element: placed(element(&j.Resource).Label, j.AutoPublish.Range(), j.Key), Code: CodeNotSynchronized, Kind: diag.KindRoute,
	}
	v := j.VPC.V.To
	switch {
	case v == nil:
		x.Summary = "attachment " + j.Name + " does not synchronize routes"
		x.Needed = "auto_publish_route_enabled: true in attachment " + j.Name
		if j.AutoPublish.Or(j.VPNConnection.Present()) {
			return nil, nil
		}
		return x, nil
	case !j.AutoPublish.V:
		x.Summary = "VPC " + v.Name + " does not learn the routes of transit router " + j.router.Name + ": attachment " + j.Name + " does not synchronize routes"
		x.Needed = "auto_publish_route_enabled: true in attachment " + j.Name + ", or a custom route of VPC " + v.Name + " to it"
		return x, nil
	}
	if c := l.basicCEN(v); c != nil {
		x.Summary = "VPC " + v.Name + " does not synchronize routes with transit router " + j.router.Name + ": it is also on CEN " + c.Name + " of Basic Edition"
		x.Needed = "VPC " + v.Name + ", detached from CEN " + c.Name + ", or a custom route of the VPC to attachment " + j.Name
		return x, nil
	}
	for _, g := range v.VPNGateways.All() {
		if g.AutoPropagate.V {
			x.Summary = "VPC " + v.Name + " does not synchronize routes with transit router " + j.router.Name + ": VPN gateway " + g.Name + " brings it routes by BGP"
			x.Needed = "VPN gateway " + g.Name + " without auto_propagate, or a custom route of VPC " + v.Name + " to attachment " + j.Name
			return x, nil
		}
	}
	return l.oneSource(j, v, x)
}

// basicCEN is a CEN of Basic Edition that a VPC is on, or nil.
func (l *lowering) basicCEN(v *VPC) *CEN {
	for _, c := range l.doc.CENs.All() {
		if c.couldAttach(v) {
			return c
		}
	}
	return nil
}

// oneSource: a VPC on several transit routers synchronizes routes with one of
// them (routing b.3; H). Which was first cannot be written, so it is a switch.
func (l *lowering) oneSource(j *joinParts, v *VPC, x *fabric.Refusal) (*fabric.Refusal, []fabric.SwitchID) {
	s := fabric.Switch{
		Element: element(&v.Resource), ID: "route synchronization of " + v.Ref(), Name: "route_synchronization", Code: "open.route-synchronization", Ruling: 25,
		Text: "which of the transit routers that VPC " + v.Name + " is on it synchronizes routes with: the cloud refuses the second",
	}
	mine := 0
	for _, r := range l.eachRouter() {
		for _, a := range r.Attachments.All() {
			o := l.joins[a]
			if o == nil || a.VPC.V.To != v || o.inactive != nil || !a.AutoPublish.V {
				continue
			}
			if a == j.TransitAttachment {
				mine = len(s.Values)
			}
			s.Values = append(s.Values, a.Ref())
		}
	}
	if len(s.Values) < 2 {
		return nil, nil
	}
	first, id := l.Read(s)
	if first == mine {
		return nil, []fabric.SwitchID{id}
	}
	x.Summary = "VPC " + v.Name + " synchronizes routes by " + s.Values[first] + ", and it does so with one transit router only"
	x.Needed = "auto_publish_route_enabled: true in attachment " + j.Name + " only, or a custom route of VPC " + v.Name + " to it"
	return x, []fabric.SwitchID{id}
}

// tablePolicies are the route policies of a route table in a direction, by
// priority (routing b.4; H).
func (l *lowering) tablePolicies(r *routerParts, t *TransitRouteTable, direction string) []fabric.RoutePolicy {
	return l.policiesOf(r.cen, direction, func(p *RoutePolicy) bool {
		if p.Region.V.To == nil || p.Region.V.To != r.region {
			return false
		}
		return r.cen.policyTable(p) == t
	})
}
