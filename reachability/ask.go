package reachability

import (
	"fmt"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// Inquiry is a query for a name, and what became of it: whoever sends it asks one
// address of the resolver after the other, until one answers.
type Inquiry struct {
	*fabric.Ask
	// Legs are those that are told: to the address that answers, or, where none
	// does for all that is sent, to all of them.
	Legs []*Leg

	senders []sender
}

// sender are the attempts of one that sends the query, in turn.
type sender []attempt

// attempt are the legs to one address of the resolver: one, but for addresses
// that are chosen.
type attempt []*Leg

// asking is what makes a query another one.
type asking struct {
	ask  *fabric.Ask
	from fabric.InterfaceID
	only string // of its addresses
}

// inquire sends the queries that a name takes.
func (a *Answer) inquire(q *fabric.Question, name *fabric.Name, asks []fabric.Ask) []*Inquiry {
	var out []*Inquiry
	for i := range asks {
		key := asking{ask: &asks[i], from: fabric.None}
		if asks[i].SentBy() {
			key.from, key.only = q.From.AskerOf(), fmt.Sprint(q.Source)
		}
		n, ok := a.asked[key]
		if !ok {
			if a.asked == nil {
				a.asked = map[asking]*Inquiry{}
			}
			n = a.query(q, name, &asks[i])
			a.asked[key] = n
			a.queries = append(a.queries, n)
		}
		out = append(out, n)
	}
	return out
}

// query sends one query, by everybody who may send it.
func (a *Answer) query(q *fabric.Question, name *fabric.Name, ask *fabric.Ask) *Inquiry {
	n := &Inquiry{Ask: ask}
	if ask.SentBy() {
		n.send(a, name, func(to fabric.InterfaceID) attempt {
			var legs attempt
			for _, c := range choices(q.From, a.Net.Interfaces[to].Addresses) {
				legs = append(legs, a.attempt(n, c.via, to, within(a.Net.Interfaces[c.via].Addresses, q.Source), c.destinations))
			}
			return legs
		})
		return n
	}
	for _, from := range ask.From {
		n.send(a, name, func(to fabric.InterfaceID) attempt {
			return attempt{a.attempt(n, from, to, a.Net.Interfaces[from].Addresses, a.Net.Interfaces[to].Addresses)}
		})
	}
	return n
}

// send has one sender ask the addresses of the resolver in turn.
func (n *Inquiry) send(a *Answer, name *fabric.Name, attempts func(fabric.InterfaceID) attempt) {
	var s sender
	notes := []Step{noteStep(n.Element, "asks for "+name.Host)}
	for _, to := range n.To {
		t := attempts(to)
		for _, leg := range t {
			leg.notes = notes
			a.solve(leg)
		}
		s = append(s, t)
		if t.fate() == passes {
			n.Legs = append(n.Legs, t...)
			n.senders = append(n.senders, s)
			return
		}
		why := "does not answer"
		if code := (&checkup{legs: t}).code(); code != "" {
			why += " (" + code + ")"
		}
		notes = append(notes, noteStep(a.Net.Interfaces[to].Element, why+", so the next is asked"))
	}
	for _, t := range s {
		n.Legs = append(n.Legs, t...)
	}
	n.senders = append(n.senders, s)
}

// noteStep is a step of a query that decides nothing.
func noteStep(e fabric.Element, says string) Step {
	return Step{Kind: AtName, Element: e, Says: says, Table: fabric.None, Link: fabric.None}
}

func (a *Answer) attempt(n *Inquiry, from, to fabric.InterfaceID, sources, destinations []fabric.Address) *Leg {
	return &Leg{
		Leg:   fabric.Leg{From: from, Start: fabric.None, To: to, Name: fabric.None, Target: fabric.None},
		Asked: headers(sources, destinations, n.Service, []packet.Ports{packet.ClientPorts()}),
		of:    n,
	}
}

// fate is what becomes of an attempt: all of its legs have to pass.
func (t attempt) fate() outcome {
	if len(t) == 0 {
		return unsure
	}
	var all outcome
	for _, leg := range t {
		all |= leg.fate()
	}
	return all
}

// answered takes into the leg's pieces what became of the queries for its name.
func (l *Leg) answered() outcome {
	var all outcome
	for i := range l.Pieces {
		p := &l.Pieces[i]
		for _, n := range l.Asks {
			p.all = n.outcome(l.From, &p.Box).then(p.all)
		}
		all |= p.all
	}
	return all
}

// outcome is what becomes of the query for what an interface sends in a box.
func (n *Inquiry) outcome(from fabric.InterfaceID, b *packet.Box) outcome {
	var all outcome
	for _, s := range n.senders {
		for _, r := range s.parts(from, b) {
			got := fails
			for _, t := range s {
				got = got.either(t.over(from, b.Family, r))
			}
			all |= got
		}
	}
	return all
}

// maxParts bounds the parts that the senders of queries are told apart by.
const maxParts = 400

// parts are the source addresses of a box, parted where the fates of queries from
// there differ.
func (s sender) parts(from fabric.InterfaceID, b *packet.Box) []packet.Addrs {
	parts := []packet.Addrs{b.Source}
	for _, t := range s {
		for _, leg := range t {
			for i := range leg.Pieces {
				source := leg.Pieces[i].Box.Source
				if leg.From != from || leg.Pieces[i].Box.Family != b.Family || len(parts) > maxParts {
					continue
				}
				for j := len(parts) - 1; j >= 0; j-- {
					if both, ok := parts[j].Intersect(source); ok && both != parts[j] {
						parts = append(cut(parts, j, both), both)
					}
				}
			}
		}
	}
	return parts
}

// over is what becomes of an attempt from some addresses of an interface; of
// anybody else's it is told as a whole.
func (t attempt) over(from fabric.InterfaceID, f packet.Family, r packet.Addrs) outcome {
	var all outcome
	for _, leg := range t {
		var own outcome
		for i := range leg.Pieces {
			if p := &leg.Pieces[i]; leg.From == from && p.Box.Family == f && p.Box.Source.Overlaps(r) {
				own |= p.all
			}
		}
		if own == 0 {
			own = leg.fate()
		}
		all |= own
	}
	if all == 0 {
		return unsure
	}
	return all
}

// either is the outcome of packets for which one of o and next must pass.
func (o outcome) either(next outcome) outcome {
	switch {
	case o == passes || next == passes:
		return passes
	case o == fails:
		return next
	case next == fails:
		return o
	}
	return o | next
}

// untold are the legs of queries that others were asked instead of.
func (a *Answer) untold() []*Leg {
	told := map[*Leg]bool{}
	var out []*Leg
	for _, n := range a.queries {
		for _, leg := range n.Legs {
			told[leg] = true
		}
		for _, s := range n.senders {
			for _, t := range s {
				for _, leg := range t {
					if !told[leg] {
						out = append(out, leg)
					}
				}
			}
		}
	}
	return out
}

// Queries are those that were sent, in order: for one name in the ways that its
// askers have.
func (a *Answer) Queries() []*Inquiry { return a.queries }

// askedFirst are the legs of queries: those that are sent first, those behind
// them, and so on.
func (a *Answer) askedFirst() [][]*Leg {
	var out [][]*Leg
	seen := map[*Inquiry]bool{}
	add := func(at int, n *Inquiry) {
		if seen[n] {
			return
		}
		seen[n] = true
		for len(out) <= at {
			out = append(out, nil)
		}
		out[at] = append(out[at], n.Legs...)
	}
	for _, leg := range a.Legs {
		for i, n := range leg.Asks {
			add(i, n)
		}
	}
	for i, n := range a.queries { // of names that lead nowhere
		add(i, n)
	}
	return out
}

// settled reports whether the query is answered for all that its senders send,
// so that nothing that single addresses of the resolver do not answer is in the
// way.
func (n *Inquiry) settled() bool {
	for _, s := range n.senders {
		for _, t := range s {
			for _, leg := range t {
				for i := range leg.Pieces {
					if n.outcome(leg.From, &leg.Pieces[i].Box) != passes {
						return false
					}
				}
			}
		}
	}
	return true
}

// resolverSymptom is what somebody sees whose query does not get through.
func resolverSymptom(s diag.Symptom) diag.Symptom {
	if s == "" {
		return ""
	}
	return fabric.SymptomResolver
}
