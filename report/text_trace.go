package report

import (
	"fmt"
	"io"
	"strings"
)

// WriteTrace writes the answers to questions for people: the verdict in the
// first line, then what is in the way, which packets get through, and the path,
// hop by hop. Input that cannot be used is told instead.
func WriteTrace(w io.Writer, r *Report, o TextOptions) error {
	p := newPrinter(o)
	p.tracing = true
	r = r.printable()
	p.findings(only(r.Files, Finding.isError))
	for i := range r.Results {
		p.trace(&r.Results[i])
	}
	p.warnings(r.Files)
	_, err := w.Write(p.out.Bytes())
	return err
}

// only are files with those of their findings that are wanted.
func only(files []File, wanted func(Finding) bool) []File {
	out := list(files)
	for i := range out {
		var found []Finding
		for _, f := range out[i].Findings {
			if wanted(f) {
				found = append(found, f)
			}
		}
		out[i].Findings = found
	}
	return out
}

// warnings come last: they are not the answer.
func (p *printer) warnings(files []File) {
	files = only(files, func(f Finding) bool { return !f.isError() })
	if p.Verbose {
		p.findings(files)
		return
	}
	for _, f := range files {
		if n := len(f.Findings); n > 0 {
			p.section()
			p.line(p.paint(yellow, count(n, "warning")), " in the input: -v tells ", verb(n, "it", "them"))
		}
	}
}

// trace tells all about the answer to one question.
func (p *printer) trace(s *Result) {
	p.section()
	more := 0
	if !p.Verbose {
		s.Obstacles, more = alike(s.Obstacles)
	}
	p.headline(s)
	p.context(s)
	p.open(s)
	p.parts(s)
	p.obstacles(s)
	p.notTold(more)
	p.way(s)
	p.example(s)
	p.assumptions(s)
}

// mostObstacles are told, unless all are wanted.
const mostObstacles = 20

// alike leaves out obstacles that read as one before them, but for the packets
// that they stop, and says how many: ends that are sets meet the same thing
// again and again.
func alike(obstacles []Obstacle) (told []Obstacle, more int) {
	seen := map[Obstacle]bool{}
	for _, o := range obstacles {
		key := o
		key.Leg, key.Asked, key.Needed = 0, "", ""
		if seen[key] || len(told) == mostObstacles {
			more++
			continue
		}
		seen[key] = true
		told = append(told, o)
	}
	return told, more
}

// notTold says how many obstacles are left out.
func (p *printer) notTold(more int) {
	if more == 0 {
		return
	}
	p.section()
	p.line("  ", p.paint(faint, fmt.Sprintf("... and %d more like these, in the way of other packets; -v tells each", more)))
}

// way tells the path, and which of several.
func (p *printer) way(s *Result) {
	if s.parted() && len(s.Path) > 0 {
		p.section()
		which := "part that does not get through"
		if s.Verdict == verdictReachable {
			which = "part"
		}
		p.line("  ", p.paint(blue, "the path of the first "+which))
	}
	p.path(s)
}

// head is the verdict: the first words of all.
func (s *Result) head() string {
	if s.short() {
		return "reachable, but without the bandwidth"
	}
	return s.Verdict
}

// short reports whether the packets arrive and the bandwidth does not suffice.
func (s *Result) short() bool { return s.Verdict == verdictReachable && s.Because != nil }

func (p *printer) paintHead(s *Result, head string) string {
	switch {
	case s.undecided():
		return p.paint(yellow, head)
	case s.Pass:
		return p.paint(green, head)
	}
	return p.paint(red, head)
}

// headline prints the answer in a few words.
func (p *printer) headline(s *Result) {
	const indent = "    "
	head := s.head() + ":"
	for i, l := range wrap(head+" "+s.answer(), max(p.Width-len(indent), leastProse)) {
		switch rest, whole := strings.CutPrefix(l, head); {
		case i > 0:
			p.line(indent, l)
		case whole:
			p.line(p.paintHead(s, head), rest)
		default:
			p.line(p.paintHead(s, l))
		}
	}
}

