package alibaba

import "netsim/topology/diag"

// siteEntries are of circuits, VBRs, router interfaces and on-premises sites.
func siteEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeCircuitDown, Kind: diag.KindLink,
			Title:   "The circuit does not carry packets",
			Meaning: "The physical connection is cut, gone, or not enabled. BGP sessions over it go down and take their routes with them. A static route over it stays, and loses its packets or its share of them, unless a health check watches the line.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Enable or mend the circuit. So that another line takes over, use BGP, or static routes with a health check on each line and its return route at the site.",
		},
		{
			Code: CodeVBRInactive, Kind: diag.KindLink,
			Title:   "The VBR does not pass packets",
			Meaning: "A virtual border router passes packets while it is active, with the cloud's and the site's address in one subnet and a site at the other end. This one does not.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Bring the VBR into the state active, and correct its addresses.",
		},
		{
			Code: CodeBGPDown, Kind: diag.KindLink,
			Title:   "The BGP session is down",
			Meaning: "The session of a VBR with the site does not come up: AS numbers or addresses do not fit, one side has no such session, or the site announces more routes than the peer takes. So neither side learns the routes of the other.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Make `peer_asn` of the BGP group the AS number of the site, and `peer_ip_address` of the peer the site's address on the circuit, and configure the session at the site too.",
		},
		{
			Code: CodeInterfaceInactive, Kind: diag.KindLink,
			Title:   "The router interfaces are not connected",
			Meaning: "A pair of router interfaces joins two routers while each end names the other and both are active. One end is the initiator and the other the acceptor; a VBR's is the initiator. Between two routers there is one pair.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Connect the two router interfaces and activate both.",
		},
		{
			Code: CodeInterfaceNotTransitive, Kind: diag.KindLink,
			Title:   "Router interfaces do not lead to a third network",
			Meaning: "A pair of router interfaces joins two networks. What comes over it into a VPC reaches the VPC's own vSwitches and cloud services, and what comes over it to a VBR reaches the site; neither passes it on.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Join the networks by a CEN, or the site to each VPC by a pair of its own.",
		},
		{
			Code: CodeHealthCheckUnreturned, Kind: diag.KindRoute,
			Title:   "The health check is not answered",
			Meaning: "The line works, but the packets of its health check are not answered: a site with static routes needs one to the source address of the check by the same VBR. So the check fails and the routes over the line are given up.",
			Symptom: "the line is shown as failed although it works, and its traffic moves or stops",
			Fix:     "Add a static route at the site: the source address of the health check, with mask 32, by the VBR. With BGP none is needed.",
		},
		{
			Code: CodeNetworkMissing, Kind: diag.KindRoute,
			Title:   "The VBR does not announce the block",
			Meaning: "Over BGP a VBR tells its site what it learns from a CEN or a transit router. Routes to router interfaces it tells only where their block is announced by hand.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Announce the block of the VPC as a BGP network of the VBR, or write a static route at the site.",
		},
		{
			Code: CodeSiteIngressDenied, Kind: diag.KindFilter,
			Title:   "The site's firewall drops what comes in",
			Meaning: "A rule of the firewall of the on-premises site drops the packet, or the rules for what comes in are written and none accepts it. Replies to what the site sends need no rule. An API gateway calls from its outbound addresses in 100.64.0.0/10.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the source and port in the site's firewall.",
		},
		{
			Code: CodeSiteEgressDenied, Kind: diag.KindFilter,
			Title:   "The site's firewall drops what goes out",
			Meaning: "A rule of the firewall of the on-premises site drops the packet, or the rules for what goes out are written and none accepts it. Replies to what comes in need no rule.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the destination and port in the site's firewall.",
		},
		unknown("open.health-check-alone", "Whether the only line is given up is open",
			"The health check of the only line to a site fails although the line works. The documents tell how the other line takes over, and not what becomes of routes where there is none.",
			"Add the route for the health check at the site, or a second line."),
		unknown("open.switching-group", "What a VBR switching group does is open",
			"The line of a VBR is broken, and a switching group names another VBR. Whether it moves static routes there without a health check is not documented.",
			"Use BGP or health checks, or write `switches_static_routes` if it has been tried."),
		unknown("open.site-tracking", "Whether the site's routers watch the line is open",
			"A health check of the cloud watches the line. The site's routers are assumed to watch it as well, and to give up their static routes when it fails.",
			"Have the site's routers track the line (BFD, NQA or the like), or use BGP."),
		unknown("open.site-firewall", "The firewall of a site is not written",
			"Every site has something that filters what comes in and goes out. Where it is not written, everything is assumed to pass.",
			"Write `firewall` in the site; `firewall: {}` lets everything pass."),
	}
}

