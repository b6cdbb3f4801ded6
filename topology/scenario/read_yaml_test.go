package scenario

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func yamlSeeds() []string {
	seeds := []string{
		everyStyle, strings.ReplaceAll(everyStyle, "\n", "\r\n"), anchors,
		"---\na: 1\n...\n", "\ufeffé: 1\n2: [x: 1, y: 2]", "? a\n: b\n? c\n", "{a: , b, ? c : d}",
		`{"a": 1, "b": [true, null, "x\u00e9\ud83d\ude00"], "a": 2}`, "a: 1\n---\nb: 2", "a: &x [*x]", "<<: {a: 1}", "a: !!binary x",
		"a: # c\n  # d\n  - b # e\n\n  # f\n  -\n", "a: !<tag:yaml.org,2002:str> x",
	}
	for src := range yamlErrors {
		seeds = append(seeds, src)
	}
	return seeds
}

const everyStyle = `a: 1
b:
  c: é x # not this
  d: 'x''y'
  e: "a\"b"
f: |
  hello
   world

g: [a, "b" , {c: d, e: , f}, ]
h:
- 1
-
- x: 1
  y:
i: {}
j: [ ]
k: >-  # a comment
  foo

  bar
l: plain
  goes on
m: "quoted
  goes \
  on"
"n o": ~
p: null
? q
: r
s: |+

t:
`

func TestReadYAMLKeepsTextAndPlaces(t *testing.T) {
	t.Parallel()
	want := lines(
		`1:1-31:3  a map`,
		`1:1-2 1:4-5 a 1`,
		`2:1-2 3:3-5:12 b a map`,
		`3:3-4 3:6-9 b.c é x`,
		`4:3-4 4:6-12 b.d "x'y"`,
		`5:3-4 5:6-12 b.e "a\"b"`,
		`6:1-2 6:4-8:9 f "hello\n world\n"`,
		`10:1-2 10:4-31 g a list`,
		`10:5-6 g[0] a`,
		`10:8-11 g[1] "b"`,
		`10:14-28 g[2] a map`,
		`10:15-16 10:18-19 g[2].c d`,
		`10:21-22 10:23-23 g[2].e ()`,
		`10:26-27 10:27-27 g[2].f ()`,
		`11:1-2 12:1-15:5 h a list`,
		`12:3-4 h[0] 1`,
		`13:2-2 h[1] ()`,
		`14:3-15:5 h[2] a map`,
		`14:3-4 14:6-7 h[2].x 1`,
		`15:3-4 15:5-5 h[2].y ()`,
		`16:1-2 16:4-6 i a map`,
		`17:1-2 17:4-7 j a list`,
		`18:1-2 18:4-21:6 k "foo\nbar"`,
		`22:1-2 22:4-23:10 l plain goes on`,
		`24:1-2 24:4-26:6 m "quoted goes on"`,
		`27:1-6 27:8-9 "n o" (~)`,
		`28:1-2 28:4-8 p (null)`,
		`29:3-4 30:3-4 q r`,
		`31:1-2 31:4-6 s "\n"`,
		`33:1-2 33:3-3 t ()`,
	)
	want = strings.Replace(want, "1:1-31:3 ", "1:1-33:3 ", 1)
	n, l := Read("x.yaml", []byte(everyStyle))
	require.Empty(t, l)
	require.Equal(t, want, outline(n))

	t.Run("with CRLF", func(t *testing.T) {
		t.Parallel()
		n, l := Read("x.yaml", []byte(strings.ReplaceAll(everyStyle, "\n", "\r\n")))
		require.Empty(t, l)
		require.Equal(t, want, outline(n))
	})
	t.Run("with a byte order mark", func(t *testing.T) {
		t.Parallel()
		n, l := Read("x.yaml", []byte("\ufeff"+everyStyle))
		require.Empty(t, l)
		require.Equal(t, want, outline(n))
	})
	t.Run("behind a document mark", func(t *testing.T) {
		t.Parallel()
		n, l := Read("x.yaml", []byte("---\na: 1\n...\n# the end\n"))
		require.Empty(t, l)
		require.Equal(t, "2:1-5  a map\n2:1-2 2:4-5 a 1\n", outline(n))
	})
}

