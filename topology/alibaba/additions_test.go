package alibaba

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// noRemedy are the codes of the cloud that nothing in it mends, and why.
var noRemedy = map[diag.Code]string{
	CodeServiceRouteNeedsTicket: "a ticket is no operation",
	CodeSiteIngressDenied:       "the firewall of a site is not the cloud's",
	CodeSiteEgressDenied:        "the firewall of a site is not the cloud's",
	cloud.CodeCertificate:       "nothing is called by TLS that netsim knows the certificate of",
}

func TestEveryRefusalOfTheCloudHasARemedy(t *testing.T) {
	mended := map[diag.Code]bool{}
	for _, m := range Addition().Remedies {
		require.False(t, mended[m.Code], "%s has two remedies", m.Code)
		mended[m.Code] = true
	}
	for _, e := range slices.Concat(Codes(), cloud.Codes()) {
		if e.Kind == diag.KindUnknown || e.Kind == diag.KindCheck {
			continue
		}
		require.Equal(t, noRemedy[e.Code] == "", mended[e.Code], "%s", e.Code)
	}
}

func TestRemediesAreWellFormed(t *testing.T) {
	command := regexp.MustCompile(`^aliyun [a-z]+ [A-Z]\w+( --[A-Za-z0-9.]+ \S+)+$`)
	resource := regexp.MustCompile(`^alicloud_[a-z0-9_]+$`)
	argument := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z_]+)?( = [a-z]+)?$`)
	for _, m := range Addition().Remedies {
		require.Equal(t, cloudName, m.Cloud)
		require.True(t, m.Fix != "" || m.Console != "" || len(m.CLI) > 0 || len(m.Terraform) > 0, "%s: an empty remedy", m.Code)
		for _, c := range m.CLI {
			require.Regexp(t, command, c)
		}
		for _, s := range m.Terraform {
			require.Regexp(t, resource, s.Resource, "%s", m.Code)
			for _, a := range s.Arguments {
				require.Regexp(t, argument, a, "%s", m.Code)
			}
		}
		unsupported := strings.HasPrefix(string(m.Code), "unsupported.")
		require.False(t, unsupported, "%s: nothing in the cloud mends what netsim does not model", m.Code)
	}
}
