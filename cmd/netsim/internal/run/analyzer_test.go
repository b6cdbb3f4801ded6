package run_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
	"netsim/topology/diag"
)

// analyzerFiles have a variant for every code of AWS Reachability Analyzer that a
// scenario can bring about, with its name.
var analyzerFiles = []string{"testdata/analyzer/network.yaml", "testdata/analyzer/services.yaml"}

// beyondScenarios are the other codes of the analyzer about routes, filters,
// gateways, peering and endpoints, and why no scenario brings them about.
var beyondScenarios = map[string]string{
	"BAD_STATE_ATTACHMENT":                           "transit gateways are not in the language of AWS yet",
	"BAD_STATE_VPN":                                  "VPN connections are not in the language of AWS yet",
	"GATEWAY_REJECTS_SPOOFED_TRAFFIC":                "senders use their own addresses: checks ask about nothing else",
	"IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS":           "what comes from the internet is sent to a public address, which is of an interface in the VPC",
	"IGW_NAT_REFLECTION":                             "it says what the analyzer does not support; netsim follows it",
	"IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS":      "the internet sends from public addresses only",
	"IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS":      "the internet sends from public addresses only",
	"NGW_DEST_ADDRESS_PRESERVATION":                  "it says what a NAT gateway does, and is no reason",
	"TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION":         "transit gateways are not in the language of AWS yet",
	"TGW_BAD_STATE_VPN":                              "transit gateways are not in the language of AWS yet",
	"TGW_RTB_BAD_STATE_ROUTE":                        "transit gateways are not in the language of AWS yet",
	"TGW_RTB_CANNOT_ROUTE":                           "transit gateways are not in the language of AWS yet",
	"TGW_RTB_HIGHER_PRIORITY_ROUTE":                  "transit gateways are not in the language of AWS yet",
	"TGW_RTB_MORE_SPECIFIC_ROUTE":                    "transit gateways are not in the language of AWS yet",
	"TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT":             "transit gateways are not in the language of AWS yet",
	"TGW_RTB_ROUTES_ARE_UNKNOWN":                     "transit gateways are not in the language of AWS yet",
	"UNKNOWN_PEERED_SGS":                             "a scenario has both sides of a peering connection",
	"VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS":          "virtual private gateways are not in the language of AWS yet",
	"VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS":         "virtual private gateways are not in the language of AWS yet",
	"VPC_BLOCK_PUBLIC_ACCESS_ENABLED":                "Block Public Access is not in the language of AWS yet",
	"VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION": "a gateway endpoint opens no connections, and checks ask about connections",
	"NO_PATH": "it is what the analyzer says when it has no reason: unknown and unreachable alike",
}

// core are the analyzer's codes about what this netsim models of AWS.
var core = []string{
	"BAD_STATE", "BAD_STATE_ROUTE", "CANNOT_ROUTE", "DISCONNECTED_VPCS", "ENI_ADDRESS_RESTRICTION", "ENI_SG_RULES_MISMATCH",
	"ENI_SOURCE_DEST_CHECK_RESTRICTION", "HIGHER_PRIORITY_ROUTE", "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
	"IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS", "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
	"MORE_SPECIFIC_ROUTE", "NGW_REQUIRES_SOURCE_IN_VPC", "NGW_SOURCE_ADDRESS_REASSIGN", "NO_POSSIBLE_DESTINATION", "NO_ROUTE_TO_DESTINATION",
	"PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "PROTOCOL_RESTRICTION", "REMAP_EPHEMERAL_PORT", "SG_HAS_NO_RULES", "SG_REFERENCES_NOT_PRESERVED",
	"SUBNET_ACL_RESTRICTION", "UNKNOWN_DESTINATION", "UNKNOWN_RESOURCE", "VPCE_GATEWAY_PROTOCOL_RESTRICTION", "VPCE_INTRA_VPC_TRAFFIC",
	"VPCE_SERVICE_NOT_INSTALLED_IN_AZ", "VPC_LOCAL_ROUTE_CIDR_RESTRICTION",
	// Of load balancers.
	"ELBV2_LISTENERS_MISMATCH", "ELBV2_LISTENER_HAS_NO_TG", "ELBV2_NO_TARGETS_IN_AZ", "ELBV2_SOURCE_ADDRESS_PRESERVATION", "ELB_NOT_CROSSZONE",
	"TARGET_PORT_RESTRICTION",
}

func TestWhatTheAnalyzerSaysIsSaidInItsPlace(t *testing.T) {
	t.Parallel()
	shows := map[string][]*shipped{}
	for _, file := range analyzerFiles {
		s, err := check(disk{}, file)
		require.NoError(t, err)
		require.Empty(t, s.Findings, file)
		for word := range s.varied {
			shows[word] = append(shows[word], s)
		}
		for _, r := range s.report.Results {
			require.True(t, r.Pass, "%s: %s", file, tell(&r))
		}
	}
	require.ElementsMatch(t, core, slices.Collect(maps.Keys(shows)))
	codes := topology.ExplainedCodes()
	for _, word := range core {
		t.Run(word, func(t *testing.T) {
			require.Empty(t, beyondScenarios[word])
			beside, tools := codes.Beside(word)
			require.Contains(t, tools, diag.ReachabilityAnalyzer, "netsim explain %s finds nothing", word)
			for _, s := range shows[word] {
				said := map[string]bool{}
				for check, r := range s.varied[word] {
					if c := reason(r); c != "" && c != reason(s.base[check]) {
						said[c] = true
					}
				}
				require.True(t, slices.ContainsFunc(beside, func(e diag.Entry) bool { return said[string(e.Code)] }),
					"%s: the variant says %v, and the registry has %s beside others", s.Name, said, word)
			}
		})
	}
}
