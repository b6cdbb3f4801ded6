package alibaba

import "netsim/topology/scenario"

// TransitRouter is a transit router of Enterprise Edition.
type TransitRouter struct {
	scenario.Resource
}

func transitRouterTable() *scenario.Table[TransitRouter] {
	return scenario.NewTable[TransitRouter]("transit router", "A transit router of Enterprise Edition.")
}
