package scenario

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, word string
		among      []string
		want       string
	}{
		{"a letter missing", "vswitche", []string{"vswitches", "vpcs"}, "vswitches"},
		{"a letter too many", "regionss", []string{"regions"}, "regions"},
		{"another letter", "rigions", []string{"regions"}, "regions"},
		{"two neighbours swapped count once", "vcp", []string{"vpc"}, "vpc"},
		{"two edits", "secrity_grups", []string{"security_groups"}, "security_groups"},
		{"three edits", "scrity_grups", []string{"security_groups"}, ""},
		{"capitals", "VPCs", []string{"vpcs"}, "vpcs"},
		{"capitals alone, in a short word", "A", []string{"a"}, "a"},
		{"a short word has no room", "ab", []string{"ac"}, ""},
		{"three letters have room for one", "abc", []string{"abd"}, "abd"},
		{"three letters have no room for two", "abc", []string{"ade"}, ""},
		{"four letters have room for one", "abcd", []string{"abxy"}, ""},
		{"five letters have room for two", "abcde", []string{"abcxy"}, "abcxy"},
		{"fewest edits first", "source", []string{"sourxx", "sourcx", "xxurce"}, "sourcx"},
		{"then the alphabet", "source", []string{"sourcz", "sourcx", "sourcy"}, "sourcx"},
		{"the order of the names means nothing", "source", []string{"sourcx", "sourcz", "soucre"}, "soucre"},
		{"not the word itself", "name", []string{"name"}, ""},
		{"characters, not bytes", "éèà", []string{"éèá"}, "éèá"},
		{"nothing to choose from", "name", nil, ""},
		{"no word", "", []string{"a"}, ""},
		{"a word that nobody types", strings.Repeat("x", 65), []string{strings.Repeat("x", 64)}, ""},
		{"the longest word", strings.Repeat("x", 64), []string{strings.Repeat("x", 66)}, strings.Repeat("x", 66)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := Nearest(c.word, c.among)
			require.Equal(t, c.want, got)
			require.Equal(t, c.want != "", ok)
		})
	}
}

func FuzzNearest(f *testing.F) {
	f.Add("source", "soucre")
	f.Add("ab", "ba")
	f.Fuzz(func(t *testing.T, word, name string) {
		got, ok := Nearest(word, []string{name})
		require.Equal(t, ok && got == name, ok)
		a, b := []rune(strings.ToLower(word)), []rune(strings.ToLower(name))
		length := len([]rune(word))
		if length > nearestLength || len(a) > 80 || len(b) > 80 || word == name || len(name) > 200 {
			return
		}
		d := slowDistance(a, b)
		require.Equal(t, length > 0 && d <= 2 && 2*d < length+length%2, ok, "distance %d", d)
	})
}

// slowDistance is the distance by its definition, in a full table.
func slowDistance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j], d[i][j-1], d[i-1][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func BenchmarkNearest(b *testing.B) {
	var names []string
	for i := range nearestAmong {
		names = append(names, "security_groups_"+strings.Repeat("x", i%40)+time.Duration(i).String())
	}
	for b.Loop() {
		Nearest("security_gruops_xxxxxxxxxxxxxxxxxxxx", names)
	}
}
