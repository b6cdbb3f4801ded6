package alibaba

import "netsim/topology/scenario"

// VPNGateway is a VPN gateway.
type VPNGateway struct {
	scenario.Resource
}

func vpnGatewayTable() *scenario.Table[VPNGateway] {
	return scenario.NewTable[VPNGateway]("VPN gateway", "A VPN gateway.")
}

// VPNConnection is an IPsec connection.
type VPNConnection struct {
	scenario.Resource
}

func vpnConnectionTable() *scenario.Table[VPNConnection] {
	return scenario.NewTable[VPNConnection]("IPsec connection", "An IPsec connection.")
}
