// Package packet answers one question: which packet headers are in this set?
//
// The model. A header is five numbers: source and destination address, protocol,
// and two ports. A Box is the product of one inclusive range per number, all in
// one IP family. A set of headers is a slice of disjoint boxes. Every operation
// on boxes is exact: nothing is rounded, sampled or approximated, so the boxes
// that a solver cuts a question into are a proof that can be checked by volume.
//
// A range has both its ends in it, so a range cannot be empty, and neither can a
// box. An operation that could leave nothing says so with a second result, or by
// appending nothing. There is no empty value that could slip through a check as
// "all of it is allowed".
//
// ICMP. Messages of ICMP and ICMPv6 have no ports. Their type stands in
// SourcePort and their code in DestinationPort, and Reverse leaves both alone.
// A box whose protocols include ICMP among others mixes the two meanings: take
// it apart with [Box.AppendSplitICMP] before reversing it or reading its ports.
//
// What it refuses. Boxes of different families never meet; an IPv4 address
// written as IPv6 (::ffff:10.0.0.1) is an IPv4 address. The parsers refuse what
// two readers could read in two ways: port 0, leading zeros, reversed ranges,
// ports of a protocol that has none.
//
// Everything here is a plain value: comparable with ==, copied by assignment,
// and safe to use from several goroutines.
//
//	web := packet.AllHeaders(packet.V4)
//	web.Protocol = packet.Protocol(packet.TCP)
//	web.DestinationPort = packet.Port(443)
//	rest := packet.AllHeaders(packet.V4).AppendSubtract(nil, web)
package packet
