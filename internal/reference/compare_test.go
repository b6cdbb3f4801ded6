package reference_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"netsim/internal/reference"
	"netsim/reachability"
	"netsim/reachability/tracer"
	"netsim/topology"
	"netsim/topology/alibaba"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// comparison asks solver, tracer and reference alike, and counts.
type comparison struct {
	readings int // of each check, besides the first

	checks, packets int
	wholes          int // answers of which every course was asked for
	fates           map[reference.Fate]int
	codes           map[diag.Code]int
	uncovered       map[string]int // what the reference does not answer, and how often
}

func newComparison(readings int) *comparison {
	return &comparison{
		readings: readings, fates: map[reference.Fate]int{}, codes: map[diag.Code]int{}, uncovered: map[string]int{},
	}
}

func (c *comparison) String() string {
	var codes, why []string
	for _, code := range slices.Sorted(maps.Keys(c.codes)) {
		codes = append(codes, fmt.Sprintf("%s %d", code, c.codes[code]))
	}
	for _, w := range slices.Sorted(maps.Keys(c.uncovered)) {
		why = append(why, fmt.Sprintf("%s: %d", w, c.uncovered[w]))
	}
	return fmt.Sprintf("%d answers to checks, %d of them whole, %d packets: %v\n%s\nnot compared:\n%s", c.checks, c.wholes, c.packets, c.fates, strings.Join(codes, ", "), strings.Join(why, "\n"))
}

// lacks reports whether nothing was stopped first by a code.
func (c *comparison) lacks(code diag.Code) bool { return c.codes[code] == 0 }

// written is a folder with one file in it.
type written string

const file = "scenario.yaml"

func (w written) ReadFile(path string) ([]byte, error) {
	if path != file {
		return nil, fs.ErrNotExist
	}
	return []byte(w), nil
}

var registry = topology.Codes()

// text compares on a scenario and its variants.
func (c *comparison) text(text string, seed uint64) error {
	return c.file(written(text), file, seed)
}

func (c *comparison) file(files scenario.Files, name string, seed uint64) error {
	f := topology.Load(files, name, registry)
	if f.Base == nil {
		return fmt.Errorf("it does not load: %v", f.Findings)
	}
	root, _, _ := scenario.Load(files, name)
	if err := c.model(f.Base, root, root, seed); err != nil {
		return err
	}
	for _, v := range f.Variants {
		edited, err := vary(root, v)
		if err != nil {
			return err
		}
		if err := c.model(v.Model, root, edited, seed); err != nil {
			return fmt.Errorf("variant %q: %w", v.Name.V, err)
		}
	}
	return nil
}

// vary is the tree of a variant.
func vary(root *scenario.Node, v *topology.Variant) (*scenario.Node, error) {
	for _, n := range root.Field("variants").Value.Items {
		if n.Field("name").Value.Text != v.Name.V {
			continue
		}
		edits, found := scenario.DecodeEdits(at(n, "set"), at(n, "remove"), at(n, "merge"))
		edited, _, more := scenario.Apply(root, edits)
		if found = append(found, more...); found.HasErrors() {
			return nil, fmt.Errorf("variant %q: %v", v.Name.V, found)
		}
		return edited, nil
	}
	return nil, fmt.Errorf("there is no variant %q", v.Name.V)
}

// model compares on a scenario that is read from an edited tree.
func (c *comparison) model(m *topology.Model, base, root *scenario.Node, seed uint64) error {
	s, err := reference.ReadEdited(base, root)
	if err != nil {
		c.uncovered[short(err)]++
		return nil
	}
	where := placesOf(root)
	for _, check := range m.Checks() {
		for i := range 1 + c.readings {
			reading := &settled{}
			if i > 0 {
				reading.seed = seed*10 + uint64(i)
			}
			a := asked{comparison: c, scenario: s, root: root, check: check.Name.V, settled: reading}
			a.walker = walker{
				places: where, from: check.From.V.Word, random: rand.New(rand.NewPCG(seed, uint64(i))),
				aws: s.OfAWS(),
			}
			if f := check.From.V.Ref.To; f != nil && f.Kind == alibaba.KindFunction {
				a.functions = map[string]string{"function " + f.Name: f.Ref()}
			}
			a.demand = reachability.Demand{Rate: int64(check.Demand.V), AcceptTest: check.AcceptTestBandwidth.V}
			a.net, a.answer = a.solve(m.Case(check))
			a.world = s.Under(a.reading)
			a.free, a.many = map[string]int{}, map[string]int{}
			if err := a.compare(); err != nil {
				return fmt.Errorf("%q, reading %v: %w", check.Name.V, a.read(), err)
			}
			if len(reading.switches) == 0 {
				break
			}
		}
	}
	return nil
}

// short is an error without the places in it.
func short(err error) string {
	_, what, ok := strings.Cut(err.Error(), ": ")
	if !ok {
		return err.Error()
	}
	return what
}

// asked is one check in one reading.
type asked struct {
	*comparison
	*settled
	walker
	scenario *reference.Scenario
	root     *scenario.Node
	world    *reference.World // in the first reading of the free points
	check    string
	demand   reachability.Demand
	net      *fabric.Network
}

