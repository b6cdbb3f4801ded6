package alibaba_test

import (
	"strings"
	"testing"
)

func TestExpressConnect(t *testing.T) {
	short := strings.NewReplacer("HZ.", "regions.cn-hangzhou.", "IDC.", "idcs.hangzhou.",
		"VBR-A.", "regions.cn-hangzhou.vbrs.vbr-a.", "VBR-B.", "regions.cn-hangzhou.vbrs.vbr-b.", "VBR-R.", "regions.cn-hangzhou.vbrs.vbr-r.",
		"PC.", "regions.cn-hangzhou.physical_connections.", "RI.", "regions.cn-hangzhou.router_interfaces.", "VPC-2.", "regions.cn-hangzhou.vpcs.vpc-2.",
		"BGP.", "regions.cn-hangzhou.vbrs.vbr-r.bgp_groups.site.", "UNCHECKED", "regions.cn-hangzhou.vbrs.vbr-a.health_check, regions.cn-hangzhou.vbrs.vbr-b.health_check",
		"CEN.", "cens.cen-1.")
	const (
		cen   = "host/client instance/app-1 tcp/8080"
		home  = "instance/app-1 host/server tcp/8080"
		pair  = "host/client instance/app-2 tcp/8080"
		there = "instance/app-2 host/server tcp/8080"
		down  = "unreachable forward link.circuit-down"
		bgp   = "unreachable forward link.bgp-down"
		apart = "unreachable forward link.router-interface-inactive"
	)
	requireLines(t, "../../testdata/codes/express-connect.yaml", short, []lineClaim{
		{"RT-d the chain of circuit, VBR and router interfaces", "", pair, reachable},
		{"RT-d and the other way", "", there, reachable},
		{"RT-d a circuit that is not enabled", "set: {PC.pc-r.status: confirmed}", pair, down},
		{"RT-d a circuit that is cut", "set: {PC.pc-r.state: down}", pair, down},
		{"RT-d the circuit is gone", "remove: [PC.pc-r]", pair, down},
		{"RT-d a VBR that is not active", "set: {VBR-R.status: terminated}", pair, "unreachable forward link.vbr-inactive"},
		{"RT-d the two addresses of a VBR are in one subnet", "set: {VBR-R.local_gateway_ip: 10.255.0.13}", pair, "unreachable forward link.vbr-inactive"},
		{"RT-d a VBR without a site", "remove: [VBR-R.idc]", pair, "unreachable forward route.missing"},
		{"RT-d a further circuit of a VBR shares the packets", "set: {PC.pc-s: {}, VBR-R.circuits: [{physical_connection: pc-s, vlan: 102, local_gateway_ip: 10.255.0.13, peer_gateway_ip: 10.255.0.14}], BGP.peers.second: {peer_ip_address: 10.255.0.14}}", pair, reachable},
		{"RT-d and takes over with BGP", "set: {PC.pc-r.state: down, PC.pc-s: {}, VBR-R.circuits: [{physical_connection: pc-s, vlan: 102, local_gateway_ip: 10.255.0.13, peer_gateway_ip: 10.255.0.14}], BGP.peers.second: {peer_ip_address: 10.255.0.14}}", pair, reachable},

		{"RT-d RI pair of which one end is not active", "set: {RI.ri-vbr.status: inactive}", pair, apart},
		{"RT-d RI pair whose ends do not name each other", "set: {RI.ri-vpc.opposite_interface: router_interface/other, RI.other: {role: initiator, router: vbr/vbr-a}}", pair, apart},
		{"RT-d RI pair of which one end is gone", "remove: [RI.ri-vpc, VPC-2.routes.to-site]", pair, apart},
		{"RT-d RI a VBR is the initiator only", "set: {RI.ri-vbr.role: acceptor, RI.ri-vpc.role: initiator}", pair, apart},
		{"RT-d RI pair of two initiators", "set: {RI.ri-vpc.role: initiator}", pair, apart},
		{"RT-d RI one pair between two routers", "set: {RI.a-vbr: {role: initiator, router: vbr/vbr-r, opposite_interface: router_interface/a-vpc}, RI.a-vpc: {role: acceptor, router: vpc/vpc-2, opposite_interface: router_interface/a-vbr}}", pair, apart},
		{"RT-d RI routing is manual: the VPC's route", "remove: [VPC-2.routes.to-site]", there, "unreachable forward link.unattached"},
		{"RT-d RI routing is manual: the VBR's route", "remove: [VBR-R.routes.to-vpc-2]", pair, "unreachable forward route.missing"},
		{"RT-d RI is not extended to a third network", "set: {IDC.routes.by-vpc-2: {destination: 192.168.1.0/24, next_hop: vbr/vbr-r}, VBR-R.routes.on: {destination: 192.168.0.0/16, next_hop: router_interface/ri-vbr}}, remove: [IDC.routes.to-vpc-a]", cen, "unreachable forward link.router-interface-not-transitive"},
		{"RT-d RI a VBR joins no two VPCs", "set: {RI.x-vbr: {role: initiator, router: vbr/vbr-r, opposite_interface: router_interface/x-vpc}, RI.x-vpc: {role: acceptor, router: vpc/vpc-1, opposite_interface: router_interface/x-vbr}, VBR-R.routes.to-vpc-1: {destination: 192.168.0.0/16, next_hop: router_interface/x-vbr}, VPC-2.routes.far: {destination: 192.168.0.0/16, next_hop: router_interface/ri-vpc}}",
			"instance/app-2 instance/app-1 tcp/8080", "unreachable forward link.router-interface-not-transitive"},
		{"RT-d RI the next hop of a VPC's route stands on it", "set: {VPC-2.routes.to-site.next_hop: router_interface/ri-vbr}", there, "unreachable forward route.blackhole"},

		{"RT-d BGP another AS number", "set: {BGP.peer_asn: 65020}", pair, bgp},
		{"RT-d BGP another address", "set: {BGP.peers.router.peer_ip_address: 10.255.0.6}", pair, bgp},
		{"RT-d BGP a group without a peer", "set: {BGP.peers: {}}", pair, bgp},
		{"RT-d BGP a peer that is not available", "set: {BGP.peers.router.status: unavailable}", pair, bgp},
		{"RT-d BGP 65025 is reserved", "set: {BGP.peer_asn: 65025, IDC.asn: 65025}", pair, bgp},
		{"RT-d BGP 65025 is reserved at the cloud's side too", "set: {BGP.local_asn: 65025}", pair, bgp},
		{"RT-d BGP an AS number of one's own (fake ASN)", "set: {BGP.local_asn: 64600, BGP.is_fake_asn: true}", pair, reachable},
		{"RT-d BGP the site has no AS number", "remove: [IDC.asn]", pair, bgp},
		{"RT-d BGP the site has no such session", "set: {IDC.bgp_peers: {a: {vbr: vbr-a}}}", pair, bgp},
		{"RT-d BGP sessions with all that fit, if none is written", "remove: [IDC.bgp_peers]", pair, reachable},
		{"RT-d BGP more routes than the limit", "set: {BGP.route_limit: 1, IDC.bgp_peers.r.announces: [10.9.0.0/17, 10.9.128.0/17]}", pair, bgp},
		{"RT-d BGP what is not announced is not reached", "set: {IDC.bgp_peers.r.announces: [10.9.128.0/17]}", there, "unreachable forward route.missing"},
		{"RT-d BGP goes down with the circuit, BFD or not", "set: {PC.pc-r.state: down, BGP.peers.router.bfd: false}", pair, down},
		{"RT-d BGP networks announce what lies behind router interfaces", "set: {VBR-R.bgp_networks: []}", pair, "unreachable forward route.bgp-network-missing"},
		{"RT-d a static route of the site needs no network", "set: {VBR-R.bgp_networks: [], IDC.routes.two: {destination: 172.16.0.0/16, next_hop: vbr/vbr-r}}", pair, reachable},

		{"RT-b2 a VBR's static routes go to the CEN by themselves", "", home, reachable},
		{"RT-b2 and its BGP routes", "set: {VBR-A.bgp_groups: {g: {peer_asn: 65010, peers: {p: {peer_ip_address: 10.255.0.2}}}}, IDC.bgp_peers.a: {vbr: vbr-a}}, remove: [VBR-A.routes.to-site, VBR-B.routes.to-site]", home, reachable},
		{"RT-b2 the CEN's routes go to the site over BGP", "set: {VBR-A.bgp_groups: {g: {peer_asn: 65010, peers: {p: {peer_ip_address: 10.255.0.2}}}}, IDC.bgp_peers.a: {vbr: vbr-a}}, remove: [IDC.routes.to-vpc-a, IDC.routes.to-vpc-b]", cen, reachable},
		{"RT-d with static routes the site's are written by hand", "remove: [IDC.routes.to-vpc-a, IDC.routes.to-vpc-b]", cen, "unreachable forward route.missing"},
		{"RT-b2 a VBR that is not attached", "remove: [CEN.attachments.line-a, CEN.attachments.line-b]", home, "unreachable forward link.unattached"},
		{"RT-b6 a VBR of another account needs a grant", "set: {VBR-A.account: '2', VBR-B.account: '2'}", home, "unreachable forward grant.cen-attachment-missing"},
		{"RT-b6 and works with it", "set: {VBR-A.account: '2', VBR-B.account: '2', VBR-A.cen_grants: [{cen: cen-1}], VBR-B.cen_grants: [{cen: cen-1}]}", home, reachable},

		{"RT-d ECMP: two lines with equal static routes", "", cen, reachable},
		{"RT-i static without a health check loses its share", "set: {PC.pc-a.state: down}, remove: [UNCHECKED]", cen, "partial forward link.circuit-down"},
		{"RT-i and what the CEN sends over it", "set: {PC.pc-a.state: down}, remove: [UNCHECKED]", home, "partial forward link.circuit-down"},
		{"RT-d a health check moves static routes", "set: {PC.pc-a.state: down}", cen, reachable},
		{"RT-d and those of the CEN", "set: {PC.pc-a.state: down}", home, reachable},
		{"RT-d both lines cut", "set: {PC.pc-a.state: down, PC.pc-b.state: down}", cen, down},
		{"RT-d the site answers the check by the line itself", "remove: [IDC.routes.check-a]", home, reachable},
		{"RT-i /32 missing on both: lines that work are given up", "remove: [IDC.routes.check-a, IDC.routes.check-b]", home, "unreachable forward route.health-check-unreturned"},
		{"RT-d /32 by the other line does not answer", "set: {IDC.routes.check-a.next_hop: vbr/vbr-b, IDC.routes.check-b.next_hop: vbr/vbr-a}", home, "unreachable forward route.health-check-unreturned"},
		{"RT-d with BGP no /32 is needed", "set: {VBR-A.bgp_groups: {g: {peer_asn: 65010, peers: {p: {peer_ip_address: 10.255.0.2}}}}, IDC.bgp_peers.a: {vbr: vbr-a}}, remove: [IDC.routes.check-a, IDC.routes.check-b]", home, reachable},
		{"RT-d active and standby by the site's preference", "set: {IDC.routes.to-vpc-b.preference: 100}", cen, reachable},
		{"RT-d the standby line without a check does not take over", "set: {IDC.routes.to-vpc-b.preference: 100, PC.pc-a.state: down}, remove: [UNCHECKED]", cen, down},
		{"RT-d a switching group that moves static routes", "set: {PC.pc-a.state: down, HZ.vbr_switching_groups: {g: {vbr: vbr-a, peer_vbr: vbr-b, switches_static_routes: true}}}, remove: [UNCHECKED]", cen, reachable},
		{"RT-d a switching group that does not", "set: {PC.pc-a.state: down, HZ.vbr_switching_groups: {g: {vbr: vbr-a, peer_vbr: vbr-b, switches_static_routes: false}}}, remove: [UNCHECKED]", home, "partial forward link.circuit-down"},

		{"RT-g the site's firewall is stateful", "set: {IDC.firewall.egress: []}", home, reachable},
		{"RT-g a direction that is written", "set: {IDC.firewall.ingress: []}", home, "unreachable forward site.ingress-denied"},
		{"RT-g rules in order", "set: {IDC.firewall.ingress: [{policy: drop, source: 192.168.1.0/24}, {protocol: tcp, ports: 8080}]}", home, "unreachable forward site.ingress-denied"},
		{"RT-g a direction that is not written", "set: {IDC.firewall: {egress: []}}", home, reachable},
		{"RT-g hosts of one site do not meet its firewall", "set: {IDC.firewall: {egress: [], ingress: []}}", "host/client host/server tcp/8080", reachable},

		{"RT-b5 what a circuit carries", "", pair + " demand: 200Mbps", reachable},
		{"RT-b5 and not more", "", pair + " demand: 300Mbps", "reachable forward bandwidth.insufficient"},
	})
}
