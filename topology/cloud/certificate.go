package cloud

import (
	"cmp"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// CertificateGates refuse calls by TLS for a host that none of the names of a
// listener's certificate is for; none where the names are not written.
func CertificateGates(listener fabric.Element, names scenario.Values[string]) []fabric.Gate {
	if !names.Present() {
		return nil
	}
	at := fabric.Element{Label: "the certificate of " + listener.Label, At: cmp.Or(names.Range(), listener.At)}
	hosts := []string{}
	for _, n := range names.V {
		hosts = append(hosts, strings.ToLower(n.V))
	}
	return []fabric.Gate{{Element: at, Clauses: []fabric.GateClause{
		{Element: at, Match: fabric.Match{Hosts: hosts}, Says: "is for the host that is called"},
		{Element: at, Match: fabric.Match{Schemes: []string{"https"}}, Refusal: &fabric.Refusal{
			Element: at, Code: CodeCertificate, Kind: diag.KindBackend,
			Summary: at.Label + " is not for the host that is called",
			Needed:  "a certificate for the host, or a call of a host that it is for",
		}},
		{Element: at, Says: "is not asked for"},
	}}}
}
