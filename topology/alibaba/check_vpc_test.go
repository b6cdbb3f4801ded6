package alibaba

// vpc is a document with one VPC, in which more stands.
func vpc(more string) string {
	return "regions: {cn-shanghai: {vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, security_groups: {web: {}},\n" + more + "}}}}\n"
}

// twoVPCs is a document with two VPCs of a region, in the first of which more
// stands. The second has a table, a vSwitch, a group and an instance.
func twoVPCs(more string) string {
	return `
regions:
  cn-shanghai:
    vpcs:
      main: {cidr: 10.0.0.0/16, security_groups: {web: {}}, vswitches: {a: {cidr: 10.0.1.0/24}},
` + more + `}
      other:
        cidr: 10.1.0.0/16
        route_tables: {t: {}}
        vswitches: {b: {cidr: 10.1.1.0/24}}
        security_groups: {far: {}}
        instances: {there: {vswitch: b, private_ip: 10.1.1.10, security_groups: [far]}}
`
}

// blocks is a document with one VPC that has nothing but blocks.
func blocks(fields string) string { return "regions: {r1: {vpcs: {main: {" + fields + "}}}}" }

var vpcCases = []checkCase{
	{"blocks of every size that is sold (RT-a2)", blocks(`cidr: 10.0.0.0/8, secondary_cidrs: [172.16.0.0/28, 100.0.0.0/10]`), nil},
	{"the addresses of cloud services (RT-a2)", blocks(`cidr: ^100.64.0.0/10`), []string{
		`error: block "100.64.0.0/10" of VPC "main" lies in "100.64.0.0/10"`}},
	{"a part of multicast (RT-a2)", blocks(`cidr: 10.0.0.0/8, secondary_cidrs: [^239.0.0.0/16]`), []string{
		`error: block "239.0.0.0/16" of VPC "main" lies in "224.0.0.0/4"`}},
	{"loopback and link-local (RT-a2)", blocks(`cidr: ^127.0.0.0/16, secondary_cidrs: [^169.254.0.0/16]`), []string{
		`error: block "127.0.0.0/16" of VPC "main" lies in "127.0.0.0/8"`,
		`error: block "169.254.0.0/16" of VPC "main" lies in "169.254.0.0/16"`}},
	{"IPv6 where IPv4 stands", blocks(`cidr: ^"fd00::/16", secondary_cidrs: [^"fd01::/16"], user_cidrs: [^"fd02::/16"]`), []string{
		`error: a block of VPC "main" is the IPv6 block "fd00::/16"`,
		`error: a block of VPC "main" is the IPv6 block "fd01::/16"`,
		`error: a user CIDR of VPC "main" is the IPv6 block "fd02::/16"`}},
	{"masks that no VPC has", blocks(`cidr: ^10.0.0.0/29, secondary_cidrs: [^16.0.0.0/7]`), []string{
		`error: block "10.0.0.0/29" of VPC "main" has the mask /29`,
		`error: block "16.0.0.0/7" of VPC "main" has the mask /7`}},
	{"blocks that overlap", blocks(`cidr: 10.0.0.0/16, secondary_cidrs: [^10.0.128.0/20, 10.1.0.0/16, 172.16.1.0/24, ^172.16.0.0/12]`), []string{
		`error: block "10.0.128.0/20" of VPC "main" overlaps block "10.0.0.0/16"`,
		`error: block "172.16.0.0/12" of VPC "main" overlaps block "172.16.1.0/24"`}},
	{"more blocks than the quotas (RT-a3)", blocks(`cidr: 10.0.0.0/16, user_cidrs: ^[30.0.0.0/16, 30.1.0.0/16, 30.2.0.0/16, 30.3.0.0/16],
  secondary_cidrs: ^[10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16, 10.4.0.0/16, 10.5.0.0/16, 10.6.0.0/16]`), []string{
		`warning: VPC "main" has 4 user CIDRs, and the quota is 3`,
		`warning: VPC "main" has 6 secondary CIDR blocks, and the quota is 5`}},

	{"vSwitches of every size, in any block (RT-a5)", blocks(`cidr: 10.0.0.0/16, secondary_cidrs: [10.1.0.0/16], vswitches: {a: {cidr: 10.0.0.0/29}, b: {cidr: 10.1.0.0/16}}`), nil},
	{"masks that no vSwitch has (RT-a5)", blocks(`cidr: 10.0.0.0/8, vswitches: {a: {cidr: ^10.0.0.0/30}, b: {cidr: ^10.16.0.0/15}}`), []string{
		`error: the block "10.0.0.0/30" of vSwitch "a" has the mask /30`,
		`error: the block "10.16.0.0/15" of vSwitch "b" has the mask /15`}},
	{"a vSwitch outside of its VPC (RT-a5)", blocks(`cidr: 10.0.0.0/16, vswitches: {a: {cidr: ^10.1.0.0/24}, b: {cidr: ^"fd00::/64"}}`), []string{
		`error: the block "10.1.0.0/24" of vSwitch "a" lies in no block of VPC "main"`,
		`error: the block of vSwitch "b" is the IPv6 block "fd00::/64"`}},
	{"a vSwitch across two blocks lies in neither", blocks(`cidr: 10.0.0.0/17, secondary_cidrs: [10.0.128.0/17], vswitches: {a: {cidr: ^10.0.0.0/16}}`), []string{
		`error: the block "10.0.0.0/16" of vSwitch "a" lies in no block of VPC "main"`}},
	{"a vSwitch among cloud services (RT-a5)", blocks(`cidr: 100.0.0.0/8, vswitches: {a: {cidr: ^100.64.1.0/24}}`), []string{
		`error: the block "100.64.1.0/24" of vSwitch "a" lies in "100.64.0.0/10"`}},
	{"vSwitches that overlap: told at the later one (RT-a5)", blocks(`cidr: 10.0.0.0/16, vswitches: {b: {cidr: 10.0.1.128/25}, a: {cidr: ^10.0.1.0/24}, c: {cidr: 10.0.2.0/24}}`), []string{
		`error: vSwitch "a" (10.0.1.0/24) overlaps vSwitch "b" (10.0.1.128/25)`}},
	{"vSwitches of two VPCs may be equal", `
regions: {r1: {vpcs: {a: {cidr: 10.0.0.0/16, vswitches: {s: {cidr: 10.0.1.0/24}}}, b: {cidr: 10.0.0.0/16, vswitches: {s: {cidr: 10.0.1.0/24}}}}}}`, nil},
	{"the route table of another VPC", `
regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24, route_table: ^route_table/other/t}}}, other: {cidr: 10.1.0.0/16, route_tables: {t: {}}}}}}`, []string{
		`error: route table "t" is of VPC "other", and vSwitch "a" is not`}},
}

