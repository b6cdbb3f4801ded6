package aws

import (
	"fmt"
	"strings"

	"netsim/topology/scenario"
)

// EndpointService is what a provider offers by PrivateLink: network load
// balancers, to those whom it allows and accepts.
type EndpointService struct {
	scenario.Resource
	LoadBalancers      scenario.Values[scenario.Ref[LoadBalancer]]
	AllowedPrincipals  scenario.Values[Principal]
	AcceptanceRequired scenario.Value[bool]
	Accepted           scenario.Values[scenario.Ref[Endpoint]]
	State              scenario.Value[string]
	PrivateDNSName     scenario.Value[string]
	Verified           scenario.Value[bool]
	SupportedRegions   scenario.Values[string]
}

// Principal is somebody whom a provider allows to make endpoints.
type Principal struct {
	Text    string
	Account string // empty: everybody
	// Part: a role or a user of the account, and not all of it.
	Part bool
}

const serviceAvailable = "Available"

func endpointServiceTable() *scenario.Table[EndpointService] {
	return scenario.NewTable("endpoint service", "A service that is offered by PrivateLink.",
		scenario.Optional("network_load_balancers", scenario.ListOf(scenario.RefTo[LoadBalancer](KindLoadBalancer)),
			func(s *EndpointService) *scenario.Values[scenario.Ref[LoadBalancer]] { return &s.LoadBalancers },
			"The network load balancers that take what comes to it; an endpoint uses those of its own zone.").
			Absent("not known, as of somebody else's service").NotCalled("network_load_balancer_arns", "load_balancers"),
		scenario.Optional("allowed_principals", scenario.ListOf(principalType()),
			func(s *EndpointService) *scenario.Values[Principal] { return &s.AllowedPrincipals },
			"Who may make endpoints to it besides its own account: arn:aws:iam::ACCOUNT:root, a role or a user, or \"*\".").
			Absent("nobody").NotCalled("principals", "permissions"),
		scenario.Optional("acceptance_required", scenario.Bool(),
			func(s *EndpointService) *scenario.Value[bool] { return &s.AcceptanceRequired },
			"Whether the provider has to accept each endpoint.").Absent("true"),
		scenario.Optional("accepted", scenario.ListOf(scenario.RefTo[Endpoint](KindEndpoint)),
			func(s *EndpointService) *scenario.Values[scenario.Ref[Endpoint]] { return &s.Accepted },
			"The endpoints that the provider has accepted.").Absent("none").NotCalled("connections", "accepted_connections"),
		scenario.Optional("state", scenario.Enum(
			scenario.Choice(serviceAvailable, "it works", available),
			scenario.Choice("Pending", "being made", "pending"), scenario.Choice("Failed", "could not be made", "failed"),
			scenario.Choice("Deleting", "being taken down", "deleting"), scenario.Choice("Deleted", "taken down", "deleted")),
			func(s *EndpointService) *scenario.Value[string] { return &s.State }, "Its state.").Absent(serviceAvailable).NotCalled("status"),
		scenario.Optional("private_dns_name", privateDNSName(),
			func(s *EndpointService) *scenario.Value[string] { return &s.PrivateDNSName },
			"The name of its own that leads to endpoints, in VPCs whose endpoint has private DNS.").Absent("none"),
		scenario.Optional("private_dns_name_verified", scenario.Bool(),
			func(s *EndpointService) *scenario.Value[bool] { return &s.Verified },
			"Whether the provider has shown that the name is its own; before that it is not used.").Absent("false").
			NotCalled("private_dns_name_verification_state", "private_dns_name_configuration"),
		scenario.Optional("supported_regions", scenario.ListOf(scenario.Name()),
			func(s *EndpointService) *scenario.Values[string] { return &s.SupportedRegions },
			"The regions from which endpoints may lead to it, besides its own.").Absent("none"),
	)
}

// privateDNSName reads a host name, or one that stands for all names one label
// below it.
func privateDNSName() scenario.Type[string] {
	const any = "*."
	host := scenario.HostName()
	return scenario.Type[string]{
		Schema: func() *scenario.Schema {
			schema := host.Schema()
			schema.Pattern = `^(\*\.)?` + strings.TrimPrefix(schema.Pattern, "^")
			return schema
		},
		Read: func(d *scenario.Decoder, n *scenario.Node, into *string) bool {
			below, ok := strings.CutPrefix(n.Text, any)
			if n.Kind != scenario.Scalar || !ok {
				return host.Read(d, n, into)
			}
			name := *n
			name.Text, name.Quoted = below, true
			if !host.Read(d, &name, into) {
				return false
			}
			*into = any + *into
			return true
		},
	}
}

var principalARN = pattern(`^arn:aws[a-z-]*:iam::([0-9]{12}):(root|(?:role|user)/[^\s*?]+)$`)

// principalType reads whom a provider allows (sheet c2; H).
func principalType() scenario.Type[Principal] {
	schema := func() *scenario.Schema {
		return &scenario.Schema{Pattern: `^(\*|arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[^\s*?]+))$`, Examples: []any{"arn:aws:iam::111122223333:root"}}
	}
	return scenario.Parsed("principal", schema, func(text string) (Principal, error) {
		if text == "*" {
			return Principal{Text: text}, nil
		}
		parts := principalARN().FindStringSubmatch(text)
		if parts == nil {
			return Principal{}, scenario.Refusal{Fix: fmt.Sprintf("Write an account as %q, a role or a user of it as %q or %q, or %q for everybody.",
				"arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/NAME", "arn:aws:iam::111122223333:user/NAME", "*")}
		}
		return Principal{Text: text, Account: parts[1], Part: parts[2] != "root"}, nil
	})
}
