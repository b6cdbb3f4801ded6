package cloud

import "netsim/topology/diag"

// The codes that every cloud has of names, and of services that are called.
const (
	CodeNotResolvable  diag.Code = "dns.not-resolvable"
	CodeUnknownDomain  diag.Code = "api.unknown-domain"
	CodeProtocolDenied diag.Code = "api.protocol-denied"
	CodeUnpublished    diag.Code = "api.unpublished"
	CodeUnknownStage   diag.Code = "api.unknown-stage"
	CodeNoMatch        diag.Code = "api.no-match"
	CodeInvokeMissing  diag.Code = "grant.function-invoke-missing"
	CodeBackendMissing diag.Code = "backend.missing"
	CodeOutsideVPC     diag.Code = "source.outside-vpc"
	CodeListens        diag.Code = "open.listens"
	CodeIPForwarding   diag.Code = "open.ip-forwarding"
	CodeStateful       diag.Code = "open.stateful"
	CodeCertificate    diag.Code = "backend.certificate-mismatch"
	CodeOutsideTarget  diag.Code = "unsupported.outside-target"
	CodeOutsideRecord  diag.Code = "unsupported.outside-record"

	CodePeeringInactive diag.Code = "peering.inactive"
	CodeNotTransitive   diag.Code = "peering.not-transitive"

	CodeStageDefinition diag.Code = "open.stage-definition"
	CodeHTTPBackend     diag.Code = "open.http-backend"
)
