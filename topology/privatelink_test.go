package topology_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// offered has a consumer with an endpoint to a service that a provider of another
// account offers, behind a network load balancer with one target. The two VPCs
// have the same addresses, and nothing joins them.
const offered = `apiVersion: netsim/v1
name: offered
regions:
  us-east-1:
    cloud: aws
    vpcs:
      consumer:
        account: "111122223333"
        cidr: 10.0.0.0/16
        enable_dns_hostnames: true
        subnets:
          clients: {cidr: 10.0.1.0/24, availability_zone_id: use1-az1}
          ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}
        security_groups:
          open: {ingress: [{protocol: all, source: 0.0.0.0/0}]}
          endpoint: {ingress: [{protocol: tcp, ports: 80, source: 10.0.1.0/24}]}
        instances:
          client: {subnet: clients, private_ip: 10.0.1.10, security_groups: [open], listens: [{port: tcp/80}]}
        vpc_endpoints:
          to-app:
            type: interface
            service_name: endpoint_service/app
            subnet_configurations: [{subnet: ends, ipv4: 10.0.2.20}]
            security_groups: [endpoint]
            dns_name: vpce-1.vpce-svc-1.us-east-1.vpce.amazonaws.com
            private_dns_enabled: true
      provider:
        account: "444455556666"
        cidr: 10.0.0.0/16
        subnets:
          front: {cidr: 10.0.5.0/24, availability_zone_id: use1-az1}
          other: {cidr: 10.0.6.0/24, availability_zone_id: use1-az2}
        security_groups:
          nlb: {ingress: [{protocol: tcp, ports: 80, source: 10.0.1.10}]}
          app: {ingress: [{protocol: tcp, ports: 8080, source: 10.0.5.0/24}, {protocol: tcp, ports: 8080, source: 10.0.6.0/24}]}
        instances:
          app: {subnet: front, private_ip: 10.0.5.30, security_groups: [app], listens: [{port: tcp/8080}]}
        load_balancers:
          app-nlb:
            type: network
            scheme: internal
            subnet_mappings: [{subnet: front, private_ip: 10.0.5.40}]
            security_groups: [nlb]
            listeners: [{protocol: TCP, port: 80, target_group: app}]
        target_groups:
          app: {target_type: ip, protocol: TCP, port: 8080, targets: [{target: 10.0.5.30}]}
    endpoint_services:
      app:
        id: vpce-svc-0123456789abcdef0
        account: "444455556666"
        network_load_balancers: [load_balancer/app-nlb]
        allowed_principals: ["arn:aws:iam::111122223333:root"]
        accepted: [vpc_endpoint/to-app]
        private_dns_name: app.example.com
        private_dns_name_verified: true
checks: [{name: it, from: instance/client, to: vpc_endpoint/to-app, port: tcp/80}]
`

// row is a question about a scenario with some of its text replaced, in pairs.
type row struct {
	name             string
	verdict, because string
	changes          []string
}

func ask(t *testing.T, scenario string, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			text := scenario
			for i := 0; i < len(r.changes); i += 2 {
				require.Contains(t, text, r.changes[i])
				text = strings.Replace(text, r.changes[i], r.changes[i+1], 1)
			}
			p := prove(t, loaded(t, text).Base)
			require.Equal(t, r.verdict, p.Verdict.String(), "because %s", p.Because)
			require.Equal(t, r.because, string(p.Because))
		})
	}
}

const (
	principals = `allowed_principals: ["arn:aws:iam::111122223333:root"]`
	named      = "service_name: endpoint_service/app"
	behind     = "network_load_balancers: [load_balancer/app-nlb]"
)

