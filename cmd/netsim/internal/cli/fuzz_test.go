package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParseOutputs reads the values of --output. They are understood, or
// refused in words; what is understood goes to one place each.
func FuzzParseOutputs(f *testing.F) {
	for _, s := range []string{"text", "json", "json=a.json", "text\njson=b", "jsno", "json=", "=", "text=-", "json=a\ntext=./a", "json=a=b", "json\ntext"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values := strings.Split(text, "\n")
		if len(values) > 100 {
			t.Skip()
		}
		sinks, err := parseOutputs(values)
		if err != nil {
			var usage *usageError
			require.ErrorAs(t, err, &usage)
			var out bytes.Buffer
			usage.print(&out)
			require.NotEmpty(t, out.String())
			require.NotContains(t, out.String(), "\x1b")
			return
		}
		stdout := 0
		for _, k := range sinks {
			if k.file == "" {
				stdout++
			}
		}
		require.Equal(t, 1, stdout)
	})
}
