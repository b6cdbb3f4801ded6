package aws_test

import (
	"strings"
	"testing"
)

// linkedShop is a shop whose API sends by VPC links of both versions.
var linkedShop = strings.NewReplacer(
	"        vpc_endpoints:\n          execute-api:", `          app: {subnet: main, private_ip: 10.0.1.30, security_groups: [all], listens: [{port: tcp/80, paths: ["/", "/shop/*", "/orders/*"]}, {port: tcp/443, certificate_names: [app.example.com]}]}
        load_balancers:
          nlb:
            type: network
            scheme: internal
            dns_name: nlb-0a.elb.us-east-1.amazonaws.com
            subnet_mappings: [{subnet: main, private_ip: 10.0.1.40}]
            listeners: [{protocol: TCP, port: 80, target_group: app}, {protocol: TCP, port: 443, target_group: tls}]
          provider: {type: network, scheme: internal, subnets: [main], listeners: [{protocol: TCP, port: 80, target_group: offered}]}
        target_groups:
          offered: {target_type: instance, protocol: TCP, port: 80, preserve_client_ip: false, targets: [{target: instance/app}]}
          app: {target_type: instance, protocol: TCP, port: 80, preserve_client_ip: false, targets: [{target: instance/app}]}
          tls: {target_type: instance, protocol: TCP, port: 443, preserve_client_ip: false, targets: [{target: instance/app}]}
        vpc_endpoints:
          execute-api:`,
	"    rest_apis:\n", `      idle: {invoked_by: []}
      undated: {}
    endpoint_services:
      offered: {network_load_balancers: [load_balancer/provider]}
    vpc_links:
      one: {id: abc123, targets: [load_balancer/nlb]}
      two: {id: def456, version: 2, subnets: [subnet/us-east-1/api/main], security_groups: [security_group/us-east-1/api/all]}
      taken: {targets: [load_balancer/provider]}
    rest_apis:
`,
	`{path: "/", method: ANY, integration: {type: MOCK}}`,
	`{path: "/", method: ANY, integration: {type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/one, uri: "http://whatever.example.com/"}}`,
	`{path: "/{proxy+}", method: ANY, integration: {type: MOCK}}`,
	`{path: "/{proxy+}", method: ANY, integration: {type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/one, uri: "http://whatever.example.com/shop/{proxy}"}}`,
).Replace(shop)

