package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"netsim/topology/diag"
)

// lost reports that a path ends too early: its segment number i leads nowhere
// from node n.
func (e *editor) lost(p Path, i int, n *Node, at diag.Range) {
	if len(e.findings) >= maxEditFindings {
		return
	}
	seg, where := p[i], p[:i].where()
	key, named := seg.name()
	switch {
	case n.Kind == Map && named:
		e.add(at, fmt.Sprintf("There is no %s in %s", quoteName(key), where), strings.TrimSpace(dots(key)+Hint("key", key, n.Keys())),
			diag.Related{Range: n.Range, Message: "it is looked for in this"})
	case n.Kind == Map:
		e.add(at, fmt.Sprintf("%s is not a list, so %s picks nothing", capital(where), seg), "A map is followed by the name of a key. "+Hint("key", "", n.Keys()),
			diag.Related{Range: n.Range, Message: "this is a map"})
	case n.Kind == Scalar:
		e.add(at, fmt.Sprintf("%s is a single value and has no %s in it", capital(where), quoteName(seg.String())), "Only maps and lists have something inside. The path ends before it.",
			diag.Related{Range: n.Range, Message: "this is the value"})
	case seg.Kind == ByIndex:
		e.add(at, fmt.Sprintf("There is no item %d in %s", seg.Index, where), fmt.Sprintf("The list has %s; the first is [0].", plural(len(n.Items), "item")),
			diag.Related{Range: n.Range, Message: "this is the list"})
	case seg.Kind == ByMatch:
		e.unmatched(seg, where, n, at)
	default:
		e.add(at, fmt.Sprintf("%s is a list and has no key %s", capital(where), quoteName(seg.Key)), "An item is picked by its index, as [0], or by a field that tells it from the others, as [priority=20].",
			diag.Related{Range: n.Range, Message: "this is the list"})
	}
}

// unmatched reports that [field=value] matches no item of a list, or several.
func (e *editor) unmatched(seg Segment, where string, list *Node, at diag.Range) {
	slots := seg.slots(list)
	if len(slots) == 0 {
		var values []string
		for _, item := range list.Items {
			if f := item.Field(seg.Field); f != nil && f.Value.Kind == Scalar && !f.Value.Null {
				values = append(values, f.Value.Text)
			}
		}
		e.add(at, fmt.Sprintf("No item of %s has %s %s", where, quoteName(seg.Field), quoteName(seg.Value)), Hint("value", seg.Value, values),
			diag.Related{Range: list.Range, Message: "this is the list"})
		return
	}
	var related []diag.Related
	for _, i := range slots[:min(len(slots), 10)] {
		related = append(related, diag.Related{Range: list.Items[i].Range, Message: fmt.Sprintf("item [%d] matches", i)})
	}
	e.add(at, fmt.Sprintf("%d items of %s have %s %s", len(slots), where, quoteName(seg.Field), quoteName(seg.Value)),
		"A path has to match exactly one. Use another field or the index.", related...)
}

// Hint helps with a name that is not there: the one that was meant, or those
// that are.
func Hint(what, name string, names []string) string {
	if near, ok := Nearest(name, names); ok {
		return fmt.Sprintf("Did you mean %s?", quoteName(near))
	}
	if len(names) == 0 || len(names) > nearestAmong {
		return ""
	}
	const most = 12
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	var shown []string
	for _, n := range sorted[:min(len(sorted), most)] {
		shown = append(shown, quoteName(n))
	}
	s := strings.Join(shown, ", ")
	if more := len(sorted) - most; more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	if len(sorted) == 1 {
		return fmt.Sprintf("The only %s is %s.", what, s)
	}
	head, of, _ := strings.Cut(what, " ")
	return fmt.Sprintf("The %s are %s.", strings.TrimSpace(head+"s "+of), s)
}

// where names a place in the tree for a sentence.
func (p Path) where() string {
	if len(p) == 0 {
		return "the scenario"
	}
	return quoteName(p.String())
}

// name is the key that the segment stands for in a map.
func (s Segment) name() (string, bool) {
	if s.Kind == ByIndex {
		return strconv.Itoa(s.Index), true
	}
	return s.Key, s.Kind == ByKey
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// dots tells whoever writes slashes how a path is written.
func dots(key string) string {
	if !strings.Contains(strings.Trim(key, "/"), "/") {
		return ""
	}
	return "Dots stand between the names of a path. "
}