func (a *asked) solve(q *topology.Case) (*fabric.Network, *reachability.Answer) {
	first, _ := q.Lower(fabric.Reading{})
	net, questions := q.Lower(a.settled.fabric(first))
	a.settled.told(net)
	return net, reachability.Solve(net, questions)
}

// read is how the open switches were read.
func (a *asked) read() []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(a.switches)) {
		if w := a.switches[id]; w.Open() {
			out = append(out, w.ID+": "+w.Values[w.Value])
		}
	}
	return out
}

const (
	fromSolver    = 4  // courses that are drawn from the solver's pieces
	fromReference = 3  // courses that the reference draws
	allCourses    = 24 // a check of no more courses than these is asked whole
)

func (a *asked) compare() error {
	if a.answer.OverBudget() {
		return nil
	}
	a.checks++
	if a.answer.Refused != nil {
		return a.refused()
	}
	if len(a.answer.Legs) == 0 {
		a.uncovered["a vSwitch without an address left"]++
		return nil
	}
	if err := a.whole(); err != nil {
		return err
	}
	for range fromSolver {
		leg := a.answer.Legs[a.random.IntN(len(a.answer.Legs))]
		p := &leg.Pieces[a.random.IntN(len(leg.Pieces))]
		way, ok := a.course(leg, p, a.sample(p.Box))
		if !ok {
			continue
		}
		course, ok := a.walker.told(way)
		if !ok {
			a.uncovered["an end that the reference has no word for"]++
			continue
		}
		if err := a.same(way, course); err != nil {
			return err
		}
	}
	return a.sampled()
}

// whole asks for every course of a check, one packet of each, where there are few:
// what becomes of them all together is the check's verdict.
func (a *asked) whole() error {
	ways, ok := a.ways()
	if !ok {
		return nil
	}
	var all [4]bool
	for _, way := range ways {
		course, ok := a.walker.told(way)
		if !ok {
			return nil
		}
		if err := a.same(way, course); err != nil {
			return err
		}
		steps, _ := refusals(way)
		fate := reference.Arrives
		for _, s := range steps {
			if f := fateOf(&s); fate != reference.Stopped {
				fate = f // one certain obstacle is enough
			}
		}
		all[fate] = true
	}
	want := reachability.Unknown
	switch {
	case all[reference.Arrives] && all[reference.Stopped]:
		want = reachability.Partial
	case all[reference.Unknown]:
	case all[reference.Arrives]:
		want = reachability.Reachable
	case all[reference.Stopped]:
		want = reachability.Unreachable
	}
	a.wholes++
	if got := a.answer.Verdict(); want != got {
		return fmt.Errorf("all %d courses together are %s, and the verdict is %s", len(ways), want, got)
	}
	return nil
}

// sampled looks up what the reference draws in what the solver answers.
func (a *asked) sampled() error {
	clear(a.free)
	courses, err := a.world.Sample(a.check, a.random, fromReference)
	if err != nil {
		a.uncovered[short(err)]++
		return nil
	}
	for _, course := range courses {
		if len(course) == 0 {
			continue // one who sends or receives has no address left to have
		}
		way, why := a.found(course)
		if why != "" {
			return fmt.Errorf("the reference draws %s, of which %s", tell(course), why)
		}
		if a.aws && len(way) > len(course) { // the legs behind a call are left to the solver
			more, ok := a.walker.told(way)
			if !ok {
				a.uncovered["an end that the reference has no word for"]++
				continue
			}
			course = more
		}
		if err := a.same(way, course); err != nil {
			return err
		}
	}
	return nil
}

// refused: a check whose question cannot be put.
func (a *asked) refused() error {
	o, err := a.world.Ask(a.check, nil)
	if err != nil {
		a.uncovered[short(err)]++
		return nil
	}
	if !o.Has(a.answer.Refused.Code) {
		return fmt.Errorf("the question cannot be put, %s: %s; and the reference says %s %s: %s", a.answer.Refused.Code, a.answer.Refused.Summary, o.Fate, o.Code, o.Why)
	}
	a.count(o.Fate, a.answer.Refused.Code)
	return nil
}

func (a *asked) count(f reference.Fate, code diag.Code) {
	a.fates[f]++
	a.codes[code]++
}

