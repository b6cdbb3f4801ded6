package aws

import (
	"net/netip"
	"strings"

	"netsim/topology/scenario"
)

// Endpoint is a VPC endpoint: by an interface endpoint a VPC reaches a service of
// AWS, or one that somebody offers; by a gateway endpoint S3 or DynamoDB.
type Endpoint struct {
	scenario.Resource
	Type        scenario.Value[string]
	ServiceName scenario.Value[ServiceName]
	State       scenario.Value[string]

	// Of an interface endpoint.
	Subnets        scenario.Values[scenario.Ref[Subnet]]
	Configurations []*SubnetConfiguration
	SecurityGroups scenario.Values[scenario.Ref[SecurityGroup]]
	PrivateDNS     scenario.Value[bool]
	DNSName        scenario.Value[string]
	Policy         *Policy

	// Of a gateway endpoint.
	RouteTables scenario.Values[scenario.Ref[RouteTable]]
	PrefixList  scenario.Value[scenario.Ref[PrefixList]]
}

// SubnetConfiguration is a subnet of an endpoint, with its address there.
type SubnetConfiguration struct {
	scenario.At
	Subnet scenario.Value[scenario.Ref[Subnet]]
	IPv4   scenario.Value[netip.Addr]
}

// ServiceName is what an endpoint leads to: a service of AWS by its name, or an
// endpoint service.
type ServiceName struct {
	AWS string // com.amazonaws.us-east-1.execute-api; empty: Ref
	// Region is the one that the name speaks of; empty: it speaks of none.
	Region string
	Ref    scenario.Ref[EndpointService]
}

// The types of endpoints.
const (
	typeInterface           = "interface"
	typeGateway             = "gateway"
	typeGatewayLoadBalancer = "gateway_load_balancer"
)

// The states of endpoints, besides available.
const (
	statePendingAcceptance = "pendingAcceptance"
	stateRejected          = "rejected"
	stateExpired           = "expired"
	stateDeleted           = "deleted"
)

func endpointTable() *scenario.Table[Endpoint] {
	return scenario.NewTable("VPC endpoint", "A VPC endpoint: a way from a VPC to a service that needs no route to where the service stands.",
		scenario.Optional("type", scenario.Enum(
			scenario.Choice(typeInterface, "network interfaces in subnets, which lead to the service", "Interface"),
			scenario.Choice(typeGateway, "routes to S3 or DynamoDB", "Gateway"),
			scenario.Choice(typeGatewayLoadBalancer, "a way through appliances, which netsim does not follow", "GatewayLoadBalancer")),
			func(e *Endpoint) *scenario.Value[string] { return &e.Type }, "interface or gateway.").Absent(typeGateway).NotCalled("vpc_endpoint_type"),
		scenario.Required("service_name", serviceNameType(),
			func(e *Endpoint) *scenario.Value[ServiceName] { return &e.ServiceName },
			"A service of AWS by its name; or an endpoint service: endpoint_service/name, its id, or its name com.amazonaws.vpce.REGION.ID.").
			Example("com.amazonaws.us-east-1.execute-api").NotCalled("service"),
		scenario.Optional("state", scenario.Enum(
			scenario.Choice(available, "the connection stands", "Available"),
			scenario.Choice(statePendingAcceptance, "the provider has not accepted it", "PendingAcceptance", "pending-acceptance"),
			scenario.Choice("pending", "being made", "Pending"),
			scenario.Choice(stateRejected, "refused by the provider", "Rejected"),
			scenario.Choice(stateExpired, "not accepted in time", "Expired"),
			scenario.Choice("failed", "could not be made", "Failed"),
			scenario.Choice("deleting", "being taken down", "Deleting"),
			scenario.Choice(stateDeleted, "taken down", "Deleted")),
			func(e *Endpoint) *scenario.Value[string] { return &e.State },
			"Its state; packets pass only if it is available.").Absent("as the settings of the service make it").NotCalled("status"),
		scenario.Optional("subnets", scenario.ListOf(scenario.RefTo[Subnet](KindSubnet)),
			func(e *Endpoint) *scenario.Values[scenario.Ref[Subnet]] { return &e.Subnets },
			"The subnets in which an interface endpoint has an address, at most one in a zone. AWS picks the addresses, and each must work.").
			Absent("none").NotCalled("subnet_ids"),
		scenario.Objects("subnet_configurations", subnetConfigurationTable(),
			func(e *Endpoint) *[]*SubnetConfiguration { return &e.Configurations },
			"The subnets of an interface endpoint, with its addresses there.").NotCalled("subnet_configuration"),
		scenario.Optional("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)),
			func(e *Endpoint) *scenario.Values[scenario.Ref[SecurityGroup]] { return &e.SecurityGroups },
			"The security groups of an interface endpoint, which judge what is sent to it.").
			Absent("the VPC's default group, which lets in its own members only").NotCalled("security_group_ids", "groups"),
		scenario.Optional("private_dns_enabled", scenario.Bool(),
			func(e *Endpoint) *scenario.Value[bool] { return &e.PrivateDNS },
			"Whether the service's own names lead to an interface endpoint, in its VPC.").Absent("false").NotCalled("private_dns"),
		scenario.Optional("dns_name", scenario.HostName(),
			func(e *Endpoint) *scenario.Value[string] { return &e.DNSName },
			"The name of an interface endpoint, as AWS gave it; it is public, and leads to all of its addresses.").
			Absent("not known").NotCalled("dns_entries", "dns_entry"),
		policyField(func(e *Endpoint) **Policy { return &e.Policy }, "What may be done by it, in the words of AWS.").Absent("everything"),
		scenario.Optional("route_tables", scenario.ListOf(scenario.RefTo[RouteTable](KindRouteTable)),
			func(e *Endpoint) *scenario.Values[scenario.Ref[RouteTable]] { return &e.RouteTables },
			"The route tables that a gateway endpoint adds a route to, for its prefix list.").Absent("none").NotCalled("route_table_ids"),
		scenario.Optional("prefix_list", scenario.RefTo[PrefixList](KindPrefixList),
			func(e *Endpoint) *scenario.Value[scenario.Ref[PrefixList]] { return &e.PrefixList },
			"The prefix list of a gateway endpoint: the addresses of the service.").Absent("not known").NotCalled("prefix_list_id"),
	).AtMostOne("subnets", "subnet_configurations")
}

