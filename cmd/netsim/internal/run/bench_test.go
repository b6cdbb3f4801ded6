package run_test

import (
	"context"
	"testing"

	"netsim/cmd/netsim/internal/run"
)

// The headline with all of its variants: load, lower and prove each of them.
func BenchmarkFiles(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := run.Files(context.Background(), folder{}, []string{"../../../../scenarios/function-to-api-cross-region.yaml"}, run.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
