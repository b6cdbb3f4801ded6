package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func (s *session) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "print a completion script for bash, zsh, fish or powershell",
		Long:  "completion prints a script that makes a shell complete netsim's command lines.",
		Example: `  source <(netsim completion bash)
  netsim completion zsh > "${fpath[1]}/_netsim"
  netsim completion fish > ~/.config/fish/completions/netsim.fish`,
		ValidArgs: shells(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("completion needs one shell: bash, zsh, fish or powershell").
					hint("for example: netsim completion bash")
			}
			return complete(cmd.Root(), args[0], s.Stdout)
		},
	}
}

func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func complete(root *cobra.Command, shell string, w io.Writer) error {
	var err error
	switch shell {
	case "bash":
		err = root.GenBashCompletionV2(w, true)
	case "zsh":
		err = root.GenZshCompletion(w)
	case "fish":
		err = root.GenFishCompletion(w, true)
	case "powershell":
		err = root.GenPowerShellCompletionWithDesc(w)
	default:
		return usagef("there is no completion for %q", shell).meant(shell, shells(), quote).
			hint("there is one for bash, zsh, fish and powershell")
	}
	if err != nil {
		return fmt.Errorf("write the completion script: %w", err)
	}
	return nil
}
