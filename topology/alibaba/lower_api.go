package alibaba

import (
	"cmp"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// api makes an API a service: the gates of the gateway in the order in which
// they judge, then the backend of the stage.
func (l *lowering) api(g *groupParts, a *API) {
	s := fabric.Service{
		Element:    element(&a.Resource),
		Interfaces: append(slices.Clone(g.gateway.ingress), g.gateway.public),
		Gates: []fabric.Gate{
			l.typeGate(g), l.clientGate(g), l.domainGate(g), l.schemeGate(g),
			publishedGate(g, a), protocolGate(g, a), pathGate(g, a), authGate(g, a),
		},
		NoBackend: &fabric.Refusal{
			Element: element(&a.Resource), Code: cloud.CodeBackendMissing, Kind: diag.KindBackend,
			Summary: "API " + a.Name + " has no backend",
			Needed:  "a backend",
			Symptom: "the API cannot be published as it is",
		},
		// The caller's side is fine, so the gateway answers for its backend
		// (ruling 15; grants i.5, i.6).
		Symptoms: map[diag.Symptom]diag.Symptom{
			diag.SymptomTimeout: "HTTP 504 with X-Ca-Error-Code D504CO: timeout connecting to the backend",
			diag.SymptomRefused: "HTTP 504 with X-Ca-Error-Code D504CO: the backend refuses the connection",
			// What the backend answers is passed on.
			fabric.SymptomPathNotServed: fabric.SymptomPathNotServed,
			symptomBalancerTimeout:      symptomBalancerTimeout,
			symptomBalancerRefused:      symptomBalancerRefused,
		},
		Otherwise: "HTTP 504 from the gateway",
	}
	var bare []string // stages whose definition has no backend
	for _, d := range definitions(a) {
		if d.Backend != nil {
			s.Backends = append(s.Backends, l.backend(g, a, d))
			continue
		}
		for _, stage := range d.stages {
			bare = append(bare, stage+"/*")
		}
	}
	if a.Backend != nil {
		// A call to a stage in which nothing is published has been refused already;
		// the rest is judged as the current definition stands.
		last := s.Backends[0]
		last.Match = fabric.Match{NotRequests: bare}
		s.Backends = append(s.Backends, last)
	}
	l.ends.APIs[&a.Resource] = &cloud.API{
		Service: l.b.Service(s), Names: g.names, Shared: g.gateway.shared, Default: VPCSubdomain, Unknown: symptomUnknownDomain,
		Port: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(80)},
		Call: fabric.Call{Method: a.Method.V, Path: g.fullPath(a.Definition.Path.V)},
		Say:  say,
		Takes: func(c *fabric.Call) bool {
			return (a.Method.V == "ANY" || a.Method.V == c.Method) && fabric.PathMatches(pathPattern(g.fullPath(a.Definition.Path.V)), c.Path)
		},
	}
	l.ends.Interfaces[&a.Resource] = s.Interfaces
}

// say tells a call's stage by its header, and who calls.
func say(call *fabric.Call, said cloud.Said) {
	call.Stage = cmp.Or(call.Stage, said.Headers["x-ca-stage"], defaultStage)
	if said.App != nil {
		app := said.App.Object.(*App)
		call.App, call.Credential = app.Ref(), credentialOf(app, said.Headers["authorization"])
	}
}

// defined is a definition and the stages that run it.
type defined struct {
	*Definition
	path   string // where it stands in the file, as edits write it
	stages []string
}

// definitions are what the stages run, the current definition first.
func definitions(a *API) []defined {
	current := defined{Definition: &a.Definition, path: a.TreePath, stages: []string{}}
	var own []defined
	for _, s := range a.Published.V {
		if s.Own != nil {
			own = append(own, defined{Definition: s.Own, path: a.TreePath + ".published." + s.Name, stages: []string{s.Name}})
		} else {
			current.stages = append(current.stages, s.Name)
		}
	}
	if len(current.stages) == 0 && len(own) == 0 {
		current.stages = nil // nothing is published: what would run is judged all the same
	}
	return append([]defined{current}, own...)
}

func (g *groupParts) fullPath(path string) string {
	base := strings.TrimSuffix(g.BasePath.V, "/")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	if base != "" && !strings.HasPrefix(base, "/") {
		base = "/" + base
	}
	return base + path
}

// pathPattern writes a path as the cloud writes it ([id] for one segment, a last
// * for all below) in the fabric's way.
func pathPattern(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		switch {
		case strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]"):
			segments[i] = "{}"
		case s == "*" && i == len(segments)-1:
			segments[i] = "**"
		}
	}
	return strings.Join(segments, "/")
}
