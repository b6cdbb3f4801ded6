package run_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
)

// open are the edits that make a switch matter to the call of a shipped
// scenario and leave it undeclared.
var open = []struct{ name, scenario, edits string }{
	{"ingress.mode", crossRegion, `regions.cn-shanghai.api_gateways.apigw-sh.ingress: {}`},
	{"ingress.address", sameRegion, `regions.cn-shanghai.api_gateways.apigw-sh.vpc_egress_cidrs: [100.104.255.128/26, 100.104.8.64/26]`},
	{"generation", sameRegion, `regions.cn-shanghai.functions.order-caller: {vpc_config: {vpc: vpc-api-access, vswitches: [vsw-fc], security_group: sg-fc}}`},
	{"eni_permission", sameRegion, `regions.cn-shanghai.functions.order-caller.role.policies: [OwnPolicy]`},
	{"listens", sameRegion, `regions.cn-shanghai.vpcs.vpc-backend-1.instances.ecs-backend: {vswitch: vsw-backend, private_ip: 10.0.1.10, security_groups: [sg-backend]}`},
	{"vpc_subdomain_https", sameRegion, `regions.cn-shanghai.api_gateways.apigw-sh.groups.demo.apis.cloudapi.protocols: [http, https]
      "checks[name=the function calls the API by its VPC subdomain].port": tcp/443`},
	{"backend.role", sameRegion, `regions.cn-shanghai.api_gateways.apigw-sh.groups.demo.apis.cloudapi.backend: {function: order-caller}`},
	{"ip_forwarding", sameRegion, `regions.cn-shanghai.vpcs.vpc-backend-1.instances.proxy: {vswitch: vsw-backend, private_ip: 10.0.1.20, security_groups: [sg-backend], listens: []}
      regions.cn-shanghai.vpcs.vpc-backend-1.routes: {to-proxy: {destination: 100.104.255.128/26, next_hop: proxy}}`},
	{"source_dest_check", sameRegion, router("instance/proxy") + `
      regions.cn-shanghai.vpcs.vpc-backend-1.instances.proxy: {vswitch: vsw-proxy, security_groups: [sg-backend], ip_forwarding: true}`},
	{"stateful", sameRegion, router("instance/proxy") + `
      regions.cn-shanghai.vpcs.vpc-backend-1.instances.proxy: {vswitch: vsw-proxy, security_groups: [sg-backend], ip_forwarding: true, source_dest_check: false}`},
	{"forwards_to", sameRegion, router("instance/proxy") + `
      regions.cn-shanghai.vpcs.vpc-backend-1.instances.proxy: {vswitch: vsw-proxy, security_groups: [sg-backend], ip_forwarding: true, source_dest_check: false}
      regions.cn-shanghai.vpcs.vpc-backend-1.network_interfaces: {one: {vswitch: vsw-proxy, instance: proxy, security_groups: [sg-backend]}, two: {vswitch: vsw-proxy, instance: proxy, security_groups: [sg-backend]}}`},
	{"master", sameRegion, router("ha_vip/vip") + `
      regions.cn-shanghai.vpcs.vpc-backend-1.instances.proxy: {vswitch: vsw-proxy, security_groups: [sg-backend], ip_forwarding: true}
      regions.cn-shanghai.vpcs.vpc-backend-1.instances.twin: {vswitch: vsw-proxy, security_groups: [sg-backend], ip_forwarding: true}
      regions.cn-shanghai.vpcs.vpc-backend-1.ha_vips: {vip: {vswitch: vsw-proxy, instances: [instance/proxy, instance/twin]}}`},
	{"host_region_served", crossRegion, `cens.cen-1.service_routes.api-gateway.access_regions: [cn-zhangjiakou]`},
	{"backend_return", crossRegion, `cens.cen-1.attachments.backend: {vpc: vpc-backend-1}`},
	{"client_address", sameRegion, `regions.cn-shanghai.vpcs.vpc-backend-1.load_balancers: {clb: {vswitch: vsw-backend, address: 10.0.1.30, listeners: [{protocol: http, port: 81, servers: []}, {protocol: tcp, port: 80, servers: [{instance: ecs-backend, port: 8080}]}]}}
      "checks[name=the function calls the API by its VPC subdomain]": {name: the function calls the API by its VPC subdomain, from: vswitch/vsw-backend, to: load_balancer/clb, port: tcp/80}`},
	{"provisioning", crossRegion, `cens.cen-1.service_routes.api-gateway: {host: 100.104.255.128/26, host_region: cn-shanghai, host_vpc: vpc-api-access, access_regions: [cn-zhangjiakou, cn-shanghai]}`},
	{"attached_order", crossRegion, `regions.cn-shanghai.vpcs.twin: {cidr: 172.16.0.0/16, vswitches: {vsw-twin: {cidr: 172.16.10.0/24}}}
      cens.cen-1.attachments.twin: {vpc: twin}`},
	{"accepted", sameRegion, `regions.cn-shanghai.vpcs.left: {cidr: 10.8.0.0/16, vswitches: {s: {cidr: 10.8.1.0/24}}, security_groups: {g: {type: basic}}, instances: {l: {vswitch: s, private_ip: 10.8.1.10, security_groups: [g], listens: []}}, routes: {r: {destination: 10.9.0.0/16, next_hop: vpc_peer_connection/p}}}
      regions.cn-shanghai.vpcs.right: {account: "222233334444", cidr: 10.9.0.0/16, vswitches: {s: {cidr: 10.9.1.0/24}}, security_groups: {g: {type: basic, ingress: [{protocol: all, source: 10.8.0.0/16}]}}, instances: {r: {vswitch: s, private_ip: 10.9.1.10, security_groups: [g], listens: [{port: tcp/80}]}}, routes: {r: {destination: 10.8.0.0/16, next_hop: vpc_peer_connection/p}}}
      regions.cn-shanghai.vpc_peer_connections: {p: {vpc: left, accepting_vpc: right}}
      "checks[name=the function calls the API by its VPC subdomain]": {name: the function calls the API by its VPC subdomain, from: instance/l, to: instance/r, port: tcp/80}`},
	{"status", sameRegion, `regions.cn-shanghai.vpcs.left: {cidr: 10.8.0.0/16, vswitches: {s: {cidr: 10.8.1.0/24}}, security_groups: {g: {type: basic}}, instances: {l: {vswitch: s, private_ip: 10.8.1.10, security_groups: [g], listens: []}}, vpn_gateways: {v: {routes: {r: {destination: 10.9.0.0/16, next_hop: vpn_connection/c, publish_vpc: true}}}}}
      regions.cn-shanghai.vpn_connections: {c: {vpn_gateway: vpn_gateway/v, idc: idc/far}}
      idcs: {far: {prefixes: [10.9.0.0/16], hosts: {h: {address: 10.9.1.10, listens: [{port: tcp/80}]}}, routes: {r: {destination: 10.8.0.0/16, next_hop: vpn_connection/c}}}}
      "checks[name=the function calls the API by its VPC subdomain]": {name: the function calls the API by its VPC subdomain, from: instance/l, to: host/h, port: tcp/80}`},
	{"passes_static_routes", sameRegion, `regions.cn-hangzhou: {vpcs: {left: {cidr: 10.8.0.0/16, vswitches: {s: {cidr: 10.8.1.0/24}}, security_groups: {g: {type: basic}}, instances: {l: {vswitch: s, private_ip: 10.8.1.10, security_groups: [g], listens: []}}}}}
      regions.cn-shanghai.vpcs.right: {cidr: 10.9.0.0/16, vswitches: {s: {cidr: 10.9.1.0/24}}, security_groups: {g: {type: basic, ingress: [{protocol: all, source: 10.8.0.0/16}]}}, instances: {r: {vswitch: s, private_ip: 10.9.1.10, security_groups: [g], listens: [{port: tcp/80}]}}}
      cens: {hub: {edition: enterprise, transit_routers: {hz: {region: cn-hangzhou, attachments: {left: {vpc: left, association: th, propagations: [th], auto_publish_route_enabled: true}}, route_tables: {th: {}}}, sh: {region: cn-shanghai, attachments: {right: {vpc: right, association: ts, auto_publish_route_enabled: true}}, route_tables: {ts: {routes: {s: {destination: 10.9.1.0/24, next_hop: attachment/right}}}}}}, peer_attachments: {p: {ends: [{transit_router: hz, association: th, propagations: [th], auto_publish_route_enabled: true}, {transit_router: sh, association: ts, propagations: [ts], auto_publish_route_enabled: true}], bandwidth: 2Mbps, bandwidth_type: data_transfer}}}}
      "checks[name=the function calls the API by its VPC subdomain]": {name: the function calls the API by its VPC subdomain, from: instance/l, to: instance/r, port: tcp/80}`},
	{"default_route_policy", sameRegion, `idcs: {east: {prefixes: [10.8.0.0/16], hosts: {l: {address: 10.8.1.10, listens: []}}, routes: {r: {destination: 10.9.0.0/16, next_hop: vbr/east}}}, west: {prefixes: [10.9.0.0/16], hosts: {r: {address: 10.9.1.10, listens: [{port: tcp/80}]}}, routes: {r: {destination: 10.8.0.0/16, next_hop: vbr/west}}}}
      regions.cn-shanghai.physical_connections: {east: {}, west: {}}
      regions.cn-shanghai.vbrs: {east: {physical_connection: east, idc: idc/east, vlan: 1, local_gateway_ip: 10.255.0.1, peer_gateway_ip: 10.255.0.2, peering_subnet_mask: 255.255.255.252, routes: {r: {destination: 10.8.0.0/16, next_hop: physical_connection/east}}}, west: {physical_connection: west, idc: idc/west, vlan: 1, local_gateway_ip: 10.255.0.5, peer_gateway_ip: 10.255.0.6, peering_subnet_mask: 255.255.255.252, routes: {r: {destination: 10.9.0.0/16, next_hop: physical_connection/west}}}}
      cens: {hub: {edition: enterprise, transit_routers: {sh: {region: cn-shanghai, attachments: {east: {vbr: east, association: t, propagations: [t], auto_publish_route_enabled: true}, west: {vbr: west, association: t, propagations: [t], auto_publish_route_enabled: true}}, route_tables: {t: {}}}}}}
      "checks[name=the function calls the API by its VPC subdomain]": {name: the function calls the API by its VPC subdomain, from: host/l, to: host/r, port: tcp/80}`},
	{"availability_zone_id", privateAPI, `regions.us-east-1.vpcs.api.subnets.endpoints-a: {cidr: 10.0.5.0/24}`},
	{"account", "aws-starter", `regions.us-east-1.vpcs.tools.load_balancers: {nlb: {type: network, scheme: internal, subnets: [build], listeners: [{protocol: TCP, port: 3306, target_group: t}]}}
      regions.us-east-1.vpcs.tools.target_groups: {t: {target_type: ip, protocol: TCP, port: 3306, targets: [{target: 10.1.1.10}]}}
      regions.us-east-1.endpoint_services: {s: {account: "444455556666", network_load_balancers: [load_balancer/nlb], allowed_principals: ["*"], acceptance_required: false}}
      regions.us-east-1.vpcs.shop.vpc_endpoints: {e: {type: interface, service_name: endpoint_service/s, subnets: [back], security_groups: [db]}}
      "checks[name=the web server reaches the database].to": vpc_endpoint/e`},
	{"invoked_by", privateAPI, `regions.us-east-1.lambda_functions: {worker: {}}
      "regions.us-east-1.rest_apis.orders.methods[path=/].integration": {type: AWS_PROXY, function: lambda_function/worker}`},
	{"node", privateAPI, `regions.us-east-1.vpcs.app.kubernetes_services.app.external_traffic_policy: local
      regions.us-east-1.vpcs.app.network_interfaces.pod-2.node: instance/node-2`},
}

