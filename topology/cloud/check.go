package cloud

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Checker collects what is wrong with a document that was read.
type Checker struct {
	found diag.List
	told  [diag.Warning + 1]int // how many, by severity
}

// mostFindings bounds what one Checker reports of each severity: a file with more
// is wrong as a whole.
const mostFindings = 2000

// Found is what was reported, in order.
func (c *Checker) Found() diag.List { return c.found.Sorted() }

func (c *Checker) add(f diag.Finding) {
	if c.told[f.Severity]++; c.told[f.Severity] <= mostFindings {
		c.found.Add(f)
	}
}

// Refuse reports what is malformed: what, and why it matters and how to mend it.
func (c *Checker) Refuse(at diag.Range, summary, detail string, related ...diag.Related) {
	c.add(diag.Finding{Range: at, Summary: summary, Detail: detail, Related: related})
}

// Warn reports what stands and does not do what it seems to.
func (c *Checker) Warn(at diag.Range, summary, detail string, related ...diag.Related) {
	c.add(diag.Finding{Severity: diag.Warning, Range: at, Summary: summary, Detail: detail, Related: related})
}

// See is a second place of a finding; none where nothing is written.
func See(at diag.Range, format string, args ...any) []diag.Related {
	if at.IsZero() {
		return nil
	}
	return []diag.Related{{Range: at, Message: fmt.Sprintf(format, args...)}}
}

// Written is something of a document: what it is called, and where it is written.
type Written[T any] struct {
	What T
	Name string
	At   diag.Range
}

// inOrder sorts by place, so that of two that clash the second in the file is
// the one that is refused.
func inOrder[T any](list []Written[T]) []Written[T] {
	slices.SortStableFunc(list, func(a, b Written[T]) int { return a.At.Compare(b.At) })
	return list
}

// Twice calls report for everything that repeats an earlier one.
func Twice[K comparable](list []Written[K], report func(first, second Written[K])) {
	first := map[K]Written[K]{}
	for _, w := range inOrder(list) {
		if f, dup := first[w.What]; dup {
			report(f, w)
			continue
		}
		first[w.What] = w
	}
}

// Overlapping calls report for every block that overlaps a wider or equal one,
// whichever way round they are written.
func Overlapping(list []Written[netip.Prefix], report func(first, second Written[netip.Prefix])) {
	list = inOrder(list)
	// Blocks are nested or disjoint: behind a block stand those inside of it.
	slices.SortStableFunc(list, func(a, b Written[netip.Prefix]) int { return a.What.Compare(b.What) })
	for i, widest := 1, 0; i < len(list); i++ {
		if !list[widest].What.Overlaps(list[i].What) {
			widest = i
			continue
		}
		first, second := list[widest], list[i]
		if second.At.Compare(first.At) < 0 {
			first, second = second, first
		}
		report(first, second)
	}
}

// Within reports whether a block equals or lies inside another.
func Within(p, of netip.Prefix) bool {
	return p.IsValid() && of.IsValid() && p.Bits() >= of.Bits() && of.Contains(p.Addr())
}

// NotIPv4 reports a block of the other family.
func (c *Checker) NotIPv4(v scenario.Value[netip.Prefix], what string) bool {
	if !v.Present() || v.V.Addr().Is4() {
		return false
	}
	c.Refuse(v.Range(), fmt.Sprintf("%s is the IPv6 block %q", what, v.V),
		"IPv6 is routed apart from IPv4, and this field is for IPv4. Write an IPv4 block, such as 10.0.0.0/16.")
	return true
}
