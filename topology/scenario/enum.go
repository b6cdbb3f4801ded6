package scenario

import (
	"cmp"
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
	var docs, names, words []string
	for _, o := range options {
		for _, word := range append([]string{string(o.Name)}, o.Aliases...) {
			if _, dup := canonical[word]; dup {
				panic(fmt.Sprintf("scenario: option %q is listed twice", word))
			}
			canonical[word] = o.Name
			schema.Enum = append(schema.Enum, word)
		}
		names, words = append(names, quote(string(o.Name))), append(words, string(o.Name))
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
		return "", Refusal{Fix: sentences(cmp.Or(didYouMean(n.Text, words), didYouMean(n.Text, schema.Enum)), all)}
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
	if near, ok := nearest(word, among); ok {
		return "Did you mean " + quote(near) + "?"
	}
	return ""
}

// nearest finds the word that was most likely meant: one that differs by upper
// and lower case alone, or else by little.
func nearest(word string, among []string) (string, bool) {
	for _, other := range among {
		if strings.EqualFold(word, other) {
			return other, true
		}
	}
	return Nearest(word, among)
}
