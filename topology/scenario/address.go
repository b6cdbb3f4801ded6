package scenario

import (
	"encoding/binary"
	"fmt"
	mathbits "math/bits"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"unicode"
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
var ipv6 = sync.OnceValue(func() string {
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
})

// IPv4CIDR narrows CIDR to IPv4 blocks with masks of these lengths.
func IPv4CIDR(from, to int) func(*Schema) {
	return func(s *Schema) {
		var masks []string
		for n := from; n <= to; n++ {
			masks = append(masks, strconv.Itoa(n))
		}
		s.Pattern = `^` + ipv4 + `/(` + strings.Join(masks, `|`) + `)$`
	}
}

// IPv4AddressOrCIDR narrows AddressOrCIDR to IPv4.
func IPv4AddressOrCIDR(s *Schema) { s.Pattern = `^` + ipv4 + `(/` + mask4 + `)?$` }

// AddressOr describes text that is an address if it looks like one, and
// something else if not.
func AddressOr(address, other func() *Schema) func() *Schema {
	return func() *Schema {
		return &Schema{If: &Schema{Type: SchemaTypes{"string"}, Pattern: addressLook}, Then: address(), Else: other()}
	}
}

// CIDR reads an address block, such as 10.0.0.0/16. An address without a mask
// and a block with host bits set are refused: both are often a slip.
func CIDR() Type[netip.Prefix] {
	schema := func() *Schema {
		return &Schema{Pattern: `^(` + ipv4 + `/` + mask4 + `|` + ipv6() + `/` + mask6 + `)$`, Examples: []any{"10.0.0.0/16"}}
	}
	return Parsed("CIDR", schema, func(text string) (netip.Prefix, error) {
		if addr, err := parseAddress(text); err == nil && !strings.Contains(text, "/") {
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
	schema := func() *Schema {
		return &Schema{Pattern: `^(` + ipv4 + `(/` + mask4 + `)?|` + ipv6() + `(/` + mask6 + `)?)$`, Examples: []any{"10.0.0.0/16", "10.0.0.1"}}
	}
	return Parsed("address or CIDR", schema, func(text string) (netip.Prefix, error) {
		if strings.Contains(text, "/") {
			return parseCIDR(text)
		}
		addr, err := parseAddress(text)
		return netip.PrefixFrom(addr, addr.BitLen()), err
	})
}

// Address reads an IP address.
func Address() Type[netip.Addr] {
	schema := func() *Schema {
		return &Schema{Pattern: `^(` + ipv4 + `|` + ipv6() + `)$`, Examples: []any{"10.0.0.1"}}
	}
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
		return netip.Prefix{}, refuseCIDR(text)
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

// refuseCIDR says what is wrong with a text that is no CIDR.
func refuseCIDR(text string) Refusal {
	if clean := withoutMarks(text); clean != text {
		if p, err := netip.ParsePrefix(clean); err == nil {
			return Refusal{Why: notOfIt, Fix: fmt.Sprintf("Write %s.", p.Masked())}
		}
	}
	const form = "Write an address and the length of its mask, such as 10.0.0.0/16."
	address, mask, found := strings.Cut(text, "/")
	if !found {
		return Refusal{Why: whyNoAddress(text), Fix: form}
	}
	if plain, _, zone := strings.Cut(address, "%"); zone {
		return Refusal{Why: "it names a zone", Fix: fmt.Sprintf("Write %s/%s.", plain, mask)}
	}
	addr, err := parseAddress(address)
	if err != nil {
		return Refusal{Why: whyNoAddress(address), Fix: form}
	}
	if dotted, err := netip.ParseAddr(mask); err == nil && dotted.Is4() && addr.Is4() {
		if n, ok := maskLength(dotted); ok {
			return Refusal{Why: "its mask is written as an address", Fix: fmt.Sprintf("Write %s/%d.", addr, n)}
		}
	}
	return Refusal{Why: fmt.Sprintf("its mask is no number from 0 to %d", addr.BitLen()), Fix: form}
}

// maskLength counts the bits of a mask that is written like an address.
func maskLength(mask netip.Addr) (int, bool) {
	b := mask.As4()
	bits := binary.BigEndian.Uint32(b[:])
	n := mathbits.LeadingZeros32(^bits)
	return n, bits<<n == 0
}

func parseAddress(text string) (netip.Addr, error) {
	addr, err := netip.ParseAddr(text)
	switch {
	case err != nil:
		return netip.Addr{}, refuseAddress(text)
	case addr.Is4In6():
		return netip.Addr{}, refuseMapped(addr)
	case addr.Zone() != "":
		return netip.Addr{}, Refusal{Why: "it names a zone", Fix: fmt.Sprintf("Write %s.", addr.WithZone(""))}
	}
	return addr, nil
}

// refuseAddress says what is wrong with a text that is no address.
func refuseAddress(text string) Refusal {
	if clean := withoutMarks(text); clean != text {
		if addr, err := netip.ParseAddr(clean); err == nil {
			return Refusal{Why: notOfIt, Fix: fmt.Sprintf("Write %s.", addr)}
		}
	}
	if p, err := netip.ParseAddrPort(text); err == nil {
		return Refusal{Why: "it has a port", Fix: fmt.Sprintf("Write the address alone: %s.", p.Addr())}
	}
	return Refusal{Why: whyNoAddress(text), Fix: "Write four numbers from 0 to 255 with dots between them, such as 10.0.0.1, or an IPv6 address."}
}

const notOfIt = "it has marks or blanks around or in it"

// withoutMarks takes off what is no part of an address, and is often left over:
// blanks, commas, and quotes of a text processor.
func withoutMarks(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || !unicode.IsPrint(c) || strings.ContainsRune(",;\"'`“”‘’，；", c) {
			return -1
		}
		return c
	}, text)
}

// whyNoAddress says what is wrong with something that looks like an IPv4
// address; nothing, if it looks like something else.
func whyNoAddress(text string) string {
	parts := strings.Split(text, ".")
	if strings.Trim(text, "0123456789.") != "" || text == "" {
		return ""
	}
	if len(parts) != 4 {
		return fmt.Sprintf("an address has four numbers, and this %d", len(parts))
	}
	for _, part := range parts {
		switch n, err := strconv.Atoi(part); {
		case part == "":
			return "a number is missing"
		case len(part) > 1 && part[0] == '0':
			return fmt.Sprintf("%s has a zero in front, which some read as octal", part)
		case err != nil || n > 255:
			return fmt.Sprintf("%s is above 255", part)
		}
	}
	return ""
}

func refuseMapped(addr netip.Addr) error {
	return Refusal{Why: "it is an IPv4 address in IPv6 clothes", Fix: fmt.Sprintf("Write the IPv4 form, %s.", addr.Unmap())}
}

// LooksLikeAddress tells an address or CIDR, also one with a slip in it, from
// a reference.
func LooksLikeAddress(text string) bool {
	text, _, _ = strings.Cut(strings.ToLower(withoutMarks(text)), "/")
	text, _, _ = strings.Cut(text, "%")
	switch {
	case strings.Contains(text, ":"):
		return strings.Trim(text, "0123456789abcdef:.") == ""
	default:
		return strings.Contains(text, ".") && strings.Trim(text, "0123456789.") == ""
	}
}
