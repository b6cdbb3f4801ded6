package aws

import (
	"fmt"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// A policy is judged at each door by which calls arrive, by itself: what a condition
// asks about is the same for all calls there, but for the caller's address. So a
// statement comes to clauses: doors, addresses, and patterns of requests.
//
// Statements are judged one by one. Where two of them turn on the same thing that is
// not known, the answer is unknown, also where no value of it would let the call pass.

// door is by what calls arrive: a VPC endpoint, or what is public.
type door struct {
	endpoint *Endpoint // nil: public
	at       []fabric.InterfaceID
}

// policyUse is a policy that guards something.
type policyUse struct {
	*Policy
	label string // the resource policy of REST API orders
	at    diag.Range
	doors []door
	// requests are the patterns of requests that a Resource speaks of.
	requests func(resource string) ([]string, truth)
	// signed: the caller is somebody whom netsim does not know; else anonymous.
	signed bool
	// others: who is neither allowed nor denied here may be allowed elsewhere.
	others bool
	// refusals of a statement that denies, and where none allows.
	denied, unallowed fabric.Refusal
}

// area is a part of the calls: headers (nil: all) and requests; none: no call.
type area struct {
	none        bool
	sources     []packet.Box
	requests    []string
	notRequests []string
}

// reach is where a statement holds: at some doors for certain, and where what it
// asks about is open perhaps.
type reach struct {
	certain, possible []fabric.Match
}

// gates judge a call by a policy: an explicit deny goes before an allow, and what
// nothing allows is denied (sheet d4; H). The second gate tells what is open about
// a deny, so that it makes no call unknown that is refused in any case.
func (u *policyUse) gates() []fabric.Gate {
	e := fabric.Element{Label: u.label, At: u.at}
	decided, doubts := fabric.Gate{Element: e}, fabric.Gate{Element: e}
	var maybe []fabric.GateClause
	for n, s := range u.Statements {
		if s.Effect.V != effectDeny {
			continue
		}
		clause := u.clause(s, n)
		r := u.reach(s)
		for _, m := range r.certain {
			denied := u.denied
			denied.Element = clause.Element
			denied.Summary = clause.Label + " denies it"
			decided.Clauses = append(decided.Clauses, with(clause, m, "", &denied))
			doubts.Clauses = append(doubts.Clauses, with(clause, m, "it denies, which is told already", nil))
		}
		for _, m := range r.possible {
			maybe = append(maybe, with(clause, m, "", u.unsure(clause.Element)))
		}
	}
	var doubtful []fabric.GateClause
	for n, s := range u.Statements {
		if s.Effect.V != effectAllow {
			continue
		}
		clause := u.clause(s, n)
		r := u.reach(s)
		for _, m := range r.certain {
			decided.Clauses = append(decided.Clauses, with(clause, m, clause.Label+" allows it", nil))
		}
		for _, m := range r.possible {
			doubtful = append(doubtful, with(clause, m, "", u.unsure(clause.Element)))
		}
	}
	if u.others {
		decided.Clauses = append(decided.Clauses, fabric.GateClause{Element: e, Says: "it does not deny it"})
	} else {
		decided.Clauses = append(decided.Clauses, doubtful...)
		decided.Refusal = u.nothingAllows(e)
	}
	if len(maybe) == 0 {
		return []fabric.Gate{decided}
	}
	doubts.Clauses = append(append(doubts.Clauses, maybe...), fabric.GateClause{Element: e, Says: "it does not deny it"})
	return []fabric.Gate{decided, doubts}
}

func (u *policyUse) nothingAllows(e fabric.Element) *fabric.Refusal {
	r := u.unallowed
	r.Element = e
	if r.Summary == "" {
		r.Summary = "no statement of " + u.label + " allows it"
	}
	return &r
}

func (u *policyUse) clause(s *Statement, n int) fabric.GateClause {
	label := fmt.Sprintf("statement %d of %s", n+1, u.label)
	if s.SID.Present() {
		label = fmt.Sprintf("statement %d (%s) of %s", n+1, s.SID.V, u.label)
	}
	return fabric.GateClause{Element: fabric.Element{Label: label, At: s.Node.Range}}
}

func with(c fabric.GateClause, m fabric.Match, says string, r *fabric.Refusal) fabric.GateClause {
	c.Match, c.Says, c.Refusal = m, says, r
	return c
}

func (u *policyUse) unsure(e fabric.Element) *fabric.Refusal {
	return &fabric.Refusal{
		Element: e, Code: CodePolicyCondition, Kind: diag.KindUnknown,
		Summary: "whether " + e.Label + " holds turns on what netsim does not know of the call",
		Needed:  "conditions on aws:SourceVpce, aws:SourceVpc, aws:VpcSourceIp or aws:SourceIp, and ids and accounts that are written",
	}
}

// reach is where a statement holds. Places that it treats alike are one match.
func (u *policyUse) reach(s *Statement) reach {
	about := min(u.concerns(s), actsOn(s))
	if about == never {
		return reach{}
	}
	certain, possible := u.asked(s)
	var r reach
	for _, p := range u.doors {
		here, doubtful := p.judge(s)
		if about == surely && !here.none && !certain.none {
			r.certain = join(r.certain, p, here.sources, certain)
		}
		if !doubtful.none && !possible.none {
			r.possible = join(r.possible, p, doubtful.sources, possible)
		}
	}
	if slices.EqualFunc(r.certain, r.possible, sameMatch) {
		r.possible = nil
	}
	return r
}

func join(list []fabric.Match, p door, sources []packet.Box, asked area) []fabric.Match {
	m := fabric.Match{At: slices.Clone(p.at), Sources: sources, Requests: asked.requests, NotRequests: asked.notRequests}
	for i := range list {
		if sameButAt(list[i], m) {
			list[i].At = append(list[i].At, p.at...)
			return list
		}
	}
	return append(list, m)
}

func sameButAt(a, b fabric.Match) bool {
	return (a.Sources == nil) == (b.Sources == nil) && slices.Equal(a.Sources, b.Sources) &&
		slices.Equal(a.Requests, b.Requests) && slices.Equal(a.NotRequests, b.NotRequests)
}

func sameMatch(a, b fabric.Match) bool { return slices.Equal(a.At, b.At) && sameButAt(a, b) }

// concerns reports whether a statement is about the caller. Nobody knows who an
// anonymous caller is, so no name is his.
func (u *policyUse) concerns(s *Statement) truth {
	named, not := s.Principal.V, s.NotPrincipal.Present()
	if not {
		named = s.NotPrincipal.V
	}
	about := truthOf(named.Everybody)
	if !named.Everybody && u.signed && len(named.Named) > 0 {
		about = open
	}
	if not {
		return surely - about
	}
	return about
}

// invoke is what every call of an API does.
const invoke = "execute-api:invoke"

// actsOn reports whether a statement is about calls of APIs.
func actsOn(s *Statement) truth {
	names := func(list []value[string]) bool {
		return slices.ContainsFunc(list, func(v value[string]) bool { return fabric.Wildcard(strings.ToLower(v.V), invoke) })
	}
	if s.NotAction.Present() {
		return truthOf(!names(s.NotAction.V))
	}
	return truthOf(names(s.Action.V))
}

// asked are the requests that a statement is about: for certain, and perhaps.
func (u *policyUse) asked(s *Statement) (certain, possible area) {
	list, not := s.Resource.V, s.NotResource.Present()
	if not {
		list = s.NotResource.V
	}
	var sure, all []string
	for _, v := range list {
		patterns, about := u.requests(v.V)
		if variable(v.V) {
			patterns, about = []string{"*"}, open
		}
		if about != never {
			all = append(all, patterns...)
		}
		if about == surely {
			sure = append(sure, patterns...)
		}
	}
	if not {
		return area{notRequests: all, none: slices.Contains(all, "*")}, area{notRequests: sure, none: slices.Contains(sure, "*")}
	}
	return requested(sure), requested(all)
}

func requested(patterns []string) area {
	if slices.Contains(patterns, "*") {
		return area{}
	}
	return area{requests: patterns, none: len(patterns) == 0}
}
