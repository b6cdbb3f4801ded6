package topology

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"netsim/topology/alibaba"
	"netsim/topology/aws"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// File is a scenario file that was loaded, with what it includes.
type File struct {
	Name     string // as it was given
	Scenario string // the name that the scenario has; empty if it could not be read
	Findings diag.List
	Sources  scenario.Sources
	// Base is the scenario as written; nil if it cannot be used.
	Base     *Model
	Variants []*Variant

	plain *scenario.Node // without its variants: what they edit
}

// Codes are the codes of every cloud and of what all clouds share: what a check
// needs of them.
func Codes() *diag.Registry { return registry() }

var registry = sync.OnceValue(func() *diag.Registry {
	return diag.NewRegistry(fabric.Codes(), cloud.Codes(), unfollowed(), alibaba.Codes(), aws.Codes())
})

// unfollowed are the codes of next hops that netsim does not follow in a cloud.
func unfollowed() []diag.Entry { return cloud.UnfollowedCodes(alibaba.NextHops(), aws.NextHops()) }

// ExplainedCodes are the same codes with what is added to them: a manual, which
// takes longer to put together than some checks take.
func ExplainedCodes() *diag.Registry {
	shared := diag.Addition{Neighbours: append(neighbours(), cloud.UnfollowedNeighbours(unfollowed())...)}
	return Codes().With(shared, alibaba.Addition(), aws.Addition())
}

// Open reads a scenario. Everything that is wrong with it is among the findings;
// its variants are made by Each.
func Open(files scenario.Files, name string, codes *diag.Registry) *File {
	f := &File{Name: name}
	root, sources, findings := scenario.Load(files, name)
	f.Sources, f.Findings = sources, findings
	if root == nil {
		return f
	}
	base, found := newModel(root, scenario.Options{})
	f.Findings = append(f.Findings, found...)
	f.Scenario = base.doc.Name.V
	f.Base = base
	f.checkNames(codes)
	if !f.Findings.HasErrors() {
		f.Findings = append(f.Findings, base.emptyEnds()...)
	}
	if f.Findings.HasErrors() {
		f.Findings = append(f.Findings, malformedEdits(withoutVariants(root), base.doc.Variants)...)
		f.Base = nil
	} else {
		f.Variants, f.plain = base.doc.Variants, withoutVariants(root)
	}
	f.Findings = bounded(f.Findings)
	return f
}

// Load reads a scenario and makes and keeps its variants. If anything is wrong
// with one of them, there is no base either.
func Load(files scenario.Files, name string, codes *diag.Registry) *File {
	f := Open(files, name, codes)
	if f.Base == nil {
		return f
	}
	f.Each(func(_ int, m *Model, v *Variant) {
		if v != nil {
			v.Model = m
		}
	})
	if f.Findings.HasErrors() {
		f.Base, f.Variants = nil, nil
	}
	return f
}

// Each makes the variants of a file that was opened, and calls do for the
// scenario as written, with nil, and for every variant that can be used, side by
// side. i counts them from 0. What is wrong with a variant becomes one of the
// file's findings. A model that do does not keep is gone after it: a file may
// have more variants than there is room for.
func (f *File) Each(do func(i int, m *Model, v *Variant)) {
	f.EachOf(NewCrew(runtime.GOMAXPROCS(0)), func(*Variant) bool { return true }, do)
}

// EachOf is Each by a crew, of those that are wanted; nil is the scenario as
// written. The others are not made, so what is wrong with them is not found.
func (f *File) EachOf(crew *Crew, wanted func(*Variant) bool, do func(i int, m *Model, v *Variant)) {
	found := make([]diag.List, len(f.Variants))
	crew.Each(1+len(f.Variants), func(i int) {
		var v *Variant
		if i > 0 {
			v = f.Variants[i-1]
		}
		if !wanted(v) {
			return
		}
		m := f.Base
		if v != nil {
			var wrong diag.List
			m, wrong = f.vary(v)
			found[i-1] = gravest(wrong, mostFindings/10)
		}
		if m != nil {
			do(i, m, v)
		}
	})
	for _, list := range found {
		f.Findings = append(f.Findings, list...)
	}
	f.Findings = bounded(f.Findings)
}

// malformedEdits are what is wrong with the edits of the variants of a scenario
// that cannot be used. Of one that can it is found where they are made.
func malformedEdits(plain *scenario.Node, variants []*Variant) diag.List {
	var found diag.List
	for _, v := range variants {
		if len(found) > mostFindings {
			break // more are not told
		}
		edits, findings := scenario.DecodeEdits(v.set, v.remove, v.merge)
		_, _, more := scenario.Apply(plain, edits)
		found = append(found, v.own(append(findings, more...))...)
	}
	return found
}

// own tells of findings that they are about the variant.
func (v *Variant) own(findings diag.List) diag.List {
	for i := range findings {
		findings[i].Related = append(slices.Clone(findings[i].Related), diag.Related{
			Range: v.Name.Range(), Message: "in this variant",
		})
	}
	return findings
}

// mostFindings bounds what is told of one file.
const mostFindings = 1000

// bounded sorts findings. Of very many it keeps the first, errors before
// warnings, and says how many more there are.
func bounded(found diag.List) diag.List {
	found = found.Sorted()
	more := len(found) - mostFindings
	if more <= 0 {
		return found
	}
	last := found[len(found)-1]
	found = gravest(found, mostFindings)
	found.Add(diag.Finding{
		Severity: found[mostFindings-1].Severity, Range: last.Range, Summary: fmt.Sprintf("too many findings: %d more are not shown", more),
		Detail: "Mend the first ones: many often have one cause.",
	})
	return found.Sorted()
}

// gravest are the first of some findings, errors before warnings.
func gravest(found diag.List, most int) diag.List {
	if len(found) <= most {
		return found
	}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b diag.Finding) int { return cmp.Compare(a.Severity, b.Severity) })
	return slices.Clip(found[:most])
}

// withoutVariants is a scenario without its variants: they are no part of what
// a variant changes.
func withoutVariants(root *scenario.Node) *scenario.Node { return without(root, "variants") }

// vary makes a variant's model; nil if it cannot be used. The findings are those
// of the variant.
func (f *File) vary(v *Variant) (*Model, diag.List) {
	edits, findings := scenario.DecodeEdits(v.set, v.remove, v.merge)
	edited, removed, more := scenario.Apply(f.plain, edits)
	findings = append(findings, more...)
	var model *Model
	if !findings.HasErrors() {
		var paths []string
		for _, r := range removed {
			paths = append(paths, r.Path.String())
		}
		var found diag.List
		model, found = newModel(edited, scenario.Options{Base: f.Base.registry, Removed: paths})
		findings = append(findings, f.news(found)...)
	}
	if findings.HasErrors() {
		model = nil
	}
	return model, v.own(findings)
}

// news are the findings that the base does not have too. What a variant makes
// of the scenario on purpose is worth no warning.
func (f *File) news(found diag.List) diag.List {
	return slices.DeleteFunc(found, func(n diag.Finding) bool {
		return n.Severity == diag.Warning || slices.ContainsFunc(f.Findings, func(o diag.Finding) bool {
			return o.Range == n.Range && o.Summary == n.Summary
		})
	})
}
