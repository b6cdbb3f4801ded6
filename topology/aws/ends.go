package aws

import "netsim/topology/scenario"

// The kinds of resources that checks ask about.
var (
	Sources      = []scenario.ResourceKind{KindInstance, KindNetworkInterface, KindFunction, KindLoadBalancer, KindEndpoint, KindSubnet, KindVPC}
	Destinations = []scenario.ResourceKind{KindRestAPI, KindHTTPAPI, KindInstance, KindNetworkInterface, KindLoadBalancer, KindEndpoint, KindSubnet, KindVPC}
	// Machines hold addresses, Subnets are where addresses may be free, Called are
	// called by name.
	Machines = []scenario.ResourceKind{KindInstance, KindNetworkInterface, KindLoadBalancer, KindEndpoint}
	Subnets  = []scenario.ResourceKind{KindSubnet}
	Called   = []scenario.ResourceKind{KindRestAPI, KindHTTPAPI}
)
