package reference

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/topology/diag"
)

// amazonOption is one route of a table that covers a destination.
type amazonOption struct {
	prefix netip.Prefix
	rank   int // at one prefix: local, then static, then by prefix list (a4, a6)
	route  *amazonRoute
}

func (o amazonOption) local() bool { return o.route == nil }

// amazonOptions are the routes of a table that cover a destination, the one that
// is taken first: the longest prefix, then the rank (a4).
func (w *World) amazonOptions(t *routeTable, to netip.Addr) []amazonOption {
	var out []amazonOption
	for _, b := range t.vpc.blocks {
		if b.Contains(to) {
			out = append(out, amazonOption{prefix: b})
		}
	}
	for _, r := range t.routes {
		if d := r.destination; d.IsValid() && d.Contains(to) && r.stands(t.vpc, d) {
			out = append(out, amazonOption{prefix: d, rank: 1, route: r})
		}
		if r.list == nil {
			continue
		}
		entries := slices.Clone(r.list.entries)
		slices.SortFunc(entries, func(a, b netip.Prefix) int { return cmp.Compare(b.Bits(), a.Bits()) })
		for _, p := range slices.Compact(entries) {
			if p.Contains(to) && r.stands(t.vpc, p) {
				out = append(out, amazonOption{prefix: p, rank: 2, route: r})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b amazonOption) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(a.rank, b.rank))
	})
	w.drawLists(t, out)
	return out
}

// stands reports whether AWS takes a route for a prefix. Inside a block of the VPC
// it is for a whole subnet, and leads to a NAT gateway, a network interface or an
// endpoint (a3). What is refused is not there (ruling 26). The sheet says so of
// static routes; those by prefix list are held to it too.
func (r *amazonRoute) stands(v *amazonVPC, p netip.Prefix) bool {
	if !slices.ContainsFunc(v.blocks, func(b netip.Prefix) bool { return inside(p, b) }) {
		return true
	}
	kind, _, _ := strings.Cut(textOr(r.node, "target", r.targetType), "/")
	return slices.ContainsFunc(v.subnets, func(s *subnet) bool { return s.cidr == p }) &&
		slices.Contains([]string{"nat_gateway", "instance", "network_interface", "vpc_endpoint"}, kind)
}

// drawLists puts the one first that AWS draws among routes by prefix list of one
// CIDR (a6).
func (w *World) drawLists(t *routeTable, list []amazonOption) {
	n := 0
	var names []string
	for n < len(list) && list[n].rank == 2 && list[n].prefix == list[0].prefix {
		names = append(names, list[n].route.name())
		n++
	}
	if n < 2 {
		return
	}
	drawn := w.reading("prefix_list", list[0].prefix.String()+" of "+t.ref(), names)
	i := slices.Index(names, drawn)
	list[0], list[i] = list[i], list[0]
}

// amazonEnd says how a way of a packet ended.
type amazonEnd uint8

const (
	inSubnet   amazonEnd = iota // in the subnet that it was sent from: no route, no ACL (a10)
	inVPC                       // delivered by the router of a VPC (a11)
	atNAT                       // at a NAT gateway
	atInternet                  // at an internet gateway
	lost
)

// amazonWay is the way of one packet out of a subnet.
type amazonWay struct {
	end     amazonEnd
	vpc     *amazonVPC  // where it was delivered
	nat     *natGateway // that took it
	code    diag.Code   // of what it was lost at
	or      []diag.Code
	unknown bool
	took    amazonOption
}

// amazonWay follows a packet from a subnet.
func (w *World) amazonWay(s *subnet, to netip.Addr, meant *machine) amazonWay {
	if s.cidr.Contains(to) {
		return amazonWay{end: inSubnet, vpc: s.vpc}
	}
	return w.routed(s, to, meant)
}

// routed follows a packet by the route table of a subnet.
func (w *World) routed(s *subnet, to netip.Addr, meant *machine) amazonWay {
	list := w.amazonOptions(s.table(), to)
	if len(list) == 0 {
		return amazonWay{end: lost, code: "route.missing"}
	}
	k := w.follow(s.vpc, list[0], to, meant)
	k.took = list[0]
	return k
}

// follow takes a packet along a route.
func (w *World) follow(v *amazonVPC, o amazonOption, to netip.Addr, meant *machine) amazonWay {
	if o.local() {
		return amazonWay{end: inVPC, vpc: v}
	}
	gone := amazonWay{end: lost, code: "route.blackhole"} // a8, a9
	r := o.route
	switch {
	case r.blackhole:
		return gone
	case r.targetType != "":
		return amazonWay{end: lost, code: beyond(r.targetType), unknown: true} // ruling 20
	case r.target == nil:
		return gone
	}
	switch t := r.target.object.(type) {
	case *peering:
		far := t.from(v)
		switch {
		case far == nil:
			return amazonWay{end: lost, code: "peering.inactive", or: []diag.Code{"route.blackhole"}} // a21, a23
		case !within(far.blocks, to):
			return amazonWay{end: lost, code: "peering.not-transitive"} // a24
		}
		return amazonWay{end: inVPC, vpc: far}
	case *internetGateway:
		return amazonWay{end: atInternet}
	case *natGateway:
		if t.subnet == nil || t.state != "available" {
			return gone
		}
		return amazonWay{end: atNAT, nat: t}
	case *machine:
		switch {
		case t.subnet == nil:
			return gone
		case t == meant:
			return amazonWay{end: inVPC, vpc: v} // its own packet, whatever it checks (a14)
		case t.checks:
			return amazonWay{end: lost, code: "route.next-hop-not-forwarding"}
		}
		if t.forwarding == nil && w.yes("ip_forwarding", t.ref()) || t.forwarding != nil && *t.forwarding {
			w.forwarded = t.resource
		}
		return amazonWay{end: lost, code: "route.next-hop-not-forwarding"}
	}
	return gone
}

// astray says why a way did not end where it should. Where several things are
// wrong the sheet does not say which is told.
func (w *World) astray(s *subnet, k amazonWay, to netip.Addr, met func(amazonWay) bool) Outcome {
	codes := k.or
	switch k.end {
	case inSubnet:
		// The receiver has a block of another VPC that is this subnet's too. Whether the
		// subnet is told of, or what its table and ACL would do, is all the same.
		k.code = "route.misdelivered"
		codes = append(codes, w.routed(s, to, nil).code, "acl.egress-denied", "route.shadowed")
	case inVPC:
		k.code = "route.misdelivered"
	case atNAT:
		k.code = "route.reply-translated"
		codes = []diag.Code{"route.asymmetric", "route.loop"} // a gateway may lead to itself
	case atInternet:
		k.code = "gateway.no-public-address"
		codes = []diag.Code{"gateway.private-destination", "route.reply-translated", "route.misdelivered", "route.missing"}
	}
	if w.otherwise(s, k, to, met) {
		codes = append(codes, "route.shadowed")
	}
	o := stopped(k.code, s.node, "a packet to %s does not come from %s to where it should", to, s.ref())
	if k.unknown {
		o.Fate = Unknown
	}
	o.Or = codes
	return o
}

// otherwise reports whether another route than the one that was taken would have
// led a packet to where it should.
func (w *World) otherwise(s *subnet, k amazonWay, to netip.Addr, met func(amazonWay) bool) bool {
	return k.end != inSubnet && slices.ContainsFunc(w.amazonOptions(s.table(), to), func(o amazonOption) bool {
		return o != k.took && met(w.follow(s.vpc, o, to, nil))
	})
}
