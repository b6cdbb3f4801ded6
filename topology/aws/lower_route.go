package aws

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// routes adds the static routes of a VPC's tables: what they lead to stands by
// now.
func (l *lowering) routes(v *VPC) {
	for _, t := range v.RouteTables.All() {
		for _, r := range routesOf(v, t) {
			l.route(v, t, r)
		}
	}
}

// route adds one route, or one for each entry of its prefix list. Of one prefix a
// CIDR route goes before one of a prefix list (sheet a4, a6; H).
func (l *lowering) route(v *VPC, t *RouteTable, r *Route) {
	base := fabric.Route{Kind: fabric.Static, Announced: fabric.Static}
	if e := endpointOf(r); e != nil {
		base.Target, base.Exit, base.Inactive = l.toGatewayService(r, e)
	} else {
		base.Target, base.Exit, base.Switches = l.target(v, r)
	}
	if r.Destination.Present() {
		base.Element = fabric.Element{Label: "route " + r.Destination.V.String() + " of route table " + t.Name, At: r.Key}
		base.Prefix = r.Destination.V
		if why := narrowerThanLocal(v, r, base.Prefix, base.Element); why != nil {
			base.Inactive = why
		}
		l.b.Route(l.vpcs[v].tables[t], base)
		return
	}
	list := r.PrefixList.V.To
	if list == nil {
		return
	}
	base.Preference = 1
	for _, p := range distinct(list.Entries.V) {
		one := base
		one.Element = fabric.Element{Label: "route " + p.String() + " (prefix list " + list.Name + ") of route table " + t.Name, At: r.Key}
		one.Prefix = p
		if why := narrowerThanLocal(v, r, p, one.Element); why != nil {
			one.Inactive = why
		}
		var drawn []fabric.SwitchID
		one.Order, drawn = l.drawn(v, t, r, p)
		one.Switches = append(drawn, base.Switches...)
		l.b.Route(l.vpcs[v].tables[t], one)
	}
}

// narrowerThanLocal: a route inside a block of the VPC is taken only for a whole
// subnet, and only to a NAT gateway, a network interface or a gateway load
// balancer endpoint (sheet a3; H).
func narrowerThanLocal(v *VPC, r *Route, p netip.Prefix, e fabric.Element) *fabric.Refusal {
	inside := slices.ContainsFunc(v.blocks(), func(b value[netip.Prefix]) bool { return cloud.Within(p, b.V) })
	if !inside {
		return nil
	}
	subnet := slices.ContainsFunc(v.Subnets.All(), func(s *Subnet) bool { return s.CIDR.V == p })
	if subnet && takesLocal(r) {
		return nil
	}
	return &fabric.Refusal{
		Element: e, Code: fabric.CodeShadowed, Kind: diag.KindRoute,
		Summary: "a route inside a block of the VPC is for a whole subnet, and leads to a NAT gateway, an instance or an endpoint: AWS refuses this one",
		Needed:  "no such route, or one for a whole subnet",
	}
}

func takesLocal(r *Route) bool {
	if to := cmp.Or(r.Target.V.To, r.Target.V.Gone); to != nil {
		return to.Kind == KindNATGateway || to.Kind == KindInstance || to.Kind == KindNetworkInterface
	}
	return r.TargetType.V == "network_interface" || r.TargetType.V == "vpc_endpoint"
}

// drawn: of two prefix lists with one CIDR and different targets AWS picks one
// (sheet a6; H), and which is not known.
func (l *lowering) drawn(v *VPC, t *RouteTable, r *Route, p netip.Prefix) (int, []fabric.SwitchID) {
	var rivals []*Route
	for _, o := range routesOf(v, t) {
		if list := o.PrefixList.V.To; list != nil && slices.Contains(distinct(list.Entries.V), p) {
			rivals = append(rivals, o)
		}
	}
	if len(rivals) < 2 {
		return 0, nil
	}
	s := fabric.Switch{
		Element: element(&t.Resource), Name: "prefix list", Code: CodePrefixListOrder,
		ID:   "prefix list for " + p.String() + " of " + t.Ref(),
		Text: "which of the routes by prefix list for " + p.String() + " route table " + t.Name + " uses",
	}
	for _, o := range rivals {
		s.Values = append(s.Values, o.Name)
	}
	first, id := l.Read(s)
	if rivals[first].Name == r.Name {
		return 0, []fabric.SwitchID{id}
	}
	return 1, []fabric.SwitchID{id}
}

