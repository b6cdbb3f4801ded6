package aws

import "netsim/topology/scenario"

// VPCLink is a VPC link of API Gateway: a way from APIs to load balancers in a
// VPC.
type VPCLink struct {
	scenario.Resource
	Version scenario.Value[int]
	Status  scenario.Value[string]
	// Of version 1.
	Targets scenario.Values[scenario.Ref[LoadBalancer]]
	// Of version 2.
	Subnets        scenario.Values[scenario.Ref[Subnet]]
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
}

// statusAvailable is the status of a VPC link that works.
const statusAvailable = "AVAILABLE"

func vpcLinkTable() *scenario.Table[VPCLink] {
	return scenario.NewTable("VPC link", "A way from the APIs of API Gateway to load balancers in a VPC.",
		scenario.Optional("version", scenario.Int(1, 2),
			func(k *VPCLink) *scenario.Value[int] { return &k.Version },
			"1: by PrivateLink to a network load balancer. 2: by network interfaces in subnets.").Absent("2 if it has subnets, else 1"),
		scenario.Optional("targets", scenario.ListOf(scenario.RefTo[LoadBalancer](KindLoadBalancer)),
			func(k *VPCLink) *scenario.Values[scenario.Ref[LoadBalancer]] { return &k.Targets },
			"Of version 1, the network load balancer.").Absent("none").NotCalled("target_arns", "target"),
		scenario.Optional("subnets", scenario.ListOf(scenario.RefTo[Subnet](KindSubnet)),
			func(k *VPCLink) *scenario.Values[scenario.Ref[Subnet]] { return &k.Subnets },
			"Of version 2, the subnets of its network interfaces.").Absent("none").NotCalled("subnet_ids"),
		scenario.Optional("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)),
			func(k *VPCLink) *scenario.Values[scenario.Ref[SecurityGroup]] { return &k.SecurityGroups },
			"Of version 2, the security groups of its network interfaces.").Absent("the VPC's default group").NotCalled("security_group_ids"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(statusAvailable, "it works"), scenario.Choice("PENDING", "being made"),
			scenario.Choice("FAILED", "could not be made"), scenario.Choice("DELETING", "being taken down"),
			scenario.Choice("INACTIVE", "of version 2: not used for 60 days")),
			func(k *VPCLink) *scenario.Value[string] { return &k.Status }, "Its status.").Absent(statusAvailable).NotCalled("state"),
	)
}

// version is which of the two sorts of VPC links it is.
func (k *VPCLink) version() int {
	switch {
	case k.Version.Present():
		return k.Version.V
	case k.Subnets.Present():
		return 2
	}
	return 1
}
