package alibaba

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// The keywords by which a request names a domain of the API's group.
const (
	VPCSubdomain    = "vpc_subdomain"
	PublicSubdomain = "public_subdomain"
)

// defaultStage is the stage that a call without one reaches (grants c.12; H).
const defaultStage = "RELEASE"

// knownStages are the stages that every group has.
var knownStages = []string{"RELEASE", "PRE", "TEST"}

// groupParts is an API group on the network.
type groupParts struct {
	*APIGroup
	gateway *gatewayParts
	names   map[string]fabric.NameID
	// private are the hosts that lead to callers' VPCs, public those that lead
	// to the internet.
	private, public []string
	https           []string // those that answer HTTPS
	stages          []string
}

func (l *lowering) apiGroup(p *gatewayParts, g *APIGroup) {
	gp := &groupParts{APIGroup: g, gateway: p, names: map[string]fabric.NameID{}}
	l.groupNames(gp)
	gp.stages = slices.Clone(knownStages)
	for _, a := range g.APIs.All() {
		for _, s := range a.Published.V {
			if !slices.Contains(gp.stages, s.Name) {
				gp.stages = append(gp.stages, s.Name)
			}
		}
	}
	for _, a := range g.APIs.All() {
		l.api(gp, a)
	}
}

// groupNames makes the names of a group. A subdomain that has no host name here
// is called by its keyword.
func (l *lowering) groupNames(g *groupParts) {
	private, public := g.VPCSubdomain.Or(VPCSubdomain), g.PublicSubdomain.Or(PublicSubdomain)
	g.private, g.public = []string{private}, []string{public}
	add := func(keys []string, n fabric.Name) {
		id := l.b.Name(n)
		for _, k := range keys {
			g.names[k] = id
		}
	}
	gates := l.vpcNameGates(g)
	add([]string{VPCSubdomain, private}, fabric.Name{
		Element: placed("the VPC subdomain of API group "+g.Name, g.VPCSubdomain.Range(), g.Key),
		Host:    private, Gates: gates, Answers: g.gateway.ingress, Switches: g.gateway.switches,
	})
	add([]string{PublicSubdomain, public}, fabric.Name{
		Element: placed("the public subdomain of API group "+g.Name, g.PublicSubdomain.Range(), g.Key),
		Host:    public, Answers: []fabric.InterfaceID{g.gateway.public},
	})
	g.https = append(g.https, public)
	for _, d := range g.CustomDomains.All() {
		n := fabric.Name{Element: element(&d.Resource), Host: strings.ToLower(d.Name)}
		if d.CNAME.V == VPCSubdomain {
			n.Gates, n.Answers, n.Switches = gates, g.gateway.ingress, g.gateway.switches
			g.private = append(g.private, n.Host)
		} else {
			n.Answers = []fabric.InterfaceID{g.gateway.public}
			g.public = append(g.public, n.Host)
		}
		if d.HTTPS.V {
			g.https = append(g.https, n.Host)
		}
		add([]string{n.Host}, n)
	}
}

