package aws_test

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/diag"
)

// shop is a private API with a mock behind it, a consumer in the VPC of its
// endpoint, and a VPC beside it that is peered.
const shop = `apiVersion: netsim/v1
name: shop
regions:
  us-east-1:
    cloud: aws
    account: "111122223333"
    vpcs:
      api:
        id: vpc-0a
        cidr: 10.0.0.0/16
        enable_dns_hostnames: true
        subnets: {main: {cidr: 10.0.1.0/24, availability_zone_id: use1-az1, route_table: out}}
        route_tables: {out: {routes: {peer: {destination: 10.1.0.0/16, target: vpc_peering_connection/side}, world: {destination: 0.0.0.0/0, target: internet_gateway/igw}}}}
        internet_gateways: {igw: {}}
        security_groups:
          all: {ingress: [{protocol: any, source: 0.0.0.0/0}]}
          shut: {ingress: []}
        instances:
          consumer: {subnet: main, private_ip: 10.0.1.10, public_ip: 203.0.113.10, security_groups: [all], listens: []}
        vpc_endpoints:
          execute-api:
            id: vpce-0a1
            type: interface
            service_name: com.amazonaws.us-east-1.execute-api
            subnet_configurations: [{subnet: main, ipv4: 10.0.1.20}]
            security_groups: [all]
            private_dns_enabled: true
            dns_name: vpce-0a1-x.execute-api.us-east-1.vpce.amazonaws.com
      side:
        id: vpc-0b
        cidr: 10.1.0.0/16
        subnets: {main: {cidr: 10.1.1.0/24, availability_zone_id: use1-az1, route_table: out}}
        route_tables: {out: {routes: {peer: {destination: 10.0.0.0/16, target: vpc_peering_connection/side}}}}
        security_groups: {all: {ingress: [{protocol: any, source: 0.0.0.0/0}]}}
        instances:
          guest: {subnet: main, private_ip: 10.1.1.10, security_groups: [all], listens: []}
    lambda_functions:
      worker: {invoked_by: [apigateway.amazonaws.com]}
    rest_apis:
      orders:
        id: aaa111
        endpoint_configuration: {types: [PRIVATE], vpc_endpoint_ids: [vpc_endpoint/execute-api]}
        policy:
          Version: "2012-10-17"
          Statement:
            - {Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: {StringNotEquals: {"aws:sourceVpce": vpce-0a1}}}
            - {Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*"}
        methods:
          - {path: "/", method: ANY, integration: {type: MOCK}}
          - {path: "/{proxy+}", method: ANY, integration: {type: MOCK}}
        stages: {test: current}
vpc_peering_connections:
  side: {requester: vpc/api, accepter: vpc/side, status: active}
`

type written map[string]string

func (f written) ReadFile(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// apiRow is what becomes of one check under one edit.
type apiRow struct {
	name    string
	check   string // fields of the check
	edit    string // fields of a variant; empty: none
	want    string // the verdict
	code    diag.Code
	symptom diag.Symptom
}

// requireRows asks the check of each row of a scenario.
func requireRows(t *testing.T, base, ends string, rows []apiRow) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			text := base + "checks:\n  - {name: it, " + ends + r.check + "}\n"
			if r.edit != "" {
				text += "variants:\n  - {name: edited, " + r.edit + "}\n"
			}
			f := topology.Open(written{"s.yaml": text}, "s.yaml", topology.Codes())
			require.False(t, f.Findings.HasErrors(), "%v", f.Findings)
			model := f.Base
			if r.edit != "" {
				f.EachOf(topology.NewCrew(1), func(v *topology.Variant) bool { return v != nil }, func(_ int, m *topology.Model, _ *topology.Variant) { model = m })
				require.False(t, f.Findings.HasErrors(), "%v", f.Findings)
			}
			p, err := reachability.Prove(model.Case(model.Checks()[0]), reachability.Check{Expect: reachability.Reachable, Demand: reachability.Demand{AcceptTest: true}}, topology.Codes())
			require.NoError(t, err)
			require.Equal(t, r.want, p.Verdict.String(), "%v", p.Obstacles)
			if r.code == "" {
				require.Empty(t, p.Obstacles)
				return
			}
			if p.Turns != nil {
				require.Equal(t, r.code, p.Turns.Code)
				return
			}
			require.NotEmpty(t, p.Obstacles)
			require.Equal(t, r.code, p.Obstacles[0].Code, "%v", p.Obstacles)
			if r.symptom != "" {
				require.Equal(t, r.symptom, p.Obstacles[0].Symptom)
			}
		})
	}
}

