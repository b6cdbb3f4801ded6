package reachability

import (
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// maxBoxes bounds the boxes that the answer to one check may make. A question
// that needs more is answered unknown, not slowly.
const maxBoxes = 200_000

// maxRelays bounds the relays that packets go through, one behind the other.
const maxRelays = 16

// Answer is what became of all packets of a check's questions, under one
// reading of the network's switches.
type Answer struct {
	Net  *fabric.Network
	Legs []*Leg // the first leg of each question; the others hang on these
	// Refused: a question could not be put.
	Refused *fabric.Refusal
	// Consulted are the switches that the answer turns on.
	Consulted []fabric.SwitchID

	numbers  int
	boxes    int
	out      outcome
	checkups map[*fabric.Backend]*checkup
}

// Leg is one connection and what became of its packets.
type Leg struct {
	fabric.Leg
	Number int
	// Asked are all headers of the leg's first packets. The boxes of the Pieces
	// of one way are disjoint, and together they are these.
	Asked  []packet.Box
	Pieces []Piece
	// After and Via are the relay that made the leg; nil: a question did.
	After  *fabric.Listener
	Via    *fabric.Service
	before *Leg // that the relay made it for
	depth  int  // how many relays lie before it
}

// Piece is a set of headers with one fate, and how it came about. Where tables
// use several routes side by side, it is the headers on one way, and there is
// another Piece for each other way: all ways must pass.
type Piece struct {
	Box  packet.Box
	Next []*Leg // what its relay started: it chooses one, so each must pass
	own  outcome
	all  outcome
	path *trail
}

// Verdict is what becomes of the piece's packets, the legs behind included.
func (p *Piece) Verdict() Verdict { return p.all.verdict() }

// OwnVerdict is what becomes of the piece's packets on this leg.
func (p *Piece) OwnVerdict() Verdict { return p.own.verdict() }

// Steps are what the piece's packets met on this leg, there and back.
func (p *Piece) Steps() []Step { return p.path.steps() }

// Verdict is the verdict over all packets.
func (a *Answer) Verdict() Verdict {
	if a.OverBudget() {
		return Unknown
	}
	return a.out.verdict()
}

// OverBudget reports whether the questions take more boxes than are allowed.
func (a *Answer) OverBudget() bool { return a.boxes > maxBoxes }

func (a *Answer) spend(n int) { a.boxes += n }

func (a *Answer) consult(s fabric.SwitchID) {
	if !slices.Contains(a.Consulted, s) {
		a.Consulted = append(a.Consulted, s)
	}
}

// Solve answers the questions of one check together: all of them must be
// reachable.
func Solve(n *fabric.Network, questions []fabric.Question) *Answer {
	a := &Answer{Net: n}
	for i := range questions {
		a.ask(&questions[i])
	}
	return a
}

func (a *Answer) ask(q *fabric.Question) {
	if q.Refused != nil {
		a.refuse(q.Refused)
		return
	}
	to := q.To
	if q.Name != fabric.None && to == nil {
		seen := a.Net.Names[q.Name].SeenFrom(a.Net.Segments[a.Net.Interfaces[q.From.Via[0].Interface].Segment].Domain)
		to = seen.Answers
		for _, s := range seen.Switches {
			a.consult(s)
		}
		if len(to) == 0 {
			a.refuse(unanswered(&a.Net.Names[q.Name], seen))
			return
		}
	}
	ports := q.SourcePorts
	if ports == nil {
		ports = []packet.Ports{packet.ClientPorts()}
	}
	for _, t := range to {
		for _, c := range choices(q.From, within(a.Net.Interfaces[t].Addresses, q.Destination)) {
			leg := &Leg{Leg: fabric.Leg{
				From: c.via, Start: fabric.None, To: t, Name: q.Name, Target: q.Target, Call: q.Call,
			}}
			sources := within(a.Net.Interfaces[c.via].Addresses, q.Source)
			leg.Asked = headers(sources, c.destinations, q.Service, ports)
			if len(leg.Asked) == 0 {
				continue
			}
			a.Legs = append(a.Legs, leg)
			a.out |= a.solve(leg)
		}
	}
}

// refuse notes why a question cannot be put.
func (a *Answer) refuse(r *fabric.Refusal) {
	a.Refused = r
	if r.Unknown() {
		a.out |= unsure
	} else {
		a.out |= fails
	}
}

// unanswered is why a name leads nowhere at all.
func unanswered(name *fabric.Name, seen *fabric.View) *fabric.Refusal {
	for i := range seen.Gates {
		if r := seen.Gates[i].Refusal; r != nil {
			return r
		}
	}
	return &fabric.Refusal{
		Element: name.Element, Code: fabric.CodeEmpty, Kind: diag.KindName,
		Summary: "the name " + name.Host + " leads to nothing", Needed: "something that the name leads to",
	}
}

// solve follows a leg, and the legs that its relays start.
func (a *Answer) solve(leg *Leg) outcome {
	if len(leg.Asked) == 0 {
		return unsure // no packet of one family with both ends
	}
	a.numbers++
	leg.Number = a.numbers
	if leg.depth > maxRelays {
		a.spend(maxBoxes + 1) // they stand in a circle
		return unsure
	}
	w := newWalk(a.Net, leg.Leg, a)
	a.spend(len(leg.Asked))
	flows := w.run(leg.Asked)
	behind := map[*fabric.Backend][]*Leg{}
	var onwards []*Leg
	var all outcome
	for i := range flows {
		f := &flows[i]
		p := Piece{Box: f.box, own: f.fate(), path: f.trail}
		p.all = p.own
		if f.onward != nil && !a.OverBudget() {
			p.Next = append(p.Next, a.onwards(leg, f, &onwards))
		}
		for _, b := range f.relay {
			if len(b.To) == 0 || a.OverBudget() {
				continue
			}
			next, ok := behind[b]
			if !ok {
				next = a.behind(leg, f, b)
				behind[b] = next
			}
			p.Next = append(p.Next, next...)
		}
		// The relay chooses one of the legs: what becomes of the packets is what
		// becomes of any of them (ruling 18).
		var chosen outcome
		for _, n := range p.Next {
			chosen |= n.fate()
		}
		if len(p.Next) > 0 {
			p.all = p.own.then(chosen)
		}
		all |= p.all
		leg.Pieces = append(leg.Pieces, p)
	}
	return all
}

// behind solves the legs to a backend.
func (a *Answer) behind(before *Leg, f *flow, b *fabric.Backend) []*Leg {
	var legs []*Leg
	for _, to := range b.To {
		sources := a.Net.Interfaces[b.From].Addresses
		if b.Keeps {
			sources = before.sources()
		}
		leg := &Leg{
			Leg: fabric.Leg{
				From: b.From, Start: b.Start, To: to, Name: fabric.None, Target: fabric.None, Call: b.CallFor(before.Call),
				Back: b.Back, Keeps: b.Keeps, Client: before.Origin(), Known: b.Known, Hairpin: b.HairpinAt(to, before.Origin()), Carried: b.Carries,
			},
			Asked: headers(sources, a.Net.Interfaces[to].Addresses, b.Service, []packet.Ports{packet.ClientPorts()}),
			After: f.after, Via: f.via, before: before, depth: before.depth + 1,
		}
		a.solve(leg)
		legs = append(legs, leg)
	}
	return legs
}

// sources are the addresses that the leg's packets come from.
func (l *Leg) sources() []fabric.Address {
	var out []fabric.Address
	for _, b := range l.Asked {
		s := fabric.Address{Family: b.Family, Addrs: b.Source}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Verdict is what becomes of the leg's packets, the legs behind included.
func (l *Leg) Verdict() Verdict { return l.fate().verdict() }

func (l *Leg) fate() outcome {
	if len(l.Pieces) == 0 {
		return unsure
	}
	var all outcome
	for i := range l.Pieces {
		all |= l.Pieces[i].all
	}
	return all
}

// walkLegs calls yield with legs and every leg behind them, each once, in the
// order of their numbers.
func walkLegs(legs []*Leg, yield func(*Leg)) {
	seen := map[*Leg]bool{}
	var visit func(*Leg)
	visit = func(l *Leg) {
		if seen[l] {
			return
		}
		seen[l] = true
		yield(l)
		for i := range l.Pieces {
			for _, n := range l.Pieces[i].Next {
				visit(n)
			}
		}
	}
	for _, l := range legs {
		visit(l)
	}
}

// AllLegs returns every leg of the answer in the order of their numbers.
func (a *Answer) AllLegs() []*Leg {
	var legs []*Leg
	walkLegs(a.Legs, func(l *Leg) { legs = append(legs, l) })
	return legs
}
