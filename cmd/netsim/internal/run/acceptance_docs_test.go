package run_test

import (
	"fmt"
	"strings"
)

// acceptancePage is docs/acceptance.md. Lines of the scenarios are not in it:
// they change too often.
func acceptancePage(lists []acceptanceList, scenarios []*shipped) string {
	type proof struct{ file, variant string }
	proofs := map[string][]proof{}
	variants := 0
	for _, s := range scenarios {
		for _, v := range s.Variants {
			if len(proves(v)) > 0 {
				variants++
			}
			for _, id := range proves(v) {
				proofs[id] = append(proofs[id], proof{s.name, v.Name.V})
			}
		}
	}
	rows := 0
	for _, l := range lists {
		rows += len(l.rows)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# What netsim is held to\n\n"+
		"<!-- Written by `go test ./cmd/netsim/internal/run -update` from testdata/acceptance.yaml and scenarios/. Do not edit. -->\n\n"+
		"Every part that the documents ask for, and the ways to get it wrong: %d rows, proved by %d variants of the scenarios in\n"+
		"[scenarios/](../scenarios). A variant takes the part away, and the code follows. A *control* is a part that is not asked\n"+
		"for: every verdict stays as it is. *Unknown* is a point that the documents leave open, and the scenario too.\n"+
		"*Not modelled* is what cannot be written in a scenario, so nothing shows it.\n"+
		"Behind the code stands what the caller sees, where the documents say so: x is any digit.\n"+
		"Ids are case-sensitive: J1.9 is not j1.9.\n", rows, variants)
	for _, l := range lists {
		fmt.Fprintf(&b, "\n## %s. %s\n\n| row | asked for, or wrong | answer | scenario: variant |\n|---|---|---|---|\n", l.id, l.title)
		for _, r := range l.rows {
			var by []string
			for _, p := range proofs[r.id] {
				by = append(by, fmt.Sprintf("[%s](../scenarios/%s.yaml): %s", p.file, p.file, p.variant))
			}
			text := r.text
			if r.note != "" {
				text += " *" + r.note + "*"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.id, cell(text), cell(answer(r)), cell(strings.Join(by, "<br>")))
		}
	}
	return b.String()
}

func answer(r acceptanceRow) string {
	switch {
	case r.unknown != "":
		return "*unknown*: `" + r.unknown + "`"
	case r.unmodelled != "":
		return "*not modelled*: " + r.unmodelled
	case r.code == control:
		return "*control*"
	}
	text := "`" + r.code + "`"
	if r.verdict != "" {
		text = r.verdict + ", " + text
	}
	if r.direction == "return" {
		text += " on the way back"
	}
	if r.symptom != "" && r.symptom != unsaid {
		text += ": " + r.symptom
	}
	if r.message != "" {
		text += " *" + r.message + "*"
	}
	return text
}

// cell is text that does not end a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
