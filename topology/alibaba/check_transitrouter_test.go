package alibaba

// routers is a document with two regions and a CEN of Enterprise Edition.
func routers(fields string) string {
	return `
regions:
  cn-shanghai:
    vpcs:
      a: {cidr: 10.0.0.0/16, vswitches: {va: {cidr: 10.0.1.0/24, zone: g}}}
      b: {cidr: 10.1.0.0/16, vswitches: {vb: {cidr: 10.1.1.0/24, zone: g}}}
      alien: {cidr: 10.3.0.0/16, account: "2"}
  cn-beijing: {vpcs: {c: {cidr: 10.2.0.0/16}}, prefix_lists: {pl: {entries: [10.9.0.0/16]}}}
  somewhere-1: {}
bandwidth_plans:
  p: {areas: [China, China], bandwidth: 2Mbps, cen: n}
  far: {areas: [China, Europe], bandwidth: 2Mbps, cen: n}
  loose: {areas: [China, China], bandwidth: 2Mbps}
cens:
  n: {edition: enterprise, ` + fields + `}
`
}

// joined is the same with a transit router in each region, and fields of a
// connection between them.
func joined(fields string) string {
	return routers(`transit_routers: {
    bj: {region: cn-beijing, route_tables: {rb: {}}},
    sh: {region: cn-shanghai, route_tables: {rs: {}}}, sw: {region: somewhere-1}},
  peer_attachments: {x: {` + fields + `}}`)
}

