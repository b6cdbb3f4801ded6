package alibaba

import (
	"fmt"
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// domains checks that a host name leads to one group of the document.
func (c *checker) domains() {
	var hosts []cloud.Written[string]
	for _, r := range c.doc.Regions.All() {
		for _, gw := range r.APIGateways.All() {
			for _, g := range gw.Groups.All() {
				for _, h := range [2]scenario.Value[string]{g.VPCSubdomain, g.PublicSubdomain} {
					if h.Present() {
						hosts = append(hosts, cloud.Written[string]{What: h.V, Name: g.Ref(), At: h.Range()})
					}
				}
				for _, d := range g.CustomDomains.All() {
					hosts = append(hosts, cloud.Written[string]{What: strings.ToLower(d.Name), Name: g.Ref(), At: d.Key})
				}
			}
		}
	}
	cloud.Twice(hosts, func(first, second cloud.Written[string]) {
		c.Refuse(second.At, fmt.Sprintf("the domain %q is written twice", second.What),
			fmt.Sprintf("A domain leads to one group: it is %s here and %s before. Write the domain that the group has.", second.Name, first.Name),
			cloud.See(first.At, "the first time")...)
	})
}

func (c *checker) apiGroup(gw *APIGateway, g *APIGroup) {
	c.Path(g.BasePath, "the base path of "+named(&g.Resource))
	group := &groupParts{APIGroup: g}
	var calls []cloud.Written[string]
	for _, a := range g.APIs.All() {
		c.api(gw, a)
		if a.Method.Present() && a.Definition.Path.Present() {
			path := group.fullPath(a.Definition.Path.V)
			calls = append(calls, cloud.Written[string]{What: a.Method.V + " " + pathPattern(path), Name: a.Name, At: a.Definition.Path.Range()})
		}
	}
	cloud.Twice(calls, func(first, second cloud.Written[string]) {
		c.Refuse(second.At, fmt.Sprintf("APIs %q and %q of %s have the same method and path", first.Name, second.Name, named(&g.Resource)),
			"The gateway tells the APIs of a group apart by method and path. Change one of them.", cloud.See(first.At, "the other path")...)
	})
}

func (c *checker) api(gw *APIGateway, a *API) {
	c.definition(gw, a, &a.Definition, named(&a.Resource))
	var stages []cloud.Written[string]
	for _, s := range a.Published.V {
		stages = append(stages, cloud.Written[string]{What: s.Name, Name: s.Name, At: s.Node.Range})
		if s.Own != nil {
			c.definition(gw, a, s.Own, fmt.Sprintf("stage %q of %s", s.Name, named(&a.Resource)))
		}
	}
	cloud.Twice(stages, func(first, second cloud.Written[string]) {
		c.Refuse(second.At, fmt.Sprintf("stage %q of %s is listed twice", second.What, named(&a.Resource)),
			"An API is published in a stage or it is not. Keep one.", cloud.See(first.At, "the first time")...)
	})
}

func (c *checker) definition(gw *APIGateway, a *API, d *Definition, what string) {
	c.Path(d.Path, "the path of "+what)
	for _, w := range d.Authorized {
		c.authorized(a, w)
	}
	if d.Backend != nil {
		c.backend(gw, d.Backend, what)
	}
}

// authorized: an authorization is for an API in a stage (grants c.13; H).
func (c *checker) authorized(a *API, w *AppAuthorization) {
	if w.App.V.To == nil {
		return
	}
	for _, s := range w.Stages.V {
		if !s.Present() || slices.ContainsFunc(a.Published.V, func(p Stage) bool { return p.Name == s.V }) {
			continue
		}
		c.Warn(s.Range(), fmt.Sprintf("%s is authorized in stage %q, and %s is not published there", named(&w.App.V.To.Resource), s.V, named(&a.Resource)),
			"An authorization holds for one stage, and a call there finds no API. Publish the API in the stage, or authorize the app in one where it is.",
			cloud.See(a.Published.Range(), "the stages")...)
	}
}

// backendFields are the fields that go with each kind of backend.
var backendFields = map[string][]string{
	"vpc_access": {"scheme", "method", "path"},
	"http":       {"method", "path"}, // the URL says the scheme
	"function":   {"method", "path", "role"},
	"mock":       {},
}

func (c *checker) backend(gw *APIGateway, b *Backend, what string) {
	c.Path(b.Path, "the backend path of "+what)
	if b.Mock.Present() && !b.Mock.V {
		c.Refuse(b.Mock.Range(), fmt.Sprintf("the backend of %s is mock: false", what),
			"That says what it is not. Name what it forwards to: vpc_access, http or function; or write mock: true.")
		return
	}
	if to := b.VPCAccess.V.To; to != nil && to.Enclosing(KindAPIGateway) != &gw.Resource {
		c.Refuse(b.VPCAccess.Range(), fmt.Sprintf("%s is of %s, and %s is not", named(&to.Resource), named(to.Enclosing(KindAPIGateway)), what),
			"An API uses an authorization of its own gateway. Write one there.", cloud.See(to.Key, "the authorization")...)
	}
	kind := b.kind()
	allowed, known := backendFields[kind]
	if !known {
		return
	}
	for field, at := range map[string]diag.Range{
		"scheme": b.Scheme.Range(), "method": b.Method.Range(), "path": b.Path.Range(), "role": b.Role.Range(),
	} {
		if at.IsZero() || slices.Contains(allowed, field) {
			continue
		}
		c.Refuse(at, fmt.Sprintf("the backend of %s is of the kind %s and has a %s", what, kind, field),
			"The field means nothing for this kind of backend. Remove it, or change the kind.", cloud.See(b.Node.Field(kind).KeyRange, "the kind")...)
	}
}

// kind is the field that says what the backend is; empty if none does.
func (b *Backend) kind() string {
	switch {
	case b.VPCAccess.Present():
		return "vpc_access"
	case b.HTTP.Present():
		return "http"
	case b.Function.Present():
		return "function"
	case b.Mock.Present():
		return "mock"
	default:
		return ""
	}
}
