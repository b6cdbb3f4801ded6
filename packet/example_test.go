package packet_test

import (
	"fmt"

	"netsim/packet"
)

// What is left of a question when a rule has answered for one port.
func ExampleBox_AppendSubtract() {
	asked := packet.AllHeaders(packet.V4)
	asked.Protocol = packet.Protocol(packet.TCP)
	rule := asked
	rule.DestinationPort = packet.Port(443)
	for _, b := range asked.AppendSubtract(nil, rule) {
		fmt.Println(b.Text())
	}
	// Output:
	// 0.0.0.0/0 -> 0.0.0.0/0 tcp/0-442
	// 0.0.0.0/0 -> 0.0.0.0/0 tcp/444-65535
}

func ExampleParseService() {
	s, err := packet.ParseService("tcp/8000-8100")
	fmt.Println(s.Text(), err)
	_, err = packet.ParseService("icmp/8")
	fmt.Println(err)
	// Output:
	// tcp/8000-8100 <nil>
	// service "icmp/8": icmp has no ports; write "icmp", or ports of tcp or udp
}
