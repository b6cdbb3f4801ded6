package reachability_test

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
	mapping []entry
	list    []any
	name    string

	entry struct {
		key   any // a string, or a name
		value any
	}
	// ref is kind/name, or the bare name if it has no kind.
	ref struct {
		kind string
		to   name
	}
)

// put adds a field, unless the value is nil.
func (m *mapping) put(key, value any) {
	if value != nil {
		*m = append(*m, entry{key, value})
	}
}

// field finds a field.
func (m mapping) field(key string) any {
	for _, e := range m {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// writer writes a tree as YAML.
type writer struct {
	rename  func(name) string
	shuffle *rand.Rand // nil: maps are written in the order of the tree
	out     strings.Builder
}

func write(m mapping) string {
	w := writer{rename: func(n name) string { return string(n) }}
	w.mapping(m, 0)
	return w.out.String()
}

func (w *writer) mapping(m mapping, depth int) {
	if w.shuffle != nil {
		m = slices.Clone(m)
		w.shuffle.Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
	}
	for _, e := range m {
		w.out.WriteString(strings.Repeat("  ", depth))
		w.out.WriteString(w.scalar(e.key))
		w.out.WriteString(":")
		w.value(e.value, depth)
	}
}

func (w *writer) value(v any, depth int) {
	switch v := v.(type) {
	case mapping:
		if len(v) == 0 {
			w.out.WriteString(" {}\n")
			return
		}
		w.out.WriteString("\n")
		w.mapping(v, depth+1)
	case list:
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
	case mapping, list:
		return true
	}
	return false
}

var plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)

func (w *writer) scalar(v any) string {
	switch v := v.(type) {
	case name:
		return w.rename(v)
	case ref:
		if v.kind == "" {
			return w.rename(v.to)
		}
		return v.kind + "/" + w.rename(v.to)
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

// edit calls change with every map of the tree, from the outside in, and puts
// what it returns in its place. The tree itself stays as it is.
func edit(v any, change func(path []any, m mapping) mapping, path ...any) any {
	switch v := v.(type) {
	case mapping:
		out := slices.Clone(change(path, v))
		for i := range out {
			out[i].value = edit(out[i].value, change, append(slices.Clone(path), out[i].key)...)
		}
		return out
	case list:
		out := slices.Clone(v)
		for i := range out {
			out[i] = edit(out[i], change, append(slices.Clone(path), i)...)
		}
		return out
	}
	return v
}
