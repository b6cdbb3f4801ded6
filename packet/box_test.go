package packet_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
)

func TestBoxText(t *testing.T) {
	t.Parallel()
	web := flow(t, "10.0.0.0/24", "10.1.0.5", "tcp/443")
	require.Equal(t, "10.0.0.0/24 -> 10.1.0.5 tcp/443", web.Text())
	web.SourcePort = packet.ClientPorts()
	require.Equal(t, "10.0.0.0/24 -> 10.1.0.5 tcp/443 from port 1024-65535", web.Text())
	ping := flow(t, "10.0.0.0/24", "10.1.0.5", "icmp")
	require.Equal(t, "10.0.0.0/24 -> 10.1.0.5 icmp", ping.Text())
	ping.SourcePort, ping.DestinationPort = packet.Port(8), packet.Port(0)
	require.Equal(t, "10.0.0.0/24 -> 10.1.0.5 icmp type 8 code 0", ping.Text())
	require.Equal(t, "0.0.0.0/0 -> 0.0.0.0/0 any", packet.AllHeaders(packet.V4).Text())
	require.Equal(t, "::/0 -> ::/0 any", packet.AllHeaders(packet.V6).Text())
}

func TestCovers(t *testing.T) {
	t.Parallel()
	rule := flow(t, "10.0.0.0/16", "10.1.0.0/24", "tcp/8000-8100")
	for _, row := range []struct {
		name, from, to, service string
		covers, overlaps        bool
	}{
		{"the rule itself", "10.0.0.0/16", "10.1.0.0/24", "tcp/8000-8100", true, true},
		{"one host, one port", "10.0.0.1", "10.1.0.5", "tcp/8080", true, true},
		{"source too wide", "10.0.0.0/15", "10.1.0.5", "tcp/8080", false, true},
		{"destination too wide", "10.0.0.1", "10.1.0.0/23", "tcp/8080", false, true},
		{"one port too many", "10.0.0.1", "10.1.0.5", "tcp/8100-8101", false, true},
		{"every protocol", "10.0.0.1", "10.1.0.5", "any", false, true},
		{"port next to it", "10.0.0.1", "10.1.0.5", "tcp/8101", false, false},
		{"other protocol", "10.0.0.1", "10.1.0.5", "udp/8080", false, false},
		{"address next to it", "10.0.0.1", "10.1.1.0", "tcp/8080", false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			asked := flow(t, row.from, row.to, row.service)
			require.Equal(t, row.covers, rule.Covers(asked))
			require.Equal(t, row.overlaps, rule.Overlaps(asked))
		})
	}
}

func TestFamiliesNeverMeet(t *testing.T) {
	t.Parallel()
	four, six := packet.AllHeaders(packet.V4), packet.AllHeaders(packet.V6)
	require.False(t, four.Overlaps(six))
	require.False(t, six.Covers(four))
	_, ok := six.Intersect(four)
	require.False(t, ok)
	require.Equal(t, []packet.Box{six}, six.AppendSubtract(nil, four))
	require.True(t, packet.Disjoint([]packet.Box{four, six}))
	require.Equal(t, []packet.Box{four, six}, packet.Merge([]packet.Box{six, four}))
}

func TestSubtractReadsAsPolicy(t *testing.T) {
	t.Parallel()
	subnet := flow(t, "10.0.0.0/24", "10.1.0.0/24", "tcp/1-1000")
	for _, row := range []struct {
		name, from, to, service string
		want                    []string
	}{
		{"another protocol takes nothing", "10.0.0.0/24", "10.1.0.0/24", "udp", []string{"10.0.0.0/24 -> 10.1.0.0/24 tcp/1-1000"}},
		{"everything takes all", "0.0.0.0/0", "0.0.0.0/0", "any", nil},
		{"one port leaves two ranges", "0.0.0.0/0", "0.0.0.0/0", "tcp/443", []string{
			"10.0.0.0/24 -> 10.1.0.0/24 tcp/1-442",
			"10.0.0.0/24 -> 10.1.0.0/24 tcp/444-1000",
		}},
		{"half the sources and one port", "10.0.0.0/25", "0.0.0.0/0", "tcp/1-999", []string{
			"10.0.0.128/25 -> 10.1.0.0/24 tcp/1-1000",
			"10.0.0.0/25 -> 10.1.0.0/24 tcp/1000",
		}},
		{"one host in the middle", "10.0.0.0/24", "10.1.0.5", "any", []string{
			"10.0.0.0/24 -> 10.1.0.0-10.1.0.4 tcp/1-1000",
			"10.0.0.0/24 -> 10.1.0.6-10.1.0.255 tcp/1-1000",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			taken := flow(t, row.from, row.to, row.service)
			require.Equal(t, row.want, texts(subnet.AppendSubtract(nil, taken)))
		})
	}
}

