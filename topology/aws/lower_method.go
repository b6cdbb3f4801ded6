package aws

import (
	"cmp"
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// apiBackends are what an API does with a call: of the stage that is called, what
// was deployed to it. What a stage that does not stand would do is judged as the
// API is written.
func (l *lowering) apiBackends(a *apiParts) []fabric.Backend {
	var list []fabric.Backend
	for _, s := range a.stages.V {
		in := []string{s.Name}
		if !s.Stale {
			list = append(list, l.methods(a, a.deployed(s), in)...)
			list = append(list, a.stop(fabric.Match{Stages: in}))
			continue
		}
		// What a stale stage does is told as unknown already.
		list = append(list, fabric.Backend{Element: fabric.Element{Label: "stage " + s.Name, At: s.Node.Range}, Match: fabric.Match{Stages: in}, Start: fabric.None})
	}
	return append(list, l.methods(a, a.Snapshot, nil)...)
}

// deployed is what a stage runs: what is not written of it is as written for the
// API.
func (a *apiParts) deployed(s Stage) Snapshot {
	run := a.Snapshot
	if s.Own == nil {
		return run
	}
	if s.Own.Policy != nil {
		run.Policy = s.Own.Policy
	}
	if s.Own.Methods != nil {
		run.Methods = s.Own.Methods
	}
	if s.Own.Variables != nil {
		run.Variables = s.Own.Variables
	}
	return run
}

// methods are the backends of a snapshot's methods, in the order in which they are
// tried. A REST API looks for the resource first, so that a method which the
// nearest resource does not have is not looked for in another (sheet d9; M).
func (l *lowering) methods(a *apiParts, s Snapshot, stages []string) []fabric.Backend {
	gates := map[string][]fabric.Gate{}
	var list []fabric.Backend
	ordered := inOrderOfPaths(s.Methods)
	for i, m := range ordered {
		auth := m.Authorization.Or(authNone)
		if _, ok := gates[auth]; !ok {
			gates[auth] = l.policyGates(a, s, auth)
		}
		b := fabric.Backend{
			Element: fabric.Element{Label: m.label() + " of " + a.label, At: m.Node.Range},
			Match:   fabric.Match{Stages: stages, Methods: []string{m.Method.V}, Paths: pathPatterns(m)},
			Start:   fabric.None, From: a.gateway.egress, Gates: slices.Clip(gates[auth]),
		}
		if auth != authNone {
			b.Gates = append(b.Gates, m.authorizerGate(auth))
		}
		l.integrate(a, s, stages, m, &b)
		list = append(list, b)
		if a.rest && (i == len(ordered)-1 || ordered[i+1].Path.V != m.Path.V) {
			list = append(list, a.stop(fabric.Match{Stages: stages, Paths: pathPatterns(m)}))
		}
	}
	return list
}

func (m *Method) label() string {
	if m.Default {
		return "route $default"
	}
	return m.Method.V + " " + m.Path.V
}

// stop is what an API does with a call that it has no method for.
func (a *apiParts) stop(where fabric.Match) fabric.Backend {
	r := a.noMatch()
	return fabric.Backend{Element: r.Element, Match: where, Start: fabric.None, Gates: cloud.Closed(r)}
}

func (a *apiParts) noMatch() *fabric.Refusal {
	e := element(a.Resource)
	r := &fabric.Refusal{
		Element: e, Code: cloud.CodeNoMatch, Kind: diag.KindGate,
		Summary: "what the stage runs of " + e.Label + " has no method for this call",
		Needed:  "a method and path that the API has, deployed to the stage; /{proxy+} does not stand for /",
		Symptom: symptomMissingToken,
	}
	if !a.rest {
		r.Symptom = symptomNotFound
	}
	return r
}

// pathPatterns are the paths of a method, in the fabric's way: {name+} stands for
// all below, and not for nothing (sheet d9; H).
func pathPatterns(m *Method) []string {
	if m.Default {
		return nil
	}
	segments := strings.Split(m.Path.V, "/")
	for i, s := range segments {
		switch {
		case strings.HasPrefix(s, "{") && strings.HasSuffix(s, "+}"):
			start := strings.Join(segments[:i], "/")
			return []string{start + "/{}", start + "/{}/**"}
		case strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}"):
			segments[i] = "{}"
		}
	}
	return []string{strings.Join(segments, "/")}
}

// inOrderOfPaths sorts methods as they are tried: of two paths the one that says
// more of a segment, and of one path a method before ANY (sheet d9).
func inOrderOfPaths(methods []*Method) []*Method {
	var list []*Method
	for _, m := range methods {
		if m.Path.Present() && m.Method.Present() {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b *Method) int {
		return cmp.Or(compareBools(a.Default, b.Default), slices.Compare(a.rank(), b.rank()),
			cmp.Compare(a.Path.V, b.Path.V), compareBools(a.Method.V == methodAny, b.Method.V == methodAny))
	})
	return list
}

// rank tells of each segment of a path how much it leaves open.
func (m *Method) rank() []int {
	var ranks []int
	for s := range strings.SplitSeq(m.Path.V, "/") {
		switch {
		case strings.HasSuffix(s, "+}"):
			ranks = append(ranks, 2)
		case strings.HasPrefix(s, "{"):
			ranks = append(ranks, 1)
		default:
			ranks = append(ranks, 0)
		}
	}
	return ranks
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// policyGates judge by the resource policy that was deployed (sheet d3, d4; H). A
// policy decides alone where nobody is asked who he is; where calls are signed, or
// a function decides, somebody whom it does not speak of may be let in by others.
func (l *lowering) policyGates(a *apiParts, s Snapshot, auth string) []fabric.Gate {
	if !a.rest || s.Policy == nil && !a.private {
		return nil
	}
	label := "the resource policy of " + a.label
	denied := fabric.Refusal{Code: CodeExplicitDeny, Kind: diag.KindGate, Symptom: symptomExplicitDeny, Needed: "no statement that denies the call: Deny goes before Allow"}
	unallowed := fabric.Refusal{Code: CodeImplicitDeny, Kind: diag.KindGate, Symptom: symptomImplicitDeny, Needed: "a statement that allows execute-api:Invoke for the call, and a new deployment"}
	if s.Policy == nil {
		unallowed.Element = element(a.Resource)
		unallowed.Summary = a.label + " is private and has no resource policy, so nothing allows any call"
		return cloud.Closed(&unallowed)
	}
	use := policyUse{
		Policy: s.Policy, label: label, at: s.Policy.Node.Range,
		doors: append(slices.Clip(a.gateway.doors), door{at: []fabric.InterfaceID{a.gateway.front}}), requests: arnOf(a.Resource).requests,
		signed: auth == authIAM, others: auth == authIAM || auth == authCustom, denied: denied, unallowed: unallowed,
	}
	return use.gates()
}

// authorizerGate: who calls is not modelled.
func (m *Method) authorizerGate(auth string) fabric.Gate {
	e := placed("the authorization of "+m.label(), m.Authorization.Range(), m.Node.Range)
	return fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: "unsupported.authorizer", Kind: diag.KindUnknown,
		Summary: m.label() + " asks who calls (" + auth + "), which netsim does not model",
		Needed:  "authorization: NONE, or a check by hand",
	}}
}
