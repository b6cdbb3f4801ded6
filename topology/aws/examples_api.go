package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// apiExamples name a variant for each code, see examples.
func apiExamples() []diag.Example {
	const file = "testdata/codes/aws-api.yaml"
	shows := func(code diag.Code, variant string) diag.Example {
		return diag.Example{Code: code, File: file, Variant: variant}
	}
	return []diag.Example{
		shows(CodeExplicitDeny, "the policy denies what does not come by another endpoint"),
		shows(CodeImplicitDeny, "no statement of the policy allows the call"),
		shows(CodeEndpointDenied, "the endpoint is for another API"),
		shows(CodePolicyCondition, "the policy asks for the account of the caller"),
		shows(CodeAPIForbidden, "the API is regional, and the endpoint takes its name"),
		shows(CodeVPCLinkUnavailable, "the VPC link could not be made"),
		shows(CodeNotPublic, "the integration goes over the internet to a private address"),
		shows(cloud.CodeCertificate, "the integration asks by https for a host that the certificate is not for"),
		shows("unsupported.authorizer", "calls are to be signed"),
		shows("unsupported.aws-integration", "the method is handed to another service of AWS"),
		shows("open.invoked-by", "the method is a function, and who may invoke it is not written"),
		shows("unsupported.websocket-api", "the public API is a WebSocket API"),
	}
}
