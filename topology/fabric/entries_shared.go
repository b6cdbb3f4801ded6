package fabric

import "netsim/topology/diag"

// sharedEntries are of elements that clouds have in their own ways: each adds how
// to mend them there.
func sharedEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeBlackhole, Kind: diag.KindRoute,
			Title:   "A blackhole",
			Meaning: "A route takes the packet and drops it: it is written as a blackhole, or what it leads to does not stand any more or cannot be used. Such a route still takes what matches it; no shorter prefix takes over.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Delete the route, or give it a next hop that stands.",
		},
		{
			Code: CodeNextHopDrops, Kind: diag.KindRoute,
			Title:   "The next hop does not forward",
			Meaning: "A route hands the packet to a machine that does not forward packets for others: its operating system does not, or the network keeps it from sending what is not its own.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Turn on forwarding in the machine (net.ipv4.ip_forward=1) if it is meant to be a router, and let its interface send and take packets of others; or delete the route.",
		},
		{
			Code: CodeIngressDenied, Kind: diag.KindFilter,
			Title:   "A security group denies it on arrival",
			Meaning: "No ingress rule of the receiver's security groups lets the packet in, or one that drops it goes before the one that does. Rules of all groups are pooled. A gateway or load balancer on the way needs a rule for its own addresses like anybody else.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add an ingress rule for the source, protocol and port, or remove the drop that goes before it.",
		},
		{
			Code: CodeEgressDenied, Kind: diag.KindFilter,
			Title:   "A security group denies it on leaving",
			Meaning: "The sender's security groups do not let the packet out: no egress rule allows it, or one drops it. What a group does with packets that no rule is about depends on its type, and on how it was made.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add an egress rule for the destination, protocol and port, or remove the drop.",
		},
		{
			Code: CodeACLIngressDenied, Kind: diag.KindFilter,
			Title:   "A network ACL denies it on entering a subnet",
			Meaning: "The network ACL of a subnet drops what enters from outside: the first rule that matches is a drop, or none matches. An ACL is stateless, so a reply is judged too, with the client's port as its destination port.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add an ingress rule that accepts it before the rule that drops it; for replies, to ports 1024-65535.",
		},
		{
			Code: CodeACLEgressDenied, Kind: diag.KindFilter,
			Title:   "A network ACL denies it on leaving a subnet",
			Meaning: "The network ACL of a subnet drops what leaves it: the first rule that matches is a drop, or none matches. An ACL is stateless, so a reply is judged too, with the client's port as its destination port.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add an egress rule that accepts it before the rule that drops it; for replies, to ports 1024-65535.",
		},
		{
			Code: CodeNobody, Kind: diag.KindEndpoint,
			Title:   "Nothing has the address",
			Meaning: "The address lies in a subnet, and nothing in that subnet is written to have it.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Send to an address that is held, or create an instance with this one.",
		},
		{
			Code: CodeListenerMissing, Kind: diag.KindBackend,
			Title:   "The load balancer has no listener on the port",
			Meaning: "The packet reaches the address of the load balancer, and no listener takes its port.",
			Symptom: "connection refused, or a timeout (not documented which)",
			Fix:     "Add a listener for the port, or call the port of one.",
		},
		{
			Code: CodeNoServer, Kind: diag.KindBackend,
			Title:   "The listener has nothing to forward to",
			Meaning: "The listener of the load balancer has no server or target that could take the connection: none is registered, or all of them are gone or out of use.",
			Symptom: "an HTTP listener answers 502 or 503; with a TCP listener the connection is reset or times out",
			Fix:     "Register servers or targets, and see that they are in use.",
		},
	}
}