// router has replies of the backend led to a next hop in a vSwitch of its own.
func router(hop string) string {
	return `regions.cn-shanghai.vpcs.vpc-backend-1.vswitches.vsw-proxy: {cidr: 10.0.2.0/24, route_table: rt-proxy}
      regions.cn-shanghai.vpcs.vpc-backend-1.route_tables: {rt-proxy: {}}
      regions.cn-shanghai.vpcs.vpc-backend-1.routes: {to-proxy: {destination: 100.104.255.128/26, next_hop: ` + hop + `}}`
}

// Every switch that is open says which field declares it, and what can be
// written there; and that does declare it.
func TestWhatIsNotDeclaredSaysHowItIsDeclared(t *testing.T) {
	for _, row := range open {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			a := undeclared(t, row.scenario, row.edits)[row.name]
			require.NotNil(t, a, "nothing asks for the switch")
			require.NotEmpty(t, a.Declare)
			for i, value := range a.Declare[0].Values {
				edits := row.edits
				for j, d := range a.Declare {
					if j > 0 {
						value = d.Values[(i+j)%len(d.Values)]
					}
					edits += fmt.Sprintf("\n      %q: %s", d.Path, value)
				}
				require.NotContains(t, undeclared(t, row.scenario, edits), row.name, edits)
			}
		})
	}
}

