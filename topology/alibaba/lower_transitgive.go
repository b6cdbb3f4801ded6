package alibaba

import (
	"fmt"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// staticEntry marks the static entries of a transit router's tables.
const staticEntry = "static entry"

// keptStatic keeps static entries of a table from inter-region connections, if
// the transit router does: the documents do not say.
func (l *lowering) keptStatic(r *routerParts, t *TransitRouteTable) ([]fabric.RoutePolicy, []fabric.SwitchID) {
	if len(r.entries(t)) == 0 {
		return nil, nil
	}
	passes, id := l.ReadBool(r.PassesStatic, fabric.Switch{
		Element: element(&r.Resource), ID: "passes_static_routes of " + r.Ref(), Name: "passes_static_routes", Code: "open.passes-static-routes",
		Text:    "whether transit router " + r.Name + " advertises static entries over inter-region connections",
		Declare: cloud.At(r.TreePath, "passes_static_routes"),
	})
	if passes {
		return nil, []fabric.SwitchID{id}
	}
	e := element(&r.Resource)
	return []fabric.RoutePolicy{{
		Element: e, Deny: true, Match: fabric.RouteMatch{Communities: []string{staticEntry}},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodeNotAdvertised, Kind: diag.KindRoute,
			Summary: "transit router " + r.Name + " does not advertise static entries over inter-region connections",
			Needed:  "a static entry at the other transit router too",
		},
	}}, []fabric.SwitchID{id}
}

// siteToSite keeps routes of other sites from a site, if the transit router has
// the cloud's own policy for that: of Basic Edition that is documented (routing
// b.2; H), of Enterprise Edition it is not.
func (l *lowering) siteToSite(j *joinParts) ([]fabric.RoutePolicy, []fabric.SwitchID) {
	r := j.router
	if !j.site || l.sites(r.cen) < 2 {
		return nil, nil
	}
	s := fabric.Switch{
		Element: element(&r.Resource), ID: "default_route_policy of " + r.Ref(), Name: "default_route_policy", Code: "open.default-route-policy",
		Values: []string{"true", "false"}, Declared: r.DefaultPolicy.Present(),
		Text:    "whether transit router " + r.Name + " has the cloud's own policy of priority 5000, by which sites get no routes of other sites",
		Declare: cloud.At(r.TreePath, "default_route_policy", "true", "false"),
	}
	if s.Declared && !r.DefaultPolicy.V {
		s.Value = 1
	}
	n, id := l.Read(s)
	if n == 1 {
		return nil, []fabric.SwitchID{id}
	}
	e := element(&r.Resource)
	return []fabric.RoutePolicy{{
		Element: e, Deny: true, Match: fabric.RouteMatch{ExitClasses: siteClasses},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodePolicyDenied, Kind: diag.KindRoute,
			Summary: fmt.Sprintf("the default route policy 5000 (out) of transit router %s denies the route: sites do not reach each other through it", r.Name),
			Needed:  "a route policy with a lower priority number that permits it, in each direction",
		},
	}}, []fabric.SwitchID{id}
}

// siteClasses are the networks that lead to sites.
var siteClasses = []string{classVBR, classVPN}

// sites counts the attachments of a CEN that lead to sites.
func (l *lowering) sites(c *CEN) (n int) {
	for _, t := range c.TransitRouters.All() {
		for _, a := range t.Attachments.All() {
			if j := l.joins[a]; j != nil && j.site {
				n++
			}
		}
	}
	return n
}

// giveOthers gives a network what no table of the transit router has, as the
// session s gives it the routes of a table: a VPC aggregate routes, a VBR the
// blocks of the transit router itself (routing b.3; H).
func (l *lowering) giveOthers(j *joinParts, t *TransitRouteTable, s fabric.Session) {
	own := j.router.own[t]
	s.Export = nil
	switch {
	case j.VPC.V.To != nil && own.aggregates != fabric.None:
		s.From, s.Enter = own.aggregates, []fabric.TableID{j.router.tables[t]}
	case j.VBR.V.To != nil && own.blocks != fabric.None:
		s.From = own.blocks
	default:
		return
	}
	l.b.Session(s)
}

// ownRoutes are tables with what a transit router gives to one sort of network
// only; None: it has nothing.
type ownRoutes struct{ aggregates, blocks fabric.TableID }

func (l *lowering) ownRoutes(r *routerParts, t *TransitRouteTable) ownRoutes {
	own := ownRoutes{fabric.None, fabric.None}
	table := func(label string) fabric.TableID {
		return l.b.Table(fabric.Table{Element: fabric.Element{Label: label, At: t.Key}, Domain: r.domain})
	}
	for _, a := range t.Aggregations.All() {
		if own.aggregates == fabric.None {
			own.aggregates = table("the aggregate routes of " + r.label(t))
		}
		e := fabric.Element{Label: "aggregate route " + a.CIDR.V.String() + " of " + r.label(t), At: a.Key}
		route := fabric.Route{
			Element: e, Prefix: a.CIDR.V, Kind: fabric.Static, Announced: fabric.Static, Announce: true,
			Target: fabric.ToTable(r.tables[t], fabric.None), Exit: r.domain,
		}
		if why := unaggregated(a.CIDR.V); why != "" {
			route.Inactive = &fabric.Refusal{
				Element: e, Code: CodeNotAdvertised, Kind: diag.KindRoute,
				Summary: e.Label + " is not advertised: " + why, Needed: "an aggregate route that the cloud takes",
			}
		}
		l.b.Route(own.aggregates, route)
	}
	for _, c := range r.CIDRBlocks.All() {
		if !c.Published.Or(true) {
			continue
		}
		if own.blocks == fabric.None {
			own.blocks = table("the blocks of transit router " + r.Name)
		}
		e := fabric.Element{Label: "block " + c.CIDR.V.String() + " of transit router " + r.Name, At: c.Key}
		l.b.Route(own.blocks, fabric.Route{
			Element: e, Prefix: c.CIDR.V, Kind: fabric.Static, Announced: fabric.Static, Announce: true, Exit: r.domain,
			Target: fabric.ToDrop(&fabric.Refusal{
				Element: e, Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
				Summary: e.Label + " is a blackhole", Needed: "a narrower route that leads on",
			}),
		})
	}
	return own
}

// transitOrder ranks the VPCs of a CEN: of two that announce one prefix to a
// table the first attached is used (routing b.3; M, ruling 25).
func (l *lowering) transitOrder(c *CEN) {
	p := &cenParts{CEN: c, attached: map[*VPC]*Attachment{}, order: map[*VPC]int{}, switches: map[*VPC][]fabric.SwitchID{}}
	joins := map[*VPC]*joinParts{}
	for _, t := range c.TransitRouters.All() {
		for _, a := range t.Attachments.All() {
			if j, v := l.joins[a], a.VPC.V.To; v != nil && joins[v] == nil {
				joins[v] = j
				p.attached[v] = &Attachment{Resource: a.Resource, Order: a.Order}
			}
		}
	}
	l.attachOrder(p, func(v *VPC) bool { return joins[v].inactive == nil })
	for v, j := range joins {
		j.order, j.orderSwitches = p.order[v], p.switches[v]
	}
}
