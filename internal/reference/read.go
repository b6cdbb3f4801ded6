package reference

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// resource is a named thing of the scenario.
type resource struct {
	kind   string
	path   []string // names from the outermost inwards, its own last
	parent *resource
	node   *scenario.Node
	key    diag.Range
	id     string
	object any // the *vpc, *instance ... that it is
}

// ref is the reference that means it from anywhere.
func (r *resource) ref() string { return r.kind + "/" + strings.Join(r.path, "/") }

func (r *resource) name() string { return r.path[len(r.path)-1] }

// account is the account of the resource or of what it stands in (design 3).
// Where none is written all belong to one and the same.
func (r *resource) account() string {
	for ; r != nil; r = r.parent {
		if v, ok := text(r.node, "account"); ok {
			return v
		}
	}
	return ""
}

// reader reads a tree in two passes: resources first, then what refers to them.
type reader struct {
	all    []*resource
	before []*resource // of the scenario that was edited; nil if none was
	later  []func()
	err    error
}

// ErrUncovered is in the error of a scenario that has something outside of what the
// reference covers.
var ErrUncovered = errors.New(": the reference does not cover this")

// refuse says that something is outside of what the reference covers.
func (r *reader) refuse(n *scenario.Node, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s%w", n.Range, fmt.Sprintf(format, args...), ErrUncovered)
	}
}

// Read reads a scenario that the loader accepts. An error says what in it the
// reference does not cover.
func Read(root *scenario.Node) (*Scenario, error) { return read(root, &reader{}) }

// ReadEdited reads what edits made of a scenario. A reference to what they took
// away stays gone, and does not move to a namesake (ruling 21).
func ReadEdited(base, edited *scenario.Node) (*Scenario, error) {
	before := &reader{}
	if s, err := read(base, before); err != nil {
		return s, err
	}
	return read(edited, &reader{before: before.all})
}

func read(root *scenario.Node, r *reader) (*Scenario, error) {
	s := &Scenario{}
	for _, e := range entries(root, "regions") {
		if textOr(e.Value, "cloud", "alibaba") == "alibaba" {
			s.regions = append(s.regions, r.region(e))
			continue
		}
		if s.amazon == nil {
			s.amazon = &amazon{}
		}
		r.amazonRegion(s.amazon, e)
	}
	if s.amazon != nil && len(s.regions) > 0 {
		r.refuse(root, "two clouds in one scenario")
	}
	for _, e := range entries(root, "vpc_peering_connections") {
		if p := r.peering(e); s.amazon != nil {
			s.amazon.peerings = append(s.amazon.peerings, p)
		}
	}
	for _, e := range entries(root, "bandwidth_plans") {
		s.plans = append(s.plans, r.plan(e))
	}
	for _, e := range entries(root, "idcs") {
		s.idcs = append(s.idcs, r.idc(e))
	}
	for _, field := range []string{"ecrs", "private_zones"} {
		if list := entries(root, field); len(list) > 0 {
			r.refuse(list[0].Value, "%s", field)
		}
	}
	for _, e := range entries(root, "cens") {
		s.cens = append(s.cens, r.cen(e))
	}
	for _, do := range r.later {
		do()
	}
	for _, n := range items(root, "checks") {
		c := r.check(n)
		if s.amazon != nil && (c.to.host != "" || c.calledOf() != nil && c.from.word != "") {
			c.uncovered = fmt.Errorf("%s: a name of AWS, or a call from the internet", n.Range)
		}
		s.checks = append(s.checks, c)
	}
	s.index(r.all)
	return s, r.err
}

func (r *reader) resource(kind string, parent *resource, e scenario.Entry, object any) *resource {
	res := &resource{kind: kind, parent: parent, node: e.Value, key: e.KeyRange, object: object}
	if parent != nil {
		res.path = slices.Clone(parent.path)
	}
	res.path = append(res.path, e.Key)
	res.id, _ = text(e.Value, "id")
	r.all = append(r.all, res)
	return res
}

// find is the resource that a reference means; nil if that is gone.
func (r *reader) find(text string, scope []string, kinds ...string) *resource {
	found := lookup(r.all, text, scope, kinds)
	meant := lookup(r.before, text, scope, kinds)
	if meant == nil || exists(r.all, meant) || found != nil && !exists(r.before, found) {
		return found
	}
	return nil
}

func exists(list []*resource, r *resource) bool {
	return slices.ContainsFunc(list, func(o *resource) bool { return o.kind == r.kind && slices.Equal(o.path, r.path) })
}

