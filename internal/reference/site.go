package reference

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// idc is a site of the customer.
type idc struct {
	*resource
	asn     int // 0: it speaks no BGP
	blocks  []netip.Prefix
	hosts   []*instance
	routes  []*siteRoute
	peers   []*sitePeer
	peered  bool // bgp_peers is written
	ingress []*siteRule
	egress  []*siteRule
	guarded [2]bool // ingress, egress: the direction is written
}

type siteRoute struct {
	*resource
	destination netip.Prefix
	hop         *vbr // nil: gone
	preference  int
}

type sitePeer struct {
	vbr       *vbr
	local     int
	prepend   int
	announces []netip.Prefix
	says      bool // announces is written
}

type siteRule struct {
	protocol            packet.Protocols
	anyProtocol         bool
	ports               []packet.Ports
	source, destination netip.Prefix
	drop                bool
}

type circuit struct {
	*resource
	status string
	down   bool
	rate   scenario.Bandwidth
}

// vbr is a virtual border router.
type vbr struct {
	*resource
	region   *region
	site     *idc
	ports    []*vbrPort
	status   string
	rate     scenario.Bandwidth
	routes   []*vbrRoute
	sessions []*session
	networks []netip.Prefix
	grants   []*grant
}

type vbrPort struct {
	circuit           *circuit
	local, peer, mask netip.Addr
}

type vbrRoute struct {
	*resource
	destination netip.Prefix
	circuit     *circuit
	pair        *routerInterface
}

// session is a BGP peer of a VBR.
type session struct {
	*resource
	asn, local int
	peer       netip.Addr
	status     string
}

// routerInterface is one end of a pair.
type routerInterface struct {
	*resource
	vpc      *vpc
	vbr      *vbr
	opposite *routerInterface
	role     string
	status   string
}

func (r *reader) idc(e scenario.Entry) *idc {
	i := &idc{asn: number(e.Value, "asn", 0), blocks: prefixes(e.Value, "prefixes"), peered: value(e.Value, "bgp_peers") != nil}
	i.resource = r.resource("idc", nil, e, i)
	for _, h := range entries(e.Value, "hosts") {
		host := &instance{address: address(h.Value, "address"), site: i, listensAll: value(h.Value, "listens") == nil}
		host.resource = r.resource("host", i.resource, h, host)
		host.listens = listeners(h.Value)
		i.hosts = append(i.hosts, host)
	}
	for _, v := range entries(e.Value, "routes") {
		s := &siteRoute{destination: prefix(v.Value, "destination"), preference: number(v.Value, "preference", 60)}
		s.resource = r.resource("route", i.resource, v, s)
		bind(r, s.resource, v.Value, "next_hop", "vbr", &s.hop)
		if hop := textOr(v.Value, "next_hop", ""); strings.HasPrefix(hop, "vpn_connection/") {
			r.refuse(v.Value, "a route of a site to an IPsec connection")
		}
		i.routes = append(i.routes, s)
	}
	for _, v := range entries(e.Value, "bgp_peers") {
		p := &sitePeer{
			local: number(v.Value, "local_preference", 100), prepend: number(v.Value, "prepend_as_path", 0),
			announces: prefixes(v.Value, "announces"), says: value(v.Value, "announces") != nil,
		}
		res := r.resource("bgp_peer", i.resource, v, p)
		bind(r, res, v.Value, "vbr", "vbr", &p.vbr)
		i.peers = append(i.peers, p)
	}
	if f := value(e.Value, "firewall"); f != nil {
		i.ingress, i.guarded[0] = siteRules(f, "ingress")
		i.egress, i.guarded[1] = siteRules(f, "egress")
	}
	if n := value(e.Value, "resolver"); n != nil {
		r.refuse(n, "a resolver of a site")
	}
	return i
}

