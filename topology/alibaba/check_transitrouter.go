package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// editions: what is of the other edition than the CEN does nothing.
func (c *checker) editions(n *CEN) {
	other, fields := editionBasic, []string{"attachments", "region_bandwidth", "service_routes"}
	if n.Edition.V != editionEnterprise {
		other, fields = editionEnterprise, []string{"transit_routers", "peer_attachments"}
	}
	for _, f := range fields {
		e := n.Node.Field(f)
		switch {
		case e == nil:
		case f == "service_routes":
			// Routing 0.1, c.3.
			c.Warn(e.KeyRange, fmt.Sprintf("the service routes of %s are inactive: they are of Basic Edition", named(&n.Resource)),
				"Transit routers of Enterprise Edition carry what is for a cloud service by static entries: in each region one to the next transit router, in the region of the service one to a VPC there, and a route in the VPC of the client.",
				cloud.See(n.Edition.Range(), "the edition")...)
		default:
			c.Warn(e.KeyRange, fmt.Sprintf("%q of %s does nothing: it is of %s Edition", f, named(&n.Resource), editionNames[other]),
				"Write what this edition has, or the other edition.", cloud.See(n.Edition.Range(), "the edition")...)
		}
	}
}

var editionNames = map[string]string{editionBasic: "Basic", editionEnterprise: "Enterprise"}

func (c *checker) transitRouters(n *CEN) {
	var regions []cloud.Written[*Region]
	for _, t := range n.TransitRouters.All() {
		if r := t.Region.V.To; r != nil {
			regions = append(regions, cloud.Written[*Region]{What: r, Name: t.Name, At: t.Region.Range()})
		}
		c.transitTables(t)
		c.transitAttachments(n, t)
	}
	cloud.Twice(regions, func(first, second cloud.Written[*Region]) {
		c.Refuse(second.At, fmt.Sprintf("transit routers %q and %q of %s are for the same region, %q", first.Name, second.Name, named(&n.Resource), second.What.Name),
			"A CEN has one transit router in a region. Keep one.", cloud.See(first.At, "the other transit router")...)
	})
	for _, p := range n.PeerAttachments.All() {
		c.peerAttachment(n, p)
	}
}

// ofRouter checks that a route table is one of a transit router's own.
func (c *checker) ofRouter(t *TransitRouter, ref scenario.Value[scenario.Ref[TransitRouteTable]], whose string) {
	to := ref.V.To
	if to == nil || to.Parent == &t.Resource {
		return
	}
	c.Refuse(ref.Range(), fmt.Sprintf("%s is of %s, and %s is at %s", named(&to.Resource), named(to.Parent), whose, named(&t.Resource)),
		"A transit router looks packets up in route tables of its own. Name one of "+named(&t.Resource)+".", cloud.See(to.Key, "the route table")...)
}

func (c *checker) transitAttachments(n *CEN, t *TransitRouter) {
	var networks []cloud.Written[*scenario.Resource]
	var turns []cloud.Written[int]
	for _, a := range t.Attachments.All() {
		whose := named(&a.Resource)
		c.ofRouter(t, a.Association, whose)
		for _, ref := range a.Propagations.V {
			c.ofRouter(t, ref, whose)
		}
		if a.Order.Present() {
			turns = append(turns, cloud.Written[int]{What: a.Order.V, Name: a.Name, At: a.Order.Range()})
		}
		if to, at := a.network(); to != nil {
			networks = append(networks, cloud.Written[*scenario.Resource]{What: to, Name: a.Name, At: at})
			if home := to.Enclosing(KindRegion); home != nil && t.Region.V.To != nil && home != &t.Region.V.To.Resource {
				c.Warn(at, fmt.Sprintf("%s is inactive: %s is in region %q, and %s in %q", whose, named(to), home.Name, named(&t.Resource), t.Region.V.To.Name),
					"A transit router attaches networks of its own region. Attach it to the transit router there.", cloud.See(to.Key, "the %s", kindNames[to.Kind])...)
			}
		}
		if v := a.VPC.V.To; v != nil {
			c.transitVPC(n, a, v)
		}
		c.onlyOf(a)
	}
	cloud.Twice(networks, func(first, second cloud.Written[*scenario.Resource]) {
		c.Refuse(second.At, fmt.Sprintf("attachments %q and %q of %s are of the same network, %s", first.Name, second.Name, named(&t.Resource), named(second.What)),
			"A network is attached to a transit router once. Keep one.", cloud.See(first.At, "the other attachment")...)
	})
	cloud.Twice(turns, func(first, second cloud.Written[int]) {
		c.Refuse(second.At, fmt.Sprintf("attachments %q and %q of %s have the same turn, %d", first.Name, second.Name, named(&t.Resource), second.What),
			"The order says who was attached first, so no two can share a turn. Write another number.", cloud.See(first.At, "the other attachment")...)
	})
}

