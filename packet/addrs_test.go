package packet_test

import (
	"math/big"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/packet"
)

func TestAddrNumbers(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		address string
		want    packet.Addr
		family  packet.Family
	}{
		{"0.0.0.0", packet.Addr{}, packet.V4},
		{"10.0.0.1", packet.Addr{Lo: 0x0a000001}, packet.V4},
		{"255.255.255.255", packet.Addr{Lo: 0xffffffff}, packet.V4},
		{"::", packet.Addr{}, packet.V6},
		{"2001:db8::1", packet.Addr{Hi: 0x20010db8_00000000, Lo: 1}, packet.V6},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", packet.Addr{Hi: ^uint64(0), Lo: ^uint64(0)}, packet.V6},
	} {
		t.Run(row.address, func(t *testing.T) {
			a := packet.AddrFrom(ip(row.address))
			require.Equal(t, row.want, a)
			require.Equal(t, row.family, packet.FamilyOf(ip(row.address)))
			require.Equal(t, ip(row.address), a.Netip(row.family))
		})
	}
}

func TestAddrOddForms(t *testing.T) {
	t.Parallel()
	require.Equal(t, packet.AddrFrom(ip("10.0.0.1")), packet.AddrFrom(ip("::ffff:10.0.0.1")), "4-in-6 is unmapped")
	require.Equal(t, packet.V4, packet.FamilyOf(ip("::ffff:10.0.0.1")))
	require.Equal(t, packet.AddrFrom(ip("fe80::1")), packet.AddrFrom(ip("fe80::1%eth0")), "the zone is dropped")
	require.Zero(t, packet.Addr{Lo: 1 << 32}.Netip(packet.V4), "not an IPv4 number")
	require.Zero(t, packet.Addr{}.Netip(0), "no family")
	require.Panics(t, func() { packet.AddrFrom(netip.Addr{}) })
	require.Panics(t, func() { packet.FamilyOf(netip.Addr{}) })
	require.Panics(t, func() { packet.AddrsOfPrefix(netip.Prefix{}) })
	require.Equal(t, []string{"IPv4", "IPv6", "Family(0)"},
		[]string{packet.V4.String(), packet.V6.String(), packet.Family(0).String()})
}

func TestAddrNeighbours(t *testing.T) {
	t.Parallel()
	last := packet.Addr{Hi: ^uint64(0), Lo: ^uint64(0)}
	_, ok := last.Next()
	require.False(t, ok, "nothing after the last number")
	_, ok = packet.Addr{}.Prev()
	require.False(t, ok, "nothing before zero")
	next, ok := packet.Addr{Lo: ^uint64(0)}.Next()
	require.True(t, ok)
	require.Equal(t, packet.Addr{Hi: 1}, next)

	rapid.Check(t, func(t *rapid.T) {
		a := anyAddr(t, packet.V6)
		if next, ok := a.Next(); ok {
			require.Equal(t, 1, next.Compare(a))
			back, ok := next.Prev()
			require.True(t, ok)
			require.Equal(t, a, back)
		}
		b := anyAddr(t, packet.V6)
		require.Equal(t, a.Netip(packet.V6).Compare(b.Netip(packet.V6)), a.Compare(b), "the order is netip's")
	})
}

func TestAddrsOfPrefix(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		prefix   string
		family   packet.Family
		from, to string
	}{
		{"10.0.0.0/24", packet.V4, "10.0.0.0", "10.0.0.255"},
		{"10.0.0.77/24", packet.V4, "10.0.0.0", "10.0.0.255"},
		{"10.0.0.7/32", packet.V4, "10.0.0.7", "10.0.0.7"},
		{"0.0.0.0/0", packet.V4, "0.0.0.0", "255.255.255.255"},
		{"2001:db8::/32", packet.V6, "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
		{"2001:db8::1/64", packet.V6, "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"},
		{"2001:db8::/63", packet.V6, "2001:db8::", "2001:db8:0:1:ffff:ffff:ffff:ffff"},
		{"2001:db8::1/128", packet.V6, "2001:db8::1", "2001:db8::1"},
		{"::/0", packet.V6, "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	} {
		t.Run(row.prefix, func(t *testing.T) {
			f, r := packet.AddrsOfPrefix(netip.MustParsePrefix(row.prefix))
			require.Equal(t, row.family, f)
			require.Equal(t, packet.Addrs{From: packet.AddrFrom(ip(row.from)), To: packet.AddrFrom(ip(row.to))}, r)
		})
	}
	f, r := packet.AddrsOfPrefix(netip.PrefixFrom(ip("::ffff:10.0.0.9"), 120))
	require.Equal(t, packet.V4, f, "a long 4-in-6 prefix is an IPv4 prefix")
	require.Equal(t, addrs("10.0.0.0/24"), r)
	f, r = packet.AddrsOfPrefix(netip.PrefixFrom(ip("::ffff:10.0.0.9"), 90))
	require.Equal(t, packet.V6, f, "a short one has more than IPv4 in it")
	require.Equal(t, "::ffc0:0:0/90", r.Text(f))
}

func TestAddrsText(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"10.0.0.1", "10.0.0.0/24", "10.0.0.5-10.0.0.9", "0.0.0.0/0", "10.0.0.0/31", "10.0.0.1-10.0.0.2",
		"::/0", "2001:db8::/48", "2001:db8::1", "2001:db8::1-2001:db8::2", "2001:db8::/64", "2001:db8::/65",
	} {
		f := packet.V4
		if ip6 := addrs(want); ip6.To.Compare(packet.Addr{Lo: 1<<32 - 1}) > 0 {
			f = packet.V6
		}
		require.Equal(t, want, addrs(want).Text(f))
	}
	require.Equal(t, "192.0.2.0/24", packet.Addrs{From: packet.AddrFrom(ip("192.0.2.0")), To: packet.AddrFrom(ip("192.0.2.255"))}.Text(packet.V4))
}

