package alibaba

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// serviceAddresses is where every VPC reaches its region's cloud services
// (routing a, system routes; H).
var serviceAddresses = netip.MustParsePrefix("100.64.0.0/10")

// region makes the networks that a region has of itself.
func (l *lowering) region(r *Region) {
	p := &regionParts{others: fabric.None}
	label := "the cloud service network of " + r.Name
	p.service = l.b.Domain(fabric.Domain{
		Element: fabric.Element{Label: label, At: r.Key}, Region: r.Name, Class: classServiceNetwork, Shared: true,
	})
	p.table = l.b.Table(fabric.Table{
		Element: fabric.Element{Label: label, At: r.Key}, Domain: p.service,
		// A packet to a service of another region ends in the service network of
		// the region it was sent in (ruling 11).
		NoRoute: &fabric.Refusal{
			Element: fabric.Element{Label: label, At: r.Key},
			Code:    CodeServiceRouteMissing, Kind: diag.KindRoute,
			Summary: "it ended in " + label + ", where no service has this address",
			Needed:  "a service route to this address, through a CEN that both ends are attached to",
		},
	})
	l.b.Main(p.service, p.table)
	p.segment = l.b.Segment(fabric.Segment{
		Element: fabric.Element{Label: label, At: r.Key}, Domain: p.service, Table: p.table,
	})
	p.functions = l.b.Domain(fabric.Domain{
		Element: fabric.Element{Label: "the function network of " + r.Name, At: r.Key},
		Region:  r.Name, Class: classFunctionNetwork, Shared: true,
	})
	l.regions[r] = p
}

// otherServices is where the services of a region stand whose addresses are not
// written, and the addresses that these may have: those of 100.64.0.0/10 that no
// gateway is written to have.
func (l *lowering) otherServices(r *Region) (fabric.SegmentID, []fabric.Address) {
	p := l.regions[r]
	if p.others == fabric.None {
		e := fabric.Element{Label: "other services of " + r.Name, At: r.Key}
		p.others = l.b.Segment(fabric.Segment{Element: e, Domain: p.service, Table: p.table})
		l.b.Route(p.table, fabric.Route{
			Element: e, Prefix: serviceAddresses, Kind: fabric.Local, Target: fabric.ToSegment(p.others), Exit: p.service,
		})
	}
	free := []packet.Addrs{addressesOf(serviceAddresses).Addrs}
	for _, region := range l.doc.Regions.All() {
		for _, g := range region.APIGateways.All() {
			for _, c := range values(g.VPCEgressCIDRs) {
				free = without(free, addressesOf(c).Addrs)
			}
		}
	}
	return p.others, ofIPv4(free)
}

// without takes a range out of disjoint ranges.
func without(ranges []packet.Addrs, taken packet.Addrs) []packet.Addrs {
	var left []packet.Addrs
	for _, r := range ranges {
		both, ok := r.Intersect(taken)
		if !ok {
			left = append(left, r)
			continue
		}
		if before, ok := both.From.Prev(); ok && r.From.Compare(both.From) < 0 {
			left = append(left, packet.Addrs{From: r.From, To: before})
		}
		if after, ok := both.To.Next(); ok && both.To.Compare(r.To) < 0 {
			left = append(left, packet.Addrs{From: after, To: r.To})
		}
	}
	return left
}

func ofIPv4(ranges []packet.Addrs) []fabric.Address {
	out := make([]fabric.Address, len(ranges))
	for i, r := range ranges {
		out[i] = fabric.Address{Family: packet.V4, Addrs: r}
	}
	return out
}

