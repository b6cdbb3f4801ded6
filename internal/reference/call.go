package reference

import (
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
)

// request, filled in: what a call says.
type call struct {
	api     *api
	name    string // of the domain, as the check writes it
	public  bool   // by the public subdomain, or a domain that is its alias
	known   bool   // the group has the domain
	https   bool
	domain  *domain // the custom domain; nil: a subdomain
	method  string
	path    string
	stage   string
	app     *app
	appCode string // empty: by signature
}

// called is the API that a check calls; nil if it calls none.
func (s *Scenario) called(c *check) *api {
	if c.to.target != nil {
		a, _ := c.to.target.object.(*api)
		return a
	}
	if c.to.host == "" {
		return nil
	}
	// The API of the name that has the request's method and path, or else the first.
	var first *api
	for _, a := range s.apis {
		if !slices.Contains(a.group.names(), c.to.host) {
			continue
		}
		if first == nil {
			first = a
		}
		if c.request.method == "" && c.request.path == "" {
			continue
		}
		if k := c.call(a); methodIs(a.current.method, k.method) && pathIs(a.group.full(a.current.path), k.path) {
			return a
		}
	}
	return first
}

// names are the domains of a group.
func (g *apiGroup) names() []string {
	var out []string
	for _, n := range []string{g.subdomain, g.public} {
		if n != "" {
			out = append(out, n)
		}
	}
	for _, d := range g.domains {
		out = append(out, host(d.name()))
	}
	return out
}

// full is a path of an API with the group's base path in front.
func (g *apiGroup) full(path string) string {
	return strings.TrimSuffix(g.base, "/") + "/" + strings.TrimPrefix(path, "/")
}

func (c *check) call(a *api) call {
	k := call{api: a, name: c.request.domain, method: c.request.method, path: c.request.path, stage: c.request.stage, app: c.request.app}
	if c.to.host != "" {
		k.name = c.to.host
	}
	if k.method == "" {
		k.method = a.current.method
	}
	if k.path == "" {
		k.path = a.group.full(a.current.path)
	}
	if k.stage == "" {
		k.stage = "RELEASE"
	}
	k.https = c.service != nil && c.service.Ports == packet.Port(443)
	if code, ok := strings.CutPrefix(c.request.authorization, "APPCODE "); ok {
		k.appCode = strings.TrimSpace(code)
	}
	g := a.group
	switch name := host(k.name); {
	case k.name == "" || k.name == "vpc_subdomain" || name == g.subdomain:
		k.known = true
	case k.name == "public_subdomain" || name == g.public:
		k.known, k.public = true, true
	default:
		for _, d := range g.domains {
			if host(d.name()) == name {
				k.known, k.domain, k.public = true, d, d.cname == "public_subdomain"
			}
		}
	}
	return k
}

// call answers a check that calls an API (design 4): name, address, leg, gates,
// leg to the backend, listener.
func (t *trip) call(a *api) Outcome {
	k := t.check.call(a)
	s := t.check.service
	if s != nil && (s.Protocol != packet.Protocol(packet.TCP) || !s.Ports.Single()) {
		return t.uncovered("a call by any of several ports: which scheme it has")
	}
	if len(t.course) == 0 && !k.known {
		return stopped("api.unknown-domain", nil, "no group of the API has the domain %s", k.name)
	}
	if len(t.course) == 0 {
		return impossible
	}
	leg := t.course[0]
	from, ok := t.party(leg.From, leg.Packet.Source)
	if !ok || leg.To != a.group.gateway.ref() {
		return impossible
	}
	if o := t.ready(from); !o.ok() {
		// The name is looked up from the same place, and which of them is told first is
		// not written.
		if n := t.resolves(k, from); !n.ok() && from.vpc == nil && !k.public {
			o.Or = append(o.Or, n.Code)
		}
		if !k.known {
			o.Or = append(o.Or, "api.unknown-domain")
		}
		return o
	}
	if !k.known {
		o := stopped("api.unknown-domain", nil, "no group of the API has the domain %s", k.name)
		o.Or = []diag.Code{"dns.not-resolvable"}
		return o
	}
	if k.public {
		return t.publicCall(k, from)
	}
	if o := t.resolves(k, from); !o.ok() {
		return o
	}
	if from.internet {
		return t.uncovered("a call from the internet to an address of a VPC")
	}
	return t.privateCall(k, from)
}

// ready is what keeps a caller from sending whatever the address is.
func (t *trip) ready(from party) Outcome {
	if f := from.function; f != nil {
		if t.public() && !f.config {
			return Outcome{}
		}
		if t.public() && !f.inVPC() {
			return t.uncovered("a function whose VPC config does not stand, to the internet")
		}
		return f.sends(netip.Addr{}, t.reading)
	}
	if !from.internet && from.table == nil {
		return stopped("endpoint.removed", nil, "the vSwitch of %s is gone", from.ref)
	}
	return Outcome{}
}

