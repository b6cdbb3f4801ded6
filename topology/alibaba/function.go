package alibaba

import "netsim/topology/scenario"

// Function is a function of Function Compute. In FC2 the network settings are
// those of its service.
type Function struct {
	scenario.Resource
	Generation     scenario.Value[string]
	VPCConfig      *VPCConfig
	Role           *Role
	InternetAccess scenario.Value[bool]
	GPU            scenario.Value[bool]
}

// VPCConfig puts the function's outbound traffic into a VPC.
type VPCConfig struct {
	scenario.At
	VPC           scenario.Value[scenario.Ref[VPC]]
	VSwitches     scenario.Values[scenario.Ref[VSwitch]]
	SecurityGroup scenario.Value[scenario.Ref[SecurityGroup]]
}

// Role is the role that the function's service acts with.
type Role struct {
	scenario.At
	Policies      scenario.Values[string]
	ENIPermission scenario.Value[bool]
}

const (
	fc2 = "fc2"
	fc3 = "fc3"
)

func functionTable() *scenario.Table[Function] {
	return scenario.NewTable("function", "A function of Function Compute, as a client.",
		scenario.Optional("generation", scenario.Enum(
			scenario.Choice(fc2, "Function Compute 2.0"), scenario.Choice(fc3, "Function Compute 3.0")),
			func(f *Function) *scenario.Value[string] { return &f.Generation }, "The generation of Function Compute.").Absent("not known, which matters where no role is written"),
		scenario.Object("vpc_config", vpcConfigTable(),
			func(f *Function) **VPCConfig { return &f.VPCConfig }, "The VPC that its traffic goes through.").Absent("none"),
		scenario.Object("role", roleTable(),
			func(f *Function) **Role { return &f.Role },
			"The role it acts with.").Absent("none in fc2, the service-linked role in fc3"),
		scenario.Optional("internet_access", scenario.Bool(),
			func(f *Function) *scenario.Value[bool] { return &f.InternetAccess },
			"Whether it reaches the internet through the function network.").Absent("true"),
		scenario.Optional("gpu", scenario.Bool(),
			func(f *Function) *scenario.Value[bool] { return &f.GPU }, "Whether it runs on GPU instances.").Absent("false"),
	)
}

func vpcConfigTable() *scenario.Table[VPCConfig] {
	return scenario.NewTable("VPC config", "Where the function's network interfaces stand.",
		scenario.Required("vpc", scenario.RefTo[VPC](KindVPC),
			func(c *VPCConfig) *scenario.Value[scenario.Ref[VPC]] { return &c.VPC }, "The VPC.").NotCalled("vpc_id"),
		scenario.Required("vswitches", scenario.ListOf(scenario.RefTo[VSwitch](KindVSwitch)),
			func(c *VPCConfig) *scenario.Values[scenario.Ref[VSwitch]] { return &c.VSwitches }, "The vSwitches that addresses are taken from.").NotCalled("vswitch", "vswitch_ids"),
		scenario.Required("security_group", scenario.RefTo[SecurityGroup](KindSecurityGroup),
			func(c *VPCConfig) *scenario.Value[scenario.Ref[SecurityGroup]] { return &c.SecurityGroup }, "The security group.").NotCalled("security_group_id", "security_groups"),
	)
}

func roleTable() *scenario.Table[Role] {
	return scenario.NewTable("role", "A RAM role.",
		scenario.Optional("policies", scenario.ListOf(scenario.Name()),
			func(r *Role) *scenario.Values[string] { return &r.Policies }, "The names of the policies attached to it.").Absent("none"),
		scenario.Optional("eni_permission", scenario.Bool(),
			func(r *Role) *scenario.Value[bool] { return &r.ENIPermission },
			"Whether policies that netsim does not know let it create network interfaces.").Absent("not known"),
	)
}