// vpcNameGates: the VPC subdomain exists once it is enabled (grants c.10; H),
// and resolves in every VPC of any region, unless the scenario says otherwise
// (ruling 5). The function network is no VPC; that its functions do not reach
// the address is told of the address, not of the name (grants i.1; M).
func (l *lowering) vpcNameGates(g *groupParts) []fabric.Gate {
	e := placed("the VPC subdomain of API group "+g.Name, g.VPCSubdomain.Range(), g.Key)
	if !g.VPCSubdomain.Present() {
		return []fabric.Gate{{Element: e, Refusal: &fabric.Refusal{
			Element: e, Code: CodeSubdomainDisabled, Kind: diag.KindName,
			Summary: "the VPC subdomain of API group " + g.Name + " is not enabled, so there is no such name",
			Needed:  "the VPC subdomain, enabled for the group",
		}}}
	}
	var gates []fabric.Gate
	if r := g.gateway.placeless; r != nil {
		gates = append(gates, fabric.Gate{Element: r.Element, Refusal: r})
	}
	at := placed("where "+g.VPCSubdomain.V+" resolves", g.ResolvesIn.Range(), g.Key)
	gate := fabric.Gate{Element: at, Refusal: &fabric.Refusal{
		Element: at, Code: CodeNotResolvable, Kind: diag.KindName,
		Summary: g.VPCSubdomain.V + " does not resolve for this caller",
		Needed:  "a resolver that knows the name: a VPC that it resolves in",
	}}
	pass := fabric.GateClause{Element: at}
	switch v := g.ResolvesIn; {
	case v.V.Word == "any":
	case v.Present() && v.V.Word == "":
		pass.Match.Arrival = []fabric.DomainID{}
		for _, ref := range v.V.VPCs {
			if ref.V.To != nil {
				pass.Match.Arrival = append(pass.Match.Arrival, l.vpcs[ref.V.To].domain)
			}
		}
	default:
		pass.Match.ArrivalClasses = []string{classVPC, classFunctionNetwork}
	}
	if v := g.ResolvesIn; v.Present() {
		value := v.V.Word
		if value == "" {
			value = "a list of VPCs"
		}
		_, id := l.readSwitch(fabric.Switch{
			Element: at, ID: "resolves_in of " + g.Ref(), Name: "resolves_in", Code: "open.resolves-in", Ruling: 5,
			Values: []string{value}, Declared: true,
			Text: "where the VPC subdomain of API group " + g.Name + " resolves",
		})
		pass.Switches = []fabric.SwitchID{id}
		gate.Switches = pass.Switches
	}
	gate.Clauses = []fabric.GateClause{pass}
	return append(gates, gate)
}

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
			Element: element(&a.Resource), Code: CodeBackendMissing, Kind: diag.KindBackend,
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
		},
		Otherwise: "HTTP 504 from the gateway",
	}
	for _, d := range definitions(a) {
		if d.Backend != nil {
			s.Backends = append(s.Backends, l.backend(g, a, d))
		}
	}
	if a.Backend != nil {
		// A call to a stage in which nothing is published has been refused already;
		// the rest is judged as the current definition stands.
		last := s.Backends[0]
		last.Match = fabric.Match{}
		s.Backends = append(s.Backends, last)
	}
	l.out.APIs[&a.Resource] = &CallableAPI{
		Service: l.b.Service(s), Names: g.names,
		Call: fabric.Call{Method: a.Method.V, Path: g.fullPath(a.Definition.Path.V), Stage: defaultStage},
	}
	l.out.Interfaces[&a.Resource] = s.Interfaces
}

// defined is a definition and the stages that run it.
type defined struct {
	*Definition
	stages []string
}