// vpc makes a VPC's tables and vSwitches.
func (l *lowering) vpc(v *VPC) {
	r := regionOf(&v.Resource)
	p := &vpcParts{custom: map[*RouteTable]fabric.TableID{}}
	l.vpcs[v] = p
	p.domain = l.b.Domain(fabric.Domain{Element: element(&v.Resource), Region: r.Name, Class: classVPC})
	table := func(e fabric.Element) fabric.TableID {
		return l.b.Table(fabric.Table{
			Element: e, Domain: p.domain, Rejects: vpcRejects, Conflict: &routeConflict,
			// An elastic IP needs no route (routing a, IPv4 gateway), and neither it
			// nor NAT is in the language yet.
			Outside: &fabric.Refusal{
				Element: element(&v.Resource), Code: fabric.CodeInternet, Kind: diag.KindUnknown,
				Summary: "whether anything in VPC " + v.Name + " has a way to the internet, such as an elastic IP, is not modelled",
				Needed:  "a way that netsim models",
			},
		})
	}
	p.main = table(fabric.Element{Label: "the system route table of VPC " + v.Name, At: v.Key})
	l.b.Main(p.domain, p.main)
	for _, t := range v.RouteTables.All() {
		p.custom[t] = table(element(&t.Resource))
	}
	for _, s := range v.VSwitches.All() {
		l.vSwitch(v, p, s)
	}
	for _, s := range v.VSwitches.All() {
		l.eachTable(v, func(t fabric.TableID) {
			l.b.Route(t, fabric.Route{
				Element:  placed("system route "+s.CIDR.V.String()+" of VPC "+v.Name, s.CIDR.Range(), s.Key),
				Prefix:   s.CIDR.V,
				Kind:     fabric.Local,
				Target:   fabric.ToSegment(l.vsw[s]),
				Exit:     p.domain,
				Announce: t == p.main, // b.2: the system routes are published to a CEN by themselves (H)
			})
		})
	}
	l.eachTable(v, func(t fabric.TableID) {
		l.b.Route(t, fabric.Route{
			Element: fabric.Element{Label: "system route " + serviceAddresses.String() + " of VPC " + v.Name, At: v.Key},
			Prefix:  serviceAddresses, Kind: fabric.Local,
			Target: fabric.ToTable(l.regions[r].table, fabric.None), Exit: l.regions[r].service,
		})
	})
}

// eachTable goes through a VPC's route tables.
func (l *lowering) eachTable(v *VPC, do func(fabric.TableID)) {
	p := l.vpcs[v]
	do(p.main)
	for _, t := range v.RouteTables.All() {
		do(p.custom[t])
	}
}

// vpcRejects are the rules by which a VPC refuses learned routes: one equal to
// or inside a vSwitch of its own (routing a, route choice 3; H), and one that a
// custom route has the prefix of (route choice 2; H). 100.64.0.0/10 is never
// learned as such (b.2), and what is narrower is taken (c.1).
var vpcRejects = []fabric.Rejection{
	{Against: fabric.Local, Delivering: true, Within: true, Refusal: fabric.Refusal{
		Code: CodeRouteConflict, Kind: diag.KindRoute,
		Summary: "a VPC takes no learned route that equals or lies inside a vSwitch of its own",
		Needed:  "CIDR blocks that do not overlap",
	}},
	{Against: fabric.Static, Refusal: fabric.Refusal{
		Code: fabric.CodeShadowed, Kind: diag.KindRoute,
		Summary: "a custom route has the same prefix, and goes before a learned one",
		Needed:  "no custom route for this prefix, or one that leads on",
	}},
}

// routeConflict is told of the second of two equal prefixes (b.2; H).
var routeConflict = fabric.Refusal{
	Code: CodeRouteConflict, Kind: diag.KindRoute,
	Summary: "two networks announce the same prefix, and the first attached is used",
	Needed:  "CIDR blocks that differ",
}

func (l *lowering) vSwitch(v *VPC, p *vpcParts, s *VSwitch) {
	table := p.main
	if t := s.RouteTable.V.To; t != nil {
		// A vSwitch whose custom table is gone is back at the system table
		// (routing a, route tables; H).
		if id, ok := p.custom[t]; ok {
			table = id
		}
	}
	l.vsw[s] = l.b.Segment(fabric.Segment{Element: element(&s.Resource), Domain: p.domain, Table: table})
}

// usable are the addresses of a vSwitch that can be given out: the first and
// the last three are the cloud's (routing a; H).
func usable(p netip.Prefix) packet.Addrs {
	_, a := packet.AddrsOfPrefix(p)
	a.From, _ = a.From.Next()
	for range 3 {
		a.To, _ = a.To.Prev()
	}
	return a
}

// pool are the addresses that the cloud may give to somebody in a vSwitch:
// usable ones that nobody has (ruling 19).
func (l *lowering) pool(s *VSwitch) []fabric.Address {
	free := []packet.Addrs{usable(s.CIDR.V)}
	for _, taken := range l.used[s] {
		free = without(free, addressOfIP(taken).Addrs)
	}
	return ofIPv4(free)
}

// takeAddresses notes which addresses of a VPC's vSwitches are given to somebody.
func (l *lowering) takeAddresses(v *VPC) {
	for _, i := range v.Instances.All() {
		l.take(i.VSwitch.V.To, i.PrivateIP)
	}
	for _, b := range v.LoadBalancers.All() {
		l.take(b.VSwitch.V.To, b.Address)
	}
}