func siteRules(n *scenario.Node, field string) (out []*siteRule, written bool) {
	for _, v := range items(n, field) {
		u := &siteRule{ports: ports(v, "ports"), source: prefix(v, "source"), destination: prefix(v, "destination")}
		u.drop = strings.EqualFold(textOr(v, "policy", "accept"), "drop")
		if p, ok := text(v, "protocol"); ok {
			service, _ := packet.ParseService(p)
			u.protocol = service.Protocol
		} else {
			u.anyProtocol = true
		}
		out = append(out, u)
	}
	return out, value(n, field) != nil
}

func (u *siteRule) matches(p packet.Header) bool {
	switch {
	case !u.anyProtocol && !u.protocol.Contains(p.Protocol):
		return false
	case u.source.IsValid() && !u.source.Contains(p.Source), u.destination.IsValid() && !u.destination.Contains(p.Destination):
		return false
	}
	return len(u.ports) == 0 || anyPort(u.ports, p.DestinationPort)
}

// lets reports whether the firewall of a site accepts the first packet of a
// connection: in a direction that is written the first rule that matches decides,
// and what none does is dropped.
func (i *idc) lets(p packet.Header, in bool) bool {
	rules, written := i.egress, i.guarded[1]
	if in {
		rules, written = i.ingress, i.guarded[0]
	}
	for _, u := range rules {
		if u.matches(p) {
			return !u.drop
		}
	}
	return !written
}

func (r *reader) lines(g *region, n *scenario.Node) {
	for _, e := range entries(n, "physical_connections") {
		c := &circuit{status: strings.ToLower(textOr(e.Value, "status", "enabled")), down: textOr(e.Value, "state", "up") == "down", rate: rate(e.Value, "bandwidth")}
		c.resource = r.resource("physical_connection", g.resource, e, c)
	}
	for _, e := range entries(n, "vbrs") {
		g.vbrs = append(g.vbrs, r.vbr(g, e))
	}
	for _, e := range entries(n, "router_interfaces") {
		i := &routerInterface{role: textOr(e.Value, "role", ""), status: strings.ToLower(textOr(e.Value, "status", "active"))}
		i.resource = r.resource("router_interface", g.resource, e, i)
		bind(r, i.resource, e.Value, "opposite_interface", "router_interface", &i.opposite)
		r.later = append(r.later, func() {
			if found := r.find(textOr(e.Value, "router", ""), i.path, "vbr", "vpc"); found != nil {
				i.vbr, _ = found.object.(*vbr)
				i.vpc, _ = found.object.(*vpc)
			}
		})
		if h := value(e.Value, "health_check"); h != nil {
			r.refuse(h, "a health check")
		}
		g.pairs = append(g.pairs, i)
	}
	for _, field := range []string{"vpn_connections", "vpc_peer_connections", "vbr_switching_groups", "resolver_rules"} {
		if list := entries(n, field); len(list) > 0 {
			r.refuse(list[0].Value, "%s", field)
		}
	}
}