// definitions are what the stages run, the current definition first.
func definitions(a *API) []defined {
	current := defined{Definition: &a.Definition, stages: []string{}}
	var own []defined
	for _, s := range a.Published.V {
		if s.Own != nil {
			own = append(own, defined{Definition: s.Own, stages: []string{s.Name}})
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

// PathPattern writes a path as the cloud writes it ([id] for one segment, a last
// * for all below) in the fabric's way.
func PathPattern(path string) string {
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

// typeGate: callers in VPCs of the region may use the shared instance, but
// functions and other regions need a dedicated one (grants c.1, c.2; H).
func (l *lowering) typeGate(g *groupParts) fabric.Gate {
	p := g.gateway
	e := placed("the type of API gateway "+p.Name, p.Type.Range(), p.Key)
	gate := fabric.Gate{Element: e}
	if p.Type.V == dedicated {
		gate.Clauses = []fabric.GateClause{{Element: e, Says: "it is dedicated"}}
		return gate
	}
	gate.Refusal = &fabric.Refusal{
		Element: e, Code: CodeNotDedicated, Kind: diag.KindGate,
		Summary: "API gateway " + p.Name + " is shared; functions and callers from other regions reach only a dedicated instance over a VPC",
		Needed:  "a dedicated instance",
	}
	gate.Clauses = []fabric.GateClause{
		{Element: e, Match: fabric.Match{Hosts: g.public}, Says: "calls over the internet need no dedicated instance"},
		{Element: e, Match: fabric.Match{SourceClasses: []string{classFunction}}, Refusal: gate.Refusal},
		{Element: e, Match: fabric.Match{SourceRegions: []string{p.region.Name}}, Says: "the caller is in its region"},
	}
	return gate
}

// clientGate: over a VPC a dedicated instance is called from the one VPC bound
// to it, or through that VPC (grants c.2, ruling 24; H). The shared instance
// takes every VPC of its region.
func (l *lowering) clientGate(g *groupParts) fabric.Gate {
	p := g.gateway
	e := placed("the client VPC of API gateway "+p.Name, p.ClientVPC.Range(), p.Key)
	gate := fabric.Gate{Element: e, Refusal: l.unbound(p)}
	gate.Clauses = []fabric.GateClause{{Element: e, Match: fabric.Match{Hosts: g.public}, Says: "calls over the internet need none"}}
	switch v := p.clientVPC(); {
	case p.Type.V == shared:
		gate.Clauses = append(gate.Clauses, fabric.GateClause{Element: e, Says: "the shared instance takes every VPC of its region"})
	case v != nil:
		gate.Clauses = append(gate.Clauses, fabric.GateClause{Element: e, Match: fabric.Match{
			Arrival: []fabric.DomainID{l.vpcs[v].domain},
		}, Says: "the call comes through VPC " + v.Name + ", which is bound"})
	case p.ClientVPC.V.To != nil:
		gate.Refusal.Summary = "VPC " + p.ClientVPC.V.To.Name + " cannot be bound to API gateway " + p.Name + ": it is in another region"
	}
	return gate
}

// domainGate: the call must be for a domain of the group (grants c.9-c.11).
func (l *lowering) domainGate(g *groupParts) fabric.Gate {
	e := element(&g.Resource)
	public := fabric.GateClause{
		Element: placed("internet access of API group "+g.Name, g.Internet.Range(), g.Key),
		Match:   fabric.Match{Hosts: g.public}, Says: "it is open to the internet",
	}
	if !g.Internet.Or(true) {
		public.Refusal = &fabric.Refusal{
			Element: public.Element, Code: CodeInternetDisabled, Kind: diag.KindGate,
			Summary: "API group " + g.Name + " is not open to the internet",
			Needed:  "internet access for the group, or a call over a VPC",
		}
	}
	return fabric.Gate{
		Element: e,
		Clauses: []fabric.GateClause{{Element: e, Match: fabric.Match{Hosts: g.private}, Says: "the domain is the group's"}, public},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodeUnknownDomain, Kind: diag.KindGate,
			Summary: "API group " + g.Name + " has no such domain",
			Needed:  "a domain that is bound to the group",
		},
	}
}

// schemeGate: HTTP works on every domain; HTTPS where a certificate is, and on
// the VPC subdomain documents disagree (ruling 22).
func (l *lowering) schemeGate(g *groupParts) fabric.Gate {
	e := placed("HTTPS of API group "+g.Name, g.VPCSubdomainHTTPS.Range(), g.Key)
	works, id := l.boolSwitch(g.VPCSubdomainHTTPS, fabric.Switch{
		Element: e, ID: "vpc_subdomain_https of " + g.Ref(), Name: "vpc_subdomain_https",
		Code: "open.vpc-subdomain-https", Ruling: 22,
		Text: "whether the VPC subdomain of API group " + g.Name + " answers HTTPS",
	})
	refusal := &fabric.Refusal{
		Element: e, Code: CodeProtocolDenied, Kind: diag.KindGate,
		Summary: "this domain of API group " + g.Name + " does not answer HTTPS",
		Needed:  "HTTP, or an own domain with a certificate",
		Symptom: "the TLS handshake fails",
	}
	subdomain := fabric.GateClause{
		Element: e, Switches: []fabric.SwitchID{id}, Says: "the VPC subdomain answers HTTPS",
		Match: fabric.Match{Schemes: []string{"https"}, Hosts: g.private[:1]},
	}
	if !works {
		subdomain.Refusal = refusal
	}
	return fabric.Gate{Element: e, Refusal: refusal, Clauses: []fabric.GateClause{
		{Element: e, Match: fabric.Match{Schemes: []string{"http"}}, Says: "the call is plain HTTP"},
		{Element: e, Match: fabric.Match{Schemes: []string{"https"}, Hosts: orNone(g.https)}, Says: "the domain answers HTTPS"},
		subdomain,
	}}
}

func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// publishedGate: changes act only once they are published in the stage called
// (grants c.12; H). What a stale stage runs is not written.
func publishedGate(g *groupParts, a *API) fabric.Gate {
	e := placed("the stages of API "+a.Name, a.Published.Range(), a.Key)
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: CodeUnpublished, Kind: diag.KindGate,
		Summary: "API " + a.Name + " is not published in the stage that is called",
		Needed:  "the API, published in the stage",
	}}
	for _, s := range a.Published.V {
		c := fabric.GateClause{
			Element: fabric.Element{Label: "stage " + s.Name + " of API " + a.Name, At: s.Node.Range},
			Match:   fabric.Match{Stages: []string{s.Name}}, Says: "the API is published in it",
		}
		if s.Stale {
			c.Refusal = &fabric.Refusal{
				Element: c.Element, Code: "open.stage-definition", Kind: diag.KindUnknown,
				Summary: "stage " + s.Name + " runs an earlier definition of API " + a.Name + ", which is not written",
				Needed:  "the definition that the stage runs, or the API published again",
			}
		}
		gate.Clauses = append(gate.Clauses, c)
	}
	known := fabric.GateClause{Element: e, Match: fabric.Match{Stages: g.stages}, Refusal: gate.Refusal}
	gate.Clauses = append(gate.Clauses, known)
	unknown := *gate.Refusal
	unknown.Code = CodeUnknownStage
	unknown.Summary = "API group " + g.Name + " has no such stage"
	unknown.Needed = "a stage of the group: " + strings.Join(g.stages, ", ")
	gate.Refusal = &unknown
	return gate
}

// protocolGate: the API takes some protocols (grants i.17; H).
func protocolGate(g *groupParts, a *API) fabric.Gate {
	e := placed("the protocols of API "+a.Name, a.Protocols.Range(), a.Key)
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: CodeProtocolDenied, Kind: diag.KindGate,
		Summary: "API " + a.Name + " does not take this protocol",
		Needed:  "a protocol that the API takes",
	}}
	for _, d := range definitions(a) {
		m := fabric.Match{Stages: d.stages, Schemes: []string{"http", "https"}}
		if d.Protocols.Present() {
			m.Schemes = orNone(values(d.Protocols))
		}
		gate.Clauses = append(gate.Clauses, fabric.GateClause{Element: e, Match: m, Says: strings.Join(m.Schemes, ", ")})
	}
	return unlessUnpublished(gate, a, g)
}

