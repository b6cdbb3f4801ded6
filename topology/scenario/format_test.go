package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// formatCase is one thing that is laid out anew: before and after.
type formatCase struct{ name, src, want string }

var formatCases = []formatCase{
	// depth
	{"four blanks become two", "a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"},
	{"one blank becomes two", "a:\n b:\n  c: 1\n", "a:\n  b:\n    c: 1\n"},
	{"the first key is not indented", "  a: 1\n  b: 2\n", "a: 1\nb: 2\n"},
	{"a list below its key is indented", "a:\n- b: 1\n  c: 2\n- d\n", "a:\n  - b: 1\n    c: 2\n  - d\n"},
	{"a list of lists", "a:\n-   -   b\n    -   c\n-\n    - d\n", "a:\n  - - b\n    - c\n  -\n    - d\n"},
	{"a map below its dash", "a:\n-\n    b: 1\n    c: 2\n", "a:\n  -\n    b: 1\n    c: 2\n"},
	{"a value on a line of its own", "a:\n      b\nc:\n      [d]\n", "a:\n  b\nc:\n  [d]\n"},
	{"a key that is told apart", "?   a\n:   b\n? c\n? d\n:   - e\n    - f\n", "? a\n: b\n? c\n? d\n: - e\n  - f\n"},

	// blanks
	{"one blank behind marks", "a:   1\nb :  2\n'c'  :   3\nd:\n-   e\n", "a: 1\nb: 2\n'c': 3\nd:\n  - e\n"},
	{"none at the ends of lines", "a: 1  \nb:\t\n  c: 2 \t \n", "a: 1\nb:\n  c: 2\n"},
	{"a tab between a key and its value", "a:\tb\n", "a: b\n"},
	{"in brackets", "a: [ b ,c,  d , ]\ne: {f : 1, g:   2 ,\"h\":3 }\ni: { }\nj: [  ]\n", "a: [b, c, d,]\ne: {f: 1, g: 2, \"h\": 3}\ni: {}\nj: []\n"},
	{"an empty value before a comma", "a: {b: , c:  , d: }\n", "a: {b: , c: , d: }\n"},
	{"pairs in a list", "a: [b:   1, ? c :  2]\n", "a: [b: 1, ? c: 2]\n"},

	// lines
	{"one blank line in a row", "\n\na: 1\n\n\n\nb: 2\n  \n\n", "a: 1\n\nb: 2\n"},
	{"one line end at the end", "a: 1", "a: 1\n"},
	{"CRLF becomes LF", "a: 1\r\n\r\nb: |\r\n  x\r\n\r\n  y\r\nc: 'd\r\n  e'\r\n", "a: 1\n\nb: |\n  x\n\n  y\nc: 'd\n  e'\n"},
	{"no byte order mark", "\ufeffa: 1\n", "a: 1\n"},
	{"marks of the document", "---   # a\na: 1\n\n\n...\n\n\n# end\n", "---   # a\na: 1\n\n...\n\n# end\n"},
	{"a map in braces behind the mark", "---\n{a: 1,\n  b: 2}\n", "---\n{a: 1,\n  b: 2}\n"},

	// what is the author's
	{"order and spelling", "b: 010.0.0.0/8\na: 10.0.0.1/8\nc: 0x1F\nd: ~\ne: Null\nf:\n", "b: 010.0.0.0/8\na: 10.0.0.1/8\nc: 0x1F\nd: ~\ne: Null\nf:\n"},
	{"quotes", "a: 'b'\n\"c\":   \"d\"\ne: \"\\u00e9\"\n", "a: 'b'\n\"c\": \"d\"\ne: \"\\u00e9\"\n"},
	{"long lines", "a: [" + strings.Repeat("bbbbbbbb, ", 40) + "c]\n", "a: [" + strings.Repeat("bbbbbbbb, ", 40) + "c]\n"},
	{"anchors, aliases and tags", "a:   &x   b\nc:   *x\nd: !!str   1\ne: &y\n    f: 1\n&z g:  2\nh: [&v   1,*v]\ni: {j: &w , k: *w }\nl: !!map\n    !!str m:   1\n", "a: &x b\nc: *x\nd: !!str 1\ne: &y\n  f: 1\n&z g: 2\nh: [&v 1, *v]\ni: {j: &w , k: *w}\nl: !!map\n  !!str m: 1\n"},
	{"an anchor on a line of its own", "a:\n      &x\n   b: 1\nc:\n- &y\n    d: 1\n- &z e: 1\n", "a:\n  &x\n  b: 1\nc:\n  - &y\n    d: 1\n  - &z e: 1\n"},
	{"a lone mark of a tag", "a: !\n    b: 1\nc: !   [d]\n", "a: !\n  b: 1\nc: ! [d]\n"},

	// brackets over several lines
	{"what stands in brackets", "a: [\n      b,\n   c,\n      ]\nd: {e: 1,\n        f: 2}\n", "a: [\n  b,\n  c,\n]\nd: {e: 1,\n  f: 2}\n"},
	{"brackets in a list", "a:\n- {\n  b: 1,\n  }\n- c: [\n    d\n    ]\n", "a:\n  - {\n      b: 1,\n    }\n  - c: [\n      d\n    ]\n"},
	{"brackets in brackets", "a: [{\nb: 1,\n}, {\nc: [\nd\n]\n}]\n", "a: [{\n  b: 1,\n}, {\n  c: [\n    d\n  ]\n}]\n"},
	{"comments and blank lines in brackets", "a: [   # b\n# c\n    d,   # e\n\n\n    f   # g\n    # h\n]\n", "a: [   # b\n  # c\n  d,   # e\n\n  f   # g\n  # h\n]\n"},
	{"a comma that begins a line", "a: [b\n    ,c]\n", "a: [b\n  , c]\n"},
	{"a bracket on a line of its own", "a:\n      [\n     b\n ]\n", "a:\n  [\n    b\n  ]\n"},

	// texts over several lines
	{"a plain text", "a: b\n      c  \n\n\n        d\ne:\n- f\n     g\n- h:\n       i\n         j\n", "a: b\n  c\n\n\n  d\ne:\n  - f\n    g\n  - h:\n      i\n      j\n"},
	{"quoted texts", "a: 'b  \n c  \n\n d'\ne: \"f \\  \n     g \\\n   \\ h\\\\  \n  i\"\n", "a: 'b\n  c\n\n  d'\ne: \"f \\ \n  g \\\n  \\ h\\\\\n  i\"\n"},
	{"a text in brackets", "a: [b\n c, \"d\n   e\", {f: g\n         h}]\n", "a: [b\n  c, \"d\n  e\", {f: g\n    h}]\n"},
	{"a block of text", "a: |\n    b\n      c  \n\n    d\n\n\ne: >-\n f\n\n\n g\n", "a: |\n  b\n    c  \n\n  d\n\ne: >-\n  f\n\n\n  g\n"},
	{"a block of text keeps its blank lines with a plus", "a: |+\n    b\n\n\nc: |+\n\n\nd: 1\n", "a: |+\n  b\n\n\nc: |+\n\n\nd: 1\n"},
	{"a block of text at the end of the file", "a: |+\n  b\n\n\n", "a: |+\n  b\n\n\n"},
	{"the last line of a text without an end", "a: |\n    b", "a: |\n  b"},
	{"the last line of a text that ends anyway", "a: |-  # c\n    b", "a: |-  # c\n  b\n"},
	{"blanks that end the file are no text", "a: |\n  b\n  ", "a: |\n  b\n"},
	{"a block of text says its indentation", "a:\n    b: |2-\n         c\n        d\n    e: >1\n       f\n", "a:\n  b: |2-\n       c\n      d\n  e: >1\n     f\n"},
	{"blocks of text in a list", "a:\n-   |\n    b\n- >\n c\n-   - |-\n     d\n", "a:\n  - |\n    b\n  - >\n    c\n  - - |-\n      d\n"},
	{"a block of text as a key", "? |\n    a\n:   |\n    b\n", "? |\n  a\n: |\n  b\n"},
	{"an empty block of text", "a: |\n     \n   \nb: >-\nc: |2\n\n", "a: |\n\nb: >-\nc: |2\n"},
	{"a comment behind the mark of a text", "a: |   # b\n    # c\n   # d\ne: 1\n", "a: |   # b\n  # c\n# d\ne: 1\n"},
	{"tabs in a text", "a: |\n    b\tc\n    \td\n", "a: |\n  b\tc\n  \td\n"},

	// comments
	{"a comment goes with what follows", "# a\nb:\n# c\n    # d\n    e: 1\n # f\n    g: 2\n", "# a\nb:\n  # c\n  # d\n  e: 1\n  # f\n  g: 2\n"},
	{"a comment at the end of a block", "a:\n    b:\n    -   c: 1\n        # d\n    # e\n # f\n# g\nh: 1\n", "a:\n  b:\n    - c: 1\n      # d\n  # e\n# f\n# g\nh: 1\n"},
	{"a comment at the end of the file", "a:\n    b: 1\n\n\n    # c\n      # d\n# e\n", "a:\n  b: 1\n\n  # c\n  # d\n# e\n"},
	{"a comment in place of a value", "a:\n    # b\nc:\n# d\ne:\n-   # f\n- g\n", "a:\n  # b\nc:\n# d\ne:\n  -   # f\n  - g\n"},
	{"a comment before a value", "a:\n# b\n      c\nd:\n # e\n      [f]\n", "a:\n  # b\n  c\nd:\n  # e\n  [f]\n"},
	{"a comment keeps its distance", "a:    1     # b\nc: 2 # d\n", "a: 1     # b\nc: 2 # d\n"},
	{"a comment without a distance", "a: [b,# c\n  d]\n", "a: [b, # c\n  d]\n"},
	{"comments stay aligned", "a:         # b\n    c: 1   # d\n    ee: 2  # f\n", "a:       # b\n  c: 1   # d\n  ee: 2  # f\n"},
	{"comments go as far as the longest line needs", "a:\n- b: 1     # c\n- ddddd: 2 # e\n", "a:\n  - b: 1     # c\n  - ddddd: 2 # e\n"},
	{"a comment goes on in the next line", "a:\n    b: 1    # c\n            # d\n    e: 2\n", "a:\n  b: 1    # c\n          # d\n  e: 2\n"},
	{"wide letters are one column each", "a:  'é'   # b\nb:  'ee'  # c\n", "a: 'é'   # b\nb: 'ee'  # c\n"},
	{"a sharp in a value", "a:   b#c\nd:   '# e'\n", "a: b#c\nd: '# e'\n"},
}

