package scenario

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
)

// findingsAt writes findings as "line:column-line:column summary", the end without
// its line where it is on the same one.
func findingsAt(l diag.List) []string {
	var out []string
	for _, f := range l {
		out = append(out, place(f.Range)+" "+f.Summary)
	}
	return out
}

func place(r diag.Range) string {
	if r.Start.Line == r.End.Line {
		return fmt.Sprintf("%d:%d-%d", r.Start.Line, r.Start.Column, r.End.Column)
	}
	return fmt.Sprintf("%d:%d-%d:%d", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column)
}

// outline writes a tree, a line for each node: its place, its path and, of a
// scalar, its text; quoted text in quotes, null in brackets.
func outline(n *Node) string {
	var b strings.Builder
	var walk func(n *Node, path Path)
	walk = func(n *Node, path Path) {
		fmt.Fprintf(&b, "%s %s", place(n.Range), path)
		switch {
		case n.Kind != Scalar:
			b.WriteString(" " + n.Kind.String())
		case n.Null:
			fmt.Fprintf(&b, " (%s)", n.Text)
		case n.Quoted:
			fmt.Fprintf(&b, " %q", n.Text)
		default:
			b.WriteString(" " + n.Text)
		}
		b.WriteString("\n")
		for _, e := range n.Entries {
			to := append(path[:len(path):len(path)], Segment{Kind: ByKey, Key: e.Key})
			fmt.Fprintf(&b, "%s ", place(e.KeyRange))
			walk(e.Value, to)
		}
		for i, item := range n.Items {
			walk(item, append(path[:len(path):len(path)], Segment{Kind: ByIndex, Index: i}))
		}
	}
	walk(n, nil)
	return b.String()
}

func lines(s ...string) string { return strings.Join(s, "\n") + "\n" }

func TestReadChoosesTheLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, src string
		want            []string
	}{
		{"yaml", "a.yaml", "a: 1\n", nil},
		{"json by its name", "a.json", "a: 1\n", []string{`1:1-2 "a" is not a JSON value`}},
		{"the name in capitals", "A.JSON", `{"a": 1,}`, []string{"1:8-9 A comma stands after the last value"}},
		{"json by its text", "-", "\n {\"a\": \"\\/\"}", nil}, // \/ is an escape of both
		{"json escapes", "-", `{"a": "\ud83d\ude00"}`, nil},   // two halves are an escape of JSON only
		{"a yaml map in braces", "a.yaml", "{a: 1, }\n", nil},
		{"broken json in a yaml file is told as yaml", "a.yaml", `{"a": [1}`, []string{`1:9-10 "}" closes what "[" opened`}},
		{"equal keys in json without its name", "-", "{\"a\": 1,\n\"a\": 2}", []string{`2:1-4 The key "a" stands twice in one map`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n, l := Read(c.file, []byte(c.src))
			require.Equal(t, c.want, findingsAt(l))
			require.Equal(t, l.HasErrors() && !strings.Contains(c.name, "equal keys"), n == nil)
			for _, f := range l {
				require.Equal(t, c.file, f.Range.File)
				require.NotEmpty(t, f.Detail)
			}
		})
	}
}

