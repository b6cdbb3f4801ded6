package scenario

import (
	"fmt"

	"netsim/topology/diag"
)

// DecodeEdits reads the edits of a variant from its fields: set, a map from
// paths to values; remove, a list of paths; and merge, a tree. Each may be nil
// or empty. The edits come in this order, and within it as they are written.
func DecodeEdits(set, remove, merge *Node) ([]Edit, diag.List) {
	d := editDecoder{}
	if d.want(set, Map, "\"set\" takes a map from paths to values, such as {cens.cen-1.edition: basic}.") {
		for _, e := range set.Entries {
			if p, ok := d.path(e.Key, e.KeyRange); ok {
				d.edit(Edit{Op: Set, Path: p, At: e.KeyRange, Value: e.Value})
			}
		}
	}
	if d.want(remove, List, "\"remove\" takes a list of paths, such as [cens.cen-1].") {
		for _, item := range remove.Items {
			if item.Kind != Scalar || item.Null {
				d.findings.Add(diag.Finding{Range: item.Range, Summary: "A path is expected here", Detail: "\"remove\" takes a list of paths, such as [cens.cen-1]."})
				continue
			}
			if p, ok := d.path(item.Text, item.Range); ok {
				d.edit(Edit{Op: Remove, Path: p, At: item.Range})
			}
		}
	}
	if d.want(merge, Map, "\"merge\" takes a tree that is laid over the scenario.") {
		d.edit(Edit{Op: Merge, At: merge.Range, Value: merge})
	}
	return d.edits, d.findings
}

type editDecoder struct {
	edits    []Edit
	findings diag.List
	over     bool
}

// want reports whether a node is there and has the kind it should have.
func (d *editDecoder) want(n *Node, kind Kind, detail string) bool {
	if n == nil || n.Kind == Scalar && n.Null {
		return false
	}
	if n.Kind != kind {
		d.findings.Add(diag.Finding{Range: n.Range, Summary: fmt.Sprintf("%s stands where %s is expected", capital(n.Kind.String()), kind), Detail: detail})
	}
	return n.Kind == kind
}

func (d *editDecoder) edit(e Edit) {
	if len(d.edits) < maxEdits {
		d.edits = append(d.edits, e)
		return
	}
	if !d.over {
		d.over = true
		d.findings.Add(diag.Finding{Range: e.At, Summary: fmt.Sprintf("A variant has more than %d edits", maxEdits),
			Detail: "Each is a search through the scenario. Write one \"merge\" instead."})
	}
}

func (d *editDecoder) path(text string, at diag.Range) (Path, bool) {
	p, err := ParsePath(text)
	if err == nil {
		return p, true
	}
	reason := err.Error()
	if e, ok := err.(*PathError); ok {
		reason = e.Reason
		at = within(at, text, e.Offset)
	}
	d.findings.Add(diag.Finding{Range: at, Summary: fmt.Sprintf("%s is not a path: %s", quoteName(text), reason),
		Detail: "A path is names with dots between them, such as regions.cn-shanghai.vpcs.main. A name with dots or blanks in it is put in double quotes, and an item of a list is [0] or [field=value]."})
	return nil, false
}

// within narrows the range of a text to what begins at an offset of it, where
// the text stands in the file as it is: on one line and without escapes.
func within(r diag.Range, text string, offset int) diag.Range {
	width := r.End.Column - r.Start.Column
	runes := []rune(text)
	at := len([]rune(text[:min(offset, len(text))]))
	switch {
	case r.Start.Line != r.End.Line || at >= len(runes):
		return r
	case width == len(runes)+2: // in quotes
		at++
	case width != len(runes):
		return r
	}
	r.Start.Column += at
	r.End = diag.Pos{Line: r.Start.Line, Column: r.Start.Column + 1}
	return r
}
