package topology_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/fabric"
)

// awsBalanced has a client, a network load balancer with a node in each of two
// zones, and an instance in each of them behind it; an application load balancer
// before the same instances; and a cluster with two nodes and two pods.
const awsBalanced = `apiVersion: netsim/v1
name: balanced
regions:
  us-east-1:
    cloud: aws
    vpcs:
      v:
        cidr: 10.0.0.0/16
        subnets:
          client: {cidr: 10.0.9.0/24, availability_zone_id: use1-az1}
          front-a: {cidr: 10.0.1.0/24, availability_zone_id: use1-az1}
          front-b: {cidr: 10.0.2.0/24, availability_zone_id: use1-az2}
          back-a: {cidr: 10.0.3.0/24, availability_zone_id: use1-az1}
          back-b: {cidr: 10.0.4.0/24, availability_zone_id: use1-az2}
          back-c: {cidr: 10.0.5.0/24, availability_zone_id: use1-az3}
        security_groups:
          client: {}
          front: {ingress: [{protocol: tcp, ports: 1-65535, source: 10.0.9.0/24}, {protocol: udp, ports: 1-65535, source: 10.0.9.0/24}]}
          back: {ingress: [{protocol: tcp, ports: 1-65535, source: 10.0.0.0/16}, {protocol: udp, ports: 1-65535, source: 10.0.0.0/16}]}
        instances:
          client: {subnet: client, private_ip: 10.0.9.10, security_groups: [client], listens: []}
          a: {subnet: back-a, private_ip: 10.0.3.10, security_groups: [back], listens: [{port: tcp/8080}, {port: udp/8080}]}
          b: {subnet: back-b, private_ip: 10.0.4.10, security_groups: [back], listens: [{port: tcp/8080}, {port: udp/8080}]}
        network_interfaces:
          pod-a: {subnet: back-a, private_ip: 10.0.3.20, security_groups: [back], node: a, listens: [{port: tcp/9090}]}
          pod-b: {subnet: back-b, private_ip: 10.0.4.20, security_groups: [back], node: b, listens: [{port: tcp/9090}]}
        kubernetes_services:
          app: {node_port: 30080, target_port: 9090, nodes: [a, b], pods: [pod-a, pod-b]}
        load_balancers:
          nlb:
            type: network
            scheme: internal
            subnet_mappings: [{subnet: front-a, private_ip: 10.0.1.10}, {subnet: front-b, private_ip: 10.0.2.10}]
            listeners: [{protocol: TCP, port: 80, target_group: apps}]
          alb:
            type: application
            scheme: internal
            subnets: [front-a, front-b]
            security_groups: [front]
            listeners: [{protocol: HTTP, port: 80, target_group: web}]
        target_groups:
          apps: {protocol: TCP, port: 8080, targets: [{target: instance/a}, {target: instance/b}]}
          web: {protocol: HTTP, port: 8080, targets: [{target: instance/a}, {target: instance/b}]}
          other: {protocol: HTTP, port: 8081, targets: [{target: instance/a}]}
      far:
        cidr: 10.1.0.0/16
        main_route_table: main
        subnets: {s: {cidr: 10.1.1.0/24, availability_zone_id: use1-az1}}
        route_tables: {main: {routes: {back: {destination: 10.0.0.0/16, target: vpc_peering_connection/p}}}}
        security_groups: {all: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances: {x: {subnet: s, private_ip: 10.1.1.10, security_groups: [all], listens: [{port: tcp/8080}]}}
vpc_peering_connections: {p: {requester: v, accepter: far, status: active}}
checks:
  - {name: it, from: instance/client, to: load_balancer/nlb, port: tcp/80}
`

// balancedRow is a row of the sheet: edits of the scenario, and what comes of it.
type balancedRow struct{ name, edits, verdict, because string }

func runBalanced(t *testing.T, rows []balancedRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			text := awsBalanced + "variants:\n  - name: edited\n    set:\n      name: edited\n" + row.edits
			if row.edits == "" {
				text = awsBalanced
			}
			f := loaded(t, text)
			m := f.Base
			if row.edits != "" {
				m = f.Variants[0].Model
			}
			p := proveFirst(t, m)
			require.Equal(t, row.verdict, p.Verdict.String(), "%v", codesOf(p))
			require.Equal(t, row.because, string(p.Because), "%v", codesOf(p))
		})
	}
}