func TestFormat(t *testing.T) {
	t.Parallel()
	for _, c := range formatCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, l, err := Format("x.yaml", []byte(c.src))
			require.NoError(t, err)
			require.Empty(t, l)
			require.Equal(t, c.want, string(got))
			again, l, err := Format("x.yaml", got)
			require.NoError(t, err)
			require.Empty(t, l)
			require.Equal(t, c.want, string(again), "formatted again")
		})
	}
}

func TestFormatJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []formatCase{
		{"on one line", `{ "a" :1,"b":[ true,null , {} ]}`, "{\"a\": 1, \"b\": [true, null, {}]}\n"},
		{"over several lines", "{\r\n\t\"a\": [\n1,\n\n\n{\"b\": \"\\/\\ud83d\\ude00\"}\n  ], \"c\": {\n}\n\t}", "{\n  \"a\": [\n    1,\n\n    {\"b\": \"\\/\\ud83d\\ude00\"}\n  ], \"c\": {\n  }\n}\n"},
		{"on odd lines", "{\"a\"\n:\n1\n, \"b\"  :[ ]\n}\n\n", "{\"a\"\n  :\n  1\n  , \"b\": []\n}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, file := range []string{"x.json", "-"} {
				got, l, err := Format(file, []byte(c.src))
				require.NoError(t, err)
				require.Empty(t, l)
				require.Equal(t, c.want, string(got))
				again, _, err := Format(file, got)
				require.NoError(t, err)
				require.Equal(t, c.want, string(again), "formatted again")
			}
		})
	}
}

