package run

import (
	"regexp"

	"netsim/topology"
)

// selection says which checks are asked about.
//
// A check of the scenario itself is selected by its name, or by /CHECK, and a
// check in a variant by VARIANT/CHECK, where the match has to begin before the
// check's name. So the name of a check selects it alone, the name of a variant
// all that the variant says, and ^/ every check and no variant.
type selection struct{ re *regexp.Regexp }

func (s selection) takes(v *topology.Variant, check string) bool {
	switch {
	case s.re == nil:
		return true
	case v == nil:
		return s.re.MatchString(check) || s.re.MatchString("/"+check)
	}
	at := s.re.FindStringIndex(v.Name.V + "/" + check)
	return at != nil && at[0] <= len(v.Name.V)
}

// count is how many of a file's checks are selected and how many are not, the
// variants included: by the names that the scenario as written has.
func (s selection) count(f *topology.File) (selected, skipped int) {
	if f.Base == nil {
		return 0, 0
	}
	for _, v := range append([]*topology.Variant{nil}, f.Variants...) {
		for _, c := range f.Base.Checks() {
			if s.takes(v, c.Name.V) {
				selected++
			} else {
				skipped++
			}
		}
	}
	return selected, skipped
}

// any reports whether a check is selected in the scenario as written, nil, or in
// a variant.
func (s selection) any(f *topology.File, v *topology.Variant) bool {
	for _, c := range f.Base.Checks() {
		if s.takes(v, c.Name.V) {
			return true
		}
	}
	return false
}

// NoMatch is the error of a run that selects nothing, though there are checks
// that could be selected.
type NoMatch struct {
	Names []string // of the checks and variants that there are, each once
}

func (*NoMatch) Error() string { return "no check is selected" }

// names are those that a selection goes by.
func names(f *topology.File) []string {
	var out []string
	for _, c := range f.Base.Checks() {
		out = append(out, c.Name.V)
	}
	for _, v := range f.Variants {
		out = append(out, v.Name.V)
	}
	return out
}

func distinct(names []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}
