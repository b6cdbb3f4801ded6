package topology

import (
	"slices"
	"strings"
	"unicode/utf8"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Question is what somebody asks of a file besides its checks: the fields of a
// check, as they were typed.
type Question struct {
	Check   *Typed // the name of the check that the question starts from; nil: none
	Variant *Typed // the name of the variant that it is asked in; nil: as written
	// Fields are those of a check. They replace the ones that Check has.
	Fields []Typed
}

// Typed is a value that was typed and stands in no file.
type Typed struct {
	Field []string // of a check: from, or request and method; what comes again makes a list
	Flag  string   // what it was typed for; it stands for the file in messages
	Text  string
	Bare  bool // true or false, as without quotes; else text, whatever it looks like
}

// Asked is a question that was understood. Its check is one like those of the
// model: Model.Case binds it.
type Asked struct {
	Model   *Model
	Variant *Variant // nil: the scenario as written
	Check   *Check
	From    *Check // the check of the file that it started from, or nil
}

// Ask reads a question by the table of the file's checks, and resolves its ends
// as theirs are. It returns nil if the file or the question cannot be used; why
// is among the findings, and what was typed among the sources.
func (f *File) Ask(q Question) *Asked {
	t := typist{lines: map[string][]string{}}
	said := t.check(q.Fields)
	check, variant := t.name(q.Check), t.name(q.Variant)
	for flag, lines := range t.lines {
		f.Sources[flag] = scenario.NewSource([]byte(strings.Join(lines, "\n")))
	}
	if f.Base == nil {
		return nil
	}
	a, found := f.understand(said, check, variant)
	f.Findings = append(f.Findings, found...).Sorted()
	if found.HasErrors() {
		return nil
	}
	return a
}

func (f *File) understand(said, check, variant *scenario.Node) (*Asked, diag.List) {
	a := &Asked{Model: f.Base, Check: &Check{}}
	var found diag.List
	if variant != nil {
		a.Variant = named(f.Variants, variant.Text, func(v *Variant) string { return v.Name.V })
		if a.Variant == nil {
			found.Add(noneNamed("variant", variant, names(f.Variants, func(v *Variant) string { return v.Name.V })))
			return nil, found
		}
		if a.Model, found = f.vary(a.Variant); a.Model == nil {
			return nil, found
		}
	}
	if check != nil {
		a.From = named(a.Model.Checks(), check.Text, func(c *Check) string { return c.Name.V })
		if a.From == nil {
			found.Add(noneNamed("check", check, names(a.Model.Checks(), func(c *Check) string { return c.Name.V })))
			return nil, found
		}
		said = over(without(a.From.Node, "expect"), said)
	}
	d := scenario.NewDecoder(scenario.Options{Base: a.Model.opts.Base, Removed: a.Model.opts.Removed, Within: a.Model.registry})
	scenario.Decode(d, claims(), said, a.Check)
	_, more := d.Finish()
	if found = append(found, more...); found.HasErrors() {
		return nil, found
	}
	if check == nil {
		a.Check.Name.V = a.Check.words()
	}
	if a.Variant == nil {
		found = append(found, a.Model.emptyEnd(a.Check)...) // in a variant a verdict tells of it
	}
	return a, found
}

func named[T any](list []*T, name string, of func(*T) string) *T {
	if i := slices.IndexFunc(list, func(t *T) bool { return of(t) == name }); i >= 0 {
		return list[i]
	}
	return nil
}

func names[T any](list []*T, of func(*T) string) []string {
	out := make([]string, 0, len(list))
	for _, t := range list {
		out = append(out, of(t))
	}
	return out
}

func noneNamed(what string, typed *scenario.Node, there []string) diag.Finding {
	f := diag.Finding{
		Range: typed.Range, Summary: "there is no " + what + " \"" + typed.Text + "\"", Detail: scenario.Hint(what, typed.Text, there),
	}
	if len(there) == 0 {
		f.Detail = "The scenario has no " + what + "s."
	}
	return f
}

// typist makes nodes of what was typed. Each flag is a file to them, in which
// its values are the lines.
type typist struct{ lines map[string][]string }

// check makes a check of its fields.
func (t typist) check(fields []Typed) *scenario.Node {
	n := &scenario.Node{Kind: scenario.Map}
	for _, f := range fields {
		put(n, f.Field, t.node(f))
	}
	put(n, []string{"name"}, &scenario.Node{Text: "question", Quoted: true})
	return n
}

// words are what a question is called by: its ends, and its port.
func (c *Check) words() string {
	text := c.From.Node.Text + " -> " + c.To.Node.Text
	if c.Port.Present() {
		text += " " + c.Port.Node.Text
	}
	return text
}

// name makes a node of a name, if there is one.
func (t typist) name(v *Typed) *scenario.Node {
	if v == nil {
		return nil
	}
	return t.node(*v)
}

func (t typist) node(v Typed) *scenario.Node {
	// A value is one line of what stands for a file, whatever it holds.
	line := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, v.Text)
	t.lines[v.Flag] = append(t.lines[v.Flag], line)
	at := len(t.lines[v.Flag])
	return &scenario.Node{Text: v.Text, Quoted: !v.Bare, Range: diag.Range{
		File:  v.Flag,
		Start: diag.Pos{Line: at, Column: 1},
		End:   diag.Pos{Line: at, Column: 1 + utf8.RuneCountInString(line)},
	}}
}

// put puts a value into a map that is in the making.
func put(n *scenario.Node, path []string, value *scenario.Node) {
	e := n.Field(path[0])
	switch {
	case e == nil && len(path) > 1:
		inner := &scenario.Node{Kind: scenario.Map, Range: value.Range}
		put(inner, path[1:], value)
		n.Entries = append(n.Entries, scenario.Entry{Key: path[0], KeyRange: value.Range, Value: inner})
	case e == nil:
		n.Entries = append(n.Entries, scenario.Entry{Key: path[0], KeyRange: value.Range, Value: value})
	case len(path) > 1:
		put(e.Value, path[1:], value)
	case e.Value.Kind == scenario.List:
		e.Value.Items = append(e.Value.Items, value)
	default:
		e.Value = &scenario.Node{Kind: scenario.List, Range: e.Value.Range, Items: []*scenario.Node{e.Value, value}}
	}
}

// without is a map without one of its keys.
func without(n *scenario.Node, key string) *scenario.Node {
	c := *n
	c.Entries = slices.DeleteFunc(slices.Clone(n.Entries), func(e scenario.Entry) bool { return e.Key == key })
	return &c
}

// over is what was written with what was said put over it; a name that was
// written stays.
func over(written, said *scenario.Node) *scenario.Node {
	c := *written
	c.Entries = slices.Clone(written.Entries)
	for _, e := range said.Entries {
		have := c.Field(e.Key)
		switch {
		case have == nil:
			c.Entries = append(c.Entries, e)
		case e.Key == "name":
		case have.Value.Kind == scenario.Map && e.Value.Kind == scenario.Map:
			have.Value = over(have.Value, e.Value)
		default:
			*have = e
		}
	}
	return &c
}
