package scenario

// Nearest stands in until nearest.go is merged; then this file goes.
func Nearest(word string, among []string) (string, bool) {
	best, at := "", 3
	for _, other := range among {
		if d := stubDistance(word, other); d < at {
			best, at = other, d
		}
	}
	return best, at < 3
}

func stubDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := last
			if a[i] != b[j] {
				step++
			}
			last = row[j+1]
			row[j+1] = min(step, last+1, row[j]+1)
		}
	}
	return row[len(b)]
}
