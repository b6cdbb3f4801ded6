package alibaba

import (
	"strings"

	"netsim/topology/scenario"
)

// PrivateZone is a zone of PrivateZone: the VPCs that it is bound to ask it.
type PrivateZone struct {
	scenario.Resource
	ZoneName       scenario.Value[string]
	ProxyPattern   scenario.Value[string]
	VPCs           scenario.Values[scenario.Ref[VPC]]
	Authorizations scenario.Values[string]
	Records        []*ZoneRecord
}

// ZoneRecord is a record of a zone.
type ZoneRecord struct {
	scenario.At
	RR     scenario.Value[string]
	Type   scenario.Value[string]
	Values scenario.Values[string]
}

const (
	proxyZone   = "zone"
	proxyRecord = "record"

	recordA     = "A"
	recordCNAME = "CNAME"
)

func privateZoneTable() *scenario.Table[PrivateZone] {
	return scenario.NewTable("private zone", "A zone of PrivateZone. Of those that a VPC is bound to, the one with the longest name answers.",
		scenario.Required("zone_name", scenario.HostName(),
			func(z *PrivateZone) *scenario.Value[string] { return &z.ZoneName }, "The domain that it answers for.").Example("corp.example.com").NotCalled("name", "domain", "zone"),
		scenario.Optional("proxy_pattern", scenario.Enum(
			scenario.Choice(proxyZone, "there is no such name", "ZONE"),
			scenario.Choice(proxyRecord, "it is asked for outside (recursive resolution proxy)", "RECORD")),
			func(z *PrivateZone) *scenario.Value[string] { return &z.ProxyPattern },
			"What becomes of names below it that it has no record of.").Absent("zone"),
		scenario.Optional("vpcs", scenario.ListOf(scenario.RefTo[VPC](KindVPC)),
			func(z *PrivateZone) *scenario.Values[scenario.Ref[VPC]] { return &z.VPCs },
			"The VPCs that it is bound to, of any region. Being on one CEN binds nothing.").Absent("none, so nobody asks it").NotCalled("vpc_ids", "vpc_id", "bind_vpcs"),
		scenario.Optional("user_vpc_authorizations", scenario.ListOf(scenario.Account()),
			func(z *PrivateZone) *scenario.Values[string] { return &z.Authorizations },
			"The other accounts that let the zone's account bind their VPCs.").Absent("none").NotCalled("authorized", "authorized_user_ids"),
		scenario.Objects("records", zoneRecordTable(),
			func(z *PrivateZone) *[]*ZoneRecord { return &z.Records }, "Records.").Absent("none").NotCalled("zone_records"),
	)
}

func zoneRecordTable() *scenario.Table[ZoneRecord] {
	return scenario.NewTable("private zone record", "A record of a private zone, and where its name leads.",
		scenario.Required("rr", scenario.Text(),
			func(r *ZoneRecord) *scenario.Value[string] { return &r.RR },
			"The name below the zone; @ is the zone itself, and * any label that no other record has.").Example("www").NotCalled("name", "host_record", "resource_record"),
		scenario.Required("type", scenario.Enum(
			scenario.Choice(recordA, "addresses", "a"), scenario.Choice(recordCNAME, "another name", "cname")),
			func(r *ZoneRecord) *scenario.Value[string] { return &r.Type }, "A or CNAME.").Example(recordA),
		scenario.Required("values", scenario.ListOf(scenario.Text()),
			func(r *ZoneRecord) *scenario.Values[string] { return &r.Values },
			"IPv4 addresses of an A record, or the one host name of a CNAME record.").Example([]any{"10.0.0.4"}).NotCalled("value"),
	)
}

// host is the whole name of a record, in lower case.
func (z *PrivateZone) host(r *ZoneRecord) string {
	if r.RR.V == "@" {
		return z.ZoneName.V
	}
	return strings.ToLower(r.RR.V) + "." + z.ZoneName.V
}

// proxies reports whether names that it has no record of are asked for outside
// (grants e.2; H).
func (z *PrivateZone) proxies() bool { return z.ProxyPattern.V == proxyRecord }