func TestConnectionsToEndpointServices(t *testing.T) {
	ask(t, offered, []row{
		{"allowed, accepted, overlapping addresses and no route (sheet c6, P36)", "reachable", "", nil},
		{"an account that is not allowed (sheet c2, P9)", "unreachable", "endpoint.principal-not-allowed", []string{principals, `allowed_principals: ["arn:aws:iam::777788889999:root"]`}},
		{"no principals are nobody (sheet c2, P9)", "unreachable", "endpoint.principal-not-allowed", []string{principals, ""}},
		{"everybody is allowed (sheet c2)", "reachable", "", []string{principals, `allowed_principals: ["*"]`}},
		{"a role of the account is allowed (sheet c2)", "reachable", "", []string{principals, `allowed_principals: ["arn:aws:iam::111122223333:role/network"]`}},
		{"a user of the account is allowed (sheet c2)", "reachable", "", []string{principals, `allowed_principals: ["arn:aws:iam::111122223333:user/alice"]`}},
		{"the own account needs no entry", "reachable", "", []string{principals, "", `account: "111122223333"`, `account: "444455556666"`}},
		{"whose the endpoint is, is not written", "unknown", "open.endpoint-account", []string{`account: "111122223333"`, ""}},
		{"whose the endpoint is, is not written, and nobody else is allowed", "unknown", "open.endpoint-account", []string{`account: "111122223333"`, "", principals, ""}},
		{"whose the endpoint is, is not written, and it is not accepted", "unreachable", "endpoint.unaccepted", []string{`account: "111122223333"`, "", "accepted: [vpc_endpoint/to-app]", ""}},
		{"whose the endpoint is, is not written, and nothing is behind the service", "unreachable", "backend.no-server", []string{`account: "111122223333"`, "", behind, "network_load_balancers: []"}},
		{"whose the endpoint is, is not written, and its zone is not served", "unreachable", "endpoint.zone-not-served", []string{`account: "111122223333"`, "", "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}", "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az4}"}},
		{"whose the service is, is not written, and the account is allowed", "unknown", "open.account", []string{"account: \"444455556666\"\n        network", "network"}},
		{"whose the service is, is not written, and everything else", "reachable", "", []string{"account: \"444455556666\"\n        network", "network", `account: "444455556666"`, ""}},
		{"whose the service is, is not written, and nobody is allowed", "unknown", "open.account", []string{principals, "", "account: \"444455556666\"\n        network", "network", `account: "444455556666"`, ""}},
		{"whose the load balancer is, is not written (sheet c1)", "unknown", "open.account", []string{"        account: \"444455556666\"\n        cidr", "        cidr"}},
		{"whose the load balancer is, is not written, and nothing listens behind it", "unreachable", "backend.no-server", []string{"        account: \"444455556666\"\n        cidr", "        cidr", "listens: [{port: tcp/8080", "listens: [{port: tcp/8081"}},
		{"a principal that was removed after acceptance (ruling 12, P9)", "reachable", "", []string{principals, "", named, named + "\n            state: available"}},
		{"not accepted (sheet c3, P10)", "unreachable", "endpoint.unaccepted", []string{"accepted: [vpc_endpoint/to-app]", ""}},
		{"acceptance is not required (sheet c3)", "reachable", "", []string{"accepted: [vpc_endpoint/to-app]", "acceptance_required: false"}},
		{"not accepted, by its state (sheet c3, P10)", "unreachable", "endpoint.unaccepted", []string{named, named + "\n            state: pendingAcceptance"}},
		{"rejected (sheet c3, P10)", "unreachable", "endpoint.unaccepted", []string{named, named + "\n            state: rejected"}},
		{"expired (sheet c3)", "unreachable", "endpoint.unaccepted", []string{named, named + "\n            state: expired"}},
		{"failed (sheet c3)", "unreachable", "endpoint.not-available", []string{named, named + "\n            state: failed"}},
		{"deleted (sheet c3)", "unreachable", "endpoint.not-available", []string{named, named + "\n            state: deleted"}},
		{"the service is not available (P8)", "unreachable", "endpoint.service-missing", []string{behind, behind + "\n        state: Deleted"}},
		{"by the service's name (sheet c1, P11)", "reachable", "", []string{named, "service_name: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"}},
		{"by its name with another region (sheet c5, P11)", "unreachable", "endpoint.service-missing", []string{named, "service_name: com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"}},
		{"no load balancer behind the service (sheet c1, P4)", "unreachable", "backend.no-server", []string{behind, "network_load_balancers: []"}},
		{"what is behind the service is not written", "unknown", "unsupported.endpoint-service", []string{behind, ""}},
		{"an application load balancer behind the service (sheet c1)", "unreachable", "backend.no-server", []string{"type: network", "type: application", "subnet_mappings: [{subnet: front, private_ip: 10.0.5.40}]", "subnets: [front, other]", "protocol: TCP, port: 80", "protocol: HTTP, port: 80", "protocol: TCP, port: 8080", "protocol: HTTP, port: 8080"}},
		{"a zone that the service does not have (sheet c4, P12)", "unreachable", "endpoint.zone-not-served", []string{"ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}", "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az4}"}},
		{"a zone that is not written (sheet c4)", "unknown", "open.availability-zone", []string{"ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}", "ends: {cidr: 10.0.2.0/24}"}},
		{"a second subnet in the zone is not made (sheet c.2)", "partial", "endpoint.not-available", []string{"[{subnet: ends, ipv4: 10.0.2.20}]", "[{subnet: ends, ipv4: 10.0.2.20}, {subnet: clients, ipv4: 10.0.1.20}]"}},
		{"another port (P5)", "unreachable", "backend.listener-missing", []string{"protocol: TCP, port: 80", "protocol: TCP, port: 81"}},
		{"UDP is not settled (sheet c6)", "unknown", "unsupported.privatelink-udp", []string{
			"protocol: TCP, port: 80", "protocol: UDP, port: 80", "protocol: TCP, port: 8080", "protocol: UDP, port: 8080", "port: tcp/8080", "port: udp/8080",
			"protocol: tcp, ports: 80, source: 10.0.1.0/24", "protocol: all, source: 0.0.0.0/0", "protocol: tcp, ports: 80, source: 10.0.1.10", "protocol: all, source: 0.0.0.0/0",
			"protocol: tcp, ports: 8080, source: 10.0.5.0/24", "protocol: all, source: 0.0.0.0/0", "to-app, port: tcp/80", "to-app, port: udp/80"}},
		{"the group of the endpoint (P13)", "unreachable", "sg.ingress-denied", []string{"ports: 80, source: 10.0.1.0/24", "ports: 443, source: 10.0.1.0/24"}},
		{"the default group of the VPC (sheet c.2)", "unreachable", "sg.ingress-denied", []string{"security_groups: [endpoint]", ""}},
		{"an endpoint calls nobody (sheet c6)", "unreachable", "endpoint.sends-nothing", []string{"from: instance/client, to: vpc_endpoint/to-app", "from: vpc_endpoint/to-app, to: instance/client"}},
		{"an endpoint calls nobody, by its address (sheet c6)", "unreachable", "endpoint.sends-nothing", []string{"from: instance/client, to: vpc_endpoint/to-app", "from: 10.0.2.20, to: instance/client"}},
		{"a gateway load balancer", "unknown", "unsupported.gateway-load-balancer", []string{
			"type: interface", "type: gateway_load_balancer"}},
	})
}

