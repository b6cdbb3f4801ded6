package packet

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/bits"
	"net/netip"
)

// Family is the version of the internet protocol.
type Family uint8

// The families carry the version number itself, so that the zero Family, which
// somebody forgot to set, is neither of them.
const (
	V4 Family = 4
	V6 Family = 6
)

// FamilyOf returns the family of a. An IPv4 address written as IPv6 is V4.
// It panics for the zero netip.Addr, as AddrFrom does.
func FamilyOf(a netip.Addr) Family {
	mustBeValid(a)
	if a.Unmap().Is4() {
		return V4
	}
	return V6
}

// String returns "IPv4" or "IPv6".
func (f Family) String() string {
	switch f {
	case V4:
		return "IPv4"
	case V6:
		return "IPv6"
	}
	return fmt.Sprintf("Family(%d)", uint8(f))
}

// width is the number of bits of an address.
func (f Family) width() int {
	if f == V4 {
		return 32
	}
	return 128
}

// Addr is an address as a 128-bit number. IPv4 occupies the low 32 bits, so the
// number alone does not tell the family; whoever holds it does.
type Addr struct{ Hi, Lo uint64 }

// AddrFrom returns the number of a. An IPv4 address written as IPv6 becomes the
// IPv4 number, and a zone is dropped. It panics for the zero netip.Addr: an
// address that nobody parsed must not become 0.0.0.0.
func AddrFrom(a netip.Addr) Addr {
	mustBeValid(a)
	a = a.Unmap()
	if a.Is4() {
		b := a.As4()
		return Addr{Lo: uint64(binary.BigEndian.Uint32(b[:]))}
	}
	return addrFrom16(a)
}

// addrFrom16 returns the number of the 16-byte form, without unmapping.
func addrFrom16(a netip.Addr) Addr {
	b := a.As16()
	return Addr{Hi: binary.BigEndian.Uint64(b[:8]), Lo: binary.BigEndian.Uint64(b[8:])}
}

func mustBeValid(a netip.Addr) {
	if !a.IsValid() {
		panic("packet: the zero netip.Addr is not an address")
	}
}

// Netip returns the address with the number a in family f, or the zero
// netip.Addr when f has no such address.
func (a Addr) Netip(f Family) netip.Addr {
	switch {
	case f == V6:
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], a.Hi)
		binary.BigEndian.PutUint64(b[8:], a.Lo)
		return netip.AddrFrom16(b)
	case f == V4 && a.fits(V4):
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], uint32(a.Lo))
		return netip.AddrFrom4(b)
	}
	return netip.Addr{}
}

// fits tells whether a is the number of an address of f.
func (a Addr) fits(f Family) bool {
	switch f {
	case V4:
		return a.Hi == 0 && a.Lo>>32 == 0
	case V6:
		return true
	}
	return false
}

// Compare returns -1, 0 or +1 as a is below, equal to or above b.
func (a Addr) Compare(b Addr) int {
	if c := cmp.Compare(a.Hi, b.Hi); c != 0 {
		return c
	}
	return cmp.Compare(a.Lo, b.Lo)
}

// less is Compare(b) < 0, small enough to be inlined on the hot path.
func (a Addr) less(b Addr) bool {
	return a.Hi < b.Hi || a.Hi == b.Hi && a.Lo < b.Lo
}

// Next returns the number after a; ok is false after the last 128-bit number.
// The number after 255.255.255.255 exists, though it is no IPv4 address.
func (a Addr) Next() (next Addr, ok bool) {
	lo, carry := bits.Add64(a.Lo, 1, 0)
	hi, overflow := bits.Add64(a.Hi, 0, carry)
	if overflow != 0 {
		return a, false
	}
	return Addr{hi, lo}, true
}

// Prev returns the number before a; ok is false before zero.
func (a Addr) Prev() (prev Addr, ok bool) {
	lo, borrow := bits.Sub64(a.Lo, 1, 0)
	hi, underflow := bits.Sub64(a.Hi, 0, borrow)
	if underflow != 0 {
		return a, false
	}
	return Addr{hi, lo}, true
}

// minus returns a - b for b <= a.
func (a Addr) minus(b Addr) Addr {
	lo, borrow := bits.Sub64(a.Lo, b.Lo, 0)
	hi, _ := bits.Sub64(a.Hi, b.Hi, borrow)
	return Addr{hi, lo}
}

// plus returns a + b modulo 2^128.
func (a Addr) plus(b Addr) Addr {
	lo, carry := bits.Add64(a.Lo, b.Lo, 0)
	hi, _ := bits.Add64(a.Hi, b.Hi, carry)
	return Addr{hi, lo}
}

func (a Addr) and(b Addr) Addr    { return Addr{a.Hi & b.Hi, a.Lo & b.Lo} }
func (a Addr) or(b Addr) Addr     { return Addr{a.Hi | b.Hi, a.Lo | b.Lo} }
func (a Addr) xor(b Addr) Addr    { return Addr{a.Hi ^ b.Hi, a.Lo ^ b.Lo} }
func (a Addr) andNot(b Addr) Addr { return Addr{a.Hi &^ b.Hi, a.Lo &^ b.Lo} }

// bitLen returns the number of bits up to the highest one set.
func (a Addr) bitLen() int {
	if a.Hi != 0 {
		return 64 + bits.Len64(a.Hi)
	}
	return bits.Len64(a.Lo)
}

// trailingZeros returns the number of zero bits below the lowest one set.
func (a Addr) trailingZeros() int {
	if a.Lo != 0 {
		return bits.TrailingZeros64(a.Lo)
	}
	return 64 + bits.TrailingZeros64(a.Hi)
}

// lowBits returns the number whose n lowest bits are set, 0 <= n <= 128.
func lowBits(n int) Addr {
	if n <= 64 {
		return Addr{Lo: 1<<n - 1} // a shift by 64 gives 0, and 0 - 1 all ones
	}
	return Addr{Hi: 1<<(n-64) - 1, Lo: ^uint64(0)}
}
