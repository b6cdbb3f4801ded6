package reference_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/reference"
	"netsim/topology/scenario"
)

// answers asks a scenario's checks in the first reading of every switch, and tells
// each in one line: the fates of its courses and the codes of what stopped them.
func answers(t *testing.T, src string) map[string]string {
	t.Helper()
	root, findings := scenario.Read("test.yaml", []byte(src))
	require.False(t, findings.HasErrors(), "%v", findings)
	s, err := reference.Read(root)
	require.NoError(t, err)
	w := s.Under(reference.First)
	out := map[string]string{}
	for _, check := range s.Checks() {
		list, err := w.Sample(check, rand.New(rand.NewPCG(3, 4)), 200)
		require.NoError(t, err)
		var told []string
		for _, c := range list {
			o, err := w.Ask(check, c)
			require.NoError(t, err)
			line := o.Fate.String()
			if o.Fate != reference.Arrives {
				line = fmt.Sprintf("%s %s", map[bool]string{true: "forward", false: "return"}[o.Forward], o.Code)
			}
			told = append(told, line)
		}
		slices.Sort(told)
		out[check] = strings.Join(slices.Compact(told), ", ")
	}
	return out
}

const twoVSwitches = `
apiVersion: netsim/v1
name: groups
regions:
  cn-shanghai:
    prefix_lists: {lower: {entries: [10.0.1.0/25]}}
    vpcs:
      main:
        cidr: 10.0.0.0/16
        vswitches: {a: {cidr: 10.0.1.0/24}, b: {cidr: 10.0.2.0/24}}
        security_groups:
          plain: {}
          own: {}
          isolated: {inner_access_policy: drop}
          closed: {type: enterprise}
          open: {type: enterprise, egress: [{protocol: all, destination: 0.0.0.0/0}]}
          accepts: {ingress: [{protocol: tcp, ports: 80, source: 10.0.0.0/16, priority: 2}]}
          drops: {ingress: [{protocol: tcp, ports: 80, source: 10.0.1.0/24, policy: drop, priority: 2}]}
          drops-later: {ingress: [{protocol: tcp, ports: 80, source: 10.0.0.0/16, policy: drop, priority: 3}]}
          peers: {ingress: [{protocol: tcp, ports: 80, source: security_group/own}]}
          listed: {ingress: [{protocol: tcp, ports: 80, source: prefix_list/lower}]}
          from-port: {ingress: [{protocol: tcp, ports: 80, source_ports: 2000-3000, source: 0.0.0.0/0}]}
        instances:
          client: {vswitch: a, security_groups: [plain]}
          low: {vswitch: a, private_ip: 10.0.1.9, security_groups: [own]}
          one: {vswitch: a, security_groups: [isolated]}
          two: {vswitch: b, security_groups: [isolated]}
          three: {vswitch: b, security_groups: [isolated, plain]}
          closed: {vswitch: a, security_groups: [closed]}
          open: {vswitch: a, security_groups: [open]}
          member: {vswitch: b, security_groups: [plain]}
          tie: {vswitch: b, security_groups: [accepts, drops]}
          later: {vswitch: b, security_groups: [accepts, drops-later]}
          peered: {vswitch: b, security_groups: [peers]}
          listed: {vswitch: b, security_groups: [listed]}
          from-port: {vswitch: b, security_groups: [from-port]}
checks: [%s]
`

func TestSecurityGroups(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"members of a basic group reach each other", "client", "member", "arrives"},
		{"not those of an isolated group", "one", "two", "forward sg.ingress-denied"},
		{"but by another group that they share", "client", "three", "arrives"},
		{"a basic group takes nothing from others", "low", "member", "forward sg.ingress-denied"},
		{"an enterprise group sends nothing", "closed", "later", "forward sg.egress-denied"},
		{"but what a rule accepts", "open", "later", "arrives"},
		{"at one priority a drop wins", "client", "tie", "forward sg.ingress-denied"},
		{"for what it matches", "two", "tie", "arrives"},
		{"a drop of a later priority does not", "client", "later", "arrives"},
		{"a peer group stands for its members", "low", "peered", "arrives"},
		{"and for nobody else", "client", "peered", "forward sg.ingress-denied"},
		{"a prefix list stands for its entries", "low", "listed", "arrives"},
		{"each of them", "client", "listed", "arrives, forward sg.ingress-denied"},
		{"a source port may be asked for", "client", "from-port", "arrives, forward sg.ingress-denied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := fmt.Sprintf("{name: it, from: instance/%s, to: instance/%s, port: tcp/80}", c.from, c.to)
			require.Equal(t, c.want, answers(t, fmt.Sprintf(twoVSwitches, check))["it"])
		})
	}
}

const balanced = `
apiVersion: netsim/v1
name: balanced
regions:
  cn-shanghai:
    vpcs:
      main:
        cidr: 10.0.0.0/16
        vswitches: {a: {cidr: 10.0.1.0/24}}
        security_groups: {sg: {}, other: {}}
        instances:
          client: {vswitch: a, private_ip: 10.0.1.5, security_groups: [other]}
          server: {vswitch: a, security_groups: [sg], listens: [{port: tcp/8080}]}
        load_balancers: {lb: {vswitch: a, listeners: [{%s}]}}
checks: [{name: it, from: instance/client, to: load_balancer/lb, port: tcp/80}]
`

