package aws_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
)

// What is written is told where it is wrong: errors of what is malformed, warnings
// of what AWS would refuse.
func TestChecksOfZonesAndFunctions(t *testing.T) {
	base, err := os.ReadFile("testdata/names.yaml")
	require.NoError(t, err)
	const zone, function = "hosted_zones: {z: {", "regions: {us-east-1: {lambda_functions: {f: {vpc_config: {"
	record := func(fields string) string { return zone + "domain: z.org, records: [{" + fields + "}]}}" }
	for _, row := range []struct{ name, add, want string }{
		{"a zone that is well", record("name: a, type: A, values: [10.0.0.1]"), ""},
		{"a record for any label", record("name: '*', type: A, values: [10.0.0.1]"), ""},
		{"a record of the domain itself", record("name: '@', type: A, values: [10.0.0.1]"), ""},
		{"a public zone with VPCs", zone + "domain: z.org, vpcs: [vpc/left]}}", `error: hosted zone "z" is public, and names VPCs`},
		{"a private zone without", zone + "domain: z.org, private: true}}", `warning: hosted zone "z" is private and associated with no VPC, so nobody sees it`},
		{"a VPC twice", zone + "domain: z.org, private: true, vpcs: [vpc/left, vpc/left]}}", `warning: VPC "left" is associated with hosted zone "z" twice`},
		{"two private zones for one domain", zone + "domain: internal.example.com, private: true, vpcs: [vpc/left]}}", `warning: VPC "left" is not associated with hosted zone "z", since it is with hosted zone "private", which has the same domain`},
		{"a private zone and a public one", zone + "domain: example.com, private: true, vpcs: [vpc/left]}}", ""},
		{"two public zones for one domain", zone + "domain: example.com}}", `warning: hosted zone "public" and hosted zone "z" are public zones for the same domain, example.com, and the first is taken to be the one that the internet asks`},
		{"a name that is none", record("name: a..b, type: A, values: [10.0.0.1]"), `error: "a..b" is not the name of a record`},
		{"a record without values", record("name: a, type: A, values: []"), `error: record a.z.org of hosted zone "z" has no value`},
		{"an address that is none", record("name: a, type: A, values: [b.z.org]"), `error: "b.z.org", a value of record a.z.org of hosted zone "z", is not an IPv4 address`},
		{"an IPv6 address", record("name: a, type: A, values: ['::1']"), `error: "::1", a value of record a.z.org of hosted zone "z", is not an IPv4 address`},
		{"a CNAME of the domain itself", record("name: '@', type: CNAME, values: [a.org]"), `error: record z.org of hosted zone "z" is a CNAME record of the domain itself`},
		{"a CNAME to two names", record("name: a, type: CNAME, values: [a.org, b.org]"), `error: record a.z.org of hosted zone "z" is a CNAME record with 2 values`},
		{"a CNAME to an address", record("name: a, type: CNAME, values: [10.0.0.1]"), `error: "10.0.0.1", the value of record a.z.org of hosted zone "z", is not a host name`},
		{"an alias of type CNAME", record("name: a, type: CNAME, alias: load_balancer/nlb"), `error: record a.z.org of hosted zone "z" is an alias, and of type CNAME`},
		{"two records of one type", record("name: a, type: A, values: [10.0.0.1]}, {name: a.z.org, type: A, values: [10.0.0.2]"), `error: hosted zone "z" has two A records for a.z.org`},
		{"a CNAME and another record", record("name: a, type: A, values: [10.0.0.1]}, {name: A, type: CNAME, values: [b.org]"), `error: hosted zone "z" has a CNAME record and another one for a.z.org`},
		{"a function that is well", function + "subnets: [subnet/left/left], security_groups: [security_group/left/open]}}}}}", ""},
		{"a function without a group", function + "subnets: [subnet/left/left], security_groups: []}}}}}", `error: Lambda function "f" is in no security group`},
		{"a function without a subnet", function + "subnets: [], security_groups: [security_group/left/open]}}}}}", `warning: the VPC config of Lambda function "f" names no subnet`},
		{"a function in two VPCs", function + "subnets: [subnet/left/left, subnet/right/right], security_groups: [security_group/left/open]}}}}}", `error: a subnet of Lambda function "f", subnet "right", is of VPC "right"`},
		{"a function with a group of another VPC", function + "subnets: [subnet/left/left], security_groups: [security_group/right/open]}}}}}", `error: a security group of Lambda function "f", security group "open", is of VPC "right"`},
		{"a function in a VPC of another region", "regions: {us-west-2: {cloud: aws, lambda_functions: {f: {vpc_config: {subnets: [subnet/us-east-1/left/left], security_groups: [security_group/us-east-1/left/open]}}}}}", `warning: subnet "left" is of region "us-east-1", and Lambda function "f" is not, so the function does not stand in it`},
		{"two internet gateways", "regions: {us-east-1: {vpcs: {left: {internet_gateways: {second: {}}}}}}", `warning: internet gateway "second" is inactive: VPC "left" has internet gateway "igw"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			head, network, _ := strings.Cut(string(base), "regions:")
			files := folder{"base.yaml": "regions:" + network, "s.yaml": head + "include: [base.yaml]\n" + row.add + "\n"}
			f := topology.Load(files, "s.yaml", topology.Codes())
			var got []string
			for _, g := range f.Findings {
				got = append(got, fmt.Sprintf("%s: %s", g.Severity, g.Summary))
				require.True(t, strings.HasSuffix(g.Detail, "."), "detail is no sentence: %q", g.Detail)
				require.Equal(t, "s.yaml:7", fmt.Sprintf("%s:%d", g.Range.File, g.Range.Start.Line), "not told where it is written")
			}
			require.Equal(t, row.want, strings.Join(got, "\n"))
		})
	}
}
