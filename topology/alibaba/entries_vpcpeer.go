package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// peeringEntries are what is open of VPC peering connections.
func peeringEntries() []diag.Entry {
	return []diag.Entry{
		unknown("open.peering-accepted", "Whether a peering connection is accepted is open",
			"Within one account a peering connection is accepted by itself, and between two the accepter has to accept it. The account of only one of its VPCs is written, so which it is, is not known.",
			"Write `account` in both VPCs, or `accepted` in the peering connection."),
		unknown("open.peering-arrival", "Whether a gateway takes calls by a peering connection is open",
			"A dedicated gateway is called through the VPC that is bound to it. The documents do not say whether a call counts that comes into this VPC from a peer.",
			"Call from the bound VPC, or join the caller's network to it by a CEN."),
	}
}

// peeringRemedies mend peering connections.
func peeringRemedies() []diag.Remedy {
	peering := func(arguments ...string) diag.Setting { return sets("alicloud_vpc_peer_connection", arguments...) }
	return []diag.Remedy{
		remedy(cloud.CodePeeringInactive, "VPC console, as the accepter > VPC Peering Connection > Accept",
			commands("aliyun vpcpeer AcceptVpcPeerConnection --InstanceId PEERING"),
			sets("alicloud_vpc_peer_connection_accepter", "instance_id"), peering("vpc_id", "accepting_vpc_id", "accepting_ali_uid")),
		remedy(cloud.CodeNotTransitive, "VPC console > VPC Peering Connection > Create VPC Peering Connection",
			commands(
				"aliyun vpcpeer CreateVpcPeerConnection --RegionId REGION --VpcId VPC --AcceptingRegionId REGION --AcceptingVpcId VPC",
				"aliyun vpc CreateRouteEntry --region REGION --RouteTableId ROUTE_TABLE --DestinationCidrBlock CIDR --NextHopType VpcPeer --NextHopId PEERING"),
			peering("vpc_id", "accepting_vpc_id", "accepting_region_id"), sets("alicloud_route_entry", "nexthop_type", "nexthop_id")),
	}
}

// peeringExamples are shown by one scenario.
func peeringExamples() []diag.Example {
	const file = "testdata/codes/peering.yaml"
	return []diag.Example{
		example(cloud.CodePeeringInactive, file, "the peering connection is not accepted yet"),
		example(cloud.CodeNotTransitive, file, "the way to the far server leads through the server's VPC"),
		example("open.peering-accepted", file, "whether the peering connection is within one account is not known"),
		example("open.bandwidth", file, "what the peering connection to the other region carries is not written"),
		example("open.peering-arrival", file, "the API is called from a peer of the bound VPC"),
	}
}
