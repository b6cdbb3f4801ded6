package reference

import (
	"math/rand/v2"

	"netsim/packet"
)

// Leg is one connection of a course of events.
type Leg struct {
	// From and To are references of who sends and who is meant to receive, such as
	// instance/cn-shanghai/main/web. The gateway of a call is its api_gateway. The
	// internet is "internet".
	From, To string
	// Packet is the first packet, sent by From. A message of ICMP has type 8 and
	// code 0 in place of ports; other protocols without ports have zeros. Addresses
	// that nothing says anything about, on the internet, are not valid.
	Packet packet.Header
}

// Course is one course of events: the legs up to the last receiver, as they come
// about if nothing stops them.
type Course []Leg

// Sample draws n courses of events that a check may take. A check whose ends are
// gone or empty, or whose name leads nowhere, has one without legs.
func (s *Scenario) Sample(check string, random *rand.Rand, n int, r Reading) ([]Course, error) {
	return nil, nil
}
