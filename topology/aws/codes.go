package aws

import "netsim/topology/diag"

// The codes of what this cloud refuses, and of what is not known about it.
const (
	CodeNoPublicAddress   diag.Code = "gateway.no-public-address"
	CodeNoInternetGateway diag.Code = "gateway.internet-gateway-missing"
	CodePrivateAddress    diag.Code = "gateway.private-destination"
	CodeOutsideRecord     diag.Code = "unsupported.outside-record"
	CodePrefixListOrder   diag.Code = "open.prefix-list-order"
)

// The codes of load balancers.
const (
	CodeTargetUnused         diag.Code = "backend.target-unused"
	CodeNoTargetInZone       diag.Code = "backend.no-target-in-zone"
	CodeLoadBalancerInactive diag.Code = "link.load-balancer-inactive"
	CodeClientAddressKept    diag.Code = "backend.client-address-kept"
	CodeTargetAddress        diag.Code = "open.target-address"
	CodeZoneOpen             diag.Code = "open.availability-zone"
	CodePodNode              diag.Code = "open.pod-node"
)

// The codes of endpoints, and of names.
const (
	CodeEndpointUnaccepted   diag.Code = "endpoint.unaccepted"
	CodePrincipalNotAllowed  diag.Code = "endpoint.principal-not-allowed"
	CodeServiceMissing       diag.Code = "endpoint.service-missing"
	CodeZoneNotServed        diag.Code = "endpoint.zone-not-served"
	CodeEndpointNotAvailable diag.Code = "endpoint.not-available"
	CodeEndpointSendsNothing diag.Code = "endpoint.sends-nothing"
	CodeResolverOff          diag.Code = "dns.resolver-off"
	CodePrivateDNSOff        diag.Code = "dns.private-dns-off"
	CodeEndpointAccount      diag.Code = "open.endpoint-account"
	CodeAccountOpen          diag.Code = "open.account"
)

// The codes of API Gateway.
const (
	CodeExplicitDeny       diag.Code = "policy.explicit-deny"
	CodeImplicitDeny       diag.Code = "policy.implicit-deny"
	CodeEndpointDenied     diag.Code = "policy.endpoint-denied"
	CodePolicyCondition    diag.Code = "unsupported.policy-condition"
	CodeAPIForbidden       diag.Code = "api.forbidden"
	CodeVPCLinkUnavailable diag.Code = "link.vpc-link-unavailable"
	CodeNotPublic          diag.Code = "backend.not-public"
)
