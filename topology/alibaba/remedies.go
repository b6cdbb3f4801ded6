package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// cloudName is what the remedies are told under.
const cloudName = "Alibaba Cloud"

// remedy is how to mend a code in this cloud. Operations and their parameters
// are those of the OpenAPI of each product, arguments those of the alicloud
// provider; console paths are as the help pages tell them.
func remedy(code diag.Code, console string, cli []string, terraform ...diag.Setting) diag.Remedy {
	return inWords(diag.Remedy{Code: code, Cloud: cloudName, Console: console, CLI: cli, Terraform: terraform})
}

func commands(lines ...string) []string { return lines }

func sets(resource string, arguments ...string) diag.Setting {
	return diag.Setting{Resource: resource, Arguments: arguments}
}

// Commands that stand with more than one code. Where the operation that would
// mend it replaces what else there is, the one that tells how things are stands
// in its place.
const (
	deleteRoute      = "aliyun vpc DeleteRouteEntry --region REGION --RouteTableId ROUTE_TABLE --DestinationCidrBlock CIDR --NextHopId NEXT_HOP"
	tellACL          = "aliyun vpc DescribeNetworkAclAttributes --RegionId REGION --NetworkAclId ACL"
	attachVPC        = "aliyun cbn AttachCenChildInstance --CenId CEN --ChildInstanceType VPC --ChildInstanceId VPC --ChildInstanceRegionId REGION"
	makeServiceRoute = "aliyun cbn ResolveAndRouteServiceInCen --CenId CEN --Host CIDR --HostRegionId REGION --HostVpcId VPC --AccessRegionIds.1 REGION"
	allocate         = "aliyun cbn SetCenInterRegionBandwidthLimit --CenId CEN --LocalRegionId REGION --OppositeRegionId REGION --BandwidthPackageId PLAN --BandwidthLimit MBPS"
	bindPlan         = "aliyun cbn AssociateCenBandwidthPackage --CenId CEN --CenBandwidthPackageId PLAN"
	publish          = "aliyun cloudapi DeployApi --region REGION --GroupId GROUP --ApiId API --StageName RELEASE --Description TEXT"
	authorizeVPC     = "aliyun cloudapi SetVpcAccess --region REGION --Name NAME --VpcId VPC --InstanceId INSTANCE --Port PORT"
)

