package reference

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
)

// station sends or gets the packets of a leg in a VPC: an instance, or a NAT gateway.
type station struct {
	*resource
	vpc     *amazonVPC
	subnet  *subnet
	machine *machine // nil: another
	public  bool     // has an address on the internet
	// balancer is the load balancer that it is a node of, or nil.
	balancer *amazonBalancer
	endpoint *amazonEndpoint // likewise
}

// station finds an end of a leg with the private address that it has there. Not ok:
// that cannot be.
func (t *trip) station(ref string, a netip.Addr) (station, bool) {
	r := t.scenario.byRef[ref]
	if r == nil {
		return station{}, false
	}
	switch o := r.object.(type) {
	case *machine:
		if o.subnet == nil {
			return station{}, false
		}
		at := o.subnet
		for _, s := range o.others {
			if s.cidr.Contains(a) {
				at = s
			}
		}
		return station{r, o.vpc, at, o, o.public.IsValid(), nil, nil}, has(at, o.address, a)
	case *natGateway:
		return station{r, o.vpc, o.subnet, nil, !o.private, nil, nil}, o.subnet != nil && has(o.subnet, o.address, a)
	case *amazonEndpoint:
		if n := o.at(a); n != nil {
			return station{r, o.vpc, n.subnet, nil, false, nil, o}, true
		}
	case *amazonBalancer:
		for _, n := range o.nodes {
			if n.subnet != nil && n.address == a {
				return station{r, o.vpc, n.subnet, nil, false, o, nil}, true
			}
		}
	}
	return station{}, false
}

// has reports whether an address is the one that is written, or one that AWS may
// pick in a subnet.
func has(s *subnet, own, a netip.Addr) bool {
	if own.IsValid() {
		return own == a
	}
	return s.usable(a) && !s.vpc.held(a)
}

// crosses answers a check of packets in AWS.
func (t *trip) crosses() Outcome {
	if len(t.course) == 0 || !t.asked(t.course[0]) {
		return impossible
	}
	if t.check.from.word != "" {
		return t.fromInternet(0)
	}
	if m, ok := t.scenario.machine(t.course[0].From); ok && m.outside() {
		if t.check.to.word != "" {
			return Outcome{Fate: Arrives} // of the internet nothing is said
		}
		if !within(private, t.course[0].Packet.Destination) {
			return t.fromInternet(0) // what is public is called over the internet
		}
		return stopped("source.outside-vpc", m.node, "%s sends from outside of any VPC", m.ref())
	}
	from, ok := t.station(t.course[0].From, t.course[0].Packet.Source)
	if !ok {
		return impossible
	}
	if e := from.endpoint; e != nil {
		return stopped("endpoint.sends-nothing", e.node, "%s opens no connections", e.ref()).on(0, true)
	}
	return t.hop(0, from, nil)
}

// private are the addresses that no internet gateway lets through (a15).
var private = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

// fromInternet answers a leg that comes in from the internet to a public address:
// by the internet gateway of its VPC, straight to the interface (a11, a15).
func (t *trip) fromInternet(i int) Outcome {
	leg := t.course[i]
	m, ok := t.scenario.machine(leg.To)
	switch {
	case within(private, leg.Packet.Source):
		return impossible
	case within(private, leg.Packet.Destination):
		return stopped("gateway.private-destination", nil, "nothing on the internet leads to the private address of %s", leg.To).on(i, true)
	case !ok:
		return impossible
	case leg.Packet.Destination != m.public:
		return impossible
	case len(m.vpc.gateways) == 0:
		return stopped("gateway.internet-gateway-missing", m.node, "%s has no internet gateway", m.vpc.ref()).on(i, true)
	case len(t.course) <= i+1:
		return impossible
	}
	return t.arrive(i+1, station{}, false)
}

