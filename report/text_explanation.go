package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"netsim/topology/diag"
)

// WriteExplanations tells codes in full, one after the other.
func WriteExplanations(w io.Writer, codes []Explanation, o TextOptions) error {
	p := newPrinter(o)
	for _, x := range codes {
		p.section()
		p.explanation(x)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

// WriteCodes lists codes, one a line, those of a prefix together.
func WriteCodes(w io.Writer, codes []Explanation, o TextOptions) error {
	p := newPrinter(o)
	p.codes(codes)
	_, err := w.Write(p.out.Bytes())
	return err
}

// WriteNeighbours tells whose word it is, and what stands beside it here: the
// code itself if it is one, else a list of them.
func WriteNeighbours(w io.Writer, word string, codes []Explanation, o TextOptions) error {
	p := newPrinter(o)
	var tools []string
	for _, x := range codes {
		for _, n := range x.Neighbours {
			if strings.EqualFold(n.Says, word) {
				word = n.Says
				tools = append(tools, n.Tool)
			}
		}
	}
	tools = distinct(tools)
	text := word + " is what " + strings.Join(tools, " and ") + verb(len(tools), " says", " say")
	if len(codes) == 1 {
		p.line(text + ". Here it is:")
		p.section()
		p.explanation(codes[0])
	} else {
		p.prose("", 0, fmt.Sprintf("%s. Here it may be one of %d codes; netsim explain CODE tells more of each:", text, len(codes)))
		p.section()
		for _, x := range codes {
			p.code(x, longest(codes))
		}
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

func quoted(s string) string { return `"` + s + `"` }

func longest(codes []Explanation) int {
	width := 0
	for _, x := range codes {
		width = max(width, len(x.Code))
	}
	return width
}

func (p *printer) codes(codes []Explanation) {
	width := longest(codes)
	for i, x := range codes {
		if i > 0 && diag.Code(x.Code).Prefix() != diag.Code(codes[i-1].Code).Prefix() {
			p.section()
		}
		p.code(x, width)
	}
}

func (p *printer) code(x Explanation, width int) {
	p.line(pad(x.Code, width), "  ", x.Title)
}

// labelWidth is the room for the words before what is told of a code.
const labelWidth = 13

func (p *printer) explanation(x Explanation) {
	p.line(p.paint(bold, x.Code), "  ", x.Title)
	p.section()
	p.prose("  ", 2, x.Meaning)
	p.section()
	if x.Symptom != "" {
		p.labelled("you see", x.Symptom)
	}
	p.labelled("mend it", x.Fix)
	for _, m := range x.Remedies {
		p.section()
		p.remedy(m)
	}
	if len(x.Neighbours) > 0 {
		p.section()
		p.neighbours(x.Neighbours)
	}
	p.examples(x)
}

func (p *printer) examples(x Explanation) {
	for _, s := range x.Examples {
		p.section()
		p.labelled("shown by", "the variant "+quoted(s.Variant))
		p.command("", "netsim check -v "+s.File)
	}
	if x.Unshown != "" {
		p.section()
		p.labelled("not shown", x.Unshown)
	}
}

func (p *printer) labelled(label, text string) {
	p.prose("  "+p.paint(faint, pad(label, labelWidth)), 2+labelWidth, text)
}

// command is what somebody copies, so it is never broken.
func (p *printer) command(label, text string) {
	p.line("  ", p.paint(faint, pad(label, labelWidth)), text)
}

func (p *printer) remedy(m Remedy) {
	p.line("  in ", m.Cloud)
	if m.Symptom != "" {
		p.labelled("  you see", m.Symptom)
	}
	if m.Fix != "" {
		p.labelled("  mend it", m.Fix)
	}
	if m.Console != "" {
		p.labelled("  console", m.Console)
	}
	label := "  CLI"
	for _, c := range m.CLI {
		p.command(label, c)
		label = ""
	}
	label = "  Terraform"
	for _, s := range m.Terraform {
		text := s.Resource
		if len(s.Arguments) > 0 {
			text += ": " + strings.Join(s.Arguments, ", ")
		}
		p.labelled(label, text)
		label = ""
	}
}

// neighbours are told by tool, in the order of the registry.
func (p *printer) neighbours(all []Neighbour) {
	p.line("  elsewhere")
	var tools []string
	for _, n := range all {
		tools = append(tools, n.Tool)
	}
	tools = distinct(tools)
	width := 0
	for _, t := range tools {
		width = max(width, len(t))
	}
	for _, t := range tools {
		var words []string
		for _, n := range all {
			if n.Tool == t && !slices.Contains(words, n.Says) {
				words = append(words, n.Says)
			}
		}
		p.prose("    "+pad(t, width)+"  ", 4+width+2, strings.Join(words, ", "))
	}
}