func TestAddrsPrefixes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		f    packet.Family
		want []string
	}{
		{"10.0.0.5-10.0.0.9", packet.V4, []string{"10.0.0.5/32", "10.0.0.6/31", "10.0.0.8/31"}},
		{"0.0.0.0/0", packet.V4, []string{"0.0.0.0/0"}},
		{"0.0.0.0-255.255.255.254", packet.V4, nil},
		{"255.255.255.255", packet.V4, []string{"255.255.255.255/32"}},
		{"::/0", packet.V6, []string{"::/0"}},
		{"::ffff:ffff:ffff:ffff-0:0:0:1::", packet.V6, []string{"::ffff:ffff:ffff:ffff/128", "0:0:0:1::/128"}},
	} {
		t.Run(row.text, func(t *testing.T) {
			var got []string
			for _, p := range addrs(row.text).Prefixes(row.f) {
				got = append(got, p.String())
			}
			if row.want == nil {
				require.Len(t, got, 32)
				return
			}
			require.Equal(t, row.want, got)
		})
	}
}

// A cover is minimal when no two neighbours are the halves of one prefix.
func TestPrefixesAreTheMinimalCover(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFamily(t)
		r := anyAddrs(t, f)
		prefixes := r.Prefixes(f)
		from := r.From
		for i, p := range prefixes {
			require.Equal(t, p.Masked(), p)
			family, part := rangeOf(p)
			require.Equal(t, f, family)
			require.Equal(t, from, part.From, "no gap and no overlap")
			require.True(t, r.Covers(part))
			if i > 0 && prefixes[i-1].Bits() == p.Bits() && p.Bits() > 0 {
				parent := netip.PrefixFrom(p.Addr(), p.Bits()-1).Masked()
				require.NotEqual(t, parent.Addr(), prefixes[i-1].Addr(), "%s and %s are one prefix", prefixes[i-1], p)
			}
			if i == len(prefixes)-1 {
				require.Equal(t, r.To, part.To)
				break
			}
			from, _ = part.To.Next()
		}
		text := r.Text(f)
		if len(prefixes) == 1 && !r.Single() {
			require.Equal(t, prefixes[0].String(), text)
		} else {
			require.NotContains(t, text, "/")
		}
	})
}

// rangeOf is AddrsOfPrefix, but reads a 4-in-6 prefix as the IPv6 it came from.
func rangeOf(p netip.Prefix) (packet.Family, packet.Addrs) {
	f, r := packet.AddrsOfPrefix(p)
	if f == packet.V4 && p.Addr().Is4In6() {
		const mapped = 0xffff_0000_0000
		return packet.V6, packet.Addrs{From: packet.Addr{Lo: r.From.Lo | mapped}, To: packet.Addr{Lo: r.To.Lo | mapped}}
	}
	return f, r
}

func TestVolume(t *testing.T) {
	t.Parallel()
	all := packet.AllHeaders(packet.V6).Volume()
	require.Equal(t, new(big.Int).Lsh(big.NewInt(1), 128+128+8+16+16), all)
	all = packet.AllHeaders(packet.V4).Volume()
	require.Equal(t, new(big.Int).Lsh(big.NewInt(1), 32+32+8+16+16), all)
	require.Equal(t, "65536", flow(t, "10.0.0.1", "10.0.0.2", "tcp/443").Volume().String())
}

func TestWithout(t *testing.T) {
	whole := []packet.Addrs{span("10.0.0.0", "10.0.0.9"), span("10.0.1.0", "10.0.1.9")}
	for name, row := range map[string]struct {
		taken packet.Addrs
		want  []packet.Addrs
	}{
		"the middle":    {span("10.0.0.4", "10.0.0.5"), []packet.Addrs{span("10.0.0.0", "10.0.0.3"), span("10.0.0.6", "10.0.0.9"), whole[1]}},
		"the start":     {span("10.0.0.0", "10.0.0.0"), []packet.Addrs{span("10.0.0.1", "10.0.0.9"), whole[1]}},
		"the end":       {span("10.0.1.9", "10.0.1.9"), []packet.Addrs{whole[0], span("10.0.1.0", "10.0.1.8")}},
		"over the edge": {span("10.0.0.8", "10.0.1.1"), []packet.Addrs{span("10.0.0.0", "10.0.0.7"), span("10.0.1.2", "10.0.1.9")}},
		"all of one":    {span("10.0.0.0", "10.0.0.9"), whole[1:]},
		"nothing":       {span("10.0.2.0", "10.0.2.9"), whole},
	} {
		require.Equal(t, row.want, packet.Without(whole, row.taken), name)
	}
}

func span(from, to string) packet.Addrs {
	_, a := packet.AddrsOfAddr(netip.MustParseAddr(from))
	_, b := packet.AddrsOfAddr(netip.MustParseAddr(to))
	return packet.Addrs{From: a.From, To: b.To}
}