// undeclarable are the switches that no field declares, and why.
var undeclarable = map[string]string{
	"backend.http":           "what a service on the internet does, no scenario says",
	"uri":                    "what a service on the internet does, no scenario says",
	"service_routes":         "of two service routes for one host, one has to go",
	"cen":                    "of two CENs that a VPC is attached to, one has to be left",
	"route_synchronization":  "of two transit routers that synchronize routes with a VPC, one has to stop",
	"resolves_in":            "it is one only where it is written",
	"allowed_principals":     "who makes an endpoint, no field says",
	"health_check":           "of the only line to a site, what a failed check does the documents do not say",
	"before_private_zone":    "a resolver rule says it either way, in the tests of topology/alibaba",
	"switches_static_routes": "a switching group says it either way, in the tests of topology/alibaba",
	"firewall":               "what a site without a written firewall lets pass, only a firewall that is written says",
	"prefix list":            "of two prefix lists that have a CIDR, one has to lose it",
}

// A switch that is added later says how it is declared, and that is tried above;
// or there is a reason why it cannot.
func TestEverySwitchIsTried(t *testing.T) {
	files, err := filepath.Glob("../../../../topology/*/*.go")
	require.NoError(t, err)
	tried := map[string]bool{}
	for _, row := range open {
		tried[row.name] = true
	}
	found := map[string]bool{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			name, ok := switchName(n)
			if ok {
				found[name] = true
				if tried[name] == (undeclarable[name] != "") {
					t.Errorf("switch %q of %s is not tried, and no reason says why", name, filepath.Base(file))
				}
			}
			return true
		})
	}
	require.Len(t, found, len(open)+len(undeclarable))
}

