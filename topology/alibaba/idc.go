package alibaba

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// IDC is a data centre or office of the customer: what stands there, and its routers.
type IDC struct {
	scenario.Resource
	ASN      scenario.Value[int]
	Prefixes scenario.Values[netip.Prefix]
	Hosts    scenario.Collection[SiteHost]
	Routes   scenario.Collection[SiteRoute]
	BGPPeers scenario.Collection[SitePeer]
	Firewall *SiteFirewall
}

// SiteHost is a machine in a site.
type SiteHost struct {
	scenario.Resource
	Address scenario.Value[netip.Addr]
	Listens []*cloud.Listener
}

// SiteRoute is a static route of a site's routers.
type SiteRoute struct {
	scenario.Resource
	Destination scenario.Value[netip.Prefix]
	NextHop     scenario.Value[scenario.AnyRef]
	Preference  scenario.Value[int]
}

// SitePeer is a BGP session of a site's routers with a VBR.
type SitePeer struct {
	scenario.Resource
	VBR             scenario.Value[scenario.Ref[VBR]]
	LocalPreference scenario.Value[int]
	Prepend         scenario.Value[int]
	Announces       scenario.Values[netip.Prefix]
}

// SiteFirewall stands between a site and everything outside of it.
type SiteFirewall struct {
	scenario.At
	Ingress []*SiteRule
	Egress  []*SiteRule
}

// SiteRule is one rule of a site's firewall.
type SiteRule struct {
	scenario.At
	Protocol    scenario.Value[packet.Protocols]
	Ports       scenario.Values[[]packet.Ports]
	Source      scenario.Value[netip.Prefix]
	Destination scenario.Value[netip.Prefix]
	Policy      scenario.Value[string]
	Description scenario.Value[string]
}

// siteHopKinds are the next hops of a site's routes.
var siteHopKinds = []scenario.ResourceKind{KindVBR, KindVPNConnection}

const (
	sitePreference  = 60  // of a static route
	localPreference = 100 // of what comes over BGP
)

func idcTable() *scenario.Table[IDC] {
	return scenario.NewTable("IDC", "A data centre or office of the customer: what stands there, and its routers. Its hosts reach each other without anything else.",
		scenario.Optional("asn", asn(),
			func(i *IDC) *scenario.Value[int] { return &i.ASN }, "The AS number of its routers.").Absent("they speak no BGP").NotCalled("as_number", "bgp_asn", "peer_asn"),
		scenario.Required("prefixes", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(i *IDC) *scenario.Values[netip.Prefix] { return &i.Prefixes }, "The address blocks that stand there.").Example([]string{"10.9.0.0/16"}).NotCalled("cidr", "cidrs", "cidr_blocks", "cidr_block"),
		scenario.MapOf("hosts", KindSiteHost, scenario.Later(siteHostTable),
			func(i *IDC) *scenario.Collection[SiteHost] { return &i.Hosts }, "Machines there.").NotCalled("instances", "servers", "machines"),
		scenario.MapOf("routes", KindRoute, scenario.Later(siteRouteTable),
			func(i *IDC) *scenario.Collection[SiteRoute] { return &i.Routes }, "Static routes of its routers.").NotCalled("static_routes", "route_entries"),
		scenario.MapOf("bgp_peers", KindBGPPeer, scenario.Later(sitePeerTable),
			func(i *IDC) *scenario.Collection[SitePeer] { return &i.BGPPeers }, "BGP sessions of its routers.").
			Absent("one with every VBR to which it has a circuit and whose BGP peer fits, with `prefixes` announced"),
		scenario.Object("firewall", scenario.Later(siteFirewallTable),
			func(i *IDC) **SiteFirewall { return &i.Firewall },
			"The firewall between it and everything outside of it; stateful.").Absent("everything passes, and that is told"),
	)
}

func asn() scenario.Type[int] { return scenario.Int(1, 4294967295) }

func siteHostTable() *scenario.Table[SiteHost] {
	return scenario.NewTable("site host", "A machine in an on-premises site.",
		scenario.Required("address", scenario.Address(),
			func(h *SiteHost) *scenario.Value[netip.Addr] { return &h.Address }, "Its address, in a block of the site.").Example("10.9.1.10").NotCalled("private_ip", "ip", "ip_address"),
		cloud.Listens(func(h *SiteHost) *[]*cloud.Listener { return &h.Listens }),
	)
}

