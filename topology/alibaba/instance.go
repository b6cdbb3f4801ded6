package alibaba

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// Instance is an ECS instance with one network interface.
type Instance struct {
	scenario.Resource
	VSwitch        scenario.Value[scenario.Ref[VSwitch]]
	PrivateIP      scenario.Value[netip.Addr]
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
	Listens        []*cloud.Listener
	IPForwarding   scenario.Value[bool]
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
		scenario.Optional("ip_forwarding", scenario.Bool(),
			func(i *Instance) *scenario.Value[bool] { return &i.IPForwarding },
			"Whether its operating system forwards packets for others.").Absent("not known"),
	)
}
