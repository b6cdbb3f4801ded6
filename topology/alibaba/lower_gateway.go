package alibaba

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// gatewayParts is an API gateway on the network.
type gatewayParts struct {
	*APIGateway
	region *Region
	// egress is where its connections to backends come from.
	egress fabric.InterfaceID
	// ingress is where callers in VPCs reach it, with the switches on which that
	// hangs; public where callers on the internet do.
	ingress  []fabric.InterfaceID
	switches []fabric.SwitchID
	public   fabric.InterfaceID
	// unknown is why its addresses are not known, or nil.
	unknown *fabric.Refusal
	// placeless is why it has no address that callers in VPCs could reach.
	placeless *fabric.Refusal
	// shared are names that lead to it, also those that no group has.
	shared map[string]fabric.NameID
}

func (l *lowering) apiGateway(r *Region, g *APIGateway) {
	p := &gatewayParts{APIGateway: g, region: r, shared: map[string]fabric.NameID{}}
	l.egressOf(p)
	l.ingressOf(p)
	p.public = l.b.Interface(l.gatewayInterface(p, l.internet.Segment, publicAddresses()))
	l.b.InterfaceAt(p.public).Chosen = true
	for _, i := range append(slices.Clone(p.ingress), p.public) {
		l.dns.fronts[i] = p
	}
	for _, group := range g.Groups.All() {
		l.apiGroup(p, group)
	}
}

// gatewayInterface takes calls on ports 80 and 443.
func (l *lowering) gatewayInterface(p *gatewayParts, s fabric.SegmentID, addresses []fabric.Address) fabric.Interface {
	e := element(&p.Resource)
	i := fabric.Interface{
		Element: e, Segment: s, Addresses: addresses,
		Chosen: len(addresses) != 1 || !addresses[0].Addrs.Single(),
		Edge:   fabric.None,
		Quiet: &fabric.Refusal{
			Element: e, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
			Summary: "API gateway " + p.Name + " takes calls on tcp/80 and tcp/443 only",
			Needed:  "a call on tcp/80 or tcp/443",
		},
	}
	if v := p.clientVPC(); v != nil {
		i.Edge = l.vpcs[v].domain
	}
	for _, port := range [2]uint16{80, 443} {
		i.Listeners = append(i.Listeners, fabric.Listener{
			Element: e, Calls: true,
			Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(port)},
		})
	}
	return i
}

// egressOf puts the gateway's outbound addresses on the region's cloud service
// network (grants c.3; H).
func (l *lowering) egressOf(p *gatewayParts) {
	var addresses []fabric.Address
	for _, c := range values(p.VPCEgressCIDRs) {
		addresses = append(addresses, fabric.AddressesOf(c))
		l.serviceRoute(p, c)
	}
	segment := l.regions[p.region].segment
	if len(addresses) == 0 {
		// The addresses of an instance are shown in its console only; those of the
		// shared instance are not promised to stay (grants c.3, h2.2).
		segment, addresses = l.otherServices(p.region)
		p.unknown = &fabric.Refusal{
			Element: element(&p.Resource), Code: "open.vpc-egress-cidrs", Kind: diag.KindUnknown,
			Summary: "the outbound addresses of API gateway " + p.Name + " are not written",
			Needed:  "vpc_egress_cidrs, as the console shows them",
		}
		if e := p.Node.Field("vpc_egress_cidrs"); e != nil {
			p.unknown.At = e.KeyRange
		}
	}
	p.egress = l.b.Interface(l.gatewayInterface(p, segment, addresses))
	l.b.InterfaceAt(p.egress).Chosen = true
}

// serviceRoute delivers a gateway's addresses in the region's service network.
func (l *lowering) serviceRoute(p *gatewayParts, c netip.Prefix) {
	parts := l.regions[p.region]
	l.b.Route(parts.table, fabric.Route{
		Element: placed("the addresses "+c.String()+" of API gateway "+p.Name, p.VPCEgressCIDRs.Range(), p.Key),
		Prefix:  c, Kind: fabric.Local, Target: fabric.ToSegment(parts.segment), Exit: parts.service,
	})
}

