package run_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	sameRegion  = "function-to-api-same-region"
	crossRegion = "function-to-api-cross-region"
	privateAPI  = "aws-private-api-cross-account"
	theCall     = "the function calls the API by its VPC subdomain"
)

// Of two things that are wrong both are told, in the order of the path: leg by
// leg, the way there before the way back.
func TestTwoObstaclesAreToldInPathOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scenario, variant string
		want              []string
	}{
		{crossRegion, "Zhangjiakou is no access region, and the API is not published",
			[]string{"1 forward route.service-route-missing", "1 forward api.unpublished"}},
		{crossRegion, "neither a role nor a VPC subdomain",
			[]string{"1 forward grant.eni-role-missing", "1 forward dns.subdomain-disabled"}},
		{crossRegion, "the function may not send, and nothing listens on the backend",
			[]string{"1 forward sg.egress-denied", "2 forward backend.not-listening"}},
		{crossRegion, "no client VPC is bound, and a route policy stops the reply",
			[]string{"1 forward grant.client-vpc-unbound", "1 return route.policy-denied"}},
		{crossRegion, "nothing is allocated, and the backend's security group has no rule",
			[]string{"1 forward bandwidth.test-only", "2 forward sg.ingress-denied"}},
		{crossRegion, "vpc-fc-access is not attached",
			[]string{"1 forward link.unattached", "1 return link.unattached"}},
		{sameRegion, "the function may not send, and the API is not published",
			[]string{"1 forward sg.egress-denied", "1 forward api.unpublished"}},
		{sameRegion, "no client VPC is bound, and the backend's security group has no rule",
			[]string{"1 forward grant.client-vpc-unbound", "2 forward sg.ingress-denied"}},
		{sameRegion, "no VPC is authorized, and the backend's security group has no rule",
			[]string{"1 forward grant.vpc-access-missing", "2 forward sg.ingress-denied"}},
		{sameRegion, "the backend's security group has no rule, and a custom route takes its replies elsewhere",
			[]string{"2 forward sg.ingress-denied", "2 return route.shadowed"}},
		{sameRegion, "the authorization is for another port",
			[]string{"2 forward sg.ingress-denied", "2 forward backend.not-listening"}},
	} {
		t.Run(c.scenario+"/"+c.variant, func(t *testing.T) {
			t.Parallel()
			r := scenarioNamed(t, c.scenario).varied[c.variant][theCall]
			require.NotNil(t, r)
			var got []string
			for _, o := range r.Obstacles {
				got = append(got, fmt.Sprintf("%d %s %s", o.Leg, o.Direction, o.Code))
			}
			require.Equal(t, c.want, got)
		})
	}
}