func codesOf(p *reachability.Proof) []string {
	var list []string
	for _, o := range p.Obstacles {
		list = append(list, fmt.Sprintf("%s: %s", o.Code, o.Summary))
	}
	return list
}

func proveFirst(t *testing.T, m *topology.Model) *reachability.Proof {
	t.Helper()
	p, err := reachability.Prove(m.Case(m.Checks()[0]), reachability.Check{Expect: reachability.Reachable}, topology.Codes())
	require.NoError(t, err)
	return p
}

// merged lays a tree over the VPC of the load balancers.
func merged(tree string) string {
	return "    merge: {regions: {us-east-1: {vpcs: {v: " + tree + "}}}}\n"
}

func TestNetworkLoadBalancers(t *testing.T) {
	runBalanced(t, []balancedRow{
		{"it stands (c7)", "", "reachable", ""},
		{"not active (c7)", merged("{load_balancers: {nlb: {state: provisioning}}}"), "unreachable", "link.load-balancer-inactive"},
		{"no listener on the port (c8)", merged("{load_balancers: {nlb: {listeners: [{protocol: TCP, port: 81, target_group: apps}]}}}"), "unreachable", "backend.listener-missing"},
		{"a TCP listener before a group for HTTP cannot be (c8)", merged("{load_balancers: {nlb: {listeners: [{protocol: TCP, port: 80, target_group: web}]}}}"), "unreachable", "backend.listener-missing"},
		{"a TLS listener before a group for TCP (c8)", merged("{load_balancers: {nlb: {listeners: [{protocol: TLS, port: 80, target_group: apps}]}}}"), "reachable", ""},
		{"a UDP listener does not take TCP (c8)", merged("{load_balancers: {nlb: {listeners: [{protocol: UDP, port: 80, target_group: apps}]}}, target_groups: {apps: {protocol: UDP}}}"), "unreachable", "backend.listener-missing"},
		{"a TCP_UDP listener takes both (c8)", merged("{load_balancers: {nlb: {listeners: [{protocol: TCP_UDP, port: 80, target_group: apps}]}}, target_groups: {apps: {protocol: TCP_UDP}}}"), "reachable", ""},
		{"a listener without a target group", merged("{load_balancers: {nlb: {listeners: [{protocol: TCP, port: 80}]}}}"), "unreachable", "backend.no-server"},
		{"a group without targets", merged("{target_groups: {apps: {targets: []}}}"), "unreachable", "backend.no-server"},
		{"the target's own port goes before the group's", merged("{target_groups: {apps: {port: 9, targets: [{target: instance/a, port: 8080}, {target: instance/b, port: 8080}]}}}"), "reachable", ""},
		{"a target that listens elsewhere", merged("{target_groups: {apps: {port: 8081}}}"), "unreachable", "backend.not-listening"},
		{"an address of the VPC is whoever has it (c9)", merged("{target_groups: {apps: {target_type: ip, targets: [{target: 10.0.3.10}, {target: 10.0.4.10}]}}}"), "reachable", ""},
		{"an address that nothing has (c9)", merged("{target_groups: {apps: {target_type: ip, targets: [{target: 10.0.3.99}, {target: 10.0.4.99}]}}}"), "unreachable", "endpoint.unoccupied"},
		{"an address that something may have", merged("{instances: {a: {private_ip: null}}, target_groups: {apps: {target_type: ip, targets: [{target: 10.0.3.10, availability_zone: all}]}}}"), "unknown", "open.target-address"},
		{"a public address cannot be registered (c9)", merged("{target_groups: {apps: {target_type: ip, targets: [{target: 52.1.2.3, availability_zone: all}]}}}"), "unreachable", "backend.target-unused"},
		{"an instance of another VPC cannot be registered (c9)", merged("{target_groups: {apps: {targets: [{target: instance/far/x}]}}}"), "unreachable", "backend.target-unused"},
		{"a target in a zone that is not enabled (c10)", merged("{instances: {a: {subnet: back-c, private_ip: 10.0.5.10}}, target_groups: {apps: {targets: [{target: instance/a}]}}}"), "unreachable", "backend.target-unused"},
		{"nor is it with cross-zone on (c10)", merged("{load_balancers: {nlb: {cross_zone: true}}, instances: {a: {subnet: back-c, private_ip: 10.0.5.10}}, target_groups: {apps: {targets: [{target: instance/a}]}}}"), "unreachable", "backend.target-unused"},
	})
}

