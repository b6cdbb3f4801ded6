package reference

import (
	"fmt"
	"net/netip"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Ask answers one course of events of a check. An error says that the reference
// does not cover it.
func (s *Scenario) Ask(check string, course Course, r Reading) (Outcome, error) {
	return s.Under(r).Ask(check, course)
}

// Ask answers one course of events of a check.
func (w *World) Ask(name string, course Course) (Outcome, error) {
	c, err := w.scenario.check(name)
	if err != nil {
		return Outcome{}, err
	}
	t := &trip{World: w, check: c, course: course}
	w.forwarded = nil
	o := t.answer()
	if w.forwarded != nil && t.err == nil {
		t.uncovered("a machine that forwards: %s", w.forwarded.ref())
	}
	for _, x := range w.exchanges {
		if !x.settled {
			o = unknown("unsupported.unsettled-routes", x.cen.node, "the routes of %s do not come to rest", x.cen.ref())
		}
	}
	for _, x := range w.transits {
		if !x.settled {
			o = unknown("unsupported.unsettled-routes", x.cen.node, "the routes of %s do not come to rest", x.cen.ref())
		}
	}
	if t.err == nil && o.Fate == Arrives {
		o.Short = t.short()
	}
	return o, t.err
}

// trip is one course of events being answered.
type trip struct {
	*World
	check   *check
	course  Course
	crossed []crossing
	went    map[int][]*instance // that forwarded the first packet of a leg
	err     error
}

func (t *trip) uncovered(format string, args ...any) Outcome {
	t.err = fmt.Errorf(format, args...)
	return impossible
}

func stopped(code diag.Code, n *scenario.Node, format string, args ...any) Outcome {
	o := Outcome{Fate: Stopped, Code: code, Forward: true, Why: fmt.Sprintf(format, args...)}
	if n != nil {
		o.At = n.Range
	}
	return o
}

func unknown(code diag.Code, n *scenario.Node, format string, args ...any) Outcome {
	o := stopped(code, n, format, args...)
	o.Fate = Unknown
	return o
}

// ok reports whether nothing was in the way.
func (o Outcome) ok() bool { return o.Code == "" && o.Fate == Unknown }

func (o Outcome) on(leg int, forward bool) Outcome {
	o.Leg, o.Forward = leg, forward
	return o
}

var impossible = Outcome{Fate: Impossible}

// party is an end of a leg: where it stands, and what filters it.
type party struct {
	ref      string
	vpc      *vpc
	table    *table // that its packets are looked up in
	groups   []*securityGroup
	filtered bool // by its groups
	internet bool
	function *function
	instance *instance
	balancer *balancer
	site     *idc
}

// far is the party as the security group of another sees it.
func (p party) far(a netip.Addr) far { return far{address: a, vpc: p.vpc, groups: p.groups} }

// usable reports whether an address of a vSwitch is not reserved: the first and
// the last three are (routing a).
func (s *vswitch) usable(a netip.Addr) bool {
	if !s.cidr.Contains(a) || a == s.cidr.Addr() {
		return false
	}
	for range 3 {
		if a = a.Next(); !s.cidr.Contains(a) {
			return false
		}
	}
	return true
}

// party finds an end of a leg, with the address that it has there. Not ok: that
// cannot be.
func (t *trip) party(ref string, a netip.Addr) (party, bool) {
	if ref == "internet" || ref == "console-debug" {
		return party{ref: ref, internet: true}, true
	}
	r := t.scenario.byRef[ref]
	if r == nil {
		return party{}, false
	}
	switch o := r.object.(type) {
	case *instance:
		if o.site != nil {
			return party{ref: ref, site: o.site, instance: o}, a == o.address
		}
		p := party{ref: ref, vpc: o.vpc, groups: o.groups, filtered: true, instance: o}
		if o.vswitch == nil {
			return p, true
		}
		p.table = o.vswitch.table()
		return p, a == o.address || !o.address.IsValid() && o.vswitch.usable(a)
	case *balancer:
		p := party{ref: ref, vpc: o.vpc, balancer: o}
		if o.vswitch == nil {
			return p, true
		}
		p.table = o.vswitch.table()
		return p, a == o.address || !o.address.IsValid() && o.vswitch.usable(a)
	case *function:
		p := party{ref: ref, vpc: o.vpc, groups: o.groups, filtered: true, function: o}
		if !o.inVPC() {
			p.vpc = nil
			return p, true
		}
		if !a.IsValid() && o.internet && (o.gpu || t.public()) {
			return p, true // by the network of Function Compute
		}
		for _, s := range o.vswitches {
			if s.usable(a) {
				p.table = s.table()
				return p, true
			}
		}
	}
	return party{}, false
}

func (t *trip) answer() Outcome {
	c := t.check
	if len(t.course) > 0 && t.scenario.balancer(Leg{To: t.course[0].From}) != nil {
		return t.uncovered("what a load balancer sends by itself")
	}
	for _, e := range []end{c.from, c.to} {
		if e.gone() {
			o := stopped("endpoint.removed", nil, "an end of the check is gone")
			if len(t.scenario.senders(c)) == 0 {
				o.Or = []diag.Code{"endpoint.empty"}
			}
			return o
		}
		if e.target != nil && e.target.displaced() {
			o := stopped("endpoint.removed", e.target.node, "the vSwitch of %s is gone", e.target.ref())
			if len(t.scenario.senders(c)) == 0 {
				o.Or = []diag.Code{"endpoint.empty"}
			}
			if _, ok := e.target.object.(*amazonEndpoint); ok {
				o.Or = append(o.Or, "endpoint.not-available")
			}
			return o
		}
	}
	if len(t.scenario.senders(c)) == 0 {
		return stopped("endpoint.empty", nil, "nothing sends")
	}
	if a := t.scenario.called(c); a != nil {
		return t.call(a)
	}
	if c.to.host != "" {
		return stopped("dns.not-resolvable", nil, "nothing has the name %s", c.to.host)
	}
	if a := c.calledOf(); a != nil {
		return t.callsAPI(a)
	}
	if c.to.word == "" && len(t.scenario.pairs(c)) == 0 {
		o := stopped("endpoint.empty", nil, "nothing receives")
		if c.from.block.IsValid() && len(t.scenario.endpoints(c.from)) > 0 {
			o.Or = []diag.Code{"endpoint.sends-nothing"} // an endpoint is left to send
		}
		return o
	}
	if t.scenario.amazon != nil {
		return t.crosses()
	}
	return t.plain()
}

// plain answers a check of packets.
func (t *trip) plain() Outcome {
	if len(t.course) == 0 {
		return impossible
	}
	leg := t.course[0]
	from, ok := t.party(leg.From, leg.Packet.Source)
	if !ok || !t.asked(leg) {
		return impossible
	}
	if from.internet {
		return unknown("unsupported.internet-access", nil, "from the internet into a VPC").on(0, true)
	}
	if f := from.function; f != nil && t.check.to.word != "" && (f.besideVPC(leg.Packet.Destination) || !f.config) {
		if o := t.ready(from); !o.ok() {
			return o
		}
		return t.toInternet(from, leg)
	}
	if to, ok := t.party(leg.To, leg.Packet.Destination); t.check.to.word == "" && (from.site != nil || to.site != nil) {
		switch {
		case !ok:
			return impossible
		case to.balancer != nil:
			return t.uncovered("a load balancer that a site asks")
		}
		if from.site == nil {
			if o := t.send(from, leg.Packet); !o.ok() {
				return o
			}
		}
		return t.sited(from, to, leg)
	}
	if from.site != nil {
		return t.uncovered("what a site sends elsewhere")
	}
	if o := t.send(from, leg.Packet); !o.ok() {
		return o
	}
	if t.check.to.word != "" {
		return t.toInternet(from, leg)
	}
	to, ok := t.party(leg.To, leg.Packet.Destination)
	if !ok {
		return impossible
	}
	if o := t.carry(0, from.table, leg.Packet.Destination, to, from.far(leg.Packet.Source), nil); !o.ok() {
		return o
	}
	return t.replyAndOn(0, to, func() Outcome { return t.reply(0, to, from.vpc) }, from.far(leg.Packet.Source), nil)
}

// asked reports whether a leg is of those that the check asks about.
func (t *trip) asked(leg Leg) bool {
	p, s := leg.Packet, t.check.service
	if s != nil && !s.Protocol.Contains(p.Protocol) {
		return false
	}
	if p.Protocol != packet.TCP && p.Protocol != packet.UDP {
		return true
	}
	if s != nil && !s.Ports.Contains(p.DestinationPort) {
		return false
	}
	if t.check.sourcePorts == nil {
		return packet.ClientPorts().Contains(p.SourcePort) // ruling 9
	}
	return anyPort(t.check.sourcePorts, p.SourcePort)
}

// send is what the first sender does before a packet is on its way.
func (t *trip) send(from party, p packet.Header) Outcome {
	if from.function != nil {
		if o := from.function.sends(p.Destination, t.reading); !o.ok() {
			return o
		}
	}
	if from.table == nil {
		return stopped("endpoint.removed", nil, "the vSwitch of %s is gone", from.ref)
	}
	if !p.Destination.IsValid() || permits(from.groups, false, p, t.standing(p.Destination)) {
		return Outcome{}
	}
	return stopped("sg.egress-denied", nil, "the security groups of %s let no packet to %s out", from.ref, p.Destination)
}

// standing is the far end of a packet that is sent: what the course says has the
// address.
func (t *trip) standing(a netip.Addr) far {
	for _, leg := range t.course {
		if leg.Packet.Destination == a {
			if p, ok := t.party(leg.To, a); ok {
				return p.far(a)
			}
		}
	}
	return far{address: a}
}

// toInternet answers a check to the internet: what takes the packet before it
// gets to the border is certain, and what happens there is not covered.
func (t *trip) toInternet(from party, leg Leg) Outcome {
	if o := from.function.reachesInternet(); !o.ok() {
		return o
	}
	if from.function.besideVPC(leg.Packet.Destination) {
		return Outcome{Fate: Arrives} // of the internet nothing is said
	}
	k := t.walk(from.table, leg.Packet.Destination)
	p := leg.Packet
	if o := t.pass(k, 0, p, from.far(p.Source), far{address: p.Destination}); !o.ok() {
		return o
	}
	switch k.end {
	case nextHop:
		return t.followed(k.took.custom)
	case inCircles:
		return stopped("route.loop", nil, "what %s sends goes round in circles", from.ref)
	}
	return unknown("unsupported.internet-access", nil, "from a VPC to the internet")
}

// carry takes a packet from a route table to a party, and in at its door.
func (t *trip) carry(leg int, from *table, a netip.Addr, to party, sender far, path *string) Outcome {
	if to.table == nil {
		return stopped("endpoint.removed", nil, "the vSwitch of %s is gone", to.ref).on(leg, true)
	}
	k := t.walk(from, a)
	t.crossed = append(t.crossed, k.crossed...)
	if o := t.pass(k, leg, t.course[leg].Packet, sender, to.far(a)); !o.ok() {
		return o
	}
	if g := (goal{vpc: to.vpc}); !g.met(k) {
		return t.blame(k, a, g).on(leg, true)
	}
	return t.enter(leg, to, sender, path).on(leg, true)
}

// enter is what the receiver of a leg does with its packet.
func (t *trip) enter(leg int, to party, sender far, path *string) Outcome {
	p := t.course[leg].Packet
	if to.balancer != nil {
		_, o := to.balancer.listener(p)
		return o
	}
	if !permits(to.groups, true, p, sender) {
		return stopped("sg.ingress-denied", to.instance.node, "the security groups of %s let no %s in", to.ref, p.Text())
	}
	return t.serves(to.instance, p, path)
}

// serves says whether something listens for a packet (ruling 27), and answers the
// path of a call. Whether a protocol without ports needs something that listens is
// not written.
func (t *trip) serves(i *instance, p packet.Header, path *string) Outcome {
	if i.listensAll {
		return Outcome{}
	}
	ports := p.Protocol == packet.TCP || p.Protocol == packet.UDP
	if !ports && t.reading("reference.portless_needs_listener", i.ref(), []string{"no", "yes"}) == "no" {
		return Outcome{}
	}
	listening := false
	for _, l := range i.listens {
		if !l.takes(p) {
			continue
		}
		listening = true
		if path == nil || l.any || t.answers(i, l, *path) {
			return Outcome{}
		}
	}
	if listening {
		return stopped("backend.path-not-served", i.node, "%s does not answer %s", i.ref(), *path)
	}
	return stopped("backend.not-listening", i.node, "nothing on %s listens for %s", i.ref(), p.Text())
}

func (l listener) takes(p packet.Header) bool {
	if !l.service.Protocol.Contains(p.Protocol) {
		return false
	}
	if (p.Protocol == packet.TCP || p.Protocol == packet.UDP) && !l.service.Ports.Contains(p.DestinationPort) {
		return false
	}
	return !l.address.IsValid() || l.address.IsUnspecified() || l.address == p.Destination
}

// reply takes the reply of a leg back to the VPC that it came from. Security
// groups are stateful and let it pass (grants a.9, ruling 8).
func (t *trip) reply(leg int, of party, home *vpc) Outcome {
	a := t.course[leg].Packet.Source
	k := t.walk(of.table, a)
	t.crossed = append(t.crossed, k.crossed...)
	p := t.course[leg].Packet
	sender, _ := t.party(t.course[leg].From, a)
	if o := t.passBack(k, leg, reply(p), of.far(p.Destination), sender.far(a)); !o.ok() {
		return o
	}
	if g := (goal{vpc: home}); !g.met(k) {
		return t.blame(k, a, g).on(leg, false)
	}
	return t.passedBoth(k, leg)
}

// replyAndOn answers the reply of a leg, and what comes behind its receiver.
func (t *trip) replyAndOn(leg int, to party, reply func() Outcome, client far, path *string) Outcome {
	o := reply()
	if o.Fate == Stopped || o.Fate == Impossible || t.err != nil {
		return o
	}
	next := Outcome{Fate: Arrives}
	if to.balancer != nil {
		next = t.forward(leg, to.balancer, client, path)
	}
	return t.despite(o, next)
}

// despite is what comes of a course in which a reply may be lost: if something
// behind it is certain to stop it, that is certain.
func (t *trip) despite(reply, next Outcome) Outcome {
	if reply.ok() || next.Fate == Stopped || next.Fate == Impossible {
		return next
	}
	return reply
}
