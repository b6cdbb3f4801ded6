package alibaba

import "netsim/topology/scenario"

// VPCPeer is a VPC peering connection.
type VPCPeer struct {
	scenario.Resource
}

func vpcPeerTable() *scenario.Table[VPCPeer] {
	return scenario.NewTable[VPCPeer]("Alibaba VPC peering connection", "A VPC peering connection.")
}
