package cloud

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

func (m Machine) named() string { return fmt.Sprintf("%s %q", m.Kind, m.Name) }

// Listens checks what listens on a machine.
func (c *Checker) Listens(m Machine) {
	for _, ln := range m.Listens {
		c.listenerAddress(m, ln)
		c.Paths(ln.Paths, "a path that "+m.named()+" answers")
	}
	clashing(m.Listens, func(first, second *Listener) {
		c.Warn(second.Port.Range(), fmt.Sprintf("%s listens on %q twice, and the first takes it", m.named(), second.Port.V.Text()),
			"One service takes a port of an address. Keep one of them, and write all paths there.", See(first.Port.Range(), "the other")...)
	})
}

// clashing calls report for listeners that clash with one before them in the
// list. It goes over them by their ports, so that there may be very many: those
// that are still open at a port do not clash, so they are few.
func clashing(list []*Listener, report func(first, second *Listener)) {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(list[a].boundTo().Compare(list[b].boundTo()),
			cmp.Compare(list[a].Port.V.Ports.From, list[b].Port.V.Ports.From), cmp.Compare(a, b))
	})
	var open []int
	for _, i := range order {
		ln := list[i]
		open = slices.DeleteFunc(open, func(o int) bool {
			return list[o].boundTo() != ln.boundTo() || list[o].Port.V.Ports.To < ln.Port.V.Ports.From
		})
		at := slices.IndexFunc(open, func(o int) bool { return ln.clashes(list[o]) })
		if at < 0 {
			open = append(open, i)
			continue
		}
		report(list[min(i, open[at])], list[max(i, open[at])])
		if ln.Port.V.Ports.To > list[open[at]].Port.V.Ports.To {
			open[at] = i
		}
	}
}

func (ln *Listener) clashes(o *Listener) bool {
	a, b := ln.Port, o.Port
	return a.Present() && b.Present() && a.V.Protocol.Overlaps(b.V.Protocol) && a.V.Ports.Overlaps(b.V.Ports) &&
		ln.boundTo() == o.boundTo()
}

// boundTo is the address that a listener is bound to; unspecified: all.
func (ln *Listener) boundTo() netip.Addr { return ln.Address.Or(netip.IPv4Unspecified()) }

// listenerAddress: a service cannot be bound to an address that its machine
// does not have.
func (c *Checker) listenerAddress(m Machine, ln *Listener) {
	a := ln.Address
	if !a.Present() || a.V.IsLoopback() || a.V.IsUnspecified() {
		return
	}
	refuse := func(whose string, related []diag.Related) {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of a listener is not one of %s", a.V, m.named()),
			"A service is bound to an address of its machine: "+whose+", 127.0.0.1, or 0.0.0.0 for all. Write one of these, or leave it out for all.", related...)
	}
	switch {
	case m.Address.Present() && a.V != m.Address.V:
		refuse(m.Address.V.String(), See(m.Address.Range(), "the address of the %s", m.Kind))
	case m.Address.Present(), !m.Pool.Present():
	case !m.Pool.V.Contains(a.V):
		refuse("one of "+m.Pool.V.String(), See(m.Pool.Range(), "the block of its %s", m.PoolOf))
	default:
		c.Warn(a.Range(), fmt.Sprintf("address %q of a listener may not be the one of %s", a.V, m.named()),
			"The "+m.Kind+" has no `private_ip`, so the cloud picks its address, and netsim takes the listener to be bound to it. Write the address as `private_ip` of the "+m.Kind+".")
	}
}

// Paths checks that paths begin with a slash: others match nothing.
func (c *Checker) Paths(list scenario.Values[string], what string) {
	for _, p := range list.V {
		c.Path(p, what)
	}
}

// Path checks that a path begins with a slash.
func (c *Checker) Path(p scenario.Value[string], what string) {
	if p.Present() && (p.V == "" || p.V[0] != '/') {
		c.Refuse(p.Range(), fmt.Sprintf("%s, %q, does not begin with a slash", what, p.V),
			fmt.Sprintf("The path of a request begins with one. Write \"/%s\".", p.V))
	}
}
