package alibaba

import "netsim/topology/diag"

// transitRemedies mend transit routers and what is attached to them.
func transitRemedies() []diag.Remedy {
	const (
		associate = "aliyun cbn AssociateTransitRouterAttachmentWithRouteTable --TransitRouterRouteTableId ROUTE_TABLE --TransitRouterAttachmentId ATTACHMENT"
		propagate = "aliyun cbn EnableTransitRouterRouteTablePropagation --TransitRouterRouteTableId ROUTE_TABLE --TransitRouterAttachmentId ATTACHMENT"
		addEntry  = "aliyun cbn CreateTransitRouterRouteEntry --TransitRouterRouteTableId ROUTE_TABLE --TransitRouterRouteEntryDestinationCidrBlock CIDR --TransitRouterRouteEntryNextHopType Attachment --TransitRouterRouteEntryNextHopId ATTACHMENT"
		connect   = "aliyun cbn CreateTransitRouterPeerAttachment --CenId CEN --TransitRouterId TRANSIT_ROUTER --PeerTransitRouterId TRANSIT_ROUTER --PeerTransitRouterRegionId REGION --BandwidthType BandwidthPackage --CenBandwidthPackageId PLAN --Bandwidth MBPS --AutoPublishRouteEnabled true"
		changeVPC = "aliyun cbn UpdateTransitRouterVpcAttachmentAttribute --TransitRouterAttachmentId ATTACHMENT --AutoPublishRouteEnabled true"
		change    = "aliyun cbn UpdateTransitRouterPeerAttachmentAttribute --TransitRouterAttachmentId ATTACHMENT --AutoPublishRouteEnabled true"
		allocate  = "aliyun cbn UpdateTransitRouterPeerAttachmentAttribute --TransitRouterAttachmentId ATTACHMENT --CenBandwidthPackageId PLAN --Bandwidth MBPS"
	)
	entry := sets("alicloud_cen_transit_router_route_entry", "transit_router_route_table_id",
		"transit_router_route_entry_destination_cidr_block", "transit_router_route_entry_next_hop_type", "transit_router_route_entry_next_hop_id")
	peer := func(arguments ...string) diag.Setting {
		return sets("alicloud_cen_transit_router_peer_attachment", arguments...)
	}
	return []diag.Remedy{
		remedy(CodeUnassociated, "CEN console > the CEN instance > the transit router > Route Table > Route Table Association", commands(associate),
			sets("alicloud_cen_transit_router_route_table_association", "transit_router_route_table_id", "transit_router_attachment_id")),
		remedy(CodePeerMissing, "CEN console > the CEN instance > the transit router > Inter-region Connection", commands(connect),
			peer("transit_router_id", "peer_transit_router_id", "peer_transit_router_region_id", "bandwidth", "cen_bandwidth_package_id")),
		remedy(CodeNotPropagated, "CEN console > the CEN instance > the transit router > Route Table > Route Propagation", commands(propagate, addEntry),
			sets("alicloud_cen_transit_router_route_table_propagation", "transit_router_route_table_id", "transit_router_attachment_id"), entry),
		remedy(CodeNotSynchronized, "CEN console > the CEN instance > the transit router > Intra-region Connections > the connection, or VPC console > Route Tables > the table > Custom Route",
			commands(changeVPC, "aliyun vpc CreateRouteEntry --region REGION --RouteTableId ROUTE_TABLE --DestinationCidrBlock CIDR --NextHopType Attachment --NextHopId ATTACHMENT"),
			sets("alicloud_cen_transit_router_vpc_attachment", "auto_publish_route_enabled"), sets("alicloud_route_entry", "destination_cidrblock", "nexthop_type", "nexthop_id")),
		remedy(CodeNotAdvertised, "CEN console > the CEN instance > the transit router > Inter-region Connection > the connection", commands(change, addEntry),
			peer("auto_publish_route_enabled"), entry),
		remedy(CodeNoBandwidth, "CEN console > the CEN instance > Bandwidth Plans, then the transit router > Inter-region Connection", commands(bindPlan, allocate),
			sets("alicloud_cen_bandwidth_package_attachment", "instance_id", "bandwidth_package_id"), peer("bandwidth_type", "cen_bandwidth_package_id", "bandwidth")),
	}
}
