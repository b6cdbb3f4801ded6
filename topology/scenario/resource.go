package scenario

import (
	"strings"

	"netsim/topology/diag"
)

// ResourceKind is what stands before the slash of a reference: "vpc",
// "vswitch", "security_group".
type ResourceKind string

// Resource is the header that every named resource embeds.
type Resource struct {
	Kind     ResourceKind
	Name     string
	Path     []string   // names from the outermost resource inwards, its own last
	TreePath string     // where it stands in the file, as edits write it
	Node     *Node      // what was written for it
	Key      diag.Range // of its name
	Parent   *Resource  // the resource that it stands in; nil at the top
	Object   any        // the *E that this heads

	ID          Value[string] // the cloud's own
	Account     Value[string] // where absent, the parent's: see AccountOr
	Description Value[string]
}

// header is what embeds a Resource.
type header interface{ Header() *Resource }

// Header returns r itself, so that whatever embeds a Resource has it.
func (r *Resource) Header() *Resource { return r }

// Ref is the reference that means this resource from anywhere.
func (r *Resource) Ref() string { return string(r.Kind) + "/" + strings.Join(r.Path, "/") }

// AccountOr returns the account of the resource, or else of the nearest
// resource around it that has one, or else def.
func (r *Resource) AccountOr(def string) string {
	for ; r != nil; r = r.Parent {
		if r.Account.Present() {
			return r.Account.V
		}
	}
	return def
}

// Enclosing returns the nearest resource of a kind that r stands in; nil if
// there is none.
func (r *Resource) Enclosing(kind ResourceKind) *Resource {
	for p := r.Parent; p != nil; p = p.Parent {
		if p.Kind == kind {
			return p
		}
	}
	return nil
}

// headerFields are the fields that every resource may carry; none if a T is no
// resource.
func headerFields[T any]() []Field[T] {
	if _, ok := any(new(T)).(header); !ok {
		return nil
	}
	head := func(into *T) *Resource { return any(into).(header).Header() }
	return []Field[T]{
		Optional("id", Text(), func(t *T) *Value[string] { return &head(t).ID },
			"The id that the cloud gave it; references may use it.").Absent("none"),
		Optional("account", Account(), func(t *T) *Value[string] { return &head(t).Account },
			"The account that owns it.").Absent("the account of what it stands in"),
		Optional("description", Text(), func(t *T) *Value[string] { return &head(t).Description },
			"What it is for, in words.").Absent("none"),
	}
}