// What comes by PrivateLink is judged by the groups of the load balancer as coming
// from the client, and reaches the target as coming from the load balancer.
func TestPrivateLinkJudgesTheClient(t *testing.T) {
	fromNLB, fromClient := "{protocol: tcp, ports: 80, source: 10.0.1.10}", "{protocol: tcp, ports: 80, source: 10.0.2.20}"
	group := "security_groups: [nlb]"
	target := "target_type: ip, protocol: TCP, port: 8080"
	ask(t, offered, []row{
		{"the rule is for the client (sheet c16)", "reachable", "", nil},
		{"the rule is for the endpoint (sheet c16, P7)", "unreachable", "sg.ingress-denied", []string{fromNLB, fromClient}},
		{"its groups do not judge PrivateLink (sheet c16, P7)", "reachable", "", []string{fromNLB, fromClient, group, group + "\n            enforce_security_group_inbound_rules_on_private_link_traffic: \"off\""}},
		{"no group, no filter (sheet c15)", "reachable", "", []string{fromNLB, fromClient, group, ""}},
		{"its groups judge what it sends (sheet c15, P7)", "unreachable", "sg.egress-denied", []string{"nlb: {ingress:", "nlb: {egress: [], ingress:"}},
		{"a group of the client is not told by PrivateLink (sheet b2)", "unreachable", "sg.ingress-denied", []string{fromNLB, "{protocol: tcp, ports: 80, source: security_group/provider/app}"}},
		{"the target sees the load balancer (sheet c.3, P2)", "unreachable", "sg.ingress-denied", []string{"ports: 8080, source: 10.0.5.0/24", "ports: 8080, source: 10.0.1.0/24"}},
		{"whatever preserve_client_ip says (sheet c.3)", "reachable", "", []string{target, target + ", preserve_client_ip: true"}},
		{"nothing listens on the target (P1)", "unreachable", "backend.not-listening", []string{"listens: [{port: tcp/8080}]", "listens: []"}},
	})
}

