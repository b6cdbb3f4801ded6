package aws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/scenario"
)

// checkCase is a document in which a ^ stands before every place that Check
// reports, and what it reports there, in the order of the file.
type checkCase struct {
	name, document string
	want           []string
}

func requireFindings(t *testing.T, cases []checkCase) {
	t.Helper()
	table := scenario.NewTable("scenario", "A scenario.", append(
		Fields(func(d *Document) *Document { return d }), Regions(func(d *Document) *Document { return d }))...)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			source, places := unmarked(tc.document)
			root, findings := scenario.Read("test.yaml", []byte(source))
			require.Empty(t, findings)
			doc := &Document{}
			d := scenario.NewDecoder(scenario.Options{})
			scenario.Decode(d, table, root, doc)
			_, findings = d.Finish()
			require.Empty(t, findings)
			require.Len(t, places, len(tc.want), "a mark for each finding")
			var want, got []string
			for i, w := range tc.want {
				want = append(want, places[i]+" "+w)
			}
			for _, f := range Check(doc) {
				got = append(got, fmt.Sprintf("%d:%d %s: %s", f.Range.Start.Line, f.Range.Start.Column, f.Severity, f.Summary))
				require.True(t, strings.HasSuffix(f.Detail, "."), "detail is no sentence: %q", f.Detail)
				require.False(t, strings.HasSuffix(f.Summary, "."), "summary is a sentence: %q", f.Summary)
			}
			require.Equal(t, strings.Join(want, "\n"), strings.Join(got, "\n"))
		})
	}
}

// unmarked takes the marks out of a document and tells where they stood.
func unmarked(document string) (source string, places []string) {
	var out strings.Builder
	line, column := 1, 1
	for _, r := range document {
		switch r {
		case '^':
			places = append(places, fmt.Sprintf("%d:%d", line, column))
			continue
		case '\n':
			line, column = line+1, 1
		default:
			column++
		}
		out.WriteRune(r)
	}
	return out.String(), places
}

// balancedVPC is a document with a VPC of three zones, in which more stands, and
// another VPC.
func balancedVPC(more string) string {
	return `
regions:
  us-east-1:
    cloud: aws
    vpcs:
      main:
        cidr: 10.0.0.0/16
        security_groups: {g: {}}
        subnets: {a: {cidr: 10.0.1.0/24, availability_zone_id: use1-az1}, a2: {cidr: 10.0.4.0/24, availability_zone_id: use1-az1}, b: {cidr: 10.0.2.0/24, availability_zone_id: use1-az2}, free: {cidr: 10.0.3.0/24}}
        instances: {i: {subnet: a, private_ip: 10.0.1.10, security_groups: [g]}, j: {subnet: b, private_ip: 10.0.2.10, security_groups: [g]}}
` + more + `
      other:
        cidr: 10.1.0.0/16
        security_groups: {far: {}}
        subnets: {s: {cidr: 10.1.1.0/24}}
        target_groups: {abroad: {protocol: TCP, port: 80}}
        instances: {there: {subnet: s, private_ip: 10.1.1.10, security_groups: [far]}}
`
}

// nlb is a load balancer with listeners, and groups to send to.
func nlb(fields string) string {
	return balancedVPC("        target_groups: {tcp: {protocol: TCP, port: 80}, udp: {protocol: UDP, port: 80}, http: {protocol: HTTP, port: 80}, up: {target_type: alb, protocol: TCP, port: 80}}\n" +
		"        load_balancers: {lb: {" + fields + "}}")
}

// group is a target group.
func group(fields string) string {
	return balancedVPC("        network_interfaces: {pod: {subnet: a, private_ip: 10.0.1.20, security_groups: [g]}}\n" +
		"        kubernetes_services: {k: {node_port: 30000, target_port: 80, nodes: [i], pods: [pod]}}\n" +
		"        load_balancers: {n: {type: network, subnets: [a]}, m: {type: application, subnets: [a, b], security_groups: [g]}}\n" +
		"        target_groups: {t: {" + fields + "}}")
}

