package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"netsim/report"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

func (s *session) fmtCommand() *cobra.Command {
	f := formatting{session: s, format: scenario.Format}
	cmd := &cobra.Command{
		Use:   "fmt FILE...",
		Short: "lay scenario files out in one way",
		Long: `fmt lays scenario files out in one way, and names those that it changes. What
they say stays the same: this is checked before a file is replaced. A file that
cannot be read is told and left alone; one that only check would refuse is laid
out.

What becomes uniform:
  - maps, lists, and lines in brackets are indented by two blanks for each level;
    a list stands deeper than its key
  - one blank follows a colon, a dash and a comma; none stands before a colon or
    a comma, or inside a bracket
  - no blanks end a line, no two blank lines follow each other, lines end in LF,
    and the file ends with its last line
What stays as it is written:
  - order, values, quotes, line breaks, long lines, and the lines of texts
  - comments: those on lines of their own move with their block; those behind
    something keep their distance, and stay aligned where they were
JSON is laid out like brackets in YAML.

The file - is standard input, and then the text goes to standard output.
Exit codes:
  0  done
  1  --check: a file would change
  2  bad input or usage; the other files are still laid out
  4  netsim itself is at fault; the file is left alone`,
		Example: `  netsim fmt network.yaml
  netsim fmt --check *.yaml       name those that would change, and fail if any
  netsim fmt --diff network.yaml  show what would change
  netsim fmt - < network.yaml`,
		RunE: func(_ *cobra.Command, args []string) error { return f.run(args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.check, "check", false, "write nothing; name the files that would change")
	flags.BoolVar(&f.diff, "diff", false, "write nothing; show what would change")
	return cmd
}

// formatting is one run of fmt.
type formatting struct {
	*session
	format      func(file string, src []byte) ([]byte, diag.List, error)
	check, diff bool
	changed     bool          // a file was not laid out
	bad         []report.File // that cannot be read
}

func (f *formatting) run(args []string) error {
	switch {
	case len(args) == 0:
		return usagef("fmt needs a file").hint("for example: netsim fmt network.yaml")
	case slices.Contains(args, ""):
		return usagef("the name of a file is empty").hint("is a variable of the command line not set?")
	case slices.Contains(args, "-") && len(args) > 1 && !f.reads():
		return usagef("the text of standard input and the names of files would both go to standard output").
			hint("lay out - alone, or add --check or --diff")
	}
	seen := map[string]bool{}
	for _, name := range args {
		if clean := filepath.Clean(name); !seen[clean] {
			seen[clean] = true
			f.file(name)
		}
	}
	switch {
	case f.code == report.ExitInternal:
	case len(f.bad) > 0:
		f.code = report.ExitInput
	case f.check && f.changed && f.code == report.ExitHolds:
		f.code = report.ExitFails
	}
	if len(f.bad) == 0 {
		return nil
	}
	return report.WriteFindings(f.Stderr, f.bad, display{color: "auto"}.options(f.Env, f.Stderr))
}

// reads reports whether files are only read.
func (f *formatting) reads() bool { return f.check || f.diff }

// file lays out one file.
func (f *formatting) file(name string) {
	src, why := f.read(name)
	if why != nil {
		why.File = name
		f.bad = append(f.bad, report.File{File: name, Findings: []report.Finding{*why}})
		return
	}
	out, found, err := f.format(name, src)
	switch {
	case err != nil:
		f.crash(err.Error(), "")
		f.code = report.ExitInternal
		return
	case found.HasErrors():
		lines := scenario.Sources{name: scenario.NewSource(src)}
		f.bad = append(f.bad, report.File{File: name, Findings: report.Findings(found, lines)})
		return
	case name == "-" && !f.reads():
		f.print(out)
		return
	case bytes.Equal(src, out):
		return
	}
	f.changed = true
	switch {
	case f.diff:
		shown := report.Printable(name)
		f.print(diff.Diff(shown+".orig", src, shown, out))
	case f.check:
		f.print([]byte(report.Printable(name) + "\n"))
	default:
		f.replace(name, out)
	}
}

// read reads a file, or says why that cannot be done. A file that is going to be
// replaced must be one that can be.
func (f *formatting) read(name string) ([]byte, *report.Finding) {
	refused := func(summary, detail string) ([]byte, *report.Finding) {
		return nil, &report.Finding{Severity: diag.Error.String(), Summary: summary, Detail: detail, File: name}
	}
	from := f.Stdin
	if name != "-" {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return refused("there is no such file", "")
		case err == nil && info.IsDir():
			return refused("this is a directory", "netsim fmt takes files; for example: netsim fmt "+filepath.Join(name, "*.yaml"))
		case err == nil && !info.Mode().IsRegular() && !f.reads():
			return refused("this is no regular file, and cannot be replaced", "To lay out what it says: netsim fmt - < "+name)
		}
		file, err := os.Open(name)
		if err != nil {
			return refused(fmt.Sprintf("the file cannot be read: %v", cause(err)), "")
		}
		defer file.Close()
		from = file
	}
	src, err := readSome(from, 0)
	if err != nil {
		return refused(fmt.Sprintf("the file cannot be read: %v", cause(err)), "")
	}
	return src, nil
}

// replace puts the text where the file is, as files of reports are written.
func (f *formatting) replace(name string, text []byte) {
	k := sink{file: name}
	if err := k.prepare(nil); err != nil {
		f.refuse(err)
		return
	}
	if err := k.replace(text); err != nil {
		f.refuse(k.cannot(err))
		return
	}
	f.print([]byte(report.Printable(name) + "\n"))
}

// print writes to standard output.
func (f *formatting) print(text []byte) {
	if _, err := f.Stdout.Write(text); err != nil && !closed(err) {
		f.refuse(usagef("cannot write standard output: %v", cause(err)))
	}
}
