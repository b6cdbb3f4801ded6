package alibaba

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"netsim/topology/cloud"
	"netsim/topology/fabric"
)

// attachOrder ranks the members of a CEN, and finds those that announce equal
// prefixes: of them the first attached is used. Who that is, is a switch where
// what is written leaves it open (ruling 25).
func (l *lowering) attachOrder(p *cenParts, stands func(*VPC) bool) {
	members := slices.SortedFunc(maps.Keys(p.attached), func(a, b *VPC) int { return slices.Compare(a.Path, b.Path) })
	members = slices.DeleteFunc(members, func(v *VPC) bool {
		p.order[v] = p.attached[v].Order.Or(0)
		return !stands(v)
	})
	for _, group := range rivals(members) {
		l.orderOf(p, group)
	}
}

// orderOf ranks rivals. There is a reading for each way in which their contests
// may end.
func (l *lowering) orderOf(p *cenParts, group []*VPC) {
	r := race{members: group}
	for i, a := range group {
		for j, b := range group {
			x, y := p.attached[a].Order, p.attached[b].Order
			if x.Present() && y.Present() && x.V < y.V {
				r.before = append(r.before, [2]int{i, j})
			}
		}
	}
	for _, c := range contests(group) {
		if slices.ContainsFunc(c, func(i int) bool { return !p.attached[group[i]].Order.Present() }) {
			r.open = append(r.open, c)
		}
	}
	r.run(nil, r.before)
	if len(r.endings) == 0 {
		return // all is written
	}
	s := fabric.Switch{
		Element: element(&p.Resource), Name: "attached_order", Code: "open.attached-order", Ruling: 25,
		Text:    "which of the VPCs with an equal CIDR block was attached to CEN " + p.Name + " first",
		Declare: p.declareOrder(group),
	}
	var refs []string
	for _, v := range group {
		refs = append(refs, v.Ref())
	}
	s.ID = "attached_order of " + p.Ref() + ": " + strings.Join(refs, ", ")
	for _, e := range r.endings {
		s.Values = append(s.Values, r.tell(e.winners))
	}
	ending, id := 0, fabric.SwitchID(fabric.None)
	if len(r.endings) > 1 {
		ending, id = l.Read(s)
	}
	for rank, i := range r.endings[ending].order {
		v := group[i]
		p.order[v] = rank + 1
		if id != fabric.None && slices.ContainsFunc(r.open, func(c []int) bool { return slices.Contains(c, i) }) {
			p.switches[v] = []fabric.SwitchID{id}
		}
	}
}

// declareOrder are the turns that are to be written, with numbers that nobody has.
func (p *cenParts) declareOrder(group []*VPC) []fabric.Declaration {
	taken := map[int]bool{}
	for _, a := range p.attached {
		if a.Order.Present() {
			taken[a.Order.V] = true
		}
	}
	var open []*Attachment
	for _, v := range group {
		if a := p.attached[v]; !a.Order.Present() {
			open = append(open, a)
		}
	}
	var free []string
	for n := 1; len(free) < len(open); n++ {
		if !taken[n] {
			free = append(free, strconv.Itoa(n))
		}
	}
	var out []fabric.Declaration
	for _, a := range open {
		out = append(out, cloud.At(a.TreePath, "attached_order", free...)...)
	}
	return out
}

// mostEndings bounds the ways in which contests may end: one more than can be
// tried for a check, which is then not decided.
const mostEndings = 65

// race is about who was attached before whom.
type race struct {
	members []*VPC
	before  [][2]int // who was before whom, as it is written
	open    [][]int  // contests whose ending is not written
	endings []ending
}

// ending is one way in which the open contests may end, and an order in which
// they do.
type ending struct{ winners, order []int }

