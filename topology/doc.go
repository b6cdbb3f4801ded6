// Package topology is the front door of scenarios: it loads a file with what it
// includes, resolves it, makes its variants, and lowers each with the clouds'
// packages to a network that questions are asked on.
//
// A File is what was loaded: its base Model and its variants. A Model has
// checks; Model.Case binds a check to the networks that the model lowers to,
// one for each reading of the open switches. Nothing is decided here.
package topology
