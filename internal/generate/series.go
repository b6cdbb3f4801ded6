package generate

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"

	"netsim/topology"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Scenario is a generated scenario: as a tree, as text, as it is read, and
// loaded.
type Scenario struct {
	Seed  uint64
	Tree  Mapping
	Text  string
	Model *topology.Model
}

// Root is the scenario as it is read.
func (s *Scenario) Root() *scenario.Node { return Read(s.Text) }

// Series makes scenarios, one for each seed, and counts those that the loader
// refuses. The zero Series starts at seed 1.
type Series struct {
	Options
	// Crossings: every other scenario is one in which most things work, and
	// much is left open.
	Crossings bool
	Networks  bool    // scenarios are of networks that routers join
	Clouds    []Cloud // in turn, in place of Cloud; nil: that one
	Seed      uint64  // the last that was used

	Made, Refused int
	Reasons       map[string]int // why the loader refused, and how often
}

// Next makes the next scenario that loads.
func (s *Series) Next() *Scenario {
	for {
		s.Seed++
		make := Any
		if s.Crossings && s.Seed%2 == 0 {
			make = Crossing
		}
		o := s.Options
		if n := uint64(len(s.Clouds)); n > 0 {
			o.Cloud = s.Clouds[s.Seed/2%n]
		}
		if s.Networks {
			make = Networks
		}
		tree := make(rand.New(rand.NewPCG(s.Seed, 1)), o)
		text := tree.Text()
		model, why := Load(text)
		if model != nil {
			s.Made++
			return &Scenario{Seed: s.Seed, Tree: tree, Text: text, Model: model}
		}
		s.Refused++
		if s.Reasons == nil {
			s.Reasons = map[string]int{}
		}
		s.Reasons[why]++
	}
}

// Err is not nil if the loader refused half of the scenarios, or more.
func (s *Series) Err() error {
	if s.Refused >= s.Made {
		return fmt.Errorf("too much is refused: %s", s)
	}
	return nil
}

func (s *Series) String() string {
	return fmt.Sprintf("%d scenarios, and %d that the loader refused %v", s.Made, s.Refused, s.Reasons)
}

// file is the name of the one file that a text is.
const file = "scenario.yaml"

// oneFile is a folder with one file in it.
type oneFile string

func (f oneFile) ReadFile(path string) ([]byte, error) {
	if path != file {
		return nil, fs.ErrNotExist
	}
	return []byte(f), nil
}

// quoted are the names in a finding.
var quoted = regexp.MustCompile(`"[^"]*"|\([^)]*\)`)

var codes = topology.Codes()

// Load reads a scenario by the front door. Without a model the string is why.
func Load(text string) (*topology.Model, string) {
	f := topology.Load(oneFile(text), file, codes)
	if f.Base != nil {
		return f.Base, ""
	}
	for _, found := range f.Findings {
		if found.Severity == diag.Error {
			return nil, quoted.ReplaceAllString(found.Summary, "…")
		}
	}
	return nil, "no reason"
}

// Read is a scenario's tree as the loader reads it; nil if it cannot.
func Read(text string) *scenario.Node {
	root, _, _ := scenario.Load(oneFile(text), file)
	return root
}