// instances makes the interfaces of a VPC's instances, and one for the addresses
// of each vSwitch that nobody has.
func (l *lowering) instances(v *VPC) {
	for _, i := range v.Instances.All() {
		l.instance(i)
	}
	for _, s := range v.VSwitches.All() {
		l.out.Free[&s.Resource] = l.b.Interface(fabric.Interface{
			Element: fabric.Element{Label: "unoccupied addresses of vSwitch " + s.Name, At: s.Key},
			Segment: l.vsw[s], Addresses: l.pool(s),
			Egress: fabric.None, Ingress: fabric.None, Edge: fabric.None,
			Quiet: &fabric.Refusal{
				Element: element(&s.Resource), Code: CodeNobody, Kind: diag.KindEndpoint,
				Summary: "nothing in vSwitch " + s.Name + " has this address",
				Needed:  "an instance with this address",
			},
		})
	}
}

func (l *lowering) take(s *VSwitch, a scenario.Value[netip.Addr]) {
	if s != nil && a.Present() {
		l.used[s] = append(l.used[s], a.V)
	}
}

// host makes a resource that stands in a vSwitch an end of questions, and part
// of the ends that its vSwitch and VPC are.
func (l *lowering) host(r *scenario.Resource, s *VSwitch, i fabric.InterfaceID) {
	h := fabric.Host{Element: element(r), Via: []fabric.Via{{Prefix: anywhere, Interface: i}}}
	for _, end := range []*scenario.Resource{r, &s.Resource, s.Parent} {
		l.out.Interfaces[end] = append(l.out.Interfaces[end], i)
		l.out.Hosts[end] = append(l.out.Hosts[end], h)
	}
}

// displaced is why a resource is no end: what it stood in is gone.
func (l *lowering) displaced(r *scenario.Resource, gone string, at diag.Range) {
	l.out.Refused[r] = &fabric.Refusal{
		Element: placed(element(r).Label, at, r.Key), Code: fabric.CodeRemoved, Kind: diag.KindEndpoint,
		Summary: element(r).Label + " stands nowhere: " + gone + " is gone",
		Needed:  gone,
	}
}

func (l *lowering) instance(i *Instance) {
	s := i.VSwitch.V.To
	if s == nil {
		l.displaced(&i.Resource, "vSwitch "+i.VSwitch.V.Text, i.VSwitch.Range())
		return
	}
	iface := fabric.Interface{
		Element: element(&i.Resource), Segment: l.vsw[s],
		Egress: fabric.None, Ingress: fabric.None, Edge: fabric.None,
	}
	if i.PrivateIP.Present() {
		iface.Addresses = []fabric.Address{addressOfIP(i.PrivateIP.V)}
	} else {
		iface.Addresses, iface.Chosen = l.pool(s), true
	}
	l.listeners(i, &iface)
	id := l.b.Interface(iface)
	l.host(&i.Resource, s, id)
	l.guarded = append(l.guarded, guarded{at: id, groups: i.SecurityGroups.V, owner: &i.Resource})
	for _, g := range i.SecurityGroups.V {
		if g.V.To != nil {
			l.members[g.V.To] = append(l.members[g.V.To], id)
		}
	}
}

// listeners tells what listens on an instance. Absent is assumed to listen,
// [] is nothing (ruling 27).
func (l *lowering) listeners(i *Instance, iface *fabric.Interface) {
	if i.Listens == nil {
		iface.Anything = true
		_, iface.AnySwitch = l.readSwitch(fabric.Switch{
			Element: element(&i.Resource), ID: "listens of " + i.Ref(), Name: "listens", Code: "open.listens",
			Ruling: 27, Values: []string{"assumed"},
			Text: "a service is assumed to listen on " + element(&i.Resource).Label + ", since `listens` is not written",
		})
	}
	for _, ln := range i.Listens {
		if !ln.listensOn(i) {
			continue
		}
		fl := fabric.Listener{
			Element: placed("the listener "+ln.Port.V.Text()+" of instance "+i.Name, ln.Port.Range(), i.Key),
			Service: ln.Port.V,
		}
		if ln.Paths.Present() {
			fl.Paths = []string{}
			for _, p := range ln.Paths.V {
				fl.Paths = append(fl.Paths, PathPattern(p.V))
			}
			fl.PathMiss = &fabric.Refusal{
				Element: placed(fl.Label, ln.Paths.Range(), i.Key), Code: fabric.CodePathNotServed, Kind: diag.KindBackend,
				Summary: fl.Label + " does not answer this path",
				Needed:  "a service that answers the path that the backend is called with",
			}
		}
		iface.Listeners = append(iface.Listeners, fl)
	}
	at := i.Key
	if e := i.Node.Field("listens"); e != nil {
		at = e.KeyRange
	}
	iface.Quiet = &fabric.Refusal{
		Element: fabric.Element{Label: element(&i.Resource).Label, At: at}, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
		Summary: "nothing listens on this port of instance " + i.Name,
		Needed:  "a service that listens on this port, on the instance's private address",
	}
}