// What cannot be read is told as reading it tells, and is not formatted.
func TestFormatTellsWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"", "# nothing\n", "- a\n", "a: b: c\n", "a: 1\na: 2\n", "a:\n\tb: 1\n", "a: 1\n---\nb: 2\n", "<<: {a: 1}\n", "a: !foo 1\n", "a: \x00\n", "a: &x [*x]\n"} {
		_, want := Read("x.yaml", []byte(src))
		require.NotEmpty(t, want, "%q", src)
		got, l, err := Format("x.yaml", []byte(src))
		require.NoError(t, err)
		require.Nil(t, got)
		require.Equal(t, want, l, "%q", src)
	}
	_, l, err := Format("x.json", []byte("a: 1\n"))
	require.NoError(t, err)
	require.Equal(t, []string{`1:1-2 "a" is not a JSON value`}, findingsAt(l))
}

// Text that does not say the same is never given back, whatever is wrong with it.
func TestFormatComparesWhatItWrote(t *testing.T) {
	t.Parallel()
	const src = "# one\na: 'b'  # two\nc: &x [d, 1]\n\ne: *x\nf: |\n  g\nh:\n# three\n"
	for _, c := range []struct{ name, old, now, want string }{
		{"a value", "1]", "2]", "other values"},
		{"the order", "a: 'b'  # two\nc: &x [d, 1]", "c: &x [d, 1]\na: 'b'  # two", "other values"},
		{"quotes that are lost", "'b'", "b", "other values"},
		{"other quotes", "'b'", `"b"`, "another value on line 2"},
		{"brackets that are lost", "[d, 1]", "\n  - d\n  - 1", "another value on line 3"},
		{"an anchor", "&x", "&y", "cannot be read"},
		{"an alias that is written out", "*x", "[d, 1]", "another value on line 5"},
		{"the lines of a text", "  g\n", "  g\n  g\n", "other values"},
		{"a comment that is lost", "# one\n", "", `has "a" on line 1, not "# one"`},
		{"a comment that is lost at the end", "h:\n# three\n", "h:\n", `lacks "# three" of line 9`},
		{"a comment more", "h:\n# three\n", "h:\n# three\n# four\n", `has "# four" on line 10 as well`},
		{"a comment that says something else", "# one", "# eins", `"# eins" on line 1, not "# one"`},
		{"a comment elsewhere", "  # two\n", "\n# two\n", "breaks line 2 otherwise"},
		{"a comment before another value", "# one\na: 'b'  # two", "a: 'b'  # two\n# one", "on line 1"},
		{"null that is written out", "h:", "h: null", "other values"},
		{"text that cannot be read", "h:", "h: [", "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := read("x.yaml", []byte(src), standardBounds())
			_, err := r.saysTheSame([]byte(src))
			require.NoError(t, err)
			changed := strings.Replace(src, c.old, c.now, 1)
			require.NotEqual(t, src, changed)
			_, err = r.saysTheSame([]byte(changed))
			require.ErrorContains(t, err, c.want)
		})
	}
}

