// Package scenario reads scenario files: into a tree of nodes that know their
// places, and from there, by tables of fields, into the types of the clouds.
//
// A file becomes a tree of Node (Load). Includes join trees, edits (set,
// remove, merge) make new trees that share what they do not change. A table of
// fields (Table) says what may stand in an object; the same table decodes a
// tree, reports everything in it that is wrong, and describes the language as
// a JSON Schema.
//
// Format lays a file out anew without changing what it says.
//
// The package knows no cloud. It refuses what is malformed; what a cloud would
// refuse is for the cloud's package to judge.
package scenario
