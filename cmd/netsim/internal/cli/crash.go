package cli

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"netsim/report"
)

// crash asks for a report of an internal error. No stack trace: who reads this
// has other worries.
func (a *App) crash(what, where string) {
	fmt.Fprintf(a.Stderr, "netsim: internal error: %s\n", report.Printable(what))
	if where != "" {
		fmt.Fprintf(a.Stderr, "  at %s\n", where)
	}
	v := buildVersion()
	fmt.Fprintf(a.Stderr, "  this is a bug in netsim, not in your scenario; please report it with these lines\n")
	fmt.Fprintf(a.Stderr, "  netsim %s, %s, %s\n", v.Version, v.Go, v.Platform)
}

// culprit is the first function of netsim under the panic that is being
// recovered from.
func culprit() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	panicking := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicking = true
		case panicking && strings.HasPrefix(f.Function, "netsim/"):
			return fmt.Sprintf("%s (%s:%d)", f.Function, filepath.Base(f.File), f.Line)
		}
		if !more {
			return ""
		}
	}
}