const anchors = `a: &x
  b: 1
c: *x
d: &y foo
e: [*y, &z bar, *z]
f: &e
g: !!str 12
h: *e
i: &q {a: b}
j: !!map
  k: !!int 1
&m l: m
`

func TestReadYAMLExpandsAliases(t *testing.T) {
	t.Parallel()
	n, l := Read("x.yaml", []byte(anchors))
	require.Empty(t, l)
	require.Equal(t, lines(
		`1:1-12:8  a map`,
		`1:1-2 2:3-7 a a map`,
		`2:3-4 2:6-7 a.b 1`,
		`3:1-2 2:3-7 c a map`,
		`2:3-4 2:6-7 c.b 1`,
		`4:1-2 4:7-10 d foo`,
		`5:1-2 5:4-20 e a list`,
		`4:7-10 e[0] foo`,
		`5:12-15 e[1] bar`,
		`5:12-15 e[2] bar`,
		`6:1-2 6:3-3 f ()`,
		`7:1-2 7:10-12 g "12"`,
		`8:1-2 6:3-3 h ()`,
		`9:1-2 9:7-13 i a map`,
		`9:8-9 9:11-12 i.a b`,
		`10:1-2 11:3-13 j a map`,
		`11:3-4 11:12-13 j.k 1`,
		`12:4-5 12:7-8 l m`,
	), outline(n))
	require.Same(t, n.Field("a").Value, n.Field("c").Value, "an alias shares what it stands for")
}

// What YAML allows and a scenario does not.
func TestReadYAMLRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, src string
		want      []string
		detail    string
	}{
		{"equal keys", "a: 1\nb:\n  c: 1\n  'c': 2\na: 3\n", []string{`4:3-6 The key "c" stands twice in one map`, `5:1-2 The key "a" stands twice in one map`}, "Rename one"},
		{"merge keys", "a: &a {b: 1}\nc:\n  <<: *a\n  d: 1\n", []string{`3:3-5 The merge key "<<" is not supported`}, `"merge" in a variant`},
		{"but not in quotes", "'<<': 1\n", nil, ""},
		{"a list as a key", "? [a]\n: 1\nb: 2\n", []string{"1:3-4 A key is not a name"}, "A key is a name"},
		{"a map as a key", "a: {{ x }}\n", []string{"1:5-6 A key is not a name"}, "A key is a name"},
		{"an alias as a key", "a: &a b\n*a : 1\n", []string{"2:1-2 A key is not a name"}, "an alias can only stand as a value"},
		{"an empty key", "?\n: 2\na: 1\n", []string{"1:2-2 A key is empty"}, "name before the colon"},
		{"a tag of one's own", "a: !foo 1\n", []string{`1:4-5 The tag "!foo" is not supported here`}, "Delete the tag"},
		{"the empty tag", "a: ! 1\n", []string{`1:4-5 The tag "!" is not supported here`}, "Delete the tag"},
		{"a tag for a type that is not there", "a: !!binary aGk=\nb: !!set {a}\n", []string{`1:4-5 The tag "!!binary" is not supported here`, `2:4-5 The tag "!!set" is not supported here`}, ""},
		{"a tag of another kind", "a: !!map b\n", []string{`1:4-5 The tag "!!map" is not supported here`}, ""},
		{"a tag on a key", "!foo a: 1\n", []string{`1:1-2 The tag "!foo" is not supported here`}, ""},
		{"an alias in what it stands for", "a: &x\n  b: [1, *x]\n", []string{`2:10-12 The alias "*x" stands inside what it stands for`}, "never end"},
		{"aliases in a circle", "a: &x {b: &y {c: *x}}\n", []string{`1:18-20 The alias "*x" stands inside what it stands for`}, "never end"},
		{"a second document", "a: 1\n---\nb: 2\n", []string{"2:1-4 A second document begins here"}, `"include"`},
		{"an empty second document", "a: 1\n---\n", []string{"2:1-4 A second document begins here"}, ""},
		{"a second document that cannot be read", "a: 1\n# x\n---\nb: [", []string{"3:1-4 A second document begins here"}, ""},
		{"a second document behind the end of one", "a: 1\n...\nb: 2\n", []string{"3:1-2 A second document begins here"}, ""},
		{"after an empty document", "---\n---\na: 1\n", []string{"2:1-4 A second document begins here"}, ""},
		{"findings before a second document", "a: 1\na: 2\n---\nb: 2\n", []string{`2:1-2 The key "a" stands twice in one map`, "3:1-4 A second document begins here"}, ""},
		{"directives", "# x\n%YAML 1.2\n---\na: 1\n", []string{`2:1-2 A line begins with "%"`}, "Delete the line"},
		{"thousands of directives", strings.Repeat("%TAG !a! b\n", 100_000), []string{`1:1-2 A line begins with "%"`}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, l := Read("x.yaml", []byte(c.src))
			require.Equal(t, c.want, findingsAt(l))
			for _, f := range l {
				require.NotEmpty(t, f.Detail)
			}
			if len(l) > 0 {
				require.Contains(t, l[0].Detail, c.detail)
			}
		})
	}
	t.Run("equal keys tell of the first", func(t *testing.T) {
		t.Parallel()
		_, l := Read("x.yaml", []byte("a: 1\nb: 2\na: 3\na: 4\n"))
		require.Equal(t, "1:1-2", place(l[0].Related[0].Range))
		require.Equal(t, "1:1-2", place(l[1].Related[0].Range))
	})
}

