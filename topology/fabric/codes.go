package fabric

import "netsim/topology/diag"

// The codes of what is the same in every cloud.
const (
	CodeNoRoute          diag.Code = "route.missing"
	CodeShadowed         diag.Code = "route.shadowed"
	CodeLoop             diag.Code = "route.loop"
	CodeMisdelivered     diag.Code = "route.misdelivered"
	CodeMistranslated    diag.Code = "route.reply-translated"
	CodeOneWay           diag.Code = "route.stateful-one-way"
	CodeNotListening     diag.Code = "backend.not-listening"
	CodePathNotServed    diag.Code = "backend.path-not-served"
	CodeNobody           diag.Code = "endpoint.unoccupied"
	CodeBlackhole        diag.Code = "route.blackhole"
	CodeNextHopDrops     diag.Code = "route.next-hop-not-forwarding"
	CodeIngressDenied    diag.Code = "sg.ingress-denied"
	CodeEgressDenied     diag.Code = "sg.egress-denied"
	CodeACLIngressDenied diag.Code = "acl.ingress-denied"
	CodeACLEgressDenied  diag.Code = "acl.egress-denied"
	CodeListenerMissing  diag.Code = "backend.listener-missing"
	CodeNoServer         diag.Code = "backend.no-server"
	CodeInsufficient     diag.Code = "bandwidth.insufficient"
	CodeUnstatedRate     diag.Code = "open.bandwidth"
	CodeRemoved          diag.Code = "endpoint.removed"
	CodeEmpty            diag.Code = "endpoint.empty"
	CodeInternet         diag.Code = "unsupported.internet-access"
	CodeBudget           diag.Code = "budget.exceeded"
	CodeIsReachable      diag.Code = "verdict.reachable"
	CodeIsPartial        diag.Code = "verdict.partial"
	CodeIsDecided        diag.Code = "verdict.decided"
	CodeDefaulted        diag.Code = "assumption.defaulted"
)

// SymptomPathNotServed is what a caller sees of a service that does not answer
// the path: relays pass it on.
const SymptomPathNotServed diag.Symptom = "HTTP 404 from the service itself"