// run tries who wins the next contest, without contradicting what is settled.
func (r *race) run(winners []int, before [][2]int) {
	if len(winners) == len(r.open) {
		if len(r.open) > 0 {
			r.endings = append(r.endings, ending{slices.Clone(winners), inOrderOf(len(r.members), before)})
		}
		return
	}
	for _, w := range r.open[len(winners)] {
		if len(r.endings) == mostEndings {
			return
		}
		earlier := ancestors(w, before)
		settled := slices.Clone(before)
		fits := true
		for _, other := range r.open[len(winners)] {
			if other != w {
				fits = fits && !earlier[other]
				settled = append(settled, [2]int{w, other})
			}
		}
		if fits {
			r.run(append(winners, w), settled)
		}
	}
}

// tell is who won, contest by contest.
func (r *race) tell(winners []int) string {
	if len(winners) == 1 {
		return r.members[winners[0]].Ref()
	}
	var texts []string
	for n, w := range winners {
		var others []string
		for _, i := range r.open[n] {
			if i != w {
				others = append(others, r.members[i].Ref())
			}
		}
		texts = append(texts, fmt.Sprintf("%s before %s", r.members[w].Ref(), strings.Join(others, ", ")))
	}
	return strings.Join(texts, "; ")
}

// ancestors are those that were before one, directly or by way of others.
func ancestors(of int, before [][2]int) map[int]bool {
	found := map[int]bool{}
	for todo := []int{of}; len(todo) > 0; {
		last := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, b := range before {
			if b[1] == last && !found[b[0]] {
				found[b[0]] = true
				todo = append(todo, b[0])
			}
		}
	}
	return found
}

// inOrderOf is an order of n in which everybody comes after those before.
func inOrderOf(n int, before [][2]int) []int {
	var order []int
	done := make([]bool, n)
	for len(order) < n {
		for i := range n {
			if !done[i] && !slices.ContainsFunc(before, func(b [2]int) bool { return b[1] == i && !done[b[0]] }) {
				done[i] = true
				order = append(order, i)
				break
			}
		}
	}
	return order
}

// contests are the sets of rivals that announce one prefix, each once.
func contests(group []*VPC) [][]int {
	holders := map[netip.Prefix][]int{}
	for i, v := range group {
		for _, prefix := range v.announced() {
			if !slices.Contains(holders[prefix], i) {
				holders[prefix] = append(holders[prefix], i)
			}
		}
	}
	var sets [][]int
	for _, set := range holders {
		if len(set) > 1 {
			sets = append(sets, set)
		}
	}
	slices.SortFunc(sets, slices.Compare)
	return slices.CompactFunc(sets, slices.Equal)
}

// announced are the prefixes that a VPC tells a CEN: its vSwitches, and the
// custom routes that are published (routing b.2; H).
func (v *VPC) announced() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range v.VSwitches.All() {
		out = append(out, s.CIDR.V)
	}
	for _, r := range v.Routes.All() {
		if r.Published.V && r.Destination.Present() && r.publishable() {
			out = append(out, r.Destination.V)
		}
	}
	return out
}

// rivals groups members that announce an equal prefix, directly or through a
// third. Groups and their members are in the order of the members.
func rivals(members []*VPC) [][]*VPC {
	g := simple.NewUndirectedGraph()
	holder := map[netip.Prefix]int64{}
	for i, v := range members {
		id := int64(i)
		for _, prefix := range v.announced() {
			first, taken := holder[prefix]
			switch {
			case !taken:
				holder[prefix] = id
			case first != id:
				g.SetEdge(g.NewEdge(simple.Node(first), simple.Node(id)))
			}
		}
	}
	var groups [][]*VPC
	for _, nodes := range topo.ConnectedComponents(g) {
		slices.SortFunc(nodes, func(a, b graph.Node) int { return cmp.Compare(a.ID(), b.ID()) })
		var group []*VPC
		for _, n := range nodes {
			group = append(group, members[n.ID()])
		}
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b []*VPC) int { return slices.Compare(a[0].Path, b[0].Path) })
	return groups
}
