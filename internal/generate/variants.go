package generate

import (
	"fmt"
	"slices"
)

// optional are fields that may go, apart from what has a name.
var optional = []any{
	"vpc_config", "role", "client_vpc", "ingress", "published", "backend", "vpc_subdomain", "private_ip", "listens",
	"service_routes", "region_bandwidth", "attachments", "route_policies", "egress", "cen_grants",
	"public_ip", "main_route_table", "source_dest_check", "state", "policy", "accepted", "allowed_principals", "private_dns_enabled",
}

// varied gives a scenario variants that take one thing or two away.
func (g *generator) varied(m Mapping) Mapping {
	if !g.Variants {
		return m
	}
	paths := removable(m)
	variants := List{}
	for i := range 1 + g.IntN(3) {
		gone := List{pick(g, paths)}
		if boxes := slices.DeleteFunc(slices.Clone(paths), func(p Path) bool { return len(p) < 2 || p[len(p)-2] != "instances" }); len(boxes) > 0 && g.chance(15) {
			gone[0] = pick(g, boxes) // routes lead there, authorizations, checks
		}
		if other := pick(g, paths); g.chance(20) && !inside(gone[0].(Path), other) && !inside(other, gone[0].(Path)) {
			gone = append(gone, other)
		}
		variants = append(variants, Mapping{{"name", fmt.Sprintf("variant %d", i+1)}, {"remove", gone}})
	}
	m.Put("variants", variants)
	return m
}

// removable are the paths of what may go, but for the regions.
func removable(m Mapping) []Path {
	var paths []Path
	Edit(m, func(at []any, m Mapping) Mapping {
		if slices.ContainsFunc(at, func(key any) bool { _, position := key.(int); return position }) {
			return m
		}
		for _, e := range m {
			if _, named := e.Key.(Name); named || slices.Contains(optional, e.Key) {
				paths = append(paths, append(slices.Clone(Path(at)), e.Key))
			}
		}
		return m
	})
	return paths
}

func inside(p, of Path) bool { return len(p) >= len(of) && slices.Equal(p[:len(of)], of) }
