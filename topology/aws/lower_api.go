package aws

import (
	"cmp"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// What callers of API Gateway see (sheet i).
const (
	symptomForbidden    diag.Symptom = `HTTP 403 {"message":"Forbidden"}`
	symptomMissingToken diag.Symptom = `HTTP 403 {"message":"Missing Authentication Token"}`
	symptomExplicitDeny diag.Symptom = "HTTP 403 User: anonymous is not authorized to perform: execute-api:Invoke on resource: <arn> with an explicit deny"
	symptomImplicitDeny diag.Symptom = "HTTP 403 User: anonymous is not authorized to perform: execute-api:Invoke on resource: <arn>"
	symptomAccessDenied diag.Symptom = "HTTP 403 AccessDeniedException"
	symptomInternal     diag.Symptom = `HTTP 500 {"message":"Internal server error"}`
	symptomNotFound     diag.Symptom = `HTTP 404 {"message":"Not Found"}`
	symptom5xx          diag.Symptom = "HTTP 5xx from API Gateway"
	// A name of API Gateway that is not private in the VPC of the caller: whether it
	// is public is not documented (sheet f5; U, ruling 16).
	symptomNotPrivate diag.Symptom = "the name does not lead to an endpoint: it does not resolve, or HTTP 403 from API Gateway (not documented which)"
)

// gatewayParts is API Gateway in a region.
type gatewayParts struct {
	*Region
	doors      []door // the endpoints by which private APIs are called
	byEndpoint map[*Endpoint]door
	// names are those of the endpoints: by them all private APIs are called.
	names    map[string]fabric.NameID
	captures *hostName           // what private DNS makes of a name; nil: not asked yet
	dns      map[*VPC]privateDNS // what the names of APIs are in VPCs
	front    fabric.InterfaceID  // where it is called over the internet
	egress   fabric.InterfaceID  // from where it sends over the internet
	inside   fabric.SegmentID    // its own network
	at       fabric.InterfaceID  // it, in its own network
	faces    map[string][]fabric.InterfaceID
	hosts    map[string]fabric.InterfaceID // services on the internet that nothing is written of
}

// apiParts is an API, REST or HTTP, on the network.
type apiParts struct {
	*scenario.Resource
	label   string
	gateway *gatewayParts
	kind    string // the type of its endpoint
	kindAt  diag.Range
	private bool
	rest    bool
	closed  scenario.Value[bool] // the default endpoint
	Snapshot
	stages  scenario.Value[[]Stage]
	host    string   // of its default endpoint
	aliases []string // names of the API and an endpoint
	domains []*DomainName
	names   map[string]fabric.NameID
}

// apis names the APIs of every region. All interfaces stand by now; what the names
// lead to may still be changed by hosted zones.
func (l *lowering) apis() {
	for _, r := range l.doc.Regions.All() {
		if r.RestAPIs.Len()+r.HTTPAPIs.Len() == 0 {
			continue
		}
		g := l.gateway(r)
		for _, a := range r.RestAPIs.All() {
			l.called = append(l.called, restParts(g, a))
		}
		for _, a := range r.HTTPAPIs.All() {
			if a.Protocol.V == apiWebSocket {
				l.webSocket(a)
				continue
			}
			l.called = append(l.called, httpParts(g, a))
		}
	}
	for _, a := range l.called {
		a.names = l.apiNames(a)
	}
}

// apiServices makes the APIs services: all names are known by now.
func (l *lowering) apiServices() {
	for _, a := range l.called {
		l.api(a)
	}
}

// gateway makes API Gateway in a region: private APIs are called by any interface
// endpoint for execute-api there, of whatever account (sheet d1; H).
func (l *lowering) gateway(r *Region) *gatewayParts {
	g := &gatewayParts{
		Region: r, dns: l.privateDNS(executeAPI, r), byEndpoint: map[*Endpoint]door{}, names: map[string]fabric.NameID{},
		faces: map[string][]fabric.InterfaceID{}, hosts: map[string]fabric.InterfaceID{},
	}
	for _, v := range r.VPCs.All() {
		for _, e := range v.Endpoints.All() {
			if e.interfaces() && e.is(executeAPI) && len(l.endpoints[e]) > 0 {
				p := door{endpoint: e, at: interfacesOf(l.endpoints[e])}
				g.doors, g.byEndpoint[e] = append(g.doors, p), p
				if e.DNSName.Present() {
					g.names[e.DNSName.V] = l.name(e.DNSName.V, element(&e.Resource)).id
				}
			}
		}
	}
	e := fabric.Element{Label: "API Gateway in region " + r.Name, At: r.Key}
	on := fabric.Interface{
		Element: e, Segment: l.internet.Segment, Addresses: publicAddresses(), Chosen: true, Edge: fabric.None,
		Quiet: &fabric.Refusal{
			Element: e, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
			Summary: e.Label + " takes calls on tcp/443 only", Needed: "a call by https, on tcp/443",
		},
	}
	g.egress = l.b.Interface(on)
	on.Listeners = []fabric.Listener{{Element: e, Calls: true, Service: tcpPort(443)}}
	g.front = l.b.Interface(on)
	own := l.b.Domain(fabric.Domain{Element: e, Region: r.Name, Class: classGateway})
	t := l.b.Table(fabric.Table{Element: e, Domain: own})
	l.b.Main(own, t)
	g.inside = l.b.Segment(fabric.Segment{Element: e, Domain: own, Table: t, Direct: true})
	on.Segment, on.Listeners = g.inside, nil
	g.at = l.b.Interface(on)
	return g
}

// classGateway is the class of API Gateway's own networks.
const classGateway = "aws-api-gateway"

func tcpPort(port uint16) packet.Service {
	return packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(port)}
}