func TestReadRefusesWhatIsNotText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, src string
		want      []string
	}{
		{"nothing", "", []string{"1:1-1 The file is empty"}},
		{"blanks", " \n\n", []string{"1:1-1 The file is empty"}},
		{"a byte order mark alone", "\ufeff", []string{"1:1-1 The file is empty"}},
		{"comments", "# x\n\n# y", []string{"1:1-1 The file holds nothing but comments"}},
		{"an empty document", "---\n", []string{"2:1-1 The document in the file is empty"}},
		{"null", "~\n", []string{`1:1-2 The file holds nothing but "~"`}},
		{"a list", "- a: 1\n- b", []string{"1:1-2:4 The file holds a list where a map of fields is expected"}},
		{"a word", "hello", []string{"1:1-6 The file holds a single value where a map of fields is expected"}},
		{"UTF-16 with a mark", "\xff\xfea\x00:\x00", []string{"1:1-1 The file is encoded in UTF-16"}},
		{"UTF-16, the other end first", "\xfe\xff\x00a", []string{"1:1-1 The file is encoded in UTF-16"}},
		{"UTF-16 without a mark", "a\x00:\x00", []string{"1:1-1 The file is encoded in UTF-16"}},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", []string{"1:1-1 The file is encoded in UTF-32"}},
		{"Latin-1", "a: 1\ncaf\xe9: 2", []string{"2:4-5 The byte 0xE9 is not valid UTF-8"}},
		{"two bad bytes, and a NUL byte", "a: \xff\nb: \xc0\x00", []string{"1:4-5 The byte 0xFF is not valid UTF-8", "2:5-6 The file has a NUL byte"}},
		{"NUL", "é: \x00", []string{"1:4-5 The file has a NUL byte"}},
		{"escape", "a: \x1b[31m", []string{"1:4-5 The file has a control character (U+001B)"}},
		{"delete", "a: \x7f", []string{"1:4-5 The file has a control character (U+007F)"}},
		{"C1", "a: \u009b", []string{"1:4-5 The file has a control character (U+009B)"}},
		{"next line", "a: \u0085b", []string{"1:4-5 The file has a line separator that is not seen (U+0085)"}},
		{"line separator", "a: x\u2028y", []string{"1:5-6 The file has a line separator that is not seen (U+2028)"}},
		{"carriage return", "a: 1\rb: 2", []string{"1:5-5 A carriage return stands without a line feed"}},
		{"a mark inside", "a: 1\n\ufeffb: 2", []string{"2:1-2 A byte order mark (U+FEFF) stands inside the file"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n, l := Read("x.yaml", []byte(c.src))
			require.Nil(t, n)
			require.Equal(t, c.want, findingsAt(l))
			for _, f := range l {
				require.NotEmpty(t, f.Detail)
			}
		})
	}
}

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	small := bounds{source: 1000, depth: 5, nodes: 20, marks: 40}
	bomb := lines("a: &a [x, x, x]", "b: &b [*a, *a]", "c: &c [*b, *b]", "d: [*c, *c]")
	for _, c := range []struct {
		name, file, src string
		want            []string
	}{
		{"as deep as allowed", "x.yaml", "a: {b: {c: {d: 1}}}", nil},
		{"too deep", "x.yaml", "a: {b: {c: {d: {e: 1}}}}", []string{"1:20-21 Maps and lists are nested deeper than 5 levels"}},
		{"too deep in blocks", "x.yaml", lines("a:", " b:", "  c:", "   d:", "    e: 1"), []string{"5:8-9 Maps and lists are nested deeper than 5 levels"}},
		{"too deep in dashes", "x.yaml", "a:\n- - - - - 1", []string{"2:9-10 Maps and lists are nested deeper than 5 levels"}},
		{"far too deep for the parser to see", "x.yaml", "a:\n " + strings.Repeat("- ", 20) + "1", []string{"2:20-21 Maps and lists are nested deeper than 5 levels"}},
		{"too deep in json", "x.json", `{"a":{"b":{"c":{"d":{"e":1}}}}}`, []string{"1:26-26 Maps and lists are nested deeper than 5 levels"}},
		{"too deep by aliases", "x.yaml", lines("a: &a {b: {c: 1}}", "d: {e: {f: *a}}"), []string{"2:12-14 Maps and lists are nested deeper than 5 levels"}},
		{"too large", "x.yaml", "a: " + strings.Repeat("x", 998), []string{"1:1-1 The file is larger than 1000 bytes"}},
		{"too many values", "x.yaml", "a: [" + strings.Repeat("x,", 19) + "]", []string{"1:41-42 The scenario has more than 20 values"}},
		{"too many values in json", "x.json", `{"a": [` + strings.Repeat("1,", 18) + "1]}", []string{"1:44-44 The scenario has more than 20 values"}},
		{"too many values by aliases", "x.yaml", bomb, []string{"3:8-10 The scenario has more than 20 values"}},
		{"too many marks", "x.yaml", "a: \"" + strings.Repeat(",", 50) + "\"", []string{"1:44-45 The file has more than 40 brackets, commas, colons, dashes and comments"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := read(c.file, []byte(c.src), small)
			require.Equal(t, c.want, findingsAt(r.findings))
			require.Equal(t, c.want != nil, r.root == nil)
		})
	}
	t.Run("the bomb of nine lines", func(t *testing.T) {
		t.Parallel()
		var b strings.Builder
		b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
		for i := 1; i < 30; i++ {
			fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
		}
		_, l := Read("x.yaml", []byte(b.String()))
		require.Equal(t, []string{"6:40-43 The scenario has more than 500000 values"}, findingsAt(l))
	})
	t.Run("too many findings", func(t *testing.T) {
		t.Parallel()
		_, l := Read("x.yaml", []byte(strings.Repeat("a: 1\n", 5000)))
		require.Len(t, l, maxFindings+1)
		require.Equal(t, "There are more than 1000 problems in the file", l[maxFindings].Summary)
	})
	t.Run("the parser's own depth", func(t *testing.T) {
		t.Parallel()
		_, l := Read("x.yaml", []byte(strings.Repeat("[", 20000)))
		require.Equal(t, []string{"1:10001-10002 Maps and lists are nested deeper than 64 levels"}, findingsAt(l))
	})
}