// target is where a route leads, the network whose addresses are there, and the
// switches on which that hangs.
func (l *lowering) target(v *VPC, r *Route) (fabric.Target, fabric.DomainID, []fabric.SwitchID) {
	own := l.vpcs[v].domain
	e := element(&r.Resource)
	drop := func(f fabric.Refusal) (fabric.Target, fabric.DomainID, []fabric.SwitchID) {
		return fabric.ToDrop(&f), own, nil
	}
	to := r.Target.V.To
	switch {
	case r.State.V == blackhole:
		return drop(gone(placed(e.Label, r.State.Range(), r.Key), e.Label+" is a blackhole: its target is gone or unusable"))
	case r.TargetType.Present():
		return drop(unfollowed(placed(e.Label, r.TargetType.Range(), r.Key), r.TargetType.V))
	case to == nil:
		return drop(gone(placed(e.Label, r.Target.Range(), r.Key), "the target of "+e.Label+" is gone, so it is a blackhole"))
	}
	switch to := to.Object.(type) {
	case *Peering:
		target, exit := l.peering(v, r, to)
		return target, exit, nil
	case *Instance:
		target, switches := l.toMachine(r, to.SourceDestCheck, forwarder(&to.Resource, to.IPForwarding, to.Stateful))
		return target, own, switches
	case *NetworkInterface:
		target, switches := l.toMachine(r, to.SourceDestCheck, forwarder(&to.Resource, to.IPForwarding, to.Stateful))
		return target, own, switches
	case *InternetGateway:
		if t, ok := l.igws[to]; ok {
			return fabric.ToTable(t, fabric.None), l.internet.Domain, nil
		}
		return drop(gone(element(&to.Resource), element(&to.Resource).Label+" is not attached: VPC "+v.Name+" has another"))
	case *NATGateway:
		if id, ok := l.nats[to]; ok {
			return fabric.ToGateway(id), l.internet.Domain, nil
		}
		return drop(gone(placed(element(&to.Resource).Label, to.State.Range(), to.Key), element(&to.Resource).Label+" is not available, so the route is a blackhole"))
	default:
		return drop(unfollowed(placed(e.Label, r.Target.Range(), r.Key), string(r.Target.V.To.Kind)))
	}
}

// gone: a route whose target is unusable still takes the packets that match it
// (sheet a8 H, a9 M).
func gone(e fabric.Element, why string) fabric.Refusal {
	return fabric.Refusal{Element: e, Code: fabric.CodeBlackhole, Kind: diag.KindRoute, Summary: why, Needed: "a target that stands"}
}

func unfollowed(e fabric.Element, target string) fabric.Refusal {
	return fabric.Refusal{
		Element: e, Code: cloud.Unfollowed(target), Kind: diag.KindUnknown,
		Summary: e.Label + " leads to what netsim does not follow: " + target,
		Needed:  "a target that netsim follows",
	}
}

