package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

func (c *checker) gateways(r *Region) {
	var cidrs []cloud.Written[netip.Prefix]
	for _, g := range r.APIGateways.All() {
		for _, p := range g.VPCEgressCIDRs.V {
			if p.Present() && !c.NotIPv4(p, "an outbound block of "+named(&g.Resource)) {
				cidrs = append(cidrs, cloud.Written[netip.Prefix]{What: p.V, Name: named(&g.Resource), At: p.Range()})
			}
		}
		c.bound(r, g)
		c.ingress(g)
		for _, a := range g.VPCAccess.All() {
			c.vpcAccess(r, g, a)
		}
		for _, group := range g.Groups.All() {
			c.apiGroup(g, group)
		}
	}
	cloud.Overlapping(cidrs, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("outbound block %q of %s overlaps %q of %s", second.What, second.Name, first.What, first.Name),
			"An address of the region's cloud services belongs to one instance. Write the blocks that the console shows for each.",
			cloud.See(first.At, "the other block")...)
	})
}

// bound: one VPC of its own region is bound to a dedicated instance (grants
// c.2; H). The shared instance takes no binding.
func (c *checker) bound(r *Region, g *APIGateway) {
	if g.Type.V == shared {
		const why = "The shared instance takes calls from every VPC of its region and from no other, so this is inactive. Remove it, or use a dedicated instance."
		if g.ClientVPC.Present() {
			c.Warn(g.ClientVPC.Range(), fmt.Sprintf("%s is shared and binds no client VPC", named(&g.Resource)), why, cloud.See(g.Type.Range(), "the type")...)
		}
		if e := g.Node.Field("ingress"); e != nil {
			c.Warn(e.KeyRange, fmt.Sprintf("%s is shared and has no ingress of its own", named(&g.Resource)), why, cloud.See(g.Type.Range(), "the type")...)
		}
		return
	}
	v := g.ClientVPC.V.To
	if v == nil {
		return
	}
	if home := regionOf(&v.Resource); home != r {
		c.Warn(g.ClientVPC.Range(), fmt.Sprintf("%s is in region %q, so it is not bound to %s", named(&v.Resource), home.Name, named(&g.Resource)),
			"Only a VPC of the gateway's own region can be bound, so the binding is inactive. Bind a VPC of region \""+r.Name+"\", and join the callers' VPC to it by a CEN.",
			cloud.See(v.Key, "the VPC")...)
	}
}

// ingress checks the address that callers in VPCs reach (ruling 1).
func (c *checker) ingress(g *APIGateway) {
	in, v := g.Ingress, g.ClientVPC.V.To
	if in == nil || g.Type.V == shared {
		return
	}
	if s := in.VSwitch.V.To; s != nil && v != nil && vpcOf(&s.Resource) != &v.Resource {
		c.Refuse(in.VSwitch.Range(), fmt.Sprintf("%s is of %s, and the client VPC of %s is %q", named(&s.Resource), named(vpcOf(&s.Resource)), named(&g.Resource), v.Name),
			"The gateway takes an address in the VPC that is bound to it. Name a vSwitch of "+named(&v.Resource)+".",
			cloud.See(g.ClientVPC.Range(), "the client VPC")...)
	}
	if !in.Address.Present() {
		return
	}
	cidrs := values(g.VPCEgressCIDRs)
	outbound := slices.ContainsFunc(cidrs, func(p netip.Prefix) bool { return p.Contains(in.Address.V) })
	switch in.Mode.V {
	case serviceCIDR:
		if len(cidrs) > 0 && !outbound {
			c.Refuse(in.Address.Range(), fmt.Sprintf("address %q is in no outbound block of %s", in.Address.V, named(&g.Resource)),
				"In the mode service_cidr the VPC subdomain resolves to an address of `vpc_egress_cidrs`. Write one of these, or leave the address out.",
				cloud.See(g.VPCEgressCIDRs.Range(), "the outbound blocks")...)
		}
	case vpcPrivateIP:
		c.privateAddress(g, v)
	default:
		if len(cidrs) > 0 && v != nil && !outbound && !inBlocks(v, in.Address.V) {
			c.Refuse(in.Address.Range(), fmt.Sprintf("address %q is neither an outbound address of %s nor one of %s", in.Address.V, named(&g.Resource), named(&v.Resource)),
				"The VPC subdomain resolves to one of these. Write such an address, or leave it out.",
				append(cloud.See(g.VPCEgressCIDRs.Range(), "the outbound blocks"), cloud.See(g.ClientVPC.Range(), "the client VPC")...)...)
		}
	}
}

