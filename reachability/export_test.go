package reachability

import "netsim/packet"

// Agrees compares what the tracer says of a packet with the piece it is in, by
// the rule by which every answer is replayed.
func (l *Leg) Agrees(a *Answer, p *Piece, h packet.Header) error { return l.agrees(a, p, h) }
