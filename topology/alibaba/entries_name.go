package alibaba

import (
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// zoneEntries are of names that private zones and name servers have.
func zoneEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeZoneNotBound, Kind: diag.KindName,
			Title:   "The private zone is not bound to the caller's VPC",
			Meaning: "A private zone has the name, and only the VPCs that it is bound to ask it. VPCs on one CEN share no zones: each is bound by itself. Elsewhere the name is what public name servers say, which is nothing here.",
			Symptom: diag.SymptomNXDomain,
			Fix:     "Bind the zone to the VPC of the caller.",
		},
		{
			Code: CodeZoneAuthorizationMissing, Kind: diag.KindName,
			Title:   "The VPC's owner has not authorized the zone",
			Meaning: "The zone and the VPC are of different accounts, and the owner of the VPC has not let the zone's account bind it. So it is not bound.",
			Symptom: diag.SymptomNXDomain,
			Fix:     "Have the owner of the VPC authorize the zone's account, and write the VPC's account under `user_vpc_authorizations`.",
		},
		{
			Code: CodeZoneAccessMissing, Kind: diag.KindName,
			Title:   "The CEN gives the site no access to PrivateZone",
			Meaning: "The site's name server forwards to 100.100.2.136 or 100.100.2.138, and the CEN has no PrivateZone access for the region of the site's VBR, or not one that stands. So nothing leads there.",
			Symptom: fabric.SymptomResolver,
			Fix:     "Configure PrivateZone access in the CEN: the region of the VBR as the access region, and a VPC of that region, attached to the CEN, as the host VPC.",
		},
		unknown(CodeResolverWay, "Whether PrivateZone answers queries that come this way is open",
			"A query of a site reaches PrivateZone's name servers, and not by PrivateZone access of a CEN. Whether it is answered is not documented.",
			"Configure PrivateZone access in the CEN that the VBR is attached to, or try it."),
		unknown("open.rule-before-zone", "Whether a resolver rule is asked below a private zone is open",
			"A resolver rule and a private zone are both for the name, the zone has no record of it, and its proxy pattern is zone. One page says that names without a record are then answered as not existing, another that rules are asked before that.",
			"Write `before_private_zone` in the rule once it has been tried, give the zone the record, or set its proxy pattern to record."),
		unknown(CodePublicName, "What public name servers answer is not in the scenario",
			"The private zone has no record of the name and its proxy pattern is record, so public name servers are asked. What they answer is not written.",
			"Write the name as a record of the zone, or as the custom domain that it is."),
		unknown(CodeOutsideResolver, "The names that a name server knows are not in the scenario",
			"A rule or a name server forwards the query to an address that is no name server of a site in the scenario, or to those of several sites.",
			"Write the `resolver` of the site that the address is in, with the records that it has."),
	}
}
