package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteJUnit writes the report as the XML that began with JUnit and that CI
// servers read: a suite for each file, a case for each check and each check of a
// variant, and a case for each error in the input.
//
// What does not hold is a failure whose type is the code of its reason, or
// "unknown" where the model does not say; an error in the input is an error. Both
// have the text that WriteText has. There are no times: the same report is the
// same bytes. All text is printable, so none of it is a character that XML
// cannot have.
func WriteJUnit(w io.Writer, r *Report) error {
	r = r.printable()
	all := suites{Name: "netsim"}
	for _, g := range groupByFile(r) {
		s := g.suite()
		all.Suites = append(all.Suites, s)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	tested
	Suites []suite `xml:"testsuite"`
}

type suite struct {
	Name string `xml:"name,attr"`
	tested
	Cases    []testcase `xml:"testcase"`
	Warnings *lines     `xml:"system-err"`
}

// tested are the counts of a suite.
type tested struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
}

type testcase struct {
	Name    string  `xml:"name,attr"`
	Class   string  `xml:"classname,attr"`
	File    string  `xml:"file,attr,omitempty"`
	Line    int     `xml:"line,attr,omitempty"`
	Failure *reason `xml:"failure"`
	Error   *reason `xml:"error"`
}

// reason is why a case is not as it should be.
type reason struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	lines
}

// lines are text whose lines stay lines, so that people can read the file.
type lines struct {
	Text string `xml:",cdata"`
}

// suite is what there is to say of a file. Warnings stand apart: no case is for
// them, and none fails by them.
func (g group) suite() suite {
	out := suite{Name: g.file.File}
	class := g.file.Scenario
	if class == "" {
		class = g.file.File
	}
	for i := range g.file.Findings {
		f := &g.file.Findings[i]
		if !f.isError() {
			if out.Warnings == nil {
				out.Warnings = &lines{}
			}
			out.Warnings.Text += plainly(func(p *printer) { p.finding(f) })
			continue
		}
		out.Errors++
		out.Cases = append(out.Cases, testcase{
			Name: strings.TrimPrefix(place(f.File, f.Line, f.Column)+": "+f.Summary, ": "), Class: class, File: f.File, Line: f.Line,
			Error: &reason{f.Summary, f.Severity, lines{plainly(func(p *printer) { p.finding(f) })}},
		})
	}
	for _, s := range g.results {
		c := testcase{Name: s.title(), Class: class, File: s.File, Line: s.Line}
		if !s.Pass {
			out.Failures++
			c.Failure = &reason{s.outcome(), s.failure(), lines{plainly(func(p *printer) { p.result(s) })}}
		}
		out.Cases = append(out.Cases, c)
	}
	out.Tests = len(out.Cases)
	return out
}

// failure is the type of a failure.
func (s *Result) failure() string {
	switch {
	case s.undecided():
		return verdictUnknown
	case s.Because != nil:
		return *s.Because
	}
	return s.Verdict
}

// plainly is a part of the text form, without colours and of the width that is
// usual.
func plainly(tell func(*printer)) string {
	p := &printer{TextOptions: TextOptions{Width: defaultWidth}}
	tell(p)
	return p.out.String()
}
