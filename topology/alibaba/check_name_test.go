package alibaba

var nameCases = []checkCase{
	{"names that stand", `regions:
  cn-hangzhou:
    vpcs:
      a: {cidr: 10.0.0.0/16, vswitches: {s: {cidr: 10.0.0.0/24}}, security_groups: {g: {}}, resolver_endpoints: {out: {vswitches: [s], security_group: g, ip_addresses: [10.0.0.9]}}}
    resolver_rules:
      r: {zone_name: idc.example.com, endpoint: out, forward_ips: [{ip: 10.9.0.53}], vpcs: [a]}
private_zones:
  z: {zone_name: corp.example.com, vpcs: [a], records: [{rr: www, type: A, values: [10.0.0.1]}, {rr: www, type: A, values: [10.0.0.2]}, {rr: '*', type: CNAME, values: [a.example.com]}]}
idcs:
  s: {prefixes: [10.9.0.0/16], resolver: {address: 10.9.0.53, forwards: [{zone: corp.example.com, to: [100.100.2.136]}], records: {a.example.com: [10.9.0.1], b.example.com: a.example.com}}}
`, nil},
	{"what is wrong with private zones", `regions:
  cn-hangzhou:
    vpcs:
      a: {cidr: 10.0.0.0/16, account: "1"}
      b: {cidr: 10.1.0.0/16, account: "2"}
private_zones:
  z:
    zone_name: corp.example.com
    account: "1"
    vpcs: [a, ^a, ^b]
    records:
      - {rr: ^a..b, type: A, values: [10.0.0.1]}
      - {rr: c, type: A, values: [^c.example.com]}
      - {rr: d, type: CNAME, values: ^[a.example.com, b.example.com]}
      - {rr: e, type: CNAME, values: [^10.0.0.1]}
      - {rr: ^e, type: A, values: [10.0.0.1]}
      - {rr: f, type: A, values: ^[]}
  again: {zone_name: corp.example.com, account: "1", vpcs: [^a]}
  ^lonely: {zone_name: lonely.example.com}
`, []string{
		`warning: private zone "z" is bound to VPC "a" twice`,
		`warning: private zone "z" is not bound to VPC "b": it is of account 2, which has not authorized account 1`,
		`error: "a..b" is not the name of a record`,
		`error: "c.example.com", a value of record c.corp.example.com of private zone "z", is not an IPv4 address`,
		`error: record d.corp.example.com of private zone "z" is a CNAME record with 2 values`,
		`error: "10.0.0.1", the value of record e.corp.example.com of private zone "z", is not a host name`,
		`error: private zone "z" has a CNAME record and another one for e.corp.example.com`,
		`error: record f.corp.example.com of private zone "z" has no value`,
		`warning: private zone "again" is not bound to VPC "a", since that is bound to private zone "z", which has the same name`,
		`warning: private zone "lonely" is bound to no VPC, so nobody asks it`,
	}},
	{"what is wrong with resolvers", `regions:
  cn-hangzhou:
    vpcs:
      a:
        cidr: 10.0.0.0/16
        vswitches: {s: {cidr: 10.0.0.0/24}}
        security_groups: {g: {}}
        resolver_endpoints:
          out: {vswitches: [s, ^vswitch/b/t], security_group: ^security_group/b/g, ip_addresses: [^10.0.9.9, ^10.0.0.255]}
          none: {vswitches: ^[], security_group: g}
      b: {cidr: 10.1.0.0/16, vswitches: {t: {cidr: 10.1.0.0/24}}, security_groups: {g: {}}}
    resolver_rules:
      ^r: {zone_name: idc.example.com, endpoint: out, vpcs: [a, ^vpc/cn-beijing/c]}
  cn-beijing:
    vpcs:
      c: {cidr: 10.2.0.0/16}
    resolver_rules:
      far: {zone_name: idc.example.com, endpoint: ^resolver_endpoint/cn-hangzhou/a/out, forward_ips: [{ip: 10.9.0.53}], vpcs: [c]}
cens:
  n:
    edition: basic
    private_zones:
      far: {access_region: ^cn-beijing, host_region: cn-hangzhou, host_vpc: a}
      wrong: {access_region: cn-beijing, host_region: cn-beijing, host_vpc: ^vpc/cn-hangzhou/a}
idcs:
  s:
    prefixes: [10.9.0.0/16]
    resolver:
      address: ^10.8.0.53
      forwards: [{zone: a.org, to: [10.9.0.1]}, {zone: ^a.org, to: [10.9.0.2]}]
      records: {a.example.com: ^[10.9.0.1, b.example.com], b.example.com: ^[]}
`, []string{
		`error: vSwitch "t" is in VPC "b", and resolver endpoint "out" is not`,
		`error: security group "g" is of VPC "b", and resolver endpoint "out" is not`,
		`error: address "10.0.9.9" of resolver endpoint "out" is in none of its vSwitches`,
		`error: address "10.0.0.255" of resolver endpoint "out" is reserved in vSwitch "s" (10.0.0.0/24)`,
		`warning: resolver endpoint "none" names no vSwitch, so it stands nowhere`,
		`warning: resolver rule "r" has no forward_ips, so nobody answers what it forwards`,
		`warning: VPC "c" is in region "cn-beijing", so resolver rule "r" is not bound to it`,
		`warning: resolver endpoint "out" is in region "cn-hangzhou", so resolver rule "far" is inactive`,
		`warning: PrivateZone access "far" is inactive: its access region is "cn-beijing", and its host region is "cn-hangzhou"`,
		`warning: PrivateZone access "wrong" is inactive: VPC "a" is in region "cn-hangzhou", and the host region is "cn-beijing"`,
		`error: address "10.8.0.53" of the name server of IDC "s" is in no block of it`,
		`error: the name server of IDC "s" forwards a.org twice`,
		`error: a.example.com leads to another name, and to something else`,
		`error: b.example.com leads to nothing`,
	}},
}
