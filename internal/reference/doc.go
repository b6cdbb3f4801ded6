// Package reference answers one concrete packet at a time straight from a
// scenario, by a plain reading of how the cloud behaves: the oracle that lowering
// is tested against. Only tests use it.
//
// It shares nothing with what it judges. It reads the node tree with a reader of
// its own, looks references up by itself, and walks a packet through VPCs,
// security groups, CENs, load balancers and API gateways with if and for: no
// boxes, no network to lower to. It takes for granted that the loader accepted
// the scenario.
//
// Comments cite what a rule comes from: "routing b.2" and "grants a.5" are
// sections of the two sheets on Alibaba Cloud, "ruling 11" a row of the rulings,
// "design 3" a section of the design.
//
//	s, err := reference.Read(root)
//	courses, err := s.Sample("web to db", random, 100, reading)
//	o, err := s.Ask("web to db", courses[0], reading)
//
// # What is asked, and what the cloud chooses
//
// A [Course] is one course of events: for every leg the packet of its forward
// direction, and who sends and who is meant to get it. The check asks about the
// first sender, the last receiver, protocol and ports. The cloud chooses an
// address where the scenario writes none, the client port (1024-65535), the
// address a VPC subdomain resolves to, the outbound address of a gateway, and the
// server of a load balancer. Whatever stands in a Course is taken as chosen.
//
// # What is open
//
// A [Reading] settles what the documents leave open and the scenario does not
// write. Names without a prefix are the switches of the rulings: client_address is
// open.client-address. Names that begin with "reference." are points on which the
// sheets are silent and for which there is no switch: an answer is right if it
// agrees under one of their values. So fix those first, and then try all values of
// the others; which of them are asked for depends on what was answered before.
//
// # Which code
//
// Where several things are wrong in one place, no document says which of them is
// told. [Outcome] then carries all that are justified. Obstacles of one leg come in
// the order of the path: sender, name, its groups, routes, the gates of a gateway,
// the receiver's groups, what listens; then the reply.
package reference
