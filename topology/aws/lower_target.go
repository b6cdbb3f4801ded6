package aws

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// registration is what a target of a group comes to.
type registration struct {
	places []place
	why    string // why it comes to nothing
}

// place is a network interface and a port that a target means.
type place struct {
	at     fabric.InterfaceID
	port   int
	subnet *Subnet // of the group's VPC; nil: it stands outside of that
	// unknown is why it is not known what it is: at is None then.
	unknown *fabric.Refusal
}

// registration is what a target of a group comes to. Nodes ask for it one after the
// other, and it is made once.
func (l *lowering) registration(g *TargetGroup, t *Target) registration {
	r, ok := l.targets[t]
	if !ok {
		r = l.register(g, t)
		l.targets[t] = r
	}
	return r
}

func (l *lowering) register(g *TargetGroup, t *Target) registration {
	if why := g.unfit(t); why != "" {
		return registration{why: why}
	}
	port := t.Port.Or(g.Port.V)
	if a := t.Target.V.Address; a.IsValid() {
		return l.byAddress(g, t, a, port)
	}
	to := t.Target.V.Ref.To
	if to == nil {
		return registration{why: t.Target.V.Ref.Text + " is gone"}
	}
	switch o := to.Object.(type) {
	case *KubernetesService:
		return l.ofService(g, t, o)
	case *LoadBalancer:
		var list []place
		for _, n := range l.nodes[o] {
			list = append(list, place{at: n.at, port: port, subnet: l.inside(g, n.subnet)})
		}
		return registration{places: list}
	}
	if id, s, ok := l.standing(to); ok {
		return registration{places: []place{{at: id, port: port, subnet: l.inside(g, s)}}}
	}
	return registration{why: element(to).Label + " stands nowhere"}
}

// standing is the interface of a machine, and its subnet.
func (l *lowering) standing(r *scenario.Resource) (fabric.InterfaceID, *Subnet, bool) {
	m, ok := l.machines[r]
	return m.at, m.subnet, ok
}

// inside is a subnet, if it is of the group's VPC.
func (l *lowering) inside(g *TargetGroup, s *Subnet) *Subnet {
	if s == nil || vpcOf(&s.Resource) != vpcOf(&g.Resource) {
		return nil
	}
	return s
}

// ofService: an instance group sends to the nodes' port, a group of addresses to
// the pods.
func (l *lowering) ofService(g *TargetGroup, t *Target, k *KubernetesService) registration {
	var list []place
	add := func(r *scenario.Resource, port int) {
		if id, s, ok := l.standing(r); ok {
			list = append(list, place{at: id, port: port, subnet: l.inside(g, s)})
		}
	}
	if g.TargetType.Or(targetInstance) == targetInstance {
		if !k.NodePort.Present() {
			return registration{why: element(&k.Resource).Label + " has no node port"}
		}
		for _, n := range k.Nodes.V {
			if n.V.To != nil {
				add(&n.V.To.Resource, t.Port.Or(k.NodePort.V))
			}
		}
		return registration{places: list, why: emptied(list, element(&k.Resource).Label+" has no nodes")}
	}
	for _, p := range k.Pods.V {
		if p.V.To != nil {
			add(p.V.To, t.Port.Or(k.TargetPort.V))
		}
	}
	return registration{places: list, why: emptied(list, element(&k.Resource).Label+" has no pods")}
}

func emptied(list []place, why string) string {
	if len(list) > 0 {
		return ""
	}
	return why
}

// byAddress finds who has an address: in the VPC of the group, or else wherever it
// is in one place only.
func (l *lowering) byAddress(g *TargetGroup, t *Target, a netip.Addr, port int) registration {
	v := vpcOf(&g.Resource)
	if v.holds(a) {
		s := v.subnetOf(a)
		if s == nil {
			return registration{why: fmt.Sprintf("address %s is in no subnet of VPC %s", a, v.Name)}
		}
		p := l.held(g, t, a, s)
		p.port, p.subnet = port, s
		return registration{places: []place{p}}
	}
	p := l.elsewhere(g, t, a)
	p.port = port
	return registration{places: []place{p}}
}

// holds reports whether an address is in a block of a VPC.
func (v *VPC) holds(a netip.Addr) bool {
	return slices.ContainsFunc(v.blocks(), func(b value[netip.Prefix]) bool { return b.V.Contains(a) })
}

