package scenario

import (
	"fmt"
	"slices"
	"strings"

	"netsim/topology/diag"
)

// refuseAmbiguous reports a reference that means several resources, and the
// forms that mean one.
func (d *Decoder) refuseAmbiguous(p pending, found []*Resource) {
	detail := "It could be " + someRefs(found, "or") + ". Write one of these."
	if twins(found) {
		detail += " Two of them have the same kind and path: rename one."
	}
	f := diag.Finding{Range: p.node.Range, Summary: quote(p.query.text) + " is ambiguous", Detail: detail}
	for _, res := range found[:min(len(found), listed)] {
		f.Related = append(f.Related, diag.Related{Range: res.Key, Message: res.Ref()})
	}
	d.Report(f)
}

// refuseDangling reports a reference that means nothing, and what may be meant.
func (d *Decoder) refuseDangling(p pending, now *Registry) {
	if d.full() {
		d.unshown++ // what may be meant takes a search, and nobody would read it
		return
	}
	d.Refuse(p.node.Range, fmt.Sprintf("%s does not name %s", quote(p.query.text), p.query.wanted()), now.explain(p.query))
}

// wanted is what a reference should name: the kind it says, or one of those that
// it may have.
func (q query) wanted() string {
	if kind, _, ok := strings.Cut(q.text, "/"); ok && slices.Contains(q.kinds, ResourceKind(kind)) {
		return kindsOr([]ResourceKind{ResourceKind(kind)})
	}
	if len(q.kinds) == 0 {
		return "a resource"
	}
	return kindsOr(q.kinds)
}

// explain says what is nearest to a reference that means nothing: the first
// explanation that holds.
func (r *Registry) explain(q query) string {
	names := q.text
	kind, rest, qualified := strings.Cut(q.text, "/")
	if qualified {
		if names = rest; !slices.Contains(r.takes(q), ResourceKind(kind)) && r.byKind[ResourceKind(kind)] == nil {
			return r.explainKind(q, kind, rest)
		}
	}
	if kind, rest, ok := strings.Cut(q.text, ":"); ok && slices.Contains(r.takes(q), ResourceKind(kind)) {
		return sentences("Did you mean "+quote(kind+"/"+rest)+"?", "A slash stands between the kind and the name")
	}
	if _, others := r.spelled(q, names); others != nil {
		return sentences("This field cannot take what has that name: " + someRefs(others, "and"))
	}
	last := names[strings.LastIndex(names, "/")+1:]
	if takes, _ := r.spelled(q, last); takes != nil {
		return "Did you mean " + someRefs(takes, "or") + "?"
	}
	declared := r.names(q)
	if near, ok := nearest(last, slices.Concat(declared, q.words)); ok {
		if qualified && !slices.Contains(q.words, near) && !strings.Contains(rest, "/") {
			near = kind + "/" + near
		}
		return sentences("Did you mean "+quote(near)+"?", unseenIn(last))
	}
	if len(declared) == 0 {
		return sentences("None is declared in this document", q.orWords())
	}
	return sentences("Declared are "+some(quoted(declared), "and"), q.orWords())
}

// orWords are what may be written in place of a reference.
func (q query) orWords() string {
	if len(q.words) == 0 {
		return ""
	}
	return "It may also be " + join(quoted(q.words), "or") + ", an address or a CIDR"
}

// explainKind says how a reference begins, to one that begins with something
// else.
func (r *Registry) explainKind(q query, kind, names string) string {
	for _, text := range [2]string{q.text, names} {
		if takes, _ := r.spelled(q, text); takes != nil {
			return "Did you mean " + someRefs(takes, "or") + "?"
		}
	}
	return sentences(fmt.Sprintf("%s is not a kind", quote(kind)),
		"A reference is a kind, a slash and a name; the kinds are "+some(quoted(r.takes(q)), "and"), q.orWords())
}

// takes lists the kinds that a reference may have.
func (r *Registry) takes(q query) []ResourceKind {
	if len(q.kinds) > 0 {
		return q.kinds
	}
	return r.kinds
}

// spelled finds whatever has a name or a suffix of a path, wherever it is: what
// the reference may take, and what it may not.
func (r *Registry) spelled(q query, names string) (takes, others []*Resource) {
	for _, kind := range r.kinds {
		for _, res := range r.byRef[spelling{kind, names}] {
			if q.accepts(res) {
				takes = append(takes, res)
			} else {
				others = append(others, res)
			}
		}
	}
	return takes, others
}

// names lists the names that the reference may take.
func (r *Registry) names(q query) []string {
	var names []string
	for _, kind := range r.takes(q) {
		for _, res := range r.byKind[kind] {
			if q.accepts(res) {
				names = append(names, res.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// someRefs tells resources by their references.
func someRefs(resources []*Resource, last string) string {
	shown := make([]string, 0, listed)
	for _, res := range resources[:min(len(resources), listed)] {
		shown = append(shown, res.Ref())
	}
	return someOf(shown, len(resources), last)
}

// twins reports whether no reference can tell some of the resources apart.
func twins(sorted []*Resource) bool {
	for i, res := range sorted[1:] {
		if before := sorted[i]; res.Kind == before.Kind && slices.Equal(res.Path, before.Path) {
			return true
		}
	}
	return false
}