func TestTargetsOutsideOfTheVPC(t *testing.T) {
	target := func(more string) string {
		return merged("{main_route_table: main, route_tables: {main: {routes: {far: {destination: 10.1.0.0/16, target: vpc_peering_connection/p}}}}, target_groups: {apps: {target_type: ip, " + more + "}}}")
	}
	runBalanced(t, []balancedRow{
		{"it needs the zone all (c10)", target("targets: [{target: 10.1.1.10}]"), "unreachable", "backend.target-unused"},
		{"nodes of all zones send to it (c10)", target("targets: [{target: 10.1.1.10, availability_zone: all}]"), "reachable", ""},
		{"the nodes need a route there (c18)", merged("{target_groups: {apps: {target_type: ip, targets: [{target: 10.1.1.10, availability_zone: all}]}}}"), "unreachable", "route.missing"},
		{"and it one back (c18)", "    remove: [regions.us-east-1.vpcs.far.route_tables.main.routes.back]\n" +
			target("targets: [{target: 10.1.1.10, availability_zone: all}]"), "unreachable", "route.missing"},
		{"the client's address is not kept outside (c13)", target("preserve_client_ip: true, targets: [{target: 10.1.1.10, availability_zone: all}]"), "unreachable", "backend.client-address-kept"},
		{"who has the address is not known", target("targets: [{target: 192.168.7.7, availability_zone: all}]"), "unknown", "unsupported.outside-target"},
		{"nobody in the one subnet has it", target("targets: [{target: 10.1.1.99, availability_zone: all}]"), "unreachable", "endpoint.unoccupied"},
	})
}

func TestZonesOfLoadBalancers(t *testing.T) {
	only := func(more string) string {
		return merged("{load_balancers: {nlb: {" + more + "}}, target_groups: {apps: {targets: [{target: instance/a}]}}}")
	}

	runBalanced(t, []balancedRow{
		{"a zone without targets is not in the name (c11)", only(""), "reachable", ""},
		{"who connects to its node fails (c11)", onNode("10.0.2.10") + only(""), "unreachable", "backend.no-target-in-zone"},
		{"the node of the target's zone works (c11)", onNode("10.0.1.10") + only(""), "reachable", ""},
		{"cross-zone on (c11)", onNode("10.0.2.10") + only("cross_zone: true"), "reachable", ""},
		{"the group says otherwise (c11)", onNode("10.0.2.10") + merged("{load_balancers: {nlb: {cross_zone: true}}, target_groups: {apps: {cross_zone: false, targets: [{target: instance/a}]}}}"), "unreachable", "backend.no-target-in-zone"},
		{"the group crosses zones (c11)", onNode("10.0.2.10") + merged("{target_groups: {apps: {cross_zone: true, targets: [{target: instance/a}]}}}"), "reachable", ""},
		{"every zone uses an address for all (c10)", onNode("10.0.2.10") + merged("{target_groups: {apps: {target_type: ip, targets: [{target: 10.0.3.10, availability_zone: all}]}}}"), "reachable", ""},
		{"the zone of the target is not written", onNode("10.0.1.10") + merged("{subnets: {back-a: {availability_zone_id: null}}, target_groups: {apps: {targets: [{target: instance/a}]}}}"), "unknown", "open.availability-zone"},
		{"nor does it matter where all nodes use it", merged("{subnets: {back-a: {availability_zone_id: null}}, target_groups: {apps: {target_type: ip, targets: [{target: 10.0.3.10, availability_zone: all}]}}}"), "reachable", ""},
	})
}

// onNode asks for one node of the load balancer.
func onNode(address string) string { return onEnds("instance/client", address, "tcp/80") }

func onEnds(from, to, port string) string {
	return fmt.Sprintf("      \"checks[0].from\": %s\n      \"checks[0].to\": %s\n      \"checks[0].port\": %s\n", from, to, port)
}

