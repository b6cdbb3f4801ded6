package cli

import (
	"cmp"
	"errors"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"netsim/topology/scenario"
)

// badPattern says where a regular expression goes wrong.
func badPattern(flag, value string, err error) error {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		return usagef("%s is not a regular expression: %v", flag, err)
	}
	e := usagef("%s is not a regular expression: %s", flag, wrong.Code)
	at := strings.LastIndex(value, wrong.Expr)
	if at < 0 || wrong.Expr == "" || strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
		return e.hint("%s", value)
	}
	return e.hint("%s", value).
		hint("%s", strings.Repeat(" ", at)+strings.Repeat("^", len(wrong.Expr)))
}

// mostNames is how many names are told where none matches.
const mostNames = 3

// noMatch says that --run selects nothing, and what it could have selected.
func noMatch(re *regexp.Regexp, names []string) error {
	e := usagef("no check or variant matches --run %q", re.String())
	if folded, err := regexp.Compile("(?i)" + re.String()); err == nil && slices.ContainsFunc(names, folded.MatchString) {
		return e.hint("capital letters count; to let them not: --run %q", "(?i)"+re.String())
	}
	near, alike := nearest(re.String(), names)
	if alike {
		e.hint("the nearest names:")
	} else {
		e.hint("there are, for example:")
	}
	for _, name := range near {
		e.hint("  %s", name)
	}
	return e
}

// nearest are the names that have most in common with what was typed: all but a
// letter or two, or else the most of its words. Where no name has any of them,
// it is the first names, and not alike.
func nearest(typed string, names []string) (near []string, alike bool) {
	if name, ok := scenario.Nearest(typed, names); ok {
		return []string{name}, true
	}
	words := wordsOf(typed)
	common := map[string]int{}
	for _, name := range names {
		have := wordsOf(name)
		for _, w := range words {
			if slices.ContainsFunc(have, func(o string) bool { return sameWord(w, o) }) {
				common[name]++
			}
		}
	}
	if len(common) > 0 {
		names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return common[n] == 0 })
		slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(common[b], common[a]) })
	}
	return names[:min(mostNames, len(names))], len(common) > 0
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// sameWord reports whether two words are one but for a letter or two.
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	_, near := scenario.Nearest(a, []string{b})
	return near
}
