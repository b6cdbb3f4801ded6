package generate

import "pgregory.net/rapid"

// Drawn are scenarios that rapid makes, and shrinks when a property fails. Not
// all of them are accepted by the loader.
func Drawn(o Options) *rapid.Generator[Mapping] {
	return rapid.Custom(func(t *rapid.T) Mapping {
		if rapid.Bool().Draw(t, "crossing") {
			return Crossing(drawn{t}, o)
		}
		return Any(drawn{t}, o)
	})
}

// drawn are the choices of a property.
type drawn struct{ *rapid.T }

func (d drawn) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, "choice") }

// GoString is how rapid tells what it found.
func (m Mapping) GoString() string { return "\n" + m.Text() }
