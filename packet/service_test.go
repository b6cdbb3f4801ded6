package packet_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
)

func TestParsePorts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		want []packet.Ports
	}{
		{"8080", []packet.Ports{{8080, 8080}}},
		{"8000-8100", []packet.Ports{{8000, 8100}}},
		{"8000/8100", []packet.Ports{{8000, 8100}}},
		{"1-65535", []packet.Ports{{1, 65535}}},
		{"65535", []packet.Ports{{65535, 65535}}},
		{"80-80", []packet.Ports{{80, 80}}},
		{"any", []packet.Ports{packet.AllPorts()}},
		{"Any", []packet.Ports{packet.AllPorts()}},
		{"-1/-1", []packet.Ports{packet.AllPorts()}},
		{"80,443", []packet.Ports{{80, 80}, {443, 443}}},
		{"443, 80 ,8000/8100", []packet.Ports{{80, 80}, {443, 443}, {8000, 8100}}},
		{"80,81,80-90", []packet.Ports{{80, 90}}},
		{"65535,1", []packet.Ports{{1, 1}, {65535, 65535}}},
		{"443,any", []packet.Ports{packet.AllPorts()}},
	} {
		t.Run(row.text, func(t *testing.T) {
			got, err := packet.ParsePorts(row.text)
			require.NoError(t, err)
			require.Equal(t, row.want, got)
		})
	}
}

func TestParsePortsRefuses(t *testing.T) {
	t.Parallel()
	const accepted = "write a port (443), a range (8000-8100 or 8000/8100), a list of these (80,443), or any"
	for _, row := range []struct{ text, want string }{
		{"", `ports "": no ports are written; ` + accepted},
		{"  ", `ports "  ": no ports are written; ` + accepted},
		{"0", `ports "0": port 0 is reserved, no service can listen on it; write any for all ports, or begin at 1`},
		{"0-65535", `ports "0-65535": port 0 is reserved, no service can listen on it; write any for all ports, or begin at 1`},
		{"0080", `ports "0080": port "0080" has a leading zero, which some readers take for octal; write it without`},
		{"00", `ports "00": port "00" has a leading zero, which some readers take for octal; write it without`},
		{"65536", `ports "65536": port 65536 is above 65535, the last port; write a lower one`},
		{"99999999999999999999", `ports "99999999999999999999": port 99999999999999999999 is above 65535, the last port; write a lower one`},
		{"8100-8000", `ports "8100-8000": the range is reversed; write 8000-8100`},
		{"80,", `ports "80,": a port is missing; ` + accepted},
		{"80-", `ports "80-": a port is missing; ` + accepted},
		{"-1", `ports "-1": a port is missing; ` + accepted},
		{"+80", `ports "+80": "+80" is not a port; ` + accepted},
		{"80 - 90", `ports "80 - 90": "80 " is not a port; ` + accepted},
		{"1-2-3", `ports "1-2-3": "2-3" is not a port; ` + accepted},
		{"http", `ports "http": "http" is not a port; ` + accepted},
		{"8٠", `ports "8٠": "8٠" is not a port; ` + accepted},
	} {
		t.Run(row.text, func(t *testing.T) {
			_, err := packet.ParsePorts(row.text)
			require.EqualError(t, err, row.want)
		})
	}
}

func TestParseProtocol(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]packet.Protocols{
		"tcp": packet.Protocol(6), "UDP": packet.Protocol(17), "Icmp": packet.Protocol(1), "icmpv6": packet.Protocol(58),
		"ICMPv6": packet.Protocol(58), "gre": packet.Protocol(47), "all": packet.AllProtocols(), "any": packet.AllProtocols(),
		"0": packet.Protocol(0), "6": packet.Protocol(6), "255": packet.Protocol(255),
	} {
		got, err := packet.ParseProtocol(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"":      `protocol "": it is empty; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
		"tpc":   `protocol "tpc": there is no such protocol; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
		" tcp":  `protocol " tcp": there is no such protocol; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
		"-1":    `protocol "-1": there is no such protocol; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
		"256":   `protocol "256": it is above 255, the last protocol number; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
		"006":   `protocol "006": it has a leading zero, which some readers take for octal; write it without`,
		"1e2":   `protocol "1e2": there is no such protocol; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
		"99999": `protocol "99999": it is above 255, the last protocol number; write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255`,
	} {
		_, err := packet.ParseProtocol(text)
		require.EqualError(t, err, want, text)
	}
}

