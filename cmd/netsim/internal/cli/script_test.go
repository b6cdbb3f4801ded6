package cli

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"netsim/report"
)

var update = flag.Bool("update", false, "rewrite the expected output of the scripts")

func TestMain(m *testing.M) {
	env := Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
	testscript.Main(m, map[string]func(){
		"netsim":  func() { os.Exit((&App{Env: env, Check: pretend}).Main(os.Args[1:])) }, // with a checker that does as it is told
		"genuine": func() { os.Exit(Main(os.Args[1:], env)) },                             // as it is shipped
	})
}

func TestScripts(t *testing.T) {
	repository, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("REPOSITORY", repository) // for what ships as a file
			e.Setenv("HOSTILE", "instance/b\x1b[2J\r\nreachable: \u202ec")
			return nil
		},
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs a command that must end with an exit code: exits 2 netsim check.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// pretend is a checker that does what each word of the files says.
func pretend(_ context.Context, files []string, _ CheckOptions) (*report.Report, error) {
	r := &report.Report{}
	var err error
	for _, name := range files {
		text, readErr := os.ReadFile(name)
		if readErr != nil {
			return nil, readErr
		}
		f := report.File{File: name, Scenario: "pretended"}
		for _, word := range strings.Fields(string(text)) {
			s := report.Result{File: name, Scenario: f.Scenario, Check: "a to b", Line: 1, Column: 1, Expect: "reachable"}
			switch word {
			case "holds":
				s.Verdict, s.Pass = "reachable", true
			case "fails":
				s.Verdict = "unreachable"
			case "unknown":
				s.Verdict = "unknown"
			case "wrong":
				f.Findings = append(f.Findings, report.Finding{
					Severity: "error", Summary: "this is wrong", File: name, Line: 1, Column: 1, EndLine: 1, EndColumn: 6, Source: word,
				})
				continue
			case "breaks":
				err = errors.New("something broke")
				continue
			case "panics":
				panic("no \x1b[31mway\nout")
			}
			r.Results = append(r.Results, s)
		}
		r.Files = append(r.Files, f)
	}
	r.Counts = report.Tally(r.Files, r.Results)
	return r, err
}
