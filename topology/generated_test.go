package topology_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
	"netsim/topology"
)

// The scenarios that are made at random have every field of the language, so
// that no field is left out of what is asked of them.
func TestEveryFieldIsGenerated(t *testing.T) {
	written := map[string]bool{}
	series := generate.Series{Crossings: true, Options: generate.Options{NetworkACLs: true, Variants: true}}
	for series.Made < 200 {
		generate.Edit(series.Next().Tree, func(_ []any, m generate.Mapping) generate.Mapping {
			for _, e := range m {
				if field, ok := e.Key.(string); ok {
					written[field] = true
				}
			}
			return m
		})
	}
	var schema struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(topology.Schema(), &schema))
	fields := schema.Properties
	for _, table := range schema.Defs {
		for field := range table.Properties {
			fields[field] = true
		}
	}
	require.Greater(t, len(fields), 100)
	for _, elsewhere := range []string{"$schema", "include", "proves", "set", "merge", "fails", "unknown"} {
		delete(fields, elsewhere) // of files and of variants, which have tests of their own
	}
	for field := range fields {
		require.True(t, written[field], "the generator never writes the field %s", field)
	}
}
