// Netsim proves or refutes, before anything is deployed, that traffic gets from
// A to B in a cloud network, and says why.
package main

import (
	"os"
	"runtime/debug"

	"netsim/cmd/netsim/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // a short run: memory for time
	}
	os.Exit(cli.Main(os.Args[1:], cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
	}))
}
