// Package cli is netsim's command line: what people type, and what is printed
// where.
//
// Data goes to standard output, talk to standard error. Nothing here decides a
// verdict: a [Checker] does that, and package report tells it. Streams and
// environment are passed in, so that tests run the whole program in place.
//
// Usage that makes no sense is refused before any work starts, with exit code 2
// and a hint. Output files are written whole or not at all.
//
//	os.Exit(cli.Main(os.Args[1:], cli.Env{Stdout: os.Stdout, ...}))
package cli