var transitCases = []checkCase{
	{"fields of the other edition", `
regions: {r1: {vpcs: {a: {cidr: 10.0.0.0/16}}}}
cens:
  e: {edition: enterprise, ^attachments: {x: {vpc: a}}, ^region_bandwidth: {}, ^service_routes: {}}
  b: {edition: basic, ^transit_routers: {}, ^peer_attachments: {}}`, []string{
		`warning: "attachments" of CEN "e" does nothing: it is of Basic Edition`,
		`warning: "region_bandwidth" of CEN "e" does nothing: it is of Basic Edition`,
		`warning: the service routes of CEN "e" are inactive: they are of Basic Edition`,
		`warning: "transit_routers" of CEN "b" does nothing: it is of Enterprise Edition`,
		`warning: "peer_attachments" of CEN "b" does nothing: it is of Enterprise Edition`}},
	{"two transit routers in a region", routers(`transit_routers: {s: {region: cn-shanghai}, t: {region: ^cn-shanghai}}`), []string{
		`error: transit routers "s" and "t" of CEN "n" are for the same region, "cn-shanghai"`}},
	{"two system tables", routers(`transit_routers: {s: {region: cn-shanghai, route_tables: {a: {type: system}, b: {type: ^system}, c: {}}}}`), []string{
		`error: route tables "a" and "b" of transit router "s" have the same type, system`}},
	{"tables of another transit router", routers(`transit_routers: {
    s: {region: cn-shanghai, attachments: {x: {vpc: a, association: ^rb, propagations: [^rb]}}}, b: {region: cn-beijing, route_tables: {rb: {}}}}`), []string{
		`error: route table "rb" is of transit router "b", and attachment "x" is at transit router "s"`,
		`error: route table "rb" is of transit router "b", and attachment "x" is at transit router "s"`}},
	{"networks that cannot be attached", routers(`transit_routers: {s: {region: cn-shanghai, attachments: {
    w: {vpc: a}, x: {vpc: ^a}, y: {vpc: ^c}, z: {vpc: ^alien}}}}`), []string{
		`error: attachments "w" and "x" of transit router "s" are of the same network, VPC "a"`,
		`warning: attachment "y" is inactive: VPC "c" is in region "cn-beijing", and transit router "s" in "cn-shanghai"`,
		`warning: attachment "z" is inactive: VPC "alien" (account 2) is not granted to CEN "n" (account not written)`}},
	{"zone mappings", routers(`transit_routers: {s: {region: cn-shanghai, attachments: {
    x: {vpc: a, zone_mappings: [{vswitch: ^vb}, {zone: ^h, vswitch: va}]}, y: {vpc: b, ^zone_mappings: []}}}}`), []string{
		`error: vSwitch "vb" is in VPC "b", and attachment "x" is of VPC "a"`,
		`error: a zone mapping of attachment "x" is for zone "h", and vSwitch "va" is of "g"`,
		`warning: attachment "y" is inactive: it has no vSwitch for the interfaces of the transit router`}},
	{"two in one turn on a transit router", routers(`transit_routers: {s: {region: cn-shanghai, attachments: {x: {vpc: a, attached_order: 1}, y: {vpc: b, attached_order: ^1}}}}`), []string{
		`error: attachments "x" and "y" of transit router "s" have the same turn, 1`}},
	{"a field of another sort of attachment", routers(`transit_routers: {s: {region: cn-shanghai, attachments: {x: {vpc: a, ^allowed_prefixes: []}}}}`), []string{
		`error: attachment "x" has "allowed_prefixes", which is of the attachment of an ECR`}},
	{"static entries", routers(`transit_routers: {
    s: {region: cn-shanghai, attachments: {x: {vpc: a}}, route_tables: {t: {routes: {
      a: {destination: 10.0.0.0/16, next_hop: attachment/x}, b: {destination: ^10.0.0.0/16, blackhole: true},
      c: {destination: ^100.64.0.0/10, next_hop: attachment/x}, d: {destination: 100.104.255.128/26, next_hop: attachment/x},
      e: {destination: 10.5.0.0/16, blackhole: ^false}}}}},
    b: {region: cn-beijing, route_tables: {u: {routes: {f: {destination: 10.0.0.0/16, next_hop: ^attachment/x}}, prefix_lists: [{prefix_list: pl, blackhole: true}]}}}}`), []string{
		`error: routes "a" and "b" of route table "t" have the same destination, 10.0.0.0/16`,
		`warning: static entry "c" is inactive: its destination is "100.64.0.0/10"`,
		`error: static entry "e" is no blackhole, and has no next hop`,
		`error: attachment "x", the next hop of static entry "f", is of transit router "s"`}},
	{"aggregate routes", routers(`transit_routers: {s: {region: cn-shanghai, route_tables: {t: {aggregations: {
      a: {cidr: 10.0.0.0/8}, b: {cidr: ^0.0.0.0/0}, c: {cidr: ^100.64.0.0/16}, d: {cidr: ^224.0.0.0/8}}}}}}`), []string{
		`warning: aggregate route "b" is inactive: its prefix starts with 0`,
		`warning: aggregate route "c" is inactive: its prefix starts with 100.64`,
		`warning: aggregate route "d" is inactive: its prefix is of multicast addresses`}},
	{"a connection that stands", joined(`ends: [{transit_router: bj, association: rb}, {transit_router: sh}], bandwidth: 2Mbps, plan: p`), nil},
	{"paid by data transfer", joined(`ends: [{transit_router: bj}, {transit_router: sh}], bandwidth: 2Mbps, bandwidth_type: data_transfer`), nil},
	{"paid by data transfer, with a plan", joined(`ends: [{transit_router: bj}, {transit_router: sh}], bandwidth: 2Mbps, bandwidth_type: data_transfer, plan: ^p`), []string{
		`error: peer attachment "x" is paid by data transfer, and has a bandwidth plan`}},
	{"a connection with one end", joined(`ends: ^[{transit_router: bj}], bandwidth: 2Mbps, plan: p`), []string{
		`error: peer attachment "x" joins two transit routers, and 1 ends are written`}},
	{"a connection to itself", joined(`ends: [{transit_router: bj}, {transit_router: ^bj}], bandwidth: 2Mbps, plan: p`), []string{
		`error: peer attachment "x" joins transit router "bj" twice`}},
	{"a table of the other end", joined(`ends: [{transit_router: bj, association: ^rs}, {transit_router: sh}], bandwidth: 2Mbps, plan: p`), []string{
		`error: route table "rs" is of transit router "sh", and an end of peer attachment "x" is at transit router "bj"`}},
	{"plans that do not fit", joined(`ends: [{transit_router: bj}, {transit_router: sh}], bandwidth: ^0Mbps, plan: ^far`), []string{
		`warning: peer attachment "x" is inactive: its bandwidth is 0`,
		`warning: peer attachment "x" is inactive: bandwidth plan "far" is for China - Europe, and the regions are in China - China`}},
	{"a plan that is not bound", joined(`ends: [{transit_router: bj}, {transit_router: sh}], bandwidth: 1Mbps, plan: ^loose`), []string{
		`warning: peer attachment "x" is inactive: bandwidth plan "loose" is not bound to a CEN`}},
	{"an area that is not known", joined(`ends: [{transit_router: bj}, {transit_router: ^sw}], bandwidth: 1Mbps, plan: p`), []string{
		`error: the area of region "somewhere-1" of transit router "sw" is not known`}},
	{"policies of tables", routers(`transit_routers: {s: {region: cn-shanghai, route_tables: {t: {}}}},
  route_policies: [
    ^{region: cn-shanghai, direction: in, priority: 1, action: deny},
    {region: cn-shanghai, transit_router_route_table: t, direction: in, priority: 1, action: deny},
    {region: cn-beijing, transit_router_route_table: ^t, direction: in, priority: 1, action: deny}]`), []string{
		`warning: a route policy of CEN "n" does nothing: no transit router in "cn-shanghai" has a system table`,
		`error: route table "t" is of transit router "s", and the route policy is of another region or CEN`}},
	{"a route to another VPC's attachment", `
regions: {r1: {vpcs: {a: {cidr: 10.0.0.0/16, routes: {x: {destination: 10.1.0.0/16, next_hop: ^attachment/of-b}, y: {destination: 10.2.0.0/16, next_hop: attachment/of-a}, z: {destination: 10.3.0.0/16, next_hop: ^attachment/basic}}}, b: {cidr: 10.1.0.0/16}}}}
cens:
  n: {edition: enterprise, transit_routers: {s: {region: r1, attachments: {of-a: {vpc: a}, of-b: {vpc: b}}}}}
  m: {edition: basic, attachments: {basic: {vpc: b}}}`, []string{
		`error: attachment "of-b", the next hop of route "x", is of VPC "b"`,
		`error: attachment "basic", the next hop of route "z", is of Basic Edition`}},
}
