package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteGitHub writes the report as workflow commands, of which GitHub Actions
// makes annotations: an error or a warning for each finding, an error for each
// cause why checks fail, a warning for each why they are unknown, and a notice
// with the counts.
//
// GitHub shows few annotations of a step, ten of each kind, so checks that fail
// for the same reason at the same place share one. It stands at the place that
// is in the way, or else at the check. The names of files are as they were given,
// so netsim has to be run in the folder of the repository for GitHub to find them.
func WriteGitHub(w io.Writer, r *Report) error {
	r = r.printable()
	var out bytes.Buffer
	for _, f := range r.Files {
		for i := range f.Findings {
			out.WriteString(f.Findings[i].annotation().String())
		}
	}
	for _, g := range groupByFile(r) {
		for _, c := range causes(g.bad()) {
			for _, a := range c.annotations() {
				out.WriteString(a.String())
			}
		}
	}
	out.WriteString(annotation{level: "notice", title: "netsim", message: r.Counts.text()}.String())
	_, err := w.Write(out.Bytes())
	return err
}

// annotation is one workflow command.
type annotation struct {
	level             string
	file              string
	line, endLine     int
	column, endColumn int // the last column; 0: not known
	title, message    string
}

func (a annotation) String() string {
	var properties []string
	add := func(name, value string) {
		if value != "" && value != "0" {
			properties = append(properties, name+"="+property.Replace(value))
		}
	}
	add("file", a.file)
	add("line", strconv.Itoa(a.line))
	add("endLine", strconv.Itoa(a.endLine))
	add("col", strconv.Itoa(a.column))
	add("endColumn", strconv.Itoa(a.endColumn))
	add("title", a.title)
	return "::" + a.level + " " + strings.Join(properties, ",") + "::" + data.Replace(a.message) + "\n"
}

// What stands for itself in neither the message nor, with more, the properties
// of a workflow command.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (f *Finding) annotation() annotation {
	a := annotation{level: "error", file: f.File, line: f.Line, column: f.Column, title: f.Summary, message: f.Detail}
	if !f.isError() {
		a.level = severityWarning
	}
	switch {
	case f.EndLine > f.Line:
		a.endLine, a.column = f.EndLine, 0 // columns are for one line only
	case f.EndColumn > f.Column:
		a.endColumn = f.EndColumn - 1
	}
	if a.message == "" {
		a.message = f.Summary
	}
	for _, r := range f.Related {
		a.message += "\n" + strings.TrimSuffix(r.Message+": "+place(r.File, r.Line, r.Column), ": ")
	}
	return a
}

// mostTitles is how many checks an annotation lists.
const mostTitles = 10

// annotations are one for all the results where something stands in the way, or
// else one for each.
func (c cause) annotations() []annotation {
	o := c.obstacle()
	if o == nil {
		var out []annotation
		for _, s := range c.results {
			a := c.annotation()
			a.file, a.line, a.column = s.File, s.Line, s.Column
			a.title, a.message = s.title(), s.outcome()
			out = append(out, a)
		}
		return out
	}
	a := c.annotation()
	a.file, a.line, a.column = o.File, o.Line, o.Column
	if o.File == "" {
		a.file, a.line, a.column = c.results[0].File, c.results[0].Line, c.results[0].Column
	}
	message := []string{o.Summary}
	if o.Needed != "" {
		message = append(message, "needed: "+o.Needed)
	}
	if len(c.results) == 1 {
		s := c.results[0]
		a.title = s.title()
		a.message = strings.Join(append([]string{s.outcome()}, message...), "\n")
		return []annotation{a}
	}
	a.title = o.Code + ", in " + count(len(c.results), "check")
	for i, s := range c.results {
		if i == mostTitles {
			message = append(message, fmt.Sprintf("and %d more", len(c.results)-i))
			break
		}
		message = append(message, place(s.File, s.Line, s.Column)+": "+s.title())
	}
	a.message = strings.Join(message, "\n")
	return []annotation{a}
}

func (c cause) annotation() annotation {
	if c.mark == undecided {
		return annotation{level: severityWarning}
	}
	return annotation{level: "error"}
}
