package alibaba

import (
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// Small scenarios that show codes of transit routers.
const (
	transitRouters = "testdata/codes/transit-routers.yaml"
	transitSites   = "testdata/codes/transit-sites.yaml"
)

func transitExamples() []diag.Example {
	return []diag.Example{
		example(CodeUnattached, transitRouters, "the VPC of the server is not attached"),
		example(CodeUnassociated, transitRouters, "the attachment of the client is associated with no route table"),
		example(CodeUnassociated, transitRouters, "the end in Shanghai is associated with no route table"),
		example(CodePeerMissing, transitRouters, "there is no inter-region connection"),
		example(CodeNotPropagated, transitRouters, "the server's routes are not learned"),
		example(CodeNotPropagated, transitRouters, "what Shanghai advertises is not learned"),
		example(CodeNotSynchronized, transitRouters, "the client's VPC does not synchronize routes"),
		example(CodeNotAdvertised, transitRouters, "Shanghai does not advertise its routes"),
		example(CodeNoBandwidth, transitRouters, "the inter-region connection has no bandwidth plan"),
		example(fabric.CodeInsufficient, transitRouters, "the inter-region connection carries less than is asked for"),
		example(CodeOverAllocated, transitRouters, "more is allocated than the plan has"),
		example(CodePlanArea, transitRouters, "the plan is for China and Europe"),
		example(CodeCENGrantMissing, transitRouters, "the client's VPC is another account's and not granted"),
		example(CodePolicyDenied, transitRouters, "a route policy of the server's table denies its routes"),
		example(fabric.CodeShadowed, transitRouters, "the table of the client has a blackhole for the server"),
		example(fabric.CodeLoop, transitRouters, "the two transit routers send what is for the server to each other"),
		example("open.passes-static-routes", transitRouters, "Shanghai has a static entry for the server instead of its routes"),
		example("open.default-route-policy", transitSites, "whether the transit router has the default policy is not written"),
		example(CodePolicyDenied, transitSites, "the transit router has the default policy"),
		example("open.route-synchronization", transitRouters, "a second transit router synchronizes routes with the client's VPC too"),
	}
}
