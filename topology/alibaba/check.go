package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Check reports what is wrong with a document that was read. An Error is
// malformed: what contradicts itself or cannot stand anywhere. A Warning is
// what the cloud would refuse: it is lowered as inactive, and the finding says
// why (ruling 26).
//
// What an edit took away is no finding (ruling 21): a reference to it is passed
// over, and so is a value that is absent.
func Check(doc *Document) diag.List {
	c := &checker{doc: doc, told: map[diag.Severity]int{}, byBlock: map[*VPC]map[netip.Prefix]*VSwitch{}}
	for _, r := range doc.Regions.All() {
		for _, v := range r.VPCs.All() {
			c.vpc(v)
		}
		for _, f := range r.Functions.All() {
			c.function(r, f)
		}
		c.gateways(r)
	}
	c.domains()
	for _, p := range doc.BandwidthPlans.All() {
		c.plan(p)
	}
	c.planPairs()
	for _, n := range doc.CENs.All() {
		c.cen(n)
	}
	c.attachedTwice()
	return c.found.Sorted()
}

// checker carries one Check.
type checker struct {
	doc     *Document
	found   diag.List
	told    map[diag.Severity]int
	byBlock map[*VPC]map[netip.Prefix]*VSwitch
}

// mostFindings bounds what one Check reports of each severity: a file with more
// is wrong as a whole.
const mostFindings = 2000

func (c *checker) add(f diag.Finding) {
	if c.told[f.Severity]++; c.told[f.Severity] <= mostFindings {
		c.found.Add(f)
	}
}

// refuse reports what is malformed: what, and why it matters and how to mend it.
func (c *checker) refuse(at diag.Range, summary, detail string, related ...diag.Related) {
	c.add(diag.Finding{Range: at, Summary: summary, Detail: detail, Related: related})
}

// warn reports what stands and does not do what it seems to.
func (c *checker) warn(at diag.Range, summary, detail string, related ...diag.Related) {
	c.add(diag.Finding{Severity: diag.Warning, Range: at, Summary: summary, Detail: detail, Related: related})
}

// see is a second place of a finding; none where nothing is written.
func see(at diag.Range, format string, args ...any) []diag.Related {
	if at.IsZero() {
		return nil
	}
	return []diag.Related{{Range: at, Message: fmt.Sprintf(format, args...)}}
}

// named is a resource in a message: VPC "main".
func named(r *scenario.Resource) string { return fmt.Sprintf("%s %q", kindNames[r.Kind], r.Name) }

// vpcOf is the VPC that a resource stands in.
func vpcOf(r *scenario.Resource) *scenario.Resource { return r.Enclosing(KindVPC) }

// writtenAs is something of the document: what it is called, and where it is
// written.
type writtenAs[T any] struct {
	what T
	name string
	at   diag.Range
}

// inOrder sorts by place, so that of two that clash the second in the file is
// the one that is refused.
func inOrder[T any](list []writtenAs[T]) []writtenAs[T] {
	slices.SortStableFunc(list, func(a, b writtenAs[T]) int { return a.at.Compare(b.at) })
	return list
}

// twice calls report for everything that repeats an earlier one.
func twice[K comparable](list []writtenAs[K], report func(first, second writtenAs[K])) {
	seen := map[K]writtenAs[K]{}
	for _, w := range inOrder(list) {
		if first, dup := seen[w.what]; dup {
			report(first, w)
			continue
		}
		seen[w.what] = w
	}
}

// overlapping calls report for every block that overlaps a wider or equal one,
// whichever way round they are written.
func overlapping(list []writtenAs[netip.Prefix], report func(first, second writtenAs[netip.Prefix])) {
	list = inOrder(list)
	// Blocks are nested or disjoint: behind a block stand those inside of it.
	slices.SortStableFunc(list, func(a, b writtenAs[netip.Prefix]) int { return a.what.Compare(b.what) })
	for i, widest := 1, 0; i < len(list); i++ {
		if !list[widest].what.Overlaps(list[i].what) {
			widest = i
			continue
		}
		first, second := list[widest], list[i]
		if second.at.Compare(first.at) < 0 {
			first, second = second, first
		}
		report(first, second)
	}
}

// within reports whether a block equals or lies inside another.
func within(p, of netip.Prefix) bool {
	return p.IsValid() && of.IsValid() && p.Bits() >= of.Bits() && of.Contains(p.Addr())
}

// notIPv4 reports a block of the other family.
func (c *checker) notIPv4(v scenario.Value[netip.Prefix], what string) bool {
	if !v.Present() || v.V.Addr().Is4() {
		return false
	}
	c.refuse(v.Range(), fmt.Sprintf("%s is the IPv6 block %q", what, v.V),
		"IPv6 is routed apart from IPv4, and this field is for IPv4. Write an IPv4 block, such as 10.0.0.0/16.")
	return true
}
