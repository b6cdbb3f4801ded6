package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// openEntries are the points that the documents leave open (rulings.md). Where
// the readings lead to different verdicts, the verdict is unknown and names one.
func openEntries() []diag.Entry {
	return []diag.Entry{
		unknown("open.ingress-mode", "Which address the VPC subdomain resolves to is open",
			"The VPC subdomain of a dedicated gateway resolves to one of its outbound addresses, or to a private address in its client VPC. The documents show both, and the two need different routes.",
			"Resolve the VPC subdomain in a VPC and write `ingress.mode`: service_cidr for an address of vpc_egress_cidrs, vpc_private_ip for one of the client VPC."),
		unknown("open.ingress-address", "Which of its address blocks a gateway is reached in is open",
			"The gateway has several outbound CIDR blocks, and which of them the VPC subdomain resolves into is not written.",
			"Resolve the VPC subdomain in a VPC and write the address as `ingress.address`."),
		unknown("open.vpc-egress-cidrs", "The gateway's outbound addresses are not written",
			"No Terraform resource tells a gateway's outbound addresses, and those of the shared instance are not promised to stay. Rules for what the gateway sends cannot be judged without them.",
			"Look them up (in the console as Outbound Addresses, by the API as VpcEgressAddress) and write `vpc_egress_cidrs`."),
		unknown("open.host-region-served", "Whether a service route serves its host region is open",
			"The access regions of the service route omit the host region. Whether the service still works from there is not documented.",
			"Add the host region to `access_regions`, or write `host_region_served` if it has been tried."),
		unknown("open.provisioning", "How the service route was made is open",
			"The service route leads across regions. One that the CEN team made on a ticket works, and one from the console or the API does not.",
			"Write `provisioning: ticket` or `provisioning: self_service`."),
		unknown("open.backend-return", "Whether a reply by a service route counts is open",
			"A backend's reply reaches the gateway through the host VPC of a service route, rather than the VPC that the connection was opened into. Whether the gateway takes it is not documented.",
			"Try it and write `backend_return`, or keep the backend's VPC off the CEN that has the service route."),
		unknown("open.resolves-in", "Where the VPC subdomain resolves is open",
			"The documents show the VPC subdomain resolving in VPCs of any region, and say nothing of other resolvers.",
			"Try it from where the caller stands, and write `resolves_in`."),
		unknown("open.vpc-subdomain-https", "Whether the VPC subdomain answers HTTPS is open",
			"One document calls the VPC subdomain by HTTPS, another says that it takes HTTP only.",
			"Call it by HTTP, or try HTTPS and write `vpc_subdomain_https`."),
		unknown("open.invoke-role", "Whether the gateway may invoke the function is open",
			"The API's backend is a function, and no role is written by which the gateway could invoke it.",
			"Write `role` in the backend: the name of the role, or none."),
		unknown("open.attached-order", "Who was attached first is open",
			"Two VPCs of the CEN have an equal CIDR block, and only the one that was attached first is reached. Which one that is, is not written.",
			"Write `attached_order` in the attachments, or use CIDR blocks that differ."),
		unknown("open.attached-cen", "Which CEN a VPC is on is open",
			"Two CENs of Basic Edition attach the VPC. The cloud refuses the second, and which that was is not written.",
			"Keep the attachment of one CEN."),
		unknown("open.service-route-order", "Which of two service routes is used is open",
			"The CEN has two service routes for one host, and the documents do not say which of them is used, or whether there can be two.",
			"Keep one service route for the host, with all access regions."),
		unknown("open.generation", "Which generation of Function Compute it is, is open",
			"The function has no role. In generation 2 it then may not create network interfaces, so it does not get into the VPC; in generation 3 the service-linked role lets it.",
			"Write `generation`, or the role."),
		unknown("open.eni-permission", "Whether the role may create network interfaces is open",
			"The function's role has policies that netsim does not know, and none of those that are known to suffice.",
			"Attach AliyunECSNetworkInterfaceManagementAccess, or write `eni_permission` for what the policies allow."),
		unknown("open.client-address", "Whose address the servers' security groups judge is open",
			"Behind a TCP or UDP listener of a load balancer the security groups of servers may judge the client's address, or let the load balancer's forwarding pass. The documents do not settle it.",
			"Allow the client's addresses in the security groups, which works either way, or try it and write `client_address`."),
	}
}

func unknown(code diag.Code, title, meaning, fix string) diag.Entry {
	return diag.Entry{Code: code, Kind: diag.KindUnknown, Title: title, Meaning: meaning, Fix: fix}
}

// nextHopInstance is what a published route calls an instance.
const nextHopInstance = "instance"

// NextHops are the types of next hops that netsim does not follow.
func NextHops() []cloud.NextHop { return nextHopTypes }
