package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	for name, r := range map[string]*Report{"unreachable": unreachable(), "findings": findings(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, WriteJSON(&b, r))
			golden(t, name+".json", b.Bytes())
		})
	}
}

func TestJSONHasNoNullLists(t *testing.T) {
	r := &Report{Files: []File{{Findings: []Finding{{}}}}, Results: []Result{{Path: []Hop{{}}}}}
	var b bytes.Buffer
	require.NoError(t, WriteJSON(&b, r))
	for l := range strings.SplitSeq(b.String(), "\n") {
		name, value, _ := strings.Cut(strings.Trim(l, " ,"), ": ")
		if value == "null" {
			require.Contains(t, []string{`"variant"`, `"because"`, `"witness"`, `"question"`}, name)
		}
	}
	require.Nil(t, r.Results[0].Path[0].Considered, "the report itself is left alone")
	require.Nil(t, r.Files[0].Findings[0].Related, "the report itself is left alone")
}

// What is escaped is read back as it was.
func TestJSONReadsBack(t *testing.T) {
	want := hostile()
	for _, r := range []*Report{want} {
		var b bytes.Buffer
		require.NoError(t, WriteJSON(&b, r))
		var got Report
		require.NoError(t, json.Unmarshal(b.Bytes(), &got))
		valid := strings.ToValidUTF8(r.Results[0].Check, "\ufffd")
		require.Equal(t, valid, got.Results[0].Check)
		require.Contains(t, b.String(), "<&>")
	}
}
