package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"netsim/report"
)

func (s *session) checkCommand() *cobra.Command {
	var outputs []string
	var color string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "prove every check and every variant of scenario files",
		Long: `check proves every check and every variant of scenario files. Of what does not
hold, it tells the path hop by hop, and everything that is in the way.

The file - is standard input. Exit codes:
  0  every check holds
  1  a check fails
  2  bad input or usage; what can be checked still is
  3  a check is unknown that does not expect it
  4  netsim itself is at fault`,
		Example: `  netsim check network.yaml
  netsim check -v network.yaml                   also tell in full what holds
  netsim check -o json network.yaml              JSON in place of text
  netsim check -o json=report.json *.yaml        text, and JSON in a file`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.check(cmd.Context(), args, outputs, display{color: color, verbose: verbose})
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVarP(&outputs, "output", "o", nil,
		"`FORMAT` in place of text, or FORMAT=FILE to write a file\nbesides; text or json; may be repeated")
	flags.StringVar(&color, "color", "auto", "`WHEN` to colour text: auto, always or never")
	flags.BoolVarP(&verbose, "verbose", "v", false, "tell in full also what holds")
	complete := func(words []string) cobra.CompletionFunc {
		return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
	}
	_ = cmd.RegisterFlagCompletionFunc("output", complete(formatNames())) // fails for unknown flags only
	_ = cmd.RegisterFlagCompletionFunc("color", complete(colorNames()))
	return cmd
}

// check makes sure that everything can be done, does it, and tells it.
func (s *session) check(ctx context.Context, args, outputs []string, d display) error {
	if len(args) == 0 {
		return usagef("check needs a file").hint("for example: netsim check network.yaml")
	}
	if slices.Contains(args, "") {
		return usagef("the name of a file is empty").hint("is a variable of the command line not set?")
	}
	if err := d.valid(); err != nil {
		return err
	}
	sinks, err := parseOutputs(outputs)
	if err != nil {
		return err
	}
	in := inputs(args)
	for i := range sinks {
		if err := sinks[i].prepare(in.names); err != nil {
			return err
		}
	}
	full := d.verbose || slices.ContainsFunc(sinks, func(k sink) bool { return k.format.full })
	r, err := s.run(ctx, in, full)
	if err != nil {
		s.crash(err.Error(), "")
	}
	s.code = report.ExitCode(r, err != nil)
	if r == nil {
		return nil
	}
	s.tell(r, sinks, d)
	return nil
}

// run checks the files that there are, and reports on the others.
func (s *session) run(ctx context.Context, in input, full bool) (*report.Report, error) {
	var good []string
	for _, name := range in.names {
		if _, bad := in.bad[name]; !bad {
			good = append(good, name)
		}
	}
	r := &report.Report{FormatVersion: report.FormatVersion}
	var err error
	if len(good) > 0 {
		r, err = s.Check(ctx, good, CheckOptions{Stdin: s.Stdin, Full: full})
	}
	if r == nil {
		if err == nil {
			err = errors.New("the checker returned no report")
		}
		return nil, err
	}
	in.merge(r)
	return r, err
}

// tell writes the report everywhere: files first, since standard output may be
// closed early. All of them are tried.
func (s *session) tell(r *report.Report, sinks []sink, d display) {
	for _, k := range sinks {
		if k.file == "" {
			continue
		}
		if err := k.save(r, d.options(s.Env, nil)); err != nil {
			s.refuse(err)
		}
	}
	for _, k := range sinks {
		if k.file != "" {
			continue
		}
		if err := k.format.write(s.Stdout, r, d.options(s.Env, s.Stdout)); err != nil && !closed(err) {
			s.refuse(usagef("cannot write standard output: %v", cause(err)))
		}
	}
}

// input are the files to check, each once, and what is wrong with those that
// cannot be read.
type input struct {
	names []string
	bad   map[string]report.File
}

func inputs(args []string) input {
	in := input{bad: map[string]report.File{}}
	seen := map[string]bool{}
	for _, name := range args {
		if seen[filepath.Clean(name)] {
			continue
		}
		seen[filepath.Clean(name)] = true
		in.names = append(in.names, name)
		if summary, detail := unreadable(name); summary != "" {
			in.bad[name] = report.File{File: name, Findings: []report.Finding{{
				Severity: "error", Summary: summary, Detail: detail, File: name, Related: []report.Related{},
			}}}
		}
	}
	return in
}

// unreadable says why a file cannot be read, or nothing.
func unreadable(name string) (summary, detail string) {
	if name == "-" {
		return "", ""
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "there is no such file", ""
	case err != nil:
		return fmt.Sprintf("the file cannot be read: %v", cause(err)), ""
	case info.IsDir():
		return "this is a directory", fmt.Sprintf("netsim check takes files; for example: netsim check %s", filepath.Join(name, "*.yaml"))
	case !info.Mode().IsRegular():
		return "", "" // opening a pipe twice would lose what it says
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Sprintf("the file cannot be read: %v", cause(err)), ""
	}
	_ = f.Close() // nothing was written
	return "", ""
}

// cause is an error without the path, which is told anyway.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// merge puts the files that could not be read into the report, all in the order
// in which they were given.
func (in input) merge(r *report.Report) {
	if len(in.bad) == 0 {
		return
	}
	var files []report.File
	for _, name := range in.names {
		if f, bad := in.bad[name]; bad {
			files = append(files, f)
			continue
		}
		for _, f := range r.Files {
			if f.File == name {
				files = append(files, f)
			}
		}
	}
	r.Files = files
	r.Counts = report.Tally(r.Files, r.Results)
}

// display is how text is to look.
type display struct {
	color   string
	verbose bool
}

func colorNames() []string { return []string{"auto", "always", "never"} }

func (d display) valid() error {
	if slices.Contains(colorNames(), d.color) {
		return nil
	}
	return usagef("%q is not a value of --color", d.color).meant(d.color, colorNames(), quote).
		hint("it is auto, always or never")
}

// options are those of text for a stream, or for a file, which is never a
// terminal.
func (d display) options(env Env, stream io.Writer) report.TextOptions {
	tty := stream != nil && terminal(stream)
	plain := env.Getenv("NO_COLOR") != "" || env.Getenv("TERM") == "dumb"
	return report.TextOptions{
		Color:   d.color == "always" || d.color == "auto" && tty && !plain,
		Unicode: tty && utf8Locale(env),
		Verbose: d.verbose,
	}
}
