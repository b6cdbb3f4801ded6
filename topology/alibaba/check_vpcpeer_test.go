package alibaba

var peeringCases = []checkCase{
	{"a peering connection that stands", `regions:
  cn-shanghai:
    vpcs:
      a: {cidr: 10.0.0.0/16, account: "1", routes: {r: {destination: 10.1.0.0/16, next_hop: vpc_peer_connection/p}}}
      b: {cidr: 10.1.0.0/16, account: "2"}
    vpc_peer_connections:
      p: {vpc: a, accepting_vpc: b, accepted: true}
`, nil},
	{"what is wrong with peering connections", `regions:
  cn-shanghai:
    vpcs:
      a: {cidr: 10.0.0.0/16, account: "1"}
      b: {cidr: 10.1.0.0/16, account: "2"}
      c: {cidr: 10.2.0.0/16, account: "1", routes: {r: {destination: 10.9.0.0/16, next_hop: ^vpc_peer_connection/p}}}
    vpc_peer_connections:
      itself: {vpc: a, accepting_vpc: ^a}
      one: {vpc: a, accepting_vpc: c, accepted: ^false}
      ^p: {vpc: a, accepting_vpc: b}
      refused: {vpc: a, accepting_vpc: b, accepted: ^false}
      slow: {vpc: a, accepting_vpc: b, status: updating, bandwidth: ^1Mbps}
      ^wide: {vpc: a, accepting_vpc: d}
  cn-beijing:
    vpcs:
      d: {cidr: 10.0.128.0/17, account: "1"}
    vpc_peer_connections:
      ^abroad: {vpc: ^vpc/cn-shanghai/a, accepting_vpc: d, status: activated}
`, []string{
		`error: VPC peering connection "p", the next hop of route "r", does not join VPC "c"`,
		`error: VPC peering connection "itself" joins VPC "a" to itself`,
		`warning: VPC peering connection "one" is within one account, and accepted by itself`,
		`warning: VPC peering connection "p" is inactive: account 2 has not accepted it`,
		`warning: VPC peering connection "refused" is inactive: account 2 has not accepted it`,
		`warning: VPC peering connection "slow" is within a region, and its ` + "`bandwidth`" + ` is of no effect`,
		`warning: VPC peering connection "wide" joins VPCs whose blocks overlap: "10.0.0.0/16" of VPC "a" and "10.0.128.0/17" of VPC "d"`,
		`warning: VPC peering connection "abroad" joins VPCs whose blocks overlap: "10.0.0.0/16" of VPC "a" and "10.0.128.0/17" of VPC "d"`,
		`error: VPC "a", which asks for VPC peering connection "abroad", is in region "cn-shanghai", and not in "cn-beijing"`,
	}},
}
