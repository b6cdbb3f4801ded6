package aws

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used: most
// scenarios need few of them, and some commands none.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