// unlessUnpublished lets calls to a stage in which nothing is published pass:
// that has been told already.
func unlessUnpublished(gate fabric.Gate, a *API, g *groupParts) fabric.Gate {
	var published []string
	for _, s := range a.Published.V {
		published = append(published, s.Name)
	}
	if len(published) == 0 {
		return gate // judged as the definition stands
	}
	last := fabric.GateClause{Element: gate.Element, Match: fabric.Match{Stages: published}, Refusal: gate.Refusal}
	gate.Clauses = append(gate.Clauses, last, fabric.GateClause{Element: gate.Element})
	return gate
}

// pathGate: method and path must be those of the API (grants i.14; H).
func pathGate(g *groupParts, a *API) fabric.Gate {
	e := placed("method and path of API "+a.Name, a.Definition.Path.Range(), a.Key)
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: CodeNoMatch, Kind: diag.KindGate,
		Summary: "the call's method and path are not those of API " + a.Name,
		Needed:  fmt.Sprintf("a call to %s %s", a.Method.V, g.fullPath(a.Definition.Path.V)),
	}}
	for _, d := range definitions(a) {
		gate.Clauses = append(gate.Clauses, fabric.GateClause{Element: e, Match: fabric.Match{
			Stages: d.stages, Methods: []string{d.Method.V}, Paths: []string{PathPattern(g.fullPath(d.Path.V))},
		}, Says: d.Method.V + " " + g.fullPath(d.Path.V)})
	}
	return unlessUnpublished(gate, a, g)
}

// How a caller proves which app it is.
const (
	signature = "signature"
	appCode   = "app_code"
)

// CredentialOf is how a call with an Authorization header proves that it comes
// from an app: by the app's AppCode, or else by a signature. A wrong AppCode
// proves nothing (grants i.19; H).
func CredentialOf(a *App, authorization string) string {
	code, is := strings.CutPrefix(authorization, "APPCODE ")
	switch {
	case !is:
		return signature
	case a.AppCode.Present() && strings.TrimSpace(code) == a.AppCode.V:
		return appCode
	default:
		return "wrong " + appCode
	}
}

