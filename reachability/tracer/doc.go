// Package tracer answers, for one packet and one leg, whether the packet
// arrives and its reply returns, and what stops it if not.
//
// It is the reference semantics of package fabric. The solver of package
// reachability follows sets of flows through the same network and must agree
// with it, so everything here is done in the plainest way: one header, linear
// scans, the longest prefix by comparison, the first rule that matches. It
// shares nothing with the solver but the fabric, and is not made to be quick.
//
// A packet meets, in this order, and the first that refuses it decides:
//
//	forward  the gates of From, the gates of the name that is asked for,
//	         From's egress filter, the tables, To's ingress filter, the gates
//	         of To, its listeners, and the service or the relay behind them
//	return   To's egress filter, the tables, the machines that need to see both
//	         directions, From's ingress filter, the gate that the leg has for
//	         replies
//
// Where a table leads to a machine that forwards, the ingress filter of the
// interface it takes packets by and the egress filter of the one it sends them by
// judge too, and the lookup goes on behind it.
//
// Where a table has several equal routes in use, the packet takes the one that
// Choices say; Ways goes through all of them. A packet that comes to a table again
// in the same direction takes the same route again.
//
// What a relay starts when a packet passes is handed back, not followed: the
// caller traces each leg with the headers that it chooses. See the example of Trace.
//
// The tracer does not ask whether the header fits the leg: that its source is
// an address of From, its destination one of To, that To is among the answers
// of the name and among the interfaces of the service. It panics for a header
// without addresses and for ids that the network does not have.
package tracer
