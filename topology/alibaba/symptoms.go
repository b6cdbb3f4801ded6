package alibaba

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// What one sees in this cloud of codes that clouds share. What an API gateway
// answers carries X-Ca-Error-Code (grants i).
const (
	symptomUnknownDomain  diag.Symptom = "HTTP 404 with X-Ca-Error-Code I404DO: Invalid Domain"
	symptomProtocolDenied diag.Symptom = "HTTP 403 with X-Ca-Error-Code I403PT; for HTTPS without a certificate the TLS handshake fails"
	symptomUnpublished    diag.Symptom = "HTTP 404 with X-Ca-Error-Code I404NF"
	symptomUnknownStage   diag.Symptom = "HTTP 400 with X-Ca-Error-Code I400SG"
	symptomNoMatch        diag.Symptom = "HTTP 404 with X-Ca-Error-Code I404NF"
)

// inWords tells what is this cloud's own of codes that clouds share: what one
// sees, and how it is mended.
func inWords(m diag.Remedy) diag.Remedy {
	switch m.Code {
	case fabric.CodeIngressDenied:
		m.Fix = "Of the rules of all groups the lowest priority number decides, and at one number a drop wins. The outbound addresses of API Gateway need a rule like any other."
	case fabric.CodeEgressDenied:
		m.Fix = "A basic group accepts all egress that no rule drops, an enterprise group only what a rule accepts. An enterprise group made by the API has no allow-all rule; one made in the console has."
	case fabric.CodeNoServer:
		m.Fix = "Add servers, with a weight above 0."
	case cloud.CodeNotResolvable:
		m.Fix = "The VPC subdomain of an API group is answered in VPCs, not on the internet, and perhaps only in some VPCs. Call from a VPC that it resolves in."
	case cloud.CodeUnknownDomain:
		m.Symptom = symptomUnknownDomain
		m.Fix = "Call one of the domains of the API's group, or bind the name to the group."
	case cloud.CodeProtocolDenied:
		m.Symptom = symptomProtocolDenied
		m.Fix = "For HTTPS, bind an own domain with a certificate that has the VPC subdomain as its CNAME."
	case cloud.CodeUnpublished:
		m.Symptom = symptomUnpublished
		m.Fix = "A call without the header X-Ca-Stage goes to RELEASE."
	case cloud.CodeUnknownStage:
		m.Symptom = symptomUnknownStage
		m.Fix = "Send X-Ca-Stage with RELEASE, PRE or TEST, or leave the header out for RELEASE."
	case cloud.CodeNoMatch:
		m.Symptom = symptomNoMatch
		m.Fix = "Call the path with the group's base path in front."
	case cloud.CodeInvokeMissing:
		m.Symptom = "an error of the gateway, HTTP 403 (X-Ca-Error-Code A403FC, not documented)"
		m.Fix = "Create the service-linked role AliyunServiceRoleForApiGateway, or a role with fc:InvokeFunction that trusts apigateway.aliyuncs.com, and name it in the API."
	case cloud.CodeBackendMissing:
		m.Symptom = "the API cannot be published as it is; once the backend is gone: HTTP 504 from the gateway (not documented)"
	}
	return m
}