// siteExamples are shown by one scenario.
func siteExamples() []diag.Example {
	const file = "testdata/codes/express-connect.yaml"
	return []diag.Example{
		example(CodeCircuitDown, file, "the circuit to vpc-2 is cut"),
		example(CodeVBRInactive, file, "the VBR to vpc-2 is recovering"),
		example(CodeBGPDown, file, "the BGP group expects another AS number"),
		example(CodeNetworkMissing, file, "the VBR announces no block"),
		example(CodeInterfaceInactive, file, "the router interface of vpc-2 is switched off"),
		example(CodeInterfaceNotTransitive, file, "the way to vpc-1 is written by vpc-2"),
		example(CodeHealthCheckUnreturned, file, "the site answers no health check"),
		example("open.health-check-alone", file, "the site answers no health check, and there is one line only"),
		example("open.site-tracking", file, "a line of the CEN is cut, and the health check moves its traffic"),
		example("open.switching-group", file, "a line of the CEN is cut, and only a switching group watches it"),
		example(CodeSiteIngressDenied, file, "the site's firewall takes nothing in"),
		example(CodeSiteEgressDenied, file, "the site's firewall lets nothing out"),
		example("open.site-firewall", file, "the site's firewall is not written"),
	}
}

// siteRemedies mend circuits, VBRs and what is joined to them. What a site's own
// routers and firewall do is not the cloud's to change.
func siteRemedies() []diag.Remedy {
	return []diag.Remedy{
		remedy(CodeCircuitDown, "Express Connect console > Physical Connections > the connection",
			commands("aliyun vpc DescribePhysicalConnections --RegionId REGION", "aliyun vpc EnablePhysicalConnection --RegionId REGION --PhysicalConnectionId CIRCUIT"),
			sets("alicloud_express_connect_physical_connection", "status")),
		remedy(CodeVBRInactive, "Express Connect console > Virtual Border Routers (VBRs) > the VBR",
			commands("aliyun vpc RecoverVirtualBorderRouter --RegionId REGION --VbrId VBR",
				"aliyun vpc ModifyVirtualBorderRouterAttribute --RegionId REGION --VbrId VBR --LocalGatewayIp ADDRESS --PeerGatewayIp ADDRESS --PeeringSubnetMask MASK"),
			sets("alicloud_express_connect_virtual_border_router", "status", "local_gateway_ip", "peer_gateway_ip", "peering_subnet_mask")),
		remedy(CodeBGPDown, "Express Connect console > Virtual Border Routers (VBRs) > the VBR > BGP Groups, then BGP Peers",
			commands("aliyun vpc ModifyBgpGroupAttribute --RegionId REGION --BgpGroupId GROUP --PeerAsn ASN",
				"aliyun vpc ModifyBgpPeerAttribute --RegionId REGION --BgpPeerId PEER --PeerIpAddress ADDRESS"),
			sets("alicloud_vpc_bgp_group", "peer_asn", "local_asn"), sets("alicloud_vpc_bgp_peer", "peer_ip_address", "enable_bfd")),
		remedy(CodeNetworkMissing, "Express Connect console > Virtual Border Routers (VBRs) > the VBR > Advertised BGP Subnets",
			commands("aliyun vpc AddBgpNetwork --RegionId REGION --RouterId VBR --DstCidrBlock CIDR"),
			sets("alicloud_vpc_bgp_network", "router_id", "dst_cidr_block")),
		remedy(CodeInterfaceInactive, "Express Connect console > VPC Peering Connections > VBR-to-VPC",
			commands("aliyun vpc ConnectRouterInterface --RegionId REGION --RouterInterfaceId INTERFACE",
				"aliyun vpc ActivateRouterInterface --RegionId REGION --RouterInterfaceId INTERFACE"),
			sets("alicloud_express_connect_router_interface", "role", "opposite_interface_id", "status")),
		remedy(CodeInterfaceNotTransitive, "CEN console > the CEN instance > Attach Network", commands(attachVPC),
			sets("alicloud_cen_instance_attachment", "instance_id", "child_instance_id", "child_instance_type", "child_instance_region_id")),
		remedy(CodeHealthCheckUnreturned, "CEN console > Health Check", commands("aliyun cbn DescribeCenVbrHealthCheck --CenId CEN --VbrInstanceId VBR --VbrInstanceRegionId REGION"),
			sets("alicloud_cen_vbr_health_check", "health_check_source_ip", "health_check_target_ip")),
	}
}