func (r *reader) vbr(g *region, e scenario.Entry) *vbr {
	v := &vbr{region: g, status: strings.ToLower(textOr(e.Value, "status", "active")), rate: rate(e.Value, "bandwidth"), networks: prefixes(e.Value, "bgp_networks")}
	v.resource = r.resource("vbr", g.resource, e, v)
	port := func(n *scenario.Node) {
		p := &vbrPort{local: address(n, "local_gateway_ip"), peer: address(n, "peer_gateway_ip"), mask: address(n, "peering_subnet_mask")}
		bind(r, v.resource, n, "physical_connection", "physical_connection", &p.circuit)
		v.ports = append(v.ports, p)
	}
	port(e.Value)
	for _, n := range items(e.Value, "circuits") {
		port(n)
	}
	bind(r, v.resource, e.Value, "idc", "idc", &v.site)
	for _, s := range entries(e.Value, "routes") {
		t := &vbrRoute{destination: prefix(s.Value, "destination")}
		t.resource = r.resource("route", v.resource, s, t)
		r.later = append(r.later, func() {
			if found := r.find(textOr(s.Value, "next_hop", ""), t.path, "physical_connection", "router_interface"); found != nil {
				t.circuit, _ = found.object.(*circuit)
				t.pair, _ = found.object.(*routerInterface)
			}
		})
		v.routes = append(v.routes, t)
	}
	for _, group := range entries(e.Value, "bgp_groups") {
		res := r.resource("bgp_group", v.resource, group, nil)
		for _, p := range entries(group.Value, "peers") {
			s := &session{
				asn: number(group.Value, "peer_asn", 0), local: number(group.Value, "local_asn", 45104), peer: address(p.Value, "peer_ip_address"),
				status: strings.ToLower(textOr(p.Value, "status", "available")),
			}
			s.resource = r.resource("bgp_peer", res, p, s)
			v.sessions = append(v.sessions, s)
		}
	}
	for _, n := range items(e.Value, "cen_grants") {
		g := &grant{owner: textOr(n, "owner", "")}
		bind(r, v.resource, n, "cen", "cen", &g.cen)
		v.grants = append(v.grants, g)
	}
	if h := value(e.Value, "health_check"); h != nil {
		r.refuse(h, "a health check")
	}
	return v
}

// broken are why nothing crosses a port (routing d).
func (v *vbr) broken(p *vbrPort) []diag.Code {
	var out []diag.Code
	if v.status != "active" || v.site == nil || !p.oneSubnet() {
		out = append(out, "link.vbr-inactive")
	}
	if c := p.circuit; c == nil || c.status != "enabled" || c.down {
		out = append(out, "link.circuit-down")
	}
	return out
}

func (p *vbrPort) oneSubnet() bool {
	if !p.local.IsValid() || !p.peer.IsValid() || !p.mask.IsValid() {
		return true
	}
	for i, m := range p.mask.As4() {
		if p.local.As4()[i]&m != p.peer.As4()[i]&m {
			return false
		}
	}
	return p.local != p.peer
}

// over is the port that a session speaks over, and why it does not.
func (v *vbr) over(s *session) (*vbrPort, []diag.Code) {
	for _, p := range v.ports {
		if p.peer != s.peer && (p.peer.IsValid() || len(v.ports) > 1) {
			continue
		}
		out := v.broken(p)
		if v.site == nil || s.status != "available" || s.asn == 65025 || s.local == 65025 || v.site.asn != s.asn || v.site.peered && v.site.peerOf(v) == nil {
			out = append(out, "link.bgp-down")
		}
		return p, out
	}
	return v.ports[0], []diag.Code{"link.bgp-down"}
}

func (i *idc) peerOf(v *vbr) *sitePeer {
	for _, p := range i.peers {
		if p.vbr == v {
			return p
		}
	}
	return nil
}

// border is a route of a VBR.
type border struct {
	prefix netip.Prefix
	rank   int // at one prefix: static, then learned
	port   *vbrPort
	pair   *routerInterface
	lost   bool // its next hop is gone
	at     *vbrRoute
	bgp    bool
	path   int
	// from a CEN
	exchange *exchange
	join     *transitAttachment
}

// own are the routes of a VBR to its site and over router interfaces.
func (v *vbr) own() []border {
	var out []border
	for _, t := range v.routes {
		b := border{prefix: t.destination, pair: t.pair, at: t, lost: t.pair == nil && t.circuit == nil}
		for _, p := range v.ports {
			if t.circuit != nil && p.circuit == t.circuit {
				b.port = p
			}
		}
		b.lost = b.pair == nil && b.port == nil
		out = append(out, b)
	}
	for _, s := range v.sessions {
		p, why := v.over(s)
		if len(why) > 0 {
			continue
		}
		said, prepend := v.site.blocks, 0
		if at := v.site.peerOf(v); at != nil {
			prepend = at.prepend
			if at.says {
				said = at.announces
			}
		}
		for _, block := range said {
			out = append(out, border{prefix: block, rank: 1, port: p, bgp: true, path: 1 + prepend})
		}
	}
	return out
}

