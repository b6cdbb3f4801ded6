package alibaba

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// NetworkInterface is an elastic network interface besides the first one of an
// instance.
type NetworkInterface struct {
	scenario.Resource
	VSwitch         scenario.Value[scenario.Ref[VSwitch]]
	PrivateIP       scenario.Value[netip.Addr]
	Instance        scenario.Value[scenario.Ref[Instance]]
	SecurityGroups  scenario.Values[scenario.Ref[SecurityGroup]]
	Listens         []*cloud.Listener
	SourceDestCheck scenario.Value[bool]
	ForwardsTo      scenario.Value[scenario.AnyRef]
}

func networkInterfaceTable() *scenario.Table[NetworkInterface] {
	return scenario.NewTable("Alibaba network interface", "An elastic network interface besides the first one of an instance.",
		scenario.Required("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(i *NetworkInterface) *scenario.Value[scenario.Ref[VSwitch]] { return &i.VSwitch }, "The vSwitch it stands in.").NotCalled("vswitch_id", "subnet", "subnet_id"),
		scenario.Optional("private_ip", scenario.Address(),
			func(i *NetworkInterface) *scenario.Value[netip.Addr] { return &i.PrivateIP },
			"Its private address.").Absent("the cloud picks one, and each must work").NotCalled("ip", "address", "private_ip_address", "primary_ip_address"),
		scenario.Optional("instance", scenario.RefTo[Instance](KindInstance),
			func(i *NetworkInterface) *scenario.Value[scenario.Ref[Instance]] { return &i.Instance },
			"The instance it is attached to.").Absent("none, and what comes to it is lost").NotCalled("instance_id", "attachment"),
		scenario.Required("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)).Narrowed(cloud.AtLeastOne),
			func(i *NetworkInterface) *scenario.Values[scenario.Ref[SecurityGroup]] { return &i.SecurityGroups },
			"Its security groups, all of one type; their rules are pooled.").NotCalled("security_group_ids", "security_group_id"),
		cloud.Listens(func(i *NetworkInterface) *[]*cloud.Listener { return &i.Listens }).Absent("what the instance has"),
		sourceDestCheck(func(i *NetworkInterface) *scenario.Value[bool] { return &i.SourceDestCheck }),
		forwardsTo(func(i *NetworkInterface) *scenario.Value[scenario.AnyRef] { return &i.ForwardsTo }),
	)
}

// sourceDestCheck is on by default for new interfaces since April 2025, but not in
// accounts that had shown a use for it, and not for older ones (ECS, "Source and
// destination check"; H).
func sourceDestCheck[T any](at func(*T) *scenario.Value[bool]) scenario.Field[T] {
	return scenario.Optional("source_dest_check", scenario.Bool(), at,
		"Whether the interface drops packets that are not its own.").Absent("not known: the default depends on the account, and on when the interface was made").NotCalled("source_dest_check_enabled")
}

func forwardsTo[T any](at func(*T) *scenario.Value[scenario.AnyRef]) scenario.Field[T] {
	return scenario.Optional("forwards_to", scenario.RefAny(KindInstance, KindNetworkInterface), at,
		"The interface of the same instance by which it sends on what comes in by this one; the instance means its first.").Absent("itself if the instance has no other, the other one if it has two, else not known")
}
