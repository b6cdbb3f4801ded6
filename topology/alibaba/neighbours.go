package alibaba

import (
	"slices"

	"netsim/topology/diag"
)

// Addition is what the cloud adds to the codes, its own and those of the fabric.
func Addition() diag.Addition {
	return diag.Addition{
		Remedies:   slices.Concat(networkRemedies(), transitRemedies(), callRemedies(), peeringRemedies(), siteRemedies(), nameRemedies(), vpnRemedies(), ecrRemedies()),
		Examples:   slices.Concat(examples(), transitExamples(), peeringExamples(), siteExamples(), vpnExamples(), ecrExamples()),
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
		google.For(CodeAsymmetric, "DROPPED_INSIDE_GOOGLE_MANAGED_SERVICE"),
		aws.For(CodeUnattached, "DISCONNECTED_VPCS"),
		routes.For(CodeUnattached, "TRANSIT_GATEWAY_ATTACHMENT_NOT_FOUND"),
		aws.For(CodeCENGrantMissing, "BAD_STATE_ATTACHMENT"),

		azure.For(CodeSubdomainDisabled, "DnsResolution"),
		azure.For(CodeZoneNotBound, "DnsResolution"),
		azure.For(CodeZoneAuthorizationMissing, "DnsResolution"),
		azure.For(CodeZoneAccessMissing, "DnsResolution"),
		google.For(CodeClientVPCUnbound, "GOOGLE_MANAGED_SERVICE_NO_PEERING"),
		google.For(CodeVPCAccessMissing, "NO_VALID_ROUTE_FROM_GOOGLE_MANAGED_NETWORK_TO_DESTINATION"),

		aws.For("open.client-address", "ELBV2_SOURCE_ADDRESS_PRESERVATION",
			"ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED", "ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED"),
		google.For("unsupported.outside-target", "UNKNOWN_IP"),

		aws.For(CodeUnassociated, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"),
		aws.For(CodeNotPropagated, "TGW_RTB_CANNOT_ROUTE", "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"),
		routes.For(CodeNotPropagated, "ROUTE_NOT_FOUND"),
		diag.NetworkDiagnosis.For(CodeNotPropagated, "propagation_missing"),
	)
}
