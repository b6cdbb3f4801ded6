package report

import (
	"io"

	"netsim/topology/diag"
)

// Sources gives the lines of the files that findings are about.
type Sources interface {
	// Line returns line n of a file, counted from 1, without its end; "" if there
	// is none.
	Line(file string, n int) string
}

// Findings turns findings into their reported form: sorted, each once, with the
// lines that they are about.
func Findings(found diag.List, sources Sources) []Finding {
	out := []Finding{}
	for _, f := range found.Sorted() {
		g := Finding{
			Severity: f.Severity.String(), Summary: f.Summary, Detail: f.Detail,
			File: f.Range.File, Line: f.Range.Start.Line, Column: f.Range.Start.Column,
			EndLine: f.Range.End.Line, EndColumn: f.Range.End.Column,
			Source:  line(sources, f.Range),
			Related: []Related{},
		}
		for _, r := range f.Related {
			g.Related = append(g.Related, Related{
				Message: r.Message, File: r.Range.File, Line: r.Range.Start.Line, Column: r.Range.Start.Column,
				Source: line(sources, r.Range),
			})
		}
		out = append(out, g)
	}
	return out
}

// line is the line that a range starts on.
func line(sources Sources, r diag.Range) string {
	if sources == nil || r.Start.Line < 1 {
		return ""
	}
	return sources.Line(r.File, r.Start.Line)
}

// WriteFindings writes what is wrong with the input and nothing else, as
// WriteText does.
func WriteFindings(w io.Writer, files []File, o TextOptions) error {
	p := newPrinter(o)
	p.findings((&Report{Files: files}).printable().Files)
	_, err := w.Write(p.out.Bytes())
	return err
}
