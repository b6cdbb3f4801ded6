package scenario

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The schema tells names by a pattern, and the decoder by a loop.
func TestNamesHaveTheFormOfTheirPattern(t *testing.T) {
	form := regexp.MustCompile(namePattern)
	for _, text := range []string{
		"", "a", "Z9", "-a", ".a", "_a", "a-b", "a.b", "a_b", "a b", "a/b", "a\n", "\na", "ä", "aä",
		strings.Repeat("a", 128), strings.Repeat("a", 129), "1", "cn-shanghai", "x{", "@", "[", "`",
	} {
		require.Equal(t, form.MatchString(text), isName(text), "%q", text)
	}
}