// answer is what was asked, and what came of it.
func (s *Result) answer() string {
	asked := s.Check
	if q := s.Question; q != nil {
		asked = strings.TrimRight(q.From+" -> "+q.To+" "+q.Port, " ")
	}
	switch {
	case s.Verdict == verdictReachable && s.Because == nil:
		return asked + ", there and back" + s.length()
	case s.Verdict == verdictUnknown && s.firstReading() != "":
		return asked + ": it turns on a point that the documents leave open: " + s.reason()
	case s.Verdict == verdictUnknown:
		return asked + ": the model does not say: " + s.reason()
	case s.Verdict != verdictUnreachable && !s.short():
		return asked + ": some of it gets through, and some does not: " + s.reason()
	}
	return asked + ": " + s.reason()
}

func (s *Result) length() string {
	for i := 1; i < len(s.Pieces); i++ {
		if s.Pieces[i].Stage == s.Pieces[i-1].Stage {
			return ", every part of it" // the path is that of one
		}
	}
	legs := map[int]bool{}
	for _, h := range s.Path {
		legs[h.Leg] = true
	}
	if len(legs) == 0 {
		return ""
	}
	return fmt.Sprintf(", in %s over %s", count(len(s.Path), "step"), count(len(legs), "leg"))
}

// reason names the code, and the obstacle that has it: where it stands on the
// path, if it does.
func (s *Result) reason() string {
	if s.Because == nil {
		return ""
	}
	text := *s.Because
	var legs []int
	for _, h := range s.Path {
		if len(legs) == 0 || legs[len(legs)-1] != h.Leg {
			legs = append(legs, h.Leg)
		}
	}
	legs = distinct(legs)
	for _, o := range s.Obstacles {
		if o.Code != *s.Because {
			continue
		}
		text += " at " + o.Element
		for i, leg := range legs {
			if leg == o.Leg && len(legs) > 1 {
				text += fmt.Sprintf(" (leg %d of %d, %s)", i+1, len(legs), o.Direction)
			}
		}
		if len(legs) < 2 && o.Direction != directionForward {
			text += " (" + o.Direction + ")"
		}
		break
	}
	if more := len(s.Obstacles) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// context tells where the question was asked.
func (p *printer) context(s *Result) {
	const wide = len("scenario")
	const left = 2 + wide + 2
	tell := func(name, text, at string) {
		before := "  " + p.paint(faint, pad(name, wide)) + "  "
		if at != "" && left+width(text)+2+width(at) <= p.Width {
			p.line(before, text, "  ", p.paint(faint, at))
			return
		}
		p.prose(before, left, text)
		if at != "" {
			p.line(strings.Repeat(" ", left), p.paint(faint, at))
		}
	}
	tell("scenario", s.Scenario, s.File)
	if s.Variant != nil {
		tell("variant", *s.Variant, "")
	}
	q := s.Question
	if q == nil {
		return
	}
	if q.Check != "" {
		text := q.Check
		if q.Expects != s.Expect {
			text += " (expects " + q.Expects + ")"
		}
		tell("check", text, place(s.File, s.Line, s.Column))
	}
	if q.Call != "" {
		tell("call", q.Call, "")
	}
}

// example is one packet that gets through.
func (p *printer) example(s *Result) {
	if s.Witness == nil {
		return
	}
	p.section()
	p.line("  ", p.paint(blue, "gets through"), "  ", p.paint(faint, "for example "), s.Witness.text())
}

// considered tells the routes that a lookup did not use: of a trace those that
// would have been used if they could, and the others where all is wanted.
func (p *printer) considered(left int, h Hop) {
	title := "not used: "
	blank := strings.Repeat(" ", left)
	for _, c := range h.Considered {
		if !p.Verbose && !(c.Better && p.tracing) {
			continue
		}
		name := c.Element
		if !strings.Contains(name, c.Prefix) {
			name += ", " + c.Prefix
		}
		p.line(blank, p.paint(faint, title), name, "  ", p.paint(faint, place(c.File, c.Line, c.Column)))
		p.prose(blank+strings.Repeat(" ", len(title)), left+len(title), c.Summary)
	}
	if h.ConsideredMore > 0 && p.Verbose {
		p.line(blank, p.paint(faint, title), fmt.Sprintf("%d more", h.ConsideredMore))
	}
}
