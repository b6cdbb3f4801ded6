package alibaba

import "netsim/topology/scenario"

// VPCPeer is a VPC peering connection (routing e).
type VPCPeer struct {
	scenario.Resource
	VPC          scenario.Value[scenario.Ref[VPC]]
	AcceptingVPC scenario.Value[scenario.Ref[VPC]]
	Accepted     scenario.Value[bool]
	Status       scenario.Value[string]
	Bandwidth    scenario.Value[scenario.Bandwidth]
	LinkType     scenario.Value[string]
}

// The state in which packets pass, and the one before it.
const (
	peeringActivated = "activated"
	peeringAccepting = "accepting"
)

func vpcPeerTable() *scenario.Table[VPCPeer] {
	return scenario.NewTable("Alibaba VPC peering connection", "A peering connection between two VPCs. Each side needs its own routes.",
		scenario.Required("vpc", scenario.RefTo[VPC](KindVPC),
			func(p *VPCPeer) *scenario.Value[scenario.Ref[VPC]] { return &p.VPC }, "The VPC that asks, of this region.").NotCalled("vpc_id", "requester", "requester_vpc"),
		scenario.Required("accepting_vpc", scenario.RefTo[VPC](KindVPC),
			func(p *VPCPeer) *scenario.Value[scenario.Ref[VPC]] { return &p.AcceptingVPC }, "The VPC that accepts, of any region.").NotCalled("accepting_vpc_id", "accepter", "accepter_vpc", "peer_vpc"),
		scenario.Optional("accepted", scenario.Bool(),
			func(p *VPCPeer) *scenario.Value[bool] { return &p.Accepted },
			"Whether the accepter's account has accepted; within one account it is accepted by itself.").Absent("false, between two accounts"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(peeringActivated, "accepted", "Activated"),
			scenario.Choice("creating", "being made", "Creating"), scenario.Choice(peeringAccepting, "not accepted yet", "Accepting"),
			scenario.Choice("updating", "being changed", "Updating"), scenario.Choice("rejected", "refused by the accepter", "Rejected"),
			scenario.Choice("expired", "not accepted within 7 days", "Expired"),
			scenario.Choice("deleting", "being taken down", "Deleting"), scenario.Choice("deleted", "taken down", "Deleted")),
			func(p *VPCPeer) *scenario.Value[string] { return &p.Status },
			"Its state, which goes before `accepted`; packets pass only if it is activated.").Absent("activated within one account or once accepted, else accepting").NotCalled("state"),
		scenario.Optional("bandwidth", scenario.Rate(),
			func(p *VPCPeer) *scenario.Value[scenario.Bandwidth] { return &p.Bandwidth },
			"What it carries between two regions; within a region it has no limit of its own.").Absent("not known"),
		scenario.Optional("link_type", scenario.Enum(
			scenario.Choice("gold", "", "Gold"), scenario.Choice("platinum", "", "Platinum")),
			func(p *VPCPeer) *scenario.Value[string] { return &p.LinkType },
			"The quality of the line between two regions, which does not bear on whether packets pass.").Absent("gold"),
	)
}

// ends reports whether a VPC is at one end, and which one is at the other.
func (p *VPCPeer) ends(v *VPC) (here bool, there *VPC) {
	switch v {
	case p.VPC.V.To:
		return true, p.AcceptingVPC.V.To
	case p.AcceptingVPC.V.To:
		return true, p.VPC.V.To
	}
	return false, nil
}

// whose says whether the two VPCs are of one account; known: both are written,
// or neither is.
func (p *VPCPeer) whose() (same, known bool) {
	if p.VPC.V.To == nil || p.AcceptingVPC.V.To == nil {
		return true, true
	}
	a, b := p.VPC.V.To.AccountOr(""), p.AcceptingVPC.V.To.AccountOr("")
	return a == b, a == b || a != "" && b != ""
}
