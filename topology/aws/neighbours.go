package aws

import (
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// neighbours are what other tools call the codes. Of grants, policies, names and
// stages no other tool tells.
func neighbours() []diag.Neighbour {
	aws, routes, google := diag.ReachabilityAnalyzer, diag.RouteAnalyzer, diag.ConnectivityTests
	return slices.Concat(
		aws.For(cloud.CodePeeringInactive, "BAD_STATE_ROUTE", "BAD_STATE", "DISCONNECTED_VPCS"),
		aws.For(cloud.CodeNotTransitive, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "NGW_REQUIRES_SOURCE_IN_VPC"),
		google.For(cloud.CodeNotTransitive, "NO_KNOWN_ROUTE_FROM_PEERED_NETWORK_TO_DESTINATION"),
		aws.For(CodeNoPublicAddress, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"),
		google.For(CodeNoPublicAddress, "NO_EXTERNAL_ADDRESS"),
		aws.For(CodeNoInternetGateway, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "BAD_STATE_ATTACHMENT"),
		aws.For(CodePrivateAddress, "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS",
			"IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "IGW_EXPECTS_PUBLIC_ADDRESS"),
		google.For(CodePrivateAddress, "PRIVATE_TRAFFIC_TO_INTERNET", "NO_ROUTE_FROM_INTERNET_TO_PRIVATE_IPV4_ADDRESS"),
		routes.For(fabric.CodeMistranslated, "POSSIBLE_MIDDLEBOX"),

		aws.For(CodeTargetUnused, "ELB_INSTALLED_AZ_RESTRICTION", "TARGET_ADDRESS_RESTRICTION"),
		aws.For(CodeNoTargetInZone, "ELBV2_NO_TARGETS_IN_AZ", "ELB_NOT_CROSSZONE"),
		google.For(CodeNoTargetInZone, "FORWARDING_RULE_NO_INSTANCES"),
		aws.For(CodeLoadBalancerInactive, "BAD_STATE"),
		aws.For(CodeClientAddressKept, "ELBV2_SOURCE_ADDRESS_PRESERVATION"),
		aws.For(fabric.CodeNotListening, "TARGET_PORT_RESTRICTION", "PROTOCOL_RESTRICTION", "VPCE_GATEWAY_PROTOCOL_RESTRICTION"),
		aws.For(fabric.CodeListenerMissing, "PROTOCOL_RESTRICTION"),
		aws.For(fabric.CodeIngressDenied, "ELBV2_SOURCE_ADDRESS_PRESERVATION"),
		aws.For("unsupported.aws-service", "UNKNOWN_DESTINATION", "UNSUPPORTED_COMPONENT"),

		aws.For(CodeZoneNotServed, "VPCE_SERVICE_NOT_INSTALLED_IN_AZ"),
		aws.For(CodeEndpointSendsNothing, "VPCE_INTRA_VPC_TRAFFIC"),
		aws.For(CodeEndpointNotAvailable, "BAD_STATE"),
		google.For(CodeEndpointUnaccepted, "PSC_CONNECTION_NOT_ACCEPTED"),
	)
}
