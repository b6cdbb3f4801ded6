package alibaba

import (
	"slices"

	"netsim/topology/diag"
)

// Codes describes the codes of what this cloud refuses, and of what is not
// known about it.
func Codes() []diag.Entry {
	return slices.Concat(
		serviceRouteEntries(), routeEntries(), filterEntries(), endpointEntries(), nameEntries(), zoneEntries(), callEntries(),
		grantEntries(), capacityEntries(), transitEntries(), openEntries(), transitOpenEntries(),
		peeringEntries(), vpnEntries(), ecrEntries(), siteEntries(), machineEntries(),
	)
}

// stalls is what a link at its test rate looks like (grants i.8, routing b.5).
const stalls diag.Symptom = "works in a test, stalls under load"

func serviceRouteEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeServiceRouteMissing, Kind: diag.KindRoute,
			Title:   "No service route for the region",
			Meaning: "The packet matched the 100.64.0.0/10 system route of its own VPC and ended in the cloud service network of that region, where no service has the address. A CEN does not carry 100.64.0.0/10 by itself: the service's own addresses need a route for this access region.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add the region to the access regions of the cloud service route. Within the region of the service the API and Terraform make one; across regions open a ticket to the CEN team, with the parameters of ResolveAndRouteServiceInCen.",
		},
		{
			Code: CodeServiceRouteNeedsTicket, Kind: diag.KindRoute,
			Title:   "A service route across regions needs a ticket",
			Meaning: "The service route leads from one region into another, and the console and the API only make those whose access region is the host region. So there is no such route.",
			Symptom: "the API call or `terraform apply` is refused; until then: timeout, nothing answers",
			Fix:     "Open a ticket to the CEN team with the parameters of ResolveAndRouteServiceInCen, and write `provisioning: ticket` once it is done.",
		},
		{
			Code: CodeServiceRouteInvalid, Kind: diag.KindRoute,
			Title:   "The service route does not fit the service",
			Meaning: "The host region, the host VPC and the service of a service route must be in one region. Here they are not, so the route delivers nothing.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Make the route again with the region of the service as the host region, and with a VPC of that region, attached to the CEN, as the host VPC.",
		},
	}
}

func routeEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeRouteConflict, Kind: diag.KindRoute,
			Title:   "Overlapping address blocks",
			Meaning: "A learned route equals or lies inside a vSwitch of the VPC that should take it, or two networks announce the same prefix. A VPC refuses the first, and of the second only the network that was attached first is used.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Renumber one of the vSwitches so that CIDR blocks do not overlap.",
		},
		{
			Code: CodePolicyDenied, Kind: diag.KindRoute,
			Title:   "A route policy denies the route",
			Meaning: "A route policy (route map) of a regional gateway matches the route and denies it, so the networks behind do not learn it. A policy filters routes, not packets.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Delete or narrow the policy, or put one that permits the route before it, with a lower priority number.",
		},
		{
			Code: CodeAsymmetric, Kind: diag.KindRoute,
			Title:   "The reply comes back another way",
			Meaning: "The backend's reply reaches the API gateway through another VPC than the one that the gateway opened the connection into.",
			Symptom: "HTTP 504 with X-Ca-Error-Code D504CO (not documented for this case)",
			Fix:     "Remove the route by which the backend's VPC sends the gateway's outbound addresses elsewhere: a custom route inside 100.64.0.0/10, or a service route learned from a CEN.",
		},
		{
			Code: CodeUnattached, Kind: diag.KindLink,
			Title:   "The VPC is not attached to the CEN",
			Meaning: "Only attached networks exchange routes through a CEN, and this VPC is not attached to the one that the other end is on. Different CENs are isolated from each other.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Attach the VPC to the same CEN.",
		},
	}
}

func filterEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeListenerACL, Kind: diag.KindFilter,
			Title:   "The access control list of a listener denies it",
			Meaning: "The listener of the load balancer lets in only the addresses on its white list, or all but those on its black list. An empty white list lets nobody in.",
			Symptom: "the connection is dropped or reset (not documented which)",
			Fix:     "Put the client's addresses on the white list, or take them off the black list. For calls by an API gateway these are its outbound addresses.",
		},
	}
}

func endpointEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeENIRoleMissing, Kind: diag.KindEndpoint,
			Title:   "The function's role cannot create network interfaces",
			Meaning: "Function Compute puts a network interface into the VPC with the function's role, and the role may not do that. No packet is ever sent.",
			Symptom: "deploying or the first invocation fails with an access-denied or VPC error, and no packet is sent",
			Fix:     "Attach the policy AliyunECSNetworkInterfaceManagementAccess to the role. In FC3 the service-linked role AliyunServiceRoleForFC will do.",
		},
	}
}

func nameEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeSubdomainDisabled, Kind: diag.KindName,
			Title:   "The VPC subdomain is not enabled",
			Meaning: "An API group has a VPC second-level domain only once it is enabled. Before that there is no such name.",
			Symptom: diag.SymptomNXDomain,
			Fix:     "Enable it for the group, and write the name as `vpc_subdomain`.",
		},
	}
}

func capacityEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeTestOnly, Kind: diag.KindCapacity,
			Title:   "Only the test bandwidth of 1 kbit/s",
			Meaning: "No bandwidth that stands is allocated to the pair of regions. A Basic Edition CEN then carries 1 kbit/s between them, which is for connectivity tests. Packets arrive, and that is all.",
			Symptom: stalls,
			Fix:     "Buy a bandwidth plan for the areas of both regions, bind it to the CEN and allocate from it to the pair.",
		},
		{
			Code: CodeOverAllocated, Kind: diag.KindCapacity,
			Title:   "More is allocated than the plan has",
			Meaning: "The allocations of a bandwidth plan add up to more than the plan. The cloud refuses what goes beyond it, so netsim counts none of them.",
			Symptom: "the allocation is refused when it is made; until then: works in a test, stalls under load",
			Fix:     "Upgrade the plan or lower the allocations.",
		},
		{
			Code: CodePlanArea, Kind: diag.KindCapacity,
			Title:   "The bandwidth plan is for other areas",
			Meaning: "A bandwidth plan is bought for a pair of areas, and the two regions are not in them. Hong Kong counts to Asia Pacific, not to the Chinese mainland.",
			Symptom: "the allocation is refused when it is made; until then: works in a test, stalls under load",
			Fix:     "Allocate from a plan for the areas of these regions; the areas of a plan cannot be changed.",
		},
	}
}
