package aws

import (
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// apiNames are the names that an API is called by (sheet d.2; H).
func (l *lowering) apiNames(a *apiParts) map[string]fabric.NameID {
	names := map[string]fabric.NameID{a.host: l.defaultName(a)}
	for _, p := range a.listed() {
		if host := a.named(p.endpoint.ID.V); p.endpoint.ID.Present() {
			names[host] = l.aliasName(a, p, host)
		}
	}
	for _, d := range a.domains {
		host := strings.ToLower(d.Name)
		names[host] = l.domainName(a, d)
	}
	return names
}

// defaultName is the name of the API itself. In a VPC with an endpoint that has
// private DNS it leads to that, whatever the API is; elsewhere that of a private
// API does not lead to any (sheet d.2, f2, f5; ruling 16).
func (l *lowering) defaultName(a *apiParts) fabric.NameID {
	n := l.name(a.host, fabric.Element{Label: "the name of " + a.label, At: a.Key})
	if !a.private {
		n.leads([]fabric.InterfaceID{a.gateway.front})
	}
	n.unseen = symptomNotPrivate
	l.captured(a.gateway, n)
	if a.private && len(n.answers()) == 0 {
		e := element(a.Resource)
		n.leads([]fabric.InterfaceID{a.gateway.front}, cloud.Closed(&fabric.Refusal{
			Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
			Summary: "no interface endpoint for execute-api stands in region " + a.gateway.Name + ", and the name of " + e.Label + ", which is private, leads to no other",
			Needed:  "an interface endpoint for execute-api with private DNS in the VPC of the caller",
			Symptom: symptomNotPrivate,
		})...)
	}
	return n.id
}

// captured: private DNS of an endpoint takes every name of an API in its VPC.
func (l *lowering) captured(g *gatewayParts, n *hostName) {
	if g.captures == nil {
		g.captures = &hostName{}
		l.capture(g, g.captures)
	}
	n.views, n.offs = joined(n.views, g.captures.views), joined(n.offs, g.captures.offs)
}

// capture notes once what every name is in the VPCs of a region.
func (l *lowering) capture(g *gatewayParts, n *hostName) {
	for _, v := range g.VPCs.All() {
		d, ok := g.dns[v]
		switch {
		case !ok:
		case d.off == nil:
			n.in(l.vpcs[v].domain, interfacesOf(d.nodes))
		default:
			why := *d.off
			why.Symptom = symptomNotPrivate
			n.off(l.vpcs[v].domain, interfacesOf(l.endpoints[d.of]), &why)
		}
	}
}

// aliasName is the name of an API and an endpoint. It is public once the endpoint
// is among those of the API, and else there is no such name (sheet d2, f3, f8; H).
func (l *lowering) aliasName(a *apiParts, p door, host string) fabric.NameID {
	a.aliases = append(a.aliases, host)
	c := a.Object.(*RestAPI).Endpoint
	n := l.name(host, fabric.Element{Label: "the name of " + a.label + " and " + element(&p.endpoint.Resource).Label, At: c.EndpointIDs.Range()})
	n.leads(p.at)
	l.captured(a.gateway, n)
	return n.id
}

// listed are the endpoints that a private API lists.
func (a *apiParts) listed() []door {
	c, ok := a.Object.(*RestAPI)
	if !ok || !a.private || c.Endpoint == nil {
		return nil
	}
	var doors []door
	for _, v := range c.Endpoint.EndpointIDs.V {
		if p, ok := a.gateway.byEndpoint[v.V.To]; ok {
			doors = append(doors, p)
		}
	}
	return doors
}

// missing is why a name of API Gateway that is not among those of an API does not
// resolve; nil: it is not known that it does not.
func (a *apiParts) missing(domain string) *fabric.Refusal {
	e := element(a.Resource)
	if c, ok := a.Object.(*RestAPI); ok && c.Endpoint != nil {
		e = placed(a.label, c.Endpoint.EndpointIDs.Range(), a.kindAt)
	}
	if of, ok := a.paired(domain); ok {
		label := "VPC endpoint " + of
		for _, p := range a.gateway.doors {
			if strings.EqualFold(p.endpoint.ID.V, of) {
				label = element(&p.endpoint.Resource).Label
			}
		}
		return &fabric.Refusal{
			Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
			Summary: label + " is not among the vpc_endpoint_ids of " + a.label + ", so there is no name of the two",
			Needed:  "the endpoint among vpc_endpoint_ids, or another name of the API",
			Symptom: diag.SymptomNXDomain,
		}
	}
	if !strings.HasSuffix(domain, ".vpce."+domainOf(a.gateway.Name)) {
		return nil
	}
	return &fabric.Refusal{
		Element: fabric.Element{Label: "name " + domain}, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: domain + " does not resolve: nothing in the scenario has this name",
		Needed:  "a domain that leads to the API",
		Symptom: diag.SymptomNXDomain,
	}
}

// paired is the id of the endpoint that a name of a private API and an endpoint has,
// whether that stands or not.
func (a *apiParts) paired(domain string) (string, bool) {
	api, zone, _ := strings.Cut(a.host, ".")
	pair, ok := strings.CutSuffix(domain, "."+zone)
	of, its := strings.CutPrefix(pair, api+"-")
	return of, ok && its && a.private && strings.HasPrefix(of, "vpce-")
}
