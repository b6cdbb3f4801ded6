package report

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// packets tells which packets get through and which do not.
func (p *printer) packets(s *Result) {
	parts := p.Verbose || s.Verdict != verdictReachable && s.Verdict != verdictUnreachable
	if len(s.VariesBy) > 0 {
		p.section()
		before := "  varies by  "
		p.prose("  "+p.paint(blue, "varies by")+"  ", len(before), strings.Join(s.VariesBy, ", "))
	}
	if parts {
		p.boxes("gets through", s.Allowed)
	}
	if w := s.Witness; w != nil {
		if !parts || len(s.Allowed) == 0 {
			p.section()
			p.line("  ", p.paint(blue, "gets through"))
		}
		p.line("    ", p.paint(faint, "for example "), w.text())
	}
	if parts {
		p.boxes("does not get through", s.Denied)
	}
}

// text is a packet in a line.
func (w *Witness) text() string {
	end := func(address string, port int) string {
		if port == 0 {
			return address
		}
		return net.JoinHostPort(address, strconv.Itoa(port))
	}
	if strings.HasPrefix(w.Protocol, "icmp") {
		return fmt.Sprintf("%s -> %s  %s type %d code %d", w.Source, w.Destination, w.Protocol, w.SourcePort, w.DestinationPort)
	}
	return end(w.Source, w.SourcePort) + " -> " + end(w.Destination, w.DestinationPort) + "  " + protocolText(w.Protocol)
}

func (p *printer) boxes(title string, boxes []Box) {
	if len(boxes) == 0 {
		return
	}
	p.section()
	p.line("  ", p.paint(blue, fmt.Sprintf("%s (%d)", title, len(boxes))))
	shown := boxes
	if len(boxes) > mostBoxes && !p.Verbose {
		shown = boxes[:mostBoxes]
	}
	legs := map[int]bool{}
	for _, b := range boxes {
		legs[b.Leg] = true
	}
	const farthest = 43 // two IPv6 addresses are wider than any page
	source, destination := 0, 0
	for _, b := range shown {
		source = max(source, min(width(b.Source), farthest))
		destination = max(destination, min(width(b.Destination), farthest))
	}
	for _, b := range shown {
		leg := ""
		if len(legs) > 1 {
			leg = fmt.Sprintf("leg %d  ", b.Leg)
		}
		p.line("    ", p.paint(faint, leg), pad(b.Source, source), " -> ", pad(b.Destination, destination), "  ", b.service())
	}
	if more := len(boxes) - len(shown); more > 0 {
		p.line("    ", p.paint(faint, fmt.Sprintf("and %d more", more)))
	}
}

// service is a box without its addresses: the messages of ICMP have a type and a
// code in the place of ports.
func (b *Box) service() string {
	source, destination := "", "/"
	if strings.HasPrefix(b.Protocol, "icmp") {
		source, destination = " type ", " code "
	}
	text := protocolText(b.Protocol)
	if source != "" && !anyPort(b.SourcePorts) {
		text += source + b.SourcePorts
	}
	if !anyPort(b.DestinationPorts) {
		text += destination + b.DestinationPorts
	}
	if source == "" && !anyPort(b.SourcePorts) {
		text += "  from port " + b.SourcePorts
	}
	return text
}

// protocolText tells a protocol that has no name from a port.
func protocolText(protocol string) string {
	switch {
	case protocol == "" || protocol[0] < '0' || protocol[0] > '9':
		return protocol
	case strings.Contains(protocol, "-"):
		return "protocols " + protocol
	}
	return "protocol " + protocol
}

func anyPort(ports string) bool { return ports == "" || ports == "any" || ports == "0-65535" }

// open tells what an unknown verdict turns on, before anything else.
func (p *printer) open(s *Result) {
	p.assumed(s, p.paint(yellow, "the verdict turns on"), isOpen)
}

// undeclared tells what a result rests on that is forbidden for that.
func (p *printer) undeclared(s *Result) {
	if s.forbidden() {
		p.assumed(s, p.paint(red, "not declared"), isUndeclared)
	}
}

// assumptions tells what else was taken for granted.
func (p *printer) assumptions(s *Result) {
	p.assumed(s, p.paint(blue, "assumed"), func(a *Assumption) bool {
		return !isOpen(a) && !(s.forbidden() && isUndeclared(a))
	})
}

func isOpen(a *Assumption) bool { return a.Value == valueOpen }

func isUndeclared(a *Assumption) bool { return !a.Declared && !isOpen(a) }

// assumed tells some of the assumptions under a title.
func (p *printer) assumed(s *Result, title string, which func(*Assumption) bool) {
	first := true
	for i := range s.Assumptions {
		a := &s.Assumptions[i]
		if !which(a) {
			continue
		}
		if first {
			p.section()
			p.line("  ", title)
			first = false
		}
		p.assumption(a)
	}
}

func (p *printer) assumption(a *Assumption) {
	text := a.Switch
	switch {
	case a.Value == valueOpen:
		text += ", which is not declared"
	case a.Value == valueEither:
		text += ", which is not declared: the verdict is the same either way"
	case a.Declared:
		text += " = " + a.Value + ", declared"
	default:
		text += " = " + a.Value + ", not declared"
	}
	p.line("    ", text)
	at := place(a.File, a.Line, a.Column)
	if a.Element != "" && at != "" {
		at = "  " + at
	}
	if a.Element != "" || at != "" {
		p.line("      ", a.Element, p.paint(faint, at))
	}
	why := a.Text
	if a.Ruling > 0 {
		why = strings.TrimPrefix(fmt.Sprintf("%s (ruling %d)", why, a.Ruling), " ")
	}
	p.prose("      ", 6, why)
	p.declare(a)
}

// declare tells what to write so that an assumption is declared. The lines are
// not wrapped: they are to be copied.
func (p *printer) declare(a *Assumption) {
	if len(a.Declare) == 0 {
		if !a.Declared {
			p.prose("      ", 6, "no field declares it")
		}
		return
	}
	for _, d := range a.Declare {
		owner, field := "", d.Path
		if i := strings.LastIndexByte(d.Path, '.'); i >= 0 {
			owner, field = d.Path[:i], d.Path[i+1:]
		}
		line := field + ": " + strings.Join(d.Values[:min(1, len(d.Values))], "")
		if len(d.Values) > 1 {
			line += p.paint(faint, "   # or "+strings.Join(d.Values[1:], ", "))
		}
		if owner != "" {
			owner = ", in " + owner
		}
		p.line("      ", p.paint(bold, "to declare it"), owner, ":")
		p.line("        ", line)
	}
}