func TestClientAddressesBehindLoadBalancers(t *testing.T) {
	// admits lets into the targets' group one block for tcp.
	admits := func(source, more string) string {
		return merged("{security_groups: {back: {ingress: [{protocol: tcp, ports: 1-65535, source: " + source + "}]}}, " + more + "}")
	}
	ip := "target_type: ip, targets: [{target: 10.0.3.10}, {target: 10.0.4.10}]"
	runBalanced(t, []balancedRow{
		// The nodes have to get in besides, or the targets are not well; nothing but
		// that fails then, and requests are sent all the same (c17).
		{"instances see the client (c12, c14)", admits("10.0.9.10", ""), "reachable", ""},
		{"and not the nodes (c12)", admits("10.0.0.0/21", ""), "unreachable", "sg.ingress-denied"},
		{"unless it is off (c12)", admits("10.0.0.0/21", "target_groups: {apps: {preserve_client_ip: false}}"), "reachable", ""},
		{"addresses see the nodes (c12, c14)", admits("10.0.0.0/21", "target_groups: {apps: {"+ip+"}}"), "reachable", ""},
		{"and not the client (c12)", admits("10.0.9.10", "target_groups: {apps: {"+ip+"}}"), "unreachable", "sg.ingress-denied"},
		{"unless it is on (c12)", admits("10.0.9.10", "target_groups: {apps: {preserve_client_ip: true, "+ip+"}}"), "reachable", ""},
		{"addresses by TLS see the nodes (c12)", admits("10.0.9.10", "load_balancers: {nlb: {listeners: [{protocol: TLS, port: 80, target_group: apps}]}}, target_groups: {apps: {protocol: TLS, "+ip+"}}"), "unreachable", "sg.ingress-denied"},
		{"UDP always shows the client (c12)", admits("10.0.9.10", "load_balancers: {nlb: {listeners: [{protocol: TCP_UDP, port: 80, target_group: apps}]}}, target_groups: {apps: {protocol: TCP_UDP, preserve_client_ip: false, "+ip+"}}"), "reachable", ""},
		{"a node of another load balancer loses it (c13)", onEnds("instance/client", "load_balancer/front", "tcp/80") +
			merged("{load_balancers: {front: {type: network, scheme: internal, subnets: [client], listeners: [{protocol: TCP, port: 80, target_group: chain}]}}, target_groups: {chain: {target_type: ip, protocol: TCP, port: 80, preserve_client_ip: true, targets: [{target: 10.0.1.10}]}}}"), "unreachable", "backend.client-address-kept"},
		{"and takes it where it is off (c13)", onEnds("instance/client", "load_balancer/front", "tcp/80") +
			merged("{load_balancers: {front: {type: network, scheme: internal, subnets: [client], listeners: [{protocol: TCP, port: 80, target_group: chain}]}}, target_groups: {chain: {target_type: ip, protocol: TCP, port: 80, targets: [{target: 10.0.1.10}]}}}"), "reachable", ""},
		{"a target that calls itself (c19)", onEnds("instance/a", "10.0.1.10", "tcp/80"), "unreachable", "backend.client-address-kept"},
		{"a target that calls itself and the other (c19)", onEnds("instance/a", "10.0.1.10", "tcp/80") + merged("{load_balancers: {nlb: {cross_zone: true}}}"), "partial", "backend.client-address-kept"},
		{"a target that calls itself, its address not kept (c19)", onEnds("instance/a", "10.0.1.10", "tcp/80") + merged("{target_groups: {apps: {preserve_client_ip: false}}}"), "reachable", ""},
		{"a target that calls itself directly (c19)", onEnds("instance/client", "instance/a", "tcp/8080"), "reachable", ""},
	})
}

