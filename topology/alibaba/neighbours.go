package alibaba

import (
	"slices"

	"netsim/topology/diag"
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
		aws.For(CodeBlackhole, "BAD_STATE_ROUTE", "TGW_RTB_BAD_STATE_ROUTE"),
		routes.For(CodeBlackhole, "BLACKHOLE_ROUTE_FOR_DESTINATION_FOUND"),
		google.For(CodeBlackhole, "ROUTE_BLACKHOLE", "ROUTE_NEXT_HOP_RESOURCE_NOT_FOUND", "ROUTE_NEXT_HOP_IP_ADDRESS_NOT_RESOLVED"),
		azure.For(CodeBlackhole, "UserDefinedRoute"),
		aws.For(CodeNextHopDrops, "ENI_SOURCE_DEST_CHECK_RESTRICTION", "ENI_ADDRESS_RESTRICTION"),
		google.For(CodeNextHopDrops, "FOREIGN_IP_DISALLOWED"),
		google.For(CodeAsymmetric, "DROPPED_INSIDE_GOOGLE_MANAGED_SERVICE"),
		aws.For(CodeUnattached, "DISCONNECTED_VPCS"),
		routes.For(CodeUnattached, "TRANSIT_GATEWAY_ATTACHMENT_NOT_FOUND"),
		aws.For(CodeCENGrantMissing, "BAD_STATE_ATTACHMENT"),

		aws.For(CodeIngressDenied, "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES", "SG_REFERENCES_NOT_PRESERVED"),
		google.For(CodeIngressDenied, "FIREWALL_RULE"),
		azure.For(CodeIngressDenied, "NetworkSecurityRule"),
		diag.NetworkIntelligence.For(CodeIngressDenied, "security_group_checking_target"),
		aws.For(CodeEgressDenied, "ENI_SG_RULES_MISMATCH", "SG_HAS_NO_RULES"),
		google.For(CodeEgressDenied, "FIREWALL_RULE"),
		azure.For(CodeEgressDenied, "NetworkSecurityRule"),
		aws.For(CodeACLIngressDenied, "SUBNET_ACL_RESTRICTION"),
		aws.For(CodeACLEgressDenied, "SUBNET_ACL_RESTRICTION"),
		azure.For(CodeACLIngressDenied, "NetworkSecurityRule"),
		azure.For(CodeACLEgressDenied, "NetworkSecurityRule"),

		aws.For(CodeOutsideVPC, "UNASSOCIATED_COMPONENT"),
		google.For(CodeOutsideVPC, "VPC_CONNECTOR_NOT_SET"),
		aws.For(CodeNobody, "UNKNOWN_DESTINATION", "NO_POSSIBLE_DESTINATION"),
		google.For(CodeNobody, "UNKNOWN_INTERNAL_ADDRESS", "UNKNOWN_IP"),
		azure.For(CodeSubdomainDisabled, "DnsResolution"),
		azure.For(CodeNotResolvable, "DnsResolution"),
		google.For(CodeClientVPCUnbound, "GOOGLE_MANAGED_SERVICE_NO_PEERING"),
		google.For(CodeVPCAccessMissing, "NO_VALID_ROUTE_FROM_GOOGLE_MANAGED_NETWORK_TO_DESTINATION"),

		aws.For(CodeListenerMissing, "ELB_LISTENERS_MISMATCH", "ELB_LISTENER_PORT_RESTRICTION",
			"ELBV2_LISTENERS_MISMATCH", "ELBV2_LISTENER_PORT_RESTRICTION"),
		google.For(CodeListenerMissing, "FORWARDING_RULE_MISMATCH"),
		aws.For(CodeNoServer, "ELBV2_LISTENER_HAS_NO_TG", "ELBV2_NO_TARGETS_IN_AZ"),
		google.For(CodeNoServer, "FORWARDING_RULE_NO_INSTANCES"),

		aws.For("open.client-address", "ELBV2_SOURCE_ADDRESS_PRESERVATION",
			"ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED", "ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED"),
		google.For("unsupported.outside-target", "UNKNOWN_IP"),
		routes.For("unsupported.forwarding-instance", "POSSIBLE_MIDDLEBOX"),
		unmodelledNeighbours(),
	)
}

// unmodelledNeighbours: what a tool does not model it calls the same everywhere.
func unmodelledNeighbours() []diag.Neighbour {
	var all []diag.Neighbour
	for _, e := range unsupportedEntries() {
		all = append(all, diag.ReachabilityAnalyzer.For(e.Code, "UNSUPPORTED_COMPONENT")...)
		all = append(all, diag.ConnectivityTests.For(e.Code, "UNSUPPORTED")...)
	}
	return all
}