// network is what an attachment attaches, and where that is written; nil: it is
// gone.
func (a *TransitAttachment) network() (*scenario.Resource, diag.Range) {
	switch {
	case a.VPC.V.To != nil:
		return &a.VPC.V.To.Resource, a.VPC.Range()
	case a.VBR.V.To != nil:
		return &a.VBR.V.To.Resource, a.VBR.Range()
	case a.ECR.V.To != nil:
		return &a.ECR.V.To.Resource, a.ECR.Range()
	case a.VPNConnection.V.To != nil:
		return &a.VPNConnection.V.To.Resource, a.VPNConnection.Range()
	}
	return nil, diag.Range{}
}

// onlyOf: some fields are for one sort of network.
func (c *checker) onlyOf(a *TransitAttachment) {
	for _, f := range [3]struct {
		field, of string
		there     bool
	}{
		{"zone_mappings", "a VPC", a.VPC.Present()},
		{"appliance_mode_support", "a VPC", a.VPC.Present()},
		{"allowed_prefixes", "an ECR", a.ECR.Present()},
	} {
		if e := a.Node.Field(f.field); e != nil && !f.there && a.attaches() {
			c.Refuse(e.KeyRange, fmt.Sprintf("%s has %q, which is of the attachment of %s", named(&a.Resource), f.field, f.of),
				"What it attaches has no such thing. Remove the field.")
		}
	}
}

// attaches reports whether what is attached is written.
func (a *TransitAttachment) attaches() bool {
	return a.VPC.Present() || a.VBR.Present() || a.ECR.Present() || a.VPNConnection.Present()
}

// transitVPC checks the attachment of a VPC: the grant of its owner (routing b.6;
// H), and the vSwitches for the interfaces of the transit router (routing i; H).
func (c *checker) transitVPC(n *CEN, a *TransitAttachment, v *VPC) {
	if !n.allowed(v) {
		c.Warn(a.VPC.Range(), fmt.Sprintf("%s is inactive: %s (account %s) is not granted to %s (account %s)",
			named(&a.Resource), named(&v.Resource), orNameless(v.AccountOr("")), named(&n.Resource), orNameless(n.AccountOr(""))),
			"The CEN of one account attaches the VPC of another only with the grant of its owner. Write `cen_grants` in the VPC, or correct `account`.",
			cloud.See(v.Key, "the VPC")...)
	}
	if e := a.Node.Field("zone_mappings"); e != nil && len(a.ZoneMappings) == 0 {
		c.Warn(e.KeyRange, fmt.Sprintf("%s is inactive: it has no vSwitch for the interfaces of the transit router", named(&a.Resource)),
			"A transit router reaches a VPC by interfaces in its vSwitches. Write at least one zone mapping.")
	}
	for _, z := range a.ZoneMappings {
		s := z.VSwitch.V.To
		switch {
		case s == nil:
		case vpcOf(&s.Resource) != &v.Resource:
			c.Refuse(z.VSwitch.Range(), fmt.Sprintf("%s is in %s, and %s is of %s", named(&s.Resource), named(vpcOf(&s.Resource)), named(&a.Resource), named(&v.Resource)),
				"The interfaces of the transit router stand in the VPC that is attached. Name a vSwitch of "+named(&v.Resource)+".", cloud.See(s.Key, "the vSwitch")...)
		case z.Zone.Present() && s.Zone.Present() && z.Zone.V != s.Zone.V:
			c.Refuse(z.Zone.Range(), fmt.Sprintf("a zone mapping of %s is for zone %q, and %s is of %q", named(&a.Resource), z.Zone.V, named(&s.Resource), s.Zone.V),
				"A vSwitch stands in one zone. Name one of this zone, or correct the zone.", cloud.See(s.Zone.Range(), "the zone of the vSwitch")...)
		}
	}
}