func TestCheckOfLoadBalancers(t *testing.T) {
	requireFindings(t, []checkCase{
		{"one in every way", nlb(`type: network, scheme: internal, subnet_mappings: [{subnet: a, private_ip: 10.0.1.30}, {subnet: b}], security_groups: [g], listeners: [{protocol: TCP, port: 80, target_group: tcp}, {protocol: TLS, port: 443, target_group: tcp, certificate_names: [x.example.com]}, {protocol: TCP, port: 81, target_group: up}]`), nil},
		{"an application load balancer", nlb(`type: application, subnets: [a, b], security_groups: [g], listeners: [{protocol: HTTPS, port: 443, target_group: http, certificate_names: [x.example.com], rules: [{paths: ["/x", "*"], target_group: http}]}]`), nil},
		{"no subnet", nlb(`type: network, subnets: ^[]`), []string{`error: load balancer "lb" has no subnet`}},
		{"subnets that are not its own", nlb(`type: network, subnets: [a, ^s]`), []string{`error: the subnet of load balancer "lb", subnet "s", is of VPC "other"`}},
		{"one subnet twice", nlb(`type: network, subnets: [a, ^a]`), []string{`error: load balancer "lb" names subnet "a" twice`}},
		{"two subnets of a zone", nlb(`type: network, subnets: [a, ^a2, free]`), []string{`error: load balancer "lb" has two subnets in zone "use1-az1": "a" and "a2"`}},
		{"addresses that are not free", nlb(`type: network, subnet_mappings: [{subnet: a, private_ip: ^10.0.1.10}, {subnet: b, private_ip: ^10.0.1.40}, {subnet: free, private_ip: ^10.0.3.1}]`), []string{
			`error: instance "i" and load balancer "lb" both have the address "10.0.1.10"`,
			`error: address "10.0.1.40" of load balancer "lb" is not in subnet "b" (10.0.2.0/24)`,
			`error: address "10.0.3.1" of load balancer "lb" is reserved in subnet "free" (10.0.3.0/24)`}},
		{"a public address of an internal one", nlb(`type: network, scheme: internal, subnet_mappings: [{subnet: a, elastic_ip: ^52.1.2.3}]`), []string{`error: load balancer "lb" is internal, and has a public address`}},
		{"what an application load balancer does not have", nlb(`type: application, subnet_mappings: [^{subnet: a, private_ip: 10.0.1.30}, {subnet: b}], security_groups: ^[], cross_zone: ^false, enforce_security_group_inbound_rules_on_private_link_traffic: ^"off"`), []string{
			`error: load balancer "lb" names addresses, and it is an application load balancer`,
			`error: load balancer "lb" is in no security group`,
			`error: load balancer "lb" does not cross zones, and it is an application load balancer`,
			`error: load balancer "lb" is an application load balancer, which takes nothing by PrivateLink`}},
		{"an application load balancer in one zone, without groups", strings.Replace(nlb(`type: application, subnets: [a]`), "{lb:", "{^^lb:", 1), []string{
			`error: load balancer "lb" is in no security group`,
			`warning: load balancer "lb" is inactive: an application load balancer has subnets in two zones at least`}},
		{"groups of another VPC", nlb(`type: network, subnets: [a], security_groups: [^far], listeners: [{protocol: TCP, port: 80, target_group: ^abroad}]`), []string{
			`error: a security group of load balancer "lb", security group "far", is of VPC "other"`,
			`error: a target group of listener 80 of load balancer "lb", target group "abroad", is of VPC "other"`}},
		{"two listeners on a port", nlb(`type: network, subnets: [a], listeners: [{protocol: TCP, port: 80, target_group: tcp}, {protocol: UDP, port: ^80, target_group: udp}]`), []string{`error: load balancer "lb" has two listeners on port 80`}},
		{"listeners that AWS refuses", nlb(`type: network, subnets: [a], listeners: [^{protocol: HTTP, port: 80, target_group: http}, ^{protocol: TCP, port: 81, target_group: udp}, ^{protocol: TLS, port: 82, target_group: up}, ^{protocol: TCP, port: 83}]`), []string{
			`warning: listener 80 of load balancer "lb" is inactive: a network load balancer has no listener for HTTP`,
			`warning: listener 81 of load balancer "lb" is inactive: a listener for TCP does not send to a target group for UDP, as target group "udp" is`,
			`warning: listener 82 of load balancer "lb" is inactive: a listener for TLS does not send to a load balancer, as the target type of target group "up" says`,
			`warning: listener 83 of load balancer "lb" forwards nothing: it has no target group`}},
		{"rules and certificates where there are none", nlb(`type: network, subnets: [a], listeners: [{protocol: TCP, port: 80, target_group: tcp, certificate_names: ^[x.example.com], rules: [^{hosts: [h], target_group: tcp}]}]`), []string{
			`error: listener 80 of load balancer "lb" shows a certificate, and its protocol is TCP`,
			`error: listener 80 of load balancer "lb" has rules, and it is of a network load balancer`}},
		{"rules that AWS refuses", nlb(`type: application, subnets: [a, b], security_groups: [g], listeners: [{protocol: HTTP, port: 80, target_group: http, rules: [{hosts: [h], target_group: ^tcp}, {paths: [^x], target_group: http}]}]`), []string{
			`warning: rule 1 of listener 80 of load balancer "lb" is inactive: a listener for HTTP does not send to a target group for TCP, as target group "tcp" is`,
			`error: path "x" of rule 2 of listener 80 of load balancer "lb" does not begin with a slash`}},
		{"a group of two load balancers", balancedVPC("        target_groups: {tcp: {protocol: TCP, port: 80}}\n        load_balancers: {x: {type: network, subnets: [a], listeners: [{protocol: TCP, port: 80, target_group: tcp}]}, y: {type: network, subnets: [a], listeners: [^{protocol: TCP, port: 80, target_group: tcp}]}}"), []string{
			`warning: listener 80 of load balancer "y" is inactive: target group "tcp" is used by load balancer "x", and a target group serves one load balancer`}},
	})
}