// subnetOf is the subnet of a VPC that has an address, or nil.
func (v *VPC) subnetOf(a netip.Addr) *Subnet {
	for _, s := range v.Subnets.All() {
		if s.CIDR.Present() && s.CIDR.V.Contains(a) {
			return s
		}
	}
	return nil
}

// held is who has an address of a subnet. Where AWS may have given it to somebody
// it is not known who has it.
func (l *lowering) held(g *TargetGroup, t *Target, a netip.Addr, s *Subnet) place {
	maybe := fabric.InterfaceID(fabric.None)
	for id, i := range l.b.Interfaces() {
		if i.Segment != l.subnets[s] || !has(i.Addresses, a) {
			continue
		}
		if isSingle(i.Addresses) {
			return place{at: fabric.InterfaceID(id)}
		}
		if i.Chosen && maybe == fabric.None {
			maybe = fabric.InterfaceID(id)
		}
	}
	if maybe == fabric.None {
		return place{at: l.nobody(t, a, s)}
	}
	return place{at: fabric.None, unknown: &fabric.Refusal{
		Element: registered(g, t), Code: CodeTargetAddress, Kind: diag.KindUnknown,
		Summary: "whether " + l.b.InterfaceAt(maybe).Label + " has the address " + a.String() + " is not written",
		Needed:  "the private address of " + l.b.InterfaceAt(maybe).Label,
	}}
}

// elsewhere is who has an address outside of a group's VPC, if that is in one place.
func (l *lowering) elsewhere(g *TargetGroup, t *Target, a netip.Addr) place {
	own := l.vpcs[vpcOf(&g.Resource)].domain
	holder, many, maybe := fabric.InterfaceID(fabric.None), false, false
	for id, i := range l.b.Interfaces() {
		if d := l.b.SegmentAt(i.Segment).Domain; d == own || !l.routed(d) || !has(i.Addresses, a) {
			continue
		}
		switch {
		case !isSingle(i.Addresses):
			maybe = maybe || i.Chosen
		case holder == fabric.None:
			holder = fabric.InterfaceID(id)
		case l.b.Interfaces()[holder].Segment != i.Segment:
			many = true
		}
	}
	if holder != fabric.None && !many {
		return place{at: holder}
	}
	if !many && !maybe {
		if s, one := l.subnetAnywhere(a); one {
			return place{at: l.nobody(t, a, s)}
		}
	}
	return place{at: fabric.None, unknown: &fabric.Refusal{
		Element: registered(g, t), Code: cloud.CodeOutsideTarget, Kind: diag.KindUnknown,
		Summary: "who has the address " + a.String() + ", which is outside of VPC " + vpcOf(&g.Resource).Name + ", is not known",
		Needed:  "one place in the scenario that has the address",
	}}
}

// routed reports whether a domain is a network that routes lead to: not the
// internet, and not one of PrivateLink.
func (l *lowering) routed(d fabric.DomainID) bool {
	if l.b.DomainAt(d).Public {
		return false
	}
	for _, link := range l.links {
		if link.domain == d {
			return false
		}
	}
	return true
}

// subnetAnywhere is the only subnet that has an address.
func (l *lowering) subnetAnywhere(a netip.Addr) (found *Subnet, one bool) {
	l.eachVPC(func(v *VPC) {
		if s := v.subnetOf(a); s != nil {
			one = found == nil
			found = s
		}
	})
	return found, one
}

// nobody is an interface for an address that nothing has.
func (l *lowering) nobody(t *Target, a netip.Addr, s *Subnet) fabric.InterfaceID {
	e := placed("the address "+a.String()+" of subnet "+s.Name, t.Target.Range(), s.Key)
	i := fabric.Interface{
		Element: e, Segment: l.subnets[s], Addresses: []fabric.Address{single(a)}, Edge: fabric.None, Vacant: true,
		Quiet: &fabric.Refusal{
			Element: e, Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
			Summary: "nothing in subnet " + s.Name + " has the address " + a.String(),
			Needed:  "something that has the address, or a target that there is",
		},
	}
	l.behindACL(s, &i)
	id := l.b.Interface(i)
	l.vacant[id] = true
	return id
}

func has(list []fabric.Address, a netip.Addr) bool {
	at := single(a)
	return slices.ContainsFunc(list, func(x fabric.Address) bool { return x.Family == at.Family && x.Addrs.Covers(at.Addrs) })
}

