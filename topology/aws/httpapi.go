package aws

import (
	"strings"

	"netsim/topology/scenario"
)

// HTTPAPI is an HTTP API, or a WebSocket API, of API Gateway. Its routes are read
// as methods.
type HTTPAPI struct {
	scenario.Resource
	Protocol          scenario.Value[string]
	NoDefaultEndpoint scenario.Value[bool]
	Snapshot
	Stages scenario.Value[[]Stage]
}

// The protocols of APIs that are not REST APIs.
const (
	apiHTTP      = "HTTP"
	apiWebSocket = "WEBSOCKET"
)

// A default route takes what no other does; a default stage has no part of the
// path to itself.
const (
	defaultRoute = "$default"
	defaultStage = "$default"
)

func httpAPITable() *scenario.Table[HTTPAPI] {
	routes := httpRouteTable()
	own := scenario.NewTable("deployed stage of an HTTP API", "What a stage runs, where that is not what is written for the API.",
		routesField(routes, func(s *Snapshot) *Snapshot { return s }), variablesField(func(s *Snapshot) *Snapshot { return s }))
	return scenario.NewTable("HTTP API", "An HTTP API, or a WebSocket API, of API Gateway. It is called over the internet.",
		scenario.Optional("protocol_type", scenario.Enum(
			scenario.Choice(apiHTTP, "an HTTP API"), scenario.Choice(apiWebSocket, "a WebSocket API, which netsim does not follow")),
			func(a *HTTPAPI) *scenario.Value[string] { return &a.Protocol }, "HTTP or WEBSOCKET.").Absent(apiHTTP),
		scenario.Optional("disable_execute_api_endpoint", scenario.Bool(),
			func(a *HTTPAPI) *scenario.Value[bool] { return &a.NoDefaultEndpoint },
			"Whether only custom domain names lead to it.").Absent("false"),
		routesField(routes, func(a *HTTPAPI) *Snapshot { return &a.Snapshot }),
		scenario.Optional("stages", stagesType(own),
			func(a *HTTPAPI) *scenario.Value[[]Stage] { return &a.Stages },
			"The stages it is deployed to: current, stale, or what of the deployment differs from what is written.").Absent("none: it cannot be called"),
	)
}

func routesField[T any](routes *scenario.Table[Method], at func(*T) *Snapshot) scenario.Field[T] {
	return scenario.Objects("routes", routes, func(t *T) *[]*Method { return &at(t).Methods }, "Its routes.").
		Absent("none; of a stage, what is written for the API")
}

// routePattern is a method and a path, or $default.
const routePattern = `^(\$default|(ANY|GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS) /.*)$`

func httpRouteTable() *scenario.Table[Method] {
	schema := func() *scenario.Schema {
		return &scenario.Schema{Pattern: routePattern, Examples: []any{"ANY /{proxy+}"}}
	}
	path, method := resourcePathType(), methodType()
	read := scenario.Type[string]{
		Schema: scenario.Parsed("route", schema, func(text string) (string, error) { return text, nil }).Schema,
		Read: func(d *scenario.Decoder, n *scenario.Node, into *string) bool {
			if !d.Expect(n, scenario.Scalar, "a route") {
				return false
			}
			*into = n.Text
			if n.Text == defaultRoute {
				return true
			}
			verb, rest, ok := strings.Cut(n.Text, " ")
			if !ok || !strings.HasPrefix(rest, "/") {
				d.Refuse(n.Range, "\""+n.Text+"\" is not a route", "Write a method and a path, such as GET /orders or ANY /{proxy+}; or $default.")
				return false
			}
			var unused string
			half := func(text string) *scenario.Node {
				h := *n
				h.Text, h.Quoted = text, true
				return &h
			}
			return method.Read(d, half(verb), &unused) && path.Read(d, half(rest), &unused)
		},
	}
	return scenario.NewTable("route of an API", "A route of an HTTP API.",
		scenario.Custom("route", read.Schema, func(d *scenario.Decoder, n *scenario.Node, into *Method) {
			var text string
			if !read.Read(d, n, &text) {
				return
			}
			into.Path, into.Method = scenario.Value[string]{V: "/{proxy+}", Node: n}, scenario.Value[string]{V: methodAny, Node: n}
			into.Default = text == defaultRoute
			if !into.Default {
				into.Method.V, into.Path.V, _ = strings.Cut(text, " ")
				into.Method.V = strings.ToUpper(into.Method.V)
			}
		}, "A method and a path, such as GET /orders or ANY /{proxy+}; or $default, which takes what no other does.").
			Required().Example("ANY /{proxy+}").NotCalled("route_key"),
		scenario.Optional("authorization", scenario.Enum(
			scenario.Choice(authNone, "nobody is asked who he is"), scenario.Choice(authIAM, "calls are signed"),
			scenario.Choice(authCustom, "a function of Lambda decides"), scenario.Choice(authJWT, "tokens of an OpenID provider")),
			func(m *Method) *scenario.Value[string] { return &m.Authorization }, "How it finds out who calls.").Absent(authNone),
		scenario.Object("integration", integrations(),
			func(m *Method) **Integration { return &m.Integration }, "What is behind it.").Absent("nothing"),
	)
}
