package cli

import (
	"context"
	"errors"
	"io"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
)

// checkFlags are what was typed behind netsim check.
type checkFlags struct {
	outputs, examples []string
	run               string
	jobs              int
	forbid            bool
	display
}

func (s *session) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "prove every check and every variant of scenario files",
		Long: `check proves every check and every variant of scenario files. Of what does not
hold, it tells the path hop by hop, and everything that is in the way.

The file - is standard input. --run looks for a regular expression in the names
of checks, written CHECK or /CHECK, and in those of checks in variants, written
VARIANT/CHECK; there, what it finds has to begin before the name of the check.
So the name of a check selects it alone, the name of a variant all that is in
it, and ^/ every check and no variant.

Exit codes:
  0  every check holds
  1  a check fails
  2  bad input or usage; what can be checked still is
  3  a check is unknown that does not expect it
  4  netsim itself is at fault`,
		Example: `  netsim check network.yaml
  netsim check -v network.yaml                   also tell in full what holds
  netsim check --run 'web.*database' *.yaml      only these checks
  netsim check --run ^/ network.yaml             every check, and no variant
  netsim check -o json network.yaml              JSON in place of text
  netsim check -o junit=report.xml *.yaml        text, and JUnit's XML in a file
  netsim check -o github *.yaml                  annotations in GitHub Actions
  netsim check --example starter                 a scenario that ships with netsim`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.check(cmd, args, f)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVarP(&f.outputs, "output", "o", nil,
		"`FORMAT` in place of text, or FORMAT=FILE to write a file\nbesides; may be repeated; "+listed(formatNames()))
	flags.StringVar(&f.run, "run", "", "only checks and variants whose names match `RE`")
	flags.StringArrayVar(&f.examples, "example", nil,
		"also check the scenario `NAME` that ships with netsim;\nmay be repeated; netsim init --list lists them")
	flags.BoolVar(&f.forbid, "forbid-assumptions", false,
		"fail what rests on a switch that the scenario does not\ndeclare")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "do `N` things at a time; absent: one for each processor")
	flags.StringVar(&f.color, "color", "auto", "`WHEN` to colour text: auto, always or never")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "tell in full also what holds")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "tell only what does not hold; nothing if all does")
	complete := func(words []string) cobra.CompletionFunc {
		return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
	}
	_ = cmd.RegisterFlagCompletionFunc("output", complete(formatNames())) // fails for unknown flags only
	_ = cmd.RegisterFlagCompletionFunc("run", fromFile(runnable))
	_ = cmd.RegisterFlagCompletionFunc("color", complete(colorNames()))
	_ = cmd.RegisterFlagCompletionFunc("example", complete(exampleNames()))
	return cmd
}

// check makes sure that everything can be done, does it, and tells it.
func (s *session) check(cmd *cobra.Command, args []string, f checkFlags) error {
	if len(args) == 0 && len(f.examples) == 0 {
		return usagef("check needs a file").hint("for example: netsim check network.yaml").
			hint("to see one that ships with netsim: netsim check --example starter")
	}
	if slices.Contains(args, "") {
		return usagef("the name of a file is empty").hint("is a variable of the command line not set?")
	}
	if err := f.valid(); err != nil {
		return err
	}
	o := CheckOptions{Stdin: s.Stdin, Jobs: f.jobs, ForbidAssumptions: f.forbid}
	if cmd.Flags().Changed("jobs") && f.jobs < 1 {
		return usagef("--jobs %d would do nothing", f.jobs).hint("it is how many things are done at a time: 1 or more")
	}
	var err error
	if cmd.Flags().Changed("run") {
		if o.Run, err = parseRun(f.run); err != nil {
			return err
		}
	}
	if o.Embedded, err = examples(f.examples); err != nil {
		return err
	}
	sinks, err := parseOutputs(f.outputs)
	if err != nil {
		return err
	}
	in := inputs(f.examples, args)
	for i := range sinks {
		if err := sinks[i].prepare(in.names); err != nil {
			return err
		}
	}
	o.Full = f.verbose || slices.ContainsFunc(sinks, func(k sink) bool { return k.format.full })
	return s.answer(cmd.Context(), in, o, func(r *report.Report) { s.tell(r, sinks, f.display) })
}

// answer runs the checks and tells what came of it.
func (s *session) answer(ctx context.Context, in input, o CheckOptions, tell func(*report.Report)) error {
	r, err := s.run(ctx, in, o)
	var none *run.NoMatch
	if errors.As(err, &none) {
		if s.code = report.ExitCode(r, false); s.code != report.ExitHolds {
			tell(r) // what is wrong with the files may be why nothing matches
		}
		return noMatch(o.Run, none.Names)
	}
	if err != nil {
		s.crash(err.Error(), "")
	}
	s.code = report.ExitCode(r, err != nil)
	if r != nil {
		tell(r)
	}
	return nil
}

// run checks the files that there are, and reports on the others.
func (s *session) run(ctx context.Context, in input, o CheckOptions) (*report.Report, error) {
	var good []string
	for _, name := range in.names {
		if _, bad := in.bad[name]; !bad {
			good = append(good, name)
		}
	}
	r := &report.Report{FormatVersion: report.FormatVersion}
	var err error
	if len(good) > 0 {
		r, err = s.Check(ctx, good, o)
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

// display is how text is to look.
type display struct {
	color          string
	verbose, quiet bool
}

func colorNames() []string { return []string{"auto", "always", "never"} }

func (d display) valid() error {
	if d.verbose && d.quiet {
		return usagef("--verbose tells more and --quiet tells less").hint("leave out one of them")
	}
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
		Quiet:   d.quiet,
		Width:   pageWidth(stream, tty),
	}
}

// parseRun reads the value of --run.
func parseRun(value string) (*regexp.Regexp, error) {
	re, err := regexp.Compile(value)
	if err != nil {
		return nil, badPattern("--run", value, err)
	}
	return re, nil
}
