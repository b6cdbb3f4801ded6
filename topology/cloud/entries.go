package cloud

import (
	"slices"

	"netsim/topology/diag"
)

// Codes describes the codes. What a caller sees differs from cloud to cloud: where
// it is known there, the refusal says it.
func Codes() []diag.Entry { return slices.Concat(ownEntries(), machineEntries()) }

func ownEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeNotResolvable, Kind: diag.KindName,
			Title:   "The name does not resolve for this caller",
			Meaning: "The caller's resolver does not lead the name to what is called: there is no such name, or it is one that only some networks see.",
			Symptom: diag.SymptomNXDomain,
			Fix:     "Call from a network that the name resolves in, let the caller's network see the name, or forward it from the caller's resolver.",
		},
		{
			Code: CodeUnknownDomain, Kind: diag.KindGate,
			Title:   "The gateway does not know the domain",
			Meaning: "The call reached the gateway with a Host that does not lead to the API.",
			Symptom: "HTTP 403 or 404 from the gateway",
			Fix:     "Call one of the API's domains, or bind the name to it.",
		},
		{
			Code: CodeProtocolDenied, Kind: diag.KindGate,
			Title:   "HTTP or HTTPS is not accepted here",
			Meaning: "The API does not take the protocol of the call, or the domain does not answer HTTPS: that needs an own domain with a certificate.",
			Symptom: "HTTP 403 from the gateway; for HTTPS without a certificate the TLS handshake fails",
			Fix:     "Call by the other protocol, or allow it in the API definition and publish again.",
		},
		{
			Code: CodeUnpublished, Kind: diag.KindGate,
			Title:   "The API is not published in the stage",
			Meaning: "A change of an API takes effect in a stage only once it is published there. In the stage that is called, this API is not.",
			Symptom: "HTTP 403 or 404 from the gateway",
			Fix:     "Publish it in the stage that is called.",
		},
		{
			Code: CodeUnknownStage, Kind: diag.KindGate,
			Title:   "There is no such stage",
			Meaning: "The call names a stage that the API does not have.",
			Symptom: "HTTP 400 or 403 from the gateway",
			Fix:     "Call a stage that there is, or publish the API in this one.",
		},
		{
			Code: CodeNoMatch, Kind: diag.KindGate,
			Title:   "Method or path is not the API's",
			Meaning: "The gateway looks up what to do by method and path, and the API that is published has none for those of the call.",
			Symptom: "HTTP 403 or 404 from the gateway",
			Fix:     "Call a method and path that the API has, or add them and publish again.",
		},
		{
			Code: CodeInvokeMissing, Kind: diag.KindGate,
			Title:   "The gateway may not invoke the function",
			Meaning: "An API with a function as its backend needs a grant by which the gateway may invoke it. There is none.",
			Symptom: "an error of the gateway",
			Fix:     "Grant the gateway to invoke the function.",
		},
		{
			Code: CodeBackendMissing, Kind: diag.KindBackend,
			Title:   "The API has no backend",
			Meaning: "The definition that the stage runs names nothing to forward to, or what it names is gone.",
			Symptom: "an error of the gateway",
			Fix:     "Give the API a backend and publish it.",
		},
		{
			Code: CodeStageDefinition, Kind: diag.KindUnknown,
			Title:   "What the stage runs is not written",
			Meaning: "The stage is marked stale: it runs an earlier definition of the API than the one that is written.",
			Fix:     "Publish the API again and write `current`, or write the definition that the stage runs.",
		},
		{
			Code: CodeHTTPBackend, Kind: diag.KindUnknown,
			Title:   "Whether the HTTP backend answers is assumed",
			Meaning: "The API forwards to a service on the internet, of which netsim knows nothing. It is assumed to answer.",
			Fix:     "Nothing needs mending. The verdict holds as far as that service works.",
		},
		{
			Code: CodeOutsideTarget, Kind: diag.KindUnknown,
			Title:   "What has an address outside of the VPC is not written",
			Meaning: "An authorization or a target group names an address outside of its VPC, in a data centre for instance, and the scenario does not say in one place what has it.",
			Fix:     "Write what has this address, or name a resource that is in the VPC.",
		},
		{
			Code: CodeOutsideRecord, Kind: diag.KindUnknown,
			Title:   "A record leads out of the scenario",
			Meaning: "A record of a zone has an address or a name that nothing in the scenario has, or more than one thing may have. Whether it is reached is not known.",
			Fix:     "Write what has this address or name, give it the address that the record names, or let the record lead to something in the scenario.",
		},
		{
			Code: CodeCertificate, Kind: diag.KindBackend,
			Title:   "The certificate is not for the host that is called",
			Meaning: "The connection is made by TLS, and the certificate that is shown is not for the host name of the call.",
			Symptom: "the TLS handshake fails: the certificate is for another host",
			Fix:     "Call a host that the certificate is for, or use a certificate for this one.",
		},
		{
			Code: CodeOutsideVPC, Kind: diag.KindEndpoint,
			Title:   "The function sends from outside of any VPC",
			Meaning: "This packet of the function leaves by the cloud's own network for functions, and not by a VPC: it has no VPC config that stands, or what it has does not apply to this destination. From there nothing in a VPC can be reached.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Give the function a VPC config: a subnet or vSwitch of a VPC that leads to the destination, and a security group. On GPU instances with an internet access of their own, also turn that off.",
		},
		{
			Code: CodePeeringInactive, Kind: diag.KindLink,
			Title:   "The peering connection is not active",
			Meaning: "The route leads to a peering connection that lets nothing pass: it has not been accepted, was rejected or has expired, or cannot be, since the cloud refuses to peer the two VPCs. The route still takes the packets that match it.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the peering connection on the other side within seven days, or make it again; both sides need a route. VPCs that cannot be peered since their blocks overlap can still share a service by PrivateLink.",
		},
		{
			Code: CodeNotTransitive, Kind: diag.KindRoute,
			Title:   "A peering connection leads no further than the peer",
			Meaning: "The packet came over a peering connection, and its destination is not in the peer's own blocks. A VPC passes nothing on: neither to its other peers, nor to its gateways and the networks behind.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Peer with the VPC that has the destination, or join the VPCs by a transit gateway or router.",
		},
		{
			Code: CodeListens, Kind: diag.KindUnknown,
			Title:   "That a service listens is assumed",
			Meaning: "The machine does not say what listens on it, so what is asked for is assumed to listen.",
			Fix:     "Write `listens` with what runs on it; [] for nothing.",
		},
	}
}