// networkRemedies mend routes, links, filters, ends and bandwidth.
func networkRemedies() []diag.Remedy {
	route := func(arguments ...string) diag.Setting { return sets("alicloud_route_entry", arguments...) }
	limit := sets("alicloud_cen_bandwidth_limit", "instance_id", "region_ids", "bandwidth_limit")
	return []diag.Remedy{
		remedy(fabric.CodeNoRoute, "VPC console > Route Tables > the table > Custom Route",
			commands(
				"aliyun vpc CreateRouteEntry --region REGION --RouteTableId ROUTE_TABLE --DestinationCidrBlock CIDR --NextHopType Instance --NextHopId INSTANCE",
				"aliyun vpc ModifyRouteTableAttributes --region REGION --RouteTableId ROUTE_TABLE --RoutePropagationEnable true"),
			route("route_table_id", "destination_cidrblock", "nexthop_type", "nexthop_id"),
			sets("alicloud_route_table", "route_propagation_enable"),
			sets("alicloud_vpc", "system_route_table_route_propagation_enable")),
		remedy(fabric.CodeShadowed, "VPC console > Route Tables > the table > Custom Route", commands(deleteRoute), route("destination_cidrblock", "nexthop_id")),
		remedy(fabric.CodeMisdelivered, "", nil, sets("alicloud_vswitch", "cidr_block"), sets("alicloud_vpc", "cidr_block")),
		remedy(CodeServiceRouteMissing, "", commands(makeServiceRoute),
			sets("alicloud_cen_route_service", "cen_id", "host", "host_region_id", "host_vpc_id", "access_region_id")),
		remedy(CodeServiceRouteInvalid, "", commands(makeServiceRoute), sets("alicloud_cen_route_service", "host_region_id", "host_vpc_id")),
		remedy(CodeRouteConflict, "CEN console > the CEN instance > Routes, where the refused route is shown as in conflict",
			commands("aliyun cbn DescribeRouteConflict --ChildInstanceType VPC --ChildInstanceId VPC --ChildInstanceRegionId REGION --ChildInstanceRouteTableId ROUTE_TABLE"),
			sets("alicloud_vswitch", "cidr_block")),
		remedy(CodePolicyDenied, "CEN console > the CEN instance > Route Maps",
			commands("aliyun cbn DeleteCenRouteMap --CenId CEN --CenRegionId REGION --RouteMapId ROUTE_MAP"),
			sets("alicloud_cen_route_map", "map_result", "priority", "destination_cidr_blocks")),
		remedy(fabric.CodeBlackhole, "VPC console > Route Tables > the table > Custom Route", commands(deleteRoute), route("nexthop_type", "nexthop_id")),
		remedy(fabric.CodeNextHopDrops, "VPC console > Route Tables > the table > Custom Route", commands(deleteRoute), route("nexthop_id")),
		remedy(fabric.CodeOneWay, "VPC console > Route Tables > the table > Custom Route", commands(deleteRoute), route("destination_cidrblock", "nexthop_id")),
		remedy(CodeAsymmetric, "VPC console > Route Tables > the table of the backend's VPC", commands(deleteRoute),
			route("destination_cidrblock"), sets("alicloud_cen_route_service", "host", "access_region_id")),
		remedy(CodeUnattached, "CEN console > the CEN instance > Attach Network", commands(attachVPC),
			sets("alicloud_cen_instance_attachment", "instance_id", "child_instance_id", "child_instance_type", "child_instance_region_id")),
		remedy("open.attached-cen", "CEN console > the CEN instance > the attached networks", nil,
			sets("alicloud_cen_instance_attachment", "instance_id", "child_instance_id")),
		remedy(CodeCENGrantMissing, "VPC console, as the owner of the VPC > the VPC > Authorize Cross-Account Attach CEN",
			commands("aliyun vpc GrantInstanceToCen --region REGION --CenId CEN --CenOwnerId ACCOUNT --InstanceType VPC --InstanceId VPC"),
			sets("alicloud_cen_instance_grant", "cen_id", "cen_owner_id", "child_instance_id")),

		remedy(fabric.CodeIngressDenied, "ECS console > Security Groups > the group > Inbound",
			commands("aliyun ecs AuthorizeSecurityGroup --RegionId REGION --SecurityGroupId GROUP --IpProtocol tcp --PortRange 443/443 --SourceCidrIp CIDR --Policy accept --Priority 1"),
			sets("alicloud_security_group_rule", "type = ingress", "ip_protocol", "port_range", "cidr_ip", "policy", "priority")),
		remedy(fabric.CodeEgressDenied, "ECS console > Security Groups > the group > Outbound",
			commands(
				"aliyun ecs AuthorizeSecurityGroupEgress --RegionId REGION --SecurityGroupId GROUP --IpProtocol tcp --PortRange 443/443 --DestCidrIp CIDR --Policy accept --Priority 1",
				"aliyun ecs RevokeSecurityGroupEgress --RegionId REGION --SecurityGroupId GROUP --IpProtocol tcp --PortRange 443/443 --DestCidrIp CIDR --Policy drop --Priority 1"),
			sets("alicloud_security_group_rule", "type = egress", "ip_protocol", "port_range", "cidr_ip", "policy", "priority")),
		remedy(fabric.CodeACLIngressDenied, "VPC console > Network ACL > the ACL > Inbound Rules", commands(tellACL), sets("alicloud_network_acl", "ingress_acl_entries")),
		remedy(fabric.CodeACLEgressDenied, "VPC console > Network ACL > the ACL > Outbound Rules", commands(tellACL), sets("alicloud_network_acl", "egress_acl_entries")),
		remedy(CodeListenerACL, "SLB console > Access Control > the list",
			commands(`aliyun slb AddAccessControlListEntry --RegionId REGION --AclId LIST --AclEntrys '[{"entry":"CIDR"}]'`),
			sets("alicloud_slb_acl_entry_attachment", "acl_id", "entry")),
		remedy(cloud.CodeOutsideVPC, "Function Compute console > the function > Configuration > Network",
			commands(`aliyun fc UpdateFunction --functionName FUNCTION --body '{"vpcConfig":{"vpcId":"VPC","vSwitchIds":["VSWITCH"],"securityGroupId":"GROUP"}}'`),
			sets("alicloud_fcv3_function", "vpc_config", "internet_access"), sets("alicloud_fc_service", "vpc_config")),
		remedy(CodeENIRoleMissing, "RAM console > Roles > the role > Grant Permission",
			commands("aliyun ram AttachPolicyToRole --RoleName ROLE --PolicyType System --PolicyName AliyunECSNetworkInterfaceManagementAccess"),
			sets("alicloud_ram_role_policy_attachment", "role_name", "policy_type", "policy_name")),
		remedy(fabric.CodeNobody, "ECS console > Instances", nil, sets("alicloud_instance", "private_ip", "vswitch_id")),
		remedy(cloud.CodeNotResolvable, "PrivateZone console > Outbound Forwarding", nil,
			sets("alicloud_pvtz_rule", "endpoint_id", "zone_name", "forward_ips"), sets("alicloud_pvtz_rule_attachment", "rule_id", "vpcs")),

		remedy(CodeTestOnly, "CEN console > the CEN instance > Bandwidth Plans, then Region Connections", commands(bindPlan, allocate),
			sets("alicloud_cen_bandwidth_package", "bandwidth", "geographic_region_a_id", "geographic_region_b_id"),
			sets("alicloud_cen_bandwidth_package_attachment", "instance_id", "bandwidth_package_id"), limit),
		remedy(CodeOverAllocated, "CEN console > the CEN instance > Bandwidth Plans, or Region Connections", commands(allocate),
			sets("alicloud_cen_bandwidth_package", "bandwidth"), limit),
		remedy(CodePlanArea, "CEN console > the CEN instance > Bandwidth Plans", commands(bindPlan, allocate),
			sets("alicloud_cen_bandwidth_package", "geographic_region_a_id", "geographic_region_b_id")),
		remedy(fabric.CodeInsufficient, "CEN console > the CEN instance > Region Connections", commands(allocate), limit),
	}
}
