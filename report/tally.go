package report

// Tally counts what files and results have in them.
func Tally(files []File, results []Result) Counts {
	c := Counts{Files: len(files), Results: len(results)}
	for _, f := range files {
		c.Skipped += f.Skipped
		if f.bad() {
			c.Bad++
		}
		for _, g := range f.Findings {
			if g.isError() {
				c.Errors++
			} else {
				c.Warnings++
			}
		}
	}
	type variant struct{ file, name string }
	variants := map[variant]bool{}
	for _, r := range results {
		if r.Variant != nil {
			variants[variant{r.File, *r.Variant}] = true
		}
		if r.Pass {
			c.Passed++
			continue
		}
		c.Failed++
		if r.undecided() {
			c.Unknown++
		}
	}
	c.Variants = len(variants)
	return c
}
