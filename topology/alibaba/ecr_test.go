package alibaba_test

import (
	"strings"
	"testing"
)

func TestECR(t *testing.T) {
	short := strings.NewReplacer("ECR.", "ecrs.ecr-1.", "SERVER.", "regions.cn-shanghai.vpcs.vpc-server.", "VBR.", "regions.cn-hangzhou.vbrs.vbr-1.")
	const in = "host/client instance/server tcp/443"
	requireLines(t, "../../testdata/codes/ecr.yaml", short, []lineClaim{
		{"RT-d a site reaches a VPC of another region", "", in, reachable},
		{"RT-d and is reached", "", "instance/server host/client icmp", reachable},
		{"RT-d the AS numbers must be equal", "set: {ECR.alibaba_side_asn: 65111}", in, "unreachable forward link.ecr-unassociated"},
		{"RT-d VPCs do not reach each other", "", "instance/near instance/server tcp/443", "unreachable forward route.missing"},
		{"RT-d no VBR", "remove: [ECR.vbrs]", in, "unreachable forward route.missing"},
		{"RT-d no association", "remove: [ECR.vpc_associations.server]", in, "unreachable forward route.missing"},
		{"RT-d allowed prefixes replace", "set: {ECR.vpc_associations.server.allowed_prefixes: [192.168.0.0/16]}", in, reachable},
		{"RT-d allowed prefixes limit", "set: {ECR.vpc_associations.server.allowed_prefixes: [192.168.2.0/24]}", in, "unreachable forward route.missing"},
		{"RT-d none allowed", "set: {ECR.vpc_associations.server.allowed_prefixes: []}", in, "unreachable forward route.missing"},
		{"RT-d a custom route", "set: {SERVER.route_propagation: false, SERVER.routes: {idc: {destination: 10.9.0.0/16, next_hop: ecr/ecr-1}}}", in, reachable},
		{"RT-a5 the table takes no learned routes", "set: {SERVER.route_propagation: false}", in, "unreachable return route.missing"},
		{"RT-a4 one source at a time", "set: {SERVER.vpn_gateways: {g: {auto_propagate: true}}}", in, "unreachable forward link.ecr-unassociated"},
		{"RT-d another account's VPC", "set: {regions.cn-shanghai.account: '2'}", in, "unreachable forward grant.ecr-missing"},
		{"RT-d with a grant", "set: {regions.cn-shanghai.account: '2', ECR.grants: [{instance: vpc/cn-shanghai/vpc-server}]}", in, reachable},
	})
}