// listensOn reports whether a listener takes what is sent to the instance: one
// that is bound to another address, such as 127.0.0.1, does not.
func (ln *Listener) listensOn(i *Instance) bool {
	a := ln.Address
	return !a.Present() || a.V.IsUnspecified() || i.PrivateIP.Present() && a.V == i.PrivateIP.V ||
		!i.PrivateIP.Present() && !a.V.IsLoopback()
}

// customRoutes adds the custom routes of all VPCs: their next hops stand by now.
func (l *lowering) customRoutes() {
	for _, r := range l.doc.Regions.All() {
		for _, v := range r.VPCs.All() {
			p := l.vpcs[v]
			for _, rt := range v.Routes.All() {
				l.customRoute(v, p.main, rt)
			}
			for _, t := range v.RouteTables.All() {
				for _, rt := range t.Routes.All() {
					l.customRoute(v, p.custom[t], rt)
				}
			}
		}
	}
}

func (l *lowering) customRoute(v *VPC, t fabric.TableID, r *Route) {
	prefixes := []netip.Prefix{r.Destination.V}
	if !r.Destination.Present() {
		prefixes = nil
		if list := r.PrefixList.V.To; list != nil {
			for _, e := range list.Entries.V {
				if !slices.Contains(prefixes, e.V) {
					prefixes = append(prefixes, e.V)
				}
			}
		}
	}
	target, switches := l.nextHop(v, r)
	for _, p := range prefixes {
		l.b.Route(t, fabric.Route{
			Element: fabric.Element{Label: "custom route " + p.String() + " of VPC " + v.Name, At: r.Key},
			Prefix:  p, Kind: fabric.Static, Announced: fabric.Static,
			Target: target, Exit: l.vpcs[v].domain, Switches: switches,
			// A route by prefix list cannot be published (routing a, prefix lists; H).
			Announce: r.Published.V && r.Destination.Present() && t == l.vpcs[v].main,
		})
	}
}

// nextHop is where a custom route leads. Of the types of next hops only an
// instance is followed.
func (l *lowering) nextHop(v *VPC, r *Route) (fabric.Target, []fabric.SwitchID) {
	e := element(&r.Resource)
	if t := r.NextHopType; t.Present() && t.V != "instance" {
		return fabric.ToDrop(&fabric.Refusal{
			Element: placed(e.Label, t.Range(), r.Key), Code: diag.Code("unsupported." + kebab(t.V)), Kind: diag.KindUnknown,
			Summary: e.Label + " leads to a next hop that netsim does not follow: " + t.V,
			Needed:  "a next hop that netsim follows",
		}), nil
	}
	hop := r.NextHop.V.To
	if hop == nil {
		return fabric.ToDrop(&fabric.Refusal{
			Element: placed(e.Label, r.NextHop.Range(), r.Key), Code: CodeBlackhole, Kind: diag.KindRoute,
			Summary: "the next hop of " + e.Label + " is gone",
			Needed:  "a next hop that stands",
		}), nil
	}
	forwards, id := l.boolSwitch(hop.IPForwarding, fabric.Switch{
		Element: element(&hop.Resource), ID: "ip_forwarding of " + hop.Ref(), Name: "ip_forwarding",
		Code: "open.ip-forwarding",
		Text: "whether instance " + hop.Name + " forwards packets for others",
	})
	if forwards {
		return fabric.ToDrop(&fabric.Refusal{
			Element: element(&hop.Resource), Code: "unsupported.forwarding-instance", Kind: diag.KindUnknown,
			Summary: "instance " + hop.Name + " forwards packets, and netsim does not follow them through it",
			Needed:  "a route that netsim follows",
		}), []fabric.SwitchID{id}
	}
	return fabric.ToDrop(&fabric.Refusal{
		Element: placed(e.Label, r.NextHop.Range(), r.Key), Code: CodeNextHopDrops, Kind: diag.KindRoute,
		Summary: e.Label + " hands it to instance " + hop.Name + ", which does not forward packets for others",
		Needed:  "a next hop that forwards, or no such route",
	}), []fabric.SwitchID{id}
}

// kebab writes a name as codes do.
func kebab(s string) string {
	out := []byte(s)
	for i, c := range out {
		if c == '_' {
			out[i] = '-'
		}
	}
	return string(out)
}
