package cli

import (
	"github.com/spf13/cobra"

	"netsim/report"
	"netsim/topology"
)

func (s *session) schemaCommand() *cobra.Command {
	var ofReport bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "print the JSON Schema of scenarios, or of reports",
		Long: `schema prints the JSON Schema (2020-12) of what stands in a scenario file, for
editors, which complete and check a file by it while it is written. Most of them
find it by the first line of the file:

  # yaml-language-server: $schema=netsim.schema.json

With --report it is the schema of what "netsim check -o json" prints.

The schema refuses nothing that netsim takes. What JSON Schema cannot say is left
to "netsim check": where references lead, overlaps of addresses, what has to be
unique.`,
		Example: `  netsim schema > netsim.schema.json
  netsim schema --report > netsim-report.schema.json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			text := topology.Schema
			if ofReport {
				text = report.Schema
			}
			_, err := s.Stdout.Write(text())
			return err
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().BoolVar(&ofReport, "report", false, "the schema of reports, not of scenarios")
	return cmd
}
