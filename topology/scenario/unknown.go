package scenario

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// unknowns tells of the keys of one object that are no fields of its table.
type unknowns[T any] struct {
	table *Table[T]
	meant map[string]bool // fields that are there, only misspelt
	empty string          // the last field, if it has no value
	takes string          // which fields the table has, once that was told
}

// see takes note of a field that the table has.
func (u *unknowns[T]) see(e Entry) {
	u.empty = ""
	if e.Value.Kind == Scalar && e.Value.Null {
		u.empty = e.Key
	}
}

// refuse reports a key. It returns the field that was most likely meant, if no
// other key was meant for it.
func (u *unknowns[T]) refuse(d *Decoder, e Entry, into *T) (field int, ok bool) {
	if d.full() {
		d.unshown++ // what was meant takes a search, and nobody would read it
		return 0, false
	}
	summary := fmt.Sprintf("unknown field %s in %s", quote(e.Key), u.table.subject(into))
	elsewhere := ""
	name, ok := u.table.meantBy(e.Key)
	if !ok || !u.table.surely(e.Key, name) {
		elsewhere = u.elsewhere(d, e.Key)
	}
	if ok && elsewhere == "" {
		d.Refuse(e.KeyRange, summary, sentences("Did you mean "+quote(name)+"?", unseenIn(e.Key)))
		first := !u.meant[name]
		u.meant[name] = true
		return u.table.index[name], first
	}
	below := ""
	if u.empty != "" {
		below = fmt.Sprintf("If it belongs to %s, indent it deeper than that", quote(u.empty))
	}
	if u.takes == "" {
		var names []string
		for _, f := range u.table.fields {
			names = append(names, f.name)
		}
		u.takes = "It takes " + join(quoted(names), "and")
	}
	d.Refuse(e.KeyRange, summary, sentences(below, elsewhere, u.takes, unseenIn(e.Key)))
	return 0, false
}

// meantBy finds the field that somebody who wrote a key most likely meant: one
// that other programs call so, or the one that is spelt most alike.
func (t *Table[T]) meantBy(key string) (string, bool) {
	names := make([]string, 0, len(t.fields))
	plain := plainKey(key)
	for _, f := range t.fields {
		if plainKey(f.name) == plain || slices.Contains(f.notCalled, plain) {
			return f.name, true
		}
		names = append(names, f.name)
	}
	return nearest(key, names)
}

// surely reports whether the field that was found for a key is what was meant, also
// where other objects have one that is spelt as the key is.
func (t *Table[T]) surely(key, name string) bool {
	plain := plainKey(key)
	return plainKey(name) == plain || slices.Contains(t.fields[t.index[name]].notCalled, plain) ||
		strings.TrimSuffix(name, "s") == strings.TrimSuffix(plain, "s")
}

// plainKey is a key as far as people remember it: without upper case, blanks
// and the marks between words.
func plainKey(key string) string {
	return strings.Map(func(c rune) rune {
		if c == '_' || c == '-' || unicode.IsSpace(c) || !unicode.IsPrint(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, key)
}

// elsewhere says which objects have a field, to somebody who wrote it one level
// too high or too low.
func (u *unknowns[T]) elsewhere(d *Decoder, key string) string {
	const most = 3
	if d.tables == nil {
		seen := map[string]bool{}
		if d.aside != nil {
			seen = d.aside()
		}
		eachTable(d.root, seen, func(t AnyTable) { d.tables = append(d.tables, t) })
	}
	var owners []string
	for _, t := range d.tables {
		if t.declares(key) {
			owners = append(owners, an(strings.ReplaceAll(t.title(), "_", " ")))
		}
	}
	if len(owners) == 0 || len(owners) > most {
		return ""
	}
	return fmt.Sprintf("%s is a field of %s", quote(key), join(owners, "and"))
}

// eachTable calls visit with a table and with all that are reached from it, each
// once.
func eachTable(t AnyTable, seen map[string]bool, visit func(AnyTable)) {
	if t == nil || seen[t.title()] {
		return
	}
	seen[t.title()] = true
	visit(t)
	for _, p := range t.object().Properties {
		eachSchema(p.Schema, func(s *Schema) {
			if s.Table != nil {
				eachTable(s.Table, seen, visit)
			}
		})
	}
}

// eachSchema calls visit with a schema and with all that are in it.
func eachSchema(s *Schema, visit func(*Schema)) {
	if s == nil {
		return
	}
	visit(s)
	for _, in := range slices.Concat([]*Schema{s.Items, s.Values, s.Then, s.Else}, s.AnyOf, s.OneOf, s.AllOf) {
		eachSchema(in, visit)
	}
}

// unseenIn tells of the characters of a word that look like others, or like
// nothing at all.
func unseenIn(word string) string {
	var odd []string
	for _, c := range word {
		code := fmt.Sprintf("U+%04X", c)
		if c > unicode.MaxASCII && !slices.Contains(odd, code) && len(odd) < 3 {
			odd = append(odd, code)
		}
	}
	if len(odd) == 0 {
		return ""
	}
	return "What is written has " + join(odd, "and") + " in it, which no name here has: type it anew"
}

// leaveAside says which tables the hints of what is read from now on leave out.
func (d *Decoder) leaveAside(titles func() map[string]bool) { d.aside, d.tables = titles, nil }