func restParts(g *gatewayParts, a *RestAPI) *apiParts {
	p := &apiParts{
		Resource: &a.Resource, label: element(&a.Resource).Label, gateway: g, rest: true,
		kind: endpointEdge, kindAt: a.Key, closed: a.NoDefaultEndpoint, Snapshot: a.Snapshot, stages: a.Stages,
	}
	if c := a.Endpoint; c != nil && len(c.Types.V) > 0 {
		p.kind, p.kindAt = c.Types.V[0].V, cmp.Or(c.Types.Range(), a.Key)
	}
	p.private = p.kind == endpointPrivate
	p.host = p.named("")
	for _, d := range g.DomainNames.All() {
		if d.RestAPI.V.To == a {
			p.domains = append(p.domains, d)
		}
	}
	return p
}

func httpParts(g *gatewayParts, a *HTTPAPI) *apiParts {
	p := &apiParts{
		Resource: &a.Resource, label: element(&a.Resource).Label, gateway: g,
		kind: endpointRegional, kindAt: a.Key, closed: a.NoDefaultEndpoint, Snapshot: a.Snapshot, stages: a.Stages,
	}
	p.host = p.named("")
	for _, d := range g.DomainNames.All() {
		if d.HTTPAPI.V.To == a {
			p.domains = append(p.domains, d)
		}
	}
	return p
}

// named is the host name of an API, or of it and an endpoint. Where the id is not
// written, its name stands for it.
func (a *apiParts) named(endpoint string) string {
	id := strings.ToLower(cmp.Or(a.ID.V, a.Name))
	if endpoint != "" {
		id += "-" + strings.ToLower(endpoint)
	}
	return id + ".execute-api." + a.gateway.Name + "." + domainOf(a.gateway.Name)
}