var placementCases = []checkCase{
	{"addresses that can be held", vpc(`
instances: {i: {vswitch: a, private_ip: 10.0.1.1, security_groups: [web]}, j: {vswitch: a, security_groups: [web]}},
load_balancers: {b: {vswitch: a, address: 10.0.1.252}}`), nil},
	{"reserved: the first and the last three (RT-a6)", vpc(`
instances: {i: {vswitch: a, private_ip: ^10.0.1.0, security_groups: [web]}, j: {vswitch: a, private_ip: ^10.0.1.253, security_groups: [web]}},
load_balancers: {b: {vswitch: a, address: ^10.0.1.255}}`), []string{
		`error: address "10.0.1.0" of instance "i" is reserved in vSwitch "a" (10.0.1.0/24)`,
		`error: address "10.0.1.253" of instance "j" is reserved in vSwitch "a" (10.0.1.0/24)`,
		`error: address "10.0.1.255" of load balancer "b" is reserved in vSwitch "a" (10.0.1.0/24)`}},
	{"outside of the vSwitch", vpc(`
instances: {i: {vswitch: a, private_ip: ^10.0.2.5, security_groups: [web]}},
load_balancers: {b: {vswitch: a, address: ^"fd00::5"}}`), []string{
		`error: address "10.0.2.5" of instance "i" is not in vSwitch "a" (10.0.1.0/24)`,
		`error: address "fd00::5" of load balancer "b" is not in vSwitch "a" (10.0.1.0/24)`}},
	{"held twice", vpc(`
load_balancers: {b: {vswitch: a, address: 10.0.1.5}},
instances: {i: {vswitch: a, private_ip: ^10.0.1.5, security_groups: [web]}}`), []string{
		`error: load balancer "b" and instance "i" both have the address "10.0.1.5"`}},
	{"held by a gateway too", `
regions:
  r1:
    vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, load_balancers: {b: {vswitch: a, address: 10.0.1.5}}}}
    api_gateways: {g: {type: dedicated, client_vpc: main, ingress: {mode: vpc_private_ip, address: ^10.0.1.5}}}`, []string{
		`error: load balancer "b" and API gateway "g" both have the address "10.0.1.5"`}},
	{"a vSwitch of another VPC", twoVPCs(`
        instances: {i: {vswitch: ^vswitch/other/b, private_ip: 10.1.1.9, security_groups: [web]}},
        load_balancers: {l: {vswitch: ^vswitch/other/b}}`), []string{
		`error: vSwitch "b" is in VPC "other", and instance "i" is not`,
		`error: vSwitch "b" is in VPC "other", and load balancer "l" is not`}},
}