// authGate: an API that asks for an app takes those authorized for it in the
// stage, by signature, or by AppCode where that is enabled (grants c.13; H).
func authGate(g *groupParts, a *API) fabric.Gate {
	e := placed("authentication of API "+a.Name, a.Auth.Range(), a.Key)
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: CodeAppUnauthorized, Kind: diag.KindGate,
		Summary: "the calling app is not authorized for API " + a.Name + " in this stage, or not by this kind of credential",
		Needed:  "the app, authorized for the API and the stage",
	}}
	for _, d := range definitions(a) {
		if d.Auth.V == "none" {
			gate.Clauses = append(gate.Clauses, fabric.GateClause{Element: e, Match: fabric.Match{Stages: d.stages}, Says: "none is asked for"})
			continue
		}
		gate.Clauses = append(gate.Clauses, fabric.GateClause{
			Element: e, Match: fabric.Match{Stages: d.stages, Apps: []string{""}},
			Refusal: &fabric.Refusal{
				Element: e, Code: CodeAppCredentialsMissing, Kind: diag.KindGate,
				Summary: "API " + a.Name + " asks for an app, and the call names none",
				Needed:  "a call with the credentials of an authorized app",
			},
		})
		credentials := []string{signature}
		if d.AppCode.V {
			credentials = append(credentials, appCode)
		}
		for _, w := range d.Authorized {
			if w.App.V.To == nil {
				continue
			}
			stages := []string{}
			for _, s := range values(w.Stages) {
				if d.stages == nil || slices.Contains(d.stages, s) {
					stages = append(stages, s)
				}
			}
			gate.Clauses = append(gate.Clauses, fabric.GateClause{
				Element: fabric.Element{Label: "authorization of app " + w.App.V.To.Name, At: w.Node.Range},
				Match:   fabric.Match{Apps: []string{w.App.V.To.Ref()}, Stages: stages, Credentials: credentials}, Says: "the app may call it in this stage",
			})
		}
	}
	return unlessUnpublished(gate, a, g)
}

// backend makes what a stage's definition forwards to.
func (l *lowering) backend(g *groupParts, a *API, d defined) fabric.Backend {
	b := fabric.Backend{
		Element: fabric.Element{Label: "the backend of API " + a.Name, At: d.Backend.Node.Range},
		Match:   fabric.Match{Stages: d.stages}, From: g.gateway.egress, Start: fabric.None,
	}
	switch {
	case d.Backend.VPCAccess.Present():
		l.vpcBackend(g, a, d, &b)
	case d.Backend.Function.Present():
		l.functionBackend(d, &b)
	case d.Backend.HTTP.Present():
		l.httpBackend(d, &b)
	}
	return b
}

func refuse(b *fabric.Backend, at diag.Range, code diag.Code, summary, needed string) {
	e := placed(b.Label, at, b.At)
	b.Gates = append(b.Gates, fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: code, Kind: diag.KindGate, Summary: summary, Needed: needed,
		Symptom: "HTTP 504 from the gateway",
	}})
}

// functionBackend: the gateway invokes the function over the platform, by a
// role that may (grants d.9; H).
func (l *lowering) functionBackend(d defined, b *fabric.Backend) {
	f := d.Backend.Function
	if f.V.To == nil {
		refuse(b, f.Range(), CodeBackendMissing, "function "+f.V.Text+" is gone", "the function")
		return
	}
	role := d.Backend.Role
	s := fabric.Switch{
		Element: placed(b.Label, role.Range(), b.At), ID: "invoke role of " + f.V.To.Ref() + " for " + b.At.String(),
		Name: "backend.role", Code: "open.invoke-role", Values: []string{"none", "may invoke"},
		Declared: role.Present(),
		Text:     "whether the gateway has a role that may invoke function " + f.V.To.Name,
	}
	if role.Present() && role.V != "none" {
		s.Value = 1
	}
	n, id := l.readSwitch(s)
	b.Switches = append(b.Switches, id)
	if n == 0 {
		refuse(b, role.Range(), CodeInvokeMissing,
			"the gateway has no role that may invoke function "+f.V.To.Name,
			"the service-linked role AliyunServiceRoleForApiGateway, or a role with fc:InvokeFunction")
	}
}

