package topology

import (
	"slices"

	"netsim/topology/alibaba"
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
}

// Codes are the codes of every cloud and of what all clouds share.
func Codes() *diag.Registry { return diag.NewRegistry(fabric.Codes(), alibaba.Codes()) }

// Load reads a scenario and makes its variants. Everything that is wrong with
// either is among the findings.
func Load(files scenario.Files, name string, codes *diag.Registry) *File {
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
	if f.Findings.HasErrors() {
		f.Base = nil
		f.Findings = f.Findings.Sorted()
		return f
	}
	f.Findings = append(f.Findings, base.emptyEnds()...)
	for _, v := range base.doc.Variants {
		f.vary(root, v)
	}
	if f.Findings.HasErrors() {
		f.Base, f.Variants = nil, nil
	}
	f.Findings = f.Findings.Sorted()
	return f
}

// vary makes a variant's model.
func (f *File) vary(root *scenario.Node, v *Variant) {
	edits, findings := scenario.DecodeEdits(v.set, v.remove, v.merge)
	edited, removed, more := scenario.Apply(root, edits)
	findings = append(findings, more...)
	if !findings.HasErrors() {
		var paths []string
		for _, r := range removed {
			paths = append(paths, r.Path.String())
		}
		model, found := newModel(edited, scenario.Options{Base: f.Base.registry, Removed: paths})
		findings = append(findings, f.news(found)...)
		v.Model = model
	}
	for i := range findings {
		findings[i].Related = append(slices.Clone(findings[i].Related), diag.Related{
			Range: v.Name.Range(), Message: "in this variant",
		})
	}
	f.Findings = append(f.Findings, findings...)
	f.Variants = append(f.Variants, v)
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
