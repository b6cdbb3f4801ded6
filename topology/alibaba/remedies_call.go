package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// callRemedies mend gateways, their grants and their backends.
func callRemedies() []diag.Remedy {
	api := func(arguments ...string) diag.Setting { return sets("alicloud_api_gateway_api", arguments...) }
	return []diag.Remedy{
		remedy(CodeNotDedicated, "API Gateway console > Instances, then API Groups > the group",
			commands("aliyun cloudapi ModifyApiGroupInstance --region REGION --GroupId GROUP --TargetInstanceId GATEWAY"),
			sets("alicloud_api_gateway_instance"), sets("alicloud_api_gateway_group", "instance_id")),
		remedy(CodeClientVPCUnbound, "API Gateway console > Instances > the instance > Bind to VPC",
			commands("aliyun cloudapi ModifyInstanceVpcAttributeForConsole --region REGION --InstanceId GATEWAY --VpcId VPC --VswitchId VSWITCH"),
			sets("alicloud_api_gateway_instance", "ingress_vpc_id", "ingress_vswitch_id")),
		remedy(CodeSubdomainDisabled, "API Gateway console > API Groups > the group > Enable VPC Second-level Domain",
			commands("aliyun cloudapi ModifyApiGroupNetworkPolicy --region REGION --GroupId GROUP --VpcIntranetEnable true"),
			sets("alicloud_api_gateway_group", "vpc_intranet_enable")),
		remedy(CodeInternetDisabled, "API Gateway console > API Groups > the group > the public second-level domain", nil),
		remedy(cloud.CodeUnknownDomain, "API Gateway console > API Groups > the group > Custom Domain Names",
			commands("aliyun cloudapi SetDomain --region REGION --GroupId GROUP --DomainName NAME"),
			sets("alicloud_api_gateway_domain", "group_id", "domain_name")),
		remedy(cloud.CodeProtocolDenied, "API Gateway console > APIs > the API, then Deploy", commands(publish), api("request_config.protocol")),
		remedy(cloud.CodeUnpublished, "API Gateway console > APIs > the API > Deploy", commands(publish), api("stage_names")),
		remedy(cloud.CodeUnknownStage, "", nil),
		remedy(cloud.CodeNoMatch, "API Gateway console > APIs > the API, then Deploy", commands(publish),
			api("request_config.method", "request_config.path")),
		remedy(CodeAppCredentialsMissing, "API Gateway console > APIs > the API, then Deploy", commands(publish), api("auth_type")),
		remedy(CodeAppUnauthorized, "API Gateway console > APIs > the API > Authorize",
			commands("aliyun cloudapi SetAppsAuthorities --region REGION --GroupId GROUP --ApiId API --StageName RELEASE --AppIds APP"),
			sets("alicloud_api_gateway_app_attachment", "app_id", "group_id", "api_id", "stage_name")),
		remedy(CodeVPCAccessMissing, "API Gateway console > VPC Access", commands(authorizeVPC),
			sets("alicloud_api_gateway_vpc_access", "name", "vpc_id", "instance_id", "port"), api("http_vpc_service_config.name")),
		remedy(CodeVPCAccessInvalid, "API Gateway console > VPC Access", commands(authorizeVPC),
			sets("alicloud_api_gateway_vpc_access", "vpc_id", "instance_id", "port")),
		remedy(cloud.CodeInvokeMissing, "API Gateway console > APIs > the API > Backend Service", nil, api("fc_service_config.arn_role")),

		remedy(fabric.CodeListenerMissing, "SLB console > the load balancer > Listener",
			commands("aliyun slb CreateLoadBalancerTCPListener --RegionId REGION --LoadBalancerId BALANCER --ListenerPort PORT --BackendServerPort PORT --Bandwidth -1"),
			sets("alicloud_slb_listener", "load_balancer_id", "protocol", "frontend_port", "backend_port")),
		remedy(fabric.CodeNoServer, "SLB console > the load balancer > Default Server Group",
			commands(
				`aliyun slb AddBackendServers --RegionId REGION --LoadBalancerId BALANCER --BackendServers '[{"ServerId":"INSTANCE","Weight":"100"}]'`,
				`aliyun slb SetBackendServers --RegionId REGION --LoadBalancerId BALANCER --BackendServers '[{"ServerId":"INSTANCE","Weight":"100"}]'`),
			sets("alicloud_slb_backend_server", "backend_servers.server_id", "backend_servers.weight")),
		remedy(cloud.CodeBackendMissing, "API Gateway console > APIs > the API > Backend Service, then Deploy", commands(publish),
			api("service_type", "http_vpc_service_config", "fc_service_config", "http_service_config")),

		remedy("open.vpc-egress-cidrs", "API Gateway console > Instances > the instance > Outbound Addresses",
			commands("aliyun cloudapi DescribeInstances --region REGION --InstanceId GATEWAY")),
		remedy("open.eni-permission", "RAM console > Roles > the role > Grant Permission",
			commands("aliyun ram AttachPolicyToRole --RoleName ROLE --PolicyType System --PolicyName AliyunECSNetworkInterfaceManagementAccess"),
			sets("alicloud_ram_role_policy_attachment", "role_name", "policy_type", "policy_name")),
		remedy(cloud.CodeStageDefinition, "API Gateway console > APIs > the API > Deploy", commands(publish), api("stage_names")),
	}
}
