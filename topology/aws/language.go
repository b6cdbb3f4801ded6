package aws

import "netsim/topology/scenario"

// The kinds of resources, as references write them.
const (
	KindRegion          scenario.ResourceKind = "region"
	KindVPC             scenario.ResourceKind = "vpc"
	KindSubnet          scenario.ResourceKind = "subnet"
	KindRouteTable      scenario.ResourceKind = "route_table"
	KindRoute           scenario.ResourceKind = "route"
	KindSecurityGroup   scenario.ResourceKind = "security_group"
	KindNetworkACL      scenario.ResourceKind = "network_acl"
	KindPrefixList      scenario.ResourceKind = "prefix_list"
	KindInstance        scenario.ResourceKind = "instance"
	KindPeering         scenario.ResourceKind = "vpc_peering_connection"
	KindInternetGateway scenario.ResourceKind = "internet_gateway"
	KindNATGateway      scenario.ResourceKind = "nat_gateway"
	KindHostedZone      scenario.ResourceKind = "hosted_zone"

	KindNetworkInterface  scenario.ResourceKind = "network_interface"
	KindKubernetesService scenario.ResourceKind = "kubernetes_service"
	KindLoadBalancer      scenario.ResourceKind = "load_balancer"
	KindTargetGroup       scenario.ResourceKind = "target_group"
	KindFunction          scenario.ResourceKind = "lambda_function"

	KindRestAPI    scenario.ResourceKind = "rest_api"
	KindHTTPAPI    scenario.ResourceKind = "http_api"
	KindVPCLink    scenario.ResourceKind = "vpc_link"
	KindDomainName scenario.ResourceKind = "domain_name"

	KindEndpoint        scenario.ResourceKind = "vpc_endpoint"
	KindEndpointService scenario.ResourceKind = "endpoint_service"
)

// Document is what a scenario says of AWS.
type Document struct {
	Regions  scenario.Collection[Region]
	Peerings scenario.Collection[Peering]
	Zones    scenario.Collection[HostedZone]
}

// Regions is the field of the regions of this cloud.
func Regions[T any](at func(*T) *Document) scenario.Field[T] {
	return scenario.MapOf("regions", KindRegion, scenario.Later(regionTable),
		func(t *T) *scenario.Collection[Region] { return &at(t).Regions },
		"Regions by their ids, such as us-east-1, and what stands in them.")
}

// Fields are the fields at the top of a scenario that are this cloud's own.
func Fields[T any](at func(*T) *Document) []scenario.Field[T] {
	return []scenario.Field[T]{
		scenario.MapOf("vpc_peering_connections", KindPeering, peeringTable(),
			func(t *T) *scenario.Collection[Peering] { return &at(t).Peerings },
			"Peering connections between two VPCs of AWS."),
		scenario.MapOf("hosted_zones", KindHostedZone, zoneTable(),
			func(t *T) *scenario.Collection[HostedZone] { return &at(t).Zones },
			"Hosted zones of Route 53, public and private.").NotCalled("route53_zones", "dns_zones"),
	}
}

// Region is one region.
type Region struct {
	scenario.Resource
	Cloud       scenario.Value[string]
	VPCs        scenario.Collection[VPC]
	PrefixLists scenario.Collection[PrefixList]
	Functions   scenario.Collection[Function]

	EndpointServices scenario.Collection[EndpointService]

	RestAPIs    scenario.Collection[RestAPI]
	HTTPAPIs    scenario.Collection[HTTPAPI]
	VPCLinks    scenario.Collection[VPCLink]
	DomainNames scenario.Collection[DomainName]
}

func regionTable() *scenario.Table[Region] {
	return scenario.NewTable("AWS region", "A region of AWS and what stands in it.",
		scenario.Required("cloud", scenario.Enum(scenario.Choice("aws", "Amazon Web Services")),
			func(r *Region) *scenario.Value[string] { return &r.Cloud }, "Whose region it is: aws."),
		scenario.MapOf("vpcs", KindVPC, vpcTable(),
			func(r *Region) *scenario.Collection[VPC] { return &r.VPCs }, "Virtual private clouds."),
		scenario.MapOf("prefix_lists", KindPrefixList, prefixListTable(),
			func(r *Region) *scenario.Collection[PrefixList] { return &r.PrefixLists }, "Managed prefix lists."),
		scenario.MapOf("lambda_functions", KindFunction, functionTable(),
			func(r *Region) *scenario.Collection[Function] { return &r.Functions }, "Functions of Lambda.").NotCalled("functions", "lambdas"),
		scenario.MapOf("endpoint_services", KindEndpointService, endpointServiceTable(),
			func(r *Region) *scenario.Collection[EndpointService] { return &r.EndpointServices }, "Services that are offered by PrivateLink.").NotCalled("vpc_endpoint_services"),
		scenario.MapOf("rest_apis", KindRestAPI, restAPITable(),
			func(r *Region) *scenario.Collection[RestAPI] { return &r.RestAPIs }, "REST APIs of API Gateway.").NotCalled("apis", "api_gateways"),
		scenario.MapOf("http_apis", KindHTTPAPI, httpAPITable(),
			func(r *Region) *scenario.Collection[HTTPAPI] { return &r.HTTPAPIs }, "HTTP APIs and WebSocket APIs of API Gateway."),
		scenario.MapOf("vpc_links", KindVPCLink, vpcLinkTable(),
			func(r *Region) *scenario.Collection[VPCLink] { return &r.VPCLinks }, "VPC links of API Gateway."),
		scenario.MapOf("domain_names", KindDomainName, domainNameTable(),
			func(r *Region) *scenario.Collection[DomainName] { return &r.DomainNames }, "Custom domain names of API Gateway, by host name."),
	)
}
