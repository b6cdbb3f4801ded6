package alibaba

var siteCases = []checkCase{
	{"a site that stands", `regions:
  cn-hangzhou:
    physical_connections: {pc: {}}
    vbrs:
      v: {physical_connection: pc, idc: s, vlan: 1, local_gateway_ip: 10.255.0.1, peer_gateway_ip: 10.255.0.2, peering_subnet_mask: 255.255.255.252, routes: {r: {destination: 10.9.0.0/16, next_hop: physical_connection/pc}}, bgp_groups: {g: {peer_asn: 65010, peers: {p: {peer_ip_address: 10.255.0.2}}}}}
    vpcs:
      a: {cidr: 192.168.0.0/16, routes: {r: {destination: 10.9.0.0/16, next_hop: router_interface/ra}}}
    router_interfaces:
      ra: {role: acceptor, router: vpc/a, opposite_interface: rv}
      rv: {role: initiator, router: vbr/v, opposite_interface: ra}
idcs:
  s: {asn: 65010, prefixes: [10.9.0.0/16], hosts: {h: {address: 10.9.0.1}}, routes: {r: {destination: 192.168.0.0/16, next_hop: vbr/v}}, bgp_peers: {p: {vbr: v}}, firewall: {ingress: [{protocol: tcp, ports: 80}]}}
`, nil},
	{"what is wrong with a site", `regions:
  cn-hangzhou:
    physical_connections: {pc: {}}
    vbrs:
      elsewhere: {physical_connection: pc, idc: other, vlan: 1}
      silent: {physical_connection: pc, idc: s, vlan: 2}
idcs:
  other: {prefixes: [10.8.0.0/16]}
  s:
    prefixes: [10.9.0.0/16, ^10.9.1.0/24, ^"fd00::/64"]
    hosts:
      a: {address: 10.9.0.1}
      b: {address: ^10.9.0.1}
      far: {address: ^10.10.0.1}
    routes:
      a: {destination: 192.168.0.0/16, next_hop: vbr/silent}
      again: {destination: ^192.168.0.0/16, next_hop: vbr/silent}
      inside: {destination: ^10.9.2.0/24, next_hop: vbr/silent}
      wrong: {destination: 192.168.0.0/24, next_hop: ^vbr/elsewhere}
    bgp_peers:
      a: {vbr: ^elsewhere}
      ^b: {vbr: silent, announces: [^"fd00::/64"]}
      ^c: {vbr: ^silent}
    firewall:
      ingress: [{ports: ^80}, {protocol: icmp, ports: ^80}, {source: ^"fd00::1"}]
`, []string{
		`error: block "10.9.1.0/24" of IDC "s" overlaps block "10.9.0.0/16"`,
		`error: a block of IDC "s" is the IPv6 block "fd00::/64"`,
		`error: hosts "a" and "b" of IDC "s" have the same address, "10.9.0.1"`,
		`error: address "10.10.0.1" of host "far" is in no block of IDC "s"`,
		`error: routes "a" and "again" of IDC "s" have the same destination, "192.168.0.0/16", and the same next hop`,
		`warning: the destination "10.9.2.0/24" of route "inside" lies in IDC "s", block "10.9.0.0/16"`,
		`warning: route "wrong" leads to VBR "elsewhere", which is not joined to IDC "s"`,
		`warning: BGP peer "a" is inactive: VBR "elsewhere" is not joined to IDC "s"`,
		`warning: BGP peer "b" is inactive: IDC "s" has no AS number`,
		`error: a block that BGP peer "b" announces is the IPv6 block "fd00::/64"`,
		`warning: BGP peer "c" is inactive: IDC "s" has no AS number`,
		`error: BGP peers "b" and "c" of IDC "s" are for the same VBR, "silent"`,
		`error: a firewall rule of IDC "s" names ports and no protocol`,
		`error: a firewall rule of IDC "s" names ports, and its protocol icmp has none`,
		`error: the source of a firewall rule of IDC "s" is the IPv6 block "fd00::1/128"`,
	}},
	{"what is wrong with circuits and VBRs", `regions:
  cn-hangzhou:
    physical_connections: {pc: {}, other: {}}
    vbrs:
      a:
        physical_connection: pc
        idc: s
        vlan: 1
        local_gateway_ip: 10.255.0.1
        peer_gateway_ip: ^10.255.0.5
        peering_subnet_mask: 255.255.255.252
        circuits: [{physical_connection: ^pc, vlan: 3}]
        bgp_networks: [^"fd00::/64"]
        routes:
          astray: {destination: 10.0.0.0/8, next_hop: ^physical_connection/other}
          r: {destination: 10.9.0.0/16, next_hop: physical_connection/pc}
          same: {destination: ^10.9.0.0/16, next_hop: physical_connection/pc}
      ^b: {physical_connection: pc, vlan: ^1}
    vbr_switching_groups: {g: {vbr: a, peer_vbr: ^a}}
idcs:
  s: {prefixes: [10.9.0.0/16]}
`, []string{
		`warning: VBR "a" is inactive: its addresses "10.255.0.1" and "10.255.0.5" are not in one subnet of mask "255.255.255.252"`,
		`error: physical connection "pc" ends at VBR "a" twice`,
		`error: a BGP network of VBR "a" is the IPv6 block "fd00::/64"`,
		`warning: route "astray" of VBR "a" leads to physical connection "other", which does not end there`,
		`error: routes "r" and "same" of VBR "a" have the same destination, "10.9.0.0/16", and the same next hop`,
		`warning: VBR "b" leads nowhere: nothing is written to be at the other end`,
		`error: VLAN 1 of physical connection "pc" is used by VBR "a" and VBR "b"`,
		`error: VBR switching group "g" has VBR "a" twice`,
	}},
	{"BGP sessions that do not come up", `regions:
  cn-hangzhou:
    physical_connections: {pc: {}}
    vbrs:
      v:
        physical_connection: pc
        idc: s
        vlan: 1
        peer_gateway_ip: 10.255.0.2
        bgp_groups:
          asn: {peer_asn: ^65020, peers: {p: {peer_ip_address: 10.255.0.2}}}
          place: {peer_asn: 65010, peers: {p: {peer_ip_address: ^10.255.0.3}}}
          reserved: {peer_asn: ^65025, peers: {p: {peer_ip_address: 10.255.0.2}}}
idcs:
  s: {asn: 65010, prefixes: [10.9.0.0/16]}
`, []string{
		`warning: BGP peer "p" of VBR "v" is inactive: it expects AS 65020, and IDC s is AS 65010`,
		`warning: BGP peer "p" of VBR "v" is inactive: no port of VBR v has 10.255.0.3 as the address of the site`,
		`warning: BGP peer "p" of VBR "v" is inactive: AS 65025 is reserved`,
	}},
	{"router interfaces that are not connected", `regions:
  cn-hangzhou:
    physical_connections: {pc: {}}
    vbrs: {v: {physical_connection: pc, idc: s, vlan: 1}}
    vpcs: {a: {cidr: 192.168.0.0/16}, b: {cidr: 172.16.0.0/16}}
    router_interfaces:
      ^alone: {role: initiator, router: vpc/a}
      one: {role: acceptor, router: vpc/a, opposite_interface: two}
      two: {role: ^acceptor, router: vbr/v, opposite_interface: one}
  cn-beijing:
    router_interfaces:
      ^away: {role: acceptor, router: ^vpc/b}
idcs: {s: {prefixes: [10.9.0.0/16]}}
`, []string{
		`warning: router interface "alone" is inactive: router interface alone is connected to none`,
		`warning: router interface "one" is inactive: router interface two stands on a VBR and is the acceptor, and a VBR's is always the initiator`,
		`warning: router interface "away" is inactive: router interface away is connected to none`,
		`error: VPC "b", where router interface "away" stands, is in region "cn-hangzhou", and not in "cn-beijing"`,
	}},
	{"VBRs on a CEN", `regions:
  cn-hangzhou:
    physical_connections: {pc: {}}
    vbrs: {v: {physical_connection: pc, idc: s, vlan: 1, account: "2", cen_grants: [{cen: c, owner: ^"3"}]}}
cens:
  c: {edition: basic, account: "1", attachments: {a: {vbr: ^v}, b: {vbr: ^^v}}}
idcs: {s: {prefixes: [10.9.0.0/16]}}
`, []string{
		`warning: a grant of VBR "v" is for account "3", and CEN "c" is of account 1`,
		`warning: attachment "a" is inactive: VBR "v" (account 2) is not granted to CEN "c" (account 1)`,
		`error: attachments "a" and "b" of CEN "c" are of the same VBR, "v"`,
		`warning: attachment "b" is inactive: VBR "v" (account 2) is not granted to CEN "c" (account 1)`,
	}},
}
