package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// networkFile is a small scenario that shows codes of routes and gateways.
const networkFile = "testdata/codes/aws-network.yaml"

func example(code diag.Code, file, variant string) diag.Example {
	return diag.Example{Code: code, File: file, Variant: variant}
}

// examples are what people open to see a code: without these edits no check shows
// it, with them one does. A test runs them all.
func examples() []diag.Example {
	return []diag.Example{
		example(cloud.CodePeeringInactive, networkFile, "the peering connection is not accepted yet"),
		example(cloud.CodeNotTransitive, networkFile, "the way to the third VPC leads through the server's"),
		example(CodeNoPublicAddress, networkFile, "the client has no public address"),
		example(CodeNoInternetGateway, networkFile, "the VPC of the server has no internet gateway"),
		example(fabric.CodeMistranslated, networkFile, "replies to the internet leave by the NAT gateway"),
		example(CodePrefixListOrder, networkFile, "two prefix lists have the server, and lead to different targets"),
		example(cloud.Unfollowed("transit_gateway"), networkFile, "the route leads to a transit gateway"),
		example(cloud.Unfollowed("vpc_endpoint"), networkFile, "the route leads to a gateway load balancer endpoint"),
		example(cloud.Unfollowed("network_interface"), networkFile, "the route leads to a network interface that is not written"),
		example(cloud.Unfollowed("egress_only_internet_gateway"), networkFile, "the route leads to an egress-only internet gateway"),
		example(cloud.Unfollowed("local_gateway"), networkFile, "the route leads to a local gateway"),
		example(cloud.Unfollowed("carrier_gateway"), networkFile, "the route leads to a carrier gateway"),
		example(cloud.Unfollowed("core_network"), networkFile, "the route leads to a core network"),
	}
}
