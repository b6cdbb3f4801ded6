// Package fabric is the cloud-neutral network that scenarios are lowered to
// and that reachability is decided on.
//
// A packet starts at an Interface, which stands on a Segment. Segments send
// through a Table; a Route delivers to a segment, forwards to another table,
// perhaps over a Link or through a Hop, a machine that forwards, or ends the
// packet. Tables learn routes from each other
// over Sessions, and keep the candidates that they do not use, with the reason:
// that is the answer to "why not this route". Of one prefix the best route is in
// use, or several that are as good: then each is a way that packets may take, and
// all must lead on. Filters on interfaces drop packets.
//
// A Listener on an interface serves, relays, or takes calls. A relay ends a leg
// and starts the next with addresses of its own: a Service is something called
// by name, guarded by Gates, with a Backend behind it. A Name leads to
// interfaces, for those who can see it, once the resolvers that it Asks have
// answered.
//
// What decides is an Element: it knows what people call it and where it is
// written. Rule lists (Filter, Gate, RoutePolicy) are folded in order, each
// rule claiming what is still undecided; the claims are verdict and evidence
// at once.
//
// Where the documents leave a point open there is a Switch; elements whose
// behaviour hangs on it say so. A Network is lowered under one reading of its
// switches.
//
// The package refuses nothing and knows no cloud: clouds build a Network with
// a Builder, and reachability follows it.
package fabric
