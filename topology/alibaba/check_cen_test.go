package alibaba

// network is a document with three regions and a CEN.
func network(fields string) string {
	return `
regions:
  cn-shanghai:
    vpcs: {a: {cidr: 10.0.0.0/16}, b: {cidr: 10.1.0.0/16}}
    api_gateways: {gw: {type: dedicated, vpc_egress_cidrs: [100.104.255.128/26]}}
  cn-beijing: {vpcs: {c: {cidr: 10.2.0.0/16}}}
  somewhere-1: {}
bandwidth_plans:
  p: {areas: [China, China], bandwidth: 2Mbps, cen: n}
  asia: {areas: [Asia-Pacific, China], bandwidth: 2Mbps, cen: n}
  loose: {areas: [China, Europe], bandwidth: 2Mbps}
  others: {areas: [China, China], bandwidth: 2Mbps, cen: m}
cens:
  m: {edition: basic}
  n: {edition: basic, ` + fields + `}
`
}

var cenCases = []checkCase{
	{"one VPC, attached twice", network(`attachments: {x: {vpc: a}, y: {vpc: ^a}, z: {vpc: c}}`), []string{
		`error: attachments "x" and "y" of CEN "n" are of the same VPC, "a"`}},
	{"one VPC on two CENs", `
regions: {r1: {vpcs: {a: {cidr: 10.0.0.0/16}}}}
cens: {m: {edition: basic, attachments: {x: {vpc: a}}}, n: {edition: basic, attachments: {y: {vpc: ^a}}}, e: {edition: enterprise, ^attachments: {z: {vpc: a}}}}`, []string{
		`warning: VPC "a" is attached to CEN "m" and to CEN "n"`,
		`warning: "attachments" of CEN "e" does nothing: it is of Basic Edition`}},
	{"two in one turn", network(`attachments: {x: {vpc: a, attached_order: 1}, y: {vpc: b, attached_order: ^1}, z: {vpc: c, attached_order: 2}}`), []string{
		`error: attachments "x" and "y" of CEN "n" have the same turn, 1`}},
	{"VPCs of other accounts (RT-b30)", `
regions: {r1: {account: "1", vpcs: {
  a: {cidr: 10.0.0.0/16, cen_grants: [{cen: n}]},
  b: {cidr: 10.1.0.0/16},
  c: {cidr: 10.2.0.0/16, cen_grants: [{cen: n, owner: ^"3"}]}}}}
cens: {n: {account: "2", edition: basic, attachments: {x: {vpc: a}, y: {vpc: ^b}, z: {vpc: ^c}}}}`, []string{
		`warning: a grant of VPC "c" is for account "3", and CEN "n" is of account 2`,
		`warning: attachment "y" is inactive: VPC "b" (account 1) is not granted to CEN "n" (account 2)`,
		`warning: attachment "z" is inactive: VPC "c" (account 1) is not granted to CEN "n" (account 2)`}},
}

