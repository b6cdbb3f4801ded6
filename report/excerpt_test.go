package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestExcerpt(t *testing.T) {
	for name, row := range map[string]struct {
		line       string
		first, end int
		limit      int
		want       string // the line and the marks under it
	}{
		"plain":              {"name: x", 7, 8, 40, "name: x\n      ^"},
		"no end":             {"name: x", 1, 0, 40, "name: x\n^"},
		"behind the end":     {"name:", 7, 9, 40, "name:\n     ^"},
		"carriage return":    {"name: x\r", 7, 8, 40, "name: x\n      ^"},
		"tabs":               {"\ta:\tb", 5, 6, 40, "    a:  b\n        ^"},
		"wide":               {"名: 网络", 4, 6, 40, "名: 网络\n    ^^^^"},
		"marks take no room": {"e\u0301: x", 5, 6, 40, "e\u0301: x\n   ^"},
		"controls":           {"a\x1b[1m: x", 8, 9, 40, "a\\x1b[1m: x\n          ^"},
		"bytes":              {"\xff\xfe: x", 5, 6, 40, "\\xff\\xfe: x\n          ^"},
		"empty":              {"", 1, 2, 40, "\n^"},
		"cut behind":         {"0123456789012345678901234567890123456789", 3, 5, 20, "01234567890123456...\n  ^^"},
		"cut before":         {"0123456789012345678901234567890123456789", 39, 41, 20, "...67890123456789\n               ^^"},
		"cut on both sides":  {strings.Repeat("0123456789", 10), 51, 53, 20, "...67890123456789...\n       ^^"},
		"mark too long":      {strings.Repeat("0123456789", 10), 11, 90, 20, "...67890123456789...\n       ^^^^^^^^^^"},
	} {
		t.Run(name, func(t *testing.T) {
			e := window{row.limit, "..."}.excerpt(row.line, row.first, row.end)
			require.Equal(t, row.want, e.text+"\n"+strings.Repeat(" ", e.at)+strings.Repeat("^", e.width))
		})
	}
}

func TestExcerptFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringN(0, 200, -1).Draw(t, "line")
		first := rapid.IntRange(-1, 210).Draw(t, "first")
		end := rapid.IntRange(-1, 230).Draw(t, "end")
		limit := rapid.IntRange(20, 60).Draw(t, "limit")
		e := window{limit, "…"}.excerpt(line, first, end)
		require.LessOrEqual(t, width(e.text), limit)
		require.GreaterOrEqual(t, e.at, 0)
		require.GreaterOrEqual(t, e.width, 1)
		require.LessOrEqual(t, e.at+e.width, limit+1)
		require.Equal(t, e.text, Printable(e.text))
	})
}

func FuzzPrintable(f *testing.F) {
	f.Add(attack)
	f.Fuzz(func(t *testing.T, s string) {
		once := Printable(s)
		require.Equal(t, once, Printable(once))
	})
}

// FuzzExcerpt shows any line around any place of it.
func FuzzExcerpt(f *testing.F) {
	f.Add("    vpcs: {main: {cidr: 10.0.0.0/16}}", 11, 15, 40)
	f.Add("\t\tx\t", 3, 4, 20)
	f.Add(attack, 5, 9, 30)
	f.Add("a\u0301\u202e上海", 2, 9, 20)
	f.Fuzz(func(t *testing.T, line string, first, end, limit int) {
		if limit < 20 || limit > 1000 || len(line) > 1<<16 {
			t.Skip()
		}
		e := window{limit, "..."}.excerpt(line, first, end)
		require.LessOrEqual(t, width(e.text), limit)
		require.GreaterOrEqual(t, e.at, 0)
		require.GreaterOrEqual(t, e.width, 1)
		require.LessOrEqual(t, e.at+e.width, limit+1)
		require.Equal(t, e.text, Printable(e.text))
	})
}

// A line of a megabyte is not laid out as a whole to show a part of it.
func TestExcerptOfALongLine(t *testing.T) {
	line := strings.Repeat("{a: é}, ", 100_000) + "here" + strings.Repeat(", {b: 上}", 100_000)
	first := 8*100_000 + 1
	e := window{60, "..."}.excerpt(line, first, first+4)
	require.Equal(t, "here", string([]rune(e.text)[e.at:e.at+e.width]))
	require.True(t, strings.HasPrefix(e.text, "...") && strings.HasSuffix(e.text, "..."))
	require.LessOrEqual(t, width(e.text), 60)
	require.Less(t, testing.AllocsPerRun(10, func() { window{60, "..."}.excerpt(line, first, first+4) }), 3000.0)
}
