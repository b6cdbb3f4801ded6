package scenario

import (
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
