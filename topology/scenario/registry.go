package scenario

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Registry holds all resources of a document and finds them as references
// write them. It is not changed once built, and serves many goroutines.
type Registry struct {
	all    []*Resource // sorted by path
	kinds  []ResourceKind
	byKind map[ResourceKind][]*Resource
	byRef  map[spelling][]*Resource
	byID   map[string][]*Resource
	byTree map[string]*Resource
}

// spelling is one way to write a reference: a kind, and a suffix of the path of
// a resource, such as "vpc" and "cn-shanghai/main". Every suffix of every path
// is indexed, so that a reference is found by what it says, and the resources
// that share a spelling are sorted by path, so that those of a scope stand side
// by side.
type spelling struct {
	kind  ResourceKind
	names string
}

func newRegistry(resources []*Resource) *Registry {
	r := &Registry{
		all:    slices.Clone(resources),
		byKind: map[ResourceKind][]*Resource{},
		byRef:  make(map[spelling][]*Resource, 3*len(resources)),
		byID:   map[string][]*Resource{},
		byTree: make(map[string]*Resource, len(resources)),
	}
	slices.SortFunc(r.all, func(a, b *Resource) int {
		return cmp.Or(slices.Compare(a.Path, b.Path), cmp.Compare(a.TreePath, b.TreePath))
	})
	for _, res := range r.all {
		r.add(res)
	}
	for kind := range r.byKind {
		r.kinds = append(r.kinds, kind)
	}
	slices.Sort(r.kinds)
	return r
}

func (r *Registry) add(res *Resource) {
	r.byKind[res.Kind] = append(r.byKind[res.Kind], res)
	r.byTree[res.TreePath] = res
	if res.ID.Present() {
		r.byID[res.ID.V] = append(r.byID[res.ID.V], res)
	}
	for names, more := strings.Join(res.Path, "/"), true; more; _, names, more = strings.Cut(names, "/") {
		s := spelling{res.Kind, names}
		r.byRef[s] = append(r.byRef[s], res)
	}
}

// All returns all resources, sorted by path.
func (r *Registry) All() []*Resource { return slices.Clone(r.all) }

// OfKind returns the resources of a kind, sorted by path.
func (r *Registry) OfKind(kind ResourceKind) []*Resource { return slices.Clone(r.byKind[kind]) }

// Lookup finds what a reference means, written where the path of the resource
// around it is scope. It takes resources of the kinds given, or of any if none
// is. No match: nothing is meant; several: the reference is ambiguous.
//
// The text is the cloud's id; or a kind, a slash and a suffix of a path; or a
// bare name, tried for all kinds. Names are looked up at or below the innermost
// scope, then one scope further out, until something matches.
func (r *Registry) Lookup(kinds []ResourceKind, text string, scope []string) []*Resource {
	return r.lookup(query{kinds: kinds, text: text, scope: scope})
}

// query is a reference to look up.
type query struct {
	kinds  []ResourceKind
	words  []string // what may be written in place of a reference
	text   string
	scope  []string
	accept func(*Resource) bool // nil accepts all
}

func (q query) accepts(res *Resource) bool {
	return (len(q.kinds) == 0 || slices.Contains(q.kinds, res.Kind)) && (q.accept == nil || q.accept(res))
}

func (r *Registry) lookup(q query) []*Resource {
	found := r.named(q)
	for _, res := range r.byID[q.text] {
		if q.accepts(res) && !slices.Contains(found, res) {
			found = append(found, res)
		}
	}
	return found
}

// named finds the innermost resources that a reference names.
func (r *Registry) named(q query) (found []*Resource) {
	kinds, names := r.split(q)
	for depth := len(q.scope); depth >= 0 && found == nil; depth-- {
		for _, kind := range kinds {
			for _, res := range below(r.byRef[spelling{kind, names}], q.scope[:depth]) {
				if q.accepts(res) {
					found = append(found, res)
				}
			}
		}
	}
	return found
}

// split tells the kinds that a reference may mean from the names in it.
func (r *Registry) split(q query) (kinds []ResourceKind, names string) {
	kinds = r.takes(q)
	if kind, names, ok := strings.Cut(q.text, "/"); ok {
		if !slices.Contains(kinds, ResourceKind(kind)) {
			return nil, names
		}
		return []ResourceKind{ResourceKind(kind)}, names
	}
	return kinds, q.text
}

// below returns the stretch of a sorted list that is at or below a scope.
func below(list []*Resource, scope []string) []*Resource {
	from := sort.Search(len(list), func(i int) bool { return slices.Compare(list[i].Path, scope) >= 0 })
	list = list[from:]
	to := sort.Search(len(list), func(i int) bool { return !under(list[i].Path, scope) })
	return list[:to]
}

// under reports whether a path is at or below a scope.
func under(path, scope []string) bool {
	return len(path) >= len(scope) && slices.Equal(path[:len(scope)], scope)
}
