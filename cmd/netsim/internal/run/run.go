// Package run answers the checks of scenario files, and of their variants, and
// reports what came out.
package run

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"netsim/reachability"
	"netsim/report"
	"netsim/topology"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Options say what is wanted of a run.
type Options struct {
	// Full: results that hold carry their path and packets too. Without it they
	// carry what a list of them tells.
	Full bool
}

// Files checks scenario files one after the other. An error is a bug.
func Files(ctx context.Context, files scenario.Files, names []string, o Options) (*report.Report, error) {
	codes := topology.Codes()
	r := &report.Report{FormatVersion: report.FormatVersion}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := topology.Open(files, name, codes)
		results, err := checkFile(ctx, f, codes, o)
		if err != nil {
			return nil, err
		}
		r.Files = append(r.Files, report.File{
			File: f.Name, Scenario: f.Scenario, Findings: report.Findings(f.Findings, f.Sources),
		})
		r.Results = append(r.Results, results...)
	}
	r.Counts = report.Tally(r.Files, r.Results)
	return r, nil
}

func checkFile(ctx context.Context, f *topology.File, codes *diag.Registry, o Options) ([]report.Result, error) {
	if f.Base == nil {
		return nil, nil
	}
	results := make([][]report.Result, 1+len(f.Variants))
	errs := make([]error, len(results))
	f.Each(func(i int, m *topology.Model, v *topology.Variant) {
		for _, c := range m.Checks() {
			if errs[i] = ctx.Err(); errs[i] != nil {
				return
			}
			p, err := reachability.Prove(m.Case(c), Claim(c), codes)
			if err != nil {
				errs[i] = fmt.Errorf("%s: check %q: %w", f.Name, c.Name.V, err)
				return
			}
			results[i] = append(results[i], result(f, v, c, p, o))
		}
	})
	return slices.Concat(results...), errors.Join(errs...)
}

// Claim is what a check claims.
func Claim(c *topology.Check) reachability.Check {
	expect, _ := reachability.ParseVerdict(c.Expect.Or(reachability.Reachable.String()))
	return reachability.Check{
		Expect: expect,
		Demand: reachability.Demand{Rate: int64(c.Demand.V), AcceptTest: c.AcceptTestBandwidth.V},
	}
}

// result tells a proof as what was asked for: by the check, or by the variant
// that says how the check fails.
func result(f *topology.File, v *topology.Variant, c *topology.Check, p *reachability.Proof, o Options) report.Result {
	r := outcome{report.Result{
		File: f.Name, Scenario: f.Scenario, Check: c.Name.V, Expect: c.Expect.Or(reachability.Reachable.String()),
		Line: c.Name.Range().Start.Line, Column: c.Name.Range().Start.Column,
	}}
	r.Judge(p)
	if v != nil {
		r.asVariant(v, c, p)
	}
	if o.Full || !r.Pass {
		r.Fill(p, f.Sources)
	}
	return r.Result
}

// outcome is a result in the making.
type outcome struct{ report.Result }

// asVariant judges a result by what a variant says of the check.
func (r *outcome) asVariant(v *topology.Variant, c *topology.Check, p *reachability.Proof) {
	name := v.Name.V
	r.Variant = &name
	r.Line, r.Column = v.Name.Range().Start.Line, v.Name.Range().Start.Column
	if b, ok := v.Fails[c.Name.V]; ok {
		r.Expect = "fails " + string(b.Code)
		r.Pass = !p.Pass && p.Because == b.Code && p.Verdict != reachability.Unknown
	} else if b, ok := v.Unknown[c.Name.V]; ok {
		r.Expect = "unknown " + string(b.Code)
		r.Pass = p.Verdict == reachability.Unknown && p.Because == b.Code
	}
}