// hop answers a leg: forward, its reply, and what comes after it. Before are the
// NAT gateways that it came through.
func (t *trip) hop(i int, from station, before []*natGateway) Outcome {
	leg := t.course[i]
	p := leg.Packet
	meant := t.scenario.standing(leg)
	if m := from.machine; m != nil && !t.scenario.allows(m.groups, false, p, peer{p.Destination, meant, t.scenario.owner(leg)}) {
		return stopped("sg.egress-denied", m.node, "the security groups of %s let no packet to %s out", m.ref(), p.Destination).on(i, true)
	}
	k := t.amazonWay(from.subnet, p.Destination, meant)
	if k.end != inSubnet && !t.beside(from, k) && !from.subnet.lets(false, p) {
		return stopped("acl.egress-denied", from.subnet.node, "the ACL of %s lets no %s out", from.subnet.ref(), p.Text()).on(i, true)
	}
	switch k.end {
	case atNAT:
		return t.translated(i, from, k.nat, before)
	case atInternet:
		return t.out(i, from, k)
	}
	there := t.scenario.home(leg)
	met := func(k amazonWay) bool {
		return there != nil && (k.end == inVPC || k.end == inSubnet) && k.vpc == there
	}
	if !met(k) {
		if there == nil {
			met = func(k amazonWay) bool { return k.end == atNAT || k.end == atInternet }
		}
		return t.astray(from.subnet, k, p.Destination, met).on(i, true)
	}
	return t.arrive(i, from, k.end == inSubnet)
}

// beside reports whether a NAT gateway in the sender's own subnet takes a packet,
// and no ACL sees it. The sheet does not say whether one does.
func (t *trip) beside(from station, k amazonWay) bool {
	return k.end == atNAT && t.unseen(from, k.nat)
}

func (t *trip) unseen(from station, n *natGateway) bool {
	return n.subnet == from.subnet && t.reading("reference.nat_in_subnet", n.ref(), []string{"filtered", "unfiltered"}) == "unfiltered"
}

// standing is the instance whose private address a leg is sent to; nil: none.
func (s *Scenario) standing(leg Leg) *machine {
	m, _ := s.machine(leg.To)
	if m == nil || m.public == leg.Packet.Destination {
		return nil
	}
	return m
}

// machine is the instance that a reference means.
func (s *Scenario) machine(ref string) (*machine, bool) {
	if r := s.byRef[ref]; r != nil {
		m, ok := r.object.(*machine)
		return m, ok
	}
	return nil, false
}

// arrive is what is at the end of the last leg: its receiver, and the reply. A station
// without a VPC is on the internet.
func (t *trip) arrive(i int, from station, beside bool) Outcome {
	leg := t.course[i]
	p := leg.Packet
	to, ok := t.station(leg.To, p.Destination)
	if !ok || to.machine == nil && to.balancer == nil && to.endpoint == nil {
		return impossible
	}
	if !beside && !to.subnet.lets(true, p) {
		return stopped("acl.ingress-denied", to.subnet.node, "the ACL of %s lets no %s in", to.subnet.ref(), p.Text()).on(i, true)
	}
	switch {
	case to.balancer != nil:
		return t.balance(i, from, to)
	case to.endpoint != nil:
		return t.linked(i, from, to)
	}
	if o := t.admits(to.machine, p, peer{p.Source, from.machine, nil}); !o.ok() {
		return o.on(i, true)
	}
	if o := t.back(to, from, reply(p)); !o.ok() {
		return o.on(i, false)
	}
	return Outcome{Fate: Arrives}
}

// admits is what an instance does with a packet that has come to it.
func (t *trip) admits(m *machine, p packet.Header, f peer) Outcome {
	if !t.scenario.allows(m.groups, true, p, f) {
		return stopped("sg.ingress-denied", m.node, "the security groups of %s let no %s in", m.ref(), p.Text())
	}
	return t.listening(m, p)
}

// listening says whether something on an instance takes a packet (ruling 27).
// Whether a protocol without ports needs something that listens is not written.
func (t *trip) listening(m *machine, p packet.Header) Outcome {
	if m.listensAll || slices.ContainsFunc(m.listens, func(l listener) bool { return l.takes(p) }) {
		return Outcome{}
	}
	ports := p.Protocol == packet.TCP || p.Protocol == packet.UDP
	if !ports && t.reading("reference.portless_needs_listener", m.ref(), []string{"no", "yes"}) == "no" {
		return Outcome{}
	}
	return stopped("backend.not-listening", m.node, "nothing on %s listens for %s", m.ref(), p.Text())
}