func siteRouteTable() *scenario.Table[SiteRoute] {
	return scenario.NewTable("site route", "A static route of a site's routers. It goes before routes that BGP brings.",
		scenario.Required("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *SiteRoute) *scenario.Value[netip.Prefix] { return &r.Destination }, "The destination CIDR.").Example("192.168.0.0/16").NotCalled("destination_cidr_block", "destination_cidr", "cidr"),
		scenario.Required("next_hop", scenario.RefAny(siteHopKinds...),
			func(r *SiteRoute) *scenario.Value[scenario.AnyRef] { return &r.NextHop }, "What packets go to: a VBR, by all of its circuits, or an IPsec connection.").NotCalled("next_hop_id", "gateway"),
		scenario.Optional("preference", scenario.Int(1, 255),
			func(r *SiteRoute) *scenario.Value[int] { return &r.Preference },
			"Of routes to one destination those of the lowest preference are used, all of them side by side.").Absent("60").NotCalled("priority", "metric", "distance"),
	)
}

func sitePeerTable() *scenario.Table[SitePeer] {
	return scenario.NewTable("site BGP peer", "A BGP session of a site's routers with a VBR, over its circuits.",
		scenario.Required("vbr", scenario.RefTo[VBR](KindVBR),
			func(p *SitePeer) *scenario.Value[scenario.Ref[VBR]] { return &p.VBR }, "The VBR.").NotCalled("vbr_id", "router_id"),
		scenario.Optional("local_preference", scenario.Int(0, 4294967295),
			func(p *SitePeer) *scenario.Value[int] { return &p.LocalPreference },
			"How much the site prefers routes that come over it; the highest is used.").Absent("100"),
		scenario.Optional("prepend_as_path", scenario.Int(0, 32),
			func(p *SitePeer) *scenario.Value[int] { return &p.Prepend },
			"How many more times the site puts its AS number before the path of what it announces.").Absent("0").NotCalled("prepend", "as_path_prepend"),
		scenario.Optional("announces", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(p *SitePeer) *scenario.Values[netip.Prefix] { return &p.Announces }, "The blocks that it announces.").Absent("the site's `prefixes`").NotCalled("networks", "advertises"),
	)
}

func siteFirewallTable() *scenario.Table[SiteFirewall] {
	rule := scenario.Later(siteRuleTable)
	return scenario.NewTable("site firewall", "A firewall between a site and everything outside of it. In a direction that is written, what no rule takes is dropped.",
		scenario.Objects("ingress", rule,
			func(f *SiteFirewall) *[]*SiteRule { return &f.Ingress }, "Rules for connections from outside; the first that matches decides.").Absent("all are accepted"),
		scenario.Objects("egress", rule,
			func(f *SiteFirewall) *[]*SiteRule { return &f.Egress }, "Rules for connections to the outside; the first that matches decides.").Absent("all are accepted"),
	)
}

func siteRuleTable() *scenario.Table[SiteRule] {
	return scenario.NewTable("site firewall rule", "A rule of a site's firewall.",
		scenario.Optional("protocol", scenario.Protocol(),
			func(r *SiteRule) *scenario.Value[packet.Protocols] { return &r.Protocol }, "tcp, udp, icmp, all or a number.").Absent("all"),
		scenario.Optional("ports", scenario.OneOrMany(scenario.Ports()),
			func(r *SiteRule) *scenario.Values[[]packet.Ports] { return &r.Ports }, "Destination ports, for tcp or udp.").Absent("any").Example(8080).NotCalled("port", "port_range", "destination_ports"),
		scenario.Optional("source", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *SiteRule) *scenario.Value[netip.Prefix] { return &r.Source }, "Where it comes from.").Absent("anywhere").NotCalled("source_cidr", "from"),
		scenario.Optional("destination", scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR),
			func(r *SiteRule) *scenario.Value[netip.Prefix] { return &r.Destination }, "Where it goes to.").Absent("anywhere").NotCalled("destination_cidr", "to"),
		scenario.Optional("policy", policyType(),
			func(r *SiteRule) *scenario.Value[string] { return &r.Policy }, "accept or drop.").Absent("accept").NotCalled("action"),
		scenario.Optional("description", scenario.Text(),
			func(r *SiteRule) *scenario.Value[string] { return &r.Description }, "What it is for, in words.").Absent("none"),
	).Narrow(func() []*scenario.Schema {
		return []*scenario.Schema{{
			Description: "Only tcp and udp have ports.",
			If:          cloud.Having("ports"), Then: cloud.WithField("protocol", cloud.Protocols("[tT][cC][pP]|[uU][dD][pP]", 6, 17)),
		}}
	})
}