// The gaps of the parser: errors without a line, errors whose line is off by
// one, errors behind the end of the file, and none with a column.
var yamlErrors = map[string]string{
	// no line at all from the parser
	"a: b: c":              `1:5-6 A second ": " stands on the line`,
	"b: 1\na: [1, *foo]\n": `2:8-12 The alias "*foo" stands for nothing`,
	"a: *.example.com":     `1:4-5 "*" begins an alias, and no name follows`,
	// a line too early
	"- a\nb: 1":                      `2:1-2 A key stands among the items of a list`,
	"a: 1\nc: 2\nd:\n  - 1\n e: 2\n": `5:2-3 The indentation matches no line above`,
	"a: 1\nb: [1, 2\nc: 3\nd: 4\n":   `2:4-5 "[" is never closed`,
	// a line behind the end
	"a: 1\nb: 'foo\nc: 1\n":    `2:4-5 The quote is never closed`,
	"a: \"foo":                 `1:4-5 The quote is never closed`,
	"a: [\n  b,\n  c\n\n":      `1:4-5 "[" is never closed`,
	"a: \"x\n---\n\"":          `1:4-5 The quote is never closed`,
	"a:\n- b: {c: 1\n- d: 2\n": `2:6-7 "{" is never closed`,
	"a: {b: [1, {c: ":          `1:12-13 "{" is never closed`,
	// tabs
	"x: 1\na:\n\tb: 1\n":    `3:1-2 A tab is used for indentation`,
	"a:\n  b: 1\n\tc: 2\n":  `3:1-2 A tab is used for indentation`,
	"a: |\n\tx\n":           `2:1-2 A tab is used for indentation`,
	"a:\n  -\tb: 1\n\t c\n": `2:4-5 A tab stands where a space is expected`,
	// colons
	"a: {b: 1, : 2}":           `1:11-12 A key is missing before the colon`,
	"a: 1\n: 2\n":              `2:1-2 A key is missing before the colon`,
	"é: 'b' ü: x":              `1:9-10 A second ": " stands on the line`,
	"a: 1\nb: c: d":            `2:5-6 A second ": " stands on the line`,
	"a:1\nb: 2":                `1:1-4 "a:1" has no ": " after its key`,
	"a: 1\nb:2\nc: 3\n":        `2:2-3 No space follows the colon in "b:2"`,
	"a: 1\nb\nc: 3\n":          `2:1-2 "b" has no ": " after its key`,
	"a: 1\nb\n":                `2:1-2 "b" has no ": " after its key`,
	"a: 1\n  b: 2\n":           `2:3-4 The line is indented deeper than the one before, which has a value already`,
	"k: v\n# c\n\n  more: x\n": `4:3-4 The line is indented deeper than the one before, which has a value already`,
	"a: 1\n--- x: y: z":        `2:6-7 A ":" is not expected here`,
	// lines and lists
	"a: - b":                    `1:4-5 A list begins on the line of its key`,
	"a: 1\n- b":                 `2:1-2 A list item stands among the keys of a map`,
	"a:\n    b: 1\n  c: 2\n":    `3:3-4 The indentation matches no line above`,
	"a:\r\n  b: 1\r\n c: 2\r\n": `3:2-3 The indentation matches no line above`,
	"a: |\n  x\n y\n":           `3:2-3 The indentation matches no line above`,
	" a: 1\nb: 2":               `2:1-2 The line is indented less than the first key`,
	"  - a\n - b\n":             `2:2-3 The line is indented less than the first key`,
	// brackets
	"a: {b: [1, 2}\n":       `1:13-14 "}" closes what "[" opened`,
	"a: [b c: d e: f]":      `1:12-13 A comma or "]" is missing before this`,
	"a: \"b\nc: \"d\"":      `1:4-5 The quote is not closed on its line`,
	"a: ['b,\n  'c']":       `1:5-6 The quote is not closed on its line`,
	"a:\n  -b: c\n    d: e": `2:3-4 No space follows the dash`,
	"a: 1\nb： 2":            `2:2-3 A full-width colon stands where a colon is expected`,
	"a: 1\n<<<<<<< HEAD\n":  `2:1-13 A merge of two versions has left its marks here`,
	"a: [${B}]":             `1:5-7 "${" begins a placeholder that was not filled in`,
	"a: {b: c: d}":          `1:8-9 A comma or "}" is missing before this`,
	"a: [1, , 2]":           `1:8-9 A value is missing before the comma`,
	"a: , b":                `1:4-5 A value is missing before the comma`,
	"a: [- b]":              `1:5-6 A dash stands inside brackets`,
	"a: ]":                  `1:4-5 "]" closes nothing`,
	"a: [1]]":               `1:7-8 "]" closes nothing`,
	"{a: 1}}":               `1:7-8 The file goes on after the end of its value`,
	"{a: 1} b":              `1:8-9 The file goes on after the end of its value`,
	"a: [{% x %}]\n":        `1:6-7 A value cannot begin with "%"`,
	"a: [|\n b]":            `1:5-6 A block of text ("|") begins inside brackets`,
	"a: 'x', 'y'":           `1:7-8 A comma stands outside brackets`,
	// quotes and marks
	"a: 'x' y":         `1:8-9 Something follows the end of the value`,
	"a: \"x\" \"y\"":   `1:8-9 Something follows the end of the value`,
	"'a'b: 1":          `1:4-5 Something follows the end of the value`,
	"a: \"\\d\"":       `1:5-7 "\d" is not an escape`,
	"a: \"\\xzz\"":     `1:7-9 The escape is no character`,
	"a: \"\\ud800\"":   `1:7-9 The escape is no character`,
	"a: @foo":          `1:4-5 A value cannot begin with "@"`,
	"a: `x`":           "1:4-5 A value cannot begin with \"`\"",
	"a: *":             `1:4-5 "*" begins an alias, and no name follows`,
	"a: & b":           `1:4-5 "&" begins an anchor, and no name follows`,
	"a: > b\n":         `1:6-7 Text stands on the line of ">"`,
	"a: |0\n b":        `1:4-5 The indentation of a block of text is 0`,
	"a: ? b":           `1:4-5 A "?" is not expected here`,
	"a: !foo!bar y":    `1:4-5 "!" begins a tag, and what follows is not one`,
	"a: !<x y":         `1:4-5 "!" begins a tag, and what follows is not one`,
	"%foo\na: 1":       `1:1-2 A line begins with "%"`,
	"\ufeffa: b: c":    `1:5-6 A second ": " stands on the line`,
	"b: 1\n" + longKey: `2:1-2 A line begins with more than 1024 characters and no ": "`,
}

