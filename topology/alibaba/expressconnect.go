package alibaba

import "netsim/topology/scenario"

// PhysicalConnection is a circuit of Express Connect.
type PhysicalConnection struct {
	scenario.Resource
}

func physicalConnectionTable() *scenario.Table[PhysicalConnection] {
	return scenario.NewTable[PhysicalConnection]("physical connection", "A circuit of Express Connect.")
}

// VBR is a virtual border router.
type VBR struct {
	scenario.Resource
}

func vbrTable() *scenario.Table[VBR] {
	return scenario.NewTable[VBR]("VBR", "A virtual border router.")
}

// RouterInterface is one end of a pair of router interfaces.
type RouterInterface struct {
	scenario.Resource
}

func routerInterfaceTable() *scenario.Table[RouterInterface] {
	return scenario.NewTable[RouterInterface]("router interface", "One end of a pair of router interfaces.")
}