func TestGroupsOfLoadBalancers(t *testing.T) {
	grouped := func(ingress, egress, more string) string {
		rules := "ingress: [" + ingress + "]"
		if egress != "" {
			rules += ", egress: [" + egress + "]"
		}
		return merged("{security_groups: {nlb: {" + rules + "}}, load_balancers: {nlb: {security_groups: [nlb]}}, " + more + "}")
	}
	client := "{protocol: tcp, ports: 80, source: 10.0.9.10}"
	behind := "{protocol: tcp, ports: 8080, destination: 10.0.0.0/16}"
	known := "security_groups: {nlb: {ingress: [" + client + "]}, back: {ingress: [{protocol: tcp, ports: 8080, source: nlb}]}}, load_balancers: {nlb: {security_groups: [nlb]}}"
	runBalanced(t, []balancedRow{
		{"none filters nothing (b8, c15)", "", "reachable", ""},
		{"the inbound rules judge clients (c15)", grouped(client, "", ""), "reachable", ""},
		{"a client that no rule lets in (c15)", grouped("{protocol: tcp, ports: 81, source: 10.0.9.10}", "", ""), "unreachable", "sg.ingress-denied"},
		{"the outbound rules judge what goes to targets (c15)", grouped(client, behind, ""), "reachable", ""},
		{"targets that no rule lets it send to (c15)", grouped(client, "{protocol: tcp, ports: 81, destination: 10.0.0.0/16}", ""), "unreachable", "sg.egress-denied"},
		{"and health checks (c15): one target alone is well", grouped(client, behind+", {protocol: tcp, ports: 9, destination: 10.0.3.10}",
			"target_groups: {apps: {cross_zone: true, health_check: {port: 9}}}, instances: {a: {listens: [{port: tcp/8080}, {port: tcp/9}]}, b: {listens: [{port: tcp/9}]}}"), "reachable", ""},
		{"targets may know its group (c15)", merged("{" + known + "}"), "reachable", ""},
		{"also where they see the nodes (c15)", merged("{" + known + ", target_groups: {apps: {preserve_client_ip: false}}}"), "reachable", ""},
		{"they do not know the client's (b2)", merged("{security_groups: {back: {ingress: [{protocol: tcp, ports: 8080, source: client}]}}}"), "unreachable", "sg.ingress-denied"},
		{"its subnet's network ACL judges clients (b5)", merged("{network_acls: {n: {subnets: [front-a, front-b], ingress: [{number: 1, action: allow, protocol: tcp, ports: 1024-65535, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: all, destination: 0.0.0.0/0}]}}}"), "unreachable", "acl.ingress-denied"},
		{"and what targets answer to the nodes (b6)", merged("{network_acls: {n: {subnets: [back-a, back-b], ingress: [{number: 1, action: allow, protocol: all, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: tcp, ports: 1024-40000, destination: 0.0.0.0/0}]}}, target_groups: {apps: {preserve_client_ip: false}}}"), "partial", "acl.egress-denied"},
	})
}

func TestHealthOfTargets(t *testing.T) {
	crossed := func(more string) string {
		return merged("{load_balancers: {nlb: {cross_zone: true}}, " + more + "}")
	}
	runBalanced(t, []balancedRow{
		{"a target that is not well is left out (c17)", crossed("instances: {b: {listens: []}}"), "reachable", ""},
		{"if all are ill, all are asked (c17)", crossed("instances: {a: {listens: []}, b: {listens: []}}"), "unreachable", "backend.not-listening"},
		{"if all are ill, they may answer all the same (c17)", crossed("target_groups: {apps: {health_check: {port: 9}}}"), "reachable", ""},
		{"the port of the check is another (c17)", crossed("instances: {a: {listens: [{port: tcp/8080}, {port: tcp/9}]}, b: {listens: [{port: tcp/9}]}}, target_groups: {apps: {health_check: {port: 9}}}"), "partial", "backend.not-listening"},
		{"a check by path (c17)", crossed("instances: {a: {listens: [{port: tcp/8080, paths: [/up]}]}, b: {listens: [{port: tcp/8080, paths: [/]}]}}, target_groups: {apps: {health_check: {protocol: HTTP, path: /up}}}"), "reachable", ""},
		{"a group lets clients in, and not the checks (c14)", merged("{security_groups: {back: {ingress: [{protocol: tcp, ports: 8080, source: 10.0.9.10}]}}, load_balancers: {nlb: {cross_zone: true}}, instances: {b: {listens: []}}}"), "partial", "backend.not-listening"},
	})
}

func TestApplicationLoadBalancers(t *testing.T) {
	asks := onEnds("instance/client", "load_balancer/alb", "tcp/80")
	rules := func(list string) string {
		return asks + merged("{load_balancers: {alb: {listeners: [{protocol: HTTP, port: 80, target_group: web, rules: ["+list+"]}]}}}")
	}
	runBalanced(t, []balancedRow{
		{"it stands (c7)", asks, "reachable", ""},
		{"its group judges clients (b8)", asks + merged("{security_groups: {front: {ingress: []}}}"), "unreachable", "sg.ingress-denied"},
		{"targets see its nodes", asks + merged("{security_groups: {back: {ingress: [{protocol: tcp, ports: 8080, source: 10.0.9.10}]}}}"), "unreachable", "sg.ingress-denied"},
		{"zones are crossed", asks + merged("{target_groups: {web: {targets: [{target: instance/a}]}}}"), "reachable", ""},
		{"a TCP listener cannot be", asks + merged("{load_balancers: {alb: {listeners: [{protocol: TCP, port: 80, target_group: apps}]}}}"), "unreachable", "backend.listener-missing"},
		{"a rule does not hold where nothing is requested", rules("{paths: [/x/*], target_group: other}"), "reachable", ""},
		{"behind a network load balancer", merged("{load_balancers: {nlb: {listeners: [{protocol: TCP, port: 80, target_group: front}]}}, target_groups: {front: {target_type: alb, protocol: TCP, port: 80, targets: [{target: load_balancer/alb}]}}}"), "reachable", ""},
		{"behind one, and it sees the client's address", merged("{security_groups: {front: {ingress: [{protocol: tcp, ports: 80, source: 10.0.0.0/21}]}}, load_balancers: {nlb: {listeners: [{protocol: TCP, port: 80, target_group: front}]}}, target_groups: {front: {target_type: alb, protocol: TCP, port: 80, targets: [{target: load_balancer/alb}]}}}"), "unreachable", "sg.ingress-denied"},
		{"no target of it", asks + merged("{target_groups: {web: {targets: []}}}"), "unreachable", "backend.no-server"},
	})
}

