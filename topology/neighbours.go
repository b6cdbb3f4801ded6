package topology

import (
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// neighbours are what other tools call the codes that all clouds share. The
// fabric, whose codes they are, knows no cloud.
func neighbours() []diag.Neighbour {
	aws, routes, google, azure, diagnosis := diag.ReachabilityAnalyzer, diag.RouteAnalyzer, diag.ConnectivityTests, diag.NetworkWatcher, diag.NetworkDiagnosis
	return slices.Concat(
		aws.For(fabric.CodeNoRoute, "NO_ROUTE_TO_DESTINATION", "CANNOT_ROUTE", "VPC_LOCAL_ROUTE_CIDR_RESTRICTION",
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

		aws.For(fabric.CodeInternet, "UNSUPPORTED_COMPONENT", "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"),
		google.For(fabric.CodeInternet, "UNSUPPORTED", "NO_EXTERNAL_ADDRESS", "NO_EXTERNAL_IP", "UNKNOWN_EXTERNAL_ADDRESS",
			"NO_ROUTE_FROM_INTERNET_TO_PRIVATE_IPV4_ADDRESS", "PRIVATE_TRAFFIC_TO_INTERNET"),
		google.For(fabric.CodeBudget, "TRACE_TOO_LONG"),
	)
}