const (
	forbidden    = `HTTP 403 {"message":"Forbidden"}`
	missingToken = `HTTP 403 {"message":"Missing Authentication Token"}`
	explicitDeny = "HTTP 403 User: anonymous is not authorized to perform: execute-api:Invoke on resource: <arn> with an explicit deny"
	implicitDeny = "HTTP 403 User: anonymous is not authorized to perform: execute-api:Invoke on resource: <arn>"
	internal     = `HTTP 500 {"message":"Internal server error"}`
)

const api = "regions.us-east-1.rest_apis.orders"

// Rows d1 to d11 of the sheet, the names of d.2, and P22 to P33 of its acceptance
// list.
func TestPrivateAPIs(t *testing.T) {
	const endpoint = "regions.us-east-1.vpcs.api.vpc_endpoints.execute-api"
	allow := `{Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*"}`
	policy := func(statements string) string {
		return `set: {` + api + `.policy: {Version: "2012-10-17", Statement: [` + statements + `]}}`
	}
	requireRows(t, shop, "from: instance/consumer, to: rest_api/orders", []apiRow{
		{"as it is", ``, ``, "reachable", "", ""},
		{"d1, P22: a regional API is not called by an endpoint", ``, `set: {` + api + `.endpoint_configuration: {types: [REGIONAL]}}`, "unreachable", "api.forbidden", forbidden},
		{"d1: by TLS on port 443 only", `, port: tcp/80`, ``, "unreachable", "backend.not-listening", "connection refused"},
		{"d2, P33: what is listed for names lets nobody in", ``, `set: {` + api + `.endpoint_configuration: {types: [PRIVATE]}}`, "reachable", "", ""},
		{"d2: the name of API and endpoint", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`, ``, "reachable", "", ""},
		{"d2, P33: that name without the list", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`, `set: {` + api + `.endpoint_configuration: {types: [PRIVATE]}}`, "unreachable", "dns.not-resolvable", diag.SymptomNXDomain},
		{"d3, P26: no resource policy", ``, `remove: [` + api + `.policy]`, "unreachable", "policy.implicit-deny", implicitDeny},
		{"d4, P26: no statement allows", ``, `remove: ["` + api + `.policy.Statement[1]"]`, "unreachable", "policy.implicit-deny", implicitDeny},
		{"d4: a deny goes before an allow, wherever it stands", ``, policy(allow + `, {Effect: Deny, Principal: "*", Action: "*", Resource: "*"}`), "unreachable", "policy.explicit-deny", explicitDeny},
		{"d4: somebody who is named is not the anonymous caller", ``, policy(`{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "execute-api:Invoke", Resource: "*"}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"d5: by the VPC of the endpoint", ``, policy(allow + `, {Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {StringNotEquals: {"aws:SourceVpc": [vpc-0x, vpc-0a]}}}`), "reachable", "", ""},
		{"d5: by another VPC", ``, policy(`{Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: {StringEquals: {"aws:SourceVpc": vpc-0b}}}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"d5: by the address of the caller", ``, policy(`{Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: {IpAddress: {"aws:VpcSourceIp": 10.0.1.10}}}`), "reachable", "", ""},
		{"d5: by another address", ``, policy(`{Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: {IpAddress: {"aws:VpcSourceIp": [10.0.1.11, 10.1.0.0/16]}}}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"d5: a public address says nothing of a call by an endpoint", ``, policy(`{Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: {IpAddress: {"aws:SourceIp": 203.0.113.0/24}}}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"d6: a negated operator without its key", ``, policy(allow + `, {Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {NotIpAddress: {"aws:SourceIp": 203.0.113.0/24}}}`), "unreachable", "policy.explicit-deny", explicitDeny},
		{"d6: none of several values may match", ``, policy(allow + `, {Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {StringNotEquals: {"aws:SourceVpce": [vpce-0z, vpce-0y]}}}`), "unreachable", "policy.explicit-deny", explicitDeny},
		{"d7, P27: the seed's policy names another endpoint", ``, `set: {"` + api + `.policy.Statement[0].Condition": {StringNotEquals: {"aws:sourceVpce": vpce-0z}}}`, "unreachable", "policy.explicit-deny", explicitDeny},
		{"d7: one stage, method and path", `, request: {path: /a/b}`, policy(`{Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/test/GET/a/*"}`), "reachable", "", ""},
		{"d7: the ARN of the API", ``, policy(`{Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:us-east-1:111122223333:aaa111/test/*/*"}`), "reachable", "", ""},
		{"d7: the ARN of another API", ``, policy(`{Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:us-east-1:111122223333:bbb222/*"}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"what is not known of the call", ``, policy(`{Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: {StringEquals: {"aws:PrincipalAccount": "111122223333"}}}`), "unknown", "unsupported.policy-condition", ""},
		{"what is not known of it makes no difference", ``, policy(`{Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {StringEquals: {"aws:PrincipalAccount": "111122223333"}}}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"what is not known of a deny", ``, policy(allow + `, {Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}}`), "unknown", "unsupported.policy-condition", ""},
		{"what is not known of two denies, of which one holds", ``, policy(`{Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {Null: {"aws:SourceIp": "false"}}}, {Effect: Deny, Principal: "*", Action: "*", Resource: "*", Condition: {IpAddressIfExists: {"aws:SourceIp": 10.0.1.0/24}}}`), "unreachable", "policy.implicit-deny", implicitDeny},
		{"d8, P28: not deployed", ``, `remove: [` + api + `.stages]`, "unreachable", "api.unpublished", forbidden},
		{"d8, P28: another stage", `, request: {stage: prod}`, ``, "unreachable", "api.unknown-stage", forbidden},
		{"d8, P28: the old policy holds until it is deployed", ``, `set: {` + api + `.policy: {Statement: []}, ` + api + `.stages.test: {policy: {Statement: ` + allow + `}}}`, "reachable", "", ""},
		{"d8: what was deployed is not written", ``, `set: {` + api + `.stages.test: stale, ` + api + `.policy: {Statement: []}}`, "unknown", "open.stage-definition", ""},
		{"d9, P23: without a method for /", ``, `remove: ["` + api + `.methods[0]"]`, "unreachable", "api.no-match", missingToken},
		{"d9, P23: without a method for /, below it", `, request: {path: /x}`, `remove: ["` + api + `.methods[0]"]`, "reachable", "", ""},
		{"d9, P23: without {proxy+}, below it", `, request: {path: /x/y}`, `remove: ["` + api + `.methods[1]"]`, "unreachable", "api.no-match", missingToken},
		{"d9, P23: without {proxy+}, at /", ``, `remove: ["` + api + `.methods[1]"]`, "reachable", "", ""},
		{"d9: the nearest resource decides, though it lacks the method", `, request: {path: /x, method: POST}`, `set: {` + api + `.methods: [{path: "/{proxy+}", method: ANY, integration: {type: MOCK}}, {path: /x, method: GET, integration: {type: MOCK}}]}`, "unreachable", "api.no-match", missingToken},
		{"d9: a method of its own goes before ANY", `, request: {path: /x, method: OPTIONS}`, `set: {` + api + `.methods: [{path: /x, method: ANY, authorization: AWS_IAM, integration: {type: MOCK}}, {path: /x, method: OPTIONS, integration: {type: MOCK}}]}`, "reachable", "", ""},
		{"d9: a part of the path that is named goes before {name}, and that before {name+}", `, request: {path: /x/7}`, `set: {` + api + `.methods: [{path: "/{all+}", method: ANY}, {path: "/{a}/7", method: ANY}, {path: "/x/{b}", method: ANY, integration: {type: MOCK}}]}`, "reachable", "", ""},
		{"who calls is asked", ``, `set: {"` + api + `.methods[0].authorization": AWS_IAM}`, "unknown", "unsupported.authorizer", ""},
		{"who calls is asked, and the policy denies everybody", ``, `set: {"` + api + `.methods[0].authorization": AWS_IAM, "` + api + `.policy.Statement[0].Condition": {StringNotEquals: {"aws:sourceVpce": vpce-0z}}}`, "unreachable", "policy.explicit-deny", explicitDeny},
		{"d10, P31: the endpoint is for another API", ``, `set: {` + endpoint + `.policy: {Statement: {Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:us-east-1:111122223333:bbb222/*"}}}`, "unreachable", "policy.endpoint-denied", "HTTP 403 AccessDeniedException"},
		{"d10: the endpoint is for this API", ``, `set: {` + endpoint + `.policy: {Statement: {Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:us-east-1:111122223333:aaa111/*"}}}`, "reachable", "", ""},
		{"d11, P30: the security group of the endpoint", ``, `set: {` + endpoint + `.security_groups: [shut]}`, "unreachable", "sg.ingress-denied", diag.SymptomTimeout},
		{"P29: the endpoint is gone", ``, `remove: [` + endpoint + `]`, "unreachable", "dns.not-resolvable", ""},
		{"P32: private DNS is off", ``, `set: {` + endpoint + `.private_dns_enabled: false}`, "unreachable", "dns.private-dns-off", ""},
		{"P32: the name of API and endpoint needs no private DNS", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`, `set: {` + endpoint + `.private_dns_enabled: false}`, "reachable", "", ""},
		{"d2, f8: the name of API and endpoint, which is gone", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`, `remove: [` + endpoint + `]`, "unreachable", "dns.not-resolvable", diag.SymptomNXDomain},
		{"d2, f8: the name of API and endpoint, which is deleted and not listed", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`, `set: {` + endpoint + `.state: deleted, ` + api + `.endpoint_configuration: {types: [PRIVATE]}}`, "unreachable", "dns.not-resolvable", diag.SymptomNXDomain},
		{"a name that no endpoint can have with it", `, request: {domain: aaa111-x.execute-api.us-east-1.amazonaws.com}`, ``, "unreachable", "api.unknown-domain", ""},
		{"f8: the name of an endpoint that is gone", `, request: {domain: vpce-0a1-x.execute-api.us-east-1.vpce.amazonaws.com, headers: {x-apigw-api-id: aaa111}}`, `remove: [` + endpoint + `]`, "unreachable", "dns.not-resolvable", diag.SymptomNXDomain},
		{"a name that is no endpoint's", `, request: {domain: orders.example.com}`, ``, "unreachable", "api.unknown-domain", "HTTP 403 or 404 from the gateway"},
		{"d.2: the name of the endpoint and a Host", `, request: {domain: vpce-0a1-x.execute-api.us-east-1.vpce.amazonaws.com, headers: {Host: aaa111.execute-api.us-east-1.amazonaws.com}}`, ``, "reachable", "", ""},
		{"d.2: the name of the endpoint and x-apigw-api-id", `, request: {domain: vpce-0a1-x.execute-api.us-east-1.vpce.amazonaws.com, headers: {x-apigw-api-id: aaa111}}`, ``, "reachable", "", ""},
		{"d.2: the name of the endpoint alone", `, request: {domain: vpce-0a1-x.execute-api.us-east-1.vpce.amazonaws.com}`, ``, "unreachable", "api.forbidden", forbidden},
		{"d.2: the name of the endpoint and another API's id", `, request: {domain: vpce-0a1-x.execute-api.us-east-1.vpce.amazonaws.com, headers: {x-apigw-api-id: bbb222}}`, ``, "unreachable", "api.forbidden", forbidden},
	})
	requireRows(t, shop, "from: instance/guest, to: rest_api/orders", []apiRow{
		{"f2: private DNS is of the endpoint's VPC only", ``, ``, "unreachable", "dns.not-resolvable", ""},
		{"f3: the name of API and endpoint is public, and leads there over a peering connection", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`, ``, "reachable", "", ""},
		{"d5: the VPC is that of the endpoint, not of the caller", `, request: {domain: aaa111-vpce-0a1.execute-api.us-east-1.amazonaws.com}`,
			policy(`{Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: {StringEquals: {"aws:SourceVpc": vpc-0a}}}`), "reachable", "", ""},
	})
}
