package alibaba

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// Instance is an ECS instance, with its first network interface.
type Instance struct {
	scenario.Resource
	VSwitch        scenario.Value[scenario.Ref[VSwitch]]
	PrivateIP      scenario.Value[netip.Addr]
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
	Listens        []*cloud.Listener
	IPForwarding   scenario.Value[bool]
	Stateful       scenario.Value[bool]

	SourceDestCheck scenario.Value[bool]
	ForwardsTo      scenario.Value[scenario.AnyRef]
}

func instanceTable() *scenario.Table[Instance] {
	return scenario.NewTable("instance", "An ECS instance.",
		scenario.Required("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(i *Instance) *scenario.Value[scenario.Ref[VSwitch]] { return &i.VSwitch }, "The vSwitch it stands in.").NotCalled("vswitch_id", "subnet", "subnet_id"),
		scenario.Optional("private_ip", scenario.Address(),
			func(i *Instance) *scenario.Value[netip.Addr] { return &i.PrivateIP },
			"Its private address.").Absent("the cloud picks one, and each must work").NotCalled("ip", "address", "private_ip_address", "primary_ip_address"),
		scenario.Required("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)).Narrowed(cloud.AtLeastOne),
			func(i *Instance) *scenario.Values[scenario.Ref[SecurityGroup]] { return &i.SecurityGroups },
			"Its security groups, all of one type; their rules are pooled.").NotCalled("security_group_ids", "security_group_id"),
		cloud.Listens(func(i *Instance) *[]*cloud.Listener { return &i.Listens }),
		cloud.IPForwarding(func(i *Instance) *scenario.Value[bool] { return &i.IPForwarding }),
		cloud.Stateful(func(i *Instance) *scenario.Value[bool] { return &i.Stateful }),
		sourceDestCheck(func(i *Instance) *scenario.Value[bool] { return &i.SourceDestCheck }),
		forwardsTo(func(i *Instance) *scenario.Value[scenario.AnyRef] { return &i.ForwardsTo }),
	)
}