// ingressOf is where the VPC subdomain leads: by the mode an address of the
// outbound addresses, or one in the client VPC (ruling 1). Naming a vSwitch
// alone decides no mode.
func (l *lowering) ingressOf(p *gatewayParts) {
	in := p.Ingress
	if in == nil {
		in = &Ingress{}
	}
	mode := 0
	if p.Type.V != shared {
		s := fabric.Switch{
			Element: placed(element(&p.Resource).Label, in.Mode.Range(), p.Key),
			ID:      "ingress.mode of " + p.Ref(), Name: "ingress.mode", Code: "open.ingress-mode", Ruling: 1,
			Values: []string{serviceCIDR, vpcPrivateIP}, Declared: in.Mode.Present(),
			Text:    "the VPC subdomain of API gateway " + p.Name + " resolves to an address of its outbound addresses (service_cidr), or to a private address in its client VPC (vpc_private_ip)",
			Declare: cloud.At(p.TreePath, "ingress.mode", serviceCIDR, vpcPrivateIP),
		}
		if in.Mode.V == vpcPrivateIP {
			s.Value = 1
		}
		var id fabric.SwitchID
		mode, id = l.Read(s)
		p.switches = append(p.switches, id)
	}
	if mode == 1 {
		l.privateIngress(p, in)
		return
	}
	cidrs := values(p.VPCEgressCIDRs)
	switch {
	case in.Address.Present() && len(cidrs) > 0:
		i := l.gatewayInterface(p, l.regions[p.region].segment, []fabric.Address{addressOfIP(in.Address.V)})
		p.ingress = append(p.ingress, l.b.Interface(i))
	case len(cidrs) > 1:
		s := fabric.Switch{
			Element: element(&p.Resource), ID: "ingress.cidr of " + p.Ref(), Name: "ingress.address",
			Code: "open.ingress-address", Ruling: 1,
			Text: "which of its outbound CIDR blocks the VPC subdomain of API gateway " + p.Name + " resolves into",
		}
		var addresses []string
		for _, c := range cidrs {
			s.Values = append(s.Values, c.String())
			addresses = append(addresses, c.Addr().Next().String())
		}
		s.Declare = cloud.At(p.TreePath, "ingress.address", addresses...)
		n, id := l.Read(s)
		p.switches = append(p.switches, id)
		i := l.gatewayInterface(p, l.regions[p.region].segment, []fabric.Address{fabric.AddressesOf(cidrs[n])})
		p.ingress = append(p.ingress, l.b.Interface(i))
	default:
		p.ingress = append(p.ingress, p.egress)
		if p.Type.V == dedicated && len(cidrs) == 0 {
			p.placeless = p.unknown
		}
	}
}

// takeIngress notes a private address that a gateway has in its client VPC.
func (l *lowering) takeIngress(g *APIGateway) {
	if g.Ingress == nil || g.ClientVPC.V.To == nil {
		return
	}
	for _, s := range g.ClientVPC.V.To.VSwitches.All() {
		if a := g.Ingress.Address; a.Present() && s.CIDR.V.Contains(a.V) {
			l.take(s, a)
		}
	}
}

// privateIngress: ingress.address, or any address of ingress.vswitch, or with
// neither any of any vSwitch of the client VPC (ruling 1).
func (l *lowering) privateIngress(p *gatewayParts, in *Ingress) {
	v := p.clientVPC()
	if v == nil {
		p.ingress = append(p.ingress, p.egress)
		p.placeless = l.unbound(p)
		return
	}
	for _, s := range v.VSwitches.All() {
		switch {
		case in.Address.Present() && s.CIDR.V.Contains(in.Address.V):
			p.ingress = append(p.ingress, l.ingressIn(p, s, []fabric.Address{addressOfIP(in.Address.V)}))
		case in.Address.Present(), in.VSwitch.Present() && in.VSwitch.V.To != s:
		default:
			p.ingress = append(p.ingress, l.ingressIn(p, s, l.pool(s)))
		}
	}
	if len(p.ingress) == 0 {
		p.ingress = append(p.ingress, p.egress)
		p.placeless = l.unbound(p)
		p.placeless.Summary = "API gateway " + p.Name + " has no vSwitch in VPC " + v.Name + " to take an address from"
		p.placeless.Needed = "a vSwitch in the client VPC"
	}
}

// ingressIn is a private address of a gateway in a vSwitch.
func (l *lowering) ingressIn(p *gatewayParts, s *VSwitch, addresses []fabric.Address) fabric.InterfaceID {
	i := l.gatewayInterface(p, l.vsw[s], addresses)
	l.behindACL(s, &i)
	return l.b.Interface(i)
}

// unbound is why callers in VPCs do not get in (grants c.2; H).
func (l *lowering) unbound(p *gatewayParts) *fabric.Refusal {
	r := &fabric.Refusal{
		Element: element(&p.Resource), Code: CodeClientVPCUnbound, Kind: diag.KindGate,
		Summary: "API gateway " + p.Name + " has no client VPC bound to it",
		Needed:  "the VPC that calls come through, bound to the gateway as its client VPC",
	}
	if c := p.ClientVPC; c.Present() {
		r.At = c.Range()
		if c.V.To == nil {
			r.Summary = "VPC " + c.V.Text + ", bound to API gateway " + p.Name + ", is gone"
		} else {
			r.Summary = "only VPC " + c.V.To.Name + " is bound to API gateway " + p.Name + ", and the call comes through another network"
		}
	}
	return r
}

// clientVPC is the VPC bound to a dedicated instance, or nil. Only one of the
// gateway's own region can be (grants c.2; H); another is bound in vain (ruling
// 26).
func (p *gatewayParts) clientVPC() *VPC {
	v := p.ClientVPC.V.To
	if v == nil || p.Type.V == shared || regionOf(&v.Resource) != p.region {
		return nil
	}
	return v
}