// Rows d12 to d17 of the sheet, and P17 to P25 of its acceptance list.
func TestIntegrations(t *testing.T) {
	const vpc = "regions.us-east-1.vpcs.api"
	const links = "regions.us-east-1.vpc_links"
	root := func(fields string) string {
		return `set: {` + api + `.methods: [{path: "/", method: ANY, integration: {` + fields + `}}]}`
	}
	byTwo := root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/two, integration_target: load_balancer/nlb, uri: "http://shop.example.com/"`)
	nlb := vpc + ".load_balancers.nlb"
	requireRows(t, linkedShop, "from: instance/consumer, to: rest_api/orders", []apiRow{
		{"d12: by a VPC link", ``, ``, "reachable", "", ""},
		{"d12, P21: the VPC link failed", ``, `set: {` + links + `.one.status: FAILED}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12, P21: the VPC link is gone", ``, `remove: [` + links + `.one]`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12, P17: the load balancer is another account's", ``, `set: {` + nlb + `.account: "444455556666"}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12: whose the API is, is not written, and of all others neither", ``, `remove: [regions.us-east-1.account]`, "reachable", "", ""},
		{"d12: whose the load balancer is, is written only", ``, `remove: [regions.us-east-1.account], set: {` + nlb + `.account: "444455556666"}`, "unknown", "open.account", ""},
		{"d12: whose the VPC link is, is written only", ``, `remove: [regions.us-east-1.account], set: {` + links + `.one.account: "444455556666"}`, "unknown", "open.account", ""},
		{"d12: whose the API is, is written only", ``, `remove: [regions.us-east-1.account], set: {` + api + `.account: "444455556666"}`, "unknown", "open.account", ""},
		{"d12: of the VPC link it is not written, and the others are two accounts'", ``, `remove: [regions.us-east-1.account], set: {` + api + `.account: "444455556666", ` + nlb + `.account: "777788889999"}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12: whose the load balancer is, is not written, and it has no listener", ``, `remove: [regions.us-east-1.account], set: {` + links + `.one.account: "444455556666", ` + nlb + `.listeners: [{protocol: TCP, port: 8080, target_group: app}]}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12, P17: the load balancer is gone", ``, `remove: [` + nlb + `]`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12: no network load balancer", ``, `set: {` + nlb + `: {type: application, scheme: internal, subnets: [main], security_groups: [all], listeners: []}}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12, P20: the load balancer is behind an endpoint service", ``, `set: {` + links + `.one.targets: [load_balancer/provider]}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d12, P20: the endpoint service is gone", ``, `set: {` + links + `.one.targets: [load_balancer/provider]}, remove: [regions.us-east-1.endpoint_services.offered]`, "reachable", "", ""},
		{"d13, P18: no listener on the port of the URL", ``, `set: {` + nlb + `.listeners: [{protocol: TCP, port: 8080, target_group: app}]}`, "unreachable", "backend.listener-missing", internal},
		{"d13, P18: the URL names another port", ``, root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/one, uri: "http://whatever.example.com:8080/"`), "unreachable", "backend.listener-missing", internal},
		{"d13, P19: groups of the load balancer judge API Gateway", ``, `set: {` + nlb + `.security_groups: [shut]}`, "unreachable", "sg.ingress-denied", internal},
		{"d13, P19: a rule for the VPC does not mean API Gateway", ``, `set: {` + nlb + `.security_groups: [shut], ` + vpc + `.security_groups.shut.ingress: [{protocol: tcp, ports: 80, source: 10.0.0.0/16}]}`, "unreachable", "sg.ingress-denied", internal},
		{"d13, P19: nothing is enforced for PrivateLink", ``, `set: {` + nlb + `.security_groups: [shut], ` + nlb + `.enforce_security_group_inbound_rules_on_private_link_traffic: "off"}`, "reachable", "", ""},
		{"d13: nothing listens behind the load balancer", ``, `set: {` + vpc + `.instances.app.listens: []}`, "unreachable", "backend.not-listening", internal},
		{"d13: the target drops it", ``, `set: {` + vpc + `.instances.app.security_groups: [shut]}`, "unreachable", "sg.ingress-denied", internal},
		{"d14, P24: a stage variable names the VPC link", ``, `set: {` + api + `.methods: [{path: "/", method: ANY, integration: {type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: "${stageVariables.link}", uri: "http://${stageVariables.host}/"}}], ` + api + `.stages.test: {variables: {link: abc123, host: shop.example.com}}}`, "reachable", "", ""},
		{"d14, P24: the stage does not have the variable", ``, root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: "${stageVariables.link}", uri: "http://shop.example.com/"`), "unreachable", "link.vpc-link-unavailable", internal},
		{"d14, P25: the host of the URL leads nowhere", ``, root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/one, uri: "http://10.9.9.9/"`), "reachable", "", ""},
		{"d14, P25: by https with the name of the certificate", ``, root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/one, uri: "https://app.example.com/"`), "reachable", "", ""},
		{"d14, P25: by https with another name", ``, root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/one, uri: "https://whatever.example.com/"`), "unreachable", "backend.certificate-mismatch", internal},
		{"d14: the path goes on below that of the URL", `, request: {path: /a/b}`, ``, "reachable", "", ""},
		{"d14: the service does not have the path, and its answer is passed on", `, request: {path: /a}`, `set: {` + vpc + `.instances.app.listens: [{port: tcp/80, paths: ["/a"]}]}`, "unreachable", "backend.path-not-served", "HTTP 404 from the service itself"},
		{"d15: by interfaces in the VPC", ``, byTwo, "reachable", "", ""},
		{"d15: the groups of the link and of the load balancer", ``, strings.TrimSuffix(byTwo, "}") + `, ` + nlb + `.security_groups: [shut]}`, "unreachable", "sg.ingress-denied", internal},
		{"d15: whose the load balancer is, is not written", ``, `remove: [regions.us-east-1.account], ` + strings.TrimSuffix(byTwo, "}") + `, ` + links + `.two.account: "444455556666", ` + api + `.account: "444455556666"}`, "unknown", "open.account", ""},
		{"d15: the load balancer is another account's", ``, strings.TrimSuffix(byTwo, "}") + `, ` + nlb + `.account: "444455556666"}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d15: the link is not used for long", ``, strings.TrimSuffix(byTwo, "}") + `, ` + links + `.two.status: INACTIVE}`, "unreachable", "link.vpc-link-unavailable", internal},
		{"d15: without a load balancer", ``, root(`type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/two, uri: "http://shop.example.com/"`), "unreachable", "link.vpc-link-unavailable", internal},
		{"d17: a public host that nothing is written of", ``, root(`type: HTTP_PROXY, uri: "https://shop.example.com/"`), "reachable", "", ""},
		{"d17, P24: a private address", ``, root(`type: HTTP_PROXY, uri: "http://10.0.1.30/"`), "unreachable", "backend.not-public", internal},
		{"d17, P24: the name of an internal load balancer", ``, root(`type: HTTP_PROXY, uri: "http://nlb-0a.elb.us-east-1.amazonaws.com/"`), "unreachable", "backend.not-public", internal},
		{"d17: a public address of the scenario, where nothing listens", ``, root(`type: HTTP_PROXY, uri: "http://203.0.113.10/"`), "unreachable", "backend.not-listening", internal},
		{"a function", ``, root(`type: AWS_PROXY, function: lambda_function/worker`), "reachable", "", ""},
		{"a function that API Gateway may not invoke", ``, root(`type: AWS_PROXY, function: lambda_function/idle`), "unreachable", "grant.function-invoke-missing", internal},
		{"a function of which that is not written", ``, root(`type: AWS_PROXY, function: lambda_function/undated`), "unknown", "open.invoked-by", ""},
		{"another service of AWS", ``, root(`type: AWS`), "unknown", "unsupported.aws-integration", ""},
		{"no integration", ``, `set: {` + api + `.methods: [{path: "/", method: ANY}]}`, "unreachable", "backend.missing", internal},
	})
}

// HTTP APIs, and REST APIs that are called over the internet.
func TestPublicAPIs(t *testing.T) {
	public := strings.NewReplacer("types: [PRIVATE], vpc_endpoint_ids: [vpc_endpoint/execute-api]", "types: [REGIONAL]",
		"    rest_apis:\n", `    http_apis:
      web:
        id: ccc333
        routes:
          - {route: "GET /orders/{id}", integration: {type: HTTP_PROXY, connection_type: VPC_LINK, connection_id: vpc_link/two, integration_target: load_balancer/nlb}}
          - {route: $default, integration: {type: AWS_PROXY, function: lambda_function/idle}}
          - {route: "ANY /orders/{rest+}", integration: {type: AWS_PROXY, function: lambda_function/worker}}
        stages: {$default: current}
      chat: {protocol_type: WEBSOCKET}
    domain_names:
      orders.example.com: {endpoint_type: REGIONAL, rest_api: orders, stage: test, base_path: v1}
    rest_apis:
