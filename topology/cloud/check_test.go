package cloud_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/cloud"
	"netsim/topology/diag"
)

func line(n int) diag.Range {
	return diag.Range{File: "net.yaml", Start: diag.Pos{Line: n, Column: 1}, End: diag.Pos{Line: n, Column: 2}}
}

// A file with very many mistakes is wrong as a whole; what is wrong with it does
// not hide what is only odd.
func TestFindingsAreBoundedBySeverity(t *testing.T) {
	var c cloud.Checker
	for n := range 5000 {
		c.Refuse(line(n+1), "wrong", "Mend it.")
	}
	c.Warn(line(1), "odd", "Look at it.")
	errors, warnings := 0, 0
	for _, f := range c.Found() {
		if f.Severity == diag.Error {
			errors++
		} else {
			warnings++
		}
	}
	require.Equal(t, 2000, errors)
	require.Equal(t, 1, warnings)
}

// Of two that clash the second in the file is refused, however they are met.
func TestTheSecondInTheFileIsRefused(t *testing.T) {
	blocks := []cloud.Written[netip.Prefix]{
		{What: netip.MustParsePrefix("10.0.0.0/8"), Name: "wide", At: line(3)},
		{What: netip.MustParsePrefix("10.1.0.0/16"), Name: "narrow", At: line(1)},
		{What: netip.MustParsePrefix("192.168.0.0/16"), Name: "apart", At: line(2)},
		{What: netip.MustParsePrefix("10.1.0.0/16"), Name: "narrow again", At: line(4)},
	}
	var overlaps, repeats []string
	tell := func(into *[]string) func(first, second cloud.Written[netip.Prefix]) {
		return func(first, second cloud.Written[netip.Prefix]) {
			*into = append(*into, fmt.Sprintf("%s after %s", second.Name, first.Name))
		}
	}
	cloud.Overlapping(blocks, tell(&overlaps))
	cloud.Twice(blocks, tell(&repeats))
	require.Equal(t, []string{"wide after narrow", "narrow again after wide"}, overlaps)
	require.Equal(t, []string{"narrow again after narrow"}, repeats)
}

func TestPathPattern(t *testing.T) {
	for path, want := range map[string]string{"/*": "/**", "/a/*": "/a/**", "/a": "/a", "/a/*/b": "/a/*/b", "/a*": "/a*"} {
		require.Equal(t, want, cloud.PathPattern(path), path)
	}
}
