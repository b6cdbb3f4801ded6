// Package generate makes scenarios in the language at random, for tests only: what
// holds of every scenario is asked of many of these.
//
// A scenario is a tree of mappings, lists and names, which can be changed and
// renamed before it is written. What is random comes from Choices: a seeded
// generator in large loops, or one that shrinks what it found.
//
//	series := generate.Series{Crossings: true}
//	s := series.Next() // s.Tree, s.Text, s.Model
package generate