// brought are the routes that a VBR brings to a CEN: those to its site, and none to
// router interfaces (routing b.2, d).
func (w *World) brought(v *vbr) []line {
	var out []line
	own := v.own()
	for _, b := range own {
		if b.pair != nil || b.rank > 0 && slices.ContainsFunc(own, func(o border) bool { return o.prefix == b.prefix && o.rank == 0 }) {
			continue
		}
		l := line{path: b.path, rank: 1}
		if b.bgp {
			l.rank = 0
		}
		l.prefix, l.border, l.custom = b.prefix, v, !b.bgp
		out = append(out, l)
	}
	return out
}

// options are the routes of a VBR that cover a destination. What came over a router
// interface goes to the site, and no further (routing d).
func (w *World) borders(v *vbr, to netip.Addr, inward bool) []border {
	out := v.own()
	if !inward {
		out = append(out, w.given(v)...)
	}
	out = slices.DeleteFunc(out, func(b border) bool { return !b.prefix.Contains(to) })
	slices.SortStableFunc(out, func(a, b border) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(a.rank, b.rank))
	})
	return out
}

// given are the routes that CENs give a VBR.
func (w *World) given(v *vbr) []border {
	var out []border
	for _, c := range w.scenario.cens {
		if !c.enterprise {
			if len(w.borderOf(c, v)) > 0 {
				continue
			}
			x := w.exchange(c)
			for _, e := range x.tables[v.region] {
				if e.border != v && x.givesBorder(e) {
					out = append(out, border{prefix: e.prefix, rank: 2, exchange: x, path: 1})
				}
			}
			continue
		}
		for _, t := range c.routers {
			for _, a := range t.attachments {
				if a.vbr != v || len(a.flaws()) > 0 || !a.sync || a.association == nil {
					continue
				}
				x := w.transit(c)
				for _, l := range x.lines[a.association] {
					if l.through == a {
						continue
					}
					ok, _, said := ruledSaid(x.policies(a.association, false), l.announcement, l.preference, nil)
					if ok && !said && l.border != nil && w.noSites(t) {
						ok = false
					}
					if ok {
						out = append(out, border{prefix: l.prefix, rank: 2, join: a, path: 1 + l.path})
					}
				}
			}
		}
	}
	return out
}

// noSites reports whether a transit router keeps routes of sites from sites. Of
// Basic Edition it is written that gateways do (routing b.2).
func (w *World) noSites(t *transitRouter) bool {
	if v := flag(t.node, "default_route_policy"); v != nil {
		return *v
	}
	n := 0
	for _, o := range t.cen.routers {
		for _, a := range o.attachments {
			if a.vbr != nil {
				n++
			}
		}
	}
	return n > 1 && w.yes("default_route_policy", t.ref())
}

// borderOf are why a VBR is no member of a CEN of Basic Edition.
func (w *World) borderOf(c *cen, v *vbr) []diag.Code {
	if !slices.ContainsFunc(c.attachments, func(a *attachment) bool { return a.vbr == v }) {
		return []diag.Code{"link.unattached"}
	}
	var out []diag.Code
	if !granted(c, v.resource, v.grants) {
		out = append(out, "grant.cen-attachment-missing")
	}
	if v.status != "active" {
		out = append(out, "link.vbr-inactive")
	}
	return out
}

// givesBorder reports whether the gateway of a region gives an entry to a VBR
// there: the default policy of priority 5000 denies what VBRs brought (routing b.2).
func (x *exchange) givesBorder(e entry) bool {
	var list []*policy
	for _, p := range x.cen.policies {
		if p.region == e.given && !p.in {
			list = append(list, p)
		}
	}
	ok, _, said := ruledSaid(list, e.announcement, e.preference, nil)
	return ok && (said || e.border == nil)
}

