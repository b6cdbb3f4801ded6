package tracer

import (
	"fmt"
	"net/netip"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// The codes of refusals that the tracer makes itself: of what no element of the
// network refuses, and where the one that does gives no reason.
const (
	codeNoRoute        diag.Code = "route.missing"
	codeDropped        diag.Code = "route.blackhole"
	codeMisdelivered   diag.Code = "route.misdelivered"
	codeLoop           diag.Code = "route.loop"
	codeDenied         diag.Code = "filter.denied"
	codeNotListening   diag.Code = "backend.not-listening"
	codePathNotServed  diag.Code = "backend.path-not-served"
	codeNoBackend      diag.Code = "backend.missing"
	codeArrivalUnknown diag.Code = "unsupported.arrival"
)

func missing(t *fabric.Table, destination netip.Addr) *fabric.Refusal {
	if t.NoRoute != nil {
		return t.NoRoute
	}
	return &fabric.Refusal{
		Element: t.Element, Code: codeNoRoute, Kind: diag.KindRoute,
		Summary: fmt.Sprintf("the table has no route in use for %s", destination),
		Needed:  fmt.Sprintf("a route for %s", destination),
	}
}

// noTable is told of a packet that has nowhere to be looked up.
func noTable(destination netip.Addr) *fabric.Refusal {
	return &fabric.Refusal{
		Code: codeNoRoute, Kind: diag.KindRoute,
		Summary: fmt.Sprintf("there is no table in which %s is looked up", destination),
		Needed:  fmt.Sprintf("a table with a route for %s", destination),
	}
}

func dropped(c *fabric.Candidate, destination netip.Addr) *fabric.Refusal {
	if c.Target.Refusal != nil {
		return c.Target.Refusal
	}
	return &fabric.Refusal{
		Element: c.Element, Code: codeDropped, Kind: diag.KindRoute,
		Summary: fmt.Sprintf("the route drops packets to %s", destination),
		Needed:  fmt.Sprintf("a route for %s that leads on", destination),
	}
}

func misdelivered(r *fabric.Route, place string, destination netip.Addr) *fabric.Refusal {
	return &fabric.Refusal{
		Element: r.Element, Code: codeMisdelivered, Kind: diag.KindRoute,
		Summary: fmt.Sprintf("the route delivers %s to another place: %q", destination, place),
		Needed:  fmt.Sprintf("a route for %s to where the interface stands", destination),
	}
}

func loop(t *fabric.Table, destination netip.Addr) *fabric.Refusal {
	return &fabric.Refusal{
		Element: t.Element, Code: codeLoop, Kind: diag.KindRoute,
		Summary: fmt.Sprintf("after %d lookups %s is still not delivered", maxLookups, destination),
		Needed:  "routes that do not lead in a circle",
	}
}

func denied(c *fabric.Clause, f *fabric.Filter) *fabric.Refusal {
	return &fabric.Refusal{
		Element: c.Element, Code: codeDenied, Kind: diag.KindFilter,
		Summary: fmt.Sprintf("a rule of %q denies the packet", f.Label),
		Needed:  "a rule before it that allows the packet",
	}
}

func quiet(i *fabric.Interface, h packet.Header) *fabric.Refusal {
	if i.Quiet != nil {
		return i.Quiet
	}
	return &fabric.Refusal{
		Element: i.Element, Code: codeNotListening, Kind: diag.KindBackend,
		Summary: fmt.Sprintf("nothing serves %s", h.Text()),
		Needed:  "a listener for the protocol and port",
	}
}

func pathMissed(l *fabric.Listener, path string) *fabric.Refusal {
	if l.PathMiss != nil {
		return l.PathMiss
	}
	return &fabric.Refusal{
		Element: l.Element, Code: codePathNotServed, Kind: diag.KindBackend,
		Summary: fmt.Sprintf("the listener does not answer the path %q", path),
		Needed:  "a listener that answers the path",
	}
}

func noBackend(s *fabric.Service) *fabric.Refusal {
	if s.NoBackend != nil {
		return s.NoBackend
	}
	return &fabric.Refusal{
		Element: s.Element, Code: codeNoBackend, Kind: diag.KindBackend,
		Summary: "no backend of the service answers such calls",
		Needed:  "a backend whose condition holds for the call",
	}
}

func arrivalUnknown(e fabric.Element) *fabric.Refusal {
	return &fabric.Refusal{
		Element: e, Code: codeArrivalUnknown, Kind: diag.KindUnknown,
		Summary: "the condition asks through which network the packet came, and it came through none",
		Needed:  "a condition that does not ask for the arrival, or a packet that starts in a network of its own",
	}
}
