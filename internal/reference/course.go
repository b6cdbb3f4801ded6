package reference

import (
	"net/netip"
	"slices"

	"netsim/packet"
)

// Leg is one connection of a course of events.
type Leg struct {
	// From and To are references of who sends and who is meant to receive, such as
	// instance/cn-shanghai/main/web. The gateway of a call is its api_gateway. The
	// internet is "internet" or "console-debug", as the check writes it.
	From, To string
	// Packet is the first packet, sent by From. A message of ICMP has type 8 and
	// code 0 in place of ports; other protocols without ports have zeros. Addresses
	// that nothing says anything about are not valid. Behind a load balancer the
	// source is the client's where security groups judge that, else one of
	// 100.64.0.0/10.
	Packet packet.Header
}

// Course is one course of events: the legs up to the last receiver, as they come
// about if nothing stops them.
type Course []Leg

// sender is an end that a check sends from.
type sender struct {
	ref    string
	ranges []netip.Prefix // its address is in one of these
	free   []*vswitch     // where the cloud picks its address: one of these
	in     *subnet        // of AWS, where it picks it
	net    bool           // it has an address outside of any VPC
	fixed  netip.Addr
}

// senders are the interfaces that a check sends from: a set-valued end means all
// that are declared in it (design 3).
func (s *Scenario) senders(c *check) []sender {
	e := c.from
	if e.word != "" {
		return []sender{{ref: e.word}}
	}
	if e.target != nil {
		if f, ok := e.target.object.(*function); ok {
			x := sender{ref: f.ref()}
			if f.inVPC() {
				x.free = f.vswitches
			}
			return []sender{x}
		}
	}
	var out []sender
	for _, i := range s.instances(e) {
		out = append(out, i.sender(e.block))
	}
	out = slices.Concat(out, s.machines(e), s.lambdas(e))
	if len(out) == 0 && e.block.IsValid() {
		return s.endpoints(e) // which open no connections: only who asks for their addresses means them
	}
	return out
}

// lambdas are the functions of AWS that an end means, by each of their subnets.
func (s *Scenario) lambdas(e end) []sender {
	if e.target == nil || s.amazon == nil {
		return nil
	}
	f, ok := e.target.object.(*machine)
	switch {
	case !ok || !f.lambda:
		return nil
	case f.outside():
		return []sender{{ref: f.ref(), net: true}}
	}
	var out []sender
	for _, in := range append([]*subnet{f.subnet}, f.others...) {
		out = append(out, sender{ref: f.ref(), in: in})
	}
	return out
}

// machines are the instances of AWS that an end means.
func (s *Scenario) machines(e end) []sender {
	var out []sender
	if s.amazon == nil {
		return nil
	}
	for _, v := range s.amazon.vpcs {
		for _, m := range v.machines {
			if e.target != m.resource && (m.subnet == nil || !m.isIn(e)) {
				continue
			}
			x := sender{ref: m.ref(), fixed: m.address, in: m.subnet}
			if e.block.IsValid() {
				x.ranges = []netip.Prefix{e.block}
			}
			out = append(out, x)
		}
	}
	return out
}

// publicly are the instances of AWS whose public addresses an end means.
func (s *Scenario) publicly(e end) []sender {
	var out []sender
	if s.amazon == nil || !e.block.IsValid() {
		return nil
	}
	for _, v := range s.amazon.vpcs {
		for _, m := range v.machines {
			if m.subnet != nil && m.public.IsValid() && e.block.Contains(m.public) {
				out = append(out, sender{ref: m.ref(), fixed: m.public})
			}
		}
	}
	return out
}

// isIn reports whether an instance is in a set that an end means.
func (m *machine) isIn(e end) bool {
	switch {
	case e.block.IsValid() && m.address.IsValid():
		return e.block.Contains(m.address)
	case e.block.IsValid():
		return m.subnet.mayHold(e.block)
	case e.target == nil:
		return false
	}
	return e.target == m.subnet.resource || e.target == m.vpc.resource
}

// mayHold reports whether AWS can pick an address of a block in a subnet.
func (s *subnet) mayHold(block netip.Prefix) bool {
	if !block.Overlaps(s.cidr) {
		return false
	}
	if block.Bits() < s.cidr.Bits() {
		block = s.cidr
	}
	for a := block.Addr(); block.Contains(a); a = a.Next() {
		if s.usable(a) && !s.vpc.held(a) {
			return true
		}
	}
	return false
}

func (i *instance) sender(block netip.Prefix) sender {
	x := sender{ref: i.ref(), fixed: i.address}
	if i.vswitch != nil {
		x.free = []*vswitch{i.vswitch}
	}
	if block.IsValid() {
		x.ranges = []netip.Prefix{block}
	}
	return x
}

// instances are the instances that an end means.
func (s *Scenario) instances(e end) []*instance {
	var out []*instance
	for _, v := range s.vpcs {
		for _, i := range v.instances {
			if s.means(e, i.resource, i.vswitch, i.address) {
				out = append(out, i)
			}
		}
	}
	for _, i := range s.idcs {
		for _, h := range i.hosts {
			if e.target == h.resource || e.target != nil && e.target == i.resource || e.block.IsValid() && e.block.Contains(h.address) {
				out = append(out, h)
			}
		}
	}
	return out
}

// means reports whether an end means what stands in a vSwitch.
func (s *Scenario) means(e end, r *resource, in *vswitch, a netip.Addr) bool {
	switch {
	case e.target == r:
		return true
	case in == nil:
		return false
	case e.block.IsValid() && a.IsValid():
		return e.block.Contains(a)
	case e.block.IsValid():
		return s.mayHold(in, e.block)
	case e.target == nil:
		return false
	}
	return e.target == in.resource || e.target == in.vpc.resource
}

// mayHold reports whether the cloud can pick an address of a block for what stands
// in a vSwitch and writes none.
func (s *Scenario) mayHold(in *vswitch, block netip.Prefix) bool {
	if !block.Overlaps(in.cidr) {
		return false
	}
	if block.Bits() < in.cidr.Bits() {
		block = in.cidr
	}
	for a := block.Addr(); block.Contains(a); a = a.Next() {
		if in.usable(a) && !s.held(in, a) {
			return true
		}
	}
	return false
}

// receivers are the interfaces that an end means as a destination.
func (s *Scenario) receivers(e end) []sender {
	var out []sender
	for _, i := range s.instances(e) {
		out = append(out, i.sender(e.block))
	}
	out = append(out, s.machines(e)...)
	out = append(out, s.publicly(e)...)
	out = append(out, s.nodes(e)...)
	out = append(out, s.endpoints(e)...)
	for _, v := range s.vpcs {
		for _, b := range v.balancers {
			if !s.means(e, b.resource, b.vswitch, b.address) {
				continue
			}
			x := sender{ref: b.ref(), fixed: b.address}
			if b.vswitch != nil {
				x.free = []*vswitch{b.vswitch}
			}
			if e.block.IsValid() {
				x.ranges = []netip.Prefix{e.block}
			}
			out = append(out, x)
		}
	}
	return out
}

// pairs are the senders and receivers of a check: nobody sends to itself, but by
// a public address.
func (s *Scenario) pairs(c *check) [][2]sender {
	var out [][2]sender
	for _, x := range s.senders(c) {
		for _, y := range s.receivers(c.to) {
			if x.ref != y.ref || x.fixed != y.fixed {
				out = append(out, [2]sender{x, y})
			}
		}
	}
	return out
}
