package alibaba

import "netsim/topology/diag"

// vpnEntries are of VPN gateways and IPsec connections.
func vpnEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeVPNDown, Kind: diag.KindLink,
			Title:   "The VPN does not stand",
			Meaning: "The tunnel of the IPsec connection is not established, BGP over it does not come up, or the VPN gateway is not active. The routes that need it are withdrawn, and another way is used if there is one.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Compare keys, proposals, subnets and AS numbers at both ends, and look at the tunnel's log.",
		},
		{
			Code: CodeOutsideProtected, Kind: diag.KindRoute,
			Title:   "The tunnel does not protect this flow",
			Meaning: "The IPsec connection has subnets at its two ends, and the packet is not between them. A route leads it into the tunnel, and the tunnel drops it.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add the missing block to the local or the remote subnets, at both ends of the tunnel; or use 0.0.0.0/0 for both, so that routes alone decide.",
		},
		{
			Code: CodeVPNRouteRefused, Kind: diag.KindRoute,
			Title:   "Such a route of a VPN is not used",
			Meaning: "A route into a tunnel must not be for 100.64.0.0/10, for a part of it, or for what contains it, 0.0.0.0/0 included: these addresses are the cloud's services.",
			Symptom: "the route is refused when it is made, or breaks cloud services",
			Fix:     "Write routes for the blocks of the site.",
		},
		unknown("open.tunnel", "That a tunnel stands is assumed",
			"The state of the IPsec connection is not written. What lies between its two ends, the internet as a rule, is not modelled, and the tunnel is assumed to be established.",
			"Look the state up and write `status`."),
	}
}

// vpnRemedies mend VPN gateways and IPsec connections.
func vpnRemedies() []diag.Remedy {
	connection := func(arguments ...string) diag.Setting { return sets("alicloud_vpn_connection", arguments...) }
	return []diag.Remedy{
		remedy(CodeVPNDown, "VPC console > VPN > IPsec Connections > the connection > Connection Status and Logs",
			commands("aliyun vpc DescribeVpnConnectionLogs --RegionId REGION --VpnConnectionId CONNECTION"),
			connection("tunnel_options_specification", "bgp_config"), sets("alicloud_vpn_customer_gateway", "ip_address", "asn")),
		remedy(CodeOutsideProtected, "VPC console > VPN > IPsec Connections > the connection > Edit",
			commands("aliyun vpc ModifyVpnConnectionAttribute --RegionId REGION --VpnConnectionId CONNECTION --LocalSubnet CIDR --RemoteSubnet CIDR"),
			connection("local_subnet", "remote_subnet")),
		remedy(CodeVPNRouteRefused, "VPC console > VPN > VPN Gateways > the gateway > Destination-based Routing",
			commands("aliyun vpc CreateVpnRouteEntry --RegionId REGION --VpnGatewayId GATEWAY --RouteDest CIDR --NextHop CONNECTION --Weight 100 --PublishVpc true"),
			sets("alicloud_vpn_route_entry", "route_dest", "next_hop", "weight", "publish_vpc"), sets("alicloud_vpn_gateway_vco_route", "route_dest", "next_hop", "weight")),
	}
}

// vpnExamples are shown by one scenario.
func vpnExamples() []diag.Example {
	const file = "testdata/codes/vpn.yaml"
	return []diag.Example{
		example(CodeVPNDown, file, "the tunnel is not established"),
		example(CodeOutsideProtected, file, "the block of the client is not among the remote subnets"),
		example(CodeVPNRouteRefused, file, "the gateway has a default route only"),
		example("open.tunnel", file, "the state of the tunnel is not written"),
	}
}
