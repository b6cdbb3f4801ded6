package run_test

import (
	"context"
	"regexp"
	"testing"

	"netsim/cmd/netsim/internal/run"
)

// The headline with all of its variants: load, lower and prove each of them; and
// its own checks alone, where loading is nearly all there is to do.
func BenchmarkFiles(b *testing.B) {
	for _, row := range []struct {
		name string
		run  *regexp.Regexp
	}{{"variants", nil}, {"own-checks", regexp.MustCompile("^/")}} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := run.Files(context.Background(), folder{}, []string{"../../../../scenarios/function-to-api-cross-region.yaml"}, run.Options{Run: row.run}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
