package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadJSONKeepsTextAndPlaces(t *testing.T) {
	t.Parallel()
	src := lines(`{"a": 1.50, "é": [true, null, "x\u00e9\ud83d\ude00\n"],`, `  "m": {}, "l": [ ], "n": -0e+1 ,`, `"s" : "" }`)
	n, l := Read("x.json", []byte(src))
	require.Empty(t, l)
	require.Equal(t, lines(
		`1:1-3:11  a map`,
		`1:2-5 1:7-11 a 1.50`,
		`1:13-16 1:18-55 é a list`,
		`1:19-23 é[0] true`,
		`1:25-29 é[1] (null)`,
		`1:31-54 é[2] "xé😀\n"`,
		`2:3-6 2:8-10 m a map`,
		`2:12-15 2:17-20 l a list`,
		`2:22-25 2:27-32 n -0e+1`,
		`3:1-4 3:7-9 s ""`,
	), outline(n))
}

func TestReadJSONRefusesWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`{"a": 1,}`:              `1:8-9 A comma stands after the last value`,
		`{"a" 1}`:                `1:6-7 The key "a" has no ":" after it`,
		`{"a":}`:                 `1:6-7 "}" stands where a value is expected`,
		`{a: 1}`:                 `1:2-3 A key is expected here, in double quotes`,
		`{"a": 'x'}`:             `1:7-8 A value begins with a single quote`,
		`{"a": 01}`:              `1:7-9 "01" is not a number`,
		`{"a": 1.}`:              `1:7-9 "1." is not a number`,
		`{"a": -}`:               `1:7-8 "-" is not a number`,
		`{"a": 1e}`:              `1:7-9 "1e" is not a number`,
		`{"a": +1}`:              `1:7-8 "+" stands where a value is expected`,
		`{"a": True}`:            `1:7-11 "True" is not a JSON value`,
		`{"é": NaN}`:             `1:7-10 "NaN" is not a JSON value`,
		`{"a": "x`:               `1:7-8 The quote is not closed on its line`,
		"{\"a\":\n \"x\ny\"}":    `2:2-3 The quote is not closed on its line`,
		"{\"a\": \"x\ty\"}":      `1:9-10 A tab stands inside a text`,
		`{"a": "\q"}`:            `1:8-10 "\q" is not an escape`,
		`{"a": "\`:               `1:8-9 "\" is not an escape`,
		`{"a": "\u12"}`:          `1:8-12 The escape is no character`,
		`{"a": "\ud800\u0041"}`:  `1:8-20 The escape is no character`,
		`{"a": "\udc00"}`:        `1:8-14 The escape is no character`,
		`{"a": [1 2]}`:           `1:10-11 A comma or "]" is missing before this`,
		`{"a": [1,,2]}`:          `1:10-11 "," stands where a value is expected`,
		`{"a": [1}`:              `1:9-10 "}" closes what "[" opened`,
		`{"a": 1`:                `1:1-2 "{" is never closed`,
		"{\"a\": [\n1,\n":        `1:7-8 "[" is never closed`,
		`{"a"`:                   `1:5-5 The key "a" has no ":" after it`,
		`{"a":`:                  `1:6-6 The file ends where a value is expected`,
		`{"a":1}}`:               `1:8-9 The file goes on after the end of its value`,
		`{"a":1} {"b":2}`:        `1:9-10 The file goes on after the end of its value`,
		`{"a": /* x */ 1}`:       `1:7-8 A comment stands where a value is expected`,
		`{"a":1,"b":2,"a":{}}`:   `1:14-17 The key "a" stands twice in one map`,
		`[1]`:                    `1:1-4 The file holds a list where a map of fields is expected`,
		`null`:                   `1:1-5 The file holds nothing but "null"`,
		"{\"a\": \"x\u2028y\"}":  `1:9-10 The file has a line separator that is not seen (U+2028)`,
		"{\"a\": 1}\x00":         `1:9-10 The file has a NUL byte`,
		"\ufeff{\"a\":\r\n 1 2}": `2:4-5 A comma or "}" is missing before this`,
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			_, l := Read("x.json", []byte(src))
			require.Equal(t, []string{want}, findingsAt(l))
			require.NotEmpty(t, l[0].Detail)
		})
	}
}

// FuzzReadJSON compares with encoding/json what is JSON.
func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{`{"a": [1.5e-3, "\u00e9\n", {"b": null}]}`, `[01]`, `{"a":1,"a":2}`, `"\ud800"`, `{"a":-0}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		r := &reading{file: "x.json", src: src, limit: bounds{depth: 100, nodes: 100_000}}
		if !r.checkText() {
			t.Skip()
		}
		isJSON := r.readJSON()
		if firstByte(src) == 0 || r.stopped && isJSON {
			t.Skip() // empty, or out of bounds
		}
		var v any
		dec := json.NewDecoder(bytes.NewReader(src))
		dec.UseNumber()
		err := dec.Decode(&v)
		if err == nil {
			if _, err = dec.Token(); err == nil {
				err = errors.New("it goes on")
			} else if errors.Is(err, io.EOF) {
				err = nil
			}
		}
		if err == nil && !isJSON {
			// encoding/json takes half a surrogate pair for U+FFFD.
			require.Contains(t, r.findings[0].Summary, "The escape is no character")
			return
		}
		require.Equal(t, err == nil, isJSON, "%v, %v", err, r.findings)
		if isJSON && len(r.findings) == 0 {
			compareJSON(t, v, r.root)
		}
	})
}

func compareJSON(t *testing.T, want any, n *Node) {
	switch v := want.(type) {
	case map[string]any:
		require.Equal(t, Map, n.Kind)
		require.Len(t, n.Entries, len(v))
		for _, e := range n.Entries {
			compareJSON(t, v[e.Key], e.Value)
		}
	case []any:
		require.Equal(t, List, n.Kind)
		require.Len(t, n.Items, len(v))
		for i := range v {
			compareJSON(t, v[i], n.Items[i])
		}
	case string:
		require.Equal(t, v, n.Text)
		require.True(t, n.Quoted)
	case nil:
		require.True(t, n.Null)
	case json.Number:
		require.False(t, n.Quoted)
		require.Equal(t, v.String(), n.Text)
	default:
		require.False(t, n.Quoted)
		require.Equal(t, fmt.Sprint(v), n.Text)
	}
}