func TestEndpointsUseTheirZone(t *testing.T) {
	two := []string{
		"subnet_mappings: [{subnet: front, private_ip: 10.0.5.40}]", "subnet_mappings: [{subnet: front, private_ip: 10.0.5.40}, {subnet: other, private_ip: 10.0.6.40}]",
	}
	inOther := append(two[:2:2], "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}", "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az2}")
	ask(t, offered, []row{
		{"the node of its zone has the target (sheet c.3)", "reachable", "", two},
		{"the node of its zone has none (sheet c.3, P6)", "unreachable", "backend.no-target-in-zone", inOther},
		{"unless it uses those of other zones (sheet c.3, P6)", "reachable", "", append(inOther[:4:4], "type: network", "type: network\n            cross_zone: true")},
		{"where the zone is not written that is open (sheet c4)", "unknown", "open.availability-zone", append(two[:2:2], "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}", "ends: {cidr: 10.0.2.0/24}")},
	})
}

// The load balancer of a VPC link has the interfaces of an endpoint as its targets:
// the endpoint is sent to by the load balancer's node, and by PrivateLink it is
// the client.
func TestTargetsThatAreEndpoints(t *testing.T) {
	text := offered
	for old, new := range map[string]string{
		"        vpc_endpoints:\n": "        load_balancers:\n          api-nlb:\n            type: network\n            scheme: internal\n            dns_name: api-nlb-1.elb.us-east-1.amazonaws.com\n" +
			"            subnet_mappings: [{subnet: ends, private_ip: 10.0.2.40}]\n            listeners: [{protocol: TCP, port: 80, target_group: link}]\n" +
			"        target_groups:\n          link: {target_type: ip, protocol: TCP, port: 80, targets: [{target: 10.0.2.20}]}\n        vpc_endpoints:\n",
		"to: vpc_endpoint/to-app": "to: name/api-nlb-1.elb.us-east-1.amazonaws.com", "ports: 80, source: 10.0.1.0/24": "ports: 80, source: 10.0.2.0/24", "ports: 80, source: 10.0.1.10": "ports: 80, source: 10.0.2.40",
	} {
		require.Contains(t, text, old)
		text = strings.Replace(text, old, new, 1)
	}
	link := "link: {target_type: ip, protocol: TCP, port: 80"
	ask(t, text, []row{
		{"client, load balancer, endpoint, load balancer, target", "reachable", "", nil},
		{"the endpoint is sent to by the load balancer (P13)", "unreachable", "sg.ingress-denied", []string{"ports: 80, source: 10.0.2.0/24", "ports: 80, source: 10.0.1.0/24"}},
		{"and so is the service (sheet c16, P7)", "unreachable", "sg.ingress-denied", []string{"ports: 80, source: 10.0.2.40", "ports: 80, source: 10.0.1.10"}},
		{"the client's address is kept (sheet c13, P16)", "unreachable", "backend.client-address-kept", []string{link, link + ", preserve_client_ip: true"}},
		{"the endpoint has another address (P15)", "unreachable", "endpoint.unoccupied", []string{"target: 10.0.2.20", "target: 10.0.2.21"}},
		{"the endpoint is not accepted (P10)", "unreachable", "endpoint.unaccepted", []string{named, named + "\n            state: pendingAcceptance"}},
		{"the endpoint is deleted (P11)", "unreachable", "endpoint.unoccupied", []string{named, named + "\n            state: deleted"}},
	})
}

func TestEndpointsOfOtherRegions(t *testing.T) {
	text := strings.Replace(offered, "      provider:\n", "  eu-west-1:\n    cloud: aws\n    vpcs:\n      provider:\n", 1)
	ask(t, text, []row{
		{"a service is for its own region (sheet c5)", "unreachable", "endpoint.service-missing", nil},
		{"unless it supports another (sheet c5)", "reachable", "", []string{behind, behind + "\n        supported_regions: [us-east-1]"}},
	})
}

