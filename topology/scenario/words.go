package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// listed bounds how many things a message counts up.
const listed = 10

// quote shows text that somebody wrote, cut where it is no longer a word.
func quote(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// quoted shows a list of words, each in quotes.
func quoted[S ~string](words []S) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, quote(string(w)))
	}
	return out
}

// join tells a list as people do: "a", "b" or "c".
func join(words []string, last string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
	return strings.Join(words, "")
}

// some tells the first of a list, and how many more there are.
func some(words []string, last string) string {
	return someOf(words[:min(len(words), listed)], len(words), last)
}

// someOf does the same where only the first words are known, and how many there
// are.
func someOf(words []string, all int, last string) string {
	if more := all - len(words); more > 0 {
		return fmt.Sprintf("%s %s %d more", strings.Join(words, ", "), last, more)
	}
	return join(words, last)
}

// an puts the article before a noun.
func an(noun string) string {
	if noun != "" && strings.ContainsRune("aeiouAEIO", rune(noun[0])) || strings.HasPrefix(noun, "http") {
		return "an " + noun
	}
	return "a " + noun
}

// sentences joins what is not empty, each closed with a full stop.
func sentences(parts ...string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" })
	for i, s := range parts {
		if !strings.ContainsRune(".?!", rune(s[len(s)-1])) {
			parts[i] = s + "."
		}
	}
	return strings.Join(parts, " ")
}
