package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// ECR is an Express Connect router (routing d).
type ECR struct {
	scenario.Resource
	AlibabaSideASN scenario.Value[int]
	Regions        scenario.Collection[ECRRegion]
	VBRs           scenario.Values[scenario.Ref[VBR]]
	Associations   scenario.Collection[ECRAssociation]
	Grants         []*ECRGrant
}

// ECRRegion is how an ECR forwards in a region.
type ECRRegion struct {
	scenario.Resource
	TransitMode scenario.Value[string]
}

// ECRAssociation joins a VPC to an ECR.
type ECRAssociation struct {
	scenario.Resource
	VPC             scenario.Value[scenario.Ref[VPC]]
	AllowedPrefixes scenario.Values[netip.Prefix]
}

// ECRGrant lets an ECR of another account take a VPC or a VBR.
type ECRGrant struct {
	scenario.At
	Instance scenario.Value[scenario.AnyRef]
}

const (
	transitECMP   = "ECMP"
	transitNearby = "nearby"
)

func ecrTable() *scenario.Table[ECR] {
	return scenario.NewTable("ECR", "An Express Connect router: it joins VBRs of all regions to VPCs and transit routers.",
		scenario.Required("alibaba_side_asn", asn(),
			func(e *ECR) *scenario.Value[int] { return &e.AlibabaSideASN }, "Its AS number, which the BGP groups of its VBRs have as `local_asn`.").Example(defaultASN).NotCalled("asn", "local_asn"),
		scenario.MapOf("regions", KindECRRegion, scenario.Later(ecrRegionTable),
			func(e *ECR) *scenario.Collection[ECRRegion] { return &e.Regions }, "How it forwards what comes from a region, by the id of the region."),
		scenario.Optional("vbrs", scenario.ListOf(scenario.RefTo[VBR](KindVBR)),
			func(e *ECR) *scenario.Values[scenario.Ref[VBR]] { return &e.VBRs }, "VBRs that are joined to it.").Absent("none").NotCalled("vbr_child_instances", "child_instances"),
		scenario.MapOf("vpc_associations", KindECRAssociation, scenario.Later(ecrAssociationTable),
			func(e *ECR) *scenario.Collection[ECRAssociation] { return &e.Associations }, "VPCs that are joined to it.").NotCalled("associations", "vpcs"),
		scenario.Objects("grants", scenario.Later(ecrGrantTable),
			func(e *ECR) *[]*ECRGrant { return &e.Grants }, "Grants of other accounts.").Absent("none").NotCalled("grant_associations"),
	)
}

func ecrRegionTable() *scenario.Table[ECRRegion] {
	return scenario.NewTable("ECR region", "How an ECR forwards what comes from a region.",
		scenario.Optional("transit_mode", scenario.Enum(
			scenario.Choice(transitECMP, "over all VBRs side by side", "ecmp"), scenario.Choice(transitNearby, "over VBRs of the same region first", "near")),
			func(r *ECRRegion) *scenario.Value[string] { return &r.TransitMode }, "ECMP or nearby.").Absent(transitECMP))
}

func ecrAssociationTable() *scenario.Table[ECRAssociation] {
	return scenario.NewTable("ECR association", "A VPC that is joined to an ECR.",
		scenario.Required("vpc", scenario.RefTo[VPC](KindVPC),
			func(a *ECRAssociation) *scenario.Value[scenario.Ref[VPC]] { return &a.VPC }, "The VPC.").NotCalled("vpc_id"),
		scenario.Optional("allowed_prefixes", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(a *ECRAssociation) *scenario.Values[netip.Prefix] { return &a.AllowedPrefixes },
			"What is announced to the sites in place of the blocks of the vSwitches; []: nothing.").Absent("the blocks of the vSwitches"))
}

func ecrGrantTable() *scenario.Table[ECRGrant] {
	return scenario.NewTable("ECR grant", "A grant of the owner of a VPC or a VBR, that lets an ECR of another account take it.",
		scenario.Required("instance", scenario.RefAny(KindVPC, KindVBR),
			func(g *ECRGrant) *scenario.Value[scenario.AnyRef] { return &g.Instance }, "The VPC or the VBR.").NotCalled("instance_id"))
}
