package topology_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// transit has a client and a server on transit routers of two regions, and
// another VPC beside the server.
const transit = `apiVersion: netsim/v1
name: transit
regions:
  cn-zhangjiakou:
    vpcs:
      client:
        cidr: 10.0.0.0/16
        vswitches: {vsw-client: {cidr: 10.0.1.0/24, zone: a}, other: {cidr: 10.0.2.0/24, zone: b}}
        security_groups: {all: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances: {client: {vswitch: vsw-client, private_ip: 10.0.1.10, security_groups: [all], listens: []}}
  cn-shanghai:
    vpcs:
      server:
        cidr: 10.1.0.0/16
        vswitches: {vsw-server: {cidr: 10.1.1.0/24, zone: g}}
        security_groups: {all: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances: {server: {vswitch: vsw-server, private_ip: 10.1.1.10, security_groups: [all], listens: [{port: tcp/80}]}}
      beside:
        cidr: 10.2.0.0/16
        vswitches: {vsw-beside: {cidr: 10.2.1.0/24, zone: g}}
        security_groups: {all: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances: {beside: {vswitch: vsw-beside, private_ip: 10.2.1.10, security_groups: [all], listens: []}}
bandwidth_plans: {china: {areas: [China, China], bandwidth: 2Mbps, cen: hub}}
cens:
  hub:
    edition: enterprise
    transit_routers:
      zjk:
        region: cn-zhangjiakou
        attachments:
          client: {vpc: client, zone_mappings: [{zone: a, vswitch: vsw-client}], association: rt-zjk, propagations: [rt-zjk], auto_publish_route_enabled: true}
        route_tables: {rt-zjk: {type: system}}
      sh:
        region: cn-shanghai
        attachments:
          server: {vpc: server, zone_mappings: [{zone: g, vswitch: vsw-server}], association: rt-sh, propagations: [rt-sh], auto_publish_route_enabled: true}
          beside: {vpc: beside, zone_mappings: [{zone: g, vswitch: vsw-beside}], association: rt-sh, propagations: [rt-sh], auto_publish_route_enabled: true}
        route_tables: {rt-sh: {type: system}, aside: {}}
    peer_attachments:
      line:
        ends:
          - {transit_router: zjk, association: rt-zjk, propagations: [rt-zjk], auto_publish_route_enabled: true}
          - {transit_router: sh, association: rt-sh, propagations: [rt-sh], auto_publish_route_enabled: true}
        bandwidth: 2Mbps
        plan: china
checks:
  - {name: it, from: instance/FROM, to: instance/server, port: tcp/80}
`

// transitRow is a fact of the sheet: edits of the scenario, and what comes of
// them. Obstacles are codes with their directions.
type transitRow struct{ name, edits, verdict, obstacles string }

// runTransit asks whether one of the clients reaches the server.
func runTransit(t *testing.T, from string, rows []transitRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			text := strings.ReplaceAll(transit, "FROM", from) + "variants:\n  - name: edited\n" + row.edits
			if row.edits == "" {
				text += "    set: {name: edited}\n"
			}
			f := loaded(t, text)
			p := prove(t, f.Variants[0].Model)
			require.Equal(t, row.verdict, p.Verdict.String(), "%v", codesOf(p))
			var got []string
			for _, o := range p.Obstacles {
				got = append(got, string(o.Code)+" "+o.Direction.String())
			}
			require.Equal(t, row.obstacles, strings.Join(got, ", "), "%v", codesOf(p))
		})
	}
}

// at lays a tree over the transit router in Shanghai, or the one in Zhangjiakou.
func at(router, tree string) string {
	return "    merge: {cens: {hub: {transit_routers: {" + router + ": " + tree + "}}}}\n"
}

func without(paths ...string) string {
	return `    remove: ["cens.hub.` + strings.Join(paths, `", "cens.hub.`) + "\"]\n"
}

const (
	onClient = "transit_routers.zjk.attachments.client."
	onServer = "transit_routers.sh.attachments.server."
	onBeside = "transit_routers.sh.attachments.beside."
	ends     = "peer_attachments.line.ends[transit_router="
)

