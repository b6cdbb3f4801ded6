package alibaba

import (
	"fmt"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

func (c *checker) cen(n *CEN) {
	c.editions(n)
	c.transitRouters(n)
	c.routePolicies(n)
	if n.Edition.V == editionEnterprise {
		return
	}
	c.attachments(n)
	var pairs []cloud.Written[regionPair]
	for _, al := range n.RegionBandwidth.All() {
		if pair, ok := c.pair(al); ok {
			pairs = append(pairs, cloud.Written[regionPair]{What: pair, Name: al.Name, At: al.Regions.Range()})
		}
		c.allocation(n, al)
	}
	cloud.Twice(pairs, func(first, second cloud.Written[regionPair]) {
		c.Refuse(second.At, fmt.Sprintf("%q and %q of %s are for the same two regions", first.Name, second.Name, named(&n.Resource)),
			"A pair of regions has one allocation, whichever region is named first. Keep one.", cloud.See(first.At, "the other")...)
	})
	c.serviceRoutes(n)
}

func (c *checker) attachments(n *CEN) {
	var vpcs []cloud.Written[*VPC]
	var vbrs []cloud.Written[*VBR]
	var turns []cloud.Written[int]
	for _, a := range n.Attachments.All() {
		if a.Order.Present() {
			turns = append(turns, cloud.Written[int]{What: a.Order.V, Name: a.Name, At: a.Order.Range()})
		}
		if v := a.VPC.V.To; v != nil {
			vpcs = append(vpcs, cloud.Written[*VPC]{What: v, Name: a.Name, At: a.VPC.Range()})
			c.attachable(n, a, v)
		}
		if v := a.VBR.V.To; v != nil {
			vbrs = append(vbrs, cloud.Written[*VBR]{What: v, Name: a.Name, At: a.VBR.Range()})
			c.attachableVBR(n, a, v)
		}
	}
	cloud.Twice(vbrs, func(first, second cloud.Written[*VBR]) {
		c.Refuse(second.At, fmt.Sprintf("attachments %q and %q of %s are of the same VBR, %q", first.Name, second.Name, named(&n.Resource), second.What.Name),
			"A VBR is attached to a CEN once. Keep one.", cloud.See(first.At, "the other attachment")...)
	})
	cloud.Twice(vpcs, func(first, second cloud.Written[*VPC]) {
		c.Refuse(second.At, fmt.Sprintf("attachments %q and %q of %s are of the same VPC, %q", first.Name, second.Name, named(&n.Resource), second.What.Name),
			"A VPC is attached to a CEN once. Keep one.", cloud.See(first.At, "the other attachment")...)
	})
	cloud.Twice(turns, func(first, second cloud.Written[int]) {
		c.Refuse(second.At, fmt.Sprintf("attachments %q and %q of %s have the same turn, %d", first.Name, second.Name, named(&n.Resource), second.What),
			"The order says who was attached first, so no two can share a turn. Write another number.", cloud.See(first.At, "the other attachment")...)
	})
}

// attachable: a CEN attaches another account's VPC with its owner's grant only
// (routing b.6; H).
func (c *checker) attachable(n *CEN, a *Attachment, v *VPC) {
	if n.allowed(v) {
		return
	}
	owner, mine := n.AccountOr(""), v.AccountOr("")
	c.Warn(a.VPC.Range(), fmt.Sprintf("%s is inactive: %s (account %s) is not granted to %s (account %s)",
		named(&a.Resource), named(&v.Resource), orNameless(mine), named(&n.Resource), orNameless(owner)),
		"The CEN of one account attaches the VPC of another only with the grant of its owner. Write `cen_grants` in the VPC, or correct `account`.",
		cloud.See(v.Key, "the VPC")...)
}

// attachableVBR: a CEN attaches another account's VBR with its owner's grant only
// (routing b.6; H).
func (c *checker) attachableVBR(n *CEN, a *Attachment, v *VBR) {
	if n.allowedVBR(v) {
		return
	}
	c.Warn(a.VBR.Range(), fmt.Sprintf("%s is inactive: %s (account %s) is not granted to %s (account %s)",
		named(&a.Resource), named(&v.Resource), orNameless(v.AccountOr("")), named(&n.Resource), orNameless(n.AccountOr(""))),
		"The CEN of one account attaches the VBR of another only with the grant of its owner. Write `cen_grants` in the VBR, or correct `account`.",
		cloud.See(v.Key, "the VBR")...)
}

// cenGrant: a grant names the account that owns the CEN (routing b.6; H).
func (c *checker) cenGrant(of *scenario.Resource, g *CENGrant) {
	n := g.CEN.V.To
	if n == nil || !g.Owner.Present() || g.Owner.V == n.AccountOr("") {
		return
	}
	c.Warn(g.Owner.Range(), fmt.Sprintf("a grant of %s is for account %q, and %s is of account %s", named(of), g.Owner.V, named(&n.Resource), orNameless(n.AccountOr(""))),
		"A grant is for a CEN and its owner together, so this one lets nobody attach the "+kindNames[of.Kind]+". Write the account that owns the CEN.",
		cloud.See(n.Key, "the CEN")...)
}

// attachedTwice: a VPC is a member of one Basic CEN (routing b; H).
func (c *checker) attachedTwice() {
	var vpcs []cloud.Written[*VPC]
	for _, n := range c.doc.CENs.All() {
		if n.Edition.V != editionBasic {
			continue
		}
		var here []*VPC
		for _, a := range n.Attachments.All() {
			if v := a.VPC.V.To; v != nil && !slices.Contains(here, v) {
				here = append(here, v)
				vpcs = append(vpcs, cloud.Written[*VPC]{What: v, Name: named(&n.Resource), At: a.VPC.Range()})
			}
		}
	}
	cloud.Twice(vpcs, func(first, second cloud.Written[*VPC]) {
		c.Warn(second.At, fmt.Sprintf("%s is attached to %s and to %s", named(&second.What.Resource), first.Name, second.Name),
			"The cloud attaches a VPC to one CEN of Basic Edition and refuses the second; netsim tries both in turn. Keep one.", cloud.See(first.At, "the other attachment")...)
	})
}

// pair checks that an allocation is for two regions; ok if both stand.
func (c *checker) pair(al *Allocation) (regionPair, bool) {
	list := al.Regions
	if !list.Present() {
		return regionPair{}, false
	}
	if n := len(list.V); n != 2 {
		c.Refuse(list.Range(), fmt.Sprintf("%s is for two regions, and %d are written", named(&al.Resource), n),
			"Bandwidth is allocated to a pair of regions. Write two.")
		return regionPair{}, false
	}
	a, b := list.V[0].V.To, list.V[1].V.To
	if a == nil || b == nil {
		return regionPair{}, false
	}
	if a == b {
		c.Refuse(list.V[1].Range(), fmt.Sprintf("%s is for region %q twice", named(&al.Resource), a.Name),
			"Within a region a CEN needs no bandwidth. Write two different regions.", cloud.See(list.V[0].Range(), "the first time")...)
		return regionPair{}, false
	}
	return pairOf(a, b), true
}

// allocation checks an allocation against its plan. What the cloud refuses is
// inactive, and leaves the pair at the test rate (routing b.5, ruling 26; H).
func (c *checker) allocation(n *CEN, al *Allocation) {
	const rest = " The pair of regions is left with 1 kbit/s, for tests."
	inactive := func(at diag.Range, why, detail string, related []diag.Related) {
		c.Warn(at, named(&al.Resource)+" is inactive: "+why, detail+rest, related...)
	}
	if al.Bandwidth.Present() && al.Bandwidth.V == 0 {
		inactive(al.Bandwidth.Range(), "its bandwidth is 0", "An allocation of 0 is none (rulings.md, 14). Write how much is allocated.", nil)
	}
	plan := al.Plan.V.To
	if plan == nil {
		if !al.Plan.Present() && al.Node != nil {
			inactive(al.Key, "it has no bandwidth plan", "Bandwidth between regions is taken from a plan. Name it as `plan`.", nil)
		}
		return
	}
	switch to := plan.CEN; {
	case !to.Present():
		inactive(al.Plan.Range(), named(&plan.Resource)+" is not bound to a CEN", "A plan is bound to the CEN that it is for. Write `cen` in the plan.", cloud.See(plan.Key, "the plan"))
	case to.V.To != nil && to.V.To != n:
		inactive(al.Plan.Range(), fmt.Sprintf("%s is bound to %s", named(&plan.Resource), named(&to.V.To.Resource)),
			"A plan is for one CEN. Use a plan that is bound to "+named(&n.Resource)+".", cloud.See(to.Range(), "where it is bound"))
	}
	c.planAreas(al, plan, inactive)
}

// planAreas checks that the plan of an allocation is for its regions' areas.
func (c *checker) planAreas(al *Allocation, plan *BandwidthPlan, inactive func(diag.Range, string, string, []diag.Related)) {
	if len(al.Regions.V) != 2 || len(plan.Areas.V) != 2 {
		return
	}
	var want []string
	for _, r := range al.Regions.V {
		switch to := r.V.To; {
		case to == nil:
			return
		case to.AreaOf() == "":
			c.Refuse(r.Range(), fmt.Sprintf("the area of region %q is not known", to.Name),
				"A bandwidth plan is for a pair of areas, and netsim does not know the one of this region. Write `area` in the region.",
				cloud.See(to.Key, "the region")...)
			return
		default:
			want = append(want, to.AreaOf())
		}
	}
	if plan.pair() != areaPair(want[0], want[1]) {
		inactive(al.Plan.Range(), fmt.Sprintf("%s is for %s - %s, and the regions are in %s - %s", named(&plan.Resource), plan.Areas.V[0].V, plan.Areas.V[1].V, want[0], want[1]),
			"A plan is bought for a pair of areas. Use one for the areas of these regions.", cloud.See(plan.Areas.Range(), "the areas of the plan"))
	}
}

func areaPair(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// pair are the two areas of a plan, in no order.
func (b *BandwidthPlan) pair() [2]string { return areaPair(b.Areas.V[0].V, b.Areas.V[1].V) }

// The bandwidths that a plan can have (routing b.5; H).
const (
	smallestPlan scenario.Bandwidth = 2_000_000
	largestPlan  scenario.Bandwidth = 10_000_000_000
)

func (c *checker) plan(p *BandwidthPlan) {
	if n := len(p.Areas.V); p.Areas.Present() && n != 2 {
		c.Refuse(p.Areas.Range(), fmt.Sprintf("%s is for two areas, and %d are written", named(&p.Resource), n),
			"A plan is bought for a pair of areas, which may be the same. Write two, such as [China, China].")
	}
	if b := p.Bandwidth; b.Present() && (b.V < smallestPlan || b.V > largestPlan) {
		c.Warn(b.Range(), fmt.Sprintf("%s has %s, and the cloud sells from %s to %s", named(&p.Resource), b.V, smallestPlan, largestPlan),
			"Such a plan cannot be bought; netsim counts with it all the same. Write a bandwidth that can.")
	}
	c.overAllocated(p)
}

// overAllocated: the allocations of a plan add up to the plan at most (routing
// b.5; H). The cloud refuses what goes beyond, and netsim counts none of them.
func (c *checker) overAllocated(p *BandwidthPlan) {
	var sum scenario.Bandwidth
	var related []diag.Related
	for _, n := range c.doc.CENs.All() {
		for _, al := range n.RegionBandwidth.All() {
			if al.Plan.V.To == p && al.Bandwidth.Present() {
				sum += al.Bandwidth.V
				related = append(related, cloud.See(al.Bandwidth.Range(), "%s takes %s", named(&al.Resource), al.Bandwidth.V)...)
			}
		}
		for _, a := range n.PeerAttachments.All() {
			if a.Plan.V.To == p && a.Bandwidth.Present() && a.BandwidthType.V != dataTransfer {
				sum += a.Bandwidth.V
				related = append(related, cloud.See(a.Bandwidth.Range(), "%s takes %s", named(&a.Resource), a.Bandwidth.V)...)
			}
		}
	}
	if p.Bandwidth.Present() && sum > p.Bandwidth.V {
		c.Warn(p.Bandwidth.Range(), fmt.Sprintf("%s are allocated from %s, which has %s", sum, named(&p.Resource), p.Bandwidth.V),
			"The cloud refuses what goes beyond the plan, and netsim counts none of its allocations: pairs of regions are left with 1 kbit/s, for tests, and inter-region connections do not stand. Allocate less, or upgrade the plan.",
			related...)
	}
}

// planPairs: a CEN has one plan for a pair of areas (routing b.5; H).
func (c *checker) planPairs() {
	type key struct {
		cen   *CEN
		areas [2]string
	}
	var plans []cloud.Written[key]
	for _, p := range c.doc.BandwidthPlans.All() {
		if to := p.CEN.V.To; to != nil && len(p.Areas.V) == 2 {
			plans = append(plans, cloud.Written[key]{What: key{to, p.pair()}, Name: p.Name, At: p.Areas.Range()})
		}
	}
	cloud.Twice(plans, func(first, second cloud.Written[key]) {
		c.Refuse(second.At, fmt.Sprintf("bandwidth plans %q and %q are for the same areas on %s", first.Name, second.Name, named(&second.What.cen.Resource)),
			"A CEN has one plan for a pair of areas. Keep one and make it large enough.", cloud.See(first.At, "the other plan")...)
	})
}