func TestKubernetesServicesBehindLoadBalancers(t *testing.T) {
	service := func(targets, more string) string {
		return merged("{target_groups: {apps: {port: 30080, targets: [{target: kubernetes_service/app}], " + targets + "}}, " + more + "}")
	}
	runBalanced(t, []balancedRow{
		{"nodes hand it to any pod", service("", ""), "reachable", ""},
		{"pods see the node's address", service("", "security_groups: {pods: {ingress: [{protocol: tcp, ports: 9090, source: back}]}}, network_interfaces: {pod-a: {security_groups: [pods]}, pod-b: {security_groups: [pods]}}"), "reachable", ""},
		{"pods may stand anywhere", service("", "kubernetes_services: {app: {pods: [pod-a]}}"), "reachable", ""},
		{"the node port can be asked itself", onEnds("instance/client", "instance/a", "tcp/30080"), "reachable", ""},
		{"a pod that listens elsewhere", service("", "network_interfaces: {pod-b: {listens: [{port: tcp/9091}]}}"), "partial", "backend.not-listening"},
		{"local: pods on the node only", service("", "kubernetes_services: {app: {external_traffic_policy: local}}"), "reachable", ""},
		{"local: pods see the client's address", service("", "security_groups: {pods: {ingress: [{protocol: tcp, ports: 9090, source: back}]}}, network_interfaces: {pod-a: {security_groups: [pods]}, pod-b: {security_groups: [pods]}}, kubernetes_services: {app: {external_traffic_policy: local}}"), "unreachable", "sg.ingress-denied"},
		{"local: a node without pods", onEnds("instance/client", "instance/b", "tcp/30080") + service("", "kubernetes_services: {app: {external_traffic_policy: local, pods: [pod-a]}}"), "unreachable", "backend.no-server"},
		{"local: where a pod runs is not written", onEnds("instance/client", "instance/b", "tcp/30080") + service("", "network_interfaces: {pod-b: {node: null}}, kubernetes_services: {app: {external_traffic_policy: local}}"), "unknown", "open.pod-node"},
		{"a group of addresses has the pods", service("target_type: ip", "security_groups: {back: {ingress: [{protocol: tcp, ports: 9090, source: 10.0.0.0/21}]}}"), "reachable", ""},
		{"no pods", service("target_type: ip", "kubernetes_services: {app: {pods: []}}"), "unreachable", "backend.target-unused"},
	})
}

func TestInternetFacingLoadBalancers(t *testing.T) {
	facing := func(more string) string {
		return merged("{main_route_table: m, route_tables: {m: {routes: {out: {destination: 0.0.0.0/0, target: internet_gateway/g}}}}, internet_gateways: {g: {}}, load_balancers: {nlb: {scheme: internet-facing, subnet_mappings: [{subnet: front-a, elastic_ip: 52.1.2.3}, {subnet: front-b}]}}, " + more + "}")
	}
	runBalanced(t, []balancedRow{
		{"from the internet (c7)", onEnds("internet", "load_balancer/nlb", "tcp/80") + facing("target_groups: {apps: {preserve_client_ip: false}}"), "reachable", ""},
		{"without an internet gateway (a15)", onEnds("internet", "load_balancer/nlb", "tcp/80") + merged("{load_balancers: {nlb: {scheme: internet-facing}}}"), "unreachable", "gateway.internet-gateway-missing"},
		{"who has no public address does not get to it (a15)", facing(""), "unreachable", "gateway.no-public-address"},
		{"an internal one is not reached (c7)", onEnds("internet", "load_balancer/nlb", "tcp/80"), "unreachable", "gateway.private-destination"},
		{"its private address is (c7)", onEnds("instance/client", "10.0.2.10", "tcp/80") + facing("subnets: {front-b: {cidr: 10.0.2.0/24}}"), "reachable", ""},
	})
}