// Two VPCs on one transit router (routing b.3): each row takes one thing away
// that packets or their replies need.
func TestTransitRouterWithinARegion(t *testing.T) {
	runTransit(t, "beside", []transitRow{
		{"RT-b.3 all is there", "", "reachable", ""},
		{"RT-b.1 no bandwidth within a region", "    remove: [cens.hub.peer_attachments, bandwidth_plans]\n", "reachable", ""},
		{"RT-b.3.1 attachment of the sender missing", without("transit_routers.sh.attachments.beside"), "unreachable", "link.unattached forward, link.unattached return"},
		{"RT-b.3.1 attachment of the receiver missing", without("transit_routers.sh.attachments.server"), "unreachable", "link.unattached forward, link.unattached return"},
		{"RT-b.3.1 attachment not attached", at("sh", "{attachments: {server: {status: detached}}}"), "unreachable", "link.unattached forward, link.unattached return"},
		{"RT-b.3.2 no route in the VPC", without(onBeside + "auto_publish_route_enabled"), "unreachable", "route.not-synchronized forward"},
		{"RT-b.3.2 custom route instead of synchronization", without(onBeside+"auto_publish_route_enabled") +
			"    merge: {regions: {cn-shanghai: {vpcs: {beside: {routes: {r: {destination: 10.0.0.0/8, next_hop: attachment/beside}}}}}}}\n", "reachable", ""},
		{"RT-b.3.2 no route back in the VPC", without(onServer + "auto_publish_route_enabled"), "unreachable", "route.not-synchronized return"},
		{"RT-b.3.3 association off drops", without(onBeside + "association"), "unreachable", "link.unassociated forward"},
		{"RT-b.3.3 association off drops what a custom route sends", without(onBeside+"association") +
			"    merge: {regions: {cn-shanghai: {vpcs: {beside: {routes: {r: {destination: 10.0.0.0/8, next_hop: attachment/beside}}}}}}}\n", "unreachable", "link.unassociated forward"},
		{"RT-b.3.3 association off drops replies", without(onServer + "association"), "unreachable", "link.unassociated return"},
		{"RT-b.3.3 association with a table that learns nothing", at("sh", "{attachments: {beside: {association: aside}}}"), "unreachable", "route.not-propagated forward"},
		{"RT-b.3.4 propagation of the receiver off", without(onServer + "propagations"), "unreachable", "route.not-propagated forward"},
		{"RT-b.3.4 propagation of the sender off", without(onBeside + "propagations"), "unreachable", "route.not-propagated return"},
		{"RT-b.3.4 propagation to none", at("sh", "{attachments: {beside: {propagations: []}}}"), "unreachable", "route.not-propagated return"},
		{"RT-b.3.4 static entry instead of propagation", without(onServer+"propagations") +
			at("sh", "{route_tables: {rt-sh: {routes: {s: {destination: 10.1.0.0/16, next_hop: attachment/server}}}}}"), "reachable", ""},
		{"RT-b.3.4 default is off (ruling 13)", without(onServer+"propagations", onServer+"association", onServer+"auto_publish_route_enabled"),
			"unreachable", "route.not-propagated forward, link.unassociated return"},
	})
}

