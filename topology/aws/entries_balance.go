package aws

import "netsim/topology/diag"

// balanceEntries describe the codes of load balancers and their targets.
func balanceEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeLoadBalancerInactive, Kind: diag.KindLink,
			Title:   "The load balancer is not active",
			Meaning: "A load balancer takes traffic once its state is active. This one is still being made, or could not be.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Wait until it is active; one that failed has to be deleted and made again.",
		},
		{
			Code: CodeNoTargetInZone, Kind: diag.KindBackend,
			Title:   "The node has no target in its zone",
			Meaning: "A node of a network load balancer uses the targets of its own zone, unless cross-zone load balancing is on, and the target group has none there. Its address leaves the name of the load balancer; who connects to it all the same fails.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Register a target in that zone, turn cross-zone load balancing on, or take the zone's subnet out of the load balancer.",
		},
		{
			Code: CodeTargetUnused, Kind: diag.KindBackend,
			Title:   "No registered target is used",
			Meaning: "Targets are registered, and none of them gets traffic: it stands in a zone that the load balancer is not enabled in, or outside of the VPC without availability_zone: all, or is none that the group takes. The console shows it as unused.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Enable the load balancer in the zone of the target, or register a target in a zone that it is enabled in; an address outside of the VPC is registered with the zone all.",
		},
		{
			Code: CodeClientAddressKept, Kind: diag.KindBackend,
			Title:   "The client's address is kept, and the target cannot answer it",
			Meaning: "The target group preserves client addresses. Endpoints of PrivateLink, nodes of other network load balancers and targets outside of the VPC do not answer the client through this load balancer then, and a target that calls itself through it does not either.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Turn client IP preservation off for the target group.",
		},
		{
			Code: CodeTargetAddress, Kind: diag.KindUnknown,
			Title:   "Who has the address of a target is open",
			Meaning: "A target group names an address, and something in that subnet whose address is not written may have it.",
			Fix:     "Write the private address of what stands in the subnet, or name it as the target instead of its address.",
		},
		{
			Code: CodeZoneOpen, Kind: diag.KindUnknown,
			Title:   "Whether two subnets are in one zone is open",
			Meaning: "Which targets a node uses hangs on their zones, and the zone of a subnet is not written.",
			Fix:     "Write availability_zone_id for the subnets, or turn cross-zone load balancing on.",
		},
		{
			Code: CodePodNode, Kind: diag.KindUnknown,
			Title:   "Which node a pod runs on is open",
			Meaning: "The service hands traffic only to pods on the node that took it (external_traffic_policy: local), and on which node a pod runs is not written.",
			Fix:     "Write `node` for the network interface of the pod.",
		},
	}
}
