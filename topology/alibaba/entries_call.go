package alibaba

import "netsim/topology/diag"

// What an API gateway answers carries X-Ca-Error-Code (grants i); where the
// sheet is not sure of the code, the symptom says so.

func callEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeNotDedicated, Kind: diag.KindGate,
			Title:   "The call needs a dedicated gateway",
			Meaning: "Over a VPC the shared (serverless) instance takes calls from VPCs of its own region only, and not from functions. Other callers need a dedicated instance.",
			Symptom: diag.SymptomTimeout + " (not documented)",
			Fix:     "Buy a dedicated instance and move the group to it.",
		},
		{
			Code: CodeInternetDisabled, Kind: diag.KindGate,
			Title:   "The group is closed to the internet",
			Meaning: "The public second-level domain of the API group is disabled. Calls over a VPC are not affected; debugging in the console is.",
			Symptom: "HTTP 403 with X-Ca-Error-Code A403IN (code not documented)",
			Fix:     "Call over a VPC, or enable the public second-level domain of the group.",
		},
		{
			Code: CodeUnknownDomain, Kind: diag.KindGate,
			Title:   "The group does not know the domain",
			Meaning: "The call reached the gateway with a Host that is not bound to the API's group.",
			Symptom: "HTTP 404 with X-Ca-Error-Code I404DO: Invalid Domain",
			Fix:     "Call one of the group's domains, or bind the name to it.",
		},
		{
			Code: CodeProtocolDenied, Kind: diag.KindGate,
			Title:   "HTTP or HTTPS is not accepted here",
			Meaning: "The API does not take the protocol of the call, or the domain does not answer HTTPS: that needs an own domain with a certificate.",
			Symptom: "HTTP 403 with X-Ca-Error-Code I403PT; for HTTPS without a certificate the TLS handshake fails",
			Fix:     "Call by the other protocol, allow it in the API definition and publish again, or bind an own domain with a certificate that has the VPC subdomain as its CNAME.",
		},
		{
			Code: CodeUnpublished, Kind: diag.KindGate,
			Title:   "The API is not published in the stage",
			Meaning: "A change of an API takes effect in a stage only once it is published there. In the stage that is called, this API is not.",
			Symptom: "HTTP 404 with X-Ca-Error-Code I404NF",
			Fix:     "Publish it in the stage that is called. A call without the header X-Ca-Stage goes to RELEASE.",
		},
		{
			Code: CodeUnknownStage, Kind: diag.KindGate,
			Title:   "There is no such stage",
			Meaning: "The call names a stage that the group does not have.",
			Symptom: "HTTP 400 with X-Ca-Error-Code I400SG",
			Fix:     "Send X-Ca-Stage with RELEASE, PRE or TEST, or leave the header out for RELEASE.",
		},
		{
			Code: CodeNoMatch, Kind: diag.KindGate,
			Title:   "Method or path is not the API's",
			Meaning: "The gateway looks up an API by method and path, and those of the call are not those of this one.",
			Symptom: "HTTP 404 with X-Ca-Error-Code I404NF",
			Fix:     "Call the path with the group's base path in front and the method of the API, or correct the request definition and publish again.",
		},
	}
}

func grantEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeCENGrantMissing, Kind: diag.KindLink,
			Title:   "The CEN of another account has no grant",
			Meaning: "A CEN attaches a VPC of another account only with a grant of the VPC's owner. Without it the attachment cannot be made; what happens to one that stands when the grant is revoked is not documented, and netsim counts it as inactive.",
			Symptom: "attaching fails with an error; routes are absent, so packets time out",
			Fix:     "Let the owner of the VPC grant it to the CEN and its account.",
		},
		{
			Code: CodeClientVPCUnbound, Kind: diag.KindGate,
			Title:   "The calling VPC is not bound to the gateway",
			Meaning: "A dedicated instance takes calls over a VPC only from the one VPC of its region that is bound to it, or through that VPC. The call comes another way, or none is bound.",
			Symptom: "timeout: nothing answers; where the request still arrives: HTTP 403 with X-Ca-Error-Code A403VN (code not documented)",
			Fix:     "Bind the VPC that the calls come through to the instance. Callers in other regions come through that VPC by a CEN.",
		},
		{
			Code: CodeAppCredentialsMissing, Kind: diag.KindGate,
			Title:   "The call carries no credentials of an app",
			Meaning: "The API asks for Alibaba Cloud App authentication, and the call names no app.",
			Symptom: "HTTP 400 with X-Ca-Error-Code A400MA",
			Fix:     "Sign the call with the AppKey and AppSecret of an authorized app, or send `Authorization: APPCODE ...` if the API allows that; or set the API's authentication to none.",
		},
		{
			Code: CodeAppUnauthorized, Kind: diag.KindGate,
			Title:   "The app is not authorized for the API in the stage",
			Meaning: "An app is authorized for an API and a stage, and this one is not for these; or its credential is wrong, or of a kind that the API does not take. AppCode works only where it is enabled.",
			Symptom: "HTTP 4xx, Unauthorized (X-Ca-Error-Code I403AA, not documented); a wrong AppCode: HTTP 400 with A400AC",
			Fix:     "Authorize the app for the API and the stage.",
		},
		{
			Code: CodeVPCAccessMissing, Kind: diag.KindGate,
			Title:   "No VPC access authorization",
			Meaning: "The gateway opens connections into a VPC only to a target and port that are authorized. For this backend there is no authorization.",
			Symptom: "the API cannot be saved or published; deleted later: HTTP 504 (X-Ca-Error-Code X504VE or D504CO, not documented)",
			Fix:     "Create one for the VPC, the instance or its private address, and the port.",
		},
		{
			Code: CodeVPCAccessInvalid, Kind: diag.KindGate,
			Title:   "The VPC access authorization does not work",
			Meaning: "An authorization holds for a target in a VPC of the gateway's own region and account. This one names something else.",
			Symptom: "the authorization is refused when it is made; otherwise HTTP 504 with X-Ca-Error-Code D504CO",
			Fix:     "Authorize a target in a VPC of the gateway's region and account. For a target in a data centre authorize the VPC that leads there, with the target's private address.",
		},
		{
			Code: CodeInvokeMissing, Kind: diag.KindGate,
			Title:   "The gateway may not invoke the function",
			Meaning: "An API with a function as its backend needs a role that grants the gateway fc:InvokeFunction. There is none.",
			Symptom: "an error of the gateway, HTTP 403 (X-Ca-Error-Code A403FC, not documented)",
			Fix:     "Create the service-linked role AliyunServiceRoleForApiGateway, or a role that trusts apigateway.aliyuncs.com, and name it in the API.",
		},
	}
}

func backendEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeListenerMissing, Kind: diag.KindBackend,
			Title:   "The load balancer has no listener on the port",
			Meaning: "The packet reaches the address of the load balancer, and no listener takes its port.",
			Symptom: "connection refused, or a timeout (not documented which)",
			Fix:     "Add a listener for the port, or call the port of one.",
		},
		{
			Code: CodeNoServer, Kind: diag.KindBackend,
			Title:   "The listener has no server to forward to",
			Meaning: "Every backend server of the listener is gone or has weight 0.",
			Symptom: "an HTTP listener answers 502 or 503; with a TCP listener the connection is reset or times out",
			Fix:     "Add servers, with a weight above 0.",
		},
		{
			Code: CodeBackendMissing, Kind: diag.KindBackend,
			Title:   "The API has no backend",
			Meaning: "The definition that the stage runs names nothing to forward to, or what it names is gone.",
			Symptom: "the API cannot be published as it is; once the backend is gone: HTTP 504 from the gateway (not documented)",
			Fix:     "Give the API a backend and publish it.",
		},
	}
}
