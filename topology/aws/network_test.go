package aws_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/scenario"
)

// claim is what becomes of a check once a scenario has been edited.
type claim struct {
	name string
	edit string // fields of a variant; empty: none
	ask  string // FROM TO PORT, and more fields of a check
	want string // the verdict, and the code of what is in the way first
}

type folder map[string]string

func (f folder) ReadFile(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

var _ scenario.Files = folder{}

// short are what edits write for the paths of the scenario.
var short = strings.NewReplacer(
	"LEFT.", "regions.us-east-1.vpcs.left.", "RIGHT.", "regions.us-east-1.vpcs.right.", "FAR.", "regions.us-east-1.vpcs.far.",
	"PCX.", "vpc_peering_connections.", "REGION.", "regions.us-east-1.", "WEST.", "regions.us-west-2.vpcs.west.",
)

// requireClaims proves claims on a scenario of testdata.
func requireClaims(t *testing.T, file string, claims []claim) {
	t.Helper()
	base, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	for _, c := range claims {
		t.Run(c.name, func(t *testing.T) {
			words := strings.SplitN(c.ask, " ", 4)
			check := "{name: it, from: " + words[0] + ", to: " + words[1] + ", port: " + words[2]
			if len(words) > 3 {
				check += ", " + words[3]
			}
			text := string(base) + "\nchecks: [" + check + "}]\n"
			if c.edit != "" {
				text += "variants:\n  - {name: v, " + short.Replace(c.edit) + "}\n"
			}
			f := topology.Load(folder{"s.yaml": text}, "s.yaml", topology.Codes())
			require.False(t, f.Findings.HasErrors(), "%v", f.Findings)
			m := f.Base
			if c.edit != "" {
				m = f.Variants[0].Model
			}
			p, err := reachability.Prove(m.Case(m.Checks()[0]), reachability.Check{Expect: reachability.Reachable}, topology.Codes())
			require.NoError(t, err)
			got := p.Verdict.String()
			switch {
			case p.Turns != nil:
				got += " " + string(p.Turns.Code)
			case len(p.Obstacles) > 0:
				o := p.Obstacles[0]
				got += " " + o.Direction.String() + " " + string(o.Code)
			}
			require.Equal(t, c.want, got)
		})
	}
}

const reachable = "reachable"

func TestRouting(t *testing.T) {
	requireClaims(t, "networks.yaml", []claim{
		{"a1 the associated table decides", "", "instance/a instance/db tcp/443", reachable},
		{"a1 without an association the main table does", "set: {LEFT.main_route_table: lonely}", "instance/a instance/db tcp/443", "unreachable forward route.missing"},
		{"a1 an association goes before the main table", "set: {LEFT.main_route_table: lonely, LEFT.subnets.app-a.route_table: private}", "instance/a instance/db tcp/443", reachable},
		{"a1 a main table that is not written has the local routes only", "remove: [LEFT.main_route_table]", "instance/a instance/db tcp/443", "unreachable forward route.missing"},
		{"a1 a subnet whose table is gone is back at the main one", "remove: [LEFT.route_tables.public]", "instance/bastion instance/db tcp/443", reachable},
		{"a2 every table has the local routes", "set: {LEFT.subnets.app-a.route_table: lonely}", "instance/a instance/bastion tcp/22", reachable},
		{"a2 of secondary blocks too", `set: {LEFT.secondary_cidrs: [10.7.0.0/16], LEFT.subnets.app-b.cidr: 10.7.1.0/24, LEFT.instances.b.private_ip: 10.7.1.10}`, "instance/a instance/b tcp/443", reachable},
		{"a3 a route inside the VPC is for a whole subnet", "set: {LEFT.route_tables.private.routes.inside: {destination: 10.0.2.0/25, target_type: network_interface}}", "instance/a instance/b tcp/443", reachable},
		{"a3 and for a whole subnet it is taken", "set: {LEFT.route_tables.private.routes.inside: {destination: 10.0.2.0/24, target_type: network_interface}}", "instance/a instance/b tcp/443", "unknown forward unsupported.network-interface"},
		{"a3 not by an internet gateway", "set: {LEFT.route_tables.private.routes.inside: {destination: 10.0.2.0/24, target: internet_gateway/igw}}", "instance/a instance/b tcp/443", reachable},
		{"a3 nor by a prefix list", "set: {REGION.prefix_lists.inside: {entries: [10.0.2.0/25]}, LEFT.route_tables.private.routes.inside: {destination_prefix_list: inside, target: internet_gateway/igw}}", "instance/a instance/b tcp/443", reachable},
		{"a4 the longest prefix decides", "set: {LEFT.route_tables.private.routes.hole: {destination: 10.1.1.0/24, target: vpc_peering_connection/left-right, state: blackhole}}", "instance/a instance/db tcp/443", "unreachable forward route.shadowed"},
		{"a6 a CIDR goes before a prefix list", "set: {LEFT.route_tables.private.routes.list: {destination_prefix_list: rights, target: nat_gateway/nat}}", "instance/a instance/db tcp/443", reachable},
		{"a6 a prefix list leads to each of its entries", "set: {LEFT.route_tables.private.routes.right: {destination_prefix_list: rights-too, target: vpc_peering_connection/left-right}}", "instance/a instance/db tcp/443", reachable},
		{"a6 a longer prefix of a list goes before a CIDR", "set: {REGION.prefix_lists.db: {entries: [10.1.1.0/24]}, LEFT.route_tables.public.routes.list: {destination_prefix_list: db, target: internet_gateway/igw}}", "instance/bastion instance/db tcp/443", "unreachable forward route.shadowed"},
		{"a6 of two lists with one CIDR it is not known which", "set: {LEFT.route_tables.public.routes.right: {destination_prefix_list: rights, target: vpc_peering_connection/left-right}, LEFT.route_tables.public.routes.too: {destination_prefix_list: rights-too, target: internet_gateway/igw}}", "instance/bastion instance/db tcp/443", "unknown open.prefix-list-order"},
		{"a6 of two lists with one target it does not matter", "set: {LEFT.route_tables.private.routes.right: {destination_prefix_list: rights, target: vpc_peering_connection/left-right}, LEFT.route_tables.private.routes.too: {destination_prefix_list: rights-too, target: vpc_peering_connection/left-right}}", "instance/a instance/db tcp/443", reachable},
		{"a6 nor where a CIDR goes before both", "set: {LEFT.route_tables.private.routes.list: {destination_prefix_list: rights, target: vpc_peering_connection/left-right}, LEFT.route_tables.private.routes.too: {destination_prefix_list: rights-too, target: nat_gateway/nat}}", "instance/a instance/db tcp/443", reachable},
		{"a8 a route to a NAT gateway that is not available", "set: {LEFT.nat_gateways.nat.state: deleted}", "instance/a internet tcp/443", "unreachable forward route.blackhole"},
		{"a8 a route to a gateway that is gone", "remove: [LEFT.internet_gateways.igw]", "instance/bastion internet tcp/443", "unreachable forward route.blackhole"},
		{"a8 a route to an instance whose subnet is gone", "set: {LEFT.route_tables.private.routes.right.target: instance/bastion, LEFT.instances.bastion.source_dest_check: false}, remove: [LEFT.subnets.public]", "instance/a instance/db tcp/443", "unreachable forward route.blackhole"},
		{"a9 a blackhole takes what matches, whatever the shorter prefix says", "set: {LEFT.route_tables.private.routes.right.state: blackhole}", "instance/a instance/db tcp/443", "unreachable forward route.blackhole"},
		{"a10 inside a subnet no table is asked", "set: {LEFT.route_tables.private.routes.inside: {destination: 10.0.1.0/24, target_type: network_interface}}", "instance/a instance/twin tcp/22", reachable},
		{"a11 what arrives by a peering is delivered, whatever the table of the subnet says", "set: {RIGHT.route_tables.db.routes.inside: {destination: 10.1.1.0/24, target_type: network_interface}}", "instance/a instance/db tcp/443", reachable},
		{"a11 the table of the destination is for replies", "remove: [RIGHT.route_tables.db.routes.left]", "instance/a instance/db tcp/443", "unreachable return route.missing"},
		{"a11 what arrives by an internet gateway is delivered", "set: {LEFT.route_tables.public.routes.inside: {destination: 10.0.0.0/24, target_type: network_interface}}", "internet instance/bastion tcp/22", reachable},
		{"a13 a route for IPv6 is none for IPv4", "set: {LEFT.route_tables.public.routes.right.destination: '::/0'}", "instance/bastion instance/db tcp/443", "unreachable forward gateway.private-destination"},
		{"a13 a default route for IPv6 leads nothing out by IPv4", "set: {LEFT.route_tables.private.routes.out.destination: '::/0'}", "instance/a internet tcp/443", "unreachable forward route.missing"},
		{"a14 an instance that checks drops what is not its own", "set: {LEFT.route_tables.private.routes.right.target: instance/bastion}", "instance/a instance/db tcp/443", "unreachable forward route.next-hop-not-forwarding"},
		{"a14 a network interface does the same", "set: {LEFT.network_interfaces: {eni: {subnet: public, private_ip: 10.0.0.20, security_groups: [open]}}, LEFT.route_tables.private.routes.right.target: network_interface/eni}", "instance/a instance/db tcp/443", "unreachable forward route.next-hop-not-forwarding"},
		{"a14 one that does not check, and whether it forwards is not written", "set: {LEFT.route_tables.private.routes.right.target: instance/bastion, LEFT.instances.bastion.source_dest_check: false}", "instance/a instance/db tcp/443", "unknown open.ip-forwarding"},
		{"a14 one that does not check, and does not forward", "set: {LEFT.route_tables.private.routes.right.target: instance/bastion, LEFT.instances.bastion.source_dest_check: false, LEFT.instances.bastion.ip_forwarding: false}", "instance/a instance/db tcp/443", "unreachable forward route.next-hop-not-forwarding"},
		{"a14 one that forwards is followed, and its groups judge", "set: {LEFT.route_tables.private.routes.right.target: instance/bastion, LEFT.instances.bastion.source_dest_check: false, LEFT.instances.bastion.ip_forwarding: true, LEFT.instances.bastion.security_groups: [client]}", "instance/a instance/db tcp/443", "unreachable forward sg.ingress-denied"},
	})
}

// The bastion is an appliance between two subnets.
func TestMachinesForward(t *testing.T) {
	const box = "LEFT.instances.bastion.source_dest_check: false, LEFT.instances.bastion.ip_forwarding: true, " +
		"LEFT.instances.b.security_groups: [open], "
	const to, from = "LEFT.route_tables.private.routes.to-b: {destination: 10.0.2.0/24, target: instance/bastion}", "LEFT.route_tables.private.routes.to-a: {destination: 10.0.1.0/24, target: instance/bastion}"
	requireClaims(t, "networks.yaml", []claim{
		{"a14 it forwards between subnets", "set: {" + box + to + ", " + from + "}", "instance/a instance/b tcp/443", reachable},
		{"a14 a stateful one sees both directions", "set: {" + box + to + ", " + from + ", LEFT.instances.bastion.stateful: true}", "instance/a instance/b tcp/443", reachable},
		{"a14 a plain router may see one direction", "set: {" + box + to + ", LEFT.instances.bastion.stateful: false}", "instance/a instance/b tcp/443", reachable},
		{"a14 a stateful one may not", "set: {" + box + to + ", LEFT.instances.bastion.stateful: true}", "instance/a instance/b tcp/443", "unreachable return route.stateful-one-way"},
		{"a14 nor replies only", "set: {" + box + from + ", LEFT.instances.bastion.stateful: true}", "instance/a instance/b tcp/443", "unreachable return route.stateful-one-way"},
		{"a14 whether it remembers is open, and matters", "set: {" + box + to + "}", "instance/a instance/b tcp/443", "unknown open.stateful"},
		{"a14 its group takes a reply it has not seen asked for as new", "set: {" + box + from + ", LEFT.instances.bastion.stateful: false, LEFT.instances.bastion.security_groups: [client]}", "instance/a instance/b tcp/443", "unreachable return sg.ingress-denied"},
		{"a14 what is for itself it takes", "set: {" + box + "LEFT.route_tables.private.routes.to-it: {destination: 10.0.0.0/24, target: instance/bastion}}", "instance/a instance/bastion tcp/22", reachable},
		{"a14 a network interface forwards too", "set: {" + box + "LEFT.network_interfaces: {eni: {subnet: public, private_ip: 10.0.0.20, security_groups: [open], source_dest_check: false, ip_forwarding: true}}, LEFT.route_tables.private.routes.to-b: {destination: 10.0.2.0/24, target: network_interface/eni}, LEFT.route_tables.private.routes.to-a: {destination: 10.0.1.0/24, target: network_interface/eni}}", "instance/a instance/b tcp/443", reachable},
		{"a14 a circle through two machines", "set: {" + box + to + ", LEFT.route_tables.public.routes.to-b: {destination: 10.0.2.0/24, target: instance/twin}, LEFT.instances.twin.source_dest_check: false, LEFT.instances.twin.ip_forwarding: true}", "instance/a instance/b tcp/443", "unreachable forward route.loop"},
		{"a14 the ACL of its subnet judges on the way in", "set: {" + box + to + ", " + from + ", LEFT.network_acls: {acl: {subnets: [public]}}}", "instance/a instance/b tcp/443", "unreachable forward acl.ingress-denied"},
	})
}

func TestGateways(t *testing.T) {
	requireClaims(t, "networks.yaml", []claim{
		{"a15 a public address gets out and back", "", "instance/bastion internet tcp/443", reachable},
		{"a15 it needs a route", "remove: [LEFT.route_tables.public.routes.out]", "instance/bastion internet tcp/443", "unreachable forward route.missing"},
		{"a15 it needs a public address", "remove: [LEFT.instances.bastion.public_ip]", "instance/bastion internet tcp/443", "unreachable forward gateway.no-public-address"},
		{"a15 the internet reaches a public address", "", "internet instance/bastion tcp/22", reachable},
		{"a15 by that address", "", "internet 203.0.113.10 tcp/22", reachable},
		{"a15 and no private one", "", "internet instance/b tcp/443", "unreachable forward gateway.private-destination"},
		{"a15 of a whole subnet those with a public address", "", "internet subnet/public tcp/22", reachable},
		{"a15 the groups judge what comes in", "set: {LEFT.instances.bastion.security_groups: [client]}", "internet instance/bastion tcp/22", "unreachable forward sg.ingress-denied"},
		{"a15 what comes in is answered by a route to the gateway", "remove: [LEFT.route_tables.public.routes.out]", "internet instance/bastion tcp/22", "unreachable return route.missing"},
		{"a15 and by no NAT gateway", "set: {LEFT.subnets.public.route_table: private}", "internet instance/bastion tcp/22", "unreachable return route.reply-translated"},
		{"a15 without a gateway nothing comes in", "remove: [LEFT.internet_gateways.igw]", "internet instance/bastion tcp/22", "unreachable forward gateway.internet-gateway-missing"},
		{"a15 private destinations are dropped", "remove: [LEFT.route_tables.public.routes.right]", "instance/bastion instance/db tcp/443", "unreachable forward gateway.private-destination"},
		{"a15 a VPC reaches public addresses of its own by the gateway", "", "instance/a 203.0.113.10 tcp/22", reachable},
		{"a15 there the sender is nobody's member", "set: {LEFT.security_groups.open.ingress: [{protocol: all, source: security_group/left/client}]}", "instance/a 203.0.113.10 tcp/22", "unreachable forward sg.ingress-denied"},
		{"a15 of two gateways the first is attached", "set: {LEFT.internet_gateways.second: {}, LEFT.route_tables.public.routes.out.target: internet_gateway/second}", "instance/bastion internet tcp/443", "unreachable forward route.blackhole"},
		{"a16 private instances get out by a NAT gateway", "", "instance/a internet tcp/443", reachable},
		{"a16 the subnet of the NAT gateway has a route to the internet gateway", "remove: [LEFT.route_tables.public.routes.out]", "instance/a internet tcp/443", "unreachable forward route.missing"},
		{"a16 a private NAT gateway does not reach the internet", "set: {LEFT.nat_gateways.nat: {subnet: public, private_ip: 10.0.0.5, connectivity_type: private}}", "instance/a internet tcp/443", "unreachable forward gateway.no-public-address"},
		{"a16 a private NAT gateway sends with its own address", "set: {LEFT.nat_gateways.nat.connectivity_type: private, LEFT.route_tables.private.routes.right.target: nat_gateway/nat, RIGHT.security_groups.open.ingress: [{protocol: all, source: 10.0.0.5}]}, remove: [LEFT.nat_gateways.nat.elastic_ip]", "instance/a instance/db tcp/443", reachable},
		{"a16 and not with that of its client", "set: {LEFT.nat_gateways.nat.connectivity_type: private, LEFT.route_tables.private.routes.right.target: nat_gateway/nat, RIGHT.security_groups.open.ingress: [{protocol: all, source: 10.0.1.10}]}, remove: [LEFT.nat_gateways.nat.elastic_ip]", "instance/a instance/db tcp/443", "unreachable forward sg.ingress-denied"},
		{"a16 the network ACL of its subnet judges", "set: {LEFT.network_acls: {acl: {subnets: [public], ingress: [{number: 1, action: allow, protocol: tcp, ports: 443, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: all, destination: 0.0.0.0/0}]}}}", "instance/a internet tcp/443", "unreachable return acl.ingress-denied"},
		{"a16 it maps ports to all that clients use", "set: {LEFT.network_acls: {acl: {subnets: [public], ingress: [{number: 1, action: allow, protocol: tcp, ports: 443, source: 10.0.0.0/8}, {number: 2, action: allow, protocol: tcp, ports: 32768-61000, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: all, destination: 0.0.0.0/0}]}}}", "instance/a internet tcp/443 source_ports: 40000", "partial return acl.ingress-denied"},
		{"a16 a public one sends to a peer with its private address (M)", "remove: [LEFT.route_tables.private.routes.right], set: {RIGHT.security_groups.open.ingress: [{protocol: all, source: 10.0.0.5}]}", "instance/a instance/db tcp/443", reachable},
		{"a17 a peer gets nowhere by a NAT gateway", "set: {RIGHT.route_tables.db.routes.out: {destination: 0.0.0.0/0, target: vpc_peering_connection/left-right}}", "instance/db internet tcp/443", "unreachable forward peering.not-transitive"},
		{"a21 a peering that was not accepted", "set: {PCX.left-right.status: pending-acceptance}", "instance/a instance/db tcp/443", "unreachable forward peering.inactive"},
		{"a22 each side has a route", "remove: [LEFT.route_tables.public.routes.right]", "instance/bastion instance/db tcp/443", "unreachable forward gateway.private-destination"},
		{"a22 also the other", "remove: [RIGHT.route_tables.db.routes.left]", "instance/a instance/db tcp/443", "unreachable return route.missing"},
		{"a23 blocks that overlap cannot be peered", "set: {RIGHT.secondary_cidrs: [10.0.128.0/17]}", "instance/a instance/db tcp/443", "unreachable forward peering.inactive"},
		{"a24 a peer is not passed through", "set: {LEFT.route_tables.private.routes.far: {destination: 10.2.0.0/16, target: vpc_peering_connection/left-right}}", "instance/a instance/end tcp/443", "unreachable forward peering.not-transitive"},
		{"a24 nor is its internet gateway used", "set: {RIGHT.route_tables.db.routes.out: {destination: 0.0.0.0/0, target: vpc_peering_connection/left-right}}", "instance/db internet tcp/443", "unreachable forward peering.not-transitive"},
		{"a24 replies are not passed through either", "set: {RIGHT.route_tables.db.routes.left.target: vpc_peering_connection/right-far}", "instance/a instance/db tcp/443", "unreachable return peering.not-transitive"},
		{"a25 with overlapping peers a reply follows the table, to the wrong VPC", "set: {FAR.cidr: 10.0.0.0/16, FAR.subnets.end.cidr: 10.0.1.0/24, FAR.instances.end.private_ip: 10.0.1.10, RIGHT.route_tables.db.routes: {left: {destination: 10.0.0.0/16, target: vpc_peering_connection/right-far}}}, remove: [FAR.route_tables.end.routes.left]", "instance/a instance/db tcp/443", "unreachable return route.misdelivered"},
	})
}

func TestFilters(t *testing.T) {
	requireClaims(t, "networks.yaml", []claim{
		{"b1 a new group lets nothing in", "set: {LEFT.instances.b.security_groups: [client]}", "instance/a instance/b tcp/443", "unreachable forward sg.ingress-denied"},
		{"b1 and everything out", "set: {LEFT.instances.a.security_groups: [client]}", "instance/a instance/b tcp/443", reachable},
		{"b1 no egress rules are written to let nothing out", "set: {LEFT.security_groups.client.egress: [], LEFT.instances.a.security_groups: [client]}", "instance/a instance/b tcp/443", "unreachable forward sg.egress-denied"},
		{"b1 what any group allows is allowed", "set: {LEFT.security_groups.client.egress: []}", "instance/a instance/b tcp/443", reachable},
		{"b1 replies are not judged", "set: {LEFT.security_groups.server.egress: []}", "instance/a instance/b tcp/443", reachable},
		{"b1 a default group takes from its members", "set: {LEFT.security_groups.default: {ingress: [{protocol: all, source: security_group/left/default}]}, LEFT.instances.a.security_groups: [default], LEFT.instances.b.security_groups: [default]}", "instance/a instance/b tcp/443", reachable},
		{"b1 and from nobody else", "set: {LEFT.security_groups.default: {ingress: [{protocol: all, source: security_group/left/default}]}, LEFT.instances.b.security_groups: [default]}", "instance/a instance/b tcp/443", "unreachable forward sg.ingress-denied"},
		{"b1 groups judge inside a subnet too", "set: {LEFT.instances.twin.security_groups: [client]}", "instance/a instance/twin tcp/22", "unreachable forward sg.ingress-denied"},
		{"b1 of prefix lists", "set: {LEFT.security_groups.server.ingress: [{protocol: tcp, ports: 443, source: prefix_list/clients}], REGION.prefix_lists.clients: {entries: [10.0.1.10, 10.0.0.0/28]}}", "instance/a instance/b tcp/443", reachable},
		{"b2 a group means its members", "", "instance/a instance/b tcp/443", reachable},
		{"b2 and nobody else", "", "instance/twin instance/b tcp/443", "unreachable forward sg.ingress-denied"},
		{"b2 also of a peer in the same region, of another account", "", "instance/a instance/guarded tcp/443", reachable},
		{"b2 not of a peer in another region", "", "instance/a instance/west tcp/443", "unreachable forward sg.ingress-denied"},
		{"b2 whose other rules apply", "set: {WEST.security_groups.server.ingress: [{protocol: tcp, ports: 443, source: 10.0.1.10}]}", "instance/a instance/west tcp/443", reachable},
		{"b2 not across a NAT gateway", "set: {LEFT.nat_gateways.nat.connectivity_type: private, LEFT.route_tables.private.routes.right.target: nat_gateway/nat}, remove: [LEFT.nat_gateways.nat.elastic_ip]", "instance/a instance/guarded tcp/443", "unreachable forward sg.ingress-denied"},
		{"b4 a rule whose peering is gone is stale", "set: {PCX.left-right.status: deleted}", "instance/a instance/guarded tcp/443", "unreachable forward peering.inactive"},
		{"b5 the default network ACL allows all", "", "instance/a instance/b tcp/443", reachable},
		{"b5 one without entries denies all", "set: {LEFT.network_acls: {acl: {subnets: [app-b]}}}", "instance/a instance/b tcp/443", "unreachable forward acl.ingress-denied"},
		{"b5 the lowest number decides", "set: {LEFT.network_acls: {acl: {subnets: [app-b], ingress: [{number: 200, action: allow, protocol: all, source: 0.0.0.0/0}, {number: 100, action: deny, protocol: tcp, ports: 443, source: 10.0.1.0/24}], egress: [{number: 1, action: allow, protocol: all, destination: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", "unreachable forward acl.ingress-denied"},
		{"b5 whatever the order that they are written in", "set: {LEFT.network_acls: {acl: {subnets: [app-b], ingress: [{number: 200, action: deny, protocol: tcp, ports: 443, source: 10.0.1.0/24}, {number: 100, action: allow, protocol: all, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: all, destination: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", reachable},
		{"b5 the subnet of the sender is asked on the way out", "set: {LEFT.network_acls: {acl: {subnets: [app-a], ingress: [{number: 1, action: allow, protocol: all, source: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", "unreachable forward acl.egress-denied"},
		{"b6 replies need an entry", "set: {LEFT.network_acls: {acl: {subnets: [app-b], ingress: [{number: 1, action: allow, protocol: all, source: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", "unreachable return acl.egress-denied"},
		{"b6 for the ports of the client", "set: {LEFT.network_acls: {acl: {subnets: [app-b], ingress: [{number: 1, action: allow, protocol: all, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: tcp, ports: 1024-65535, destination: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", reachable},
		{"b6 for some of them is partial", "set: {LEFT.network_acls: {acl: {subnets: [app-b], ingress: [{number: 1, action: allow, protocol: all, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: tcp, ports: 32768-61000, destination: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", "partial return acl.egress-denied"},
		{"b6 unless these are what the client uses", "set: {LEFT.network_acls: {acl: {subnets: [app-b], ingress: [{number: 1, action: allow, protocol: all, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: tcp, ports: 32768-61000, destination: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443 source_ports: 32768-60999", reachable},
		{"b6 the subnet of the client is asked too", "set: {LEFT.network_acls: {acl: {subnets: [app-a], ingress: [{number: 1, action: allow, protocol: tcp, ports: 443, source: 0.0.0.0/0}], egress: [{number: 1, action: allow, protocol: all, destination: 0.0.0.0/0}]}}}", "instance/a instance/b tcp/443", "unreachable return acl.ingress-denied"},
		{"b7 a network ACL does not judge inside its subnet", "set: {LEFT.network_acls: {acl: {subnets: [app-a]}}}", "instance/a instance/twin tcp/22", reachable},
		{"b7 what comes over a peering is judged", "set: {RIGHT.network_acls: {acl: {subnets: [db]}}}", "instance/a instance/db tcp/443", "unreachable forward acl.ingress-denied"},
		{"b8 no group judges at a NAT gateway", "", "instance/twin internet tcp/443", reachable},
		{"an address that nothing has takes nothing", "", "instance/a 10.0.1.77 icmp addresses: all", "unreachable forward endpoint.unoccupied"},
	})
}

func TestFunctions(t *testing.T) {
	requireClaims(t, "networks.yaml", []claim{
		{"a function in a VPC is a member of its groups", "", "lambda_function/fn instance/b tcp/443", reachable},
		{"it sends from each of its subnets", "set: {LEFT.network_acls: {acl: {subnets: [app-b]}}}", "lambda_function/fn instance/bastion tcp/443", "partial forward acl.egress-denied"},
		{"it reaches the internet by the VPC", "", "lambda_function/fn internet tcp/443", reachable},
		{"and only by the VPC", "remove: [LEFT.route_tables.private.routes.out]", "lambda_function/fn internet tcp/443", "unreachable forward route.missing"},
		{"its addresses are free ones", "set: {LEFT.security_groups.server.ingress: [{protocol: tcp, ports: 443, source: 10.0.0.0/16}]}", "lambda_function/fn instance/b tcp/443", reachable},
		{"each of its addresses must work", "set: {LEFT.security_groups.server.ingress: [{protocol: tcp, ports: 443, source: 10.0.1.0/24}]}", "lambda_function/fn instance/b tcp/443", "partial forward sg.ingress-denied"},
		{"outside of any VPC it reaches the internet", "", "lambda_function/free internet tcp/443", reachable},
		{"and nothing in a VPC", "", "lambda_function/free instance/bastion tcp/22", "unreachable forward source.outside-vpc"},
		{"but by a public address", "", "lambda_function/free 203.0.113.10 tcp/22", reachable},
		{"a subnet that is gone leaves the others", "remove: [LEFT.subnets.spare]", "lambda_function/spare instance/b tcp/443", reachable},
		{"without any subnet it stands nowhere", "remove: [LEFT.subnets.spare], set: {REGION.lambda_functions.spare.vpc_config.subnets: [subnet/left/spare]}", "lambda_function/spare instance/b tcp/443", "unreachable forward endpoint.removed"},
		{"nor does one of a list without subnets", "set: {REGION.lambda_functions.spare.vpc_config.subnets: []}", "lambda_function/spare instance/b tcp/443", "unreachable forward source.outside-vpc"},
	})
}