// enterVBR follows a packet through a VBR that comes from a CEN or the site.
func (w *World) enterVBR(k *walk, v *vbr, to netip.Addr) *table { return w.throughVBR(k, v, to, false) }

func (w *World) throughVBR(k *walk, v *vbr, to netip.Addr, inward bool) *table {
	if k.turns++; k.turns > maxSteps {
		k.end = inCircles
		return nil
	}
	k.borders = append(k.borders, v)
	list := w.borders(v, to, inward)
	if len(list) == 0 {
		if inward && len(w.borders(v, to, false)) > 0 {
			return k.cut("link.router-interface-not-transitive")
		}
		if inward {
			return k.cut("route.missing", "link.router-interface-not-transitive")
		}
		return k.cut()
	}
	n := 1
	for n < len(list) && list[n].prefix == list[0].prefix && list[n].rank == list[0].rank && list[n].bgp && list[n].path == list[0].path {
		n++
	}
	b := list[w.way(v.ref()+" "+to.String(), n)]
	switch {
	case b.lost:
		return k.cut("route.blackhole")
	case b.port != nil:
		if why := v.broken(b.port); len(why) > 0 {
			return k.cut(why...)
		}
		k.crossed = append(k.crossed, crossing{line: v.speed(b.port)})
		return w.fromSite(k, v.site, to)
	case b.pair != nil && inward:
		return k.cut("link.router-interface-not-transitive")
	case b.pair != nil:
		return w.overPair(k, b.pair, v.resource, to)
	case b.join != nil:
		return w.enterTransit(k, b.join, to)
	}
	return w.cross(k, b.exchange, v.region, to)
}

// speed is what a port carries; 0: not written.
func (v *vbr) speed(p *vbrPort) scenario.Bandwidth {
	rate := v.rate
	if c := p.circuit.rate; c != 0 && (rate == 0 || c < rate) {
		rate = c
	}
	return rate
}

// overPair follows a packet over a pair of router interfaces: to the other router,
// and no further (routing d).
func (w *World) overPair(k *walk, i *routerInterface, at *resource, to netip.Addr) *table {
	if i.router() != at {
		return k.cut("route.blackhole")
	}
	if !w.joined(i) {
		return k.cut("link.router-interface-inactive")
	}
	if far := i.opposite; far.vbr != nil {
		return w.throughVBR(k, far.vbr, to, true)
	}
	v := i.opposite.vpc
	k.steps = append(k.steps, step{table: v.system})
	for _, o := range w.options(v.system, to) {
		if o.learned != nil || o.synced != nil {
			continue
		}
		s := &k.steps[len(k.steps)-1]
		switch s.took = o; {
		case o.local:
			k.end, k.took = atVSwitch, o
			return nil
		case o.service:
			k.end, k.took = atService, o
			return nil
		}
		break
	}
	return k.cut("link.router-interface-not-transitive")
}

func (i *routerInterface) router() *resource {
	switch {
	case i.vpc != nil:
		return i.vpc.resource
	case i.vbr != nil:
		return i.vbr.resource
	}
	return nil
}

// joined reports whether a pair of router interfaces joins two routers (routing d).
func (w *World) joined(i *routerInterface) bool {
	o := i.opposite
	if o == nil || o.opposite != i || i.router() == nil || o.router() == nil || i.router() == o.router() || i.role == o.role {
		return false
	}
	for _, e := range []*routerInterface{i, o} {
		if e.status != "active" || e.vbr != nil && e.role != "initiator" {
			return false
		}
	}
	if i.vbr != nil && o.vbr != nil {
		return false
	}
	// One pair between two routers; which is the first is that of the first name.
	for _, g := range w.scenario.regions {
		for _, e := range g.pairs {
			if e.opposite == nil || e.opposite.opposite != e {
				continue
			}
			a, b := e.router(), e.opposite.router()
			if a == i.router() && b == o.router() || b == i.router() && a == o.router() {
				return e == i || e == o
			}
		}
	}
	return true
}

