package alibaba

import (
	"fmt"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// peerAttachment checks an inter-region connection. What the cloud refuses is
// inactive, and then there is none (routing b.3, b.5, rulings 7, 26).
func (c *checker) peerAttachment(n *CEN, p *PeerAttachment) {
	if e := p.Node.Field("ends"); e != nil && len(p.Ends) != 2 && e.Value.Kind == scenario.List {
		c.Refuse(e.Value.Range, fmt.Sprintf("%s joins two transit routers, and %d ends are written", named(&p.Resource), len(p.Ends)),
			"An inter-region connection has two ends. Write two.")
		return
	}
	for _, e := range p.Ends {
		t := e.TransitRouter.V.To
		if t == nil {
			continue
		}
		if t.Parent != &n.Resource {
			c.Refuse(e.TransitRouter.Range(), fmt.Sprintf("%s is of %s, and %s is of %s", named(&t.Resource), named(t.Parent), named(&p.Resource), named(&n.Resource)),
				"An inter-region connection joins transit routers of one CEN. Name one of "+named(&n.Resource)+".", cloud.See(t.Key, "the transit router")...)
			return
		}
		whose := "an end of " + named(&p.Resource)
		c.ofRouter(t, e.Association, whose)
		for _, ref := range e.Propagations.V {
			c.ofRouter(t, ref, whose)
		}
	}
	if len(p.Ends) == 2 {
		a, b := p.Ends[0].TransitRouter, p.Ends[1].TransitRouter
		if a.V.To != nil && a.V.To == b.V.To {
			c.Refuse(b.Range(), fmt.Sprintf("%s joins %s twice", named(&p.Resource), named(&a.V.To.Resource)),
				"An inter-region connection joins two different transit routers. Write the other one.", cloud.See(a.Range(), "the first time")...)
			return
		}
	}
	c.peerBandwidth(n, p)
}

func (c *checker) peerBandwidth(n *CEN, p *PeerAttachment) {
	inactive := func(at diag.Range, why, detail string, related ...diag.Related) {
		c.Warn(at, named(&p.Resource)+" is inactive: "+why, detail+" Without it the two regions have no route to each other.", related...)
	}
	if p.Bandwidth.Present() && p.Bandwidth.V == 0 {
		inactive(p.Bandwidth.Range(), "its bandwidth is 0", "A bandwidth of 0 is none (rulings.md, 14). Write how much it carries.")
	}
	plan := p.Plan.V.To
	switch {
	case p.BandwidthType.V == dataTransfer:
		if p.Plan.Present() {
			c.Refuse(p.Plan.Range(), fmt.Sprintf("%s is paid by data transfer, and has a bandwidth plan", named(&p.Resource)),
				"Bandwidth that is paid by data transfer is taken from no plan. Remove `plan`, or write `bandwidth_type: bandwidth_package`.", cloud.See(p.BandwidthType.Range(), "the type")...)
		}
		return
	case plan == nil:
		if !p.Plan.Present() && p.Node != nil {
			inactive(p.Key, "it has no bandwidth plan", "Its bandwidth is taken from a plan. Name it as `plan`, or write `bandwidth_type: data_transfer`.")
		}
		return
	case !plan.CEN.Present():
		inactive(p.Plan.Range(), named(&plan.Resource)+" is not bound to a CEN", "A plan is bound to the CEN that it is for. Write `cen` in the plan.", cloud.See(plan.Key, "the plan")...)
	case plan.CEN.V.To != nil && plan.CEN.V.To != n:
		inactive(p.Plan.Range(), fmt.Sprintf("%s is bound to %s", named(&plan.Resource), named(&plan.CEN.V.To.Resource)),
			"A plan is for one CEN. Use a plan that is bound to "+named(&n.Resource)+".", cloud.See(plan.CEN.Range(), "where it is bound")...)
	}
	c.peerAreas(p, plan, inactive)
}

// peerAreas checks that the plan of a connection is for its regions' areas.
func (c *checker) peerAreas(p *PeerAttachment, plan *BandwidthPlan, inactive func(diag.Range, string, string, ...diag.Related)) {
	if len(plan.Areas.V) != 2 || len(p.Ends) != 2 {
		return
	}
	for _, e := range p.Ends {
		t := e.TransitRouter.V.To
		if t == nil || t.Region.V.To == nil {
			return
		}
		if to := t.Region.V.To; to.AreaOf() == "" {
			c.Refuse(e.TransitRouter.Range(), fmt.Sprintf("the area of region %q of %s is not known", to.Name, named(&t.Resource)),
				"A bandwidth plan is for a pair of areas, and netsim does not know the one of this region. Write `area` in the region.",
				cloud.See(to.Key, "the region")...)
			return
		}
	}
	if want := p.areas(); plan.pair() != areaPair(want[0], want[1]) {
		inactive(p.Plan.Range(), fmt.Sprintf("%s is for %s - %s, and the regions are in %s", named(&plan.Resource), plan.Areas.V[0].V, plan.Areas.V[1].V, strings.Join(want, " - ")),
			"A plan is bought for a pair of areas. Use one for the areas of these regions.", cloud.See(plan.Areas.Range(), "the areas of the plan")...)
	}
}