// switchName is the name in a literal of a fabric.Switch.
func switchName(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.CompositeLit)
	if !ok {
		return "", false
	}
	if of, ok := lit.Type.(*ast.SelectorExpr); !ok || of.Sel.Name != "Switch" {
		return "", false
	}
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok || kv.Key.(*ast.Ident).Name != "Name" {
			continue
		}
		name, err := strconv.Unquote(kv.Value.(*ast.BasicLit).Value)
		return name, err == nil
	}
	return "", false
}

// undeclared are the switches that nobody declared and that the checks of a
// shipped scenario consult under edits.
func undeclared(t *testing.T, name, edits string) map[string]*report.Assumption {
	r := edited(t, name, edits, run.Options{Full: true})
	found := map[string]*report.Assumption{}
	for _, s := range r.Results {
		for i := range s.Assumptions {
			if a := &s.Assumptions[i]; s.Variant != nil && !a.Declared {
				found[a.Switch] = a
			}
		}
	}
	return found
}

// edited checks a shipped scenario with one variant, which has the edits.
func edited(t *testing.T, name, edits string, o run.Options) *report.Report {
	text, err := os.ReadFile("../../../../scenarios/" + name + ".yaml")
	require.NoError(t, err)
	base, _, found := strings.Cut(string(text), "\nvariants:")
	require.True(t, found)
	files := folderOf{"s.yaml": base + "\nvariants:\n  - name: edited\n    set:\n      " + edits + "\n"}
	r, err := run.Files(context.Background(), files, []string{"s.yaml"}, o)
	require.NoError(t, err)
	require.Empty(t, r.Files[0].Findings)
	return r
}

// A result fails that rests on what nobody declared, even where the verdict is
// the same either way; and one that rests on nothing such does not.
func TestForbidAssumptions(t *testing.T) {
	listens := pair + "checks: [{name: it, from: instance/a, to: instance/b, port: tcp/80}]\n"
	for _, row := range []struct {
		name, text, because string
		pass                bool
		code                int
	}{
		{"what listens is written", listens, "", true, report.ExitHolds},
		{"what listens is assumed", strings.ReplaceAll(listens, ", listens: [{port: tcp/80}]", ""), "assumption.defaulted", false, report.ExitFails},
		{"it fails for a reason of its own", strings.ReplaceAll(listens, "port: tcp/80}]\n", "port: tcp/81}]\n"), "backend.not-listening", false, report.ExitFails},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := run.Files(context.Background(), folderOf{"s.yaml": row.text}, []string{"s.yaml"}, run.Options{ForbidAssumptions: true})
			require.NoError(t, err)
			got := ""
			if b := r.Results[0].Because; b != nil {
				got = *b
			}
			require.Equal(t, row.because, got)
			require.Equal(t, row.pass, r.Results[0].Pass)
			require.Equal(t, row.code, report.ExitCode(r, false))
		})
	}
	// Without the option, it is told as an assumption and holds.
	r, err := run.Files(context.Background(), folderOf{"s.yaml": strings.ReplaceAll(listens, ", listens: [{port: tcp/80}]", "")}, []string{"s.yaml"}, run.Options{Full: true})
	require.NoError(t, err)
	require.True(t, r.Results[0].Pass)
	require.NotEmpty(t, r.Results[0].Assumptions)
}

// Where it is expected that the model does not say, and it does not, nothing rests
// on what is not declared.
func TestForbidAssumptionsWhereUnknownIsExpected(t *testing.T) {
	edits := "regions.cn-shanghai.functions.order-caller.role.policies: [OwnPolicy]\n    unknown: {" + theCall + ": open.eni-permission}"
	require.Equal(t, report.ExitHolds, report.ExitCode(edited(t, sameRegion, edits, run.Options{}), false))
	r := edited(t, sameRegion, edits, run.Options{ForbidAssumptions: true})
	require.Zero(t, r.Counts.Unknown)
	for _, s := range r.Results {
		if s.Variant != nil && s.Check == theCall {
			require.Equal(t, "unknown", s.Verdict)
			require.True(t, s.Pass)
		}
	}
}
