package alibaba

import "netsim/topology/scenario"

// The kinds of resources that checks ask about.
var (
	Sources      = []scenario.ResourceKind{KindInstance, KindNetworkInterface, KindFunction, KindVSwitch, KindVPC}
	Destinations = []scenario.ResourceKind{KindAPI, KindInstance, KindNetworkInterface, KindHaVip, KindLoadBalancer, KindVSwitch, KindVPC}
	// Machines hold addresses, Subnets are where addresses may be free, Called are
	// called by name.
	Machines = []scenario.ResourceKind{KindInstance, KindNetworkInterface, KindHaVip, KindLoadBalancer}
	Subnets  = []scenario.ResourceKind{KindVSwitch}
	Called   = []scenario.ResourceKind{KindAPI}
)
