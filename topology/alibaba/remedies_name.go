package alibaba

import "netsim/topology/diag"

// nameRemedies mend private zones, their bindings, and the ways to name servers.
func nameRemedies() []diag.Remedy {
	const (
		access = "aliyun cbn RoutePrivateZoneInCenToVpc --CenId CEN --AccessRegionId REGION --HostRegionId REGION --HostVpcId VPC"
		record = "aliyun pvtz AddZoneRecord --ZoneId ZONE --Rr NAME --Type A --Value ADDRESS"
	)
	zoneAccess := sets("alicloud_cen_private_zone", "cen_id", "access_region_id", "host_region_id", "host_vpc_id")
	return []diag.Remedy{
		remedy(CodeZoneNotBound, "PrivateZone console > the zone > Associated VPCs",
			commands("aliyun pvtz BindZoneVpc --ZoneId ZONE --Vpcs.1.RegionId REGION --Vpcs.1.VpcId VPC"),
			sets("alicloud_pvtz_zone_attachment", "zone_id", "vpcs")),
		remedy(CodeZoneAuthorizationMissing, "PrivateZone console > the zone > Associated VPCs, cross-account authorization",
			commands("aliyun pvtz AddUserVpcAuthorization --AuthorizedUserId ACCOUNT"),
			sets("alicloud_pvtz_user_vpc_authorization", "authorized_user_id")),
		remedy(CodeZoneAccessMissing, "CEN console > the CEN instance > PrivateZone", commands(access), zoneAccess),
		remedy(CodeResolverWay, "CEN console > the CEN instance > PrivateZone", commands(access), zoneAccess),
		remedy("open.rule-before-zone", "PrivateZone console > the zone > Settings", commands(record),
			sets("alicloud_pvtz_zone", "proxy_pattern"), sets("alicloud_pvtz_zone_record", "zone_id", "rr", "type", "value")),
	}
}
