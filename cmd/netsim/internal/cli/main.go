package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"syscall"

	"netsim/report"
)

// Env is what surrounds the program.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
}

// Checker checks scenario files. What is wrong with a file is a finding of the
// report; an error is netsim's own fault, and the report, if there is one, is
// still told. Of the file "-", which is read from standard input, there is one
// at most. No file is given twice.
type Checker func(ctx context.Context, files []string, o CheckOptions) (*report.Report, error)

// CheckOptions are what a Checker needs besides files.
type CheckOptions struct {
	Stdin    io.Reader
	Embedded map[string]string // texts of files that are not on the disk
	// Run selects checks by their names; nil: all. If there are checks and none
	// is selected, the error is a *run.NoMatch.
	Run               *regexp.Regexp
	Jobs              int  // how many things are done at a time; 0: it is left to the checker
	ForbidAssumptions bool // what rests on what is not declared does not hold
	Full              bool // results that hold are wanted with all that is known of them
}

// App is the program with what it is made of.
type App struct {
	Env
	Check Checker
}

// Main runs netsim and returns its exit code.
func Main(args []string, env Env) int {
	return (&App{Env: env, Check: checkFiles}).Main(args)
}

// Main runs the program and returns its exit code. It does not panic.
func (a *App) Main(args []string) (code int) {
	defer func() {
		if v := recover(); v != nil {
			a.crash(fmt.Sprint(v), culprit())
			code = report.ExitInternal
		}
	}()
	s := &session{App: a}
	root := s.root()
	root.SetArgs(append([]string{}, args...)) // never nil: cobra would look at os.Args
	return s.finish(root.ExecuteContext(context.Background()))
}

// session is one run of the program.
type session struct {
	*App
	code int
}

// finish tells an error, if there is one, and returns the exit code.
func (s *session) finish(err error) int {
	if err == nil || closed(err) {
		return s.code
	}
	s.refuse(err)
	return s.code
}

// refuse tells an error of the input or of the output.
func (s *session) refuse(err error) {
	var usage *usageError
	if !errors.As(err, &usage) {
		usage = usageOf(s.root(), err)
	}
	usage.print(s.Stderr)
	if s.code != report.ExitInternal {
		s.code = report.ExitInput
	}
}

// closed reports whether an output was closed early: whoever read it has seen
// enough.
func closed(err error) bool { return errors.Is(err, syscall.EPIPE) }
