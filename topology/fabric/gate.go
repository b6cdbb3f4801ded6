package fabric

import (
	"slices"
	"strings"

	"netsim/packet"
)

// Effect is what a rule does with what it claims.
type Effect uint8

const (
	Allow Effect = iota
	Deny
)

// Filter is an ordered list of packet rules. What no rule claims, Default does.
type Filter struct {
	Element
	// Stateful: it does not judge replies.
	Stateful bool
	Clauses  []Clause
	Default  Clause
}

// Clause is one rule of a filter.
type Clause struct {
	Element
	Effect Effect
	// Boxes are the headers that the rule matches: any of them.
	Boxes []packet.Box
	// Peers, if not nil, are the interfaces at the far end that it matches, in
	// order.
	Peers    []InterfaceID
	Says     string   // what it does, in a few words
	Refusal  *Refusal // of a deny
	Switches []SwitchID
}

// MatchesPeer reports whether the rule speaks of the interface at the far end.
func (c *Clause) MatchesPeer(far InterfaceID) bool {
	if c.Peers == nil {
		return true
	}
	_, ok := slices.BinarySearch(c.Peers, far)
	return ok
}

// Call is what a caller says to a service, beyond the packet.
type Call struct {
	Scheme, Host, Method, Path, Stage string
	App                               string // who the caller says it is
	Credential                        string // how it proves that
}

// Gate is an ordered list of conditions on arriving and calling. What no
// clause claims is refused, for Refusal's reason.
type Gate struct {
	Element
	Clauses []GateClause
	Refusal *Refusal
	// Switches on which the refusal hangs.
	Switches []SwitchID
}

// GateClause is one rule of a gate. Refusal nil: it lets pass.
type GateClause struct {
	Element
	Match    Match
	Says     string // what holds, in a few words
	Refusal  *Refusal
	Switches []SwitchID
}

// Match is a condition on an arrival and a call: every field that is not nil
// must hold. The zero Match always holds.
type Match struct {
	// Arrival: the network through which the leg came.
	Arrival        []DomainID
	ArrivalRegions []string
	ArrivalClasses []string
	// At are the interfaces where it arrived.
	At []InterfaceID
	// Source: what the leg started from.
	SourceRegions []string
	SourceClasses []string
	// Sources are boxes of headers: the only condition that can hold for one
	// part of the packets and not for another.
	Sources []packet.Box
	// Of the call. Hosts are lower case; "*.x" stands for names one label below x.
	Schemes, Hosts, Methods, Paths, Stages, Apps, Credentials []string
	// HostForms, in lower case, and PathForms are patterns as Wildcard takes them.
	HostForms, PathForms []string
	// Requests are patterns of "stage/METHOD/path", in which * stands for any
	// text and ? for one character. Any of Requests, and none of NotRequests.
	Requests, NotRequests []string
}

// Visit is what a gate judges, apart from the packets.
type Visit struct {
	Arrival       DomainID // None: not known, since an obstacle lies before
	ArrivalRegion string
	ArrivalClass  string
	At            InterfaceID // where the leg leads; None: it is only starting
	SourceRegion  string
	SourceClass   string
	Call          *Call // nil: no call is made
}

// From sets through which domain the leg came.
func (v *Visit) From(n *Network, d DomainID) {
	v.Arrival = d
	if d != None {
		v.ArrivalRegion, v.ArrivalClass = n.Domains[d].Region, n.Domains[d].Class
	}
}

// Holds judges everything but Sources. maybe: it turns on the arrival, which
// is not known.
func (m *Match) Holds(v *Visit) (holds, maybe bool) {
	if m.Arrival != nil || m.ArrivalRegions != nil || m.ArrivalClasses != nil {
		if v.Arrival == None {
			maybe = true
		} else if m.Arrival != nil && !slices.Contains(m.Arrival, v.Arrival) ||
			m.ArrivalRegions != nil && !slices.Contains(m.ArrivalRegions, v.ArrivalRegion) ||
			m.ArrivalClasses != nil && !slices.Contains(m.ArrivalClasses, v.ArrivalClass) {
			return false, false
		}
	}
	if m.At != nil && !slices.Contains(m.At, v.At) {
		return false, false
	}
	if m.SourceRegions != nil && !slices.Contains(m.SourceRegions, v.SourceRegion) ||
		m.SourceClasses != nil && !slices.Contains(m.SourceClasses, v.SourceClass) {
		return false, false
	}
	if c := v.Call; c == nil {
		if m.OfCall() {
			return false, false
		}
	} else if !m.holdsCall(c) {
		return false, false
	}
	return true, maybe
}

// OfCall reports whether the condition speaks of the call.
func (m *Match) OfCall() bool {
	return m.Schemes != nil || m.Hosts != nil || m.Methods != nil || m.Paths != nil ||
		m.HostForms != nil || m.PathForms != nil || m.Stages != nil || m.Apps != nil || m.Credentials != nil || m.Requests != nil || m.NotRequests != nil
}

func (m *Match) holdsCall(c *Call) bool {
	in := func(list []string, s string) bool { return list == nil || slices.Contains(list, s) }
	return in(m.Schemes, c.Scheme) && in(m.Stages, c.Stage) && in(m.Apps, c.App) &&
		in(m.Credentials, c.Credential) &&
		(m.Methods == nil || slices.Contains(m.Methods, "ANY") || slices.Contains(m.Methods, c.Method)) &&
		(m.Hosts == nil || slices.ContainsFunc(m.Hosts, func(p string) bool { return HostMatches(p, c.Host) })) &&
		(m.Paths == nil || slices.ContainsFunc(m.Paths, func(p string) bool { return PathMatches(p, c.Path) })) &&
		(m.HostForms == nil || formed(m.HostForms, c.Host)) && (m.PathForms == nil || formed(m.PathForms, c.Path)) &&
		(m.Requests == nil || slices.ContainsFunc(m.Requests, func(p string) bool { return Wildcard(p, c.request()) })) &&
		!slices.ContainsFunc(m.NotRequests, func(p string) bool { return Wildcard(p, c.request()) })
}

func formed(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Wildcard(p, text) })
}

// request is a call as patterns of requests see it.
func (c *Call) request() string {
	return c.Stage + "/" + c.Method + "/" + strings.TrimPrefix(c.Path, "/")
}

// Wildcard reports whether a text has the form of a pattern: * stands for any
// text, also none, and ? for one character.
func Wildcard(pattern, text string) bool {
	star, from := -1, 0 // the last * met, and where what it stands for ends
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			from++
			p, t = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// HostMatches reports whether a host pattern covers a host. "*.x" covers names
// one label below x.
func HostMatches(pattern, host string) bool {
	rest, wild := strings.CutPrefix(pattern, "*.")
	if !wild {
		return pattern == host
	}
	label, tail, ok := strings.Cut(host, ".")
	return ok && label != "" && tail == rest
}

// PathMatches reports whether a path pattern covers a path. A segment "{}"
// stands for any one segment, and a last segment "**" for any rest, also an
// empty one: all below, and not what it is below of.
func PathMatches(pattern, path string) bool {
	for {
		p, prest, pmore := strings.Cut(pattern, "/")
		if p == "**" && !pmore {
			return true
		}
		s, srest, smore := strings.Cut(path, "/")
		if p != s && !(p == "{}" && s != "") {
			return false
		}
		if !pmore || !smore {
			return pmore == smore
		}
		pattern, path = prest, srest
	}
}