// back takes a reply to where its request came from. Security groups are stateful,
// ACLs are not (section 0, b6).
func (t *trip) back(of, home station, r packet.Header) Outcome {
	k := t.amazonWay(of.subnet, r.Destination, home.machine)
	if k.end != inSubnet && !of.subnet.lets(false, r) {
		return stopped("acl.egress-denied", of.subnet.node, "the ACL of %s lets no %s out", of.subnet.ref(), r.Text())
	}
	met := func(k amazonWay) bool { return (k.end == inVPC || k.end == inSubnet) && k.vpc == home.vpc }
	better := met
	if home.vpc == nil {
		met = func(k amazonWay) bool { return k.end == atInternet && of.public }
		better = func(k amazonWay) bool { return k.end == atInternet || k.end == atNAT } // at least to the internet
	}
	switch {
	case !met(k):
		return t.astray(of.subnet, k, r.Destination, better)
	case home.vpc != nil && k.end != inSubnet && !home.subnet.lets(true, r):
		return stopped("acl.ingress-denied", home.subnet.node, "the ACL of %s lets no %s in", home.subnet.ref(), r.Text())
	}
	return Outcome{}
}

// translated answers a leg into a NAT gateway, which has no security group, and the
// one that it goes on as: from the private address of the gateway, by the table of
// its subnet (a16, b8).
func (t *trip) translated(i int, from station, n *natGateway, before []*natGateway) Outcome {
	p := t.course[i].Packet
	if !t.unseen(from, n) && !n.subnet.lets(true, p) {
		return stopped("acl.ingress-denied", n.subnet.node, "the ACL of %s lets no %s in", n.subnet.ref(), p.Text()).on(i, true)
	}
	if slices.Contains(before, n) {
		return stopped("route.loop", n.node, "%s leads back to itself", n.ref()).on(i, true)
	}
	back := t.fromNAT(from, n, reply(p)).on(i, false)
	if !back.ok() && back.Fate != Unknown {
		return back
	}
	if len(t.course) <= i+1 {
		return impossible
	}
	leg := t.course[i+1]
	to, ok := t.station(leg.From, leg.Packet.Source)
	if !ok || leg.From != n.ref() {
		return impossible
	}
	return t.despite(back, t.hop(i+1, to, append(before, n)))
}

// fromNAT takes a reply from a NAT gateway to the sender that it stands for.
func (t *trip) fromNAT(from station, n *natGateway, r packet.Header) Outcome {
	if n.subnet == from.subnet {
		if t.unseen(from, n) || n.subnet.lets(false, r) && n.subnet.lets(true, r) {
			return Outcome{}
		}
		code := diag.Code("acl.ingress-denied")
		if !n.subnet.lets(false, r) {
			code = "acl.egress-denied"
		}
		return stopped(code, n.subnet.node, "the ACL of %s stops %s", n.subnet.ref(), r.Text())
	}
	return t.back(station{n.resource, n.vpc, n.subnet, nil, !n.private, nil, nil}, from, r)
}

// out answers a leg to an internet gateway: it lets out what has a public address,
// to public addresses (a15). Replies are delivered straight to the sender (a11).
func (t *trip) out(i int, from station, k amazonWay) Outcome {
	p := t.course[i].Packet
	hidden := within(private, p.Destination)
	switch {
	case hidden:
		o := stopped("gateway.private-destination", from.node, "the internet gateway of %s drops what is for %s", from.vpc.ref(), p.Destination).on(i, true)
		o.Or = []diag.Code{"gateway.no-public-address", "route.missing", "route.misdelivered", "route.shadowed"}
		if from.public {
			o.Or = o.Or[1:]
		}
		return o
	case !from.public:
		o := stopped("gateway.no-public-address", from.node, "%s has no public address", from.ref()).on(i, true)
		if t.otherwise(from.subnet, k, p.Destination, func(k amazonWay) bool { return k.end == atNAT || k.end == atInternet }) {
			o.Or = []diag.Code{"route.shadowed"}
		}
		return o
	case !from.subnet.lets(true, reply(p)):
		return stopped("acl.ingress-denied", from.subnet.node, "the ACL of %s lets no %s in", from.subnet.ref(), reply(p).Text()).on(i, false)
	}
	if t.check.to.word != "" {
		return Outcome{Fate: Arrives} // of the internet nothing is said
	}
	if len(t.course) <= i+1 {
		return impossible
	}
	return t.fromInternet(i + 1) // back from there
}
