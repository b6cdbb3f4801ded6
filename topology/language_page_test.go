package topology

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/scenario"
)

const languagePage = "../docs/language.md"

func TestLanguagePage(t *testing.T) {
	root, found := scenario.Read("schema.json", Schema())
	require.Empty(t, found)
	want := newPage(root).text()
	if *update {
		require.NoError(t, os.WriteFile(languagePage, []byte(want), 0o644))
	}
	got, err := os.ReadFile(languagePage)
	require.NoError(t, err)
	require.True(t, string(got) == want, "%s is stale: go test ./topology -update", languagePage)
}

// Whoever looks up a field wants to know what it is for, and what it means to
// leave it out.
func TestEveryFieldIsDescribed(t *testing.T) {
	root, found := scenario.Read("schema.json", Schema())
	require.Empty(t, found)
	p := newPage(root)
	for _, s := range p.sections {
		require.NotEmpty(t, text(s.object, "description"), s.name)
		for _, f := range s.fields() {
			require.NotEmpty(t, f.meaning, "%s: %s", s.name, f.name)
			require.NotEmpty(t, f.absent, "%s: %s", s.name, f.name)
			require.NotEmpty(t, f.kind, "%s: %s", s.name, f.name)
		}
	}
}

// page is docs/language.md, made from the JSON Schema: a section for each kind
// of object, in the order in which they are met.
type page struct {
	defs     *scenario.Node
	sections []section
}

type section struct {
	name   string
	object *scenario.Node
}

func newPage(root *scenario.Node) *page {
	p := &page{defs: root.Field("$defs").Value}
	p.add("scenario", root)
	return p
}

func (p *page) add(name string, object *scenario.Node) {
	if slices.ContainsFunc(p.sections, func(s section) bool { return s.name == name }) {
		return
	}
	p.sections = append(p.sections, section{name, object})
	p.follow(object.Field("properties").Value)
}

// follow adds what is referred to.
func (p *page) follow(n *scenario.Node) {
	if ref := text(n, "$ref"); ref != "" {
		name := strings.TrimPrefix(ref, "#/$defs/")
		p.add(name, p.defs.Field(name).Value)
		return
	}
	for _, e := range n.Entries {
		p.follow(e.Value)
	}
	for _, item := range n.Items {
		p.follow(item)
	}
}

func (p *page) text() string {
	var b strings.Builder
	b.WriteString(`# The scenario language

<!-- Written by ` + "`go test ./topology -update`" + ` from the tables of fields that the loader reads by. Do not edit. -->

Every field that may stand in a scenario, by what it stands in. The same as a JSON Schema is [netsim.schema.json](netsim.schema.json),
which ` + "`netsim schema`" + ` prints; an editor that is told of it completes and checks scenarios while they are written.

- *Names* are keys of maps: a letter or a digit, then letters, digits, dots, dashes and underscores, at most 128.
- A *reference* is a name, ` + "`kind/name`, `kind/` with more of the path (`vpc/cn-shanghai/main`)" + `, or the cloud's id. It is looked up
  from where it stands outwards.
- A *resource* is what stands in a map of names. It may carry ` + "`id`, the cloud's own; `account`, which is otherwise that of what it\n  stands in; and `description`" + `.
- *Absent* is what it means that a field is not written. It is not the same as empty: ` + "`[]` and `{}`" + ` are none. No field is null.
- A file that includes others need not have everything that is required: the files count together.
`)
	for _, s := range p.sections {
		s.write(&b)
	}
	return b.String()
}

func title(name string) string { return strings.ReplaceAll(name, "_", " ") }

func (s section) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n| field | type | absent | meaning |\n|---|---|---|---|\n", title(s.name), text(s.object, "description"))
	for _, f := range s.fields() {
		if !s.resource() || !slices.Contains(headerFields, f.name) {
			fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.name, cell(f.kind), cell(f.absent), cell(f.meaning))
		}
	}
	if s.resource() {
		b.WriteString("\nAnd `" + strings.Join(headerFields, "`, `") + "`, as every resource.\n")
	}
	var rules []string
	if all := s.object.Field("allOf"); all != nil {
		for _, r := range all.Value.Items {
			rules = append(rules, "- "+ruleText(r)+"\n")
		}
	}
	if len(rules) > 0 {
		b.WriteString("\n" + strings.Join(rules, ""))
	}
}

