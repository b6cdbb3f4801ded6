package report

import _ "embed"

//go:embed report.schema.json
var schema string

// Schema is the JSON Schema of the JSON form. It is written by hand; tests hold
// it to the structs and to what they are filled with.
func Schema() []byte { return []byte(schema) }
