package scenario

import "netsim/packet"

// The patterns of ports and protocols are exact but for the order of the ends
// of a range.
const (
	portNumber = `([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])`
	allPorts   = `([aA][nN][yY]|-1/-1)`
	portRange  = `(` + portNumber + `([-/]` + portNumber + `)?|` + allPorts + `)`
	blanks     = `[ \t]*`

	anyProtocol    = `([aA][nN][yY]|[aA][lL][lL])`
	namedProtocol  = `([tT][cC][pP]|[uU][dD][pP]|[iI][cC][mM][pP]([vV]6)?|[gG][rR][eE])`
	protocolNumber = `(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])`
	// protocolsWithPorts are tcp, udp, dccp, sctp and udp-lite.
	protocolsWithPorts = `([tT][cC][pP]|[uU][dD][pP]|6|17|33|132|136)`
)

// Ports reads ports: 8080, 8000-8100, 8000/8100, "80,443", any.
func Ports() Type[[]packet.Ports] {
	schema := func() *Schema {
		return &Schema{
			Type: SchemaTypes{"string", "integer"}, Minimum: "1", Maximum: "65535",
			Pattern:  `^` + blanks + portRange + `(` + blanks + `,` + blanks + portRange + `)*` + blanks + `$`,
			Examples: []any{8080},
		}
	}
	return Parsed("port range", schema, packet.ParsePorts)
}

// AllPorts narrows Ports to what means all of them.
func AllPorts(s *Schema) {
	s.Type, s.Pattern = SchemaTypes{"string"}, `(^|,)`+blanks+allPorts+blanks+`(,|$)`
}

// Protocol reads tcp, udp, icmp, icmpv6, gre, all (or any), or the number of a
// protocol.
func Protocol() Type[packet.Protocols] {
	schema := func() *Schema {
		return &Schema{
			Type: SchemaTypes{"string", "integer"}, Minimum: "0", Maximum: "255",
			Pattern: `^(` + anyProtocol + `|` + namedProtocol + `|` + protocolNumber + `)$`, Examples: []any{"tcp"},
		}
	}
	return Parsed("protocol", schema, packet.ParseProtocol)
}

// Service reads a protocol and its ports: tcp/443, udp/53, icmp, any.
func Service() Type[packet.Service] {
	const every = `(/` + blanks + allPorts + blanks + `)`
	schema := func() *Schema {
		return &Schema{
			Type: SchemaTypes{"string"},
			Pattern: `^((` + anyProtocol + `|` + namedProtocol + `)` + every + `?|` + protocolNumber + every + `|` +
				protocolsWithPorts + `/` + blanks + portRange + blanks + `)$`,
			Examples: []any{"tcp/443"},
		}
	}
	return Parsed("service", schema, packet.ParseService)
}
