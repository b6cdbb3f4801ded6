package aws_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
	"netsim/topology/diag"
)

// What would take more memory than there may be is refused: every endpoint leads to
// every API of its region, and has the listeners of its service.
func TestPairsAreBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString("apiVersion: netsim/v1\nname: s\nregions:\n  us-east-1:\n    cloud: aws\n    vpcs:\n")
	text.WriteString("      app:\n        cidr: 10.0.0.0/16\n        subnets: {a: {cidr: 10.0.0.0/24}}\n        load_balancers: {nlb: {type: network, subnets: [a], listeners: [" +
		strings.Repeat("{protocol: TCP, port: 80}, ", 1001) + "]}}\n")
	for i := range 1001 {
		fmt.Fprintf(&text, "      v%d: {cidr: 10.0.0.0/16, subnets: {a: {cidr: 10.0.0.0/24}}, vpc_endpoints: {e: {type: interface, service_name: com.amazonaws.us-east-1.execute-api, subnets: [a]}, "+
			"s: {type: interface, service_name: app, subnets: [a]}}}\n", i)
	}
	text.WriteString("    endpoint_services: {app: {network_load_balancers: [nlb]}}\n    rest_apis:\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "      api%d: {}\n", i)
	}
	f := topology.Open(written{"s.yaml": text.String()}, "s.yaml", topology.Codes())
	var got []string
	for _, found := range f.Findings {
		got = append(got, found.Summary)
	}
	require.Contains(t, got, `region "us-east-1" has 1001 endpoints for execute-api and 1000 APIs, which are more ways to call than netsim follows`)
	require.Contains(t, got, `the endpoints of region "us-east-1" have 1002001 listeners of endpoint services behind them, which are more than netsim follows`)
	require.Nil(t, f.Base)
}

// What is malformed of APIs is refused, and what AWS would refuse is warned of.
func TestWhatIsWrongWithAPIs(t *testing.T) {
	const methods = "methods:\n          - {path: \"/\", method: ANY, integration: {type: MOCK}}"
	for _, row := range []struct {
		name     string
		old, new string
		severity diag.Severity
		want     string
	}{
		{"a condition operator that AWS does not have", "StringNotEquals", "StringNotEqual", diag.Error, `"StringNotEqual" is no operator of conditions`},
		{"a condition on addresses that is none", `{StringNotEquals: {"aws:sourceVpce": vpce-0a1}}`, `{IpAddress: {"aws:VpcSourceIp": ten}}`, diag.Error, `"ten" is not an address or a CIDR`},
		{"a policy without an end", `{StringNotEquals: {"aws:sourceVpce": vpce-0a1}}`, `{StringEquals: {"aws:sourceVpce": [` + strings.Repeat("vpce-0a1, ", 1000) + `]}}`, diag.Error, "a policy says 1008 values, and 1000 are read at most"},
		{"a principal that is none", `Effect: Deny, Principal: "*"`, `Effect: Deny, Principal: {Account: "1"}`, diag.Error, `"Account" is no sort of principal`},
		{"an action both ways", `Effect: Deny,`, `Effect: Deny, NotAction: a,`, diag.Error, `"NotAction" and "Action" cannot stand together in statement`},
		{"two endpoint types", "types: [PRIVATE]", "types: [PRIVATE, EDGE]", diag.Error, `REST API "orders" has 2 endpoint types`},
		{"names with endpoints of a public API", "types: [PRIVATE]", "types: [REGIONAL]", diag.Warning, `REST API "orders" is REGIONAL and lists VPC endpoints`},
		{"one method twice", methods, methods + "\n          - {path: \"/\", method: ANY}", diag.Error, `REST API "orders" has ANY / twice`},
		{"a path that goes on behind {name+}", methods, methods + "\n          - {path: \"/{all+}/x\", method: ANY}", diag.Error, `"/{all+}/x" is not a path of a resource: {all+} stands for all below, so nothing stands behind it`},
		{"a function behind HTTP", methods, methods + "\n          - {path: /x, method: ANY, integration: {type: HTTP, function: lambda_function/worker, uri: \"http://a.example.com/\"}}", diag.Error, `an integration of type HTTP has no function`},
		{"a URL behind a mock", methods, methods + "\n          - {path: /x, method: ANY, integration: {type: MOCK, uri: \"http://a.example.com/\"}}", diag.Error, `an integration of type MOCK has no URL`},
		{"a URL that is none", methods, methods + "\n          - {path: /x, method: ANY, integration: {type: HTTP, uri: \"ftp://a.example.com/\"}}", diag.Error, `"ftp://a.example.com/" is not a URL`},
		{"a VPC link without a target", "    rest_apis:", "    vpc_links: {one: {version: 1}}\n    rest_apis:", diag.Warning, `VPC link "one" of version 1 has 0 targets`},
		{"a route that is none", "    rest_apis:", "    http_apis: {web: {routes: [{route: orders}]}}\n    rest_apis:", diag.Error, `"orders" is not a route`},
		{"one id twice", "    rest_apis:", "    http_apis: {web: {id: AAA111}}\n    rest_apis:", diag.Error, `REST API "orders" has the id of HTTP API "web"`},
		{"a policy of a public domain name", "    rest_apis:", "    domain_names: {orders.example.com: {rest_api: orders, stage: test, policy: {Statement: []}}}\n    rest_apis:", diag.Warning, `custom domain name "orders.example.com" is not private, and has a policy or access associations`},
		{"a domain name of one label", "    rest_apis:", "    domain_names: {orders: {rest_api: rest_api/orders, stage: test}}\n    rest_apis:", diag.Error, `custom domain name "orders" is not a host name`},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Contains(t, shop, row.old)
			f := topology.Open(written{"s.yaml": strings.Replace(shop, row.old, row.new, 1)}, "s.yaml", topology.Codes())
			var got []string
			for _, found := range f.Findings {
				if found.Severity == row.severity {
					got = append(got, found.Summary)
				}
			}
			require.Contains(t, got, row.want)
		})
	}
}
