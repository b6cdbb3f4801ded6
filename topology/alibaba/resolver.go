package alibaba

import (
	"net/netip"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// ResolverEndpoint is an outbound endpoint: where queries that rules forward
// leave a VPC.
type ResolverEndpoint struct {
	scenario.Resource
	VSwitches     scenario.Values[scenario.Ref[VSwitch]]
	SecurityGroup scenario.Value[scenario.Ref[SecurityGroup]]
	IPAddresses   scenario.Values[netip.Addr]
}

// ResolverRule forwards the names of a zone to name servers outside.
type ResolverRule struct {
	scenario.Resource
	ZoneName   scenario.Value[string]
	Endpoint   scenario.Value[scenario.Ref[ResolverEndpoint]]
	ForwardIPs []*ForwardIP
	VPCs       scenario.Values[scenario.Ref[VPC]]
	BeforeZone scenario.Value[bool]
}

// ForwardIP is a name server.
type ForwardIP struct {
	scenario.At
	IP   scenario.Value[netip.Addr]
	Port scenario.Value[int]
}

// SiteResolver is the name server of a site.
type SiteResolver struct {
	scenario.At
	Address  scenario.Value[netip.Addr]
	Forwards []*SiteForward
	Records  []SiteRecord
}

// SiteForward sends queries for a zone to other name servers.
type SiteForward struct {
	scenario.At
	Zone scenario.Value[string]
	To   scenario.Values[netip.Addr]
}

// SiteRecord is a name that a site's name server knows.
type SiteRecord struct {
	Host   string
	At     diag.Range
	Values scenario.Values[RecordValue]
}

// RecordValue is where a name leads: an address, or another name.
type RecordValue struct {
	Address netip.Addr // not valid: a name
	Host    string
}

// ZoneAccess lets sites ask PrivateZone through a CEN (RoutePrivateZoneInCenToVpc;
// routing c.2).
type ZoneAccess struct {
	scenario.Resource
	AccessRegion scenario.Value[scenario.Ref[Region]]
	HostRegion   scenario.Value[scenario.Ref[Region]]
	HostVPC      scenario.Value[scenario.Ref[VPC]]
}

const dnsPort = 53

func resolverEndpointTable() *scenario.Table[ResolverEndpoint] {
	return scenario.NewTable("resolver endpoint", "An outbound endpoint of PrivateZone: queries that resolver rules forward leave the VPC by its addresses.",
		scenario.Required("vswitches", scenario.ListOf(scenario.RefTo[VSwitch](KindVSwitch)),
			func(e *ResolverEndpoint) *scenario.Values[scenario.Ref[VSwitch]] { return &e.VSwitches }, "The vSwitches that its addresses are of.").NotCalled("ip_configs", "vswitch_ids", "vswitch"),
		scenario.Required("security_group", scenario.RefTo[SecurityGroup](KindSecurityGroup),
			func(e *ResolverEndpoint) *scenario.Value[scenario.Ref[SecurityGroup]] { return &e.SecurityGroup },
			"Its security group, which has to let udp/53 out.").NotCalled("security_group_id", "security_groups"),
		scenario.Optional("ip_addresses", scenario.ListOf(scenario.Address()),
			func(e *ResolverEndpoint) *scenario.Values[netip.Addr] { return &e.IPAddresses },
			"Its addresses.").Absent("one of each vSwitch, which the cloud picks").NotCalled("ips", "private_ips"),
	)
}

func resolverRuleTable() *scenario.Table[ResolverRule] {
	return scenario.NewTable("resolver rule", "A forwarding rule: names of a zone are asked of name servers outside, by way of an endpoint.",
		scenario.Required("zone_name", scenario.HostName(),
			func(r *ResolverRule) *scenario.Value[string] { return &r.ZoneName }, "The domain whose names are forwarded.").Example("corp.example.com").NotCalled("name", "domain", "zone"),
		scenario.Required("endpoint", scenario.RefTo[ResolverEndpoint](KindResolverEndpoint),
			func(r *ResolverRule) *scenario.Value[scenario.Ref[ResolverEndpoint]] { return &r.Endpoint }, "The outbound endpoint.").NotCalled("endpoint_id"),
		scenario.Objects("forward_ips", scenario.Later(forwardIPTable),
			func(r *ResolverRule) *[]*ForwardIP { return &r.ForwardIPs }, "The name servers: they are asked in turn until one answers.").Absent("none").NotCalled("forward_ip", "targets"),
		scenario.Optional("vpcs", scenario.ListOf(scenario.RefTo[VPC](KindVPC)),
			func(r *ResolverRule) *scenario.Values[scenario.Ref[VPC]] { return &r.VPCs },
			"The VPCs that it is bound to, of its region.").Absent("none").NotCalled("vpc_ids", "bind_vpcs"),
		scenario.Optional("before_private_zone", scenario.Bool(),
			func(r *ResolverRule) *scenario.Value[bool] { return &r.BeforeZone },
			"Whether it is asked for names that lie below a private zone with the proxy pattern zone, and have no record there.").Absent("not known"),
	)
}

func forwardIPTable() *scenario.Table[ForwardIP] {
	return scenario.NewTable("forward IP", "A name server outside.",
		scenario.Required("ip", scenario.Address(),
			func(f *ForwardIP) *scenario.Value[netip.Addr] { return &f.IP }, "Its address.").Example("10.9.0.53").NotCalled("address"),
		scenario.Optional("port", scenario.Int(1, 65535),
			func(f *ForwardIP) *scenario.Value[int] { return &f.Port }, "Its port.").Absent("53"),
	)
}

func siteResolverTable() *scenario.Table[SiteResolver] {
	return scenario.NewTable("site resolver", "The name server of a site, which its hosts ask.",
		scenario.Required("address", scenario.Address(),
			func(r *SiteResolver) *scenario.Value[netip.Addr] { return &r.Address }, "Its address, in a block of the site.").Example("10.9.0.53").NotCalled("ip", "ip_address"),
		scenario.Objects("forwards", scenario.Later(siteForwardTable),
			func(r *SiteResolver) *[]*SiteForward { return &r.Forwards }, "Zones whose names it asks others for; the longest counts.").Absent("none").NotCalled("forward", "conditional_forwarders"),
		scenario.Custom("records", siteRecordsSchema, readSiteRecords, "Names that it knows itself, and the addresses or the name that each leads to.").Absent("none"),
	)
}

func siteForwardTable() *scenario.Table[SiteForward] {
	return scenario.NewTable("site forward", "A zone whose names are asked of other name servers.",
		scenario.Required("zone", scenario.HostName(),
			func(f *SiteForward) *scenario.Value[string] { return &f.Zone }, "The domain.").Example("alicloudapi.com").NotCalled("zone_name", "domain"),
		scenario.Required("to", scenario.ListOf(scenario.Address()),
			func(f *SiteForward) *scenario.Values[netip.Addr] { return &f.To },
			"The name servers: 100.100.2.136 and 100.100.2.138 are PrivateZone's. They are asked in turn until one answers.").Example([]any{"100.100.2.136", "100.100.2.138"}).NotCalled("forward_ips", "targets", "servers"),
	)
}

// recordValues are addresses, or one other name.
func recordValues() scenario.Type[[]scenario.Value[RecordValue]] {
	address, host := scenario.Address(), scenario.HostName()
	return scenario.OneOrMany(scenario.Type[RecordValue]{
		Schema: scenario.AddressOr(address.Schema, host.Schema),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *RecordValue) bool {
			if n.Kind == scenario.Scalar && scenario.LooksLikeAddress(n.Text) {
				return address.Read(d, n, &into.Address)
			}
			return host.Read(d, n, &into.Host)
		},
	})
}

