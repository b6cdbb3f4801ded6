package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/scenarios"
	"netsim/topology"
)

// one is a file of one text.
type one string

func (o one) ReadFile(string) ([]byte, error) { return []byte(o), nil }

func TestEveryScenarioIsEmbedded(t *testing.T) {
	files, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	var want []string
	for _, file := range files {
		name := strings.TrimSuffix(file, ".yaml")
		want = append(want, name)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		got, ok := scenarios.Text(name)
		require.True(t, ok, name)
		require.Equal(t, string(text), got)
	}
	require.Equal(t, want, scenarios.Names())
	require.Contains(t, want, scenarios.Starter)
	_, ok := scenarios.Text("none")
	require.False(t, ok)
	require.Empty(t, scenarios.Description("none"))
}

// Whoever starts from a scenario starts from one that is sound: under its own
// name and under another, without a warning, and its checks hold.
func TestEveryScenarioLoadsAndHolds(t *testing.T) {
	codes := topology.Codes()
	for _, name := range scenarios.Names() {
		t.Run(name, func(t *testing.T) {
			text, _ := scenarios.Text(name)
			renamed, ok := scenarios.Named(name, `"2026"`)
			require.True(t, ok)
			require.True(t, strings.HasPrefix(renamed, "# yaml-language-server: $schema=netsim.schema.json\n"), "it names its schema")
			for scenario, text := range map[string]string{name: text, "2026": renamed} {
				f := topology.Load(one(text), "s.yaml", codes)
				require.Empty(t, f.Findings)
				require.Equal(t, scenario, f.Scenario)
				require.NotEmpty(t, f.Base.Checks())
				require.NotEmpty(t, f.Variants)
				for _, c := range f.Base.Checks() {
					expect, _ := reachability.ParseVerdict(c.Expect.Or("reachable"))
					p, err := reachability.Prove(f.Base.Case(c), reachability.Check{Expect: expect}, codes)
					require.NoError(t, err)
					require.True(t, p.Pass, c.Name.V)
				}
			}
			require.NotEmpty(t, scenarios.Description(name))
			require.Equal(t, 1, strings.Count(text, "\nname: "))
		})
	}
	_, ok := scenarios.Named("none", "a")
	require.False(t, ok)
}