// headerFields may stand in every resource; the page tells them once.
var headerFields = []string{"id", "account", "description"}

func (s section) resource() bool { return s.object.Field("properties").Value.Field("account") != nil }

// cell is text that does not end a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

type fieldRow struct{ name, kind, absent, meaning string }

func (s section) fields() (rows []fieldRow) {
	var required []string
	if e := s.object.Field("required"); e != nil {
		required = texts(e.Value)
	}
	for _, e := range s.object.Field("properties").Value.Entries {
		row := fieldRow{name: e.Key, kind: kind(e.Value)}
		var options []string
		for i, line := range strings.Split(text(e.Value, "description"), "\n") {
			absent, isAbsent := strings.CutPrefix(line, "Absent: ")
			switch {
			case i == 0:
				row.meaning = line
			case isAbsent:
				row.absent = strings.TrimSuffix(absent, ".")
			default:
				options = append(options, option(line))
			}
		}
		if len(options) > 0 {
			row.meaning += "<br>" + strings.Join(options, "<br>")
		}
		if slices.Contains(required, e.Key) {
			row.absent = "*required*"
		}
		rows = append(rows, row)
	}
	return rows
}

// option tells a word, its other spellings and what it means.
func option(line string) string {
	end := strings.IndexAny(line, " :")
	if end < 0 {
		end = len(line)
	}
	return "`" + line[:end] + "`" + line[end:]
}

// kind tells what may be written, in words.
func kind(n *scenario.Node) string {
	types := n.Field("type")
	is := func(name string) bool { return types != nil && types.Value.Text == name }
	switch ref := text(n, "$ref"); {
	case ref != "":
		name := title(strings.TrimPrefix(ref, "#/$defs/"))
		return "[" + name + "](#" + strings.ToLower(strings.ReplaceAll(name, " ", "-")) + ")"
	case text(n, "title") == "code":
		return "a [code](codes.md)"
	case n.Field("enum") != nil:
		words := slices.DeleteFunc(texts(n.Field("enum").Value), func(w string) bool { return isAlias(w, text(n, "description")) })
		return ticked(words)
	case n.Field("anyOf") != nil && types == nil:
		var kinds []string
		for _, option := range n.Field("anyOf").Value.Items {
			kinds = append(kinds, kind(option))
		}
		return strings.Join(kinds, " or ")
	case n.Field("if") != nil:
		return kind(n.Field("then").Value) + " or " + kind(n.Field("else").Value)
	case n.Field("items") != nil:
		return "list of " + kind(n.Field("items").Value)
	case n.Field("additionalProperties") != nil:
		return "map to " + kind(n.Field("additionalProperties").Value)
	case is("object"):
		return "map"
	case is("boolean"):
		return "`true` or `false`"
	case is("integer") && n.Field("maximum") != nil:
		return text(n, "title") + ", " + text(n, "minimum") + " to " + text(n, "maximum")
	case text(n, "title") != "":
		return text(n, "title")
	default:
		return "text"
	}
}

var aliasLists = regexp.MustCompile(`(?m)^[^ :]+ \(or ([^)]+)\)`)

// isAlias reports whether a word is another spelling, as a description tells.
func isAlias(word, description string) bool {
	return slices.ContainsFunc(aliasLists.FindAllStringSubmatch(description, -1), func(m []string) bool {
		return slices.Contains(strings.Split(m[1], ", "), word)
	})
}

func texts(list *scenario.Node) (out []string) {
	for _, item := range list.Items {
		out = append(out, item.Text)
	}
	return out
}

func ticked(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }

// ruleText tells a rule about several fields.
func ruleText(r *scenario.Node) string {
	if doc := text(r, "description"); doc != "" {
		return doc
	}
	if not := r.Field("not"); not != nil {
		return ticked(texts(not.Value.Field("required").Value)) + ": not together."
	}
	var names []string
	for _, option := range r.Field("anyOf").Value.Items {
		names = append(names, ticked(texts(option.Field("required").Value)))
	}
	return strings.Join(names, " or ") + " has to stand."
}

// text is the text of a field of a map, or none.
func text(n *scenario.Node, field string) string {
	if e := n.Field(field); e != nil && e.Value.Kind == scenario.Scalar {
		return e.Value.Text
	}
	return ""
}