// out is a route of a site.
type out struct {
	prefix     netip.Prefix
	preference int // of static ones; of BGP after all of them
	local      int
	path       int
	to         *vbr
	port       *vbrPort
	gone       bool
}

// fromSite follows a packet from the routers of a site.
func (w *World) fromSite(k *walk, i *idc, to netip.Addr) *table {
	if k.turns++; k.turns > maxSteps {
		k.end = inCircles
		return nil
	}
	if within(i.blocks, to) {
		k.end, k.site = atSite, i
		return nil
	}
	list := slices.DeleteFunc(w.outs(i), func(o out) bool { return !o.prefix.Contains(to) })
	slices.SortStableFunc(list, compareOuts)
	if len(list) == 0 {
		return k.cut()
	}
	n := 1
	for n < len(list) && compareOuts(list[0], list[n]) == 0 {
		n++
	}
	o := list[w.way(i.ref()+" "+to.String(), n)]
	switch {
	case o.gone, o.to.site != i:
		return k.cut("route.blackhole")
	}
	if why := o.to.broken(o.port); len(why) > 0 {
		return k.cut(why...)
	}
	k.crossed = append(k.crossed, crossing{line: o.to.speed(o.port)})
	return w.enterVBR(k, o.to, to)
}

func compareOuts(a, b out) int {
	return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(a.preference, b.preference), cmp.Compare(b.local, a.local), cmp.Compare(a.path, b.path))
}

// outs are the routes of a site: static ones, then those of BGP, of which it takes
// the highest local preference and then the shortest path.
func (w *World) outs(i *idc) []out {
	var all []out
	for _, s := range i.routes {
		o := out{prefix: s.destination, preference: s.preference, to: s.hop, gone: s.hop == nil}
		if o.gone {
			all = append(all, o)
			continue
		}
		for _, p := range s.hop.ports {
			o.port = p
			all = append(all, o)
		}
	}
	for _, g := range w.scenario.regions {
		for _, v := range g.vbrs {
			if v.site != i {
				continue
			}
			for _, s := range v.sessions {
				p, why := v.over(s)
				if len(why) > 0 {
					continue
				}
				local := 100
				if at := i.peerOf(v); at != nil {
					local = at.local
				}
				told := append(v.own(), w.given(v)...)
				for _, b := range told {
					if b.pair != nil || slices.ContainsFunc(told, func(o border) bool { return o.prefix == b.prefix && o.rank < b.rank }) {
						continue
					}
					all = append(all, out{prefix: b.prefix, preference: 1000, local: local, path: b.path, to: v, port: p})
				}
				for _, n := range v.networks {
					all = append(all, out{prefix: n, preference: 1000, local: local, path: 1, to: v, port: p})
				}
			}
		}
	}
	// One way by each port.
	return slices.CompactFunc(all, func(a, b out) bool {
		return a.prefix == b.prefix && a.port == b.port && a.port != nil && a.preference == b.preference && a.preference == 1000
	})
}

// walkOf follows a packet from where a party stands.
func (w *World) walkOf(p party, to netip.Addr) *walk {
	if p.site == nil {
		return w.walk(p.table, to)
	}
	k := &walk{}
	if t := w.fromSite(k, p.site, to); t != nil {
		return w.walkOn(k, t, to)
	}
	return k
}

// sited answers a check of packets of which an end is in a site.
func (t *trip) sited(from, to party, leg Leg) Outcome {
	p := leg.Packet
	apart := from.site != to.site
	if from.site != nil && apart && !from.site.lets(p, false) {
		return stopped("site.egress-denied", from.site.node, "the firewall of %s", from.site.ref()).on(0, true)
	}
	if o := t.sitedWay(from, to, p.Destination); !o.ok() {
		return o.on(0, true)
	}
	if to.site != nil {
		if apart && !to.site.lets(p, true) {
			return stopped("site.ingress-denied", to.site.node, "the firewall of %s", to.site.ref()).on(0, true)
		}
		if o := t.serves(to.instance, p, nil); !o.ok() {
			return o.on(0, true)
		}
	} else if o := t.enter(0, to, from.far(p.Source), nil); !o.ok() {
		return o.on(0, true)
	}
	if o := t.sitedWay(to, from, p.Source); !o.ok() {
		return o.on(0, false)
	}
	return Outcome{Fate: Arrives}
}

