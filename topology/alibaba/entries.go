package alibaba

import "netsim/topology/diag"

// Codes describes the codes.
func Codes() []diag.Entry {
	return []diag.Entry{
		{Code: CodeServiceRouteMissing},
		{Code: CodeServiceRouteNeedsTicket},
		{Code: CodeServiceRouteInvalid},
		{Code: CodeRouteConflict},
		{Code: CodePolicyDenied},
		{Code: CodeBlackhole},
		{Code: CodeNextHopDrops},
		{Code: CodeAsymmetric},
		{Code: CodeUnattached},
		{Code: CodeCENGrantMissing},
		{Code: CodeIngressDenied},
		{Code: CodeEgressDenied},
		{Code: CodeOutsideVPC},
		{Code: CodeENIRoleMissing},
		{Code: CodeNobody},
		{Code: CodeListenerMissing},
		{Code: CodeListenerACL},
		{Code: CodeNoServer},
		{Code: CodeNotDedicated},
		{Code: CodeClientVPCUnbound},
		{Code: CodeSubdomainDisabled},
		{Code: CodeNotResolvable},
		{Code: CodeInternetDisabled},
		{Code: CodeUnknownDomain},
		{Code: CodeProtocolDenied},
		{Code: CodeUnpublished},
		{Code: CodeUnknownStage},
		{Code: CodeNoMatch},
		{Code: CodeAppCredentialsMissing},
		{Code: CodeAppUnauthorized},
		{Code: CodeVPCAccessMissing},
		{Code: CodeVPCAccessInvalid},
		{Code: CodeInvokeMissing},
		{Code: CodeBackendMissing},
		{Code: CodeTestOnly},
		{Code: CodeOverAllocated},
		{Code: CodePlanArea},
	}
}
