package scenario

import (
	"strings"
	"unicode/utf8"
)

// Suggestions are for names that people type. These bounds keep the cost of
// one small for names that nobody types.
const (
	nearestLength = 64     // in characters
	nearestAmong  = 20_000 // candidates
)

// Nearest finds the name that somebody who wrote word most likely meant: at
// most two edits away (a letter inserted, deleted, replaced, or two neighbours
// swapped; upper and lower case are the same), and fewer edits than half of
// the word's length, rounded up. Of several, the one with the fewest edits is
// taken, then the first of the alphabet.
func Nearest(word string, among []string) (string, bool) {
	length := utf8.RuneCountInString(word)
	if length == 0 || length > nearestLength || len(among) > nearestAmong {
		return "", false
	}
	limit := min(2, (length+1)/2-1)
	w := []rune(strings.ToLower(word))
	best, found := "", false
	var rows [3][nearestLength + 4]int
	for _, name := range among {
		if name == word || len(name) > 4*(nearestLength+2) {
			continue
		}
		n := []rune(strings.ToLower(name))
		if len(n) > len(w)+limit || len(n) < len(w)-limit || len(n) > nearestLength+2 {
			continue
		}
		d := distance(w, n, limit, &rows)
		if d < limit || d == limit && (!found || name < best) {
			best, limit, found = name, d, true
		}
	}
	return best, found
}

// distance is the optimal string alignment distance of two words, or limit+1
// if it is more than limit. Rows are the memory for it.
func distance(a, b []rune, limit int, rows *[3][nearestLength + 4]int) int {
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit+1 { // a swap may still save one
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
