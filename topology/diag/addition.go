package diag

import (
	"fmt"
	"slices"
)

// Addition is what a room adds to codes, its own and those that all clouds
// share: how to mend them, what shows them, and what other tools call them.
type Addition struct {
	Remedies   []Remedy
	Examples   []Example
	Neighbours []Neighbour
}

// Remedy is how to mend what a code names, in one cloud. What is empty there is
// no way to do it by, or none that is documented.
type Remedy struct {
	Code      Code
	Cloud     string   // its name, as its own documents write it
	Symptom   Symptom  // what one sees there, if that is more than the entry says
	Fix       string   // what is to know of mending it there, in sentences
	Console   string   // where to go in the console
	CLI       []string // commands; words in capitals stand for what the user has
	Terraform []Setting
}

// Setting is a Terraform resource, and the arguments of it that matter.
type Setting struct {
	Resource  string
	Arguments []string
}

// Example is a variant of a scenario whose result shows a code, which the
// scenario itself does not show.
type Example struct {
	Code    Code
	File    string // from the root of the repository
	Variant string
}

// With is a registry with what rooms add. An addition to a code that is not
// there is a bug, and panics.
func (r *Registry) With(additions ...Addition) *Registry {
	out := &Registry{entries: slices.Clone(r.entries), index: r.index}
	for _, a := range additions {
		for _, m := range a.Remedies {
			e := out.entry(m.Code)
			e.Remedies = append(slices.Clip(e.Remedies), m)
		}
		for _, x := range a.Examples {
			e := out.entry(x.Code)
			e.Examples = append(slices.Clip(e.Examples), x)
		}
		for _, n := range a.Neighbours {
			e := out.entry(n.Code)
			e.Neighbours = append(slices.Clip(e.Neighbours), n)
		}
	}
	return out
}

func (r *Registry) entry(c Code) *Entry {
	i, ok := r.index[c]
	if !ok {
		panic(fmt.Sprintf("diag: an addition to code %q, which is not registered", c))
	}
	return &r.entries[i]
}
