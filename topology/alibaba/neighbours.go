package alibaba

import (
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// Addition is what the cloud adds to the codes, its own and those of the fabric.
func Addition() diag.Addition {
	return diag.Addition{
		Remedies:   slices.Concat(networkRemedies(), callRemedies()),
		Examples:   examples(),
		Neighbours: neighbours(),
	}
}

// neighbours are what other tools call the codes. Of gateways, their grants and
// bandwidth no other tool tells.
func neighbours() []diag.Neighbour {
	aws, routes, google, azure := diag.ReachabilityAnalyzer, diag.RouteAnalyzer, diag.ConnectivityTests, diag.NetworkWatcher
	return slices.Concat(
		aws.For(CodeServiceRouteMissing, "NO_ROUTE_TO_DESTINATION"),
		google.For(CodeServiceRouteMissing, "NO_ROUTE"),
		aws.For(CodeServiceRouteInvalid, "BAD_STATE_ROUTE"),
		google.For(CodeServiceRouteInvalid, "ROUTE_BLACKHOLE"),
		aws.For(CodeRouteConflict, "HIGHER_PRIORITY_ROUTE", "TGW_RTB_HIGHER_PRIORITY_ROUTE"),
		routes.For(CodeRouteConflict, "INACTIVE_ROUTE_FOR_DESTINATION_FOUND"),
		diag.NetworkDiagnosis.For(CodePolicyDenied, "route_map_deny"),
		aws.For(fabric.CodeBlackhole, "BAD_STATE_ROUTE", "TGW_RTB_BAD_STATE_ROUTE"),
		routes.For(fabric.CodeBlackhole, "BLACKHOLE_ROUTE_FOR_DESTINATION_FOUND"),
		google.For(fabric.CodeBlackhole, "ROUTE_BLACKHOLE", "ROUTE_NEXT_HOP_RESOURCE_NOT_FOUND", "ROUTE_NEXT_HOP_IP_ADDRESS_NOT_RESOLVED"),
		azure.For(fabric.CodeBlackhole, "UserDefinedRoute"),
		aws.For(fabric.CodeNextHopDrops, "ENI_SOURCE_DEST_CHECK_RESTRICTION", "ENI_ADDRESS_RESTRICTION"),
		google.For(fabric.CodeNextHopDrops, "FOREIGN_IP_DISALLOWED"),
		google.For(CodeAsymmetric, "DROPPED_INSIDE_GOOGLE_MANAGED_SERVICE"),
		aws.For(CodeUnattached, "DISCONNECTED_VPCS"),
		routes.For(CodeUnattached, "TRANSIT_GATEWAY_ATTACHMENT_NOT_FOUND"),
		aws.For(CodeCENGrantMissing, "BAD_STATE_ATTACHMENT"),

		aws.For(fabric.CodeIngressDenied, "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES", "SG_REFERENCES_NOT_PRESERVED"),
		google.For(fabric.CodeIngressDenied, "FIREWALL_RULE"),
		azure.For(fabric.CodeIngressDenied, "NetworkSecurityRule"),
		diag.NetworkIntelligence.For(fabric.CodeIngressDenied, "security_group_checking_target"),
		aws.For(fabric.CodeEgressDenied, "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES"),
		google.For(fabric.CodeEgressDenied, "FIREWALL_RULE"),
		azure.For(fabric.CodeEgressDenied, "NetworkSecurityRule"),
		aws.For(fabric.CodeACLIngressDenied, "SUBNET_ACL_RESTRICTION"),
		aws.For(fabric.CodeACLEgressDenied, "SUBNET_ACL_RESTRICTION"),
		azure.For(fabric.CodeACLIngressDenied, "NetworkSecurityRule"),
		azure.For(fabric.CodeACLEgressDenied, "NetworkSecurityRule"),

		aws.For(cloud.CodeOutsideVPC, "UNASSOCIATED_COMPONENT"),
		google.For(cloud.CodeOutsideVPC, "VPC_CONNECTOR_NOT_SET"),
		aws.For(fabric.CodeNobody, "UNKNOWN_DESTINATION", "NO_POSSIBLE_DESTINATION"),
		google.For(fabric.CodeNobody, "UNKNOWN_INTERNAL_ADDRESS", "UNKNOWN_IP"),
		azure.For(CodeSubdomainDisabled, "DnsResolution"),
		azure.For(cloud.CodeNotResolvable, "DnsResolution"),
		google.For(CodeClientVPCUnbound, "GOOGLE_MANAGED_SERVICE_NO_PEERING"),
		google.For(CodeVPCAccessMissing, "NO_VALID_ROUTE_FROM_GOOGLE_MANAGED_NETWORK_TO_DESTINATION"),

		aws.For(fabric.CodeListenerMissing, "ELB_LISTENERS_MISMATCH", "ELB_LISTENER_PORT_RESTRICTION",
			"ELBV2_LISTENERS_MISMATCH", "ELBV2_LISTENER_PORT_RESTRICTION"),
		google.For(fabric.CodeListenerMissing, "FORWARDING_RULE_MISMATCH"),
		aws.For(fabric.CodeNoServer, "ELBV2_LISTENER_HAS_NO_TG", "ELBV2_NO_TARGETS_IN_AZ"),
		google.For(fabric.CodeNoServer, "FORWARDING_RULE_NO_INSTANCES"),

		aws.For("open.client-address", "ELBV2_SOURCE_ADDRESS_PRESERVATION",
			"ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED", "ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED"),
		google.For("unsupported.outside-target", "UNKNOWN_IP"),
		routes.For("unsupported.forwarding-instance", "POSSIBLE_MIDDLEBOX"),
		cloud.UnfollowedNeighbours(unsupportedEntries()),
	)
}
