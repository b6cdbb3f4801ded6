package alibaba

import "netsim/topology/scenario"

// The kinds of resources that checks ask about.
var (
	Sources      = []scenario.ResourceKind{KindInstance, KindFunction, KindVSwitch, KindVPC}
	Destinations = []scenario.ResourceKind{KindAPI, KindInstance, KindLoadBalancer, KindVSwitch, KindVPC}
	// Machines hold addresses, Subnets are where addresses may be free, Called are
	// called by name.
	Machines = []scenario.ResourceKind{KindInstance, KindLoadBalancer}
	Subnets  = []scenario.ResourceKind{KindVSwitch}
	Called   = []scenario.ResourceKind{KindAPI}
)
