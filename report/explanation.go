package report

import (
	"encoding/json"
	"fmt"
	"io"

	"netsim/topology/diag"
)

// Explanations are the JSON form of `netsim explain`: codes, with all that is
// known of them. Lists are never null.
type Explanations struct {
	FormatVersion int           `json:"format_version"`
	Codes         []Explanation `json:"codes"`
}

// Explanation is a code as it is told to people.
type Explanation struct {
	Code       string      `json:"code"`
	Kind       string      `json:"kind"`
	Title      string      `json:"title"`
	Meaning    string      `json:"meaning"`
	Symptom    string      `json:"symptom"` // what a user sees; empty: there is nothing to see
	Fix        string      `json:"fix"`
	Remedies   []Remedy    `json:"remedies"` // by cloud
	Neighbours []Neighbour `json:"neighbours"`
	Examples   []Example   `json:"examples"`
	Unshown    string      `json:"unshown"` // why there is no example; empty where there is one
}

// Remedy is how to mend it in one cloud. Empty: there is no such way.
type Remedy struct {
	Cloud     string    `json:"cloud"`
	Symptom   string    `json:"symptom"` // what a user sees there, if that is more than with any cloud
	Fix       string    `json:"fix"`
	Console   string    `json:"console"`
	CLI       []string  `json:"cli"`
	Terraform []Setting `json:"terraform"`
}

// Setting is a Terraform resource, and the arguments of it that matter.
type Setting struct {
	Resource  string   `json:"resource"`
	Arguments []string `json:"arguments"`
}

// Neighbour is what another tool may say.
type Neighbour struct {
	Tool string `json:"tool"`
	Says string `json:"says"`
}

// Example is a variant of a scenario that shows the code.
type Example struct {
	File    string `json:"file"` // from the root of netsim's repository
	Variant string `json:"variant"`
}

// Explain tells an entry of the registry.
func Explain(e diag.Entry) Explanation {
	x := Explanation{
		Code: string(e.Code), Kind: string(e.Kind), Title: e.Title, Meaning: e.Meaning, Symptom: string(e.Symptom), Fix: e.Fix,
		Remedies: []Remedy{}, Neighbours: []Neighbour{}, Examples: []Example{}, Unshown: e.Unshown,
	}
	for _, m := range e.Remedies {
		r := Remedy{
			Cloud: m.Cloud, Symptom: string(m.Symptom), Fix: m.Fix, Console: m.Console, CLI: list(m.CLI), Terraform: []Setting{},
		}
		for _, s := range m.Terraform {
			r.Terraform = append(r.Terraform, Setting{Resource: s.Resource, Arguments: list(s.Arguments)})
		}
		x.Remedies = append(x.Remedies, r)
	}
	for _, n := range e.Neighbours {
		x.Neighbours = append(x.Neighbours, Neighbour{Tool: string(n.Tool), Says: n.Says})
	}
	for _, s := range e.Examples {
		x.Examples = append(x.Examples, Example{File: s.File, Variant: s.Variant})
	}
	return x
}

// WriteExplanationsJSON writes the JSON form, as WriteJSON writes a report.
func WriteExplanationsJSON(w io.Writer, codes []Explanation) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(Explanations{FormatVersion: FormatVersion, Codes: list(codes)}); err != nil {
		return fmt.Errorf("write the explanation: %w", err)
	}
	return nil
}
