package generate

import (
	"fmt"
	"net/netip"
	"slices"
)

// wideArea makes the CENs, and the bandwidth plans.
func (g *generator) wideArea() Mapping {
	m := Mapping{}
	for _, c := range g.cens {
		m.Put(c.name, g.cen(c))
	}
	return m
}

func (g *generator) cen(c *cen) Mapping {
	m := Mapping{{"edition", "basic"}}
	if g.chance(8) {
		m = Mapping{{"edition", "enterprise"}}
	}
	if g.chance(15) {
		m.Put("account", pick(g, accounts))
	}
	attachments := Mapping{}
	ordered := g.chance(40)
	for i, v := range g.allVPCs() {
		if !g.chance(80) {
			continue
		}
		a := Mapping{{"vpc", v.ref(g)}}
		if ordered && g.chance(90) {
			a.Put("attached_order", 10-i)
		}
		attachments.Put(g.name("att"), a)
	}
	m.Put("attachments", attachments)
	if len(g.regions) > 1 && g.chance(60) {
		m.Put("region_bandwidth", g.bandwidth(c))
	}
	if g.chance(70) {
		routes := Mapping{}
		var hosts []netip.Prefix
		for range 1 + g.IntN(3) {
			r := g.serviceRoute()
			host := r.Field("host").(netip.Prefix)
			if g.Unequal && slices.ContainsFunc(hosts, host.Overlaps) {
				continue
			}
			hosts = append(hosts, host)
			routes.Put(g.name("sr"), r)
		}
		m.Put("service_routes", routes)
	}
	if g.chance(30) {
		m.Put("route_policies", g.routePolicies())
	}
	return m
}

func (g *generator) bandwidth(c *cen) Mapping {
	m := Mapping{}
	for i := 1; i < len(g.regions); i++ {
		if i == 1 || g.chance(50) {
			m.Put(g.name("rb"), g.allocation(c, g.regions[0], g.regions[i]))
		}
	}
	return m
}

// allocation gives bandwidth to a pair of regions.
func (g *generator) allocation(c *cen, a, b *region) Mapping {
	al := Mapping{{"regions", List{a.id, b.id}}, {"bandwidth", pick(g, []string{"0Mbps", "2Mbps", "2Mbps", "4Mbps", "8Mbps"})}}
	if len(g.plans) > 0 && g.chance(40) {
		al.Put("plan", Ref{To: g.plans[0].Key.(Name)})
	} else if g.chance(85) {
		plan := g.name("plan")
		p := Mapping{{"areas", List{"China", pick(g, []string{"China", "China", "Asia-Pacific"})}}, {"bandwidth", "5Mbps"}}
		if g.chance(90) {
			p.Put("cen", Ref{To: c.name})
		}
		g.plans.Put(plan, p)
		al.Put("plan", Ref{To: plan})
	}
	return al
}

func (g *generator) serviceRoute() Mapping {
	r := pick(g, g.regions)
	host := prefixOf(pick(g, egressCIDRs))
	for _, o := range g.regions {
		for _, w := range o.gateways {
			if len(w.egress) > 0 && g.chance(80) {
				r, host = w.region, pick(g, w.egress)
			}
		}
	}
	if g.chance(10) {
		host = netip.PrefixFrom(g.addressIn(host), host.Bits()+1).Masked()
	}
	m := Mapping{
		{"host", host}, {"host_region", r.id}, {"host_vpc", g.near(r).ref(g)},
	}
	access := List{}
	for _, o := range g.regions {
		if g.chance(75) {
			access = append(access, o.id)
		}
	}
	m.Put("access_regions", access)
	if g.chance(60) {
		m.Put("provisioning", pick(g, []string{"ticket", "ticket", "self_service"}))
	}
	if g.chance(30) {
		m.Put("host_region_served", g.chance(50))
	}
	if g.chance(40) {
		m.Put("backend_return", g.chance(50))
	}
	return m
}

func (g *generator) routePolicies() List {
	out := List{}
	used := map[string]bool{}
	for range 1 + g.IntN(4) {
		r := pick(g, g.regions)
		direction := pick(g, []string{"in", "out"})
		priority := 1 + g.IntN(10)
		if key := fmt.Sprint(r.id, direction, priority); used[key] {
			continue
		} else {
			used[key] = true
		}
		p := Mapping{
			{"region", r.id}, {"direction", direction}, {"priority", priority},
			{"action", pick(g, []string{"permit", "permit", "deny"})},
		}
		if g.chance(30) {
			p.Put("source_regions", List{pick(g, g.regions).id})
		}
		if g.chance(30) {
			p.Put("source_instances", List{pick(g, g.allVPCs()).ref(g)})
			if g.chance(30) {
				p.Put("source_instances_reversed", true)
			}
		}
		if direction == "out" && g.chance(30) {
			p.Put("destination_instances", List{pick(g, g.allVPCs()).ref(g)})
			if g.chance(30) {
				p.Put("destination_instances_reversed", true)
			}
		}
		if g.chance(40) {
			p.Put("destination_cidrs", List{g.prefix()})
			if g.chance(50) {
				p.Put("cidr_match_mode", pick(g, []string{"include", "complete"}))
			}
		}
		if g.chance(20) {
			p.Put("route_types", List{pick(g, []string{"system", "custom"})})
		}
		if p.Field("action") == "permit" {
			if g.chance(50) {
				p.Put("preference", 1+g.IntN(100))
			}
			if g.chance(40) {
				p.Put("next_priority", priority+1+g.IntN(5))
			}
		}
		out = append(out, p)
	}
	return out
}