// public reports whether a check leads to the internet.
func (t *trip) public() bool {
	if a := t.scenario.called(t.check); a != nil {
		return t.check.call(a).public
	}
	return t.check.to.word != ""
}

// resolves says whether the caller's resolver has the VPC subdomain (ruling 5).
func (t *trip) resolves(k call, from party) Outcome {
	g := k.api.group
	var away []diag.Code // a function beside its VPC does not reach the address either
	if f := from.function; f != nil && f.gpu && f.internet {
		away = append(away, "source.outside-vpc")
	}
	if g.subdomain == "" {
		o := stopped("dns.subdomain-disabled", g.node, "%s has no VPC subdomain", g.ref())
		o.Or = away
		return o
	}
	in := from.vpc != nil
	switch g.resolvesIn {
	case "any":
		in = true
	case "list":
		in = in && slices.Contains(g.resolvers, from.vpc)
	}
	if !in {
		o := stopped("dns.not-resolvable", g.node, "%s does not resolve the VPC subdomain of %s", from.ref, g.ref())
		o.Or = away
		return o
	}
	return Outcome{}
}

// publicCall answers a call by the public subdomain, which comes over the internet.
func (t *trip) publicCall(k call, from party) Outcome {
	if o := from.function.reachesInternet(); !o.ok() {
		return o
	}
	if !from.internet && !from.function.besideVPC(t.course[0].Packet.Destination) {
		p := t.course[0].Packet
		if !permits(from.groups, false, p, far{address: p.Destination}) {
			return stopped("sg.egress-denied", nil, "the security groups of %s let no packet to %s out", from.ref, p.Destination)
		}
		w := t.walk(from.table, p.Destination)
		if o := t.pass(w, 0, p, from.far(p.Source), far{address: p.Destination}); !o.ok() {
			return o
		}
		switch w.end {
		case nextHop:
			return t.followed(w.took.custom)
		case inCircles:
			return stopped("route.loop", nil, "what %s sends goes round in circles", from.ref)
		}
		return unknown("unsupported.internet-access", nil, "from a VPC to the internet")
	}
	if o := k.api.group.gateway.listens(t.course[0].Packet); !o.ok() {
		return o
	}
	o := t.gates(k)
	if !k.api.group.internet {
		// Grants c.11, i.12.
		closed := stopped("api.internet-disabled", k.api.group.node, "%s is closed to the internet", k.api.group.ref())
		if !o.ok() {
			closed.Or = append(o.Or, o.Code)
		}
		return closed
	}
	if !o.ok() {
		return o
	}
	return t.behind(k)
}

// listens reports whether a gateway takes calls where a packet arrives: by HTTP and
// HTTPS, on their ports.
func (g *gateway) listens(p packet.Header) Outcome {
	if p.DestinationPort == 80 || p.DestinationPort == 443 {
		return Outcome{}
	}
	return stopped("backend.not-listening", g.node, "%s takes no calls on port %d", g.ref(), p.DestinationPort)
}

// mode is how the VPC subdomain is answered (ruling 1). A shared gateway has no
// private address (routing 0.3).
func (w *World) mode(g *gateway) string {
	switch {
	case g.shared:
		return "service_cidr"
	case g.mode != "":
		return g.mode
	}
	return w.reading("ingress.mode", g.ref(), []string{"service_cidr", "vpc_private_ip"})
}

// block is the CIDR block that the VPC subdomain resolves into (ruling 1). Of a
// shared gateway it is known to be a 100.x address (routing 0.3).
func (w *World) block(g *gateway) netip.Prefix {
	switch {
	case g.address.IsValid():
		return netip.PrefixFrom(g.address, g.address.BitLen())
	case len(g.egress) == 1:
		return g.egress[0]
	case len(g.egress) == 0 && g.shared:
		return serviceNetwork
	case len(g.egress) == 0:
		return netip.Prefix{}
	}
	var names []string
	for _, p := range g.egress {
		names = append(names, p.String())
	}
	return netip.MustParsePrefix(w.reading("ingress.address", g.ref(), names))
}

// doors are the vSwitches that a gateway may have its private address in.
func (g *gateway) doors() []*vswitch {
	switch {
	case g.client == nil || g.client.region != g.region:
		return nil
	case g.address.IsValid():
		return slices.DeleteFunc(slices.Clone(g.client.vswitches), func(s *vswitch) bool { return !s.cidr.Contains(g.address) })
	case g.named && g.vswitch == nil:
		return nil // it is gone
	case g.named:
		return []*vswitch{g.vswitch}
	}
	return g.client.vswitches
}

