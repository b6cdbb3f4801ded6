package reference_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// amazon is two peered VPCs; rows of the test put other text into it.
const amazon = `
apiVersion: netsim/v1
name: amazon
regions:
  us-east-1:
    cloud: aws
    prefix_lists: {one: {entries: [10.1.1.0/24]}, far: {entries: [10.1.0.0/16]}}
    lambda_functions: {inside: {vpc_config: {subnets: [subnet/near/a], security_groups: [security_group/near/open]}}, outside: {}}
    vpcs:
      near:
        cidr: 10.0.0.0/16
        main_route_table: main
        route_tables:
          main: {routes: {peer: {destination: 10.1.0.0/16, target: vpc_peering_connection/p}, out: {destination: 0.0.0.0/0, target: internet_gateway/igw}}}
          private: {routes: {out: {destination: 0.0.0.0/0, target: nat_gateway/nat}}}
          more: {routes: {ROUTES}}
        subnets: {a: {cidr: 10.0.1.0/24, route_table: main}, b: {cidr: 10.0.2.0/24}, c: {cidr: 10.0.3.0/24, route_table: private}, d: {cidr: 10.0.4.0/24, route_table: more}}
        internet_gateways: {igw: {}}
        nat_gateways: {nat: {subnet: a, NAT}}
        security_groups: {open: {ingress: [{protocol: all, source: 0.0.0.0/0}]}, shut: {egress: []}, other: {}}
        network_acls: {acl: {subnets: [b], ingress: [IN], egress: [OUT]}}
        instances:
          a: {subnet: a, private_ip: 10.0.1.5, public_ip: 203.0.113.5, security_groups: [open]}
          twin: {subnet: a, private_ip: 10.0.1.6, security_groups: [open]}
          b: {subnet: b, private_ip: 10.0.2.5, security_groups: [open], listens: [{port: tcp/80}]}
          c: {subnet: c, private_ip: 10.0.3.5, security_groups: [open, other]}
          d: {subnet: d, private_ip: 10.0.4.5, security_groups: [open, other]}
          shut: {subnet: a, private_ip: 10.0.1.7, security_groups: [shut]}
          router: {subnet: a, private_ip: 10.0.1.8, security_groups: [open], source_dest_check: false, ip_forwarding: false}
      far:
        cidr: 10.1.0.0/16
        main_route_table: main
        route_tables: {main: {routes: {near: {destination: 10.0.0.0/16, target: vpc_peering_connection/p}}}}
        subnets: {a: {cidr: 10.1.1.0/24}}
        security_groups: {open: {ingress: [{protocol: all, source: 0.0.0.0/0}]}, members: {ingress: [{protocol: all, source: PEER}]}}
        instances:
          a: {subnet: a, private_ip: 10.1.1.5, security_groups: [open]}
          members: {subnet: a, private_ip: 10.1.1.6, security_groups: [members]}
vpc_peering_connections: {p: {requester: vpc/near, accepter: vpc/far, status: STATUS}}
checks: [{name: it, from: FROM, to: TO, port: PORT}]
`