var longKey = strings.Repeat("k", 1100) + ": 1\n"

func TestReadYAMLTellsSyntaxErrors(t *testing.T) {
	t.Parallel()
	for src, want := range yamlErrors {
		t.Run(src[:min(len(src), 40)], func(t *testing.T) {
			t.Parallel()
			n, l := Read("x.yaml", []byte(src))
			require.Nil(t, n)
			require.Equal(t, []string{want}, findingsAt(l))
			require.NotEmpty(t, l[0].Detail)
			require.NotContains(t, l[0].Summary+l[0].Detail, "token")
			require.NotContains(t, l[0].Summary+l[0].Detail, "did not find")

			// The place does not depend on what stands around.
			_, l = Read("x.yaml", []byte("# a comment\n\n"+strings.TrimPrefix(src, "\ufeff")))
			require.Len(t, l, 1)
			require.Equal(t, want[strings.Index(want, " "):], " "+l[0].Summary)
		})
	}
}

// Places come from fields of the parser that are not exported. Where they are
// gone, all places of syntax errors are off: this test says why.
func TestYAMLParserHasMarks(t *testing.T) {
	t.Parallel()
	dec := yaml.NewDecoder(strings.NewReader("x: 1\na: b: c"))
	var n yaml.Node
	err := dec.Decode(&n)
	require.Error(t, err)
	line, column := markAt(yamlParser(dec), "problem_mark")
	require.Equal(t, []int{1, 4}, []int{line, column})

	dec = yaml.NewDecoder(strings.NewReader("x: 1\na: *b"))
	err = dec.Decode(&n)
	require.ErrorContains(t, err, "unknown anchor")
	line, column, ok := yamlMark(dec, err)
	require.Equal(t, []any{1, 3, true}, []any{line, column, ok})

	line, column, ok = yamlMark(&yaml.Decoder{}, err)
	require.Equal(t, []any{0, 0, false}, []any{line, column, ok}, "without a parser there is no mark")
}

