package scenario

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The schema and other readers tell forms by patterns, and the decoder by loops.
func TestFormsAreThoseOfTheirPatterns(t *testing.T) {
	t.Parallel()
	for _, form := range []struct {
		name, pattern string
		is            func(string) bool
	}{
		{"name", namePattern, isName},
		{"host name", hostPattern, isHost},
		{"whole number", `^(0|-?[1-9][0-9]*)$`, isDecimal},
		{"number", `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`, isFraction},
		{"number of YAML", `^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$|^0o[0-7]+$|^0x[0-9a-fA-F]+$`, isYAMLNumber},
	} {
		t.Run(form.name, func(t *testing.T) {
			t.Parallel()
			pattern := regexp.MustCompile(form.pattern)
			agrees := func(t require.TestingT, text string) {
				require.Equal(t, pattern.MatchString(text), form.is(text), "%q", text)
			}
			for _, text := range []string{
				"", "a", "Z9", "-a", ".a", "_a", "a-b", "a.b", "a_b", "a b", "a/b", "a\n", "\na", "ä", "aä", "1", "cn-shanghai", "x{", "@", "[", "`",
				"0", "-", "-0", "+1", "00", "10", "-10", "1.", ".5", "1.50", "0.5", "00.5", "-.5", ".", "1.2.3", "1e3", "1E-3", "e3", "1e", "1e+", "--1",
				"0o7", "0o", "0o8", "+0o7", "0x1F", "0x", "0xg", "1_000", "a.", "a..", "a..b", "_a.b", "a_.b", "a.b_", "a.1", "1.a", "a-", "-a.b", "a-.b",
			} {
				agrees(t, text)
				for _, n := range []int{62, 63, 64, 127, 128, 129} {
					agrees(t, strings.Repeat("a", n)+text)
					agrees(t, text+strings.Repeat("b", n))
				}
			}
			alike, odd := rapid.StringMatching(form.pattern), rapid.StringMatching(`[-+.0-9aeExo_Z]{0,12}`)
			rapid.Check(t, func(t *rapid.T) {
				agrees(t, alike.Draw(t, "alike"))
				agrees(t, odd.Draw(t, "odd"))
			})
		})
	}
}
