package run_test

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"netsim/report"
)

// Every report of a scenario that ships is what the schema of reports says.
func TestReportsAreWhatTheirSchemaSays(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("report.schema.json", doc))
	schema, err := c.Compile("report.schema.json")
	require.NoError(t, err)
	for _, s := range shippedScenarios(t) {
		var text bytes.Buffer
		require.NoError(t, report.WriteJSON(&text, s.report))
		v, err := jsonschema.UnmarshalJSON(&text)
		require.NoError(t, err)
		require.NoError(t, schema.Validate(v), s.name)
	}
}
