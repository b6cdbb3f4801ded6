package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/report"
)

// mostMemory is what a hostile file may make the program allocate, all told. It
// is above what is held at one time, and does not hang on the collector.
const mostMemory = 600 << 20

// Files that are too large to be kept are made here. Each is refused, or judged,
// with a bounded amount of memory, and says what is wrong in few words.
func TestHugeFilesAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes and reads hundreds of megabytes")
	}
	const head = "apiVersion: netsim/v1\nname: huge\n"
	inVPC := func(text string) string {
		return head + "regions:\n  cn-shanghai:\n    vpcs:\n      main:\n        cidr: 10.0.0.0/8\n" + text
	}
	web := "        vswitches: {a: {cidr: 10.0.0.0/16}}\n        security_groups: {web: {}}\n"
	for _, c := range []struct {
		name, text string
		want       string // the first finding; empty: none
	}{
		{"keys in braces", head + "regions: {" + number("a%d,", 499_000) + "}", `"a0" has no value`},
		{"the same key over and over", head + "regions: {" + strings.Repeat("a,", 595_000) + "}", `The key "a" stands twice in one map`},
		{"resources", head + "regions:\n" + number("  a%d: {}\n", 290_000), `The scenario has more than 100000 resources`},
		{"one mark too many", head + "regions: [" + strings.Repeat(",", 600_000), `The file has more than 600000 brackets, commas, colons, dashes and comments`},
		{"one value too many", head + "regions: [" + strings.Repeat("a,", 500_000) + "]", `The scenario has more than 500000 values`},
		{"as many values as may be", head + "regions: [" + strings.Repeat("a,", 499_000) + "]", `"regions" takes a map, and a list stands there`},
		{"items with comments", head + "regions:\n" + strings.Repeat("- a # b\n", 290_000), `"regions" takes a map, and a list stands there`},
		{"one byte too many", head + "description: " + strings.Repeat("x", 20<<20), `The file is larger than 20 MiB`},
		{"words", head + "description: " + strings.Repeat("x ", 10_000_000), ``},
		{"lines of text", head + "description: |\n" + strings.Repeat(" x\n", 6_000_000), ``},
		{"a quote that is never closed", head + "description: \"" + strings.Repeat("x\n", 10_000_000), `The quote is never closed`},
		{"empty lines", head + strings.Repeat("\n", 20_000_000), ``},
		{"a long key", head + strings.Repeat("x", 20_000_000) + ": 1", `A line begins with more than 1024 characters and no ": "`},
		{"bad bytes", head + strings.Repeat("\xff", 20_000_000), `The byte 0xFF is not valid UTF-8`},
		{"brackets", head + "regions: " + strings.Repeat("[", 599_000), `Maps and lists are nested deeper than 64 levels`},
		{"steps of blocks", head + strings.Repeat("- ", 500_000), `Maps and lists are nested deeper than 64 levels`},
		{"JSON", `{"a": [` + strings.Repeat("{},", 290_000) + "1]}", `scenario lacks the field "apiVersion"`},
		{"aliases of large maps", inVPC("        vswitches: {a: &a {" + number("b%d: 1, ", 4000) + "}, " + number("c%d: *a, ", 120) + "}\n"), `unknown field "b0" in vSwitch "a"`},
		{"wrong fields", inVPC(number("        vswitchs%d: 1\n", 290_000)), `unknown field "vswitchs0" in VPC "main"`},
		{"wrong references", inVPC(web + "        instances:\n" + number("          i%d: {vswitch: b, security_groups: [w]}\n", 60_000)), `"b" does not name a vswitch`},
		{"listeners of one instance", inVPC(web + "        instances:\n          one:\n            vswitch: a\n            security_groups: [web]\n            listens:\n" + number("              - {port: tcp/%port, address: 10.0.0.9}\n", 45_000) + number("              - {port: tcp/%port-65535, address: 10.0.0.9}\n", 45_000)), `address "10.0.0.9" of a listener`},
		{"rules of one group", inVPC("        security_groups:\n          web:\n            ingress:\n" + number("              - {protocol: tcp, ports: 80, source: 10.0.0.0/8}\n", 60_000)), ``},
		{"routes", inVPC("        vswitches:\n" + number("          v%d: {cidr: 10.%net.0/24}\n", 20_000) + "        routes:\n" + number("          r%d: {destination: 11.%net.0/24, next_hop_type: nat_gateway}\n", 60_000)), ``},
		{"vSwitches that overlap", inVPC("        vswitches:\n" + number("          v%d: {cidr: 10.0.0.0/24}\n", 100_000)), `overlaps vSwitch "v0"`},
		{"checks", head + "regions: {}\nchecks:\n" + number("  - {name: c%d, from: internet, to: 10.0.0.1}\n", 80_000), `nothing in the scenario has an address of 10.0.0.1`},
		{"checks of one name", head + "regions: {}\nchecks:\n" + strings.Repeat("  - {name: c, from: internet, to: 10.0.0.1}\n", 80_000), `two checks are named "c"`},
		{"variants and checks that are not there", head + "regions: {}\nvariants:\n" + number("  - {name: v%d, set: {name: x}, fails: {no: nor}}\n", 50_000), `there is no check "no"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			require.NoError(t, os.WriteFile("huge.yaml", []byte(c.text), 0o644))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			code, out, errs := netsim("check", "huge.yaml")
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > mostMemory {
				t.Errorf("%d MiB were allocated", used>>20)
			}
			require.Empty(t, errs)
			first, _, _ := strings.Cut(out, "\n")
			if c.want == "" {
				require.Equal(t, report.ExitHolds, code, first)
				return
			}
			require.Contains(t, firstScreen(out), c.want)
			require.Less(t, len(out), 4<<20)
		})
	}
}

// firstScreen are the lines that fit on a terminal.
func firstScreen(out string) string {
	lines := strings.SplitN(out, "\n", 25)
	return strings.Join(lines[:min(len(lines), 24)], "\n")
}

// number repeats a text with a number in it: %d, or %port for a port, or %net
// for the two middle numbers of an address.
func number(format string, n int) string {
	marks := regexp.MustCompile(`%d|%port|%net`).FindAllStringIndex(format, -1)
	var b strings.Builder
	for i := range n {
		at := 0
		for _, m := range marks {
			b.WriteString(format[at:m[0]])
			switch at = m[1]; format[m[0]:m[1]] {
			case "%d":
				b.WriteString(strconv.Itoa(i))
			case "%port":
				b.WriteString(strconv.Itoa(i%65_535 + 1))
			case "%net":
				fmt.Fprintf(&b, "%d.%d", i/256%256, i%256)
			}
		}
		b.WriteString(format[at:])
	}
	return b.String()
}
