package report

import (
	"testing"

	"netsim/internal/seed"
)

func TestMain(m *testing.M) { seed.Run(m) }
