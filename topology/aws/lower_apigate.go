package aws

import (
	"fmt"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// arrivalGate: a private API is called by an endpoint and in no other way, and an
// endpoint leads to private APIs only (sheet d1, d.2; H).
func (a *apiParts) arrivalGate() fabric.Gate {
	e := placed("the endpoint type of "+a.label, a.kindAt, a.Key)
	g := fabric.Gate{Element: e}
	if a.private {
		g.Clauses = []fabric.GateClause{{Element: e, Match: fabric.Match{At: none(allOf(a.gateway.doors))}, Says: "it is private, and called by an endpoint"}}
		g.Refusal = a.forbidden(e, a.label+" is private, and the call does not come by a VPC endpoint", "a call by an interface endpoint for execute-api")
		return g
	}
	g.Clauses = []fabric.GateClause{{Element: e, Match: fabric.Match{At: []fabric.InterfaceID{a.gateway.front}}, Says: "it is called over the internet"}}
	g.Refusal = a.forbidden(e, a.label+" is "+a.kind+", and a VPC endpoint leads to private APIs only", "endpoint type PRIVATE, or a call that does not go by the endpoint: private DNS of an endpoint takes the names of all APIs in its VPC")
	g.Refusal.Symptom = symptomForbidden // API Gateway does not know of the API here
	return g
}

func none[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// endpointPolicies: the policy of the endpoint must allow the call too (sheet d10;
// H).
func (l *lowering) endpointPolicies(a *apiParts) []fabric.Gate {
	if !a.private {
		return nil
	}
	e := fabric.Element{Label: "the policies of endpoints", At: a.Key}
	decided, doubts := fabric.Gate{Element: e}, fabric.Gate{Element: e}
	for _, p := range a.gateway.doors {
		if p.endpoint.Policy == nil {
			continue
		}
		label := "the policy of " + element(&p.endpoint.Resource).Label
		denied := fabric.Refusal{
			Code: CodeEndpointDenied, Kind: diag.KindGate, Symptom: symptomAccessDenied,
			Needed: "a policy of the endpoint that allows execute-api:Invoke on " + a.label,
		}
		use := policyUse{
			Policy: p.endpoint.Policy, label: label, at: p.endpoint.Policy.Node.Range, doors: []door{p},
			requests: arnOf(a.Resource).requests, denied: denied, unallowed: denied,
		}
		gates := use.gates()
		decided.Clauses = append(decided.Clauses, confined(gates[0], fabric.Match{At: p.at})...)
		if len(gates) > 1 {
			doubts.Clauses = append(doubts.Clauses, confined(gates[1], fabric.Match{At: p.at})...)
		}
	}
	if decided.Clauses == nil {
		return nil
	}
	rest := fabric.GateClause{Element: e, Says: "no policy is written for the endpoint, so it allows everything"}
	decided.Clauses = append(decided.Clauses, rest)
	if doubts.Clauses == nil {
		return []fabric.Gate{decided}
	}
	doubts.Clauses = append(doubts.Clauses, rest)
	return []fabric.Gate{decided, doubts}
}

// confined are the clauses of a gate, and its refusal, where something holds as
// well.
func confined(g fabric.Gate, to fabric.Match) []fabric.GateClause {
	var list []fabric.GateClause
	for _, c := range append(g.Clauses[:len(g.Clauses):len(g.Clauses)], fabric.GateClause{Element: g.Element, Refusal: g.Refusal, Says: "nothing in it denies it"}) {
		if to.At != nil && c.Match.At == nil {
			c.Match.At = to.At
		}
		c.Match.Hosts = to.Hosts
		list = append(list, c)
	}
	return list
}

// hostGate: API Gateway finds the API by the Host of the call (sheet d.2; H).
func (a *apiParts) hostGate() fabric.Gate {
	e := fabric.Element{Label: "the host of the call", At: a.Key}
	g := fabric.Gate{Element: e, Refusal: a.forbidden(e,
		"the Host of the call does not name "+a.label,
		"a Host header "+a.host+", or a header x-apigw-api-id with the id of the API")}
	if a.closed.V {
		off := placed("the default endpoint of "+a.label, a.closed.Range(), a.Key)
		g.Clauses = append(g.Clauses, fabric.GateClause{
			Element: off, Match: fabric.Match{Hosts: append([]string{a.host}, a.aliases...)},
			Refusal: a.forbidden(off, off.Label+" is disabled", "a custom domain name, or the default endpoint"),
		})
	}
	g.Clauses = append(g.Clauses, fabric.GateClause{Element: e, Match: fabric.Match{Hosts: a.called()}, Says: "it names " + a.label})
	return g
}

// stageGate: what an API runs was deployed to a stage (sheet d8; H). What a stale
// stage runs is not written.
func (a *apiParts) stageGate() fabric.Gate {
	e := placed("the stages of "+a.label, a.stages.Range(), a.Key)
	g := fabric.Gate{Element: e, Refusal: a.forbidden(e, a.label+" is not deployed", "a stage that it is deployed to")}
	g.Refusal.Code = cloud.CodeUnpublished
	var known []string
	for _, s := range a.stages.V {
		c := fabric.GateClause{
			Element: fabric.Element{Label: "stage " + s.Name + " of " + a.label, At: s.Node.Range},
			Match:   fabric.Match{Stages: []string{s.Name}}, Says: "the API is deployed to it",
		}
		if s.Stale {
			c.Refusal = &fabric.Refusal{
				Element: c.Element, Code: cloud.CodeStageDefinition, Kind: diag.KindUnknown,
				Summary: "stage " + s.Name + " runs an earlier deployment of " + a.label + ", which is not written",
				Needed:  "what was deployed to the stage, or a new deployment",
			}
		}
		g.Clauses = append(g.Clauses, c)
		known = append(known, s.Name)
	}
	if known != nil {
		g.Refusal.Code = cloud.CodeUnknownStage
		g.Refusal.Summary = fmt.Sprintf("%s has no such stage", a.label)
		g.Refusal.Needed = "a stage that the API is deployed to: " + strings.Join(known, ", ")
	}
	return g
}
