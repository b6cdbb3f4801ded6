package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// balanced is a scenario with load balancers and a cluster behind them.
const balanced = "testdata/codes/aws-load-balancer.yaml"

func balanceExamples() []diag.Example {
	return []diag.Example{
		example(CodeLoadBalancerInactive, balanced, "the load balancer is being made"),
		example(CodeTargetUnused, balanced, "the load balancer is not enabled in the zone of the target"),
		example(CodeNoTargetInZone, balanced, "the target is registered for its own zone"),
		example(CodeClientAddressKept, balanced, "the target is a node of another load balancer, and the client's address is kept"),
		example(CodeTargetAddress, balanced, "the address of the pod is not written"),
		example(CodeZoneOpen, balanced, "the zone of the node is not written"),
		example(CodePodNode, balanced, "on which node the pod runs is not written"),
		example(cloud.CodeCertificate, balanced, "the certificate of the load balancer is for another host"),
	}
}