var routeCases = []checkCase{
	{"a route may contain a vSwitch (RT-a13)", vpc(`
instances: {i: {vswitch: a, security_groups: [web]}},
routes: {all: {destination: 0.0.0.0/0, next_hop: i}, wide: {destination: 10.0.0.0/23, next_hop: i, published: true}, nat: {destination: 8.8.8.8, next_hop_type: nat_gateway}}`), nil},
	{"a route for a vSwitch, or a part of one (RT-a13)", vpc(`
route_tables: {t: {routes: {part: {destination: ^10.0.1.7, next_hop_type: nat_gateway}}}},
routes: {same: {destination: ^10.0.1.0/24, next_hop_type: nat_gateway}}`), []string{
		`error: the destination "10.0.1.7/32" of route "part" lies in vSwitch "a" (10.0.1.0/24)`,
		`error: the destination "10.0.1.0/24" of route "same" lies in vSwitch "a" (10.0.1.0/24)`}},
	{"a prefix list with a part of a vSwitch", `
regions:
  r1:
    prefix_lists: {p: {entries: [10.9.0.0/16, 10.0.1.0/25]}}
    vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, routes: {r: {destination_prefix_list: ^p, next_hop_type: nat_gateway}}}}`, []string{
		`error: the destination "10.0.1.0/25" of route "r" lies in vSwitch "a" (10.0.1.0/24)`}},
	{"a prefix list of another region", `
regions:
  r1: {prefix_lists: {p: {entries: [10.9.0.0/16]}}}
  r2: {vpcs: {main: {cidr: 10.0.0.0/16, routes: {r: {destination_prefix_list: ^p, next_hop_type: nat_gateway}},
    security_groups: {g: {egress: [{protocol: all, destination: ^prefix_list/p}]}}}}}`, []string{
		`error: prefix list "p" is of region "r1", and not of "r2"`,
		`error: prefix list "p" is of region "r1", and not of "r2"`}},
	{"cloud services, all or some", vpc(`
routes: {all: {destination: ^100.64.0.0/10, next_hop_type: attachment}, some: {destination: ^100.104.0.0/16, next_hop_type: attachment}}`), []string{
		`error: the destination of route "all" is the system route's, "100.64.0.0/10"`,
		`warning: the destination "100.104.0.0/16" of route "some" takes packets for cloud services`}},
	{"one destination, twice in a table (RT-a14)", vpc(`
routes: {x: {destination: 30.0.0.0/8, next_hop_type: vpc_peer}, y: {destination: ^30.0.0.0/8, next_hop_type: vpc_peer}},
route_tables: {t: {routes: {z: {destination: 30.0.0.0/8, next_hop_type: vpc_peer}, w: {destination: ^30.0.0.0/8, next_hop_type: vpc_peer}}}}`), []string{
		`error: routes "x" and "y" of the system route table of VPC "main" have the same destination, 30.0.0.0/8`,
		`error: routes "z" and "w" of route table "t" have the same destination, 30.0.0.0/8`}},
	{"one prefix list, twice in a table", `
regions:
  r1:
    prefix_lists: {p: {entries: [30.0.0.0/8]}}
    vpcs: {main: {cidr: 10.0.0.0/16, routes: {x: {destination_prefix_list: p, next_hop_type: ecr}, y: {destination_prefix_list: ^p, next_hop_type: ecr}}}}`, []string{
		`error: routes "x" and "y" of the system route table of VPC "main" have the same destination, prefix list "p"`}},
	{"the next hop is in another VPC (RT-a15)", twoVPCs(`
        routes: {r: {destination: 30.0.0.0/8, next_hop: ^there}}`), []string{
		`error: instance "there", the next hop of route "r", is in VPC "other"`}},
	{"routes that are never published (RT-a19, RT-b7, RT-e5)", `
regions:
  r1:
    prefix_lists: {p: {entries: [30.0.0.0/8]}}
    vpcs: {main: {cidr: 10.0.0.0/16, routes: {x: {destination_prefix_list: p, next_hop_type: ha_vip, published: ^true}},
      route_tables: {t: {routes: {y: {destination: 30.0.0.0/8, next_hop_type: ha_vip, published: ^true}, z: {destination: 31.0.0.0/8, next_hop_type: ha_vip, published: false}}}}}}`, []string{
		`warning: route "x" is not published: its destination is a prefix list`,
		`warning: route "y" is not published: it is in a custom route table, and only routes of the system route table are`}},
}