// calling is a case in which the client says something.
type calling struct {
	*topology.Case
	call fabric.Call
}

func (c calling) Lower(r fabric.Reading) (*fabric.Network, []fabric.Question) {
	n, questions := c.Case.Lower(r)
	for i := range questions {
		questions[i].Call = &c.call
	}
	return n, questions
}

func TestCallsThroughLoadBalancers(t *testing.T) {
	get := func(host, path string) fabric.Call {
		return fabric.Call{Scheme: "http", Host: host, Method: "GET", Path: path}
	}
	alb := func(listener string) string {
		return onEnds("instance/client", "load_balancer/alb", "tcp/80") + merged("{load_balancers: {alb: {listeners: [{port: 80, target_group: web, "+listener+"}]}}}")
	}
	secure := get("a.example.com", "/")
	secure.Scheme = "https"
	other := secure
	other.Host = "b.example.com"
	paths := alb("protocol: HTTP, rules: [{paths: [/x/*, /y], target_group: other}]")
	hosts := alb("protocol: HTTP, rules: [{hosts: [\"*.Example.com\"], target_group: other}]")
	both := alb("protocol: HTTP, rules: [{hosts: [a.example.com], paths: [/x], target_group: other}, {paths: [\"/x*\"], target_group: web}, {paths: [/x], target_group: other}]")
	certified := alb("protocol: HTTPS, certificate_names: [A.example.com]")
	// behind has a server that shows a certificate.
	behind := func(protocol, group string) string {
		return merged("{load_balancers: {nlb: {listeners: [{protocol: " + protocol + ", port: 80, target_group: apps}]}}, instances: {" +
			"a: {listens: [{port: tcp/8080, certificate_names: [a.example.com]}]}, b: {listens: [{port: tcp/8080, certificate_names: [a.example.com]}]}}, target_groups: {apps: {protocol: " + group + "}}}")
	}
	for _, row := range []struct {
		balancedRow
		call fabric.Call
	}{
		{balancedRow{"a rule by path holds", paths, "unreachable", "backend.not-listening"}, get("h", "/x/1/2")},
		{balancedRow{"another of its paths", paths, "unreachable", "backend.not-listening"}, get("h", "/y")},
		{balancedRow{"no rule by path holds", paths, "reachable", ""}, get("h", "/y/1")},
		{balancedRow{"a rule by host holds", hosts, "unreachable", "backend.not-listening"}, get("a.b.example.com", "/")},
		{balancedRow{"no rule by host holds", hosts, "reachable", ""}, get("example.com", "/")},
		{balancedRow{"a rule by method", alb("protocol: HTTP, rules: [{methods: [POST], target_group: other}]"), "reachable", ""}, get("h", "/")},
		{balancedRow{"the first rule of which all holds decides", both, "reachable", ""}, get("b.example.com", "/x")},
		{balancedRow{"one of which all holds", both, "unreachable", "backend.not-listening"}, get("a.example.com", "/x")},
		{balancedRow{"a certificate for the host", certified, "reachable", ""}, secure},
		{balancedRow{"a certificate for another", certified, "unreachable", "backend.certificate-mismatch"}, other},
		{balancedRow{"a connection carries the call to the server's certificate", behind("TCP", "TCP"), "reachable", ""}, secure},
		{balancedRow{"which is for another", behind("TCP", "TCP"), "unreachable", "backend.certificate-mismatch"}, other},
		{balancedRow{"TLS that ends before it asks for none", behind("TLS", "TLS"), "reachable", ""}, other},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := loaded(t, awsBalanced+"variants:\n  - name: edited\n    set:\n      name: edited\n"+row.edits)
			m := f.Variants[0].Model
			p, err := reachability.Prove(calling{m.Case(m.Checks()[0]), row.call}, reachability.Check{Expect: reachability.Reachable}, topology.Codes())
			require.NoError(t, err)
			require.Equal(t, row.verdict, p.Verdict.String(), "%v", codesOf(p))
			require.Equal(t, row.because, string(p.Because), "%v", codesOf(p))
		})
	}
}
