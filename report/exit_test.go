package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

func TestExitCode(t *testing.T) {
	holds := passing("a", "reachable")
	fails := Result{Verdict: "reachable", Expect: "unreachable"}
	undecided := Result{Verdict: "unknown", Expect: "reachable"}
	expected := Result{Verdict: "unknown", Expect: "unknown", Pass: true}
	good := File{File: "a"}
	warned := File{File: "a", Findings: []Finding{{Severity: "warning"}}}
	bad := File{File: "b", Findings: []Finding{{Severity: "warning"}, {Severity: "error"}}}
	strange := File{File: "b", Findings: []Finding{{Severity: "fatal"}}}
	for name, row := range map[string]struct {
		files    []File
		results  []Result
		internal bool
		want     int
	}{
		"nothing":                     {nil, nil, false, ExitHolds},
		"all hold":                    {[]File{good}, []Result{holds}, false, ExitHolds},
		"a warning":                   {[]File{warned}, []Result{holds}, false, ExitHolds},
		"one fails":                   {[]File{good}, []Result{holds, fails}, false, ExitFails},
		"one unknown":                 {[]File{good}, []Result{holds, undecided}, false, ExitUnknown},
		"unknown, as expected":        {[]File{good}, []Result{expected}, false, ExitHolds},
		"fails before unknown":        {[]File{good}, []Result{undecided, fails}, false, ExitFails},
		"a bad file":                  {[]File{good, bad}, []Result{holds}, false, ExitInput},
		"a severity of its own":       {[]File{strange}, nil, false, ExitInput},
		"a bad file before a failure": {[]File{good, bad}, []Result{fails, undecided}, false, ExitInput},
		"internal before all":         {[]File{bad}, []Result{fails, undecided}, true, ExitInternal},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, ExitCode(finish(row.files, row.results), row.internal))
		})
	}
	require.Equal(t, ExitInternal, ExitCode(nil, false))
}

func TestTally(t *testing.T) {
	require.Equal(t, Counts{
		Files: 1, Results: 7, Passed: 4, Failed: 3, Variants: 3,
	}, unreachable().Counts)
	require.Equal(t, Counts{
		Files: 4, Bad: 2, Results: 1, Passed: 1, Errors: 7, Warnings: 1,
	}, findings().Counts)
	require.Equal(t, 1, unknown().Counts.Unknown)
}

type sourceLines map[string][]string

func (l sourceLines) Line(file string, n int) string { return l[file][n-1] }

func TestFindings(t *testing.T) {
	at := func(file string, line, from, to int) diag.Range {
		return diag.Range{File: file, Start: diag.Pos{Line: line, Column: from}, End: diag.Pos{Line: line, Column: to}}
	}
	sources := sourceLines{"a": {"x: 1", "x: 2"}, "b": {"y"}}
	var list diag.List
	list.Add(diag.Finding{Range: diag.Range{File: "b"}, Summary: "of the whole file", Severity: diag.Warning})
	list.Add(diag.Finding{
		Range: at("a", 2, 1, 2), Summary: "twice", Detail: "why",
		Related: []diag.Related{{Range: at("a", 1, 1, 2), Message: "first"}},
	})
	list.Add(diag.Finding{Range: at("a", 1, 4, 5), Summary: "wrong"})
	list.Add(diag.Finding{Range: at("a", 1, 4, 5), Summary: "wrong"})
	require.Equal(t, []Finding{
		{
			Severity: "error", Summary: "wrong", File: "a", Line: 1, Column: 4, EndLine: 1, EndColumn: 5, Source: "x: 1",
			Related: []Related{},
		},
		{
			Severity: "error", Summary: "twice", Detail: "why", File: "a", Line: 2, Column: 1, EndLine: 2, EndColumn: 2, Source: "x: 2",
			Related: []Related{{Message: "first", File: "a", Line: 1, Column: 1, Source: "x: 1"}},
		},
		{Severity: "warning", Summary: "of the whole file", File: "b", Related: []Related{}},
	}, Findings(list, sources))
	require.Equal(t, []Finding{}, Findings(nil, nil))
}
