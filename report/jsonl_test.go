package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSONLines(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteJSONLines(&b, findings()))
	golden(t, "findings.jsonl", b.Bytes())
}

// The lines are the parts of the JSON form, and nothing else.
func TestJSONLinesSayWhatJSONSays(t *testing.T) {
	for name, r := range map[string]*Report{"hostile": hostile(), "unreachable": unreachable(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			var whole, lines bytes.Buffer
			require.NoError(t, WriteJSON(&whole, r))
			require.NoError(t, WriteJSONLines(&lines, r))
			var want, got Report
			require.NoError(t, json.Unmarshal(whole.Bytes(), &want))
			got.Files, got.Results = []File{}, []Result{}
			for l := range strings.Lines(lines.String()) {
				var part struct {
					FormatVersion int     `json:"format_version"`
					File          *File   `json:"file"`
					Result        *Result `json:"result"`
					Counts        *Counts `json:"counts"`
				}
				require.NoError(t, json.Unmarshal([]byte(l), &part))
				switch {
				case part.File != nil:
					got.Files = append(got.Files, *part.File)
				case part.Result != nil:
					got.Results = append(got.Results, *part.Result)
				case part.Counts != nil:
					got.Counts = *part.Counts
				default:
					got.FormatVersion = part.FormatVersion
				}
			}
			require.Equal(t, want, got)
		})
	}
}