// Deeper indentation does not take a file beyond the bounds of reading.
func TestFormatIsBounded(t *testing.T) {
	t.Parallel()
	small := bounds{source: 200, depth: 10, nodes: 100, marks: 100}
	src := []byte("a: {b: {c: {d: {e: [f,\n" + strings.Repeat("#\n", 60) + "g]}}}}\n")
	out, l, err := format("x.yaml", src, small)
	require.NoError(t, err)
	require.Nil(t, out)
	require.Equal(t, []string{"1:1-1 Formatted, the file would be larger than 200 bytes"}, findingsAt(l))
	require.NotEmpty(t, l[0].Detail)

	// Steps of indentation are bounded as twice the depth; here lines of a text
	// have some, and a list below its key gets one more.
	small.source = 1000
	deep := "a:\n- b: |\n"
	for i := range 2*small.depth - 2 {
		deep += strings.Repeat(" ", 3+i) + "x\n"
	}
	out, l, err = format("x.yaml", []byte(deep), small)
	require.NoError(t, err)
	require.Nil(t, out)
	require.Equal(t, []string{"1:1-1 Formatted, the file could not be read: Maps and lists are nested deeper than 10 levels"}, findingsAt(l))
}

// The scenarios of this repository are formatted.
func TestShippedScenariosAreFormatted(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, pattern := range []string{"scenarios/*.yaml", "testdata/*.yaml", "reachability/testdata/regressions/*.yaml", "topology/scenario/testdata/*.yaml"} {
		files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pattern)))
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			seen++
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			got, l, err := Format(file, src)
			require.NoError(t, err)
			require.Empty(t, l)
			require.Equal(t, string(src), string(got), "netsim fmt %s", file)
		}
	}
	require.GreaterOrEqual(t, seen, 10)
}

