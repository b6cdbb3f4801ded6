// Package reachability decides questions about a fabric.Network, and keeps the
// evidence.
//
// A question is followed leg by leg, as boxes of headers. Every rule that the
// boxes meet claims the part of them that it matches and that is still
// undecided; the claims are verdict and evidence at once, so they cannot
// disagree. The walk goes on past an obstacle, so that all of them are found:
// past a filter or a gate as if it had let the packets pass, past a wrong route
// at the destination's edge, and the stretch between is told as not judged.
//
// Solve answers a question under one reading of the open switches. Prove tries
// every reading that the answer turns on, and says unknown where they differ.
//
// The package knows no cloud.
package reachability
