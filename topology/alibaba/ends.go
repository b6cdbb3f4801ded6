package alibaba

import "netsim/topology/scenario"

// The kinds of resources that checks ask about.
var (
	Sources      = []scenario.ResourceKind{KindInstance, KindNetworkInterface, KindFunction, KindVSwitch, KindVPC, KindSiteHost, KindIDC}
	Destinations = []scenario.ResourceKind{KindAPI, KindInstance, KindNetworkInterface, KindHaVip, KindLoadBalancer, KindVSwitch, KindVPC, KindSiteHost, KindIDC}
	// Machines hold addresses, Subnets are where addresses may be free, Called are
	// called by name.
	Machines = []scenario.ResourceKind{KindInstance, KindNetworkInterface, KindHaVip, KindLoadBalancer, KindSiteHost}
	Subnets  = []scenario.ResourceKind{KindVSwitch, KindIDC}
	Called   = []scenario.ResourceKind{KindAPI}
)
