package run

import (
	"context"
	"fmt"

	"netsim/reachability"
	"netsim/report"
	"netsim/topology"
	"netsim/topology/scenario"
)

// Trace answers a question about a scenario file. The report has one result,
// with all that is known of it, unless the file or the question cannot be used.
// An error is a bug.
func Trace(ctx context.Context, files scenario.Files, name string, q topology.Question) (*report.Report, error) {
	codes := topology.Codes()
	f := topology.Open(files, name, codes)
	a := f.Ask(q)
	r := &report.Report{FormatVersion: report.FormatVersion, Files: []report.File{{
		File: f.Name, Scenario: f.Scenario, Findings: report.Findings(f.Findings, f.Sources),
	}}}
	if a != nil {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := reachability.Prove(a.Model.Case(a.Check), Claim(a.Check), codes)
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", f.Name, a.Check.Name.V, err)
		}
		r.Results = []report.Result{traced(f, a, p)}
	}
	r.Counts = report.Tally(r.Files, r.Results)
	return r, nil
}

// traced tells a proof as the answer to a question. A question claims nothing:
// it is whether all that is asked about gets through.
func traced(f *topology.File, a *topology.Asked, p *reachability.Proof) report.Result {
	c := a.Check
	r := report.Result{
		File: f.Name, Scenario: f.Scenario, Check: c.Name.V, Expect: reachability.Reachable.String(),
		Question: &report.Question{From: text(c.From.Node), To: text(c.To.Node), Port: text(c.Port.Node)},
	}
	if a.Variant != nil {
		r.Variant = &a.Variant.Name.V
	}
	if a.From != nil {
		at := a.From.Name.Range().Start
		r.Line, r.Column = at.Line, at.Column
		r.Question.Check, r.Question.Expects = a.From.Name.V, a.From.Expect.Or(r.Expect)
	}
	r.Judge(p)
	r.Fill(p, f.Sources)
	return r
}

func text(n *scenario.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}
