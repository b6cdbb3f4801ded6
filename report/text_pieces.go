package report

import (
	"fmt"
	"slices"
	"strings"
)

// mostRows are told of the parts of a question, unless all are wanted.
const mostRows = 12

// parts tells which part of what was asked gets through and which does not, and
// what decided on each, where not one thing decided on all.
func (p *printer) parts(s *Result) {
	if !s.parted() {
		return
	}
	p.section()
	p.line("  ", p.paint(blue, "which part gets through"))
	t := layout(s.Pieces)
	shown := t.rows
	if len(shown) > mostRows && !p.Verbose {
		shown = shown[:mostRows]
	}
	t.measure(shown, p.Width)
	for i := range shown {
		p.part(t, &shown[i])
		if way := shown[i].Way; way != "" && way != "by "+shown[i].Element && way != "back by "+shown[i].Element {
			p.prose(strings.Repeat(" ", t.left()), t.left(), way)
		}
	}
	p.moreParts(t.rows[len(shown):])
	if len(s.VariesBy) > 0 {
		const before = "     varies by  "
		p.prose("     "+p.paint(faint, "varies by")+"  ", len(before), strings.Join(s.VariesBy, ", "))
	}
}

// parted reports whether a stage has packets of different fates, or of the same
// one for different reasons.
func (s *Result) parted() bool {
	for i := 1; i < len(s.Pieces); i++ {
		a, b := s.Pieces[i-1], s.Pieces[i]
		if a.Stage == b.Stage && (a.Fate != b.Fate || a.decided() != b.decided() || a.place() != b.place() || a.Way != b.Way) {
			return true
		}
	}
	return false
}

func (c *Piece) place() string { return place(c.File, c.Line, c.Column) }

// decided is what decided on a piece.
func (c *Piece) decided() string {
	if c.Code == "" {
		return c.Element
	}
	return c.Code + "  " + c.Element
}

// part is pieces that differ in their services only.
type part struct {
	Piece
	services []string
}

// table is parts and how they are laid out.
type table struct {
	rows                          []part
	stages, ports                 bool // there are several
	source, destination, services int  // widths of columns
	decided                       int
	aligned                       bool // there is room for addresses and services in columns
	oneLine                       bool // and for what decided behind them
}

// layout joins pieces to parts.
func layout(pieces []Piece) *table {
	t := &table{}
	ports := ""
	for i := range pieces {
		c := &pieces[i]
		t.stages = t.stages || c.Stage != pieces[0].Stage
		if ported(c.Protocol) {
			t.ports = t.ports || ports != "" && ports != c.SourcePorts
			ports = c.SourcePorts
		}
	}
	index := map[Piece]int{}
	for i := range pieces {
		key := pieces[i]
		key.Protocol, key.SourcePorts, key.DestinationPorts, key.Summary = "", "", "", ""
		at, seen := index[key]
		if !seen {
			at = len(t.rows)
			index[key] = at
			t.rows = append(t.rows, part{Piece: key})
		}
		t.rows[at].services = append(t.rows[at].services, t.service(&pieces[i]))
	}
	return t
}

func ported(protocol string) bool { return protocol == "tcp" || protocol == "udp" }

// service is a piece without its addresses. Ports that clients send from are
// told where they differ.
func (t *table) service(c *Piece) string {
	b := Box{Protocol: c.Protocol, SourcePorts: c.SourcePorts, DestinationPorts: c.DestinationPorts}
	if !t.ports && ported(b.Protocol) {
		b.SourcePorts = ""
	}
	return b.service()
}

// otherProtocols are all but TCP and UDP, which are asked about by themselves.
var otherProtocols = [...]string{"protocols 0-5", "protocols 7-16", "protocols 18-255"}

// text tells services together.
func (r *part) text() string {
	list := slices.Clone(r.services)
	others := true
	for _, o := range otherProtocols {
		others = others && slices.Contains(list, o)
	}
	if others {
		list = slices.DeleteFunc(list, func(s string) bool { return slices.Contains(otherProtocols[:], s) })
		if slices.Equal(list, []string{"tcp", "udp"}) {
			return "any"
		}
		list = append(list, "all but tcp and udp")
	}
	return strings.Join(list, ", ")
}

const fateWidth = len(verdictUnknown)

// measure finds the widths of the columns, and whether they have room beside
// each other.
func (t *table) measure(rows []part, limit int) {
	places := 0
	for i := range rows {
		r := &rows[i]
		t.source = max(t.source, width(r.Source))
		t.destination = max(t.destination, width(r.Destination))
		t.services = max(t.services, width(r.text()))
		t.decided = max(t.decided, width(r.Piece.decided()))
		places = max(places, width(r.place()))
	}
	addresses := t.left() + t.source + len(" -> ") + t.destination + 2
	t.aligned = addresses+min(t.services, leastProse) <= limit
	t.oneLine = addresses+t.services+2+t.decided+2+places <= limit
}

// left is where the addresses of a part begin.
func (t *table) left() int { return len("  x  ") + len(t.stage(&Piece{Stage: 1})) + fateWidth + 2 }

// stage names the leg, where there are several.
func (t *table) stage(c *Piece) string {
	if !t.stages {
		return ""
	}
	return fmt.Sprintf("leg %d  ", c.Stage)
}

func (p *printer) part(t *table, r *part) {
	sign, colour := " ", green
	switch r.Fate {
	case fateStops:
		sign, colour = p.either("✗", "x"), red
	case verdictUnknown:
		sign, colour = "?", yellow
	}
	before := "  " + p.paint(colour, sign) + "  " + p.paint(faint, t.stage(&r.Piece)) + p.paint(colour, pad(r.Fate, fateWidth)) + "  "
	addresses := r.Source + " -> " + r.Destination + "  "
	if t.aligned {
		addresses = pad(r.Source, t.source) + " -> " + pad(r.Destination, t.destination) + "  "
	}
	at := p.paint(faint, r.place())
	if t.oneLine {
		p.line(before, addresses, pad(r.text(), t.services), "  ", pad(r.Piece.decided(), t.decided), "  ", at)
		return
	}
	left := t.left()
	if t.aligned {
		p.prose(before+addresses, left+width(addresses), r.text())
	} else {
		p.prose(before, left, strings.Join(strings.Fields(addresses+r.text()), " "))
	}
	p.sited(strings.Repeat(" ", left), r.Piece.decided(), r.place())
}

// sited prints a text and where it is written, on two lines if need be.
func (p *printer) sited(before, text, place string) {
	at := p.paint(faint, place)
	switch {
	case place == "":
		p.line(before, text)
	case width(before)+width(text)+2+width(place) <= p.Width:
		p.line(before, text, "  ", at)
	default:
		p.line(before, text)
		p.line(before, at)
	}
}

// moreParts sums up those that are not told.
func (p *printer) moreParts(rest []part) {
	if len(rest) == 0 {
		return
	}
	n := map[string]int{}
	for i := range rest {
		n[rest[i].Fate]++
	}
	var counts []string
	for _, f := range []struct{ fate, one, many string }{
		{fatePasses, "passes", "pass"}, {fateStops, "stops", "stop"}, {verdictUnknown, "unknown", "unknown"},
	} {
		if n[f.fate] > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n[f.fate], verb(n[f.fate], f.one, f.many)))
		}
	}
	p.line("     ", p.paint(faint, fmt.Sprintf("and %d more: %s; -v tells all", len(rest), strings.Join(counts, ", "))))
}
