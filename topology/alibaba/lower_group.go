package alibaba

import (
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
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
		Host:    private, View: fabric.View{Gates: gates, Answers: g.gateway.ingress, Switches: g.gateway.switches},
	})
	add([]string{PublicSubdomain, public}, fabric.Name{
		Element: placed("the public subdomain of API group "+g.Name, g.PublicSubdomain.Range(), g.Key),
		Host:    public, View: fabric.View{Answers: []fabric.InterfaceID{g.gateway.public}},
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
	at := placed("where "+g.VPCSubdomain.V+" resolves", g.ResolvesIn.Range(), g.Key)
	gate := fabric.Gate{Element: at, Refusal: &fabric.Refusal{
		Element: at, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: g.VPCSubdomain.V + " does not resolve for this caller",
		Needed:  "a resolver that knows the name: a VPC that it resolves in",
	}}
	pass := fabric.GateClause{Element: at, Says: "the caller resolves it"}
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
		_, id := l.Read(fabric.Switch{
			Element: at, ID: "resolves_in of " + g.Ref(), Name: "resolves_in", Code: "open.resolves-in", Ruling: 5,
			Values: []string{value}, Declared: true,
			Text: "where the VPC subdomain of API group " + g.Name + " resolves",
		})
		pass.Switches = []fabric.SwitchID{id}
		gate.Switches = pass.Switches
	}
	gate.Clauses = []fabric.GateClause{pass}
	if !g.ResolvesIn.Present() {
		gate.Clauses = append(gate.Clauses, l.resolvesAtSites(g, &gate))
	}
	gates := []fabric.Gate{gate}
	if r := g.gateway.placeless; r != nil {
		gates = append(gates, fabric.Gate{Element: r.Element, Refusal: r})
	}
	return gates
}

// resolvesAtSites: whether the resolver of a site knows the VPC subdomain is not
// documented (ruling 5).
func (l *lowering) resolvesAtSites(g *groupParts, gate *fabric.Gate) fabric.GateClause {
	known, id := l.Read(fabric.Switch{
		Element: gate.Element, ID: "resolves_in of " + g.Ref() + " at sites", Name: "resolves_in", Code: "open.resolves-in", Ruling: 5,
		Values:  []string{"vpcs", "any"},
		Text:    "whether the VPC subdomain of API group " + g.Name + " resolves at on-premises sites too",
		Declare: cloud.At(g.TreePath, "resolves_in", "vpcs", "any"),
	})
	site := fabric.GateClause{
		Element: gate.Element, Says: "the caller resolves it", Match: fabric.Match{ArrivalClasses: []string{classSite}}, Switches: []fabric.SwitchID{id},
	}
	if known == 0 {
		site.Refusal = gate.Refusal
	}
	return site
}