func TestSubtractLeavesAtMostTen(t *testing.T) {
	t.Parallel()
	hole := flow(t, "10.0.0.1", "10.0.0.2", "tcp/443")
	hole.SourcePort = packet.Port(5000)
	pieces := packet.AllHeaders(packet.V4).AppendSubtract(nil, hole)
	require.Len(t, pieces, 10)
	require.True(t, packet.Disjoint(pieces))
	require.Equal(t, []packet.Box{packet.AllHeaders(packet.V4)}, packet.Merge(append(pieces, hole)), "the hole filled")
}

func TestReverse(t *testing.T) {
	t.Parallel()
	web := flow(t, "10.0.0.1", "10.1.0.5", "tcp/443")
	require.Equal(t, "10.1.0.5 -> 10.0.0.1 tcp from port 443", web.Reverse().Text())
	for _, service := range []string{"icmp", "icmpv6"} {
		ping := flow(t, "10.0.0.1", "10.1.0.5", service)
		ping.SourcePort, ping.DestinationPort = packet.Port(8), packet.Port(0)
		require.Equal(t, "10.1.0.5 -> 10.0.0.1 "+service+" type 8 code 0", ping.Reverse().Text())
	}
	mixed := flow(t, "10.0.0.1", "10.1.0.5", "any")
	mixed.DestinationPort = packet.Port(443)
	require.Equal(t, "10.1.0.5 -> 10.0.0.1 any from port 443", mixed.Reverse().Text(), "a mixed box changes its ports")
}

func TestSplitICMP(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		given packet.Protocols
		want  []packet.Protocols
	}{
		{"any", packet.AllProtocols(), []packet.Protocols{{0, 0}, {1, 1}, {2, 57}, {58, 58}, {59, 255}}},
		{"tcp", packet.Protocol(packet.TCP), []packet.Protocols{{6, 6}}},
		{"icmp", packet.Protocol(packet.ICMP), []packet.Protocols{{1, 1}}},
		{"icmpv6", packet.Protocol(packet.ICMPv6), []packet.Protocols{{58, 58}}},
		{"from icmp on", packet.Protocols{1, 17}, []packet.Protocols{{1, 1}, {2, 17}}},
		{"up to icmpv6", packet.Protocols{6, 58}, []packet.Protocols{{6, 57}, {58, 58}}},
		{"icmp to icmpv6", packet.Protocols{1, 58}, []packet.Protocols{{1, 1}, {2, 57}, {58, 58}}},
		{"behind both", packet.Protocols{59, 255}, []packet.Protocols{{59, 255}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := packet.AllHeaders(packet.V4)
			b.Protocol = row.given
			var got []packet.Protocols
			for _, piece := range b.AppendSplitICMP(nil) {
				got = append(got, piece.Protocol)
				piece.Protocol = b.Protocol
				require.Equal(t, b, piece, "nothing else changes")
			}
			require.Equal(t, row.want, got)
		})
	}
}

func TestContains(t *testing.T) {
	t.Parallel()
	rule := flow(t, "10.0.0.0/24", "10.1.0.5", "tcp/443")
	header := packet.Header{Source: ip("10.0.0.7"), Destination: ip("10.1.0.5"), Protocol: packet.TCP, SourcePort: 40000, DestinationPort: 443}
	require.True(t, rule.Contains(header))
	for name, change := range map[string]func(*packet.Header){
		"source":             func(h *packet.Header) { h.Source = ip("10.0.1.0") },
		"destination":        func(h *packet.Header) { h.Destination = ip("10.1.0.6") },
		"protocol":           func(h *packet.Header) { h.Protocol = packet.UDP },
		"port":               func(h *packet.Header) { h.DestinationPort = 444 },
		"other family":       func(h *packet.Header) { h.Source = ip("::a00:7") },
		"no source":          func(h *packet.Header) { h.Source = netip.Addr{} },
		"no destination":     func(h *packet.Header) { h.Destination = netip.Addr{} },
		"families are mixed": func(h *packet.Header) { h.Destination = ip("2001:db8::1") },
	} {
		changed := header
		change(&changed)
		require.False(t, rule.Contains(changed), name)
	}
	header.Source = ip("::ffff:10.0.0.7")
	require.True(t, rule.Contains(header), "4-in-6 is IPv4")
	require.False(t, packet.AllHeaders(packet.V6).Contains(packet.Header{}), "the zero header is nowhere")
	require.False(t, packet.Box{}.Contains(header))
}

