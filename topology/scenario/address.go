package scenario

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// The patterns of addresses are exact but for what takes arithmetic: bits below
// the mask, and IPv4 in IPv6 clothes.
const (
	octet = `(25[0-5]|(2[0-4]|1[0-9]|[1-9])?[0-9])`
	ipv4  = octet + `(\.` + octet + `){3}`
	mask4 = `(3[0-2]|[12]?[0-9])`
	mask6 = `(12[0-8]|(1[01]|[1-9])?[0-9])`

	// addressLook is LooksLikeAddress as a pattern.
	addressLook = `^([^/]*:|[0-9.]*\.[0-9.]*(/|$))`
)

// ipv6 is the pattern of an IPv6 address: eight groups, or fewer around one ::
// for those that are missing. The last two groups may be written as IPv4.
func ipv6() string {
	const group = `[0-9A-Fa-f]{1,4}`
	groups := []string{`(` + group + `:){7}(` + group + `|:)`, `:((:` + group + `){1,7}|:)`}
	heads := []string{`(` + group + `:){6}`, `::(` + group + `:){0,5}`} // of what ends as IPv4
	for before := 1; before <= 6; before++ {
		groups = append(groups, fmt.Sprintf(`(%s:){%d}((:%s){1,%d}|:)`, group, before, group, 7-before))
	}
	for before := 1; before <= 5; before++ {
		heads = append(heads, fmt.Sprintf(`(%s:){%d}:(%s:){0,%d}`, group, before, group, 5-before))
	}
	return `(` + strings.Join(groups, `|`) + `|(` + strings.Join(heads, `|`) + `)` + ipv4 + `)`
}

// IPv4CIDR narrows CIDR to IPv4 blocks with masks of these lengths.
func IPv4CIDR(from, to int) func(*Schema) {
	var masks []string
	for n := from; n <= to; n++ {
		masks = append(masks, strconv.Itoa(n))
	}
	return func(s *Schema) { s.Pattern = `^` + ipv4 + `/(` + strings.Join(masks, `|`) + `)$` }
}

// IPv4AddressOrCIDR narrows AddressOrCIDR to IPv4.
func IPv4AddressOrCIDR(s *Schema) { s.Pattern = `^` + ipv4 + `(/` + mask4 + `)?$` }

// AddressOr describes text that is an address if it looks like one, and
// something else if not.
func AddressOr(address, other *Schema) *Schema {
	return &Schema{If: &Schema{Type: SchemaTypes{"string"}, Pattern: addressLook}, Then: address, Else: other}
}

// CIDR reads an address block, such as 10.0.0.0/16. An address without a mask
// and a block with host bits set are refused: both are often a slip.
func CIDR() Type[netip.Prefix] {
	schema := Schema{Pattern: `^(` + ipv4 + `/` + mask4 + `|` + ipv6() + `/` + mask6 + `)$`, Examples: []any{"10.0.0.0/16"}}
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
	schema := Schema{Pattern: `^(` + ipv4 + `(/` + mask4 + `)?|` + ipv6() + `(/` + mask6 + `)?)$`, Examples: []any{"10.0.0.0/16", "10.0.0.1"}}
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
	schema := Schema{Pattern: `^(` + ipv4 + `|` + ipv6() + `)$`, Examples: []any{"10.0.0.1"}}
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
