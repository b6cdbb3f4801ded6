package topology_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
)

func TestFindingsOfEndpoints(t *testing.T) {
	for _, r := range []struct {
		name, scenario, old, new string
		want                     []string
	}{
		{"what is well written", offered, "", "", nil},
		{"what is well written, of AWS", ofAWS, "", "", nil},
		{"a removed principal (ruling 12)", strings.Replace(offered, principals, "", 1), named, named + "\n            state: available", []string{
			`warning: VPC endpoint "to-app" is available, and endpoint service "app" does not allow its account, "111122223333"`}},
		{"available, and not accepted", strings.Replace(offered, "accepted: [vpc_endpoint/to-app]", "accepted: []", 1), named, named + "\n            state: available", []string{
			`warning: VPC endpoint "to-app" is available, and is not among those that endpoint service "app" has accepted`}},
		{"a zone that the service does not have (sheet c4)", offered, "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az1}", "ends: {cidr: 10.0.2.0/24, availability_zone_id: use1-az4}", []string{
			`warning: endpoint service "app" is not offered in zone "use1-az4", where subnet "ends" of VPC endpoint "to-app" is`}},
		{"two subnets of one zone (sheet c.2)", offered, "[{subnet: ends, ipv4: 10.0.2.20}]", "[{subnet: ends, ipv4: 10.0.2.20}, {subnet: clients}]", []string{
			`warning: subnet "ends" and subnet "clients" of VPC endpoint "to-app" are both in zone "use1-az1"`}},
		{"two endpoints with private DNS for one service", ofAWS, "          s3:", "          b: {type: interface, service_name: com.amazonaws.us-east-1.execute-api, subnets: [s], security_groups: [g], private_dns_enabled: true}\n" +
			"          c: {type: interface, service_name: com.amazonaws.us-east-1.execute-api, subnets: [s], security_groups: [g], private_dns_enabled: true}\n          s3:", []string{
			`warning: VPC endpoint "c" has private DNS for the service of VPC endpoint "b"`}},
		{"two routes for one service", ofAWS, "          s3:", "          again: {service_name: com.amazonaws.us-east-1.s3, route_tables: [main], prefix_list: prefix_list/s3}\n          s3:", []string{
			`warning: VPC endpoint "again" and VPC endpoint "s3" both add a route to route table "main" for the same service`}},
		{"a name with another region", offered, named, "service_name: com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", []string{
			`warning: VPC endpoint "to-app" leads to nothing: endpoint service "app" is of region "us-east-1", and its name says "eu-west-1"`}},
		{"a service of AWS in another region", ofAWS, "us-east-1.execute-api", "eu-west-1.execute-api", []string{
			`warning: VPC endpoint "api" leads to nothing: "com.amazonaws.eu-west-1.execute-api" is not a service of region "us-east-1"`}},
		{"a name that no service has", offered, named, "service_name: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1", []string{
			`error: "vpce-svc-0123456789abcdef1" does not name an endpoint service`}},
		{"a gateway endpoint to another service", ofAWS, "us-east-1.s3", "us-east-1.sqs", []string{
			`warning: VPC endpoint "s3" is inactive: a gateway endpoint leads to S3 or DynamoDB`}},
		{"an interface endpoint whose type is not written", ofAWS, "api: {type: interface, service_name: com.amazonaws.us-east-1.execute-api, subnets: [s], security_groups: [g]}", "api: {service_name: com.amazonaws.us-east-1.s3, subnets: [s]}", []string{
			`error: "subnets" is a field of interface endpoints, and VPC endpoint "api" is of type gateway, since its type is not written`}},
		{"routes of an interface endpoint", ofAWS, "subnets: [s], security_groups: [g]}", "subnets: [s], security_groups: [g], route_tables: [main]}", []string{
			`error: "route_tables" is a field of gateway endpoints, and VPC endpoint "api" is of type interface`}},
		{"a route to an interface endpoint", ofAWS, "routes: {peer", "routes: {api: {destination: 10.50.0.0/16, target: vpc_endpoint/api}, peer", []string{
			`warning: route "api" is inactive: it leads to VPC endpoint "api", and not by the prefix list of a gateway endpoint`}},
		{"a route by CIDR to a gateway endpoint", ofAWS, "routes: {peer", "routes: {x: {destination: 10.50.0.0/16, target: vpc_endpoint/s3}, peer", []string{
			`warning: route "x" is inactive: it leads to VPC endpoint "s3", and not by the prefix list of a gateway endpoint`}},
		{"an address that another has", offered, "ipv4: 10.0.2.20", "ipv4: 10.0.1.10", []string{
			`error: address "10.0.1.10" of VPC endpoint "to-app" is not in subnet "ends" (10.0.2.0/24)`,
			`error: instance "client" and VPC endpoint "to-app" both have the address "10.0.1.10"`}},
		{"no subnet", ofAWS, "subnets: [s], security_groups: [g]}", "security_groups: [g]}", []string{`warning: VPC endpoint "api" has no subnet, so it has no address`}},
		{"a subnet of another VPC", offered, "{subnet: ends, ipv4: 10.0.2.20}", "{subnet: subnet/us-east-1/provider/other}", []string{
			`error: a subnet of VPC endpoint "to-app", subnet "other", is of VPC "provider"`}},
		{"a table of another VPC", ofAWS, "route_tables: [main], prefix", "route_tables: [route_table/us-east-1/other/main], prefix", []string{
			`error: a route table of VPC endpoint "s3", route table "main", is of VPC "other"`}},
		{"a principal that is none (sheet c2)", offered, "arn:aws:iam::111122223333:root", "111122223333", []string{`error: "111122223333" is not a principal`}},
		{"a load balancer of another account (sheet c1)", offered, "        account: \"444455556666\"\n        network", "        account: \"777788889999\"\n        network", []string{
			`warning: load balancer "app-nlb" takes nothing for endpoint service "app": it is another account's`}},
		{"names below a name", offered, "private_dns_name: app.example.com", `private_dns_name: "*.example.com"`, []string{`warning: names below "example.com" are not resolved`}},
		{"a prefix list of another region", ofAWS, "    prefix_lists:\n      s3: {entries: [52.216.0.0/15]}\n", "", []string{`error: "prefix_list/s3" does not name a prefix list`}},
		{"a prefix list of another region", ofAWS, "  us-east-1:\n    cloud: aws\n    prefix_lists:\n      s3: {entries: [52.216.0.0/15]}\n",
			"  eu-west-1:\n    cloud: aws\n    prefix_lists:\n      s3: {entries: [52.216.0.0/15]}\n  us-east-1:\n    cloud: aws\n", []string{
				`error: prefix list "s3" is of region "eu-west-1", and not of "us-east-1"`}},
	} {
		t.Run(r.name, func(t *testing.T) {
			require.Contains(t, r.scenario, r.old)
			f := topology.Load(folder{"s.yaml": strings.Replace(r.scenario, r.old, r.new, 1)}, "s.yaml", topology.Codes())
			var got []string
			for _, finding := range f.Findings {
				require.True(t, strings.HasSuffix(finding.Detail, "."), "no sentence: %q", finding.Detail)
				got = append(got, finding.Severity.String()+": "+finding.Summary)
			}
			require.Equal(t, r.want, got)
		})
	}
}
