package aws

import "netsim/topology/diag"

// Commands that stand with more than one code.
const (
	acceptEndpoint  = "aws ec2 accept-vpc-endpoint-connections --service-id SERVICE --vpc-endpoint-ids ENDPOINT"
	tellEndpoint    = "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ENDPOINT"
	tellConnections = "aws ec2 describe-vpc-endpoint-connections --filters Name=service-id,Values=SERVICE"
)

// endpointRemedies mend endpoints and their names.
func endpointRemedies() []diag.Remedy {
	endpoint := func(arguments ...string) diag.Setting { return sets("aws_vpc_endpoint", arguments...) }
	service := func(arguments ...string) diag.Setting { return sets("aws_vpc_endpoint_service", arguments...) }
	return []diag.Remedy{
		remedy(CodeEndpointUnaccepted, "VPC console, as the provider > Endpoint services > the service > Endpoint connections > Accept endpoint connection request",
			commands(tellConnections, acceptEndpoint),
			sets("aws_vpc_endpoint_connection_accepter", "vpc_endpoint_service_id", "vpc_endpoint_id"), service("acceptance_required")),
		remedy(CodePrincipalNotAllowed, "VPC console, as the provider > Endpoint services > the service > Allow principals",
			commands("aws ec2 modify-vpc-endpoint-service-permissions --service-id SERVICE --add-allowed-principals arn:aws:iam::ACCOUNT:root"),
			sets("aws_vpc_endpoint_service_allowed_principal", "vpc_endpoint_service_id", "principal_arn"), service("allowed_principals")),
		remedy(CodeServiceMissing, "VPC console > Endpoints > Create endpoint, where the name of the service is verified",
			commands("aws ec2 describe-vpc-endpoint-services --region REGION --service-names NAME"), endpoint("service_name", "vpc_endpoint_type"), service("supported_regions")),
		remedy(CodeZoneNotServed, "EC2 console, as the provider > Load Balancers > the load balancer > Edit subnets",
			commands("aws elbv2 set-subnets --load-balancer-arn LOAD_BALANCER --subnets SUBNETS",
				"aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --add-subnet-ids SUBNET"),
			sets("aws_lb", "subnets"), endpoint("subnet_ids")),
		remedy(CodeEndpointNotAvailable, "VPC console > Endpoints > the endpoint", commands(tellEndpoint,
			"aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --add-subnet-ids SUBNET"), endpoint("subnet_ids")),
		remedy(CodeEndpointSendsNothing, "", nil, endpoint("vpc_id"), sets("aws_vpc_peering_connection", "vpc_id", "peer_vpc_id")),
		remedy(CodeResolverOff, "VPC console > Your VPCs > the VPC > Edit VPC settings > Enable DNS resolution",
			commands("aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-support Value=true"), sets("aws_vpc", "enable_dns_support")),
		remedy(CodePrivateDNSOff, "VPC console > Endpoints > the endpoint > Modify private DNS name",
			commands("aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --private-dns-enabled",
				"aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-hostnames Value=true",
				"aws ec2 start-vpc-endpoint-service-private-dns-verification --service-id SERVICE"),
			endpoint("private_dns_enabled"), sets("aws_vpc", "enable_dns_support", "enable_dns_hostnames"), service("private_dns_name")),
		remedy("open.prefix-list", "VPC console > Managed prefix lists > the list > Entries",
			commands("aws ec2 describe-prefix-lists --filters Name=prefix-list-name,Values=NAME"), sets("aws_prefix_list", "name")),
		remedy(CodeZoneOpen, "VPC console > Subnets > the subnet, Availability Zone ID",
			commands("aws ec2 describe-subnets --subnet-ids SUBNET --query Subnets[].AvailabilityZoneId"), sets("aws_subnet", "availability_zone_id")),
		remedy(CodeEndpointAccount, "", commands("aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ENDPOINT --query VpcEndpoints[].OwnerId")),
		remedy(CodeAccountOpen, "", commands("aws sts get-caller-identity --query Account")),
		remedy("unsupported.endpoint-service", "", commands("aws ec2 describe-vpc-endpoint-service-configurations --service-ids SERVICE"), service("network_load_balancer_arns")),
	}
}

// endpointExamples name a variant for each code, see examples.
func endpointExamples() []diag.Example {
	const file = "testdata/codes/aws-privatelink.yaml"
	shows := func(code diag.Code, variant string) diag.Example {
		return diag.Example{Code: code, File: file, Variant: variant}
	}
	return []diag.Example{
		shows(CodeEndpointUnaccepted, "the provider has not accepted the endpoint"),
		shows(CodePrincipalNotAllowed, "the consumer's account is not allowed"),
		shows(CodeServiceMissing, "the endpoint service is gone"),
		shows(CodeZoneNotServed, "the service is offered in another zone"),
		shows(CodeEndpointNotAvailable, "the endpoint could not be made"),
		shows(CodeEndpointSendsNothing, "the endpoint is asked to call the consumer"),
		shows(CodeResolverOff, "the resolver of the consumer's VPC is off"),
		shows(CodePrivateDNSOff, "the endpoint has no private DNS"),
		shows("unsupported.aws-service", "the endpoint leads to another service of AWS"),
		shows("unsupported.endpoint-service", "what stands behind the service is not written"),
		shows("unsupported.gateway-load-balancer", "the endpoint leads through appliances"),
		shows("unsupported.privatelink-udp", "the service is offered by UDP"),
		shows(CodeZoneOpen, "the zone of the endpoint is not written"),
		shows("open.endpoint-creator", "one role of the consumer's account is allowed"),
		shows(CodeEndpointAccount, "whose the endpoint is, is not written"),
		shows(CodeAccountOpen, "whose the load balancer is, is not written"),
		shows("open.prefix-list", "the addresses of S3 are not written"),
	}
}
