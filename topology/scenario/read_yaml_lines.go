package scenario

import (
	"bytes"
)

// goesOn reports what comes behind the end of the document.
func (r *reading) goesOn(at int) {
	p := yamlProblem{reading: r}
	w := yamlReader{reading: r, cur: cursor{src: r.src, off: at}}
	ended := bytes.HasSuffix(bytes.TrimRight(r.src[:at], " \t\r\n"), []byte("\n..."))
	for bytes.HasPrefix(r.src[w.cur.off:], []byte("...")) { // the mark of the end
		ended = true
		w.cur.off += len("...")
		w.blank()
	}
	at = w.cur.off
	switch {
	case ended, bytes.HasPrefix(r.src[at:], []byte("---")):
		width, mark := len("---"), "---"
		if ended {
			width, mark = 1, "..."
		}
		r.fail(r.spot(at, width), "A second document begins here",
			"A scenario is one document. Delete the line \""+mark+"\", or put what follows into a file of its own and name it under \"include\".")
	case p.firstOnLine(at) && !p.behindBracket(at):
		r.fail(r.spot(at, 1), "The line is indented less than the first key",
			"All keys of the file begin in the same column. Indent this line like the first, or the first like this.")
	default:
		r.fail(r.spot(at, 1), "The file goes on after the end of its value",
			"Look for a closing bracket too many, or delete what follows.")
	}
}

// checkLines refuses, before the parser sees them, two things that it takes
// quadratic time for: directives, and comments behind blocks nested thousands
// deep. Steps of indentation are an upper bound of nested blocks; text in
// blocks may have steps too, so twice as many are let through.
func (r *reading) checkLines() bool {
	steps := make([]int, 0, 2*r.limit.depth+1)
	for at := 0; at < len(r.src); {
		line := r.src[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		if bytes.HasPrefix(line, []byte("%TAG")) || bytes.HasPrefix(line, []byte("%YAML")) {
			r.fail(r.spot(at, 1), directiveSummary, directiveDetail)
			return false
		}
		column := indent(line)
		for column < len(line) && line[column] > ' ' && line[column] != '#' {
			for len(steps) > 0 && steps[len(steps)-1] >= column {
				steps = steps[:len(steps)-1]
			}
			if steps = append(steps, column); len(steps) > 2*r.limit.depth {
				r.deep(r.spot(at+column, 1))
				return false
			}
			// A block may begin behind the marks of another.
			mark := bytes.HasPrefix(line[column:], []byte("---"))
			switch {
			case mark:
				column += 3
			case bytes.IndexByte([]byte("-?:"), line[column]) >= 0:
				column++
			default:
				column = len(line)
			}
			if column < len(line) && line[column] > ' ' {
				break
			}
			for column < len(line) && (line[column] == ' ' || line[column] == '\t') {
				column++
			}
		}
		at += len(line)
	}
	return true
}
