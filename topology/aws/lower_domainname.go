package aws

import (
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

type endpointRef = value[scenario.Ref[Endpoint]]

// domainName is the name of a custom domain: where records of hosted zones lead,
// and nowhere without one (sheet d.2; H).
func (l *lowering) domainName(a *apiParts, d *DomainName) fabric.NameID {
	e := element(&d.Resource)
	host := strings.ToLower(d.Name)
	n := l.name(host, e)
	to := []fabric.InterfaceID{a.gateway.front}
	if d.Type.V == endpointPrivate {
		to = allOf(a.gateway.doors)
	}
	n.leads(to, cloud.Closed(&fabric.Refusal{
		Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: "no record of a hosted zone leads " + host + " to API Gateway",
		Needed:  "a record for the name, in a public zone, or in a private one that the caller's VPC is associated with",
	})...)
	return n.id
}

// domainGates: a private domain name takes calls by the endpoints that are
// associated with it, and that its policy lets in; and a domain name that is
// mapped to a part of the paths takes no others (sheet d.2; H).
func (l *lowering) domainGates(a *apiParts) []fabric.Gate {
	var gates []fabric.Gate
	for _, d := range a.domains {
		e := element(&d.Resource)
		hosts := []string{strings.ToLower(d.Name)}
		g := fabric.Gate{Element: e, Clauses: []fabric.GateClause{{
			Element: placed("the base path of "+e.Label, d.BasePath.Range(), d.Key), Match: fabric.Match{Hosts: hosts, Stages: []string{""}},
			Refusal: a.forbidden(e, "the path of the call is not below the base path of "+e.Label, "a path below /"+strings.Trim(d.BasePath.V, "/")),
		}}}
		if d.Type.V == endpointPrivate {
			g.Clauses = append(g.Clauses, l.associated(a, d)...)
		}
		g.Clauses = append(g.Clauses, fabric.GateClause{Element: e, Says: "it is mapped to the API"})
		gates = append(gates, g)
		if d.Type.V == endpointPrivate {
			gates = append(gates, l.domainPolicy(a, d)...)
		}
	}
	return gates
}

func (l *lowering) associated(a *apiParts, d *DomainName) []fabric.GateClause {
	e := placed("the access associations of "+element(&d.Resource).Label, d.Associations.Range(), d.Key)
	hosts := []string{strings.ToLower(d.Name)}
	at := []fabric.InterfaceID{}
	for _, p := range a.gateway.doors {
		if slices.ContainsFunc(d.Associations.V, func(v endpointRef) bool { return v.V.To == p.endpoint }) {
			at = append(at, p.at...)
		}
	}
	return []fabric.GateClause{
		{Element: e, Match: fabric.Match{Hosts: hosts, At: at}, Says: "the endpoint is associated with it"},
		{Element: e, Match: fabric.Match{Hosts: hosts}, Refusal: a.forbidden(e, "the endpoint is not associated with "+element(&d.Resource).Label, "a domain name access association with the endpoint")},
	}
}

func (l *lowering) domainPolicy(a *apiParts, d *DomainName) []fabric.Gate {
	label := "the policy of " + element(&d.Resource).Label
	hosts := fabric.Match{Hosts: []string{strings.ToLower(d.Name)}}
	unallowed := fabric.Refusal{
		Element: element(&d.Resource), Code: CodeImplicitDeny, Kind: diag.KindGate, Symptom: symptomImplicitDeny,
		Needed: "a statement of the domain's policy that allows execute-api:Invoke",
	}
	denied := unallowed
	denied.Code, denied.Symptom, denied.Needed = CodeExplicitDeny, symptomExplicitDeny, "no statement of the domain's policy that denies it"
	pass := fabric.GateClause{Element: element(&d.Resource), Says: "it is called by another name"}
	if d.Policy == nil {
		unallowed.Summary = element(&d.Resource).Label + " is private and has no policy, so nothing allows any call"
		return []fabric.Gate{{Element: pass.Element, Clauses: []fabric.GateClause{{Element: pass.Element, Match: hosts, Refusal: &unallowed}, pass}}}
	}
	use := policyUse{
		Policy: d.Policy, label: label, at: d.Policy.Node.Range, doors: a.gateway.doors,
		requests: func(resource string) ([]string, truth) { return []string{"*"}, d.means(resource) },
		denied:   denied, unallowed: unallowed,
	}
	var gates []fabric.Gate
	for _, g := range use.gates() {
		gates = append(gates, fabric.Gate{Element: g.Element, Clauses: append(confined(g, hosts), pass)})
	}
	return gates
}

// means reports whether a resource of a domain's policy is the domain.
func (d *DomainName) means(resource string) truth {
	if own, ok := strings.CutPrefix(resource, "execute-api:"); ok || resource == "*" {
		return truthOf(resource == "*" || strings.Trim(own, "/*") == "")
	}
	parts := strings.SplitN(resource, ":", 6)
	region := regionOf(&d.Resource).Name
	sure := surely
	for i, want := range []string{"arn", partitionOf(region), "execute-api", region, d.AccountOr("")} {
		if len(parts) < 6 {
			return never
		}
		sure = min(sure, matchesPart(parts[i], want))
	}
	if fabric.Wildcard(parts[5], "/domainnames/"+d.Name) || strings.HasSuffix(parts[5], "*") && fabric.Wildcard(parts[5], "/domainnames/"+d.Name+"+") {
		return sure
	}
	return min(sure, truthOf(strings.HasPrefix(parts[5], "/domainnames/"+d.Name+"+")))
}
