package topology

import (
	"strings"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Variant is a what-if that is kept beside the topology: edits, and the checks
// that no longer hold under them. A check that is not named must still hold.
type Variant struct {
	scenario.At
	Name               scenario.Value[string]
	Proves             scenario.Values[string]
	set, remove, merge *scenario.Node
	Fails              map[string]*Because
	Unknown            map[string]*Because
	// Model is the scenario under the edits, where Load has made it.
	Model *Model
}

// Because is the code that a variant says a check fails with.
type Because struct {
	Code   diag.Code
	At     diag.Range // of the name of the check
	CodeAt diag.Range
}

func variantTable() *scenario.Table[Variant] {
	return scenario.NewTable("variant", "A what-if: edits, and the checks that fail under them.",
		scenario.Required("name", scenario.Label(),
			func(v *Variant) *scenario.Value[string] { return &v.Name }, "What is changed, in words; unique."),
		scenario.Optional("proves", scenario.ListOf(scenario.Text()),
			func(v *Variant) *scenario.Values[string] { return &v.Proves }, "Rows of the acceptance list that it shows.").Absent("none"),
		edits("set", byPath, scenario.Map, "a map from paths to values",
			func(v *Variant) **scenario.Node { return &v.set }, "Values by their paths, to be put there."),
		edits("remove", paths, scenario.List, "a list of paths",
			func(v *Variant) **scenario.Node { return &v.remove }, "Paths of what is taken away."),
		edits("merge", anyTree, scenario.Map, "a tree that is laid over the scenario",
			func(v *Variant) **scenario.Node { return &v.merge }, "A tree that is merged into the scenario; null removes, name+ appends to a list."),
		expectations("fails", func(v *Variant) *map[string]*Because { return &v.Fails },
			"Checks that fail, each with the code of the first obstacle."),
		expectations("unknown", func(v *Variant) *map[string]*Because { return &v.Unknown },
			"Checks whose verdict is unknown, each with the code why."),
	).AtLeastOne("set", "remove", "merge")
}

func byPath() *scenario.Schema {
	return &scenario.Schema{Type: scenario.SchemaTypes{"object"}, PropertyNames: scenario.PathSchema()}
}

func paths() *scenario.Schema {
	return &scenario.Schema{Type: scenario.SchemaTypes{"array"}, Items: scenario.PathSchema()}
}

func anyTree() *scenario.Schema { return &scenario.Schema{Type: scenario.SchemaTypes{"object"}} }

// edits are read when the variant is made.
func edits(name string, schema func() *scenario.Schema, kind scenario.Kind, noun string, at func(*Variant) **scenario.Node, doc string) scenario.Field[Variant] {
	return scenario.Custom(name, schema, func(d *scenario.Decoder, n *scenario.Node, v *Variant) {
		if d.Expect(n, kind, noun) {
			*at(v) = n
		}
	}, doc).Absent("none")
}

func expectations(name string, at func(*Variant) *map[string]*Because, doc string) scenario.Field[Variant] {
	text := scenario.Text()
	schema := func() *scenario.Schema {
		return &scenario.Schema{
			Type:   scenario.SchemaTypes{"object"},
			Values: &scenario.Schema{Title: "code", Enum: codeNames(Codes())},
		}
	}
	return scenario.Custom(name, schema,
		func(d *scenario.Decoder, n *scenario.Node, v *Variant) {
			if !d.Expect(n, scenario.Map, "a map of checks to codes") {
				return
			}
			m := map[string]*Because{}
			*at(v) = m
			for _, e := range n.Entries {
				d.AtEntry(e, func() {
					var code string
					if text.Read(d, e.Value, &code) {
						m[e.Key] = &Because{Code: diag.Code(code), At: e.KeyRange, CodeAt: e.Value.Range}
					}
				})
			}
		}, doc).Absent("none")
}

// checkVariants reports names that are not unique, and checks and codes that
// are not there.
func (f *File) checkNames(codes *diag.Registry) {
	doc := f.Base.doc
	checks := map[string]diag.Range{}
	var names []string
	for _, c := range doc.Checks {
		f.unique(checks, c.Name, "check")
		names = append(names, c.Name.V)
	}
	variants := map[string]diag.Range{}
	for _, v := range doc.Variants {
		if len(f.Findings) > 2*mostFindings && f.Findings.HasErrors() {
			return // no more are told
		}
		f.unique(variants, v.Name, "variant")
		for _, said := range [2]map[string]*Because{v.Fails, v.Unknown} {
			for name, b := range said {
				if _, ok := checks[name]; !ok {
					f.Findings.Add(diag.Finding{
						Range: b.At, Summary: "there is no check \"" + name + "\"",
						Detail: scenario.Hint("check", name, names),
					})
				}
				if _, ok := codes.Lookup(b.Code); !ok {
					f.Findings.Add(diag.Finding{
						Range: b.CodeAt, Summary: "there is no code \"" + string(b.Code) + "\"",
						Detail: hintCode(string(b.Code), codeNames(codes)),
					})
				}
			}
		}
		for name, b := range v.Unknown {
			if _, twice := v.Fails[name]; twice {
				f.Findings.Add(diag.Finding{
					Range: b.At, Summary: "check \"" + name + "\" is said both to fail and to be unknown",
					Detail: "Keep one of them.",
				})
			}
		}
	}
}

func codeNames(codes *diag.Registry) []string {
	var out []string
	for _, e := range codes.Entries() {
		out = append(out, string(e.Code))
	}
	return out
}

// hintCode helps with a code that is not there: among those of the same subject,
// or else among the subjects.
func hintCode(word string, codes []string) string {
	if _, ok := scenario.Nearest(word, codes); ok {
		return scenario.Hint("code", word, codes)
	}
	subject, _, dotted := strings.Cut(word, ".")
	var alike, subjects []string
	for _, c := range codes {
		first, _, _ := strings.Cut(c, ".")
		subjects = append(subjects, first+".…")
		if first == subject {
			alike = append(alike, c)
		}
	}
	if len(alike) > 0 {
		return scenario.Hint("code of the subject", "", alike)
	}
	if dotted {
		return scenario.Hint("subject", "", subjects)
	}
	return "A code has a subject and a name, such as sg.ingress-denied. " + scenario.Hint("subject", "", subjects)
}

func (f *File) unique(seen map[string]diag.Range, name scenario.Value[string], what string) {
	if !name.Present() {
		return
	}
	if first, dup := seen[name.V]; dup {
		f.Findings.Add(diag.Finding{
			Range: name.Range(), Summary: "two " + what + "s are named \"" + name.V + "\"",
			Detail:  "Reports and variants tell them apart by name. Rename one.",
			Related: []diag.Related{{Range: first, Message: "the first of them"}},
		})
		return
	}
	seen[name.V] = name.Range()
}