// Formatting text that was laid out in another way brings it back.
func TestFormatUndoesOtherStyles(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/example.yaml")
	require.NoError(t, err)
	want := string(src)
	for name, restyle := range map[string]func(line string) string{
		"all of it deeper":   func(line string) string { return "   " + line },
		"blanks at the ends": func(line string) string { return strings.TrimSuffix(line, "\n") + "  \n" },
		"CRLF":               func(line string) string { return strings.TrimSuffix(line, "\n") + "\r\n" },
		"blank lines":        func(line string) string { return strings.Repeat(line, 3-2*min(1, len(line)-1)) },
	} {
		var b strings.Builder
		for line := range strings.Lines(want) {
			b.WriteString(restyle(line))
		}
		got, l, err := Format("x.yaml", []byte(b.String()))
		require.NoError(t, err)
		require.Empty(t, l)
		require.Equal(t, want, string(got), name)
	}
}

// FuzzFormat formats anything that can be read. It says the same, as Format
// itself makes sure, and formatting it again changes nothing.
func FuzzFormat(f *testing.F) {
	for _, s := range yamlSeeds() {
		f.Add([]byte(s))
	}
	for _, c := range formatCases {
		f.Add([]byte(c.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 1<<16 {
			t.Skip()
		}
		small := bounds{source: 1 << 20, depth: 20, nodes: 5000, marks: 10000}
		for _, file := range []string{"x.yaml", "x.json"} {
			r := read(file, src, small)
			out, l, err := format(file, src, small)
			require.NoError(t, err)
			if r.findings.HasErrors() {
				require.Equal(t, r.findings, l)
				require.Nil(t, out)
				continue
			}
			if l.HasErrors() {
				require.Contains(t, l[0].Summary, "Formatted, the file ")
				continue
			}
			require.Equal(t, values(r.root), values(read(file, out, small).root))
			again, l, err := format(file, out, small)
			require.NoError(t, err)
			require.Empty(t, l)
			require.Equal(t, string(out), string(again))
		}
	})
}

func BenchmarkFormat(b *testing.B) {
	for _, vpcs := range []int{10, 1000} {
		var text strings.Builder
		text.WriteString("regions:\n    cn-shanghai:\n        vpcs:\n")
		for i := range vpcs {
			fmt.Fprintf(&text, "            vpc-%d:   # one of many\n                cidr:  10.%d.%d.0/22\n                vswitches:\n", i, i/64, i%64*4)
			for j := range 2 {
				fmt.Fprintf(&text, "                    vsw-%d: { cidr: 10.%d.%d.0/24, zone: cn-shanghai-g }\n", j, i/64, i%64*4+j)
			}
			text.WriteString("                security_groups:\n                    sg:\n                        ingress:\n")
			text.WriteString("                        - { protocol: tcp, ports: 8080, source: 10.0.0.0/8 }\n\n\n")
		}
		src := []byte(text.String())
		b.Run(fmt.Sprintf("%d VPCs", vpcs), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, l, err := Format("x.yaml", src); err != nil || l.HasErrors() {
					b.Fatal(l, err)
				}
			}
		})
	}
}
