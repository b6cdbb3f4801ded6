package alibaba_test

import (
	"strings"
	"testing"
)

func TestVPN(t *testing.T) {
	short := strings.NewReplacer("SH.", "regions.cn-shanghai.", "VPC.", "regions.cn-shanghai.vpcs.vpc-server.",
		"VGW.", "regions.cn-shanghai.vpcs.vpc-server.vpn_gateways.vgw.", "CONN.", "regions.cn-shanghai.vpn_connections.to-idc.", "VPN.", "regions.cn-shanghai.vpn_connections.")
	const in, out = "host/client instance/server tcp/443", "instance/server host/client tcp/8080"
	const second = `VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, bgp: {peer_asn: 65010}, status: ipsec_established}`
	requireLines(t, "../../testdata/codes/vpn.yaml", short, []lineClaim{
		{"RT-f a site reaches a VPC", "", in, reachable},
		{"RT-f and the other way round", "", out, reachable},
		{"RT-f the tunnel is down, to the site", "set: {CONN.status: ike_sa_not_established}", out, "unreachable forward link.vpn-down"},
		{"RT-f the tunnel is down, from the site", "set: {CONN.status: ipsec_not_established}", in, "unreachable forward link.vpn-down"},
		{"RT-f its state is assumed", "remove: [CONN.status]", in, reachable},
		{"RT-f publish_vpc writes into the system table", "set: {VGW.routes.to-idc.publish_vpc: false}", out, "unreachable forward route.missing"},
		{"RT-f else a custom route leads to the gateway", "set: {VGW.routes.to-idc.publish_vpc: false, VPC.routes: {vpn: {destination: 10.9.0.0/16, next_hop: vpn_gateway/vgw}}}", out, reachable},
		{"RT-f and into no custom table", "set: {VPC.route_tables: {own: {route_propagation: true}}, VPC.vswitches.vsw-server.route_table: own}", out, "unreachable forward route.missing"},
		{"RT-f the gateway needs a route of its own", "set: {VPC.routes: {vpn: {destination: 10.9.0.0/16, next_hop: vpn_gateway/vgw}}}, remove: [VGW.routes.to-idc, CONN.bgp]", out, "unreachable forward route.missing"},
		{"RT-f BGP does without", "set: {VGW.auto_propagate: true}, remove: [VGW.routes.to-idc]", out, reachable},
		{"RT-f auto_propagate off", "remove: [VGW.routes.to-idc]", out, "unreachable forward route.missing"},
		{"RT-f BGP with another AS number", "set: {VGW.auto_propagate: true, CONN.bgp.peer_asn: 65011}, remove: [VGW.routes.to-idc]", out, "unreachable forward link.vpn-down"},
		{"RT-f the site speaks no BGP", "remove: [idcs.hangzhou.asn]", in, "unreachable forward link.vpn-down"},
		{"RT-a5 a custom table learns only if it is told to", "set: {VGW.auto_propagate: true, VPC.route_tables: {own: {}}, VPC.vswitches.vsw-server.route_table: own}", out, "unreachable forward route.missing"},
		{"RT-a5 and then it does", "set: {VGW.auto_propagate: true, VPC.route_tables: {own: {route_propagation: true}}, VPC.vswitches.vsw-server.route_table: own}", out, reachable},
		{"RT-f outside of the remote subnets", "set: {CONN.remote_subnets: [10.9.2.0/24]}", out, "unreachable forward vpn.outside-protected-flows"},
		{"RT-f outside of the local subnets", "set: {CONN.local_subnets: [192.168.2.0/24]}", out, "unreachable forward vpn.outside-protected-flows"},
		{"RT-f out of the tunnel too", "set: {CONN.local_subnets: [192.168.2.0/24]}", in, "unreachable forward vpn.outside-protected-flows"},
		{"RT-f both 0.0.0.0/0: routes decide", "set: {CONN.local_subnets: [0.0.0.0/0], CONN.remote_subnets: [0.0.0.0/0]}", in, reachable},
		{"RT-f none written: routes decide", "remove: [CONN.local_subnets, CONN.remote_subnets]", in, reachable},
		{"RT-f a standby takes over", "set: {" + second + ", VGW.routes.standby: {destination: 10.9.0.0/16, next_hop: vpn_connection/other, weight: 0, publish_vpc: true}, CONN.status: ipsec_not_established}", out, reachable},
		{"RT-f a standby is not used before", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.routes.standby: {destination: 10.9.0.0/16, next_hop: vpn_connection/other, weight: 0}}", out, reachable},
		{"RT-f two in use must both work", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.routes.second: {destination: 10.9.0.0/16, next_hop: vpn_connection/other}}", out, "partial forward vpn.outside-protected-flows"},
		{"RT-f policy-based goes before destination-based", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.policy_routes: [{source: 192.168.0.0/16, destination: 10.0.0.0/8, next_hop: vpn_connection/other}]}", out, "unreachable forward vpn.outside-protected-flows"},
		{"RT-f of another source, it does not", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.policy_routes: [{source: 192.168.2.0/24, destination: 10.0.0.0/8, next_hop: vpn_connection/other}]}", out, reachable},
		{"RT-f policies by priority, and not by prefix", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.policy_routes: [{source: 192.168.1.0/24, destination: 10.9.1.0/24, next_hop: vpn_connection/to-idc, priority: 20}, {source: 192.168.0.0/16, destination: 10.9.0.0/16, next_hop: vpn_connection/other, priority: 5}]}", out, "unreachable forward route.shadowed"},
		{"RT-f the lower number first", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.policy_routes: [{source: 192.168.1.0/24, destination: 10.9.1.0/24, next_hop: vpn_connection/to-idc, priority: 5}, {source: 192.168.0.0/16, destination: 10.9.0.0/16, next_hop: vpn_connection/other, priority: 20}]}", out, reachable},
		{"RT-f destination-based goes before BGP, whatever the prefix", "set: {VPN.other: {vpn_gateway: vpn_gateway/vgw, idc: idc/hangzhou, remote_subnets: [10.8.0.0/16], local_subnets: [192.168.0.0/16], status: ipsec_established}, VGW.routes.to-idc: {destination: 10.0.0.0/9, next_hop: vpn_connection/other, publish_vpc: true}}", out, "unreachable forward vpn.outside-protected-flows"},
		{"RT-c3 no default route", "set: {VGW.routes.to-idc.destination: 0.0.0.0/0}", out, "unreachable forward vpn.route-refused"},
		{"RT-c3 no services", "set: {VGW.routes.to-idc.destination: 100.104.255.128/26}", out, "unreachable forward route.missing"},
		{"RT-f the gateway is not active", "set: {VGW.status: deleting}", out, "unreachable forward link.vpn-down"},
		{"RT-i the connection is gone", "remove: [SH.vpn_connections.to-idc]", out, "unreachable forward route.missing"},
		{"RT-f bandwidth", "", in + " demand: 200Mbps", "reachable forward bandwidth.insufficient"},
		{"RT-f bandwidth that is not written", "remove: [VGW.bandwidth]", in + " demand: 2Mbps", "unknown forward open.bandwidth"},
		{"RT-f a CEN does not learn what is not published", "set: {cens: {c: {edition: basic, attachments: {a: {vpc: vpc-server}, b: {vpc: vpc-more}}}}, CONN.local_subnets: [0.0.0.0/0]}", "instance/more host/client tcp/8080", "unreachable forward route.missing"},
		{"RT-f unless it is published", "set: {cens: {c: {edition: basic, attachments: {a: {vpc: vpc-server}, b: {vpc: vpc-more}}}}, CONN.local_subnets: [0.0.0.0/0], VGW.routes.to-idc.published: true}", "instance/more host/client tcp/8080", "unreachable return route.missing"},
	})
}