func inBlocks(v *VPC, a netip.Addr) bool {
	return slices.ContainsFunc(v.blocks(), func(p netip.Prefix) bool { return p.Contains(a) })
}

// privateAddress: in the mode vpc_private_ip the address is one of a vSwitch of
// the client VPC.
func (c *checker) privateAddress(g *APIGateway, v *VPC) {
	a, whose := g.Ingress.Address, "the ingress of "+named(&g.Resource)
	if v == nil {
		return
	}
	if !inBlocks(v, a.V) {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is not in %s", a.V, whose, named(&v.Resource)),
			"In the mode vpc_private_ip the VPC subdomain resolves to an address of the client VPC. Write one of a vSwitch there, or leave it out.",
			cloud.See(v.CIDR.Range(), "the block of the VPC")...)
		return
	}
	s := g.Ingress.VSwitch.V.To
	if s == nil || vpcOf(&s.Resource) != &v.Resource {
		s = vSwitchWith(v, a.V)
	}
	if s == nil {
		c.Warn(a.Range(), fmt.Sprintf("address %q of %s is in no vSwitch of %s", a.V, whose, named(&v.Resource)),
			"Without a vSwitch that has the address nothing stands there, so the gateway is not reached. Write an address of a vSwitch, or add the vSwitch.",
			cloud.See(v.Key, "the client VPC")...)
		return
	}
	c.address(a, whose, s)
}

func vSwitchWith(v *VPC, a netip.Addr) *VSwitch {
	for _, s := range v.VSwitches.All() {
		if s.CIDR.V.Contains(a) {
			return s
		}
	}
	return nil
}

// ingressAddresses are the addresses that gateways are written to hold in a VPC.
func (c *checker) ingressAddresses(v *VPC) (list []cloud.Written[netip.Addr]) {
	for _, r := range c.doc.Regions.All() {
		for _, g := range r.APIGateways.All() {
			in := g.Ingress
			if in != nil && g.Type.V != shared && g.ClientVPC.V.To == v && in.Mode.V == vpcPrivateIP && in.Address.Present() {
				list = append(list, cloud.Written[netip.Addr]{What: in.Address.V, Name: named(&g.Resource), At: in.Address.Range()})
			}
		}
	}
	return list
}

// vpcAccess: an authorization holds for a target of the VPC, in the gateway's
// region and account (grants c.6, c.7; H). The cloud refuses others (ruling 26).
func (c *checker) vpcAccess(r *Region, g *APIGateway, a *VPCAccess) {
	v := a.VPC.V.To
	if v == nil {
		return
	}
	inactive := func(at *scenario.Node, why, mend string, place *scenario.Resource) {
		c.Warn(at.Range, named(&a.Resource)+" is inactive: "+why,
			"The cloud refuses such an authorization, so the backend is not reached by it. "+mend, cloud.See(place.Key, "%s", named(place))...)
	}
	if home := regionOf(&v.Resource); home != r {
		inactive(a.VPC.Node, fmt.Sprintf("%s is in region %q, and %s is not", named(&v.Resource), home.Name, named(&g.Resource)),
			"Authorize a VPC of the gateway's region that leads to the target.", &v.Resource)
	} else if v.AccountOr("") != g.AccountOr("") {
		inactive(a.VPC.Node, fmt.Sprintf("%s is of another account than %s", named(&v.Resource), named(&g.Resource)),
			"Authorize a VPC of the gateway's account.", &v.Resource)
	}
	if t := a.Target.V.Ref.To; t != nil && vpcOf(t) != &v.Resource {
		inactive(a.Target.Node, fmt.Sprintf("%s is not in %s", named(t), named(&v.Resource)),
			"Name a target in that VPC, or authorize the VPC that the target is in.", t)
	}
}
