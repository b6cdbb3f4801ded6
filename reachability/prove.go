package reachability

import (
	"cmp"
	"maps"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// Scenario is what a check is proved on: it is lowered anew for each reading.
type Scenario interface {
	// Lower gives the network under a reading, and the check's questions on it.
	Lower(fabric.Reading) (*fabric.Network, []fabric.Question)
}

// Check is what is claimed.
type Check struct {
	Expect Verdict
	Demand Demand
}

// Proof is the answer to a check.
type Proof struct {
	Verdict Verdict
	Pass    bool
	// Because is why the check does not hold; empty if it does.
	Because diag.Code
	// Answer is the evidence: of the first reading that gives the verdict, or,
	// where readings differ, of the first of all.
	Answer      *Answer
	Obstacles   []Obstacle
	Assumptions []Assumption
	// Turns is the switch on which an unknown verdict turns, and what each of
	// its readings gives; else nil.
	Turns *Turn
}

// Assumption is a switch that the verdict consulted.
type Assumption struct {
	fabric.Switch
	// Indifferent: the verdict is the same in every reading.
	Indifferent bool
}

// Turn is a switch whose readings give different verdicts.
type Turn struct {
	fabric.Switch
	Gives []string // for each of Values, the verdict
}

// maxReadings bounds the readings that are tried for one check.
const maxReadings = 64

// Prove answers a check in every reading of the open switches that its answer
// turns on. An error is a bug: solver and tracer disagree.
func Prove(s Scenario, c Check, codes *diag.Registry) (*Proof, error) {
	x := explorer{scenario: s, check: c, codes: codes, solved: map[string]*leaf{}}
	root := x.explore(fabric.Reading{})
	if x.err != nil {
		return nil, x.err
	}
	p := &Proof{Answer: root[0].answer, Verdict: root[0].verdict}
	if x.readings > maxReadings {
		p.Verdict, p.Because = Unknown, fabric.CodeBudget
	}
	met := true
	for _, l := range root {
		met = met && l.met
		if l.verdict != root[0].verdict || l.met != root[0].met {
			p.Verdict = Unknown
		}
	}
	if p.Verdict == Unknown && root[0].verdict != Unknown && p.Because == "" {
		p.Turns = x.turn
	}
	if met && c.Expect != Unreachable && p.Verdict != Unreachable && slices.ContainsFunc(root, func(l *leaf) bool { return !l.stated }) {
		p.Verdict = Unknown
	}
	p.Obstacles = p.Answer.Obstacles(c.Demand, codes)
	p.Assumptions = assumptions(root, p.Turns)
	p.judge(c, met)
	return p, nil
}

// leaf is the answer in one reading.
type leaf struct {
	answer  *Answer
	verdict Verdict
	met     bool // the demand is, as far as is stated
	stated  bool // what the links carry that it asks about
}

type explorer struct {
	scenario Scenario
	check    Check
	codes    *diag.Registry
	solved   map[string]*leaf
	readings int
	turn     *Turn
	err      error
}

// explore tries the readings below r, and returns what they give.
func (x *explorer) explore(r fabric.Reading) []*leaf {
	l := x.solve(r)
	if x.err != nil {
		return []*leaf{l}
	}
	for _, s := range l.answer.open() {
		if _, set := r[s.ID]; set {
			continue
		}
		if x.readings > maxReadings {
			return []*leaf{l}
		}
		var all []*leaf
		var gives []string
		for v := range s.Values {
			below := maps.Clone(r)
			below[s.ID] = v
			leaves := x.explore(below)
			all = append(all, leaves...)
			gives = append(gives, tell(leaves))
		}
		if slices.ContainsFunc(gives, func(g string) bool { return g != gives[0] }) {
			x.turn = &Turn{Switch: *s, Gives: gives}
		}
		return all
	}
	return []*leaf{l}
}

// tell is what leaves give, in a word or two.
func tell(leaves []*leaf) string {
	first := leaves[0].String()
	for _, l := range leaves {
		if l.String() != first {
			return "unknown"
		}
	}
	return first
}

func (l *leaf) String() string {
	if l.verdict == Reachable && !l.met {
		return "reachable, without the bandwidth"
	}
	return l.verdict.String()
}

func (x *explorer) solve(r fabric.Reading) *leaf {
	key := r.Key()
	if l, ok := x.solved[key]; ok {
		return l
	}
	x.readings++
	net, questions := x.scenario.Lower(r)
	a := Solve(net, questions)
	l := &leaf{answer: a, verdict: a.Verdict(), met: true, stated: true}
	for _, leg := range a.AllLegs() {
		met, stated := leg.meets(net, x.check.Demand)
		l.met, l.stated = l.met && met, l.stated && stated
	}
	if err := replay(a); err != nil && x.err == nil {
		x.err = err
	}
	x.solved[key] = l
	return l
}

// meets reports whether every link that the leg crosses meets the demand, as far
// as is stated what they carry.
func (l *Leg) meets(n *fabric.Network, d Demand) (met, stated bool) {
	met, stated = true, true
	for i := range l.Pieces {
		for t := l.Pieces[i].path; t != nil; t = t.before {
			if t.Link == fabric.None {
				continue
			}
			r := d.unmet(&n.Links[t.Link])
			met, stated = met && (r == nil || r.Unknown()), stated && !r.Unknown()
		}
	}
	return met, stated
}

// open returns the open switches that an answer consulted, by ID.
func (a *Answer) open() []*fabric.Switch {
	var open []*fabric.Switch
	for _, id := range a.Consulted {
		if s := &a.Net.Switches[id]; s.Open() {
			open = append(open, s)
		}
	}
	slices.SortFunc(open, func(a, b *fabric.Switch) int { return cmp.Compare(a.ID, b.ID) })
	return open
}

// assumptions collects the switches that any reading consulted.
func assumptions(leaves []*leaf, turns *Turn) []Assumption {
	found := map[string]Assumption{}
	for _, l := range leaves {
		for _, id := range l.answer.Consulted {
			s := l.answer.Net.Switches[id]
			if _, ok := found[s.ID]; ok {
				continue
			}
			found[s.ID] = Assumption{
				Switch:      s,
				Indifferent: s.Open() && turns == nil,
			}
		}
	}
	out := slices.Collect(maps.Values(found))
	slices.SortFunc(out, func(a, b Assumption) int {
		return cmp.Or(cmp.Compare(a.Ruling, b.Ruling), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// judge compares the verdict with what the check expects.
func (p *Proof) judge(c Check, met bool) {
	p.Pass = p.Verdict == c.Expect
	if p.Pass && (c.Expect == Reachable || c.Expect == Partial) && !met {
		p.Pass = false
	}
	switch {
	case p.Pass:
		p.Because = ""
	case p.Because != "":
	case p.Verdict == Unknown:
		p.Because = p.whyUnknown()
	case c.Expect == Unknown:
		p.Because = fabric.CodeIsDecided
	case p.Verdict == Unreachable, c.Expect == Reachable:
		p.Because = p.first()
	case p.Verdict == Partial:
		p.Because = fabric.CodeIsPartial
	default:
		p.Because = fabric.CodeIsReachable
	}
}

// first is the code of the first obstacle: of those that stop packets, if any
// does.
func (p *Proof) first() diag.Code {
	for _, o := range p.Obstacles {
		if o.Kind != diag.KindCapacity && !o.Unknown() {
			return o.Code
		}
	}
	for _, o := range p.Obstacles {
		return o.Code
	}
	return fabric.CodeNoRoute
}

func (p *Proof) whyUnknown() diag.Code {
	if p.Turns != nil {
		return p.Turns.Code
	}
	if p.Answer.OverBudget() {
		return fabric.CodeBudget
	}
	for _, o := range p.Obstacles {
		if o.Unknown() {
			return o.Code
		}
	}
	return fabric.CodeBudget
}
