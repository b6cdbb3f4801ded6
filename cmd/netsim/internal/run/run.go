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

// Files checks scenario files one after the other. An error is a bug.
func Files(ctx context.Context, files scenario.Files, names []string) (*report.Report, error) {
	codes := topology.Codes()
	r := &report.Report{FormatVersion: report.FormatVersion}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := topology.Load(files, name, codes)
		r.Files = append(r.Files, report.File{
			File: f.Name, Scenario: f.Scenario, Findings: report.Findings(f.Findings, f.Sources),
		})
		results, err := checkFile(ctx, f, codes)
		if err != nil {
			return nil, err
		}
		r.Results = append(r.Results, results...)
	}
	r.Counts = report.Tally(r.Files, r.Results)
	return r, nil
}

func checkFile(ctx context.Context, f *topology.File, codes *diag.Registry) ([]report.Result, error) {
	if f.Base == nil {
		return nil, nil
	}
	results := make([][]report.Result, 1+len(f.Variants))
	errs := make([]error, len(results))
	f.Each(func(i int, m *topology.Model, v *topology.Variant) {
		results[i], errs[i] = checkModel(ctx, f, m, v, codes)
	})
	return slices.Concat(results...), errors.Join(errs...)
}

func checkModel(ctx context.Context, f *topology.File, m *topology.Model, v *topology.Variant, codes *diag.Registry) ([]report.Result, error) {
	var out []report.Result
	for _, c := range m.Checks() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := reachability.Prove(m.Case(c), Claim(c), codes)
		if err != nil {
			return nil, fmt.Errorf("%s: check %q: %w", f.Name, c.Name.V, err)
		}
		out = append(out, result(f, v, c, p))
	}
	return out, nil
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
func result(f *topology.File, v *topology.Variant, c *topology.Check, p *reachability.Proof) report.Result {
	r := report.Result{
		File: f.Name, Scenario: f.Scenario, Check: c.Name.V, Expect: c.Expect.Or(reachability.Reachable.String()),
		Line: c.Name.Range().Start.Line, Column: c.Name.Range().Start.Column,
	}
	r.Fill(p, f.Sources)
	if v == nil {
		return r
	}
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
	return r
}
