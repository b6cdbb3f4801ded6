package scenario

import (
	"fmt"
	"net/netip"
	"strings"
)

// CIDR reads an address block, such as 10.0.0.0/16. An address without a mask
// and a block with host bits set are refused: both are often a slip.
func CIDR() Type[netip.Prefix] {
	schema := Schema{Pattern: `^[0-9A-Fa-f:.]+/[0-9]{1,3}$`, Examples: []any{"10.0.0.0/16"}}
	return Parsed("CIDR", schema, func(text string) (netip.Prefix, error) {
		if addr, err := netip.ParseAddr(text); err == nil {
			return netip.Prefix{}, Refusal{
				Why: "its mask is missing",
				Fix: fmt.Sprintf("Write %s/%d for the one address, or the mask of the block that is meant.", addr, addr.BitLen()),
			}
		}
		return parseCIDR(text)
	})
}

// AddressOrCIDR reads a CIDR, or an address as the block of that one address.
func AddressOrCIDR() Type[netip.Prefix] {
	schema := Schema{Pattern: `^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$`, Examples: []any{"10.0.0.0/16", "10.0.0.1"}}
	return Parsed("address or CIDR", schema, func(text string) (netip.Prefix, error) {
		if _, err := netip.ParseAddr(text); err == nil {
			addr, err := parseAddress(text)
			return netip.PrefixFrom(addr, addr.BitLen()), err
		}
		return parseCIDR(text)
	})
}

// Address reads an IP address.
func Address() Type[netip.Addr] {
	schema := Schema{Pattern: `^[0-9A-Fa-f:.]+$`, Examples: []any{"10.0.0.1"}}
	return Parsed("address", schema, func(text string) (netip.Addr, error) {
		if p, err := netip.ParsePrefix(text); err == nil {
			return netip.Addr{}, Refusal{Why: "it has a mask", Fix: fmt.Sprintf("Write one address, such as %s.", p.Addr())}
		}
		return parseAddress(text)
	})
}

func parseCIDR(text string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return netip.Prefix{}, Refusal{Fix: "Write an address and the length of its mask, such as 10.0.0.0/16."}
	case p.Addr().Is4In6():
		return netip.Prefix{}, refuseMapped(p.Addr())
	case p != p.Masked():
		return netip.Prefix{}, Refusal{
			Why: "bits are set below its mask",
			Fix: fmt.Sprintf("Write %s for the block, or %s/%d for the one address.", p.Masked(), p.Addr(), p.Addr().BitLen()),
		}
	}
	return p, nil
}

func parseAddress(text string) (netip.Addr, error) {
	addr, err := netip.ParseAddr(text)
	switch {
	case err != nil:
		return netip.Addr{}, Refusal{Fix: "Write four decimal numbers, such as 10.0.0.1, or an IPv6 address. Zeros in front of a number are not allowed."}
	case addr.Is4In6():
		return netip.Addr{}, refuseMapped(addr)
	case addr.Zone() != "":
		return netip.Addr{}, Refusal{Why: "it names a zone", Fix: fmt.Sprintf("Write %s.", addr.WithZone(""))}
	}
	return addr, nil
}

func refuseMapped(addr netip.Addr) error {
	return Refusal{Why: "it is an IPv4 address in IPv6 clothes", Fix: fmt.Sprintf("Write the IPv4 form, %s.", addr.Unmap())}
}

// LooksLikeAddress tells an address or CIDR, also one with a slip in it, from
// a reference.
func LooksLikeAddress(text string) bool {
	text, _, _ = strings.Cut(text, "/")
	return strings.Contains(text, ":") || text != "" && strings.Trim(text, "0123456789.") == "" && strings.Contains(text, ".")
}
