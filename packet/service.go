package packet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Service is a protocol and its destination ports, as people write it.
type Service struct {
	Protocol Protocols
	Ports    Ports
}

// ParseService reads "tcp/443", "udp/53", "tcp/8000-8100", or a protocol alone,
// which means all of its ports: "tcp", "icmp", "gre", "any". Only protocols that
// have ports may be followed by some; one service has one range of them.
func ParseService(s string) (Service, error) {
	name, list, found := strings.Cut(s, "/")
	if _, err := strconv.ParseUint(s, 10, 8); err == nil {
		return Service{}, &Refusal{"service", s, "a number alone may be a port or a protocol", fmt.Sprintf("write tcp/%s, or %s/any for the protocol", s, s)}
	}
	p, err := ParseProtocol(name)
	if err != nil {
		if meant, ok := meantService(s); ok {
			return Service{}, &Refusal{"service", s, notService, "write " + meant}
		}
		return Service{}, refuseAs("service", s, err)
	}
	if !found {
		return Service{p, AllPorts()}, nil
	}
	if strings.Contains(list, ",") {
		return Service{}, &Refusal{"service", s, "one service has one range of ports", "write one service per range"}
	}
	ports, err := ParsePorts(list)
	if err != nil {
		if meant, ok := meantService(s); ok {
			return Service{}, &Refusal{"service", s, notService, "write " + meant}
		}
		return Service{}, refuseAs("service", s, err)
	}
	if ports[0] != AllPorts() && !(p.Single() && hasPorts(p.From)) {
		return Service{}, &Refusal{"service", s, noPorts(p), fmt.Sprintf("write %q, or ports of tcp or udp", p.Text())}
	}
	return Service{p, ports[0]}, nil
}

func noPorts(p Protocols) string {
	if p == AllProtocols() {
		return "any includes protocols without ports"
	}
	return p.Text() + " has no ports"
}

// meantService finds the service that was most likely meant by a port alone, by
// a port before its protocol, by another mark between the two, or by the name
// that a port goes by.
func meantService(s string) (string, bool) {
	known := map[string]string{"http": "tcp/80", "https": "tcp/443", "ssh": "tcp/22", "rdp": "tcp/3389", "dns": "udp/53", "ping": "icmp"}
	if meant, ok := known[strings.ToLower(s)]; ok {
		return meant, true
	}
	protocol, ports := "tcp", s
	for _, name := range [2]string{"tcp", "udp"} {
		rest := strings.ToLower(s)
		before, front := strings.CutPrefix(rest, name)
		behind, back := strings.CutSuffix(rest, name)
		switch {
		case front:
			protocol, ports = name, strings.TrimLeft(before, ":/ -_")
		case back:
			protocol, ports = name, strings.TrimRight(behind, ":/ -_")
		}
	}
	r, err := ParsePorts(ports)
	if err != nil || len(r) != 1 || r[0] == AllPorts() {
		return "", false
	}
	return protocol + "/" + r[0].Text(), true
}

// Text returns the service as ParseService reads it: "tcp/443", "udp", "any".
func (s Service) Text() string {
	if s.Ports == AllPorts() {
		text := s.Protocol.Text()
		if _, err := strconv.ParseUint(text, 10, 8); err == nil {
			text += "/any" // a number alone would be read as a port
		}
		return text
	}
	return s.Protocol.Text() + "/" + s.Ports.Text()
}

const (
	protocolsAccepted = "write tcp, udp, icmp, icmpv6, gre, any, or a number 0-255"
	portsAccepted     = "write a port (443), a range (8000-8100 or 8000/8100), a list of these (80,443), or any"
	notService        = "a service is a protocol and a port"
	leadingZero       = "a leading zero, which some readers take for octal"
)

// ParseProtocol reads tcp, udp, icmp, icmpv6, gre, any (or all), in any case, or
// a protocol number 0-255.
func ParseProtocol(s string) (Protocols, error) {
	switch strings.ToLower(s) {
	case "":
		return Protocols{}, &Refusal{"protocol", s, "it is empty", protocolsAccepted}
	case "any", "all":
		return AllProtocols(), nil
	case "tcp":
		return Protocol(TCP), nil
	case "udp":
		return Protocol(UDP), nil
	case "icmp":
		return Protocol(ICMP), nil
	case "icmpv6":
		return Protocol(ICMPv6), nil
	case "gre":
		return Protocol(GRE), nil
	}
	if !isDigits(s) {
		return Protocols{}, &Refusal{"protocol", s, "there is no such protocol", protocolsAccepted}
	}
	if hasLeadingZero(s) {
		return Protocols{}, &Refusal{"protocol", s, "it has " + leadingZero, "write it without"}
	}
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil {
		return Protocols{}, &Refusal{"protocol", s, "it is above 255, the last protocol number", protocolsAccepted}
	}
	return Protocol(uint8(n)), nil
}

// ParsePorts reads "8080", "8000-8100", "8000/8100", comma lists of these, and
// "any" or "-1/-1" for all ports. Blanks around the parts of a list are ignored.
// The ranges come sorted, and joined where they touch, so they are disjoint
// whatever was written.
//
// Port 0 is refused: it is reserved, and in the rules of one cloud it means "all"
// and in another nothing at all.
func ParsePorts(s string) ([]Ports, error) {
	if strings.TrimSpace(s) == "" {
		return nil, &Refusal{"ports", s, "no ports are written", portsAccepted}
	}
	var ranges []Ports
	for part := range strings.SplitSeq(s, ",") {
		r, err := parseRange(strings.Trim(part, " \t"))
		if err != nil {
			return nil, refuseAs("ports", s, err)
		}
		ranges = append(ranges, r)
	}
	slices.SortFunc(ranges, Ports.compare)
	joined := ranges[:1]
	for _, r := range ranges[1:] {
		last := &joined[len(joined)-1]
		if both, ok := last.join(r); ok {
			*last = both
			continue
		}
		joined = append(joined, r)
	}
	return joined, nil
}

func parseRange(s string) (Ports, error) {
	if s == "-1/-1" || strings.EqualFold(s, "any") {
		return AllPorts(), nil
	}
	at := strings.IndexAny(s, "-/")
	if at < 0 {
		n, err := parsePort(s)
		return Port(n), err
	}
	from, err := parsePort(s[:at])
	if err != nil {
		return Ports{}, err
	}
	to, err := parsePort(s[at+1:])
	if err != nil {
		return Ports{}, err
	}
	if to < from {
		return Ports{}, &Refusal{"ports", s, "the range is reversed", fmt.Sprintf("write %d-%d", to, from)}
	}
	return Ports{from, to}, nil
}

func parsePort(s string) (uint16, error) {
	switch {
	case s == "":
		return 0, &Refusal{"port", s, "a port is missing", portsAccepted}
	case !isDigits(s):
		return 0, &Refusal{"port", s, fmt.Sprintf("%q is not a port", s), portsAccepted}
	case s == "0":
		return 0, &Refusal{"port", s, "port 0 is reserved, no service can listen on it", "write any for all ports, or begin at 1"}
	case hasLeadingZero(s):
		return 0, &Refusal{"port", s, fmt.Sprintf("port %q has %s", s, leadingZero), "write it without"}
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0, &Refusal{"port", s, fmt.Sprintf("port %s is above 65535, the last port", s), "write a lower one"}
	}
	return uint16(n), nil
}

// isDigits keeps out the signs that strconv lets in.
func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func hasLeadingZero(s string) bool { return len(s) > 1 && s[0] == '0' }
