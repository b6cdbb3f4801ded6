package alibaba

import "netsim/topology/diag"

// The codes of what this cloud refuses.
const (
	CodeServiceRouteMissing     diag.Code = "route.service-route-missing"
	CodeServiceRouteNeedsTicket diag.Code = "route.service-route-needs-ticket"
	CodeServiceRouteInvalid     diag.Code = "route.service-route-invalid"
	CodeRouteConflict           diag.Code = "route.conflict"
	CodePolicyDenied            diag.Code = "route.policy-denied"
	CodeAsymmetric              diag.Code = "route.asymmetric"
	CodeUnattached              diag.Code = "link.unattached"
	CodeCENGrantMissing         diag.Code = "grant.cen-attachment-missing"
	CodeENIRoleMissing          diag.Code = "grant.eni-role-missing"
	CodeListenerACL             diag.Code = "acl.denied"
	CodeNotDedicated            diag.Code = "gateway.not-dedicated"
	CodeClientVPCUnbound        diag.Code = "grant.client-vpc-unbound"
	CodeSubdomainDisabled       diag.Code = "dns.subdomain-disabled"
	CodeInternetDisabled        diag.Code = "api.internet-disabled"
	CodeAppCredentialsMissing   diag.Code = "grant.app-credentials-missing"
	CodeAppUnauthorized         diag.Code = "grant.app-unauthorized"
	CodeVPCAccessMissing        diag.Code = "grant.vpc-access-missing"
	CodeVPCAccessInvalid        diag.Code = "grant.vpc-access-invalid"
	CodeTestOnly                diag.Code = "bandwidth.test-only"
	CodeOverAllocated           diag.Code = "bandwidth.over-allocated"
	CodePlanArea                diag.Code = "bandwidth.plan-area-mismatch"

	CodeVPNDown          diag.Code = "link.vpn-down"
	CodeOutsideProtected diag.Code = "vpn.outside-protected-flows"
	CodeVPNRouteRefused  diag.Code = "vpn.route-refused"

	// Circuits and sites.
	CodeCircuitDown            diag.Code = "link.circuit-down"
	CodeVBRInactive            diag.Code = "link.vbr-inactive"
	CodeBGPDown                diag.Code = "link.bgp-down"
	CodeInterfaceInactive      diag.Code = "link.router-interface-inactive"
	CodeInterfaceNotTransitive diag.Code = "link.router-interface-not-transitive"
	CodeHealthCheckUnreturned  diag.Code = "route.health-check-unreturned"
	CodeSiteIngressDenied      diag.Code = "site.ingress-denied"
	CodeSiteEgressDenied       diag.Code = "site.egress-denied"
	CodeNetworkMissing         diag.Code = "route.bgp-network-missing"

	CodeUnassociated    diag.Code = "link.unassociated"
	CodePeerMissing     diag.Code = "link.peer-missing"
	CodeNotPropagated   diag.Code = "route.not-propagated"
	CodeNotSynchronized diag.Code = "route.not-synchronized"
	CodeNotAdvertised   diag.Code = "route.not-advertised"
	CodeNoBandwidth     diag.Code = "bandwidth.missing"
	CodeECRUnassociated diag.Code = "link.ecr-unassociated"
	CodeECRGrantMissing diag.Code = "grant.ecr-missing"
	CodeECRAccount      diag.Code = "open.ecr-account"
)

// The codes of names.
const (
	CodeZoneNotBound             diag.Code = "dns.zone-not-bound"
	CodeZoneAccessMissing        diag.Code = "dns.private-zone-access-missing"
	CodeZoneAuthorizationMissing diag.Code = "grant.zone-authorization-missing"
	CodePublicName               diag.Code = "unsupported.public-name"
	CodeOutsideResolver          diag.Code = "unsupported.outside-resolver"
	CodeResolverWay              diag.Code = "open.private-zone-access"
)