func TestLoadBalancers(t *testing.T) {
	const to8080 = "servers: [{instance: server, port: 8080}]"
	for _, c := range []struct{ name, listener, want string }{
		{"what it forwards needs no rule", "protocol: http, port: 80, " + to8080, "arrives"},
		{"unless the client's address is judged", "protocol: tcp, port: 80, client_address: true, " + to8080, "forward sg.ingress-denied"},
		{"which it may not be", "protocol: tcp, port: 80, client_address: false, " + to8080, "arrives"},
		{"another port", "protocol: http, port: 81, " + to8080, "forward backend.listener-missing"},
		{"another protocol", "protocol: udp, port: 80, " + to8080, "forward backend.listener-missing"},
		{"no server", "protocol: http, port: 80", "forward backend.no-server"},
		{"no server with a weight", "protocol: http, port: 80, servers: [{instance: server, port: 8080, weight: 0}]", "forward backend.no-server"},
		{"one of two servers listens", "protocol: http, port: 80, servers: [{instance: server, port: 8080}, {instance: server, port: 81}]", "arrives, forward backend.not-listening"},
		{"on the white list", "protocol: http, port: 80, acl_type: white, acl_entries: [10.0.1.5], " + to8080, "arrives"},
		{"on an empty white list is nobody", "protocol: http, port: 80, acl_type: white, " + to8080, "forward acl.denied"},
		{"on the black list", "protocol: http, port: 80, acl_type: black, acl_entries: [10.0.1.0/24], " + to8080, "forward acl.denied"},
		{"on an empty black list is nobody", "protocol: http, port: 80, acl_type: black, " + to8080, "arrives"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, answers(t, fmt.Sprintf(balanced, c.listener))["it"])
		})
	}
}

const attached = `
apiVersion: netsim/v1
name: attached
regions:
  cn-shanghai:
    vpcs:
      near:
        cidr: 10.1.0.0/16
        vswitches: {a: {cidr: 10.1.1.0/24%s}}
        route_tables: {bare: {}, learning: {route_propagation: true}}
        routes: {%s}
        security_groups: {sg: {}}
        instances: {near: {vswitch: a, private_ip: 10.1.1.5, security_groups: [sg]}, proxy: {vswitch: a, security_groups: [sg], ip_forwarding: false}}
  cn-beijing:
    vpcs:
      far:
        cidr: 10.2.0.0/16
        vswitches: {a: {cidr: 10.2.1.0/24}}
        security_groups: {sg: {ingress: [{protocol: all, source: 0.0.0.0/0}]}}
        instances: {far: {vswitch: a, private_ip: 10.2.1.5, security_groups: [sg]}}
      twin: {cidr: 10.1.0.0/16, vswitches: {a: {cidr: 10.1.1.0/24}}}
cens:
  c: {edition: basic, attachments: {near: {vpc: near, attached_order: 2}, %s}, route_policies: [%s]}
checks: [{name: it, from: instance/near, to: instance/far}]
`

func TestCENRoutes(t *testing.T) {
	const both = "far: {vpc: far, attached_order: 3}"
	for _, c := range []struct{ name, bound, routes, attachments, policies, want string }{
		{"attached VPCs reach each other", "", "", both, "", "arrives"},
		{"one that is not attached is not reached", "", "", "", "", "forward link.unattached"},
		{"a custom table learns nothing", ", route_table: bare", "", both, "", "forward route.missing"},
		{"unless it is to", ", route_table: learning", "", both, "", "arrives"},
		{"a custom route of one prefix goes first", "", "r: {destination: 10.2.1.0/24, next_hop: proxy}", both, "", "forward route.shadowed"},
		{"a narrower one too", "", "r: {destination: 10.2.1.4/31, next_hop: proxy}", both, "", "forward route.shadowed"},
		{"a wider one does not", "", "r: {destination: 10.2.0.0/16, next_hop: proxy}", both, "", "arrives"},
		{"a wider one to a router interface does", "", "r: {destination: 10.2.0.0/16, next_hop_type: router_interface}", both, "", "forward unsupported.router-interface"},
		{"a policy denies the way there", "", "", both, "{region: cn-beijing, direction: out, priority: 1, action: deny}", "forward route.policy-denied"},
		{"a policy denies the way back", "", "", both, "{region: cn-beijing, direction: in, priority: 1, action: deny, source_regions: [cn-shanghai]}", "return route.policy-denied"},
		{"a permit before it does not let it", "", "", both, "{region: cn-beijing, direction: in, priority: 2, action: deny}, {region: cn-beijing, direction: in, priority: 1, action: permit}", "arrives"},
		{"unless the permit hands on", "", "", both, "{region: cn-beijing, direction: in, priority: 2, action: deny, source_regions: [cn-shanghai]}, {region: cn-beijing, direction: in, priority: 1, action: permit, next_priority: 2}", "return route.policy-denied"},
		{"a twin that was attached first takes the replies", "", "", both + ", twin: {vpc: twin, attached_order: 1}", "", "return route.conflict"},
		{"one that was attached later does not", "", "", both + ", twin: {vpc: twin, attached_order: 4}", "", "arrives"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := fmt.Sprintf(attached, c.bound, c.routes, c.attachments, c.policies)
			require.Equal(t, c.want, answers(t, src)["it"])
		})
	}
}

func TestReservedAddressesAreNobodys(t *testing.T) {
	src := fmt.Sprintf(twoVSwitches, "{name: it, from: instance/client, to: instance/later, port: tcp/80}")
	root, _ := scenario.Read("test.yaml", []byte(src))
	s, err := reference.Read(root)
	require.NoError(t, err)
	list, err := s.Sample("it", rand.New(rand.NewPCG(5, 6)), 1000, reference.First)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, c := range list {
		seen[c[0].Packet.Source.String()] = true
	}
	for _, edge := range []string{"10.0.1.1", "10.0.1.252"} {
		require.True(t, seen[edge], "%s was never drawn", edge)
	}
	for _, reserved := range []string{"10.0.1.0", "10.0.1.253", "10.0.1.254", "10.0.1.255", "10.0.1.9"} {
		require.False(t, seen[reserved], "%s was drawn", reserved)
	}
}
