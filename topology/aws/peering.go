package aws

import "netsim/topology/scenario"

// Peering joins two VPCs.
type Peering struct {
	scenario.Resource
	Requester scenario.Value[scenario.Ref[VPC]]
	Accepter  scenario.Value[scenario.Ref[VPC]]
	Status    scenario.Value[string]
	RemoteDNS scenario.Value[bool]
}

const peeringActive = "active"

func peeringTable() *scenario.Table[Peering] {
	return scenario.NewTable("VPC peering connection", "A peering connection between two VPCs. Each side needs its own routes.",
		scenario.Required("requester", scenario.RefTo[VPC](KindVPC),
			func(p *Peering) *scenario.Value[scenario.Ref[VPC]] { return &p.Requester }, "The VPC that asks."),
		scenario.Required("accepter", scenario.RefTo[VPC](KindVPC),
			func(p *Peering) *scenario.Value[scenario.Ref[VPC]] { return &p.Accepter }, "The VPC that accepts."),
		scenario.Required("status", scenario.Enum(
			scenario.Choice(peeringActive, "accepted"),
			scenario.Choice("pending-acceptance", "not accepted yet"), scenario.Choice("rejected", "refused by the accepter"),
			scenario.Choice("expired", "not accepted within 7 days"), scenario.Choice("deleted", "taken down"),
			scenario.Choice("failed", "could not be made"), scenario.Choice("provisioning", "being made")),
			func(p *Peering) *scenario.Value[string] { return &p.Status }, "Its state; packets pass only if it is active.").Example(peeringActive),
		scenario.Optional("allow_dns_resolution_from_remote_vpc", scenario.Bool(),
			func(p *Peering) *scenario.Value[bool] { return &p.RemoteDNS },
			"Whether the public host names of instances at one end lead to private addresses at the other.").Absent("false").NotCalled("allow_remote_vpc_dns_resolution"),
	)
}
