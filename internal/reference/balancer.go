package reference

import (
	"strings"

	"netsim/packet"
)

// listener finds the listener of a packet and lets it in (grants f, CLB).
func (b *balancer) listener(p packet.Header) (*balancerListener, Outcome) {
	for _, l := range b.listeners {
		if l.transport() != p.Protocol || l.port != p.DestinationPort {
			continue
		}
		listed := within(l.entries, p.Source)
		// An empty white list lets nobody in, an empty black list everybody.
		if l.acl == "white" && !listed || l.acl == "black" && listed {
			return nil, stopped("acl.denied", b.node, "the listener of %s does not let %s in", b.ref(), p.Source)
		}
		if len(l.standing()) == 0 {
			return nil, stopped("backend.no-server", b.node, "the listener of %s has no server to forward to", b.ref())
		}
		return l, Outcome{}
	}
	return nil, stopped("backend.listener-missing", b.node, "%s has no listener for %s", b.ref(), p.Text())
}

func (l *balancerListener) transport() uint8 {
	if l.protocol == "udp" {
		return packet.UDP
	}
	return packet.TCP
}

// standing are the servers that get traffic: weight 0 gets none (grants f).
func (l *balancerListener) standing() []*server {
	var out []*server
	for _, s := range l.servers {
		if s.instance != nil && s.weight > 0 {
			out = append(out, s)
		}
	}
	return out
}

// forward answers the leg from a load balancer to one of its servers. It comes
// from an address of 100.64.0.0/10, and the reply goes back there (grants a.11, f),
// but where the client's address is what is judged: then nothing is written of the
// way back, so it is the load balancer's own.
func (t *trip) forward(leg int, b *balancer, client far, path *string) Outcome {
	before := t.course[leg].Packet
	l, _ := b.listener(before)
	leg++
	if leg >= len(t.course) {
		return impossible
	}
	p := t.course[leg].Packet
	to, ok := t.party(t.course[leg].To, p.Destination)
	if !ok || to.instance == nil || !l.chooses(to.instance, p.DestinationPort) {
		return impossible
	}
	if to.table == nil {
		return stopped("endpoint.removed", to.instance.node, "the vSwitch of %s is gone", to.ref).on(leg, true)
	}
	// What a CLB forwards needs no rule (grants a.11); behind a listener of layer 4
	// that is not settled (grants f, k.4).
	judged := t.judgesClient(b, l)
	if judged {
		seen := p
		seen.Source, seen.SourcePort = before.Source, before.SourcePort
		if !permits(to.groups, true, seen, client) {
			return stopped("sg.ingress-denied", to.instance.node, "the security groups of %s do not let the client %s in", to.ref, before.Source).on(leg, true)
		}
	}
	if o := t.serves(to.instance, p, path); !o.ok() {
		return o.on(leg, true)
	}
	if judged {
		return Outcome{Fate: Arrives}
	}
	if !serviceNetwork.Contains(p.Source) {
		return impossible
	}
	k := t.walk(to.table, p.Source)
	if o := t.passBack(k, leg, reply(p), to.far(p.Destination), far{address: p.Source}); !o.ok() {
		return o
	}
	if home := (goal{region: b.vpc.region}); !home.met(k) {
		return t.blame(k, p.Source, home).on(leg, false)
	}
	return Outcome{Fate: Arrives}
}

// judgesClient reports whether security groups of servers see the client's
// address.
func (w *World) judgesClient(b *balancer, l *balancerListener) bool {
	switch {
	case l.protocol == "http" || l.protocol == "https":
		return false
	case l.clientAddress != nil:
		return *l.clientAddress
	}
	return w.yes("client_address", b.ref())
}

func (l *balancerListener) chooses(i *instance, port uint16) bool {
	for _, s := range l.standing() {
		if s.instance == i && s.port == port {
			return true
		}
	}
	return false
}

// answers reports whether a path is one of a listener's: exact, or below one that
// ends in /* (the language, listens.paths).
func (w *World) answers(i *instance, l listener, path string) bool {
	for _, p := range l.paths {
		above, all := strings.CutSuffix(p, "/*")
		if p == path || all && strings.HasPrefix(path, above+"/") {
			return true
		}
		if all && path == above && w.reading("reference.star_matches_above", i.ref(), []string{"yes", "no"}) == "yes" {
			return true
		}
	}
	return false
}