// Two VPCs on transit routers of two regions (routing b.3).
func TestTransitRoutersAcrossRegions(t *testing.T) {
	runTransit(t, "client", []transitRow{
		{"RT-b.3 all is there", "", "reachable", ""},
		{"RT-b.3.5 no inter-region connection (ruling 7)", without("peer_attachments"), "unreachable", "link.peer-missing forward, link.peer-missing return"},
		{"RT-b.3.5 connection not attached", "    set: {cens.hub.peer_attachments.line.status: detaching}\n", "unreachable", "link.unattached forward, link.unattached return"},
		{"RT-b.3.5 no bandwidth (ruling 14)", "    set: {cens.hub.peer_attachments.line.bandwidth: 0Mbps}\n", "unreachable", "bandwidth.missing forward, bandwidth.missing return"},
		{"RT-b.3.5 not advertised by the far end", without(ends + "sh].auto_publish_route_enabled"), "unreachable", "route.not-advertised forward"},
		{"RT-b.3.5 not advertised by the near end", without(ends + "zjk].auto_publish_route_enabled"), "unreachable", "route.not-advertised return"},
		{"RT-b.3.4 connection not learned at the near end", without(ends + "zjk].propagations"), "unreachable", "route.not-propagated forward"},
		{"RT-b.3.4 connection not learned at the far end", without(ends + "sh].propagations"), "unreachable", "route.not-propagated return"},
		{"RT-b.3.6 connection not associated at the far end", without(ends + "sh].association"), "unreachable", "link.unassociated forward"},
		{"RT-b.3.6 connection not associated at the near end", without(ends + "zjk].association"), "unreachable", "link.unassociated return"},
		{"RT-b.3.6 connection associated with a table that learns nothing", "    set: {\"cens.hub." + ends + "sh].association\": aside}\n", "unreachable", "route.not-propagated forward"},
		{"RT-b.3.6 propagation of the receiver off", without(onServer + "propagations"), "unreachable", "route.not-propagated forward"},
		{"RT-b.3.7 propagation of the sender off", without(onClient + "propagations"), "unreachable", "route.not-propagated return"},
		{"RT-b.3.7 association of the receiver off", without(onServer + "association"), "unreachable", "link.unassociated return"},
		{"RT-b.3.7 the receiver's VPC has no route", without(onServer + "auto_publish_route_enabled"), "unreachable", "route.not-synchronized return"},
		{"RT-b.1 no transit router in the region", "    remove: [cens.hub.transit_routers.zjk, cens.hub.peer_attachments]\n", "unreachable", "link.unattached forward, link.unattached return"},
		{"RT-b.5 no plan", without("peer_attachments.line.plan"), "unreachable", "bandwidth.missing forward, bandwidth.missing return"},
		{"RT-b.5 plan not bound", "    remove: [bandwidth_plans.china.cen]\n", "unreachable", "bandwidth.missing forward, bandwidth.missing return"},
		{"RT-b.5 plan for other areas", "    set: {bandwidth_plans.china.areas: [China, Asia-Pacific]}\n", "unreachable", "bandwidth.plan-area-mismatch forward, bandwidth.plan-area-mismatch return"},
		{"RT-b.5 more than the plan has", "    set: {cens.hub.peer_attachments.line.bandwidth: 3Mbps}\n", "unreachable", "bandwidth.over-allocated forward, bandwidth.over-allocated return"},
		{"RT-b.5 data transfer needs no plan", "    set: {cens.hub.peer_attachments.line.bandwidth_type: data_transfer}\n" + without("peer_attachments.line.plan"), "reachable", ""},
		{"RT-b.3 static entries both ways instead of propagation", without(ends+"zjk].propagations", ends+"sh].propagations") +
			"    merge: {cens: {hub: {transit_routers: {zjk: {route_tables: {rt-zjk: {routes: {s: {destination: 10.1.0.0/16, next_hop: peer_attachment/line}}}}}, " +
			"sh: {route_tables: {rt-sh: {routes: {s: {destination: 10.0.0.0/16, next_hop: peer_attachment/line}}}}}}}}}\n", "reachable", ""},
	})
}

