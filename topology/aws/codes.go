package aws

import "netsim/topology/diag"

// The codes of what this cloud refuses, and of what is not known about it.
const (
	CodePeeringInactive   diag.Code = "peering.inactive"
	CodeNotTransitive     diag.Code = "peering.not-transitive"
	CodeNoPublicAddress   diag.Code = "gateway.no-public-address"
	CodeNoInternetGateway diag.Code = "gateway.internet-gateway-missing"
	CodePrefixListOrder   diag.Code = "open.prefix-list-order"
)

// The codes of load balancers.
const (
	CodeTargetUnused         diag.Code = "backend.target-unused"
	CodeNoTargetInZone       diag.Code = "backend.no-target-in-zone"
	CodeLoadBalancerInactive diag.Code = "link.load-balancer-inactive"
	CodeClientAddressKept    diag.Code = "backend.client-address-kept"
)