func isSingle(list []fabric.Address) bool { return len(list) == 1 && list[0].Addrs.Single() }

// registered is a target as a thing that decides.
func registered(g *TargetGroup, t *Target) fabric.Element {
	return fabric.Element{Label: "target " + t.Target.V.text() + " of target group " + g.Name, At: t.Node.Range}
}

// use is which nodes of a load balancer use a target in one place.
type use struct {
	only     *node // nil: all
	why      string
	switches []fabric.SwitchID
}

// use: those of its own zone, or all if zones are crossed or none is its own. A
// target in a zone that the load balancer is not enabled in is not used (sheet
// c10, c11; H).
func (l *lowering) use(b *LoadBalancer, g *TargetGroup, t *Target, p place) use {
	if t.Zone.V == allZones {
		return use{}
	}
	what := registered(g, t).Label
	if p.subnet == nil {
		return use{why: what + " is outside of VPC " + vpcOf(&g.Resource).Name + ", and its availability_zone is not all"}
	}
	home, switches := l.home(b, p.subnet)
	switch {
	case home == nil:
		zone := "the zone of subnet " + p.subnet.Name
		if p.subnet.ZoneID.Present() {
			zone = "zone " + p.subnet.ZoneID.V
		}
		return use{why: what + " is in " + zone + ", in which " + element(&b.Resource).Label + " is not enabled", switches: switches}
	case g.crosses(b):
		return use{switches: switches}
	}
	return use{only: home, switches: switches}
}

// crosses reports whether nodes use the targets of other zones. What the group
// says goes before what its load balancer does (sheet c11; H).
func (g *TargetGroup) crosses(b *LoadBalancer) bool {
	switch g.CrossZone.Or(ofLoadBalancer) {
	case yes:
		return true
	case no:
		return false
	}
	return b.Type.V == application || b.CrossZone.Or(false)
}

// home is a load balancer's node in the zone of a subnet, or nil. Two subnets of
// which one has no zone written may be in one: which, is a switch.
func (l *lowering) home(b *LoadBalancer, s *Subnet) (*node, []fabric.SwitchID) {
	var maybe []*node
	for i := range l.nodes[b] {
		n := &l.nodes[b][i]
		switch {
		case n.subnet == s, n.zone != "" && n.zone == s.ZoneID.V:
			return n, nil
		case n.zone == "" || !s.ZoneID.Present():
			maybe = append(maybe, n)
		}
	}
	if len(maybe) == 0 {
		return nil, nil
	}
	w := fabric.Switch{
		Element: element(&s.Resource), ID: "zone of " + s.Ref() + " for " + b.Ref(), Name: "availability_zone_id", Code: CodeZoneOpen,
		Values: []string{"a zone of its own"},
		Text:   "which subnet of " + element(&b.Resource).Label + " is in the same availability zone as subnet " + s.Name,
	}
	zones := l.zonesOf(b, s)
	if !s.ZoneID.Present() {
		w.Declare = cloud.At(s.TreePath, "availability_zone_id", zones...)
	}
	for _, n := range maybe {
		w.Values = append(w.Values, "that of subnet "+n.subnet.Name)
		if n.zone == "" {
			w.Declare = append(w.Declare, cloud.At(n.subnet.TreePath, "availability_zone_id", zones...)...)
		}
	}
	which, id := l.Read(w)
	if which == 0 {
		return nil, []fabric.SwitchID{id}
	}
	return maybe[which-1], []fabric.SwitchID{id}
}

