package aws

import (
	"strings"

	"netsim/topology/scenario"
)

// HostedZone is a hosted zone of Route 53. A private one is seen from the VPCs
// that are associated with it, whoever owns them.
type HostedZone struct {
	scenario.Resource
	Domain  scenario.Value[string]
	Private scenario.Value[bool]
	VPCs    scenario.Values[scenario.Ref[VPC]]
	Records []*Record
}

// Record is one record of a hosted zone.
type Record struct {
	scenario.At
	Name   scenario.Value[string]
	Type   scenario.Value[string]
	Values scenario.Values[string]
	Alias  scenario.Value[scenario.AnyRef]
}

// The types of records that say where a name leads.
const (
	recordA     = "A"
	recordCNAME = "CNAME"
)

func zoneTable() *scenario.Table[HostedZone] {
	return scenario.NewTable("hosted zone", "A hosted zone of Route 53. Of the private zones that a VPC is associated with, the one with the longest domain answers for a name, also where it has no such record.",
		scenario.Required("domain", scenario.HostName(),
			func(z *HostedZone) *scenario.Value[string] { return &z.Domain }, "The domain that it answers for.").NotCalled("zone", "domain_name"),
		scenario.Optional("private", scenario.Bool(),
			func(z *HostedZone) *scenario.Value[bool] { return &z.Private }, "Whether only VPCs see it.").Absent("false").NotCalled("private_zone"),
		scenario.Optional("vpcs", scenario.ListOf(scenario.RefTo[VPC](KindVPC)),
			func(z *HostedZone) *scenario.Values[scenario.Ref[VPC]] { return &z.VPCs },
			"The VPCs that a private one is associated with, of any account and region.").Absent("none").NotCalled("vpc", "vpc_associations"),
		scenario.Objects("records", recordTable(),
			func(z *HostedZone) *[]*Record { return &z.Records }, "Records.").Absent("none").NotCalled("record_sets"),
	)
}

func recordTable() *scenario.Table[Record] {
	return scenario.NewTable("record", "A record of a hosted zone, and where its name leads.",
		scenario.Required("name", scenario.Text(),
			func(r *Record) *scenario.Value[string] { return &r.Name },
			"The name, alone or with the domain of the zone; @ is the domain itself, and * any label that no other record has.").Example("orders"),
		scenario.Required("type", scenario.Enum(
			scenario.Choice(recordA, "addresses, or an alias", "a"), scenario.Choice(recordCNAME, "another name", "cname")),
			func(r *Record) *scenario.Value[string] { return &r.Type }, "A or CNAME.").Example(recordA),
		scenario.Optional("values", scenario.ListOf(scenario.Text()),
			func(r *Record) *scenario.Values[string] { return &r.Values },
			"IPv4 addresses of an A record, or the one host name of a CNAME record.").Absent("it is an `alias`").Example([]any{"10.0.1.20"}).NotCalled("value", "records", "resource_records"),
		scenario.Optional("alias", scenario.RefAny(aliased...),
			func(r *Record) *scenario.Value[scenario.AnyRef] { return &r.Alias },
			"What an A record is an alias of.").Absent("it has `values`").NotCalled("alias_target"),
	).ExactlyOne("values", "alias")
}

// aliased are the kinds that a record can be an alias of.
var aliased = []scenario.ResourceKind{KindLoadBalancer, KindEndpoint}

// host is the whole name of a record, in lower case.
func (z *HostedZone) host(r *Record) string {
	name := strings.ToLower(strings.TrimSuffix(r.Name.V, "."))
	switch {
	case name == "@" || name == z.Domain.V:
		return z.Domain.V
	case strings.HasSuffix(name, "."+z.Domain.V):
		return name
	}
	return name + "." + z.Domain.V
}