var instanceCases = []checkCase{
	{"no security group", vpc(`instances: {i: {vswitch: a, security_groups: ^[]}}`), []string{
		`error: instance "i" is in no security group`}},
	{"groups of two types", `
regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, security_groups: {web: {}, strict: {type: enterprise}},
  instances: {i: {vswitch: a, security_groups: [web, ^strict]}}}}}}`, []string{
		`error: instance "i" is in the basic group "web" and the enterprise group "strict"`}},
	{"a group of another VPC", twoVPCs(`
        instances: {i: {vswitch: a, security_groups: [web, ^far]}}`), []string{
		`error: security group "far" is of VPC "other", and instance "i" is not`}},
	{"more groups than the quota", `
regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}},
  security_groups: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}, j: {}, k: {}},
  instances: {i: {vswitch: a, security_groups: ^[a, b, c, d, e, f, g, h, i, j, k]}}}}}}`, []string{
		`warning: instance "i" is in 11 security groups, and the quota is 10`}},
	{"listeners on addresses of the instance", vpc(`
instances: {i: {vswitch: a, private_ip: 10.0.1.5, security_groups: [web], listens: [
  {port: tcp/80}, {port: tcp/81, address: 0.0.0.0}, {port: tcp/82, address: 127.0.0.1}, {port: tcp/83, address: 10.0.1.5}, {port: udp/80}, {port: tcp/80, address: 127.0.0.1}]}}`), nil},
	{"listeners on other addresses", vpc(`
instances: {
  i: {vswitch: a, private_ip: 10.0.1.5, security_groups: [web], listens: [{port: tcp/80, address: ^10.0.1.6}]},
  j: {vswitch: a, security_groups: [web], listens: [{port: tcp/80, address: ^10.0.1.6}, {port: tcp/81, address: ^10.0.2.6}]}}`), []string{
		`error: address "10.0.1.6" of a listener is not one of instance "i"`,
		`warning: address "10.0.1.6" of a listener may not be the one of instance "j"`,
		`error: address "10.0.2.6" of a listener is not one of instance "j"`}},
	{"a port that is taken twice", vpc(`
instances: {i: {vswitch: a, security_groups: [web], listens: [{port: tcp/8000-8100}, {port: ^tcp/8080, address: 0.0.0.0}, {port: tcp/9000}]}}`), []string{
		`warning: instance "i" listens on "tcp/8080" twice, and the first takes it`}},
	{"a path that no request has", vpc(`
instances: {i: {vswitch: a, security_groups: [web], listens: [{port: tcp/80, paths: [/a, ^b/c]}]}}`), []string{
		`error: a path that instance "i" answers, "b/c", does not begin with a slash`}},
	{"listeners of a load balancer", `
regions:
  r1:
    vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, load_balancers: {b: {vswitch: a, listeners: [
      {protocol: http, port: 80, acl_type: white, acl_entries: [10.0.0.0/8]}, {protocol: tcp, port: ^80}, {protocol: udp, port: 80, acl_entries: ^[10.0.0.0/8]},
      {protocol: tcp, port: 81, servers: [{instance: ^far, port: 80}]}]}}}}
  r2:
    vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, security_groups: {g: {}}, instances: {far: {vswitch: a, security_groups: [g]}}}}`, []string{
		`error: two listeners of load balancer "b" take "tcp/80"`,
		`warning: the access control list of a listener of load balancer "b" is not on`,
		`error: instance "far" is in region "r2", and load balancer "b" is not`}},
}