func TestValid(t *testing.T) {
	t.Parallel()
	require.False(t, packet.Box{}.Valid(), "no family")
	for name, spoil := range map[string]func(*packet.Box){
		"reversed source":      func(b *packet.Box) { b.Source = packet.Addrs{From: b.Source.To} },
		"reversed destination": func(b *packet.Box) { b.Destination = packet.Addrs{From: b.Destination.To} },
		"reversed protocol":    func(b *packet.Box) { b.Protocol = packet.Protocols{From: 1} },
		"reversed source port": func(b *packet.Box) { b.SourcePort = packet.Ports{From: 1} },
		"reversed port":        func(b *packet.Box) { b.DestinationPort = packet.Ports{From: 1} },
		"IPv6 in IPv4":         func(b *packet.Box) { b.Source = packet.AllAddrs(packet.V6) },
	} {
		b := packet.AllHeaders(packet.V4)
		spoil(&b)
		require.False(t, b.Valid(), name)
	}
}

func TestHeaderText(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		h    packet.Header
		want string
	}{
		{packet.Header{ip("10.0.0.4"), ip("10.1.0.5"), packet.TCP, 40000, 443}, "10.0.0.4:40000 -> 10.1.0.5:443 tcp"},
		{packet.Header{ip("2001:db8::4"), ip("2001:db8::5"), packet.UDP, 40000, 53}, "[2001:db8::4]:40000 -> [2001:db8::5]:53 udp"},
		{packet.Header{ip("10.0.0.4"), ip("10.1.0.5"), packet.ICMP, 8, 0}, "10.0.0.4 -> 10.1.0.5 icmp type 8 code 0"},
		{packet.Header{ip("10.0.0.4"), ip("10.1.0.5"), packet.GRE, 0, 0}, "10.0.0.4 -> 10.1.0.5 gre"},
		{packet.Header{ip("10.0.0.4"), ip("10.1.0.5"), 132, 5000, 80}, "10.0.0.4:5000 -> 10.1.0.5:80 132"},
	} {
		require.Equal(t, row.want, row.h.Text())
		require.Equal(t, row.h, row.h.Reverse().Reverse())
	}
}

func TestDisjoint(t *testing.T) {
	t.Parallel()
	web, api := flow(t, "10.0.0.0/8", "10.1.0.0/24", "tcp/443"), flow(t, "10.0.0.0/8", "10.1.0.0/24", "tcp/8080")
	far, all := flow(t, "10.0.0.0/8", "10.9.0.0/24", "any"), flow(t, "10.0.0.0/8", "10.1.0.7", "any")
	require.True(t, packet.Disjoint(nil))
	require.True(t, packet.Disjoint([]packet.Box{far, web, api}))
	require.False(t, packet.Disjoint([]packet.Box{far, web, api, all}))
	require.False(t, packet.Disjoint([]packet.Box{web, web}))
	require.False(t, packet.Disjoint([]packet.Box{all, all}), "one destination is enough to meet")
}

func TestMergeForPrinting(t *testing.T) {
	t.Parallel()
	given := []packet.Box{
		flow(t, "10.0.0.128/25", "10.1.0.5", "tcp/444-1000"),
		flow(t, "10.0.0.0/25", "10.1.0.5", "tcp/1-443"),
		flow(t, "10.0.0.0/25", "10.1.0.5", "tcp/444-1000"),
		flow(t, "10.0.0.128/25", "10.1.0.5", "tcp/1-443"),
		flow(t, "10.0.2.0/24", "10.1.0.5", "tcp/1-1000"),
	}
	want := []string{"10.0.0.0/24 -> 10.1.0.5 tcp/1-1000", "10.0.2.0/24 -> 10.1.0.5 tcp/1-1000"}
	require.Equal(t, want, texts(packet.Merge(given)))
	require.Empty(t, packet.Merge(nil))
}
