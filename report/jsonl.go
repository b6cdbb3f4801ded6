package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// WriteJSONLines writes the report as JSON lines, for programs that read one
// result at a time: the version of the form; each file; each result; the counts.
// A line is an object of one field, which says what it is.
func WriteJSONLines(w io.Writer, r *Report) error {
	r = r.normal()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	put := func(what string, v any) error { return enc.Encode(map[string]any{what: v}) }
	err := put("format_version", r.FormatVersion)
	for i := 0; err == nil && i < len(r.Files); i++ {
		err = put("file", &r.Files[i])
	}
	for i := 0; err == nil && i < len(r.Results); i++ {
		err = put("result", &r.Results[i])
	}
	if err == nil {
		err = put("counts", &r.Counts)
	}
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	_, err = w.Write(escapeUnprintable(buf.Bytes()))
	return err
}
