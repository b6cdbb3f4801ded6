package reachability_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The solver and the fabric know no cloud: not even by name, nor by a word for
// one of its products.
func TestNoCloudIsNamed(t *testing.T) {
	names := regexp.MustCompile(`(?i)` + strings.Join([]string{
		// Words that are somebody's own wherever they stand, in identifiers too.
		`alibaba|aliyun|alicloud|apsara|amazon|azure|vswitch|v_switch|function ?compute|x-?ca-?error|cloud ?enterprise ?network`,
		`lambda|private ?link|private ?zone|elastic ?(ip|network|load)|route ?53|cloud ?wan|transit ?(router|gateway)|internet ?gateway`,
		// Short ones, which other words may have in them.
		`\b(aws|gcp|vpcs?|cens?|ecs|ec2|enis?|slb|clb|nlb|alb|elb|eips?|tgw|igw|fc[23]?|x-ca-)\b`,
		`(?-i:(VPC|CEN|ECS|EC2|ENI|SLB|NLB|ALB|TGW|IGW)[A-Z_])`,
	}, "|"))
	for _, name := range []string{"X-Ca-Error-Code", "an ENI", "VPCEndpoint", "TransitGateway", "Elastic IP", "an AWS region", "vpcs"} {
		require.Regexp(t, names, name)
	}
	for _, word := range []string{"central", "recent", "calbe", "gateway", "load balancer", "security group"} {
		require.NotRegexp(t, names, word)
	}
	read := 0
	for _, folder := range []string{".", "tracer", "../topology/fabric"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Empty(t, names.FindAllString(string(text), -1), file)
			read++
		}
	}
	require.Greater(t, read, 20)
}