// rules is a document with one security group.
func rules(fields string) string {
	return "regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, security_groups: {g: {\n" + fields + "}}}}}}"
}

var groupCases = []checkCase{
	{"rules as they are written", rules(`ingress: [
  {protocol: tcp, ports: 1-65535, source: 10.0.0.0/8}, {protocol: udp, ports: [53, 123], source_ports: 53, source: 10.0.0.0/8, priority: 100},
  {protocol: icmp, source: 0.0.0.0/0}, {protocol: icmpv6, source: "::/0"}, {protocol: gre, source: 10.0.0.0/8, priority: 110},
  {protocol: all, ports: -1/-1, source: security_group/g, policy: drop}]`), nil},
	{"tcp and udp without ports", rules(`ingress: [{protocol: ^tcp, source: 10.0.0.0/8}], egress: [{protocol: udp, ports: ^[], destination: 10.0.0.0/8}]`), []string{
		`error: ingress rule 1 of security group "g" is for tcp and names no ports`,
		`error: egress rule 1 of security group "g" is for udp and names no ports`}},
	{"ports of what has none", rules(`ingress: [{protocol: all, ports: ^80, source: 10.0.0.0/8}, {protocol: icmp, source_ports: ^80, source: 10.0.0.0/8}, {protocol: gre, ports: ^[80, any], source: 10.0.0.0/8}]`), []string{
		`error: ingress rule 1 of security group "g" names ports, and its protocol all has none`,
		`error: ingress rule 2 of security group "g" names source ports, and its protocol icmp has none`,
		`error: ingress rule 3 of security group "g" names ports, and its protocol gre has none`}},
	{"a protocol that groups do not tell apart", rules(`ingress: [{protocol: ^50, source: 10.0.0.0/8}]`), []string{
		`error: ingress rule 1 of security group "g" is for the protocol 50`}},
	{"priorities that nobody has", rules(`ingress: [{protocol: all, source: 10.0.0.0/8, priority: ^101}, {protocol: all, source: 10.0.0.0/8, priority: ^109}]`), []string{
		`error: the priority of ingress rule 1 of security group "g" is 101`,
		`error: the priority of ingress rule 2 of security group "g" is 109`}},
	{"ICMPv6 from IPv4", rules(`ingress: [{protocol: icmpv6, source: ^10.0.0.0/8}]`), []string{
		`error: ingress rule 1 of security group "g" is for icmpv6, and its far end is the IPv4 block "10.0.0.0/8"`}},
	{"enterprise groups and groups", `
regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, security_groups: {
  basic: {ingress: [{protocol: all, source: ^strict}]},
  strict: {type: enterprise, inner_access_policy: ^accept, ingress: [{protocol: all, source: ^basic}]}}}}}}`, []string{
		`warning: ingress rule 1 of security group "basic" matches nothing: security group "strict" is of type enterprise`,
		`warning: security group "strict" is of type enterprise and has no inner access policy`,
		`warning: ingress rule 1 of security group "strict" matches nothing: its group is of type enterprise`}},
	{"a group of another VPC in a rule", `
regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, security_groups: {g: {egress: [{protocol: all, destination: ^far}]}}}, other: {cidr: 10.1.0.0/16, security_groups: {far: {}}}}}}`, []string{
		`warning: egress rule 1 of security group "g" matches nothing: security group "far" is of VPC "other"`}},
}
