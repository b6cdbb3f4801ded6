package cli

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
	"netsim/topology"
)

func (s *session) traceCommand() *cobra.Command {
	q := &asked{}
	cmd := &cobra.Command{
		Use:   "trace FILE",
		Short: "ask one question: the path hop by hop, or all that is in the way",
		Long: `trace asks one question of a scenario file: do packets, or a call, get from one
end to the other, and their replies back? It tells the path hop by hop, there
and back, with what decided each hop and where that is written; or everything
that is in the way; or, where only a part gets through, which part.
An end is whatever a check can name: instance/web, function/f, vswitch/s, vpc/v,
load_balancer/b, api/group/name, an address or CIDR, name/HOST, internet or
console-debug. The file - is standard input. Exit codes:
  0  reachable
  1  unreachable, in part or as a whole, or without the bandwidth
  2  bad input or usage
  3  unknown: the model does not say
  4  netsim itself is at fault`,
		Example: `  netsim trace network.yaml --from instance/web --to instance/db --port tcp/3306
  netsim trace network.yaml --from vswitch/web --to 10.0.0.0/8 --port any
  netsim trace network.yaml --from function/f --to api/orders/list --method POST
  netsim trace network.yaml --check "web reaches db"     why does this check fail?
  netsim trace network.yaml --check "web reaches db" --variant "no peering"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.trace(cmd.Context(), cmd, args, q)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return []string{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	q.flags(cmd)
	s.completeTrace(cmd)
	return cmd
}

// asked is what was typed besides the file.
type asked struct {
	display
	format string
}

// traceFormats are the ways to tell an answer.
func traceFormats() []format {
	return []format{
		{name: "text", write: report.WriteTrace},
		{name: "json", write: func(w io.Writer, r *report.Report, _ report.TextOptions) error { return report.WriteJSON(w, r) }},
	}
}

// field is a flag that says a field of the check that the question makes.
type field struct {
	flag, usage string
	of          []string // where the field stands in a check
}

// testBandwidth is the one flag that takes no value.
const testBandwidth = "accept-test-bandwidth"

func fields() []field {
	return []field{
		{"from", "the `END` that sends first", []string{"from"}},
		{"to", "the `END` that is sent to, or the API that is called", []string{"to"}},
		{"port", "`SERVICE`, such as tcp/443, udp/53, icmp or any;\nabsent: tcp/80 for a call, else any", []string{"port"}},
		{"source-ports", "`PORTS` that the sender uses; absent: 1024-65535;\nmay be repeated", []string{"source_ports"}},
		{"addresses", "`WHICH` of an end that is a set: declared (absent),\nor all, those that nothing holds too", []string{"addresses"}},
		{"domain", "the `NAME` that is called: vpc_subdomain (absent),\npublic_subdomain or a host name", []string{"request", "domain"}},
		{"method", "the HTTP `METHOD` of the call; absent: the API's", []string{"request", "method"}},
		{"path", "the `PATH` of the call; absent: the API's", []string{"request", "path"}},
		{"stage", "the `STAGE` that is called; absent: RELEASE", []string{"request", "stage"}},
		{"app", "the `APP` that calls", []string{"request", "app"}},
		{"header", "a header of the call, as `NAME=VALUE`; may be repeated", []string{"request", "headers"}},
		{"demand", "the `BANDWIDTH` that is needed; absent: more than a\nlink's test rate", []string{"demand"}},
		{testBandwidth, "a link's test rate will do", []string{"accept_test_bandwidth"}},
	}
}

func (q *asked) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	for _, f := range fields() {
		switch f.flag {
		case "source-ports", "header":
			flags.StringArray(f.flag, nil, f.usage)
		case testBandwidth:
			flags.Bool(f.flag, false, f.usage)
		default:
			flags.String(f.flag, "", f.usage)
		}
	}
	flags.String("check", "", "start from the check with this `NAME`; what else is\ngiven replaces what it says")
	flags.String("variant", "", "ask in the variant with this `NAME`")
	flags.StringVarP(&q.format, "output", "o", "text", "`FORMAT`: text or json")
	flags.StringVar(&q.color, "color", "auto", "`WHEN` to colour text: auto, always or never")
	flags.BoolVarP(&q.verbose, "verbose", "v", false, "tell also every route that was considered, and all parts")
}

// trace makes sure that the question can be asked, asks it, and tells the answer.
func (s *session) trace(ctx context.Context, cmd *cobra.Command, args []string, q *asked) error {
	question, err := q.question(cmd)
	if err != nil {
		return err
	}
	if err := oneFile(args); err != nil {
		return err
	}
	if err := q.valid(); err != nil {
		return err
	}
	form, err := q.chosen()
	if err != nil {
		return err
	}
	if !cmd.Flags().Changed("check") {
		for _, end := range []string{"from", "to"} {
			if !cmd.Flags().Changed(end) {
				return usagef("trace needs --%s", end).
					hint("for example: netsim trace %s --from instance/web --to instance/db --port tcp/443", args[0]).
					hint("or --check NAME, to ask what a check of the file asks")
			}
		}
	}
	in := inputs(nil, args)
	var r *report.Report
	if bad, unread := in.bad[args[0]]; unread {
		r = &report.Report{FormatVersion: report.FormatVersion, Files: []report.File{bad}}
		r.Counts = report.Tally(r.Files, r.Results)
	} else if r, err = run.Trace(ctx, disk{stdin: s.Stdin, given: args}, args[0], question); err != nil {
		s.crash(err.Error(), "")
	}
	s.code = report.ExitCode(r, err != nil)
	if r == nil {
		return nil
	}
	if err := form.write(s.Stdout, r, q.options(s.Env, s.Stdout)); err != nil && !closed(err) {
		return usagef("cannot write standard output: %v", cause(err))
	}
	return nil
}

func oneFile(args []string) error {
	switch {
	case len(args) == 0:
		return usagef("trace needs a file").hint("for example: netsim trace network.yaml --from instance/web --to instance/db")
	case len(args) > 1:
		return usagef("trace takes one file, and got %q and %q", args[0], args[1])
	case args[0] == "":
		return usagef("the name of a file is empty").hint("is a variable of the command line not set?")
	}
	return nil
}

func (q *asked) chosen() (format, error) {
	var names []string
	for _, f := range traceFormats() {
		if f.name == q.format {
			return f, nil
		}
		names = append(names, f.name)
	}
	e := usagef("trace has no output format %q", q.format).meant(q.format, names, quote)
	if _, _, file := strings.Cut(q.format, "="); file {
		return format{}, e.hint("trace writes to standard output; for a file: -o json > FILE")
	}
	return format{}, e.hint("the formats are %s", strings.Join(names, ", "))
}

// question is what the flags ask.
func (q *asked) question(cmd *cobra.Command) (topology.Question, error) {
	var out topology.Question
	flags := cmd.Flags()
	for _, f := range fields() {
		if !flags.Changed(f.flag) {
			continue
		}
		values, err := flags.GetStringArray(f.flag)
		if err != nil { // the flag is no list
			values = []string{flags.Lookup(f.flag).Value.String()}
		}
		seen := map[string]bool{}
		for _, v := range values {
			typed := topology.Typed{Field: f.of, Flag: "--" + f.flag, Text: v, Bare: f.flag == testBandwidth}
			if err := usable(typed); err != nil {
				return out, err
			}
			if f.flag == "header" {
				name, value, ok := strings.Cut(v, "=")
				switch {
				case !ok || name == "":
					return out, usagef("%q is not a header", v).hint("a header is a name, an equals sign and a value: --header X-Ca-Stage=TEST")
				case seen[strings.ToLower(name)]:
					return out, usagef("the header %q is given twice", name)
				}
				seen[strings.ToLower(name)] = true
				typed.Field, typed.Text = append(f.of[:len(f.of):len(f.of)], name), value
			}
			out.Fields = append(out.Fields, typed)
		}
	}
	for flag, into := range map[string]**topology.Typed{"check": &out.Check, "variant": &out.Variant} {
		if !flags.Changed(flag) {
			continue
		}
		typed := topology.Typed{Flag: "--" + flag, Text: flags.Lookup(flag).Value.String()}
		if err := usable(typed); err != nil {
			return out, err
		}
		*into = &typed
	}
	return out, nil
}

// usable refuses what can be nobody's intention.
func usable(v topology.Typed) error {
	switch {
	case v.Text == "":
		return usagef("the value of %s is empty", v.Flag).hint("is a variable of the command line not set?")
	case !utf8.ValidString(v.Text):
		return usagef("the value of %s is not text in UTF-8", v.Flag)
	}
	return nil
}