func subnetConfigurationTable() *scenario.Table[SubnetConfiguration] {
	return scenario.NewTable("subnet configuration", "A subnet of an interface endpoint, and its address there.",
		scenario.Required("subnet", scenario.RefTo[Subnet](KindSubnet),
			func(s *SubnetConfiguration) *scenario.Value[scenario.Ref[Subnet]] { return &s.Subnet }, "The subnet.").NotCalled("subnet_id"),
		scenario.Optional("ipv4", scenario.Address(),
			func(s *SubnetConfiguration) *scenario.Value[netip.Addr] { return &s.IPv4 },
			"The address there.").Absent("AWS picks one, and each must work").NotCalled("private_ip", "ip_address"),
	)
}

// privateLinkName is the name of an endpoint service: its region, and its id.
var privateLinkName = pattern(`^com\.amazonaws\.vpce\.([a-z0-9-]+)\.(vpce-svc-[0-9A-Za-z]+)$`)

// awsServiceName is the name of a service of AWS; most of them speak of a region.
var awsServiceName = pattern(`^(?:com|aws|cn\.com)\.[A-Za-z0-9._-]+$`)

// serviceNameType reads the name of a service of AWS, or else a reference to an
// endpoint service: by the name that AWS gave it, too.
func serviceNameType() scenario.Type[ServiceName] {
	ref := scenario.RefTo[EndpointService](KindEndpointService)
	return scenario.Type[ServiceName]{
		Schema: ref.Schema,
		Read: func(d *scenario.Decoder, n *scenario.Node, into *ServiceName) bool {
			switch parts := privateLinkName().FindStringSubmatch(n.Text); {
			case n.Kind != scenario.Scalar:
			case parts != nil:
				into.Region = parts[1]
				named := *n
				named.Text, named.Quoted = parts[2], true
				return ref.Read(d, &named, &into.Ref)
			case awsServiceName().MatchString(n.Text) && strings.Count(n.Text, ".") > 1:
				into.AWS, into.Region = n.Text, regionIn(n.Text)
				return true
			}
			return ref.Read(d, n, &into.Ref)
		},
	}
}

// regionIn is the region that the name of a service of AWS speaks of:
// com.amazonaws.REGION.SERVICE.
func regionIn(name string) string {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(name, "cn."), "com.amazonaws.")
	if !ok {
		return ""
	}
	region, _, _ := strings.Cut(rest, ".")
	return region
}

// configurations are the subnets of an interface endpoint, whichever way they are
// written.
func (e *Endpoint) configurations() []*SubnetConfiguration {
	if e.Configurations != nil {
		return e.Configurations
	}
	var list []*SubnetConfiguration
	for _, s := range e.Subnets.V {
		list = append(list, &SubnetConfiguration{At: scenario.At{Node: s.Node}, Subnet: s})
	}
	return list
}

// is reports whether an endpoint leads to a service of AWS, by what stands behind
// the region in its name.
func (e *Endpoint) is(service string) bool {
	n := e.ServiceName.V
	return n.AWS != "" && strings.HasSuffix(n.AWS, "."+n.Region+"."+service)
}

// executeAPI is the service of AWS by which private APIs are called.
const executeAPI = "execute-api"