// What the sheet says of networks, row by row.
func TestAmazonNetworks(t *testing.T) {
	const all = "{number: 100, action: allow, protocol: all, WAY: 0.0.0.0/0}"
	for _, c := range []struct {
		name, from, to string
		put            string // WORD=text, separated by |
		want           string
	}{
		{"a1: the associated table", "instance/near/a", "instance/far/a", "", "arrives"},
		{"a1: another has no such route", "instance/near/d", "instance/far/a", "", "forward route.missing"},
		{"a4: the longest prefix is taken", "instance/near/d", "instance/far/a", "ROUTES=x: {destination: 10.1.0.0/16, target: vpc_peering_connection/p}, y: {destination: 10.1.1.0/24, target: instance/router}", "forward route.next-hop-not-forwarding"},
		{"a6: a route goes before a list of the same prefix", "instance/near/d", "instance/far/a", "ROUTES=x: {destination: 10.1.0.0/16, target: vpc_peering_connection/p}, y: {destination_prefix_list: far, target: instance/twin}", "arrives"},
		{"a6: a narrower list does not wait", "instance/near/d", "instance/far/a", "ROUTES=x: {destination: 10.1.0.0/16, target: vpc_peering_connection/p}, y: {destination_prefix_list: one, target: instance/twin}", "forward route.next-hop-not-forwarding"},
		{"a9: a blackhole takes what a wider route would", "instance/near/d", "instance/far/a", "ROUTES=x: {destination: 10.1.0.0/16, target: vpc_peering_connection/p}, y: {destination: 10.1.1.0/24, target: vpc_peering_connection/p, state: blackhole}", "forward route.blackhole"},
		{"a3: inside of the VPC a route is for a whole subnet", "instance/near/d", "instance/near/a", "ROUTES=x: {destination: 10.0.1.0/25, target: instance/twin}", "arrives"},
		{"a3: and then goes before the local route", "instance/near/d", "instance/near/a", "ROUTES=x: {destination: 10.0.1.0/24, target: instance/router}", "forward route.next-hop-not-forwarding"},
		{"a14: what is for the next hop itself it takes", "instance/near/d", "instance/near/twin", "ROUTES=x: {destination: 10.0.1.0/24, target: instance/twin}", "arrives"},
		{"a15: out by an internet gateway", "instance/near/a", "internet", "", "arrives"},
		{"a15: not without a public address", "instance/near/twin", "internet", "", "forward gateway.no-public-address"},
		{"a15: in to a public address", "internet", "instance/near/a", "", "arrives"},
		{"a15: not to one without", "internet", "instance/near/twin", "", "forward gateway.private-destination"},
		{"a16: out by a NAT gateway", "instance/near/c", "internet", "", "arrives"},
		{"a16: and to a peer, by the table of the gateway's subnet", "instance/near/c", "instance/far/a", "", "arrives"},
		{"a16: not by one that failed", "instance/near/c", "internet", "NAT=state: failed", "forward route.blackhole"},
		{"a16: not by a private one", "instance/near/c", "internet", "NAT=connectivity_type: private", "forward gateway.no-public-address"},
		{"a21: not accepted", "instance/near/a", "instance/far/a", "STATUS=pending-acceptance", "forward peering.inactive"},
		{"a22: both sides need a route", "instance/far/a", "instance/near/d", "", "return route.missing"},
		{"a24: no further than the peer", "instance/near/d", "internet", "ROUTES=x: {destination: 0.0.0.0/0, target: vpc_peering_connection/p}", "forward peering.not-transitive"},
		{"b1: nothing that no rule allows gets out", "instance/near/shut", "instance/near/a", "", "forward sg.egress-denied"},
		{"b1: or in", "instance/near/a", "instance/near/shut", "", "forward sg.ingress-denied"},
		{"b2: a group of the peer", "instance/near/a", "instance/far/members", "PEER=security_group/near/open", "arrives"},
		{"b2: another group of the peer", "instance/near/a", "instance/far/members", "PEER=security_group/near/other", "forward sg.ingress-denied"},
		{"b5: the default ACL allows everything", "instance/near/a", "instance/near/c", "", "arrives"},
		{"b5: one without entries denies everything", "instance/near/a", "instance/near/b", "IN=", "forward acl.ingress-denied"},
		{"b5: the lowest number decides", "instance/near/a", "instance/near/b", "IN=" + all + ", {number: 99, action: deny, protocol: tcp, ports: 80, WAY: 10.0.1.0/24}", "forward acl.ingress-denied"},
		{"b6: replies need the client's ports", "instance/near/a", "instance/near/b", "OUT={number: 1, action: allow, protocol: tcp, ports: 32768-61000, WAY: 0.0.0.0/0}", "arrives, return acl.egress-denied"},
		{"a10: no ACL within a subnet", "instance/near/a", "instance/near/twin", "", "arrives"},
		{"ruling 27: nothing listens", "instance/near/a", "instance/near/b", "PORT=tcp/81", "forward backend.not-listening"},
		{"a function with a VPC config", "lambda_function/inside", "instance/near/a", "", "arrives"},
		{"a function without", "lambda_function/outside", "instance/near/a", "", "forward source.outside-vpc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			words := map[string]string{
				"ROUTES": "", "NAT": "private_ip: 10.0.1.9", "STATUS": "active", "PEER": "0.0.0.0/0", "PORT": "tcp/80",
				"IN": all, "OUT": all, "FROM": c.from, "TO": c.to,
			}
			for put := range strings.SplitSeq(c.put, "|") {
				if word, text, ok := strings.Cut(put, "="); ok {
					require.Contains(t, words, word)
					words[word] = text
				}
			}
			words["IN"] = strings.ReplaceAll(words["IN"], "WAY", "source")
			words["OUT"] = strings.ReplaceAll(words["OUT"], "WAY", "destination")
			var list []string
			for word, text := range words {
				list = append(list, word, text)
			}
			require.Equal(t, c.want, answers(t, strings.NewReplacer(list...).Replace(amazon))["it"])
		})
	}
}