func TestNamesOfEndpoints(t *testing.T) {
	public := []string{"to: vpc_endpoint/to-app", "to: name/vpce-1.vpce-svc-1.us-east-1.vpce.amazonaws.com"}
	private := []string{"to: vpc_endpoint/to-app", "to: name/app.example.com"}
	with := func(list []string, more ...string) []string { return append(list[:len(list):len(list)], more...) }
	peer := "      other:\n        cidr: 10.9.0.0/16\n        route_tables: {main: {routes: {back: {destination: 10.0.0.0/16, target: vpc_peering_connection/pcx}}}}\n        main_route_table: main\n" +
		"        subnets: {s: {cidr: 10.9.1.0/24}}\n        security_groups: {g: {}}\n        instances: {far: {subnet: s, private_ip: 10.9.1.10, security_groups: [g], listens: []}}\n      consumer:\n"
	joined := []string{
		"      consumer:\n", peer, "        enable_dns_hostnames: true\n", "        enable_dns_hostnames: true\n        main_route_table: main\n        route_tables: {main: {routes: {there: {destination: 10.9.0.0/16, target: vpc_peering_connection/pcx}}}}\n",
		"ports: 80, source: 10.0.1.0/24", "ports: 80, source: 0.0.0.0/0", "ports: 80, source: 10.0.1.10", "ports: 80, source: 0.0.0.0/0",
		"checks:", "vpc_peering_connections: {pcx: {requester: vpc/other, accepter: vpc/consumer, status: active}}\nchecks:", "from: instance/client", "from: instance/far",
	}
	off := "enable_dns_support: false\n        enable_dns_hostnames: true"
	ask(t, offered, []row{
		{"the own name (sheet f3)", "reachable", "", public},
		{"the own name, from a peer (sheet f3)", "reachable", "", with(public, joined...)},
		{"no resolver, no name (sheet f1)", "unreachable", "dns.resolver-off", with(public, "enable_dns_hostnames: true", off)},
		{"the private name (sheet f4)", "reachable", "", private},
		{"the private name, without private DNS (sheet f4)", "unreachable", "dns.private-dns-off", with(private, "private_dns_enabled: true", "private_dns_enabled: false")},
		{"the private name, not verified (sheet f4)", "unreachable", "dns.private-dns-off", with(private, "private_dns_name_verified: true", "private_dns_name_verified: false")},
		{"the private name, without DNS hostnames (sheet f1)", "unreachable", "dns.private-dns-off", with(private, "enable_dns_hostnames: true", "enable_dns_hostnames: false")},
		{"the private name, without a resolver (sheet f1)", "unreachable", "dns.resolver-off", with(private, "enable_dns_hostnames: true", off)},
		{"the private name, from a peer (sheet f2)", "unreachable", "dns.not-resolvable", with(private, joined...)},
		{"a deleted endpoint has no name (sheet f8)", "unreachable", "dns.not-resolvable", with(public, named, named+"\n            state: deleted")},
	})
}

// aws has an instance that uses an endpoint to a service of AWS, and S3 by a
// gateway endpoint.
const ofAWS = `apiVersion: netsim/v1
name: of-aws
regions:
  us-east-1:
    cloud: aws
    prefix_lists:
      s3: {entries: [52.216.0.0/15]}
    vpcs:
      main:
        cidr: 10.0.0.0/16
        main_route_table: main
        subnets: {s: {cidr: 10.0.1.0/24}}
        route_tables: {main: {routes: {peer: {destination: 10.9.0.0/16, target: vpc_peering_connection/pcx}}}}
        security_groups: {g: {ingress: [{protocol: tcp, ports: 443, source: 10.0.0.0/16}]}}
        instances: {client: {subnet: s, private_ip: 10.0.1.10, security_groups: [g], listens: []}}
        vpc_endpoints:
          api: {type: interface, service_name: com.amazonaws.us-east-1.execute-api, subnets: [s], security_groups: [g]}
          s3: {service_name: com.amazonaws.us-east-1.s3, route_tables: [main], prefix_list: prefix_list/s3}
      other:
        cidr: 10.9.0.0/16
        main_route_table: main
        subnets: {s: {cidr: 10.9.1.0/24}}
        route_tables: {main: {routes: {s3: {destination: 52.216.0.0/15, target: vpc_peering_connection/pcx}}}}
        security_groups: {g: {}}
        instances: {far: {subnet: s, private_ip: 10.9.1.10, security_groups: [g], listens: []}}
vpc_peering_connections: {pcx: {requester: vpc/other, accepter: vpc/main, status: active}}
checks: [{name: it, from: instance/client, to: vpc_endpoint/api, port: tcp/443}]
`

