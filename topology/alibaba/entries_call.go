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
	}
}