var bandwidthCases = []checkCase{
	{"an allocation that stands", network(`region_bandwidth: {x: {regions: [cn-shanghai, cn-beijing], plan: p, bandwidth: 2Mbps}}`), nil},
	{"not two regions", network(`region_bandwidth: {x: {regions: ^[cn-shanghai], plan: p, bandwidth: 1Mbps}, y: {regions: [cn-shanghai, ^cn-shanghai], plan: p, bandwidth: 1Mbps}}`), []string{
		`error: region bandwidth "x" is for two regions, and 1 are written`,
		`error: region bandwidth "y" is for region "cn-shanghai" twice`}},
	{"one pair, either way round", network(`region_bandwidth: {x: {regions: [cn-shanghai, cn-beijing], plan: p, bandwidth: 1Mbps}, y: {regions: ^[cn-beijing, cn-shanghai], plan: p, bandwidth: 1Mbps}}`), []string{
		`error: "x" and "y" of CEN "n" are for the same two regions`}},
	{"allocations that are inactive", network(`region_bandwidth: {
    x: {regions: [cn-shanghai, cn-beijing], plan: ^^loose, bandwidth: 1Mbps}}`), []string{
		`warning: region bandwidth "x" is inactive: bandwidth plan "loose" is for China - Europe, and the regions are in China - China`,
		`warning: region bandwidth "x" is inactive: bandwidth plan "loose" is not bound to a CEN`}},
	{"the plan of another CEN, none, and nothing of one (RT-b27)", network(`region_bandwidth: {
    x: {regions: [cn-shanghai, cn-beijing], plan: ^others, bandwidth: ^0Mbps}}`), []string{
		`warning: region bandwidth "x" is inactive: bandwidth plan "others" is bound to CEN "m"`,
		`warning: region bandwidth "x" is inactive: its bandwidth is 0`}},
	{"no plan", network(`region_bandwidth: {^x: {regions: [cn-shanghai, cn-beijing], bandwidth: 1Mbps}}`), []string{
		`warning: region bandwidth "x" is inactive: it has no bandwidth plan`}},
	{"a plan for other areas (RT-b25)", network(`region_bandwidth: {x: {regions: [cn-shanghai, cn-beijing], plan: ^asia, bandwidth: 1Mbps}}`), []string{
		`warning: region bandwidth "x" is inactive: bandwidth plan "asia" is for Asia-Pacific - China, and the regions are in China - China`}},
	{"a region whose area is not known", network(`region_bandwidth: {x: {regions: [cn-shanghai, ^somewhere-1], plan: p, bandwidth: 1Mbps}}`), []string{
		`error: the area of region "somewhere-1" is not known`}},
	{"a region that says its area", `
regions: {cn-shanghai: {}, somewhere-1: {area: Europe}}
bandwidth_plans: {p: {areas: [Europe, China], bandwidth: 2Mbps, cen: n}}
cens: {n: {edition: basic, region_bandwidth: {x: {regions: [cn-shanghai, somewhere-1], plan: p, bandwidth: 1Mbps}}}}`, nil},
	{"more than the plan has (RT-b27)", `
regions: {cn-shanghai: {}, cn-beijing: {}, cn-hangzhou: {}}
bandwidth_plans: {p: {areas: [China, China], bandwidth: ^2Mbps, cen: n}}
cens: {n: {edition: basic, region_bandwidth: {x: {regions: [cn-shanghai, cn-beijing], plan: p, bandwidth: 1Mbps}, y: {regions: [cn-shanghai, cn-hangzhou], plan: p, bandwidth: 1.5Mbps}}}}`, []string{
		`warning: 2.5 Mbit/s are allocated from bandwidth plan "p", which has 2 Mbit/s`}},
	{"plans that are not sold (RT-b26)", `
bandwidth_plans: {a: {areas: ^[China], bandwidth: ^1Mbps}, b: {areas: [China, Europe], bandwidth: ^20Gbps}}`, []string{
		`error: bandwidth plan "a" is for two areas, and 1 are written`,
		`warning: bandwidth plan "a" has 1 Mbit/s, and the cloud sells from 2 Mbit/s to 10 Gbit/s`,
		`warning: bandwidth plan "b" has 20 Gbit/s, and the cloud sells from 2 Mbit/s to 10 Gbit/s`}},
	{"two plans for one pair of areas (RT-b26)", `
bandwidth_plans: {a: {areas: [China, Europe], bandwidth: 2Mbps, cen: n}, b: {areas: ^[Europe, China], bandwidth: 2Mbps, cen: n}, c: {areas: [China, Europe], bandwidth: 2Mbps, cen: m}}
cens: {n: {edition: basic}, m: {edition: basic}}`, []string{
		`error: bandwidth plans "a" and "b" are for the same areas on CEN "n"`}},
}

// service is a document with a CEN that both VPCs are on, and a service route.
func service(fields string) string {
	return network("attachments: {x: {vpc: a}, z: {vpc: c}}, service_routes: {" + fields + "}")
}

const ours = "host_region: cn-shanghai, host_vpc: a, access_regions: [cn-shanghai]"

