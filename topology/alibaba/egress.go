package alibaba

import "netsim/topology/scenario"

// IPv4Gateway is an IPv4 gateway.
type IPv4Gateway struct {
	scenario.Resource
}

func ipv4GatewayTable() *scenario.Table[IPv4Gateway] {
	return scenario.NewTable[IPv4Gateway]("IPv4 gateway", "An IPv4 gateway.")
}

// NATGateway is a NAT gateway.
type NATGateway struct {
	scenario.Resource
}

func natGatewayTable() *scenario.Table[NATGateway] {
	return scenario.NewTable[NATGateway]("Alibaba NAT gateway", "A NAT gateway.")
}
