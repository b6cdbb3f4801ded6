package alibaba

// acls is a VPC with two vSwitches, and another VPC.
func acls(list string) string {
	return `
regions:
  cn-shanghai:
    vpcs:
      v: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.0.0/24}, b: {cidr: 10.0.1.0/24}}, network_acls: {` + list + `}}
      w: {cidr: 10.1.0.0/16, vswitches: {c: {cidr: 10.1.0.0/24}}}
`
}

var networkACLCases = []checkCase{
	{"rules that stand", acls(`n: {vswitches: [a, b], ingress: [
      {policy: accept, protocol: tcp, ports: [22, 80-90], source: 10.0.0.0/8}, {policy: drop, protocol: all, source: 0.0.0.0/0},
      {policy: accept, protocol: icmpv6, source: "2001:db8::/32"}], egress: []}`), nil},
	{"another VPC's vSwitch", acls(`n: {vswitches: [a, ^vswitch/w/c]}`), []string{
		`error: vSwitch "c" is of VPC "w", and network ACL "n" of VPC "v"`}},
	{"one vSwitch, twice", acls(`n: {vswitches: [a, ^a]}`), []string{
		`error: vSwitch "a" is bound to network ACL "n" twice`}},
	{"two ACLs of one vSwitch", acls(`n: {vswitches: [a]}, o: {vswitches: [b, ^a]}`), []string{
		`error: vSwitch "a" is bound to network ACL "n" and to network ACL "o"`}},
	{"ports that are missing, and that there are none of", acls(`n: {vswitches: [a],
      ingress: [{policy: accept, protocol: ^tcp, source: 10.0.0.0/8}], egress: [{policy: accept, protocol: icmp, ports: ^80, destination: 10.0.0.0/8}]}`), []string{
		`error: ingress rule 1 of network ACL "n" is for tcp and names no ports`,
		`error: egress rule 1 of network ACL "n" names ports, and its protocol icmp has none`}},
	{"a protocol of the other family", acls(`n: {vswitches: [a], ingress: [{policy: accept, protocol: icmpv6, source: ^10.0.0.0/8}]}`), []string{
		`error: ingress rule 1 of network ACL "n" is for icmpv6, and its far end is the IPv4 block "10.0.0.0/8"`}},
}