var serviceRouteCases = []checkCase{
	{"service routes that stand", service(`
    r: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: a, access_regions: [cn-shanghai, cn-beijing], provisioning: ticket},
    s: {host: 100.104.255.0/24, host_region: cn-shanghai, host_vpc: a, access_regions: [cn-shanghai], provisioning: self_service}`), nil},
	{"one host, twice", service(`r: {host: 100.104.255.128/26, ` + ours + `}, s: {host: ^100.104.255.128/26, ` + ours + `}`), []string{
		`warning: service routes "r" and "s" of CEN "n" are for the same host, "100.104.255.128/26"`}},
	{"a host that no gateway has", service(`r: {host: ^100.104.1.0/26, ` + ours + `}, s: {host: ^"fd00::/64", ` + ours + `}`), []string{
		`warning: no API gateway has the host "100.104.1.0/26" of service route "r"`,
		`error: the host of service route "s" is the IPv6 block "fd00::/64"`}},
	{"a host of something else, where no gateway tells its addresses", `
regions: {r1: {vpcs: {a: {cidr: 10.0.0.0/16}}, api_gateways: {gw: {type: dedicated}}}}
cens: {n: {edition: basic, attachments: {x: {vpc: a}}, service_routes: {oss: {host: 100.118.28.0/24, host_region: r1, host_vpc: a, access_regions: [r1]}}}}`, nil},
	{"a host that gateways of two regions have", `
regions:
  r1: {api_gateways: {gw: {type: dedicated, vpc_egress_cidrs: [100.104.255.128/26]}}}
  r2: {vpcs: {a: {cidr: 10.0.0.0/16}}, api_gateways: {gw: {type: dedicated, vpc_egress_cidrs: [100.104.255.128/26]}}}
cens: {n: {edition: basic, attachments: {x: {vpc: a}}, service_routes: {s: {host: 100.104.255.128/26, host_region: r2, host_vpc: a, access_regions: [r2]}}}}`, nil},
	{"a host VPC of another region (RT-c1)", service(`r: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: ^c, access_regions: [cn-shanghai]}`), []string{
		`warning: service route "r" is inactive: its host VPC is in region "cn-beijing", and its host region is "cn-shanghai"`}},
	{"a service of another region", service(`r: {host: 100.104.255.128/26, host_region: ^cn-beijing, host_vpc: c, access_regions: [cn-beijing]}`), []string{
		`warning: service route "r" is inactive: API gateway "gw" is in region "cn-shanghai", and not in "cn-beijing"`}},
	{"a host VPC that is not attached (RT-c1)", service(`r: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: ^b, access_regions: [cn-shanghai]}`), []string{
		`warning: service route "r" is inactive: its host VPC "b" is not attached to CEN "n"`}},
	{"no access region (RT-c1)", service(`r: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: a, access_regions: ^[]}`), []string{
		`warning: service route "r" has no access region, so it serves nobody`}},
	{"the host region is omitted", service(`
    r: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: a, access_regions: ^[cn-beijing], provisioning: ticket},
    s: {host: 100.104.255.128/27, host_region: cn-shanghai, host_vpc: a, access_regions: [cn-beijing], provisioning: ticket, host_region_served: false}`), []string{
		`warning: the access regions of service route "r" omit its host region "cn-shanghai"`}},
	{"across regions without a ticket (RT-01)", service(`
    r: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: a, access_regions: [cn-shanghai, cn-beijing], provisioning: ^self_service},
    ^s: {host: 100.104.255.128/27, host_region: cn-shanghai, host_vpc: a, access_regions: [cn-shanghai, cn-beijing]}`), []string{
		`warning: service route "r" is inactive from "cn-beijing": it leads across regions`,
		`warning: how service route "s" was made is open`}},
}

// policies is a document with route policies.
func policies(list string) string { return network("route_policies: [\n" + list + "]") }

var policyCases = []checkCase{
	{"policies as they are written", policies(`
    {region: cn-shanghai, direction: in, priority: 1, action: permit, preference: 10, next_priority: 20, source_instances: [a]},
    {region: cn-shanghai, direction: in, priority: 20, action: permit, next_priority: 1},
    {region: cn-shanghai, direction: out, priority: 1, action: deny, destination_instances: [a]},
    {region: cn-beijing, direction: in, priority: 100, action: deny, destination_cidrs: [10.0.0.0/8]}`), nil},
	{"one priority, twice (RT-b21)", policies(`
    {region: cn-shanghai, direction: in, priority: 5, action: permit}, {region: cn-shanghai, direction: out, priority: 5, action: permit},
    {region: cn-shanghai, direction: in, priority: ^5, action: deny}`), []string{
		`error: two route policies of region "cn-shanghai" (in) have the priority 5`}},
	{"a priority above 100", policies(`{region: cn-shanghai, direction: in, priority: ^5000, action: deny}`), []string{
		`error: the priority of a route policy is 5000`}},
	{"destinations of what comes in (RT-b23)", policies(`
    {region: cn-shanghai, direction: in, priority: 1, action: deny, ^destination_instances: [a], ^destination_instances_reversed: true}`), []string{
		`error: a route policy with the direction in has "destination_instances"`,
		`error: a route policy with the direction in has "destination_instances_reversed"`}},
	{"a destination in another region", policies(`{region: cn-shanghai, direction: out, priority: 1, action: deny, destination_instances: [a, ^c]}`), []string{
		`warning: VPC "c" is in region "cn-beijing", and the route policy is of "cn-shanghai"`}},
	{"what comes after a deny", policies(`{region: cn-shanghai, direction: out, priority: 1, action: deny, ^preference: 10, ^next_priority: 20}`), []string{
		`error: a route policy that denies has "preference"`,
		`error: a route policy that denies has "next_priority"`}},
	{"a next priority that lies behind", policies(`{region: cn-shanghai, direction: out, priority: 10, action: permit, next_priority: ^10}`), []string{
		`error: the route policy of priority 10 goes on with priority 10`}},
}
