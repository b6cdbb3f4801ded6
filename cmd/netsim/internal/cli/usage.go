package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"netsim/report"
	"netsim/topology/scenario"
)

// usageError says what makes no sense in what was typed, and what to do.
type usageError struct {
	problem string
	hints   []string
}

func (e *usageError) Error() string { return e.problem }

func (e *usageError) print(w io.Writer) {
	fmt.Fprintf(w, "netsim: %s\n", report.Printable(e.problem))
	for _, h := range e.hints {
		fmt.Fprintf(w, "  %s\n", report.Printable(h))
	}
}

// usagef is a usage error without hints.
func usagef(format string, args ...any) *usageError {
	return &usageError{problem: fmt.Sprintf(format, args...)}
}

// hint adds a line, unless it is empty.
func (e *usageError) hint(format string, args ...any) *usageError {
	if h := fmt.Sprintf(format, args...); h != "" {
		e.hints = append(e.hints, h)
	}
	return e
}

// meant adds a guess, if something comes near.
func (e *usageError) meant(word string, among []string, show func(string) string) *usageError {
	if near, ok := scenario.Nearest(word, among); ok {
		return e.hint("did you mean %s?", show(near))
	}
	return e
}

// usageOf words an error of cobra as netsim does.
func usageOf(root *cobra.Command, err error) *usageError {
	var word string
	if _, scan := fmt.Sscanf(err.Error(), "unknown command %q", &word); scan == nil {
		return unknownCommand(root, word)
	}
	return &usageError{problem: err.Error(), hints: []string{"netsim --help tells more"}}
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// unknownCommand is about the first word of a command line.
func unknownCommand(root *cobra.Command, word string) *usageError {
	e := usagef("there is no command %q", word)
	for _, suffix := range []string{".yaml", ".yml", ".json"} {
		if strings.HasSuffix(word, suffix) {
			return e.hint("to check a scenario: netsim check %s", word)
		}
	}
	return e.meant(word, commandNames(root), quote).hint("netsim --help lists the commands")
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

// flagError words an error of pflag.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	help := cmd.CommandPath() + " --help lists the flags"
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &missing) && missing.GetSpecifiedShortnames() != "":
		return usagef("%s has no flag -%s", cmd.Name(), missing.GetSpecifiedName()).hint("%s", help)
	case errors.As(err, &missing):
		name := missing.GetSpecifiedName()
		return usagef("%s has no flag --%s", cmd.Name(), name).
			meant(name, flagNames(cmd), func(s string) string { return "--" + s }).
			hint("%s", help)
	case errors.As(err, &empty):
		return usagef("--%s needs a value", empty.GetFlag().Name).hint("%s", help)
	case errors.As(err, &wrong):
		return usagef("%q is not a value of --%s", wrong.GetValue(), wrong.GetFlag().Name).hint("%s", help)
	}
	return usageOf(cmd.Root(), err)
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// noArguments is for commands that take none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, and got %q", cmd.Name(), args[0])
	}
	return nil
}
