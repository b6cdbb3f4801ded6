package aws

import "netsim/topology/scenario"

// Function is a function of Lambda: a client, and a backend of APIs.
type Function struct {
	scenario.Resource
	VPCConfig *VPCConfig
	InvokedBy scenario.Values[string]
}

// VPCConfig puts what the function sends into a VPC.
type VPCConfig struct {
	scenario.At
	Subnets        scenario.Values[scenario.Ref[Subnet]]
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
}

func functionTable() *scenario.Table[Function] {
	return scenario.NewTable("Lambda function", "A function of Lambda, as a client or a backend.",
		scenario.Object("vpc_config", vpcConfigTable(),
			func(f *Function) **VPCConfig { return &f.VPCConfig }, "Where its network interfaces stand.").Absent("none: it sends from outside of any VPC").NotCalled("vpc"),
		scenario.Optional("invoked_by", scenario.ListOf(scenario.Text()),
			func(f *Function) *scenario.Values[string] { return &f.InvokedBy },
			"The services that its resource policy lets invoke it.").Absent("not known").NotCalled("permissions", "policy").Example([]any{"apigateway.amazonaws.com"}),
	)
}

func vpcConfigTable() *scenario.Table[VPCConfig] {
	return scenario.NewTable("VPC config of a Lambda function", "Where the network interfaces of a function stand.",
		scenario.Required("subnets", scenario.ListOf(scenario.RefTo[Subnet](KindSubnet)),
			func(c *VPCConfig) *scenario.Values[scenario.Ref[Subnet]] { return &c.Subnets },
			"The subnets that its addresses are taken from; it may send from each.").NotCalled("subnet_ids", "subnet"),
		scenario.Required("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)),
			func(c *VPCConfig) *scenario.Values[scenario.Ref[SecurityGroup]] { return &c.SecurityGroups },
			"Its security groups.").NotCalled("security_group_ids", "security_group"),
	)
}