// domainOf is the domain that the names of a region's services stand below.
func domainOf(region string) string {
	if partitionOf(region) == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

// forbidden is told of a call that is not taken at all.
func (a *apiParts) forbidden(e fabric.Element, summary, needed string) *fabric.Refusal {
	s := symptomForbidden
	if !a.rest {
		s = symptomNotFound
	}
	return &fabric.Refusal{
		Element: e, Code: CodeAPIForbidden, Kind: diag.KindGate, Summary: summary, Needed: needed, Symptom: s,
	}
}

// api makes an API a service: the gates of API Gateway in the order in which they
// judge, then what the stage runs.
func (l *lowering) api(a *apiParts) {
	s := fabric.Service{
		Element:    element(a.Resource),
		Interfaces: append(allOf(a.gateway.doors), a.gateway.front),
		NoBackend:  a.noMatch(),
		Symptoms:   map[diag.Symptom]diag.Symptom{fabric.SymptomPathNotServed: fabric.SymptomPathNotServed},
		Otherwise:  a.broken(),
	}
	s.Gates = append(s.Gates, a.arrivalGate())
	s.Gates = append(s.Gates, l.endpointPolicies(a)...)
	s.Gates = append(s.Gates, a.hostGate())
	s.Gates = append(s.Gates, l.domainGates(a)...)
	s.Gates = append(s.Gates, a.stageGate())
	s.Backends = l.apiBackends(a)
	l.ends.Interfaces[a.Resource] = s.Interfaces
	l.ends.APIs[a.Resource] = &cloud.API{
		Service: l.b.Service(s), Names: a.names, Default: a.host, Port: tcpPort(443),
		Call: a.usual(), Say: a.say,
		Takes: func(c *fabric.Call) bool { return slices.Contains(a.called(), c.Host) },
		// The name of an endpoint goes with it (sheet f8; M).
		Missing: a.missing, Shared: a.gateway.names,
	}
}

func allOf(doors []door) []fabric.InterfaceID {
	var all []fabric.InterfaceID
	for _, p := range doors {
		all = append(all, p.at...)
	}
	return all
}

// broken is what a caller sees of what fails behind the API (sheet i, model rule).
func (a *apiParts) broken() diag.Symptom {
	if a.rest {
		return symptomInternal
	}
	return symptom5xx
}

// usual is the call that is made if nothing is told: of the only stage, and of the
// first method and path that stand for themselves.
func (a *apiParts) usual() fabric.Call {
	c := fabric.Call{Method: "GET", Path: "/"}
	if len(a.stages.V) == 1 {
		c.Stage = a.stages.V[0].Name
	}
	for _, s := range a.stages.V {
		if s.Name == defaultStage {
			c.Stage = defaultStage
		}
	}
	for _, m := range a.Methods {
		if m.Path.Present() && !strings.Contains(m.Path.V, "{") {
			c.Path = m.Path.V
			if m.Method.V != methodAny {
				c.Method = m.Method.V
			}
			return c
		}
	}
	return c
}

// called are the hosts by which an API is known to API Gateway.
func (a *apiParts) called() []string {
	hosts := append([]string{a.host}, a.aliases...)
	for _, d := range a.domains {
		hosts = append(hosts, strings.ToLower(d.Name))
	}
	return hosts
}

// say tells a call by its headers: by the name of an endpoint an API is called by
// a Host header, or by x-apigw-api-id (sheet d.2; H). A custom domain name stands
// for a stage, and for a beginning of the path.
func (a *apiParts) say(call *fabric.Call, said cloud.Said) {
	if h := said.Headers["host"]; h != "" {
		host, _, _ := strings.Cut(strings.ToLower(h), ":")
		call.Host = strings.TrimSuffix(host, ".")
	}
	if id := said.Headers["x-apigw-api-id"]; id != "" && !slices.Contains(a.called(), call.Host) {
		call.Host = a.gateway.other(id)
	}
	for _, d := range a.domains {
		if strings.ToLower(d.Name) != call.Host {
			continue
		}
		rest, ok := below(call.Path, d.BasePath.V)
		if call.Stage = ""; ok {
			call.Stage, call.Path = d.Stage.V, rest
		}
	}
}

// other is the host name of the API with an id.
func (g *gatewayParts) other(id string) string {
	return strings.ToLower(id) + ".execute-api." + g.Name + "." + domainOf(g.Name)
}

// below is what stands of a path below its beginning.
func below(path, beginning string) (string, bool) {
	beginning = strings.Trim(beginning, "/")
	if beginning == "" {
		return path, true
	}
	rest, ok := strings.CutPrefix(path, "/"+beginning)
	switch {
	case !ok || rest != "" && !strings.HasPrefix(rest, "/"):
		return path, false
	case rest == "":
		return "/", true
	}
	return rest, true
}

// webSocket: what is said over a WebSocket is not followed.
func (l *lowering) webSocket(a *HTTPAPI) {
	e := placed(element(&a.Resource).Label, a.Protocol.Range(), a.Key)
	l.ends.Refused[&a.Resource] = &fabric.Refusal{
		Element: e, Code: "unsupported.websocket-api", Kind: diag.KindUnknown,
		Summary: e.Label + " is a WebSocket API, which netsim does not follow",
		Needed:  "an HTTP API or a REST API",
	}
}