// sample makes a scenario of at least some bytes.
func sample(size int) []byte {
	var b strings.Builder
	b.WriteString("apiVersion: netsim/v1\nname: sample\nregions:\n  cn-shanghai:\n    vpcs:\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `      vpc-%d:   # number %d
        cidr: 10.%d.0.0/16
        description: "a VPC, number %d"
        vswitches:
          vsw-a: {cidr: 10.%d.1.0/24, zone: cn-shanghai-g}
        security_groups:
          sg:
            ingress:
              - {protocol: tcp, ports: 8080, source: 100.104.255.128/26, policy: accept, priority: 1}
`, i, i, i%256, i, i%256)
	}
	return []byte(b.String())
}

func BenchmarkRead(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"10KB", 10 << 10}, {"1MB", 1 << 20}} {
		yaml := sample(size.bytes)
		tree, l := Read("x.yaml", yaml)
		require.Empty(b, l)
		for file, src := range map[string][]byte{"x.yaml": yaml, "x.json": []byte(asJSON(tree))} {
			b.Run(size.name+"/"+file[2:], func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				b.ReportAllocs()
				for b.Loop() {
					if n, _ := Read(file, src); n == nil {
						b.Fatal("not read")
					}
				}
			})
		}
	}
}

// asJSON writes a tree as JSON.
func asJSON(n *Node) string {
	switch {
	case n.Kind == Map:
		var parts []string
		for _, e := range n.Entries {
			parts = append(parts, fmt.Sprintf("%q: %s", e.Key, asJSON(e.Value)))
		}
		return "{" + strings.Join(parts, ",\n") + "}"
	case n.Kind == List:
		var parts []string
		for _, i := range n.Items {
			parts = append(parts, asJSON(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Null:
		return "null"
	default:
		return fmt.Sprintf("%q", n.Text)
	}
}

// FuzzRead reads anything as YAML and as JSON. Nothing panics, a file is read
// or something is said about it, and every place is a place of the file.
func FuzzRead(f *testing.F) {
	for _, s := range yamlSeeds() {
		f.Add([]byte(s))
	}
	if example, err := os.ReadFile("testdata/example.yaml"); err == nil {
		f.Add(example)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 1<<16 {
			t.Skip()
		}
		small := bounds{source: 1 << 16, depth: 20, nodes: 5000, marks: 10000}
		for _, file := range []string{"x.yaml", "x.json"} {
			r := read(file, src, small)
			require.True(t, r.root != nil || r.findings.HasErrors(), "neither a tree nor a finding")
			again := read(file, src, small)
			require.Equal(t, r.findings, again.findings)
			checkFindings(t, src, r.findings)
			if r.root != nil {
				checkRanges(t, r.root, NewSource(src), 20, !strings.Contains(string(src), "*"))
			}
		}
	})
}

func checkFindings(t *testing.T, src []byte, l diag.List) {
	text := NewSource(src)
	for _, f := range l {
		require.NotEmpty(t, f.Summary)
		require.NotEmpty(t, f.Detail)
		require.NotContains(t, f.Summary+f.Detail, "\n")
		require.NotContains(t, strings.ToLower(f.Summary), "panic")
		checkRange(t, f.Range, text)
		for _, r := range f.Related {
			checkRange(t, r.Range, text)
		}
	}
}

func checkRange(t *testing.T, r diag.Range, src Source) {
	require.NotEmpty(t, r.File)
	require.False(t, before(r.End, r.Start), "%v ends before it begins: %v", r, r.End)
	require.GreaterOrEqual(t, r.Start.Line, 1)
	require.GreaterOrEqual(t, r.Start.Column, 1)
	require.LessOrEqual(t, r.End.Column, len([]rune(src.Line(r.End.Line)))+2, "%v ends behind its line: %v", r, r.End)
}

// checkRanges checks that every range is in the text, that a value is inside
// of what holds it unless an alias put it there, and that entries are in order.
func checkRanges(t *testing.T, n *Node, src Source, depth int, nested bool) {
	require.Positive(t, depth, "nested too deep")
	checkRange(t, n.Range, src)
	last := n.Range.Start
	inside := func(r diag.Range) {
		if nested {
			require.False(t, before(r.Start, last), "%v begins before %v", r, last)
			require.False(t, before(n.Range.End, r.End), "%v to %v is not inside %v to %v", r, r.End, n.Range, n.Range.End)
			last = r.End
		}
	}
	for _, e := range n.Entries {
		checkRange(t, e.KeyRange, src)
		inside(e.KeyRange)
		inside(e.Value.Range)
		checkRanges(t, e.Value, src, depth-1, nested)
	}
	for _, item := range n.Items {
		inside(item.Range)
		checkRanges(t, item, src, depth-1, nested)
	}
}

// A large map is indexed and a small one is not; both find what stands twice.
func TestReadFindsKeysThatStandTwice(t *testing.T) {
	t.Parallel()
	for _, keys := range []int{1, 11, 12, 13, 14, 500} {
		var b strings.Builder
		for i := range keys {
			fmt.Fprintf(&b, "k%d: 1\n", i)
		}
		fmt.Fprintf(&b, "k0: 2\nk%d: 2\n", keys-1)
		_, l := Read("x.yaml", []byte(b.String()))
		require.Len(t, l, 2, keys)
		require.Equal(t, keys+1, l[0].Range.Start.Line)
		require.Equal(t, 1, l[0].Related[0].Range.Start.Line)
		require.Equal(t, keys, l[1].Related[0].Range.Start.Line)
	}
}
