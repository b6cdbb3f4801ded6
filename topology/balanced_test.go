package topology_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// balanced has a client, and a load balancer with a listener before one server
// that no rule of its security group lets anybody reach.
const balanced = `apiVersion: netsim/v1
name: balanced
regions:
  cn-shanghai:
    vpcs:
      v:
        cidr: 10.0.0.0/16
        vswitches: {s: {cidr: 10.0.1.0/24}}
        security_groups: {closed: {}, open: {}}
        instances:
          client: {vswitch: s, private_ip: 10.0.1.10, security_groups: [open]}
          server: {vswitch: s, private_ip: 10.0.1.20, security_groups: [closed], listens: [{port: tcp/8080}]}
        load_balancers:
          lb: {vswitch: s, address: 10.0.1.30, listeners: [LISTENER]}
checks: [{name: it, from: instance/client, to: load_balancer/lb, port: tcp/80}]
`

func TestLoadBalancers(t *testing.T) {
	server := "servers: [{instance: server, port: 8080}]"
	for _, row := range []struct{ name, listener, verdict, because string }{
		{"a relayed request needs no rule (grants a.11)", "protocol: http, port: 80, " + server, "reachable", ""},
		{"whose address a connection shows is open (grants k.4)", "protocol: tcp, port: 80, " + server, "unknown", "open.client-address"},
		{"the client's address is judged", "protocol: tcp, port: 80, client_address: true, " + server, "unreachable", "sg.ingress-denied"},
		{"the client's address is not judged", "protocol: tcp, port: 80, client_address: false, " + server, "reachable", ""},
		{"no listener on the port", "protocol: http, port: 81, " + server, "unreachable", "backend.listener-missing"},
		{"no server", "protocol: http, port: 80, servers: []", "unreachable", "backend.no-server"},
		{"a server without weight (grants f)", "protocol: http, port: 80, servers: [{instance: server, port: 8080, weight: 0}]", "unreachable", "backend.no-server"},
		{"a server that listens elsewhere", "protocol: http, port: 80, servers: [{instance: server, port: 8081}]", "unreachable", "backend.not-listening"},
		{"one of two servers fails (ruling 18)", "protocol: http, port: 80, servers: [{instance: server, port: 8080}, {instance: server, port: 8081}]", "partial", "backend.not-listening"},
		{"a white list without the client", "protocol: http, port: 80, acl_type: white, acl_entries: [10.9.0.0/16], " + server, "unreachable", "acl.denied"},
		{"an empty white list lets nobody in (grants f)", "protocol: http, port: 80, acl_type: white, acl_entries: [], " + server, "unreachable", "acl.denied"},
		{"an empty black list lets everybody in (grants f)", "protocol: http, port: 80, acl_type: black, acl_entries: [], " + server, "reachable", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := loaded(t, strings.ReplaceAll(balanced, "LISTENER", "{"+row.listener+"}"))
			p := prove(t, f.Base)
			require.Equal(t, row.verdict, p.Verdict.String())
			require.Equal(t, row.because, string(p.Because))
		})
	}
}
