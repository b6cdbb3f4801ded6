package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// Commands that stand with more than one code.
const (
	makeRoute   = "aws ec2 create-route --route-table-id ROUTE_TABLE --destination-cidr-block CIDR --gateway-id GATEWAY"
	deleteRoute = "aws ec2 delete-route --route-table-id ROUTE_TABLE --destination-cidr-block CIDR"
	tellRoutes  = "aws ec2 describe-route-tables --route-table-ids ROUTE_TABLE"
	routePeers  = "aws ec2 create-route --route-table-id ROUTE_TABLE --destination-cidr-block CIDR --vpc-peering-connection-id PEERING"
	makePeering = "aws ec2 create-vpc-peering-connection --vpc-id VPC --peer-vpc-id VPC --peer-owner-id ACCOUNT"
	makeEntry   = "aws ec2 create-network-acl-entry --network-acl-id ACL --rule-number NUMBER --protocol PROTOCOL --port-range From=PORT,To=PORT --cidr-block CIDR --rule-action allow"
	changeZone  = "aws route53 change-resource-record-sets --hosted-zone-id ZONE --change-batch CHANGES"
)

// networkRemedies mend routes, gateways, peering connections and filters.
func networkRemedies() []diag.Remedy {
	route := func(arguments ...string) diag.Setting { return sets("aws_route", arguments...) }
	peering := func(arguments ...string) diag.Setting { return sets("aws_vpc_peering_connection", arguments...) }
	rules := "VPC console > Security groups > the group > "
	entries := "VPC console > Network ACLs > the ACL > "
	return []diag.Remedy{
		remedy(fabric.CodeNoRoute, "VPC console > Route tables > the table of the subnet > Edit routes", commands(makeRoute), route("destination_cidr_block")),
		remedy(fabric.CodeShadowed, "VPC console > Route tables > the table of the subnet > Edit routes", commands(tellRoutes, deleteRoute), route("destination_cidr_block")),
		remedy(fabric.CodeBlackhole, "VPC console > Route tables > the table of the subnet > Edit routes",
			commands("aws ec2 replace-route --route-table-id ROUTE_TABLE --destination-cidr-block CIDR --gateway-id GATEWAY"), route("gateway_id", "nat_gateway_id", "vpc_peering_connection_id")),
		remedy(fabric.CodeNextHopDrops, "EC2 console > Instances > the instance > Actions > Networking > Change source/destination check",
			commands("aws ec2 modify-instance-attribute --instance-id INSTANCE --no-source-dest-check"), sets("aws_instance", "source_dest_check = false")),
		remedy(fabric.CodeOneWay, "VPC console > Route tables > the table of the subnet > Edit routes", commands(tellRoutes, deleteRoute), route("destination_cidr_block", "network_interface_id")),
		remedy(fabric.CodeMistranslated, "VPC console > Route tables > the table of the subnet > Edit routes",
			commands("aws ec2 replace-route --route-table-id ROUTE_TABLE --destination-cidr-block 0.0.0.0/0 --gateway-id INTERNET_GATEWAY"), route("gateway_id")),
		remedy(cloud.CodePeeringInactive, "VPC console, as the accepter > Peering connections > Actions > Accept request",
			commands("aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id PEERING"),
			sets("aws_vpc_peering_connection_accepter", "auto_accept = true"), peering("auto_accept")),
		remedy(cloud.CodeNotTransitive, "VPC console > Peering connections > Create peering connection", commands(makePeering, routePeers),
			peering("vpc_id", "peer_vpc_id"), route("vpc_peering_connection_id")),
		remedy(CodeNoPublicAddress, "EC2 console > Elastic IPs > Associate Elastic IP address",
			commands("aws ec2 allocate-address --domain vpc", "aws ec2 associate-address --allocation-id ADDRESS --network-interface-id INTERFACE"),
			sets("aws_eip", "network_interface"), sets("aws_nat_gateway", "subnet_id"), route("nat_gateway_id")),
		remedy(CodeNoInternetGateway, "VPC console > Internet gateways > Actions > Attach to VPC",
			commands("aws ec2 attach-internet-gateway --internet-gateway-id INTERNET_GATEWAY --vpc-id VPC"), sets("aws_internet_gateway", "vpc_id")),
		remedy(CodePrivateAddress, "VPC console > Route tables > the table of the subnet > Edit routes", commands(routePeers),
			route("destination_cidr_block", "vpc_peering_connection_id", "transit_gateway_id")),
		remedy(fabric.CodeIngressDenied, rules+"Edit inbound rules",
			commands("aws ec2 authorize-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr CIDR"),
			sets("aws_vpc_security_group_ingress_rule", "security_group_id", "cidr_ipv4", "referenced_security_group_id", "from_port", "to_port")),
		remedy(fabric.CodeEgressDenied, rules+"Edit outbound rules",
			commands("aws ec2 authorize-security-group-egress --group-id GROUP --protocol PROTOCOL --port PORT --cidr CIDR"),
			sets("aws_vpc_security_group_egress_rule", "security_group_id", "cidr_ipv4", "from_port", "to_port")),
		remedy(fabric.CodeACLIngressDenied, entries+"Edit inbound rules", commands(makeEntry+" --ingress"), sets("aws_network_acl_rule", "rule_number", "egress = false", "cidr_block")),
		remedy(fabric.CodeACLEgressDenied, entries+"Edit outbound rules", commands(makeEntry+" --egress"), sets("aws_network_acl_rule", "rule_number", "egress = true", "cidr_block")),
		remedy(cloud.CodeOutsideVPC, "Lambda console > the function > Configuration > VPC > Edit",
			commands("aws lambda update-function-configuration --function-name FUNCTION --vpc-config SubnetIds=SUBNETS,SecurityGroupIds=GROUPS"),
			sets("aws_lambda_function", "vpc_config.subnet_ids", "vpc_config.security_group_ids")),
		remedy(cloud.CodeNotResolvable, "Route 53 console > Hosted zones > the zone > Create record, or Edit hosted zone > Add VPC",
			commands(changeZone,
				"aws route53 create-vpc-association-authorization --hosted-zone-id ZONE --vpc VPCRegion=REGION,VPCId=VPC",
				"aws route53 associate-vpc-with-hosted-zone --hosted-zone-id ZONE --vpc VPCRegion=REGION,VPCId=VPC"),
			sets("aws_route53_record", "zone_id", "name", "type"), sets("aws_route53_zone_association", "zone_id", "vpc_id")),
	}
}
