package scenario

import (
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/packet"
)

// The patterns of addresses, ports, services and paths take what is read, and
// refuse all else but what takes arithmetic.
func TestPatternsAreExact(t *testing.T) {
	reads := func(err error) bool { return err == nil }
	for _, c := range []struct {
		name, alphabet string
		seeds          []string
		schema         *Schema
		read           func(string) bool
		beyond         func(string) bool // what only the parser refuses
	}{
		{"address", "012569af:.", []string{"10.0.0.1", "255.256.0.1", "fd00::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::", "::1.2.3.4", "1::2.3.4.5", "1:2:3:4:5:6:1.2.3.4"},
			Address().Schema(), func(s string) bool { _, err := parseAddress(s); return reads(err) }, mapped},
		{"CIDR", "0123469af:./", []string{"10.0.0.0/16", "0.0.0.0/0", "10.0.0.0/33", "10.0.0.0/08", "fd00::/48", "::/0", "::/128", "::/129"},
			CIDR().Schema(), func(s string) bool { _, err := parseCIDR(s); return reads(err) }, hostBits},
		{"ports", "0123568,-/ any", []string{"8080", "65535", "65536", "8000-8100", "8000/8100", "80, 443", "any", "-1/-1", "0", "-1"},
			Ports().Schema(), func(s string) bool { _, err := packet.ParsePorts(s); return reads(err) }, reversed},
		{"service", "tcpudiamgr0123568-/, ", []string{"tcp/443", "udp/53", "icmp", "any", "all/any", "gre/-1/-1", "17/53", "icmp/80", "tcp/1,2", "6", "256", "tcp/8000/8100", "ICMPv6"},
			Service().Schema(), func(s string) bool { _, err := packet.ParseService(s); return reads(err) }, reversed},
		{"path", "ab.[]=\"\\0 1", []string{"regions.a", "a[0].b", "a[b=c d].\"e.f\"", "[0]", "a[00]", "a..b", "a[b=\"]\"]", "1.2"},
			PathSchema(), func(s string) bool { _, err := ParsePath(s); return reads(err) }, oddPath},
	} {
		t.Run(c.name, func(t *testing.T) {
			pattern := regexp.MustCompile(c.schema.Pattern)
			rapid.Check(t, func(t *rapid.T) {
				text := rapid.SampledFrom(append(c.seeds, "")).Draw(t, "seed")
				at := rapid.IntRange(0, len(text)).Draw(t, "at")
				cut := rapid.IntRange(0, len(text)-at).Draw(t, "cut")
				more := rapid.StringOfN(rapid.SampledFrom([]rune(c.alphabet)), 0, 4, -1).Draw(t, "more")
				text = text[:at] + more + text[at+cut:]
				want := c.read(text)
				if !want && c.beyond(text) {
					return
				}
				require.Equal(t, want, pattern.MatchString(text), "%q", text)
			})
		})
	}
}

func mapped(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4In6()
}

func hostBits(text string) bool {
	p, err := netip.ParsePrefix(text)
	return err == nil && (p != p.Masked() || p.Addr().Is4In6())
}

// reversed is a range whose ends are in the wrong order.
func reversed(text string) bool {
	_, err := packet.ParsePorts(text[strings.Index(text, "/")+1:])
	if err == nil || !strings.Contains(err.Error(), "reversed") {
		_, err = packet.ParsePorts(text)
	}
	return err != nil && strings.Contains(err.Error(), "reversed")
}

// oddPath is a quote with an escape that Go does not have, or a value with
// blanks around it.
func oddPath(text string) bool {
	_, err := ParsePath(text)
	return err != nil && (strings.Contains(err.Error(), "escape") || strings.Contains(err.Error(), "double quotes"))
}
