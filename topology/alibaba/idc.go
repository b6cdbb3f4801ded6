package alibaba

import "netsim/topology/scenario"

// IDC is a data centre or office of the customer: what stands there, and its routers.
type IDC struct {
	scenario.Resource
}

func idcTable() *scenario.Table[IDC] {
	return scenario.NewTable[IDC]("IDC", "A data centre or office of the customer: what stands there, and its routers.")
}
