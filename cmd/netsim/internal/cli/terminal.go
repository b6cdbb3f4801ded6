package cli

import (
	"io"
	"os"
	"strings"
)

// terminal reports whether a stream is one.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// widestPage is the longest line of sentences that reads well.
const widestPage = 120

// pageWidth is where sentences are wrapped: at the edge of a terminal, so that it
// does not break words. Everywhere else it is always the same, 0: no output that
// is kept depends on a terminal.
func pageWidth(w io.Writer, tty bool) int {
	f, ok := w.(*os.File)
	if !ok || !tty {
		return 0
	}
	return min(columns(f), widestPage)
}

// utf8Locale reports whether the environment says that its terminals know
// UTF-8: the first of these variables that is set decides.
func utf8Locale(env Env) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(env.Getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return false
}
