package alibaba

import "netsim/topology/scenario"

// ECR is an Express Connect router.
type ECR struct {
	scenario.Resource
}

func ecrTable() *scenario.Table[ECR] {
	return scenario.NewTable[ECR]("ECR", "An Express Connect router.")
}
