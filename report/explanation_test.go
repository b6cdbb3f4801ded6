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

// What a cloud has of its own stands with its remedy.
func TestExplanationInTheWordsOfACloud(t *testing.T) {
	x := Explain(diag.Entry{Code: "api.unpublished", Title: "Not there", Meaning: "It is not there.", Symptom: "HTTP 403 or 404", Fix: "Publish it.",
		Remedies: []diag.Remedy{{Cloud: "One", Symptom: "HTTP 404", Fix: "Publish it in LIVE.", Console: "APIs"}}})
	var b bytes.Buffer
	require.NoError(t, WriteExplanations(&b, []Explanation{x}, TextOptions{}))
	require.Contains(t, b.String(), "  in One\n    you see    HTTP 404\n    mend it    Publish it in LIVE.\n    console    APIs\n")
	b.Reset()
	require.NoError(t, WriteExplanationsJSON(&b, []Explanation{x}))
	require.Contains(t, b.String(), `"symptom": "HTTP 404",
          "fix": "Publish it in LIVE.",
          "console": "APIs",`)
}
