// Package scenarios holds the scenarios that ship with netsim, so that the
// program has them wherever it runs: as examples to check, and as templates to
// start from.
package scenarios

import (
	"embed"
	"strings"
)

//go:embed *.yaml
var files embed.FS

const ending = ".yaml"

// Starter is the name of the one to start from where nothing else is asked for.
const Starter = "starter"

// Names are the names of the scenarios, sorted: those of their files, without
// the ending.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // what is embedded is there
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ending))
	}
	return out
}

// Text is a scenario as its file has it.
func Text(name string) (string, bool) {
	text, err := files.ReadFile(name + ending)
	return string(text), err == nil
}

// Description is what a scenario says of itself: its description, which stands
// on one line in those that ship.
func Description(name string) string {
	text, _ := Text(name)
	for line := range strings.Lines(text) {
		if d, ok := strings.CutPrefix(line, "description: "); ok {
			return strings.TrimSpace(d)
		}
	}
	return ""
}

// SchemaFile is where a scenario that is Named looks for its schema, for editors:
// beside it.
const SchemaFile = "netsim.schema.json"

// modeline is the first line of a scenario that ships.
const modeline = "# yaml-language-server: $schema=../docs/" + SchemaFile + "\n"

// Named is a scenario under another name: the text of its file, with the name
// in the place of its own, and its schema beside it. The name must be written as
// YAML writes text.
func Named(template, name string) (string, bool) {
	text, ok := Text(template)
	text = strings.Replace(text, modeline, "# yaml-language-server: $schema="+SchemaFile+"\n", 1)
	before, rest, named := strings.Cut(text, "\nname: ")
	_, after, more := strings.Cut(rest, "\n")
	if !ok || !named || !more {
		return "", false
	}
	return before + "\nname: " + name + "\n" + after, true
}
