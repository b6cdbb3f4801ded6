package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"netsim/scenarios"
)

func (s *session) initCommand() *cobra.Command {
	var template string
	var list bool
	cmd := &cobra.Command{
		Use:   "init NAME",
		Short: "write a scenario to start from",
		Long: `init writes a scenario to start from: the file NAME.yaml, with checks that hold.
A file that is there already is left alone.`,
		Example: `  netsim init my-network
  netsim init --list
  netsim init my-network --template function-to-api-same-region`,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case list && len(args) > 0:
				return usagef("init --list takes no arguments, and got %q", args[0])
			case list:
				return s.listExamples()
			case len(args) != 1:
				return usagef("init needs one name, of the scenario to be written").
					hint("for example: netsim init my-network").
					hint("netsim init --list lists what to start from")
			}
			return s.init(args[0], template)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&template, "template", scenarios.Starter, "start from the scenario `NAME` that ships with netsim")
	flags.BoolVar(&list, "list", false, "list the scenarios that ship with netsim")
	names := cobra.FixedCompletions(exampleNames(), cobra.ShellCompDirectiveNoFileComp)
	_ = cmd.RegisterFlagCompletionFunc("template", names) // fails for unknown flags only
	return cmd
}

// init writes a template under another name.
func (s *session) init(name, template string) error {
	if err := knownExample(template); err != nil {
		return err
	}
	file := name
	if e := filepath.Ext(name); e == ".yaml" || e == ".yml" {
		name = strings.TrimSuffix(name, e)
	} else {
		file += ".yaml"
	}
	name = filepath.Base(name)
	if !regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`).MatchString(name) { // as those of resources
		return usagef("%q cannot be the name of a scenario", name).
			hint("a name has letters, digits, dots, underscores and hyphens, and starts with a letter or digit").
			hint("for example: netsim init my-network")
	}
	text, ok := scenarios.Named(template, asYAML(name))
	if !ok {
		return fmt.Errorf("the template %q has no name", template)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%q is there already, and is left alone", file).hint("choose another name")
	}
	if err == nil {
		_, err = f.WriteString(text)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return usagef("cannot write %q: %v", file, cause(err))
	}
	fmt.Fprintf(s.Stderr, "wrote %s; to check it: netsim check %s\n", file, file)
	fmt.Fprintf(s.Stderr, "  for editors that complete it: netsim schema > %s\n", filepath.Join(filepath.Dir(file), scenarios.SchemaFile))
	return nil
}

// asYAML writes a plain name as YAML writes text: in quotes where it could be
// taken for a number, a date, or a word such as true.
func asYAML(name string) string {
	words := []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
	if name[0] > '9' && !slices.Contains(words, strings.ToLower(name)) {
		return name
	}
	return `"` + name + `"`
}

func (s *session) listExamples() error {
	width := 0
	for _, name := range exampleNames() {
		width = max(width, len(name))
	}
	for _, name := range exampleNames() {
		if _, err := fmt.Fprintf(s.Stdout, "%-*s  %s\n", width, name, scenarios.Description(name)); err != nil {
			return err
		}
	}
	return nil
}

// exampleNames are the scenarios that ship with netsim, the one to start from
// first.
func exampleNames() []string {
	names := slices.DeleteFunc(scenarios.Names(), func(n string) bool { return n == scenarios.Starter })
	return append([]string{scenarios.Starter}, names...)
}

func knownExample(name string) error {
	if slices.Contains(exampleNames(), name) {
		return nil
	}
	return usagef("no scenario %q ships with netsim", name).meant(name, exampleNames(), quote).
		hint("netsim init --list lists those that do")
}

// exampleFile is how a scenario that ships with netsim is told as a file.
func exampleFile(name string) string { return "example:" + name }

// examples are the texts of scenarios that ship with netsim, by their files.
func examples(names []string) (map[string]string, error) {
	texts := map[string]string{}
	for _, name := range names {
		if err := knownExample(name); err != nil {
			return nil, err
		}
		texts[exampleFile(name)], _ = scenarios.Text(name)
	}
	return texts, nil
}

// listed joins words as a sentence does: a, b or c.
func listed(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
