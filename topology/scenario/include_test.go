package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

// memory is files without a disk.
type memory map[string]string

func (m memory) ReadFile(path string) ([]byte, error) {
	text, ok := m[path]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("no such file or directory")}
	}
	return []byte(text), nil
}

// inFiles is findingsAt, with the file before each place.
func inFiles(l []string, files ...string) []string {
	for i := range l {
		l[i] = files[i] + ":" + l[i]
	}
	return l
}

func TestLoad(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files memory
		root  string
		want  string
	}{
		{"one file", memory{"a.yaml": "a: 1"}, "a.yaml", "{a: 1}"},
		{"its path is cleaned", memory{"d/a.yaml": "a: 1"}, "./d//a.yaml", "{a: 1}"},
		{"standard input", memory{"-": "a: 1"}, "-", "{a: 1}"},
		{"nothing included", memory{"a.yaml": "include: []\na: 1"}, "a.yaml", "{a: 1}"},
		{"include left empty", memory{"a.yaml": "include:\na: 1"}, "a.yaml", "{a: 1}"},
		{"maps are joined", memory{
			"a.yaml": "regions: {r1: {vpcs: {v1: 1}}}\ninclude: [b.yaml]\nname: a",
			"b.yaml": "regions: {r2: {}, r1: {vpcs: {v2: 2}, x: [1]}}\ncens: {}",
		}, "a.yaml", "{regions: {r1: {vpcs: {v1: 1, v2: 2}, x: [1]}, r2: {}}, name: a, cens: {}}"},
		{"paths are relative to their file", memory{
			"d/a.yaml": "include: [sub/b.yaml]", "d/sub/b.yaml": "b: 1\ninclude: [../c.yaml, ./d.json]", "d/c.yaml": "c: 1", "d/sub/d.json": `{"d": 1}`,
		}, "d/a.yaml", "{b: 1, c: 1, d: 1}"},
		{"a root further up", memory{"../a.yaml": "include: [b.yaml]", "../b.yaml": "b: 1"}, "../a.yaml", "{b: 1}"},
		{"the head of an included file is its own", memory{
			"a.yaml": "{apiVersion: v1, name: a, include: [b.yaml]}", "b.yaml": "{apiVersion: v1, name: b, description: d, x: 1}",
		}, "a.yaml", "{apiVersion: v1, name: a, x: 1}"},
		{"and left out where the first has none", memory{
			"a.yaml": "{include: [b.yaml]}", "b.yaml": "{apiVersion: v1, name: b, x: 1}",
		}, "a.yaml", "{x: 1}"},
		{"a file that is included twice counts once", memory{
			"a.yaml": "include: [b.yaml, c.yaml, ./b.yaml]", "b.yaml": "{include: [d.yaml], b: 1}", "c.yaml": "{include: [d.yaml], c: 1}", "d.yaml": "d: 1",
		}, "a.yaml", "{b: 1, d: 1, c: 1}"},
		{"an alias is joined in one place", memory{
			"a.yaml": "{m: &m {x: 1}, n: *m, include: [b.yaml]}", "b.yaml": "n: {y: 2}",
		}, "a.yaml", "{m: {x: 1}, n: {x: 1, y: 2}}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n, sources, l := Load(c.files, c.root)
			require.Empty(t, l)
			require.Equal(t, c.want, flow(n))
			require.Len(t, sources, len(c.files))
			for file, text := range c.files {
				require.Equal(t, text, string(sources[file].text))
			}
		})
	}
	t.Run("ranges name their files", func(t *testing.T) {
		t.Parallel()
		n, sources, l := Load(memory{"a.yaml": "m: {x: 1}\ninclude: [d/b.yaml]", "d/b.yaml": "# b\nm:\n  y: 2"}, "a.yaml")
		require.Empty(t, l)
		y := n.Field("m").Value.Field("y")
		require.Equal(t, "d/b.yaml:3:3", y.KeyRange.String())
		require.Equal(t, "a.yaml:1:5", n.Field("m").Value.Field("x").KeyRange.String())
		require.Equal(t, "  y: 2", sources.Line(y.KeyRange.File, y.KeyRange.Start.Line))
	})
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		files  memory
		root   string
		want   []string
		detail string
	}{
		{"a first file that is missing", memory{}, "a.yaml", []string{`a.yaml:1:1-1 "a.yaml" cannot be read: no such file or directory`}, ""},
		{"standard input that is missing", memory{}, "-", []string{`-:1:1-1 Standard input cannot be read: no such file or directory`}, ""},
		{"an included file that is missing", memory{"d/a.yaml": "a: 1\ninclude: [b.yaml, ./e/c.yaml]"}, "d/a.yaml", []string{
			`d/a.yaml:2:11-17 "d/b.yaml" cannot be read: no such file or directory`,
			`d/a.yaml:2:19-29 "d/e/c.yaml" cannot be read: no such file or directory`}, "relative to the file"},
		{"a file of another folder", memory{"d/a.yaml": "include: [../c.yaml, s/../../../etc/passwd, s/b.yaml]", "c.yaml": "c: 1", "d/s/b.yaml": "include: [../../c.yaml]"}, "d/a.yaml", []string{
			`d/a.yaml:1:11-20 "../c.yaml" is outside of the folder of the first file`,
			`d/a.yaml:1:22-43 "s/../../../etc/passwd" is outside of the folder of the first file`,
			`d/s/b.yaml:1:11-23 "../../c.yaml" is outside of the folder of the first file`}, "beside it or below"},
		{"standard input includes nothing", memory{"-": "include: [b.yaml]"}, "-", []string{"-:1:1-8 Standard input cannot include files"}, ""},
		{"standard input is not included", memory{"a.yaml": "include: ['-', ./-]"}, "a.yaml", []string{
			`a.yaml:1:11-14 "-" is standard input and cannot be included`, `a.yaml:1:16-19 "./-" is standard input and cannot be included`}, ""},
		{"not a list", memory{"a.yaml": "include: b.yaml"}, "a.yaml", []string{"a.yaml:1:10-16 A value stands where a list of paths is expected"}, "[network.yaml]"},
		{"not a path", memory{"a.yaml": "include: [[b], ~, '', \"a\\0b\"]"}, "a.yaml", []string{
			"a.yaml:1:11-14 A path is expected here", "a.yaml:1:16-17 A path is expected here", `a.yaml:1:19-21 "" is not a path`, `a.yaml:1:23-29 "a\x00b" is not a path`}, ""},
		{"absolute paths", memory{"a.yaml": `include: [/etc/passwd, 'C:\x', 'C:/x', '\\host\x', '\x']`}, "a.yaml", []string{
			`a.yaml:1:11-22 "/etc/passwd" is not a relative path`, `a.yaml:1:24-30 "C:\\x" is not a relative path`, `a.yaml:1:32-38 "C:/x" is not a relative path`,
			`a.yaml:1:40-50 "\\\\host\\x" is not a relative path`, `a.yaml:1:52-56 "\\x" is not a relative path`}, "on every machine"},
		{"backslashes", memory{"a.yaml": `include: ['d\b.yaml']`}, "a.yaml", []string{`a.yaml:1:11-21 "d\\b.yaml" has a backslash in it`}, ""},
		{"addresses", memory{"a.yaml": "include: ['https://example.com/b.yaml', 'file:///b.yaml']"}, "a.yaml", []string{
			`a.yaml:1:11-39 "https://example.com/b.yaml" is an address and not a path`, `a.yaml:1:41-57 "file:///b.yaml" is an address and not a path`}, "offline"},
		{"a file that includes itself", memory{"a.yaml": "include: [./a.yaml]"}, "a.yaml", []string{`a.yaml:1:11-19 "a.yaml" includes itself`}, "a.yaml -> a.yaml."},
		{"a circle", memory{"a.yaml": "include: [d/b.yaml]", "d/b.yaml": "include: [c.yaml]", "d/c.yaml": "include: [b.yaml, ../a.yaml]"}, "a.yaml", []string{
			`d/c.yaml:1:11-17 "d/b.yaml" includes itself`, `d/c.yaml:1:19-28 "a.yaml" includes itself`}, "d/b.yaml -> d/c.yaml -> d/b.yaml."},
		{"a value in two files", memory{"a.yaml": "x: 1\ninclude: [b.yaml]", "b.yaml": "y: 2\nx: 1"}, "a.yaml", []string{`b.yaml:2:1-2 "x" is given in two files`}, "Only maps"},
		{"a list in two files", memory{"a.yaml": "m: {checks: []}\ninclude: [b.yaml]", "b.yaml": "m:\n  checks: []"}, "a.yaml", []string{`b.yaml:2:3-9 "checks" is given in two files`}, "Only maps"},
		{"a map and a value", memory{"a.yaml": "m: {}\ninclude: [b.yaml]", "b.yaml": "m:"}, "a.yaml", []string{`b.yaml:1:1-2 "m" is given in two files`}, ""},
		{"another version", memory{"a.yaml": "apiVersion: v1\ninclude: [b.yaml]", "b.yaml": "apiVersion: v2"}, "a.yaml", []string{`b.yaml:1:13-15 The file has the apiVersion "v2", and the file that includes it "v1"`}, ""},
		{"everything wrong in all files", memory{"a.yaml": "x: 1\nx: 2\ninclude: [b.yaml, c.yaml]", "b.yaml": "a: b: c", "c.yaml": ""}, "a.yaml", []string{
			`a.yaml:2:1-2 The key "x" stands twice in one map`, `b.yaml:1:5-6 A second ": " stands on the line`, "c.yaml:1:1-1 The file is empty"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, l := Load(c.files, c.root)
			var files []string
			for _, f := range l {
				files = append(files, f.Range.File)
				require.NotEmpty(t, f.Detail)
			}
			require.Equal(t, c.want, inFiles(findingsAt(l), files...))
			require.Contains(t, l[0].Detail, c.detail)
		})
	}
	t.Run("both places of a value in two files", func(t *testing.T) {
		t.Parallel()
		n, _, l := Load(memory{"a.yaml": "m: {x: 1}\ninclude: [b.yaml]", "b.yaml": "m: {x: 2, y: 3}"}, "a.yaml")
		require.Len(t, l, 1)
		require.Equal(t, "b.yaml:1:5", l[0].Range.String())
		require.Equal(t, "a.yaml:1:5", l[0].Related[0].Range.String())
		require.Equal(t, "{m: {x: 1, y: 3}}", flow(n), "the first counts")
	})
}

