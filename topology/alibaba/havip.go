package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// HaVip is a high-availability virtual address: it belongs to whichever of its
// instances is the master.
type HaVip struct {
	scenario.Resource
	VSwitch   scenario.Value[scenario.Ref[VSwitch]]
	IPAddress scenario.Value[netip.Addr]
	Instances scenario.Values[scenario.AnyRef]
	Master    scenario.Value[scenario.AnyRef]
}

func haVipTable() *scenario.Table[HaVip] {
	return scenario.NewTable("HaVip", "A high-availability virtual address, which moves between the instances that it is associated with.",
		scenario.Required("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(h *HaVip) *scenario.Value[scenario.Ref[VSwitch]] { return &h.VSwitch }, "The vSwitch it stands in.").NotCalled("vswitch_id"),
		scenario.Optional("ip_address", scenario.Address(),
			func(h *HaVip) *scenario.Value[netip.Addr] { return &h.IPAddress },
			"Its private address.").Absent("the cloud picks one, and each must work").NotCalled("ip", "address", "private_ip"),
		scenario.Optional("instances", scenario.ListOf(scenario.RefAny(KindInstance, KindNetworkInterface)),
			func(h *HaVip) *scenario.Values[scenario.AnyRef] { return &h.Instances },
			"The instances, or their network interfaces, that it is associated with: all stand in its vSwitch.").Absent("none").NotCalled("associated_instances", "havip_attachments"),
		scenario.Optional("master", scenario.RefAny(KindInstance, KindNetworkInterface),
			func(h *HaVip) *scenario.Value[scenario.AnyRef] { return &h.Master },
			"Which of them has announced the address and takes its packets.").Absent("not known, if there are several").NotCalled("master_instance_id"),
	)
}
