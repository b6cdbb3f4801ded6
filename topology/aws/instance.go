package aws

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// Instance is an EC2 instance with one network interface.
type Instance struct {
	scenario.Resource
	Subnet          scenario.Value[scenario.Ref[Subnet]]
	PrivateIP       scenario.Value[netip.Addr]
	PublicIP        scenario.Value[netip.Addr]
	SecurityGroups  scenario.Values[scenario.Ref[SecurityGroup]]
	SourceDestCheck scenario.Value[bool]
	IPForwarding    scenario.Value[bool]
	Stateful        scenario.Value[bool]
	Listens         []*cloud.Listener
}

func instanceTable() *scenario.Table[Instance] {
	return scenario.NewTable("EC2 instance", "An EC2 instance.",
		scenario.Required("subnet", scenario.RefTo[Subnet](KindSubnet),
			func(i *Instance) *scenario.Value[scenario.Ref[Subnet]] { return &i.Subnet }, "The subnet it stands in.").NotCalled("subnet_id"),
		scenario.Optional("private_ip", scenario.Address(),
			func(i *Instance) *scenario.Value[netip.Addr] { return &i.PrivateIP },
			"Its private address.").NotCalled("private_ip_address", "ip", "address").Absent("AWS picks one, and each must work"),
		scenario.Optional("public_ip", scenario.Address(),
			func(i *Instance) *scenario.Value[netip.Addr] { return &i.PublicIP },
			"Its public IPv4 address, an Elastic IP address for instance.").NotCalled("elastic_ip", "public_ip_address").Absent("it has none"),
		scenario.Required("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)).Narrowed(cloud.AtLeastOne),
			func(i *Instance) *scenario.Values[scenario.Ref[SecurityGroup]] { return &i.SecurityGroups },
			"Its security groups; what any of them allows is allowed.").NotCalled("vpc_security_group_ids", "security_group_ids"),
		scenario.Optional("source_dest_check", scenario.Bool(),
			func(i *Instance) *scenario.Value[bool] { return &i.SourceDestCheck },
			"Whether it drops packets that are not its own.").Absent("true"),
		cloud.IPForwarding(func(i *Instance) *scenario.Value[bool] { return &i.IPForwarding }),
		cloud.Stateful(func(i *Instance) *scenario.Value[bool] { return &i.Stateful }),
		cloud.ListensByTLS(func(i *Instance) *[]*cloud.Listener { return &i.Listens }),
	)
}