// One thing is wrong, and one obstacle is told: nothing that only follows from
// it, and nothing that is not so. Its line is where to look.
func TestTheObstacleIsTheCauseAndItsLineTheRightOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scenario, variant string
		want              string
		source            string // stands in the line of the obstacle
	}{
		{crossRegion, "the function has no VPC config", "1 forward source.outside-vpc", "order-caller:"},
		{crossRegion, "the VPC config of the function names no vSwitch", "1 forward source.outside-vpc", "vpc_config.vswitches: []"},
		{crossRegion, "the vSwitch of the function is gone", "1 forward source.outside-vpc", "vswitches: [vsw-fc]"},
		{crossRegion, "the function has no role", "1 forward grant.eni-role-missing", "order-caller:"},
		{crossRegion, "the role of the function has no policy", "1 forward grant.eni-role-missing", "role.policies: []"},
		{crossRegion, "the security group of the function drops calls to the gateway", "1 forward sg.egress-denied", "policy: drop"},
		{crossRegion, "the security group of the function is of the enterprise type and has no rules", "1 forward sg.egress-denied", "type: enterprise"},
		{crossRegion, "vpc-fc-access takes no routes from the CEN", "1 forward route.missing", "route_propagation: false"},
		{crossRegion, "no bandwidth plan was bought", "1 forward bandwidth.test-only", "plan: plan-china"},
		{crossRegion, "the plan is for China and Asia-Pacific", "1 forward bandwidth.plan-area-mismatch", "areas: [China, Asia-Pacific]"},
		{crossRegion, "the plan is bound to no CEN", "1 forward bandwidth.test-only", "plan-china: {areas"},
		{crossRegion, "nothing allocated between the two regions", "1 forward bandwidth.test-only", "region_bandwidth:"},
		{crossRegion, "the allocation is zero", "1 forward bandwidth.test-only", "bandwidth: 0Mbps"},
		{crossRegion, "more is allocated than the plan has", "1 forward bandwidth.over-allocated", "bandwidth: 3Mbps"},
		{crossRegion, "Zhangjiakou is not an access region of the service route", "1 forward route.service-route-missing", "access_regions: [cn-shanghai]"},
		{crossRegion, "the service route was made in the console, not on a ticket", "1 forward route.service-route-needs-ticket", "provisioning: self_service"},
		{crossRegion, "the service route is for the address range of another gateway", "1 forward route.service-route-missing", "host: 100.104.8.64/26"},
		{crossRegion, "the host VPC is not attached to the CEN", "1 forward link.unattached", "host_vpc: vpc-backend-1"},
		{crossRegion, "the host VPC is in another region than the host region", "1 forward route.service-route-invalid", "host_vpc: vpc-fc-access"},
		{crossRegion, "host region and host VPC agree, and are not where the gateway is", "1 forward route.service-route-invalid", "host_region: cn-zhangjiakou"},
		{crossRegion, "a custom route of vpc-fc-access takes calls to the gateway elsewhere", "1 forward route.shadowed", "to-proxy: {destination: 100.104.255.128/26"},
		{crossRegion, "vpc-api-access takes no routes from the CEN", "1 return route.missing", "route_propagation: false"},
		{crossRegion, "a route policy denies the function's CIDR block in Shanghai", "1 return route.policy-denied", "action: deny"},
		{crossRegion, "the function's vSwitch has the CIDR block of one in vpc-api-access", "1 return route.conflict", "vsw-api: {cidr: 192.168.1.0/24"},
		{crossRegion, "a custom route of vpc-api-access has the function's CIDR block", "1 return route.shadowed", "to-proxy: {destination: 172.16.10.0/24"},
		{crossRegion, "the gateway is a shared one", "1 forward gateway.not-dedicated", "type: shared"},
		{crossRegion, "no client VPC is bound to the gateway", "1 forward grant.client-vpc-unbound", "apigw-sh:"},
		{crossRegion, "another VPC is bound to the gateway", "1 forward grant.client-vpc-unbound", "client_vpc: vpc-backend-1"},
		{crossRegion, "the VPC subdomain is not enabled", "1 forward dns.subdomain-disabled", "demo:"},
		{crossRegion, "the API is published in TEST only", "1 forward api.unpublished", "published: [TEST]"},
		{crossRegion, "the API asks for an app", "1 forward grant.app-credentials-missing", "auth: app"},
		{crossRegion, "there is no VPC access authorization", "1 forward grant.vpc-access-missing", "vpc_access: backend-auth"},
		{crossRegion, "the API has no backend", "1 forward backend.missing", "cloudapi:"},
		{crossRegion, "the backend's security group has no rule", "2 forward sg.ingress-denied", "ingress: []"},
		{crossRegion, "the backend's security group also has a drop of the same priority", "2 forward sg.ingress-denied", "policy: drop, priority: 1"},
		{crossRegion, "nothing listens on the backend", "2 forward backend.not-listening", "listens: []"},
		{crossRegion, "the backend serves another path", "2 forward backend.path-not-served", "paths\": [/health]"},
		{sameRegion, "the function stands in another VPC of Shanghai", "1 forward grant.client-vpc-unbound", "client_vpc: vpc-api-access"},
		{sameRegion, "a custom route of vpc-backend-1 takes replies to the gateway elsewhere", "2 return route.shadowed", "to-proxy: {destination: 100.104.255.128/26"},
		{sameRegion, "the public subdomain is off, and the API is called from the console", "1 forward api.internet-disabled", "internet: false"},
	} {
		t.Run(c.scenario+"/"+c.variant, func(t *testing.T) {
			t.Parallel()
			r := scenarioNamed(t, c.scenario).varied[c.variant][theCall]
			require.NotNil(t, r)
			require.Len(t, r.Obstacles, 1, "%s", tell(r))
			o := r.Obstacles[0]
			require.Equal(t, c.want, fmt.Sprintf("%d %s %s", o.Leg, o.Direction, o.Code))
			require.Contains(t, o.Source, c.source, "line %d: %s", o.Line, o.Summary)
			require.NotEmpty(t, o.Needed)
		})
	}
}

// Every obstacle says where, why and what is needed.
func TestEveryObstacleIsComplete(t *testing.T) {
	t.Parallel()
	for _, s := range shippedScenarios(t) {
		for _, r := range s.report.Results {
			for _, o := range r.Obstacles {
				require.NotEmpty(t, o.Source, "%s", tell(&r))
				require.NotEmpty(t, o.Element, "%s", tell(&r))
				require.NotEmpty(t, o.Summary, "%s", tell(&r))
				require.NotEmpty(t, o.Needed, "%s", tell(&r))
			}
		}
	}
}