func TestLoadIsBounded(t *testing.T) {
	t.Parallel()
	t.Run("files", func(t *testing.T) {
		t.Parallel()
		files := memory{}
		for i := range maxFiles + 5 {
			files[fmt.Sprintf("f%d.yaml", i)] = fmt.Sprintf("k%d: 1\ninclude: [f%d.yaml]", i, i+1)
		}
		n, sources, l := Load(files, "f0.yaml")
		require.Equal(t, []string{"2:11-21 The scenario has more than 1000 files"}, findingsAt(l))
		require.Len(t, sources, maxFiles)
		require.Len(t, n.Entries, maxFiles)
	})
	t.Run("files that are missing", func(t *testing.T) {
		t.Parallel()
		var b strings.Builder
		for i := range 3000 {
			fmt.Fprintf(&b, "- f%d.yaml\n", i)
		}
		_, _, l := Load(memory{"a.yaml": "include:\n" + b.String()}, "a.yaml")
		require.Len(t, l, maxFindings)
	})
	t.Run("bytes", func(t *testing.T) {
		t.Parallel()
		big := "x: " + strings.Repeat("y", 50)
		l := newLoader(memory{"a.yaml": "include: [b.yaml, c.yaml, d.yaml]", "b.yaml": big, "c.yaml": "c: 1\n" + big, "d.yaml": "d: 1"}, bounds{source: 120, depth: 9, nodes: 99, marks: 99})
		l.load("a.yaml", diag.Range{})
		require.Equal(t, []string{"1:19-25 The files of the scenario are larger than 120 bytes together"}, findingsAt(l.findings))
		require.Len(t, l.sources, 2)
	})
	t.Run("values", func(t *testing.T) {
		t.Parallel()
		bomb := "k%[1]d: &a [x, x, x, x, x, x, x, x, x, x]\nl%[1]d: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nm%[1]d: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nn%[1]d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\no%[1]d: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\np%[1]d: [*e, *e]"
		files := memory{"a.yaml": "include: [b1.yaml, b2.yaml, b3.yaml, b4.yaml]"}
		for i := 1; i < 5; i++ {
			files[fmt.Sprintf("b%d.yaml", i)] = fmt.Sprintf(bomb, i)
		}
		_, sources, l := Load(files, "a.yaml")
		require.Len(t, l, 1)
		require.Equal(t, "The scenario has more than 500000 values", l[0].Summary)
		require.Equal(t, "b3.yaml", l[0].Range.File)
		require.Len(t, sources, 4)
	})
}

func TestSourcesLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", maxLine)
	s := Sources{"a": NewSource([]byte("\ufeffone\r\ntwo\n\n" + long + "\nlast")), "empty": NewSource(nil)}
	for n, want := range []string{"", "one", "two", "", strings.Repeat("é", maxLine/2), "last", "", ""} {
		require.Equal(t, want, s.Line("a", n))
	}
	odd := NewSource([]byte("x" + long))
	require.Equal(t, "x"+strings.Repeat("é", maxLine/2-1), odd.Line(1))
	require.Empty(t, s.Line("a", -1))
	require.Empty(t, s.Line("empty", 1))
	require.Empty(t, s.Line("missing", 1))
	require.Empty(t, Source{}.Line(1))

	var b bytes.Buffer
	for i := 1; i <= 1000; i++ {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	many := NewSource(b.Bytes())
	for i := 1; i <= 1000; i++ {
		require.Equal(t, fmt.Sprintf("line %d", i), many.Line(i))
	}
	require.Empty(t, many.Line(1001))
	require.Empty(t, many.Line(2000))
}

func BenchmarkSourcesLine(b *testing.B) {
	src := NewSource(sample(1 << 20))
	last := bytes.Count(src.text, []byte{'\n'})
	for b.Loop() {
		if src.Line(last) == "" {
			b.Fatal("no line")
		}
	}
}
