package aws

import (
	"net/url"
	"slices"
	"strings"

	"netsim/topology/scenario"
)

// RestAPI is a REST API of API Gateway. What it is written as is also what its
// current stages run.
type RestAPI struct {
	scenario.Resource
	Endpoint *EndpointConfiguration
	// NoDefaultEndpoint: only custom domain names lead to it.
	NoDefaultEndpoint scenario.Value[bool]
	Snapshot
	Stages scenario.Value[[]Stage]
}

// EndpointConfiguration says from where an API is called.
type EndpointConfiguration struct {
	scenario.At
	Types       scenario.Values[string]
	EndpointIDs scenario.Values[scenario.Ref[Endpoint]]
}

// The types of endpoints of an API.
const (
	endpointPrivate  = "PRIVATE"
	endpointRegional = "REGIONAL"
	endpointEdge     = "EDGE"
)

// Snapshot is what a stage runs: it was deployed as it was then (sheet d8; H).
type Snapshot struct {
	Policy    *Policy
	Methods   []*Method
	Variables map[string]scenario.Value[string]
}

// Stage is one stage of an API.
type Stage struct {
	Name  string
	Node  *scenario.Node
	Stale bool
	Own   *Snapshot // what of it differs from what is written; nil: nothing
}

// The words for what a stage runs.
const (
	stageCurrent = "current"
	stageStale   = "stale"
)

// Method is a method of a resource of an API.
type Method struct {
	scenario.At
	Path          scenario.Value[string]
	Method        scenario.Value[string]
	Authorization scenario.Value[string]
	Integration   *Integration
	// Default: of an HTTP API, the route that takes what no other does.
	Default bool
}

// The ways in which a method finds out who calls.
const (
	authNone    = "NONE"
	authIAM     = "AWS_IAM"
	authCustom  = "CUSTOM"
	authCognito = "COGNITO_USER_POOLS"
	authJWT     = "JWT"
)

func restAPITable() *scenario.Table[RestAPI] {
	methods := methodTable()
	own := scenario.NewTable("deployed stage", "What a stage runs, where that is not what is written for the API.",
		append(snapshotFields(methods, func(s *Snapshot) *Snapshot { return s }), variablesField(func(s *Snapshot) *Snapshot { return s }))...)
	fields := []scenario.Field[RestAPI]{
		scenario.Object("endpoint_configuration", endpointConfigurationTable(),
			func(a *RestAPI) **EndpointConfiguration { return &a.Endpoint }, "From where it is called.").Absent(endpointEdge).NotCalled("endpoint_type"),
		scenario.Optional("disable_execute_api_endpoint", scenario.Bool(),
			func(a *RestAPI) *scenario.Value[bool] { return &a.NoDefaultEndpoint },
			"Whether only custom domain names lead to it.").Absent("false"),
	}
	fields = append(fields, snapshotFields(methods, func(a *RestAPI) *Snapshot { return &a.Snapshot })...)
	return scenario.NewTable("REST API", "A REST API of API Gateway.", append(fields,
		scenario.Optional("stages", stagesType(own),
			func(a *RestAPI) *scenario.Value[[]Stage] { return &a.Stages },
			"The stages it is deployed to: current, stale, or what of the deployment differs from what is written.").
			Absent("none: it cannot be called").NotCalled("deployments"))...)
}

func endpointConfigurationTable() *scenario.Table[EndpointConfiguration] {
	return scenario.NewTable("endpoint configuration", "From where an API is called.",
		scenario.Required("types", scenario.OneOrMany(scenario.Enum(
			scenario.Choice(endpointPrivate, "by interface endpoints for execute-api", "private"),
			scenario.Choice(endpointRegional, "over the internet", "regional"),
			scenario.Choice(endpointEdge, "over the internet, by CloudFront", "edge"))),
			func(c *EndpointConfiguration) *scenario.Values[string] { return &c.Types }, "PRIVATE, REGIONAL or EDGE.").Example(endpointPrivate).NotCalled("type"),
		scenario.Optional("vpc_endpoint_ids", scenario.ListOf(scenario.RefTo[Endpoint](KindEndpoint)),
			func(c *EndpointConfiguration) *scenario.Values[scenario.Ref[Endpoint]] { return &c.EndpointIDs },
			"The endpoints for which there is a name of the API's and the endpoint's ids. It lets nobody in.").Absent("none").NotCalled("vpc_endpoints"),
	)
}

func snapshotFields[T any](methods *scenario.Table[Method], at func(*T) *Snapshot) []scenario.Field[T] {
	return []scenario.Field[T]{
		policyField(func(t *T) **Policy { return &at(t).Policy }, "The resource policy, in the words of AWS.").
			Absent("none: a private API lets nobody in, another everybody; of a stage, what is written for the API"),
		scenario.Objects("methods", methods,
			func(t *T) *[]*Method { return &at(t).Methods }, "The methods of its resources.").Absent("none; of a stage, what is written for the API").NotCalled("resources"),
	}
}