// httpBackend: a service on the internet, of which netsim knows nothing. A
// private address is no such service: that needs an authorization.
func (l *lowering) httpBackend(d defined, b *fabric.Backend) {
	u := d.Backend.HTTP
	if a, ok := addressOf(u.V); ok && !isPublic(a) {
		refuse(b, u.Range(), CodeVPCAccessMissing, u.V.Host+" is a private address, which the gateway does not reach as an HTTP backend",
			"a VPC access authorization for the address")
		return
	}
	_, id := l.readSwitch(fabric.Switch{
		Element: placed(b.Label, u.Range(), b.At), ID: "answers of " + u.V.Host + " for " + b.At.String(), Name: "backend.http", Code: "open.http-backend",
		Ruling: 27, Values: []string{"assumed"},
		Text: "the service at " + u.V.Host + " is assumed to answer the gateway",
	})
	b.Switches = append(b.Switches, id)
}

func isPublic(a netip.Addr) bool {
	_, at := packet.AddrsOfAddr(a)
	return a.Is6() && a.IsGlobalUnicast() && !a.IsPrivate() ||
		a.Is4() && slices.ContainsFunc(packet.PublicIPv4(), func(r packet.Addrs) bool { return r.Covers(at) })
}

// vpcBackend opens a connection into the authorized VPC, from the gateway's
// outbound addresses (grants c.3, c.4, c.6; H).
func (l *lowering) vpcBackend(g *groupParts, a *API, d defined, b *fabric.Backend) {
	ref := d.Backend.VPCAccess
	access := ref.V.To
	if access == nil {
		refuse(b, ref.Range(), CodeVPCAccessMissing,
			"the VPC access authorization "+ref.V.Text+" is gone, so the gateway may not reach the backend",
			"a VPC access authorization for the VPC, the target and the port")
		return
	}
	v := access.VPC.V.To
	switch {
	case v == nil:
		refuse(b, access.VPC.Range(), CodeVPCAccessMissing, "the VPC of "+element(&access.Resource).Label+" is gone", "the VPC")
		return
	case regionOf(&v.Resource) != g.gateway.region:
		refuse(b, access.VPC.Range(), CodeVPCAccessInvalid,
			"API gateway "+g.gateway.Name+" opens connections only into VPCs of its own region, and VPC "+v.Name+" is in "+regionOf(&v.Resource).Name,
			"an authorization for a VPC of the gateway's region that leads to the target")
	case v.AccountOr("") != g.gateway.AccountOr(""):
		refuse(b, access.VPC.Range(), CodeVPCAccessInvalid,
			"an authorization works within one account, and VPC "+v.Name+" is another account's", "a VPC of the gateway's account")
	}
	if g.gateway.unknown != nil {
		b.Gates = append(b.Gates, fabric.Gate{Element: g.gateway.unknown.Element, Refusal: g.gateway.unknown})
	}
	b.Start = l.vpcs[v].main
	b.Service = packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(uint16(access.Port.V))}
	b.Call = &fabric.Call{
		Scheme: d.Backend.Scheme.Or("http"), Host: access.Host.V,
		Method: d.Backend.Method.V, Path: d.Backend.Path.V,
	}
	b.Back = l.backGate(access, v)
	l.target(access, v, b)
}

// target is where an authorization leads.
func (l *lowering) target(access *VPCAccess, v *VPC, b *fabric.Backend) {
	t := access.Target
	r := t.V.Ref.To
	if t.V.Address.IsValid() {
		if r = l.holder(v, t.V.Address); r == nil {
			l.addressTarget(access, v, b)
			return
		}
	}
	switch {
	case r == nil:
		refuse(b, t.Range(), fabric.CodeRemoved, "the target "+t.V.Ref.Text+" of "+element(&access.Resource).Label+" is gone", "the target")
	case l.out.Refused[r] != nil:
		b.Gates = append(b.Gates, fabric.Gate{Element: element(r), Refusal: l.out.Refused[r]})
	default:
		if !t.V.Address.IsValid() && r.Enclosing(KindVPC) != &v.Resource {
			refuse(b, t.Range(), CodeVPCAccessInvalid, element(r).Label+" is not in VPC "+v.Name, "a target in the VPC of the authorization")
		}
		b.To = l.out.Interfaces[r]
	}
}

