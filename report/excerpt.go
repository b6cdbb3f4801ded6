package report

import (
	"strings"
	"unicode/utf8"
)

// tabStop is how far apart tabs stand in a line that is shown.
const tabStop = 4

// excerpt is a line of a file as it is shown, and what a mark goes under.
type excerpt struct {
	text  string
	at    int // the column of the mark, from 0
	width int // of the mark; at least 1
}

// cell is one code point of a line as it is shown: where, and how.
type cell struct {
	text     string
	from, to int // columns
}

// cells lays a line out.
func cells(line string) []cell {
	out := make([]cell, 0, len(line))
	at := 0
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		c := cell{text: Printable(line[i : i+n]), from: at}
		if r == '\t' {
			c.text = strings.Repeat(" ", tabStop-at%tabStop)
		}
		c.to = at + width(c.text)
		out = append(out, c)
		at, i = c.to, i+n
	}
	return out
}

// window is the room that there is for a line.
type window struct {
	limit int    // columns
	dots  string // what stands for what is left out
}

// excerpt shows a line, as much of it as there is room for around the code
// points from first up to, but not including, end; both count from 1.
func (v window) excerpt(line string, first, end int) excerpt {
	line = strings.TrimRight(line, "\r\n")
	if before, after := around(line, first, v.limit); before > 0 || after < len(line) {
		cut := utf8.RuneCountInString(line[:before])
		return v.of(cells(line[before:after]), first-cut, end-cut, before > 0, after < len(line))
	}
	return v.of(cells(line), first, end, false, false)
}

// around is the stretch of a long line that may be shown around a code point,
// so that the others are not laid out at all.
func around(line string, first, limit int) (before, after int) {
	room := utf8.UTFMax * max(limit, 1)
	if len(line) <= 2*room {
		return 0, len(line)
	}
	at := 0
	for n := first - 1; n > 0 && at < len(line); n-- {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	before, after = max(at-room, 0), min(at+room, len(line))
	for before > 0 && !utf8.RuneStart(line[before]) {
		before--
	}
	for after < len(line) && !utf8.RuneStart(line[after]) {
		after++
	}
	return before, after
}

// of shows cells. More says whether there is more of the line before the first
// or after the last of them.
func (v window) of(all []cell, first, end int, moreBefore, moreAfter bool) excerpt {
	total := 0
	if len(all) > 0 {
		total = all[len(all)-1].to
	}
	column := func(n int) int {
		if i := max(n-1, 0); i < len(all) {
			return all[i].from
		}
		return total
	}
	from := column(first)
	to := max(column(end), from+1)
	if total <= v.limit && !moreBefore && !moreAfter {
		return excerpt{text: join(all), at: from, width: to - from}
	}
	// Some of what stands before the mark tells where one is; what follows it
	// matters more.
	room := max(v.limit-2*width(v.dots), 1)
	left := max(0, min(max(0, from-room/3), total-room))
	if left <= width(v.dots) && !moreBefore {
		left = 0
		room += width(v.dots)
	}
	right := left + room
	before, after := "", ""
	if moreBefore {
		before = v.dots
	}
	if moreAfter {
		after = v.dots
	}
	begin, stop := 0, len(all)
	for i, c := range all {
		if c.from < left {
			begin, before = i+1, v.dots
		}
		if c.to > right {
			stop, after = i, v.dots
			break
		}
	}
	shown := all[begin:max(begin, stop)]
	if len(shown) == 0 {
		return excerpt{text: v.dots, width: 1}
	}
	start, last := shown[0].from, shown[len(shown)-1].to
	at := max(from, start) - start + width(before)
	return excerpt{
		text:  before + join(shown) + after,
		at:    at,
		width: max(1, min(to, max(last, from+1))-max(from, start)),
	}
}

func join(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.text)
	}
	return strings.TrimRight(b.String(), " ")
}