func TestCheckOfTargetGroups(t *testing.T) {
	requireFindings(t, []checkCase{
		{"instances and nodes", group(`protocol: TCP, port: 80, targets: [{target: i}, {target: i, port: 81}, {target: kubernetes_service/k}]`), nil},
		{"addresses and pods", group(`target_type: ip, protocol: TCP, port: 80, targets: [{target: 10.0.1.10, availability_zone: use1-az1}, {target: 10.7.0.1, availability_zone: all}, {target: pod}, {target: k}]`), nil},
		{"a load balancer", group(`target_type: alb, protocol: TCP, port: 80, targets: [{target: m}]`), nil},
		{"no instances", group(`protocol: TCP, port: 80, targets: [{target: ^10.0.1.10}, {target: ^pod}, {target: ^m}]`), []string{
			`error: an address is a target of target group "t", whose target type is instance`,
			`error: network interface "pod" is a target of target group "t", whose target type is instance`,
			`error: load balancer "m" is a target of target group "t", whose target type is instance`}},
		{"no addresses", group(`target_type: ip, protocol: TCP, port: 80, targets: [{target: ^i}, {target: ^m}]`), []string{
			`error: instance "i" is a target of target group "t", whose target type is ip`,
			`error: load balancer "m" is a target of target group "t", whose target type is ip`}},
		{"no load balancer", group(`target_type: alb, protocol: ^TLS, port: 80, targets: [{target: ^i}, ^{target: ^n}]`), []string{
			`error: target group "t" is for TLS, and its target is an application load balancer`,
			`error: instance "i" is a target of target group "t", whose target type is alb`,
			`error: target group "t" has two targets, and its target type is alb`,
			`warning: a target of target group "t" is inactive: load balancer "n" is not an application load balancer`}},
		{"targets that AWS refuses", group(`protocol: TCP, port: 80, targets: [{target: ^there}]`), []string{
			`warning: a target of target group "t" is inactive: instance "there" stands in VPC "other", and targets by instance are of the group's own VPC`}},
		{"addresses that cannot be", group(`target_type: ip, protocol: TCP, port: 80, targets: [{target: ^52.1.2.3}, {target: ^10.0.77.1}, {target: ^10.1.1.10}, {target: 10.0.1.10, availability_zone: ^use1-az2}, {target: pod, availability_zone: ^use1-az9}]`), []string{
			`warning: a target of target group "t" is inactive: 52.1.2.3 is a public address, and targets have private ones`,
			`error: target 10.0.77.1 of target group "t" is in no subnet of VPC "main"`,
			`warning: target 10.1.1.10 of target group "t" is unused: it is outside of VPC "main", and not registered for all zones`,
			`error: target 10.0.1.10 of target group "t" is registered for zone "use1-az2", and it is in zone "use1-az1"`,
			`error: VPC "main" has no subnet in zone "use1-az9", which target pod of target group "t" is registered for`}},
		{"a target twice", group(`protocol: TCP, port: 80, targets: [{target: i}, ^{target: instance/i, port: 80}]`), []string{`error: target group "t" has target instance/i on port 80 twice`}},
		{"client addresses by UDP", group(`target_type: ip, protocol: UDP, port: 80, preserve_client_ip: ^false, targets: [{target: ^10.7.0.1, availability_zone: all}]`), []string{
			`warning: target group "t" keeps client addresses all the same: its protocol is UDP`,
			`warning: target 10.7.0.1 of target group "t" is outside of the VPC, and sees the client's address`}},
		{"client addresses by HTTP", group(`protocol: HTTP, port: 80, preserve_client_ip: ^true`), []string{
			`error: target group "t" says whether client addresses are kept, and its protocol is HTTP`}},
		{"health checks", group(`protocol: TCP, port: 80, health_check: {path: ^^up}`), []string{
			`error: path "up" of the health check of target group "t" does not begin with a slash`,
			`error: the health check of target group "t" names a path, and it is a check by TCP`}},
	})
}