// lookup finds a reference: from the innermost scope outwards, by kind and a
// suffix of the path, by a bare name, or by the cloud's id (design 3).
func lookup(list []*resource, text string, scope []string, kinds []string) *resource {
	names := text
	if kind, rest, cut := strings.Cut(text, "/"); cut {
		if !slices.Contains(kinds, kind) {
			return nil
		}
		kinds, names = []string{kind}, rest
	}
	suffix := strings.Split(names, "/")
	for depth := len(scope); depth >= 0; depth-- {
		for _, res := range list {
			if slices.Contains(kinds, res.kind) && hasPrefix(res.path, scope[:depth]) && hasSuffix(res.path, suffix) {
				return res
			}
		}
	}
	for _, res := range list {
		if slices.Contains(kinds, res.kind) && res.id != "" && res.id == text {
			return res
		}
	}
	return nil
}

func hasPrefix(path, prefix []string) bool {
	return len(path) >= len(prefix) && slices.Equal(path[:len(prefix)], prefix)
}

func hasSuffix(path, suffix []string) bool {
	return len(path) >= len(suffix) && slices.Equal(path[len(path)-len(suffix):], suffix)
}

// bind finds what a field refers to once all resources are known; *into stays nil
// where that was removed.
func bind[T any](r *reader, from *resource, n *scenario.Node, field, kind string, into **T) {
	v, ok := text(n, field)
	if !ok {
		return
	}
	r.later = append(r.later, func() {
		if found := r.find(v, from.path, kind); found != nil {
			*into = found.object.(*T)
		}
	})
}

// bindAll is bind of a list. What was removed is left out.
func bindAll[T any](r *reader, from *resource, n *scenario.Node, field, kind string, into *[]*T) {
	r.later = append(r.later, func() {
		for _, item := range items(n, field) {
			if found := r.find(item.Text, from.path, kind); found != nil {
				*into = append(*into, found.object.(*T))
			}
		}
	})
}

// value is the node of a field; nil if it is absent or null.
func value(n *scenario.Node, field string) *scenario.Node {
	if e := n.Field(field); e != nil && !e.Value.Null {
		return e.Value
	}
	return nil
}

func entries(n *scenario.Node, field string) []scenario.Entry {
	if v := value(n, field); v != nil {
		return v.Entries
	}
	return nil
}

func items(n *scenario.Node, field string) []*scenario.Node {
	if v := value(n, field); v != nil {
		return v.Items
	}
	return nil
}

// oneOrMany are the items of a list, or the one value that stands in its place.
func oneOrMany(n *scenario.Node, field string) []*scenario.Node {
	v := value(n, field)
	if v != nil && v.Kind == scenario.Scalar {
		return []*scenario.Node{v}
	}
	return items(n, field)
}

func text(n *scenario.Node, field string) (string, bool) {
	if v := value(n, field); v != nil && v.Kind == scenario.Scalar {
		return v.Text, true
	}
	return "", false
}

func textOr(n *scenario.Node, field, def string) string {
	if v, ok := text(n, field); ok {
		return v
	}
	return def
}

// flag is a truth value; nil where it is not written.
func flag(n *scenario.Node, field string) *bool {
	v, ok := text(n, field)
	if !ok {
		return nil
	}
	yes := v == "true"
	return &yes
}

func flagOr(n *scenario.Node, field string, def bool) bool {
	if v := flag(n, field); v != nil {
		return *v
	}
	return def
}

func number(n *scenario.Node, field string, def int) int {
	if v, ok := text(n, field); ok {
		i, _ := strconv.Atoi(v)
		return i
	}
	return def
}

// prefixOf reads a CIDR, or an address as the block of that one.
func prefixOf(s string) netip.Prefix {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen())
	}
	p, _ := netip.ParsePrefix(s)
	return p
}

func prefixes(n *scenario.Node, field string) []netip.Prefix {
	var out []netip.Prefix
	for _, item := range items(n, field) {
		out = append(out, prefixOf(item.Text))
	}
	return out
}

func prefix(n *scenario.Node, field string) netip.Prefix {
	v, _ := text(n, field)
	return prefixOf(v)
}

// address is an address; not valid where none is written.
func address(n *scenario.Node, field string) netip.Addr {
	v, _ := text(n, field)
	a, _ := netip.ParseAddr(v)
	return a
}

func ports(n *scenario.Node, field string) []packet.Ports {
	var out []packet.Ports
	for _, item := range oneOrMany(n, field) {
		p, _ := packet.ParsePorts(item.Text)
		out = append(out, p...)
	}
	return out
}

func within(list []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(a) })
}

// inside reports whether every address of a block is in another.
func inside(p, outer netip.Prefix) bool {
	return p.Bits() >= outer.Bits() && outer.Contains(p.Addr())
}

func texts(n *scenario.Node, field string) []string {
	var out []string
	for _, item := range oneOrMany(n, field) {
		out = append(out, item.Text)
	}
	return out
}