// What VPCs and transit routers take of each other (routing a, b.3).
func TestTransitRoutes(t *testing.T) {
	zjk := func(tree string) string { return "zjk: {route_tables: {rt-zjk: " + tree + "}}" }
	sh := func(tree string) string { return "sh: {route_tables: {rt-sh: " + tree + "}}" }
	routers := func(trees ...string) string {
		return "    merge: {cens: {hub: {transit_routers: {" + strings.Join(trees, ", ") + "}}}}\n"
	}
	custom := func(vpc, region, tree string) string {
		return "    merge: {regions: {" + region + ": {vpcs: {" + vpc + ": " + tree + "}}}}\n"
	}
	runTransit(t, "client", []transitRow{
		{"RT-b.3 static goes before propagated for one prefix", routers(zjk("{routes: {s: {destination: 10.1.1.0/24, blackhole: true}}}")), "unreachable", "route.shadowed forward"},
		{"RT-b.3 longest prefix first", routers(zjk("{routes: {s: {destination: 10.1.0.0/16, blackhole: true}}}")), "reachable", ""},
		{"RT-b.3 blackhole alone", without(ends+"zjk].propagations") + routers(zjk("{routes: {s: {destination: 10.1.1.0/24, blackhole: true}}}")), "unreachable", "route.blackhole forward"},
		{"RT-b.3 prefix list makes entries", without(ends+"zjk].propagations") +
			"    merge: {regions: {cn-zhangjiakou: {prefix_lists: {pl: {entries: [10.1.0.0/16, 10.9.0.0/16]}}}}, cens: {hub: {transit_routers: {zjk: {route_tables: {rt-zjk: {prefix_lists: [{prefix_list: pl, next_hop: peer_attachment/line}]}}}}}}}\n", "reachable", ""},
		{"RT-b.3 entries to each other go in a circle", routers(
			zjk("{routes: {s: {destination: 10.1.1.10/32, next_hop: peer_attachment/line}}}"),
			sh("{routes: {s: {destination: 10.1.1.10/32, next_hop: peer_attachment/line}}}")), "unreachable", "route.loop forward"},
		{"RT-b.3 aggregate route goes to VPCs that synchronize", routers(zjk("{aggregations: {all: {cidr: 10.0.0.0/8}}}")), "reachable", ""},
		{"RT-b.3 aggregate route does not lead on by itself", without(ends+"zjk].propagations") + routers(zjk("{aggregations: {all: {cidr: 10.0.0.0/8}}}")), "unreachable", "route.not-propagated forward"},
		{"RT-a route choice 2: custom route goes before a synchronized one", custom("client", "cn-zhangjiakou",
			"{instances: {trap: {vswitch: vsw-client, private_ip: 10.0.1.20, security_groups: [all], listens: [], ip_forwarding: false}}, routes: {r: {destination: 10.1.1.0/24, next_hop: instance/trap}}}"),
			"unreachable", "route.shadowed forward"},
		{"RT-a route choice 5: custom table without propagation", custom("client", "cn-zhangjiakou",
			"{route_tables: {own: {}}, vswitches: {vsw-client: {route_table: own}}}"), "unreachable", "route.missing forward"},
		{"RT-a route choice 5: custom table with propagation", custom("client", "cn-zhangjiakou",
			"{route_tables: {own: {route_propagation: true}}, vswitches: {vsw-client: {route_table: own}}}"), "reachable", ""},
		{"RT-b.6 another account's VPC without a grant", custom("client", "cn-zhangjiakou", "{account: other}"), "unreachable",
			"grant.cen-attachment-missing forward, grant.cen-attachment-missing return"},
		{"RT-b.6 another account's VPC with a grant", custom("client", "cn-zhangjiakou", "{account: other, cen_grants: [{cen: hub}]}"), "reachable", ""},
		{"RT-b.4 policy on what a table takes", "    set: {cens.hub.route_policies: [{region: cn-shanghai, direction: in, priority: 1, action: deny, source_instances: [vpc/server]}]}\n",
			"unreachable", "route.policy-denied forward"},
		{"RT-b.4 policy of another table", "    set: {cens.hub.route_policies: [{region: cn-shanghai, transit_router_route_table: aside, direction: in, priority: 1, action: deny}]}\n", "reachable", ""},
		{"RT-b.4 policy on what a table gives", "    set: {cens.hub.route_policies: [{region: cn-shanghai, direction: out, priority: 1, action: deny, destination_child_instance_types: [vpc]}]}\n",
			"unreachable", "route.policy-denied return"},
		{"RT-b.4 first match decides", "    set: {cens.hub.route_policies: [{region: cn-shanghai, direction: in, priority: 1, action: permit, destination_cidrs: [10.1.0.0/16]}, {region: cn-shanghai, direction: in, priority: 2, action: deny}]}\n",
			"unreachable", "route.policy-denied return"},
		{"RT-b.4 next_priority goes on", "    set: {cens.hub.route_policies: [{region: cn-shanghai, direction: in, priority: 1, action: permit, next_priority: 2, destination_cidrs: [10.1.0.0/16]}, {region: cn-shanghai, direction: in, priority: 2, action: deny, destination_cidrs: [10.1.0.0/16]}]}\n",
			"unreachable", "route.policy-denied forward"},
		{"RT-b.4 communities are given and matched", "    set: {cens.hub.route_policies: [{region: cn-shanghai, direction: in, priority: 1, action: permit, operate_community_set: [\"65001:1\"], source_instances: [vpc/server]}, " +
			"{region: cn-zhangjiakou, direction: in, priority: 1, action: deny, match_community_set: [\"65001:1\"]}]}\n", "unreachable", "route.policy-denied forward"},
		{"RT-b.4 another community", "    set: {cens.hub.route_policies: [{region: cn-shanghai, direction: in, priority: 1, action: permit, operate_community_set: [\"65001:2\"], source_instances: [vpc/server]}, " +
			"{region: cn-zhangjiakou, direction: in, priority: 1, action: deny, match_community_set: [\"65001:1\"]}]}\n", "reachable", ""},
		{"RT-i only mapped vSwitch gone", "    remove: [regions.cn-zhangjiakou.vpcs.client.vswitches.other]\n    set: {cens.hub.transit_routers.zjk.attachments.client.zone_mappings: []}\n", "unreachable",
			"link.unattached forward, link.unattached return"},
		{"RT-b.3 several zones, one table", "    set: {cens.hub.transit_routers.zjk.attachments.client.zone_mappings: [{zone: a, vswitch: vsw-client}, {zone: b, vswitch: other}]}\n", "reachable", ""},
		{"RT-a system routes go first in the table of each zone", custom("client", "cn-zhangjiakou",
			"{route_tables: {own: {routes: {r: {destination: 10.0.0.0/8, next_hop: attachment/client}}}}, vswitches: {other: {route_table: own}}}") +
			"    set: {cens.hub.transit_routers.zjk.attachments.client.zone_mappings: [{zone: a, vswitch: vsw-client}, {zone: b, vswitch: other}]}\n", "reachable", ""},
		{"RT-b.2 on a CEN of Basic Edition too, no synchronization", "    merge: {cens: {basic: {edition: basic, attachments: {client: {vpc: client}}}}}\n", "unreachable", "link.unattached forward"},
		{"RT-b.3 same prefix twice, the first attached is used", twin(", attached_order: 2", ", server: {attached_order: 1}"), "reachable", ""},
		{"RT-b.3 same prefix twice, the second attached is not used", twin(", attached_order: 1", ", server: {attached_order: 2}"), "unreachable", "route.conflict forward"},
		{"RT-b.3 same prefix twice, who was first not known (ruling 25)", twin("", ""), "unknown", ""},
		{"RT-b.1 two CENs are isolated", "    set: {cens.hub.transit_routers.sh.attachments.server.status: detached}\n" +
			"    merge: {cens: {second: {edition: enterprise, transit_routers: {sh2: {region: cn-shanghai, attachments: {server2: {vpc: server, association: rt, propagations: [rt], auto_publish_route_enabled: true}}, route_tables: {rt: {type: system}}}}}}}\n",
			"unreachable", "link.unattached forward, link.unattached return"},
	})
}

// twin is a VPC with the server's block on its transit router, and who was
// attached first.
func twin(turn, others string) string {
	return `    merge:
      regions: {cn-shanghai: {vpcs: {twin: {cidr: 10.1.0.0/16, vswitches: {vsw-twin: {cidr: 10.1.1.0/24, zone: g}}}}}}
      cens: {hub: {transit_routers: {sh: {attachments: {twin: {vpc: twin, zone_mappings: [{zone: g, vswitch: vsw-twin}], association: rt-sh, propagations: [rt-sh]` + turn + `}` + others + `}}}}}
`
}
