package aws

import "netsim/topology/diag"

// symptomRefusedToMake is what whoever makes an endpoint sees.
const symptomRefusedToMake diag.Symptom = "the endpoint cannot be made; where it is used all the same, timeout: nothing answers"

// endpointEntries are of endpoints, endpoint services and their names.
func endpointEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeEndpointUnaccepted, Kind: diag.KindGate,
			Title:   "The provider has not accepted the connection",
			Meaning: "The endpoint leads to an endpoint service whose provider has to accept each connection, and has not accepted this one, has rejected it, or let it expire. The addresses of the endpoint stand already, and nothing answers there.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the connection as the provider, or turn acceptance off for the service. One that expired is made again.",
		},
		{
			Code: CodePrincipalNotAllowed, Kind: diag.KindGate,
			Title:   "The provider does not allow the account",
			Meaning: "Whoever makes an endpoint to an endpoint service has to be among its allowed principals: the account, or the role or user. A service that lists nobody is for its own account only. An endpoint that was accepted before keeps its connection.",
			Symptom: symptomRefusedToMake,
			Fix:     "Add the consumer's account (arn:aws:iam::ACCOUNT:root) to the allowed principals of the endpoint service.",
		},
		{
			Code: CodeServiceMissing, Kind: diag.KindLink,
			Title:   "There is no such service",
			Meaning: "The service that the endpoint names is gone, is not available, is of another region, or cannot be reached by an endpoint of this type.",
			Symptom: symptomRefusedToMake,
			Fix:     "Name a service that stands, by the name with the region of the endpoint. For an endpoint service of another region, let it support this one.",
		},
		{
			Code: CodeZoneNotServed, Kind: diag.KindLink,
			Title:   "The service is not offered in the zone",
			Meaning: "An endpoint service is offered in the zones of its load balancers, and zones are compared by their ids: the same name may mean different zones in two accounts. The endpoint has a subnet in another zone.",
			Symptom: symptomRefusedToMake,
			Fix:     "Enable a load balancer of the service in the zone, or take a subnet of the endpoint in a zone that the service has.",
		},
		{
			Code: CodeEndpointNotAvailable, Kind: diag.KindLink,
			Title:   "The endpoint is not available",
			Meaning: "Only an endpoint in the state available lets packets pass. This one is being made or taken down, could not be made, or has no network interface.",
			Symptom: diag.SymptomTimeout,
			Fix:     "See why it is not available, and make it again.",
		},
		{
			Code: CodeEndpointSendsNothing, Kind: diag.KindEndpoint,
			Title:   "An endpoint opens no connections",
			Meaning: "By an endpoint the consumer calls the service, and never the service the consumer: nothing is sent from its addresses but replies.",
			Symptom: diag.SymptomTimeout,
			Fix:     "For calls the other way make an endpoint in the network of the caller, or join the networks by routes.",
		},
		{
			Code: CodeResolverOff, Kind: diag.KindName,
			Title:   "The resolver of the VPC is off",
			Meaning: "The VPC has enable_dns_support: false, so AWS answers no names there, public ones neither.",
			Symptom: diag.SymptomNXDomain,
			Fix:     "Turn on DNS support of the VPC; private names need DNS hostnames, too.",
		},
		{
			Code: CodePrivateDNSOff, Kind: diag.KindName,
			Title:   "Private DNS of the endpoint is off",
			Meaning: "The service's own name leads to the endpoint only if the endpoint has private DNS, its VPC has both DNS support and DNS hostnames, and the name of an endpoint service is verified. One of them is missing, and the name leads nowhere else.",
			Symptom: diag.SymptomNXDomain,
			Fix:     "Turn on what is off, or call the endpoint by its own name.",
		},
		{
			Code: "unsupported.aws-service", Kind: diag.KindUnknown,
			Title:   "What the service of AWS does is not modelled",
			Meaning: "The packet gets to an endpoint of a service of AWS that netsim knows nothing of, so whether that answers is not known.",
			Fix:     "Check by hand what the service does with the call.",
		},
		{
			Code: "unsupported.endpoint-service", Kind: diag.KindUnknown,
			Title:   "What stands behind the endpoint service is not written",
			Meaning: "The endpoint is connected to an endpoint service whose load balancers the scenario does not name, as it may be with somebody else's.",
			Fix:     "Write network_load_balancers of the endpoint service; [] for none.",
		},
		{
			Code: "unsupported.gateway-load-balancer", Kind: diag.KindUnknown,
			Title:   "Endpoints of gateway load balancers are not followed",
			Meaning: "The endpoint leads through appliances that may let packets pass, drop or change them.",
			Fix:     "Check this stretch by hand.",
		},
		{
			Code: "unsupported.privatelink-udp", Kind: diag.KindUnknown,
			Title:   "Whether PrivateLink carries UDP is not settled",
			Meaning: "The packet is UDP and goes by PrivateLink. The documents speak of TCP; that UDP is carried is newer, and depends on the load balancer.",
			Fix:     "Offer the service by TCP, or try it.",
		},
		{
			Code: "open.endpoint-creator", Kind: diag.KindUnknown,
			Title:   "Who makes the endpoint is assumed",
			Meaning: "The provider allows a role or a user of the consumer's account, and not all of it. That this one makes the endpoint is assumed.",
			Fix:     "Allow the account (arn:aws:iam::ACCOUNT:root), or write the state of an endpoint that stands.",
		},
		{
			Code: CodeEndpointAccount, Kind: diag.KindUnknown,
			Title:   "Whose endpoint it is, is not written",
			Meaning: "The provider allows its own account and others by their numbers, and the scenario does not say of which account the endpoint is.",
			Fix:     "Write account of the endpoint, of its VPC or of the region.",
		},
		{
			Code: CodeAccountOpen, Kind: diag.KindUnknown,
			Title:   "Whose a resource is, is not written",
			Meaning: "Two resources work together if they are of one account: an endpoint service and its load balancers, a VPC link, its load balancer and the API. The scenario says of one of them of which it is, and not of the other. Where it says so of neither, they are taken to be of one.",
			Fix:     "Write account of the other, of its VPC or of the region.",
		},
		{
			Code: "open.prefix-list", Kind: diag.KindUnknown,
			Title:   "The addresses of the service are not written",
			Meaning: "A gateway endpoint adds routes for a prefix list that AWS manages, and the scenario does not say what is in it.",
			Fix:     "Write prefix_list of the endpoint, with the entries that AWS shows.",
		},
	}
}
