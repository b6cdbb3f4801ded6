package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"netsim/report"
)

// root is the whole tree of commands.
func (s *session) root() *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:   "netsim",
		Short: "prove or refute that traffic gets from A to B in a cloud network",
		Long: `netsim proves or refutes, before anything is deployed, offline and without
credentials, that traffic gets from A to B in a cloud network, and says why:
the route, rule or grant that decides each hop, with the line of YAML it comes
from, and everything that is in the way.`,
		Example: `  netsim check network.yaml
  netsim check -o json network.yaml
  netsim check -o json=report.json scenarios/*.yaml`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version {
				return s.version(false)
			}
			writeHelp(s.Stderr, cmd)
			s.code = report.ExitInput
			return nil
		},
	}
	root.Flags().BoolVar(&version, "version", false, "print the version")
	root.SetIn(s.Stdin)
	root.SetOut(s.Stdout)
	root.SetErr(s.Stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(s.Stdout, cmd) })
	root.AddCommand(
		s.checkCommand(), s.traceCommand(), s.explainCommand(), s.fmtCommand(), s.initCommand(), s.schemaCommand(),
		s.versionCommand(), s.completionCommand(),
	)
	root.SetHelpCommand(s.helpCommand(root))
	return root
}

func (s *session) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "tell more about a command",
		Long:  "help tells more about a command.",
		RunE: func(_ *cobra.Command, args []string) error {
			of := root
			if len(args) > 0 {
				found, _, err := root.Find(args[:1])
				if err != nil || found == root {
					return unknownCommand(root, args[0])
				}
				of = found
			}
			of.InitDefaultHelpFlag()
			writeHelp(s.Stdout, of)
			return nil
		},
	}
}

// writeHelp tells how a command is used.
func writeHelp(w io.Writer, cmd *cobra.Command) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nUsage:\n", cmd.Long)
	if cmd.HasSubCommands() {
		for _, c := range cmd.Commands() {
			if !c.Hidden {
				fmt.Fprintf(&b, "  netsim %-18s %s\n", c.Use, c.Short)
			}
		}
	} else {
		fmt.Fprintf(&b, "  netsim %s\n", cmd.Use)
	}
	if flags := cmd.Flags().FlagUsages(); flags != "" {
		fmt.Fprintf(&b, "\nFlags:\n%s", flags)
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", cmd.Example)
	}
	_, _ = io.WriteString(w, b.String()) // who closes the output early has seen enough
}
