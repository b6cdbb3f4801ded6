package topology

import "testing"

// What every run that reads a scenario pays before the first field is read.
func BenchmarkLanguage(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		documentTable()
	}
}
