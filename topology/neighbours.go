package topology

import (
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// neighbours are what other tools call the codes that all clouds share. The
// fabric, whose codes they are, knows no cloud.
func neighbours() []diag.Neighbour {
	aws, routes, google, azure := diag.ReachabilityAnalyzer, diag.RouteAnalyzer, diag.ConnectivityTests, diag.NetworkWatcher
	intelligence, diagnosis := diag.NetworkIntelligence, diag.NetworkDiagnosis
	return slices.Concat(
		aws.For(fabric.CodeNoRoute, "NO_ROUTE_TO_DESTINATION", "CANNOT_ROUTE", "VPC_LOCAL_ROUTE_CIDR_RESTRICTION", "DISCONNECTED_VPCS",
			"TGW_RTB_CANNOT_ROUTE", "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", "RESPONSE_RTB_HAS_NO_ROUTE_TO_TRANSIT_GATEWAY"),
		routes.For(fabric.CodeNoRoute, "ROUTE_NOT_FOUND"),
		google.For(fabric.CodeNoRoute, "NO_ROUTE", "NO_KNOWN_ROUTE_FROM_PEERED_NETWORK_TO_DESTINATION", "NO_KNOWN_ROUTE_FROM_NCC_NETWORK_TO_DESTINATION"),
		diagnosis.For(fabric.CodeNoRoute, "route_missing", "propagation_missing"),

		aws.For(fabric.CodeShadowed, "MORE_SPECIFIC_ROUTE", "HIGHER_PRIORITY_ROUTE", "TGW_RTB_MORE_SPECIFIC_ROUTE", "TGW_RTB_HIGHER_PRIORITY_ROUTE"),
		google.For(fabric.CodeShadowed, "ROUTE_WRONG_NETWORK"),
		azure.For(fabric.CodeShadowed, "UserDefinedRoute"),
		diagnosis.For(fabric.CodeShadowed, "route_conflict"),

		routes.For(fabric.CodeLoop, "CYCLIC_PATH_DETECTED", "MAX_HOPS_EXCEEDED"),
		google.For(fabric.CodeLoop, "ROUTING_LOOP"),

		google.For(fabric.CodeMisdelivered, "ROUTE_WRONG_NETWORK", "UNINTENDED_DESTINATION"),

		aws.For(fabric.CodeRemoved, "NO_SOURCE_OR_DESTINATION"),
		google.For(fabric.CodeRemoved, "SOURCE_ENDPOINT_NOT_FOUND", "DESTINATION_ENDPOINT_NOT_FOUND"),
		google.For(fabric.CodeEmpty, "NO_SOURCE_LOCATION"),

		aws.For(fabric.CodeInternet, "UNSUPPORTED_COMPONENT", "UNKNOWN_DESTINATION"),
		google.For(fabric.CodeInternet, "UNSUPPORTED", "NO_EXTERNAL_ADDRESS", "NO_EXTERNAL_IP", "UNKNOWN_EXTERNAL_ADDRESS",
			"NO_ROUTE_FROM_INTERNET_TO_PRIVATE_IPV4_ADDRESS", "PRIVATE_TRAFFIC_TO_INTERNET"),
		google.For(fabric.CodeBudget, "TRACE_TOO_LONG"),

		aws.For(fabric.CodeBlackhole, "BAD_STATE_ROUTE", "BAD_STATE", "TGW_RTB_BAD_STATE_ROUTE"),
		routes.For(fabric.CodeBlackhole, "BLACKHOLE_ROUTE_FOR_DESTINATION_FOUND"),
		google.For(fabric.CodeBlackhole, "ROUTE_BLACKHOLE", "ROUTE_NEXT_HOP_RESOURCE_NOT_FOUND", "ROUTE_NEXT_HOP_IP_ADDRESS_NOT_RESOLVED"),
		azure.For(fabric.CodeBlackhole, "UserDefinedRoute"),
		aws.For(fabric.CodeNextHopDrops, "ENI_SOURCE_DEST_CHECK_RESTRICTION", "ENI_ADDRESS_RESTRICTION"),
		google.For(fabric.CodeNextHopDrops, "FOREIGN_IP_DISALLOWED"),
		aws.For(fabric.CodeIngressDenied, "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES", "SG_REFERENCES_NOT_PRESERVED", "NGW_SOURCE_ADDRESS_REASSIGN"),
		google.For(fabric.CodeIngressDenied, "FIREWALL_RULE"),
		azure.For(fabric.CodeIngressDenied, "NetworkSecurityRule"),
		intelligence.For(fabric.CodeIngressDenied, "security_group_checking_target"),
		aws.For(fabric.CodeEgressDenied, "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES"),
		google.For(fabric.CodeEgressDenied, "FIREWALL_RULE"),
		azure.For(fabric.CodeEgressDenied, "NetworkSecurityRule"),
		aws.For(fabric.CodeACLIngressDenied, "SUBNET_ACL_RESTRICTION", "REMAP_EPHEMERAL_PORT"),
		aws.For(fabric.CodeACLEgressDenied, "SUBNET_ACL_RESTRICTION", "REMAP_EPHEMERAL_PORT"),
		azure.For(fabric.CodeACLIngressDenied, "NetworkSecurityRule"),
		azure.For(fabric.CodeACLEgressDenied, "NetworkSecurityRule"),
		aws.For(cloud.CodeOutsideVPC, "UNASSOCIATED_COMPONENT"),
		google.For(cloud.CodeOutsideVPC, "VPC_CONNECTOR_NOT_SET"),
		aws.For(fabric.CodeNobody, "UNKNOWN_DESTINATION", "NO_POSSIBLE_DESTINATION"),
		google.For(fabric.CodeNobody, "UNKNOWN_INTERNAL_ADDRESS", "UNKNOWN_IP"),
		azure.For(cloud.CodeNotResolvable, "DnsResolution"),
		aws.For(fabric.CodeListenerMissing, "ELB_LISTENERS_MISMATCH", "ELB_LISTENER_PORT_RESTRICTION",
			"ELBV2_LISTENERS_MISMATCH", "ELBV2_LISTENER_PORT_RESTRICTION", "ELBV2_LISTENER_REQUIRES_TG_ACCEPT"),
		google.For(fabric.CodeListenerMissing, "FORWARDING_RULE_MISMATCH"),
		aws.For(fabric.CodeNoServer, "ELBV2_LISTENER_HAS_NO_TG", "ELBV2_NO_TARGETS_IN_AZ"),
		google.For(fabric.CodeNoServer, "FORWARDING_RULE_NO_INSTANCES"),
		routes.For(fabric.CodeOneWay, "POSSIBLE_MIDDLEBOX"),
	)
}