func TestEndpointsOfAWS(t *testing.T) {
	ask(t, ofAWS, []row{
		{"execute-api takes tcp/443 (sheet d11)", "reachable", "", nil},
		{"and no other port", "unreachable", "backend.not-listening", []string{"port: tcp/443}]\n", "port: tcp/444}]\n", "ports: 443, source", "ports: 444, source"}},
		{"its group (P30)", "unreachable", "sg.ingress-denied", []string{"ports: 443, source", "ports: 80, source"}},
		{"it is not available (P29)", "unreachable", "endpoint.not-available", []string{"type: interface,", "type: interface, state: pending,"}},
		{"a service of another region (sheet c5)", "unreachable", "endpoint.service-missing", []string{"us-east-1.execute-api", "eu-west-1.execute-api"}},
		{"another service", "unknown", "unsupported.aws-service", []string{"us-east-1.execute-api", "us-east-1.sqs"}},
	})
}

func TestGatewayEndpoints(t *testing.T) {
	s3 := []string{"to: vpc_endpoint/api", "to: vpc_endpoint/s3"}
	with := func(more ...string) []string { return append(s3[:2:2], more...) }
	listed := "route_tables: [main], prefix_list: prefix_list/s3"
	ask(t, ofAWS, []row{
		{"by the route for its prefix list (sheet a20)", "reachable", "", s3},
		{"by an address of the prefix list (sheet a20)", "reachable", "", []string{"to: vpc_endpoint/api", "to: 52.216.7.7"}},
		{"a table that is not listed (sheet a20)", "unreachable", "route.missing", with(listed, "route_tables: [], prefix_list: prefix_list/s3")},
		{"by a route that is written (sheet a20)", "reachable", "", with(listed, "route_tables: [], prefix_list: prefix_list/s3",
			"main: {routes: {peer", "main: {routes: {s3: {destination_prefix_list: prefix_list/s3, target: vpc_endpoint/s3}, peer")},
		{"not from a peer (sheet a20, a24)", "unreachable", "peering.not-transitive", with("from: instance/client", "from: instance/far")},
		{"a longer prefix goes before it (sheet a4)", "partial", "route.shadowed", with("main: {routes: {peer", "main: {routes: {hole: {destination: 52.217.0.0/16, target: vpc_peering_connection/pcx, state: blackhole}, peer")},
		{"a CIDR route of the same prefix goes before it (sheet a6)", "unreachable", "route.shadowed", with("main: {routes: {peer", "main: {routes: {hole: {destination: 52.216.0.0/15, target: vpc_peering_connection/pcx, state: blackhole}, peer")},
		{"not TCP on its ports", "unreachable", "backend.not-listening", with("port: tcp/443}]\n", "port: tcp/22}]\n")},
		{"it is not available", "unreachable", "endpoint.not-available", with("s3: {service_name", "s3: {state: deleting, service_name")},
		{"its addresses are not written", "unknown", "open.prefix-list", with(listed, "route_tables: [main]")},
		{"a service that has no gateway endpoints", "unreachable", "endpoint.service-missing", with("us-east-1.s3", "us-east-1.sqs")},
		{"no route leads to an interface endpoint", "unreachable", "route.missing", []string{"to: vpc_endpoint/api", "to: 52.216.7.7", listed, "route_tables: [], prefix_list: prefix_list/s3",
			"main: {routes: {peer", "main: {routes: {api: {destination: 52.216.0.0/15, target: vpc_endpoint/api}, peer"}},
	})
}