func variablesField[T any](at func(*T) *Snapshot) scenario.Field[T] {
	return scenario.Custom("variables", func() *scenario.Schema {
		return &scenario.Schema{Type: scenario.SchemaTypes{"object"}, Values: scenario.Text().Schema()}
	},
		func(d *scenario.Decoder, n *scenario.Node, into *T) {
			if !d.Expect(n, scenario.Map, "a map of stage variables") {
				return
			}
			text := scenario.Text()
			at(into).Variables = map[string]scenario.Value[string]{}
			for _, e := range n.Entries {
				d.AtEntry(e, func() {
					var v scenario.Value[string]
					if text.Read(d, e.Value, &v.V) {
						v.Node = e.Value
						at(into).Variables[e.Key] = v
					}
				})
			}
		}, "The stage variables, which ${stageVariables.NAME} stands for.").Absent("none").NotCalled("stage_variables")
}

func methodTable() *scenario.Table[Method] {
	return scenario.NewTable("method", "A method of a resource of an API.",
		scenario.Required("path", resourcePathType(),
			func(m *Method) *scenario.Value[string] { return &m.Path },
			"The path of the resource: {name} stands for one segment, a last {name+} for all below.").Example("/{proxy+}"),
		scenario.Required("method", methodType(),
			func(m *Method) *scenario.Value[string] { return &m.Method }, "The HTTP method; ANY: those that have none of their own.").Example("ANY").NotCalled("http_method"),
		scenario.Optional("authorization", scenario.Enum(
			scenario.Choice(authNone, "nobody is asked who he is"),
			scenario.Choice(authIAM, "calls are signed"),
			scenario.Choice(authCustom, "a function of Lambda decides"),
			scenario.Choice(authCognito, "tokens of a Cognito user pool")),
			func(m *Method) *scenario.Value[string] { return &m.Authorization }, "How it finds out who calls.").Absent(authNone).NotCalled("authorizer", "auth"),
		scenario.Object("integration", integrations(),
			func(m *Method) **Integration { return &m.Integration }, "What is behind it.").Absent("nothing: it cannot be deployed"),
	)
}

// stagesType reads a map of stages to what they run.
func stagesType(own *scenario.Table[Snapshot]) scenario.Type[[]Stage] {
	word := scenario.Enum(
		scenario.Choice(stageCurrent, "the API as it is written"),
		scenario.Choice(stageStale, "an earlier deployment, which is not written"))
	return scenario.Type[[]Stage]{
		Schema: func() *scenario.Schema {
			return &scenario.Schema{
				Type: scenario.SchemaTypes{"object"}, Values: &scenario.Schema{AnyOf: []*scenario.Schema{word.Schema(), {Table: own}}},
			}
		},
		Read: func(d *scenario.Decoder, n *scenario.Node, into *[]Stage) bool {
			if !d.Expect(n, scenario.Map, "a map of stages") {
				return false
			}
			for _, e := range n.Entries {
				d.AtEntry(e, func() {
					s := Stage{Name: e.Key, Node: e.Value}
					if e.Value.Kind == scenario.Map {
						s.Own = &Snapshot{}
						scenario.Decode(d, own, e.Value, s.Own)
					} else {
						var w string
						word.Read(d, e.Value, &w)
						s.Stale = w == stageStale
					}
					*into = append(*into, s)
				})
			}
			slices.SortFunc(*into, func(a, b Stage) int { return strings.Compare(a.Name, b.Name) })
			return true
		},
	}
}

func resourcePathType() scenario.Type[string] {
	schema := func() *scenario.Schema {
		return &scenario.Schema{Pattern: `^/`, PatternError: "A path begins with a slash.", Examples: []any{"/{proxy+}"}}
	}
	return scenario.Parsed("path of a resource", schema, func(text string) (string, error) {
		if !strings.HasPrefix(text, "/") {
			return "", scenario.Refusal{Fix: "It begins with a slash, such as /orders or /{proxy+}."}
		}
		segments := strings.Split(text, "/")
		for i, s := range segments {
			if strings.HasSuffix(s, "+}") && i < len(segments)-1 {
				return "", scenario.Refusal{Why: s + " stands for all below, so nothing stands behind it", Fix: "Make it the last segment."}
			}
		}
		return text, nil
	})
}

func methodType() scenario.Type[string] {
	var options []scenario.Option[string]
	for _, m := range []string{methodAny, "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
		options = append(options, scenario.Choice(m, "", strings.ToLower(m)))
	}
	return scenario.Enum(options...)
}

// methodAny stands for the methods that a resource has none of its own for.
const methodAny = "ANY"

// parseURI reads a URL in which parts may stand for something of the stage or of
// the call.
func parseURI(text string) (*url.URL, bool) {
	u, err := url.Parse(placeholders().ReplaceAllString(text, "x"))
	return u, err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}