// zonesOf are the zones that are written for a load balancer and a subnet, or a
// zone for example.
func (l *lowering) zonesOf(b *LoadBalancer, s *Subnet) []string {
	all := []string{s.ZoneID.V}
	for _, n := range l.nodes[b] {
		all = append(all, n.zone)
	}
	var zones []string
	for _, zone := range all {
		if zone != "" && !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	if zones == nil {
		zones = []string{"use1-az1"}
	}
	return zones
}

// backend is a target as a node hands packets to it.
func (l *lowering) backend(x balancing, g *TargetGroup, t *Target, p place) fabric.Backend {
	e := registered(g, t)
	e.Label += fmt.Sprintf(" on port %d", p.port)
	f := fabric.Backend{Element: e, From: x.at.at, Start: fabric.None, Transparent: true}
	if p.unknown != nil {
		f.Gates = refusing(p.unknown)
		return f
	}
	f.To = []fabric.InterfaceID{p.at}
	f.Service = packet.Service{Protocol: packet.Protocol(x.transport), Ports: packet.Port(uint16(p.port))}
	switch x.ln.Protocol.V {
	case protocolTLS, protocolHTTP, protocolHTTPS:
		// TLS ends here, and what a target answers to it is not judged.
		f.Call = &fabric.Call{Scheme: "http"}
	}
	f.Probe = g.probe(p.port)
	if x.Type.V == network && g.keeps() {
		// Who comes by PrivateLink is not shown to targets, and what stands outside of
		// the VPC is lost all the same (sheet c3, c13; H).
		if !x.privately {
			f.Keeps, f.Carries, f.Known = true, true, true // groups know the load balancer's (sheet c15; H)
			f.Hairpin = l.hairpin(x.LoadBalancer, g, p)
		}
		if why := l.lost(g, t, p); why != nil {
			f.Gates = refusing(why)
		}
	}
	return f
}

// keeps reports whether targets of a group of a network load balancer see the
// client's address (sheet c12; H). For a load balancer as the target it is so as
// for instances (M).
func (g *TargetGroup) keeps() bool {
	if g.Protocol.V == protocolUDP || g.Protocol.V == protocolTCPUDP {
		return true
	}
	return g.PreserveClientIP.Or(g.TargetType.Or(targetInstance) != targetIP)
}

// lost is why a client whose address is kept gets no answer from a target: what is
// not a machine of the VPC answers to nobody but the node (sheet c13; H).
func (l *lowering) lost(g *TargetGroup, t *Target, p place) *fabric.Refusal {
	e := registered(g, t)
	e.At = cmp.Or(g.PreserveClientIP.Range(), e.At)
	r := &fabric.Refusal{
		Element: e, Code: CodeClientAddressKept, Kind: diag.KindBackend,
		Needed: "preserve_client_ip: false for " + element(&g.Resource).Label,
	}
	what := l.b.InterfaceAt(p.at).Label
	switch {
	case p.subnet == nil:
		r.Summary = e.Label + " stands outside of the VPC and is sent the client's address, so it does not answer through the load balancer"
	case l.vacant[p.at] || l.answers[p.at]:
		return nil
	default:
		r.Summary = e.Label + " is " + what + ", which loses connections that are sent to it with the client's address"
	}
	return r
}

// hairpin: what calls itself by way of a load balancer that keeps its address gets
// no answer (sheet c19; H).
func (l *lowering) hairpin(b *LoadBalancer, g *TargetGroup, p place) *fabric.Refusal {
	i := l.b.InterfaceAt(p.at)
	return &fabric.Refusal{
		Element: placed(i.Label, g.PreserveClientIP.Range(), g.Key), Code: CodeClientAddressKept, Kind: diag.KindBackend,
		Summary: i.Label + " calls itself by " + element(&b.Resource).Label + ", which keeps its address, and does not answer itself",
		Needed:  "preserve_client_ip: false for " + element(&g.Resource).Label + ", or a call that does not go by the load balancer",
	}
}

// probe is how a load balancer finds out whether a target is well. What its
// groups let out governs that too, and what they let in does not (sheet c15, c17;
// H).
func (g *TargetGroup) probe(port int) *fabric.Probe {
	protocol, path := g.healthProtocol(), "/"
	if h := g.HealthCheck; h != nil {
		if n, err := strconv.Atoi(h.Port.Or(trafficPort)); err == nil {
			port = n
		}
		path = h.Path.Or(path)
	}
	p := &fabric.Probe{Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(uint16(port))}}
	if protocol != protocolTCP {
		p.Call = &fabric.Call{Scheme: "http", Method: "GET", Path: path} // certificates are not looked at
	}
	return p
}

// healthProtocol is what health checks use.
func (g *TargetGroup) healthProtocol() string {
	if h := g.HealthCheck; h != nil && h.Protocol.Present() {
		return h.Protocol.V
	}
	switch {
	case g.TargetType.V == targetALB:
		return protocolHTTP
	case g.Protocol.V == protocolHTTP, g.Protocol.V == protocolHTTPS:
		return g.Protocol.V
	}
	return protocolTCP
}
