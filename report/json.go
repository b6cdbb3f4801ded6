package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode"
	"unicode/utf8"
)

// WriteJSON writes the report in its JSON form: indented by two spaces, ending
// in a newline, with [] for what is empty. The same report is the same bytes.
//
// Characters that could act on a terminal (controls, also those above 0x7f, and
// the ones that turn the direction of writing) are escaped, so that the file can
// be looked at with cat; <, > and & are not, so that it can be read.
func WriteJSON(w io.Writer, r *Report) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r.normal()); err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	_, err := w.Write(escapeUnprintable(buf.Bytes()))
	return err
}

// escapeUnprintable escapes in JSON text what encoding/json leaves as it is.
// Outside of its strings JSON text has nothing but ASCII, so every such rune
// stands in a string.
func escapeUnprintable(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == '\n' || unicode.IsGraphic(r):
			out = append(out, text[:n]...)
		case r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[n:]
	}
	return out
}

// normal is the report with its version, and with nothing nil that is a list.
// The report itself is left alone.
func (r *Report) normal() *Report {
	n := *r
	n.FormatVersion = FormatVersion
	n.Files = list(r.Files)
	for i := range n.Files {
		f := &n.Files[i]
		f.Findings = list(f.Findings)
		for j := range f.Findings {
			f.Findings[j].Related = list(f.Findings[j].Related)
		}
	}
	n.Results = list(r.Results)
	for i := range n.Results {
		s := &n.Results[i]
		s.VariesBy = list(s.VariesBy)
		s.Path = list(s.Path)
		for j := range s.Path {
			s.Path[j].Considered = list(s.Path[j].Considered)
		}
		s.Pieces = list(s.Pieces)
		s.Obstacles = list(s.Obstacles)
		s.Allowed = list(s.Allowed)
		s.Denied = list(s.Denied)
		s.Assumptions = list(s.Assumptions)
		for j := range s.Assumptions {
			a := &s.Assumptions[j]
			a.Declare = list(a.Declare)
			for k := range a.Declare {
				a.Declare[k].Values = list(a.Declare[k].Values)
			}
		}
	}
	return &n
}

// list copies a list, and an empty one is not nil.
func list[E any](s []E) []E {
	if len(s) == 0 {
		return []E{}
	}
	return slices.Clone(s)
}