// same compares what becomes of one course.
func (a *asked) same(way []stretch, course reference.Course) error {
	a.packets++
	for i, s := range way {
		if err := a.traced(s); err != nil {
			return fmt.Errorf("leg %d: %w", i+1, err)
		}
	}
	steps, legs := refusals(way)
	if bug := a.meets(way, steps); bug != "" {
		a.uncovered[bug]++
		return nil
	}
	var first, certain *reachability.Step
	leg, later := 0, 0
	if len(steps) > 0 {
		first, leg = &steps[0], legs[0]
	}
	for i := range steps {
		if certain == nil && !steps[i].Refusal.Unknown() {
			certain, later = &steps[i], legs[i]
		}
	}
	var said []reference.Outcome
	var apart error // in bandwidth only
	a.beyond = ""
	for o, err := range a.outcomes(course) {
		if err != nil {
			a.uncovered[short(err)]++
			return nil
		}
		// What is behind something unknown may be certain all the same.
		if o.Fate == reference.Stopped && certain != nil && first.Refusal.Unknown() {
			first, leg = certain, later
		}
		if agrees(first, leg, o) {
			code := diag.Code("")
			if first != nil {
				code = first.Refusal.Code
			}
			if code == "" {
				code = o.Short
				if short := a.short(way); o.Short != short {
					apart = fmt.Errorf("%s arrives: the links of the solver are short by %q, and those of the reference by %q; %s", tell(course), short, o.Short, a.beyond)
					continue // another way may be that of the piece
				}
			}
			a.count(o.Fate, code)
			return nil
		}
		said = append(said, o)
	}
	if apart != nil {
		return apart
	}
	var told []string
	for _, o := range said {
		told = append(told, fmt.Sprintf("%s %s %v, leg %d, forward %v: %s", o.Fate, o.Code, o.Or, o.Leg+1, o.Forward, o.Why))
	}
	want := "arrives"
	if first != nil {
		want = fmt.Sprintf("%s %s, leg %d, %s: %s (%s)", fateOf(first), first.Refusal.Code, leg+1, first.Direction, first.Refusal.Summary, first.Refusal.At)
	}
	return fmt.Errorf("%s:\nthe solver says\n  %s\nand the reference\n  %s\n%s", tell(course), want, strings.Join(told, "\n  "), a.beyond)
}

// short is the code of the first link of a course that does not meet the demand of
// the check: how it is told stands in reachability.
func (a *asked) short(way []stretch) diag.Code {
	for _, s := range way {
		for _, step := range s.piece.Steps() {
			if step.Link == fabric.None {
				continue
			}
			switch l := &a.net.Links[step.Link]; {
			case l.Limit != nil && (!a.demand.AcceptTest || a.demand.Rate > reachability.TestRate):
				return l.Limit.Code
			case l.Limit == nil && l.Rate == 0 && a.demand.Rate > 0:
				return fabric.CodeUnstatedRate
			case l.Limit == nil && a.demand.Rate > l.Rate:
				a.beyond = fmt.Sprintf("link %s carries %d", l.Label, l.Rate)
				return fabric.CodeInsufficient
			}
		}
	}
	return ""
}

func fateOf(s *reachability.Step) reference.Fate {
	switch {
	case s == nil:
		return reference.Arrives
	case s.Refusal.Unknown():
		return reference.Unknown
	}
	return reference.Stopped
}

func agrees(first *reachability.Step, leg int, o reference.Outcome) bool {
	if fateOf(first) != o.Fate {
		return false
	}
	if first == nil || o.Code != first.Refusal.Code {
		return first == nil || o.Has(first.Refusal.Code) // of several in one place, told where it stands itself
	}
	return o.Leg == leg && o.Forward == (first.Direction == reachability.Forward)
}

// outcomes are what the reference says of a course, in every reading of the points
// on which the sheets are silent and for which there is no switch.
func (a *asked) outcomes(course reference.Course) func(yield func(reference.Outcome, error) bool) {
	return func(yield func(reference.Outcome, error) bool) {
		clear(a.free)
		// Which of several ways a packet takes is asked of each packet anew.
		maps.DeleteFunc(a.many, func(point string, _ int) bool { return strings.HasPrefix(point, "reference.way ") })
		if !yield(a.world.Ask(a.check, course)) {
			return
		}
		for range 64 {
			if !a.turn() || !yield(a.scenario.Ask(a.check, course, a.reading)) {
				return
			}
		}
	}
}

// turn goes on to the next reading of the free points.
func (a *asked) turn() bool {
	for _, point := range slices.Sorted(maps.Keys(a.many)) {
		if a.free[point]++; a.free[point] < a.many[point] {
			return true
		}
		a.free[point] = 0
	}
	return false
}

// traced compares a leg with what the tracer says of its packet. Of a packet that
// went astray the solver tells the cause, which the tracer does not look for.
func (a *asked) traced(s stretch) error {
	got := tracer.Trace(a.net, s.leg.Leg, s.packet, s.piece.Choices(), a.answer.LeftOut()...)
	var first *reachability.Step
	if steps, _ := refusals([]stretch{s}); len(steps) > 0 {
		first = &steps[0]
	}
	want := map[reference.Fate]tracer.Verdict{
		reference.Arrives: tracer.Passes, reference.Stopped: tracer.Fails, reference.Unknown: tracer.Unknown,
	}[fateOf(first)]
	switch {
	case want != got.Verdict && !(want == tracer.Unknown && first.Kind == reachability.AtRoute && got.Refusal != nil):
	case first == nil || first.Kind == reachability.AtRoute || first.Refusal.Code == got.Refusal.Code:
		return nil
	}
	return fmt.Errorf("packet %s: the solver says %v, and the tracer %v", s.packet.Text(), first, got)
}

func tell(course reference.Course) string {
	var out []string
	for _, l := range course {
		out = append(out, fmt.Sprintf("%s -> %s (%s)", l.From, l.To, l.Packet.Text()))
	}
	return strings.Join(out, ", ")
}