// privateCall answers a call by the VPC subdomain.
func (t *trip) privateCall(k call, from party) Outcome {
	g, p := k.api.group.gateway, t.course[0].Packet
	if g.mode == "" && g.address.IsValid() {
		return t.uncovered("ingress.address without its mode")
	}
	if !t.asked(t.course[0]) && t.check.service != nil || p.Protocol != packet.TCP {
		return impossible
	}
	if t.mode(g) == "vpc_private_ip" {
		return t.byPrivateAddress(k, from, p)
	}
	block := t.block(g)
	if f := from.function; !block.IsValid() && f.besideVPC(serviceNetwork.Addr()) {
		return f.sends(serviceNetwork.Addr(), t.reading) // whichever of them it is
	}
	if !block.IsValid() {
		return unknown("open.vpc-egress-cidrs", g.node, "the addresses of %s are not written", g.ref())
	}
	if !serviceNetwork.Contains(block.Addr()) {
		return t.uncovered("a gateway whose service address is not in %s", serviceNetwork)
	}
	if !block.Contains(p.Destination) {
		return impossible
	}
	if o := t.send(from, p); !o.ok() {
		return o
	}
	w := t.World.walk(from.table, p.Destination)
	t.crossed = append(t.crossed, w.crossed...)
	if o := t.pass(w, 0, p, from.far(p.Source), far{address: p.Destination}); !o.ok() {
		return o
	}
	if to := (goal{region: g.region}); !to.met(w) {
		return t.blame(w, p.Destination, to)
	}
	door := w.last()
	if o := g.listens(p); !o.ok() {
		return o
	}
	if o := g.lets(door, from); !o.ok() {
		return o
	}
	return t.through(k, from, party{ref: g.ref(), vpc: door, table: door.system})
}

// byPrivateAddress answers a call to a gateway's address in its client VPC.
func (t *trip) byPrivateAddress(k call, from party, p packet.Header) Outcome {
	g := k.api.group.gateway
	if g.named && g.vswitch == nil {
		o := stopped("endpoint.removed", g.node, "the vSwitch of %s is gone", g.ref())
		o.Or = []diag.Code{"grant.client-vpc-unbound", "sg.egress-denied", "route.missing"}
		return o
	}
	if len(g.doors()) == 0 {
		o := stopped("grant.client-vpc-unbound", g.node, "no VPC of its region is bound to %s", g.ref())
		o.Or = []diag.Code{"sg.egress-denied", "route.missing"}
		if f := from.function; f.besideVPC(serviceNetwork.Addr()) {
			o.Or = append(o.Or, "source.outside-vpc")
		}
		return o
	}
	var door *vswitch
	for _, s := range g.doors() {
		if s.usable(p.Destination) && (!g.address.IsValid() || g.address == p.Destination) {
			door = s
		}
	}
	if door == nil {
		return impossible
	}
	if o := t.send(from, p); !o.ok() {
		return o
	}
	w := t.World.walk(from.table, p.Destination)
	t.crossed = append(t.crossed, w.crossed...)
	if o := t.pass(w, 0, p, from.far(p.Source), far{address: p.Destination}); !o.ok() {
		return o
	}
	if to := (goal{vpc: g.client}); !to.met(w) {
		return t.blame(w, p.Destination, to)
	}
	if o := g.listens(p); !o.ok() {
		return o
	}
	if o := g.lets(g.client, from); !o.ok() {
		return o
	}
	return t.through(k, from, party{ref: g.ref(), vpc: g.client, table: door.table()})
}

// lets says whether a gateway takes calls that come in from a VPC (grants c.1,
// c.2; ruling 24).
func (g *gateway) lets(door *vpc, from party) Outcome {
	if g.shared {
		if from.function != nil || from.vpc.region != g.region {
			return stopped("gateway.not-dedicated", g.node, "%s is shared: no functions, and no VPCs of other regions", g.ref())
		}
		return Outcome{}
	}
	if g.client == nil || g.client != door || g.client.region != g.region {
		return stopped("grant.client-vpc-unbound", g.node, "%s is not the VPC bound to %s", door.ref(), g.ref())
	}
	return Outcome{}
}

// through answers what comes after the bound VPC: the other gates, the reply of
// the call's leg, and the backend.
func (t *trip) through(k call, from party, gate party) Outcome {
	if o := t.gates(k); !o.ok() {
		return o
	}
	if o := t.reply(0, gate, from.vpc); o.Fate == Unknown && !o.ok() {
		return t.despite(o, t.behind(k))
	} else if !o.ok() {
		// Whether the backend's grants are told before that is nowhere written.
		if b := t.grants(k); b.Fate == Stopped {
			o.Or = append(o.Or, b.Code)
			o.Or = append(o.Or, b.Or...)
		}
		return o
	}
	return t.behind(k)
}
