package cli

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"netsim/report"
	"netsim/topology"
)

const (
	// mostOffered bounds the names that a shell is offered.
	mostOffered = 500
	// mostRead bounds the files that are read while somebody waits for a name,
	// in bytes.
	mostRead = 2 << 20

	// inOrder: the names stand in an order of their own, and no files are meant.
	inOrder = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
)

// completeTrace offers the names that a file has for the flags that name
// something in it.
func (s *session) completeTrace(cmd *cobra.Command) {
	byFlag := map[string]func(n *topology.Names, typed string) []string{
		"from":    func(n *topology.Names, _ string) []string { return n.Sources() },
		"to":      destinations,
		"app":     func(n *topology.Names, _ string) []string { return n.Apps() },
		"check":   func(n *topology.Names, _ string) []string { return n.Checks() },
		"variant": func(n *topology.Names, _ string) []string { return n.Variants() },
	}
	for flag, of := range byFlag {
		_ = cmd.RegisterFlagCompletionFunc(flag, fromFile(of)) // fails for unknown flags only
	}
	var formats []string
	for _, f := range traceFormats() {
		formats = append(formats, f.name)
	}
	for flag, words := range map[string][]string{
		"output": formats, "color": colorNames(), "addresses": {"declared", "all"},
		"domain": {"vpc_subdomain", "public_subdomain"}, "port": {"tcp/80", "tcp/443", "udp/53", "icmp", "any"},
		"method": nil, "path": nil, "stage": nil, "header": nil, "demand": nil, "source-ports": nil,
	} {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
}

// fromFile offers names that the first file has.
func fromFile(of func(n *topology.Names, typed string) []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 || args[0] == "-" { // standard input is not ours to read yet
			return nil, inOrder
		}
		n := topology.NamesIn(glance{disk: disk{given: args[:1]}}, args[0])
		return offered(of(n, typed), typed), inOrder
	}
}

// runnable are the names of checks and variants, as regular expressions that
// find them.
func runnable(n *topology.Names, _ string) []string {
	var all []string
	for _, name := range slices.Concat(n.Checks(), n.Variants()) {
		all = append(all, regexp.QuoteMeta(name))
	}
	return all
}

// destinations are offered without host names until one is begun: to know those
// takes the longest.
func destinations(n *topology.Names, typed string) []string {
	const host = "name/"
	if strings.HasPrefix(typed, host) {
		return n.Hosts()
	}
	all := n.Destinations()
	if len(all) > 0 && strings.HasPrefix(host, typed) {
		all = append(all, host)
	}
	return all
}

// offered are the names that go on as what is typed. A name that a terminal or
// the protocol of completion would take for something else is left out.
func offered(names []string, typed string) []string {
	var out []string
	for _, name := range names {
		if len(out) == mostOffered {
			break
		}
		if name != "" && strings.HasPrefix(name, typed) && report.Printable(name) == name && !strings.HasPrefix(name, "_activeHelp_") {
			out = append(out, name)
		}
	}
	return out
}

// glance reads files that are not too large to be read again and again.
type glance struct{ disk }

func (g glance) ReadFile(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > mostRead {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("it is too large to be looked through at once")}
	}
	return g.disk.ReadFile(path)
}
