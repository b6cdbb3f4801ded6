package scenario

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParsePath(t *testing.T) {
	t.Parallel()
	key := func(s string) Segment { return Segment{Kind: ByKey, Key: s} }
	item := func(i int) Segment { return Segment{Kind: ByIndex, Index: i} }
	match := func(f, v string) Segment { return Segment{Kind: ByMatch, Field: f, Value: v} }
	for _, c := range []struct {
		text string
		want Path
		told string // how it is told back, where it differs
	}{
		{"name", Path{key("name")}, ""},
		{"regions.cn-shanghai.vpcs.vpc-backend-1", Path{key("regions"), key("cn-shanghai"), key("vpcs"), key("vpc-backend-1")}, ""},
		{"ingress[0].source", Path{key("ingress"), item(0), key("source")}, ""},
		{"ingress.0.source", Path{key("ingress"), item(0), key("source")}, "ingress[0].source"},
		{"cens.cen-1.route_policies[priority=20]", Path{key("cens"), key("cen-1"), key("route_policies"), match("priority", "20")}, ""},
		{"checks[name=the API answers, always.].port", Path{key("checks"), match("name", "the API answers, always."), key("port")}, ""},
		{`vpcs."a.b"."[0]".c`, Path{key("vpcs"), key("a.b"), key("[0]"), key("c")}, ""},
		{`"plain".x`, Path{key("plain"), key("x")}, "plain.x"},
		{`"0".x`, Path{key("0"), key("x")}, ""},
		{`a[b="x]y"]`, Path{key("a"), match("b", "x]y")}, ""},
		{`a[b="20"]`, Path{key("a"), match("b", "20")}, "a[b=20]"},
		{`a["b.c"=d=e]`, Path{key("a"), match("b.c", "d=e")}, ""},
		{`a[b=""]`, Path{key("a"), match("b", "")}, ""},
		{`a[0=b]`, Path{key("a"), match("0", "b")}, ""},
		{`"say \"x\"\n"`, Path{key("say \"x\"\n")}, ""},
		{"[3][0].a", Path{item(3), item(0), key("a")}, ""},
		{"accounts.1234567890123456", Path{key("accounts"), key("1234567890123456")}, ""},
		{"a.007", Path{key("a"), key("007")}, ""},
		{"区域.é", Path{key("区域"), key("é")}, ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			got, err := ParsePath(c.text)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			if c.told == "" {
				c.told = c.text
			}
			require.Equal(t, c.told, got.String())
			again, err := ParsePath(got.String())
			require.NoError(t, err)
			require.Equal(t, got, again)
		})
	}
}

func TestParsePathRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]PathError{
		"":                             {Offset: 0, Reason: "it is empty"},
		".a":                           {Offset: 0, Reason: "a name is missing before a dot"},
		"a.":                           {Offset: 2, Reason: "it ends where a name is expected"},
		"a..b":                         {Offset: 2, Reason: "a name is missing before a dot"},
		"a b":                          {Offset: 1, Reason: `" " can stand in a name only if the name is in double quotes`},
		"a=b":                          {Offset: 1, Reason: "a dot is missing between two segments"},
		"a.[0]":                        {Offset: 2, Reason: `"[" can stand in a name only if the name is in double quotes`},
		"a]":                           {Offset: 1, Reason: "a dot is missing between two segments"},
		"]":                            {Offset: 0, Reason: `a "]" stands without its "["`},
		"a[0":                          {Offset: 1, Reason: `a "[" is not closed`},
		"a[":                           {Offset: 1, Reason: `a "[" is not closed`},
		"a[]":                          {Offset: 2, Reason: `a "]" stands without its "["`},
		"a[b]":                         {Offset: 1, Reason: "in brackets stands an index such as [0], or a field and its value such as [priority=20]"},
		"a[-1]":                        {Offset: 1, Reason: "in brackets stands an index such as [0], or a field and its value such as [priority=20]"},
		`a["0"]`:                       {Offset: 1, Reason: "in brackets stands an index such as [0], or a field and its value such as [priority=20]"},
		"a[b=c":                        {Offset: 1, Reason: `a "[" is not closed`},
		"a[b.c=d]":                     {Offset: 3, Reason: `a "=" is expected after the field`},
		"a[b=]":                        {Offset: 4, Reason: "the value has to be in double quotes"},
		"a[b= c]":                      {Offset: 4, Reason: "the value has to be in double quotes"},
		`a[b="c"d]`:                    {Offset: 7, Reason: `a "]" is expected after the quote`},
		`a."b`:                         {Offset: 2, Reason: "a quote is not closed, or has an escape in it that is none"},
		`a."\q"`:                       {Offset: 2, Reason: "a quote is not closed, or has an escape in it that is none"},
		`a."\xff"`:                     {Offset: 2, Reason: "a quote has an escape in it that is not text"},
		`"a"b`:                         {Offset: 3, Reason: "a dot is missing between two segments"},
		"a[0]b":                        {Offset: 4, Reason: "a dot is missing between two segments"},
		"a.\xff":                       {Offset: 0, Reason: "it is not valid UTF-8"},
		strings.Repeat("a.", 3000):     {Offset: 0, Reason: "it is longer than 4096 bytes"},
		strings.Repeat("a.", 64) + "a": {Offset: 129, Reason: "it has more than 64 segments"},
	} {
		t.Run(text[:min(len(text), 20)], func(t *testing.T) {
			t.Parallel()
			want.Path = text
			_, err := ParsePath(text)
			require.Equal(t, &want, err)
			require.Contains(t, err.Error(), "is not a path: ")
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	root := readText(t, `
a:
  b: [{n: 1, v: x}, {n: 2, v: y}, {n: 2, v: z}, {n: , v: w}, 5]
  8080: port
c:
`)
	for _, c := range []struct {
		path     string
		followed int
		text     string
	}{
		{"a.b[0].v", 4, "x"},
		{"a.b.1.v", 4, "y"},
		{"a.b[n=1].v", 4, "x"},
		{"a.b[v=z].n", 4, "2"},
		{"a.b[4]", 3, "5"},
		{"a.8080", 2, "port"},
		{"a.b[n=2].v", 2, ""},  // two match
		{"a.b[n=9].v", 2, ""},  // none does
		{`a.b[n=""].v`, 2, ""}, // null is not the empty text
		{"a.b[5]", 2, ""},      // behind the end
		{"a.b.n", 2, ""},       // a list has no keys
		{`a.b."0"`, 2, ""},     // a quoted name is no index
		{"a[n=1]", 1, ""},      // a map has no items
		{"a.b[0].v.x", 4, "x"}, // a value has nothing inside
		{"c.d", 1, ""},         // nor has null
		{"x.y", 0, ""},
	} {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			p, err := ParsePath(c.path)
			require.NoError(t, err)
			n, followed := p.Find(root)
			require.Equal(t, c.followed, followed)
			require.Equal(t, c.text, n.Text)
		})
	}
	n, followed := Path{}.Find(root)
	require.Same(t, root, n)
	require.Zero(t, followed)
	n, followed = Path{{Kind: ByKey, Key: "a"}}.Find(nil)
	require.Nil(t, n)
	require.Zero(t, followed)
}

// readText reads a scenario that has nothing wrong with it.
func readText(t testing.TB, src string) *Node {
	t.Helper()
	n, l := Read("x.yaml", []byte(src))
	require.Empty(t, l)
	return n
}

func FuzzParsePath(f *testing.F) {
	for _, s := range []string{
		"regions.cn-shanghai.vpcs.main.ingress[0].source", "cens.cen-1.route_policies[priority=20]", "ingress.0.source",
		`a."b.c"[d="e]f"]."0"`, "a[b=c d].007", `"\"\\\n"`, "[0][0=1]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePath(s)
		if err != nil {
			e := new(PathError)
			require.ErrorAs(t, err, &e)
			require.LessOrEqual(t, e.Offset, len(s))
			return
		}
		require.NotEmpty(t, p)
		told := p.String()
		if len(told) > maxPath {
			t.Skip() // escapes made it longer
		}
		again, err := ParsePath(told)
		require.NoError(t, err)
		require.Equal(t, p, again)
		require.Equal(t, told, again.String())
	})
}
