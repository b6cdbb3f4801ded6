package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
	"netsim/topology/diag"
)

func (s *session) explainCommand() *cobra.Command {
	var output string
	var listed bool
	cmd := &cobra.Command{
		Use:   "explain CODE...",
		Short: "tell what a code means, and how to mend it",
		Long: `explain tells what a code of a report means, what one sees of it, and how to
mend it: in the console, by the CLI and in Terraform. It also names a scenario
that shows it, and what other clouds' tools call it; given one of their codes,
it tells which of netsim's stand beside it.`,
		Example: `  netsim explain sg.ingress-denied
  netsim explain --list                 all codes
  netsim explain --list route grant     those that begin so
  netsim explain FIREWALL_RULE          what another tool says`,
		RunE: func(_ *cobra.Command, args []string) error {
			write, err := s.explainer(output)
			if err != nil {
				return err
			}
			if listed {
				return s.listCodes(args, write)
			}
			return s.explain(args, write)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return codeCompletions(listed, args), cobra.ShellCompDirectiveNoFileComp
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&listed, "list", false, "list codes, one a line; with arguments, those that begin so")
	flags.StringVarP(&output, "output", "o", textForm, "`FORMAT`: text or json")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(explainForms(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

const (
	textForm = "text"
	jsonForm = "json"
)

func explainForms() []string { return []string{textForm, jsonForm} }

// teller writes codes as they were asked for: in full, or as a list.
type teller struct {
	full func([]report.Explanation) error
	list func([]report.Explanation) error
	// beside tells codes that stand beside another tool's word.
	beside func(string, []report.Explanation) error
}

func (s *session) explainer(form string) (teller, error) {
	switch form {
	case textForm:
		o := display{color: "auto"}.options(s.Env, s.Stdout)
		return teller{
			full: func(codes []report.Explanation) error { return report.WriteExplanations(s.Stdout, codes, o) },
			list: func(codes []report.Explanation) error { return report.WriteCodes(s.Stdout, codes, o) },
			beside: func(word string, codes []report.Explanation) error {
				return report.WriteNeighbours(s.Stdout, word, codes, o)
			},
		}, nil
	case jsonForm:
		write := func(codes []report.Explanation) error { return report.WriteExplanationsJSON(s.Stdout, codes) }
		return teller{full: write, list: write, beside: func(_ string, codes []report.Explanation) error { return write(codes) }}, nil
	default:
		return teller{}, usagef("there is no output format %q", form).meant(form, explainForms(), quote).
			hint("the formats are %s", strings.Join(explainForms(), ", "))
	}
}

// explain tells codes; a word that is no code may be another tool's.
func (s *session) explain(words []string, write teller) error {
	codes := run.Codes()
	if len(words) == 0 {
		return usagef("explain needs a code").hint("for example: netsim explain sg.ingress-denied").
			hint("netsim explain --list lists the codes")
	}
	var found []report.Explanation
	var foreign bool
	for _, w := range words {
		entries, whose := lookUp(codes, w)
		if len(entries) == 0 {
			return unknownCode(codes, w)
		}
		foreign = len(whose) > 0
		for _, e := range entries {
			found = append(found, report.Explain(e))
		}
	}
	if foreign && len(words) == 1 {
		return write.beside(words[0], found)
	}
	return write.full(once(found))
}

// lookUp finds the code that a word names, or else those that stand beside it,
// and whose word it is.
func lookUp(codes *diag.Registry, word string) (found []diag.Entry, whose []diag.Tool) {
	if e, ok := codes.Lookup(diag.Code(strings.ToLower(word))); ok {
		return []diag.Entry{e}, nil
	}
	return codes.Beside(word)
}

func unknownCode(codes *diag.Registry, word string) error {
	e := usagef("there is no code %q", word)
	if slices.Contains(prefixes(codes), strings.TrimSuffix(word, ".")) {
		return e.hint("for those that begin so: netsim explain --list %s", word)
	}
	var known []string
	for _, x := range codes.Entries() {
		known = append(known, string(x.Code))
		for _, n := range x.Neighbours {
			known = append(known, n.Says)
		}
	}
	return e.meant(word, known, quote).hint("netsim explain --list lists the codes")
}

// once leaves out what was asked for twice.
func once(codes []report.Explanation) []report.Explanation {
	seen := map[string]bool{}
	return slices.DeleteFunc(codes, func(x report.Explanation) bool {
		twice := seen[x.Code]
		seen[x.Code] = true
		return twice
	})
}

// listCodes lists the codes that begin with one of the words; without words, all.
func (s *session) listCodes(words []string, write teller) error {
	codes := run.Codes()
	var found []report.Explanation
	for _, e := range codes.Entries() {
		if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return begins(e.Code, w) }) {
			found = append(found, report.Explain(e))
		}
	}
	for _, w := range words {
		if !slices.ContainsFunc(found, func(x report.Explanation) bool { return begins(diag.Code(x.Code), w) }) {
			return usagef("no code begins with %q", w).meant(w, prefixes(codes), quote).
				hint("codes begin with %s", strings.Join(prefixes(codes), ", "))
		}
	}
	return write.list(found)
}

// begins reports whether a code begins with a word: the whole of it, or some
// letters of the part behind the dot.
func begins(c diag.Code, word string) bool {
	return c.Prefix() == word || strings.Contains(word, ".") && strings.HasPrefix(string(c), word)
}

// prefixes are the parts of codes before the first dot, each once.
func prefixes(codes *diag.Registry) []string {
	var out []string
	for _, e := range codes.Entries() {
		out = append(out, e.Code.Prefix())
	}
	return slices.Compact(out) // the codes are sorted
}

// codeCompletions are the codes that are not there yet, with what they mean.
func codeCompletions(listed bool, args []string) []string {
	codes := run.Codes()
	if listed {
		return slices.DeleteFunc(prefixes(codes), func(p string) bool { return slices.Contains(args, p) })
	}
	var out []string
	for _, e := range codes.Entries() {
		if !slices.Contains(args, string(e.Code)) {
			out = append(out, cobra.CompletionWithDesc(string(e.Code), e.Title))
		}
	}
	return out
}
