package alibaba

import "netsim/topology/scenario"

// HaVip is a high-availability virtual address.
type HaVip struct {
	scenario.Resource
}

func haVipTable() *scenario.Table[HaVip] {
	return scenario.NewTable[HaVip]("HaVip", "A high-availability virtual address.")
}
