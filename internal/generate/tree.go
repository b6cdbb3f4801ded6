package generate

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// A scenario is made as a tree, so that the laws can change it before it is
// written: maps in which order means nothing, lists, and scalars. What is named
// and referred to is a name, so that all of them can be renamed at once.
type (
	Mapping []Entry
	List    []any
	Name    string

	Entry struct {
		Key   any // a string, or a Name
		Value any
	}
	// Ref is kind/name, kind/in/name, or the bare name if it has no kind.
	Ref struct {
		Kind string
		In   Name
		To   Name
	}
	// Path leads from the top of the tree by keys.
	Path []any
)

// Put adds a field, unless the value is nil.
func (m *Mapping) Put(key, value any) {
	if value != nil {
		*m = append(*m, Entry{key, value})
	}
}

// Field is the value of a field; nil: it has none.
func (m Mapping) Field(key string) any {
	for _, e := range m {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// With is the mapping with another value in a field that it has.
func (m Mapping) With(key string, value any) Mapping {
	m = slices.Clone(m)
	for i := range m {
		if m[i].Key == key {
			m[i].Value = value
		}
	}
	return m
}

// Writing is how a tree is written.
type Writing struct {
	Rename  func(Name) string // nil: names stay as they are
	Shuffle *rand.Rand        // nil: maps keep the order of the tree
}

// Text is a tree as YAML.
func (m Mapping) Text() string { return m.Write(Writing{}) }

// Write is a tree as YAML, written in some way.
func (m Mapping) Write(how Writing) string {
	w := writer{Writing: how}
	w.mapping(m, 0)
	return w.out.String()
}

// NewNames gives every name another, at random.
func NewNames(random *rand.Rand) func(Name) string {
	names := map[Name]string{}
	taken := map[string]bool{}
	return func(n Name) string {
		if names[n] == "" {
			for names[n] == "" || taken[names[n]] {
				names[n] = fmt.Sprintf("%c%d-x", 'a'+rune(random.IntN(26)), random.IntN(1000))
			}
			taken[names[n]] = true
		}
		return names[n]
	}
}

type writer struct {
	Writing
	out strings.Builder
}

func (w *writer) mapping(m Mapping, depth int) {
	if w.Shuffle != nil {
		m = slices.Clone(m)
		w.Shuffle.Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
	}
	for _, e := range m {
		w.out.WriteString(strings.Repeat("  ", depth))
		w.out.WriteString(w.scalar(e.Key))
		w.out.WriteString(":")
		w.value(e.Value, depth)
	}
}

func (w *writer) value(v any, depth int) {
	switch v := v.(type) {
	case Mapping:
		if len(v) == 0 {
			w.out.WriteString(" {}\n")
			return
		}
		w.out.WriteString("\n")
		w.mapping(v, depth+1)
	case List:
		if !slices.ContainsFunc(v, isCollection) {
			var items []string
			for _, item := range v {
				items = append(items, w.scalar(item))
			}
			w.out.WriteString(" [" + strings.Join(items, ", ") + "]\n")
			return
		}
		w.out.WriteString("\n")
		for _, item := range v {
			w.out.WriteString(strings.Repeat("  ", depth+1) + "-")
			w.value(item, depth+1)
		}
	default:
		w.out.WriteString(" " + w.scalar(v) + "\n")
	}
}

func isCollection(v any) bool {
	switch v.(type) {
	case Mapping, List:
		return true
	}
	return false
}

func (w *writer) name(n Name) string {
	if w.Rename == nil {
		return string(n)
	}
	return w.Rename(n)
}

var plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)

func (w *writer) scalar(v any) string {
	switch v := v.(type) {
	case Name:
		return w.name(v)
	case Ref:
		switch {
		case v.Kind == "":
			return w.name(v.To)
		case v.In == "":
			return v.Kind + "/" + w.name(v.To)
		}
		return v.Kind + "/" + w.name(v.In) + "/" + w.name(v.To)
	case Path:
		var steps []string
		for _, key := range v {
			steps = append(steps, w.scalar(key))
		}
		return strings.Join(steps, ".")
	case netip.Prefix:
		return fmt.Sprintf("%q", v.String())
	case netip.Addr:
		return fmt.Sprintf("%q", v.String())
	case string:
		if plain.MatchString(v) {
			return v
		}
		return fmt.Sprintf("%q", v)
	default:
		return fmt.Sprint(v)
	}
}

// Edit calls change with every mapping of a tree, from the outside in, and puts
// what it returns in its place. A path is of keys and positions. The tree itself
// stays as it is.
func Edit(tree Mapping, change func(path []any, m Mapping) Mapping) Mapping {
	return edit(tree, change, nil).(Mapping)
}

func edit(v any, change func([]any, Mapping) Mapping, path []any) any {
	switch v := v.(type) {
	case Mapping:
		out := slices.Clone(change(path, v))
		for i := range out {
			out[i].Value = edit(out[i].Value, change, append(slices.Clone(path), out[i].Key))
		}
		return out
	case List:
		out := slices.Clone(v)
		for i := range out {
			out[i] = edit(out[i], change, append(slices.Clone(path), i))
		}
		return out
	}
	return v
}
