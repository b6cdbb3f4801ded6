package aws

import "netsim/topology/diag"

// The codes of what this cloud refuses, and of what is not known about it.
const (
	CodePeeringInactive   diag.Code = "peering.inactive"
	CodeNotTransitive     diag.Code = "peering.not-transitive"
	CodeNoPublicAddress   diag.Code = "gateway.no-public-address"
	CodeNoInternetGateway diag.Code = "gateway.internet-gateway-missing"
	CodePrivateAddress    diag.Code = "gateway.private-destination"
	CodePrefixListOrder   diag.Code = "open.prefix-list-order"
)
