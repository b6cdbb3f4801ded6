// Package run answers the checks of scenario files, and of their variants, and
// reports what came out.
package run

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
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
	// Run selects checks by their names; nil: all. Variants in which nothing is
	// selected are not made.
	Run *regexp.Regexp
	// Jobs is how many things are done at a time; 0: as many as there are
	// processors. It changes nothing in the report.
	Jobs int
	// ForbidAssumptions fails a result that rests on a switch which the scenario
	// does not declare.
	ForbidAssumptions bool
}

// runner is a run.
type runner struct {
	Options
	files scenario.Files
	codes *diag.Registry
	crew  *topology.Crew
	selection
}

// Files checks scenario files side by side. An error is a bug, or a *NoMatch,
// which comes with the report.
func Files(ctx context.Context, files scenario.Files, names []string, o Options) (*report.Report, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	r := &runner{Options: o, files: files, codes: topology.Codes(), crew: topology.NewCrew(o.Jobs), selection: selection{o.Run}}
	parts := make([]part, len(names))
	r.crew.Each(len(names), func(i int) { parts[i] = r.file(ctx, names[i]) })

	out := &report.Report{FormatVersion: report.FormatVersion}
	var known []string
	selected := 0
	for _, p := range parts {
		if p.err != nil {
			return nil, p.err
		}
		out.Files = append(out.Files, p.file)
		out.Results = append(out.Results, p.results...)
		known = append(known, p.names...)
		selected += p.selected
	}
	out.Counts = report.Tally(out.Files, out.Results)
	if selected == 0 && len(known) > 0 {
		return out, &NoMatch{Names: distinct(known)}
	}
	return out, nil
}

// part is what one file gives.
type part struct {
	file     report.File
	results  []report.Result
	names    []string // what could be selected
	selected int
	err      error
}

func (r *runner) file(ctx context.Context, name string) part {
	var p part
	if p.err = ctx.Err(); p.err != nil {
		return p
	}
	f := topology.Open(r.files, name, r.codes)
	if f.Base != nil {
		p.names = names(f)
		p.selected, p.file.Skipped = r.count(f)
		p.results, p.err = r.results(ctx, f)
	}
	p.file.File, p.file.Scenario, p.file.Findings = f.Name, f.Scenario, report.Findings(f.Findings, f.Sources)
	return p
}

// results are those of the scenario as written, then of its variants, all in
// the order of the file.
func (r *runner) results(ctx context.Context, f *topology.File) ([]report.Result, error) {
	results := make([][]report.Result, 1+len(f.Variants))
	errs := make([]error, len(results))
	wanted := func(v *topology.Variant) bool { return r.any(f, v) }
	f.EachOf(r.crew, wanted, func(i int, m *topology.Model, v *topology.Variant) {
		var checks []*topology.Check
		for _, c := range m.Checks() {
			if r.takes(v, c.Name.V) {
				checks = append(checks, c)
			}
		}
		results[i] = make([]report.Result, len(checks))
		failed := make([]error, len(checks))
		r.crew.Each(len(checks), func(j int) {
			results[i][j], failed[j] = r.check(ctx, f, m, v, checks[j])
		})
		errs[i] = errors.Join(failed...)
	})
	return slices.Concat(results...), errors.Join(errs...)
}

func (r *runner) check(ctx context.Context, f *topology.File, m *topology.Model, v *topology.Variant, c *topology.Check) (report.Result, error) {
	if err := ctx.Err(); err != nil {
		return report.Result{}, err
	}
	p, err := reachability.Prove(m.Case(c), Claim(c), r.codes)
	if err != nil {
		return report.Result{}, fmt.Errorf("%s: check %q: %w", f.Name, c.Name.V, err)
	}
	return result(f, v, c, p, r.Options), nil
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
	if o.ForbidAssumptions {
		r.Forbid(p)
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