// The parser gives no finding about these, so the reader has to.
func TestYAMLParserLetsPass(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"a: 1\na: 2", "a: &x [*x]", "<<: 1", "? [a]\n: 1", "a: !foo 1", ""} {
		var n yaml.Node
		require.NoError(t, yaml.Unmarshal([]byte(src), &n), src)
		_, l := Read("x.yaml", []byte(src))
		require.True(t, l.HasErrors(), src)
	}
}

// Types that YAML guesses are left to the fields.
func TestReadYAMLGuessesNoTypes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0777", "0o777", "1_000", "2026-01-01", "yes", "no", "on", "True", "1e3", ".inf", "0x1F", "12:30:45", "a:b", "-", "-1", "10.0.0.0/8", "2Mbps", "=", "100.64.0.1"} {
		n, l := Read("x.yaml", []byte("a: "+text+"\n"))
		if text == "-" {
			require.NotNil(t, l)
			continue
		}
		require.Empty(t, l, text)
		v := n.Field("a").Value
		require.Equal(t, Node{Kind: Scalar, Text: text, Range: v.Range}, *v)
	}
}

// The parser of YAML is imported in one place.
func TestOnlyTheReaderImportsTheYAMLParser(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range f.Imports {
			if strings.Contains(i.Path.Value, "yaml") && !strings.HasSuffix(file, "_test.go") {
				require.True(t, strings.HasPrefix(file, "read_yaml") || strings.HasPrefix(file, "format_yaml"), file)
			}
		}
	}
}

// The example of the language reads without a finding.
func TestReadExample(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/example.yaml")
	require.NoError(t, err)
	n, l := Read("example.yaml", src)
	require.Empty(t, l)
	checkRanges(t, n, NewSource(src), maxDepth, true)
	p, err := ParsePath("regions.cn-shanghai.vpcs.vpc-backend-1.security_groups.sg-backend.ingress[0].source")
	require.NoError(t, err)
	source, followed := p.Find(n)
	require.Len(t, p, followed)
	require.Equal(t, "100.104.255.128/26", source.Text)
	require.Equal(t, "37:54-72", place(source.Range))
}
