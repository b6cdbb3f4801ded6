package packet

import "net/netip"

// PublicIPv4 returns the IPv4 unicast addresses of the public internet: all but
// the blocks that the IANA IPv4 Special-Purpose Address Registry (RFC 6890) does
// not mark as globally reachable, and multicast. The ranges are sorted, disjoint
// and do not touch; the slice is the caller's.
//
// The documentation blocks 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 are
// counted as public, against the registry, because examples are written with
// them and an example must behave like the real thing.
func PublicIPv4() []Addrs {
	special := [...]string{ // ascending
		"0.0.0.0/8",      // this network, RFC 791
		"10.0.0.0/8",     // private use, RFC 1918
		"100.64.0.0/10",  // shared address space of carrier NAT, RFC 6598
		"127.0.0.0/8",    // loopback, RFC 1122
		"169.254.0.0/16", // link local, RFC 3927
		"172.16.0.0/12",  // private use, RFC 1918
		"192.0.0.0/24",   // protocol assignments, RFC 6890; its two anycast hosts go with it
		"192.88.99.0/24", // 6to4 relay anycast, withdrawn by RFC 7526
		"192.168.0.0/16", // private use, RFC 1918
		"198.18.0.0/15",  // benchmarks, RFC 2544
		"224.0.0.0/3",    // multicast, RFC 5771; reserved, RFC 1112; broadcast, RFC 919
	}
	var public []Addrs
	rest := AllAddrs(V4)
	for _, text := range special {
		_, block := AddrsOfPrefix(netip.MustParsePrefix(text))
		if before, ok := rest.below(block); ok {
			public = append(public, before)
		}
		after, ok := rest.above(block)
		if !ok {
			break
		}
		rest = after
	}
	return public
}