func TestCheckOfKubernetesServices(t *testing.T) {
	requireFindings(t, []checkCase{
		{"nodes and pods of another VPC", balancedVPC("        kubernetes_services: {k: {target_port: 80, nodes: [^there], pods: [^there]}}"), []string{
			`error: a node of Kubernetes service "k", instance "there", is of VPC "other"`,
			`error: a pod of Kubernetes service "k", instance "there", is of VPC "other"`}},
		{"one port of a node for two services", balancedVPC("        kubernetes_services: {k: {node_port: 30000, target_port: 80, nodes: [i], pods: [i]}, l: {node_port: ^30000, target_port: 80, nodes: [j, i], pods: [j]}}"), []string{
			`error: Kubernetes service "l" has the node port 30000 on instance "i", and so has Kubernetes service "k"`}},
		{"a network interface that is not of its VPC", balancedVPC("        network_interfaces: {pod: {subnet: ^s, node: ^there, security_groups: [^far]}}"), []string{
			`error: the subnet of network interface "pod", subnet "s", is of VPC "other"`,
			`error: the node of network interface "pod", instance "there", is of VPC "other"`,
			`error: a security group of network interface "pod", security group "far", is of VPC "other"`}},
		{"a network interface with another's address", balancedVPC("        network_interfaces: {pod: {subnet: a, private_ip: ^10.0.1.10, security_groups: ^[]}}"), []string{
			`error: instance "i" and network interface "pod" both have the address "10.0.1.10"`,
			`error: network interface "pod" is in no security group`}},
	})
}
