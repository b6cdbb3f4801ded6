package report

import "slices"

// The exit codes of netsim. When several apply, the order is internal, input,
// fails, unknown.
const (
	ExitHolds    = 0 // every check holds
	ExitFails    = 1 // a check fails
	ExitInput    = 2 // bad input or usage
	ExitUnknown  = 3 // a check is unknown that does not expect it
	ExitInternal = 4 // netsim itself is at fault
)

// ExitCode is the exit code of a run. Internal says that something went wrong
// that is not the input's fault; r may then be nil.
func ExitCode(r *Report, internal bool) int {
	switch {
	case internal || r == nil:
		return ExitInternal
	case slices.ContainsFunc(r.Files, File.bad):
		return ExitInput
	case slices.ContainsFunc(r.Results, Result.fails):
		return ExitFails
	case slices.ContainsFunc(r.Results, Result.undecided):
		return ExitUnknown
	}
	return ExitHolds
}

// bad reports whether the file cannot be used as it stands.
func (f File) bad() bool { return slices.ContainsFunc(f.Findings, Finding.isError) }

// isError takes everything but a warning for an error: a severity that is not
// known must not make a run pass.
func (f Finding) isError() bool { return f.Severity != severityWarning }

// undecided reports whether a result does not pass since the model does not say.
func (r Result) undecided() bool {
	return !r.Pass && r.Verdict == verdictUnknown && !r.forbidden()
}

func (r Result) fails() bool { return !r.Pass && !r.undecided() }

// The words of the contract that netsim itself acts on.
const (
	severityWarning = "warning"

	verdictReachable   = "reachable"
	verdictUnreachable = "unreachable"
	verdictUnknown     = "unknown"

	directionForward = "forward"

	actionAllows = "allows"
	actionPasses = "passes"

	valueOpen   = "open"
	valueEither = "either"
)
