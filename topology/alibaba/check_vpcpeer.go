package alibaba

import (
	"fmt"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// peering checks a VPC peering connection (routing e; H).
func (c *checker) peering(r *Region, p *VPCPeer) {
	a, b := p.VPC.V.To, p.AcceptingVPC.V.To
	if a != nil && regionOf(&a.Resource) != r {
		c.Refuse(p.VPC.Range(), fmt.Sprintf("%s, which asks for %s, is in region %q, and not in %q", named(&a.Resource), named(&p.Resource), regionOf(&a.Resource).Name, r.Name),
			"A peering connection is of the region of the VPC that asks. Write it in that region, or name a VPC of this one.", cloud.See(a.Key, "the VPC")...)
	}
	if a == nil || b == nil {
		return
	}
	if a == b {
		c.Refuse(p.AcceptingVPC.Range(), fmt.Sprintf("%s joins %s to itself", named(&p.Resource), named(&a.Resource)),
			"A peering connection joins two VPCs. Name another.", cloud.See(p.VPC.Range(), "the same VPC")...)
		return
	}
	c.accepted(p, a, b)
	if p.Bandwidth.Present() && regionOf(&a.Resource) == regionOf(&b.Resource) {
		c.Warn(p.Bandwidth.Range(), named(&p.Resource)+" is within a region, and its `bandwidth` is of no effect",
			"Only a peering connection between two regions has a bandwidth. Remove it.")
	}
	for _, x := range blocksOf(a) {
		for _, y := range blocksOf(b) {
			if x.V.Overlaps(y.V) {
				c.Warn(p.Key, fmt.Sprintf("%s joins VPCs whose blocks overlap: %q of %s and %q of %s", named(&p.Resource), x.V, named(&a.Resource), y.V, named(&b.Resource)),
					"What a VPC has in a vSwitch of its own never leaves it, so of the other VPC only vSwitches can be reached that overlap none of its own, each by a route for its block. Use blocks that do not overlap.",
					append(cloud.See(x.Range(), "the one block"), cloud.See(y.Range(), "the other")...)...)
			}
		}
	}
}

// accepted: within one account a connection is accepted by itself, and between
// two it has to be.
func (c *checker) accepted(p *VPCPeer, a, b *VPC) {
	same, known := p.whose()
	switch {
	case p.Status.Present():
		return
	case same && p.Accepted.Present() && !p.Accepted.V:
		c.Warn(p.Accepted.Range(), named(&p.Resource)+" is within one account, and accepted by itself",
			"Only the account of another VPC is asked to accept. Remove `accepted`, or write `status` for the state it is in.")
	case !same && known && !p.Accepted.V:
		at := p.Accepted.Range()
		if !p.Accepted.Present() {
			at = p.Key
		}
		c.Warn(at, fmt.Sprintf("%s is inactive: account %s has not accepted it", named(&p.Resource), b.AccountOr("")),
			fmt.Sprintf("%s is of account %s, and between two accounts the accepter has to accept within 7 days. Write `accepted: true` once it has.", named(&a.Resource), a.AccountOr("")),
			cloud.See(b.Key, "the VPC that accepts")...)
	}
}

// peeringHop checks that a route to a peering connection is of a VPC at one of its
// ends.
func (c *checker) peeringHop(v *VPC, r *Route, to *scenario.Resource) {
	p, ok := to.Object.(*VPCPeer)
	if !ok {
		return
	}
	a, b := p.VPC.V, p.AcceptingVPC.V
	if a.To != v && b.To != v && a.Gone == nil && b.Gone == nil {
		c.Refuse(r.NextHop.Range(), fmt.Sprintf("%s, the next hop of %s, does not join %s", named(to), named(&r.Resource), named(&v.Resource)),
			"A route leads to a peering connection of its own VPC. Name one of these.", cloud.See(to.Key, "the peering connection")...)
	}
}
