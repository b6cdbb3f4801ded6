package reachability

import "netsim/topology/fabric"

// Fate is what becomes of the packets of one piece on its leg, and what decided
// that.
type Fate struct {
	// Stage counts from 1: the legs that were asked about, those that their
	// relays start, those behind these.
	Stage int
	Leg   *Leg
	Piece *Piece
	// Decisive is the step that stopped the packets, or that leaves open what
	// becomes of them: the first. Of packets that pass it is the last step at
	// which they parted from others, of the same stage, that do not; where none
	// do not, or nothing but the ends differs, it is the last rule that let them
	// pass.
	Decisive *Step
}

// Fates tells what becomes of every piece of an answer, stage by stage. The
// queries for names come before what is sent by these.
func (a *Answer) Fates() []Fate {
	var out []Fate
	seen := map[*Leg]bool{}
	stage := 0
	for _, asked := range a.askedFirst() {
		for len(asked) > 0 {
			stage++
			asked = fatesOf(stage, asked, seen, &out)
		}
	}
	for legs := a.Legs; len(legs) > 0; {
		stage++
		legs = fatesOf(stage, legs, seen, &out)
	}
	return out
}

// fatesOf adds the fates of a stage, and returns the legs of the next.
func fatesOf(stage int, legs []*Leg, seen map[*Leg]bool, out *[]Fate) []*Leg {
	p := parting{ids: map[*trail]int{}, index: map[link]int{}, stopped: map[int]bool{}}
	for _, leg := range legs {
		p.note(leg)
	}
	var next []*Leg
	for _, leg := range legs {
		for i := range leg.Pieces {
			piece := &leg.Pieces[i]
			*out = append(*out, Fate{Stage: stage, Leg: leg, Piece: piece, Decisive: p.decisive(piece)})
			for _, n := range piece.Next {
				if !seen[n] {
					seen[n] = true
					next = append(next, n)
				}
			}
		}
	}
	return next
}

// parting finds where trails part. A trail has the number of a position in the
// tree of all trails: two that tell the same up to a step have one number there.
type parting struct {
	ids     map[*trail]int
	index   map[link]int
	stopped map[int]bool // on the trail of packets that do not pass
}

// link is one step in the tree of trails.
type link struct {
	before    int
	direction Direction
	kind      StepKind
	table     fabric.TableID
	choice    int32
	element   fabric.Element
	place     fabric.Element
	refused   bool
}

// id is the number of a trail. Trails share their beginnings, so the numbers of
// those are kept.
func (p *parting) id(t *trail) int {
	var fresh []*trail
	id := 0
	for ; t != nil; t = t.before {
		if known, ok := p.ids[t]; ok {
			id = known
			break
		}
		fresh = append(fresh, t)
	}
	for i := len(fresh) - 1; i >= 0; i-- {
		t := fresh[i]
		l := link{
			before: id, direction: t.Direction, kind: t.Kind, table: t.Table, choice: t.Choice, element: t.Element, refused: t.Refusal != nil,
		}
		if t.Place != nil {
			l.place = *t.Place
		}
		var ok bool
		if id, ok = p.index[l]; !ok {
			id = len(p.index) + 1
			p.index[l] = id
		}
		p.ids[t] = id
	}
	return id
}

// note takes in the trails of a leg's packets that do not pass.
func (p *parting) note(leg *Leg) {
	for i := range leg.Pieces {
		if leg.Pieces[i].own == passes {
			continue
		}
		for t := leg.Pieces[i].path; t != nil; t = t.before {
			id := p.id(t)
			if p.stopped[id] {
				break
			}
			p.stopped[id] = true
		}
	}
}

func (p *parting) decisive(piece *Piece) *Step {
	if piece.own != passes {
		return piece.stop()
	}
	var parted *trail
	for t := piece.path; t != nil && !p.stopped[p.id(t)]; t = t.before {
		parted = t
	}
	if parted != nil && parted.Kind != AtStart {
		return &parted.Step
	}
	return piece.lastRule()
}

// stop is the first step that certainly stops the piece's packets; where none
// does, the first of which it is not known.
func (p *Piece) stop() *Step {
	var found *Step
	for t := p.path; t != nil; t = t.before {
		if t.Refusal != nil && t.Refusal.Unknown() == (p.own == unsure) {
			found = &t.Step
		}
	}
	return found
}

// lastRule is the last filter that let the packets in, or else what serves them,
// or else their last step.
func (p *Piece) lastRule() *Step {
	for _, kind := range [2]StepKind{AtFilter, AtServe} {
		for t := p.path; t != nil; t = t.before {
			if t.Kind == kind && t.Direction == Forward {
				return &t.Step
			}
		}
	}
	return &p.path.Step
}