func TestParseService(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text, canonical string
	}{
		{"tcp/443", "tcp/443"},
		{"TCP/443", "tcp/443"},
		{"6/443", "tcp/443"},
		{"udp/53", "udp/53"},
		{"132/5000", "132/5000"},
		{"tcp/8000-8100", "tcp/8000-8100"},
		{"tcp/8000/8100", "tcp/8000-8100"},
		{"tcp", "tcp"},
		{"tcp/any", "tcp"},
		{"tcp/-1/-1", "tcp"},
		{"tcp/1-65535", "tcp/1-65535"},
		{"icmp", "icmp"},
		{"icmp/-1/-1", "icmp"},
		{"gre", "gre"},
		{"any", "any"},
		{"all", "any"},
		{"89/any", "89/any"},
	} {
		t.Run(row.text, func(t *testing.T) {
			s, err := packet.ParseService(row.text)
			require.NoError(t, err)
			require.Equal(t, row.canonical, s.Text())
		})
	}
	for _, row := range []struct{ text, want string }{
		{"", `service "": it is empty; write tcp,`},
		{"443", `service "443": a service is a protocol and a port; write tcp/443`},
		{"icmp/8", `service "icmp/8": icmp has no ports; write "icmp", or ports of tcp or udp`},
		{"gre/47", `service "gre/47": gre has no ports; write "gre"`},
		{"any/443", `service "any/443": any includes protocols without ports; write "any", or ports of tcp or udp`},
		{"tcp/80,443", `service "tcp/80,443": one service has one range of ports; write one service per range`},
		{"tcp/", `service "tcp/": no ports are written; write a port`},
		{"tcp/0", `service "tcp/0": port 0 is reserved`},
		{"tcp:443", `service "tcp:443": a service is a protocol and a port; write tcp/443`},
		{"53/UDP", `service "53/UDP": a service is a protocol and a port; write udp/53`},
		{"8000-8100", `service "8000-8100": a service is a protocol and a port; write tcp/8000-8100`},
		{"https", `service "https": a service is a protocol and a port; write tcp/443`},
		{"tcpp/443", `service "tcpp/443": there is no such protocol; write tcp,`},
	} {
		t.Run(row.text, func(t *testing.T) {
			_, err := packet.ParseService(row.text)
			require.ErrorContains(t, err, row.want)
		})
	}
}

func TestProtocolsAndPortsText(t *testing.T) {
	t.Parallel()
	require.Equal(t, "2-57", packet.Protocols{From: 2, To: 57}.Text())
	require.Equal(t, "89", packet.Protocol(89).Text())
	require.Equal(t, "0-10", packet.Ports{From: 0, To: 10}.Text())
	require.Equal(t, "1024-65535", packet.ClientPorts().Text())
}

func FuzzParsePorts(f *testing.F) {
	for _, seed := range []string{"8080", "8000-8100", "8000/8100", "80,443", "-1/-1", "any", "0", "0080", "", ",", "65536", "9-1", "1, 2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ranges, err := packet.ParsePorts(text)
		if err != nil {
			require.Nil(t, ranges)
			return
		}
		require.NotEmpty(t, ranges)
		var parts []string
		for i, r := range ranges {
			require.LessOrEqual(t, r.From, r.To)
			require.True(t, r.From > 0 || r == packet.AllPorts(), "port 0 alone")
			require.True(t, i == 0 || int(ranges[i-1].To)+1 < int(r.From), "sorted, and apart")
			parts = append(parts, r.Text())
		}
		again, err := packet.ParsePorts(strings.Join(parts, ","))
		require.NoError(t, err)
		require.True(t, slices.Equal(ranges, again))
	})
}

func FuzzParseProtocol(f *testing.F) {
	for _, seed := range []string{"tcp", "UDP", "icmp", "icmpv6", "gre", "all", "any", "0", "255", "256", "06", "-1", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := packet.ParseProtocol(text)
		if err != nil {
			require.Zero(t, p)
			return
		}
		require.True(t, p.Single() || p == packet.AllProtocols())
		again, err := packet.ParseProtocol(p.Text())
		require.NoError(t, err)
		require.Equal(t, p, again)
	})
}

func FuzzParseService(f *testing.F) {
	for _, seed := range []string{"tcp/443", "udp/53", "tcp/8000-8100", "icmp", "any", "gre", "tcp/-1/-1", "any/443", "icmp/8", "6/80", "/", "tcp//"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := packet.ParseService(text)
		if err != nil {
			require.Zero(t, s)
			return
		}
		again, err := packet.ParseService(s.Text())
		require.NoError(t, err)
		require.Equal(t, s, again)
	})
}
