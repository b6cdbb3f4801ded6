package alibaba

import (
	"fmt"

	"netsim/topology/cloud"
)

// routePolicies checks the route policies of a CEN (routing b.4; H).
func (c *checker) routePolicies(n *CEN) {
	type key struct {
		region    *Region
		direction string
		priority  int
		table     *TransitRouteTable
	}
	var list []cloud.Written[key]
	for _, p := range n.RoutePolicies {
		c.routePolicy(p)
		c.policyTable(n, p)
		if r := p.Region.V.To; r != nil && p.Direction.Present() && p.Priority.Present() {
			list = append(list, cloud.Written[key]{What: key{r, p.Direction.V, p.Priority.V, n.policyTable(p)}, Name: "", At: p.Priority.Range()})
		}
	}
	cloud.Twice(list, func(first, second cloud.Written[key]) {
		c.Refuse(second.At, fmt.Sprintf("two route policies of region %q (%s) have the priority %d", second.What.region.Name, second.What.direction, second.What.priority),
			"Policies of a region and direction are tried in the order of their priorities, so no two can share one. Write another number.",
			cloud.See(first.At, "the other policy")...)
	})
}

// nextPolicy is the next_priority that means the policy that comes next.
const nextPolicy = 1

func (c *checker) routePolicy(p *RoutePolicy) {
	if v := p.Priority; v.V > lastPriority {
		c.Refuse(v.Range(), fmt.Sprintf("the priority of a route policy is %d", v.V),
			fmt.Sprintf("Priorities are from 1 to %d; the policy of priority 5000 is the cloud's own, and netsim knows it. Write one of these, or remove the policy.", lastPriority))
	}
	if p.Direction.V == "in" {
		c.noDestinations(p)
	} else if r := p.Region.V.To; r != nil {
		for _, d := range p.DestinationInstances.V {
			v := d.V.To
			if v == nil {
				continue
			}
			if home := v.Enclosing(KindRegion); home != nil && home != &r.Resource {
				c.Warn(d.Range(), fmt.Sprintf("%s is in region %q, and the route policy is of %q", named(v), home.Name, r.Name),
					"A gateway gives routes to the networks of its own region, so no route is matched by this one. Name a network of the region.", cloud.See(v.Key, "the %s", kindNames[v.Kind])...)
			}
		}
	}
	if p.Action.V == "deny" {
		c.afterDeny(p)
		return
	}
	if v := p.NextPriority; v.Present() && p.Priority.Present() && v.V != nextPolicy && v.V <= p.Priority.V {
		c.Refuse(v.Range(), fmt.Sprintf("the route policy of priority %d goes on with priority %d", p.Priority.V, v.V),
			"Policies are tried from low numbers to high, so the next one has a higher number. Write one above, or 1 for the policy that comes next.",
			cloud.See(p.Priority.Range(), "its own priority")...)
	}
}

// noDestinations: who takes a route is not known where the gateway learns it.
func (c *checker) noDestinations(p *RoutePolicy) {
	for _, field := range [4]string{"destination_instances", "destination_instances_reversed", "destination_route_tables", "destination_child_instance_types"} {
		if e := p.Node.Field(field); e != nil {
			c.Refuse(e.KeyRange, fmt.Sprintf("a route policy with the direction in has %q", field),
				"When the gateway takes a route it is not settled who is given it. Remove the field, or write the direction out.",
				cloud.See(p.Direction.Range(), "the direction")...)
		}
	}
}

// afterDeny: a denied route ends there, so there is nothing to do with it.
func (c *checker) afterDeny(p *RoutePolicy) {
	for _, field := range [5]string{"preference", "next_priority", "operate_community_set", "community_operate_mode", "prepend_as_path"} {
		if e := p.Node.Field(field); e != nil {
			c.Refuse(e.KeyRange, fmt.Sprintf("a route policy that denies has %q", field),
				"A denied route goes no further. Remove the field, or write the action permit.", cloud.See(p.Action.Range(), "the action")...)
		}
	}
}

// policyTable is the route table that a policy is of, on Enterprise Edition: the
// one that is written, else the system table of its region (routing b.4; H).
func (n *CEN) policyTable(p *RoutePolicy) *TransitRouteTable {
	if p.Table.Present() {
		return p.Table.V.To
	}
	for _, t := range n.TransitRouters.All() {
		if t.Region.V.To == nil || t.Region.V.To != p.Region.V.To {
			continue
		}
		for _, rt := range t.RouteTables.All() {
			if rt.Type.V == tableSystem {
				return rt
			}
		}
	}
	return nil
}

func (c *checker) policyTable(n *CEN, p *RoutePolicy) {
	to, r := p.Table.V.To, p.Region.V.To
	switch {
	case n.Edition.V != editionEnterprise:
		if p.Table.Present() {
			c.Warn(p.Table.Range(), fmt.Sprintf("a route policy of %s names a route table, and is of the whole gateway", named(&n.Resource)),
				"On Basic Edition a route policy is of the gateway of its region. Remove `transit_router_route_table`.", cloud.See(n.Edition.Range(), "the edition")...)
		}
	case to != nil:
		if t := to.Parent.Object.(*TransitRouter); to.Parent.Parent != &n.Resource || r != nil && t.Region.V.To != nil && t.Region.V.To != r {
			c.Refuse(p.Table.Range(), fmt.Sprintf("%s is of %s, and the route policy is of another region or CEN", named(&to.Resource), named(&t.Resource)),
				"A route policy is of a route table of the transit router in its region. Name one of these.", cloud.See(to.Key, "the route table")...)
		}
	case r != nil && !p.Table.Present() && n.policyTable(p) == nil && p.Node != nil:
		c.Warn(p.Node.Range, fmt.Sprintf("a route policy of %s does nothing: no transit router in %q has a system table", named(&n.Resource), r.Name),
			"Without `transit_router_route_table` a policy is of the system table. Write the table, or `type: system` in one.")
	}
}