func (c *checker) transitTables(t *TransitRouter) {
	var systems []cloud.Written[string]
	for _, rt := range t.RouteTables.All() {
		if rt.Type.V == tableSystem {
			systems = append(systems, cloud.Written[string]{What: tableSystem, Name: rt.Name, At: rt.Type.Range()})
		}
		var prefixes []cloud.Written[netip.Prefix]
		for _, r := range rt.Routes.All() {
			c.transitHop(t, named(&r.Resource), r.NextHop, r.Blackhole)
			if r.Destination.Present() && !c.NotIPv4(r.Destination, "the destination of "+named(&r.Resource)) {
				prefixes = append(prefixes, cloud.Written[netip.Prefix]{What: r.Destination.V, Name: r.Name, At: r.Destination.Range()})
				c.transitDestination(r)
			}
		}
		cloud.Twice(prefixes, func(first, second cloud.Written[netip.Prefix]) {
			c.duplicateRoute(named(&rt.Resource), second.What.String(), first.Name, first.At, second.Name, second.At)
		})
		for _, list := range rt.PrefixLists {
			whose := "a prefix list of " + named(&rt.Resource)
			c.transitHop(t, whose, list.NextHop, list.Blackhole)
			if to, r := list.PrefixList.V.To, t.Region.V.To; to != nil && r != nil {
				c.prefixList(list.PrefixList.Range(), to, r)
			}
		}
		for _, a := range rt.Aggregations.All() {
			c.aggregation(a)
		}
	}
	cloud.Twice(systems, func(first, second cloud.Written[string]) {
		c.Refuse(second.At, fmt.Sprintf("route tables %q and %q of %s have the same type, %s", first.Name, second.Name, named(&t.Resource), tableSystem),
			"A transit router has one system table, and others are custom. Keep one.", cloud.See(first.At, "the other")...)
	})
	for _, b := range t.CIDRBlocks.All() {
		c.NotIPv4(b.CIDR, "the block of "+named(&b.Resource))
	}
}

// transitDestination: 100.64.0.0/10 is no destination, and a part of it is
// (routing b.3, c.3; M).
func (c *checker) transitDestination(r *TransitRoute) {
	if r.Destination.V == serviceAddresses {
		c.Warn(r.Destination.Range(), fmt.Sprintf("%s is inactive: its destination is %q", named(&r.Resource), serviceAddresses),
			"Every VPC reaches the services of its own region by this prefix. Write the addresses of the service that is meant.")
	}
}

// transitHop: a static entry leads to what the transit router itself is joined to.
func (c *checker) transitHop(t *TransitRouter, whose string, hop scenario.Value[scenario.AnyRef], blackhole scenario.Value[bool]) {
	if blackhole.Present() && !blackhole.V {
		c.Refuse(blackhole.Range(), fmt.Sprintf("%s is no blackhole, and has no next hop", whose),
			"An entry leads somewhere or is a blackhole. Write `next_hop`, or `blackhole: true`.")
	}
	to := hop.V.To
	if to == nil {
		return
	}
	refuse := func(why string) {
		c.Refuse(hop.Range(), fmt.Sprintf("%s, the next hop of %s, is %s", named(to), whose, why),
			"An entry leads to an attachment of its own transit router, or to an inter-region connection of it. Name one of "+named(&t.Resource)+".", cloud.See(to.Key, "the %s", kindNames[to.Kind])...)
	}
	switch o := to.Object.(type) {
	case *TransitAttachment:
		if o.Parent != &t.Resource {
			refuse("of " + named(o.Parent))
		}
	case *PeerAttachment:
		if !slices.ContainsFunc(o.Ends, func(e *PeerEnd) bool { return e.TransitRouter.V.To == t || e.TransitRouter.V.Gone != nil }) {
			refuse("of other transit routers than " + named(&t.Resource))
		}
	default:
		refuse("of Basic Edition")
	}
}

// aggregation: some prefixes are not aggregated (routing b.3; H).
func (c *checker) aggregation(a *Aggregation) {
	if !a.CIDR.Present() || c.NotIPv4(a.CIDR, "the prefix of "+named(&a.Resource)) {
		return
	}
	if why := unaggregated(a.CIDR.V); why != "" {
		c.Warn(a.CIDR.Range(), fmt.Sprintf("%s is inactive: %s", named(&a.Resource), why),
			"The cloud refuses such an aggregate route. Write another prefix.")
	}
}

var multicastAddresses = netip.MustParsePrefix("224.0.0.0/4")

// unaggregated is why a prefix is no aggregate route, or empty.
func unaggregated(p netip.Prefix) string {
	switch b := p.Addr().As4(); {
	case b[0] == 0:
		return "its prefix starts with 0"
	case b[0] == 100 && b[1] == 64:
		return "its prefix starts with 100.64"
	case p.Overlaps(multicastAddresses):
		return "its prefix is of multicast addresses"
	}
	return ""
}
