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
	words := wordsOf(options)
	for i, word := range words {
		if slices.Contains(words[:i], word) {
			panic(fmt.Sprintf("scenario: option %q is listed twice", word))
		}
	}
	return scalar(func() *Schema { return enumSchema(options) }, func(n *Node) (V, error) {
		for i := range options {
			if o := &options[i]; string(o.Name) == n.Text || slices.Contains(o.Aliases, n.Text) {
				return o.Name, nil
			}
		}
		names := namesOf(options)
		return "", Refusal{Fix: sentences(cmp.Or(didYouMean(n.Text, names), didYouMean(n.Text, words)), "It takes "+join(quoted(names), "or"))}
	})
}

// wordsOf are all the words that an Enum takes.
func wordsOf[V ~string](options []Option[V]) []string {
	words := make([]string, 0, 2*len(options))
	for _, o := range options {
		words = append(append(words, string(o.Name)), o.Aliases...)
	}
	return words
}

func namesOf[V ~string](options []Option[V]) (names []string) {
	for _, o := range options {
		names = append(names, string(o.Name))
	}
	return names
}

func enumSchema[V ~string](options []Option[V]) *Schema {
	s := &Schema{Type: SchemaTypes{"string"}, Enum: wordsOf(options), phrase: "one of the options"}
	if len(options) <= 4 {
		s.phrase = join(quoted(namesOf(options)), "or")
	}
	var docs []string
	for _, o := range options {
		if doc := o.describe(); doc != "" {
			docs = append(docs, doc)
		}
	}
	s.Description = strings.Join(docs, "\n")
	return s
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
