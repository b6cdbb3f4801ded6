package alibaba

import (
	"fmt"
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

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
		if at := l.vpcs[v].arrivals; at != nil {
			gate.Clauses = append(gate.Clauses, l.byPeering(p, v, *at))
		}
	case p.ClientVPC.V.To != nil:
		gate.Refusal.Summary = "VPC " + p.ClientVPC.V.To.Name + " cannot be bound to API gateway " + p.Name + ": it is in another region"
	}
	return gate
}

// byPeering: whether a call counts that comes into the bound VPC over a peering
// connection is not documented (ruling 24).
func (l *lowering) byPeering(p *gatewayParts, v *VPC, arrivals fabric.TableID) fabric.GateClause {
	e := placed("the client VPC of API gateway "+p.Name, p.ClientVPC.Range(), p.Key)
	return fabric.GateClause{
		Element: e, Match: fabric.Match{Arrival: []fabric.DomainID{l.b.TableAt(arrivals).Domain}},
		Refusal: &fabric.Refusal{
			Element: e, Code: "open.peering-arrival", Kind: diag.KindUnknown,
			Summary: "whether API gateway " + p.Name + " takes calls that come into VPC " + v.Name + " over a peering connection is not known",
			Needed:  "a caller in VPC " + v.Name + ", or a CEN that joins the caller's network to it",
		},
	}
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
			Element: e, Code: cloud.CodeUnknownDomain, Kind: diag.KindGate, Symptom: symptomUnknownDomain,
			Summary: "API group " + g.Name + " has no such domain",
			Needed:  "a domain that is bound to the group",
		},
	}
}

// schemeGate: HTTP works on every domain; HTTPS where a certificate is, and on
// the VPC subdomain documents disagree (ruling 22).
func (l *lowering) schemeGate(g *groupParts) fabric.Gate {
	e := placed("HTTPS of API group "+g.Name, g.VPCSubdomainHTTPS.Range(), g.Key)
	works, id := l.ReadBool(g.VPCSubdomainHTTPS, fabric.Switch{
		Element: e, ID: "vpc_subdomain_https of " + g.Ref(), Name: "vpc_subdomain_https",
		Code: "open.vpc-subdomain-https", Ruling: 22,
		Text:    "whether the VPC subdomain of API group " + g.Name + " answers HTTPS",
		Declare: cloud.At(g.TreePath, "vpc_subdomain_https"),
	})
	refusal := &fabric.Refusal{
		Element: e, Code: cloud.CodeProtocolDenied, Kind: diag.KindGate,
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
		Element: e, Code: cloud.CodeUnpublished, Kind: diag.KindGate, Symptom: symptomUnpublished,
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
				Element: c.Element, Code: cloud.CodeStageDefinition, Kind: diag.KindUnknown,
				Summary: "stage " + s.Name + " runs an earlier definition of API " + a.Name + ", which is not written",
				Needed:  "the definition that the stage runs, or the API published again",
			}
		}
		gate.Clauses = append(gate.Clauses, c)
	}
	known := fabric.GateClause{Element: e, Match: fabric.Match{Stages: g.stages}, Refusal: gate.Refusal}
	gate.Clauses = append(gate.Clauses, known)
	unknown := *gate.Refusal
	unknown.Code, unknown.Symptom = cloud.CodeUnknownStage, symptomUnknownStage
	unknown.Summary = "API group " + g.Name + " has no such stage"
	unknown.Needed = "a stage of the group: " + strings.Join(g.stages, ", ")
	gate.Refusal = &unknown
	return gate
}

// protocolGate: the API takes some protocols (grants i.17; H).
func protocolGate(g *groupParts, a *API) fabric.Gate {
	e := placed("the protocols of API "+a.Name, a.Protocols.Range(), a.Key)
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: cloud.CodeProtocolDenied, Kind: diag.KindGate, Symptom: symptomProtocolDenied,
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
	gate.Clauses = append(gate.Clauses, last, fabric.GateClause{Element: gate.Element, Says: "not judged: nothing is published in this stage"})
	return gate
}

// pathGate: method and path must be those of the API (grants i.14; H).
func pathGate(g *groupParts, a *API) fabric.Gate {
	e := placed("method and path of API "+a.Name, a.Definition.Path.Range(), a.Key)
	gate := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: cloud.CodeNoMatch, Kind: diag.KindGate, Symptom: symptomNoMatch,
		Summary: "the call's method and path are not those of API " + a.Name,
		Needed:  fmt.Sprintf("a call to %s %s", a.Method.V, g.fullPath(a.Definition.Path.V)),
	}}
	for _, d := range definitions(a) {
		gate.Clauses = append(gate.Clauses, fabric.GateClause{Element: e, Match: fabric.Match{
			Stages: d.stages, Methods: []string{d.Method.V}, Paths: []string{pathPattern(g.fullPath(d.Path.V))},
		}, Says: d.Method.V + " " + g.fullPath(d.Path.V)})
	}
	return unlessUnpublished(gate, a, g)
}

// How a caller proves which app it is.
const (
	signature = "signature"
	appCode   = "app_code"
)

// credentialOf is how a call with an Authorization header proves that it comes
// from an app: by the app's AppCode, or else by a signature. A wrong AppCode
// proves nothing (grants i.19; H).
func credentialOf(a *App, authorization string) string {
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