// sitedWay takes a packet from one party to where another stands.
func (t *trip) sitedWay(from, to party, a netip.Addr) Outcome {
	for _, p := range []party{from, to} {
		if p.site == nil && p.table == nil {
			return stopped("endpoint.removed", nil, "the vSwitch of %s is gone", p.ref)
		}
	}
	if from.site != nil && from.site == to.site {
		return Outcome{}
	}
	k := t.walkOf(from, a)
	t.crossed = append(t.crossed, k.crossed...)
	if to.site != nil && k.end == atSite && k.site == to.site || to.site == nil && (goal{vpc: to.vpc}).met(k) {
		return Outcome{}
	}
	if k.end == nextHop {
		if o := t.followed(k.took.custom); o.Fate == Unknown {
			return o
		}
	}
	codes := slices.Clone(k.codes)
	switch k.end {
	case inCircles:
		codes = append(codes, "route.loop")
	case nextHop:
		codes = append(codes, t.followed(k.took.custom).Code)
	case atVSwitch, atService, atSite:
		codes = append(codes, "route.misdelivered", "route.shadowed")
	}
	codes = append(append(codes, "route.missing"), t.lackingSite(from, to)...)
	o := stopped(codes[0], nil, "%s does not come from %s to where it should", a, from.ref)
	o.Or = codes[1:]
	return o
}

// lackingSite are the things that are wrong between two places of which one is a
// site: each may be told.
func (t *trip) lackingSite(from, to party) []diag.Code {
	out := append(t.lacking(from.vpc, to.vpc), t.clashes()...)
	for _, g := range t.scenario.regions {
		for _, v := range g.vbrs {
			for _, p := range v.ports {
				out = append(out, v.broken(p)...)
			}
			for _, s := range v.sessions {
				_, why := v.over(s)
				out = append(out, why...)
			}
			if len(v.sessions) == 0 {
				out = append(out, "link.bgp-down") // a group without a peer speaks to nobody
			}
			for _, c := range t.scenario.cens {
				if !c.enterprise {
					out = append(out, t.borderOf(c, v)...)
				} else if !slices.ContainsFunc(c.routers, func(r *transitRouter) bool {
					return slices.ContainsFunc(r.attachments, func(a *transitAttachment) bool { return a.vbr == v })
				}) {
					out = append(out, "link.unattached")
				}
			}
			if slices.ContainsFunc(v.routes, func(b *vbrRoute) bool { return b.pair != nil }) {
				out = append(out, "route.bgp-network-missing")
			}
			if len(v.routes) > 0 {
				out = append(out, "route.shadowed")
			}
		}
		for _, i := range g.pairs {
			if !t.joined(i) {
				out = append(out, "link.router-interface-inactive")
			}
			out = append(out, "link.router-interface-not-transitive", "route.shadowed")
		}
	}
	for _, c := range t.scenario.cens {
		for _, p := range []party{from, to} {
			if p.vpc != nil && !c.enterprise {
				if why := t.member(c, p.vpc); why != "" {
					out = append(out, why)
				}
			}
		}
		vbrs := 0
		for _, g := range t.scenario.regions {
			vbrs += len(g.vbrs)
		}
		if len(c.policies) > 0 || vbrs > 1 {
			out = append(out, "route.policy-denied") // the cloud's own, of priority 5000, too
		}
	}
	for _, i := range t.scenario.idcs {
		if len(i.routes) > 0 {
			out = append(out, "route.shadowed", "route.blackhole")
		}
	}
	return out
}
