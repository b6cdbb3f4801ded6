package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// Option is one of the words that an Enum takes. An alias is accepted and told
// back as the name.
type Option[V ~string] struct {
	Name    V
	Doc     string
	Aliases []string
}

// Choice makes an Option.
func Choice[V ~string](name V, doc string, aliases ...string) Option[V] {
	return Option[V]{Name: name, Doc: doc, Aliases: aliases}
}

// Enum reads one of a few words.
func Enum[V ~string](options ...Option[V]) Type[V] {
	canonical := map[string]V{}
	schema := &Schema{Type: SchemaTypes{"string"}, phrase: "one of the options"}
	var docs, names []string
	for _, o := range options {
		for _, word := range append([]string{string(o.Name)}, o.Aliases...) {
			if _, dup := canonical[word]; dup {
				panic(fmt.Sprintf("scenario: option %q is listed twice", word))
			}
			canonical[word] = o.Name
			schema.Enum = append(schema.Enum, word)
		}
		names = append(names, quote(string(o.Name)))
		docs = append(docs, o.describe())
	}
	schema.Description = strings.Join(slices.DeleteFunc(docs, func(s string) bool { return s == "" }), "\n")
	if len(names) <= 4 {
		schema.phrase = join(names, "or")
	}
	all := "It takes " + join(names, "or") + "."
	return scalar(schema, func(n *Node) (V, error) {
		if v, ok := canonical[n.Text]; ok {
			return v, nil
		}
		return "", Refusal{Fix: sentences(didYouMean(n.Text, schema.Enum), all)}
	})
}

func (o Option[V]) describe() string {
	if o.Doc == "" && o.Aliases == nil {
		return ""
	}
	text := string(o.Name)
	if o.Aliases != nil {
		text += " (or " + strings.Join(o.Aliases, ", ") + ")"
	}
	if o.Doc == "" {
		return text
	}
	return text + ": " + o.Doc
}

// didYouMean asks for the nearest word, if there is one near enough.
func didYouMean(word string, among []string) string {
	for _, other := range among {
		if strings.EqualFold(word, other) {
			return "Did you mean " + quote(other) + "?"
		}
	}
	if near, ok := Nearest(word, among); ok {
		return "Did you mean " + quote(near) + "?"
	}
	return ""
}
