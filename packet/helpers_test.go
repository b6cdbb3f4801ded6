package packet_test

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/packet"
)

// ip and addrs read what a table row says: "10.0.0.1", "10.0.0.0/24" or
// "10.0.0.5-10.0.0.9".
func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func addrs(s string) packet.Addrs {
	if from, to, ok := strings.Cut(s, "-"); ok {
		return packet.Addrs{From: packet.AddrFrom(ip(from)), To: packet.AddrFrom(ip(to))}
	}
	if strings.Contains(s, "/") {
		_, r := packet.AddrsOfPrefix(netip.MustParsePrefix(s))
		return r
	}
	_, r := packet.AddrsOfAddr(ip(s))
	return r
}

// flow is a box as a rule is written: source, destination, service.
func flow(t testing.TB, from, to, service string) packet.Box {
	t.Helper()
	s, err := packet.ParseService(service)
	require.NoError(t, err)
	f := packet.V4
	if strings.Contains(from, ":") {
		f = packet.V6
	}
	b := packet.AllHeaders(f)
	b.Source, b.Destination = addrs(from), addrs(to)
	b.Protocol, b.DestinationPort = s.Protocol, s.Ports
	require.True(t, b.Valid())
	return b
}

func texts(boxes []packet.Box) []string {
	var lines []string
	for _, b := range boxes {
		lines = append(lines, b.Text())
	}
	return lines
}

// Numbers near the places where arithmetic goes wrong: the ends of a family, the
// seam between the two words, and the addresses that look like IPv4.
var edges = map[packet.Family][]packet.Addr{
	packet.V4: {{}, {Lo: 1}, {Lo: 255}, {Lo: 256}, {Lo: 1 << 31}, {Lo: 1<<32 - 2}, {Lo: 1<<32 - 1}},
	packet.V6: {
		{}, {Lo: 1}, {Lo: 1<<32 - 1}, {Lo: 1 << 32}, {Lo: 0xffff_0000_0000}, {Lo: 0xffff_ffff_ffff},
		{Lo: ^uint64(0) - 1}, {Lo: ^uint64(0)}, {Hi: 1}, {Hi: 1, Lo: 1}, {Hi: 1, Lo: ^uint64(0)},
		{Hi: 1 << 63}, {Hi: ^uint64(0)}, {Hi: ^uint64(0), Lo: ^uint64(0) - 1}, {Hi: ^uint64(0), Lo: ^uint64(0)},
	},
}

func anyFamily(t *rapid.T) packet.Family {
	return rapid.SampledFrom([]packet.Family{packet.V4, packet.V6}).Draw(t, "family")
}

func anyAddr(t *rapid.T, f packet.Family) packet.Addr {
	if rapid.IntRange(0, 3).Draw(t, "kind") > 0 {
		return rapid.SampledFrom(edges[f]).Draw(t, "edge")
	}
	if f == packet.V4 {
		return packet.Addr{Lo: uint64(rapid.Uint32().Draw(t, "address"))}
	}
	return packet.Addr{Hi: rapid.Uint64().Draw(t, "high"), Lo: rapid.Uint64().Draw(t, "low")}
}

func anyAddrs(t *rapid.T, f packet.Family) packet.Addrs {
	a, b := anyAddr(t, f), anyAddr(t, f)
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	return packet.Addrs{From: a, To: b}
}

func anyPorts(t *rapid.T) packet.Ports {
	number := rapid.OneOf(rapid.SampledFrom([]uint16{0, 1, 8, 443, 1024, 65534, 65535}), rapid.Uint16())
	a, b := number.Draw(t, "port"), number.Draw(t, "port")
	return packet.Ports{From: min(a, b), To: max(a, b)}
}

func anyProtocols(t *rapid.T) packet.Protocols {
	number := rapid.OneOf(rapid.SampledFrom([]uint8{0, 1, 2, 6, 17, 57, 58, 59, 254, 255}), rapid.Uint8())
	a, b := number.Draw(t, "protocol"), number.Draw(t, "protocol")
	return packet.Protocols{From: min(a, b), To: max(a, b)}
}

func anyBox(t *rapid.T, f packet.Family) packet.Box {
	b := packet.Box{
		Family:          f,
		Source:          anyAddrs(t, f),
		Destination:     anyAddrs(t, f),
		Protocol:        anyProtocols(t),
		SourcePort:      anyPorts(t),
		DestinationPort: anyPorts(t),
	}
	require.True(t, b.Valid())
	return b
}

func anyRandom(t *rapid.T) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
}