func siteRecordsSchema() *scenario.Schema {
	return &scenario.Schema{
		Type: scenario.SchemaTypes{"object"}, PropertyNames: scenario.HostName().Schema(), Values: recordValues().Schema(),
	}
}

func readSiteRecords(d *scenario.Decoder, n *scenario.Node, into *SiteResolver) {
	if !d.Expect(n, scenario.Map, "a map of names") {
		return
	}
	host, values := scenario.HostName(), recordValues()
	for _, e := range n.Entries {
		d.AtEntry(e, func() {
			r := SiteRecord{At: e.KeyRange}
			key := &scenario.Node{Kind: scenario.Scalar, Text: e.Key, Quoted: true, Range: e.KeyRange}
			if host.Read(d, key, &r.Host) && values.Read(d, e.Value, &r.Values.V) {
				r.Values.Node = e.Value
				into.Records = append(into.Records, r)
			}
		})
	}
}

func zoneAccessTable() *scenario.Table[ZoneAccess] {
	return scenario.NewTable("PrivateZone access", "Access to PrivateZone for sites, through a CEN: it makes a way to 100.100.2.136 and 100.100.2.138 for VBRs and IPsec connections of the CEN.",
		scenario.Required("access_region", scenario.RefTo[Region](KindRegion),
			func(a *ZoneAccess) *scenario.Value[scenario.Ref[Region]] { return &a.AccessRegion }, "The region of the VBRs.").NotCalled("access_region_id"),
		scenario.Required("host_region", scenario.RefTo[Region](KindRegion),
			func(a *ZoneAccess) *scenario.Value[scenario.Ref[Region]] { return &a.HostRegion }, "The region of the VPC.").NotCalled("host_region_id"),
		scenario.Required("host_vpc", scenario.RefTo[VPC](KindVPC),
			func(a *ZoneAccess) *scenario.Value[scenario.Ref[VPC]] { return &a.HostVPC }, "The VPC whose names the sites see.").NotCalled("host_vpc_id"),
	)
}
