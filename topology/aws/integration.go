package aws

import (
	"strings"
	"sync"

	"netsim/topology/scenario"
)

// Integration is what is behind a method.
type Integration struct {
	scenario.At
	Type           scenario.Value[string]
	ConnectionType scenario.Value[string]
	ConnectionID   scenario.Value[ConnectionID]
	Target         scenario.Value[scenario.Ref[LoadBalancer]]
	ListenerPort   scenario.Value[int]
	URI            scenario.Value[string]
	Method         scenario.Value[string]
	Function       scenario.Value[scenario.Ref[Function]]
	Timeout        scenario.Value[int]
}

// The types of integrations.
const (
	integrationHTTP      = "HTTP"
	integrationHTTPProxy = "HTTP_PROXY"
	integrationAWS       = "AWS"
	integrationAWSProxy  = "AWS_PROXY"
	integrationMock      = "MOCK"
)

// How an integration gets to a host.
const (
	connectionInternet = "INTERNET"
	connectionVPCLink  = "VPC_LINK"
)

// ConnectionID is a VPC link, or a stage variable that names one.
type ConnectionID struct {
	Variable string // empty: Link
	Link     scenario.Ref[VPCLink]
}

// stageVariable is what stands for a variable of the stage.
var stageVariable = pattern(`\$\{stageVariables\.([A-Za-z0-9_]+)\}`)

// placeholders stand for a variable of the stage, or for a part of the path.
var placeholders = pattern(`\$?\{[^{}]*\}`)

// integrations is the table of an integration, of which there is one.
var integrations = sync.OnceValue(integrationTable)

func integrationTable() *scenario.Table[Integration] {
	return scenario.NewTable("integration", "What is behind a method of an API.",
		scenario.Required("type", scenario.Enum(
			scenario.Choice(integrationHTTPProxy, "a service by HTTP, which is handed the call as it is", "http_proxy"),
			scenario.Choice(integrationHTTP, "a service by HTTP", "http"),
			scenario.Choice(integrationAWSProxy, "a function of Lambda, which is handed the call as it is", "aws_proxy"),
			scenario.Choice(integrationAWS, "a function of Lambda, or another service of AWS", "aws"),
			scenario.Choice(integrationMock, "the API answers itself", "mock")),
			func(i *Integration) *scenario.Value[string] { return &i.Type }, "What is behind it.").Example(integrationHTTPProxy),
		scenario.Optional("connection_type", scenario.Enum(
			scenario.Choice(connectionInternet, "over the internet"), scenario.Choice(connectionVPCLink, "by a VPC link")),
			func(i *Integration) *scenario.Value[string] { return &i.ConnectionType }, "How HTTP gets there.").Absent(connectionInternet),
		scenario.Optional("connection_id", connectionIDType(),
			func(i *Integration) *scenario.Value[ConnectionID] { return &i.ConnectionID },
			"The VPC link; or ${stageVariables.NAME}, of which the value is its id.").Absent("none").NotCalled("vpc_link", "vpc_link_id"),
		scenario.Optional("integration_target", scenario.RefTo[LoadBalancer](KindLoadBalancer),
			func(i *Integration) *scenario.Value[scenario.Ref[LoadBalancer]] { return &i.Target },
			"The load balancer, for a VPC link of version 2.").Absent("none").NotCalled("target"),
		scenario.Optional("listener_port", scenario.Int(1, 65535),
			func(i *Integration) *scenario.Value[int] { return &i.ListenerPort },
			"The port of the load balancer's listener, for an HTTP API.").Absent("that of the URL, or 80"),
		scenario.Optional("uri", uriType(),
			func(i *Integration) *scenario.Value[string] { return &i.URI },
			"The URL. By a VPC link its host is only the Host header, and the name that a certificate must have.").
			Absent("none").Example("http://orders.example.com/{proxy}").NotCalled("url", "endpoint_url", "integration_uri"),
		scenario.Optional("integration_http_method", methodType(),
			func(i *Integration) *scenario.Value[string] { return &i.Method }, "The method that the service is called with.").Absent("the caller's"),
		scenario.Optional("function", scenario.RefTo[Function](KindFunction),
			func(i *Integration) *scenario.Value[scenario.Ref[Function]] { return &i.Function }, "The function of Lambda.").Absent("another service"),
		scenario.Optional("timeout_milliseconds", scenario.Int(50, 300000),
			func(i *Integration) *scenario.Value[int] { return &i.Timeout },
			"How long it waits for an answer; netsim does not judge it.").Absent("29000").NotCalled("timeout", "timeout_in_millis"),
	)
}

func connectionIDType() scenario.Type[ConnectionID] {
	ref := scenario.RefTo[VPCLink](KindVPCLink)
	return scenario.Type[ConnectionID]{
		Schema: ref.Schema,
		Read: func(d *scenario.Decoder, n *scenario.Node, into *ConnectionID) bool {
			if m := stageVariable().FindStringSubmatch(n.Text); n.Kind == scenario.Scalar && m != nil && m[0] == n.Text {
				into.Variable = m[1]
				return true
			}
			return ref.Read(d, n, &into.Link)
		},
	}
}

func uriType() scenario.Type[string] {
	schema := func() *scenario.Schema {
		return &scenario.Schema{Pattern: `^https?://`, Examples: []any{"http://orders.example.com/{proxy}"}}
	}
	return scenario.Parsed("URL", schema, func(text string) (string, error) {
		if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
			return "", scenario.Refusal{Fix: "It starts with http:// or https://. A function of Lambda stands under `function`."}
		}
		if _, ok := parseURI(text); !ok {
			return "", scenario.Refusal{Fix: "Write it as http://host/path; {name} and ${stageVariables.NAME} may stand for parts of it."}
		}
		return text, nil
	})
}
