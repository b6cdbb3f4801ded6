package report

import "strings"

// findings are wrong in ways that are hard to show.
func findings() *Report {
	long := "  rules: [" + strings.Repeat("{cidr: 10.0.0.0/8}, ", 40) + "{cidr: 10.0.0.300/8}, " +
		strings.Repeat("{cidr: 10.0.0.0/8}, ", 40) + "]"
	at := strings.Index(long, "10.0.0.300/8") + 1
	finding := func(line, column, end int, source, summary, detail string, related ...Related) Finding {
		return Finding{
			Severity: "error", Summary: summary, Detail: detail, File: "a.yaml",
			Line: line, Column: column, EndLine: line, EndColumn: end, Source: source, Related: related,
		}
	}
	tabs := finding(9, 3, 9, "\t\tvswich: main", `"vswich" is not a field of a vpc`, `Did you mean "vswitches"?`)
	names := finding(12, 7, 13, "  名前: \"北京网络\" # 网络", `"北京网络" is not a name`,
		"A name starts with a letter or a digit and has letters, digits, dots, underscores and hyphens after it, "+
			"so that it can stand in a reference; put what people call it into description.")
	lines := finding(104, at, at+12, long, `"10.0.0.300/8" is not a CIDR`, "300 is more than 255.")
	twice := finding(120, 3, 7, "  main: {cidr: 10.1.0.0/16}", `"main" is given twice`,
		"A key can be given once: of two, the first would silently be lost.",
		Related{Message: "the first", File: "a.yaml", Line: 4, Column: 3, Source: "  main: {cidr: 10.0.0.0/16}"},
		Related{Message: "it stands in the include of", File: "b.yaml", Line: 2, Column: 1})
	block := finding(130, 5, 2, "    - {name: x,", "a flow mapping is not closed", "")
	block.EndLine = 133
	end := finding(140, 14, 14, "description: ", "description is empty", "")
	nowhere := Finding{Severity: "error", Summary: "there is no such file", Detail: "Paths are relative to where netsim runs.", File: "missing.yaml"}
	warn := finding(7, 1, 8, "regions: {}", "there are no regions", "")
	warn.Severity, warn.File = "warning", "c.yaml"
	c := passing("c", "reachable")
	c.File, c.Scenario = "c.yaml", "c"
	return finish([]File{
		{File: "a.yaml", Findings: []Finding{tabs, names, lines, twice, block, end}},
		{File: "missing.yaml", Findings: []Finding{nowhere}},
		{File: "c.yaml", Scenario: "c", Findings: []Finding{warn}},
		{File: "empty.yaml", Scenario: "empty"},
	}, []Result{c})
}