// holder is the resource of a VPC that has an address.
func (l *lowering) holder(v *VPC, a netip.Addr) *scenario.Resource {
	for _, i := range v.Instances.All() {
		if i.PrivateIP.Present() && i.PrivateIP.V == a {
			return &i.Resource
		}
	}
	for _, b := range v.LoadBalancers.All() {
		if b.Address.Present() && b.Address.V == a {
			return &b.Resource
		}
	}
	return nil
}

// addressTarget leads to an address that no resource of the VPC is written to
// have: one of a vSwitch's, or one that the VPC's routes lead to.
func (l *lowering) addressTarget(access *VPCAccess, v *VPC, b *fabric.Backend) {
	a := access.Target.V.Address
	for _, s := range v.VSwitches.All() {
		if s.CIDR.V.Contains(a) {
			i := *l.b.InterfaceAt(l.out.Free[&s.Resource])
			i.Addresses = []fabric.Address{addressOfIP(a)}
			b.To = []fabric.InterfaceID{l.b.Interface(i)}
			return
		}
	}
	for _, r := range l.doc.Regions.All() {
		for _, other := range r.VPCs.All() {
			if h := l.holder(other, a); h != nil && other != v {
				b.To = append(b.To, l.out.Interfaces[h]...)
			}
		}
	}
	if len(b.To) != 1 {
		b.To = nil
		e := placed(b.Label, access.Target.Range(), access.Key)
		b.Gates = append(b.Gates, fabric.Gate{Element: e, Refusal: &fabric.Refusal{
			Element: e, Code: "unsupported.outside-target", Kind: diag.KindUnknown,
			Summary: "what has the address " + a.String() + " is not written, or not in one place only",
			Needed:  "an instance with this address",
		}})
	}
}

// backGate: the reply must come back by the VPC that the gateway was let into.
// By a service route of a CEN it would come through another: whether that counts
// is not documented (ruling 28).
func (l *lowering) backGate(access *VPCAccess, v *VPC) *fabric.Gate {
	e := element(&access.Resource)
	gate := &fabric.Gate{
		Element: e,
		Clauses: []fabric.GateClause{{
			Element: e, Match: fabric.Match{Arrival: []fabric.DomainID{l.vpcs[v].domain}},
			Says: "the reply comes back by VPC " + v.Name,
		}},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodeAsymmetric, Kind: diag.KindRoute,
			Summary: "the reply reaches the gateway through another VPC than the one it was sent into",
			Needed:  "a reply by the VPC of the authorization: no route to the gateway's addresses that leads elsewhere",
		},
	}
	for _, s := range l.serviceRoutes() {
		if host := s.HostVPC.V.To; host != nil && host != v {
			counts, id := l.boolSwitch(s.BackendReturn, fabric.Switch{
				Element: element(&s.Resource), ID: "backend_return of " + s.Ref(), Name: "backend_return",
				Code: "open.backend-return", Ruling: 28,
				Text: "whether the gateway takes a backend's replies that come by service route " + s.Name,
			})
			clause := fabric.GateClause{
				Element: element(&s.Resource), Switches: []fabric.SwitchID{id},
				Match: fabric.Match{
					Arrival: []fabric.DomainID{l.vpcs[host].domain}, Sources: []packet.Box{destinationBox(s.Host.V)},
				},
			}
			if !counts {
				clause.Refusal = gate.Refusal
			}
			gate.Clauses = append(gate.Clauses, clause)
		}
	}
	return gate
}

// serviceRoutes are those of all CENs, the narrowest first: that is the one
// which a packet follows.
func (l *lowering) serviceRoutes() []*ServiceRoute {
	var all []*ServiceRoute
	for _, c := range l.doc.CENs.All() {
		all = append(all, c.ServiceRoutes.All()...)
	}
	slices.SortStableFunc(all, func(a, b *ServiceRoute) int { return cmp.Compare(b.Host.V.Bits(), a.Host.V.Bits()) })
	return all
}

func destinationBox(p netip.Prefix) packet.Box {
	f, a := packet.AddrsOfPrefix(p)
	b := packet.AllHeaders(f)
	b.Destination = a
	return b
}
