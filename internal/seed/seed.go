package seed

import (
	"flag"
	"fmt"
	"testing"

	_ "pgregory.net/rapid" // has the flag
)

// Rapid is the seed of rapid where nobody names another.
const Rapid = "1"

// Run runs the tests of a package. It reads the command line, which therefore has
// the last word.
func Run(m *testing.M) {
	const name = "rapid.seed"
	if flag.Lookup(name).Value.String() == "0" { // RAPID_SEED names none
		if err := flag.Set(name, Rapid); err != nil {
			panic(fmt.Sprintf("the seed of rapid: %v", err))
		}
	}
	m.Run()
}
