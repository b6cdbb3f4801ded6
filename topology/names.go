package topology

import (
	"maps"
	"slices"
	"strings"

	"netsim/topology/alibaba"
	"netsim/topology/scenario"
)

// Names are what a question about a file can name.
type Names struct {
	model *Model
	whole bool // nothing is wrong with it
}

// NamesIn reads the names of a file, as far as it can be read: somebody may be
// writing it at the moment. It does not say what is wrong.
func NamesIn(files scenario.Files, name string) *Names {
	root, _, findings := scenario.Load(files, name)
	if root == nil {
		return &Names{}
	}
	m, more := newModel(root, scenario.Options{})
	return &Names{model: m, whole: !findings.HasErrors() && !more.HasErrors()}
}

// Sources are the ends that send, Destinations those that are sent to: words,
// and references that mean one resource each.
func (n *Names) Sources() []string      { return n.refs(sources, wordInternet, wordConsole) }
func (n *Names) Destinations() []string { return n.refs(destinations, wordInternet) }

// Apps are references to the apps that can call an API.
func (n *Names) Apps() []string { return n.refs([]scenario.ResourceKind{alibaba.KindApp}) }

// Hosts are the host names that lead to an API, as ends. The network has to be
// made to know them.
func (n *Names) Hosts() []string {
	if !n.whole {
		return nil
	}
	hosts := map[string]bool{}
	for _, name := range n.model.world(nil).net.Names {
		if !strings.HasPrefix(name.Host, "*") { // a pattern names no host
			hosts[namePrefix+name.Host] = true
		}
	}
	return slices.Sorted(maps.Keys(hosts))
}

// Checks are the names of the checks, in the order of the file.
func (n *Names) Checks() []string {
	if n.model == nil {
		return nil
	}
	return names(n.model.doc.Checks, func(c *Check) string { return c.Name.V })
}

// Variants are the names of the variants, in the order of the file.
func (n *Names) Variants() []string {
	if n.model == nil {
		return nil
	}
	return names(n.model.doc.Variants, func(v *Variant) string { return v.Name.V })
}

// refs are the shortest references to the resources of some kinds: a kind and a
// name where that means one of them, or else the whole path. Words follow them.
func (n *Names) refs(kinds []scenario.ResourceKind, words ...string) []string {
	if n.model == nil {
		return nil
	}
	var out []string
	for _, kind := range kinds {
		for _, r := range n.model.registry.OfKind(kind) {
			short := string(kind) + "/" + r.Name
			if len(n.model.registry.Lookup(kinds, short, nil)) > 1 {
				short = r.Ref()
			}
			out = append(out, short)
		}
	}
	return append(out, words...)
}
