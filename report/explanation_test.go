package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

func TestExplanationHasNoNullLists(t *testing.T) {
	var b bytes.Buffer
	bare := Explain(diag.Entry{Code: "route.missing", Remedies: []diag.Remedy{{Cloud: "One", Terraform: []diag.Setting{{Resource: "a_route"}}}}})
	require.NoError(t, WriteExplanationsJSON(&b, []Explanation{bare}))
	require.NotContains(t, b.String(), "null")
	b.Reset()
	require.NoError(t, WriteExplanationsJSON(&b, nil))
	require.Equal(t, "{\n  \"format_version\": 1,\n  \"codes\": []\n}\n", b.String())
}

// What is not known of a code leaves no trace in the text.
func TestExplanationOfABareCode(t *testing.T) {
	var b bytes.Buffer
	bare := Explain(diag.Entry{Code: "route.missing", Title: "No route", Meaning: "There is none.", Fix: "Add one."})
	require.NoError(t, WriteExplanations(&b, []Explanation{bare, bare}, TextOptions{}))
	one := "route.missing  No route\n\n  There is none.\n\n  mend it      Add one.\n"
	require.Equal(t, one+"\n"+one, b.String())
}

func TestCommandsAreNeverBroken(t *testing.T) {
	var b bytes.Buffer
	command := "cloud network AddRoute --Table TABLE --Destination CIDR --NextHop NEXT_HOP"
	x := Explain(diag.Entry{Code: "route.missing", Meaning: "There is none.", Fix: "Add one.",
		Remedies: []diag.Remedy{{Cloud: "One", CLI: []string{command, command}}}})
	require.NoError(t, WriteExplanations(&b, []Explanation{x}, TextOptions{Width: 40}))
	require.Contains(t, b.String(), "    CLI        "+command+"\n               "+command+"\n")
}
