package aws

import "netsim/topology/diag"

// apiEntries are of API Gateway and of policies.
func apiEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeExplicitDeny, Kind: diag.KindGate,
			Title:   "A policy denies the call",
			Meaning: "A statement with Effect Deny holds for the call. It goes before every Allow. A negated condition, such as StringNotEquals on aws:SourceVpce, also holds for a call that has no such key: one that does not come by a VPC endpoint.",
			Symptom: symptomExplicitDeny,
			Fix:     "Let the condition of the Deny leave out the endpoint, VPC or address that the call comes by, and deploy the API again.",
		},
		{
			Code: CodeImplicitDeny, Kind: diag.KindGate,
			Title:   "No policy allows the call",
			Meaning: "What no statement allows is denied. A private API without a resource policy lets nobody in, and a policy with Deny statements alone neither.",
			Symptom: symptomImplicitDeny,
			Fix:     "Add a statement that allows execute-api:Invoke on the stage, method and path for this caller, and deploy the API again.",
		},
		{
			Code: CodeEndpointDenied, Kind: diag.KindGate,
			Title:   "The policy of the VPC endpoint does not allow the call",
			Meaning: "The interface endpoint for execute-api has a policy of its own, and both it and the resource policy of the API must allow the call. Without a policy an endpoint allows everything.",
			Symptom: symptomAccessDenied,
			Fix:     "Allow execute-api:Invoke on the ARN of the API in the policy of the endpoint.",
		},
		{
			Code: CodeAPIForbidden, Kind: diag.KindGate,
			Title:   "API Gateway does not take the call",
			Meaning: "A private API is called by an interface endpoint for execute-api only, and such an endpoint leads to private APIs only: its private DNS takes the names of all APIs in its VPC. By the endpoint's own name a call needs a Host header, or x-apigw-api-id.",
			Symptom: symptomForbidden,
			Fix:     "Call a private API by an endpoint and another one past it, and name the API in the Host header.",
		},
		{
			Code: CodeVPCLinkUnavailable, Kind: diag.KindGate,
			Title:   "The VPC link does not work",
			Meaning: "The integration sends by a VPC link that is not AVAILABLE, is gone, or cannot be: one of version 1 has exactly one network load balancer, of the API's account and region, that is behind no other endpoint service.",
			Symptom: symptomInternal,
			Fix:     "Make a VPC link to a network load balancer of its own, in the account and region of the API, and name it in the integration.",
		},
		{
			Code: CodeNotPublic, Kind: diag.KindGate,
			Title:   "The integration needs a public host",
			Meaning: "Without a VPC link API Gateway reaches what has a public name and a public address, and nothing in a VPC.",
			Symptom: symptomInternal,
			Fix:     "Set connection_type VPC_LINK and name a VPC link, or let the URL name a public host.",
		},
		{
			Code: CodePolicyCondition, Kind: diag.KindUnknown,
			Title:   "Whether a statement of a policy holds is not known",
			Meaning: "The verdict turns on a condition that asks about something netsim does not know: who the caller is, the time, a policy variable, or an id or account that the scenario does not write.",
			Fix:     "Write the ids of endpoints, VPCs and APIs and the accounts, or check the statement by hand.",
		},
		{
			Code: "unsupported.authorizer", Kind: diag.KindUnknown,
			Title:   "Who may call is decided by an authorizer",
			Meaning: "The method asks for signed calls, tokens, or a function of Lambda that decides. netsim does not know who the caller is.",
			Fix:     "Check by hand that the caller is authorized; the rest of the way is told as for authorization NONE.",
		},
		{
			Code: "unsupported.aws-integration", Kind: diag.KindUnknown,
			Title:   "The integration with a service of AWS is not followed",
			Meaning: "The method is handed to a service of AWS other than a function of Lambda.",
			Fix:     "Check by hand that the role of the integration may call the service.",
		},
		{
			Code: "unsupported.websocket-api", Kind: diag.KindUnknown,
			Title:   "WebSocket APIs are not followed",
			Meaning: "The API is a WebSocket API, of which netsim does not model the routes.",
			Fix:     "Check it by hand.",
		},
		{
			Code: "open.invoked-by", Kind: diag.KindUnknown,
			Title:   "Whether API Gateway may invoke the function is open",
			Meaning: "The integration is a function of Lambda, and what its resource policy allows is not written.",
			Fix:     "Write `invoked_by` with the services that have a permission; [] for none.",
		},
	}
}