`, `Condition: {StringNotEquals: {"aws:sourceVpce": vpce-0a1}}`, `Condition: {NotIpAddress: {"aws:SourceIp": [198.51.100.0/24, 203.0.113.0/24]}}`).Replace(linkedShop)
	const web = "regions.us-east-1.http_apis.web"
	const endpoint = "regions.us-east-1.vpcs.api.vpc_endpoints.execute-api"
	requireRows(t, public, "from: internet, to: rest_api/orders", []apiRow{
		{"d5: some addresses of the internet", ``, ``, "partial", "policy.explicit-deny", explicitDeny},
		{"without a policy", ``, `remove: [` + api + `.policy]`, "reachable", "", ""},
		{"d6, P27: the keys of endpoints are absent, so the seed's Deny holds", ``, `set: {"` + api + `.policy.Statement[0].Condition": {StringNotEquals: {"aws:sourceVpce": vpce-0a1}}}`, "unreachable", "policy.explicit-deny", explicitDeny},
		{"a positive operator does not hold without its key", ``, `set: {"` + api + `.policy.Statement[0].Condition": {StringEquals: {"aws:sourceVpce": vpce-0a1}}}`, "reachable", "", ""},
		{"d1: a private API", ``, `set: {` + api + `.endpoint_configuration: {types: [PRIVATE]}}`, "unreachable", "dns.not-resolvable", ""},
		{"the default endpoint is off", ``, `set: {` + api + `.disable_execute_api_endpoint: true, ` + api + `.policy.Statement: [{Effect: Allow, Principal: "*", Action: "*", Resource: "*"}]}`, "unreachable", "api.forbidden", forbidden},
		{"a domain name without a record", `, request: {domain: orders.example.com, path: /v1}`, ``, "unreachable", "dns.not-resolvable", ""},
	})
	requireRows(t, public, "from: instance/consumer, to: rest_api/orders", []apiRow{
		{"d.2: private DNS of an endpoint takes the names of public APIs too", ``, ``, "unreachable", "api.forbidden", forbidden},
		{"d.2: without private DNS it is called over the internet", ``, `set: {` + endpoint + `.private_dns_enabled: false}`, "reachable", "", ""},
		{"an address that the policy does not let in", ``, `set: {` + endpoint + `.private_dns_enabled: false, regions.us-east-1.vpcs.api.instances.consumer.public_ip: 192.0.3.1}`, "unreachable", "policy.explicit-deny", explicitDeny},
	})
	requireRows(t, public, "from: internet, to: http_api/web", []apiRow{
		{"a route of its own goes before others", `, request: {path: /orders/7}`, ``, "reachable", "", ""},
		{"a route that lacks the method leaves it to the next", `, request: {path: /orders/7, method: POST}`, ``, "reachable", "", ""},
		{"what no route takes the default route does", `, request: {path: /}`, ``, "unreachable", "grant.function-invoke-missing", "HTTP 5xx from API Gateway"},
		{"no route takes it", `, request: {path: /}`, `remove: ["` + web + `.routes[1]"]`, "unreachable", "api.no-match", `HTTP 404 {"message":"Not Found"}`},
		{"d16: the name of the stage is part of the path", `, request: {path: /orders/7, stage: test}`, `set: {` + web + `.stages: {test: current}, regions.us-east-1.vpcs.api.instances.app.listens: [{port: tcp/80, paths: [/test/*]}]}`, "reachable", "", ""},
		{"d16: the default stage has none", `, request: {path: /orders/7}`, `set: {regions.us-east-1.vpcs.api.instances.app.listens: [{port: tcp/80, paths: [/test/*]}]}`, "unreachable", "backend.path-not-served", ""},
		{"d15: a VPC link of version 1 leads no HTTP API", `, request: {path: /orders/7}`, `set: {"` + web + `.routes[0].integration.connection_id": vpc_link/one}`, "unreachable", "link.vpc-link-unavailable", "HTTP 5xx from API Gateway"},
		{"who calls is asked", `, request: {path: /orders/7}`, `set: {"` + web + `.routes[0].authorization": JWT}`, "unknown", "unsupported.authorizer", ""},
	})
	requireRows(t, public, "from: internet, to: http_api/chat", []apiRow{{"a WebSocket API", ``, ``, "unknown", "unsupported.websocket-api", ""}})
}

// The last row of d.2: private custom domain names.
func TestPrivateDomainNames(t *testing.T) {
	named := strings.Replace(shop, "    rest_apis:\n", `    domain_names:
      orders.example.com:
        endpoint_type: PRIVATE
        rest_api: orders
        stage: test
        base_path: v1
        policy: {Statement: {Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: {StringEquals: {"aws:SourceVpce": vpce-0a1}}}}
        access_associations: [vpc_endpoint/execute-api]
    rest_apis:
`, 1) + `hosted_zones:
  example: {domain: example.com, private: true, vpcs: [vpc/api], records: [{name: orders, type: A, alias: vpc_endpoint/execute-api}]}
`
	requireRows(t, named, "from: instance/consumer, to: rest_api/orders, request: {domain: orders.example.com, path: /v1/x}", []apiRow{
		{"as it is", ``, ``, "reachable", "", ""},
		{"no record leads there", ``, `set: {hosted_zones.example.records: []}`, "unreachable", "dns.not-resolvable", ""},
		{"the endpoint is not associated", ``, `set: {regions.us-east-1.domain_names: {orders.example.com: {endpoint_type: PRIVATE, rest_api: orders, stage: test, policy: {Statement: {Effect: Allow, Principal: "*", Action: "*", Resource: "*"}}}}}`, "unreachable", "api.forbidden", forbidden},
		{"no policy", ``, `set: {regions.us-east-1.domain_names: {orders.example.com: {endpoint_type: PRIVATE, rest_api: orders, stage: test, access_associations: [vpc_endpoint/execute-api]}}}`, "unreachable", "policy.implicit-deny", implicitDeny},
		{"the policy of the API denies", ``, `remove: [` + api + `.policy]`, "unreachable", "policy.implicit-deny", implicitDeny},
	})
	requireRows(t, named, "from: instance/consumer, to: rest_api/orders, request: {domain: orders.example.com, path: /v2/x}", []apiRow{
		{"a path that is not mapped", ``, ``, "unreachable", "api.forbidden", forbidden},
	})
	requireRows(t, named, "from: instance/consumer, to: name/orders.example.com, request: {path: /v1}", []apiRow{{"asked for by its name", ``, ``, "reachable", "", ""}})
}
