package alibaba

import (
	"cmp"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

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
	for _, to := range l.nextHops(v, r) {
		exit := l.vpcs[v].domain
		if to.exit != nil {
			exit = *to.exit
		}
		for _, p := range prefixes {
			e := fabric.Element{Label: "custom route " + p.String() + " of VPC " + v.Name, At: cmp.Or(to.at, r.Key)}
			rt := fabric.Route{
				Element: e, Excludes: excludes(r, e),
				Prefix: p, Kind: fabric.Static, Announced: fabric.Static,
				Target: to.target, Exit: exit, Switches: to.switches, Inactive: to.inactive,
				Place: r.Name, // all next hops of a route are in use side by side
				// A route by prefix list cannot be published (routing a, prefix lists; H).
				Announce: r.Published.V && r.Destination.Present() && r.publishable() && t == l.vpcs[v].main,
			}
			l.b.Route(t, rt)
			if in := l.vpcs[v].byInterface; in != nil && t == l.vpcs[v].main {
				rt.Announce = false
				if rt.Target.Kind == fabric.Forward {
					rt.Target = fabric.ToDrop(notExtended(element(&v.Resource)))
				}
				l.b.Route(*in, rt)
			}
		}
	}
}

// nextHops are where a custom route leads: to one next hop, or to several router
// interfaces side by side (routing a, custom routes; H).
func (l *lowering) nextHops(v *VPC, r *Route) []hop {
	if r.NextHops == nil {
		return []hop{l.nextHop(v, r)}
	}
	var all []hop
	for _, n := range r.NextHops {
		one := *r
		one.NextHop = n.NextHop
		h := l.nextHop(v, &one)
		h.at = n.Node.Range
		all = append(all, h)
	}
	return all
}

// hopType is the type of a route's next hop, as next_hop_type names it.
func (r *Route) hopType() string {
	switch hop := r.NextHop.V; {
	case r.NextHopType.Present():
		return r.NextHopType.V
	case r.NextHops != nil:
		return string(KindRouterInterface)
	case hop.To != nil:
		return nextHopType(hop.To.Kind)
	case hop.Gone != nil:
		return nextHopType(hop.Gone.Kind)
	default:
		return nextHopInstance
	}
}

// nextHopType is what next_hop_type calls a kind.
func nextHopType(k scenario.ResourceKind) string {
	if k == KindVPCPeer {
		return "vpc_peer"
	}
	return string(k)
}

// publishable reports whether a route leads to something that routes may be
// published for (routing b.2; H). A peering connection is not among them (routing
// e; H).
func (r *Route) publishable() bool {
	return slices.Contains([]string{
		nextHopInstance, "vpn_gateway", "ha_vip", "router_interface", "network_interface", "ipv6_gateway", "nat_gateway", "ipv4_gateway",
	}, r.hopType())
}

// unpublished keeps published routes of some next hops from an edition that does
// not take them: to IPv4 gateways on Basic, to router interfaces on Enterprise
// (routing b.2, b.3; H).
func (l *lowering) unpublished(v *VPC, edition, hop string) []fabric.RoutePolicy {
	var list []fabric.RoutePolicy
	for _, r := range v.Routes.All() {
		if !r.Published.V || !r.Destination.Present() || r.hopType() != hop {
			continue
		}
		e := fabric.Element{Label: "custom route " + r.Destination.V.String() + " of VPC " + v.Name, At: r.Key}
		list = append(list, fabric.RoutePolicy{
			Element: e, Deny: true, Match: fabric.RouteMatch{Prefixes: []netip.Prefix{r.Destination.V}, Exact: true, Kinds: []fabric.RouteKind{fabric.Static}},
			Refusal: &fabric.Refusal{
				Element: e, Code: CodeNotAdvertised, Kind: diag.KindRoute,
				Summary: e.Label + " is not taken by a CEN of " + editionNames[edition] + " Edition: its next hop is of type " + hop,
				Needed:  "a route to " + r.Destination.V.String() + " that the CEN takes",
			},
		})
	}
	return list
}

// excludes is why learned routes that equal a custom one or lie inside it are not
// taken: it leads to a router interface (routing a, route choice 2; H).
func excludes(r *Route, e fabric.Element) *fabric.Refusal {
	if r.hopType() != "router_interface" {
		return nil
	}
	return &fabric.Refusal{
		Element: e, Code: fabric.CodeShadowed, Kind: diag.KindRoute,
		Summary: e.Label + " leads to a router interface, and goes before learned routes that equal it or lie inside it",
		Needed:  "no such route, or one that leads on",
	}
}

// hop is where routes lead that have a resource as their next hop.
type hop struct {
	target   fabric.Target
	switches []fabric.SwitchID
	// inactive is why the route is not used at all, or nil; at is where it is
	// written, if that is not where its route is.
	inactive *fabric.Refusal
	at       diag.Range
	// exit is the network whose addresses are there; nil: the one that the route
	// is of.
	exit *fabric.DomainID
	// toward is where it leads from a VPC, if that is not the same from all.
	toward func(*VPC) hop
}

// nextHopGone is why a route leads nowhere any more: an attachment that is gone is
// told as such.
func nextHopGone(e fabric.Element, ref scenario.Value[scenario.AnyRef]) *fabric.Refusal {
	r := &fabric.Refusal{
		Element: placed(e.Label, ref.Range(), e.At), Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
		Summary: "the next hop of " + e.Label + " is gone",
		Needed:  "a next hop that stands",
	}
	if gone := ref.V.Gone; gone != nil {
		switch gone.Kind {
		case KindAttachment:
			r.Code, r.Kind, r.Needed = CodeUnattached, diag.KindLink, "attachment "+gone.Name
		case KindPeerAttachment:
			r.Code, r.Kind, r.Needed = CodePeerMissing, diag.KindLink, "peer attachment "+gone.Name
		}
	}
	return r
}

// nextHop is where a custom route of a VPC leads.
func (l *lowering) nextHop(v *VPC, r *Route) hop {
	e := element(&r.Resource)
	to := r.NextHop.V.To
	switch {
	case !r.NextHop.Present():
		t := r.NextHopType
		return hop{target: fabric.ToDrop(&fabric.Refusal{
			Element: placed(e.Label, t.Range(), r.Key), Code: cloud.Unfollowed(t.V), Kind: diag.KindUnknown,
			Summary: e.Label + " leads to a next hop that netsim does not follow: " + t.V,
			Needed:  "a next hop that netsim follows",
		})}
	case to == nil:
		return hop{target: fabric.ToDrop(nextHopGone(e, r.NextHop))}
	case l.ends.Refused[to] != nil:
		gone := nextHopGone(e, r.NextHop)
		gone.Summary = "the next hop of " + e.Label + " takes nothing: " + l.ends.Refused[to].Summary
		return hop{target: fabric.ToDrop(gone)}
	}
	if h, ok := l.hops[to]; ok {
		if h.toward != nil {
			return h.toward(v)
		}
		return h
	}
	if n := l.nics[to]; n != nil {
		target, switches := l.toNIC(r, n)
		return hop{target: target, switches: switches}
	}
	if h, ok := to.Object.(*HaVip); ok {
		target, switches := l.toHaVip(r, h)
		return hop{target: target, switches: switches}
	}
	return hop{target: fabric.ToDrop(&fabric.Refusal{
		Element: placed(e.Label, r.NextHop.Range(), r.Key), Code: cloud.Unfollowed(r.hopType()), Kind: diag.KindUnknown,
		Summary: e.Label + " leads to a next hop that netsim does not follow: " + element(to).Label,
		Needed:  "a next hop that netsim follows",
	})}
}
