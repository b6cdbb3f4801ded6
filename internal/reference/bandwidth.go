package reference

import (
	"slices"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// testRate is what a Basic Edition CEN carries between regions without an
// allocation (routing b.5).
const testRate scenario.Bandwidth = 1000

// areas are the areas of regions that bandwidth plans count by (routing b.5). A
// region that is not here writes its own.
var areas = map[string]string{
	"cn-zhangjiakou": "china", "cn-shanghai": "china", "cn-hangzhou": "china", "cn-beijing": "china",
	"cn-qingdao": "china", "cn-shenzhen": "china", "cn-huhehaote": "china", "cn-wulanchabu": "china",
	"cn-chengdu": "china", "cn-guangzhou": "china", "cn-heyuan": "china",
	"cn-hongkong": "asia-pacific",
}

func (g *region) area() string {
	if a, ok := text(g.node, "area"); ok {
		return strings.ToLower(a)
	}
	return areas[g.name()]
}

// short is why the demand of a check is not met on the way of a course that
// arrived; empty if it is (ruling 6).
func (t *trip) short() diag.Code {
	for _, c := range t.crossed {
		if c.peer == nil && c.cen == nil {
			switch {
			case c.line == 0 && t.check.demand > 0:
				return "open.bandwidth" // ruling 14
			case c.line < t.check.demand:
				return "bandwidth.insufficient"
			}
			continue
		}
		if c.peer != nil {
			if c.peer.rate < t.check.demand {
				return "bandwidth.insufficient"
			}
			continue
		}
		rate, why := c.rate(t.scenario)
		switch {
		case rate <= testRate && t.check.acceptTest && t.check.demand <= rate:
		case rate <= testRate:
			return why
		case rate < t.check.demand:
			return "bandwidth.insufficient"
		}
	}
	return ""
}

// rate is the bandwidth between two regions, and why it is no more than the test
// rate.
func (c crossing) rate(s *Scenario) (scenario.Bandwidth, diag.Code) {
	total, why := scenario.Bandwidth(0), diag.Code("bandwidth.test-only")
	for _, a := range c.cen.allocations {
		if len(a.regions) != 2 || !slices.Contains(a.regions, c.from) || !slices.Contains(a.regions, c.to) {
			continue
		}
		switch {
		case a.plan == nil || a.plan.cen != c.cen:
		case !a.plan.between(c.from.area(), c.to.area()):
			why = "bandwidth.plan-area-mismatch"
		case a.rate == 0:
		case s.allocated(a.plan) > a.plan.rate:
			why = "bandwidth.over-allocated"
		default:
			total += a.rate
		}
	}
	if total > testRate {
		return total, ""
	}
	return testRate, why
}

func (p *plan) between(a, b string) bool {
	return len(p.areas) == 2 && (p.areas[0] == a && p.areas[1] == b || p.areas[0] == b && p.areas[1] == a)
}

// allocated is the sum of the allocations of a plan.
func (s *Scenario) allocated(p *plan) scenario.Bandwidth {
	var sum scenario.Bandwidth
	for _, c := range s.cens {
		for _, a := range c.allocations {
			if a.plan == p {
				sum += a.rate
			}
		}
		for _, a := range c.peers {
			if a.plan == p && !a.transfer {
				sum += a.rate
			}
		}
	}
	return sum
}