// toMachine hands packets to a machine. It takes what is for itself; what is not
// its own an interface drops, unless the check is off (sheet a14; H), and then it
// is for the operating system to forward it.
func (l *lowering) toMachine(r *Route, check value[bool], f cloud.Forwarder) (fabric.Target, []fabric.SwitchID) {
	e := element(&r.Resource)
	m, ok := l.machines[f.Resource]
	if !ok {
		why := gone(placed(e.Label, r.Target.Range(), r.Key), e.Label+" leads to "+f.Label+", which stands nowhere")
		return fabric.ToDrop(&why), nil
	}
	if check.Or(true) {
		return cloud.NotForwarding(m.at, placed(f.Label, check.Range(), f.Key),
			e.Label+" hands it to "+f.Label+", which drops what is not its own: its source/destination check is on",
			"source_dest_check: false, and an operating system that forwards; or another target"), nil
	}
	forwards, id := l.Forwards(f)
	if !forwards {
		return cloud.NotForwarding(m.at, placed(e.Label, r.Target.Range(), r.Key),
			e.Label+" hands it to "+f.Label+", which does not forward packets for others", "a target that forwards, or no such route"), []fabric.SwitchID{id}
	}
	hop, ok := l.hops[f.Resource]
	if !ok {
		stateful, open := l.Remembers(f)
		hop = l.b.Hop(fabric.Hop{
			Element: element(f.Resource), In: m.at, Out: m.at, Table: l.b.SegmentAt(l.subnets[m.subnet]).Table,
			Device: m.at, Stateful: stateful, StatefulSwitches: []fabric.SwitchID{open},
		})
		l.hops[f.Resource] = hop
	}
	return fabric.ToHop(hop), []fabric.SwitchID{id}
}

func forwarder(r *scenario.Resource, forwards, stateful value[bool]) cloud.Forwarder {
	return cloud.Forwarder{Resource: r, Label: element(r).Label, IPForwarding: forwards, Stateful: stateful}
}

// peering leads to the VPC at the other end, which delivers what is for itself
// and nothing else: a peering is not transitive (sheet a21, a23, a24; H).
func (l *lowering) peering(v *VPC, r *Route, c *Peering) (fabric.Target, fabric.DomainID) {
	e := element(&c.Resource)
	own := l.vpcs[v].domain
	drop := func(f fabric.Refusal) (fabric.Target, fabric.DomainID) { return fabric.ToDrop(&f), own }
	here, there := c.ends(v)
	switch {
	case !here:
		return drop(gone(placed(e.Label, r.Target.Range(), r.Key), e.Label+" does not join VPC "+v.Name))
	case there == nil:
		return drop(gone(e, "the other VPC of "+e.Label+" is gone"))
	case c.Status.V != peeringActive:
		f := gone(placed(e.Label, c.Status.Range(), c.Key), e.Label+" is "+c.Status.V+", so the route is a blackhole")
		f.Code, f.Kind, f.Needed = cloud.CodePeeringInactive, diag.KindLink, e.Label+", accepted and active"
		return drop(f)
	case overlapping(v, there) != "":
		f := gone(e, fmt.Sprintf("%s cannot be: %s", e.Label, overlapping(v, there)))
		f.Code, f.Kind, f.Needed = cloud.CodePeeringInactive, diag.KindLink, "VPCs whose blocks do not overlap"
		return drop(f)
	}
	p := l.vpcs[there]
	link := l.b.Link(fabric.Link{Element: e, Plain: true})
	return fabric.ToTable(p.arrivals, link), p.domain
}

// ends reports whether a VPC is at one end, and which one is at the other.
func (c *Peering) ends(v *VPC) (here bool, there *VPC) {
	switch v {
	case c.Requester.V.To:
		return true, c.Accepter.V.To
	case c.Accepter.V.To:
		return true, c.Requester.V.To
	}
	return false, nil
}

// overlapping says which blocks of two VPCs overlap, or nothing.
func overlapping(a, b *VPC) string {
	for _, x := range a.blocks() {
		for _, y := range b.blocks() {
			if x.V.Overlaps(y.V) {
				return fmt.Sprintf("block %s of VPC %s overlaps block %s of VPC %s", x.V, a.Name, y.V, b.Name)
			}
		}
	}
	return ""
}

// distinct are the entries of a prefix list, each once, in order.
func distinct(entries []value[netip.Prefix]) []netip.Prefix {
	var out []netip.Prefix
	for _, e := range entries {
		out = append(out, e.V)
	}
	slices.SortFunc(out, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	return slices.Compact(out)
}
