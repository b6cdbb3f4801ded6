package alibaba

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/scenario"
)

// Instance is an ECS instance with one network interface.
type Instance struct {
	scenario.Resource
	VSwitch        scenario.Value[scenario.Ref[VSwitch]]
	PrivateIP      scenario.Value[netip.Addr]
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
	Listens        []*Listener
	IPForwarding   scenario.Value[bool]
}

// Listener is a service that listens on an instance.
type Listener struct {
	scenario.At
	Port    scenario.Value[packet.Service]
	Address scenario.Value[netip.Addr]
	Paths   scenario.Values[string]
}

func instanceTable() *scenario.Table[Instance] {
	return scenario.NewTable("instance", "An ECS instance.",
		scenario.Required("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(i *Instance) *scenario.Value[scenario.Ref[VSwitch]] { return &i.VSwitch }, "The vSwitch it stands in.").NotCalled("vswitch_id", "subnet", "subnet_id"),
		scenario.Optional("private_ip", scenario.Address(),
			func(i *Instance) *scenario.Value[netip.Addr] { return &i.PrivateIP },
			"Its private address.").Absent("the cloud picks one, and each must work").NotCalled("ip", "address", "private_ip_address", "primary_ip_address"),
		scenario.Required("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)).Narrowed(atLeastOne),
			func(i *Instance) *scenario.Values[scenario.Ref[SecurityGroup]] { return &i.SecurityGroups },
			"Its security groups, all of one type; their rules are pooled.").NotCalled("security_group_ids", "security_group_id"),
		scenario.Objects("listens", listenerTable(),
			func(i *Instance) *[]*Listener { return &i.Listens },
			"What listens on it; []: nothing.").Absent("everything asked for is assumed to listen, and that is told").NotCalled("listeners", "ports", "services"),
		scenario.Optional("ip_forwarding", scenario.Bool(),
			func(i *Instance) *scenario.Value[bool] { return &i.IPForwarding },
			"Whether its operating system forwards packets for others.").Absent("not known"),
	)
}

func listenerTable() *scenario.Table[Listener] {
	return scenario.NewTable("listener", "A service that listens.",
		scenario.Required("port", scenario.Service(),
			func(l *Listener) *scenario.Value[packet.Service] { return &l.Port }, "Protocol and port, such as tcp/8080."),
		scenario.Optional("address", scenario.Address(),
			func(l *Listener) *scenario.Value[netip.Addr] { return &l.Address },
			"The address it is bound to; 0.0.0.0 is all of the instance's.").Absent("all of the instance's"),
		scenario.Optional("paths", scenario.ListOf(pathType()),
			func(l *Listener) *scenario.Values[string] { return &l.Paths },
			"The request paths it answers: exact, or ending in /* for all below.").Absent("all"),
	)
}
