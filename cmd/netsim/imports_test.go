package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rooms are the packages of the house, and which others each may import. What
// is not listed for a room it must not import; a room that is not listed fails.
var rooms = map[string][]string{
	"netsim/packet":                  {},
	"netsim/topology/diag":           {},
	"netsim/topology/scenario":       {"netsim/packet", "netsim/topology/diag"},
	"netsim/topology/fabric":         {"netsim/packet", "netsim/topology/diag"},
	"netsim/topology/cloud":          {"netsim/packet", "netsim/topology/diag", "netsim/topology/scenario", "netsim/topology/fabric"},
	"netsim/topology/alibaba":        {"netsim/packet", "netsim/topology/diag", "netsim/topology/scenario", "netsim/topology/fabric", "netsim/topology/cloud"},
	"netsim/topology/aws":            {"netsim/packet", "netsim/topology/diag", "netsim/topology/scenario", "netsim/topology/fabric", "netsim/topology/cloud"},
	"netsim/topology":                {"netsim/packet", "netsim/topology/diag", "netsim/topology/scenario", "netsim/topology/fabric", "netsim/topology/cloud", "netsim/topology/alibaba", "netsim/topology/aws"},
	"netsim/reachability/tracer":     {"netsim/packet", "netsim/topology/diag", "netsim/topology/fabric"},
	"netsim/reachability":            {"netsim/packet", "netsim/topology/diag", "netsim/topology/fabric", "netsim/reachability/tracer"},
	"netsim/internal/reference":      {"netsim/packet", "netsim/topology/diag", "netsim/topology/scenario"},
	"netsim/report":                  {"netsim/packet", "netsim/topology/diag", "netsim/topology/fabric", "netsim/reachability"},
	"netsim/internal/seed":           {},
	"netsim/internal/generate":       {"netsim/topology", "netsim/topology/diag", "netsim/topology/scenario"},
	"netsim/scenarios":               {},
	"netsim/cmd/netsim/internal/run": {"netsim/topology", "netsim/topology/diag", "netsim/topology/scenario", "netsim/reachability", "netsim/report"},
	"netsim/cmd/netsim/internal/cli": {"netsim/cmd/netsim/internal/run", "netsim/report", "netsim/scenarios", "netsim/topology", "netsim/topology/diag", "netsim/topology/scenario"},
	"netsim/cmd/netsim":              {"netsim/cmd/netsim/internal/cli"},
}

// outside are the packages of others that one room only may import.
var outside = map[string]string{
	"github.com/rogpeppe/go-internal/diff": "netsim/cmd/netsim/internal/cli",
	"github.com/spf13/cobra":               "netsim/cmd/netsim/internal/cli",
	"gopkg.in/yaml.v3":                     "netsim/topology/scenario",
}

// forTests are the rooms that only tests may use.
const forTests = "netsim/internal/"

func TestImportsGoOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "netsim/...").Output()
	require.NoError(t, err)
	seen := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		require.NoError(t, d.Decode(&p))
		allowed, listed := rooms[p.ImportPath]
		require.True(t, listed, "%s is no room of the house: list it, with what it may import", p.ImportPath)
		seen++
		for _, i := range p.Imports {
			if strings.HasPrefix(i, "netsim/") {
				require.True(t, slices.Contains(allowed, i), "%s imports %s", p.ImportPath, i)
				require.False(t, strings.HasPrefix(i, forTests), "%s imports %s, which is for tests only", p.ImportPath, i)
			}
			if owner, ok := outside[i]; ok {
				require.Equal(t, owner, p.ImportPath, "who imports %s", i)
			}
		}
	}
	require.Equal(t, len(rooms), seen, "rooms that are listed and do not exist")
}

// A package whose tests draw by rapid has the seed of all, or the gate could say
// something else of the same code.
func TestRandomTestsHaveTheSeed(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,TestImports,XTestImports", "netsim/...").Output()
	require.NoError(t, err)
	draw := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath                string
			TestImports, XTestImports []string
		}
		require.NoError(t, d.Decode(&p))
		if imports := slices.Concat(p.TestImports, p.XTestImports); slices.Contains(imports, "pgregory.net/rapid") {
			draw++
			require.Contains(t, imports, "netsim/internal/seed", "the tests of %s: give them a TestMain that calls seed.Run", p.ImportPath)
		}
	}
	require.Positive(t, draw)
}
