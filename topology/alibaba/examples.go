package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// The scenarios that show codes.
const (
	crossRegion   = "scenarios/function-to-api-cross-region.yaml"
	sameRegion    = "scenarios/function-to-api-same-region.yaml"
	calls         = "testdata/codes/calls.yaml"
	ends          = "testdata/codes/ends.yaml"
	loadBalancer  = "testdata/codes/load-balancer.yaml"
	networkACL    = "testdata/codes/network-acl.yaml"
	nextHops      = "testdata/codes/next-hops.yaml"
	machines      = "testdata/codes/machines.yaml"
	serviceRoutes = "testdata/codes/service-routes.yaml"
	privateZones  = "testdata/codes/private-zones.yaml"
)

func example(code diag.Code, file, variant string) diag.Example {
	return diag.Example{Code: code, File: file, Variant: variant}
}

// examples name a variant for each code: without its edits the scenario does not
// show the code, with them it does. A test runs them all.
func examples() []diag.Example {
	return []diag.Example{
		example(cloud.CodeUnknownDomain, crossRegion, "the function calls a domain that is not the group's"),
		example(cloud.CodeUnpublished, crossRegion, "the API is not published"),
		example(cloud.CodeBackendMissing, crossRegion, "the API has no backend"),
		example(fabric.CodeNotListening, crossRegion, "nothing listens on the backend"),
		example(fabric.CodePathNotServed, crossRegion, "the backend serves another path"),
		example(fabric.CodeInsufficient, crossRegion, "the function needs more than is allocated"),
		example(CodeOverAllocated, crossRegion, "more is allocated than the plan has"),
		example(CodePlanArea, crossRegion, "the plan is for China and Asia-Pacific"),
		example(CodeTestOnly, crossRegion, "nothing allocated between the two regions"),
		example(cloud.CodeNotResolvable, crossRegion, "the VPC subdomain resolves in the bound VPC only"),
		example(CodeSubdomainDisabled, crossRegion, "the VPC subdomain is not enabled"),
		example(fabric.CodeRemoved, crossRegion, "the function is gone"),
		example(fabric.CodeNobody, crossRegion, "the authorization is for an address that nothing has"),
		example(CodeNotDedicated, crossRegion, "the gateway is a shared one"),
		example(CodeAppCredentialsMissing, crossRegion, "the API asks for an app"),
		example(CodeCENGrantMissing, crossRegion, "vpc-fc-access is another account's and not granted to the CEN"),
		example(CodeClientVPCUnbound, crossRegion, "no client VPC is bound to the gateway"),
		example(CodeENIRoleMissing, crossRegion, "the function has no role"),
		example(CodeVPCAccessInvalid, crossRegion, "the authorization is for another VPC"),
		example(CodeVPCAccessMissing, crossRegion, "there is no VPC access authorization"),
		example(CodeUnattached, crossRegion, "vpc-fc-access is not attached"),
		example("open.attached-order", crossRegion, "a third VPC has the function's CIDR block, and who was attached first is not written"),
		example("open.backend-return", crossRegion, "vpc-backend-1 is on the CEN too, and whether its replies count is not known"),
		example("open.eni-permission", crossRegion, "the role of the function has only a policy that netsim does not know"),
		example("open.host-region-served", crossRegion, "Shanghai is not an access region, and whether that matters is not known"),
		example("open.ingress-mode", crossRegion, "what the VPC subdomain resolves to is not written, and there is no service route"),
		example("open.provisioning", crossRegion, "how the service route was made is not written"),
		example(cloud.CodeStageDefinition, crossRegion, "the stage runs an earlier definition, which is not written"),
		example("open.vpc-subdomain-https", crossRegion, "the function calls the VPC subdomain by HTTPS"),
		example(CodeAsymmetric, crossRegion, "vpc-backend-1 is on the CEN too, and the gateway is known not to take replies by it"),
		example(CodeRouteConflict, crossRegion, "the function's vSwitch has the CIDR block of one in vpc-api-access"),
		example(fabric.CodeNoRoute, crossRegion, "vpc-fc-access takes no routes from the CEN"),
		example(CodePolicyDenied, crossRegion, "a route policy denies the function's CIDR block in Shanghai"),
		example(CodeServiceRouteInvalid, crossRegion, "the host VPC is in another region than the host region"),
		example(CodeServiceRouteMissing, crossRegion, "Zhangjiakou is not an access region of the service route"),
		example(CodeServiceRouteNeedsTicket, crossRegion, "the service route was made in the console, not on a ticket"),
		example(fabric.CodeShadowed, crossRegion, "a custom route of vpc-fc-access takes calls to the gateway elsewhere"),
		example(fabric.CodeEgressDenied, crossRegion, "the security group of the function drops calls to the gateway"),
		example(fabric.CodeIngressDenied, crossRegion, "the backend's security group has no rule"),
		example(cloud.CodeOutsideVPC, crossRegion, "the function has no VPC config"),

		example(CodeInternetDisabled, sameRegion, "the public subdomain is off, and the API is called from the console"),
		example(cloud.CodeNoMatch, sameRegion, "the function calls another path"),
		example(cloud.CodeProtocolDenied, sameRegion, "the API takes HTTPS only"),
		example(cloud.CodeUnknownStage, sameRegion, "the function calls a stage that the group does not have"),
		example(CodeAppUnauthorized, sameRegion, "the API asks for an app, and the one that calls is not authorized"),
		example("open.ip-forwarding", sameRegion, "the custom route leads to an instance, and whether that forwards is not written"),
		example("unsupported.nat-gateway", sameRegion, "the custom route leads to a NAT gateway, which netsim does not follow"),

		example(cloud.CodeInvokeMissing, calls, "the gateway has no role to invoke the function with"),
		example("open.generation", calls, "the generation of the calling function is not written"),
		example(cloud.CodeHTTPBackend, calls, "the backend is a service on the internet, which is assumed to answer"),
		example("open.ingress-address", calls, "the gateway has two address blocks, and the callers may not send to one of them"),
		example("open.invoke-role", calls, "the role of the backend is not written"),
		example("open.vpc-egress-cidrs", calls, "the outbound addresses of the gateway are not written"),
		example(cloud.CodeOutsideTarget, calls, "what has the authorized address is not written"),
		example(fabric.CodeIsDecided, calls, "the generation is written where it is expected to be open"),

		example(fabric.CodeEmpty, ends, "the vSwitch of the client is empty"),
		example("open.listens", ends, "what listens on the server is not written, and assumed"),
		example(fabric.CodeMisdelivered, ends, "the server's VPC has the client's address block, and there is no CEN"),
		example(fabric.CodeInternet, ends, "the client asks from the internet"),
		example(fabric.CodeIsPartial, ends, "half of the client's vSwitch may log in to the server"),
		example(fabric.CodeIsReachable, ends, "everybody may log in to the server"),

		example(CodeZoneNotBound, privateZones, "the zone is not bound to the VPC of the client"),
		example(cloud.CodeNotResolvable, privateZones, "the zone is not bound to the VPC of the client"),
		example("open.resolves-in", privateZones, "the zone is not bound to the VPC of the client"),
		example(CodeZoneAuthorizationMissing, privateZones, "the VPC is another account's, and its owner has not authorized the zone"),
		example(CodeZoneAccessMissing, privateZones, "the CEN has no PrivateZone access"),
		example(CodePublicName, privateZones, "the zone asks public name servers for what it has no record of"),
		example(CodeOutsideResolver, privateZones, "the rule forwards to an address of which no name server is written"),
		example("open.rule-before-zone", privateZones, "a private zone above the rule has no such record"),
		example(CodeResolverWay, privateZones, "the site asks PrivateZone over a router interface"),
		example(cloud.CodeOutsideRecord, privateZones, "the record leads to a name of a partner"),

		example(CodeListenerACL, loadBalancer, "the client is not on the white list of the listener"),
		example(fabric.CodeListenerMissing, loadBalancer, "the load balancer listens on another port"),
		example(fabric.CodeNoServer, loadBalancer, "the only server has weight 0"),
		example(fabric.CodeBudget, loadBalancer, "seven listeners leave open whose address security groups judge, and netsim does not try all readings"),
		example("open.client-address", loadBalancer, "the security group does not know the client, and whose address it judges is not written"),

		example(fabric.CodeACLIngressDenied, networkACL, "a rule of the network ACL drops the client before another accepts it"),
		example(fabric.CodeACLEgressDenied, networkACL, "the network ACL lets replies out to the port of the service, not to the client's"),

		example(fabric.CodeBlackhole, nextHops, "the next hop is gone"),
		example(fabric.CodeNextHopDrops, nextHops, "the next hop does not forward"),
		example("unsupported.attachment", nextHops, "the next hop is a transit router attachment"),
		example("unsupported.ecr", nextHops, "the next hop is an Express Connect router"),
		example("unsupported.gateway-endpoint", nextHops, "the next hop is a gateway endpoint"),
		example("unsupported.gateway-load-balancer-endpoint", nextHops, "the next hop is a gateway load balancer endpoint"),
		example("unsupported.ha-vip", nextHops, "the next hop is a high-availability virtual address"),
		example("unsupported.ipv4-gateway", nextHops, "the next hop is an IPv4 gateway"),
		example("unsupported.ipv6-gateway", nextHops, "the next hop is an IPv6 gateway"),
		example("unsupported.network-interface", nextHops, "the next hop is an elastic network interface"),
		example("unsupported.router-interface", nextHops, "the next hop is a router interface"),
		example("unsupported.vpc-peer", nextHops, "the next hop is a VPC peering connection"),
		example("unsupported.vpn-gateway", nextHops, "the next hop is a VPN gateway"),

		example(fabric.CodeOneWay, machines, "the firewall keeps state, and replies go past it"),
		example(fabric.CodeLoop, machines, "the firewall is led to itself"),
		example(cloud.CodeStateful, machines, "whether the firewall keeps state is not written"),
		example("open.source-dest-check", machines, "whether the firewall's interface checks is not written"),
		example("open.forwards-to", machines, "the firewall has a third interface"),
		example("open.ha-vip-master", machines, "the route leads to a HaVip, and one of its instances does not forward"),

		example("open.service-route-order", serviceRoutes, "a second service route for the gateway leads to a VPC that is not bound to it"),
		example("open.attached-cen", serviceRoutes, "a second CEN attaches the VPC of the client too"),
	}
}
