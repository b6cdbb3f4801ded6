package packet

import (
	"cmp"
	"fmt"
	"math/big"
	"net/netip"
)

// Addrs is an inclusive range of addresses; From <= To always.
type Addrs struct{ From, To Addr }

// AddrsOfPrefix returns the addresses of p; bits behind its length are ignored.
// A prefix of at least 96 bits of an IPv4 address written as IPv6 is an IPv4
// prefix. It panics for an invalid prefix, as AddrFrom does for an address.
func AddrsOfPrefix(p netip.Prefix) (Family, Addrs) {
	if !p.IsValid() {
		panic("packet: an invalid netip.Prefix has no addresses")
	}
	f, a, length := V6, Addr{}, p.Bits()
	switch {
	case p.Addr().Is4():
		f, a = V4, AddrFrom(p.Addr())
	case p.Addr().Is4In6() && length >= 96:
		f, a, length = V4, AddrFrom(p.Addr()), length-96
	default:
		a = addrFrom16(p.Addr())
	}
	host := lowBits(f.width() - length)
	return f, Addrs{a.andNot(host), a.or(host)}
}

// AddrsOfAddr returns the range of the one address a. It panics like AddrFrom.
func AddrsOfAddr(a netip.Addr) (Family, Addrs) {
	n := AddrFrom(a)
	return FamilyOf(a), Addrs{n, n}
}

// AllAddrs returns every address of f.
func AllAddrs(f Family) Addrs { return Addrs{To: lowBits(f.width())} }

// Contains tells whether a is in r.
func (r Addrs) Contains(a Addr) bool { return !a.less(r.From) && !r.To.less(a) }

// Covers tells whether every address of o is in r.
func (r Addrs) Covers(o Addrs) bool { return !o.From.less(r.From) && !r.To.less(o.To) }

// Overlaps tells whether r and o share an address.
func (r Addrs) Overlaps(o Addrs) bool { return !r.To.less(o.From) && !o.To.less(r.From) }

// Intersect returns what r and o share; ok is false when that is nothing.
func (r Addrs) Intersect(o Addrs) (both Addrs, ok bool) {
	if !r.Overlaps(o) {
		return Addrs{}, false
	}
	return r.clip(o), true
}

// clip is Intersect for ranges that are known to overlap.
func (r Addrs) clip(o Addrs) Addrs {
	if r.From.less(o.From) {
		r.From = o.From
	}
	if o.To.less(r.To) {
		r.To = o.To
	}
	return r
}

// Single tells whether r is one address.
func (r Addrs) Single() bool { return r.From == r.To }

// below returns the part of r before the first address of o, which overlaps r.
func (r Addrs) below(o Addrs) (Addrs, bool) {
	if !r.From.less(o.From) {
		return Addrs{}, false
	}
	to, _ := o.From.Prev() // o.From is above r.From, so it is not zero
	return Addrs{r.From, to}, true
}

// above returns the part of r after the last address of o, which overlaps r.
func (r Addrs) above(o Addrs) (Addrs, bool) {
	if !o.To.less(r.To) {
		return Addrs{}, false
	}
	from, _ := o.To.Next() // o.To is below r.To, so it is not the last number
	return Addrs{from, r.To}, true
}

// join returns the one range that is exactly r and o, which starts at r.From or
// later; ok is false when a gap is between them.
func (r Addrs) join(o Addrs) (both Addrs, ok bool) {
	after, more := r.To.Next()
	if more && after.less(o.From) {
		return Addrs{}, false
	}
	if r.To.less(o.To) {
		r.To = o.To
	}
	return r, true
}

func (r Addrs) compare(o Addrs) int {
	return cmp.Or(r.From.Compare(o.From), r.To.Compare(o.To))
}

// size returns the number of addresses, which is 2^128 for all of IPv6.
func (r Addrs) size() *big.Int {
	last := r.To.minus(r.From)
	n := new(big.Int).SetUint64(last.Hi)
	n.Lsh(n, 64)
	n.Add(n, new(big.Int).SetUint64(last.Lo))
	return n.Add(n, big.NewInt(1))
}

// prefix returns r as one prefix, when it is one.
func (r Addrs) prefix(f Family) (netip.Prefix, bool) {
	host := r.From.xor(r.To)
	if lowBits(host.bitLen()) != host || r.From.and(host) != (Addr{}) {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(r.From.Netip(f), f.width()-host.bitLen()), true
}

// Prefixes returns the fewest prefixes of f that are exactly r, in order.
func (r Addrs) Prefixes(f Family) []netip.Prefix {
	var prefixes []netip.Prefix
	for from := r.From; ; {
		host := min(from.trailingZeros(), f.width())
		for r.To.less(from.or(lowBits(host))) {
			host--
		}
		prefixes = append(prefixes, netip.PrefixFrom(from.Netip(f), f.width()-host))
		last := from.or(lowBits(host))
		if last == r.To {
			return prefixes
		}
		from, _ = last.Next() // last is below r.To
	}
}

// Text returns "10.0.0.1" for one address, "10.0.0.0/24" for exactly one prefix,
// and "10.0.0.5-10.0.0.9" otherwise.
func (r Addrs) Text(f Family) string {
	if r.Single() {
		return r.From.Netip(f).String()
	}
	if p, ok := r.prefix(f); ok {
		return p.String()
	}
	return fmt.Sprintf("%s-%s", r.From.Netip(f), r.To.Netip(f))
}

// Without takes a range out of disjoint ranges.
func Without(ranges []Addrs, taken Addrs) []Addrs {
	var left []Addrs
	for _, r := range ranges {
		both, ok := r.Intersect(taken)
		if !ok {
			left = append(left, r)
			continue
		}
		if before, ok := both.From.Prev(); ok && r.From.Compare(both.From) < 0 {
			left = append(left, Addrs{From: r.From, To: before})
		}
		if after, ok := both.To.Next(); ok && both.To.Compare(r.To) < 0 {
			left = append(left, Addrs{From: after, To: r.To})
		}
	}
	return left
}
