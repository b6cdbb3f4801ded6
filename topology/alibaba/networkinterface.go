package alibaba

import "netsim/topology/scenario"

// NetworkInterface is an elastic network interface.
type NetworkInterface struct {
	scenario.Resource
}

func networkInterfaceTable() *scenario.Table[NetworkInterface] {
	return scenario.NewTable[NetworkInterface]("Alibaba network interface", "An elastic network interface.")
}
